"""Identifiers: an equal one decides by its strength, another one speaks against by its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from enjoin.model.identifiers import Checked, check
from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record, id_forms, plain_id

#: What an equal identifier speaks for, by how many could carry the same. 45 outweighs any name: a
#: ship's number is hers alone. A number of a register means something within it only.
_SAME: Mapping[str, float] = {
    "registrationNumber": 30.0,
    "number": 40.0,
    "callSign": 30.0,
    "serialNumber": 40.0,
}
_SAME_OTHERWISE = 45.0
#: Aircraft bear a mark that no other has at the time.
_SAME_MARK = 42.0
#: From here on an equal identifier says by itself who it is.
DECISIVE = 15.0
#: What another identifier speaks against. Two ships' numbers are two ships whatever their names;
#: ships change MMSI and call sign with the flag, people have several passports, banks several BICs.
_OTHER: Mapping[str, float] = {
    "imoNumber": -60.0,
    "imoCompany": -60.0,
    "leiCode": -60.0,
    "serialNumber": -40.0,
    "innCode": -12.0,
    "ogrnCode": -12.0,
    "isinCode": -2.0,
    "swiftBic": -6.0,
    "mmsi": -4.0,
    "callSign": -2.0,
    "icaoCode": -2.0,
    "registrationNumber": -3.0,
    "idNumber": -3.0,
    "taxNumber": -3.0,
    "passportNumber": -1.0,
}
#: Kinds of which there is one in a life: another one counts even where something else agrees.
_FOR_LIFE = frozenset({"imoNumber", "imoCompany", "leiCode", "serialNumber"})
#: Documents and registers: lists file the number of one under the name of another.
_FILED = frozenset(
    "idNumber innCode number ogrnCode passportNumber registrationNumber socialSecurityNumber "
    "taxNumber".split()
)
_FILED_OTHERWISE = 0.9
#: Kinds that lists mix up on ships and aircraft alone.
_CRAFT = (frozenset({"imoNumber", "registrationNumber"}), frozenset({"mmsi", "registrationNumber"}))
#: Letters and digits below which a number is anybody's, and from which it tells all it can.
_SHORT, _LONG = 3, 7
#: What a number of another country's issuer says at most.
_FOREIGN = 10.0
#: A listed ship's number a slip away from one that fails its check.
NEAR = 3.0
#: Wallets whose letters have no case: 0x (hexadecimal) and bech32.
_CASELESS = ("0x", "bc1", "ltc1", "tb1", "addr1")


class _Id(NamedTuple):
    """An identifier: its kind, with a company's IMO number told from a ship's, and its value."""

    kind: str
    value: str


def identifiers(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare identifiers: the strongest that agrees, and what conflicts with it or without it.

    Only numbers that pass their check speak against: one that fails it may be a slip of the pen, or
    false, and clears nobody.
    """
    asked = asked_ids(party)
    if not asked:
        return
    ours = [_Id(_kind(kind, value, party.schema), value) for kind, value in asked]
    theirs = [_Id(_kind(kind, value, record.schema), value) for kind, value in record.ids]
    agreeing = [f for one in ours for other in theirs for f in _same(one, other, party, record)]
    agreed = {one.kind for one in ours for found in agreeing if found.query == one.value}
    against = [
        found
        for one in ours
        if not agreed or one.kind in _FOR_LIFE - agreed
        for found in _other(one, theirs)
    ]
    if agreeing:
        yield max(agreeing, key=lambda found: found.weight)
    if against:
        yield min(against, key=lambda found: found.weight)
    yield from (found for one in ours for found in _misprint(one, theirs))


def _kind(kind: str, value: str, schema: str) -> str:
    """Tell the IMO number of a company from that of a ship: by whose it is, else by its check."""
    if kind != "imoNumber" or schema == "Vessel":
        return kind
    if schema == "Thing":
        company = not check(kind, value).valid and check("imoCompany", value).valid
        return "imoCompany" if company else kind
    return "imoCompany"


def _same(one: _Id, other: _Id, party: Party, record: Record) -> Iterator[Evidence]:
    """Yield what an identifier says that is equal, or that two issuers gave out."""
    if not _equal(one, other):
        return
    told = f"{one.kind} {one.value} is listed"
    told += "" if one.kind == other.kind else f" as {other.kind}"
    if other.kind != one.kind and not _mixed_up(one.kind, other.kind, record.schema):
        if one.kind.startswith("imo") and other.kind.startswith("imo"):
            told = "is an IMO number of a company on the list and of a ship here, or the reverse"
            yield Evidence("identifier", 0.0, f"{one.value} {told}", one.value, other.value)
        return
    weight = min(_SAME.get(kind, _SAME_OTHERWISE) for kind in (one.kind, other.kind))
    if one.kind != other.kind and "number" not in (one.kind, other.kind):
        weight *= _FILED_OTHERWISE
    if one.kind == "swiftBic" and not _same_branch(one.value, other.value):
        weight, told = 30.0, f"BIC {one.value} is another branch of the listed bank {other.value}"
    if record.schema == "Airplane" and one.kind == "registrationNumber":
        weight = _SAME_MARK
    elif one.kind in _FILED:
        length = len(plain_id(one.value))
        weight *= max(0.0, min(1.0, (length - _SHORT) / (_LONG - _SHORT)))
        if abroad := _abroad(other.value, party, record):
            weight, told = min(weight, _FOREIGN), f"{told}, of another country: {abroad}"
    yield Evidence("identifier", weight, told, one.value, other.value)


def _equal(one: _Id, other: _Id) -> bool:
    if "publicKey" in (one.kind, other.kind):
        return one.kind == other.kind and _wallet(one.value) == _wallet(other.value)
    return not set(id_forms(*one)).isdisjoint(id_forms(*other))


def _wallet(value: str) -> str:
    """Return a wallet's address as it is compared: exactly, but for those without case."""
    value = value.strip()
    return value.lower() if value.lower().startswith(_CASELESS) else value


def _mixed_up(one: str, other: str, schema: str) -> bool:
    """Tell kinds of numbers that lists file under one another's names."""
    return {one, other} <= _FILED or (schema == "Vessel" and frozenset({one, other}) in _CRAFT)


def _same_branch(one: str, other: str) -> bool:
    """Tell BICs of one branch; none, or XXX, is the head office (ISO 9362)."""
    ours, theirs = (plain_id(bic)[8:] or "XXX" for bic in (one, other))
    return ours == theirs


def _abroad(value: str, party: Party, record: Record) -> str:
    """Return the countries that issued a listed document where the party is of none of them."""
    issued = {country for number, country in record.issued if number == plain_id(value)}
    foreign = issued and party.countries and issued.isdisjoint(party.countries)
    return ", ".join(sorted(issued)) if foreign else ""


def _other(one: _Id, theirs: Sequence[_Id]) -> Iterator[Evidence]:
    """Yield what a valid identifier says that is none of the listed ones of its kind."""
    listed = [other.value for other in theirs if other.kind == one.kind and _checked(other).valid]
    if one.kind not in _OTHER or not listed or not _checked(one).valid:
        return
    if not any(_equal(one, _Id(one.kind, value)) for value in listed):
        told = f"{one.kind} {one.value} is not the listed {', '.join(listed)}"
        yield Evidence("identifier", _OTHER[one.kind], told, one.value, listed[0])


def _misprint(one: _Id, theirs: Sequence[_Id]) -> Iterator[Evidence]:
    """Warn of a ship's number that fails its check, the nearest valid ones told."""
    if one.kind != "imoNumber" or (checked := _checked(one)).valid:
        return
    listed = [other.value for other in theirs if other.kind == one.kind]
    near = [value for value in listed if check("imoNumber", value).value in checked.near]
    told = f"IMO number {one.value} {checked.why}"
    told += f"; listed is {', '.join(near)}" if near else ""
    yield Evidence("identifier", NEAR if near else 0.0, told, one.value, ", ".join(near))


def _checked(one: _Id) -> Checked:
    return check(one.kind, one.value)


def warning(kind: str, value: str, schema: str) -> str:
    """Return what is wrong with an identifier of such a party, nothing where nothing is."""
    meant = _kind(kind, value, schema)
    checked = check(meant, value)
    if checked.valid:
        return ""
    company = meant == "imoNumber" and check("imoCompany", value).valid
    return f"{kind} {value}: {checked.why}" + "; as the number of a company it holds" * company


def asked_ids(party: Party) -> tuple[tuple[str, str], ...]:
    """Return the identifiers asked about, also those that stand in the place of a name.

    Who types the number of a ship, an LEI or a wallet for a name is answered about that.
    """
    return (*party.ids, *_named(party.names))


@lru_cache(maxsize=4096)
def _named(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found = ((kind, name) for name in names for kind in _NUMBERS if _is(kind, name.strip()))
    return tuple(found)


def _is(kind: str, name: str) -> bool:
    return bool(_NUMBERS[kind].fullmatch(name)) and check(kind, name).valid


#: Numbers that are known as such when they stand alone; wallets are 26 letters and digits or more.
_NUMBERS = {
    "imoNumber": re.compile(r"(?:IMO)?[\s.:#-]*\d{7}", re.IGNORECASE),
    "leiCode": re.compile(r"[A-Z0-9]{18}\d\d", re.IGNORECASE),
    "publicKey": re.compile(r"(?=\D*\d)[A-Za-z0-9]{26,110}"),
}
