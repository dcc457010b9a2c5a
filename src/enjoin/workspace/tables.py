"""Tables through the door: screened whole or from where a run stopped, rescreened, compared."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, TableError
from enjoin.screening.batch import Screens, screens
from enjoin.screening.building import narrowed
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Terms
from enjoin.screening.score import scorer
from enjoin.screening.tables.customers import built, concerned, made_by, opened, refused
from enjoin.screening.tables.files import Cells, import_parquet, is_parquet, open_table, safe
from enjoin.screening.tables.results import Lines
from enjoin.screening.tables.rows import Plan, Row, plan, read_row
from enjoin.screening.tables.run import BLOCK, Done, Run, customers_of, files_of
from enjoin.store.blobs import write_whole
from enjoin.store.journal import Head, digest
from enjoin.workspace.rescreening import Kept, kept_of
from enjoin.workspace.screening import (
    check_schema,
    entry,
    numbers_of,
    open_lists,
    terms_of,
    terms_told,
)
from enjoin.workspace.snapshots import Opened
from enjoin.workspace.values import TableAsked, TableDone

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

Progress = Callable[[int], None]

#: Rows screened together, by engine: Spark has many workers to share them out to.
_SIZES = {"local": BLOCK, "spark": 200_000}


class Work(NamedTuple):
    """A table to screen: opened, its columns understood, against lists that are open."""

    asked: TableAsked
    sha256: str
    plan: Plan
    header: list[str]
    cells: Cells
    opened: Opened
    terms: Terms

    def told(self) -> dict[str, object]:
        """Return what decides the result, but for lists and clearances."""
        return {
            "input": self.sha256,
            "scorer": scorer(),
            "terms": terms_told(self.terms),
            "plan": {**self.plan._asdict(), "columns": dict(self.plan.columns)},
        }

    def identity(self, kept: Kept | None) -> str:
        """Name the run: who runs the same again goes on with it."""
        cited = [(of.source, of.version, of.stale) for of in self.opened.cited.values()]
        lists = [(of.source, of.position, of.sha256) for of in self.opened.snapshot.lists]
        clearances = numbers_of(self.opened)
        return digest([self.told(), cited, lists, clearances, BLOCK, kept and kept.identity])


def screen_table(workspace: Workspace, asked: TableAsked, progress: Progress) -> TableDone:
    """Screen a table; the result appears whole or not at all; the run is journaled.

    A run that was stopped goes on after its last whole block when the same is asked again.
    """
    return _run(workspace, asked, progress, "screen-table", lambda _: None)


def rescreen(
    workspace: Workspace, asked: TableAsked, since: str | None, progress: Progress
) -> TableDone:
    """Bring an earlier result up to date: only listed parties that changed are screened against.

    The result is that of screening the whole table, which is done where the earlier result is not
    of the same table on the same terms.

    Raises:
        InvalidInput: there is no earlier result, the journal does not know it, or it is not of the
            lists of the day `since`.
    """

    def kept(work: Work) -> Kept | None:
        return kept_of(workspace, files_of(asked.out), since, work.opened, work.told())

    return _run(workspace, asked, progress, "rescreen", kept)


def _run(
    workspace: Workspace,
    asked: TableAsked,
    progress: Progress,
    kind: str,
    kept_of: Callable[[Work], Kept | None],
) -> TableDone:
    started, cpu = time.perf_counter(), _cpu()
    work = _work(workspace, asked)
    kept = kept_of(work)
    with ExitStack() as stack:
        run = stack.enter_context(Run(asked.out, work.identity(kept), asked.keep))
        resumed = run.done.rows
        progress(resumed)
        if kept:
            fresh, wanted = stack.enter_context(_touched(work, kept))
        else:
            fresh, wanted = stack.enter_context(_screens(work, work.opened.snapshot)), None
        rows = (
            read_row(work.plan, work.header, *row) if wanted is None or row[1] in wanted else None
            for row in islice(work.cells, resumed, None)
        )
        done = run.screen(rows, fresh, progress, _SIZES[asked.engine])
        recorded = _record(workspace, work, kind, run, done)
        run.put_in_place()
    took = time.perf_counter() - started, _cpu() - cpu
    return msgspec.structs.replace(_done(work, done, resumed, kept, *took), entry=recorded.seq)


def _screens(work: Work, snapshot: Snapshot) -> AbstractContextManager[Screens]:
    if work.asked.engine == "spark":
        from enjoin.screening import spark

        return spark.screens(snapshot, work.opened.cited, work.terms)
    return screens(snapshot, work.opened.cited, work.terms, work.asked.jobs)


@contextmanager
def _touched(work: Work, kept: Kept) -> Iterator[tuple[Screens, frozenset[int] | None]]:
    """Hand out what screens against what changed alone, and which rows there is anything to say of.

    What changed has an index of its own, and the customers theirs, which is kept for the next time:
    only rows that may be somebody who changed are screened. None stands for all rows.
    """
    customers = _customers(work, kept)
    rows = kept.earlier.rows | refused(customers) if customers else None
    if not kept.changed:
        yield _joined(lambda some: [Lines([], []) for _ in some], kept, work.opened), rows
        return
    whole = work.opened.snapshot
    with TemporaryDirectory(prefix="enjoin-") as folder:
        path = Path(folder) / "changed.snapshot"
        path.write_bytes(narrowed(whole, whole.numbers_of(kept.changed)))
        changed = Snapshot(path)
        with _screens(work, changed) as fresh:
            if customers and rows is not None:
                rows |= concerned(customers, changed)
            yield _joined(fresh, kept, work.opened), rows


#: Where this share of the listed parties changed, or more, an index of the customers is not worth
#: its making.
_MANY = 0.1


def _customers(work: Work, kept: Kept) -> Snapshot | None:
    """Open the index of the table's customers, making it first where there is none and it pays."""
    path, told = customers_of(work.asked.out), work.told()
    identity = digest([told["input"], told["scorer"], told["plan"], made_by()])
    if index := opened(path, identity):
        return index
    if len(kept.changed) > _MANY * len(work.opened.snapshot["entity_source"]):
        return None
    _, cells = open_table(work.asked.table)
    write_whole(path, built((read_row(work.plan, work.header, *row) for row in cells), identity))
    return Snapshot(path)


def _work(workspace: Workspace, asked: TableAsked) -> Work:
    check_schema(asked.schema)
    _check_out(asked.table, asked.out)
    if asked.engine == "spark" and asked.jobs != 1:
        raise InvalidInput("--jobs is for this machine's processes; leave it out: Spark decides.")
    if is_parquet(asked.out):
        import_parquet(f"{asked.out}: writing")
    opened = open_lists(workspace, asked.asked)
    terms = terms_of(workspace, asked.asked, opened)._replace(near=0)
    header, cells = open_table(asked.table)
    columns = plan(header, asked.columns, asked.schema, asked.id_column, asked.keep)
    return Work(asked, sha256_of(asked.table), columns, header, cells, opened, terms)


def _joined(fresh: Screens, kept: Kept, opened: Opened) -> Screens:
    """Screen rows against what changed alone, and add what an earlier run found of the rest."""
    touched = kept.changed | kept.removed

    def screen(rows: list[Row]) -> Iterable[Lines]:
        for row, new in zip(rows, fresh(rows), strict=True):
            yield kept.earlier.joined(row, new, touched, opened.cited)

    return screen


def _record(workspace: Workspace, work: Work, kind: str, run: Run, done: Done) -> Head:
    """Journal the run by its hashes: what cannot be recorded is not put in place."""
    files = run.finished()
    hashes = work.sha256, sha256_of(files.matches)
    body = entry(work.opened, work.asked.asked, work.terms, *hashes) | work.told()
    counts = {"rows": done.rows, "matched": done.matched, "rejected": done.rejected}
    cleared = {"excluded": sha256_of(files.excluded)}
    return workspace.record(kind, body | counts | cleared)


def _done(
    work: Work, done: Done, resumed: int, kept: Kept | None, seconds: float, spent: float
) -> TableDone:
    read = {*work.plan.columns, *work.plan.keep, work.plan.id_column}
    return TableDone(
        rows=done.rows,
        matched=done.matched,
        excluded=done.excluded,
        rejected=done.rejected,
        seconds=round(seconds, 3),
        cpu_seconds=round(spent, 3),
        names_per_cpu_second=round((done.rows - resumed) / spent) if spent else 0,
        stale=any(cited.stale for cited in work.opened.cited.values()),
        lists=tuple(work.opened.cited.values()),
        columns=dict(work.plan.columns),
        unread=tuple(name for name in work.header if name not in read),
        resumed=resumed,
        rescreened=len(kept.changed) if kept else None,
    )


def compare_table(table: Path, out: Path) -> int:
    """Score every pair of a CSV table (schema, name1, name2) into another; return their number."""
    import csv

    from enjoin.screening.score import compare

    _check_out(table, out)
    header, cells = open_table(table)
    at = {name: header.index(name) for name in ("schema", "name1", "name2") if name in header}
    if missing := {"schema", "name1", "name2"} - at.keys():
        raise TableError(f"{table}: has no column {', '.join(sorted(missing))}.")
    lines = [[*header, "score"]]
    for line, _, row in cells:
        if len(row) != len(header):
            raise TableError(f"{table}: line {line}: {len(row)} cells, not {len(header)}.")
        check_schema(row[at["schema"]])
        found = compare(row[at["name1"]], row[at["name2"]], row[at["schema"]])
        lines.append([*row, f"{found.score:.4f}"])
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in line] for line in lines)
    write_whole(out, text.getvalue().encode())
    return len(lines) - 1


def _check_out(table: Path, out: Path) -> None:
    """Refuse a result that would take the place of its table, or has no name of a file.

    Raises:
        InvalidInput: it is the same file, a folder, or in a folder that is not there.
    """
    if out.is_dir() or not out.name or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    if out.exists() and table.exists() and out.samefile(table):
        raise InvalidInput(f"{out}: is the table itself; name another file for the result.")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        TableError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}).") from error


def _cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
