"""A party asked about beside a listed one, field by field: agrees, conflicts or not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from enjoin.model.entity import Entity
from enjoin.model.match import Evidence, Match, Party
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
    "type",
    "address",
    "deathDate",
)
#: Properties whose values are codes of countries.
COUNTRIES = frozenset(
    "country nationality citizenship jurisdiction flag birthCountry mainCountry".split()
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
        *_numbers(party, listed, reasons.get("identifier")),
        *_further(listed),
    ]


def _all_names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for prop in NAME_KINDS for name in entity.get(prop)))


def _line(
    told: str, asked: tuple[str, ...], listed: tuple[str, ...], reason: Evidence | None
) -> Line:
    if reason is None:
        return Line(told, asked, listed, "unknown", _silence(asked, listed))
    verdict: Verdict = "agrees" if reason.weight > 0 else "conflicts"
    return Line(told, asked, listed, verdict, reason.reason)


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


def _numbers(party: Party, listed: Entity | None, reason: Evidence | None) -> Iterator[Line]:
    """Yield a line for each kind of number asked about."""
    for kind, value in party.ids:
        theirs = listed.get(kind) if listed else ()
        mine = reason if reason and reason.query == value else None
        if mine and not theirs:
            theirs = (mine.candidate,)
        yield _line(field(kind), (value,), theirs, mine)


def _further(listed: Entity | None) -> Iterator[Line]:
    for prop in _FURTHER:
        if listed and (values := listed.get(prop)):
            shown = tuple(map(country, values)) if prop in COUNTRIES else values
            yield Line(field(prop), (), shown[:4], "unknown", "not asked")


def own_words(entity: Entity) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a list says of an entry, field by field, as it says it."""
    return [
        (prop, tuple(getattr(value, "original", None) or value for value in values))
        for prop, values in entity.properties.items()
        if prop not in {"topics", "addressEntity"}
    ]
