"""Keys under which alike parts of names meet, made for many parts at once.

A part is a row of letter codes; its hash is a polynomial in them modulo 2^64, so that the hash of a
part with letters deleted, or of two parts written together, follows from sums already made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from enjoin.screening.similar import is_word
from enjoin.text.names import variant_group
from enjoin.text.sound import sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Hashes, Places

#: Letters of a part that are looked at together; longer parts are rare and cost a loop.
WIDTH = 32
#: Base of the polynomial modulo 2^64: any odd number without pattern.
_BASE = 0x9E3779B97F4A7C55
_WORD = 1 << 64
#: Letters of a part that its deletion keys look at, as in SymSpell (Garbe 2012): two parts within
#: so many edits share a key made by at most so many deletions from their first seven letters.
_PREFIX = 7
#: Parts this long may have one letter deleted, or two: shorter ones that differ by more are unlike
#: (`enjoin.screening.similar`), and where the other one is longer, it is the one to lose a letter.
_ONE, _TWO = 4, 7
#: What the lowest bits of a key tell: deletions only suggest a likeness, the others grant it.
SPELT, SOUNDS, VARIANT = 0, 1, 2
_KIND = 3


class Spelt:
    """Parts as arrays, a row each; what is not asked for is not made."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    @cached_property
    def letters(self) -> NDArray[np.uint8]:
        """Their letters as codes, cut at `WIDTH`, filled up with zeros."""
        import numpy as np

        cut: Any = [text.encode("latin-1", "replace") for text in self.texts]
        return np.array(cut, dtype=f"S{WIDTH}").view(np.uint8).reshape(len(cut), WIDTH)

    @cached_property
    def lengths(self) -> Places:
        """The number of letters of each."""
        import numpy as np

        return np.fromiter(map(len, self.texts), np.int64, len(self.texts))

    @cached_property
    def words(self) -> Flags:
        """Whether each is a word, which may be misspelt (`enjoin.screening.similar.is_word`)."""
        import numpy as np

        return np.fromiter(map(is_word, self.texts), np.bool_, len(self.texts))

    @cached_property
    def hashes(self) -> Hashes:
        """Hashes of the whole parts, the same on every machine."""
        import numpy as np

        width = min(WIDTH, int(self.lengths.max(initial=0)))
        powered = self.letters[:, :width] * powers()[1 : width + 1]
        found: Hashes = powered.sum(axis=1, dtype=np.uint64)
        for at in (self.lengths > WIDTH).nonzero()[0].tolist():
            found[at] = _hash_long(self.texts[at])
        return found

    @cached_property
    def signatures(self) -> Hashes:
        """Which letters stand in each once, and which twice: an edit changes two bits at most."""
        import numpy as np

        once = np.zeros(len(self.texts), dtype=np.uint64)
        twice = once.copy()
        for column in self.letters.T[: int(self.lengths.max(initial=0))]:
            bit = _bits()[column]
            twice |= once & bit
            once |= bit
        return once | twice << np.uint64(32)


@cache
def _bits() -> Any:
    """Return for every code of a letter its bit; other codes have none."""
    import numpy as np

    bits = np.zeros(256, dtype=np.uint64)
    bits[ord("a") : ord("z") + 1] = np.uint64(1) << np.arange(26, dtype=np.uint64)
    return bits


def _hash_long(part: str) -> int:
    found = 0
    for letter in reversed(part.encode("latin-1", "replace")):
        found = (found + letter) * _BASE % _WORD
    return found


@cache
def powers() -> Any:
    """Return the powers of the base, for as many letters as are looked at."""
    import numpy as np

    return np.array([pow(_BASE, n, _WORD) for n in range(WIDTH + 1)], dtype=np.uint64)


def glued(
    spelt: Spelt, numbers: NDArray[Any], owners: NDArray[Any]
) -> tuple[Hashes, Places, Places]:
    """Hash neighbouring words of names written together.

    Names are given as numbers of parts, one name after the other, and whose each is. Returns the
    hashes, where the first of the words stands, and how many they are: two in either order, or
    three beginning with any of them, as the family name may stand first or last.
    """
    import numpy as np

    usable = (spelt.words & (spelt.lengths > 1) & (spelt.lengths <= WIDTH))[numbers]
    joined = usable[:-1] & usable[1:] & (owners[:-1] == owners[1:])
    two, three = joined.nonzero()[0], (joined[:-1] & joined[1:]).nonzero()[0]
    orders = [[two, two + 1], [two + 1, two]]
    orders += [[three + (turn + n) % 3 for n in range(3)] for turn in range(3)]
    made = [_together(spelt, [numbers[at] for at in places]) for places in orders]
    first, size = [two, two, three, three, three], [len(two)] * 2 + [len(three)] * 3
    return np.concatenate(made), np.concatenate(first), np.repeat([2, 2, 3, 3, 3], size)


def _together(spelt: Spelt, numbers: Sequence[NDArray[Any]]) -> Hashes:
    """Hash words written together: the power goes up by the letters before."""
    *before, last = numbers
    found: Hashes = spelt.hashes[last]
    for at in reversed(before):
        found = spelt.hashes[at] + powers()[spelt.lengths[at]] * found
    return found


def keys(spelt: Spelt) -> tuple[Hashes, NDArray[np.int32]]:
    """Return keys under which alike parts meet, and the number of the part each belongs to.

    Two parts that `likeness` finds alike, initials apart, share at least one key; the lowest bits
    of a key tell its kind.
    """
    import numpy as np

    made = [_deletion_keys(spelt), *_named_keys(spelt)]
    found = [key & ~np.uint64(_KIND) | np.uint64(kind) for key, _, kind in made]
    return np.concatenate(found), np.concatenate([who for _, who, _ in made]).astype(np.int32)


def kinds(found: Hashes) -> Hashes:
    """Return the kind of each key."""
    import numpy as np

    return found & np.uint64(_KIND)


def _named_keys(spelt: Spelt) -> list[tuple[Hashes, Any, int]]:
    """Make keys of how words sound, and of the groups of known spellings they belong to."""
    import numpy as np

    texts = spelt.texts
    sounds = {at: sound(texts[at]) for at in spelt.words.nonzero()[0].tolist()}
    sounds = {at: heard for at, heard in sounds.items() if heard}
    groups = {at: variant_group(text) for at, text in enumerate(texts)}
    groups = {at: group for at, group in groups.items() if group is not None}
    return [
        (Spelt(list(sounds.values())).hashes, np.array(list(sounds), np.int32), SOUNDS),
        (Spelt(list(map(str, groups.values()))).hashes, np.array(list(groups), np.int32), VARIANT),
    ]


#: Parts whose keys are made together: bounds the memory of the arrays between.
_CHUNK = 1 << 15


def _deletion_keys(spelt: Spelt) -> tuple[Hashes, Any, int]:
    import numpy as np

    count = len(spelt.texts)
    found = [_chunk_keys(spelt, slice(at, at + _CHUNK)) for at in range(0, count or 1, _CHUNK)]
    return np.concatenate([k for k, _ in found]), np.concatenate([who for _, who in found]), SPELT


def _chunk_keys(spelt: Spelt, chunk: slice) -> tuple[Hashes, Any]:
    """Hash the beginnings of parts as they are, with one letter deleted, and with two."""
    import numpy as np

    length, may_slip = np.minimum(spelt.lengths[chunk], _PREFIX), spelt.words[chunk]
    sums = _sums(spelt.letters[chunk, :_PREFIX])
    made, owners = [sums[0][:, -1]], [np.arange(len(length))]
    for deleted, least in ((1, _ONE), (2, _TWO)):
        slips = (may_slip & (length >= least)).nonzero()[0]
        columns = np.array(list(combinations(range(_PREFIX), deleted))).T
        less = _without([each[slips] for each in sums], columns)
        row, column = np.nonzero(columns[-1][None, :] < length[slips][:, None])
        made.append(less[row, column])
        owners.append(slips[row])
    return np.concatenate(made), np.concatenate(owners) + chunk.start


def _sums(spelt: NDArray[np.uint8]) -> list[Hashes]:
    """Return running sums of letters times powers: in place, moved one place, moved two places."""
    import numpy as np

    sums = []
    for moved in range(3):
        total = np.zeros((len(spelt), _PREFIX + 1), dtype=np.uint64)
        power = powers()[1 : _PREFIX - moved + 1]
        np.cumsum(spelt[:, moved:] * power, axis=1, out=total[:, moved + 1 :])
        sums.append(total)
    return sums


def _without(sums: Sequence[Hashes], columns: Places) -> Hashes:
    """Hash beginnings without the letters at some columns: later letters move to their places."""
    at = columns[0]
    found = sums[0][:, at]
    for moved, then in enumerate([*columns[1:], None], start=1):
        end = sums[moved][:, -1:] if then is None else sums[moved][:, then]
        found = found + end - sums[moved][:, at + 1]
        at = at if then is None else then
    return found
