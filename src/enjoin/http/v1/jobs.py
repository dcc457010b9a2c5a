"""`/api/v1/jobs`: tables to be screened; a job is followed, its result fetched, and erased."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import File

from enjoin.http.settings import UPLOAD
from enjoin.http.work import begin, new_id
from enjoin.model.errors import InvalidInput, NotAllowed, NotFound
from enjoin.workspace import Asked
from enjoin.workspace.access import Principal
from enjoin.workspace.jobs import Job, Jobs, Table
from enjoin.workspace.live import Live

AnyRequest = Request[Principal, Any, Any]
#: Jobs of one owner that may be waiting or running.
_UNDONE = 20


@dataclass
class TableIn:
    """A CSV table, how its columns read, and on what terms it is screened."""

    table: UploadFile
    schema: str = "Thing"
    map: list[str] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    id_column: str | None = None
    lists: list[str] = field(default_factory=list)
    on: str | None = None
    threshold: float | None = None
    near: int = 0
    accept_stale: bool = False


class JobOut(msgspec.Struct, frozen=True, kw_only=True):
    """A job: how far it is, and how it went."""

    id: str
    kind: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int | None
    made: str
    seen: str
    result: dict[str, Any] | None
    error: str | None
    links: dict[str, str]


@post(
    "/jobs/screen-table",
    may="screen",
    status_code=202,
    request_max_body_size=UPLOAD,
    tags=["Jobs"],
    summary="Screen a table",
)
async def screen_table(
    live: Live,
    request: AnyRequest,
    data: Annotated[TableIn, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Response[JobOut]:
    """Take a CSV table to be screened; `map` has COLUMN=PROPERTY, as on the command line."""
    await asyncio.to_thread(_check_room, live, request.user.name)
    content = await data.table.read()
    add, how = Jobs(live.workspace).add_table, _how(live, data)
    added = await asyncio.to_thread(add, new_id(), request.user.name, content, how)
    begin(live, added)
    return Response(_out(added), headers={"Location": f"/api/v1/jobs/{added.id}"}, status_code=202)


@get("/jobs", may="screen", sync_to_thread=True, tags=["Jobs"], summary="Jobs of mine")
def jobs(live: Live, request: AnyRequest) -> list[JobOut]:
    """Return the jobs of who asks, newest first."""
    return [_out(job) for job in Jobs(live.workspace).of(request.user.name)]


@get("/jobs/{job_id:str}", may="screen", tags=["Jobs"], summary="A job")
async def job(live: Live, request: AnyRequest, job_id: str) -> JobOut:
    """Return how far a job is."""
    return _out(await asyncio.to_thread(Jobs(live.workspace).get, job_id, request.user.name))


@get(
    "/jobs/{job_id:str}/{part:str}",
    may="screen",
    sync_to_thread=True,
    tags=["Jobs"],
    summary="What a job wrote",
)
def written(
    live: Live, request: AnyRequest, job_id: str, part: Literal["result", "rejected"]
) -> File:
    """Return the table a job wrote: its matches, or the rows that could not be read."""
    done = Jobs(live.workspace).get(job_id, request.user.name)
    name = {"result": "out.csv", "rejected": "out.csv.rejected.csv"}[part]
    path = Jobs(live.workspace).folder(job_id) / name
    if done.state != "done" or not path.is_file():
        raise NotFound(f"the job is {done.state}; there is no {part} of it.")
    return File(path, filename=f"{part}.csv", media_type="text/csv; charset=utf-8")


@delete("/jobs/{job_id:str}", may="screen", tags=["Jobs"], summary="Erase one")
async def erase(live: Live, request: AnyRequest, job_id: str) -> None:
    """Erase a job with its tables; what the journal keeps of it are hashes."""
    await asyncio.to_thread(Jobs(live.workspace).erase, job_id, request.user.name)


def _check_room(live: Live, owner: str) -> None:
    """Refuse a job to who has many that are not done: their tables take room.

    Raises:
        NotAllowed: they have (429).
    """
    undone = [job for job in Jobs(live.workspace).of(owner) if job.state in {"waiting", "running"}]
    if len(undone) >= _UNDONE:
        told = f"{len(undone)} jobs of yours are not done; wait for one, or erase one."
        raise NotAllowed(told, 429, 30)


def _how(live: Live, data: TableIn) -> Table:
    """Read on what terms a table is screened.

    Raises:
        InvalidInput: a mapping or a term is not understood.
    """
    pairs = [each.partition("=") for each in data.map]
    if any(not (column and prop) for column, _, prop in pairs):
        raise InvalidInput("map: write it as COLUMN=PROPERTY.")
    if not (0 <= data.near <= 50 and (data.threshold is None or 0 <= data.threshold <= 1)):
        raise InvalidInput("near is from 0 to 50, threshold from 0 to 1.")
    as_of = live.workspace.as_of(data.on)
    accept = data.accept_stale or live.workspace.config.accept_stale
    return Table(
        asked=Asked(as_of, data.threshold, tuple(data.lists), data.near, accept),
        columns={column: prop for column, _, prop in pairs},
        schema=data.schema,
        id_column=data.id_column,
        keep=tuple(data.keep),
    )


def _out(of: Job) -> JobOut:
    here = f"/api/v1/jobs/{of.id}"
    links = {"self": here}
    if of.state == "done" and of.kind == "screen-table":
        links |= {"result": f"{here}/result", "rejected": f"{here}/rejected"}
    result = msgspec.json.decode(of.result, type=dict[str, Any]) if of.result else None
    return JobOut(
        id=of.id,
        kind=of.kind,
        state=of.state,
        done=of.done if of.state != "done" else of.total or of.done,
        total=of.total,
        made=of.made,
        seen=of.seen,
        result=result,
        error=of.error,
        links=links,
    )
