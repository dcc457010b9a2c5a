"""Pairs a person cleared: this party, as its data stood, is not that listed one, until a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from enjoin.model.match import Excluded, Party
from enjoin.screening.index import plain_id


class Clearance(NamedTuple):
    """A cleared pair: whose data (`about`), for which customer ('': for whoever has these data)."""

    customer: str
    about: str
    told: Excluded


#: Clearances in force by the id of the listed entity.
Clearances = Mapping[str, Sequence[Clearance]]


def about(party: Party) -> str:
    """Name what is known of a party by its content: SHA-256; the order and case make no other."""
    said = (
        sorted(" ".join(name.casefold().split()) for name in party.names),
        party.schema,
        sorted(party.birth_dates),
        sorted(party.countries),
        sorted((kind, plain_id(value)) for kind, value in party.ids),
        *_further(party),
    )
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _further(party: Party) -> list[list[str]]:
    """Return what else is known; nothing where nothing is, as clearances of old knew no more."""
    addresses = sorted(" ".join(address.casefold().split()) for address in party.addresses)
    details = sorted("=".join(pair) for pair in party.details)
    further = [[party.gender] if party.gender else [], addresses, details]
    return further if any(further) else []


def cleared(clearances: Clearances, entity_id: str, party: Party, customer: str) -> Excluded | None:
    """Return by whom and why a pair was cleared, None where it was not."""
    if entity_id not in clearances:
        return None
    known = about(party)
    return next(
        (
            each.told
            for each in clearances[entity_id]
            if each.about == known and each.customer in {"", customer}
        ),
        None,
    )
