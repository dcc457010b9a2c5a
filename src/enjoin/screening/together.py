"""Parts that one side writes together and the other apart: 'jongun' and 'jong un'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from enjoin.screening.arrays import LOW, added, equal, spread_out
from enjoin.screening.asked import Asked
from enjoin.screening.index import Snapshot
from enjoin.screening.keys import LETTERS, WIDTH, glued

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Hashes, Numbers, Places

    #: Rows of parts asked about, the listed names they lead to, and what they tell together.
    Led = tuple[Places, Any, Numbers]

#: Letters of parts written together that the whole may not have, and the other way round.
_DIFFERING = 2


class Together:
    """Pairs in which one side writes together what the other writes apart: 'jongun', 'jong un'."""

    def __init__(self, snapshot: Snapshot, asked: Asked) -> None:
        import numpy as np

        found = [_written_together(snapshot, asked), _written_apart(snapshot, asked)]
        sides = [side for side in found if side]
        self._any = bool(sides)
        if self._any:
            self._rows, self._listed, self._worth = map(np.concatenate, zip(*sides, strict=True))
            self._names = asked.name[self._rows]

    def within(self, rows: Flags) -> tuple[Places, Numbers]:
        """Return the pairs for some rows, each as one number, and what the parts tell."""
        import numpy as np

        if not self._any:
            return np.empty(0, dtype=np.int64), np.empty(0)
        kept = rows[self._rows]
        return self._names[kept] << 32 | self._listed[kept], self._worth[kept]


def _written_together(snapshot: Snapshot, asked: Asked) -> Led | None:
    """Find neighbouring parts of names that a listed name writes together."""
    import numpy as np

    found, first, count = glued(asked.spelt, asked.part, asked.name)
    known, at = equal(snapshot["hashes"], found)
    if not len(known):
        return None
    first, count, parts = first[known], count[known], snapshot["hash_parts"][at]
    told = added(asked.information)
    worth = np.maximum(told[first + count] - told[first], snapshot["part_information"][parts])
    whose, listed = snapshot.holding("posting", parts)
    return first[whose], listed, worth[whose]


def _written_apart(snapshot: Snapshot, asked: Asked) -> Led | None:
    """Find parts of names that a listed name writes apart."""
    import numpy as np

    known, at = equal(snapshot["glued_keys"], asked.spelt.hashes)
    known, at = known[asked.spelt.words[known]], at[asked.spelt.words[known]]
    if not len(known):
        return None
    of_row = np.argsort(asked.part, kind="stable")
    start = np.searchsorted(asked.part[of_row], known)
    end = np.searchsorted(asked.part[of_row], known, "right")
    whose, place = spread_out(start, end)
    rows, at = of_row[place], at[whose]
    worth = np.maximum(asked.information[rows], snapshot["glued_worth"][at])
    return rows, snapshot["glued_names"][at], worth


class _Words(NamedTuple):
    """The words of one side of each pair: from where to where they stand, and what they are."""

    starts: Places
    ends: Places
    signatures: Hashes
    """Which letters each has (`enjoin.screening.keys.Spelt.signatures`)."""
    lengths: Places
    counts: NDArray[np.uint8]
    """How often each has each letter."""


def may_be_together(snapshot: Snapshot, asked: Asked, pairs: Places) -> Flags:
    """Tell pairs where neighbours on one side, written together, may be one part of the other side.

    They may also with a slip: it changes few letters, and the length by one at most. This finds
    too many rather than too few.
    """
    ours, listed = pairs >> 32, pairs & LOW
    spelt, part = asked.spelt, asked.part
    first = asked.first[ours]
    mine = _Words(
        first,
        first + asked.parts[ours],
        spelt.signatures[part],
        spelt.lengths[part],
        spelt.counts[part],
    )
    offsets = snapshot["name_offsets"]
    start, parts = offsets[listed], snapshot["name_parts"]
    _, at = spread_out(start, offsets[listed + 1])
    count = offsets[listed + 1] - start
    ends = count.cumsum()
    theirs = _Words(
        ends - count,
        ends,
        snapshot["part_signature"][parts[at]],
        snapshot["part_length"][parts[at]].astype(ends.dtype),
        snapshot["part_letters"].reshape(-1, LETTERS)[parts[at]],
    )
    return _one_of(mine, theirs) | _one_of(theirs, mine)


def _one_of(apart: _Words, whole: _Words) -> Flags:
    """Tell pairs where two or three neighbours of one side come to about one word of the other."""
    import numpy as np

    found = np.zeros(len(apart.starts), dtype=np.bool_)
    for size in (2, 3):
        pair, at = spread_out(apart.starts, np.maximum(apart.starts, apart.ends - size + 1))
        signature, length = np.zeros(len(at), dtype=np.uint64), np.zeros(len(at), dtype=np.int64)
        for place in range(size):
            signature |= apart.signatures[at + place]
            length += apart.lengths[at + place]
        which, word = spread_out(whole.starts[pair], whole.ends[pair])
        differing = (signature[which] ^ whole.signatures[word]) & np.uint64(LOW)
        near = np.abs(length[which] - whole.lengths[word]) <= 1
        near &= np.bitwise_count(differing) <= _DIFFERING
        which, word = which[near], word[near]
        alike = _a_slip_apart(apart.counts, at[which], size, whole.counts[word])
        found[pair[which[alike | (whole.lengths[word] >= WIDTH)]]] = True
    return found


def _a_slip_apart(
    counts: NDArray[np.uint8], first: Places, size: int, whole: NDArray[np.uint8]
) -> Flags:
    """Tell where neighbours, counted from the first, have the letters of a word but for a slip."""
    import numpy as np

    differing = -whole.astype(np.int16)
    for place in range(size):
        differing += counts[first + place]
    alike: Flags = np.maximum(differing, 0).sum(axis=1) <= 1
    alike &= np.minimum(differing, 0).sum(axis=1) >= -1
    return alike
