"""Lists: which versions are loaded, what each changed, in words, and what is wrong with them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from litestar import Response, get, post
from litestar.response import Redirect

from enjoin.web.shell import AnyRequest, page, service_of
from enjoin.workspace import Workspace
from enjoin.workspace.jobs import Jobs
from enjoin.workspace.listing import about, latest
from enjoin.workspace.live import Live
from enjoin.workspace.values import FieldChange

#: Entries of a change shown on one page.
_PAGE = 50
#: Characters from which a text is compared word by word, and words kept around what changed.
_LONG, _AROUND = 60, 5


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
    fetched = Jobs(workspace).fetched(job)
    failed = {name: of.error for name, of in fetched.items() if of.error}
    return {"job": job, "failed": failed, "done": len(fetched) - len(failed)}


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
    known: str | None = None,
    first: int = 0,
) -> Response[str]:
    """Show what changed between two versions of a list, a page at a time.

    Versions recorded after the instant `known` count as not there.
    """
    asked = _Asked(since or None, until or None, known or None)
    return await asyncio.to_thread(_changes, live, request, name, asked, max(first, 0))


class _Asked(NamedTuple):
    """Between which days' versions, as they were known by an instant; None: the newest, by now."""

    since: str | None
    until: str | None
    known: str | None


class Piece(NamedTuple):
    """A stretch of a changed text: what stayed, went or came."""

    kind: Literal["same", "went", "came"]
    text: str


def worded(was: str, now: str) -> list[Piece]:
    """Tell two texts apart word by word; long stretches that stayed are cut to their ends."""
    before, after = was.split(), now.split()
    pieces: list[Piece] = []
    for kind, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", _cut(before[i:j])))
            continue
        if j > i:
            pieces.append(Piece("went", " ".join(before[i:j])))
        if n > m:
            pieces.append(Piece("came", " ".join(after[m:n])))
    return pieces


def _cut(words: Sequence[str]) -> str:
    if len(words) <= 2 * _AROUND + 1:
        return " ".join(words)
    return " ".join([*words[:_AROUND], "…", *words[-_AROUND:]])


def _in_words(change: FieldChange) -> list[Piece]:
    """Return the pieces of a long text that was changed; nothing where values came or went."""
    if len(change.removed) != 1 or len(change.added) != 1:
        return []
    was, now = change.removed[0], change.added[0]
    return worded(was, now) if min(len(was), len(now)) > _LONG else []


def _changes(
    live: Live, request: AnyRequest, name: str, asked: _Asked, first: int
) -> Response[str]:
    info, workspace = about(name), live.workspace
    by = workspace.as_of(known=asked.known).known
    part = (first, first + _PAGE)
    delta = workspace.delta(name, asked.since, asked.until, by, part=part)
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
        asked=asked,
        delta=delta,
        total=total,
        first=first,
        size=_PAGE,
        starts=starts,
        in_words=_in_words,
    )
