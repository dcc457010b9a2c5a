"""How `enjoin/text/data/learnt.txt` was made: spellings learnt from a list's own aliases.

`python -m bench.learn_variants` prints the table anew. It reads OFAC's list, whose text is in the
public domain: where two names of one party agree in all parts but one, the two parts left are
spellings of one name, if they begin with one sound and share most consonants. Kept are pairs that
several parties show, or that have all their consonants in common. The table is data of a version,
not of the lists in force: loading a list changes no score.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from bench.common import loaded, shared_folder
from enjoin.screening.index import Snapshot
from enjoin.screening.similar import is_word
from enjoin.text.names import Part, established
from enjoin.text.sound import skeleton

#: Parties that must show a pair, and letters that its parts have at least.
PARTIES, SHORTEST = 2, 3
#: Share of the longer skeleton that two spellings may differ in.
DIFFERING = 0.5


def main() -> None:
    """Print the pairs of spellings, commonest first."""
    with loaded(shared_folder()) as home:
        (path,) = sorted((home / "index").glob("*.snapshot"))[-1:]
        print_pairs(path)


def print_pairs(path: Path) -> None:
    """Print the table from a snapshot."""
    shown = Counter[tuple[str, str]]()
    for names in _names(Snapshot(path)):
        pairs = {pair for ours, theirs in combinations(names, 2) for pair in _aligned(ours, theirs)}
        shown.update(pairs)  # a party shows a pair once, however many aliases it has
    print("# Spellings of one name, learnt from the aliases of OFAC's SDN list of 2021-07-07 by")
    print("# `python -m bench.learn_variants`; facts, a pair a line. Version: 2026-11.")
    for (one, two), parties in sorted(shown.items(), key=lambda item: (-item[1], item[0])):
        if parties >= PARTIES or skeleton(one) == skeleton(two):
            sys.stdout.write(f"{one} {two}\n")


def _names(snapshot: Snapshot) -> Iterator[list[Sequence[Part]]]:
    """Yield the names of each party of OFAC's list."""
    of: dict[int, list[Sequence[Part]]] = defaultdict(list)
    for number in range(snapshot.names):
        name = snapshot.name(number)
        record = snapshot.record(name.entity)
        if snapshot.lists[record.source].source == "us_ofac_sdn" and record.schema == "Person":
            of[name.entity].append(name.parts)
    yield from of.values()


def _aligned(one: Sequence[Part], two: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Yield the parts that remain when all others of two names agree."""
    ours, theirs = ([p.text for p in name if p.kind == "part"] for name in (one, two))
    left, other = (
        list((Counter(ours) - Counter(theirs)).elements()),
        list((Counter(theirs) - Counter(ours)).elements()),
    )
    if len(left) == len(other) == 1 and len(ours) > 1 and _spellings(left[0], other[0]):
        yield (min(left[0], other[0]), max(left[0], other[0]))


def _spellings(one: str, two: str) -> bool:
    """Tell whether two parts can be spellings of one name: by their consonants."""
    if not (is_word(one) and is_word(two)) or min(len(one), len(two)) < SHORTEST:
        return False
    if established(one) and established(two):  # curated, or two names
        return False
    heard, other = skeleton(one), skeleton(two)
    near = OSA.distance(heard, other) <= DIFFERING * max(len(heard), len(other))
    return near and heard[:1] == other[:1]


if __name__ == "__main__":
    main()
