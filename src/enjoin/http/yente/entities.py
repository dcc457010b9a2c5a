"""`GET /entities/{id}` and what is adjacent to an entity."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import get
from litestar.response import Redirect

from enjoin.http.yente.search import Offset, PageSize
from enjoin.http.yente.shapes import AdjacentOut, AdjacentPage, EntityOut, Total, Value
from enjoin.model.entity import to_ftm
from enjoin.model.errors import NotFound
from enjoin.workspace.live import Live
from enjoin.workspace.neighbours import Whole, nested, to_json, whole


@get(
    "/entities/{entity_id:str}",
    may="look",
    sync_to_thread=True,
    tags=["Data access"],
    summary="An entity, its neighbours inside it",
)
def entity(live: Live, entity_id: str, nested: bool = True) -> EntityOut | Redirect:
    """Return an entity in force today, with what belongs to it and what its list joins it with.

    An id that is judged to be the same party as another leads on to that one.
    """
    of = whole(live.workspace, entity_id)
    if of.id != entity_id:
        suffix = "" if nested else "?nested=false"
        return Redirect(f"/entities/{quote(of.id, safe='')}{suffix}", status_code=308)
    return _written(of, to_json(of) if nested else to_ftm(of.subject, of.datasets))


@get(
    "/entities/{entity_id:str}/adjacent",
    may="look",
    sync_to_thread=True,
    tags=["Data access"],
    summary="What is adjacent to an entity",
)
def adjacent(
    live: Live,
    entity_id: str,
    limit: PageSize = 10,
    offset: Offset = 0,
    sort: list[str] | None = None,
) -> AdjacentOut:
    """Return an entity and, by property, a page of those it is joined with."""
    of = whole(live.workspace, entity_id)
    pages = {prop: _page(of, prop, sort or [], limit, offset) for prop in of.neighbours()}
    return AdjacentOut(_written(of, to_ftm(of.subject, of.datasets)), pages)


@get(
    "/entities/{entity_id:str}/adjacent/{property_name:str}",
    may="look",
    sync_to_thread=True,
    tags=["Data access"],
    summary="What is adjacent to an entity by one property",
)
def adjacent_by(
    live: Live,
    entity_id: str,
    property_name: str,
    limit: PageSize = 10,
    offset: Offset = 0,
    sort: list[str] | None = None,
) -> AdjacentPage:
    """Return a page of those that an entity is joined with by a property."""
    return _page(whole(live.workspace, entity_id), property_name, sort or [], limit, offset)


def _page(of: Whole, prop: str, sort: list[str], limit: int, offset: int) -> AdjacentPage:
    """Return a page of neighbours.

    Raises:
        NotFound: the entity has none of this kind.
    """
    near = of.neighbours().get(prop)
    if near is None:
        told = ", ".join(of.neighbours()) or "none"
        raise NotFound(f"{of.id}: has no neighbours of that kind; it has: {told}.")
    if any(each.startswith("caption") for each in sort):
        near = sorted(near, key=lambda each: each.caption, reverse=sort[0].endswith(":desc"))
    page: list[Value] = [nested(of, each) for each in near[offset : offset + limit]]
    return AdjacentPage(page, Total(len(near)), limit, offset)


def _written(of: Whole, said: dict[str, Any]) -> EntityOut:
    return EntityOut(
        **said,
        referents=list(of.referents),
        first_seen=f"{of.seen.first}T00:00:00",
        last_seen=f"{of.version}T00:00:00",
        last_change=f"{of.seen.changed}T00:00:00",
    )
