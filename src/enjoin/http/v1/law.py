"""`/api/v1/measures` and `/api/v1/assess`: the law as of a day, and events held against it."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from enjoin.workspace.live import Live
from enjoin.workspace.reading import Assessment, EventIn


@get("/measures", may="look", sync_to_thread=True, tags=["Law"], summary="The register")
def measures(live: Live, on: str | None = None, target: str | None = None) -> list[dict[str, Any]]:
    """Return the measures in force on a day, against a target or all."""
    return live.workspace.measures(live.workspace.as_of(on), target)


@post("/assess", may="report", status_code=200, sync_to_thread=True, tags=["Law"])
def assess(live: Live, data: EventIn) -> Assessment:
    """Say which measures an event violates or would violate, and which were considered."""
    return live.workspace.assess(data)
