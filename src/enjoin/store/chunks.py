"""A file cut where its content says so: two versions of a list share all but what changed.

The cuts are those of a gear hash (Xia et al., *Ddelta*, 2014): each byte adds a fixed random number
to a sum that is shifted by one bit for every further byte, so that a position depends on the bytes
just before it and on nothing else. What is inserted moves the cuts next to it only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Bytes of the shortest and the longest chunk; between them every 8,192nd byte is a cut.
SHORTEST, LONGEST = 2_048, 32_768
_BITS = 13
#: Bytes that a position depends on: the bits of the sum.
_REACH = 32
_WINDOW = 1 << 20


def cut(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file's content in chunks, reading a megabyte at a time."""
    rest = b""
    while more := file.read(_WINDOW):
        data = rest + more
        at = 0
        for end in _cuts(data):
            if len(data) - at < LONGEST:  # a later cut may come before the longest
                break
            yield data[at:end]
            at = end
        rest = data[at:]
    yield from _last(rest)


def _last(data: bytes) -> Iterator[bytes]:
    at = 0
    for end in _cuts(data):
        yield data[at:end]
        at = end
    if at < len(data):
        yield data[at:]


def _cuts(data: bytes) -> Iterator[int]:
    """Yield where chunks of these bytes end; what is left after the last one is no whole chunk."""
    import numpy as np

    candidates = np.flatnonzero((_gear(data) & ((1 << _BITS) - 1) << (32 - _BITS)) == 0) + 1
    at = 0
    while len(data) - at >= SHORTEST:
        place = int(np.searchsorted(candidates, at + SHORTEST))
        end = int(candidates[place]) if place < len(candidates) else len(data) + 1
        end = min(end, at + LONGEST)
        if end > len(data):
            return
        yield end
        at = end


def _gear(data: bytes) -> NDArray[np.uint32]:
    """Return the sum at every byte: of twice as many bytes in each round, up to its reach."""
    import numpy as np

    sums: NDArray[np.uint32] = _numbers()[np.frombuffer(data, dtype=np.uint8)]
    width = 1
    while width < min(_REACH, len(sums)):
        sums[width:] += sums[:-width] << np.uint32(width)
        width *= 2
    return sums


@cache
def _numbers() -> Any:
    """Return a random number for every byte: always the same, or nothing would be shared."""
    import hashlib

    import numpy as np

    drawn = b"".join(hashlib.sha256(bytes([byte])).digest()[:4] for byte in range(256))
    return np.frombuffer(drawn, dtype="<u4").astype(np.uint32)
