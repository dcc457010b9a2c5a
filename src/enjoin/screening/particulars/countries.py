"""Countries: where a person or company is of, and under which flag a ship or aircraft goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record

#: The most that a country speaks for. Random people of two lists share one in 30 times; those who
#: share a family name do far more often, and the name was counted before.
SAME = 3.0
#: Lists leave countries out, and people move: one in twelve of the same people has none in common.
_OTHER = -2.5
#: Ships change their flags, and hide by that.
_SAME_FLAG, _FORMER_FLAG, _OTHER_FLAG = 2.0, 1.0, -1.0
_CRAFT = frozenset({"Vessel", "Airplane"})


def country(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare the countries both sides tell; one in common is enough."""
    if party.countries and (record.countries or record.former_flags):
        ours, theirs = ", ".join(party.countries), ", ".join(record.countries)
        former = ", ".join(record.former_flags)
        if record.schema in _CRAFT:
            weight, told = _flag(set(party.countries), record)
            yield Evidence("country", weight, f"flag {ours} {told}", ours, theirs or former)
        elif record.countries:
            shared = set(party.countries) & set(record.countries)
            weight, told = (SAME, "agrees with") if shared else (_OTHER, "is none of")
            yield Evidence("country", weight, f"country {ours} {told} {theirs}", ours, theirs)


def _flag(ours: set[str], record: Record) -> tuple[float, str]:
    theirs = ", ".join(record.countries)
    if ours & set(record.countries):
        return _SAME_FLAG, f"agrees with {theirs}"
    if ours & set(record.former_flags):
        return _FORMER_FLAG, f"is a former one: {', '.join(record.former_flags)}"
    if not record.countries:
        return _OTHER_FLAG, f"is none of the former {', '.join(record.former_flags)}"
    return _OTHER_FLAG, f"is not {theirs}, and flags change"
