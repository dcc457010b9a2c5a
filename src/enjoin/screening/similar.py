"""Which parts of names are alike: by spelling, by sound, by known variants, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rapidfuzz.distance import OSA

from enjoin.text.arabic import usual
from enjoin.text.names import established, variant_groups
from enjoin.text.sound import is_aloud, sound, sounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Numbers

How = Literal["equal", "variant", "spelling", "sound", "initial", "near", "none"]

#: Parts less alike than this are not the same part.
FLOOR = 0.6
#: What parts come to at least that only whole names show to be alike (`enjoin.screening.align`),
#: and what an edit costs them, over the length.
NEAR, EDIT_OF_NEAR = 0.5, 1.5
#: Most edits of a misspelling; what an edit costs, over the length; and a wrong first letter.
_MOST = 2
_EDIT = 1.25
_FIRST_LETTER = 0.06
#: What known spellings of one name come to, and parts that sound alike, less an edit.
_VARIANT = 0.96
_SOUND = 0.95
_EDIT_OF_SOUND = 0.05
#: Edits beyond which parts that sound alike are all as unlike.
_COUNTED = 7


class Likeness(NamedTuple):
    """How alike two parts are, 0 to 1, on what ground, and how many letters differ."""

    value: float
    how: How
    edits: int


EQUAL = Likeness(1.0, "equal", 0)
UNLIKE = Likeness(0.0, "none", 0)
#: Parts in two scripts that may sound alike: the letters that differ tell nothing.
_ACROSS = Likeness(0.93, "sound", 0)


def edit_budget(length: int) -> int:
    """Return how many edits a part of so many letters may have and still be a misspelling."""
    return 0 if length <= 2 else 1 if length <= 4 else _MOST


def is_word(part: str) -> bool:
    """Tell words, which may be misspelt, from numbers and legal forms, which may not."""
    return part.isalpha() and not part.isupper()


@lru_cache(maxsize=500_000)
def likeness(a: str, b: str) -> Likeness:
    """Compare two folded parts; symmetric.

    Numbers and legal forms are equal or unlike, and so are two names that both are known as they
    stand: one is no misspelling of the other.
    """
    if a == b or not (is_word(a) and is_word(b)):
        return EQUAL if a == b else UNLIKE
    if len(a) == 1 or len(b) == 1:
        return Likeness(FLOOR, "initial", abs(len(a) - len(b))) if a[0] == b[0] else UNLIKE
    if variant_groups(a) and not variant_groups(a).isdisjoint(variant_groups(b)):
        return Likeness(_VARIANT, "variant", OSA.distance(a, b))
    if a.isascii() != b.isascii():
        return _across(a, b)
    if established(a) and established(b) and not _said_the_same(a, b):
        return UNLIKE
    return max(_spelling(a, b), _sound(a, b), key=lambda found: found.value)


def _across(a: str, b: str, *, sounding: bool | None = None) -> Likeness:
    """Compare a part in Latin letters with one in Arabic script, which writes few vowels.

    `sounding` tells whether they may sound alike, where that is known.
    """
    latin, native = (a, b) if a.isascii() else (b, a)
    spelt = usual(native)
    if latin == spelt:
        return EQUAL
    if sounding is False:
        return UNLIKE
    if spelt and established(latin) and established(spelt) and not _said_the_same(latin, spelt):
        return UNLIKE
    return _ACROSS if sounding is True or sounds(latin) & sounds(native) else UNLIKE


def _said_the_same(a: str, b: str) -> bool:
    """Tell spellings of one sound, vowels and all: 'mun' and 'moun'."""
    return is_aloud(sound(a)) and sound(a) == sound(b)


def _spelling(a: str, b: str) -> Likeness:
    budget = edit_budget(min(len(a), len(b)))
    edits = OSA.distance(a, b, score_cutoff=budget)
    if edits > budget:
        return UNLIKE
    value = 1 - edits * _EDIT / max(len(a), len(b)) - _FIRST_LETTER * (a[0] != b[0])
    return Likeness(value, "spelling", edits) if value >= FLOOR else UNLIKE


def _sound(a: str, b: str) -> Likeness:
    key = sound(a)
    if not key or key != sound(b):
        return UNLIKE
    edits = OSA.distance(a, b)
    return Likeness(max(FLOOR, _SOUND - _EDIT_OF_SOUND * edits), "sound", edits)


class Met(NamedTuple):
    """Pairs of parts that share a key, as arrays, and what is known of each pair."""

    ones: Sequence[str]
    others: Sequence[str]
    lengths: tuple[NDArray[Any], NDArray[Any]]
    led_alike: Flags
    """Whether the first letters are the same."""
    words: Flags
    """Whether both are words."""
    sounding: Flags
    """Whether they sound alike."""
    variants: Flags
    """Whether they are known spellings of one name."""
    established: Flags
    """Whether both are names known as they stand."""


def likenesses(met: Met) -> Numbers:
    """Return for many pairs of parts at once how alike they are, initials apart; 0 where unlike.

    The same figures as `likeness` finds, in a few array operations.
    """
    import numpy as np
    from rapidfuzz.process import cpdist

    edits = cpdist(met.ones, met.others, scorer=OSA.distance, score_cutoff=_COUNTED, dtype=np.uint8)
    least, most = np.minimum(*met.lengths), np.maximum(*met.lengths)
    budgets = np.where(least <= 2, 0, np.where(least <= 4, 1, _MOST))
    spelt = 1 - edits * _EDIT / most - _FIRST_LETTER * ~met.led_alike
    spelt[(edits > budgets) | (spelt < FLOOR)] = 0
    sounds = np.where(met.sounding, np.maximum(FLOOR, _SOUND - _EDIT_OF_SOUND * edits), 0)
    alike = np.maximum(spelt, sounds)
    other = met.established
    for at in (met.established & met.sounding).nonzero()[0].tolist():
        other[at] = not _said_the_same(met.ones[at], met.others[at])
    values = np.where(met.variants, _VARIANT, np.where(other, 0, alike))
    values = np.where(edits == 0, 1.0, np.where(met.words & (least > 1), values, 0))
    if not "".join((*met.ones, *met.others)).isascii():
        for at in (met.words & (least > 1) & ~met.variants).nonzero()[0].tolist():
            one, other = met.ones[at], met.others[at]
            if one.isascii() != other.isascii():
                values[at] = _across(one, other, sounding=bool(met.sounding[at])).value
    return values
