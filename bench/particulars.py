"""What the lists say of evidence besides the name: likelihood ratios, as logarithms.

`python -m bench.particulars` compares people whom OFAC and the UN list with the same number of a
document, which are the same, with random pairs of the two lists, which are not. The weights in
`enjoin.screening.particulars` are set by hand with these figures beside them.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from bench.common import OFAC, UN, shared_folder
from enjoin.model.entity import Entity
from enjoin.screening.index import COUNTRY_PROPERTIES, plain_id
from enjoin.sources import read_path

#: Random pairs that are looked at, and from how many characters on a number is one person's.
_PAIRS, _LONG = 200_000, 6


class Listed(NamedTuple):
    """A listed person: the entity, its numbers in plain form, the towns of its addresses."""

    entity: Entity
    numbers: frozenset[str]
    towns: frozenset[str]


def main() -> None:
    """Print a table: how often each kind of agreement comes with the same people, and by chance."""
    shared = shared_folder()
    ofac, un = (people(read_path(source, shared / Path(place))) for source, place, _ in (OFAC, UN))
    same, chance = list(_same(ofac, un)), random.Random(3)
    others = [(chance.choice(ofac), chance.choice(un)) for _ in range(_PAIRS)]
    print(f"{len(same)} pairs of the same people, {_PAIRS:,} random pairs")
    for compare in (birth_dates, countries, genders, towns):
        _print(_counted(compare, same), _counted(compare, others))


def people(entities: Iterable[Entity]) -> list[Listed]:
    """Return the people among entities, with what their documents and addresses tell."""
    every = list(entities)
    towns = {of.id: of.get("city") for of in every if of.schema == "Address"}
    numbers: Mapping[str, set[str]] = defaultdict(set)
    for document in every:
        for owner in document.get("holder"):
            numbers[owner].update(map(plain_id, document.get("number")))
    return [
        Listed(
            of,
            frozenset(number for number in numbers[of.id] if len(number) >= _LONG),
            frozenset(t.casefold() for a in of.get("addressEntity") for t in towns.get(a, ())),
        )
        for of in every
        if of.schema == "Person"
    ]


def _same(ofac: Sequence[Listed], un: Sequence[Listed]) -> Iterator[tuple[Listed, Listed]]:
    """Yield pairs that share a number which nobody else on either list has."""
    holders: Mapping[str, list[Listed]] = defaultdict(list)
    for person in (*ofac, *un):
        for number in person.numbers:
            holders[number].append(person)
    pairs = {
        (one.entity.id, other.entity.id): (one, other)
        for one, other in (pair for pair in holders.values() if len(pair) == 2)
        if one.entity.id.startswith("us_") and other.entity.id.startswith("un_")
    }
    yield from pairs.values()


def birth_dates(one: Listed, other: Listed) -> str | None:
    """Grade the nearest pair of birth dates, as exact as both are."""
    dates = [(a, b) for a in one.entity.get("birthDate") for b in other.entity.get("birthDate")]
    return min((_graded(a, b) for a, b in dates), default=None)


def _graded(one: str, other: str) -> str:
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared]:
        return f"birth date: same {({4: 'year', 7: 'month', 10: 'day'})[shared]}"
    apart = abs(int(one[:4]) - int(other[:4]))
    bounds = (0, 1, 2, 4, 9, 19)
    return f"birth date: years apart up to {next((b for b in bounds if apart <= b), 99):02}"


def countries(one: Listed, other: Listed) -> str | None:
    """Tell whether two people have a country in common."""
    ours, theirs = (
        {c for p in COUNTRY_PROPERTIES for c in of.entity.get(p)} for of in (one, other)
    )
    return _shared("country", ours, theirs)


def genders(one: Listed, other: Listed) -> str | None:
    """Tell whether two people are of one gender."""
    return _shared("gender", set(one.entity.get("gender")), set(other.entity.get("gender")))


def towns(one: Listed, other: Listed) -> str | None:
    """Tell whether two people have addresses in one town."""
    return _shared("town", set(one.towns), set(other.towns))


def _shared(what: str, ours: set[str], theirs: set[str]) -> str | None:
    if not (ours and theirs):
        return None
    return f"{what}: {'shared' if ours & theirs else 'none shared'}"


def _counted(
    compare: Callable[[Listed, Listed], str | None], pairs: Sequence[tuple[Listed, Listed]]
) -> Counter[str]:
    return Counter(grade for pair in pairs if (grade := compare(*pair)))


def _print(same: Counter[str], others: Counter[str]) -> None:
    """Print counts and the logarithm of their ratio; half a pair is added where none was seen."""
    for grade in sorted(same | others):
        ratio = log((same[grade] + 0.5) / same.total() * others.total() / (others[grade] + 0.5))
        told = f"{same[grade]} of {same.total()}", f"{others[grade]:,} of {others.total():,}"
        print(f"{grade:36} {told[0]:>12} {told[1]:>22} {ratio:+6.1f}")


if __name__ == "__main__":
    main()
