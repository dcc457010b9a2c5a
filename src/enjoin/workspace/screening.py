"""Screening through the door: lists checked, parties screened, the run journaled."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from enjoin.model.countries import code_of
from enjoin.model.errors import InvalidInput, TableError
from enjoin.model.identifiers import check
from enjoin.model.match import Party
from enjoin.model.schema import ASKABLE
from enjoin.model.values import parse_date
from enjoin.screening.index import IDENTIFIERS
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import scorer
from enjoin.store.blobs import write_whole
from enjoin.store.journal import digest
from enjoin.text.names import is_person, parts, tells
from enjoin.workspace.snapshots import Opened, current
from enjoin.workspace.values import Asked, Screened, TableAsked, TableDone

if TYPE_CHECKING:
    from enjoin.screening.batch import Done, Plan, Rejected, Row
    from enjoin.workspace import Workspace


def screen(workspace: Workspace, party: Party, asked: Asked) -> Screened:
    """Screen one party and journal the run."""
    check_party(party)
    opened = current(workspace.config, asked.as_of, asked.lists, accept=asked.accept_stale)
    matches = Screener(opened.snapshot, opened.cited).screen(party, terms_of(workspace, asked))
    workspace.record("screen", entry(workspace, opened, asked, digest(party), digest(matches)))
    return Screened(tuple(matches), tuple(opened.cited.values()))


def party(
    name: str,
    schema: str,
    birth_date: str | None,
    countries: Iterable[str],
    ids: Iterable[tuple[str, str]],
) -> Party:
    """Make a party of what a person typed.

    Raises:
        InvalidInput: a date, a country or a kind of identifier is not understood.
    """
    born = parse_date(birth_date) if birth_date else None
    if birth_date and not born:
        raise InvalidInput(f"birth date {birth_date!r}: write it as 1962, 1962-05 or 1962-05-07.")
    codes = [(country, code_of(country)) for country in countries]
    if unknown := [country for country, code in codes if not code]:
        raise InvalidInput(f"country {unknown[0]!r}: is not known; write its name or ISO code.")
    numbers = tuple(ids)
    if strange := [kind for kind, _ in numbers if kind not in IDENTIFIERS]:
        known = ", ".join(sorted(IDENTIFIERS))
        raise InvalidInput(f"{strange[0]!r}: is no kind of identifier; known: {known}.")
    return Party(
        names=(name,),
        schema=schema,
        birth_dates=(born,) if born else (),
        countries=tuple(code for _, code in codes if code),
        ids=numbers,
    )


def compare_table(table: Path, out: Path) -> int:
    """Score every pair of a CSV table (schema, name1, name2) into another; return their number."""
    import csv

    from enjoin.screening.batch import open_table, safe
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


def screen_table(
    workspace: Workspace, asked: TableAsked, progress: Callable[[int], None]
) -> TableDone:
    """Screen a table; the result appears whole or not at all; the run is journaled."""
    from enjoin.screening import batch

    check_schema(asked.schema)
    _check_out(asked.table, asked.out)
    started, cpu = time.perf_counter(), _cpu()
    terms = asked.asked
    opened = current(workspace.config, terms.as_of, terms.lists, accept=terms.accept_stale)
    header, cells = batch.open_table(asked.table)
    plan = batch.plan(header, asked.columns, asked.schema, asked.id_column, asked.keep)
    rows = (batch.read_row(plan, header, *row) for row in cells)
    done = _write(workspace, asked, plan, opened, rows, progress)
    spent = _cpu() - cpu
    return TableDone(
        rows=done.rows,
        matched=done.matched,
        rejected=done.rejected,
        seconds=round(time.perf_counter() - started, 3),
        cpu_seconds=round(spent, 3),
        names_per_cpu_second=round(done.rows / spent) if spent else 0,
        stale=any(cited.stale for cited in opened.cited.values()),
        lists=tuple(opened.cited.values()),
        columns=dict(plan.columns),
        unread=tuple(
            name for name in header if name not in {*plan.columns, *plan.keep, plan.id_column}
        ),
    )


def _write(
    workspace: Workspace,
    asked: TableAsked,
    plan: Plan,
    opened: Opened,
    rows: Iterable[Row | Rejected],
    progress: Callable[[int], None],
) -> Done:
    """Write result and rejects aside, record the run, and then put both in place."""
    from enjoin.screening import batch

    terms, table = terms_of(workspace, asked.asked), _sha256(asked.table)
    aside = [path.with_name(f".{path.name}.{os.getpid()}.part") for path in _outputs(asked.out)]
    try:
        with (
            _text(aside[0]) as out,
            _text(aside[1]) as rejected,
            batch.screens(opened.snapshot, opened.cited, terms, asked.jobs) as screens,
        ):
            done = batch.screen_table(rows, out, rejected, asked.keep, screens, progress)
        body = entry(workspace, opened, asked.asked, table, _sha256(aside[0]))
        counts = {"rows": done.rows, "matched": done.matched, "rejected": done.rejected}
        workspace.record("screen-table", body | counts | {"plan": plan._asdict()})
        for part, path in zip(aside, _outputs(asked.out), strict=True):
            part.replace(path)
    except OSError as error:
        raise TableError(f"{asked.out}: cannot be written ({error.strerror}).") from error
    finally:
        for part in aside:
            part.unlink(missing_ok=True)
    return done


def _check_out(table: Path, out: Path) -> None:
    """Refuse a result that would take the place of its table, or has no name of a file.

    Raises:
        InvalidInput: it is the same file, a folder, or in a folder that is not there.
    """
    if out.is_dir() or not out.name or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    if out.exists() and table.exists() and out.samefile(table):
        raise InvalidInput(f"{out}: is the table itself; name another file for the result.")


def _outputs(out: Path) -> tuple[Path, Path]:
    return out, out.with_name(f"{out.name}.rejected.csv")


def _text(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="")


def terms_of(workspace: Workspace, asked: Asked) -> Terms:
    """Return the terms of a screening: what was asked, else what the configuration says."""
    threshold = workspace.config.threshold if asked.threshold is None else asked.threshold
    return Terms(threshold, frozenset(asked.lists), asked.near)


def entry(
    workspace: Workspace, opened: Opened, asked: Asked, asked_hash: str, found_hash: str
) -> dict[str, object]:
    """What the journal keeps of a run: hashes, versions, terms; nothing about persons."""
    return {
        "input": asked_hash,
        "result": found_hash,
        "lists": [[of.source, of.position, of.sha256] for of in opened.snapshot.lists],
        "scorer": scorer(),
        "on": asked.as_of.on.isoformat(),
        "known": asked.as_of.known,
        "terms": [terms_of(workspace, asked).threshold, sorted(asked.lists), asked.near],
        "stale": any(cited.stale for cited in opened.cited.values()),
    }


def check_party(party: Party) -> None:
    """Refuse a party about whom nothing can be asked.

    Raises:
        InvalidInput: no letter or digit in any name, an unknown schema.
    """
    check_schema(party.schema)
    if not any(c.isalnum() for name in party.names for c in name) and not party.ids:
        raise InvalidInput(f"{' '.join(party.names)!r}: no name to screen; give one with letters.")


def warnings(party: Party) -> list[str]:
    """Tell what makes an answer weak: numbers that fail their check, names that say too little."""
    checked = [(kind, value, check(kind, value)) for kind, value in party.ids]
    told = [f"{kind} {value}: {found.why}" for kind, value, found in checked if not found.valid]
    for name in party.names:
        if not tells(parts(name, is_person(party.schema))):
            told.append(f"{name!r} says too little: only names that are just this are found")
    return told


def check_schema(schema: str) -> None:
    """Refuse what is no schema of something that has a name.

    Raises:
        InvalidInput: it is none.
    """
    if schema not in ASKABLE:
        raise InvalidInput(f"{schema!r}: no schema to screen; one of {', '.join(sorted(ASKABLE))}.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
