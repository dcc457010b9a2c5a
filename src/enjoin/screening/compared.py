"""Pairs of a name and a listed name, compared part by part in bulk: what each may score at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enjoin.screening.arrays import LOW, ROUNDED, spread_out
from enjoin.screening.asked import Asked
from enjoin.screening.index import Snapshot
from enjoin.screening.score import Outline, credit, name_at_most
from enjoin.screening.vocabulary import Alike

if TYPE_CHECKING:
    from enjoin.screening.arrays import Flags, Numbers, Places

#: Odd, without pattern: multiplying by it spreads numbers over the high bits.
_MIX = 0x9E3779B97F4A7C15
#: What initials on either side can add to what agrees, at most.
_INITIALS = 2.0


class Compared:
    """Pairs of a name and a listed name, part by part, before they are aligned.

    Every part may correspond to several: what agrees is counted too high, not too low.
    """

    def __init__(self, snapshot: Snapshot, asked: Asked, pairs: Places, worth: Numbers) -> None:
        import numpy as np

        self._asked, self._snapshot = asked, snapshot
        self._ours, self._listed = pairs >> 32, pairs & LOW
        offsets = snapshot["name_offsets"]
        self._ends = np.cumsum(offsets[self._listed + 1] - offsets[self._listed])
        self._whose, places = spread_out(offsets[self._listed], offsets[self._listed + 1])
        self._theirs = snapshot["name_parts"][places].astype(np.int64)
        self._information = snapshot["part_information"][self._theirs]
        self._together = worth
        self.cover, self._covered, self._agreed = worth.copy(), worth.copy(), worth.copy()
        self._unmet = asked.tellings[self._ours]
        self._their_agreed = np.zeros(len(places))
        self._met = np.zeros(len(places), dtype=np.bool_)
        self._compare()

    def _compare(self) -> None:
        """Compare one part of every name after the other; names come longest first."""
        likes = _Likes(self._asked.alike)
        parts = self._asked.parts[self._ours]
        for at in range(int(parts.max(initial=0))):
            some = int((parts > at).sum())
            end = int(self._ends[some - 1])
            rows = (self._asked.first[self._ours[:some]] + at)[self._whose[:end]]
            places, values = likes.among(self._asked.part[rows], self._theirs[:end])
            if len(places):
                self._add(rows[places], places, values)

    def _add(self, rows: Places, places: Places, values: Numbers) -> None:
        """Count parts of names in, given the parts of listed names that are their likes."""
        import numpy as np

        told = self._asked.information[rows]
        agreed = np.maximum(credit(values), 0) * np.minimum(told, self._information[places])
        self._met[places] = True
        self._their_agreed[places] = np.maximum(self._their_agreed[places], agreed)
        pair = self._whose[places]
        first = np.flatnonzero(np.diff(pair, prepend=-1))
        pair, told = pair[first], told[first]
        self.cover[pair] += told * np.maximum.reduceat(values, first)
        self._covered[pair] += told
        self._agreed[pair] += np.maximum.reduceat(agreed, first)
        self._unmet[pair] -= self._asked.telling[rows[first]]

    def covering(self) -> Flags:
        """Tell pairs that cover enough of both names."""
        known = self._snapshot["name_information"][self._listed]
        asked, ours = self._asked, self._ours
        enough = self.cover >= (asked.cover * asked.told)[ours] - ROUNDED
        covered: Flags = enough & (self.cover >= asked.name_cover[ours] * known - ROUNDED)
        return covered

    def at_most(self) -> Numbers:
        """Return the weight that each pair can have at most.

        What is not written alike may stand for an initial, or be written together.
        """
        import numpy as np

        asked, ours, listed = self._asked, self._ours, self._listed
        known, told = self._snapshot["name_information"][listed], asked.told[ours]
        short = asked.initials[ours] | (self._snapshot["name_initials"][listed] > 0)
        theirs, count = self._together.copy(), len(ours)
        theirs += np.bincount(self._whose, self._information * self._met, count)
        agreed = self._together + np.bincount(self._whose, self._their_agreed, count)
        met = np.bincount(
            self._whose, self._snapshot["part_telling"][self._theirs] & self._met, count
        )
        loose = short | (self._together > 0)
        unmet = (self._unmet > 0) | (met < self._snapshot["name_telling"][listed])
        left = told - self._covered, known - theirs
        return name_at_most(
            Outline(
                np.minimum(self._agreed, agreed) + short * _INITIALS,
                (
                    np.where(short, 0, np.maximum(left[0], 0)),
                    np.where(short, 0, np.maximum(left[1], 0)),
                ),
                told + known,
                loose | ~unmet,
            )
        )


class _Likes:
    """How alike a part asked about and a listed part are, looked up for many pairs at once."""

    def __init__(self, alike: Alike) -> None:
        import numpy as np

        owners = np.repeat(np.arange(len(alike.offsets) - 1), np.diff(alike.offsets))
        self._pairs = owners << 32 | alike.parts
        self._values = alike.values
        bits = max(10, (len(self._pairs) * 16).bit_length())
        self._shift = np.uint64(64 - bits)
        self._maybe = np.zeros(1 << bits, dtype=np.bool_)
        self._maybe[self._slots(self._pairs)] = True

    def _slots(self, pairs: Places) -> Places:
        """Hash pairs: most that are not alike are told by an empty slot."""
        import numpy as np

        return (pairs.view(np.uint64) * np.uint64(_MIX) >> self._shift).astype(np.int64)

    def among(self, asked: Places, listed: Places) -> tuple[Places, Numbers]:
        """Return where parts are alike, and how much."""
        import numpy as np

        pairs = asked << 32 | listed
        at = np.flatnonzero(self._maybe[self._slots(pairs)])
        place = np.minimum(np.searchsorted(self._pairs, pairs[at]), len(self._pairs) - 1)
        alike = self._pairs[place] == pairs[at]
        return at[alike], self._values[place[alike]]
