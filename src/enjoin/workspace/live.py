"""A workspace that stays open: one index in memory, watched; one thread that records."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from enjoin.model.entity import Entity, subject_id
from enjoin.model.errors import EnjoinError, NoLists, StaleLists, StoreError
from enjoin.model.match import ListCited, Match, Party
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Query, Screener, Terms
from enjoin.store import facts, journal
from enjoin.store.door import Door, Kept
from enjoin.store.journal import Head
from enjoin.store.opening import made, opened
from enjoin.store.recording import AtOnce, Recorder
from enjoin.store.seen import Seen, seen
from enjoin.store.versions import Version, in_force
from enjoin.workspace.listing import latest
from enjoin.workspace.screening import check_party, entry, hashes, terms_of
from enjoin.workspace.snapshots import Opened, Warm, cite, covered, open_snapshot, snapshot_path
from enjoin.workspace.values import Asked, AsOf

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Seconds between two looks at which lists are in force.
LOOK = 1.0
#: Parties screened before whoever iterates has a turn.
TURN = 8
#: Indexes of other days kept open, and sets of lists for which a screener is kept.
_DAYS, _SETS = 2, 8
#: Entries of lists remembered as they were read from the records.
_REMEMBERED = 2_000


class Entry(NamedTuple):
    """An entry of a list as it stands: the subject, its list's version, since when it is known."""

    subject: Entity
    version: Version
    seen: Seen


class Ready:
    """An index that is open, and what was made of it: screeners, entries that were read."""

    def __init__(self, snapshot: Snapshot, versions: Sequence[Version], on: date) -> None:
        self.snapshot, self.on = snapshot, on
        self.versions = {version.source: version for version in versions}
        self.cited = cite(snapshot.lists, on, ())
        self._screeners: OrderedDict[frozenset[str], Screener] = OrderedDict()
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = threading.Lock()
        self.catalogue: Any = None
        """What `enjoin.workspace.catalogue` made of it, once somebody searched."""

    @property
    def key(self) -> tuple[date, tuple[Version, ...]]:
        """What it is an index of."""
        return self.on, tuple(self.versions.values())

    def of(self, only: Collection[str]) -> Mapping[str, ListCited]:
        """Return the lists in question, each with its age."""
        return {name: self.cited[name] for name in self.cited if not only or name in only}

    def screener(self, only: Collection[str]) -> Screener:
        """Return the screener of some lists, or of all."""
        key = frozenset(only)
        if key not in self._screeners:
            self._screeners[key] = Screener(self.snapshot, self.of(only))
            while len(self._screeners) > _SETS:
                self._screeners.popitem(last=False)
        self._screeners.move_to_end(key)
        return self._screeners[key]

    def check(self, only: Collection[str], *, accept: bool) -> None:
        """Refuse lists that are not there, and stale ones, unless the caller accepts those.

        Raises:
            NoLists: one of the lists in question is not loaded.
            StaleLists: one of them is stale.
        """
        if absent := sorted(set(only) - self.cited.keys()):
            raise NoLists(f"{', '.join(absent)}: is not loaded")
        allowed = {listed.source: listed.max_age_days for listed in self.snapshot.lists}
        stale = [
            (cited.source, cited.version, cited.age_days, allowed[cited.source])
            for cited in self.of(only).values()
            if cited.stale
        ]
        if stale and not accept:
            raise StaleLists(stale)


class Run(NamedTuple):
    """Parties being screened: of what, and on what terms."""

    screener: Screener
    opened: Opened
    queries: Sequence[Query]
    asked: Asked
    terms: Terms

    def matches(self) -> Iterator[list[Match]]:
        """Yield who each party may be; whoever iterates may do other things in between."""
        for start in range(0, len(self.queries), TURN):
            yield from self.screener.screen_each(self.queries[start : start + TURN], self.terms)

    def entry(self, found: Sequence[list[Match]]) -> tuple[str, dict[str, object]]:
        """Return what the journal keeps of it: of one as `screen` does, or of many."""
        body = entry(self.opened, self.asked, self.terms, *hashes(self.queries, found))
        many = len(self.queries) > 1
        return "screen", body | {"parties": len(self.queries)} if many else body


class Live:
    """What a server asks. Everything but `watch` and `record` belongs to one thread, its own."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._ready: Ready | None = None
        self._foreseen: Ready | None = None
        self._why: EnjoinError = NoLists("no list is loaded")
        self._days: OrderedDict[tuple[date, tuple[Version, ...]], Ready] = OrderedDict()
        self._looking = threading.Lock()
        self._ends = threading.Event()
        self._watcher: threading.Thread | None = None
        self._recorder: Recorder | None = None
        self._at_once: AtOnce | None = None
        self._reading: Kept | None = None
        self._warm = Warm()

    def prepare(self) -> None:
        """Make the store if there is none and load today's index, before processes part."""
        made(self.workspace.config.database)
        self.look()

    def start(self) -> None:
        """Open the records, start to watch which lists are in force, and to record."""
        self._recorder = Recorder(self.workspace.config.database, self.workspace.now)
        self._at_once = AtOnce(self.workspace.config.database, self.workspace.now)
        self._reading = Kept(self.workspace.config.database)
        if self._ready is None:
            self.prepare()
        self._watcher = threading.Thread(target=self._watch, name="enjoin-watcher", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Record what waits, and let everything go."""
        self._ends.set()
        if self._watcher:
            self._watcher.join()
        if self._recorder:
            self._recorder.close()
        if self._at_once:
            self._at_once.close()
        if self._reading:
            self._reading.close()

    def look(self) -> None:
        """Find out which lists are in force today and open their index; the old one serves on."""
        with self._looking:
            try:
                self._open_today()
            except EnjoinError as error:
                self._why, self._ready = error, None
            except OSError as error:  # files that cannot be opened: whoever looks must go on
                self._why, self._ready = _unreadable(error), None

    def _open_today(self) -> None:
        as_of = self.workspace.as_of()
        with opened(self.workspace.config.database) as door:
            versions = covered(door, as_of, ())
        now = self._ready
        if now is None or now.key != (as_of.on, tuple(versions)):
            snapshot = open_snapshot(self.workspace.config, versions)
            self._ready = self._warmed(Ready(snapshot, versions, as_of.on))

    def _watch(self) -> None:
        while True:
            self._foresee()
            if self._ends.wait(LOOK):
                return
            self.look()

    def _foresee(self) -> None:
        """Work out what pages show first, before somebody asks, each time that lists changed."""
        ready = self._ready
        if ready is None or ready is self._foreseen:
            return
        self._foreseen = ready
        with suppress(EnjoinError):  # whoever asks is told
            for version in self.workspace.lists():
                latest(self.workspace, version)
            self.workspace.noted.waiting()
            with opened(self.workspace.config.database) as door:
                for each in ready.versions.values():
                    self.workspace.linking.remember(door, each)

    @staticmethod
    def _warmed(ready: Ready) -> Ready:
        """Read in what every screening needs, so that the first one need not wait."""
        ready.screener(()).screen(Party(names=("Warm Up Ltd",)))
        return ready

    def ready(self, as_of: AsOf | None = None, only: Collection[str] = ()) -> Ready:
        """Return the index of today, or of another day, on which some lists must be in force.

        Raises:
            ListsUntrusted, StoreError: there is none that can be used.
        """
        today = self._ready
        if as_of is None or (today and as_of == AsOf(today.on)):
            if today is None:
                raise self._why
            return today
        with self.reading() as door:
            versions = covered(door, as_of, only)
        key = as_of.on, tuple(versions)
        if key not in self._days:
            snapshot = open_snapshot(self.workspace.config, versions)
            self._days[key] = Ready(snapshot, versions, as_of.on)
            while len(self._days) > _DAYS:
                self._days.popitem(last=False)
        return self._days[key]

    def build(self, as_of: AsOf, only: Collection[str]) -> None:
        """Make the index of another day where there is none yet; any thread may do that.

        Raises:
            ListsUntrusted, StoreError: there is none that can be used.
        """
        with opened(self.workspace.config.database) as door:
            versions = covered(door, as_of, only)
        if not snapshot_path(self.workspace.config, versions).exists():
            open_snapshot(self.workspace.config, versions)

    def is_today(self, as_of: AsOf) -> bool:
        """Tell whether a day is the one whose index is open."""
        return self._ready is not None and as_of == AsOf(self._ready.on)

    def in_force(self, as_of: AsOf) -> list[str]:
        """Name the lists in force on a day that were recorded by an instant; there may be none."""
        with self.reading() as door:
            return [one.source for one in in_force(door, as_of.on.isoformat(), as_of.known)]

    def begin(self, ready: Ready, parties: Sequence[Party], asked: Asked) -> Run:
        """Begin to screen parties, once it is sure that they can be.

        Raises:
            InvalidInput: there is nothing in a party to be screened.
            NoLists: a list in question is not loaded.
            StaleLists: one is stale, and nobody accepts that.
        """
        for party in parties:
            check_party(party)
        accept = asked.accept_stale or self.workspace.config.accept_stale
        ready.check(asked.lists, accept=accept)
        versions = tuple(ready.versions.values())
        with self.reading() as door:
            clearances = self._warm.clearances(door, versions, asked.as_of)
            seq = journal.head(door).seq
        of = Opened(ready.snapshot, ready.of(asked.lists), versions, clearances, seq)
        terms = terms_of(self.workspace, asked, of)
        queries = [Query(party) for party in parties]
        return Run(ready.screener(asked.lists), of, queries, asked, terms)

    def record(self, entries: Sequence[tuple[str, Mapping[str, object]]]) -> Future[list[Head]]:
        """Hand entries to the journal; the future is done when they are in it."""
        assert self._recorder is not None
        return self._recorder.record(entries)

    def record_at_once(
        self, entries: Sequence[tuple[str, Mapping[str, object]]]
    ) -> list[Head] | None:
        """Put entries into the journal where that takes no waiting; None: `record` must do it."""
        assert self._at_once is not None
        return self._at_once.record(entries)

    def entries(self, ready: Ready, ids: Sequence[str]) -> dict[str, Entry]:
        """Return entries of lists, as the index's versions have them; read once, remembered."""
        missing = [id_ for id_ in ids if id_ not in ready.entries]
        if missing:
            with self.reading() as door:
                for id_, found in _read(door, ready.versions, missing):
                    ready.entries[id_] = found
        read = {id_: ready.entries[id_] for id_ in ids if id_ in ready.entries}
        while len(ready.entries) > _REMEMBERED:
            ready.entries.popitem(last=False)
        return read

    @contextmanager
    def reading(self) -> Iterator[Door]:
        """Hand out the connection that is kept for reading."""
        assert self._reading is not None
        with self._reading.transaction(write=False) as door:
            yield door


def _unreadable(error: OSError) -> StoreError:
    return StoreError(
        f"the index cannot be opened ({error.strerror}), and this is not a clear. Look after the "
        "machine's memory and open files; the service tries again every second."
    )


def _read(
    door: Door, versions: Mapping[str, Version], ids: Sequence[str]
) -> Iterator[tuple[str, Entry]]:
    """Yield the entries of ids; some lists name parties within the entries of others."""
    for source, version in versions.items():
        own = {id_: subject_id(id_) for id_ in ids if id_.startswith(f"{source}-")}
        dates = seen(door, version, list(own.values())) if own else {}
        for id_, subject in own.items():
            for entity in facts.entity(door, version, subject):
                if entity.id == id_:
                    yield id_, Entry(entity, version, dates[subject])
