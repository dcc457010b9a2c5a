"""What is found for a row, as lines of the result; and an earlier result, to keep what stands."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from enjoin.model.match import ListCited, Listing, Match
from enjoin.screening.tables.files import COLUMNS, is_parquet
from enjoin.screening.tables.rows import Row

#: Columns of matches that a person cleared, before those the caller keeps.
EXCLUDED = (*COLUMNS, "clearance", "because", "until", "by")
_RANK, _ENTITY = COLUMNS.index("rank"), COLUMNS.index("entity_id")
_SCORE, _LISTS = COLUMNS.index("score"), COLUMNS.index("lists")

Line = list[str]


class Lines(NamedTuple):
    """The lines of one row: one per match, best first, and one per match that was cleared."""

    matches: list[Line]
    excluded: list[Line]


def written(row: Row, matches: Sequence[Match]) -> Lines:
    """Return the lines of the result for one row."""
    to_review = [match for match in matches if match.match]
    cleared = [match for match in matches if match.excluded]
    return Lines(
        [_line(row, rank, match) for rank, match in enumerate(to_review, start=1)],
        [_line(row, rank, match) for rank, match in enumerate(cleared, start=1)],
    )


def _line(row: Row, rank: int, match: Match) -> Line:
    told = match.excluded
    return [
        str(row.number),
        row.id,
        str(rank),
        match.entity_id,
        match.caption,
        match.schema,
        f"{match.score:.4f}",
        "; ".join(dict.fromkeys(_told(of, match.stale) for of in match.listings)),
        "; ".join(item.reason for item in match.evidence),
        *((str(told.number), told.reason, told.until, ", ".join(told.by)) if told else ()),
        *row.kept,
    ]


def _told(listing: Listing, stale: bool) -> str:
    return _list_told(listing.source, listing.version, stale)


def _list_told(source: str, version: str, stale: bool) -> str:
    return f"{source} {version}{' (stale)' if stale else ''}"


class Earlier:
    """An earlier result of the same table on the same terms: what did not change still stands."""

    def __init__(self, matches: Path, excluded: Path) -> None:
        self._found: dict[str, Lines] = defaultdict(lambda: Lines([], []))
        for line in _read(matches):
            self._found[line[0]].matches.append(line)
        for line in _read(excluded):
            self._found[line[0]].excluded.append(line)

    @property
    def rows(self) -> frozenset[int]:
        """The numbers of the rows of which anything was found."""
        return frozenset(map(int, self._found))

    def joined(
        self, row: Row, new: Lines, touched: frozenset[str], cited: Mapping[str, ListCited]
    ) -> Lines:
        """Return a row's lines: earlier ones of parties that are not touched, and the new ones."""
        had = self._found.get(str(row.number))
        if had is None:
            return new
        stale = any(of.stale for of in cited.values())
        kept = Lines(*([e for e in each if e[_ENTITY] not in touched] for each in had))
        for line in (*kept.matches, *kept.excluded):
            listed = cited[line[_LISTS].partition(" ")[0]]
            line[_LISTS] = _list_told(listed.source, listed.version, stale)
        return Lines(*(_ranked([*k, *n]) for k, n in zip(kept, new, strict=True)))


def _ranked(lines: list[Line]) -> list[Line]:
    lines.sort(key=lambda line: (-float(line[_SCORE]), line[_ENTITY]))
    for rank, line in enumerate(lines, start=1):
        line[_RANK] = str(rank)
    return lines


def _read(path: Path) -> Iterator[Line]:
    """Read the lines of a result as they were before they were made safe for spreadsheets."""
    if is_parquet(path):
        from pyarrow import parquet

        with parquet.ParquetFile(path) as opened:
            for batch in opened.iter_batches():
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    yield [_text(cell, at) for at, cell in enumerate(cells)]
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def _text(cell: str | int | float, at: int) -> str:
    return f"{cell:.4f}" if at == _SCORE else str(cell)
