"""Lists through the door: fetched or read, checked, recorded, indexed, journaled, or left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from enjoin.store.door import Door, opened
from enjoin.store.engine import Store, door_of
from enjoin.store.versions import Version, all_of, in_force, position, recorded
from enjoin.workspace.snapshots import build, covered, snapshot_path
from enjoin.workspace.values import ALWAYS, AsOf, Delta, Origin, Updated, Verified

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from enjoin.workspace import Workspace

Files = Mapping[str, Path]
#: A file of a list: its name, SHA-256 and size in bytes.
Kept = tuple[str, str, int]
Basis = Literal["publisher", "stated", "inferred"]

#: Version of the readers' code: what it reads from the same bytes may change with it.
READER = "1"


def update(
    workspace: Workspace, name: str, origin: Origin, progress: Callable[[int], None]
) -> Updated:
    """Read a list and record it as a version, whole or not at all."""
    info, read = source(name)
    files = _files(workspace, info, origin)
    listed = read(files)
    day, basis = _dated(workspace, name, listed.published, files, origin.version)
    kept = [_hashed(file, files) for file in sorted(files)]
    sha256 = _list_hash(kept)
    if before := _recorded(workspace, name, day, sha256):
        return _unchanged(workspace, before)
    parts = list(_parts(listed, progress))
    now = workspace.now()
    version = Version(
        name, day, basis, listed.published, position(day, now), now, sha256, listed.entries or 0
    )
    entry = _entry(version, kept, listed.missing)
    change = _load(workspace, info, version, parts, entry, files, origin.accept)
    return Updated(
        source=name,
        version=day,
        basis=basis,
        entries=version.entries,
        added=len(change.added),
        removed=len(change.removed),
        changed=len(change.changed),
        unchanged=False,
        sha256=sha256,
        missing=listed.missing,
    )


def _files(workspace: Workspace, info: SourceInfo, origin: Origin) -> Files:
    """Return the files of a list: those of a path, or fetched ones."""
    if origin.path is not None:
        return find_files(info, origin.path)
    from enjoin.workspace.fetching import fetched

    return fetched(workspace.config, info, origin.url)


def _recorded(workspace: Workspace, name: str, day: str, sha256: str) -> Version | None:
    try:
        with opened(workspace.config.database) as door:
            return recorded(door, name, day, sha256)
    except NoLists:
        return None


def _unchanged(workspace: Workspace, version: Version) -> Updated:
    workspace.record("update", _entry(version, (), ()) | {"unchanged": True})
    return Updated(
        source=version.source,
        version=version.version,
        basis=version.basis,
        entries=version.entries,
        added=0,
        removed=0,
        changed=0,
        unchanged=True,
        sha256=version.sha256,
    )


def _load(
    workspace: Workspace,
    info: SourceInfo,
    version: Version,
    parts: list[Statement],
    entry: dict[str, object],
    files: Files,
    accept: int | None,
) -> facts.Change:
    """Record a version, its journal entry and its index in one transaction.

    The index is written before the transaction ends: when anything fails, disk or power, the old
    version and its index stay in force.
    """
    kept = [_hashed(file, files) for file in sorted(files)]
    store = Store(workspace.config.database)
    try:
        with store.write() as connection:
            _check(connection, info, version, accept)
            for file in sorted(files):
                blobs.put(workspace.config.blobs, content(files, file))
            change = facts.record(connection, version, parts, kept, READER)
            counts = [len(ids) for ids in change]
            door = door_of(connection)
            journal.append(door, version.fetched, "update", entry | {"changes": counts})
            _index(workspace, connection, door)
            return change
    finally:
        store.close()


def _index(workspace: Workspace, connection: Connection, door: Door) -> None:
    versions = in_force(door, workspace.clock().date().isoformat(), ALWAYS)
    if versions and not snapshot_path(workspace.config, versions).exists():
        build(workspace.config, connection, versions)


def _entry(version: Version, kept: Sequence[Kept], missing: Sequence[str]) -> dict[str, object]:
    """What the journal keeps of an update."""
    return {
        "source": version.source,
        "version": version.version,
        "basis": version.basis,
        "sha256": version.sha256,
        "files": kept,
        "missing": missing,
        "entries": version.entries,
        "reader": READER,
    }


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


def _hashed(name: str, files: Files) -> Kept:
    data = content(files, name)
    return name, hashlib.sha256(data).hexdigest(), len(data)


def _list_hash(kept: Sequence[Kept]) -> str:
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
