"""What was said of one listed subject over time: which statement stood from when until when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enjoin.model.entity import Statement, statements
from enjoin.store.door import Door
from enjoin.store.packing import unpack


class Period(NamedTuple):
    """A time in which something stood on a list, by the publisher's dates, and when we knew.

    `until` is the day of the first version without it, None where the newest still has it;
    `recorded` and `ended` are the instants when those two versions were recorded.
    """

    since: str
    until: str | None
    recorded: str
    ended: str | None


class Told(NamedTuple):
    """A statement and the periods in which it stood. That of `id` tells when it was listed."""

    statement: Statement
    periods: tuple[Period, ...]


class _Day(NamedTuple):
    """A version in force: the last one of its day that was known."""

    position: str
    version: str
    fetched: str


def history(door: Door, source: str, id_: str, known: str) -> list[Told]:
    """Return every statement ever made of a subject and its parts, as known by an instant.

    The subject's own come first, then those of each part, in the order of the list; nothing of a
    subject that was never listed.
    """
    days = _days(door, source, known)
    found: dict[Statement, set[int]] = {}
    for statement, held in _said(door, source, id_, days):
        found.setdefault(statement, set()).update(held)
    return [Told(of, _periods(days, held)) for of, held in found.items() if held]


def _days(door: Door, source: str, known: str) -> list[_Day]:
    rows = door.each(
        "SELECT position, version, fetched FROM list_versions WHERE source = ? AND fetched <= ? "
        "ORDER BY position",
        *(source, known),
    )
    return list({day.version: day for day in (_Day(*row) for row in rows)}.values())


_SQL = """
SELECT e.subject, e.part, e.schema, e.properties, f.position, u.position
FROM entities e JOIN presence p ON p.entity = e.id
JOIN list_versions f ON f.id = p.first LEFT JOIN list_versions u ON u.id = p.until
WHERE e.subject = ? AND e.source = ? ORDER BY e.part, e.id, f.position
"""


def _said(
    door: Door, source: str, id_: str, days: Sequence[_Day]
) -> Iterable[tuple[Statement, range]]:
    """Yield statements with the days that they stood on, by number."""
    places = [day.position for day in days]
    for *row, first, until in door.each(_SQL, id_, source):
        end = bisect_left(places, until) if until else len(places)
        held = range(bisect_left(places, first), end)
        for statement in statements(unpack(*row)):
            yield statement, held


def _periods(days: Sequence[_Day], held: set[int]) -> tuple[Period, ...]:
    """Join days that follow each other."""
    starts = sorted(n for n in held if n - 1 not in held)
    ends = sorted(n + 1 for n in held if n + 1 not in held)
    return tuple(_period(days, *edges) for edges in zip(starts, ends, strict=True))


def _period(days: Sequence[_Day], start: int, end: int) -> Period:
    since, until = days[start], days[end] if end < len(days) else None
    return Period(
        since.version,
        until.version if until else None,
        since.fetched,
        until.fetched if until else None,
    )
