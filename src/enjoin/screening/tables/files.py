"""Tables as files: CSV in and out, Parquet in and out where pyarrow is installed."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enjoin.model.errors import InvalidInput, TableError

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

#: (line, row number, cells) of each row; data rows are numbered from 1.
Cells = Iterator[tuple[int, int, list[str]]]

#: Columns of the result, before those the caller keeps.
COLUMNS = ("row", "id", "rank", "entity_id", "caption", "schema", "score", "lists", "reasons")

_PARQUET = ".parquet"
#: Columns of a result that are numbers in Parquet; all others are text.
_WHOLE, _REAL = frozenset({"row", "rank"}), frozenset({"score"})
_BATCH = 10_000


def is_parquet(path: Path) -> bool:
    """Tell whether a file is Parquet, by its name."""
    return path.suffix.lower() == _PARQUET


def open_table(path: Path) -> tuple[list[str], Cells]:
    """Open a table, CSV or Parquet by its name: its header, then its rows as text.

    Raises:
        TableError: it is absent, no table, no text in UTF-8, or has no header.
        InvalidInput: it is Parquet, and what reads that is not installed.
    """
    if is_parquet(path):
        header, cells = _open_parquet(path)
    elif path.suffix.lower() == ".csv":
        header, cells = _open_csv(path)
    else:
        raise TableError(f"{path}: only .csv and .parquet tables are read; save it as one of them.")
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise TableError(f"{path}: has several columns {', '.join(repeated)}; rename them.")
    return header, cells


def _open_csv(path: Path) -> tuple[list[str], Cells]:
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


def _cells(path: Path, reader: CsvReader) -> Cells:
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


def _open_parquet(path: Path) -> tuple[list[str], Cells]:
    import_parquet(f"{path}: reading")
    import pyarrow as pa
    from pyarrow import parquet

    try:
        opened = parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise TableError(f"{path}: is no whole Parquet file ({error}).") from error
    return list(opened.schema_arrow.names), _parquet_cells(path, opened)


def _parquet_cells(path: Path, opened: Any) -> Cells:
    import pyarrow as pa

    number = 0
    try:
        for batch in opened.iter_batches(batch_size=_BATCH):
            columns = [map(_text, column.to_pylist()) for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, number, list(cells)
    except (pa.ArrowException, OSError, ValueError) as error:
        told = f"{path}: row {number + 1} or after cannot be read ({error}); nothing was written."
        raise TableError(told) from error


def _text(value: object) -> str:
    """Write a value of Parquet as CSV would have it: nothing for none, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a column of whole numbers that has gaps comes as 7.0
    return str(value)


def import_parquet(what: str) -> None:
    """Check that Parquet can be read and written before work begins.

    Raises:
        InvalidInput: it cannot.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise InvalidInput(
            f"{what} Parquet needs pyarrow, which is not installed; nothing was screened. Install "
            "it with `pip install 'enjoin[parquet]'`, or use a .csv file."
        ) from error


def to_parquet(table: Path, out: Path) -> None:
    """Write a CSV table of results as Parquet: row, rank and score as numbers, the rest as text."""
    import pyarrow as pa
    from pyarrow import parquet

    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        schema = pa.schema([(name, _type(name, at)) for at, name in enumerate(names)])
        with parquet.ParquetWriter(out, schema) as writer:
            while batch := list(islice(reader, _BATCH)):
                writer.write_table(_arrow(batch, schema))


def _type(name: str, at: int) -> Any:
    import pyarrow as pa

    if at < len(COLUMNS) and name in _WHOLE:
        return pa.int64()
    return pa.float64() if at < len(COLUMNS) and name in _REAL else pa.string()


def _arrow(batch: Sequence[Sequence[str]], schema: Any) -> Any:
    import pyarrow as pa

    read = {pa.int64(): int, pa.float64(): float, pa.string(): str}
    columns = [
        pa.array(map(read[field.type], column), field.type)
        for field, column in zip(schema, zip(*batch, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s.,()-]*$)")


def safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    Numbers, also with a sign, stay as they are.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell
