"""Denied Persons List of the US Bureau of Industry and Security (tab-separated text).

The columns are those of the file itself; the Bureau publishes no specification. Each row is a name
at one address under one order, so rows of the same name and effective date are one party.

The list numbers nobody. An id is the digest of name and effective date, which name the order; an
address is left out of it, since the Bureau corrects addresses and the party stays the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from enjoin.model.countries import code_of, name_of
from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo
from enjoin.sources.rows import Row, csv_rows, grouped, headed
from enjoin.sources.subject import Subject
from enjoin.sources.us_csl import LAST_YEAR, ORDERS, packed_names

INFO = SourceInfo(
    name="us_bis_dpl",
    title="Denied Persons List",
    authority="Bureau of Industry and Security",
    formats=(
        Format(
            name="tab-separated text",
            files=(("dpl.txt", "https://www.bis.doc.gov/dpl/dpl.txt"),),
            begins=r'"?Name"?\t"?Street_Address"?\t',
        ),
    ),
    max_age_days=30,
    low=1,
    high=5_000,
    whole=300,
)

_COLUMNS = (
    "Name Street_Address City State Country Postal_Code "
    "Effective_Date Expiration_Date Standard_Order Last_Update"
).split()
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read(files: Files) -> ReadList:
    """Read the list; it does not tell persons from companies, so all are LegalEntity.

    The file carries no date.

    Raises:
        WrongFormat: it is another file, or is cut.
        UnreadFields: it has a column that nobody reads here.
        UnknownValue: a date or the kind of order has no known meaning.
    """
    return ReadList(INFO.name, None, _subjects(files))


def _subjects(files: Files) -> Iterator[list[Entity]]:
    for number, rows in grouped(lambda: _rows(files), _number):
        yield _subject(f"{INFO.name}-{number}", rows)


def _rows(files: Files) -> Iterator[Row]:
    name = INFO.format_of(files).principal
    cells = csv_rows(INFO.name, name, files[name], delimiter="\t")
    return headed(INFO.name, _unbroken(cells), frozenset(_COLUMNS))


def _unbroken(rows: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Yield rows that reach their last update; older files leave out what is blank behind it.

    Where the very last row does so, that is where the file was cut.
    """
    columns, place, found = 0, "", 0
    for place, cells in rows:
        found = len(cells) or found
        columns = columns or found
        if found < min(columns, len(_COLUMNS)):
            break
        yield place, cells
    if found < columns:
        why = f"breaks off after {found} of {columns} columns: the file is cut here"
        raise WrongFormat(INFO.name, place, why)


def _number(row: Row) -> str:
    """Return the digest that stands for a party under an order."""
    order = f"{' '.join(row.peek('Name').split()).casefold()}\x1f{_iso(row, 'Effective_Date')}"
    return hashlib.blake2b(order.encode(), digest_size=8).hexdigest()


def _iso(row: Row, column: str) -> str:
    """Read a date, which is written 10/16/2017 (the month first) or 2017-10-16; '' for none."""
    text = row.peek(column)
    slashed = _SLASHED.fullmatch(text)
    month, day, year = slashed.groups() if slashed else ("", "", "")
    date = clean_date(f"{year}-{month}-{day}" if slashed else text)
    if text and date is None:
        raise UnknownValue(INFO.name, row.where, column, text)
    return date or ""


def _subject(id_: str, rows: Sequence[Row]) -> list[Entity]:
    subject = Subject(id_, "LegalEntity", topics=("export.control",))
    for row in rows:
        name = row.need("Name")
        for prop, text in packed_names(name, "name"):
            subject.add(prop, text)
        if not subject.values["name"]:
            raise WrongFormat(INFO.name, row.where, f"has the name {name!r}, which is none")
        _address(subject, row)
    _sanction(subject, rows)
    for row in rows:
        row.done()
    return subject.entities()


def _address(subject: Subject, row: Row) -> None:
    street, city, state, postal, country = (
        row.take(c) for c in ("Street_Address", "City", "State", "Postal_Code", "Country")
    )
    code = code_of(country) if country else None
    subject.address(
        (street, city, state, postal),
        country=name_of(code) if code else country,
        street=street,
        city=city,
        state=state,
        postalCode=postal,
    )


def _sanction(subject: Subject, rows: Sequence[Row]) -> None:
    """Add the one listing that the rows of a party tell of."""
    starts = [day for row in rows for day in _days(subject, row, "Effective_Date")]
    ends = [day for row in rows for day in _days(subject, row, "Expiration_Date")]
    updates = [day for row in rows for day in _days(subject, row, "Last_Update")]
    subject.add("modifiedAt", max(updates, default=None))
    subject.sanction(
        "order",
        authority=INFO.authority,
        program=INFO.title,
        provisions=[row.choose("Standard_Order", ORDERS) for row in rows],
        authorityId=[row.take("FR_Citation") for row in rows],
        summary=[row.take("Action") for row in rows],
        startDate=starts,
        endDate=ends,
        modifiedAt=max(updates, default=None),
    )


def _days(subject: Subject, row: Row, column: str) -> list[str]:
    """Take a date. One in the year 3017 is kept in the Bureau's words alone.

    Which year was meant nobody can know, and as the end of an order it would never come.
    """
    day = _iso(row, column)
    text = row.take(column)
    if day > LAST_YEAR:
        subject.note(column.replace("_", " "), text)
        return []
    return [day] if day else []
