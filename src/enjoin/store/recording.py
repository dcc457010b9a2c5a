"""Recording for a process that answers all day: entries that wait are sealed in one transaction."""

from __future__ import annotations

import fcntl
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import NamedTuple

from enjoin.store import journal
from enjoin.store.door import Kept, sqlite_path
from enjoin.store.journal import Head

Entry = tuple[str, Mapping[str, object]]


class _Waiting(NamedTuple):
    entries: Sequence[Entry]
    told: Future[list[Head]]


class Recorder:
    """Appends to the journal from one thread of its own.

    What is handed in while a transaction is being kept goes into the next one: under load a disk
    that takes milliseconds to keep anything keeps many entries at a time.
    """

    def __init__(self, url: str, now: Callable[[], str]) -> None:
        self._kept, self._now = Kept(url), now
        path = sqlite_path(url)
        self._lock = path.with_name(f"{path.name}.turn") if path else None
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

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other process of the service records.

        SQLite's own way to wait is to sleep and look again, which takes tens of milliseconds when
        several processes record; who waits here is woken.
        """
        if self._lock is None:  # PostgreSQL wakes whoever waits for its lock
            yield
            return
        with self._lock.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

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
            with self._turn(), self._kept.transaction(write=True) as door:
                several = [entry for item in waiting for entry in item.entries]
                heads = journal.append_all(door, self._now(), several)
        except Exception as error:
            for item in waiting:
                item.told.set_exception(error)
            return
        for item in waiting:
            own, heads = heads[: len(item.entries)], heads[len(item.entries) :]
            item.told.set_result(own)
