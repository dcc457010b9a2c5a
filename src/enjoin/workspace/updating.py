"""Lists through the door: fetched or read, checked, recorded, indexed, journaled, or left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from enjoin.model.entity import Statement, statements
from enjoin.model.errors import InvalidInput, NamesLost, NoLists, WrongFormat
from enjoin.model.schema import NAME_KINDS
from enjoin.model.time import parse_day
from enjoin.sources import ReadList, SourceInfo, check_count, find_files, source
from enjoin.sources.reading import content
from enjoin.store import blobs, facts, journal
from enjoin.store.door import Door
from enjoin.store.engine import Store, door_of
from enjoin.store.opening import opened
from enjoin.store.versions import Version, in_force, position, recorded
from enjoin.workspace.snapshots import build, covered, snapshot_path
from enjoin.workspace.values import ALWAYS, Origin, Updated

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
    kept = [_hashed(file, files) for file in sorted(files)]
    listed = read(files)
    day, basis = _dated(workspace, name, listed.published, files, origin.version)
    found = _Found(info, listed, day, basis, kept, _list_hash(kept), files)
    if before := _recorded(workspace, found):
        return _unchanged(workspace, before)
    parts = list(_parts(listed, progress))
    change = _load(workspace, found, parts, origin.accept)
    return Updated(
        source=name,
        version=day,
        basis=basis,
        entries=listed.entries or 0,
        added=len(change.added),
        removed=len(change.removed),
        changed=len(change.changed),
        unchanged=False,
        sha256=found.sha256,
        missing=listed.missing,
    )


class _Found(NamedTuple):
    """A list as it was found: what it is, its date, its files and their hashes."""

    info: SourceInfo
    listed: ReadList
    day: str
    basis: Basis
    kept: list[Kept]
    sha256: str
    files: Files


def _files(workspace: Workspace, info: SourceInfo, origin: Origin) -> Files:
    """Return the files of a list: those of a path, or fetched ones."""
    if origin.path is not None:
        return find_files(info, origin.path)
    from enjoin.workspace.fetching import fetched

    return fetched(workspace.config, info, origin.url)


def _recorded(workspace: Workspace, found: _Found) -> Version | None:
    try:
        with opened(workspace.config.database) as door:
            return recorded(door, found.info.name, found.day, found.sha256)
    except NoLists:
        return None


def _unchanged(workspace: Workspace, version: Version) -> Updated:
    workspace.record("update", _entry(version, ()) | {"unchanged": True})
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
        missing=tuple(version.missing.split()),
    )


def _load(
    workspace: Workspace, found: _Found, parts: list[Statement], accept: int | None
) -> facts.Change:
    """Record a version, its journal entry and its index in one transaction.

    The index is written before the transaction ends: when anything fails, disk or power, the old
    version and its index stay in force. Who came first with the same version has recorded it.
    """
    store = Store(workspace.config.database)
    try:
        with store.write() as connection:
            door, now = door_of(connection), workspace.now()
            if recorded(door, found.info.name, found.day, found.sha256):
                return facts.Change(frozenset(), frozenset(), frozenset())
            version = _version(found, now)
            _check(connection, found.info, version, parts, accept)
            _keep(workspace, found)
            change, said = facts.record(connection, version, parts, found.kept, READER)
            counts = [len(ids) for ids in change]
            sealed = _entry(version, found.kept) | {"changes": counts, "statements": said}
            journal.append(door, now, "update", sealed)
            _index(workspace, connection, door)
            return change
    finally:
        store.close()


def _version(found: _Found, now: str) -> Version:
    return Version(
        source=found.info.name,
        version=found.day,
        basis=found.basis,
        published=found.listed.published,
        position=position(found.day, now),
        fetched=now,
        sha256=found.sha256,
        entries=found.listed.entries or 0,
        missing=" ".join(found.listed.missing),
    )


def _keep(workspace: Workspace, found: _Found) -> None:
    """Keep the originals; what was read must be what is kept.

    Raises:
        WrongFormat: a file was changed while it was read.
    """
    for name, sha256, _ in found.kept:
        if blobs.put(workspace.config.blobs, content(found.files, name)) != sha256:
            raise WrongFormat(found.info.name, name, "was changed while it was read")


def _index(workspace: Workspace, connection: Connection, door: Door) -> None:
    versions = in_force(door, workspace.clock().date().isoformat(), ALWAYS)
    if versions and not snapshot_path(workspace.config, versions).exists():
        build(workspace.config, connection, versions)


def _entry(version: Version, kept: Sequence[Kept]) -> dict[str, object]:
    """What the journal keeps of an update."""
    return {
        "source": version.source,
        "version": version.version,
        "basis": version.basis,
        "sha256": version.sha256,
        "files": kept,
        "missing": version.missing,
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
        InvalidInput: the caller states another day than the file.
        WrongFormat: the day is not whole, or yet to come.
    """
    day = parse_day(stated).isoformat() if stated else None
    if published:
        if day and day != published[:10]:
            raise InvalidInput(
                f"{name}: the file says it is of {published[:10]}, --version says {day}; "
                "nothing was loaded. Leave --version out, or check the file."
            )
        return _past(workspace, name, published[:10]), "publisher"
    if day:
        return _past(workspace, name, day), "stated"
    newest = max(path.stat().st_mtime for path in files.values())
    return datetime.fromtimestamp(newest, UTC).date().isoformat(), "inferred"


def _past(workspace: Workspace, name: str, day: str) -> str:
    """Return a day that is whole and not yet to come (but for a day, as zones go)."""
    try:
        ahead = parse_day(day) > workspace.clock().date() + timedelta(days=1)
    except InvalidInput as error:
        raise WrongFormat(name, "its date", f"{day!r} is no whole day") from error
    if ahead:
        raise WrongFormat(name, "its date", f"{day} is yet to come")
    return day


def _hashed(name: str, files: Files) -> Kept:
    data = content(files, name)
    return name, hashlib.sha256(data).hexdigest(), len(data)


def _list_hash(kept: Sequence[Kept]) -> str:
    """Return a single file's hash, or one over the names and hashes of several."""
    if len(kept) == 1:
        return kept[0][1]
    lines = "".join(f"{name} {sha256}\n" for name, sha256, _ in kept)
    return hashlib.sha256(lines.encode()).hexdigest()


def _check(
    connection: Connection,
    info: SourceInfo,
    version: Version,
    parts: list[Statement],
    accept: int | None,
) -> None:
    """Compare the numbers of entries and names with what is expected and with the version before.

    Raises:
        CountOutOfRange, ListShrank: there are too few or too many entries.
        NamesLost: there are far fewer names, as when a file with aliases is missing or cut.
    """
    before = facts.predecessor(connection, version.source, version.position)
    had = (before.version, before.entries) if before else None
    check_count(info, version.entries, had, accept)
    if before and version.entries != accept:
        names = sum(part.prop in NAME_KINDS for part in parts)
        known = facts.names_in(connection, before)
        if names < known * (1 - info.max_shrink):
            raise NamesLost(info.name, known, names, before.version, version.entries)


def reindex(workspace: Workspace) -> Path:
    """Build today's index again from the records."""
    store = Store(workspace.config.database)
    try:
        with store.read() as connection:
            versions = covered(door_of(connection), workspace.as_of(), ())
            return build(workspace.config, connection, versions)
    finally:
        store.close()
