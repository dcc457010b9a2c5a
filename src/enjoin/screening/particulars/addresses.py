"""Addresses: the same street, the same place, elsewhere. Many share one, so they say little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from enjoin.model.countries import code_of
from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record
from enjoin.text.scripts import fold

#: Street, number and place; one listed party in twelve with a street address shares it with others.
SAME = 4.5
_SAME_STREET, _ALIKE_ELSEWHERE, _SAME_PLACE = 3.0, 1.0, 1.5
#: Half of the people whom two lists name are in other towns on each.
_ELSEWHERE = -0.7
#: Words that stand in streets everywhere; what has one names a street.
_STREET = frozenset(
    "street st road rd avenue ave boulevard blvd lane ln drive dr square sq highway alley row way "
    "building bldg block floor flat apartment apt office suite ste room unit house no number villa "
    "tower plaza box pob post ulitsa ul prospekt pr pereulok shosse naberezhnaya dom kv strasse "
    "str platz weg rue allee calle avenida carrera via viale piazza rua jalan jl sokak cad mah "
    "street2 km lot".split()
)
#: Words of places that tell none from another.
_GENERIC = frozenset(
    "city town village district province region county state area near the of and al el de la "
    "republic oblast governorate municipality".split()
)
_CHUNK = re.compile(r"[,;\n]+")
_WORD = re.compile(r"[^\W_]+")


class _Address(NamedTuple):
    """What an address tells: numbers, words of its street, its places, and all words of it."""

    numbers: frozenset[str]
    street: frozenset[str]
    places: frozenset[frozenset[str]]
    words: frozenset[str]


def address(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare addresses; the most favourable pair counts. Countries are compared on their own."""
    compared = [
        Evidence("address", weight, f"address {told}: {theirs}", ours, theirs)
        for ours in party.addresses
        for theirs in record.addresses
        for weight, told in [_compare(_read(ours), _read(theirs))]
        if weight
    ]
    if compared:
        yield max(compared, key=lambda found: found.weight)


@lru_cache(maxsize=8192)
def _read(text: str) -> _Address:
    """Part an address at its commas into street and places, without its country."""
    numbers, street, every = set[str](), set[str](), set[str]()
    places = set[frozenset[str]]()
    for chunk in _CHUNK.split(text):
        if code_of(chunk):
            continue
        found = _WORD.findall(fold(chunk).lower())
        figures = {word for word in found if any(map(str.isdigit, word))}
        words = frozenset(found) - figures - _STREET - _GENERIC
        numbers |= figures
        every |= words
        if figures or _STREET & set(found):
            street |= words
        elif words:
            places.add(words)
    return _Address(frozenset(numbers), frozenset(street), frozenset(places), frozenset(every))


def _compare(ours: _Address, theirs: _Address) -> tuple[float, str]:
    """Weigh two addresses; nothing where one of them tells too little."""
    place = any(p <= theirs.words for p in ours.places) or any(
        p <= ours.words for p in theirs.places
    )
    street = bool(ours.street & theirs.street) or any(p <= ours.street for p in theirs.places)
    number = bool(ours.numbers & theirs.numbers)
    if street and place:
        same = (SAME, "at the listed street and number")
        return same if number else (_SAME_STREET, "in the listed street, another number or none")
    if place:
        return _SAME_PLACE, "in the listed town, not the street"
    if street and number and not (ours.places and theirs.places):
        return _SAME_STREET, "at the listed street and number, the town not told"
    if street and number:
        return _ALIKE_ELSEWHERE, "at such a street and number in another town"
    known = ours.places and theirs.places
    return (_ELSEWHERE, "in none of the listed towns, such as") if known else (0.0, "")
