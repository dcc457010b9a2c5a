"""OFAC's remarks: birth dates, papers, weak aliases and links, segment by segment.

A segment is what stands between two semicolons. Each is read by the first rule that fits; what no
rule fits is kept as a note, and counted, so that a change in how OFAC writes is noticed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from enjoin.model.entity import Entity, derived_id, make
from enjoin.model.identifiers import check
from enjoin.model.schema import SCHEMATA
from enjoin.model.values import DateRead, read_date
from enjoin.sources.reading import country_codes


class Subject:
    """A listed subject while it is read: values by property, and the entities that go with it.

    `find` returns the id of the one entry of a name, or None. `segments` counts the remarks,
    `unread` holds those that no rule fits.
    """

    def __init__(self, id_: str, schema: str, find: Callable[[str], str | None]) -> None:
        self.id, self.schema, self.find = id_, schema, find
        self.values: dict[str, list[str]] = defaultdict(list)
        self.parts: list[Entity] = []
        self.provisions: list[str] = []
        self.segments = 0
        self.unread: list[str] = []

    def add(self, prop: str, *values: str | None) -> None:
        """Add values to a property; where the schema has no such property, as notes."""
        known = prop in SCHEMATA[self.schema]
        for value in values:
            if value:
                self.values[prop if known else "notes"].append(
                    value if known else f"{prop}: {value}"
                )

    def in_order(self, name: str) -> str:
        """Return a name as it is spoken; only a person's is written family name first."""
        return natural_order(name)[0] if self.schema == "Person" else name

    def country(self, prop: str, label: str, text: str) -> None:
        """Add the code of a country; words that are none become a note."""
        codes = country_codes(text)
        self.add(prop, *codes)
        if not codes:
            self.add("notes", f"{label}: {text}")

    def party(self, label: str, name: str) -> None:
        """Link another listed party by its name; where it is not found, keep the name as a note."""
        other = self.find(name)
        if other and other != self.id:
            link = derived_id(self.id, "UnknownLink", label, other)
            self.parts.append(make("UnknownLink", link, subject=self.id, object=other, role=label))
        else:
            self.add("notes", f"{label}: {name}")

    def not_read(self, segment: str) -> None:
        """Keep a remark that no rule can make something of, and count it."""
        self.add("notes", segment)
        self.unread.append(segment)

    def checked(self, prop: str, value: str, kind: str = "") -> None:
        """Add an identifier; one that fails its check is kept, and a note says why it fails."""
        result = check(kind or prop, value)
        self.add(prop, result.value)
        if not result.valid:
            self.add("notes", f"{result.value} {result.why}")


def natural_order(name: str) -> tuple[str, str, str]:
    """Turn 'LAST, First Middle' into ('First Middle LAST', 'First Middle', 'LAST').

    A suffix stays behind the family name: 'REYES, Juan, Jr.' is 'Juan REYES, Jr.'. A name without
    a comma stands as it is, and nothing is known of its parts.
    """
    family, _, rest = (part.strip() for part in name.partition(","))
    given, comma, suffix = (part.strip() for part in rest.partition(","))
    if not given:
        return name, "", ""
    return f"{given} {family}{comma and ', '}{suffix}", given, family


def read_remarks(subject: Subject, remarks: str) -> None:
    """Read the remarks of an entry, with what was spilled into the comments, into the subject."""
    for whole in _split(remarks):
        subject.segments += 1
        segment = _FURTHER.sub("", whole)
        if not any(_apply(rule, subject, segment) for rule in _RULES):
            subject.not_read(segment)


def _apply(rule: _Rule, subject: Subject, segment: str) -> bool:
    match = rule.pattern.fullmatch(segment)
    return match is not None and rule.read(subject, match)


def _split(remarks: str) -> list[str]:
    """Split remarks at semicolons; a full stop ends them, or an abbreviation before the end."""
    segments = [" ".join(segment.split()) for segment in remarks.split(";")]
    if segments[-1].endswith(".") and not _ABBREVIATION.search(segments[-1]):
        segments[-1] = segments[-1][:-1]
    return [segment for segment in segments if segment and segment != "-0-"]


_FURTHER = re.compile(r"^alt\. ", re.IGNORECASE)  # 'alt. DOB 1961' is a further date of birth
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Co|Ltd|Inc|Jr|Sr|Corp|Bros|Col|No)\.$", re.IGNORECASE)


class _Rule(NamedTuple):
    """A pattern for a whole segment, and what to make of it; False passes on to the next rule."""

    pattern: re.Pattern[str]
    read: Callable[[Subject, re.Match[str]], bool]


def _alias(subject: Subject, match: re.Match[str]) -> bool:
    """Read a quoted alias, which is a weak one: the strong ones stand in ALT."""
    former = match["kind"].casefold() == "f"
    subject.add("previousName" if former else "weakAlias", subject.in_order(match["name"]))
    return True


def _birth_date(subject: Subject, match: re.Match[str]) -> bool:
    born = read_date(match["value"])
    if born is None or subject.schema != "Person":
        subject.not_read(match[0])
        return True
    subject.add("birthDate", *born.values)
    subject.add("notes", f"DOB {born.note}" if born.note else None)
    return True


def _birth_place(subject: Subject, match: re.Match[str]) -> bool:
    subject.add("birthPlace", place := match["value"])
    parts = place.split(", ")
    # 'Pyongyang, Korea, North': a country may itself have a comma.
    tails = (", ".join(parts[-2:]), parts[-1])
    codes = next((codes for tail in tails if (codes := _one_country(tail))), ())
    subject.add("birthCountry", *codes)
    return True


def _one_country(text: str) -> tuple[str, ...]:
    codes = country_codes(text)
    return codes if len(codes) == 1 else ()


_NO_COUNTRY = frozenset({"none identified", "undetermined", "unknown", "stateless", "none"})


def _country(prop: str) -> Callable[[Subject, re.Match[str]], bool]:
    def read(subject: Subject, match: re.Match[str]) -> bool:
        codes = country_codes(match["value"].removeprefix("possibly "))
        subject.add(prop, *codes)
        if match["value"].casefold() in _NO_COUNTRY:
            subject.add("notes", match[0])
        elif not codes:
            subject.not_read(match[0])
        return True

    return read


def _value(prop: str) -> Callable[[Subject, re.Match[str]], bool]:
    def read(subject: Subject, match: re.Match[str]) -> bool:
        subject.add(prop, match["value"])
        return True

    return read


def _dated(prop: str) -> Callable[[Subject, re.Match[str]], bool]:
    def read(subject: Subject, match: re.Match[str]) -> bool:
        found = read_date(match["value"])
        subject.add(prop, *(found.values if found else ()))
        if found is None:
            subject.not_read(match[0])
        elif found.note:
            subject.add("notes", match[0])
        return True

    return read


def _gender(subject: Subject, match: re.Match[str]) -> bool:
    subject.add("gender", match["value"].casefold())
    return True


def _provision(subject: Subject, match: re.Match[str]) -> bool:
    subject.provisions.append(match["value"])
    return True


def _linked(subject: Subject, match: re.Match[str]) -> bool:
    subject.party("Linked to", match["value"])
    return True


def _operated(subject: Subject, match: re.Match[str]) -> bool:
    subject.party("Aircraft operator", match["value"])
    return True


def _wallet(subject: Subject, match: re.Match[str]) -> bool:
    currency, key = match["currency"], match["key"]
    wallet = derived_id(subject.id, "CryptoWallet", currency, key)
    subject.parts.append(
        make(
            "CryptoWallet",
            wallet,
            publicKey=key,
            currency=currency,
            holder=subject.id,
            topics="sanction",
        )
    )
    return True


def _checked(prop: str, kind: str = "") -> Callable[[Subject, re.Match[str]], bool]:
    def read(subject: Subject, match: re.Match[str]) -> bool:
        subject.checked(prop, match["value"], kind)
        return True

    return read


def _position(subject: Subject, match: re.Match[str]) -> bool:
    """Read an office, which only a person holds; of others it is prose."""
    if subject.schema == "Person":
        subject.add("position", match["value"])
    return subject.schema == "Person"


def _note(subject: Subject, match: re.Match[str]) -> bool:
    subject.add("notes", match[0])
    return True


# Papers: a label, a number, the country that issued it, and from when until when it holds.
_PAPER = (
    r"{label}:? (?:# ?)?(?P<number>{number})"
    r"(?: \((?P<country>[^()]*)\))?(?: \((?P<country2>[^()]*)\))?"
    r"(?:,? issued (?P<issued>[^();]*?))?(?:,? expires (?P<expires>[^();]*?))?"
)
# Parts that hold a digit ('K357514(4)'), after at most two short ones ('HRB 26136', 'CUD: A2015').
_DIGITS = r"[^\s(;]*\d[^\s(;,]*(?:\(\w\)\w*)?"
_NUMBER = rf"(?:[A-Za-z.-]{{1,6}}[ :] ?){{0,2}}{_DIGITS}(?: {_DIGITS})*"
_PASSPORT = r"(?P<label>(?:[\w'-]+ )*(?:Passport(?: Booklet)?|Travel Document(?: Number)?))"
_TAX = (
    r"(?P<label>NIT|R\.?F\.?C\.?|RUC|RIF|R\.?T\.?N\.?|C\.?U\.?I\.?T\.?|C\.I\.F\.|V\.A\.T\. Number|"
    r"Tax ID(?: No\.)?|Tax(?:payer)? Identification Number|US FEIN|(?:Italian )?Fiscal Code|"
    r"Numero Unico de Identificacao Tributaria \(NUIT\)|INN|Romanian Tax Registration)"
)
_REGISTRATION = (
    r"(?P<label>(?:[\w.'-]+ )*(?:Registration (?:Number|ID|No\.?|Identification)|"
    r"Regist(?:ry|er) (?:Number|No\.)|"
    r"Company (?:Number|ID)|C\.R\. No\.|Folio Mercantil No\.|Matricula Mercantil No\.?|"
    r"Business (?:Registration )?(?:Document|Number|License)|Trade License No\.|"
    r"(?:Certificate of )?Incorporation Number|Chamber of Commerce (?:Membership )?(?:Number|No\.)|"
    r"Legal Entity Number|Enterprise Number|Branch Unit Number|Charity No\.|Membership No\.|"
    r"Unified Social Credit Code|United Social Credit Code Certificate)(?: \([A-Z]+\))?)"
)
#: Anything that calls itself a number, card, code or licence.
_OTHER_PAPER = (
    r"(?P<label>(?:[^\W\d][\w.'/-]* ){0,6}(?:No\.?|Number|Numero|ID|Card|Code|Certificate|License|"
    r"Identification|Identidad|Permit|Nacional|electoral|VisaNumberID|Registry|Record|Cedula|Tazkira)"
    r"(?: \([A-Z/]+\))?|(?:[A-Z]\.){2,5}|SSN|BIK \(RU\)|D-U-N-S Number|Electoral Registry No\.|"
    r"[A-Z]{2,6})"
)


def _paper(schema: str, prop: str) -> Callable[[Subject, re.Match[str]], bool]:
    """Read a paper into a property and an entity of its own, which has its country and dates."""

    def read(subject: Subject, match: re.Match[str]) -> bool:
        label, number = match["label"], match["number"]
        dates = {key: read_date(match[key]) for key in ("issued", "expires") if match[key]}
        if None in dates.values():
            return False
        places = [text for text in (match["country"], match["country2"]) if text]
        words = [text for text in places if not country_codes(text)]
        held = prop if prop in SCHEMATA[subject.schema] else "notes"
        subject.add(held, number if held != "notes" else f"{label} {number}")
        paper = make(
            schema,
            derived_id(subject.id, schema, match[0]),
            holder=subject.id,
            type=label,
            number=number,
            country=[code for text in places for code in country_codes(text)],
            startDate=_first(dates.get("issued")),
            endDate=_first(dates.get("expires")),
            summary=words,
        )
        subject.parts.append(paper)
        return True

    return read


def _first(found: DateRead | None) -> str | None:
    return found.values[0] if found else None


def _rule(pattern: str, read: Callable[[Subject, re.Match[str]], bool], flags: int = re.I) -> _Rule:
    return _Rule(re.compile(pattern, flags), read)


def _papers(label: str, read: Callable[[Subject, re.Match[str]], bool], flags: int = re.I) -> _Rule:
    return _rule(_PAPER.format(label=label, number=_NUMBER), read, flags)


def _labelled(labels: str, read: Callable[[Subject, re.Match[str]], bool]) -> _Rule:
    return _rule(rf"(?:{labels})(?:: ?| )(?P<value>.+)", read)


_RULES = (
    _rule(r"(?P<kind>[afn])\.k\.a\.,? ['\"]*(?P<name>.+?)['\"]*", _alias),
    _labelled("DOB", _birth_date),
    _labelled("POB", _birth_place),
    _labelled("Nationality of Registration", _country("country")),
    _labelled("nationality", _country("nationality")),
    _labelled("citizen", _country("citizenship")),
    _rule(r"Gender:? (?P<value>male|female)", _gender),
    _rule(r"Linked To:? (?P<value>.+)", _linked),
    _rule(
        r"(?P<value>(?:Additional Sanctions Information - |Secondary sanctions risk|"
        r"Transactions Prohibited |(?:CAATSA Section|Executive Order) \S+ "
        r"(?:Information|Directive)|IFCA Determination|Effective Date|"
        r"Directive \d|CMIC |NS-\w+ |Listing Date|Section \d+ |CAPTA |UN/).*)",
        _provision,
    ),
    _papers(_PASSPORT, _paper("Passport", "passportNumber")),
    _rule(
        r"(?:Vessel Registration (?:Identification|Number)|Vessel) IMO (?P<value>\d+)",
        _checked("imoNumber"),
    ),
    _rule(
        r"(?:Company|Identification|Registration) (?:Number|ID) IMO (?P<value>\d+)",
        _checked("imoNumber", "imoCompany"),
    ),
    _labelled("MMSI", _checked("mmsi")),
    _labelled("SWIFT/BIC", _checked("swiftBic")),
    _labelled("LEI|Legal Entity Identifier", _checked("leiCode")),
    _labelled("ISIN", _checked("isinCode")),
    _rule(r"Digital Currency Address - (?P<currency>\w+) (?P<key>\S+)", _wallet),
    _labelled("E-?mail(?: Address)?", _value("email")),
    _labelled("Web-?site", _value("website")),
    _rule(r"(?P<value>https?://\S+) \(website\)", _value("website")),
    _labelled("Position|Occupation", _position),
    _labelled("(?:Alternate )?Title", _value("title")),
    _labelled(r"(?:Tele)?phone(?: (?:Number|No\.))?", _value("phone")),
    _labelled(r"Fax(?: (?:Number|No\.))?", _note),
    _labelled("Organization Established Date", _dated("incorporationDate")),
    _labelled("Organization Type", _value("sector")),
    _labelled("Former Vessel Flag", _country("pastFlags")),
    _labelled("Vessel Flag|Flag of Registration", _country("flag")),
    _labelled("Vessel Year of Build|Aircraft Manufacture Date", _dated("buildDate")),
    _labelled("(?:Other |Former )?Vessel Type", _value("type")),
    _labelled("(?:Other )?(?:Vessel )?Call Sign", _value("callSign")),
    _labelled("(?:Vessel )?Gross Registered Tonnage", _value("grossRegisteredTonnage")),
    _labelled("(?:Vessel )?Gross Tonnage|Vessel Tonnage", _value("tonnage")),
    _labelled("(?:Vessel )?Deadweight(?: Tonnage)?", _value("deadweightTonnage")),
    _labelled("Aircraft Model", _value("model")),
    _labelled("Aircraft Operator", _operated),
    _labelled(r"(?:Previous )?Aircraft Tail Number", _value("registrationNumber")),
    _labelled(
        r"Aircraft (?:Manufacturer's Serial|Construction|Serial) Number(?: \([^()]*\))?",
        _value("serialNumber"),
    ),
    _labelled("Aircraft Mode S Transponder Code", _value("icaoCode")),
    _papers(_TAX, _paper("Identification", "taxNumber")),
    _papers(_REGISTRATION, _paper("Identification", "registrationNumber")),
    _papers(_OTHER_PAPER, _paper("Identification", "idNumber"), flags=0),
    _rule(
        r"(?P<value>[^\d:]*\b(?:minister|director|chair\w*|president|presidential|vice-\w+|"
        r"commander|manager|representative|officer|official|member|deputy|governor|head|chief|secretary|advis[eo]r|"
        r"ambassador|judge|magistrate|rector|general|colonel|major|captain|employee|aide|leader)\b"
        r"[^:]*)",
        _position,
    ),
    # Prose and what describes, which no property holds; a label's colon or a number stands apart.
    _rule(r"[^\d:]+", _note),
    _rule(
        r"(?:Tribe|Subtribe|Target Type|Father's name|For more information\b.*?|Height|Weight): .+",
        _note,
    ),
    _rule(r".*\b(?:arrested|deceased|died|captured|incarcerated|since|until|dated?) .*", _note),
)
