"""OFAC's lists in the ADVANCED schema: parties, and what is joined to them by numbers (XML).

The schema is the Advanced Sanctions Data Model as OFAC's sdn_advanced.xsd has it: reference values
give each number its words; places, documents, relationships and sanctions entries stand in sections
of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.reading import Files, ReadList, SourceInfo, where_of
from enjoin.sources.shelf import Shelf
from enjoin.sources.us_ofac.advanced_party import Aside, read_profile
from enjoin.sources.us_ofac.advanced_values import IGNORED, References, iso_date, periods, yes
from enjoin.sources.us_ofac.entry import Measure, check_entry
from enjoin.sources.us_ofac.remarks import read_remarks
from enjoin.sources.us_ofac.subject import Bearers, Listed
from enjoin.sources.xml import Node, Records, local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Each section's records, and the attribute that holds the number they are joined on.
_SECTIONS = MappingProxyType(
    {
        "Locations": ("Location", "ID"),
        "IDRegDocuments": ("IDRegDocument", "IdentityID"),
        "DistinctParties": ("DistinctParty", "FixedRef"),
        "ProfileRelationships": ("ProfileRelationship", "From-ProfileID"),
        "SanctionsEntries": ("SanctionsEntry", "ProfileID"),
    }
)
#: Records that belong to no party: more than this share means that a part of the file is missing.
_ORPHANS = 0.005
_SDN, _SDN_LIST = "us_ofac_sdn", "SDN List"
_SCHEMATA = MappingProxyType(
    {
        ("Individual", "Unknown"): "Person",
        ("Entity", "Unknown"): "Organization",
        ("Transport", "Vessel"): "Vessel",
        ("Transport", "Aircraft"): "Airplane",
    }
)


class _List(NamedTuple):
    """A list while it is read: what it is, what its numbers mean, its records and parties."""

    info: SourceInfo
    measure: Measure
    aside: Aside
    bearers: Bearers
    schemata: dict[str, str]  # by the number of the party
    seen: set[str]  # numbers of parties
    identities: set[str]

    @property
    def refs(self) -> References:
        return self.aside.refs

    @property
    def shelf(self) -> Shelf:
        return self.aside.shelf

    def wrong(self, where: str, why: str) -> WrongFormat:
        return WrongFormat(self.info.name, where, why)


def read_advanced(info: SourceInfo, files: Files, measure: Measure) -> ReadList:
    """Read a list in the ADVANCED schema: individuals are Person, entities Organization.

    All sections but the reference values are set aside on disk and joined party by party, so that
    memory holds one party, and of the others only numbers and names.

    Raises:
        WrongFormat: it is not the whole of this list, or its parts do not belong together.
        UnreadFields: it has an element or attribute that nobody reads here.
        UnknownValue: a number stands for nothing, or for something without known meaning.
        SourceError: there is no room for temporary files.
    """
    name = info.format_of(files).principal
    where = where_of(files[name], name)
    records = Records(info.name, where, files[name], "Sanctions")
    if "DeltaBaseVersion" in records.attributes:
        raise WrongFormat(info.name, where, "holds the changes since a version, not a whole list")
    steps = iter(records)
    published = _published(info, where, steps)
    return ReadList(info.name, published, _subjects(info, where, steps, measure))


def _published(info: SourceInfo, where: str, steps: Iterator[tuple[str, _Element]]) -> str:
    """Read the publisher's date, which stands first: its year, month and day count as records."""
    said = {local(part.tag): part.text or "" for _, part in islice(steps, 3)}
    date = clean_date("-".join(said.get(part, "") for part in ("Year", "Month", "Day")))
    if date is None:
        raise WrongFormat(info.name, where, "has no DateOfIssue")
    return date


def _subjects(
    info: SourceInfo, where: str, steps: Iterator[tuple[str, _Element]], measure: Measure
) -> Iterator[list[Entity]]:
    with closing(Shelf(info.name)) as shelf:
        aside = Aside(References(info.name), shelf)
        list_ = _List(info, measure, aside, Bearers(info.name), {}, set(), set())
        _set_aside(list_, where, steps)
        for element in shelf.all_of("DistinctParties"):
            yield _party(list_, element)
        _check_joined(list_, where)


def _set_aside(list_: _List, where: str, steps: Iterator[tuple[str, _Element]]) -> None:
    """Put each record on the shelf; learn what numbers mean and who bears which name.

    Raises:
        WrongFormat: this is another list of OFAC's.
    """
    on_sdn = 0
    for section, element in steps:
        if section == "ReferenceValueSets":
            list_.refs.read(element)
            continue
        tag, key = _SECTIONS.get(section, ("", ""))
        if local(element.tag) != tag:
            raise UnreadFields(list_.info.name, section, [local(element.tag)])
        number = str(element.get(key, "")).strip()
        if section == "DistinctParties":
            _survey(list_, element)
        elif section == "SanctionsEntries":
            on_sdn += _entry_list(list_, number, element) == _SDN_LIST
        list_.shelf.put(section, number, element)
    if (2 * on_sdn >= len(list_.schemata)) != (list_.info.name == _SDN):
        why = f"has {on_sdn:,} of {len(list_.schemata):,} parties on the SDN List: another list"
        raise list_.wrong(where, why)


def _survey(list_: _List, element: _Element) -> None:
    """Learn a party's number, its names, and what kind it is of."""
    number, names = str(element.get("FixedRef", "")).strip(), list(_names(element))
    check_entry(list_.info, number, " ".join(name for name, _ in names), list_.seen)
    for name, primary in names:
        list_.bearers.add(name, number, primary=primary)
    where = f"party {number}"
    profiles = element.findall("{*}Profile")
    if len(profiles) != 1:
        raise list_.wrong(where, f"has {len(profiles)} Profile, where one is due")
    kind = list_.refs.party(Node(list_.info.name, where, profiles[0]))
    if kind not in _SCHEMATA:
        raise UnknownValue(list_.info.name, where, "PartySubTypeID", " ".join(kind))
    list_.schemata[number] = _SCHEMATA[kind]


def _names(element: _Element) -> Iterator[tuple[str, bool]]:
    """Yield the strong names of a party, words in the file's order, and whether one is primary."""
    for alias in element.iterfind("{*}Profile/{*}Identity/{*}Alias"):
        primary = alias.get("Primary") in {"true", "1"}
        weak = alias.get("LowQuality") in {"true", "1"} and not primary
        for name in () if weak else alias.iterfind("{*}DocumentedName"):
            words = " ".join(value.text or "" for value in name.iterfind(".//{*}NamePartValue"))
            yield words, primary


def _entry_list(list_: _List, number: str, element: _Element) -> str:
    return list_.refs.optional(_entry(list_, number, element), "ListID", "List")


def _entry(list_: _List, number: str, element: _Element) -> Node:
    return Node(list_.info.name, f"sanctions entry of party {number}", element)


def _check_joined(list_: _List, where: str) -> None:
    """Refuse a file whose parts do not belong together: one is cut, or a number is damaged."""
    for section in _SECTIONS:
        left, whole = list_.shelf.left(section)
        if left > _ORPHANS * whole:
            why = f"{left:,} of {whole:,} records in {section} belong to no party in the file"
            raise list_.wrong(where, why)


def _party(list_: _List, element: _Element) -> list[Entity]:
    number = str(element.get("FixedRef", "")).strip()
    node = Node(list_.info.name, f"party {number}", element)
    node.attribute("FixedRef")
    id_ = f"{list_.info.name}-{number}"
    subject = Listed(id_, list_.schemata[number], list_.bearers.find)
    for text in node.texts("Comment"):
        read_remarks(subject, text)
    (profile,) = node.nodes("Profile")
    profile.attribute("PartySubTypeID")
    if (own := profile.attribute("ID")) != number:
        raise list_.wrong(node.where, f"has the Profile {own}, where one of its number is due")
    for identity in read_profile(list_.aside, subject, profile):
        if identity in list_.identities:
            raise list_.wrong(node.where, f"has the identity {identity}, which another has too")
        list_.identities.add(identity)
    _relations(list_, subject, number)
    _sanctions(list_, subject, number)
    node.done(IGNORED)
    return subject.entities()


_PERSON, _BODY = frozenset({"Person"}), frozenset({"Organization"})
_PARTY, _ASSET = _PERSON | _BODY, frozenset({"Organization", "Vessel", "Airplane"})


class _Relation(NamedTuple):
    """A link between two parties: the ends' properties, and what may stand at each."""

    schema: str
    near: str
    far: str
    from_: frozenset[str] = _PARTY | _ASSET
    to: frozenset[str] = _PARTY | _ASSET
    word: str = "role"


_RELATIONS = MappingProxyType(
    {
        "owned or controlled by": _Relation("Ownership", "asset", "owner", _ASSET, _PARTY),
        "owns, controls, or operates": _Relation("Ownership", "owner", "asset", _PARTY, _ASSET),
        "acting for or on behalf of": _Relation(
            "Representation", "agent", "client", _PARTY, _PARTY
        ),
        "leader or official of": _Relation(
            "Directorship", "director", "organization", _PARTY, _BODY
        ),
        "principal executive officer": _Relation(
            "Directorship", "director", "organization", _PARTY, _BODY
        ),
        "family member of": _Relation(
            "Family", "person", "relative", _PERSON, _PERSON, "relationship"
        ),
        "associate of": _Relation(
            "Associate", "person", "associate", _PERSON, _PERSON, "relationship"
        ),
    }
)
_ANY = _Relation("UnknownLink", "subject", "object")


def _relations(list_: _List, subject: Listed, number: str) -> None:
    for element in list_.shelf.take("ProfileRelationships", number):
        node = Node(list_.info.name, f"relationship {element.get('ID')}", element)
        node.attribute("From-ProfileID")
        _relation(list_, subject, node)
        node.done(IGNORED)


def _relation(list_: _List, subject: Listed, node: Node) -> None:
    role = list_.refs.words(node, "RelationTypeID", "RelationType")
    quality = list_.refs.words(node, "RelationQualityID", "RelationQuality")
    said = [f"Quality: {quality}"] if quality != "Unknown" else []
    said += ["Former"] if yes(node, "Former") else []
    said += periods(node, list_.refs)
    said += node.texts("Comment")
    other = node.attribute("To-ProfileID")
    if not (schema := list_.schemata.get(other)):
        subject.note(role, "; ".join([f"party {other}, which is not on this list", *said]))
        return
    kind = _RELATIONS.get(role.casefold(), _ANY)
    if subject.schema not in kind.from_ or schema not in kind.to:
        kind = _ANY
    id_ = f"{list_.info.name}-{other}"
    ends = {kind.near: subject.id, kind.far: id_, kind.word: role}
    subject.part(kind.schema, role, id_, **ends, summary=said)


_EVENTS = {"Created": "listingDate", "Modified": "modifiedAt", "Removed": "endDate"}


class _Listing(NamedTuple):
    """What the entries of a party say together; several lists may have the same."""

    programmes: list[str]
    measures: list[str]
    bases: list[str]
    dates: dict[str, list[str]]
    summary: list[str]


def _sanctions(list_: _List, subject: Listed, number: str) -> None:
    """Make a Sanction for each programme; its dates are those of all lists that name the party.

    Measures are those of the whole entry, whose programmes impose different ones: the summary has
    them, and a programme what it imposes by itself, as in OFAC's other forms. Where neither that
    nor the remarks tell, the measures of an entry are those of its only programme.
    """
    listing = _Listing([], [], [], {}, [])
    for element in list_.shelf.take("SanctionsEntries", number):
        _read_entry(list_, _entry(list_, number, element), listing)
    if not listing.measures and not listing.programmes:
        raise list_.wrong(f"party {number}", "has no sanctions entry")
    programmes = list(dict.fromkeys(listing.programmes or [""]))
    for programme in programmes:
        imposed = [text for text in (list_.measure(programme), *sorted(subject.provisions)) if text]
        subject.sanction(
            programme,
            authority=list_.info.authority,
            program=programme,
            provisions=imposed or (listing.measures if len(programmes) == 1 else ()),
            reason=listing.bases,
            summary=[*listing.summary, *(f"Measure: {text}" for text in listing.measures)],
            **{prop: sorted(dates) for prop, dates in listing.dates.items()},
        )


def _read_entry(list_: _List, node: Node, listing: _Listing) -> None:
    node.attribute("ProfileID")
    name = list_.refs.optional(node, "ListID", "List")
    for event in node.nodes("EntryEvent"):
        kind = list_.refs.words(event, "EntryEventTypeID", "EntryEventType")
        if kind not in _EVENTS:
            raise UnknownValue(node.source, node.where, "EntryEventType", kind)
        basis = list_.refs.optional(event, "LegalBasisID", "LegalBasis")
        listing.bases.extend([basis] if basis != "Unknown" else [])
        for date in (iso_date(each, list_.refs) for each in event.nodes("Date")):
            listing.dates.setdefault(_EVENTS[kind], []).append(date)
            listing.summary.append(f"{name}: {kind.lower()} {date}")
        listing.summary.extend(event.texts("Comment"))
        event.done(IGNORED)
    for measure in node.nodes("SanctionsMeasure"):
        _measure(list_, measure, listing)
    for info in node.nodes("SupportingInfo"):
        kind = list_.refs.words(info, "SupInfoTypeID", "SupInfoType")
        listing.summary.extend(f"{kind}: {t}" for t in info.texts("Text") + info.texts("DirectURL"))
        info.done(IGNORED)
    listing.summary.extend(node.texts("Comment") + node.texts("LimitationsToListing"))
    node.done(IGNORED)


def _measure(list_: _List, node: Node, listing: _Listing) -> None:
    """Read a measure; one of the type 'Program' has the programme's name for its comment."""
    kind = list_.refs.words(node, "SanctionsTypeID", "SanctionsType")
    said = node.texts("Comment")
    if kind == "Program" and len(said) != 1:
        raise list_.wrong(node.where, "has a measure of type Program that names no programme")
    if kind == "Program":
        listing.programmes.extend(said)
    else:
        listing.measures.append(": ".join([kind, *said]))
    listing.summary.extend(
        f"{' '.join([kind, *said])}: {period}" for period in periods(node, list_.refs)
    )
    node.done(IGNORED)
