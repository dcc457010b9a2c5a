"""A party of an ADVANCED file: its names, documents and features, read as OFAC's other forms are.

Documents and features are written as the remarks of the other forms, so that one set of rules reads
them all, and a party comes out equal whichever file it is from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.entity import Entity, make
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.sources.shelf import Shelf
from enjoin.sources.us_ofac.advanced_values import (
    IGNORED,
    Name,
    Place,
    References,
    group_kinds,
    name_of,
    periods,
    place_of,
    yes,
)
from enjoin.sources.us_ofac.entry import Address
from enjoin.sources.us_ofac.remarks import read_remarks
from enjoin.sources.us_ofac.subject import Listed
from enjoin.sources.xml import Node

if TYPE_CHECKING:
    from lxml.etree import _Element


class Aside(NamedTuple):
    """What parties are joined with: the words of numbers, and the records of other sections."""

    refs: References
    shelf: Shelf


def read_profile(aside: Aside, subject: Listed, profile: Node) -> list[str]:
    """Read names, documents and features of a profile; return the numbers of its identities.

    Raises:
        WrongFormat: it has no primary name, or refers to what is not in the file.
        UnknownValue: a number stands for nothing, or for something without known meaning.
        UnreadFields: there is something that nobody reads here.
    """
    for text in profile.texts("Comment"):
        read_remarks(subject, text)
    identities = [_identity(aside.refs, subject, each) for each in profile.nodes("Identity")]
    if not subject.values["name"]:
        raise WrongFormat(profile.source, profile.where, "has no primary name")
    for number in identities:
        for element in aside.shelf.take("IDRegDocuments", number):
            _document(aside, subject, profile, element)
    for feature in profile.nodes("Feature"):
        _feature(aside, subject, feature, identities)
    profile.done(IGNORED)
    return identities


_ALIASES = {"Name": "alias", "A.K.A.": "alias", "N.K.A.": "alias", "F.K.A.": "previousName"}
_NAME_PARTS = {
    "First Name": "firstName",
    "Middle Name": "middleName",
    "Patronymic": "fatherName",
    "Matronymic": "motherName",
    "Last Name": "lastName",
}


def _identity(refs: References, subject: Listed, node: Node) -> str:
    """Read the names of an identity; return its number."""
    kinds = group_kinds(node, refs)
    main, false = yes(node, "Primary"), yes(node, "False")
    names = [
        name
        for alias in node.nodes("Alias")
        for name in _alias(refs, subject, alias, kinds, main and not false)
    ]
    for text in (*node.texts("Comment"), *(names if false else ())):
        subject.note("False identity" if false else "", text)
    number = node.attribute("ID")
    node.done(IGNORED)
    return number


def _alias(
    refs: References, subject: Listed, node: Node, kinds: Mapping[str, str], main: bool
) -> list[str]:
    kind = refs.words(node, "AliasTypeID", "AliasType")
    if kind not in _ALIASES:
        raise UnknownValue(node.source, node.where, "AliasType", kind)
    prop, main = _ALIASES[kind], yes(node, "Primary") and main
    if yes(node, "LowQuality") and prop == "alias":
        prop = "weakAlias"
    names = [_documented(refs, subject, each, kinds) for each in node.nodes("DocumentedName")]
    for name in sorted(names, key=lambda each: not each.latin):
        if main and not subject.values["name"]:
            _name(subject, name)
        else:
            subject.add(prop, name.text)
    for text in (*periods(node, refs), *node.texts("Comment")):
        subject.note(names[0].text if names else "", text)
    node.done(IGNORED)
    return [name.text for name in names]


def _name(subject: Listed, name: Name) -> None:
    subject.add("name", name.text)
    if subject.schema == "Person":
        for kind, prop in _NAME_PARTS.items():
            part, _, suffix = name.parts.get(kind, "").partition(", ")
            subject.add(prop, part)
            subject.add("nameSuffix", suffix)


def _documented(refs: References, subject: Listed, node: Node, kinds: Mapping[str, str]) -> Name:
    name = name_of(node, kinds, refs)
    for country in node.nodes("DocumentedNameCountry"):
        words = [refs.words(country, "CountryID", "Country"), *country.texts("Comment")]
        subject.note(name.text, "; ".join(words))
        country.done(IGNORED)
    for text in node.texts("Comment"):
        subject.note(name.text, text)
    node.done(IGNORED)
    return name


#: What stands before each date of a document in remarks.
_DOCUMENT_DATES = {"Issue Date": "issued", "Expiration Date": "expires"}


def _document(aside: Aside, subject: Listed, profile: Node, element: _Element) -> None:
    """Write a document as a remark; what a remark has no place for is added to the paper it is."""
    refs = aside.refs
    node = Node(profile.source, f"{profile.where}, document {element.get('ID')}", element)
    node.attribute("IdentityID")
    label = refs.words(node, "IDRegDocTypeID", "IDRegDocType")
    words = f"{label} {node.text('IDRegistrationNo')}".strip()
    countries, said = _issued(aside, node)
    dates = [text for date in node.nodes("DocumentDate") for text in _document_date(refs, date)]
    if (validity := refs.optional(node, "ValidityID", "Validity")) != "Valid":
        said.append(validity)
    said += node.texts("Comment")
    before = len(subject.parts)
    read_remarks(subject, " ".join([words, *(f"({name})" for name in countries), *dates]))
    authority = node.text("IssuingAuthority")
    if len(subject.parts) > before:
        subject.parts[-1] = _with(subject.parts[-1], authority, said)
    else:
        subject.note(words, "; ".join(text for text in (authority, *said) if text))
    node.done(IGNORED)


def _with(paper: Entity, authority: str, said: Iterable[str]) -> Entity:
    more = {"authority": authority, "summary": [*paper.get("summary"), *said]}
    return make(paper.schema, paper.id, **(paper.properties | more))


def _issued(aside: Aside, node: Node) -> tuple[list[str], list[str]]:
    """Return by which country a document was issued, and where else."""
    countries, said = [aside.refs.optional(node, "IssuedBy-CountryID", "Country")], []
    if number := node.attribute("IssuedIn-LocationID"):
        place = _place(aside, node, number)
        countries.append(place.country)
        said = [f"issued in {place.words}"] if place.lines else []
        said += [place.remarks] if place.remarks else []
    known = [name for name in countries if name and name != "undetermined"]
    return list(dict.fromkeys(known)), said


def _document_date(refs: References, node: Node) -> list[str]:
    kind = refs.words(node, "IDRegDocDateTypeID", "IDRegDocDateType")
    if kind not in _DOCUMENT_DATES:
        raise UnknownValue(node.source, node.where, "IDRegDocDateType", kind)
    texts = [f"{_DOCUMENT_DATES[kind]} {text}" for text in periods(node, refs)]
    node.done(IGNORED)
    return texts


def _place(aside: Aside, node: Node, number: str) -> Place:
    found = aside.shelf.take("Locations", number)
    if len(found) != 1:
        why = f"refers to the location {number}, which stands {len(found)} times in the file"
        raise WrongFormat(node.source, node.where, why)
    return place_of(Node(node.source, f"location {number}", found[0]), aside.refs)


_LOCATION, _OWNER, _TITLE = "Location", "vessel owner", "title"
#: What the other forms call a feature.
_LABELS = {
    "birthdate": "DOB",
    "place of birth": "POB",
    "nationality country": "nationality",
    "citizenship country": "citizen",
    "registration country": "Nationality of Registration",
    "other vessel flag": "Vessel Flag",
}
#: How sure OFAC is of a feature is said only where it is not.
_RELIABLE = frozenset({"Confirmed", "Unknown"})


def _feature(aside: Aside, subject: Listed, node: Node, identities: Iterable[str]) -> None:
    label = aside.refs.words(node, "FeatureTypeID", "FeatureType").replace("’", "'")
    for owner in node.nodes("IdentityReference"):
        if (identity := owner.attribute("IdentityID")) not in identities:
            why = f"has a feature of the identity {identity}, which is another's"
            raise WrongFormat(node.source, node.where, why)
        owner.done(IGNORED)
    for version in node.nodes("FeatureVersion"):
        _version(aside, subject, label, version)
    node.done(IGNORED)


def _version(aside: Aside, subject: Listed, label: str, node: Node) -> None:
    texts = periods(node, aside.refs)
    texts += [text for each in node.nodes("VersionDetail") if (text := _detail(aside.refs, each))]
    places = [_located(aside, each) for each in node.nodes("VersionLocation")]
    reliability = aside.refs.words(node, "ReliabilityID", "Reliability")
    said = node.texts("Comment") + ([] if reliability in _RELIABLE else [reliability])
    node.done(IGNORED)
    if label != _LOCATION:
        texts += [place.words for place in places if place.words]
        subject.note(label, "; ".join(said))
    for text in texts:
        _fact(subject, label, text)
    for place in places if label == _LOCATION else ():
        _address(subject, place, "; ".join(said))


def _detail(refs: References, node: Node) -> str:
    refs.words(node, "DetailTypeID", "DetailType")
    looked_up = refs.optional(node, "DetailReferenceID", "DetailReference")
    text = node.own() or looked_up
    node.done(IGNORED)
    return text


def _located(aside: Aside, node: Node) -> Place:
    place = _place(aside, node, node.attribute("LocationID"))
    node.done(IGNORED)
    return place


def _fact(subject: Listed, label: str, text: str) -> None:
    """Read a fact: an owner and a title as the columns they are in the tables, others as remarks.

    A label that no rule knows stays in words, as OFAC wrote them.
    """
    plain = label.rstrip(" :-").casefold()
    if plain == _OWNER:
        subject.party("Vessel owner", text)
    elif plain == _TITLE:
        prop = "position" if subject.schema == "Person" else "notes"
        subject.add(prop, *(title.strip() for title in text.split(";")))
    else:
        read_remarks(subject, f"{_LABELS.get(plain, label)} {text}")


def _address(subject: Listed, place: Place, remarks: str) -> None:
    address = Address(
        place.get("ADDRESS1", "ADDRESS2", "ADDRESS3"),
        place.get("CITY"),
        place.get("STATE/PROVINCE", "REGION"),
        place.get("POSTAL CODE"),
        place.country,
        "; ".join(text for text in (place.remarks, remarks) if text),
    )
    subject.address(
        (address.street, address.place),
        country=address.country,
        remarks=address.remarks,
        street=address.street,
        city=address.city,
        region=address.region,
        postalCode=address.postal_code,
    )
