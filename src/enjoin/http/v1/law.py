"""`/api/v1/measures`, `assess`, `own`, `decide`, `lift-test`: the law, and what follows of it."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from enjoin.workspace.deciding import Dealing, Decision
from enjoin.workspace.live import Live
from enjoin.workspace.owning import Graph, LiftRequest, LiftResult, Ownership
from enjoin.workspace.reading import Assessment, EventIn
from enjoin.workspace.turns import decision


@get("/measures", may="look", sync_to_thread=True, tags=["Law"], summary="The register")
def measures(
    live: Live, on: str | None = None, target: str | None = None, regime: str | None = None
) -> list[dict[str, Any]]:
    """Return the measures in force on a day, against a target and of a regime, or all."""
    return live.workspace.measures(live.workspace.as_of(on), target, regime)


@post("/assess", may="report", status_code=200, sync_to_thread=True, tags=["Law"])
def assess(live: Live, data: EventIn) -> Assessment:
    """Say which measures an event violates or would violate, and which were considered."""
    return live.workspace.assess(data)


@post("/own", may="report", status_code=200, sync_to_thread=True, tags=["Law"])
def own(
    live: Live, data: Graph, regime: str, on: str | None = None, known: str | None = None
) -> Ownership:
    """Say who in a graph is owned by listed persons by a regime's test, and through what."""
    return live.workspace.own(data, regime, live.workspace.as_of(on, known))


@post("/decide", may="decide", status_code=200, tags=["Law"])
async def decide(live: Live, data: Dealing, *, accept_stale: bool = False) -> Decision:
    """Decide a dealing under each regime; what is missing or stale holds it."""
    return await decision(live, data, accept_stale=accept_stale)


@post("/lift-test", may="report", status_code=200, sync_to_thread=True, tags=["Law"])
def lift_test(live: Live, data: LiftRequest) -> LiftResult:
    """Say whether an act lifts a measure, and what becomes of the measure otherwise."""
    return live.workspace.lift_test(data)
