"""The vocabulary of entities: FollowTheMoney's schemata and properties.

Names and meanings are FollowTheMoney's (https://followthemoney.tech/explorer/), so that data of
OpenSanctions and Aleph needs no translation. `data/schemata.txt` lists them; a test compares it
with the library, where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class _Own(NamedTuple):
    """A schema as it is written down: what it extends, and the properties it adds."""

    parents: tuple[str, ...]
    properties: frozenset[str]


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """Join each schema's line with those that go on below it, indented."""
    entry = ""
    for line in lines:
        if not line.startswith(" "):
            if entry:
                yield entry
            entry = ""
        if not line.startswith("#"):
            entry += line.rstrip("\n")
    yield entry


def _read(lines: Iterable[str]) -> dict[str, _Own]:
    found = {}
    for entry in _entries(lines):
        head, _, properties = entry.partition(":")
        name, _, parents = head.partition(" < ")
        found[name] = _Own(tuple(parents.split()), frozenset(properties.split()))
    return found


with (Path(__file__).parent / "data" / "schemata.txt").open(encoding="utf-8") as _file:
    _OWN = _read(_file)


def _marked(schema: str) -> frozenset[str]:
    """Return all properties of a schema, its ancestors' among them, with their marks."""
    own = _OWN[schema]
    return own.properties.union(*(_marked(parent) for parent in own.parents))


def lineage(schema: str) -> frozenset[str]:
    """Return a schema and all that it extends: a Company is an Organization, an Asset, ..."""
    return frozenset({schema}).union(*(lineage(parent) for parent in _OWN[schema].parents))


#: Schema → its properties, those it inherits among them.
SCHEMATA = MappingProxyType(
    {name: frozenset(prop.rstrip("*") for prop in _marked(name)) for name in _OWN}
)
#: Schema → the properties whose value is the id of another entity.
REFERENCES = MappingProxyType(
    {name: frozenset(prop[:-1] for prop in _marked(name) if prop.endswith("*")) for name in _OWN}
)

#: Schemata whose names are screened.
MATCHABLE = frozenset(
    "LegalEntity Person Organization Company PublicBody Vessel Airplane CryptoWallet".split()
)
#: Topics that make an entity a target: it is on a list, holds an office or carries a risk.
TARGET_TOPICS = frozenset(
    "corp.clone corp.disqual crime crime.boss crime.fin crime.fraud crime.terror crime.theft "
    "crime.traffick crime.war debarment export.control export.control.linked export.risk geo.risk "
    "invest.ban invest.risk mare.detained mare.shadow poi reg.action reg.warn role.oligarch "
    "role.pep role.rca sanction sanction.control sanction.counter sanction.linked wanted".split()
)
#: Schemata that may be the same thing, besides equal ones: a query for an
#: Organization may find a Company. A schema stands for itself and those named.
_KIN = {
    "LegalEntity": {"Person", "Organization", "Company", "PublicBody"},
    "Organization": {"LegalEntity", "Company", "PublicBody"},
    "Company": {"LegalEntity", "Organization", "PublicBody"},
    "PublicBody": {"LegalEntity", "Organization", "Company"},
    "Person": {"LegalEntity"},
}
#: Name properties, strongest first, with the kind of name each holds.
NAME_KINDS = MappingProxyType(
    {"name": "primary", "alias": "strong", "previousName": "former", "weakAlias": "weak"}
)


#: A query for anything that has a name: FollowTheMoney's root of all schemata.
THING = "Thing"
#: Schemata a query may be of.
ASKABLE = MATCHABLE | {THING}


def alike(schema: str, other: str) -> bool:
    """Tell whether entities of two schemata may be the same thing."""
    return other in kin(schema) or schema in kin(other)


def kin(query: str) -> frozenset[str]:
    """Return the schemata that an entity may be of which a query of this schema finds."""
    return MATCHABLE if query == THING else frozenset({query, *_KIN.get(query, ())})
