"""United Nations Security Council Consolidated List, as the Secretariat publishes it (XML)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from enjoin.model.entity import Entity, derived_id, make
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.model.values import clean_date, clean_text, read_date, years_between
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo, country_codes, where_of
from enjoin.sources.un.aliases import LETTERED, names_in_note, split_aliases
from enjoin.sources.xml import Node, Records

if TYPE_CHECKING:
    from lxml.etree import _Element

INFO = SourceInfo(
    name="un_sc",
    title="United Nations Security Council Consolidated List",
    authority="United Nations Security Council",
    formats=(
        Format(
            name="consolidated XML",
            files=(
                (
                    "consolidated.xml",
                    "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
                ),
            ),
            begins="<CONSOLIDATED_LIST",
        ),
    ),
    max_age_days=7,
    low=600,
    high=2_500,
)

_SCHEMATA = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}
_SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
#: Sort keys order the web page; VERSIONNUM counts edits and says nothing of the subject.
_IGNORED = frozenset({"SORT_KEY", "SORT_KEY_LAST_MOD", "VERSIONNUM"})
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
#: What stands where there is no such part; 'Na' is a name.
_NO_PART = frozenset({"na", "n/a", "N/A"})
_QUALITY = {"": "alias", "good": "alias", "a.k.a.": "alias", "low": "weakAlias"}
_QUALITY |= {"f.k.a.": "previousName"}
_GENDER = {"": None, "male": "male", "female": "female", "unknown": None}
_SAID = re.compile(r"\b(?:gender|sex)\b[\s:\[]+(male|female)\b", re.IGNORECASE)
_OLD_REFERENCE = re.compile(r"\bOld Reference\s*#?\s*([EI]\.[A-Z0-9.]*\w(?:\.\(\d+\))?)")
_FORMERLY = re.compile(r"\b(?:previously|formerly) listed as\b", re.IGNORECASE)

Values = defaultdict[str, list[str]]


def read(files: Files) -> ReadList:
    """Read the consolidated XML: individuals are Person, entities Organization.

    Raises:
        WrongFormat: it is not the whole consolidated list.
        UnreadFields: it has an element that nobody reads here.
        UnknownValue: it has a quality, a kind of date or a gender without known meaning.
    """
    name = INFO.format_of(files).principal
    file, where = files[name], where_of(files[name], name)
    records = Records(INFO.name, where, file, "CONSOLIDATED_LIST")
    generated = records.attributes.get("dateGenerated", "")
    if (published := clean_date(generated)) is None:
        raise WrongFormat(INFO.name, where, f"dateGenerated is {generated!r}, which is no date")
    return ReadList(INFO.name, published, _subjects(records))


def _subjects(records: Records) -> Iterator[list[Entity]]:
    seen: set[str] = set()
    for section, element in records:
        if _SECTIONS.get(section) != element.tag:
            raise UnreadFields(INFO.name, section, [str(element.tag)])
        number = element.findtext("DATAID", "").strip()
        if not (number.isascii() and number.isdigit()) or number in seen:
            where = f"entry {len(seen) + 1}"
            raise WrongFormat(INFO.name, where, f"DATAID is {number!r}, not a new number")
        seen.add(number)
        yield _subject(element, number)


def _subject(element: _Element, number: str) -> list[Entity]:
    kind = str(element.tag)
    node = Node(INFO.name, f"DATAID {number}", element)
    node.text("DATAID")
    id_, values = f"{INFO.name}-{number}", Values(list)
    values["topics"].append("sanction")
    _names(node, values)
    _aliases(node.nodes(f"{kind}_ALIAS"), values)
    addresses = _addresses(node.nodes(f"{kind}_ADDRESS"), id_, values)
    documents: list[Entity] = []
    if kind == "INDIVIDUAL":
        _person(node, values)
        documents = _documents(node.nodes("INDIVIDUAL_DOCUMENT"), id_, values)
    comments = node.texts("COMMENTS1")
    if kind == "INDIVIDUAL" and not values["gender"]:
        values["gender"] += [said.lower() for text in comments for said in _SAID.findall(text)][:1]
    sanction = _sanction(node, id_, values, comments)
    values["notes"] += comments
    node.done(_IGNORED)
    parts = {part.id: part for part in (*addresses, *documents, sanction)}
    return [make(_SCHEMATA[kind], id_, **values), *parts.values()]


def _names(node: Node, values: Values) -> None:
    """Join the name's parts in the publisher's order, which is the order they are spoken in."""
    given = [node.text(part) for part in _NAME_PARTS]
    name = clean_text(" ".join(part for part in given if part not in _NO_PART))
    if not name:
        raise WrongFormat(INFO.name, node.where, "has no name")
    values["name"].append(name)
    for text in node.texts("NAME_ORIGINAL_SCRIPT"):
        values["alias"] += [alias for _, alias in split_aliases(text)]


def _aliases(nodes: Iterable[Node], values: Values) -> None:
    for node in nodes:
        quality, note = node.text("QUALITY"), node.text("NOTE")
        if (prop := _QUALITY.get(quality.casefold())) is None:
            raise UnknownValue(INFO.name, node.where, "QUALITY", quality)
        text = node.text("ALIAS_NAME")
        if _FORMERLY.search(f"{note} {text}"):
            prop = "previousName"
        for kind, alias in split_aliases(text):
            values[prop if kind == "alias" else kind].append(alias)
        values[prop] += names_in_note(note)
        if note:
            values["notes"].append(f"{text}: {note}" if text else note)
        _birth_of_alias(node, values)
        node.done()


def _birth_of_alias(node: Node, values: Values) -> None:
    """Keep the birth that goes with an alias: it is one of those the person has claimed."""
    if born := node.text("DATE_OF_BIRTH"):
        found = read_date(born)
        values["birthDate"] += found.values if found else ()
        if not found or found.note:
            values["notes"].append(f"Date of birth: {born}")
    place = [node.text("CITY_OF_BIRTH"), node.text("COUNTRY_OF_BIRTH")]
    if any(place):
        values["birthPlace"].append(", ".join(part for part in place if part))


def _person(node: Node, values: Values) -> None:
    values["title"] += node.values("TITLE")
    values["position"] += [p for text in node.values("DESIGNATION") for p in _listed(text)]
    _countries(node.values("NATIONALITY"), "nationality", "Nationality", values)
    gender = node.text("GENDER")
    if gender.casefold() not in _GENDER:
        raise UnknownValue(INFO.name, node.where, "GENDER", gender)
    values["gender"] += [known] if (known := _GENDER[gender.casefold()]) else []
    for born in node.nodes("INDIVIDUAL_DATE_OF_BIRTH"):
        _birth_date(born, values)
    for place in node.nodes("INDIVIDUAL_PLACE_OF_BIRTH"):
        _birth_place(place, values)


def _listed(text: str) -> list[str]:
    """Split 'a) Minister b) Governor' into its items."""
    return [part for piece in LETTERED.split(text) if (part := piece.strip(" ,;"))]


def _countries(texts: Iterable[str], prop: str, label: str, values: Values) -> None:
    """Add the codes of countries; words that are none become a note."""
    for text in texts:
        codes = country_codes(text)
        values[prop] += codes
        values["notes"] += [] if codes else [f"{label}: {text}"]


def _birth_date(node: Node, values: Values) -> None:
    """Read a date of birth; an approximate one keeps its year, and says so in a note."""
    kind, note = node.text("TYPE_OF_DATE"), node.text("NOTE")
    given = [node.text(tag)[:19] for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")]
    dates = [_iso(text, node.where) for text in given if text]
    node.done()
    if kind not in {"", "EXACT", "APPROXIMATELY", "BETWEEN"}:
        raise UnknownValue(INFO.name, node.where, "TYPE_OF_DATE", kind)
    if kind == "BETWEEN" and len(dates) == 2:
        values["birthDate"] += years_between(*dates)
        values["notes"].append(f"Date of birth: between {dates[0]} and {dates[1]}")
    elif kind == "APPROXIMATELY":
        values["birthDate"] += [date[:4] for date in dates]
        values["notes"] += [f"Date of birth: approximately {date}" for date in dates]
    else:
        values["birthDate"] += dates
    values["notes"] += [f"Date of birth: {note}"] if note else []


def _iso(text: str, where: str) -> str:
    date = clean_date(text)
    if date is None:
        raise UnknownValue(INFO.name, where, "a date", text)
    return date


def _birth_place(node: Node, values: Values) -> None:
    parts = [node.text(tag) for tag in ("CITY", "STATE_PROVINCE", "COUNTRY")]
    values["birthPlace"].append(", ".join(part for part in parts if part))
    values["birthCountry"] += country_codes(parts[2])
    values["notes"] += [f"Place of birth: {note}" for note in node.texts("NOTE")]
    node.done()


def _addresses(nodes: Iterable[Node], id_: str, values: Values) -> list[Entity]:
    found = []
    for node in nodes:
        tags = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
        street, city, region, postal, country = parts = [clean_text(node.text(t)) for t in tags]
        note = node.text("NOTE")
        node.done()
        codes = country_codes(country)
        full = ", ".join(part for part in parts if part)
        if full:
            address = make(
                "Address",
                derived_id(id_, "Address", full, note),
                full=full,
                street=street,
                city=city,
                region=region,
                postalCode=postal,
                country=codes,
                remarks=note,
            )
            found.append(address)
            values["addressEntity"].append(address.id)
            values["address"].append(full)
        elif note:
            values["notes"].append(f"Address: {note}")
        values["country"] += codes
    return found


_WORDED = re.compile(r"(\w+)\s+(?:passport\s+)?(?:(?:number|no\.?)\s*)?(\S*\d.*)", re.IGNORECASE)


def _number(text: str) -> tuple[str, str]:
    """Part 'Libyan passport 123456' into the nation, '' where none is named, and the number."""
    match = _WORDED.fullmatch(text)
    return (match[1], match[2]) if match and country_codes(match[1]) else ("", text)


_NUMBER_IN_WORDS = re.compile(r"(?:(\w+)\b.*\b(?:number|no\.?)\s*:?\s*)?(\S*\d\S*)", re.IGNORECASE)


def _number_in_words(text: str) -> tuple[str, str] | None:
    """Find the number in a kind of document: 'Afghan identity card (tazkira) number 4711'."""
    match = _NUMBER_IN_WORDS.fullmatch(text)
    if match is None:
        return None
    return (match[1] if match[1] and country_codes(match[1]) else ""), match[2]


_DAY = r"(\d{1,2} [A-Z][a-z]{2,8}\.? ?\d{4})"
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8}\.?) (\d{1,2}), (\d{4})\b")
_EXPIRES = re.compile(rf"\b(?i:expir\w+|valid until)\s*(?i:date\b|on\b|of\b|:|\s)*{_DAY}")


def _expiry(note: str) -> tuple[str, ...]:
    """Find until when a document holds: '... expired on 7 Mar. 2010'; () unless it says it once."""
    day_first = _MONTH_FIRST.sub(r"\2 \1 \3", clean_text(note))
    found = [read_date(text) for text in _EXPIRES.findall(day_first)]
    return found[0].values[:1] if len(found) == 1 and found[0] else ()


_PASSPORT = re.compile(r"passport|passeport|pasaporte", re.IGNORECASE)


def _documents(nodes: Iterable[Node], id_: str, values: Values) -> list[Entity]:
    found = []
    for node in nodes:
        kinds = node.texts("TYPE_OF_DOCUMENT") + node.texts("TYPE_OF_DOCUMENT2")
        given = [_number(text) for packed in node.texts("NUMBER") for text in _listed(packed)]
        given += [] if given else filter(None, map(_number_in_words, kinds[1:]))
        numbers = [number for _, number in given]
        country = [node.text(tag) for tag in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE")]
        country += [nation for nation, _ in given]
        issued, city = node.text("DATE_OF_ISSUE"), node.text("CITY_OF_ISSUE")
        note = node.text("NOTE")
        node.done()
        passport = any(_PASSPORT.search(kind) for kind in kinds[:1])
        values["passportNumber" if passport else "idNumber"] += numbers
        codes = [code for text in country for code in country_codes(text)]
        words = [text for text in country if text and not country_codes(text)]
        dated = read_date(issued) if issued else None
        words += [issued] if issued and not dated else []
        if not (numbers or kinds[1:] or note):
            continue
        found += [
            make(
                "Passport" if passport else "Identification",
                derived_id(id_, "Document", *kinds, number, *country, issued, note),
                holder=id_,
                type=kinds,
                number=number,
                country=codes,
                startDate=dated.values[:1] if dated else None,
                endDate=_expiry(note),
                authority=city,
                summary=[*words, note],
            )
            for number in numbers or [""]
        ]
    return found


def _sanction(node: Node, id_: str, values: Values, comments: Iterable[str]) -> Entity:
    """Make the listing itself: programme, reference, and when it was listed and last changed.

    References that the UN gave before 2015 stand in its comments; other lists still cite them.
    """
    programme, reference = node.text("UN_LIST_TYPE"), node.text("REFERENCE_NUMBER")
    listed = node.text("LISTED_ON")
    kinds = node.values("LIST_TYPE")
    if unknown := [kind for kind in kinds if kind != "UN List"]:
        raise UnknownValue(INFO.name, node.where, "LIST_TYPE", unknown[0])
    updated = [_iso(text, node.where) for text in node.values("LAST_DAY_UPDATED")]
    values["modifiedAt"] += [max(updated)] if updated else []
    submitted = [f"Submitted by {text}" for text in node.texts("SUBMITTED_BY")] + [
        f"Submitted on {text}" for text in node.texts("SUBMITTED_ON")
    ]
    return make(
        "Sanction",
        derived_id(id_, "Sanction"),
        entity=id_,
        authority=INFO.authority,
        program=programme,
        unscId=[reference, *(old for text in comments for old in _OLD_REFERENCE.findall(text))],
        authorityId=reference,
        listingDate=_iso(listed, node.where) if listed else None,
        modifiedAt=max(updated, default=None),
        summary=submitted,
    )
