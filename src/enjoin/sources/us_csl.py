"""Consolidated Screening List of the United States' Commerce, State and Treasury (CSV).

The columns are those that the International Trade Administration documents for its Consolidated
Screening List; several values in a cell stand between semicolons. The list joins the screening
lists of three departments, so whoever stands on it is under what the `source` of the row says:
sanctions of Treasury and State, export controls of Commerce, debarment under the ITAR. A party
that is on two lists of Treasury has the same `_id` twice, and is one party with two listings.

Of the `ids`, OFAC's labels are read that have a property of their own. Others are an open
vocabulary: with a number they are papers, without one they are notes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from enjoin.model.countries import code_of, name_of
from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.schema import SCHEMATA
from enjoin.model.values import parse_date, read_date
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo, country_codes
from enjoin.sources.rows import Row, csv_rows, grouped, headed
from enjoin.sources.subject import Subject
from enjoin.sources.us_ofac.subject import natural_order

INFO = SourceInfo(
    name="us_csl",
    title="Consolidated Screening List",
    authority="United States Departments of Commerce, State and the Treasury",
    formats=(
        Format(
            name="CSV",
            files=(
                (
                    "consolidated.csv",
                    "https://data.trade.gov/downloadable_consolidated_screening_list/v1/"
                    "consolidated.csv",
                ),
            ),
            begins=r'"?_id"?,"?source"?,"?entity_number"?,',
        ),
    ),
    max_age_days=7,
    low=1,
    high=150_000,
    whole=10_000,
)

_NEEDED = frozenset("_id source type programs name addresses alt_names ids".split())
_SCHEMATA = {
    "": "LegalEntity",  # Commerce and State do not tell persons from companies
    "Individual": "Person",
    "Entity": "Organization",
    "Vessel": "Vessel",
    "Aircraft": "Airplane",
}


#: What the Bureau of Industry and Security says of a denial order.
ORDERS = MappingProxyType(
    {"": None, "Y": "Standard denial order", "N": "Non-standard denial order"}
)
#: No order reaches beyond: the longest denials are for fifty years, so it is a slip of the pen.
LAST_YEAR = "2100"


def read(files: Files) -> ReadList:
    """Read the list: individuals are Person, vessels Vessel, who is of no type LegalEntity.

    The file carries no date.

    Raises:
        WrongFormat: it is another file, or is cut: no row breaks off in a whole one.
        UnreadFields: it has a column that nobody reads here.
        UnknownValue: an entry's type, or the list it comes from, has no known meaning.
    """
    return ReadList(INFO.name, None, _subjects(files))


def _subjects(files: Files) -> Iterator[list[Entity]]:
    for number, rows in grouped(lambda: _rows(files), lambda row: row.peek("_id")):
        yield _subject(f"{INFO.name}-{number}", rows)


def _rows(files: Files) -> Iterator[Row]:
    name = INFO.format_of(files).principal
    return headed(INFO.name, _unbroken(csv_rows(INFO.name, name, files[name])), _NEEDED)


#: Characters that a department wrote in cp1252, and that were not converted with the others.
_CP1252 = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def _unbroken(rows: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Yield rows that are whole; the names of the columns may come again, which tells nothing."""
    columns: list[str] = []
    for where, cells in rows:
        if columns and 0 < len(cells) < len(columns):
            why = f"breaks off after {len(cells)} of {len(columns)} columns: the file is cut here"
            raise WrongFormat(INFO.name, where, why)
        if cells != columns:
            yield where, [cell if cell.isascii() else cell.translate(_CP1252) for cell in cells]
        columns = columns or cells


def _subject(id_: str, rows: Sequence[Row]) -> list[Entity]:
    row, *further = rows
    schema = row.choose("type", _SCHEMATA)
    lists = [_published(each) for each in rows]
    if len({each.title for each in lists}) < len(lists):
        raise WrongFormat(INFO.name, rows[-1].where, f"{id_} comes twice on the same list")
    subject = Subject(id_, schema, dict.fromkeys(each.topic for each in lists))
    _read(subject, row, "name")
    for each in further:
        if each.choose("type", _SCHEMATA) != schema:
            raise WrongFormat(INFO.name, each.where, f"says another type than {row.where}")
        _read(subject, each, "alias")
    return subject.entities()


class Published(NamedTuple):
    """One of the lists that are joined: its name, who keeps it, and what being on it means."""

    title: str
    authority: str
    topic: str


_TOPICS = {
    "Treasury Department": "sanction",
    "State Department": "sanction",
    "Bureau of Industry and Security": "export.control",
}
_DEBARRED = re.compile(r"\bdebarred\b", re.IGNORECASE)


def _published(row: Row) -> Published:
    """Tell which list a row comes from: 'Entity List (EL) - Bureau of Industry and Security'."""
    source = row.peek("source")
    title, _, authority = source.rpartition(" - ")
    if not title or authority not in _TOPICS:
        raise UnknownValue(INFO.name, row.where, "source", source)
    topic = "debarment" if _DEBARRED.search(title) else _TOPICS[authority]
    return Published(title, authority, topic)


def _read(subject: Subject, row: Row, prop: str) -> None:
    row.need("_id")
    _names(subject, row, prop)
    for address in _several(row.take("addresses")):
        _address(subject, address)
    _life(subject, row)
    _vessel(subject, row)
    subject.add("position" if subject.schema == "Person" else "notes", row.take("title"))
    subject.note("", row.take("remarks"))
    _sanction(subject, row, _identifiers(subject, row))
    row.done()


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


_ALSO = r"([afn])[./]\s?k[./]\s?a\b\.?[,:]?\s*"
_IN_BRACKETS = re.compile(rf"\(\s*{_ALSO}((?:[^()]|\([^()]*\))*)\)", re.IGNORECASE)
_BEHIND = re.compile(rf"[\s,;]+\b{_ALSO}", re.IGNORECASE)
_KINDS = {"a": "alias", "n": "alias", "f": "previousName"}


def packed_names(text: str, prop: str) -> list[tuple[str, str]]:
    """Part a name from those it says it is also, or was formerly, known as: (property, name).

    The first is of the property given: 'Chi Co., f.k.a. Chu Co.' is a name and a previousName.
    """
    inner = [
        (_KINDS[match[1].casefold()], name)
        for match in _IN_BRACKETS.finditer(text)
        for name in match[2].split(";")
    ]
    first, *rest = _BEHIND.split(_IN_BRACKETS.sub(" ", text))
    behind = [
        (_KINDS[kind.casefold()], name) for kind, name in zip(rest[::2], rest[1::2], strict=True)
    ]
    # 'f.k.a. Chu Co.' has no name in front, and is of the kind it says.
    found = [(prop, first), *behind, *inner]
    return [(kind, clean) for kind, name in found if (clean := " ".join(name.split()).strip(" ,;"))]


def _names(subject: Subject, row: Row, prop: str) -> None:
    name = row.need("name")
    packed = packed_names(name, prop)
    for alias in _several(row.take("alt_names")):
        if alias.startswith("(") and alias.endswith(")"):
            subject.note("Other names", alias[1:-1])  # words about those before it
        else:
            packed += packed_names(f" {alias.removeprefix('and ')}", "alias")
    for kind, text in packed:
        _name(subject, kind, text)
    if not subject.values[prop]:
        raise WrongFormat(INFO.name, row.where, f"has the name {name!r}, which is none")


def _name(subject: Subject, prop: str, text: str) -> None:
    """Add a name as it is spoken; one word that somebody is called by is a weak alias."""
    if subject.schema != "Person":
        subject.add(prop, text)
        return
    spoken, given, family = natural_order(text)
    subject.add("weakAlias" if prop == "alias" and " " not in spoken else prop, spoken)
    if prop == "name":
        subject.add("firstName", given)
        subject.add("lastName", family)


def _address(subject: Subject, text: str) -> None:
    """Add an address: its lines between commas, and at the end the code of its country, if any."""
    *lines, last = text.split(", ")
    code = last.casefold() if re.fullmatch(r"[A-Z]{2}", last) and code_of(last) else ""
    if not code:
        lines.append(last)
    elif lines and code_of(lines[-1]) == code:
        lines.pop()  # 'Yerevan, Armenia, AM' names it twice
    subject.address(lines, country=name_of(code) if code else "")


def _life(subject: Subject, row: Row) -> None:
    for born in _several(row.take("dates_of_birth")):
        subject.date("birthDate", "Date of birth", born)
    for place in _several(row.take("places_of_birth")):
        subject.add("birthPlace", place)
        codes = country_codes(place.rpartition(", ")[2])
        subject.add("birthCountry", *(codes if len(codes) == 1 else ()))
    for nation in _several(row.take("nationalities")):
        subject.country("nationality", "Nationality", nation)
    for nation in _several(row.take("citizenships")):
        subject.country("citizenship", "Citizenship", nation)


def _vessel(subject: Subject, row: Row) -> None:
    """Read the columns only vessels fill; of another entry they are kept as notes."""
    subject.add("callSign", row.take("call_sign"))
    subject.add("type", row.take("vessel_type"))
    subject.add("tonnage", row.take("gross_tonnage"))
    subject.add("grossRegisteredTonnage", row.take("gross_registered_tonnage"))
    subject.country("flag", "Vessel flag", row.take("vessel_flag"))
    subject.note("Vessel owner", row.take("vessel_owner"))


def _sanction(subject: Subject, row: Row, said: Mapping[str, Sequence[str]]) -> None:
    """Add the listing of one row: under which list and programmes, since when, what follows."""
    published = _published(row)
    row.take("source")
    number, order = row.take("entity_number"), row.choose("standard_order", ORDERS)
    if not subject.id.endswith(f"-{number}"):
        subject.note("Entity number", number)
    subject.sanction(
        published.title,
        authority=published.authority,
        program=[published.title, *_several(row.take("programs"))],
        authorityId=row.take("federal_register_notice"),
        provisions=[row.take("license_requirement"), order, *said["provisions"]],
        reason=row.take("license_policy"),
        listingDate=said["listingDate"],
        startDate=[*_day(subject, row, "start_date"), *said["startDate"]],
        endDate=_day(subject, row, "end_date"),
        sourceUrl=[row.take("source_list_url"), row.take("source_information_url")],
    )


def _day(subject: Subject, row: Row, column: str) -> tuple[str, ...]:
    text = row.take(column)
    found = read_date(text) if text else None
    if text and found is None:
        raise UnknownValue(INFO.name, row.where, column, text)
    if text > LAST_YEAR:
        subject.note(column, text)
        return ()
    return found.values if found else ()


How = Literal["text", "checked", "date", "country", "lower"]


class _Label(NamedTuple):
    """What the value behind a label of `ids` is: a property, and how its value is read."""

    prop: str
    how: How = "text"


_LABELS: Mapping[str, _Label] = MappingProxyType(
    {
        "aircraft manufacture date": _Label("buildDate", "date"),
        "aircraft mode s transponder code": _Label("icaoCode"),
        "aircraft model": _Label("model"),
        "aircraft tail number": _Label("registrationNumber"),
        "email address": _Label("email"),
        "equity ticker": _Label("ticker"),
        "former vessel flag": _Label("pastFlags", "country"),
        "gender": _Label("gender", "lower"),
        "isin": _Label("isinCode", "checked"),
        "legal entity identifier": _Label("leiCode", "checked"),
        "lei": _Label("leiCode", "checked"),
        "mmsi": _Label("mmsi", "checked"),
        "nationality country": _Label("nationality", "country"),
        "nationality of registration": _Label("country", "country"),
        "organization established date": _Label("incorporationDate", "date"),
        "organization type": _Label("sector"),
        "other vessel call sign": _Label("callSign"),
        "other vessel flag": _Label("flag", "country"),
        "other vessel type": _Label("type"),
        "phone number": _Label("phone"),
        "swift/bic": _Label("swiftBic", "checked"),
        "vessel flag": _Label("flag", "country"),
        "vessel year of build": _Label("buildDate", "date"),
        "website": _Label("website"),
    }
)
#: What follows from a listing, or limits it, and is said among the identifiers.
_PROVISION = re.compile(
    r"(?:Executive Order|Secondary sanctions|Additional Sanctions|Transactions Prohibited|CAATSA|"
    r"IFCA|CMIC|NS-|Listing Date|Effective Date|Purchase/Sales|Section \d).*",
    re.IGNORECASE,
)
#: Labels of names, which may have a digit.
_NO_PAPERS = frozenset({"issuer name", "target type"})
_DATED = (("listing date", "listingDate"), ("effective date", "startDate"))


def _identifiers(subject: Subject, row: Row) -> Mapping[str, Sequence[str]]:
    """Read the column `ids` into the subject; return what it says of the listing."""
    said: dict[str, list[str]] = defaultdict(list)
    for text in _several(row.take("ids")):
        label, _, value = text.partition(", ")
        label = label.rstrip(" :-#")
        if _PROVISION.fullmatch(label):
            said["provisions"].append(f"{label}: {value}")
            for begins, prop in _DATED:
                dated = read_date(value) if label.casefold().startswith(begins) else None
                said[prop] += dated.values if dated else ()
        else:
            _identifier(subject, label, value)
    return said


_WALLET = re.compile(r"Digital Currency Address - (\w+)", re.IGNORECASE)
_IMO = re.compile(r"IMO\s+(\d+)(?:, [A-Z]{2})?")
_LEI = re.compile(r"([A-Z0-9]{18}\d\d)(?:, [A-Z]{2})?")


def _identifier(subject: Subject, label: str, value: str) -> None:
    if known := _LABELS.get(label.casefold()):
        _labelled(subject, label, value, known)
    elif wallet := _WALLET.fullmatch(label):
        subject.part(
            "CryptoWallet",
            publicKey=value,
            currency=wallet[1],
            holder=subject.id,
            topics=subject.values["topics"],
        )
    elif imo := _IMO.fullmatch(value):
        subject.checked("imoNumber", imo[1], "" if subject.schema == "Vessel" else "imoCompany")
    elif lei := _LEI.fullmatch(value):
        subject.checked("leiCode", lei[1])
    elif any(c.isdigit() for c in value) and label.casefold() not in _NO_PAPERS:
        _paper(subject, label, value)
    else:
        subject.note(label, value)


def _labelled(subject: Subject, label: str, value: str, known: _Label) -> None:
    if known.how == "checked":
        subject.checked(known.prop, value)
    elif known.how == "date":
        subject.date(known.prop, label, value)
    elif known.how == "country":
        subject.country(known.prop, label, value)
    else:
        subject.add(known.prop, value.casefold() if known.how == "lower" else value)


_PAPERS = (
    (re.compile(r"passport|travel document", re.IGNORECASE), "Passport", "passportNumber"),
    (
        re.compile(
            r"\btax|\bNIT\b|\bR\.?F\.?C\b|\bRUC\b|\bRIF\b|\bC\.U\.I\.T|V\.A\.T|\bFEIN\b|fiscal",
            re.IGNORECASE,
        ),
        "Identification",
        "taxNumber",
    ),
    (
        re.compile(
            r"registration|company number|incorporation|charity|\bC\.R\.|mercantil|trade license|"
            r"social credit|chamber of commerce|legal entity|gazette|enterprise number",
            re.IGNORECASE,
        ),
        "Identification",
        "registrationNumber",
    ),
    (re.compile(""), "Identification", "idNumber"),
)


class Paper(NamedTuple):
    """A numbered paper as a cell tells of it: 'A1234, IR, 1 May 2009, 1 May 2014'."""

    number: str
    country: str
    dates: tuple[str, ...]


def paper(value: str) -> Paper:
    """Part a number from the code of the country and the dates of issue and expiry behind it."""
    parts, dates = value.split(", "), list[str]()
    while len(parts) > 1 and (date := parse_date(parts[-1])):
        dates.insert(0, date)
        parts.pop()
    country = parts[-1] if len(parts) > 1 and re.fullmatch("[A-Z]{2}", parts[-1]) else ""
    number = ", ".join(parts[:-1] if country else parts).removeprefix("# ")
    return Paper(number, country.casefold(), tuple(dates))


def _paper(subject: Subject, label: str, value: str) -> None:
    """Add a numbered paper, both as a property and as an entity with its country and dates."""
    schema, prop = next((s, p) for pattern, s, p in _PAPERS if pattern.search(label))
    told = paper(value)
    both = len(told.dates) == 2  # of one date alone nobody says which it is
    if prop in SCHEMATA[subject.schema]:
        subject.add(prop, told.number)
    subject.part(
        schema,
        label,
        value,
        holder=subject.id,
        type=label,
        number=told.number,
        country=code_of(told.country),
        startDate=told.dates[0] if both else None,
        endDate=told.dates[1] if both else None,
        summary=() if both else told.dates,
    )
