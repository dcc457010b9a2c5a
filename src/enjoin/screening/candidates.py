"""From a name to the few listed names worth scoring, without looking at the others.

A part of the query finds its like in the vocabulary by shared keys (`enjoin.screening.similar`);
each names the listed names that hold it; what the parts say adds up. A listed name is a candidate
when enough of the query and enough of the listed name are covered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from enjoin.screening.index import Snapshot
from enjoin.screening.similar import is_word, keys, likeness, spelt_alike
from enjoin.text.names import Part, part, tells

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Postings = tuple[NDArray[np.int32], NDArray[np.float32]]

#: Shares of the query's and of the listed name's information that must be covered.
QUERY_COVER = 0.5
NAME_COVER = 0.38
#: Candidates scored for one name, best covered first; equally covered ones are never cut off.
MOST = 100
#: What a name that tells too little must cover: all, but for rounding.
_WHOLE = 0.999
#: Parts whose postings are remembered, across names of a batch.
_REMEMBERED = 50_000


class Candidates:
    """Finds candidates in one snapshot; remembers what it found for parts seen before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._postings: dict[str, Postings] = {}
        self._covered: NDArray[np.float32] | None = None

    def find(self, name: Sequence[Part], among: NDArray[np.bool_] | None = None) -> list[int]:
        """Return the numbers of the listed names that may be this name, best covered first.

        `among` tells, per listed name, whether it is asked for at all. A name that tells too
        little to be looked for finds those that are the same, part for part.
        """
        import numpy as np

        told = sum(p.information for p in name)
        if not told or not self._snapshot.names:
            return []
        self.learn([p.text for p in name])
        lookups = self._lookups(name)
        if not lookups:
            return []
        covered = self._accumulator()
        for found, weights in lookups:
            covered[found] += weights
        every = np.unique(np.concatenate([found for found, _ in lookups]))
        cover, known = covered[every], self._snapshot["name_information"][every]
        covered[every] = 0
        needed = (QUERY_COVER, NAME_COVER) if tells(name) else (_WHOLE, _WHOLE)
        enough = (cover >= needed[0] * told) & (cover >= needed[1] * known)
        if among is not None:
            enough &= among[every]
        return _best_covered(every[enough], cover[enough])

    def _lookups(self, name: Sequence[Part]) -> list[Postings]:
        lookups = [self._postings[p.text] for p in {p.text: p for p in name}.values()]
        for left, right in pairwise(name):
            if left.kind == right.kind == "part":
                worth = left.information + right.information
                lookups += self._exactly(left.text + right.text, worth)
        return [lookup for lookup in lookups if len(lookup[0])]

    def _accumulator(self) -> NDArray[np.float32]:
        """Hand out one array of zeros, a cell a name; who uses it puts the zeros back."""
        import numpy as np

        if self._covered is None:
            self._covered = np.zeros(self._snapshot.names, dtype=np.float32)
        return self._covered

    def learn(self, texts: Sequence[str]) -> None:
        """Find the postings of many parts at once, ahead of `find`."""
        if len(self._postings) > _REMEMBERED:
            self._postings.clear()
        new = list({text for text in texts if text not in self._postings})
        if new:
            for text, alike in zip(new, self._alike(new), strict=True):
                self._postings[text] = self._gather(text, alike)

    def _alike(self, texts: Sequence[str]) -> list[dict[int, float]]:
        """Return, per part, the parts of the vocabulary that are like it, and how much."""
        import numpy as np

        table, table_parts = self._snapshot["keys"], self._snapshot["key_parts"]
        wanted, owners = keys(texts)
        low = np.searchsorted(table, wanted, "left")
        counts = np.searchsorted(table, wanted, "right") - low
        hits = np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        pairs = np.repeat(owners, counts).astype(np.int64) << 32 | table_parts[hits]
        granted = (np.repeat(wanted, counts) & np.uint64(1)).astype(bool)
        alike: list[dict[int, float]] = [{} for _ in texts]
        for owner, number, value in self._spelt(np.unique(pairs[~granted]), texts):
            alike[owner][number] = value
        vocabulary = self._snapshot.vocabulary
        for pair in np.unique(pairs[granted]).tolist():
            owner, number = pair >> 32, pair & 0xFFFFFFFF
            alike[owner][number] = likeness(texts[owner], vocabulary[number]).value
        return alike

    def _spelt(
        self, pairs: NDArray[np.int64], texts: Sequence[str]
    ) -> Iterator[tuple[int, int, float]]:
        """Keep of the pairs that shared deletions suggest those that are spelt alike."""
        vocabulary = self._snapshot.vocabulary
        owners, numbers = (pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist()
        ones, others = [texts[n] for n in owners], [vocabulary[n] for n in numbers]
        if not ones:
            return
        values = spelt_alike(ones, others)
        for at in values.nonzero()[0].tolist():
            if ones[at] == others[at] or (is_word(ones[at]) and is_word(others[at])):
                yield owners[at], numbers[at], float(values[at])

    def _gather(self, text: str, alike: Mapping[int, float]) -> Postings:
        """Merge the postings of a part's like: each name once, with the best weight."""
        import numpy as np

        worth = part(text).information
        lookups = [(self._names_with(number), value * worth) for number, value in alike.items()]
        lookups += self._split(text)
        if not lookups:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        weights = np.array([weight for _, weight in lookups], dtype=np.float32)
        found = [names for names, _ in lookups]
        return _best(np.concatenate(found), np.repeat(weights, [len(names) for names in found]))

    def _split(self, text: str) -> Iterator[tuple[NDArray[np.int32], float]]:
        """Yield names that hold the two or three parts written together in one: 'jongun'."""
        import numpy as np

        for cut in _cuts(text, self._snapshot.part_numbers):
            names = self._names_with(cut[0])
            for number in cut[1:]:
                names = np.intersect1d(names, self._names_with(number))
            if len(names):
                yield names, sum(part(self._snapshot.vocabulary[n]).information for n in cut)

    def _exactly(self, text: str, worth: float) -> list[Postings]:
        import numpy as np

        number = self._snapshot.part_numbers.get(text)
        if number is None:
            return []
        names = self._names_with(number)
        return [(names, np.full(len(names), worth, dtype=np.float32))]

    def _names_with(self, number: int) -> NDArray[np.int32]:
        start, end = self._snapshot["posting_offsets"][number : number + 2].tolist()
        return self._snapshot["posting_names"][start:end]  # type: ignore[no-any-return]


def _cuts(text: str, known: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to cut a word into two or three known parts of two letters or more."""
    if not is_word(text):
        return
    for at in range(2, len(text) - 1):
        if (left := known.get(text[:at])) is None:
            continue
        rest = text[at:]
        if rest in known:
            yield left, known[rest]
        for then in range(2, len(rest) - 1):
            if rest[:then] in known and rest[then:] in known:
                yield left, known[rest[:then]], known[rest[then:]]


def _best_covered(names: NDArray[np.int32], cover: NDArray[np.float32]) -> list[int]:
    """Return names by cover, best first; cut after `MOST` unless more are covered as well."""
    import numpy as np

    order = np.argsort(-cover, kind="stable")
    if len(order) > MOST:
        order = order[cover[order] >= cover[order[MOST - 1]]]
    best: list[int] = names[order].tolist()
    return best


def _best(names: NDArray[np.int32], weights: NDArray[np.float32]) -> Postings:
    """Keep each name once, with its greatest weight."""
    import numpy as np

    order = np.lexsort((-weights, names))
    names, weights = names[order], weights[order]
    first = np.ones(len(names), dtype=bool)
    first[1:] = names[1:] != names[:-1]
    return names[first], weights[first]
