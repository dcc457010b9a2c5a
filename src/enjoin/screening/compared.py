"""Pairs of a name and a listed name, compared part by part in bulk: what each may score at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enjoin.screening.align import LETTERS_AN_EDIT, NEAR_EDITS, NEAR_LETTERS
from enjoin.screening.arrays import LOW, ROUNDED, beginnings, spread_out
from enjoin.screening.asked import Asked, counted
from enjoin.screening.index import Snapshot
from enjoin.screening.keys import LETTERS
from enjoin.screening.resemblance import Outline, credits, name_at_most
from enjoin.screening.vocabulary import Alike

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Numbers, Places

#: Odd, without pattern: multiplying by them spreads numbers over the high bits.
_MIX, _MIXED = 0x9E3779B1, 0x85EBCA77
#: Bits of a slot in the table of hashes, at most: as many as the processor keeps at hand.
_MOST_BITS = 21
#: What initials on either side can add to what agrees, at most.
_INITIALS = 2.0


class Compared:
    """Pairs of a name and a listed name, part by part, before they are aligned.

    Every part may correspond to several: what agrees is counted too high, not too low.
    """

    def __init__(
        self, snapshot: Snapshot, asked: Asked, likes: Likes, pairs: Places, worth: Numbers
    ) -> None:
        import numpy as np

        self._asked, self._snapshot = asked, snapshot
        self._ours, self._listed = pairs >> 32, pairs & LOW
        offsets = snapshot["name_offsets"]
        self._lengths = offsets[self._listed + 1] - offsets[self._listed]
        self._ends = self._lengths.cumsum()
        self._whose, places = spread_out(offsets[self._listed], offsets[self._listed + 1])
        self._theirs = snapshot["name_parts"][places]
        self._information = snapshot["part_information"][self._theirs]
        self._together = worth
        self.cover, self._agreed = worth.copy(), worth.copy()
        self._unmet = asked.tellings[self._ours]
        self._their_agreed = np.zeros(len(places))
        self._met = np.zeros(len(places), dtype=np.bool_)
        self._compare(likes)

    def _compare(self, likes: Likes) -> None:
        """Compare one part of every name after the other; names come longest first."""
        lengths = self._asked.parts[self._ours]
        for at in range(int(lengths.max(initial=0))):
            some = int((lengths > at).sum())
            end = int(self._ends[some - 1])
            rows = self._asked.first[self._ours[:some]] + at
            whose, parts = self._whose[:end], self._asked.part[rows]
            places, values = likes.among(parts, whose, self._theirs[:end])
            if len(places):
                self._add(rows[whose[places]], places, values)

    def _add(self, rows: Places, places: Places, values: Numbers) -> None:
        """Count parts of names in, given the parts of listed names that are their likes."""
        import numpy as np

        told = self._asked.information[rows]
        agreed = credits(values) * np.minimum(told, self._information[places])
        self._met[places] = True
        self._their_agreed[places] = np.maximum(self._their_agreed[places], agreed)
        pair = self._whose[places]
        first = beginnings(pair)
        pair, told = pair[first], told[first]
        self.cover[pair] += told * np.maximum.reduceat(values, first)
        self._agreed[pair] += np.maximum.reduceat(agreed, first)
        self._unmet[pair] -= self._asked.telling[rows[first]]

    def covering(self) -> Flags:
        """Tell pairs that cover enough of both names."""
        known = self._snapshot["name_information"][self._listed]
        asked, ours = self._asked, self._ours
        enough = self.cover >= (asked.cover * asked.told)[ours] - ROUNDED
        covered: Flags = enough & (self.cover >= asked.name_cover[ours] * known - ROUNDED)
        return covered

    def at_most(self, some: Places, *, near: bool = False) -> Numbers:
        """Return the weight that some of the pairs can have at most.

        What is not written alike may stand for an initial, or be written together. `near` tells
        that it may also be a slip apart, so that nothing is left over.
        """
        import numpy as np

        asked, snapshot, ours, listed = self._asked, self._snapshot, self._ours, self._listed
        ours, listed, worth = ours[some], listed[some], self._together[some]
        agreed, met = self._their_side(some)
        short = asked.initials[ours] | (snapshot["name_initials"][listed] > 0)
        unmet = self._unmet[some], snapshot["name_telling"][listed] - met
        exempt = near | short | (worth > 0)
        agreed = np.minimum(self._agreed[some], agreed + worth) + short * _INITIALS
        if near:
            agreed = np.minimum(asked.told[ours], snapshot["name_information"][listed])
        return name_at_most(
            Outline(
                agreed,
                exempt | (np.maximum(*unmet) <= 0),
                np.where(exempt, 0, np.minimum(*unmet)),
            )
        )

    def _their_side(self, some: Places) -> tuple[Any, Any]:
        """Sum up for some pairs what of the listed name agrees, and how many parts met tell."""
        import numpy as np

        whose, at = spread_out(self._ends[some] - self._lengths[some], self._ends[some])
        met, count = self._met[at], len(some)
        agreed = np.bincount(whose, self._their_agreed[at], count)
        telling = self._snapshot["part_telling"][self._theirs[at]]
        return agreed, np.bincount(whose, telling & met, count)


def may_be_near(snapshot: Snapshot, asked: Asked, pairs: Places) -> Flags:
    """Tell pairs of names that may be a slip or two apart as wholes, by their letters.

    The first look is the one that `enjoin.screening.align` has before it compares them; what passes
    it is counted, letter by letter.
    """
    import numpy as np

    ours, listed = pairs >> 32, pairs & LOW
    offsets, parts = snapshot["name_offsets"], snapshot["name_parts"]
    whose, at = spread_out(offsets[listed], offsets[listed + 1])
    part = parts[at]
    spelt = snapshot["part_spelt"][part]
    letters = np.where(spelt, snapshot["part_signature"][part] & np.uint64(LOW), np.uint64(0))
    length = np.bincount(whose, snapshot["part_length"][part] * spelt, len(pairs))
    first = offsets[listed + 1] - offsets[listed]
    theirs = np.bitwise_or.reduceat(letters, first.cumsum() - first)
    mine, my_length = asked.letters
    near: Flags = np.bitwise_count(mine[ours] ^ theirs) <= NEAR_LETTERS
    near &= np.abs(my_length[ours] - length) <= NEAR_EDITS
    some = near.nonzero()[0]
    edits = _edits_at_least(snapshot, asked, pairs[some])
    shorter = np.minimum(my_length[ours[some]], length[some])
    near[some] = (edits <= NEAR_EDITS) & (edits * LETTERS_AN_EDIT <= shorter)
    return near


def _edits_at_least(snapshot: Snapshot, asked: Asked, pairs: Places) -> Places:
    """Count the letters that one name of a pair has and the other has not; the greater number.

    An edit takes one such letter from either side at most. Parts that are not spelt out, such as
    titles, need not correspond to anything, but may.
    """
    import numpy as np

    ours, listed = pairs >> 32, pairs & LOW
    offsets = snapshot["name_offsets"]
    if not len(pairs):
        return ours
    _, at = spread_out(offsets[listed], offsets[listed + 1])
    count = offsets[listed + 1] - offsets[listed]
    part = snapshot["name_parts"][at]
    letters = snapshot["part_letters"].reshape(-1, LETTERS)[part]
    least, most = counted(letters, snapshot["part_spelt"][part], count.cumsum() - count)
    my_least, my_most = (mine[ours] for mine in asked.counted)
    surplus = np.maximum(my_least - most, 0), np.maximum(least - my_most, 0)
    edits: Places = np.maximum(*(side.sum(axis=1) for side in surplus))
    return edits


class Likes:
    """How alike a part asked about and a listed part are, looked up for many pairs at once.

    A table of hashes tells at once nearly all pairs that are not alike.
    """

    def __init__(self, alike: Alike) -> None:
        import numpy as np

        owners = np.repeat(np.arange(len(alike.offsets) - 1), np.diff(alike.offsets))
        self._pairs = owners << 32 | alike.parts
        self._values = alike.values
        bits = min(max(10, (len(self._pairs) * 16).bit_length()), _MOST_BITS)
        self._shift = np.uint32(32 - bits)
        self._maybe = np.zeros(1 << bits, dtype=np.bool_)
        self._maybe[(_hash(owners, _MIX) ^ _hash(alike.parts, _MIXED)) >> self._shift] = True

    def among(self, asked: Places, whose: Places, listed: Places) -> tuple[Places, Numbers]:
        """Return where listed parts are like the parts asked about, and how much.

        `whose` tells for each listed part with which of the parts asked about to compare it.
        """
        import numpy as np

        slots = _hash(asked, _MIX)[whose]
        slots ^= _hash(listed, _MIXED)
        slots >>= self._shift
        at = self._maybe[slots].nonzero()[0]
        pairs = asked[whose[at]] << 32 | listed[at]
        place = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        alike = self._pairs[place] == pairs
        return at[alike], self._values[place[alike]]


def _hash(numbers: NDArray[Any], mix: int) -> NDArray[np.uint32]:
    """Spread numbers over 32 bits."""
    import numpy as np

    return numbers.astype(np.uint32) * np.uint32(mix)
