"""Ships and aircraft beyond their numbers: year of build, tonnage, type and model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record, plain_id

_YEAR = re.compile(r"\d{4}")
#: A weight, and how what is asked goes with what is listed; None where they cannot be compared.
_Compared = tuple[float, str] | None


def craft(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare what both sides tell of a ship or an aircraft, property by property."""
    for prop, value in party.details:
        _, compare = _COMPARE[prop]
        listed = [theirs for kind, theirs in record.details if kind == prop]
        found = [(weighed, theirs) for theirs in listed if (weighed := compare(value, theirs))]
        if found:
            (weight, told), theirs = max(found)
            yield Evidence(prop, weight, f"{prop} {value} {told} {theirs}", value, theirs)


def _built(ours: str, theirs: str) -> _Compared:
    """Compare years of build: one is laid down in a year and delivered in the next."""
    mine, listed = _YEAR.match(ours), _YEAR.match(theirs)
    if not (mine and listed):
        return None
    apart = abs(int(mine[0]) - int(listed[0]))
    if apart == 0:
        return 3.0, "agrees with"
    return (1.0, "is a year from") if apart == 1 else (-5.0, "is not")


def _measured(ours: str, theirs: str) -> _Compared:
    """Compare tonnages: registers round, and measure a ship again after work on her."""
    less, more = sorted((_number(ours), _number(theirs)))
    if less <= 0:
        return None
    if less / more >= 0.99:
        return 3.0, "agrees with"
    return (0.5, "is near") if less / more >= 0.9 else (-3.0, "is not")


def _number(text: str) -> float:
    found = re.search(r"\d+(?:\.\d+)?", text.replace(",", ""))
    return float(found[0]) if found else 0.0


def _kind(ours: str, theirs: str) -> _Compared:
    """Compare types: lists and registers sort ships differently."""
    shared = set(re.findall(r"\w+", ours.casefold())) & set(re.findall(r"\w+", theirs.casefold()))
    return (0.7, "is like") if shared - {"ship", "vessel"} else (-0.7, "is not like")


def _model(ours: str, theirs: str) -> _Compared:
    """Compare models of aircraft: the one may be a variant of the other."""
    one, other = sorted((plain_id(ours), plain_id(theirs)), key=len)
    return (2.0, "agrees with") if one and other.startswith(one) else (-2.0, "is not")


#: What is compared, with the most it speaks for; properties are FollowTheMoney's.
_COMPARE: Mapping[str, tuple[float, Callable[[str, str], _Compared]]] = MappingProxyType(
    {
        "buildDate": (3.0, _built),
        "tonnage": (3.0, _measured),
        "grossRegisteredTonnage": (3.0, _measured),
        "deadweightTonnage": (3.0, _measured),
        "type": (0.7, _kind),
        "model": (2.0, _model),
    }
)


def at_most(party: Party) -> float:
    """Return the most that what is asked of a ship or an aircraft speaks for."""
    return sum(_COMPARE[prop][0] for prop, _ in party.details)
