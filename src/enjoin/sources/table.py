"""An organisation's own lists in tables (CSV, Excel, OpenDocument, Parquet): `table:NAME`.

What the columns mean stands in a mapping beside the table; see docs/tables.md.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput, UnreadFields, WrongFormat
from enjoin.sources.families import list_name
from enjoin.sources.reading import Files, Format, ReadList, Source, SourceInfo, content, where_of
from enjoin.sources.rows import Row, column_names, csv_rows, decoded, headed, sheet_rows
from enjoin.sources.tables.mapping import FromColumn, TableMapping, guessed, read_mapping
from enjoin.sources.tables.row import day_of, entry

_MAPPING = "mapping.yaml"
_DELIMITERS = ",;\t|"
_MARK = r"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"
#: Each form: what it is called, its usual file, how that begins.
_FORMATS = (
    ("CSV", "table.csv", _MARK + r"[^\x00-\x1f<{\[][^\x00-\x08\n]*[,;\t|]"),
    ("Excel", "table.xlsx", r"\APK\x03\x04(?!(?s:.{,40})mimetypeapplication/vnd\.oasis)"),
    ("OpenDocument", "table.ods", r"\APK\x03\x04(?=(?s:.{,40})mimetypeapplication/vnd\.oasis)"),
    ("Parquet", "table.parquet", r"\APAR1"),
)
#: Rows looked at to guess a mapping.
_LOOKED_AT = 1_000

Cells = Iterator[tuple[str, list[str]]]


def source_of(name: str) -> Source:
    """Return the list `table:NAME`.

    Raises:
        InvalidInput: a list cannot have this name.
    """
    info = SourceInfo(
        name=list_name("table", name),
        title=f"Table {name}",
        authority="the organisation itself",
        formats=tuple(_format(*each) for each in _FORMATS),
        max_age_days=366,
        low=1,
        high=20_000_000,
    )
    return Source(info, partial(read, info))


def _format(title: str, file: str, begins: str) -> Format:
    return Format(
        name=title,
        files=((file, ""), (_MAPPING, "")),
        optional=frozenset({_MAPPING}),
        legend=_MAPPING,
        begins=begins,
    )


class _Table(NamedTuple):
    """A table, and where it and its parts stand for messages."""

    source: str
    name: str
    file: bytes | Path

    @property
    def where(self) -> str:
        return where_of(self.file, self.name)


def read(info: SourceInfo, files: Files) -> ReadList:
    """Read a table as its mapping says.

    Raises:
        InvalidInput: there is no mapping (the message holds one to begin with), or it does not
            go with the table.
        WrongFormat: it is no table, a row has no number or name, a date cannot be read.
        UnreadFields: it has a column that the mapping does not name.
        UnknownValue: it has a code that the mapping does not name.
    """
    principal = info.format_of(files).principal
    table = _Table(info.name, principal, files[principal])
    if _MAPPING not in files:
        raise _no_mapping(table)
    where = where_of(files[_MAPPING], _MAPPING)
    mapping = read_mapping(where, content(files, _MAPPING))
    _check_header(table, mapping)
    return ReadList(info.name, _published(table, mapping), _subjects(table, mapping))


def _cells(table: _Table, mapping: TableMapping | None = None) -> Cells:
    """Yield the rows of a table as text, the names of its columns first."""
    if table.name == "table.csv":
        delimiter = (mapping and mapping.delimiter) or _delimiter(table)
        return csv_rows(*table, delimiter)
    if table.name == "table.parquet":
        return _parquet_rows(table)
    return sheet_rows(*table, (mapping and mapping.sheet) or None)


def _delimiter(table: _Table) -> str:
    """Tell what stands between columns by what is most frequent between their names."""
    with decoded(*table) as text:
        first = re.sub(r'"[^"]*"', "", text.readline(_LOOKED_AT * 100))
    if not any(mark in first for mark in _DELIMITERS):
        raise WrongFormat(
            table.source, table.where, "has nothing between columns in its first line"
        )
    return max(_DELIMITERS, key=first.count)


def _parquet_rows(table: _Table) -> Cells:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise InvalidInput(
            f"{table.where}: reading Parquet needs pyarrow; nothing was loaded. Install it with "
            "`pip install enjoin[parquet]`, or save the table as CSV."
        ) from error
    try:
        file = io.BytesIO(table.file) if isinstance(table.file, bytes) else table.file
        with parquet.ParquetFile(file) as opened:
            names = opened.schema_arrow.names
            yield f"{table.name} columns", names
            number = 0
            for batch in opened.iter_batches(batch_size=10_000):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{table.name} row {number}", [_text(row[name]) for name in names]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise WrongFormat(
            table.source, table.where, f"is no whole Parquet file: {error}"
        ) from error


def _text(value: object) -> str:
    """Write a cell of Parquet as text; several values in it with ';' between them."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_text(each) for each in value)
    return str(value)  # a date writes itself in ISO 8601


def _header(cells: Cells) -> list[str]:
    _, first = next(cells, ("", []))
    return column_names(first)


def _no_mapping(table: _Table) -> InvalidInput:
    """Return an error that holds a mapping to begin with."""
    names = _header(_cells(table))
    if not any(names):
        raise WrongFormat(table.source, table.where, "has no columns")
    rows = islice(_cells(table), 1, _LOOKED_AT)
    some = (dict(zip(names, [*cells, *[""] * len(names)], strict=False)) for _, cells in rows)
    file = _MAPPING if isinstance(table.file, bytes) else str(table.file.with_suffix(".yaml"))
    return InvalidInput(
        f"{table.where}: there is no mapping that says what its columns mean; nothing was loaded. "
        f"Save this as {file}, correct it, and run the same command again (docs/tables.md "
        f"explains it):\n\n{guessed(names, some)}"
    )


def _check_header(table: _Table, mapping: TableMapping) -> None:
    """Refuse a mapping that names columns the table has not, and the other way round."""
    names = {name for name in _header(_cells(table, mapping)) if name}
    if absent := (mapping.named() | set(mapping.ignored)) - names:
        raise InvalidInput(
            f"{mapping.where}: names the column(s) {', '.join(sorted(absent))}, and "
            f"{table.where} has {', '.join(sorted(names))}; nothing was loaded. Correct the "
            "mapping and run the same command again."
        )
    if unread := names - mapping.named() - set(mapping.ignored):
        cure = f"Name them in {mapping.where} under `columns`, or under `ignored`."
        raise UnreadFields(table.source, table.where, unread, cure)


def _published(table: _Table, mapping: TableMapping) -> str | None:
    """Return the day the mapping states, or that of the first row's column."""
    if isinstance(mapping.published, str):
        return mapping.published or None
    row = next(headed(table.source, _cells(table, mapping)), None)
    return day_of(row, mapping.published.column) if row else None


def _subjects(table: _Table, mapping: TableMapping) -> Iterator[list[Entity]]:
    seen: set[str] = set()
    published = _published(table, mapping)
    for row in headed(table.source, _cells(table, mapping)):
        if isinstance(mapping.published, FromColumn):
            _check_day(row, mapping.published.column, published)
        subject = entry(row, mapping)
        if subject.id in seen:
            why = f"has the {mapping.id} of a row before it; each entry needs its own"
            raise WrongFormat(table.source, row.where, why)
        seen.add(subject.id)
        yield subject.entities()


def _check_day(row: Row, name: str, published: str | None) -> None:
    if (day := day_of(row, name)) != published:
        raise WrongFormat(row.source, row.where, f"{name} is {day}, the first row has {published}")
