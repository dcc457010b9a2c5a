"""Consolidated List of Australia's Department of Foreign Affairs and Trade (Excel workbook).

One sheet, one row per name: `1000` is a party's primary name, `1000a` and `1000b` are others, and
the rest of the columns is repeated with each. The Department's guide to the list says what they
mean; since November 2025 they tell the strength of an alias and each measure. Older files, which
repeat the reference without letters, are read too.

Days are written before months (`05/12/1970` is in December), and a cell may hold several values:
`a) 13/06/1961 b) approximately 1963`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import chain, dropwhile
from pathlib import Path

from enjoin.model.countries import code_of
from enjoin.model.entity import Entity
from enjoin.model.errors import WrongFormat
from enjoin.model.values import clean_date, clean_text, parse_date, read_date
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo
from enjoin.sources.rows import Row, grouped, headed, sheet_rows
from enjoin.sources.subject import Subject

INFO = SourceInfo(
    name="au_dfat",
    title="Australian Sanctions Consolidated List",
    authority="Department of Foreign Affairs and Trade",
    formats=(
        Format(
            name="XLSX",
            files=(
                (
                    # The former name, regulation8_consolidated.xlsx, leads to a file of 2022.
                    "australian_sanctions_consolidated_list.xlsx",
                    "https://www.dfat.gov.au/sites/default/files/"
                    "Australian_Sanctions_Consolidated_List.xlsx",
                ),
            ),
            begins=r"\APK\x03\x04(?s:.)*?(?:\[Content_Types\]\.xml|xl/)",
            verified=False,
        ),
    ),
    max_age_days=30,
    low=1,
    high=20_000,
    whole=2_000,
)

_MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
_NEEDED = (
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "Committees",
    "Control Date",
)
_ADDED = ("Alias Strength", "IMO Number", "Instrument of Designation", *_MEASURES)
_COLUMNS = {column.casefold(): column for column in (*_NEEDED, *_ADDED)}

_SCHEMATA = {
    "Individual": "Person",
    "Entity": "Organization",
    "Vessel": "Vessel",
    "Aircraft": "Airplane",
}
_NAMES = {
    "Primary Name": "name",
    "Original Script": "alias",
    "Alias": "alias",
    "aka": "alias",
    "a.k.a.": "alias",
    "fka": "previousName",
    "f.k.a.": "previousName",
    "Former Name": "previousName",
    "Formerly known as": "previousName",
}
_STRENGTHS = {"": "alias", "N/A": "alias", "Strong": "alias", "Weak": "weakAlias"}
#: The guide speaks of TRUE and FALSE, the sheet has 1 and 0.
_IMPOSED = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_IMPOSED |= {"": False}


def read(files: Files) -> ReadList:
    """Read the workbook; its date is the day on which the Department saved it.

    Raises:
        WrongFormat: it is no workbook of this list, a party has no number, or no primary name.
        UnreadFields: it has a column that nobody reads here.
        UnknownValue: a type, a kind of name, a strength or a measure has no known meaning.
    """
    name = INFO.format_of(files).principal
    return ReadList(INFO.name, _saved(files[name]), _subjects(files, name))


_MODIFIED = re.compile(r"<dcterms:modified\b[^>]*>\s*(\d{4}-\d\d-\d\d)")


def _saved(file: bytes | Path) -> str | None:
    """Return the day the workbook was saved, as its properties have it; None where none tell."""
    try:
        opened = zipfile.ZipFile(BytesIO(file) if isinstance(file, bytes) else file)
        with opened as parts, parts.open("docProps/core.xml") as part:
            properties = part.read(1 << 16).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError):
        return None  # what is wrong with the file is told when its sheet is read
    found = _MODIFIED.search(properties)
    return clean_date(found[1]) if found else None


def _subjects(files: Files, name: str) -> Iterator[list[Entity]]:
    def rows() -> Iterator[Row]:
        cells = _cleaned(sheet_rows(INFO.name, name, files[name]))
        return headed(INFO.name, cells, frozenset(_NEEDED))

    for number, party in grouped(rows, _number):
        yield _subject(f"{INFO.name}-{number}", number, party)


def _cleaned(rows: Iterator[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows from the names of the columns on, those written as they are known here."""
    table = dropwhile(lambda row: _NEEDED[0].casefold() not in map(_folded, row[1]), rows)
    where, columns = next(table, (INFO.formats[0].principal, []))
    names = [_COLUMNS.get(_folded(column), column) for column in columns]
    for place, cells in chain([(where, names)], table):
        # '_x000D_' is how Excel writes the end of a line inside a cell.
        yield place, [clean_text(cell.replace("_x000D_", " ")) for cell in cells]


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


_REFERENCE = re.compile(r"(\d+)\s*[a-z]*", re.IGNORECASE)


def _number(row: Row) -> str:
    """Return the number that all rows of a party share: that of '1000' and '1000a'."""
    reference = row.peek("Reference")
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise WrongFormat(INFO.name, row.where, f"has the Reference {reference!r}, no number")
    return match[1]


def _subject(id_: str, number: str, rows: Sequence[Row]) -> list[Entity]:
    schemata = dict.fromkeys(row.choose("Type", _SCHEMATA) for row in rows)
    if len(schemata) > 1:
        why = f"reference {number} is of several types ({', '.join(schemata)})"
        raise WrongFormat(INFO.name, rows[0].where, why)
    subject = Subject(id_, next(iter(schemata)))
    for row in rows:
        _name(subject, row)
        _described(subject, row)
    if not subject.values["name"]:
        raise WrongFormat(INFO.name, rows[0].where, f"reference {number} has no primary name")
    _sanction(subject, number, rows)
    for row in rows:
        row.take("Reference")
        row.done()
    return subject.entities()


def _name(subject: Subject, row: Row) -> None:
    kind = row.choose("Name Type", _NAMES)
    strength = row.choose("Alias Strength", _STRENGTHS)
    name = row.need("Name of Individual or Entity")
    subject.add(strength if kind == "alias" else kind, name)


_LETTERED = re.compile(r"(?:^|(?<=\s))\(?[a-z]\)\s*")
_FIRST_LETTER = re.compile(r"(?:^|\s)\(?a\)\s")


def _several(text: str) -> list[str]:
    """Split 'a) Kabul b) Herat' and 'Iran; Iraq' into their values; 'Block (c) 2' is one."""
    parts = _LETTERED.split(text) if _FIRST_LETTER.search(text) else [text]
    pieces = (piece for part in parts for piece in part.split(";"))
    return [value for piece in pieces if (value := piece.strip(" ,;"))]


def _described(subject: Subject, row: Row) -> None:
    person = subject.schema == "Person"
    for born in _dates(row.take("Date of Birth")):
        subject.date("birthDate", "Date of birth", born)
    for place in _several(row.take("Place of Birth")):
        subject.add("birthPlace", place)
        if person:
            subject.add("birthCountry", _country_at_end(place))
    for country in _several(row.take("Citizenship")):
        subject.country("citizenship" if person else "country", "Citizenship", country)
    for address in _several(row.take("Address")):
        _address(subject, address)
    _ship_number(subject, row.take("IMO Number"))
    subject.note("", row.peek("Additional Information"))


#: '13/06/1961' and '06/1961', the day before the month.
_SLASHED = re.compile(r"(?<![\d/])(?:(\d{1,2})/)?(\d{1,2})/(\d{4})(?![\d/])")
_SERIAL = re.compile(r"\d{5}")
_EXCEL_EPOCH = date(1899, 12, 30)  # Excel's day 1, counting a 29 February 1900 that never was


def _dates(text: str) -> list[str]:
    """Split a cell of dates, each written so that `read_date` reads it.

    Between two of them stands a comma, 'or', a letter as in 'a) 1960 b) 1961', or nothing but a
    blank. A number of five digits is no year but a day as Excel counts them.
    """
    spelled = _SLASHED.sub(_iso, re.sub(r"\b(approximately|circa):", r"\1", text, flags=re.I))
    pieces = (piece for part in _several(spelled) for piece in re.split(r",\s*|\bor\b", part))
    return [
        _from_serial(each)
        for piece in pieces
        for each in re.split(r"(?<=\d)\s+(?=\d)", piece.strip())
        if each
    ]


def _iso(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    written = f"{year}-{month}-{day}" if day else f"{year}-{month}"
    return clean_date(written) or match[0]


def _from_serial(text: str) -> str:
    if not _SERIAL.fullmatch(text):
        return text
    return (_EXCEL_EPOCH + timedelta(days=int(text))).isoformat()


def _country_at_end(text: str) -> str | None:
    return code_of(text.rpartition(",")[2].strip(" ."))


def _address(subject: Subject, text: str) -> None:
    line, _, last = text.rpartition(",")
    if _country_at_end(text):  # alone, it is a country and no address
        subject.address([line], country=last.strip(" ."))
    else:
        subject.address([text])


def _ship_number(subject: Subject, text: str) -> None:
    for number in re.findall(r"\d{7}", text):
        subject.checked("imoNumber", number)
    if not re.search(r"\d{7}", text):
        subject.note("IMO number", text)


_DAY = r"(\d{1,2}\s+[A-Za-z]+\.?,?\s+\d{4})"
#: 'Listed on 25 Jan. 2001 (amended on ...)', and not what was amended or relisted on a day.
_LISTED = re.compile(
    rf"^{_DAY}|\b(?:listed|designated|declared)\b[^.;()]*?\bon:?\s+{_DAY}", re.IGNORECASE
)
_UN_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")


def _sanction(subject: Subject, number: str, rows: Sequence[Row]) -> None:
    """Add the listing, of which each row of a party tells the same.

    The control date is that of the last change to an entry; when a party was listed, if anything,
    the listing information says in words.
    """
    information = [row.take("Listing Information") for row in rows]
    told = [*information, *(row.take("Additional Information") for row in rows)]
    instruments = [row.take("Instrument of Designation") for row in rows]
    changed = [day for row in rows for day in _changed(subject, row)]
    subject.add("modifiedAt", max(changed, default=None))
    subject.sanction(
        "listing",
        authority=INFO.authority,
        program=[each for row in rows for each in _several(row.take("Committees"))],
        provisions=[measure for row in rows for measure in _measures(row)],
        authorityId=number,
        unscId=[reference for text in told for reference in _UN_REFERENCE.findall(text)],
        listingDate=_listed_on(information),
        modifiedAt=max(changed, default=None),
        summary=[*information, *(f"Instrument: {text}" for text in instruments if text)],
    )


def _measures(row: Row) -> list[str]:
    return [measure for measure in _MEASURES if row.choose(measure, _IMPOSED)]


def _listed_on(information: Sequence[str]) -> str | None:
    """Return the first day on which a party is said to have been listed."""
    found = (match for text in information if (match := _LISTED.search(text)))
    return next((day for match in found if (day := parse_date(match[1] or match[2]))), None)


def _changed(subject: Subject, row: Row) -> tuple[str, ...]:
    text = row.take("Control Date")
    dates = _dates(text)
    found = read_date(dates[0]) if len(dates) == 1 else None
    if text and found is None:
        subject.note("Control date", text)
    return found.values[:1] if found else ()
