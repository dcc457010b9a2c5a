"""Tables of publishers, row by row: CSV in any encoding, Excel and OpenDocument sheets."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, TextIO, TypeVar

from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.reading import where_of

Chosen = TypeVar("Chosen")

#: A cell longer than this is no cell of a list; a quotation mark is missing.
_LONGEST_CELL = 1_000_000
_SAMPLE = 1 << 16
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_UNDECODED = re.compile(r"[\udc80-\udcff]")


class Row:
    """A row whose cells are taken one by one; `done` raises for what nobody took.

    `where` names the row for messages, such as 'line 17'. Blank cells count as not there.
    """

    def __init__(self, source: str, where: str, cells: Mapping[str, str]) -> None:
        self.source, self.where = source, where
        self._cells = {name: text for name, cell in cells.items() if (text := cell.strip())}

    def peek(self, name: str) -> str:
        """Look at a cell and leave it to be taken, '' where it is blank."""
        return self._cells.get(name, "")

    def take(self, name: str) -> str:
        """Take a cell, '' where it is blank."""
        return self._cells.pop(name, "")

    def need(self, name: str) -> str:
        """Take a cell that may not be blank.

        Raises:
            WrongFormat: it is.
        """
        if not (text := self.take(name)):
            raise WrongFormat(self.source, self.where, f"has no {name}")
        return text

    def choose(self, name: str, meanings: Mapping[str, Chosen]) -> Chosen:
        """Take a cell that holds a code; upper and lower case do not matter.

        Raises:
            UnknownValue: the code, or its absence, has no known meaning.
        """
        text = self.take(name)
        folded = {code.casefold(): meaning for code, meaning in meanings.items()}
        if text.casefold() not in folded:
            raise UnknownValue(self.source, self.where, name, text)
        return folded[text.casefold()]

    def done(self, ignored: Set[str] = frozenset()) -> None:
        """Check that every cell that is not blank was taken.

        Raises:
            UnreadFields: one is left that is not in `ignored`.
        """
        if unread := self._cells.keys() - ignored:
            raise UnreadFields(self.source, self.where, unread)


@contextmanager
def decoded(source: str, name: str, file: bytes | Path) -> Iterator[TextIO]:
    """Open a file as text: UTF-8 with or without a mark, UTF-16 with one, otherwise cp1252.

    A file that is mostly UTF-8, but damaged, is refused and not taken for cp1252.

    Raises:
        WrongFormat: it is damaged.
    """
    with _opened(file) as raw:
        if (encoding := _encoding(raw)) is None:
            raise WrongFormat(source, where_of(file, name), "is UTF-8 with damaged characters")
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")
        try:
            yield text
        except UnicodeDecodeError as error:
            why = f"is no text in {encoding}: {error.reason} at byte {error.start:,}"
            raise WrongFormat(source, where_of(file, name), why) from error


def _opened(file: bytes | Path) -> IO[bytes]:
    return io.BytesIO(file) if isinstance(file, bytes) else file.open("rb")


def _encoding(raw: IO[bytes]) -> str | None:
    """Tell a file's encoding by its mark, or by whether all of it is UTF-8; None: damaged UTF-8."""
    if raw.read(4).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    raw.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole = broken = 0
    while chunk := raw.read(_SAMPLE):
        text = decoder.decode(chunk)
        if not text.isascii():
            wrong = len(_UNDECODED.findall(text))
            broken += wrong
            whole += len(_NOT_ASCII.findall(text)) - wrong
    if not broken:
        return "utf-8-sig"
    # In cp1252 a letter with an accent stands alone, which UTF-8 does not allow: hardly any pass.
    return None if whole > broken else "cp1252"


def csv_rows(
    source: str, name: str, file: bytes | Path, delimiter: str = ","
) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of a delimited file with where each stands, such as 'list.csv line 17'.

    Raises:
        WrongFormat: it is no such file, or a quotation mark is missing.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with decoded(source, name, file) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield f"{name} line {reader.line_num}", row
        except csv.Error as error:
            where = f"{name} line {reader.line_num}"
            cut = "unexpected end of data" in str(error)  # inside quotation marks
            why = "breaks off, the file is cut" if cut else f"is no row of the file: {error}"
            raise WrongFormat(source, where, why) from error


def sheet_rows(
    source: str, name: str, file: bytes | Path, sheet: str | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of a sheet (Excel, OpenDocument; the first unless named), cells as text.

    A date is ISO 8601, a whole number has no point, an empty cell is ''.

    Raises:
        WrongFormat: it is no such file, or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    where = where_of(file, name)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(file) if isinstance(file, bytes) else file)
        names = book.sheet_names
        if not names or (sheet is not None and sheet not in names):
            raise WrongFormat(source, where, f"has no sheet {sheet or ''}; it has {names}")
        rows = book.get_sheet_by_name(sheet or names[0]).iter_rows()
        for number, row in enumerate(rows, start=1):
            yield f"{name} row {number}", [_cell(value) for value in row]
    except CalamineError as error:
        raise WrongFormat(source, where, f"is no sheet that can be read: {error}") from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


def headed(
    source: str, rows: Iterator[tuple[str, list[str]]], needed: Set[str] = frozenset()
) -> Iterator[Row]:
    """Read the first row as names of columns and yield the others; blank rows are passed over.

    A name that comes again is numbered: 'Name', 'Name 2'.

    Raises:
        WrongFormat: a column in `needed` is absent, or a row has more cells than columns.
    """
    where, first = next(rows, (source, []))
    names = column_names(first)
    if absent := needed - set(names):
        raise WrongFormat(source, where, f"has no column {', '.join(sorted(absent))}")
    for place, cells in rows:
        if any(cell.strip() for cell in cells[len(names) :]):
            why = f"has {len(cells)} cells where there are {len(names)} columns"
            raise WrongFormat(source, place, why)
        if any(cell.strip() for cell in cells):
            yield Row(source, place, dict(zip(names, cells, strict=False)))


def grouped(
    rows: Callable[[], Iterator[Row]], key: Callable[[Row], str]
) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows that have a key in common, each group once its last row has come.

    Reads twice: the first time to count the rows of each group, which also finds what is wrong with
    the file before anything is made of it. So only groups that are not complete are held in memory,
    wherever in the file their rows stand.
    """
    to_come = Counter(key(row) for row in rows())
    held: dict[str, list[Row]] = {}
    for row in rows():
        name = key(row)
        held.setdefault(name, []).append(row)
        if len(held[name]) == to_come[name]:
            yield name, held.pop(name)


def column_names(cells: Sequence[str]) -> list[str]:
    """Return the names of columns, without blanks around them; one that comes again is numbered."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = " ".join(cell.split())
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
