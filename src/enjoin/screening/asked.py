"""Names asked about together, as arrays with a row for every part of every name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from enjoin.screening.arrays import LOW
from enjoin.screening.keys import Spelt
from enjoin.screening.resemblance import NAME_COVER, QUERY_COVER
from enjoin.screening.vocabulary import Alike, Vocabulary
from enjoin.text.names import LEAST_TOLD, Part, tells_alone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Hashes, Numbers, Places

#: What a name that tells too little must cover: all, but for rounding.
_WHOLE = 0.999

_TELLING, _INITIAL = 1, 2
_KINDS = {"part": _TELLING, "number": _TELLING, "initial": _INITIAL}


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
        texts = [part.text for name, _ in wanted for part in name]
        known = {part.text: part for name, _ in wanted for part in name}
        numbers = {text: n for n, text in enumerate(known)}
        self.spelt = Spelt(list(known))
        self.alike: Alike = vocabulary.alike(self.spelt.texts)
        self.part = np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))
        told = np.array([part.information for part in known.values()])
        kinds = np.array([_KINDS.get(part.kind, 0) for part in known.values()])
        alone = np.array([tells_alone(part) for part in known.values()])
        self.information = told[self.part]
        self.telling = alone[self.part]
        self.spelling = (kinds > 0)[self.part]
        self.parts = np.array([len(name) for name, _ in wanted])
        self.name = np.arange(self.count).repeat(self.parts)
        self.first = self.parts.cumsum() - self.parts
        self.told = self._per_name(self.information)
        self.tellings = self._per_name(self.telling)
        self.initials = self._per_name((kinds == _INITIAL)[self.part]) > 0
        self.least = np.array([least for _, least in wanted])
        tells = self._per_name(told[self.part] * (kinds == _TELLING)[self.part]) >= LEAST_TOLD
        self.cover = np.where(tells, QUERY_COVER, _WHOLE)
        self.name_cover = np.where(tells, NAME_COVER, _WHOLE)

    @cached_property
    def letters(self) -> tuple[Hashes, Numbers]:
        """Which letters the parts that are spelt of each name have, and how many."""
        import numpy as np

        found = np.where(self.spelling, self.spelt.signatures[self.part] & np.uint64(LOW), 0)
        lengths = self._per_name(self.spelt.lengths[self.part] * self.spelling)
        letters: Hashes = np.bitwise_or.reduceat(found.astype(np.uint64), self.first)
        return letters, lengths

    @cached_property
    def counted(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """How often each name has each letter, at least and at most."""
        return counted(self.spelt.counts[self.part], self.spelling, self.first)

    def _per_name(self, values: NDArray[Any]) -> Numbers:
        import numpy as np

        summed: Any = np.bincount(self.name, values, self.count)
        return summed  # type: ignore[no-any-return]


def counted(
    letters: NDArray[Any], spelt: Flags, first: Places
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Add up the letters of the parts of names: of those that are spelt out, and of all.

    `first` tells where each name begins among the parts.
    """
    import numpy as np

    every = np.add.reduceat(letters, first, dtype=np.int32)
    if spelt.all():
        return every, every
    return np.add.reduceat(letters * spelt[:, None], first, dtype=np.int32), every
