"""The EU's list as CSV: an entity has a row for each name, address, birth, ..., joined here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from enjoin.model.errors import WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.eu.entry import ACT, PARTS, SOURCE, Entry
from enjoin.sources.rows import Row, column_names, csv_rows

#: Where a column belongs: a part of the entry, 'about' for the entry itself, and its cell there.
Place = tuple[str, str]

_ABOUT = "about"
_PREFIXES = {
    "Entity": _ABOUT,
    "NameAlias": "nameAlias",
    "Address": "address",
    "BirthDate": "birthdate",
    "Identification": "identification",
    "Citizenship": "citizenship",
    "Naal": "nameAlias",
    "Addr": "address",
    "Birt": "birthdate",
    "Iden": "identification",
    "Citi": "citizenship",
}

#: Columns of CSV 1.0, behind the prefix of their part.
_OLD_CELLS = {
    "logical_id": "logicalId",
    "leba_numtitle": f"{ACT}numberTitle",
    "leba_publication_date": f"{ACT}publicationDate",
    "leba_url": f"{ACT}publicationUrl",
    "programme": f"{ACT}programme",
    "lastname": "lastName",
    "firstname": "firstName",
    "middlename": "middleName",
    "wholename": "wholeName",
    "language": "nameLanguage",
    "zipcode": "zipCode",
    "country": "countryIso2Code",
    "other": "contactInfo",
    "date": "birthdate",
    "remark": "remark",
}
#: Columns of CSV 1.0 that tell of the entity or of its regulation.
_OLD_PLACES: dict[str, Place] = {
    "Subject_type": (_ABOUT, "subjectType classificationCode"),
    "EU_ref_num": (_ABOUT, "euReferenceNumber"),
    "Leba_numtitle": ("regulation", "numberTitle"),
    "Leba_publication_date": ("regulation", "publicationDate"),
    "Leba_url": ("regulation", "publicationUrl"),
    "Programme": ("regulation", "programme"),
}

#: Cells of CSV 1.1 that the XML calls otherwise.
_NEW_CELLS = {
    ("about", "eU_ReferenceNumber"): "euReferenceNumber",
    ("about", "subjectType"): "subjectType code",
    ("about", "subjectType_ClassificationCode"): "subjectType classificationCode",
    ("birthdate", "birthDate"): "birthdate",
    ("birthdate", "day"): "dayOfMonth",
    ("birthdate", "month"): "monthOfYear",
    ("identification", "typeCode"): "identificationTypeCode",
    ("identification", "typeDescription"): "identificationTypeDescription",
}
_ACT_COLUMN = "Regulation_"

_OLD_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


class _Line(NamedTuple):
    """A row of the file: the entity's number, and the cells of each part that has any."""

    where: str
    number: str
    parts: dict[str, dict[str, str]]


def csv_entries(file: bytes | Path, where: str) -> tuple[str, Iterator[Entry]]:
    """Return the day of a CSV file of either format, and its entries.

    Raises:
        WrongFormat: it is no such file, has no row, or breaks off within one.
    """
    rows = csv_rows(SOURCE, where, file, delimiter=";")
    _, header = next(rows, (where, []))
    names = column_names(header)
    if len(names) < 2 or not names[0].lower().startswith(("date_file", "filegenerationdate")):
        raise WrongFormat(SOURCE, where, "does not begin with the names of this list's columns")
    whole = _whole(rows, len(names))
    if (first := next(whole, None)) is None:
        raise WrongFormat(SOURCE, where, "has no row")
    published = _day(*first)
    return published, _entries(_lines(names, chain([first], whole), published))


def _whole(rows: Iterator[tuple[str, list[str]]], columns: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows that say anything; each has to have a cell for every column."""
    for where, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < columns or any(cell.strip() for cell in cells[columns:]):
            why = f"has {len(cells)} cells where there are {columns} columns"
            raise WrongFormat(SOURCE, where, why)
        yield where, cells


def _day(where: str, cells: Sequence[str]) -> str:
    """Return the day of the file, which stands in the first cell of each row: 04/07/2018."""
    text = cells[0].strip()
    match = _OLD_DATE.fullmatch(text)
    day = clean_date("-".join(reversed(match.groups())) if match else text)
    if day is None or len(day) != 10:
        raise WrongFormat(SOURCE, where, f"has {text!r} where the day of the file stands")
    return day


def _lines(
    names: Sequence[str], rows: Iterator[tuple[str, list[str]]], published: str
) -> Iterator[_Line]:
    places = [_place(name) for name in names[1:]]
    for where, cells in rows:
        if _day(where, cells) != published:
            raise WrongFormat(SOURCE, where, f"is of another day than {published}")
        yield _line(where, places, cells[1 : len(names)])


def _place(column: str) -> Place:
    """Tell where a column belongs; one that is not known becomes a cell that nobody reads."""
    if column in _OLD_PLACES:
        return _OLD_PLACES[column]
    if column.startswith("Entity_logical_id"):  # repeated in front of each part's columns
        return _ABOUT, column
    prefix, _, rest = column.partition("_")
    part = _PREFIXES.get(prefix)
    if part is None or not rest:
        return _ABOUT, column
    if rest.startswith(_ACT_COLUMN):
        act = _act_cell(rest.removeprefix(_ACT_COLUMN))
        return ("regulation", act) if part == _ABOUT else (part, f"{ACT}{act}")
    if rest[0].islower():
        return part, _OLD_CELLS.get(rest, rest)
    cell = rest[0].lower() + rest[1:]
    return part, _NEW_CELLS.get((part, cell), cell)


def _act_cell(name: str) -> str:
    return "regulationType" if name == "Type" else name[:1].lower() + name[1:]


def _cell(text: str) -> str:
    """Restore a cell: a new line stands there as a backslash and an n, a comma as a tab.

    'N/A' and '-' stand for nothing.
    """
    plain = text.replace("\\n", "\n").strip()
    if "\t" in plain:
        plain = re.sub(r"\s*\t\s*", ", ", plain)
    return "" if plain in {"N/A", "-"} else plain


def _line(where: str, places: Sequence[Place], cells: Sequence[str]) -> _Line:
    parts: dict[str, dict[str, str]] = {}
    for (part, name), text in zip(places, cells, strict=True):
        if text and (cell := _cell(text)):
            parts.setdefault(part, {})[name] = cell
    about = parts.setdefault(_ABOUT, {})
    repeated = [name for name in about if name.startswith("Entity_logical_id")]
    numbers = {about.pop(name) for name in (*repeated, "logicalId") if name in about}
    if len(numbers) != 1:
        raise WrongFormat(SOURCE, where, f"has {len(numbers)} entity numbers, where one is due")
    return _Line(where, numbers.pop(), parts)


def _entries(lines: Iterator[_Line]) -> Iterator[Entry]:
    """Join the rows of each entity, which follow one another."""
    for number, group in groupby(lines, key=lambda line: line.number):
        yield _entry(number, list(group))


def _entry(number: str, group: Sequence[_Line]) -> Entry:
    where = f"{group[0].where}, entity {number}"
    about: dict[str, dict[str, None]] = {"logicalId": {number: None}}
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for part in PARTS:
        said = (line.parts[part] for line in group if part in line.parts)
        for cells in {tuple(each.items()): each for each in said}.values():
            parts[part].append(Row(SOURCE, where, _document(cells)))
    for line in group:
        for name, cell in line.parts[_ABOUT].items():
            about.setdefault(name, {})[cell] = None
    return Entry(Row(SOURCE, where, {name: "\n".join(said) for name, said in about.items()}), parts)


_PACKED = re.compile(r"(.*?)\s*\((\w+)-([^()]*)\)\s*(?:\((.*)\))?", re.DOTALL)


def _document(cells: dict[str, str]) -> dict[str, str]:
    """Unpack CSV 1.0's number of a document: 'AD001095 (passport-National passport) (remark)'."""
    if "identificationTypeCode" in cells or not (
        match := _PACKED.fullmatch(cells.get("number", ""))
    ):
        return cells
    names = ("number", "identificationTypeCode", "identificationTypeDescription", "remark")
    return {**cells, **dict(zip(names, (part or "" for part in match.groups()), strict=True))}
