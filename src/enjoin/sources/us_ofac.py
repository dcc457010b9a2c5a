"""Specially Designated Nationals, as the US Treasury's OFAC publishes them (relational CSV).

Four files without headers, joined on `ent_num`: entries, alternate names, addresses, and what did
not fit into an entry's remarks of 1,000 characters. The layout is OFAC's data specification's; null
is `-0-`. What remarks hold is read by `enjoin.sources.us_ofac_remarks`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enjoin.model.entity import Entity, derived_id, make
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.reading import (
    Files,
    Format,
    ReadList,
    SourceInfo,
    content,
    country_codes,
    missing_files,
)
from enjoin.sources.us_ofac_remarks import Subject, natural_order, read_remarks

_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
INFO = SourceInfo(
    name="us_ofac_sdn",
    title="Specially Designated Nationals and Blocked Persons List",
    authority="Office of Foreign Assets Control",
    formats=(
        Format(
            name="relational CSV",
            files=tuple(
                (f"{name}.csv", f"{_EXPORTS}{name.upper()}.CSV")
                for name in ("sdn", "alt", "add", "sdn_comments")
            ),
            begins=r'\A\s*\d+,\s*"',
            optional=frozenset({"sdn_comments.csv"}),
        ),
    ),
    max_age_days=7,
    low=5_000,
    high=60_000,
)

_SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_NO_TYPE = "Organization"
_ALIASES = {"aka": "alias", "nka": "alias", "fka": "previousName"}
_NUMBER = re.compile(r"\s*[0-9]{1,18}\s*")
_NULL = re.compile(r"\s*(?:-0-?)?\s*")
#: Rows of other files that point at no entry: more than this share means that a file was cut.
_ORPHANS = 0.005
#: Remarks that no rule reads: beyond these (share and number) OFAC has changed how it writes them.
_UNREAD_SHARE, _UNREAD_NUMBER = 0.02, 10


class Entry(NamedTuple):
    """A row of SDN.CSV: columns as the specification names them."""

    ent_num: str
    name: str
    kind: str
    program: str
    title: str
    call_sign: str
    vess_type: str
    tonnage: str
    grt: str
    vess_flag: str
    vess_owner: str
    remarks: str


class Tables(NamedTuple):
    """The four files, joined: entries, and rows of the others by `ent_num`."""

    entries: Mapping[str, Entry]
    alternates: Mapping[str, Sequence[Sequence[str]]]
    addresses: Mapping[str, Sequence[Sequence[str]]]
    comments: Mapping[str, Sequence[Sequence[str]]]


def read(files: Files) -> ReadList:
    """Read SDN.CSV with its siblings: individuals are Person, vessels Vessel, aircraft Airplane.

    The files carry no date. SDN.CSV alone is read too, without the names and addresses that the
    others hold: `ReadList.missing` then names them.

    Raises:
        WrongFormat: the files are not OFAC's, or are cut, or do not belong together.
        UnreadFields: more remarks are not understood than a change of format would explain.
        UnknownValue: an entry or an alternate name is of an unknown kind.
    """
    tables = Tables(
        _entries(files),
        _grouped(files, "alt.csv", 5),
        _grouped(files, "add.csv", 6),
        _grouped(files, "sdn_comments.csv", 2),
    )
    _check_joined(tables)
    return ReadList(INFO.name, None, _subjects(tables), missing_files(INFO.formats[0], files))


def _rows(files: Files, name: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a file, nulls as ''; a missing file has none."""
    if name not in files:
        return
    data = content(files, name).rstrip(b"\x1a\r\n ")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if len(row) != columns or not _NUMBER.fullmatch(row[0]):
                raise WrongFormat(INFO.name, f"{name} line {reader.line_num}", _wrong(row, columns))
            yield ["" if _NULL.fullmatch(cell) else cell for cell in row]
    except csv.Error as error:
        where = f"{name} line {reader.line_num}"
        raise WrongFormat(INFO.name, where, f"is no row of the file: {error}") from error


def _wrong(row: Sequence[str], columns: int) -> str:
    if len(row) != columns:
        return f"has {len(row)} columns where OFAC's file has {columns}"
    return f"begins with {row[0][:40]!r}, where an entry's number is due"


def _entries(files: Files) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in _rows(files, "sdn.csv", len(Entry._fields)):
        entry = Entry(*row)._replace(ent_num=row[0].strip())
        if entry.ent_num in entries or not entry.name.strip():
            why = "comes twice" if entry.ent_num in entries else "has no name"
            raise WrongFormat(INFO.name, f"sdn.csv entry {entry.ent_num}", why)
        entries[entry.ent_num] = entry
    if not entries:
        raise WrongFormat(INFO.name, "sdn.csv", "is empty or absent")
    return entries


def _grouped(files: Files, name: str, columns: int) -> dict[str, list[list[str]]]:
    grouped: dict[str, list[list[str]]] = defaultdict(list)
    for row in _rows(files, name, columns):
        grouped[row[0].strip()].append(row)
    if name in files and not grouped and name not in INFO.formats[0].optional:
        raise WrongFormat(INFO.name, name, "is empty")
    return dict(grouped)


def _check_joined(tables: Tables) -> None:
    """Refuse files that are cut at the end of a row, or are of different days.

    Then names and addresses belong to entries that are not there. Comments are left out: OFAC
    itself leaves some behind.
    """
    for name, rows in (("alt.csv", tables.alternates), ("add.csv", tables.addresses)):
        orphans = sorted(rows.keys() - tables.entries.keys(), key=int)
        if len(orphans) > _ORPHANS * len(rows):
            why = (
                f"{len(orphans):,} of its {len(rows):,} entries are not in sdn.csv "
                f"(the first is {orphans[0]}): a file is cut, or they are of different days"
            )
            raise WrongFormat(INFO.name, name, why)


def _subjects(tables: Tables) -> Iterator[list[Entity]]:
    ids = _ids_by_name(tables)
    segments, unread = 0, list[str]()
    for entry in tables.entries.values():
        subject = _subject(entry, tables, ids)
        segments += subject.segments
        unread += subject.unread
        yield _finished(subject, entry)
    if len(unread) > max(_UNREAD_NUMBER, _UNREAD_SHARE * segments):
        some = [text[:60] for text in unread[:5]]
        raise UnreadFields(INFO.name, f"{len(unread):,} of {segments:,} remarks", some)


def _ids_by_name(tables: Tables) -> dict[str, str]:
    """Map each name that a single entry bears to its id, so that remarks can be linked."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for number, entry in tables.entries.items():
        bearers[name_key(entry.name)].add(number)
    for number, rows in tables.alternates.items():
        for row in rows:
            bearers[name_key(row[3])].add(number)
    return {
        name: f"{INFO.name}-{next(iter(numbers))}"
        for name, numbers in bearers.items()
        if len(numbers) == 1
    }


def name_key(name: str) -> str:
    """Return a name as it is looked up: without case, punctuation and order of its words."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _subject(entry: Entry, tables: Tables, ids: Mapping[str, str]) -> Subject:
    kind = entry.kind.strip().casefold()
    if kind and kind not in _SCHEMATA:
        raise UnknownValue(INFO.name, f"sdn.csv entry {entry.ent_num}", "SDN_Type", entry.kind)
    schema = _SCHEMATA.get(kind, _NO_TYPE)
    subject = Subject(f"{INFO.name}-{entry.ent_num}", schema, lambda name: ids.get(name_key(name)))
    _names(subject, entry, tables.alternates.get(entry.ent_num, ()))
    _vessel(subject, entry)
    _addresses(subject, tables.addresses.get(entry.ent_num, ()))
    if entry.title:
        subject.add("position" if schema == "Person" else "notes", entry.title)
    spilled = [row[1] for row in tables.comments.get(entry.ent_num, ())]
    read_remarks(subject, "".join((entry.remarks, *spilled)))
    return subject


def _names(subject: Subject, entry: Entry, alternates: Sequence[Sequence[str]]) -> None:
    subject.add("topics", "sanction")
    subject.add("name", subject.in_order(entry.name))
    if subject.schema == "Person" and "," in entry.name:
        _, given, family = natural_order(entry.name)
        subject.add("firstName", given)
        subject.add("lastName", family)
    for _, number, kind, name, remarks in alternates:
        if kind.strip().casefold() not in _ALIASES:
            raise UnknownValue(INFO.name, f"alt.csv row {number}", "alt_type", kind)
        subject.add(_ALIASES[kind.strip().casefold()], subject.in_order(name))
        subject.add("notes", f"{name}: {remarks}" if remarks else None)


def _vessel(subject: Subject, entry: Entry) -> None:
    """Read the columns only vessels fill; in another entry they are kept as words."""
    columns = {
        "callSign": entry.call_sign,
        "type": entry.vess_type,
        "tonnage": entry.tonnage,
        "grossRegisteredTonnage": entry.grt,
    }
    for prop, value in columns.items():
        if subject.schema == "Vessel":
            subject.add(prop, value)
        elif value:
            subject.add("notes", f"{prop}: {value}")
    if entry.vess_flag:
        subject.country("flag", "Vessel flag", entry.vess_flag)
    if entry.vess_owner:
        subject.party("Vessel owner", entry.vess_owner)


def _addresses(subject: Subject, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        street, city, country, remarks = (" ".join(cell.split()) for cell in row[2:])
        if country.casefold() == "undetermined":
            country = ""
        codes = country_codes(country)
        full = ", ".join(part for part in (street, city, country) if part)
        subject.add("country", *codes)
        if not (street or city or remarks):
            subject.add("notes", f"Country: {country}" if country and not codes else None)
            continue
        address = make(
            "Address",
            derived_id(subject.id, "Address", full, remarks),
            full=full,
            street=street,
            city=city,
            region=None if codes else country,
            country=codes,
            remarks=remarks,
        )
        subject.parts.append(address)
        subject.add("address", full)
        subject.add("addressEntity", address.id)


def _finished(subject: Subject, entry: Entry) -> list[Entity]:
    """Put a subject together with its parts and, for each programme, its Sanction."""
    programmes = [part.strip() for part in entry.program.split("] [") if part.strip()]
    sanctions = [
        make(
            "Sanction",
            derived_id(subject.id, "Sanction", programme),
            entity=subject.id,
            authority=INFO.authority,
            program=programme,
            provisions=subject.provisions,
        )
        for programme in programmes or [""]
    ]
    parts = {part.id: part for part in (*subject.parts, *sanctions)}
    return [make(subject.schema, subject.id, **subject.values), *parts.values()]
