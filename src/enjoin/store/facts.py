"""Statements and the versions that hold them: what was in force when, and what was known then.

A version keeps or drops statements. `presence` encodes which, as intervals over the versions of a
source in the order of their positions (publisher's date, then recorded instant). A version loaded
late takes its place in that order; intervals are split or joined so that every other version keeps
exactly the statements it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from enjoin.model.entity import Entity, Statement, assemble, subject_id
from enjoin.model.schema import NAME_KINDS
from enjoin.store.tables import list_files, list_versions, presence, statements
from enjoin.store.versions import Version

Values = tuple[object, ...]

#: Rows handed to the database at once.
BATCH = 10_000


class Change(NamedTuple):
    """What a version changed against its predecessor: entity ids by kind of change."""

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]


def record(
    connection: Connection,
    version: Version,
    parts: Iterable[Statement],
    files: Iterable[tuple[str, str, int]],
    reader: str,
) -> tuple[Change, str]:
    """Record a version: its statements, and which of them are new, gone or back.

    `files` are (name, SHA-256, size) of the originals. Returns what changed, and the SHA-256 over
    the keys of all the version says. Runs in the caller's transaction.
    """
    earlier = predecessor(connection, version.source, version.position)
    later = _successor(connection, version.source, version.position)
    before = _state(connection, earlier)
    held = _Held(connection, version.source)
    now = {held.keep(part) for part in parts}
    held.flush()
    said = held.digest(now)
    _insert_version(connection, version, files, reader, said)
    _place(connection, version, before, _state(connection, later), now, later)
    return _change(held.subjects, before.keys(), now), said


def difference(connection: Connection, older: Version, newer: Version) -> Change:
    """Return what changed between any two versions of a source."""
    before, now = _subjects_at(connection, older), _subjects_at(connection, newer)
    return _change(before | now, before.keys(), now.keys())


def entities(
    connection: Connection,
    versions: Iterable[Version],
    schemata: Collection[str] = (),
    properties: Collection[str] = (),
) -> Iterator[tuple[str, Entity]]:
    """Yield every entity of the given versions with its source.

    Who needs less says so: of `schemata` and `properties`, where given, only those are read.
    """
    wanted = []
    if schemata:
        wanted.append(statements.c.schema.in_(sorted(schemata)))
    if properties:
        wanted.append(statements.c.prop.in_(sorted({"id", *properties})))
    for version in versions:
        rows = connection.execute(
            select(*_COLUMNS)
            .join(presence, presence.c.statement_id == statements.c.id)
            .where(presence.c.source == version.source, _present_at(version.position), *wanted)
            .order_by(statements.c.entity_id, statements.c.id)
        )
        for _, said in groupby(rows, key=itemgetter(0)):
            for entity in assemble(Statement(*row) for row in said):
                yield version.source, entity


_COLUMNS = [statements.c[name] for name in Statement.__struct_fields__]


def _present_at(place: str) -> ColumnElement[bool]:
    return and_(
        presence.c.first <= place, or_(presence.c.until.is_(None), presence.c.until > place)
    )


def predecessor(connection: Connection, source: str, place: str) -> Version | None:
    """Return the version of a source before a position."""
    column = list_versions.c.position
    return _one(connection, source, column < place, column.desc())


def _successor(connection: Connection, source: str, place: str) -> Version | None:
    column = list_versions.c.position
    return _one(connection, source, column > place, column.asc())


def _one(
    connection: Connection, source: str, where: ColumnElement[bool], order: ColumnElement[str]
) -> Version | None:
    row = connection.execute(
        select(*(list_versions.c[name] for name in Version._fields))
        .where(list_versions.c.source == source, where)
        .order_by(order)
        .limit(1)
    ).first()
    return Version(*row) if row else None


def _state(connection: Connection, version: Version | None) -> dict[int, _Interval]:
    """Return the statements a version holds, each with the interval around it."""
    if version is None:
        return {}
    rows = connection.execute(
        select(presence.c.statement_id, presence.c.first, presence.c.until).where(
            presence.c.source == version.source, _present_at(version.position)
        )
    )
    return {id_: _Interval(first, until) for id_, first, until in rows}


def _subjects_at(connection: Connection, version: Version) -> dict[int, str]:
    rows = connection.execute(
        select(statements.c.id, statements.c.entity_id)
        .join(presence, presence.c.statement_id == statements.c.id)
        .where(presence.c.source == version.source, _present_at(version.position))
    )
    return {id_: subject_id(entity_id) for id_, entity_id in rows}


def said(connection: Connection, version: Version) -> str:
    """Return the SHA-256 over the keys of what a version says now, each made anew from its row."""
    rows = connection.execute(
        select(*_COLUMNS)
        .join(presence, presence.c.statement_id == statements.c.id)
        .where(presence.c.source == version.source, _present_at(version.position))
    )
    return _sealed(Statement(*row).key(version.source) for row in rows)


def names_in(connection: Connection, version: Version) -> int:
    """Count the names that a version knows."""
    count: int | None = connection.scalar(
        select(func.count())
        .select_from(statements)
        .join(presence, presence.c.statement_id == statements.c.id)
        .where(
            presence.c.source == version.source,
            _present_at(version.position),
            statements.c.prop.in_(list(NAME_KINDS)),
        )
    )
    return count or 0


def _sealed(keys: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(keys))).hexdigest()


class _Interval(NamedTuple):
    first: str
    until: str | None


class _Held:
    """The statements of a source by content: finds those recorded, adds those that are not."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection, self._source = connection, source
        columns = (statements.c.digest, statements.c.id, statements.c.entity_id)
        rows = connection.execute(select(*columns).where(statements.c.source == source)).all()
        self._ids = {bytes(digest): id_ for digest, id_, _ in rows}
        self.subjects = {id_: subject_id(entity_id) for _, id_, entity_id in rows}
        self._next = 1 + (connection.scalar(select(func.max(statements.c.id))) or 0)
        self._new: list[Values] = []

    def keep(self, part: Statement) -> int:
        """Return the number of a statement, giving it one if it is new."""
        digest = part.key(self._source)
        id_ = self._ids.get(digest)
        if id_ is None:
            id_ = self._ids[digest] = self._next
            self._next += 1
            self.subjects[id_] = subject_id(part.entity_id)
            self._new.append((id_, digest, self._source, *msgspec.structs.astuple(part)))
            if len(self._new) >= BATCH:
                self.flush()
        return id_

    def digest(self, ids: Set[int]) -> str:
        """Return the SHA-256 over the keys of statements, in order of the keys."""
        return _sealed(key for key, id_ in self._ids.items() if id_ in ids)

    def flush(self) -> None:
        """Write the new statements gathered so far."""
        if self._new:
            _insert_many(self._connection, statements, self._new)
            self._new = []


def _insert_version(
    connection: Connection,
    version: Version,
    files: Iterable[tuple[str, str, int]],
    reader: str,
    said: str,
) -> None:
    id_ = 1 + (connection.scalar(select(func.max(list_versions.c.id))) or 0)
    connection.execute(
        insert(list_versions).values(id=id_, reader=reader, statements=said, **version._asdict())
    )
    rows = [
        {"version_id": id_, "name": name, "sha256": sha256, "size": size}
        for name, sha256, size in files
    ]
    connection.execute(insert(list_files), rows)


def _place(
    connection: Connection,
    version: Version,
    before: Mapping[int, _Interval],
    after: Mapping[int, _Interval],
    now: Set[int],
    later: Version | None,
) -> None:
    """Fit a version between its neighbours, so that each keeps exactly what it held."""
    place, end = version.position, later.position if later else None
    gone = before.keys() - now
    source = version.source
    _move(connection, source, "until", [(id_, before[id_].first, place) for id_ in gone])
    split = [(id_, end, before[id_].until) for id_ in gone & after.keys()]
    joined = (now & after.keys()) - before.keys()
    _move(connection, source, "first", [(id_, after[id_].first, place) for id_ in joined])
    new = [(id_, place, end) for id_ in now - before.keys() - joined]
    rows: list[Values] = [(source, *interval) for interval in split + new]
    for start in range(0, len(rows), BATCH):
        _insert_many(connection, presence, rows[start : start + BATCH])


def _insert_many(connection: Connection, table: Table, rows: list[Values]) -> None:
    """Insert rows given in the order of the table's columns, straight through the driver.

    Lists have hundreds of thousands of statements; the toolkit's work on each row costs more than
    the database's.
    """
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join(mark for _ in table.columns)
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  (our own names)
    connection.exec_driver_sql(sql, rows)


def _move(
    connection: Connection, source: str, edge: str, moves: Sequence[tuple[int, str, str]]
) -> None:
    """Set one edge of intervals, each named by statement and first position."""
    if not moves:
        return
    connection.execute(
        update(presence)
        .where(
            presence.c.source == source,
            presence.c.statement_id == bindparam("of"),
            presence.c.first == bindparam("at"),
        )
        .values({edge: bindparam("to")}),
        [{"of": id_, "at": first, "to": to} for id_, first, to in moves],
    )


def _change(subjects: Mapping[int, str], before: Set[int], now: Set[int]) -> Change:
    had = {subjects[id_] for id_ in before}
    has = {subjects[id_] for id_ in now}
    touched = {subjects[id_] for id_ in before ^ now}
    return Change(frozenset(has - had), frozenset(had - has), frozenset(touched & had & has))
