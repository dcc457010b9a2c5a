"""Lists through the door: fetched or read, checked, recorded, indexed, journaled, or left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, NamesLost, NoLists, WrongFormat
from enjoin.model.time import parse_day
from enjoin.sources import ReadList, SourceInfo, check_count, excerpt, find_files, source
from enjoin.store import blobs, facts, journal
from enjoin.store.door import Door
from enjoin.store.opening import made, opened
from enjoin.store.spool import Spool
from enjoin.store.versions import (
    Basis,
    Version,
    files_of,
    in_force,
    newest_of,
    position,
    predecessor,
    recorded,
    with_content,
)
from enjoin.store.versions import Origin as Whence
from enjoin.workspace.snapshots import build, covered, snapshot_path
from enjoin.workspace.values import ALWAYS, Origin, Updated

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

Files = Mapping[str, Path]
#: A file of a list: its name, SHA-256 and size in bytes.
Kept = tuple[str, str, int]

#: Version of the readers' code: what it reads from the same bytes may change with it.
READER = "2"
#: Share of entries, or names, that a correction of the same day may remove: more is a cut file.
_CORRECTED = 0.01


def update(
    workspace: Workspace, name: str, origin: Origin, progress: Callable[[int], None]
) -> Updated:
    """Read a list and record it as a version, whole or not at all.

    What was recorded before from the same bytes by the same reader is not read again. No lock is
    held while a list is read.
    """
    info, read = source(name)
    files = _files(workspace, info, origin)
    kept = [_hashed(file, files) for file in sorted(files)]
    known = _known(workspace, name, kept)
    if known and (before := _recorded(workspace, known, files, origin.version)):
        return _unchanged(workspace, before)
    listed = read(files)
    dated = _dated(workspace, name, listed.published, files, origin.version, known)
    with Spool(workspace.config.home, name) as spool:
        for entity in listed:
            spool.add(entity)
            progress("topics" in entity.properties)
        found = _Found(info, _version(info, listed, dated, kept, spool.names, origin), kept, files)
        return _load(workspace, found, spool, origin)


class _Found(NamedTuple):
    """A list as it was found: what it is, its version but for when it is recorded, its files."""

    info: SourceInfo
    version: Version
    kept: list[Kept]
    files: Files


def _files(workspace: Workspace, info: SourceInfo, origin: Origin) -> Files:
    """Return the files of a list: those of a path, or fetched ones."""
    if origin.path is not None:
        return find_files(info, origin.path)
    if origin.fetched is not None:
        return origin.fetched
    from enjoin.workspace.fetching import fetched

    return fetched(workspace.config, info, origin.url)


def _known(workspace: Workspace, name: str, kept: Sequence[Kept]) -> Version | None:
    """Return the newest version that was read from the same bytes."""
    try:
        with opened(workspace.config.database) as door:
            return with_content(door, name, _list_hash(kept))
    except NoLists:
        return None


def _recorded(
    workspace: Workspace, known: Version, files: Files, stated: str | None
) -> Version | None:
    """Return the version in force of the list's day if it has been read from these bytes.

    The same bytes carry the same date, so they need not be read to know it.
    """
    day, _ = _dated(workspace, known.source, known.published, files, stated, known)
    with opened(workspace.config.database) as door:
        return recorded(door, known.source, day, known.sha256, READER)


def _unchanged(workspace: Workspace, version: Version) -> Updated:
    workspace.record("update", _entry(version, ()) | {"unchanged": True})
    return _told(version, _NOTHING, unchanged=True)


_NOTHING = facts.Change(frozenset(), frozenset(), frozenset())


def _told(
    version: Version, change: facts.Change, *, unchanged: bool = False, reread: bool = False
) -> Updated:
    return Updated(
        source=version.source,
        version=version.version,
        basis=version.basis,
        entries=version.entries,
        added=len(change.added),
        removed=len(change.removed),
        changed=len(change.changed),
        unchanged=unchanged,
        reread=reread,
        sha256=version.sha256,
        missing=version.lacking,
    )


def _load(workspace: Workspace, found: _Found, spool: Spool, origin: Origin) -> Updated:
    """Record a version, its journal entry and its index in one transaction.

    The index is written before the transaction ends: when anything fails, disk or power, the old
    version and its index stay in force. Who came first with the same version has recorded it.
    Originals are kept before the transaction, so that nobody waits for that: they are in force
    only with a version that names them.
    """
    made(workspace.config.database)
    with opened(workspace.config.database) as door:
        _check(door, found, origin.accept)
        earlier = predecessor(door, found.info.name, found.version.position)
        like = files_of(door, earlier) if earlier else {}
    _keep(workspace, found, like)
    with opened(workspace.config.database, write=True) as door:
        now = workspace.now()
        version = _at(found.version, now)
        before = newest_of(door, version.source, version.version)
        if before and recorded(door, *_content(version)):  # another process was first
            journal.append(door, now, "update", _entry(before, ()) | {"unchanged": True})
            return _told(before, _NOTHING, unchanged=True)
        _check(door, found, origin.accept)
        change, sealed = facts.record(door, version, spool, found.kept)
        counts = [len(ids) for ids in change]
        entry = _entry(version, found.kept) | {"changes": counts, "seal": sealed}
        journal.append(door, now, "update", entry)
        if origin.index:
            _index(workspace, door)
        reread = before is not None and before.sha256 == version.sha256
        return _told(version, change, reread=reread)


def _content(version: Version) -> tuple[str, str, str, str]:
    return version.source, version.version, version.sha256, version.reader


def _version(
    info: SourceInfo,
    listed: ReadList,
    dated: tuple[str, Basis],
    kept: Sequence[Kept],
    names: int,
    origin: Origin,
) -> Version:
    """Describe what was read; when it is recorded is told later. The last place of its day."""
    day, basis = dated
    entries = listed.entries or 0
    return Version(
        source=info.name,
        version=day,
        basis=basis,
        published=listed.published,
        position=position(day, ALWAYS),
        fetched=ALWAYS,
        sha256=_list_hash(kept),
        entries=entries,
        missing="\n".join((*listed.missing, *excerpt(info, entries))),
        reader=READER,
        names=names,
        format=info.format_of([name for name, _, _ in kept]).name,
        origin=_whence(origin),
    )


def _at(version: Version, now: str) -> Version:
    return version._replace(position=position(version.version, now), fetched=now)


def _whence(origin: Origin) -> Whence:
    if origin.path is not None:
        return "file"
    return "address" if origin.url else "publisher"


def _keep(workspace: Workspace, found: _Found, like: Mapping[str, str]) -> None:
    """Keep the originals, sharing what the version before has; what was read must be what is kept.

    Raises:
        WrongFormat: a file was changed while it was read.
    """
    for name, sha256, _ in found.kept:
        if blobs.put(workspace.config.blobs, found.files[name], like.get(name)) != sha256:
            raise WrongFormat(found.info.name, name, "was changed while it was read")


def _index(workspace: Workspace, door: Door) -> None:
    versions = in_force(door, workspace.clock().date().isoformat(), ALWAYS)
    if versions and not snapshot_path(workspace.config, versions).exists():
        build(workspace.config, door, versions)


def _entry(version: Version, kept: Sequence[Kept]) -> dict[str, object]:
    """What the journal keeps of an update."""
    return {
        "source": version.source,
        "version": version.version,
        "basis": version.basis,
        "sha256": version.sha256,
        "files": kept,
        "format": version.format,
        "origin": version.origin,
        "published": version.published,
        "fetched": version.fetched,
        "missing": version.missing,
        "entries": version.entries,
        "names": version.names,
        "reader": version.reader,
    }


def _dated(
    workspace: Workspace,
    name: str,
    published: str | None,
    files: Files,
    stated: str | None,
    known: Version | None,
) -> tuple[str, Basis]:
    """Return the day of a version and what it rests on.

    Bytes that were recorded before keep their day: a copy of an old file is not a new list.

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
    if known:
        return known.version, known.basis
    newest = max(path.stat().st_mtime for path in files.values())
    inferred = datetime.fromtimestamp(newest, UTC).date().isoformat()
    return _past(workspace, name, inferred), "inferred"


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
    path = files[name]
    with path.open("rb") as file:
        return name, hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _list_hash(kept: Sequence[Kept]) -> str:
    """Return a single file's hash, or one over the names and hashes of several."""
    if len(kept) == 1:
        return kept[0][1]
    lines = "".join(f"{name} {sha256}\n" for name, sha256, _ in kept)
    return hashlib.sha256(lines.encode()).hexdigest()


def _check(door: Door, found: _Found, accept: int | None) -> None:
    """Compare the numbers of entries and names with what is expected and with the version before.

    Raises:
        CountOutOfRange, ListShrank: there are too few or too many entries.
        NamesLost: there are far fewer names, as when a file with aliases is missing or cut.
    """
    info, version = found.info, found.version
    before = predecessor(door, version.source, version.position)
    had = (before.version, before.entries) if before else None
    if before and before.version == version.version:  # a correction hardly removes anything
        info = msgspec.structs.replace(info, max_shrink=min(info.max_shrink, _CORRECTED))
    check_count(info, version.entries, had, accept)
    lost = before is not None and version.names < before.names * (1 - info.max_shrink)
    if before and lost and version.entries != accept:
        raise NamesLost(info.name, before.names, version.names, before.version, version.entries)


def reindex(workspace: Workspace) -> Path:
    """Build today's index again from the records."""
    with opened(workspace.config.database) as door:
        return build(workspace.config, door, covered(door, workspace.as_of(), ()))
