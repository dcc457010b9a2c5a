"""Home: what waits for a person, what changed on each list, how fresh it is, what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from litestar import Response, get

from enjoin.model.match import ListVersion
from enjoin.web.shell import AnyRequest, page
from enjoin.workspace import Delta, Workspace
from enjoin.workspace.access import Principal
from enjoin.workspace.jobs import Job, Jobs
from enjoin.workspace.listing import about, latest
from enjoin.workspace.live import Live
from enjoin.workspace.reviewing import Waiting

#: The ages by which what waits is counted: what they are called, and from how many days on.
_AGES = (("today", 0), ("1 to 7 days", 1), ("8 to 30 days", 8), ("older than 30 days", 31))
#: Rows shown of what waits, the oldest first.
_ROWS = 8


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


class Aged(NamedTuple):
    """How much waits of an age: matches of tables and findings of reports."""

    told: str
    alerts: int
    findings: int


@get("/", may="look")
async def home(live: Live, request: AnyRequest) -> Response[str]:
    """Show what the day begins with."""
    return await asyncio.to_thread(_home, live, request)


def _home(live: Live, request: AnyRequest) -> Response[str]:
    workspace = live.workspace
    fresh = [_fresh(workspace, version) for version in workspace.lists()]
    jobs = Jobs(workspace).of(request.user.name)[:5] if request.user.may("screen") else []
    waiting = workspace.noted.waiting()
    return page(
        "home.html",
        request,
        today=workspace.as_of().on.isoformat(),
        lists=fresh,
        jobs=jobs,
        waiting=waiting[:_ROWS],
        more=len(waiting) - _ROWS,
        ages=aged(waiting),
        proposals=workspace.proposals(_ROWS),
        steps=list(_steps(fresh, jobs, waiting, request.user)),
        not_loaded=_titles(workspace, fresh),
    )


def aged(waiting: Sequence[Waiting]) -> list[Aged]:
    """Count what waits by its age."""
    starts = [start for _, start in _AGES]
    within = zip(starts, [*starts[1:], None], strict=True)
    of_age = [
        [one for one in waiting if one.age_days >= start and (end is None or one.age_days < end)]
        for start, end in within
    ]
    return [
        Aged(told, sum(one.matches for one in ones), sum(one.findings for one in ones))
        for (told, _), ones in zip(_AGES, of_age, strict=True)
    ]


def _titles(workspace: Workspace, fresh: Sequence[Fresh]) -> list[str]:
    loaded = {each.version.source for each in fresh}
    return [about(name).title for name in workspace.sources() if name not in loaded]


def _fresh(workspace: Workspace, version: ListVersion) -> Fresh:
    info = about(version.source)
    return Fresh(info.title, info.authority, version, latest(workspace, version))


def _steps(
    fresh: Sequence[Fresh], jobs: Sequence[Job], waiting: Sequence[Waiting], user: Principal
) -> Iterator[Step]:
    """Yield what to do next, the most urgent first."""
    if not fresh:
        told = "No list is loaded, so nobody can be screened. Run `enjoin update` on the server."
        yield Step("bad", told, "/desk/lists", "See the lists")
    if stale := [each for each in fresh if each.version.stale]:
        names = ", ".join(each.title for each in stale)
        told = f"Older than allowed: {names}. Who was listed since is not found."
        link = "Fetch them now" if user.may("update") else "See the lists"
        yield Step("bad", told, "/desk/lists", link)
    if waiting and user.may("review"):
        told = "Look through what has waited longest."
        yield Step("warn", told, f"/desk/review/{waiting[0].entry}", "Look it through")
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
