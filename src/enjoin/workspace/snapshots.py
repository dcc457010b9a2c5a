"""Which lists are in force, how old they are, and the index made of them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import NamedTuple

from enjoin.config import Config
from enjoin.model.errors import NoLists, SnapshotUnreadable, StaleLists
from enjoin.model.match import Excluded, ListCited
from enjoin.screening import edition
from enjoin.screening.clearances import Clearance, Clearances
from enjoin.screening.index import MAGIC, PROPERTIES_READ, SCHEMATA_READ, Snapshot, Sourced
from enjoin.screening.parties import Screener
from enjoin.store import exclusions, journal
from enjoin.store.blobs import write_whole
from enjoin.store.door import Door, Kept
from enjoin.store.journal import digest
from enjoin.store.opening import opened
from enjoin.store.versions import Version, in_force, loaded
from enjoin.workspace.values import ALWAYS, AsOf

#: Snapshots kept in the index folder; older ones are removed when a new one is made.
KEPT = 6
#: Snapshots a process keeps open.
KEPT_WARM = 2


class Opened(NamedTuple):
    """A snapshot and the lists in it, with their ages on the day asked for."""

    snapshot: Snapshot
    cited: Mapping[str, ListCited]
    versions: tuple[Version, ...]
    clearances: Clearances
    """Pairs that people cleared, in force on the day asked for, by the listed party."""
    seq: int
    """The journal's newest entry when this was read: while it is, lists and clearances stand."""


class Warm:
    """Screeners kept from one screening to the next: while versions stay, nothing is opened again.

    One is kept for each of the sets of versions asked for last, and may be asked by one thread at a
    time: that of a workspace by who holds its `turn`.
    """

    def __init__(self) -> None:
        self._screeners: dict[Path, Screener] = {}
        self._snapshots: dict[Path, Snapshot] = {}
        self._cleared: tuple[object, Clearances] = (None, {})
        self._last: tuple[object, Opened] | None = None
        self._of_thread = local()

    def door(self, config: Config) -> Kept:
        """Return the door that this thread holds open."""
        if not hasattr(self._of_thread, "door"):
            self._of_thread.door = Kept(config.database)
        door: Kept = self._of_thread.door
        return door

    def snapshot(self, config: Config, versions: Sequence[Version]) -> Snapshot:
        """Return the snapshot of these versions."""
        path = snapshot_path(config, versions)
        if path not in self._snapshots:
            while len(self._snapshots) >= KEPT_WARM:
                oldest = next(iter(self._snapshots))
                del self._snapshots[oldest]
                self._screeners.pop(oldest, None)
            self._snapshots[path] = open_snapshot(config, versions)
        return self._snapshots[path]

    def screener(self, opened: Opened) -> Screener:
        """Return a screener of an opened snapshot that knows what it was asked before."""
        path = opened.snapshot.path
        if path not in self._screeners:
            self._screeners[path] = Screener(opened.snapshot, opened.cited)
        return self._screeners[path].citing(opened.cited)

    def recalled(self, asked: object) -> Opened | None:
        """Return what was opened last where the same was asked; who uses it checks its `seq`."""
        return self._last[1] if self._last and self._last[0] == asked else None

    def remember(self, asked: object, opened: Opened | None) -> None:
        """Keep what was opened, for who asks the same next; None where it is in doubt."""
        self._last = (asked, opened) if opened else None

    def clearances(self, door: Door, versions: Sequence[Version], as_of: AsOf) -> Clearances:
        """Return the clearances in force; they are read again when any of this has changed."""
        content = [(version.source, version.position) for version in versions]
        key = (content, as_of, exclusions.latest(door))
        if self._cleared[0] != key:
            self._cleared = (key, _clearances(door, versions, as_of))
        return self._cleared[1]


def _clearances(door: Door, versions: Sequence[Version], as_of: AsOf) -> Clearances:
    found: dict[str, list[Clearance]] = {}
    for state in exclusions.in_force(door, versions, as_of.on.isoformat(), as_of.known):
        of = state.exclusion
        told = Excluded(of.number, of.reason, of.until, state.by)
        found.setdefault(of.entity_id, []).append(Clearance(of.customer, of.about, told))
    return found


def current(
    config: Config,
    as_of: AsOf,
    only: Collection[str],
    *,
    accept: bool,
    warm: Warm | None = None,
) -> Opened:
    """Open the index of the lists in force, making it first if it is not there.

    Raises:
        NoLists: a list has no version as of that day, or one asked for is not loaded.
        StaleLists: a list in question is older than its source allows, and neither the caller
            nor the configuration accepts that.
    """
    warm = warm or Warm()
    with opened(config.database) as door:
        versions = covered(door, as_of, only)
        clearances = warm.clearances(door, versions, as_of)
        seq = journal.head(door).seq
    snapshot = warm.snapshot(config, versions)
    cited = cite(snapshot.lists, as_of.on, only)
    stale = [
        (listed.source, listed.version, cited[listed.source].age_days, listed.max_age_days)
        for listed in snapshot.lists
        if listed.source in cited and cited[listed.source].stale
    ]
    if stale and not (accept or config.accept_stale):
        raise StaleLists(stale)
    return Opened(snapshot, cited, tuple(versions), clearances, seq)


def covered(door: Door, as_of: AsOf, only: Collection[str]) -> list[Version]:
    """Return the version in force of every list; none may be missing silently.

    Raises:
        NoLists: nothing is loaded, or a list in question has no version as of that day.
        UnknownSource: a list in question is none that Enjoin reads.
    """
    versions = in_force(door, as_of.on.isoformat(), as_of.known)
    have = {version.source for version in versions}
    known = set(loaded(door))
    if not known:
        raise NoLists("no list is loaded")
    for name in set(only) - known:
        _check_name(name)
    if absent := sorted(set(only) - known):
        raise NoLists(f"{', '.join(absent)}: is not loaded")
    if late := sorted((set(only) or known) - have):
        raise NoLists(
            f"{', '.join(late)}: no version of {as_of.on} or before is loaded"
            + ("" if as_of.known == ALWAYS else f" that was recorded by {as_of.known}")
            + " (load one, or keep to other lists with --list)"
        )
    return versions


def _check_name(name: str) -> None:
    """Tell a list that nobody reads from one that is not loaded.

    Raises:
        UnknownSource: there is no such list.
    """
    from enjoin.sources import source

    source(name)


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
    return config.index / _name(tuple((v.source, v.position, v.sha256) for v in versions))


@lru_cache(maxsize=16)
def _name(content: tuple[tuple[str, str, str], ...]) -> str:
    made_by = [MAGIC.decode(), edition("", "similar", "keys", "vocabulary", "index", "building")]
    return f"{digest([content, made_by])[:24]}.snapshot"


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
    from enjoin.screening.building import build as build_index
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
