"""Names asked about together, as arrays with a row for every part of every name."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from enjoin.screening.vocabulary import Alike, Vocabulary
from enjoin.text.names import Part, tells

#: Shares of the name's and of the listed name's information that must be covered.
QUERY_COVER = 0.5
NAME_COVER = 0.38
#: What a name that tells too little must cover: all, but for rounding.
_WHOLE = 0.999


class Wanted(NamedTuple):
    """A name to find, and the least weight a listed name must be able to have with it."""

    name: Sequence[Part]
    least: float = -inf


class Asked:
    """Names asked about, the longest first, as arrays with a row for every part of every name."""

    def __init__(self, wanted: Sequence[Wanted], vocabulary: Vocabulary, *, near: bool) -> None:
        import numpy as np

        self.near = near
        self.count = len(wanted)
        rows = [part for name, _ in wanted for part in name]
        numbers = {text: n for n, text in enumerate(dict.fromkeys(part.text for part in rows))}
        self.texts = list(numbers)
        self.alike: Alike = vocabulary.alike(self.texts)
        size = len(rows)
        self.part = np.fromiter((numbers[part.text] for part in rows), np.int64, size)
        self.information = np.fromiter((part.information for part in rows), np.float64, size)
        kinds = [part.kind for part in rows]
        self.telling = np.fromiter((k in {"part", "number"} for k in kinds), np.bool_, size)
        self.parts = np.array([len(name) for name, _ in wanted])
        self.name = np.repeat(np.arange(self.count), self.parts)
        self.first = np.cumsum(self.parts) - self.parts
        self.told = np.bincount(self.name, self.information, self.count)
        self.tellings = np.bincount(self.name, self.telling, self.count)
        initial = np.fromiter((k == "initial" for k in kinds), np.bool_, size)
        self.initials = np.bincount(self.name, initial, self.count) > 0
        self.least = np.array([least for _, least in wanted])
        telling = np.array([tells(name) for name, _ in wanted])
        self.cover = np.where(telling, QUERY_COVER, _WHOLE)
        self.name_cover = np.where(telling, NAME_COVER, _WHOLE)
