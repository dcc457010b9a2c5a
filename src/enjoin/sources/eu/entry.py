"""What one entry of the EU's list says, whichever format it stood in, as entities.

An entry is handed over as rows whose cells have the names of the attributes of the publisher's XML
schema (FSF 1.1); the readers of the CSV formats translate their columns into these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from enjoin.model.countries import code_of, name_of
from enjoin.model.entity import Entity, Text
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.identifiers import check
from enjoin.model.schema import SCHEMATA
from enjoin.model.values import clean_date
from enjoin.sources.languages import iso_639_3
from enjoin.sources.rows import Row
from enjoin.sources.subject import Subject

SOURCE = "eu_fsf"
AUTHORITY = "Council of the European Union"
#: What every EU regulation on this list imposes; travel bans stand in Decisions, not here.
MEASURES = "Asset freeze and prohibition to make funds available"

#: The parts an entry is made of, by the names of their XML elements.
PARTS = ("regulation", "nameAlias", "citizenship", "birthdate", "address", "identification")
#: What begins the names of cells that tell the legal act a part of an entry rests on.
ACT = "regulation "

_SCHEMATA = {"P": "Person", "person": "Person", "E": "Organization", "enterprise": "Organization"}
_FLAG = {"": False, "false": False, "0": False, "true": True, "1": True}
#: Numbers of parts, and the language of the act, say nothing of the subject.
_IGNORED = frozenset({"logicalId", "regulationLanguage"})


class Entry(NamedTuple):
    """One listed subject: what is said of it as a whole, and its parts by kind."""

    about: Row
    parts: Mapping[str, list[Row]]


class _Act(NamedTuple):
    """A legal act: '' for what is not told of it."""

    programme: str
    title: str
    published: str
    in_force: str
    url: str
    kind: str

    def __str__(self) -> str:
        told = (self.title, self.published and f"published {self.published}")
        return ", ".join(part for part in told if part)


def subject(entry: Entry, published: str) -> list[Entity]:
    """Return the subject of an entry, and after it what belongs to it.

    `published` is the day of the list: who is delisted by then is no longer sanctioned.

    Raises:
        WrongFormat: number, name or regulation is missing.
        UnreadFields: there is a field that nobody reads here.
        UnknownValue: a code has no known meaning.
    """
    about = entry.about
    found = Subject(f"{SOURCE}-{about.need('logicalId')}", _schema(about))
    acts = [act for rows in entry.parts.values() for row in rows if (act := _act(row, ACT))]
    _names(found, about.where, entry.parts["nameAlias"])
    for part, read in _READ.items():
        for row in entry.parts[part]:
            read(found, row)
            _done(found, row)
    _listing(found, entry, acts, published)
    _done(found, about)
    return found.entities()


def _done(found: Subject, row: Row) -> None:
    """Note what the publisher may add to anything without a new schema, and check for the rest."""
    for line in lines(row.take("additionalInformation")):
        found.note("Additional information", line)
    row.done(_IGNORED)


def lines(text: str) -> Iterator[str]:
    """Yield the remarks in a cell, one a line, without the brackets that each may stand in."""
    for line in text.splitlines():
        plain = " ".join(line.split())
        inside = _BRACKETS.fullmatch(plain)
        if said := inside[1] if inside else plain:
            yield said


_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")


def _schema(about: Row) -> str:
    """Tell what kind a subject is: a word, a letter or both, which have to agree."""
    given = ("subjectType code", "subjectType classificationCode")
    found = {about.choose(cell, {"": "", **_SCHEMATA}) for cell in given} - {""}
    if len(found) != 1:
        raise WrongFormat(SOURCE, about.where, "is not told to be either a person or an enterprise")
    return found.pop()


def _act(row: Row, prefix: str = "") -> _Act | None:
    """Take the cells that tell a legal act; None where there is no such cell."""
    kind = (row.take(f"{prefix}{cell}") for cell in ("organisationType", "regulationType"))
    act = _Act(
        row.take(f"{prefix}programme"),
        row.take(f"{prefix}numberTitle"),
        _day(row, f"{prefix}publicationDate"),
        _day(row, f"{prefix}entryIntoForceDate"),
        row.take(f"{prefix}publicationUrl"),
        " ".join(word for word in kind if word),
    )
    return act if any(act) else None


def _day(row: Row, cell: str) -> str:
    """Take a date, '' where it is blank; a time of day or a zone falls away."""
    return _iso(row.where, cell, text) if (text := row.take(cell)) else ""


def _iso(where: str, cell: str, text: str) -> str:
    if (day := clean_date(text)) is None:
        raise UnknownValue(SOURCE, where, cell, text)
    return day


def _country(row: Row) -> str:
    """Take a country as its usual English name, so that each format gives the same words.

    The code 00 stands for a country that is not known.
    """
    code, words = row.take("countryIso2Code"), row.take("countryDescription")
    if known := code_of(code):
        return name_of(known)
    return "" if words.casefold() == "unknown" else words or ("" if code == "00" else code)


# Names


class _Name(NamedTuple):
    number: str
    prop: str
    text: Text


_WEAK = re.compile(r"\blow(?:er)?[ -]quality\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:formerly|previously) (?:known|listed) as\b|\bf\.?k\.?a\b", re.IGNORECASE
)
_GENDER = {"": None, "?": None, "M": "male", "F": "female"}


def _names(found: Subject, where: str, rows: Iterable[Row]) -> None:
    """Add the names: the oldest strong one in English or no stated language is the primary one.

    Formats differ in the order of names; their numbers tell which was listed first.
    """
    names = [name for row in rows if (name := _name(found, row))]
    if not names:
        raise WrongFormat(SOURCE, where, "has no name")
    primary = min(names, key=_rank)
    found.add("name", primary.text)
    for name in names:
        if name.text != primary.text:
            found.add(name.prop, name.text)


def _rank(name: _Name) -> tuple[bool, bool, int]:
    number = int(name.number) if name.number.isascii() and name.number.isdigit() else 0
    return name.prop != "alias", name.text.lang not in {None, "eng"}, number


def _name(found: Subject, row: Row) -> _Name | None:
    number, lang = row.take("logicalId"), _language(row)
    given = {prop: row.take(prop) for prop in ("firstName", "middleName", "lastName")}
    whole = row.take("wholeName") or " ".join(part for part in given.values() if part)
    remarks = list(lines(row.take("remark")))
    prop = _kind_of_name(row.choose("strong", {**_FLAG, "": True}), " ".join(remarks))
    if prop == "alias":
        for each, part in given.items():
            found.add(each, Text(part, lang) if part else None)
    _person(found, row)
    for remark in remarks:
        found.note(whole, remark)
    _done(found, row)
    if not any(c.isalnum() for c in whole):  # '???': letters that the file's encoding lost
        found.note("Name", whole)
        return None
    return _Name(number, prop, Text(whole, lang))


def _language(row: Row) -> str | None:
    code = row.take("nameLanguage")
    if code and iso_639_3(code) is None:
        raise UnknownValue(SOURCE, row.where, "nameLanguage", code)
    return iso_639_3(code)


def _kind_of_name(strong: bool, remarks: str) -> str:
    if _FORMER.search(remarks):
        return "previousName"
    return "alias" if strong and not _WEAK.search(remarks) else "weakAlias"


def _person(found: Subject, row: Row) -> None:
    """Add what goes with a name: gender, titles, and functions (an organisation's are notes)."""
    found.add("gender", row.choose("gender", _GENDER))
    for title in _listed(row.take("title")):
        found.add("title", title)
    for function in _listed(row.take("function")):
        if found.schema == "Person":
            found.add("position", function)
        else:
            found.note("Function", function)


_LETTERED = re.compile(r"(?:^|[\s,;])\(?[a-z]\)\s*")


def _listed(text: str) -> list[str]:
    """Split '(a) Minister, (b) Governor' into its items."""
    return [part for piece in _LETTERED.split(text) if (part := piece.strip(" ,;"))]


# Births, citizenships, addresses


_CALENDARS = {
    "": "",
    "GREGORIAN": "",
    "ISLAMIC": "Islamic",
    "BUDDHIST": "Buddhist",
    "COPTIC": "Coptic",
    "ETHIOPIC": "Ethiopic",
}


def _birth(found: Subject, row: Row) -> None:
    calendar, born = row.choose("calendarType", _CALENDARS), _birth_date(row)
    if calendar:
        found.note("Date of birth", born and f"{born} ({calendar} calendar)")
    else:
        found.date("birthDate", "Date of birth", born)
    places = [row.take(cell) for cell in ("place", "city", "region", "zipCode")]
    country = _country(row)
    if any(places):
        found.add("birthPlace", ", ".join(part for part in (*places, country) if part))
    found.country("birthCountry", "Country of birth", country)
    for remark in lines(row.take("remark")):
        found.note("Birth", remark)


def _birth_date(row: Row) -> str:
    """Take a date of birth in words: '1958-05', 'circa 1958', 'between 1955 and 1957'."""
    year, month, day = (row.take(cell) for cell in ("year", "monthOfYear", "dayOfMonth"))
    given = row.take("birthdate") or (f"{year}-{month or 0}-{day or 0}" if year else "")
    start, end = row.take("yearRangeFrom"), row.take("yearRangeTo")
    about = row.choose("circa", _FLAG)
    if given:
        exact = clean_date(given) or given
        return f"circa {exact}" if about else exact
    if start and end:
        return f"between {start} and {end}"
    return f"not before {start}" if start else f"not after {end}" if end else ""


def _citizenship(found: Subject, row: Row) -> None:
    country = _country(row)
    found.country("citizenship", "Citizenship", country)
    since, until = _day(row, "acquisitionDate"), _day(row, "disenfranchisementDate")
    found.note(f"Citizenship of {country} acquired", since)
    found.note(f"Citizenship of {country} lost", until)
    found.note("Region of citizenship", row.take("region"))
    for remark in lines(row.take("remark")):
        found.note("Citizenship", remark)


def _address(found: Subject, row: Row) -> None:
    street = " ".join(part for part in (row.take("number"), row.take("street")) if part)
    box, place, city, region, postal = (
        row.take(cell) for cell in ("poBox", "place", "city", "region", "zipCode")
    )
    box = f"PO Box {box}" if box[:1].isdigit() else box
    remarks = [*lines(row.take("remark")), *_contacts(found, row.take("contactInfo"))]
    if row.choose("asAtListingTime", _FLAG):
        remarks.append("as at the time of listing")
    found.address(
        [street, box, place, city, region, postal],
        country=_country(row),
        remarks="; ".join(remarks),
        street=street,
        postOfficeBox=box,
        city=city,
        region=region,
        postalCode=postal,
    )


_CONTACT = re.compile(r"(\w+)\[(.*?)\](?=\s|$)")
_CONTACTS = {"PHONE": "phone", "EMAIL": "email", "WEB": "website"}


def _contacts(found: Subject, text: str) -> list[str]:
    """Add what stands as 'PHONE[1, 2]' and 'WEB[...]'; return what else the cell says."""
    for key, packed in _CONTACT.findall(text):
        for value in re.split(r"\s*[,;]\s*", packed.strip()):
            if prop := _CONTACTS.get(key.upper()):
                found.add(prop, value)
            else:
                found.note(key.capitalize(), value)
    return list(lines(_CONTACT.sub("", text)))


# Documents and numbers


#: What a code of an identification stands for: the property that holds its number.
_NUMBERS = {
    "passport": "passportNumber",
    "ssn": "socialSecurityNumber",
    "fiscalcode": "taxNumber",
    "regnumber": "registrationNumber",
    "tradelic": "licenseNumber",
    "swiftbic": "swiftBic",
    "imo": "imoNumber",
} | dict.fromkeys(
    (
        "id",
        "other",
        "birthcert",
        "nationcert",
        "travelcardid",
        "electionid",
        "residentperm",
        "drivinglicence",
        "NRN",
    ),
    "idNumber",
)
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}


def _identification(found: Subject, row: Row) -> None:
    prop = row.choose("identificationTypeCode", _NUMBERS)
    numbers = [n for cell in ("number", "latinNumber") if (n := row.take(cell))]
    for number in dict.fromkeys(numbers):
        _number(found, prop, number)
    issued = _day(row, "issueDate") or _day(row, "issuedDate")
    start, end = _day(row, "validFrom") or issued, _day(row, "validTo")
    found.part(
        "Passport" if prop == "passportNumber" else "Identification",
        holder=found.id,
        type=row.take("identificationTypeDescription"),
        number=numbers,
        country=code_of(_country(row)),
        authority=row.take("issuedBy"),
        startDate=start,
        endDate=end,
        summary=list(_said_of_document(row, issued if start != issued else "")),
    )


def _number(found: Subject, prop: str, number: str) -> None:
    """Add a number where it belongs; ships and those who run them share one kind of number."""
    if prop == "imoNumber":
        runs_ships = check("imoCompany", number).valid and not check("imoNumber", number).valid
        found.checked(prop, number, "imoCompany" if runs_ships else "")
    else:
        found.checked(prop if prop in SCHEMATA[found.schema] else "idNumber", number)


def _said_of_document(row: Row, issued: str) -> Iterator[str]:
    for cell, words in _FLAGS.items():
        if row.choose(cell, _FLAG):
            yield words
    labels = {"nameOnDocument": "Name on document", "region": "Region"}
    for cell, label in labels.items():
        if text := row.take(cell):
            yield f"{label}: {text}"
    if issued:
        yield f"Issued: {issued}"
    yield from lines(row.take("remark"))


_READ = {
    "citizenship": _citizenship,
    "birthdate": _birth,
    "address": _address,
    "identification": _identification,
}


# The listing itself


_UN_REFERENCE = re.compile(
    r"\bUN (?i:ref(?:erence)?(?: ?no| number)?|ID)\b[. :]*([A-Z]{2}[ie]\.\d{3,4})\b"
)


def _listing(found: Subject, entry: Entry, of_parts: Iterable[_Act], published: str) -> None:
    """Add one Sanction per programme; acts that tell none belong to the entry's first."""
    acts = [act for row in entry.parts["regulation"] if (act := _regulation(found, row))]
    if not acts or not all(act.programme for act in acts):
        raise WrongFormat(SOURCE, entry.about.where, "has no regulation with its programme")
    shared = _shared(found, entry.about, published)
    others = [part._replace(programme=part.programme or acts[0].programme) for part in of_parts]
    for programme in dict.fromkeys(act.programme for act in (*acts, *others)):
        _sanction(
            found,
            shared,
            [act for act in acts if act.programme == programme],
            [act for act in others if act.programme == programme],
        )


def _regulation(found: Subject, row: Row) -> _Act | None:
    act = _act(row)
    corrections = [*lines(row.take("corrigendum")), *lines(row.take("remark"))]
    _done(found, row)
    if act and corrections:
        return act._replace(kind="; ".join([act.kind, *corrections] if act.kind else corrections))
    return act


def _shared(found: Subject, about: Row, published: str) -> dict[str, list[str]]:
    """Take what is said of the listing whatever the programme."""
    reference, remark = about.take("euReferenceNumber"), about.take("remark")
    for line in lines(remark):
        found.note("", line)
    if "\n" in reference:
        raise WrongFormat(SOURCE, about.where, "has several EU reference numbers")
    days = about.take("designationDate").splitlines()  # CSV 1.1 may tell one for each regulation
    until = _day(about, "delistingDate")
    if until and until <= published:
        found.values.pop("topics")  # the publisher keeps it for history only
    return {
        "authorityId": [reference],
        "unscId": [*_words(about.take("unitedNationId")), *_UN_REFERENCE.findall(remark)],
        "listingDate": [_iso(about.where, "designationDate", day) for day in days],
        "endDate": [until],
        "status": ["delisted"] if until and until <= published else [],
        "details": list(lines(about.take("designationDetails"))),
    }


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text) if word]


def _sanction(
    found: Subject, shared: Mapping[str, list[str]], acts: list[_Act], of_parts: list[_Act]
) -> None:
    programme = (acts or of_parts)[0].programme
    titles = [act.title for act in acts]
    changed = max((act.published for act in acts), default="")
    found.add("modifiedAt", changed)
    found.sanction(
        programme,
        authority=AUTHORITY,
        program=programme,
        provisions=MEASURES,
        reason=titles,
        startDate=[act.in_force for act in acts],
        modifiedAt=changed,
        sourceUrl=[act.url for act in (*acts, *of_parts)],
        summary=[
            *shared["details"],
            *(act.kind for act in acts),
            *(str(act) for act in of_parts if act.title not in titles),
        ],
        **{prop: values for prop, values in shared.items() if prop != "details"},
    )
