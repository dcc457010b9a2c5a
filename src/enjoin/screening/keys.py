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
from enjoin.text.names import established, variant_groups
from enjoin.text.sound import sounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Hashes, Places

#: Letters of a part that are looked at together; longer parts are rare and cost a loop.
WIDTH = 32
#: Letters as codes of a byte: Latin ones and those of Arabic script.
CODES = "cp1256"
#: Letters of the Latin alphabet.
LETTERS = 26
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

        cut: Any = [text.encode(CODES, "replace") for text in self.texts]
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
    def established(self) -> Flags:
        """Whether each is a name known as it stands (`enjoin.text.names.established`)."""
        import numpy as np

        return np.fromiter(map(established, self.texts), np.bool_, len(self.texts))

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
    def counts(self) -> NDArray[np.uint8]:
        """How often each has each letter of the alphabet: 26 columns."""
        import numpy as np

        found = np.zeros((len(self.texts), LETTERS + 1), dtype=np.uint8)
        rows, place = np.arange(len(self.texts)), self.letters - np.uint8(ord("a"))
        for column in np.minimum(place, LETTERS).T:  # what is no letter goes into the last one
            found[rows, column] += 1
        return found[:, :LETTERS]

    @cached_property
    def signatures(self) -> Hashes:
        """Which letters stand in each once, and which twice: an edit changes two bits at most."""
        import numpy as np

        spelt = np.sort(self.letters[:, : int(self.lengths.max(initial=1))], axis=1)
        bits: Hashes = _bits()[spelt]
        again = np.where(spelt[:, 1:] == spelt[:, :-1], bits[:, 1:], np.uint64(0))
        twice = np.bitwise_or.reduce(again, axis=1)
        both: Hashes = np.bitwise_or.reduce(bits, axis=1) | twice << np.uint64(32)
        return both


@cache
def _bits() -> Any:
    """Return for every code of a letter its bit; other codes have none."""
    import numpy as np

    bits = np.zeros(256, dtype=np.uint64)
    bits[ord("a") : ord("z") + 1] = np.uint64(1) << np.arange(26, dtype=np.uint64)
    return bits


def _hash_long(part: str) -> int:
    found = 0
    for letter in reversed(part.encode(CODES, "replace")):
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
    places = [np.concatenate(turned) for turned in ((two, two + 1), (two + 1, two), *_turns(three))]
    made = [
        _together(spelt, [numbers[at] for at in places[:2]]),
        _together(spelt, [numbers[at] for at in places[2:]]),
    ]
    count = np.repeat([2, 3], [len(two) * 2, len(three) * 3])
    return np.concatenate(made), np.concatenate([two, two, three, three, three]), count


def _turns(first: Places) -> list[tuple[Places, ...]]:
    """Return the places of the first, second and third word of three, beginning with any."""
    return [tuple(first + (turn + n) % 3 for turn in range(3)) for n in range(3)]


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

    count = len(spelt.texts)
    made = [_named_keys(spelt)]
    made += [_deletion_keys(spelt, slice(at, at + _CHUNK)) for at in range(0, count, _CHUNK)]
    owners = np.concatenate([whose for _, whose in made]).astype(np.int32)
    return np.concatenate([found for found, _ in made]), owners


def kinds(found: Hashes) -> Hashes:
    """Return the kind of each key."""
    import numpy as np

    return found & np.uint64(_KIND)


def _named_keys(spelt: Spelt) -> tuple[Hashes, Any]:
    """Make keys of how words sound, and of the groups of known spellings they belong to."""
    import numpy as np

    named = []
    for at, text in enumerate(spelt.texts):
        if is_word(text):
            named += [(heard, at, SOUNDS) for heard in sounds(text)]
        named += [(str(group), at, VARIANT) for group in variant_groups(text)]
    found = Spelt([text for text, _, _ in named]).hashes
    kind = np.array([kind for _, _, kind in named], dtype=np.uint64)
    return found & ~np.uint64(_KIND) | kind, np.array([at for _, at, _ in named], dtype=np.int64)


#: Parts whose keys are made together: bounds the memory of the arrays between.
_CHUNK = 1 << 15


def _deletion_keys(spelt: Spelt, chunk: slice) -> tuple[Hashes, Any]:
    """Hash the beginnings of parts as they are, with one letter deleted, and with two.

    Letters after a deleted one move to the place before: sums of letters times powers, in place
    and moved, up to and from the letters deleted, make the hash.
    """
    import numpy as np

    first, second, deleted, last = _deletions()
    length = np.minimum(spelt.lengths[chunk], _PREFIX)
    may = np.where(spelt.words[chunk], (length >= _ONE) * 1 + (length >= _TWO), 0)
    powered = spelt.letters[chunk, None, :_PREFIX] * _moved_powers()
    sums = np.zeros((len(length), 3, _PREFIX + 3), dtype=np.uint64)
    np.cumsum(powered, axis=2, out=sums[:, :, 1 : _PREFIX + 1])
    sums[:, :, _PREFIX + 1 :] = sums[:, :, _PREFIX, None]
    found = sums[:, 0, first] + sums[:, 1, second] - sums[:, 1, first + 1]
    found += sums[:, 2, -1:] - sums[:, 2, second + 1]
    rows, columns = ((deleted <= may[:, None]) & (last < length[:, None])).nonzero()
    return found[rows, columns] & ~np.uint64(_KIND), rows + chunk.start


@cache
def _deletions() -> tuple[Any, Any, Any, Any]:
    """Return the ways to delete up to two letters: which two, how many, and the last of them.

    Where fewer are deleted, those after the end stand in: there are no letters.
    """
    import numpy as np

    ways = [(_PREFIX, _PREFIX + 1), *((at, _PREFIX) for at in range(_PREFIX))]
    ways += combinations(range(_PREFIX), 2)
    first, second = np.array(ways).T
    deleted = (first < _PREFIX) * 1 + (second < _PREFIX)
    return first, second, deleted, np.where(deleted == 2, second, np.where(deleted, first, -1))


@cache
def _moved_powers() -> Any:
    """Return what to multiply the letters of a beginning by: in place, moved by one and by two."""
    import numpy as np

    table = np.zeros((3, _PREFIX), dtype=np.uint64)
    for moved in range(3):
        table[moved, moved:] = powers()[1 : _PREFIX - moved + 1]
    return table
