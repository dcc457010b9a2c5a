"""A party asked about beside a listed one, field by field: agrees, conflicts or not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from enjoin.model.entity import Entity
from enjoin.model.match import DETAILS, Evidence, Match, Party
from enjoin.model.schema import NAME_KINDS, lineage
from enjoin.web.shell import country, field

Verdict = Literal["agrees", "conflicts", "unknown"]
#: What a list tells beyond what is asked, and helps to tell two parties apart.
_FURTHER = (
    "gender",
    "birthPlace",
    "position",
    "nationality",
    "citizenship",
    "jurisdiction",
    "flag",
    "pastFlags",
    *DETAILS,
    "address",
    "deathDate",
)
#: Properties whose values are codes of countries.
COUNTRIES = frozenset(
    "country nationality citizenship jurisdiction flag pastFlags birthCountry mainCountry".split()
)
#: Properties that a page tells elsewhere, or that are ours.
QUIET = frozenset({"topics", *NAME_KINDS, "addressEntity", "firstName", "lastName", "middleName"})


class Line(NamedTuple):
    """A field: what was asked, what the list says, and how that goes together."""

    field: str
    asked: tuple[str, ...]
    listed: tuple[str, ...]
    verdict: Verdict
    why: str


def compare(party: Party, match: Match, listed: Entity | None) -> list[Line]:
    """Put a party and a match side by side; `listed` is the entry as its list has it."""
    reasons = {item.feature: item for item in match.evidence}
    names = _all_names(listed) if listed else (match.caption,)
    best = reasons.get("name")
    shown = tuple(dict.fromkeys((best.candidate, *names))) if best else names
    theirs = tuple(dict.fromkeys(country(code) for code in match.countries))
    ours = tuple(country(code) for code in party.countries)
    return [
        _line("Name", party.names, shown, best),
        _kind(party.schema, match.schema),
        _line("Date of birth", party.birth_dates, match.birth_dates, reasons.get("birthDate")),
        _line("Country", ours, theirs, reasons.get("country")),
        *_told(party, listed, reasons),
        *_numbers(party, listed, reasons.get("identifier")),
        *_further(party, listed),
    ]


def _all_names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for prop in NAME_KINDS for name in entity.get(prop)))


def _line(
    told: str, asked: tuple[str, ...], listed: tuple[str, ...], reason: Evidence | None
) -> Line:
    if reason is None:
        return Line(told, asked, listed, "unknown", _silence(asked, listed))
    return Line(told, asked, listed, _verdict(reason.weight), reason.reason)


def _verdict(weight: float) -> Verdict:
    if weight == 0:  # such as a number that fails its check: it is told, and says nothing
        return "unknown"
    return "agrees" if weight > 0 else "conflicts"


def _silence(asked: Iterable[str], listed: Iterable[str]) -> str:
    if not asked:
        return "not asked" if listed else "neither side tells"
    return "not comparable" if listed else "the list does not tell"


def _kind(asked: str, listed: str) -> Line:
    if asked == "Thing":
        return Line("Kind", (), (listed,), "unknown", "not asked")
    related = listed in lineage(asked) or asked in lineage(listed)
    verdict: Verdict = "agrees" if related else "conflicts"
    why = "the same kind" if related else "another kind"
    return Line("Kind", (asked,), (listed,), verdict, why)


def _told(party: Party, listed: Entity | None, reasons: Mapping[str, Evidence]) -> Iterator[Line]:
    """Yield a line for each thing asked about that a list may tell in a property of that name."""
    asked: dict[str, list[str]] = {}
    for prop, value in _asked(party):
        asked.setdefault(prop, []).append(value)
    for prop, values in asked.items():
        reason = reasons.get(prop)
        theirs = listed.get(prop) if listed else ()
        shown = tuple(dict.fromkeys((reason.candidate, *theirs))) if reason else theirs
        yield _line(field(prop), tuple(values), shown, reason)


def _asked(party: Party) -> Iterator[tuple[str, str]]:
    if party.gender:
        yield "gender", party.gender
    yield from (("address", address) for address in party.addresses)
    yield from party.details


def _numbers(party: Party, listed: Entity | None, reason: Evidence | None) -> Iterator[Line]:
    """Yield a line for each kind of number asked about."""
    for kind, value in party.ids:
        theirs = listed.get(kind) if listed else ()
        mine = reason if reason and reason.query == value else None
        if mine and mine.candidate and not theirs:
            theirs = (mine.candidate,)
        yield _line(field(kind), (value,), theirs, mine)


def _further(party: Party, listed: Entity | None) -> Iterator[Line]:
    asked = {prop for prop, _ in _asked(party)}
    for prop in _FURTHER:
        if listed and prop not in asked and (values := listed.get(prop)):
            shown = tuple(map(country, values)) if prop in COUNTRIES else values
            yield Line(field(prop), (), shown[:4], "unknown", "not asked")


def own_words(entity: Entity) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a list says of an entry, field by field, as it says it."""
    return [
        (prop, tuple(getattr(value, "original", None) or value for value in values))
        for prop, values in entity.properties.items()
        if prop not in {"topics", "addressEntity"}
    ]
