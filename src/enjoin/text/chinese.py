"""Spellings of Chinese syllables: pinyin, and Wade-Giles without its marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

_FIRST = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
_LAST = (
    "a o e i u ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing iong ua uo uai ui uan un "
    "uang ue er"
).split()
#: First consonants of Wade-Giles; an aspirate had an apostrophe, which names leave out.
_CONSONANTS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "r": "j",
    "z": "ts", "c": "ts",
}  # fmt: skip
_ALONE = {"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu",
          "si": "szu", "yi": "i", "you": "yu", "yan": "yen", "ye": "yeh", "er": "erh",
          "he": "ho", "ke": "ko", "ge": "ko"}  # fmt: skip
_VOWELS = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ong": "ung", "iong": "iung", "uo": "o"}


def spellings() -> Iterator[tuple[str, str]]:
    """Yield syllables in pinyin with their spelling in Wade-Giles, where that is another."""
    for first, last in product(_FIRST, _LAST):
        if (other := wade_giles(first, last)) != first + last and len(other) > 1:
            yield first + last, other


def wade_giles(first: str, last: str) -> str:
    """Spell a syllable of pinyin, given as its consonant and the rest, in Wade-Giles."""
    if alone := _ALONE.get(first + last):
        return alone
    rounded = last == "uo" and first in {"g", "k", "h", "sh"}
    return _CONSONANTS.get(first, first) + (last if rounded else _VOWELS.get(last, last))
