"""Entities of FollowTheMoney's own files: checked against the vocabulary, under a list's ids."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from enjoin.model.entity import Entity, Text, make
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.model.schema import REFERENCES, SCHEMATA
from enjoin.model.values import clean_text
from enjoin.sources.families import own_id
from enjoin.sources.reading import Files

#: A longer line is no entity: the file is something else.
_LONGEST_LINE = 16_000_000
#: What a line says beside id, schema, properties and target. The caption follows from the names;
#: datasets, referents and dates tell how the file was made: the original keeps them.
_IGNORED = frozenset("caption datasets first_seen last_change last_seen origin referents".split())


class Found(NamedTuple):
    """An entity, where it stands, and whether its file calls it a target (None: it is silent)."""

    entity: Entity
    where: str
    target: bool | None


class _Line(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[str]]
    target: bool | None = None


class _Operation(msgspec.Struct, forbid_unknown_fields=True):
    op: str
    entity: dict[str, Any]


def built(
    source: str, where: str, schema: str, number: str, properties: Mapping[str, Iterable[str]]
) -> Entity:
    """Build an entity; its id and those it refers to become this list's.

    Raises:
        UnknownValue: FollowTheMoney has no such schema.
        UnreadFields: the schema has no such property.
    """
    if schema not in SCHEMATA:
        raise UnknownValue(source, where, "schema", schema)
    if unknown := properties.keys() - SCHEMATA[schema]:
        raise UnreadFields(source, where, [f"{schema}:{prop}" for prop in unknown])
    refers = REFERENCES[schema]
    values = {
        prop: [own_id(source, where, v) if prop in refers else _cleaned(v) for v in said]
        for prop, said in properties.items()
    }
    return make(schema, own_id(source, where, number), **values)


def _cleaned(value: str) -> str:
    text = clean_text(value)
    return Text(text, value.lang, value.original) if isinstance(value, Text) else text


def json_entities(source: str, name: str, file: bytes | Path) -> Iterator[Found]:
    """Read a file of one JSON object a line, each an entity.

    Raises:
        WrongFormat: a line is no entity.
        UnknownValue, UnreadFields: one says what FollowTheMoney has no word for.
    """
    for where, data in _lines(source, name, file):
        yield _entity(source, where, data)


def _lines(source: str, name: str, file: bytes | Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as raw:
        number = 0
        while line := raw.readline(_LONGEST_LINE):
            number += 1
            if stripped := line.removeprefix(b"\xef\xbb\xbf").strip():
                where = f"{name} line {number}"
                yield where, _converted(source, where, stripped, dict[str, Any])


def _converted(source: str, where: str, data: bytes | dict[str, Any], type_: Any) -> Any:
    """Take JSON, or what was made of it, as a type.

    Raises:
        WrongFormat: it is something else.
    """
    try:
        if isinstance(data, bytes):
            return msgspec.json.decode(data, type=type_)
        return msgspec.convert(data, type_)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WrongFormat(
            source, where, f"is no entity in FollowTheMoney's JSON: {error}"
        ) from error


def _entity(source: str, where: str, data: dict[str, Any]) -> Found:
    if unread := data.keys() - _IGNORED - set(_Line.__struct_fields__):
        raise UnreadFields(source, where, unread)
    line: _Line = _converted(source, where, data, _Line)
    entity = built(source, where, line.schema, line.id, line.properties)
    return Found(entity, where, line.target)


class _Change(NamedTuple):
    """What deltas do to an entity: whether they expect it, and what it is in the end."""

    expected: bool
    found: Found | None
    where: str


def with_deltas(source: str, base: Iterable[Found], deltas: Files) -> Iterator[Found]:
    """Apply files of changes, in their order, to the entities they follow upon.

    The changes are held in memory, the entities are not.

    Raises:
        WrongFormat: one changes or removes an entity that is not there, or adds one that is.
    """
    changes = _changes(source, deltas)
    for found in base:
        change = changes.pop(found.entity.id, None)
        if change and not change.expected:
            raise WrongFormat(source, change.where, f"adds {found.entity.id}, which is there")
        latest = change.found if change else found
        if latest:
            yield latest
    for id_, change in changes.items():
        if change.expected:
            raise WrongFormat(source, change.where, f"changes {id_}, which is not there")
        if change.found:
            yield change.found


def _changes(source: str, deltas: Files) -> dict[str, _Change]:
    changes: dict[str, _Change] = {}
    for name, file in deltas.items():
        for where, data in _lines(source, name, file):
            operation: _Operation = _converted(source, where, data, _Operation)
            id_, found = _result(source, where, operation)
            before, adds = changes.get(id_), operation.op == "ADD"
            if before and (before.found is not None) == adds:
                state = "there" if adds else "not there"
                raise WrongFormat(source, where, f"{operation.op} of {id_}, which is {state}")
            changes[id_] = _Change(before.expected if before else not adds, found, where)
    return changes


def _result(source: str, where: str, operation: _Operation) -> tuple[str, Found | None]:
    """Return the id an operation is about, and the entity it leaves, if any."""
    if operation.op == "DEL":
        return own_id(source, where, str(operation.entity.get("id", ""))), None
    if operation.op not in {"ADD", "MOD"}:
        raise UnknownValue(source, where, "op", operation.op)
    found = _entity(source, where, operation.entity)
    return found.entity.id, found


def ordered(source: str, deltas: Files) -> dict[str, bytes | Path]:
    """Put files of changes in the order of the versions in their names, or else of their names.

    Raises:
        WrongFormat: some names have a version and others have none.
    """
    versions = {name: version_in(name) for name in deltas}
    if len({bool(version) for version in versions.values()}) > 1:
        bare = ", ".join(name for name, version in versions.items() if not version)
        raise WrongFormat(source, bare, "has no version in its name, other changes have one")
    return {name: deltas[name] for name in sorted(deltas, key=lambda n: (versions[n], n))}


def version_in(name: str) -> str:
    """Return the version in a name, which begins with a day (20240613025002-abc), or ''."""
    match = re.search(r"(?<!\d)(?:19|20)\d{6}(?:\d{6})?(?!\d)", name)
    return match[0] if match else ""
