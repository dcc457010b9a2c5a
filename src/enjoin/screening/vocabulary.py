"""Which parts of listed names are like the parts asked about: found by keys, checked in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from enjoin.screening import keys
from enjoin.screening.arrays import LOW, added, beginnings, equal, spread_out
from enjoin.screening.similar import Met, likenesses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Hashes, Numbers, Places

    Found = tuple[NDArray[np.int32], Numbers]

#: Parts whose likes are remembered, across the names of a batch and from one batch to the next.
_REMEMBERED = 100_000
#: Bits of two signatures that differ, at most, for a misspelling: two for each of two edits.
_BITS = 4
#: Letters that two spellings of one part may differ in number.
_LONGER = 2


class Sections(Protocol):
    """Sections of an index by name, mapped from its file or not yet written."""

    def __getitem__(self, section: str, /) -> Any: ...


class Alike(NamedTuple):
    """The likes of several parts: those of part n stand from `offsets[n]` to `offsets[n + 1]`."""

    offsets: Places
    parts: NDArray[np.int32]
    """Numbers in the vocabulary, ascending for each part asked about."""
    values: Numbers
    """How alike they are, 0 to 1."""


class Vocabulary:
    """Finds likes among the parts of all listed names; remembers what it found.

    The likes of parts that are listed themselves stand in the index. It is given as its sections,
    and a way to the texts of its parts.
    """

    def __init__(self, sections: Sections, texts: Callable[[], Sequence[str]]) -> None:
        self._sections, self._texts = sections, texts
        self._found: dict[str, Found] = {}

    def alike(self, texts: Sequence[str]) -> Alike:
        """Return the likes of parts, initials apart."""
        import numpy as np

        new = [text for text in texts if text not in self._found]
        if new:
            if len(self._found) + len(new) > _REMEMBERED:
                self._found.clear()
                new = list(texts)
            self._learn(new)
        found = [self._found[text] for text in texts]
        offsets = added(np.array([len(numbers) for numbers, _ in found]))
        parts = np.concatenate([numbers for numbers, _ in found])
        return Alike(offsets, parts, np.concatenate([values for _, values in found]))

    def _learn(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._recall(texts)
        if new := [text for text in texts if text not in self._found]:
            owners, numbers, values = self.search(keys.Spelt(new))
            bounds = np.searchsorted(owners, np.arange(len(new) + 1)).tolist()
            for text, (start, end) in zip(new, pairwise(bounds), strict=True):
                self._found[text] = numbers[start:end], values[start:end]

    def _recall(self, texts: Sequence[str]) -> None:
        """Take the likes of listed parts from the index."""
        sections = self._sections
        at, found = equal(sections["hashes"], keys.Spelt(texts).hashes)
        parts, offsets = sections["hash_parts"][found], sections["like_offsets"]
        bounds = zip(offsets[parts].tolist(), offsets[parts + 1].tolist(), strict=True)
        for n, (start, end) in zip(at.tolist(), bounds, strict=True):
            likes = sections["like_parts"][start:end], sections["like_values"][start:end]
            self._found[texts[n]] = likes

    def search(self, spelt: keys.Spelt) -> tuple[Places, NDArray[np.int32], Numbers]:
        """Search for the likes of parts: the number of the part, that of its like, how alike."""
        return self._checked(spelt, *self._meeting(spelt))

    def _meeting(self, spelt: keys.Spelt) -> tuple[Places, Places]:
        """Return pairs of a part and a listed part that share a key, once each, and how they meet.

        A pair is the number of the part, then that of the listed part; how they meet is the union
        of the kinds of their keys. Those that share deletions only and cannot be spelt alike are
        left out: a look at lengths and letters tells most of them.
        """
        import numpy as np

        wanted, owners = keys.keys(spelt)
        at, listed = self._with_keys(wanted)
        kind, asked = keys.kinds(wanted)[at].astype(np.int64), owners[at].astype(np.int64)
        near = (kind != keys.SPELT) | self._near(spelt, asked, listed)
        packed = np.sort(asked[near] << 34 | listed[near].astype(np.int64) << 2 | kind[near])
        pairs = packed >> 2
        if not len(pairs):
            return pairs, pairs
        first = beginnings(pairs)
        return pairs[first], np.bitwise_or.reduceat(packed & 3, first)

    def _with_keys(self, wanted: Hashes) -> tuple[Places, NDArray[np.int32]]:
        """Return which of the keys wanted are in the index, once for each part that has them."""
        import numpy as np

        table, offsets = self._sections["keys"], self._sections["key_offsets"]
        at = table.searchsorted(wanted)
        known = np.flatnonzero(table[np.minimum(at, len(table) - 1)] == wanted)
        place, spread = spread_out(offsets[at[known]], offsets[at[known] + 1])
        return known[place], self._sections["key_parts"][spread]

    def _near(self, spelt: keys.Spelt, asked: Places, listed: NDArray[np.int32]) -> Flags:
        """Tell pairs that may be spelt alike: of like length, with nearly the same letters."""
        import numpy as np

        length, their_length = spelt.lengths[asked], self._sections["part_length"][listed]
        differing = spelt.signatures[asked] ^ self._sections["part_signature"][listed]
        near: Flags = np.abs(length - their_length) <= _LONGER
        near &= np.bitwise_count(differing) <= _BITS
        near |= (length > keys.WIDTH) | (their_length > keys.WIDTH)
        return near

    def _checked(
        self, spelt: keys.Spelt, pairs: Places, kinds: Places
    ) -> tuple[Places, NDArray[np.int32], Numbers]:
        """Keep the pairs that are alike: the part, the listed part, how much."""
        import numpy as np

        owners, numbers = pairs >> 32, (pairs & LOW).astype(np.int32)
        if not len(pairs):
            return owners, numbers, np.empty(0)
        sections, texts, vocabulary = self._sections, spelt.texts, self._texts()
        met = Met(
            ones=[texts[n] for n in owners.tolist()],
            others=[vocabulary[n] for n in numbers.tolist()],
            lengths=(spelt.lengths[owners], sections["part_length"][numbers]),
            led_alike=spelt.letters[owners, 0] == sections["part_first"][numbers],
            words=spelt.words[owners] & sections["part_word"][numbers],
            sounding=kinds & keys.SOUNDS > 0,
            variants=kinds & keys.VARIANT > 0,
            established=spelt.established[owners] & sections["part_established"][numbers],
        )
        values = likenesses(met)
        kept = values > 0
        return owners[kept], numbers[kept], values[kept]
