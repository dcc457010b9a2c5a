"""OFAC's relational files: entries, alternate names, addresses and comments, joined on `ent_num`.

They have no header and no date; null is `-0-`. Comments hold what did not fit into an entry's
remarks of 1,000 characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enjoin.model.errors import WrongFormat
from enjoin.sources.reading import Files, ReadList, SourceInfo, missing_files
from enjoin.sources.rows import csv_rows
from enjoin.sources.us_ofac.entry import (
    Address,
    Alternate,
    Entry,
    Measure,
    Ship,
    check_entry,
    subjects,
)
from enjoin.sources.us_ofac.subject import Bearers

_DELIMITERS = {".csv": ",", ".del": "@"}
#: Columns of the files, in the order in which a format names the files.
_COLUMNS = (12, 5, 6, 2)
_NUMBER = re.compile(r"\s*[0-9]{1,18}\s*")
_NULLS = frozenset({"", "-0-", "-0"})
_END_OF_FILE = ["\x1a"]
#: Rows of other files that point at no entry: more than this share means that a file was cut.
_ORPHANS = 0.005

Rows = Mapping[str, Sequence[Sequence[str]]]


class _Tables(NamedTuple):
    """The four files: rows by `ent_num`, in the order of the file."""

    entries: Mapping[str, Sequence[str]]
    alternates: Rows
    addresses: Rows
    comments: Rows


def read_tables(info: SourceInfo, files: Files, measure: Measure) -> ReadList:
    """Read the file of entries with its siblings; those that are absent are in `missing`."""
    kind = info.format_of(files)
    entries, *others = (
        _rows(info, files, name, columns)
        for name, columns in zip(kind.names, _COLUMNS, strict=True)
    )
    tables = _Tables(_entries(info, kind.principal, entries), *map(_grouped, others))
    for name, rows in ((kind.names[1], tables.alternates), (kind.names[2], tables.addresses)):
        if name in files:
            _check_joined(info, name, rows, tables.entries)
    found = subjects(info, _joined(tables), _bearers(info, tables), measure)
    return ReadList(info.name, None, found, missing_files(kind, files))


def _rows(info: SourceInfo, files: Files, name: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a file, nulls as ''; a missing file has none."""
    if name not in files:
        return
    delimiter = _DELIMITERS[name[-4:]]
    for where, row in csv_rows(info.name, name, files[name], delimiter):
        if row in ([], _END_OF_FILE):
            continue
        if len(row) != columns or not _NUMBER.fullmatch(row[0]):
            raise WrongFormat(info.name, where, _wrong(row, columns))
        yield [row[0].strip(), *("" if cell.strip() in _NULLS else cell for cell in row[1:])]


def _wrong(row: Sequence[str], columns: int) -> str:
    if len(row) != columns:
        return f"has {len(row)} columns where OFAC's file has {columns}"
    return f"begins with {row[0][:40]!r}, where an entry's number is due"


def _entries(info: SourceInfo, name: str, rows: Iterator[list[str]]) -> dict[str, list[str]]:
    entries: dict[str, list[str]] = {}
    seen: set[str] = set()
    for row in rows:
        check_entry(info, row[0], row[1], seen)
        entries[row[0]] = row
    if not entries:
        raise WrongFormat(info.name, name, "is empty or absent")
    return entries


def _grouped(rows: Iterator[list[str]]) -> dict[str, list[list[str]]]:
    grouped: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return dict(grouped)


def _check_joined(
    info: SourceInfo, name: str, rows: Rows, entries: Mapping[str, Sequence[str]]
) -> None:
    """Refuse files that are empty, are cut at the end of a row, or are of different days.

    Then names and addresses belong to entries that are not there. Comments are not checked: OFAC
    itself leaves some behind.
    """
    if not rows:
        raise WrongFormat(info.name, name, "is empty")
    orphans = sorted(rows.keys() - entries.keys(), key=int)
    if len(orphans) > _ORPHANS * len(rows):
        why = (
            f"{len(orphans):,} of its {len(rows):,} entries are not in the file of entries "
            f"(the first is {orphans[0]}): a file is cut, or they are of different days"
        )
        raise WrongFormat(info.name, name, why)


def _bearers(info: SourceInfo, tables: _Tables) -> Bearers:
    bearers = Bearers(info.name)
    for number, row in tables.entries.items():
        bearers.add(row[1], number, primary=True)
    for number, rows in tables.alternates.items():
        for row in rows:
            bearers.add(row[3], number)
    return bearers


def _joined(tables: _Tables) -> Iterator[Entry]:
    for number, row in tables.entries.items():
        _, name, kind, programmes, title, *ship, remarks = row
        spilled = (row[1] for row in tables.comments.get(number, ()))
        alternates = (Alternate(*row[2:]) for row in tables.alternates.get(number, ()))
        yield Entry(
            number,
            name,
            kind,
            tuple(part for each in programmes.split("] [") if (part := each.strip())),
            title,
            Ship(*ship),
            "".join((remarks, *spilled)),
            tuple(alternates),
            tuple(_address(row) for row in tables.addresses.get(number, ())),
        )


def _address(row: Sequence[str]) -> Address:
    _, _, street, place, country, remarks = row
    return Address(street, place, "", "", country, remarks)
