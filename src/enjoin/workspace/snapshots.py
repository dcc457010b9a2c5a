"""Which lists are in force, how old they are, and the index made of them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from enjoin.config import Config
from enjoin.model.errors import NoLists, SnapshotUnreadable, StaleLists
from enjoin.model.match import ListCited
from enjoin.screening import edition
from enjoin.screening.index import MAGIC, PROPERTIES_READ, SCHEMATA_READ, Snapshot, Sourced
from enjoin.store.blobs import write_whole
from enjoin.store.door import Door
from enjoin.store.journal import digest
from enjoin.store.opening import opened
from enjoin.store.versions import Version, in_force, loaded
from enjoin.workspace.values import ALWAYS, AsOf

#: Snapshots kept in the index folder; older ones are removed when a new one is made.
KEPT = 6


class Opened(NamedTuple):
    """A snapshot and the lists in it, with their ages on the day asked for."""

    snapshot: Snapshot
    cited: Mapping[str, ListCited]


def current(config: Config, as_of: AsOf, only: Collection[str], *, accept: bool) -> Opened:
    """Open the index of the lists in force, making it first if it is not there.

    Raises:
        NoLists: a list has no version as of that day, or one asked for is not loaded.
        StaleLists: a list in question is older than its source allows, and neither the caller
            nor the configuration accepts that.
    """
    with opened(config.database) as door:
        versions = covered(door, as_of, only)
    snapshot = open_snapshot(config, versions)
    cited = cite(snapshot.lists, as_of.on, only)
    stale = [
        (listed.source, listed.version, cited[listed.source].age_days, listed.max_age_days)
        for listed in snapshot.lists
        if listed.source in cited and cited[listed.source].stale
    ]
    if stale and not (accept or config.accept_stale):
        raise StaleLists(stale)
    return Opened(snapshot, cited)


def covered(door: Door, as_of: AsOf, only: Collection[str]) -> list[Version]:
    """Return the version in force of every list; none may be missing silently.

    Raises:
        NoLists: nothing is loaded, or a list in question has no version as of that day.
    """
    versions = in_force(door, as_of.on.isoformat(), as_of.known)
    have = {version.source for version in versions}
    known = set(loaded(door))
    if not known:
        raise NoLists("no list is loaded")
    if absent := sorted(set(only) - known):
        raise NoLists(f"{', '.join(absent)}: is not loaded")
    if late := sorted((set(only) or known) - have):
        raise NoLists(
            f"{', '.join(late)}: no version of {as_of.on} or before is loaded"
            + ("" if as_of.known == ALWAYS else f" that was recorded by {as_of.known}")
            + " (load one, or keep to other lists with --list)"
        )
    return versions


def cite(lists: Sequence[Sourced], on: date, only: Collection[str]) -> dict[str, ListCited]:
    """Return each list in question with its age in days on a day."""
    cited = {}
    for listed in lists:
        if not only or listed.source in only:
            age = (on - date.fromisoformat(listed.version)).days
            stale = age > listed.max_age_days
            cited[listed.source] = ListCited(
                listed.source, listed.version, age, stale, listed.basis, listed.missing
            )
    return cited


def snapshot_path(config: Config, versions: Sequence[Version]) -> Path:
    """Name the snapshot of these versions: by them, its layout and the tables for names."""
    content = [(v.source, v.position, v.sha256) for v in versions]
    made_by = [MAGIC.decode(), edition("", "similar", "index")]
    return config.index / f"{digest([content, made_by])[:24]}.snapshot"


def open_snapshot(config: Config, versions: Sequence[Version]) -> Snapshot:
    """Open the index of these versions, making it first if it is not there."""
    path = snapshot_path(config, versions)
    if path.exists():
        return _checked(Snapshot(path), versions)
    with opened(config.database) as door:
        build(config, door, versions)
    return _checked(Snapshot(path), versions)


def _checked(snapshot: Snapshot, versions: Sequence[Version]) -> Snapshot:
    """Return a snapshot that holds just these versions, and note that it is in use.

    Raises:
        SnapshotUnreadable: it holds others: the file is not what its name says.
    """
    holds = [(listed.source, listed.position, listed.sha256) for listed in snapshot.lists]
    if holds != [(v.source, v.position, v.sha256) for v in versions]:
        raise SnapshotUnreadable(str(snapshot.path), "it is made of other lists")
    with suppress(OSError):  # only tidying asks for it
        os.utime(snapshot.path)
    return snapshot


def build(config: Config, door: Door, versions: Sequence[Version]) -> Path:
    """Write the snapshot of these versions from the records, whole or not at all."""
    from enjoin.screening.index import build as build_index
    from enjoin.sources import source
    from enjoin.store.facts import entities

    lists = [
        Sourced(
            v.source,
            v.version,
            v.position,
            v.sha256,
            source(v.source).info.max_age_days,
            v.basis,
            v.lacking,
        )
        for v in versions
    ]
    path = snapshot_path(config, versions)
    read = entities(door, versions, SCHEMATA_READ, PROPERTIES_READ)
    write_whole(path, build_index(read, lists))
    _tidy(config.index)
    return path


def _tidy(folder: Path) -> None:
    """Remove the snapshots not used for longest. Who has one mapped keeps it until done."""
    with suppress(FileNotFoundError):  # another process tidies, too
        snapshots = sorted(folder.glob("*.snapshot"), key=lambda path: path.stat().st_mtime)
        for path in snapshots[:-KEPT]:
            path.unlink(missing_ok=True)
