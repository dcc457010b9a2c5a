"""What speaks for, and against, a party besides its name: dates, countries, identifiers.

The weights are set by hand, in log-odds on the scale of `enjoin.screening.score`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from enjoin.model.identifiers import check
from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record, plain_id

#: The most that a birth date and a country speak for.
SAME_DAY, SAME_COUNTRY = 3.0, 1.05


def birth_date(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare dates of birth at the precision both sides have; the most favourable pair counts."""
    compared = [
        Evidence("birthDate", weight, f"birth date {ours}: {told} {theirs}", ours, theirs)
        for ours in party.birth_dates
        for theirs in record.birth_dates
        for weight, told in [_dates(ours, theirs)]
    ]
    if compared:
        yield max(compared, key=lambda found: found.weight)


def _dates(ours: str, theirs: str) -> tuple[float, str]:
    shared = min(len(ours), len(theirs))
    if ours[:shared] == theirs[:shared]:
        return {4: 1.05, 7: 1.9, 10: SAME_DAY}.get(shared, 1.05), "agrees with"
    if shared == 10 and f"{ours[:4]}-{ours[8:]}-{ours[5:7]}" == theirs:
        return 1.9, "has day and month changed against"
    return _dates_apart(ours[:shared], theirs[:shared])


def _dates_apart(ours: str, theirs: str) -> tuple[float, str]:
    """Weigh dates of one precision that are not the same."""
    apart = abs(int(ours[:4]) - int(theirs[:4]))
    if apart == 1:
        return 0.3, "is within a year or so of"
    if len(ours) == 10 and (told := _slip_of_the_pen(ours, theirs)):
        return 1.0, told
    if apart == 0:
        return 0.45, "has the year of"
    if apart <= 4 or _slip_of_the_pen(ours[:4], theirs[:4]):
        return -3.2, "differs from"
    return -9.0, "is far from"


def _slip_of_the_pen(ours: str, theirs: str) -> str:
    """Tell dates of one precision that differ by a digit, or by two that change places."""
    differing = [n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(differing) == 1:
        return "is one digit off"
    if len(differing) == 2 and [ours[n] for n in differing] == [theirs[n] for n in differing[::-1]]:
        return "has two digits swapped against"
    return ""


def country(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare the countries both sides tell; one in common is enough."""
    if party.countries and record.countries:
        ours, theirs = ", ".join(party.countries), ", ".join(record.countries)
        shared = set(party.countries) & set(record.countries)
        weight, told = (SAME_COUNTRY, "agrees with") if shared else (-1.2, "is none of")
        yield Evidence("country", weight, f"country {ours} {told} {theirs}", ours, theirs)


#: What an equal identifier speaks for, by how many could carry the same: a ship's number is hers
#: alone; a registration number means something within its register only.
_SAME_ID: Mapping[str, float] = {"registrationNumber": 12.0, "number": 12.0, "callSign": 12.0}
_SAME_ID_OTHERWISE = 18.0
#: What a different identifier speaks against. Two ships' numbers are two ships whatever their
#: names; people have several passports, companies several accounts, and these tell nothing.
_OTHER_ID: Mapping[str, float] = {
    "imoNumber": -24.0,
    "leiCode": -24.0,
    "serialNumber": -24.0,
    "mmsi": -2.1,
    "innCode": -4.2,
    "idNumber": -1.05,
    "registrationNumber": -1.05,
}


def identifiers(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare identifiers: an equal one decides, a different one speaks against by its kind.

    Only numbers that pass their check speak against: one that fails it may be a slip of the pen, or
    false, and clears nobody.
    """
    theirs = {_id_as_compared(kind, value): (kind, value) for kind, value in record.ids}
    for kind, value in party.ids:
        if listed := theirs.get(_id_as_compared(kind, value)):
            told = f"{kind} {value} is listed as {listed[0]}"
            yield Evidence(
                "identifier", _SAME_ID.get(kind, _SAME_ID_OTHERWISE), told, value, listed[1]
            )
            return
    against = [found for pair in party.ids for found in _other_id(*pair, record)]
    if against:
        yield min(against, key=lambda found: found.weight)
    yield from (found for pair in party.ids for found in _misprint(*pair, record))


def _id_as_compared(kind: str, value: str) -> str:
    """Return an identifier in the form it is compared in; a wallet's letters have their case."""
    return value.strip() if kind == "publicKey" else plain_id(value)


def _other_id(kind: str, value: str, record: Record) -> Iterable[Evidence]:
    if kind not in _OTHER_ID or not check(kind, value).valid:
        return
    if others := [v for k, v in record.ids if k == kind and check(k, v).valid]:
        told = f"{kind} {value} is not the listed {', '.join(others)}"
        yield Evidence("identifier", _OTHER_ID[kind], told, value, others[0])


def _misprint(kind: str, value: str, record: Record) -> Iterable[Evidence]:
    """Warn of a ship's number that fails its check, the nearest valid ones told."""
    checked = check(kind, value)
    if kind != "imoNumber" or checked.valid:
        return
    listed = [v for k, v in record.ids if k == kind and check(k, v).value in checked.near]
    weight = _NEAR_ID if listed else 0.0
    told = f"IMO number {value} {checked.why}"
    yield Evidence("identifier", weight, told, value, ", ".join(listed))


#: A listed ship's number a slip away from one that fails its check.
_NEAR_ID = 1.05
