"""An entry of an OFAC list as all its forms have it, and the entities it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.reading import SourceInfo
from enjoin.sources.us_ofac.remarks import read_remarks
from enjoin.sources.us_ofac.subject import Bearers, Listed, natural_order, plain_number

#: What a programme imposes, in OFAC's words; None where the entry's remarks have to tell.
Measure = Callable[[str], str | None]

_SCHEMATA = {
    "": "Organization",
    "entity": "Organization",
    "individual": "Person",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
_ALIASES = {"aka": "alias", "nka": "alias", "fka": "previousName"}
#: Remarks that no rule reads: beyond these (share and number) OFAC has changed how it writes them.
_UNREAD_SHARE, _UNREAD_NUMBER = 0.02, 10


class Alternate(NamedTuple):
    """An alternate name; `kind` is aka, fka or nka, with or without full stops."""

    kind: str
    name: str
    remarks: str = ""


class Address(NamedTuple):
    """An address; `city` holds region and postal code too where a form has one column for them."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str
    remarks: str = ""

    @property
    def place(self) -> str:
        """City, region and postal code as OFAC writes them in one line."""
        town = ", ".join(part for part in (self.city, self.region) if part)
        return " ".join(part for part in (town, self.postal_code) if part)


class Ship(NamedTuple):
    """What only vessels have, in the order of the tables' columns."""

    call_sign: str = ""
    type: str = ""
    tonnage: str = ""
    gross_tonnage: str = ""
    flag: str = ""
    owner: str = ""


class Entry(NamedTuple):
    """An entry with what belongs to it; names and remarks are written as in OFAC's tables.

    A person's name is 'LAST, First'; `remarks` parts its segments by semicolons.
    """

    number: str
    name: str
    kind: str
    programmes: tuple[str, ...]
    title: str
    ship: Ship
    remarks: str
    alternates: tuple[Alternate, ...] = ()
    addresses: tuple[Address, ...] = ()


def check_entry(info: SourceInfo, number: str, name: str, seen: set[str]) -> None:
    """Take note of an entry's number.

    Raises:
        WrongFormat: it is no number, comes twice, or its entry has no name.
    """
    why = ""
    if not (number.isascii() and number.isdigit()):
        why = f"has the number {number[:40]!r}, which is none"
    elif number in seen:
        why = "comes twice"
    elif not name.strip():
        why = "has no name"
    if why:
        raise WrongFormat(info.name, f"entry {number[:40]}", why)
    seen.add(number)


def subjects(
    info: SourceInfo, entries: Iterable[Entry], bearers: Bearers, measure: Measure
) -> Iterator[list[Entity]]:
    """Yield each entry's entities: individuals are Person, vessels Vessel, aircraft Airplane.

    Raises:
        UnknownValue: an entry or an alternate name is of an unknown kind.
        UnreadFields: more remarks are not understood than a change of format would explain.
    """
    segments, unread = 0, list[str]()
    for entry in entries:
        subject = _subject(info, entry, bearers)
        segments += subject.segments
        unread += subject.unread
        _sanctions(info, subject, entry.programmes, measure)
        yield subject.entities()
    if len(unread) > max(_UNREAD_NUMBER, _UNREAD_SHARE * segments):
        some = [text[:60] for text in unread[:5]]
        raise UnreadFields(info.name, f"{len(unread):,} of {segments:,} remarks", some)


def _subject(info: SourceInfo, entry: Entry, bearers: Bearers) -> Listed:
    where = f"entry {entry.number}"
    if (schema := _SCHEMATA.get(entry.kind.strip().casefold())) is None:
        raise UnknownValue(info.name, where, "SDN_Type", entry.kind)
    subject = Listed(f"{info.name}-{entry.number}", schema, bearers.find)
    _name(subject, entry.name)
    for alternate in entry.alternates:
        _alternate(subject, alternate, info.name, where)
    _vessel(subject, entry.ship)
    for address in entry.addresses:
        _address(subject, address)
    for title in entry.title.split(";"):
        subject.add("position" if schema == "Person" else "notes", title.strip())
    read_remarks(subject, entry.remarks)
    return subject


def _name(subject: Listed, name: str) -> None:
    subject.add("name", subject.in_order(name))
    if subject.schema == "Person":
        _, given, family = natural_order(name)
        subject.add("firstName", given)
        subject.add("lastName", family)


def _alternate(subject: Listed, alternate: Alternate, source: str, where: str) -> None:
    kind, name, remarks = alternate
    if (prop := _ALIASES.get(kind.replace(".", "").strip().casefold())) is None:
        raise UnknownValue(source, where, "alt_type", kind)
    subject.add(prop, subject.in_order(name))
    subject.note(name, remarks)


def _vessel(subject: Listed, ship: Ship) -> None:
    """Read the columns only vessels fill; in another entry they are kept as words."""
    subject.add("callSign", ship.call_sign)
    subject.add("type" if subject.schema == "Vessel" else "Vessel type", ship.type)
    subject.add("tonnage", plain_number(ship.tonnage))
    subject.add("grossRegisteredTonnage", plain_number(ship.gross_tonnage))
    subject.country("flag", "Vessel flag", ship.flag)
    if ship.owner:
        subject.party("Vessel owner", ship.owner)


def _address(subject: Listed, address: Address) -> None:
    subject.address(
        (address.street, address.place),
        country="" if address.country.casefold() == "undetermined" else address.country,
        remarks=address.remarks,
        street=address.street,
        city=address.city,
        region=address.region,
        postalCode=address.postal_code,
    )


def _sanctions(
    info: SourceInfo, subject: Listed, programmes: Iterable[str], measure: Measure
) -> None:
    """Make a Sanction for each programme.

    Dates in the remarks are those of what the remarks impose, so that they say nothing of a
    programme which imposes a measure of its own.
    """
    for programme in programmes or ("",):
        imposed = measure(programme)
        subject.sanction(
            programme,
            authority=info.authority,
            program=programme,
            provisions=[imposed, *sorted(subject.provisions)],
            listingDate=None if imposed else subject.listed_on,
        )
