"""Lists: which versions are loaded, what each changed, in words, and what is wrong with them."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect

from enjoin.web.home import latest
from enjoin.web.shell import AnyRequest, page, service_of
from enjoin.workspace import Workspace
from enjoin.workspace.jobs import Jobs
from enjoin.workspace.listing import about
from enjoin.workspace.live import Live

#: Entries of a change shown on one page.
_PAGE = 50


@get("/lists", may="look")
async def lists(live: Live, request: AnyRequest) -> Response[str]:
    """Show the lists in force, and those that could be loaded."""
    return await asyncio.to_thread(_lists, live, request)


def _lists(live: Live, request: AnyRequest) -> Response[str]:
    workspace = live.workspace
    found = [(about(of.source), of, latest(workspace, of)) for of in workspace.lists()]
    loaded = {of.source for _, of, _ in found}
    return page(
        "lists.html",
        request,
        lists=found,
        absent=[about(name) for name in workspace.sources() if name not in loaded],
        last=_last_update(workspace),
    )


def _last_update(workspace: Workspace) -> dict[str, Any] | None:
    """Return how the last fetch from publishers went: what failed keeps its stored version."""
    job = Jobs(workspace).last_update()
    if job is None:
        return None
    told = msgspec.json.decode(job.result, type=dict[str, str]) if job.result else {}
    failed = {name: said for name, said in told.items() if not said[:4].isdigit()}
    return {"job": job, "failed": failed, "done": len(told) - len(failed)}


@post("/lists/update", may="update", status_code=303)
async def update(live: Live, request: AnyRequest) -> Redirect:
    """Have the lists that are loaded fetched from their publishers."""
    await service_of(request).begin_update(request.user.name)
    return Redirect("/desk/lists", status_code=303)


@get("/lists/{name:str}", may="look")
async def one(live: Live, request: AnyRequest, name: str) -> Response[str]:
    """Show a list: its versions, newest first."""
    return await asyncio.to_thread(_one, live, request, name)


def _one(live: Live, request: AnyRequest, name: str) -> Response[str]:
    info = about(name)
    versions = live.workspace.versions(name)
    steps = [(of, latest(live.workspace, of)) for of in versions]
    return page("list.html", request, info=info, steps=steps)


@get("/lists/{name:str}/changes", may="look")
async def changes(
    live: Live,
    request: AnyRequest,
    name: str,
    since: str | None = None,
    until: str | None = None,
    first: int = 0,
) -> Response[str]:
    """Show what changed between two versions of a list, a page at a time."""
    return await asyncio.to_thread(_changes, live, request, name, (since, until), max(first, 0))


def _changes(
    live: Live, request: AnyRequest, name: str, days: tuple[str | None, str | None], first: int
) -> Response[str]:
    info, (since, until) = about(name), days
    part = (first, first + _PAGE)
    delta = live.workspace.delta(name, since or None, until or None, part)
    total = len(delta.added) + len(delta.removed) + len(delta.changed)
    starts = {
        "added": 0,
        "removed": len(delta.added),
        "changed": len(delta.added) + len(delta.removed),
    }
    return page(
        "changes.html",
        request,
        info=info,
        delta=delta,
        total=total,
        first=first,
        size=_PAGE,
        starts=starts,
    )
