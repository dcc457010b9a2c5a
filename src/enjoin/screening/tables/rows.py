"""What the columns of a table mean, and the party in each row, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.model.match import DETAILS, Party
from enjoin.model.values import parse_date, read_gender
from enjoin.screening.index import IDENTIFIERS

#: What a column means when its name says it, and no --map is given.
_KNOWN_COLUMNS = {
    "name": "name",
    "full_name": "name",
    "fullname": "name",
    "customer_name": "name",
    "company_name": "name",
    "first_name": "firstName",
    "firstname": "firstName",
    "given_name": "firstName",
    "middle_name": "middleName",
    "last_name": "lastName",
    "lastname": "lastName",
    "surname": "lastName",
    "family_name": "lastName",
    "alias": "alias",
    "birth_date": "birthDate",
    "date_of_birth": "birthDate",
    "birthdate": "birthDate",
    "dob": "birthDate",
    "country": "country",
    "nationality": "country",
    "citizenship": "country",
    "imo": "imoNumber",
    "imo_number": "imoNumber",
    "passport": "passportNumber",
    "passport_number": "passportNumber",
    "lei": "leiCode",
    "mmsi": "mmsi",
    "gender": "gender",
    "sex": "gender",
    "address": "address",
    "full_address": "address",
    "street": "street",
    "city": "city",
    "postal_code": "postalCode",
    "flag": "flag",
}
_NAMES = ("alias", "name", "previousName", "weakAlias")
#: Parts that make a name, in their order, where a row has no whole one.
_NAME_PARTS = ("firstName", "middleName", "lastName")
_COUNTRIES = ("citizenship", "country", "flag", "jurisdiction", "nationality")
#: Parts that make an address, in their order, where a row has no whole one.
_ADDRESS_PARTS = ("street", "postalCode", "city", "region")
_PROPERTIES = frozenset(
    {*_NAMES, *_NAME_PARTS, *_COUNTRIES, "birthDate", "gender", *IDENTIFIERS, *DETAILS}
    | {"address", *_ADDRESS_PARTS}
)

#: A column that says from which score on a candidate is a match for this row.
_THRESHOLD = "threshold"


class Plan(NamedTuple):
    """How a table is read: which column is which property, which name the row, which are kept."""

    columns: Mapping[str, str]
    schema: str
    id_column: str | None
    keep: tuple[str, ...]


class Row(NamedTuple):
    """A row that could be read: its number (data rows from 1) and the party in it."""

    number: int
    id: str
    party: Party
    kept: tuple[str, ...]
    threshold: float | None = None


class Rejected(NamedTuple):
    """A row that could not be read: its line in the file, and why."""

    line: int
    row: int
    reason: str
    text: str


def plan(
    header: Sequence[str],
    mapped: Mapping[str, str],
    schema: str,
    id_column: str | None,
    keep: Sequence[str],
) -> Plan:
    """Decide what the columns mean: as mapped, or where nothing is mapped by their names.

    Raises:
        InvalidInput: a column or property does not exist, or no column holds a name.
    """
    columns = dict(mapped) or {
        column: _KNOWN_COLUMNS[key]
        for column in header
        if (key := column.strip().lower().replace(" ", "_")) in _KNOWN_COLUMNS
    }
    wanted = [*columns, *keep, *([id_column] if id_column else [])]
    if missing := [column for column in wanted if column not in header]:
        raise InvalidInput(
            f"no column {', '.join(missing)}; the table has: {', '.join(header)}. "
            "Name the columns as they stand there."
        )
    if unknown := sorted(set(columns.values()) - _PROPERTIES - {_THRESHOLD}):
        raise InvalidInput(
            f"{', '.join(unknown)}: no property to map a column to; "
            f"known: {', '.join(sorted(_PROPERTIES | {_THRESHOLD}))}."
        )
    if not {*_NAMES, "lastName"} & set(columns.values()):
        raise InvalidInput(
            f"no column holds a name; the table has: {', '.join(header)}. "
            "Say which does, such as --map customer=name."
        )
    guessed = id_column or next((c for c in header if c.strip().lower() == "id"), None)
    return Plan(columns, schema, guessed, tuple(keep))


def read_row(
    plan: Plan, header: Sequence[str], line: int, number: int, cells: list[str]
) -> Row | Rejected:
    """Make a party of a row, or say why not."""
    text = ",".join(cells)
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells where the header has {len(header)}"
        return Rejected(line, number, reason, text)
    values = dict(zip(header, cells, strict=True))
    if "\n" in text and any("\n" in values[column] for column in plan.columns):
        return Rejected(line, number, "has a line break inside a cell", text)
    found: dict[str, list[str]] = {}
    for column, prop in plan.columns.items():
        if value := values[column].strip():
            found.setdefault(prop, []).append(value)
    party = _party(found, plan.schema)
    if isinstance(party, str):
        return Rejected(line, number, party, text)
    id_ = values[plan.id_column] if plan.id_column else ""
    threshold = _threshold(found.get(_THRESHOLD, ()))
    if isinstance(threshold, str):
        return Rejected(line, number, threshold, text)
    return Row(number, id_, party, tuple(values[column] for column in plan.keep), threshold)


def _threshold(values: Sequence[str]) -> float | str | None:
    """Return a row's own threshold, None where it has none, or what is wrong with it."""
    if not values:
        return None
    try:
        threshold = float(values[0])
    except ValueError:
        threshold = -1.0
    wrong = f"threshold {values[0]!r} is no number from 0 to 1; write it as 0.85"
    return threshold if 0 <= threshold <= 1 else wrong


def _party(found: Mapping[str, Sequence[str]], schema: str) -> Party | str:
    """Make a party of values by property, or return what is wrong with them."""
    names = _values(found, _NAMES)
    if "name" not in found:
        whole = " ".join(value for prop in _NAME_PARTS for value in found.get(prop, ()))
        names = [whole, *names] if whole else names
    if not any(_ALNUM.search(name) and name.casefold() not in _NOTHING for name in names):
        return "has no name"
    dates = [(value, parse_date(value)) for value in found.get("birthDate", ())]
    if bad := [value for value, date in dates if date is None]:
        return f"birth date {bad[0]!r} is not readable; write it as 1962-05-07"
    countries = [(value, _code(value)) for value in _values(found, _COUNTRIES)]
    if bad := [value for value, code in countries if code is None]:
        return f"country {bad[0]!r} is not known; write its name or ISO code"
    genders = filter(None, map(read_gender, found.get("gender", ())))
    return Party(
        names=tuple(names),
        schema=schema,
        birth_dates=tuple(date for _, date in dates if date),
        countries=tuple(code for _, code in countries if code),
        ids=tuple((prop, v) for prop in sorted(found.keys() & IDENTIFIERS) for v in found[prop]),
        gender=next(genders, None),
        addresses=_addresses(found),
        details=tuple((prop, v) for prop in DETAILS if prop in found for v in found[prop]),
    )


def _addresses(found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the addresses of a row, whole or put together."""
    parts = [value for prop in _ADDRESS_PARTS for value in found.get(prop, ())]
    return tuple(found.get("address", ())) or ((", ".join(parts),) if parts else ())


#: What databases and spreadsheets write for a cell that is empty.
_NOTHING = frozenset({"null", "n/a", "#n/a", "none", "nan", "(null)", "<null>"})
_ALNUM = re.compile(r"[^\W_]")


def _values(found: Mapping[str, Sequence[str]], of: Collection[str]) -> list[str]:
    return [value for prop in of if prop in found for value in found[prop]]


@lru_cache(maxsize=4096)
def _code(country: str) -> str | None:
    from enjoin.model.countries import code_of

    return code_of(country)
