"""What lists speak of: entities and the statements they are made of, as FollowTheMoney has them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.schema import NAME_KINDS, SCHEMATA

_DIGEST = re.compile(r"[0-9a-f]{12}")


class Text(str):
    """A value with the language it is in (ISO 639-3), or the publisher's own spelling of it."""

    __slots__ = ("lang", "original")

    lang: str | None
    original: str | None

    def __new__(cls, value: str, lang: str | None = None, original: str | None = None) -> Text:
        """Mark a value; it compares and sorts as the plain text does."""
        text = super().__new__(cls, value)
        text.lang, text.original = lang, original
        return text


Values = str | None | Iterable[str | None]


class Entity(msgspec.Struct, frozen=True):
    """A person, company, vessel, sanction, ... : an id, a schema and text values by property."""

    id: str
    schema: str
    properties: dict[str, tuple[str, ...]]

    @property
    def caption(self) -> str:
        """The first name, or the id of what has none."""
        for prop in NAME_KINDS:
            if values := self.properties.get(prop):
                return values[0]
        return self.id

    def get(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property, in the order the list gives them."""
        return self.properties.get(prop, ())

    def first(self, prop: str) -> str | None:
        """Return the first value of a property, or None."""
        values = self.properties.get(prop)
        return values[0] if values else None


class Statement(msgspec.Struct, frozen=True):
    """One value of one property of one entity: the unit that versions of a list keep or drop.

    `lang` is an ISO 639-3 code where the publisher names a language; `original` is the
    publisher's own spelling where `value` had to be changed (a date, a country).
    """

    entity_id: str
    schema: str
    prop: str
    value: str
    lang: str | None = None
    original: str | None = None

    def key(self, source: str) -> bytes:
        """Return 16 bytes that name this statement by its content (BLAKE2b)."""
        parts = (source, self.entity_id, self.schema, self.prop, self.value, self.lang or "")
        text = "\x1f".join((*parts, self.original or ""))
        return hashlib.blake2b(text.encode(), digest_size=16).digest()


def make(schema: str, id_: str, **properties: Values) -> Entity:
    """Build an entity; empty and repeated values fall away.

    Raises:
        InvalidInput: the schema, or a property of it, is not in the vocabulary.
    """
    known = SCHEMATA.get(schema)
    if known is None:
        raise InvalidInput(f"{schema!r}: is no schema; known: {', '.join(sorted(SCHEMATA))}.")
    if unknown := properties.keys() - known:
        raise InvalidInput(f"{schema} has no property {', '.join(sorted(unknown))}.")
    cleaned = {prop: kept for prop, values in properties.items() if (kept := _clean(values))}
    return Entity(id_, schema, cleaned)


def _clean(values: Values) -> tuple[str, ...]:
    if not values:
        return ()
    if isinstance(values, str):  # most often there is one value, and lists have millions
        return (text,) if (text := _spaced(values)) else ()
    texts = [_spaced(value) for value in values if value]
    return tuple(dict.fromkeys(text for text in texts if text))


def _spaced(value: str) -> str:
    """Write single spaces; what is known of the value beside its text stays with it."""
    text = " ".join(value.split())
    return Text(text, value.lang, value.original) if isinstance(value, Text) else text


def derived_id(entity_id: str, *parts: str) -> str:
    """Name an entity that depends on another, such as its passport, by content."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
    return part_id(entity_id, digest)


def part_id(subject: str, digest: str) -> str:
    """Put an id made by `derived_id` together from its two parts."""
    return f"{subject}{_mark(subject)}{digest}"


def subject_id(id_: str) -> str:
    """Return the id of the listed subject that an id made by `derived_id` belongs to."""
    subject, mark, digest = id_.rpartition(_mark(id_))
    return subject if mark and _DIGEST.fullmatch(digest) else id_


def _mark(id_: str) -> str:
    """Return what stands before a digest.

    In lists that an organisation names itself (`table:NAME`) numbers may be UUIDs, whose end looks
    like a digest after '-'.
    """
    return "~" if ":" in id_.partition("-")[0] else "-"


def statements(entity: Entity) -> Iterator[Statement]:
    """Take an entity apart; what has no properties still states that it exists (prop `id`)."""
    yield Statement(entity.id, entity.schema, "id", entity.id)
    for prop, values in entity.properties.items():
        for value in values:
            if isinstance(value, Text):
                said = (str(value), value.lang, value.original)
                yield Statement(entity.id, entity.schema, prop, *said)
            else:
                yield Statement(entity.id, entity.schema, prop, value)


def assemble(parts: Iterable[Statement]) -> Iterator[Entity]:
    """Put entities together again, in the order in which their ids first come."""
    found: dict[str, tuple[str, dict[str, dict[str, None]]]] = {}
    for part in parts:
        _, properties = found.setdefault(part.entity_id, (part.schema, {}))
        if part.prop != "id":
            properties.setdefault(part.prop, {})[_value(part)] = None
    for id_, (schema, properties) in found.items():
        yield Entity(id_, schema, {prop: tuple(said) for prop, said in properties.items()})


def _value(part: Statement) -> str:
    """Return the value of a statement, with what is known of it beside its text."""
    if part.lang or part.original:
        return Text(part.value, part.lang, part.original)
    return part.value


def to_ftm(entity: Entity, datasets: Iterable[str] = ()) -> dict[str, Any]:
    """Write an entity as FollowTheMoney's JSON object."""
    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "properties": {prop: list(values) for prop, values in entity.properties.items()},
        "datasets": list(datasets),
    }


def from_ftm(data: Mapping[str, Any]) -> Entity:
    """Read an entity from FollowTheMoney's JSON object.

    Raises:
        InvalidInput: id, schema or properties are missing or unknown.
    """
    try:
        return make(str(data["schema"]), str(data["id"]), **dict(data.get("properties", {})))
    except KeyError as error:
        raise InvalidInput(f"an entity needs {error}; it has {', '.join(data)}.") from error
