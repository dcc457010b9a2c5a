"""Recording for a process that answers all day: entries that wait are sealed in one transaction."""

from __future__ import annotations

import fcntl
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from enjoin.store import journal
from enjoin.store.door import Kept, sqlite_path
from enjoin.store.journal import Head

Entry = tuple[str, Mapping[str, object]]
#: Seconds after which a disk counts as slow, and for which nothing is then recorded at once.
SLOW, REST = 0.005, 1.0


class _Waiting(NamedTuple):
    entries: Sequence[Entry]
    told: Future[list[Head]]


def _lock_of(url: str) -> Path | None:
    path = sqlite_path(url)
    return path.with_name(f"{path.name}.turn") if path else None


@contextmanager
def _turn(lock: Path | None, *, wait: bool = True) -> Iterator[None]:
    """Wait until no other process of the service records.

    SQLite's own way to wait is to sleep and look again, which takes tens of milliseconds when
    several processes record; who waits here is woken.

    Raises:
        BlockingIOError: another one does, and `wait` is not wanted.
    """
    if lock is None:  # PostgreSQL wakes whoever waits for its lock
        yield
        return
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


class AtOnce:
    """Appends to the journal from the thread that asks, where that need not wait for anybody.

    To wake a thread that records, and to be woken by it, takes longer than a quick disk does. Made
    for SQLite: another database is a network away.
    """

    def __init__(
        self,
        url: str,
        now: Callable[[], str],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept, self._now, self._seconds = Kept(url, wait=False), now, seconds
        self._lock, self._again = _lock_of(url), 0.0

    def record(self, entries: Sequence[Entry]) -> list[Head] | None:
        """Append entries, given as kind and body; None: nothing was, hand them to a `Recorder`.

        So it is while others write, for a while after the disk was slow, and when anything fails:
        the recorder waits, and tells what is wrong.
        """
        began = self._seconds()
        if self._lock is None or began < self._again:
            return None
        try:
            with _turn(self._lock, wait=False), self._kept.transaction(write=True) as door:
                heads = journal.append_all(door, self._now(), entries)
        except Exception:  # whatever it is, the recorder meets it as well, and tells
            return None
        ended = self._seconds()
        if ended - began > SLOW:
            self._again = ended + REST
        return heads

    def close(self) -> None:
        """Let the connection go."""
        self._kept.close()


class Recorder:
    """Appends to the journal from one thread of its own.

    What is handed in while a transaction is being kept goes into the next one: under load a disk
    that takes milliseconds to keep anything keeps many entries at a time.
    """

    def __init__(self, url: str, now: Callable[[], str]) -> None:
        self._kept, self._now = Kept(url), now
        self._lock = _lock_of(url)
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="enjoin-recorder", daemon=True)
        self._thread.start()

    def record(self, entries: Sequence[Entry]) -> Future[list[Head]]:
        """Hand in entries, given as kind and body; the future is done when they are recorded.

        It raises what `enjoin.store.door.entered` does: then nothing of them was recorded.
        """
        told: Future[list[Head]] = Future()
        self._queue.put(_Waiting(entries, told))
        return told

    def close(self) -> None:
        """Record what waits, and end."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        ends = False
        while not ends and (first := self._queue.get()) is not None:
            waiting, ends = self._batch(first)
            self._keep(waiting)
        self._kept.close()

    def _batch(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        """Take what waits besides the first, up to the end where that was asked for."""
        waiting = [first]
        while not self._queue.empty():
            item = self._queue.get()
            if item is None:
                return waiting, True
            waiting.append(item)
        return waiting, False

    def _keep(self, waiting: Sequence[_Waiting]) -> None:
        try:
            with _turn(self._lock), self._kept.transaction(write=True) as door:
                several = [entry for item in waiting for entry in item.entries]
                heads = journal.append_all(door, self._now(), several)
        except Exception as error:
            for item in waiting:
                item.told.set_exception(error)
            return
        for item in waiting:
            own, heads = heads[: len(item.entries)], heads[len(item.entries) :]
            item.told.set_result(own)
