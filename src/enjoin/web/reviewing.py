"""Look through: what a table or reports brought up, and that a person has seen it."""

from __future__ import annotations

import asyncio

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect

from enjoin.model.errors import NotAllowed
from enjoin.web.shell import AnyRequest, page
from enjoin.workspace.jobs import Job, Jobs
from enjoin.workspace.live import Live


def person_of(request: AnyRequest) -> str:
    """Return the name of the person who asks, for what is recorded with it.

    Raises:
        NotAllowed: it is a program, or somebody of this machine who did not sign in.
    """
    if request.user.kind != "person":
        raise NotAllowed(
            "who does this is recorded by name, and nobody is signed in. Nothing was recorded; "
            "sign in and try again."
        )
    return request.user.name


@get("/review/{entry:int}", may="look")
async def result(live: Live, request: AnyRequest, entry: int) -> Response[str] | Redirect:
    """Show what waits under an entry of the journal: a reading here, a table at its own page."""
    return await asyncio.to_thread(_result, live, request, entry)


def _result(live: Live, request: AnyRequest, entry: int) -> Response[str] | Redirect:
    noted = live.workspace.noted
    if request.user.may("screen") and (job := job_of(live, request, entry)):
        return Redirect(f"/desk/tables/{job.id}", status_code=303)
    run = noted.run(entry)
    reading = None if run else noted.reading(entry)
    return page(
        "review.html",
        request,
        entry=entry,
        run=run,
        reading=reading,
        review=noted.review_of(entry),
    )


def job_of(live: Live, request: AnyRequest, entry: int) -> Job | None:
    """Return the job whose run an entry of the journal recorded, if who asks may see it."""
    owner = None if request.user.may("review") else request.user.name
    jobs = Jobs(live.workspace).of(owner)
    return next((job for job in jobs if entry_of(job) == entry), None)


def entry_of(job: Job) -> int | None:
    """Return the entry of the journal that recorded the run of a job; None where it is not told."""
    if job.kind != "screen-table" or not job.result:
        return None
    return msgspec.json.decode(job.result, type=_Recorded).entry or None


class _Recorded(msgspec.Struct):
    entry: int = 0


@post("/review/{entry:int}", may="review", status_code=303)
async def reviewed(live: Live, request: AnyRequest, entry: int) -> Redirect:
    """Record that who is signed in looked a result through."""
    sent, by = await request.form(), person_of(request)
    note = str(sent.get("note", ""))
    await asyncio.to_thread(live.workspace.noted.review, entry, by, note)
    return Redirect("/desk/", status_code=303)


@post("/review/{entry:int}/erase", may="review", status_code=303)
async def erase(live: Live, entry: int) -> Redirect:
    """Erase what is kept of a reading."""
    await asyncio.to_thread(live.workspace.noted.erase, entry)
    return Redirect("/desk/", status_code=303)
