"""A target on SECO's list as entities: who it is, what is imposed on it, and since when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from enjoin.model.countries import code_of
from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.values import clean_date, parse_date
from enjoin.sources.ch.names import Name, read_name
from enjoin.sources.ch.register import Place, Register, SanctionsSet, country, place_of
from enjoin.sources.subject import Subject
from enjoin.sources.xml import Node

SOURCE = "ch_seco"
AUTHORITY = "State Secretariat for Economic Affairs (SECO)"

_OBJECTS = {"vessel": "Vessel", "aircraft": "Airplane"}
_QUALITIES = frozenset({"", "good", "low"})
_GENDERS = {"": None, "male": "male", "female": "female", "unknown": None}
_NAMES = {"primary-name": "alias", "alias": "alias", "formerly-known-as": "previousName"}
_NAME_PARTS = {
    "title": "title",
    "given-name": "firstName",
    "further-given-name": "middleName",
    "father-name": "fatherName",
    "family-name": "lastName",
    "suffix": "nameSuffix",
}
_DOCUMENTS = {
    "passport": "Passport",
    "diplomatic-passport": "Passport",
    "id-card": "Identification",
    "residence-permit": "Identification",
    "driving-license": "Identification",
    "travel-document": "Identification",
    "other": "Identification",
}


class Target:
    """A target being read into its subject."""

    def __init__(self, number: str, node: Node, register: Register) -> None:
        self.number, self.node, self.register = number, node, register
        self.where = node.where
        self.body, schema = _body(node)
        self.subject = Subject(f"{SOURCE}-{number}", schema)

    def read(self, published: str) -> list[Entity]:
        """Return the subject, and after it what belongs to it."""
        subject, body = self.subject, self.body
        sex = _chosen(self.where, "sex", body.attribute("sex"), _GENDERS)
        subject.add("gender", _GENDERS[sex])
        identities = body.nodes("identity")
        identities.sort(key=lambda identity: identity.attribute("main") != "true")
        for identity in identities:
            self._identity(identity)
        if not subject.values["name"]:
            raise WrongFormat(SOURCE, self.where, "has no name")
        reasons = [_said(each) for each in body.nodes("justification")]
        for each in body.nodes("relation"):
            self._relation(each)
        for each in body.nodes("other-information"):
            inform(subject, _said(each))
        self._attributes(body)
        body.done()
        self._sanctions(published, reasons)
        self._attributes(self.node)
        self.node.done()
        return subject.entities()

    def _attributes(self, node: Node) -> None:
        for each in node.nodes("generic-attribute"):
            self.subject.note(each.attribute("name"), _said(each))

    def _relation(self, node: Node) -> None:
        role, other = node.attribute("relation-type"), node.attribute("target-id")
        if not other:
            raise WrongFormat(SOURCE, self.where, "has a relation to nobody")
        self.subject.link("UnknownLink", role, f"{SOURCE}-{other}", "subject", "object")
        self.subject.note(f"Relation to {other}", " ".join([*node.texts("remark"), _said(node)]))

    def _identity(self, node: Node) -> None:
        node.attribute("ssid")
        for each in node.nodes("name"):
            self._name(read_name(each, self.subject.schema == "Person"))
        for each in node.nodes("day-month-year"):
            self._birth_date(each)
        for each in node.nodes("place-of-birth"):
            self._birth_place(each)
        for each in node.nodes("nationality"):
            self._nationality(each)
        for each in node.nodes("address"):
            self._address(each)
        for each in node.nodes("identification-document"):
            self._document(each)
        self._attributes(node)
        node.done()

    def _name(self, name: Name) -> None:
        """Add a name; the first primary one, of the main identity, is the subject's name."""
        prop = _NAMES[_chosen(self.where, "name-type", name.type, _NAMES)]
        low = _chosen(self.where, "quality", name.quality, _QUALITIES) == "low"
        spelled = "weakAlias" if low else prop
        primary = name.type == "primary-name" and not self.subject.values["name"]
        self.subject.add("name" if primary else spelled, name.text)
        for variant in name.variants():
            self.subject.add(spelled if variant.whole else "weakAlias", variant.text)
        self.subject.add("previousName", name.maiden)
        if not low:
            for kind, part in _NAME_PARTS.items():
                self.subject.add(part, *name.values(kind))

    def _birth_date(self, node: Node) -> None:
        """Add a date of birth, an organisation's of its founding; one of low quality is a year."""
        calendar, quality = node.attribute("calendar"), node.attribute("quality")
        low = _chosen(self.where, "quality", quality, _QUALITIES) == "low"
        words = _date(node)
        person = self.subject.schema == "Person"
        prop, label = ("birthDate", "Date of birth") if person else ("incorporationDate", "Founded")
        if not _is_gregorian(calendar):
            self.subject.note(label, f"{words} ({calendar} calendar)")
            return
        known = clean_date(words)
        self.subject.add(prop, known[:4] if known and low else known)
        if low or not known:
            self.subject.note(label, f"{words} (low quality)" if low else words)

    def _birth_place(self, node: Node) -> None:
        place = self._located(node)
        self.subject.add("birthPlace", place.words, *place.variants)
        self.subject.country("birthCountry", "Country of birth", place.country)
        self._remarks("Place of birth", node)

    def _nationality(self, node: Node) -> None:
        node.attribute("ssid")
        for each in node.nodes("country"):
            self.subject.country("nationality", "Nationality", country(each))
        self._remarks("Nationality", node)

    def _located(self, node: Node) -> Place:
        """Take the place that an element refers to; what the element says itself comes first."""
        node.attribute("ssid")
        own, number = place_of(node), node.attribute("place-id")
        if not number:
            return own
        if number not in self.register.places:
            raise WrongFormat(SOURCE, self.where, f"refers to place {number}, which is not here")
        known = self.register.places[number]
        return Place(
            own.location or known.location,
            own.area or known.area,
            own.country or known.country,
            (*own.variants, *known.variants),
        )

    def _address(self, node: Node) -> None:
        place = self._located(node)
        care, street = node.text("c-o"), node.text("address-details")
        box, postal = node.text("p-o-box"), node.text("zip-code")
        box = f"PO Box {box}" if box[:1].isdigit() else box
        remarks = [*node.texts("remarks"), *node.texts("remark")]
        remarks += [f"also {variant}" for variant in place.variants]
        if _chosen(self.where, "quality", node.attribute("quality"), _QUALITIES) == "low":
            remarks.append("low quality")
        node.done()
        self.subject.address(
            [f"c/o {care}" if care else "", street, box, place.location, place.area, postal],
            country=place.country,
            remarks="; ".join(remarks),
            street=street,
            postOfficeBox=box,
            city=place.location,
            region=place.area,
            postalCode=postal,
        )

    def _document(self, node: Node) -> None:
        node.attribute("ssid")
        kind = node.attribute("document-type")
        schema = _DOCUMENTS[_chosen(self.where, "document-type", kind, _DOCUMENTS)]
        number = node.text("number")
        self.subject.add("passportNumber" if schema == "Passport" else "idNumber", number)
        issuer = ", ".join(country(each) for each in node.nodes("issuer"))
        code = code_of(issuer)
        issued, expires = (_dates(node, tag) for tag in ("date-of-issue", "expiry-date"))
        self.subject.part(
            schema,
            holder=self.subject.id,
            type=kind.replace("-", " "),
            number=number,
            country=code,
            authority=None if code else issuer,
            startDate=issued.known,
            endDate=expires.known,
            summary=[
                *node.texts("remark"),
                *node.texts("remarks"),
                *(f"Issued: {words}" for words in issued.words),
                *(f"Expires: {words}" for words in expires.words),
            ],
        )
        node.done()

    def _remarks(self, label: str, node: Node) -> None:
        if _chosen(self.where, "quality", node.attribute("quality"), _QUALITIES) == "low":
            self.subject.note(label, "low quality")
        for text in (*node.texts("remark"), *node.texts("remarks")):
            self.subject.note(label, text)
        node.done()

    def _sanctions(self, published: str, reasons: list[str]) -> None:
        """Add one Sanction per programme, with the measures of its sets."""
        history = _history(self.node, self.where)
        newest = _newest(history, published)
        delisted = newest is not None and newest.kind == "de-listed"
        if delisted:
            self.subject.values.pop("topics")  # SECO keeps it for history only
        listings = [each for each in history if each.kind == "listed"]
        changed = max((each.published or each.day for each in history), default="")
        self.subject.add("modifiedAt", changed)
        un, foreign = _foreign(self.node.texts("foreign-identifier"))
        for programme, sets in self._programmes().items():
            self.subject.sanction(
                programme,
                authority=AUTHORITY,
                authorityId=self.number,
                program=programme,
                provisions=[each.measure for each in sets],
                reason=reasons,
                unscId=un,
                listingDate=[each.published or each.day for each in listings],
                startDate=[each.effective for each in listings],
                modifiedAt=changed,
                endDate=newest.day if newest and delisted else None,
                status=newest.kind if newest else None,
                summary=[
                    *(each.name for each in sets),
                    *(f"Origin: {each.origin}" for each in sets if each.origin),
                    *foreign,
                    *map(str, history),
                ],
            )

    def _programmes(self) -> dict[str, list[SanctionsSet]]:
        numbers = [self.node.attribute("sanctions-set-id"), *self.node.texts("sanctions-set-id")]
        found: dict[str, list[SanctionsSet]] = {}
        for number in filter(None, numbers):
            if number not in self.register.sets:
                why = f"refers to sanctions set {number}, which is not here"
                raise WrongFormat(SOURCE, self.where, why)
            found.setdefault(self.register.sets[number].programme, []).append(
                self.register.sets[number]
            )
        if not found:
            raise WrongFormat(SOURCE, self.where, "is under no sanctions programme")
        return found


def _body(node: Node) -> tuple[Node, str]:
    """Take what a target is, an individual, an entity or an object, and its schema."""
    found = [part for tag in ("individual", "entity", "object") for part in node.nodes(tag)]
    if len(found) != 1:
        why = f"has {len(found)} individuals, entities or objects, where one is due"
        raise WrongFormat(SOURCE, node.where, why)
    body = found[0]
    if body.tag == "object":
        kind = _chosen(node.where, "object-type", body.attribute("object-type"), _OBJECTS)
        return body, _OBJECTS[kind]
    return body, "Person" if body.tag == "individual" else "Organization"


def _chosen(where: str, field: str, value: str, known: Collection[str]) -> str:
    """Return a code that is among those known."""
    if value not in known:
        raise UnknownValue(SOURCE, where, field, value)
    return value


def _said(node: Node) -> str:
    for attribute in ("ssid", "lang"):
        node.attribute(attribute)
    text = node.own()
    node.done()
    return text


class _Dates(NamedTuple):
    """Dates in ISO 8601, and what is no date of our calendar in words."""

    known: list[str]
    words: list[str]


def _dates(node: Node, tag: str) -> _Dates:
    """Take the dates with a tag, as their attributes, their words or what is in them has them."""
    found = _Dates([], [])
    for each in node.nodes(tag):
        inner = each.nodes("day-month-year")
        for part in inner or [each]:
            calendar, text = part.attribute("calendar"), _date(part)
            if _is_gregorian(calendar) and clean_date(text):
                found.known.append(text)
            else:
                found.words.append(f"{text} {calendar}".strip())
        each.done()
    return found


def _is_gregorian(calendar: str) -> bool:
    return calendar in {"", "Gregorian"}


def _date(node: Node) -> str:
    """Take a date as its attributes or its words have it, in ISO 8601 where it is one."""
    year, month, day = (node.attribute(part) for part in ("year", "month", "day"))
    for attribute in ("ssid", "calendar", "quality"):
        node.attribute(attribute)
    words = node.own()
    node.done()
    given = f"{year}-{month or 0}-{day or 0}" if year else f"--{month}-{day}" if month else words
    return clean_date(given) or parse_date(given) or given


# What happened to a target, and when


class _Modification(NamedTuple):
    kind: str
    effective: str
    enacted: str
    published: str

    @property
    def day(self) -> str:
        """The day from which it counts, '' where none is told."""
        return self.effective or self.enacted or self.published

    def __str__(self) -> str:
        return f"{self.kind} {self.day}".strip()


def _history(node: Node, where: str) -> list[_Modification]:
    """Take a target's modifications; the state before and after each, told again, is left out."""
    found = []
    for each in node.nodes("modification"):
        kind = each.attribute("modification-type")
        _chosen(where, "modification-type", kind, {"listed", "amended", "de-listed"})
        dates = ("effective-date", "enactment-date", "publication-date")
        found.append(_Modification(kind, *(_day(where, d, each.attribute(d)) for d in dates)))
        each.attribute("ssid")
        for repeated in ("added", "removed"):
            each.nodes(repeated)
        each.done()
    return found


def _day(where: str, field: str, text: str) -> str:
    if text and clean_date(text) is None:
        raise UnknownValue(SOURCE, where, field, text)
    return clean_date(text) or ""


def _newest(history: Iterable[_Modification], published: str) -> _Modification | None:
    """Return what counts on the list's day: the newest by date, of several the first in the file.

    A de-listing that takes effect after that day does not count yet.
    """
    due = [m for m in history if m.kind != "de-listed" or m.day <= published]
    return max(due, key=lambda modification: modification.day, default=None)


_UN_REFERENCE = re.compile(r"[A-Z]{2}[ie]\.\d{3,4}")


def _foreign(identifiers: Iterable[str]) -> tuple[list[str], list[str]]:
    """Part the origin's numbers: references of the United Nations, and the others in words."""
    given = list(identifiers)
    un = [each for each in given if _UN_REFERENCE.fullmatch(each)]
    return un, [f"Foreign identifier: {each}" for each in given if each not in un]


# Free text with a label in front


_NUMBER = r"(?:number|no\.?)"
_INFORMATION = tuple(
    (re.compile(rf"(?:{label})\s*:\s*({value})\.?", re.IGNORECASE), prop)
    for prop, label, value in (
        ("imoNumber", rf"IMO(?: {_NUMBER})?", r"(?:IMO )?\d{7}"),
        ("mmsi", rf"MMSI(?: {_NUMBER})?", r"\d{9}"),
        ("callSign", "call sign", r"\w{3,8}"),
        ("email", r"e-?mail(?: address)?", r"[^\s@,;]+@[^\s@,;]+[^\s@,;.]"),
        ("website", "website", r"(?:https?://|www\.)\S+?"),
        ("phone", rf"(?:tel\.|telephone|phone)(?: {_NUMBER})?", r"\+?[\d ()/-]{5,}"),
        (
            "registrationNumber",
            rf"(?:state |business |company )?registration {_NUMBER}",
            r"[A-Z]{0,4}[ -]?\d[\d/-]*",
        ),
        (
            "taxNumber",
            rf"(?:tax (?:registration|identification)|taxpayer identification) {_NUMBER}",
            r"[\d/-]+",
        ),
        ("swiftBic", r"SWIFT(?:/BIC)?(?: code)?", r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"),
        ("legalForm", "type of entity", r".+?"),
        ("passportNumber", rf"passport {_NUMBER}", r"[A-Z]{0,3} ?\d{5,}"),
    )
)


def inform(subject: Subject, text: str) -> None:
    """Add a piece of free text: the number behind a known label, or else a note."""
    for pattern, prop in _INFORMATION:
        if match := pattern.fullmatch(text):
            subject.checked(prop, match[1])
            return
    subject.note("", text)
