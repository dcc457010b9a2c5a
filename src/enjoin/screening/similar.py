"""Which parts of names are alike: by spelling, by sound, by known variants, and how much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rapidfuzz.distance import OSA

from enjoin.text.names import variant_group
from enjoin.text.sound import skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

How = Literal["equal", "variant", "spelling", "sound", "initial", "none"]

#: Parts less alike than this are not the same part.
FLOOR = 0.6
#: Letters of a part that its deletion keys look at, as in SymSpell (Garbe 2012): any two parts
#: within two edits share a key made by at most two deletions from the first seven letters.
_PREFIX = 7
_LEAST_SKELETON = 3
#: Most edits of a misspelling; what an edit costs, over the length; and a wrong first letter.
_MOST = 2
_EDIT = 1.25
_FIRST_LETTER = 0.06


class Likeness(NamedTuple):
    """How alike two parts are, 0 to 1, on what ground, and how many letters differ."""

    value: float
    how: How
    edits: int


EQUAL = Likeness(1.0, "equal", 0)
UNLIKE = Likeness(0.0, "none", 0)


def edit_budget(length: int) -> int:
    """Return how many edits a part of so many letters may have and still be a misspelling."""
    return 0 if length <= 2 else 1 if length <= 4 else _MOST


def spelt_alike(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """Return for many pairs of parts at once how alike they are spelt; 0 where they are not.

    The same figures as `likeness` finds by spelling, in a few array operations.
    """
    import numpy as np
    from rapidfuzz.process import cpdist

    count = len(ones)
    edits = cpdist(ones, others, scorer=OSA.distance, score_cutoff=_MOST, dtype=np.uint8)
    lengths = [np.fromiter(map(len, side), np.int64, count) for side in (ones, others)]
    least, most = np.minimum(*lengths), np.maximum(*lengths)
    leads = [
        np.fromiter((ord(part[0]) for part in side), np.int64, count) for side in (ones, others)
    ]
    budgets = np.where(least <= 2, 0, np.where(least <= 4, 1, _MOST))
    values = 1 - edits * _EDIT / most - _FIRST_LETTER * (leads[0] != leads[1])
    alike = (edits <= budgets) & (values >= FLOOR)
    return np.where(alike, values, 0).astype(np.float32)


def is_word(part: str) -> bool:
    """Tell words, which may be misspelt, from numbers and legal forms, which may not."""
    return part.isalpha() and part.islower()


@lru_cache(maxsize=500_000)
def likeness(a: str, b: str) -> Likeness:
    """Compare two folded parts; symmetric. Numbers and legal forms are equal or unlike."""
    if a == b:
        return EQUAL
    if not (is_word(a) and is_word(b)):
        return UNLIKE
    if len(a) == 1 or len(b) == 1:
        return Likeness(FLOOR, "initial", 0) if a[0] == b[0] else UNLIKE
    group = variant_group(a)
    if group is not None and group == variant_group(b):
        return Likeness(0.96, "variant", 0)
    return max(_spelling(a, b), _sound(a, b), key=lambda found: found.value)


def _spelling(a: str, b: str) -> Likeness:
    budget = edit_budget(min(len(a), len(b)))
    edits = OSA.distance(a, b, score_cutoff=budget)
    if edits > budget:
        return UNLIKE
    value = 1 - edits * _EDIT / max(len(a), len(b)) - _FIRST_LETTER * (a[0] != b[0])
    return Likeness(value, "spelling", edits) if value >= FLOOR else UNLIKE


def _sound(a: str, b: str) -> Likeness:
    key = skeleton(a)
    if len(key) < _LEAST_SKELETON or key != skeleton(b):
        return UNLIKE
    edits = OSA.distance(a, b)
    return Likeness(max(FLOOR, 0.95 - 0.05 * edits), "sound", edits)


def keys(parts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return keys under which alike parts meet, and the number of the part each belongs to.

    Two parts that `likeness` finds alike, initials apart, share at least one key. A key made by
    deletions is even and only suggests a likeness; a key of sound or variant is odd and grants it.
    Keys are made for all parts at once: a few array operations whatever their number.
    """
    import numpy as np

    spelt, owners = _deletion_keys(parts)
    others = [(hash_key(key) | 1, at) for at, part in enumerate(parts) for key in _named_keys(part)]
    if not others:
        return spelt, owners
    named = np.fromiter((key for key, _ in others), dtype=np.uint64, count=len(others))
    whose = np.fromiter((at for _, at in others), dtype=np.int32, count=len(others))
    return np.concatenate([spelt, named]), np.concatenate([owners, whose])


def _named_keys(part: str) -> Iterable[str]:
    group = variant_group(part)
    if group is not None:
        yield f"variant {group}"
    if is_word(part) and len(key := skeleton(part)) >= _LEAST_SKELETON:
        yield f"sound {key}"


@lru_cache(maxsize=200_000)
def hash_key(key: str) -> int:
    """Hash a text to 64 bits, the same on every machine (BLAKE2b)."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


#: Parts whose keys are made together: bounds the memory of the arrays between.
_CHUNK = 4096


def _deletion_keys(parts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    import numpy as np

    found = [
        _chunk_keys(parts[start : start + _CHUNK], start)
        for start in range(0, max(len(parts), 1), _CHUNK)
    ]
    return np.concatenate([k for k, _ in found]), np.concatenate([o for _, o in found])


def _chunk_keys(parts: Sequence[str], start: int) -> tuple[Any, Any]:
    """Hash every part's prefix with up to its budget of letters deleted: a sum over positions."""
    import numpy as np

    masks, deleted, last = _masks()
    letters = np.zeros((len(parts), _PREFIX + 1), dtype=np.uint64)
    lengths = np.zeros(len(parts), dtype=np.int64)
    budgets = np.zeros(len(parts), dtype=np.int64)
    for row, part in enumerate(parts):
        cut = part[:_PREFIX].encode("latin-1", "replace")
        letters[row, : len(cut)] = np.frombuffer(cut, dtype=np.uint8)
        lengths[row] = len(cut)
        budgets[row] = edit_budget(len(part)) if is_word(part) else 0
    hashes = (letters[:, masks] * _multipliers()).sum(axis=2, dtype=np.uint64)
    wanted = (deleted[None, :] <= budgets[:, None]) & (last[None, :] < lengths[:, None])
    rows, columns = np.nonzero(wanted)
    return hashes[rows, columns] & ~np.uint64(1), (rows + start).astype(np.int32)


@cache
def _masks() -> tuple[Any, Any, Any]:
    """Return, per way to delete up to two letters: what stays, how many go, the last that goes."""
    import numpy as np

    ways = [way for count in range(3) for way in combinations(range(_PREFIX), count)]
    stays = [[i for i in range(_PREFIX) if i not in way] for way in ways]
    padded = [[*stay, *[_PREFIX] * (_PREFIX - len(stay))] for stay in stays]
    last = [max(way, default=-1) for way in ways]
    return np.array(padded), np.array([len(way) for way in ways]), np.array(last)


@cache
def _multipliers() -> Any:
    import numpy as np

    return np.array([hash_key(f"letter {i}") | 1 for i in range(_PREFIX)], dtype=np.uint64)
