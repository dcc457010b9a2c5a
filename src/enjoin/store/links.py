"""Entries that name each other: by id, or by a reference that both of them bear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from enjoin.model.entity import Entity, subject_id
from enjoin.model.schema import REFERENCES
from enjoin.store import facts
from enjoin.store.door import Door
from enjoin.store.versions import Version


class Join(NamedTuple):
    """What joins entries, such as an Ownership: their ids, its schema, what it calls the role."""

    ends: frozenset[str]
    schema: str
    roles: tuple[str, ...]


class Links(NamedTuple):
    """What a version says of entries that go together; it never changes."""

    joins: Mapping[str, Sequence[Join]]
    """By the id of each entry that is joined."""
    listed_under: Mapping[str, Sequence[str]]
    """Subjects by the UN reference they are listed under."""


def links(door: Door, version: Version, about: Iterable[str] | None = None) -> Links:
    """Return what of a version goes together: all of it, or what is `about` ids and references."""
    joins, listed_under = defaultdict[str, list[Join]](list), defaultdict[str, list[str]](list)
    for entity in _read(door, version, about):
        if entity.schema == "Sanction":
            for reference in entity.get("unscId"):
                listed_under[reference].append(subject_id(entity.id))
        if join := joined(entity):
            for end in join.ends:
                joins[end].append(join)
    return Links(dict(joins), dict(listed_under))


def _read(door: Door, version: Version, about: Iterable[str] | None) -> Iterator[Entity]:
    if about is None:
        yield from (entity for _, entity in facts.entities(door, [version]))
    for text in about or ():
        yield from (entity for _, entity in facts.containing(door, version, text))


def joined(entity: Entity) -> Join | None:
    """Return what an entity joins, such as the two of an Ownership; None where it joins nothing."""
    ends = frozenset(id_ for prop in REFERENCES[entity.schema] for id_ in entity.get(prop))
    return Join(ends, entity.schema, entity.get("role")) if len(ends) > 1 else None


def bearing(door: Door, versions: Iterable[Version], value: str) -> Iterator[tuple[str, Entity]]:
    """Yield the entities of versions that have a value, letter for letter, with their subjects."""
    for version in versions:
        for subject, entity in facts.containing(door, version, value):
            if any(value in values for values in entity.properties.values()):
                yield subject, entity


def sharing_reference(of: Iterable[Links], references: Iterable[str]) -> dict[str, str]:
    """Return the subjects listed under one of these UN references, with the reference.

    National lists repeat the reference of the Security Council's committee (QDi.001, KPe.004).
    Entries that bear the same one, and are of the same kind, are about the same party by their
    publishers' own word; a publisher may also name another party's reference.
    """
    return {
        subject: reference
        for reference in references
        for each in of
        for subject in each.listed_under.get(reference, ())
    }
