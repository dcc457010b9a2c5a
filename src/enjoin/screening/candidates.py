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
from enjoin.text.names import Part, part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Postings = tuple[NDArray[np.int32], NDArray[np.float32]]

#: Shares of the query's and of the listed name's information that must be covered.
QUERY_COVER = 0.5
NAME_COVER = 0.38
#: Candidates scored for one name, best covered first.
MOST = 60
#: Parts whose postings are remembered, across names of a batch.
_REMEMBERED = 50_000


class Candidates:
    """Finds candidates in one snapshot; remembers what it found for parts seen before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._postings: dict[str, Postings] = {}
        self._covered: NDArray[np.float32] | None = None

    def find(self, name: Sequence[Part]) -> list[int]:
        """Return the numbers of the listed names that may be this name, best covered first."""
        import numpy as np

        told = sum(p.information for p in name)
        if not told or not self._snapshot.names:
            return []
        self._learn([p.text for p in name])
        covered = self._accumulator()
        touched = []
        for found, weights in self._lookups(name):
            covered[found] += weights
            touched.append(found)
        if not touched:
            return []
        every = np.concatenate(touched)
        cover = covered[every]
        enough = (cover >= QUERY_COVER * told) & (
            cover >= NAME_COVER * self._snapshot["name_information"][every]
        )
        names = np.unique(every[enough])
        best = names[np.argsort(-covered[names], kind="stable")[:MOST]]
        covered[every] = 0
        return best.tolist()  # type: ignore[no-any-return]

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
        self._learn(texts)

    def _learn(self, texts: Sequence[str]) -> None:
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
        lookups += [(names, worth) for names in self._split(text)]
        if not lookups:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        weights = np.array([weight for _, weight in lookups], dtype=np.float32)
        found = [names for names, _ in lookups]
        return _best(np.concatenate(found), np.repeat(weights, [len(names) for names in found]))

    def _split(self, text: str) -> list[NDArray[np.int32]]:
        """Return names that hold both halves of a part written together: 'jongun'."""
        import numpy as np

        both = []
        if text.isalpha() and text.islower():
            numbers = self._snapshot.part_numbers
            for cut in range(2, len(text) - 1):
                left, right = numbers.get(text[:cut]), numbers.get(text[cut:])
                if left is not None and right is not None:
                    both.append(np.intersect1d(self._names_with(left), self._names_with(right)))
        return both

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


def _best(names: NDArray[np.int32], weights: NDArray[np.float32]) -> Postings:
    """Keep each name once, with its greatest weight."""
    import numpy as np

    order = np.lexsort((-weights, names))
    names, weights = names[order], weights[order]
    first = np.ones(len(names), dtype=bool)
    first[1:] = names[1:] != names[:-1]
    return names[first], weights[first]
