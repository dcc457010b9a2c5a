"""`/api/v1/lists`, deltas and entries: what is in force, what changed, what an entry said when."""

from __future__ import annotations

from litestar import get

from enjoin.model.match import ListVersion
from enjoin.workspace import Delta, Shown
from enjoin.workspace.live import Live


@get("/lists", may="look", sync_to_thread=True, tags=["Lists"], summary="Lists in force")
def lists(live: Live, on: str | None = None, known: str | None = None) -> list[ListVersion]:
    """Return the lists in force on a day, with their versions and ages."""
    return live.workspace.lists(live.workspace.as_of(on, known))


@get("/lists/{source:str}/delta", may="look", sync_to_thread=True, tags=["Lists"])
def delta(
    live: Live,
    source: str,
    since: str | None = None,
    until: str | None = None,
    known: str | None = None,
) -> Delta:
    """Return what changed on a list between two versions, entry by entry, field by field.

    Versions recorded after the instant `known` count as not there.
    """
    by = live.workspace.as_of(known=known).known
    return live.workspace.delta(source, since, until, by)


@get("/entities/{entity_id:str}", may="look", sync_to_thread=True, tags=["Lists"])
def entity(live: Live, entity_id: str, on: str | None = None, known: str | None = None) -> Shown:
    """Return an entry as of a day, all that was ever said of it, and what it goes with."""
    return live.workspace.entity(entity_id, live.workspace.as_of(on, known))
