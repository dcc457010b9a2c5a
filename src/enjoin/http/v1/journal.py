"""`/api/v1/journal`, and the figures of the service: for who audits."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import MediaType, Response, get, post
from litestar.params import Parameter

from enjoin.http.metrics import Metrics
from enjoin.model.errors import EnjoinError
from enjoin.model.match import ListCited
from enjoin.workspace import Head, Verified
from enjoin.workspace.live import Live, Ready


class HeadOut(msgspec.Struct, frozen=True):
    """The newest entry of the journal."""

    seq: int
    hash: str


@get("/journal/head", may="audit", sync_to_thread=True, tags=["Journal"], summary="Its head")
def head(live: Live) -> HeadOut:
    """Return the newest entry's number and hash: kept elsewhere, it shows if all was rewritten."""
    return HeadOut(*live.workspace.head())


@post("/journal/verify", may="audit", status_code=200, sync_to_thread=True, tags=["Journal"])
def verify(
    live: Live,
    seq: Annotated[int | None, Parameter(ge=1)] = None,
    hash_: Annotated[str | None, Parameter(query="hash", pattern="^[0-9a-f]{64}$")] = None,
) -> Verified:
    """Check the chain, the lists and their originals, and a head that was noted earlier."""
    expected = Head(seq, hash_) if seq is not None and hash_ is not None else None
    return live.workspace.verify(expected)


@get("/metrics", may="audit", tags=["System information"], media_type=MediaType.TEXT)
async def figures(live: Live, metrics: Metrics) -> Response[str]:
    """Return figures in Prometheus' text format."""
    try:
        ready = live.ready()
    except EnjoinError:
        return _text(metrics.text(["enjoin_ready 0"]))
    lists = [f'enjoin_list_age_days{{list="{of.source}"}} {of.age_days}' for of in _lists(ready)]
    stale = [f'enjoin_list_stale{{list="{of.source}"}} {of.stale:d}' for of in _lists(ready)]
    return _text(metrics.text(["enjoin_ready 1", *lists, *stale]))


def _lists(ready: Ready) -> list[ListCited]:
    return list(ready.cited.values())


def _text(figures: str) -> Response[str]:
    return Response(figures, media_type="text/plain; version=0.0.4; charset=utf-8")
