"""An entity as one row: what a list says of it, packed so that the same saying is kept once."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from enjoin.model.entity import Entity, Text, part_id, subject_id
from enjoin.model.schema import NAME_KINDS

#: A value, or one with its language and the publisher's own spelling.
Value = str | tuple[str, str | None, str | None]

_decoder = msgspec.json.Decoder(dict[str, list[Value]])


class Packed(NamedTuple):
    """All that one version says of one entity. `digest` names it by content, in any order."""

    digest: bytes
    subject: str
    part: str
    schema: str
    properties: str


def pack(source: str, entity: Entity) -> Packed:
    """Pack an entity of a source; the order of its values is kept, but makes no other saying."""
    subject = subject_id(entity.id)
    part = entity.id[len(subject) + 1 :]
    said = {prop: _marked(values) for prop, values in entity.properties.items()}
    text = msgspec.json.encode(said).decode()
    return Packed(digest(source, entity), subject, part, entity.schema, text)


def unpack(subject: str, part: str, schema: str, properties: str) -> Entity:
    """Return the entity of a row."""
    said = _decoder.decode(properties)
    return Entity(
        entity_id(subject, part),
        schema,
        {
            prop: tuple([v if type(v) is str else Text(*v) for v in values])
            for prop, values in said.items()
        },
    )


def entity_id(subject: str, part: str) -> str:
    """Return an entity's id: its subject's, with what it adds to that."""
    return part_id(subject, part) if part else subject


def digest(source: str, entity: Entity) -> bytes:
    """Return 16 bytes (BLAKE2b) that name what a source says of an entity, in whatever order."""
    said = {prop: _marked(sorted(values)) for prop, values in entity.properties.items()}
    text = msgspec.json.encode((source, entity.id, entity.schema, said), order="sorted")
    return hashlib.blake2b(text, digest_size=16).digest()


def names_of(entity: Entity) -> int:
    """Count the names an entity has."""
    return sum(len(entity.properties.get(prop, ())) for prop in NAME_KINDS)


def _marked(values: list[str] | tuple[str, ...]) -> list[Value]:
    return [value if type(value) is str else _mark(value) for value in values]


def _mark(value: str) -> Value:
    if isinstance(value, Text) and (value.lang or value.original):
        return str(value), value.lang, value.original
    return str(value)
