"""Finding listed parties by what a person types: whole words, or how they begin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Snapshot
from enjoin.text.names import parts

#: Words of the vocabulary that the beginning of one may stand for.
_BEGINNINGS = 500


class Hit(NamedTuple):
    """A listed party, by its number, and how much of its name was typed, between 0 and 1."""

    entity: int
    share: float


def search(snapshot: Snapshot, text: str, *, fuzzy: bool = False) -> list[Hit]:
    """Return the parties of which a name has every word typed, or one that begins like it.

    Best first: who has least in the name beyond what was typed. `fuzzy` finds names spelt alike, as
    screening does. Nothing typed finds everybody.
    """
    words = parts(text, None)
    if not words:
        return [Hit(number, 0.0) for number in range(len(snapshot["entity_source"]))]
    told = sum(word.information for word in words)
    if fuzzy:
        names: Iterable[int] = Candidates(snapshot).find(words)
    else:
        names = set.intersection(*(_holding(snapshot, word.text) for word in words))
    best: dict[int, float] = {}
    for number in names:
        name = snapshot.name(number)
        share = min(1.0, told / (sum(part.information for part in name.parts) or 1.0))
        best[name.entity] = max(best.get(name.entity, 0.0), round(share, 4))
    return sorted((Hit(*found) for found in best.items()), key=lambda hit: (-hit.share, hit.entity))


def _holding(snapshot: Snapshot, word: str) -> set[int]:
    """Return the numbers of the names with a part that is the word, or begins with it."""
    vocabulary, names = snapshot.vocabulary, set[int]()
    first = bisect_left(vocabulary, word)
    for number in range(first, min(first + _BEGINNINGS, len(vocabulary))):
        if not vocabulary[number].startswith(word):
            break
        start, end = snapshot["posting_offsets"][number : number + 2].tolist()
        names.update(snapshot["posting_names"][start:end].tolist())
    return names
