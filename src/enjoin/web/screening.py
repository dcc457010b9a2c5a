"""Screen: one name, side by side with whom it may be, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from litestar import Response, get, post

from enjoin.model.countries import COUNTRIES, name_of
from enjoin.model.entity import Entity
from enjoin.model.match import DETAILS, Match, Party
from enjoin.model.schema import ASKABLE
from enjoin.web.comparing import Line, compare, own_words
from enjoin.web.shell import AnyRequest, page, service_of
from enjoin.workspace import Asked
from enjoin.workspace.catalogue import Sought, find
from enjoin.workspace.jobs import Jobs
from enjoin.workspace.listing import about
from enjoin.workspace.live import Live
from enjoin.workspace.turns import ready_on

#: Near ones shown below the threshold, candidates while one types, the longest name taken.
_NEAR, _CANDIDATES, _LONGEST = 5, 8, 300
#: The longest text of addresses taken, one on a line.
_ADDRESSES = 2_000
#: Genders one may ask about, in FollowTheMoney's words.
_GENDERS = ("female", "male", "other")
#: Kinds of numbers one may ask about, most asked for first.
NUMBERS = ("imoNumber", "passportNumber", "idNumber", "leiCode", "registrationNumber", "taxNumber")
#: Fields of the form's further part, which opens by itself where one of them is filled.
_MORE = ("gender", "addresses", *DETAILS)
_FIELDS = ("name", "schema", "birth_date", "country", "id_type", "id_value", "on", *_MORE)


class Shown(NamedTuple):
    """A match, side by side with what was asked."""

    match: Match
    lines: list[Line]
    words: list[tuple[str, tuple[str, ...]]]
    most: float
    log_odds: float


@get("/screen", may="screen")
async def form(live: Live, request: AnyRequest) -> Response[str]:
    """Show an empty form."""
    return await _page(live, request, dict.fromkeys(_FIELDS, ""), answer=None)


@post("/screen", may="screen", status_code=200)
async def screen(live: Live, request: AnyRequest) -> Response[str]:
    """Say who a party may be; the answer is in the journal before it is shown."""
    sent = await request.form()
    asked = {key: _written(sent.get(key), key) for key in _FIELDS}
    asked["near"] = "1" if sent.get("near") else ""
    party = _party(live, asked)
    as_of = live.workspace.as_of(asked["on"] or None)
    terms = Asked(as_of, near=_NEAR)
    ready = await ready_on(live, as_of if asked["on"] else None)
    (found,) = await service_of(request).screened(ready, [party], terms)
    listed = live.entries(ready, [match.entity_id for match in found])
    shown = [
        _shown(party, match, listed[match.entity_id].subject if match.entity_id in listed else None)
        for match in found
    ]
    answer = {
        "party": party,
        "matches": [each for each in shown if each.match.match],
        "near": [each for each in shown if not each.match.match],
        "lists": list(ready.of(terms.lists).values()),
        "warnings": live.workspace.warnings(party),
        "not_screened": [about(name).title for name in _absent(live, ready.of(terms.lists))],
        "threshold": live.workspace.config.threshold,
        "on": as_of.on.isoformat(),
    }
    return await _page(live, request, asked, answer)


def _written(sent: object, key: str) -> str:
    most = _ADDRESSES if key == "addresses" else _LONGEST
    return str(sent or "").strip()[:most]


def _absent(live: Live, lists: Any) -> list[str]:
    return live.workspace.not_loaded(lists.values())


@post("/candidates", may="screen", status_code=200)
async def candidates(live: Live, request: AnyRequest) -> list[dict[str, str]]:
    """Return listed parties with such words in a name, while one types. This is no screening."""
    sent = await request.form()
    text = str(sent.get("name", "")).strip()[:_LONGEST]
    if len(text) < 3:
        return []
    rows = await asyncio.to_thread(find, live, live.ready(), Sought(text=text))
    return [
        {"id": row.id, "name": row.caption, "kind": row.schema, "list": about(row.source).title}
        for row in rows[:_CANDIDATES]
    ]


def _party(live: Live, asked: dict[str, str]) -> Party:
    """Make a party of what the form says.

    Raises:
        InvalidInput: a field is not understood; the message names it.
    """
    ids = [(asked["id_type"] or NUMBERS[0], asked["id_value"])] if asked["id_value"] else []
    return live.workspace.party(
        asked["name"],
        asked["schema"] or "Thing",
        asked["birth_date"] or None,
        [asked["country"]] if asked["country"] else [],
        ids,
        asked["gender"] or None,
        [line.strip() for line in asked["addresses"].splitlines() if line.strip()],
        [(prop, asked[prop]) for prop in DETAILS if asked[prop]],
    )


def _shown(party: Party, match: Match, listed: Entity | None) -> Shown:
    weights = [item.weight for item in match.evidence]
    return Shown(
        match,
        compare(party, match, listed),
        own_words(listed) if listed else [],
        max([abs(match.prior), *map(abs, weights)]),
        match.prior + sum(weights),
    )


async def _page(
    live: Live, request: AnyRequest, asked: dict[str, str], answer: dict[str, Any] | None
) -> Response[str]:
    jobs = await asyncio.to_thread(Jobs(live.workspace).of, request.user.name)
    return page(
        "screen.html",
        request,
        asked=asked,
        answer=answer,
        jobs=jobs[:5],
        schemata=_kinds(),
        numbers=NUMBERS,
        countries=_countries(),
        genders=_GENDERS,
        details=DETAILS,
        more=any(asked[key] for key in _MORE),
    )


def _kinds() -> Sequence[str]:
    return ("Thing", "Person", *sorted(ASKABLE - {"Thing", "Person"}))


def _countries() -> list[tuple[str, str]]:
    return sorted(((name_of(code), code) for code in COUNTRIES), key=lambda each: each[0])
