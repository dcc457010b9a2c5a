"""Tables: a CSV of names, screened as a job that can be watched, fetched and erased."""

from __future__ import annotations

import asyncio
import csv
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect

from enjoin.model.errors import InvalidInput
from enjoin.web.reviewing import entry_of
from enjoin.web.shell import AnyRequest, page, service_of
from enjoin.workspace import Asked
from enjoin.workspace.jobs import Job, Jobs, Table
from enjoin.workspace.live import Live

#: The most bytes of a table, matches on one page, and seconds until a page looks again.
_MOST, _ROWS, _LOOK = 100_000_000, 50, 3
#: Columns of a result that are not the table's own.
_RESULT = frozenset("row id rank entity_id caption schema score lists reasons".split())


@post("/tables", may="screen", status_code=303, request_max_body_size=_MOST)
async def begin(live: Live, request: AnyRequest) -> Redirect:
    """Take a table to be screened, and lead to where it can be watched."""
    sent = await request.form()
    upload = sent.get("table")
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    if not content.strip():
        raise InvalidInput("no table was chosen, or it is empty: choose a CSV file with a header.")
    how = _how(live, str(sent.get("schema") or "Thing"), str(sent.get("map") or ""))
    owner, id_ = request.user.name, service_of(request).new_id()
    job = await asyncio.to_thread(Jobs(live.workspace).add_table, id_, owner, content, how)
    service_of(request).begin(job)
    return Redirect(f"/desk/tables/{job.id}", status_code=303)


def _how(live: Live, schema: str, mapping: str) -> Table:
    """Read how a table is screened; `mapping` has a line COLUMN=PROPERTY for each column named.

    Raises:
        InvalidInput: a line is written otherwise.
    """
    pairs = [line.partition("=") for line in mapping.splitlines() if line.strip()]
    if any(not (column.strip() and prop.strip()) for column, _, prop in pairs):
        raise InvalidInput("columns: write one on a line, as COLUMN=PROPERTY; client=name is one.")
    columns = {column.strip(): prop.strip() for column, _, prop in pairs}
    accept = live.workspace.config.accept_stale
    asked = Asked(live.workspace.as_of(), accept_stale=accept)
    return Table(asked=asked, schema=schema, columns=columns, names=True)


@get("/tables/{job_id:str}", may="screen")
async def job(live: Live, request: AnyRequest, job_id: str, first: int = 0) -> Response[str]:
    """Show how far a table is, and what came of it: to who uploaded it, and who reviews."""
    return await asyncio.to_thread(_job, live, request, job_id, max(first, 0))


def _job(live: Live, request: AnyRequest, job_id: str, first: int) -> Response[str]:
    jobs = Jobs(live.workspace)
    found = jobs.get(job_id, None if request.user.may("review") else request.user.name)
    entry = entry_of(found)
    result = msgspec.json.decode(found.result, type=dict[str, Any]) if found.result else None
    rows = _rows(jobs.folder(job_id) / "out.csv", first) if found.state == "done" else []
    waits = found.state in {"waiting", "running"}
    return page(
        "table.html",
        request,
        job=found,
        done=result,
        rows=rows,
        asked=[name for name in rows[0] if name not in _RESULT] if rows else [],
        first=first,
        size=_ROWS,
        mine=found.owner == request.user.name,
        entry=entry,
        review=live.workspace.noted.review_of(entry) if entry else None,
        share=_share(found),
        look=_LOOK if waits else None,
    )


def _share(found: Job) -> int | None:
    """Return how many of a hundred parts are done; None where that is not known."""
    return min(100, 100 * found.done // found.total) if found.total and found.done else None


def _rows(path: Path, first: int) -> list[dict[str, str]]:
    """Return the matches of a page, and one more where there are any."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(islice(csv.DictReader(file), first, first + _ROWS + 1))


@post("/tables/{job_id:str}/erase", may="screen", status_code=303)
async def erase(live: Live, request: AnyRequest, job_id: str) -> Redirect:
    """Erase a table with what came of it."""
    await asyncio.to_thread(Jobs(live.workspace).erase, job_id, request.user.name)
    return Redirect("/desk/screen", status_code=303)
