"""Entries that look like one: the same party perhaps, which people judge. This is no screening."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from enjoin.model.match import Match, Party
from enjoin.model.schema import ASKABLE
from enjoin.screening.parties import Terms
from enjoin.workspace.live import Ready

#: The most that are shown.
_MOST = 6


def alike(ready: Ready, entity: Mapping[str, Any], threshold: float) -> list[Match]:
    """Return the entries in force that an entry would match if it were asked about, best first.

    `entity` is FollowTheMoney's JSON object. Its own name is asked for, with what else tells
    parties apart; nothing is journaled, as nobody is cleared by it.
    """
    said = entity["properties"]
    party = Party(
        names=(entity["caption"],),
        schema=entity["schema"] if entity["schema"] in ASKABLE else "Thing",
        birth_dates=tuple(said.get("birthDate", ())[:3]),
    )
    if not any(letter.isalnum() for letter in party.names[0]):
        return []
    found = ready.screener(()).screen(party, Terms(threshold))
    return [one for one in found if one.match and one.entity_id != entity["id"]][:_MOST]
