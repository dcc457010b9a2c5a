"""Countries: where a person or company is of, and under which flag a ship or aircraft goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enjoin.model.countries import name_of
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


def country(party: Party, record: Record, _listed: Sequence[Name]) -> Iterable[Evidence]:
    """Compare the countries both sides tell; one in common is enough."""
    if party.countries and (record.countries or record.former_flags):
        ours = _names(party.countries)
        if record.schema in _CRAFT:
            weight, told = _flag(set(party.countries), record)
            told = f"flag {ours} {told}"
        elif set(party.countries) & set(record.countries):
            weight, told = SAME, f"country {ours} agrees with {_names(record.countries)}"
        else:
            weight, told = _OTHER, f"country {ours} is none of {_names(record.countries)}"
        theirs = ", ".join(record.countries or record.former_flags)
        yield Evidence("country", weight, told, ", ".join(party.countries), theirs)


def _names(codes: Iterable[str]) -> str:
    return ", ".join(map(name_of, codes))


def _flag(ours: set[str], record: Record) -> tuple[float, str]:
    theirs, former = _names(record.countries), _names(record.former_flags)
    if ours & set(record.countries):
        return _SAME_FLAG, f"agrees with {theirs}"
    if ours & set(record.former_flags):
        return _FORMER_FLAG, f"is a former one: {former}"
    if not record.countries:
        return _OTHER_FLAG, f"is none of the former {former}"
    return _OTHER_FLAG, f"is not {theirs}, and flags change"
