"""Work that takes long: asked for, done by a process of its own, followed, fetched, erased."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from enjoin.model.errors import EnjoinError, NotFound, StoreUnwritable
from enjoin.model.schema import NAME_KINDS
from enjoin.model.time import instant
from enjoin.screening.tables.files import open_table
from enjoin.screening.tables.rows import plan
from enjoin.store.blobs import write_whole
from enjoin.store.opening import opened
from enjoin.workspace.values import Asked, TableAsked, TableDone, Updated

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

State = Literal["waiting", "running", "done", "failed"]
#: How long a job may tell nothing before it counts as lost, and how often it tells.
LOST, TELLS = timedelta(minutes=2), timedelta(seconds=1)
_ID = re.compile(r"[0-9a-f]{32}")
_INTERRUPTED = "the process that did it is gone; nothing was written. Ask for it again."


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """How an uploaded table is to be screened."""

    asked: Asked
    columns: dict[str, str] = {}
    schema: str = "Thing"
    id_column: str | None = None
    keep: tuple[str, ...] = ()
    names: bool = False
    """Whether the columns that hold names are kept as well, so that the result can be read."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """How a list fared when it was fetched: the version that is in force now, or why it failed.

    One that failed keeps its stored version.
    """

    version: str | None = None
    error: str | None = None


class Job(NamedTuple):
    """A job: what it is, whose, how far, and how it went."""

    id: str
    kind: Literal["screen-table", "update"]
    owner: str
    asked: str
    state: State
    done: int
    total: int | None
    result: str | None
    error: str | None
    made: str
    seen: str


_COLUMNS = ", ".join(Job._fields)


class Jobs:
    """The jobs of a workspace. Files of theirs hold personal data until they are erased."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def folder(self, id_: str) -> Path:
        """Return the folder of a job's files."""
        return self._workspace.config.home / "jobs" / id_

    def add_table(self, id_: str, owner: str, table: bytes, how: Table) -> Job:
        """Keep an uploaded table, to be screened.

        Raises:
            StoreUnwritable: there is no room.
        """
        try:
            self.folder(id_).mkdir(parents=True, mode=0o700)
            write_whole(self.folder(id_) / "in.csv", table)
        except OSError as error:
            raise StoreUnwritable(str(self.folder(id_)), error.strerror or str(error)) from error
        return self._add(
            id_, "screen-table", owner, msgspec.json.encode(how).decode(), _rows(table)
        )

    def add_update(self, id_: str, owner: str) -> Job:
        """Note that the lists that are loaded are to be fetched from their publishers."""
        return self._add(id_, "update", owner, "{}", None)

    def _add(self, id_: str, kind: Any, owner: str, asked: str, total: int | None) -> Job:
        now = self._workspace.now()
        job = Job(id_, kind, owner, asked, "waiting", 0, total, None, None, now, now)
        marks = ", ".join("?" for _ in job)
        with opened(self._workspace.config.database, write=True) as door:
            door.run(f"INSERT INTO jobs ({_COLUMNS}) VALUES ({marks})", *job)  # noqa: S608  (ours)
        return job

    def get(self, id_: str, owner: str | None = None) -> Job:
        """Return a job; of somebody else there is none.

        Raises:
            NotFound: there is none.
        """
        rows = []
        if _ID.fullmatch(id_):
            with opened(self._workspace.config.database) as door:
                sql = f"SELECT {_COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608  (our own words)
                rows = door.all(sql, id_)
        if not rows or owner not in {None, rows[0][2]}:
            raise NotFound("there is no such job of yours; it may have been erased.")
        return self._as_seen(Job(*rows[0]))

    def of(self, owner: str | None) -> list[Job]:
        """Return somebody's jobs, or everybody's, newest first."""
        whose, which = ("", ()) if owner is None else ("WHERE owner = ?", (owner,))
        with opened(self._workspace.config.database) as door:
            sql = f"SELECT {_COLUMNS} FROM jobs {whose} ORDER BY made DESC"  # noqa: S608  (ours)
            return [self._as_seen(Job(*row)) for row in door.all(sql, *which)]

    def last_update(self) -> Job | None:
        """Return the newest job that fetched lists, whosever it is."""
        with opened(self._workspace.config.database) as door:
            sql = f"SELECT {_COLUMNS} FROM jobs WHERE kind = 'update' ORDER BY made DESC LIMIT 1"  # noqa: S608
            rows = door.all(sql)
        return self._as_seen(Job(*rows[0])) if rows else None

    def fetched(self, job: Job) -> dict[str, Fetched]:
        """Return how each list fared in a job that fetched lists, as far as it got."""
        try:
            return msgspec.json.decode(job.result or b"{}", type=dict[str, Fetched])
        except msgspec.ValidationError:  # an earlier Enjoin told it in words, not by field
            return {}

    def erase(self, id_: str, owner: str) -> None:
        """Remove a job with its files.

        Raises:
            NotFound: there is none.
        """
        self.get(id_, owner)
        with opened(self._workspace.config.database, write=True) as door:
            door.run("DELETE FROM jobs WHERE id = ?", id_)
        rmtree(self.folder(id_), ignore_errors=True)

    def waits(self, id_: str) -> None:
        """Note that a job waits for its turn still."""
        self._tell(id_)

    def run(self, id_: str) -> None:
        """Do a job, from its beginning to its end; how it went is kept with it."""
        job = self.get(id_)
        self._tell(id_, state="running")
        try:
            done = self._table(job) if job.kind == "screen-table" else self._update(job)
            self._tell(id_, state="done", result=msgspec.json.encode(done).decode())
        except EnjoinError as error:
            self._tell(id_, state="failed", error=str(error).replace(f"{self.folder(id_)}/", ""))

    def _table(self, job: Job) -> TableDone:
        how = msgspec.json.decode(job.asked, type=Table)
        folder = self.folder(job.id)
        asked = TableAsked(
            table=folder / "in.csv",
            out=folder / "out.csv",
            asked=how.asked,
            columns=how.columns,
            schema=how.schema,
            id_column=how.id_column,
            keep=(*how.keep, *(_names(folder / "in.csv", how) if how.names else ())),
        )
        return self._workspace.screen_table(asked, self._progress(job.id))

    def _update(self, job: Job) -> dict[str, Fetched]:
        told: dict[str, Fetched] = {}
        names = [listed.source for listed in self._workspace.lists()]
        for name, done in self._workspace.update_each(names, lambda *_: None):
            told[name] = (
                Fetched(version=done.version)
                if isinstance(done, Updated)
                else Fetched(error=str(done))
            )
            self._tell(job.id, done=len(told))
        return told

    def _progress(self, id_: str) -> Callable[[int], None]:
        """Return what is told of every row, and tells the job about once a second."""
        done, next_ = 0, self._workspace.clock() + TELLS

        def progress(rows: int) -> None:
            nonlocal done, next_
            done += rows
            if self._workspace.clock() >= next_:
                next_ = self._workspace.clock() + TELLS
                self._tell(id_, done=done)

        return progress

    def _tell(self, id_: str, **changes: object) -> None:
        changes["seen"] = self._workspace.now()
        names = ", ".join(f"{name} = ?" for name in changes)
        with opened(self._workspace.config.database, write=True) as door:
            sql = f"UPDATE jobs SET {names} WHERE id = ?"  # noqa: S608  (our own words)
            door.run(sql, *changes.values(), id_)

    def _as_seen(self, job: Job) -> Job:
        if job.state in {"done", "failed"} or job.seen > instant(self._workspace.clock() - LOST):
            return job
        return job._replace(state="failed", error=_INTERRUPTED)


def _names(table: Path, how: Table) -> Iterator[str]:
    """Yield the columns of a table that are read as names and not kept already."""
    header, _ = open_table(table)
    for column, prop in plan(header, how.columns, how.schema, how.id_column, ()).columns.items():
        if prop in {*NAME_KINDS, "firstName", "lastName"} and column not in how.keep:
            yield column


def _rows(table: bytes) -> int:
    """Count the data rows of a table, about: a cell may hold a line's end."""
    return table.rstrip(b"\r\n").count(b"\n")
