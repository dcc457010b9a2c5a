"""Screening for requests: in turns, so that nobody waits for a long batch; recorded, then told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from enjoin.http.metrics import Metrics
from enjoin.http.recording import recorded
from enjoin.model.match import Match, Party
from enjoin.workspace import Asked
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
