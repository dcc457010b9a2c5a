"""Screening tables: rows in, matches out, and every row that could not be read accounted for."""

from __future__ import annotations

import csv
import multiprocessing
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from enjoin.model.errors import InvalidInput, TableError
from enjoin.model.match import ListCited, Listing, Match, Party
from enjoin.model.values import parse_date
from enjoin.screening.index import IDENTIFIERS, Snapshot
from enjoin.screening.parties import Screener, Terms

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

#: Columns of the result, before those the caller keeps.
COLUMNS = ("row", "id", "rank", "entity_id", "caption", "schema", "score", "lists", "reasons")

#: What a column means when its name says it, and no --map is given.
_KNOWN_COLUMNS = {
    "name": "name",
    "full_name": "name",
    "fullname": "name",
    "customer_name": "name",
    "company_name": "name",
    "first_name": "firstName",
    "firstname": "firstName",
    "given_name": "firstName",
    "middle_name": "middleName",
    "last_name": "lastName",
    "lastname": "lastName",
    "surname": "lastName",
    "family_name": "lastName",
    "alias": "alias",
    "birth_date": "birthDate",
    "date_of_birth": "birthDate",
    "birthdate": "birthDate",
    "dob": "birthDate",
    "country": "country",
    "nationality": "country",
    "citizenship": "country",
    "imo": "imoNumber",
    "imo_number": "imoNumber",
    "passport": "passportNumber",
    "passport_number": "passportNumber",
    "lei": "leiCode",
}
_NAMES = ("alias", "name", "previousName", "weakAlias")
#: Parts that make a name, in their order, where a row has no whole one.
_NAME_PARTS = ("firstName", "middleName", "lastName")
_COUNTRIES = ("citizenship", "country", "flag", "jurisdiction", "nationality")
_PROPERTIES = frozenset({*_NAMES, *_NAME_PARTS, *_COUNTRIES, "birthDate", *IDENTIFIERS})

#: Rows screened together: enough to share work, few enough to show progress.
_CHUNK = 4000


class Plan(NamedTuple):
    """How a table is read: which column is which property, which name the row, which are kept."""

    columns: Mapping[str, str]
    schema: str
    id_column: str | None
    keep: tuple[str, ...]


class Row(NamedTuple):
    """A row that could be read: its number (data rows from 1) and the party in it."""

    number: int
    id: str
    party: Party
    kept: tuple[str, ...]


class Rejected(NamedTuple):
    """A row that could not be read: its line in the file, and why."""

    line: int
    row: int
    reason: str
    text: str


class Done(NamedTuple):
    """How a table went."""

    rows: int
    matched: int
    rejected: int


Progress = Callable[[int], None]
#: From a chunk of rows to the lines of the result, per row.
Screens = Callable[[list[Row]], Iterable[list[list[str]]]]


def plan(
    header: Sequence[str],
    mapped: Mapping[str, str],
    schema: str,
    id_column: str | None,
    keep: Sequence[str],
) -> Plan:
    """Decide what the columns mean: as mapped, or where nothing is mapped by their names.

    Raises:
        InvalidInput: a column or property does not exist, or no column holds a name.
    """
    columns = dict(mapped) or {
        column: _KNOWN_COLUMNS[key]
        for column in header
        if (key := column.strip().lower().replace(" ", "_")) in _KNOWN_COLUMNS
    }
    wanted = [*columns, *keep, *([id_column] if id_column else [])]
    if missing := [column for column in wanted if column not in header]:
        raise InvalidInput(
            f"no column {', '.join(missing)}; the table has: {', '.join(header)}. "
            "Name the columns as they stand there."
        )
    if unknown := sorted(set(columns.values()) - _PROPERTIES):
        raise InvalidInput(
            f"{', '.join(unknown)}: no property to map a column to; "
            f"known: {', '.join(sorted(_PROPERTIES))}."
        )
    if not {*_NAMES, "lastName"} & set(columns.values()):
        raise InvalidInput(
            f"no column holds a name; the table has: {', '.join(header)}. "
            "Say which does, such as --map customer=name."
        )
    guessed = id_column or next((c for c in header if c.strip().lower() == "id"), None)
    return Plan(columns, schema, guessed, tuple(keep))


def open_table(path: Path) -> tuple[list[str], Iterator[tuple[int, int, list[str]]]]:
    """Open a CSV table: its header, then (line, row number, cells) of each row.

    Raises:
        TableError: it is absent, no CSV in UTF-8, or has no header.
    """
    if path.suffix.lower() != ".csv":
        raise TableError(f"{path}: only CSV tables are read; save it as CSV in UTF-8.")
    lines = _lines(path)
    first = next(lines, "")
    whole = chain([first] if first else [], lines)
    reader = csv.reader(whole, strict=True, delimiter=_delimiter(first))
    try:
        header = next(reader)
    except StopIteration:
        raise TableError(f"{path}: is empty; a header and rows are expected.") from None
    except csv.Error as error:
        raise TableError(f"{path}: line 1: {error}; nothing was screened.") from error
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise TableError(f"{path}: has several columns {', '.join(repeated)}; rename them.")
    return header, _cells(path, reader)


def _delimiter(header: str) -> str:
    """Return what separates the columns: a comma, unless the header has more of another mark."""
    return max(",;\t|", key=header.count)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from file
    except OSError as error:
        raise TableError(
            f"{path}: cannot be read ({error.strerror}); nothing was screened."
        ) from error
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path}: is not UTF-8 (byte {error.start}); nothing was written. Save it as UTF-8."
        ) from error


def _cells(path: Path, reader: CsvReader) -> Iterator[tuple[int, int, list[str]]]:
    number, blank = 0, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return  # blank lines at the end are no rows
        except csv.Error as error:
            raise TableError(
                f"{path}: line {reader.line_num}: {error}; nothing was written. "
                "A quotation mark may be missing."
            ) from error
        if not cells:
            blank += 1
            continue
        for ago in range(blank, 0, -1):
            number += 1
            yield reader.line_num - ago, number, []
        number, blank = number + 1, 0
        yield reader.line_num, number, cells


def read_row(
    plan: Plan, header: Sequence[str], line: int, number: int, cells: list[str]
) -> Row | Rejected:
    """Make a party of a row, or say why not."""
    text = ",".join(cells)
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells where the header has {len(header)}"
        return Rejected(line, number, reason, text)
    values = dict(zip(header, cells, strict=True))
    if "\n" in text and any("\n" in values[column] for column in plan.columns):
        return Rejected(line, number, "has a line break inside a cell", text)
    found: dict[str, list[str]] = {}
    for column, prop in plan.columns.items():
        if value := values[column].strip():
            found.setdefault(prop, []).append(value)
    party = _party(found, plan.schema)
    if isinstance(party, str):
        return Rejected(line, number, party, text)
    id_ = values[plan.id_column] if plan.id_column else ""
    return Row(number, id_, party, tuple(values[column] for column in plan.keep))


def _party(found: Mapping[str, Sequence[str]], schema: str) -> Party | str:
    """Make a party of values by property, or return what is wrong with them."""
    names = _values(found, _NAMES)
    if "name" not in found:
        whole = " ".join(value for prop in _NAME_PARTS for value in found.get(prop, ()))
        names = [whole, *names] if whole else names
    if not any(map(_ALNUM.search, names)):
        return "has no name"
    dates = [(value, parse_date(value)) for value in found.get("birthDate", ())]
    if bad := [value for value, date in dates if date is None]:
        return f"birth date {bad[0]!r} is not readable; write it as 1962-05-07"
    countries = [(value, _code(value)) for value in _values(found, _COUNTRIES)]
    if bad := [value for value, code in countries if code is None]:
        return f"country {bad[0]!r} is not known; write its name or ISO code"
    return Party(
        names=tuple(names),
        schema=schema,
        birth_dates=tuple(date for _, date in dates if date),
        countries=tuple(code for _, code in countries if code),
        ids=tuple((prop, v) for prop in sorted(found.keys() & IDENTIFIERS) for v in found[prop]),
    )


_ALNUM = re.compile(r"[^\W_]")


def _values(found: Mapping[str, Sequence[str]], of: Collection[str]) -> list[str]:
    return [value for prop in of if prop in found for value in found[prop]]


@lru_cache(maxsize=4096)
def _code(country: str) -> str | None:
    from enjoin.model.countries import code_of

    return code_of(country)


def screen_table(
    rows: Iterable[Row | Rejected],
    out: IO[str],
    rejected: IO[str],
    keep: Sequence[str],
    screen: Screens,
    progress: Progress,
) -> Done:
    """Screen rows in chunks; write matches to `out` and unreadable rows to `rejected`."""
    results, refused = csv.writer(out), csv.writer(rejected)
    results.writerow([*COLUMNS, *keep])
    refused.writerow(["line", "row", "reason", "text"])
    counts = Counter[str]()
    for chunk in _chunks(iter(rows)):
        good = [row for row in chunk if isinstance(row, Row)]
        bad = [row for row in chunk if isinstance(row, Rejected)]
        refused.writerows([safe(str(cell)) for cell in row] for row in bad)
        for found in screen(good):
            results.writerows([safe(cell) for cell in line] for line in found)
            counts["matched"] += bool(found)
        counts["rows"] += len(chunk)
        counts["rejected"] += len(bad)
        progress(len(chunk))
    return Done(counts["rows"], counts["matched"], counts["rejected"])


_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s.,()-]*$)")


def safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    Numbers, also with a sign, stay as they are.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _chunks(rows: Iterator[Row | Rejected]) -> Iterator[list[Row | Rejected]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def written(row: Row, matches: Sequence[Match]) -> list[list[str]]:
    """Return the lines of the result for one row: one per match, best first."""
    return [
        [
            str(row.number),
            row.id,
            str(rank),
            match.entity_id,
            match.caption,
            match.schema,
            f"{match.score:.4f}",
            "; ".join(dict.fromkeys(_told(of, match.stale) for of in match.listings)),
            "; ".join(item.reason for item in match.evidence),
            *row.kept,
        ]
        for rank, match in enumerate(matches, start=1)
    ]


def _told(listing: Listing, stale: bool) -> str:
    return f"{listing.source} {listing.version}{' (stale)' if stale else ''}"


@contextmanager
def screens(
    snapshot: Snapshot, cited: Mapping[str, ListCited], terms: Terms, jobs: int
) -> Iterator[Screens]:
    """Hand out what screens a chunk of rows: here, or in `jobs` processes that share the map.

    The order of rows and every score are the same either way.
    """
    if jobs == 1:
        yield _in_process(Screener(snapshot, cited), terms)
        return
    context = multiprocessing.get_context("spawn")
    given = (snapshot.path, dict(cited), terms)
    try:
        with ProcessPoolExecutor(jobs, context, _start, given) as pool:
            yield lambda rows: chain.from_iterable(pool.map(_work, _shares(rows, jobs)))
    except BrokenProcessPool as error:
        raise TableError(
            "a screening process ended before its work was done; nothing was written. "
            "Try again, or with --jobs 1."
        ) from error


def _shares(rows: list[Row], jobs: int) -> list[list[Row]]:
    size = max(1, -(-len(rows) // jobs))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _in_process(screener: Screener, terms: Terms) -> Screens:
    def screen(rows: list[Row]) -> Iterable[list[list[str]]]:
        found = screener.screen_many([row.party for row in rows], terms)
        return (written(row, matches) for row, matches in zip(rows, found, strict=True))

    return screen


#: What a worker process screens with, set when it starts.
_worker: list[Screens] = []


def _start(path: Path, cited: Mapping[str, ListCited], terms: Terms) -> None:
    _worker.append(_in_process(Screener(Snapshot(path), cited), terms))


def _work(rows: list[Row]) -> list[list[list[str]]]:
    return list(_worker[0](rows))
