"""Recording for requests: what one turn of the loop has to record is kept together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from typing import NamedTuple
from weakref import WeakKeyDictionary

from enjoin.workspace import Head
from enjoin.workspace.live import Live


class _Waiting(NamedTuple):
    kind: str
    body: Mapping[str, object]
    told: asyncio.Future[None]


#: What the requests of this turn have to record, for each process one.
_gathered: WeakKeyDictionary[Live, list[_Waiting]] = WeakKeyDictionary()


def recorded(live: Live, entry: tuple[str, Mapping[str, object]]) -> asyncio.Future[None]:
    """Have an entry put into the journal; the future is done when it is there.

    It raises what `Live.record` does: then it is not there.
    """
    loop = asyncio.get_running_loop()
    gathered = _gathered.setdefault(live, [])
    if not gathered:
        loop.call_soon(_keep, live)
    gathered.append(_Waiting(*entry, loop.create_future()))
    return gathered[-1].told


def _keep(live: Live) -> None:
    """Record what was gathered: at once where that takes no waiting, else as it can be."""
    waiting = _gathered.pop(live)
    entries = [(of.kind, of.body) for of in waiting]
    if live.record_at_once(entries) is not None:
        _tell(waiting, None)
        return
    loop = asyncio.get_running_loop()

    def done(future: Future[list[Head]]) -> None:
        loop.call_soon_threadsafe(_tell, waiting, future.exception())

    live.record(entries).add_done_callback(done)


def _tell(waiting: list[_Waiting], error: BaseException | None) -> None:
    for of in waiting:
        if of.told.done():  # who asked has gone
            continue
        if error is None:
            of.told.set_result(None)
        else:
            of.told.set_exception(error)
