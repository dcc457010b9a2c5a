"""OpenSanctions' tables: statements, one value a row, and targets, one entity a row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from enjoin.model.entity import Text
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.identifiers import check
from enjoin.model.schema import SCHEMATA, lineage
from enjoin.sources.families import own_id
from enjoin.sources.followthemoney.entities import Found, built
from enjoin.sources.rows import Row, column_names, csv_rows, headed
from enjoin.sources.subject import Subject

_FLAGS = {"": None, "t": True, "true": True, "1": True, "f": False, "false": False, "0": False}
#: How the file was made, statement by statement: the original keeps it.
_STATEMENT_IGNORED = frozenset("id prop_type dataset origin first_seen last_seen".split())
_TARGET_IGNORED = frozenset("dataset first_seen last_seen last_change".split())
_STATEMENT_NEEDED = frozenset({"canonical_id", "schema", "prop", "value"})
_TARGET_NEEDED = frozenset({"id", "schema", "name"})


class Statements:
    """The entities of statements.csv: their rows, wherever they stand, are put together.

    A statement marked external was only suggested by another data set, and is no part of this one.
    """

    def __init__(self, source: str, name: str, file: bytes | Path) -> None:
        self._source, self._name, self._file = source, name, file

    def __call__(self) -> Iterator[Found]:
        """Read the file; only entities of which rows are still to come are held in memory.

        Raises:
            WrongFormat: the rows of an entity contradict each other on what it is.
            UnknownValue, UnreadFields: a row says what FollowTheMoney has no word for.
        """
        held: dict[str, list[Row]] = {}
        for row in headed(self._source, self._cells(), _STATEMENT_NEEDED):
            number = row.need("canonical_id")
            held.setdefault(number, []).append(row)
            if len(held[number]) == self._to_come[number]:
                yield from _stated(self._source, number, held.pop(number))

    def _cells(self) -> Iterator[tuple[str, list[str]]]:
        return csv_rows(self._source, self._name, self._file)

    @cached_property
    def _to_come(self) -> Counter[str]:
        """How many rows each entity has. Counted once, without taking the rows apart."""
        cells = self._cells()
        place = column_names(next(cells)[1]).index("canonical_id")
        return Counter(row[place].strip() for _, row in cells if len(row) > place)


def _stated(source: str, number: str, rows: Sequence[Row]) -> Iterator[Found]:
    """Yield what the rows of an entity state; nothing where others only suggest it."""
    where = rows[0].where
    own = [row for row in rows if not _flag(row, "external")]
    schemata = {row.need("schema") for row in own}
    flags = {_flag(row, "target") for row in own}
    properties: dict[str, list[str]] = {}
    for row in own:
        row.take("entity_id")  # the number before it was merged with others
        prop, value = row.need("prop"), _said(row)
        if prop != "id":  # which states no more than that there is such an entity
            properties.setdefault(prop, []).append(value)
        row.done(_STATEMENT_IGNORED)
    if own:
        entity = built(source, where, _narrowest(source, where, schemata), number, properties)
        yield Found(entity, where, True if True in flags else False if False in flags else None)


def _flag(row: Row, name: str) -> bool | None:
    text = row.take(name)
    if (key := text.casefold()) not in _FLAGS:
        raise UnknownValue(row.source, row.where, name, text)
    return _FLAGS[key]


def _said(row: Row) -> str:
    value, lang, original = row.need("value"), row.take("lang"), row.take("original_value")
    return Text(value, lang or None, original if original != value else None)


def _narrowest(source: str, where: str, schemata: set[str]) -> str:
    """Return the schema that is all of these: a LegalEntity and Company is a Company."""
    if unknown := schemata - SCHEMATA.keys():
        raise UnknownValue(source, where, "schema", min(unknown))
    for schema in schemata:
        if schemata <= lineage(schema):
            return schema
    raise WrongFormat(source, where, f"is {' and '.join(sorted(schemata))}, which nothing is")


def targets(source: str, name: str, file: bytes | Path) -> Iterator[Found]:
    """Read targets.simple.csv; what it says of a sanction is the summary of a Sanction.

    Raises:
        UnknownValue, UnreadFields: a row has a schema or a column nobody knows.
        WrongFormat: a row has no id or no name.
    """
    for row in headed(source, csv_rows(source, name, file), _TARGET_NEEDED):
        subject = _target(source, row)
        for entity in subject.entities():
            yield Found(entity, row.where, True if entity.id == subject.id else None)


def _target(source: str, row: Row) -> Subject:
    id_, schema = own_id(source, row.where, row.need("id")), row.need("schema")
    if schema not in SCHEMATA:
        raise UnknownValue(source, row.where, "schema", schema)
    subject = Subject(id_, schema, topics=())
    subject.add("name", row.need("name"))
    for column, prop in _TARGET_COLUMNS.items():
        subject.add(prop, *_joined(row, column))
    for number in _joined(row, "identifiers"):
        subject.add(_identifier(schema, number), number)
    for text in _joined(row, "sanctions"):
        subject.sanction(text, summary=text)
    row.done(_TARGET_IGNORED)
    return subject


_TARGET_COLUMNS = {
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
    "program_ids": "programId",
}


def _identifier(schema: str, number: str) -> str:
    """Return the property for a number of which the file does not say what it is."""
    if schema == "Vessel" and check("imoNumber", number).valid:
        return "imoNumber"
    return {"Person": "idNumber", "CryptoWallet": "publicKey"}.get(schema, "registrationNumber")


def _joined(row: Row, column: str) -> list[str]:
    """Take a cell of values joined by ';', those that hold one in quotation marks."""
    reader = csv.reader(io.StringIO(row.take(column), newline=""), delimiter=";", strict=True)
    try:
        return [value for values in reader for value in values]
    except csv.Error as error:
        raise WrongFormat(row.source, row.where, f"{column} cannot be parted: {error}") from error
