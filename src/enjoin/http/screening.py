"""Screening for requests: in turns, so that nobody waits for a long batch; recorded, then told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from enjoin.http.metrics import Metrics
from enjoin.http.recording import recorded
from enjoin.model.match import Match, Party
from enjoin.workspace import Asked, AsOf
from enjoin.workspace.deciding import (
    Dealing,
    Decision,
    Index,
    checked,
    day_of,
    decided,
    index_of,
    names_of,
    needed,
)
from enjoin.workspace.deciding import screened as parties_of
from enjoin.workspace.live import TURN, Live, Ready


async def screened(
    live: Live, metrics: Metrics, ready: Ready, parties: Sequence[Party], asked: Asked
) -> list[list[Match]]:
    """Return who each party may be, once that is in the journal.

    Raises:
        InvalidInput, ListsUntrusted: it cannot be answered.
        StoreError: it cannot be recorded, so there is no answer.
    """
    run, found = live.begin(ready, parties, asked), []
    for matches in run.matches():
        found.append(matches)
        if len(found) % TURN == 0:
            await asyncio.sleep(0)
    await recorded(live, run.entry(found))
    metrics.screened(len(parties))
    return found


async def ready_on(live: Live, as_of: AsOf | None, only: Sequence[str]) -> Ready:
    """Return the index of today (None), or of another day; who asks for another waits alone.

    Raises:
        ListsUntrusted, StoreError: there is none that can be used.
    """
    if as_of is not None and not live.is_today(as_of):
        await asyncio.to_thread(live.build, as_of, only)
    return live.ready(as_of, only)


async def decision(live: Live, dealing: Dealing, *, accept_stale: bool) -> Decision:
    """Decide a dealing, its parties screened in the index that is open; journaled, then told.

    Raises:
        InvalidInput: the dealing contradicts itself.
    """
    given, names = checked(dealing), None
    if given.screen:
        index, matches = await _index(live, day_of(given)), {}
        for asked, found in parties_of(given, index, live.workspace.config.threshold):
            matches[asked] = found
            await asyncio.sleep(0)
        accepted = accept_stale or live.workspace.config.accept_stale
        names = names_of(given, index, matches, accepted=accepted)
    return await asyncio.to_thread(decided, live.workspace, given, names, accept_stale=accept_stale)


async def _index(live: Live, as_of: AsOf) -> Index | None:
    sources = needed(live.in_force(as_of))
    if not sources:
        return None
    ready = await ready_on(live, as_of, sources)
    return index_of(ready.snapshot, ready.screener(sources), ready.of(sources))
