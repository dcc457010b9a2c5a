"""Gender: the same says little, another says more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record

#: Nine in ten listed people whose gender is told are men; a gender told wrongly is rare.
SAME, _OTHER = 0.3, -4.0


def gender(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare genders, in FollowTheMoney's words (male, female, other)."""
    if party.gender and record.genders:
        listed = ", ".join(record.genders)
        same = party.gender in record.genders
        weight, told = (SAME, "as listed") if same else (_OTHER, f"where {listed} is listed")
        yield Evidence("gender", weight, f"gender {party.gender}, {told}", party.gender, listed)
