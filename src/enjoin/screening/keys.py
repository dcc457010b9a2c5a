"""Keys under which alike parts of names meet, made for many parts at once.

A part is a row of letter codes; its hash is a polynomial in them modulo 2^64, so that the hash of a
part with letters deleted, or of two parts written together, follows from sums already made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from enjoin.screening.similar import LEAST_SKELETON, is_word
from enjoin.text.names import variant_group
from enjoin.text.sound import skeleton

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


def letters(parts: Sequence[str]) -> NDArray[np.uint8]:
    """Spell parts as rows of letter codes, cut at `WIDTH`, filled up with zeros."""
    import numpy as np

    cut = [part[:WIDTH].encode("latin-1", "replace") for part in parts]
    return np.array(cut, dtype=f"S{WIDTH}").view(np.uint8).reshape(len(parts), WIDTH)


def lengths(parts: Sequence[str]) -> Places:
    """Return the number of letters of each part."""
    import numpy as np

    return np.fromiter(map(len, parts), np.int64, len(parts))


def words(parts: Sequence[str]) -> Flags:
    """Tell for each part whether it is a word, which may be misspelt."""
    import numpy as np

    return np.fromiter(map(is_word, parts), np.bool_, len(parts))


def hashes(parts: Sequence[str]) -> Hashes:
    """Hash whole parts, the same on every machine."""
    import numpy as np

    found: Hashes = (letters(parts) * powers()[1:]).sum(axis=1, dtype=np.uint64)
    for at, part in enumerate(parts):
        if len(part) > WIDTH:
            found[at] = _hash_long(part)
    return found


def _hash_long(part: str) -> int:
    found = 0
    for letter in reversed(part.encode("latin-1", "replace")):
        found = (found + letter) * _BASE % _WORD
    return found


class Spelt(NamedTuple):
    """What writing parts together needs of each: its hash, its length, whether it is a word."""

    hashes: Hashes
    lengths: Places
    words: Flags

    @classmethod
    def of(cls, parts: Sequence[str]) -> Spelt:
        """Look at parts."""
        return cls(hashes(parts), lengths(parts), words(parts))

    def take(self, numbers: NDArray[np.int32]) -> Spelt:
        """Return the same of some of the parts."""
        return Spelt(self.hashes[numbers], self.lengths[numbers], self.words[numbers])


def glued(spelt: Spelt, owners: NDArray[np.int32]) -> tuple[Hashes, Places, Places]:
    """Hash neighbouring words of names written together, given all parts and whose each is.

    Returns the hashes, where the first of the words stands, and how many they are: two in either
    order, or three beginning with any of them, as the family name may stand first or last.
    """
    import numpy as np

    usable = spelt.words & (spelt.lengths > 1) & (spelt.lengths <= WIDTH)
    joined = usable[:-1] & usable[1:] & (owners[:-1] == owners[1:])
    two, three = np.flatnonzero(joined), np.flatnonzero(joined[:-1] & joined[1:])
    made = [_together(spelt, [two, two + 1]), _together(spelt, [two + 1, two])]
    for turn in range(3):
        made.append(_together(spelt, [three + (turn + n) % 3 for n in range(3)]))
    first, size = [two, two, three, three, three], [len(two)] * 2 + [len(three)] * 3
    return np.concatenate(made), np.concatenate(first), np.repeat([2, 2, 3, 3, 3], size)


def _together(spelt: Spelt, places: Sequence[Places]) -> Hashes:
    """Hash the words at some places written together: the power goes up by the letters before."""
    *before, last = places
    found = spelt.hashes[last]
    for at in reversed(before):
        found = spelt.hashes[at] + powers()[spelt.lengths[at]] * found
    return found


@cache
def powers() -> Any:
    """Return the powers of the base, for as many letters as are looked at."""
    import numpy as np

    return np.array([pow(_BASE, n, _WORD) for n in range(WIDTH + 1)], dtype=np.uint64)


def signatures(spelt: NDArray[np.uint8]) -> Hashes:
    """Return which letters stand in parts once, and which twice: an edit changes two bits at most.

    Parts cut at `WIDTH` have all bits changed at the end only; they are few.
    """
    import numpy as np

    once = np.zeros(len(spelt), dtype=np.uint64)
    twice = once.copy()
    for column in spelt.T[: max(1, int((spelt != 0).any(axis=0).sum()))]:
        letter = (column >= ord("a")) & (column <= ord("z"))
        bit = np.where(letter, np.uint64(1) << (column.astype(np.uint64) & np.uint64(31)), 0)
        bit = bit.astype(np.uint64)
        twice |= once & bit
        once |= bit
    return once | twice << np.uint64(32)


def keys(parts: Sequence[str]) -> tuple[Hashes, NDArray[np.int32]]:
    """Return keys under which alike parts meet, and the number of the part each belongs to.

    Two parts that `likeness` finds alike, initials apart, share at least one key; the lowest bits
    of a key tell its kind.
    """
    import numpy as np

    made = [_deletion_keys(parts), *_named_keys(parts)]
    found = [key & ~np.uint64(_KIND) | np.uint64(kind) for key, _, kind in made]
    return np.concatenate(found), np.concatenate([who for _, who, _ in made]).astype(np.int32)


def kinds(found: Hashes) -> Hashes:
    """Return the kind of each key."""
    import numpy as np

    return found & np.uint64(_KIND)


def _named_keys(parts: Sequence[str]) -> list[tuple[Hashes, Any, int]]:
    """Make keys of how words sound, and of the groups of known spellings they belong to."""
    import numpy as np

    sounds = [skeleton(part) if is_word(part) else "" for part in parts]
    sounding = [at for at, sound in enumerate(sounds) if len(sound) >= LEAST_SKELETON]
    groups = [variant_group(part) for part in parts]
    known = [at for at, group in enumerate(groups) if group is not None and len(parts[at]) > 1]
    return [
        (hashes([sounds[at] for at in sounding]), np.array(sounding, np.int32), SOUNDS),
        (hashes([str(groups[at]) for at in known]), np.array(known, np.int32), VARIANT),
    ]


#: Parts whose keys are made together: bounds the memory of the arrays between.
_CHUNK = 1 << 15


def _deletion_keys(parts: Sequence[str]) -> tuple[Hashes, Any, int]:
    import numpy as np

    found = [_chunk_keys(parts[at : at + _CHUNK], at) for at in range(0, len(parts) or 1, _CHUNK)]
    return np.concatenate([k for k, _ in found]), np.concatenate([who for _, who in found]), SPELT


def _chunk_keys(parts: Sequence[str], start: int) -> tuple[Hashes, Any]:
    """Hash the beginnings of parts as they are, with one letter deleted, and with two."""
    import numpy as np

    length = np.minimum(lengths(parts), _PREFIX)
    mayslip = words(parts)
    sums = _sums(letters(parts)[:, :_PREFIX])
    made, owners = [sums[0][:, -1]], [np.arange(len(parts))]
    for deleted, least in ((1, _ONE), (2, _TWO)):
        slips = np.flatnonzero(mayslip & (length >= least))
        whole = [each[slips] for each in sums]
        columns = np.array(list(combinations(range(_PREFIX), deleted))).T
        less = _without(whole, columns)
        row, column = np.nonzero(columns[-1][None, :] < length[slips][:, None])
        made.append(less[row, column])
        owners.append(slips[row])
    return np.concatenate(made), np.concatenate(owners) + start


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
