"""What takes long in a workspace that stays open, done in turns: nobody waits until all is done."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

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
    screened,
)
from enjoin.workspace.live import Live, Ready
from enjoin.workspace.values import AsOf


async def ready_on(live: Live, as_of: AsOf | None, only: Sequence[str] = ()) -> Ready:
    """Return the index of today (None), or of another day; who asks for another waits alone.

    Raises:
        ListsUntrusted, StoreError: there is none that can be used.
    """
    if as_of is not None and not live.is_today(as_of):
        await asyncio.to_thread(live.build, as_of, only)
    return live.ready(as_of, only)


async def decision(live: Live, dealing: Dealing, *, accept_stale: bool = False) -> Decision:
    """Decide a dealing, its parties screened in the index that is open; journaled, then told.

    Raises:
        InvalidInput: the dealing contradicts itself.
    """
    given, names = checked(dealing), None
    if given.screen:
        index, matches = await _index(live, day_of(given)), {}
        for asked, found in screened(given, index, live.workspace.config.threshold):
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
