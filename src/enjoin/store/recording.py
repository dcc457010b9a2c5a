"""Recording for a process that answers all day: entries that wait are sealed in one transaction."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from enjoin.store import journal
from enjoin.store.door import Kept
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
        self._kept.close()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            waiting, ends = self._batch(first)
            self._keep(waiting)
            if ends:
                return

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
            with self._kept.transaction(write=True) as door:
                several = [entry for item in waiting for entry in item.entries]
                heads = journal.append_all(door, self._now(), several)
        except Exception as error:  # noqa: BLE001  (whoever waits is told, whatever it is)
            for item in waiting:
                item.told.set_exception(error)
            return
        for item in waiting:
            own, heads = heads[: len(item.entries)], heads[len(item.entries) :]
            item.told.set_result(own)
