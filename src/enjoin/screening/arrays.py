"""What the search does with arrays again and again: ranges spread out, pairs as one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]
    Numbers = NDArray[np.float64]
    Hashes = NDArray[np.uint64]

#: A pair of two numbers is one: the first above, the second in these bits.
LOW = 0xFFFFFFFF
#: What sums of floating-point numbers may be off by.
ROUNDED = 1e-6


def spread_out(starts: Places, ends: Places) -> tuple[Places, Places]:
    """Return every number of several ranges, range by range, and before it whose range it is of."""
    import numpy as np

    counts = ends - starts
    whose = np.arange(len(starts)).repeat(counts)
    before = counts.cumsum() - counts
    return whose, np.arange(len(whose)) + (starts - before)[whose]


def beginnings(numbers: NDArray[Any]) -> Places:
    """Return where in an array the runs of equal numbers begin."""
    import numpy as np

    begins = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return begins.nonzero()[0]


def added(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return nothing, the first, the sum of the first two, ..., the sum of all."""
    import numpy as np

    sums = np.zeros(len(numbers) + 1, dtype=np.result_type(numbers, np.int64))
    np.cumsum(numbers, out=sums[1:])
    return sums


def equal(table: Hashes, wanted: Hashes) -> tuple[Places, Places]:
    """Return all pairs of places with equal numbers: in what is wanted, in a sorted table."""
    start = table.searchsorted(wanted)
    found = (start < len(table)).nonzero()[0]
    found = found[table[start[found]] == wanted[found]]
    ends = table.searchsorted(wanted[found], "right")
    whose, at = spread_out(start[found], ends)
    return found[whose], at
