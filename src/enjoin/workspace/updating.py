"""Lists through the door: fetched or read, checked, recorded, indexed, journaled, or left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from enjoin.model.entity import Statement, statements
from enjoin.model.errors import InvalidInput, NoLists
from enjoin.model.match import ListVersion
from enjoin.model.time import parse_day
from enjoin.sources import SOURCES, ReadList, SourceInfo, check_count, find_files, source
from enjoin.sources.reading import content
from enjoin.store import blobs, facts, journal
from enjoin.store.door import opened
from enjoin.store.engine import Store, door_of
from enjoin.store.versions import Version, all_of, in_force, position
from enjoin.workspace.snapshots import build, covered, snapshot_path
from enjoin.workspace.values import ALWAYS, AsOf, Delta, Origin, Updated, Verified

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from enjoin.workspace import Workspace

Files = Mapping[str, Path]
Basis = Literal["publisher", "stated", "inferred"]

#: Version of the readers' code: what it reads from the same bytes may change with it.
READER = "1"


def update(
    workspace: Workspace, name: str, origin: Origin, progress: Callable[[int], None]
) -> Updated:
    """Read a list and record it as a version, whole or not at all."""
    found = source(name)
    with _files(workspace, found.info, origin) as files:
        return _load(workspace, found.info, found.read(files), files, origin, progress)


@contextmanager
def _files(workspace: Workspace, info: SourceInfo, origin: Origin) -> Iterator[Files]:
    """Hand out the files of a list: those of a path, or fetched ones for as long as they last."""
    if origin.path is not None:
        yield find_files(info, origin.path)
        return
    from enjoin.workspace.fetching import fetched

    with fetched(workspace.config, info, origin.url) as files:
        yield files


def _load(
    workspace: Workspace,
    info: SourceInfo,
    read: ReadList,
    files: Files,
    origin: Origin,
    progress: Callable[[int], None],
) -> Updated:
    day, basis = _dated(workspace, info.name, read.published, files, origin.version)
    parts = list(_parts(read, progress))
    entries = read.entries or 0
    now = workspace.now()
    kept = [_keep(workspace, name, content(files, name)) for name in sorted(files)]
    sha256 = _list_hash(kept)
    version = Version(
        info.name, day, basis, read.published, position(day, now), now, sha256, entries
    )
    store = Store(workspace.config.database)
    try:
        with store.write() as connection:
            _check(connection, info, version, origin.accept)
            change = _record(workspace, connection, version, parts, kept)
    finally:
        store.close()
    return Updated(
        source=info.name,
        version=day,
        basis=basis,
        entries=entries,
        added=len(change.added) if change else 0,
        removed=len(change.removed) if change else 0,
        changed=len(change.changed) if change else 0,
        unchanged=change is None,
        sha256=sha256,
    )


def _record(
    workspace: Workspace,
    connection: Connection,
    version: Version,
    parts: list[Statement],
    kept: list[tuple[str, str, int]],
) -> facts.Change | None:
    """Record a version, its journal entry and its index in one transaction.

    The index is written before the transaction ends: when anything fails, disk or power, the old
    version and its index stay in force. Returns None where the version was recorded before.
    """
    door = door_of(connection)
    change = None
    if not facts.same(connection, version.source, version.version, version.sha256):
        change = facts.record(connection, version, parts, kept, READER)
    body = {
        "source": version.source,
        "version": version.version,
        "basis": version.basis,
        "sha256": version.sha256,
        "files": kept,
        "entries": version.entries,
        "changes": [len(ids) for ids in change] if change else None,
        "reader": READER,
    }
    journal.append(door, version.fetched, "update", body)
    versions = in_force(door, workspace.clock().date().isoformat(), ALWAYS)
    if versions and not snapshot_path(workspace.config, versions).exists():
        build(workspace.config, connection, versions)
    return change


def _parts(read: ReadList, progress: Callable[[int], None]) -> Iterator[Statement]:
    for entity in read:
        yield from statements(entity)
        if entity.get("topics"):
            progress(1)


def _dated(
    workspace: Workspace, name: str, published: str | None, files: Files, stated: str | None
) -> tuple[str, Basis]:
    """Return the day of a version and what it rests on.

    Raises:
        InvalidInput: the caller states another day than the file, or one to come.
    """
    day = parse_day(stated).isoformat() if stated else None
    if published:
        if day and day != published[:10]:
            raise InvalidInput(
                f"{name}: the file says it is of {published[:10]}, --version says {day}; "
                "nothing was loaded. Leave --version out, or check the file."
            )
        return published[:10], "publisher"
    if day:
        if parse_day(day) > workspace.clock().date() + timedelta(days=1):
            raise InvalidInput(f"{name}: --version {day} is yet to come; nothing was loaded.")
        return day, "stated"
    newest = max(path.stat().st_mtime for path in files.values())
    return datetime.fromtimestamp(newest, UTC).date().isoformat(), "inferred"


def _keep(workspace: Workspace, name: str, data: bytes) -> tuple[str, str, int]:
    return name, blobs.put(workspace.config.blobs, data), len(data)


def _list_hash(kept: list[tuple[str, str, int]]) -> str:
    """Return a single file's hash, or one over the names and hashes of several."""
    if len(kept) == 1:
        return kept[0][1]
    lines = "".join(f"{name} {sha256}\n" for name, sha256, _ in kept)
    return hashlib.sha256(lines.encode()).hexdigest()


def _check(connection: Connection, info: SourceInfo, version: Version, accept: int | None) -> None:
    """Compare the number of entries with what is expected and with the version before."""
    before = facts.predecessor(connection, version.source, version.position)
    had = (before.version, before.entries) if before else None
    check_count(info, version.entries, had, accept)


def reindex(workspace: Workspace) -> Path:
    """Build today's index again from the records."""
    store = Store(workspace.config.database)
    try:
        with store.read() as connection:
            versions = covered(door_of(connection), workspace.as_of(), ())
            return build(workspace.config, connection, versions)
    finally:
        store.close()


def lists(workspace: Workspace, as_of: AsOf) -> list[ListVersion]:
    """Return the version in force of every list, with its age on the day asked for."""
    try:
        with opened(workspace.config.database) as door:
            versions = in_force(door, as_of.on.isoformat(), as_of.known)
    except NoLists:
        return []
    return [_shown(version, as_of.on) for version in versions]


def _shown(version: Version, on: date) -> ListVersion:
    info = SOURCES[version.source].info
    age = (on - date.fromisoformat(version.version)).days
    return ListVersion(
        source=version.source,
        version=version.version,
        basis=version.basis,
        published=version.published,
        fetched=version.fetched,
        age_days=age,
        max_age_days=info.max_age_days,
        stale=age > info.max_age_days,
        entries=version.entries,
        sha256=version.sha256,
    )


def delta(workspace: Workspace, name: str, since: str | None, until: str | None) -> Delta:
    """Return what changed between two versions of a list.

    Raises:
        NoLists: a version asked for is not loaded.
    """
    source(name)
    with opened(workspace.config.database) as door:
        versions = all_of(door, name)
    newer = _chosen(name, versions, until)
    older = _chosen(name, [v for v in versions if v.position < newer.position], since)
    store = Store(workspace.config.database)
    with store.read() as connection:
        change = facts.difference(connection, older, newer)
    store.close()
    return Delta(*(_numbers(name, ids) for ids in change))


def _chosen(name: str, versions: list[Version], day: str | None) -> Version:
    """Return the newest version of a day, or the newest of all."""
    of_day = [v for v in versions if day is None or v.version == parse_day(day).isoformat()]
    if not of_day:
        raise NoLists(f"{name}: no {f'version of {day}' if day else 'earlier version'} is loaded")
    return of_day[-1]


def _numbers(name: str, ids: frozenset[str]) -> tuple[str, ...]:
    numbers = (id_.removeprefix(f"{name}-") for id_ in ids)
    return tuple(sorted(numbers, key=lambda number: (len(number), number)))


def verify(workspace: Workspace, expected: journal.Head | None) -> Verified:
    """Check the journal's chain, and that every original is still what was read."""
    with opened(workspace.config.database) as door:
        head = journal.verify(door, expected)
        files = door.all("SELECT DISTINCT sha256 FROM list_files ORDER BY sha256")
    for (sha256,) in files:
        blobs.get(workspace.config.blobs, sha256)
    return Verified(head.seq, head, len(files))
