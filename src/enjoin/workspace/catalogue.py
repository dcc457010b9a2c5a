"""All listed parties of a day, to be searched, narrowed down, counted and sorted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from enjoin.model.countries import COUNTRIES, name_of
from enjoin.model.entity import Entity, subject_id
from enjoin.model.errors import InvalidInput
from enjoin.model.schema import MATCHABLE, NAME_KINDS, SCHEMATA, lineage
from enjoin.screening.search import search
from enjoin.store import facts
from enjoin.store.opening import opened
from enjoin.store.seen import Seen, seen
from enjoin.workspace.live import Live, Ready

_COUNTRIES = ("country", "nationality", "citizenship", "flag", "jurisdiction")
FacetName = Literal["countries", "topics", "datasets", "schema"]
#: Values told of a facet.
_VALUES = 300


class Row(NamedTuple):
    """A listed party, as far as it is searched by."""

    id: str
    caption: str
    schema: str
    source: str
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    seen: Seen
    share: float = 0.0


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What is typed, and what the results are narrowed down to."""

    text: str = ""
    fuzzy: bool = False
    sources: tuple[str, ...] = ()
    schema: str = "Thing"
    without_schemata: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    since: str | None = None
    having: tuple[tuple[str, str], ...] = ()
    """Properties, each with a value that it must have."""


def catalogue(live: Live, ready: Ready) -> Mapping[str, Row]:
    """Return every listed party of an index by id; read from the records once."""
    with ready.lock:
        if ready.catalogue is None:
            ready.catalogue = _read(live, ready)
        found: Mapping[str, Row] = ready.catalogue
        return found


def _read(live: Live, ready: Ready) -> dict[str, Row]:
    wanted = {"topics", *NAME_KINDS, *_COUNTRIES}
    rows: dict[str, Row] = {}
    with opened(live.workspace.config.database) as door:
        for version in ready.versions.values():
            dates = seen(door, version)
            for source, entity in facts.entities(door, [version], MATCHABLE, wanted):
                of = dates[subject_id(entity.id)]
                rows[entity.id] = _row(entity, sys.intern(source), of)
    return rows


def _row(entity: Entity, source: str, dates: Seen) -> Row:
    countries = dict.fromkeys(code for prop in _COUNTRIES for code in entity.get(prop))
    return Row(
        entity.id,
        entity.caption,
        sys.intern(entity.schema),
        source,
        _same(tuple(countries)),
        _same(entity.get("topics")),
        dates,
    )


@cache
def _same(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all that are equal: thousands have the same few topics."""
    return tuple(map(sys.intern, map(str, values)))


def find(live: Live, ready: Ready, sought: Sought) -> list[Row]:
    """Return who is sought, best first."""
    rows = catalogue(live, ready)
    if sought.text.strip():
        hits = search(ready.snapshot, sought.text, fuzzy=sought.fuzzy)
        shares = {ready.snapshot.record(hit.entity).id: hit.share for hit in hits}
        found = [rows[id_]._replace(share=shares[id_]) for id_ in shares if id_ in rows]
    else:
        found = list(rows.values())
    kept = [row for row in found if _fits(row, sought)]
    return _having(live, ready, kept, sought.having) if sought.having else kept


def _fits(row: Row, sought: Sought) -> bool:
    return (
        (not sought.sources or row.source in sought.sources)
        and (sought.schema == "Thing" or sought.schema in lineage(row.schema))
        and row.schema not in sought.without_schemata
        and (not sought.countries or not sought.countries.isdisjoint(row.countries))
        and (not sought.topics or not sought.topics.isdisjoint(row.topics))
        and (sought.since is None or row.seen.changed >= sought.since)
    )


def _having(
    live: Live, ready: Ready, rows: Iterable[Row], having: Sequence[tuple[str, str]]
) -> list[Row]:
    """Keep those of which each property has its value, as their lists say it."""
    props = {prop for prop, _ in having}
    if strange := sorted(props - _PROPERTIES):
        raise InvalidInput(f"filter: {strange[0][:40]!r} is no property; write it as gender:male.")
    with opened(live.workspace.config.database) as door:
        told = facts.entities(door, ready.versions.values(), MATCHABLE, props)
        fits = {e.id for _, e in told if all(value in e.get(prop) for prop, value in having)}
    return [row for row in rows if row.id in fits]


_PROPERTIES = frozenset(prop for schema in MATCHABLE for prop in SCHEMATA[schema])


_KEYS: dict[str, Callable[[Row], tuple[str, ...] | str | float]] = {
    "score": lambda row: row.share,
    "caption": lambda row: row.caption.casefold(),
    "name": lambda row: row.caption.casefold(),
    "schema": lambda row: row.schema,
    "first_seen": lambda row: row.seen.first,
    "last_change": lambda row: row.seen.changed,
}


def in_order(rows: Sequence[Row], by: Sequence[str]) -> list[Row]:
    """Sort by `field` or `field:desc`, the first first.

    Raises:
        InvalidInput: there is no such field.
    """
    found = list(rows)
    for each in reversed(by):
        field, _, direction = each.partition(":")
        if field not in _KEYS or direction not in {"", "asc", "desc"}:
            raise InvalidInput(f"sort: write one of {', '.join(_KEYS)}, then :asc or :desc.")
        found.sort(key=_KEYS[field], reverse=direction == "desc")
    return found


def count(rows: Iterable[Row], facet: FacetName) -> list[tuple[str, str, int]]:
    """Return the values of a facet with their labels and numbers, most frequent first."""
    values: dict[FacetName, Callable[[Row], Iterable[str]]] = {
        "countries": lambda row: row.countries,
        "topics": lambda row: row.topics,
        "datasets": lambda row: (row.source,),
        "schema": lambda row: (row.schema,),
    }
    counted = Counter(value for row in rows for value in values[facet](row))
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(value, _label(value), number) for value, number in order[:_VALUES]]


def _label(value: str) -> str:
    return name_of(value) if value in COUNTRIES else value
