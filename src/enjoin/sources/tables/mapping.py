"""The mapping of a table: which column is the number, which are names, dates, countries, ...

It is a small YAML file that a compliance officer writes once; docs/tables.md explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.schema import MATCHABLE, REFERENCES, SCHEMATA
from enjoin.model.values import clean_date

#: What a column may tell of the listing, in words → the property of its Sanction.
LISTING = {
    "programme": "program",
    "measures": "provisions",
    "reason": "reason",
    "listedOn": "listingDate",
    "endedOn": "endDate",
    "reference": "authorityId",
    "unReference": "unscId",
    "authority": "authority",
}
#: Parts of an address in columns of their own → the property of its Address.
PLACE = {"street": "street", "city": "city", "region": "region", "postalCode": "postalCode"}
PLACE_COUNTRY = "addressCountry"
#: Parts of a name, in the order in which they are spoken.
NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column holds."""

    holds: str = msgspec.field(name="property")
    split: str = ""
    """What stands between several values in a cell."""
    format: str | tuple[str, ...] = ()
    """How its dates are written, as in %d/%m/%Y."""
    values: dict[str, str] = {}
    """The table's own codes and what they stand for."""
    language: str = ""
    """The language of its names, ISO 639-3."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The ways its dates are written."""
        return (self.format,) if isinstance(self.format, str) else self.format

    @property
    def is_date(self) -> bool:
        """Whether it holds dates."""
        return LISTING.get(self.holds, self.holds).endswith("Date")


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column whose codes tell the schema of a row."""

    column: str
    values: dict[str, str]


class FromColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column that has the same value in every row."""

    column: str


class TableMapping(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a table. `where` names the mapping for messages."""

    where: str
    id: str
    schema: str | Choice
    columns: dict[str, Column]
    ignored: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authority: str = ""
    published: str | FromColumn = ""
    delimiter: str = ""
    sheet: str = ""

    def named(self) -> set[str]:
        """Return the columns that are read."""
        found = {self.id, *self.columns}
        found |= {self.schema.column} if isinstance(self.schema, Choice) else set()
        found |= {self.published.column} if isinstance(self.published, FromColumn) else set()
        return found


class _Given(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A mapping as it is written."""

    id: str
    schema: str | Choice
    columns: dict[str, Any]
    ignored: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authority: str = ""
    published: str | FromColumn = ""
    delimiter: str = ""
    sheet: str = ""


def read_mapping(where: str, data: bytes) -> TableMapping:
    """Read a mapping from YAML; every scalar is text, so that a column may be called No.

    Raises:
        InvalidInput: it is no mapping, or names what there is not; the message says where.
    """
    given: _Given = _taken(where, "", _loaded(where, data), _Given)
    columns = {name: _column(where, name, said) for name, said in given.columns.items()}
    mapping = TableMapping(where=where, **{**msgspec.structs.asdict(given), "columns": columns})
    _check_schemata(mapping)
    _check_columns(mapping)
    _check_rest(mapping)
    return mapping


def _wrong(where: str, why: str) -> InvalidInput:
    return InvalidInput(
        f"{where}: {why}; nothing was loaded. Correct the mapping and run the same command again; "
        "docs/tables.md explains its keys."
    )


def _loaded(where: str, data: bytes) -> object:
    import yaml

    try:
        text = data.decode("utf-8-sig")
        if (twice := _repeated(yaml.compose(text, Loader=yaml.BaseLoader))) is not None:
            line = twice.start_mark.line + 1
            raise _wrong(where, f"line {line}: {twice.value!r} stands there a second time")
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (it makes nothing but text)
    except UnicodeDecodeError as error:
        raise _wrong(where, f"is no text in UTF-8 ({error.reason})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _wrong(where, f"line {line}: is no YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _wrong(where, f"is no YAML: {error}") from error


def _repeated(node: Any) -> Any:
    """Return a key that its mapping has already: YAML would let the last one win in silence."""
    from yaml import MappingNode, SequenceNode

    below = node.value if isinstance(node, SequenceNode) else []
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                return key
            seen.add(str(key.value))
            below.append(value)
    return next((found for each in below if (found := _repeated(each)) is not None), None)


def _taken(where: str, key: str, said: object, type_: Any) -> Any:
    try:
        return msgspec.convert(said, type_)
    except msgspec.ValidationError as error:
        raise _wrong(where, f"{key}{': ' if key else ''}{error}") from error


def _column(where: str, name: str, said: object) -> Column:
    if isinstance(said, str):
        return Column(said)
    found: Column = _taken(where, f"columns: {name}", said, Column)
    for form in found.formats:
        if "%Y" not in form:  # two digits would be a guess at the century
            raise _wrong(where, f"columns: {name}: format {form!r} has no year of 4 digits, %Y")
    return found


def _check_schemata(mapping: TableMapping) -> None:
    for schema in schemata(mapping):
        if schema not in MATCHABLE:
            known = ", ".join(sorted(MATCHABLE))
            raise _wrong(mapping.where, f"schema: {schema!r} is none of {known}")


def schemata(mapping: TableMapping) -> list[str]:
    """Return the schemata that rows may be of."""
    given = mapping.schema
    return [given] if isinstance(given, str) else list(given.values.values())


def _check_columns(mapping: TableMapping) -> None:
    kinds = schemata(mapping)
    known = set().union(*(SCHEMATA[kind] - REFERENCES[kind] for kind in kinds))
    known |= {*LISTING, *PLACE, PLACE_COUNTRY}
    for name, column in mapping.columns.items():
        if column.holds not in known:
            near = _near(column.holds, known)
            raise _wrong(
                mapping.where,
                f"columns: {name}: {column.holds!r} is no property of {' or '.join(kinds)}"
                f" that a column can hold{near}",
            )


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=3)
    return f" (is it {' or '.join(close)}?)" if close else ""


def _check_rest(mapping: TableMapping) -> None:
    published = mapping.published
    if isinstance(published, str) and published:
        day = clean_date(published)
        if day is None or len(day) != 10:
            raise _wrong(mapping.where, f"published: {published!r} is no day like 2026-01-31")
    if len(mapping.delimiter) > 1:
        raise _wrong(mapping.where, f"delimiter: {mapping.delimiter!r} is not one character")
    if both := mapping.named() & set(mapping.ignored):
        raise _wrong(mapping.where, f"ignored: {', '.join(sorted(both))} is read as well")


#: Words in the names of columns, without blanks and marks → what such a column holds.
_GUESSES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "entityname", "partyname", "customername", "companyname"),
    "alias": ("alias", "aliases", "aka", "alsoknownas", "othernames"),
    "previousName": ("formername", "previousname", "fka", "formerlyknownas"),
    "firstName": ("firstname", "givenname", "forename"),
    "middleName": ("middlename",),
    "lastName": ("lastname", "surname", "familyname"),
    "birthDate": ("dob", "dateofbirth", "birthdate", "birthday", "born"),
    "birthPlace": ("pob", "placeofbirth", "birthplace"),
    "nationality": ("nationality",),
    "citizenship": ("citizenship",),
    "country": ("country", "countrycode", "countryofresidence"),
    "gender": ("gender", "sex"),
    "address": ("address", "fulladdress"),
    "passportNumber": ("passport", "passportno", "passportnumber"),
    "idNumber": ("idnumber", "nationalid", "nationalidnumber"),
    "registrationNumber": ("registrationnumber", "companynumber", "regno"),
    "imoNumber": ("imo", "imono", "imonumber"),
    "email": ("email", "emailaddress"),
    "phone": ("phone", "telephone", "phonenumber"),
    "programme": ("programme", "program", "regime"),
    "reason": ("reason", "grounds"),
    "listedOn": ("listedon", "datelisted", "listingdate"),
}
_MEANING = {word: prop for prop, words in _GUESSES.items() for word in words}
_NUMBERS = ("id", "no", "number", "uid", "customerno", "customerid", "reference", "ref", "entryid")
_KINDS = ("type", "schema", "entitytype", "partytype", "kind")
_SCHEMATA = {
    "Person": ("p", "person", "individual", "i", "natural person"),
    "Vessel": ("v", "vessel", "ship"),
    "Airplane": ("aircraft", "airplane"),
    "Company": ("c", "company", "corporate"),
    "Organization": ("o", "e", "entity", "organisation", "organization", "group"),
}


def guessed(names: list[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write a mapping for a table that has none, from the names of its columns and some rows."""
    import yaml

    plain = {name: "".join(c for c in name.casefold() if c.isalnum()) for name in names if name}
    number = next((name for name, word in plain.items() if word in _NUMBERS), names[0])
    kind = next((name for name, word in plain.items() if word in _KINDS), None)
    rest = plain.keys() - {number, kind}
    columns = {n: _MEANING.get(word, "notes") for n, word in plain.items() if n in rest}
    schema: object = "Person"
    if kind:
        codes = sorted({row[kind] for row in rows if row[kind]})[:20]
        schema = {"column": kind, "values": {code: _schema_of(code) for code in codes}}
    made = {"id": number, "schema": schema, "columns": dict(_several(columns)), "topics": []}
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=1000)


def _schema_of(code: str) -> str:
    of = (schema for schema, words in _SCHEMATA.items() if code.casefold() in words)
    return next(of, "LegalEntity")


def _several(columns: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """Part what may be several values: aliases often share a cell."""
    for name, prop in columns.items():
        yield name, {"property": prop, "split": ";"} if prop == "alias" else prop


def precise(text: str, form: str) -> str | None:
    """Read a date written in a format, as precisely as the format is; None when it is not."""
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        return None
    known = 10 if "%d" in form else 7 if {"%m", "%b", "%B"} & set(_codes(form)) else 4
    return moment.date().isoformat()[:known]


def _codes(form: str) -> Iterator[str]:
    return (form[at : at + 2] for at, char in enumerate(form) if char == "%")
