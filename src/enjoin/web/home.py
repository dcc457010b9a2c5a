"""Home: what changed on each list, how fresh it is, and what to do next."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from litestar import Response, get

from enjoin.model.errors import NoLists
from enjoin.model.match import ListVersion
from enjoin.web.shell import AnyRequest, page
from enjoin.workspace import Delta, Workspace
from enjoin.workspace.access import Principal
from enjoin.workspace.jobs import Job, Jobs
from enjoin.workspace.listing import about
from enjoin.workspace.live import Live

#: Entries shown of what came on a list and of what went, and deltas kept: versions never change.
_SHOWN, _GONE, _KEPT = 5, 3, 32
_deltas: OrderedDict[tuple[str, str, str, str], Delta] = OrderedDict()


class Fresh(NamedTuple):
    """A list as Home shows it: its version in force, and what that changed."""

    title: str
    authority: str
    version: ListVersion
    delta: Delta | None


class Step(NamedTuple):
    """What to do next: how urgent, what it is, where to go."""

    kind: str
    told: str
    path: str
    link: str


@get("/", may="look")
async def home(live: Live, request: AnyRequest) -> Response[str]:
    """Show what the day begins with."""
    return await asyncio.to_thread(_home, live, request)


def _home(live: Live, request: AnyRequest) -> Response[str]:
    workspace = live.workspace
    fresh = [_fresh(workspace, version) for version in workspace.lists()]
    jobs = Jobs(workspace).of(request.user.name)[:5] if request.user.may("screen") else []
    return page(
        "home.html",
        request,
        today=workspace.as_of().on.isoformat(),
        lists=fresh,
        jobs=jobs,
        steps=list(_steps(fresh, jobs, request.user)),
        not_loaded=_titles(workspace, fresh),
    )


def _titles(workspace: Workspace, fresh: Sequence[Fresh]) -> list[str]:
    loaded = {each.version.source for each in fresh}
    return [about(name).title for name in workspace.sources() if name not in loaded]


def _fresh(workspace: Workspace, version: ListVersion) -> Fresh:
    info = about(version.source)
    return Fresh(info.title, info.authority, version, latest(workspace, version))


def latest(workspace: Workspace, version: ListVersion) -> Delta | None:
    """Return what a version changed against the one before; None where it is the first."""
    known = workspace.versions(version.source)
    older = [each for each in known if each.version < version.version]
    if not older:
        return None
    key = (version.source, older[0].fetched, version.fetched, workspace.config.database)
    if key not in _deltas:
        try:
            since = older[0].version
            found = _told(workspace, version.source, since, version.version)
        except NoLists:  # a version was loaded in between: it is told the next time
            return None
        _deltas[key] = found
        while len(_deltas) > _KEPT:
            _deltas.popitem(last=False)
    return _deltas[key]


def _told(workspace: Workspace, source: str, since: str, until: str) -> Delta:
    """Return what changed, with details of the first entries that came and that went."""
    found = workspace.delta(source, since, until, part=(0, _SHOWN))
    gone = len(found.added), len(found.added) + _GONE
    if len(found.added) < _SHOWN or not found.removed:
        return found
    more = workspace.delta(source, since, until, part=gone)
    return msgspec.structs.replace(found, details=found.details + more.details)


def _steps(fresh: Sequence[Fresh], jobs: Sequence[Job], user: Principal) -> Iterator[Step]:
    """Yield what to do next, the most urgent first."""
    if not fresh:
        told = "No list is loaded, so nobody can be screened. Run `enjoin update` on the server."
        yield Step("bad", told, "/desk/lists", "See the lists")
    if stale := [each for each in fresh if each.version.stale]:
        names = ", ".join(each.title for each in stale)
        told = f"Older than allowed: {names}. Who was listed since is not found."
        link = "Fetch them now" if user.may("update") else "See the lists"
        yield Step("bad", told, "/desk/lists", link)
    for each in fresh:
        if each.version.missing:
            told = f"{each.title} is incomplete: it was read without {each.version.missing[0]}."
            yield Step("warn", told, f"/desk/lists/{each.version.source}", "What is missing")
    for job in jobs:
        if job.state == "failed":
            yield Step("bad", "A table could not be screened.", f"/desk/tables/{job.id}", "See why")
        elif job.state in {"waiting", "running"}:
            told = "A table is being screened."
            yield Step("go", told, f"/desk/tables/{job.id}", "Watch it")
    if fresh and user.may("screen"):
        yield Step("go", "Screen a name, or a table of names.", "/desk/screen", "Screen")
    if user.may("report"):
        told = "Read reports together and see what they would violate."
        yield Step("go", told, "/desk/reports", "Read reports")
