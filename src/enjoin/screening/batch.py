"""Screening many rows: here, or in several processes that share one map of the index."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from enjoin.model.errors import TableError
from enjoin.model.match import ListCited
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Query, Screener, Terms
from enjoin.screening.tables.results import Lines, written
from enjoin.screening.tables.rows import Row

#: From a block of rows to the lines of the result, per row.
Screens = Callable[[list[Row]], Iterable[Lines]]


@contextmanager
def screens(
    snapshot: Snapshot, cited: Mapping[str, ListCited], terms: Terms, jobs: int
) -> Iterator[Screens]:
    """Hand out what screens a block of rows: here, or in `jobs` processes that share the map.

    The order of rows and every score are the same either way.
    """
    if jobs == 1:
        yield in_process(Screener(snapshot, cited), terms)
        return
    context = multiprocessing.get_context("spawn")
    given = (snapshot.path, dict(cited), terms)
    try:
        with ProcessPoolExecutor(jobs, context, _start, given) as pool:
            yield lambda rows: chain.from_iterable(pool.map(_work, _shares(rows, jobs)))
    except BrokenProcessPool as error:
        raise TableError(
            "a screening process ended before its work was done. Run the same command again: it "
            "goes on after the last block that was finished; or with --jobs 1."
        ) from error


def _shares(rows: list[Row], jobs: int) -> list[list[Row]]:
    size = max(1, -(-len(rows) // jobs))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def in_process(screener: Screener, terms: Terms) -> Screens:
    """Return what screens a block of rows in this process."""

    def screen(rows: list[Row]) -> Iterable[Lines]:
        queries = [Query(row.party, row.threshold, row.id) for row in rows]
        found = screener.screen_each(queries, terms)
        return (written(row, matches) for row, matches in zip(rows, found, strict=True))

    return screen


#: What a worker process screens with, set when it starts.
_worker: list[Screens] = []


def _start(path: Path, cited: Mapping[str, ListCited], terms: Terms) -> None:
    _worker.append(in_process(Screener(Snapshot(path), cited), terms))


def _work(rows: list[Row]) -> list[Lines]:
    return list(_worker[0](rows))
