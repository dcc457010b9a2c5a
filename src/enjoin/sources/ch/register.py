"""What targets on SECO's list refer to by number: sets of sanctions programmes, and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from enjoin.model.countries import code_of, name_of
from enjoin.model.errors import UnreadFields, WrongFormat
from enjoin.sources.xml import Node


class SanctionsSet(NamedTuple):
    """What one set of a programme imposes: 'Travel ban, annex 1'."""

    programme: str
    name: str
    measure: str
    origin: str


class Place(NamedTuple):
    """A town or district, its area and its country in words, and other spellings of these."""

    location: str
    area: str
    country: str
    variants: tuple[str, ...]

    @property
    def words(self) -> str:
        """The place on one line, the smallest first."""
        return ", ".join(part for part in self[:3] if part)


class Register(NamedTuple):
    """What targets refer to by number."""

    sets: dict[str, SanctionsSet]
    places: dict[str, Place]


def registered(records: Iterable[Node]) -> Register:
    """Gather the programmes and places of a list.

    Raises:
        UnreadFields: there is another kind of record, or a field that nobody reads here.
    """
    found = Register({}, {})
    for node in records:
        if node.tag == "sanctions-program":
            found.sets.update(_sets(node))
        elif node.tag == "place":
            number = ssid(node)
            found.places[number] = place_of(node)
            node.done()
        elif node.tag != "target":
            raise UnreadFields(node.source, node.where, [node.tag])
    return found


def _sets(node: Node) -> dict[str, SanctionsSet]:
    """Read a programme: its sets by number, in English where SECO has it."""
    for attribute in ("ssid", "version-date", "predecessor-version-date"):
        node.attribute(attribute)
    key, name = _english(node.nodes("program-key")), _english(node.nodes("program-name"))
    origin = "; ".join(node.texts("origin"))
    by_number: dict[str, list[Node]] = {}
    for each in node.nodes("sanctions-set"):
        by_number.setdefault(ssid(each), []).append(each)
    node.done()
    return {
        number: SanctionsSet(key or name, name, _english(each), origin)
        for number, each in by_number.items()
    }


def _english(nodes: Iterable[Node]) -> str:
    """Take the same words in several languages: the English ones, or else the first."""
    said = {}
    for node in nodes:
        said[node.attribute("lang")] = node.own()
        node.done()
    return said.get("eng") or next(iter(said.values()), "")


def place_of(node: Node) -> Place:
    """Take a place from the parts of an element."""
    variants = (*node.nodes("location-variant"), *node.nodes("area-variant"))
    countries = [country(each) for each in node.nodes("country")]
    return Place(
        node.text("location"),
        node.text("area"),
        ", ".join(countries),
        tuple(_variant(each) for each in variants),
    )


def _variant(node: Node) -> str:
    for attribute in ("lang", "script", "variant-type", f"{node.tag}-type"):
        node.attribute(attribute)
    text = node.own()
    node.done()
    return text


def country(node: Node) -> str:
    """Take a country as its usual English name, or in SECO's words where it has no known code."""
    code = code_of(node.attribute("iso-code") or node.attribute("code"))
    words = node.own()
    node.done()
    return name_of(code) if code else words


def ssid(node: Node) -> str:
    """Take the number SECO gives to everything on its list.

    Raises:
        WrongFormat: there is none.
    """
    number = node.attribute("ssid")
    if not (number.isascii() and number.isdigit()):
        raise WrongFormat(node.source, node.where, f"ssid is {number!r}, which is no number")
    return number
