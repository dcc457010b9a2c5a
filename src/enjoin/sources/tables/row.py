"""A row of an organisation's own table into a subject, as its mapping says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from enjoin.model.entity import Text, subject_id
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.identifiers import CHECKED
from enjoin.model.values import DateRead, clean_date, clean_text, read_date
from enjoin.sources.families import own_id
from enjoin.sources.rows import Row
from enjoin.sources.subject import Subject
from enjoin.sources.tables.mapping import (
    LISTING,
    NAME_PARTS,
    PLACE,
    PLACE_COUNTRY,
    Column,
    FromColumn,
    TableMapping,
    precise,
)

_COUNTRIES = frozenset(
    "birthCountry citizenship country flag jurisdiction mainCountry nationality pastFlags".split()
)
_GENDERS = MappingProxyType({"m": "male", "male": "male", "f": "female", "female": "female"})


def entry(row: Row, mapping: TableMapping) -> Subject:
    """Make a subject of a row.

    Raises:
        WrongFormat: it has no number, no name, a date that cannot be read, or a cell in a column
            without a name.
        UnknownValue: it has a code that the mapping does not name.
    """
    subject = Subject(_id(row, mapping.id), _schema(row, mapping), mapping.topics)
    rest: dict[str, list[str]] = {}
    for name, column in mapping.columns.items():
        for text in _texts(row, name, column, mapping.where):
            if column.holds in LISTING or column.holds in {*PLACE, PLACE_COUNTRY}:
                values = _dates(row, name, column, text).values if column.is_date else (text,)
                rest.setdefault(column.holds, []).extend(values)
            else:
                _put(subject, row, name, column, text)
    _place(subject, rest)
    _listing(subject, rest, mapping.authority)
    _name(subject, row)
    if cell := row.take(""):
        raise WrongFormat(row.source, row.where, f"has {cell!r} in a column without a name")
    published = mapping.published
    dated = {published.column} if isinstance(published, FromColumn) else set()
    row.done({*mapping.ignored, *dated})
    return subject


def day_of(row: Row, name: str) -> str:
    """Read a column that holds a whole day, and leave it.

    Raises:
        WrongFormat: it is none.
    """
    day = clean_date(row.peek(name))
    if day is None or len(day) != 10:
        raise WrongFormat(row.source, row.where, f"{name} is {row.peek(name)!r}, no YYYY-MM-DD")
    return day


def _id(row: Row, column: str) -> str:
    number = " ".join(row.need(column).split())
    made = own_id(row.source, row.where, number)
    if subject_id(made) != made:
        raise WrongFormat(row.source, row.where, f"{column} {number!r} ends like a part of another")
    return made


def _schema(row: Row, mapping: TableMapping) -> str:
    given = mapping.schema
    if isinstance(given, str):
        return given
    return _meaning(row, given.column, row.take(given.column), given.values, mapping.where)


def _texts(row: Row, name: str, column: Column, where: str) -> Iterator[str]:
    """Take the values of a cell: parted, cleaned, codes replaced by what they stand for."""
    cell = row.take(name)
    meanings = column.values or (_GENDERS if column.holds == "gender" else {})
    for part in cell.split(column.split) if column.split else [cell]:
        if text := clean_text(part):
            yield _meaning(row, name, text, meanings, where) if meanings else text


def _meaning(row: Row, name: str, text: str, meanings: Mapping[str, str], where: str) -> str:
    folded = {code.casefold(): meaning for code, meaning in meanings.items()}
    if text.casefold() not in folded:
        cure = f"Name it in {where} under the `values` of {name}."
        raise UnknownValue(row.source, row.where, name, text, cure)
    return folded[text.casefold()]


def _put(subject: Subject, row: Row, name: str, column: Column, text: str) -> None:
    """Add a value to the property that its column stands for, checked as that needs."""
    prop = column.holds
    if prop == "notes":
        subject.note(name, text)
    elif prop == "address":
        subject.address([text])
    elif prop in _COUNTRIES:
        subject.country(prop, name, text)
    elif column.is_date:
        found = _dates(row, name, column, text)
        subject.add(prop, *found.values)
        subject.note(name, found.note)
    elif prop in CHECKED or prop == "mmsi":
        subject.checked(prop, text)
    else:
        subject.add(prop, Text(text, column.language) if column.language else text)


def _dates(row: Row, name: str, column: Column, text: str) -> DateRead:
    """Read a date: as ISO 8601, in the column's formats, or in words ('circa 1960').

    Raises:
        WrongFormat: it is none of these; 05/07/1962 without a format could be two days.
    """
    values = (precise(text, form) for form in column.formats)
    if value := clean_date(text) or next(filter(None, values), None):
        return DateRead((value,))
    if (found := read_date(text)) is None:
        why = (
            f"{name} is {text!r}, which is no date as the mapping has it (give its `format`, such "
            'as "%d/%m/%Y", or make it `notes`)'
        )
        raise WrongFormat(row.source, row.where, why)
    return found


def _place(subject: Subject, rest: Mapping[str, list[str]]) -> None:
    """Make an address of the columns that hold its parts."""
    parts = {prop: ", ".join(rest[word]) for word, prop in PLACE.items() if word in rest}
    subject.address(parts.values(), country=" / ".join(rest.get(PLACE_COUNTRY, ())), **parts)


def _listing(subject: Subject, rest: Mapping[str, list[str]], authority: str) -> None:
    """Add the listing: what the row says of it, by whom the row or the mapping says."""
    said = {LISTING[word]: values for word, values in rest.items() if word in LISTING}
    if authority:
        said.setdefault("authority", [authority])
    if said:
        subject.sanction("listing", **said)


def _name(subject: Subject, row: Row) -> None:
    """See to it that there is a name: the whole one, or else its parts put together.

    Raises:
        WrongFormat: there is none.
    """
    values = subject.values
    if not values["name"]:
        subject.add("name", " ".join(text for part in NAME_PARTS for text in values.get(part, ())))
    named = any(values.get(kind) for kind in ("name", "alias", "weakAlias"))
    if not named and subject.schema != "CryptoWallet":
        raise WrongFormat(row.source, row.where, "has no name")
