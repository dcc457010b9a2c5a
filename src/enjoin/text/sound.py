"""A key for how a part of a name sounds, so that romanisations of one name meet."""

from __future__ import annotations

import re
from functools import lru_cache

from enjoin.text.arabic import spellings, usual

# Digraphs first. Letters that romanisations confuse fall together; letters they keep apart stay.
_WITH_H = (
    ("tch", "s"),
    ("sch", "s"),
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "s"),
    ("zh", "z"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
)
_PAIRS = (
    ("ts", "s"),
    ("tz", "s"),
    ("dj", "j"),
    ("ck", "k"),
    ("dz", "d"),
    ("ks", "x"),
    ("ou", "u"),
)
_LETTERS = str.maketrans({"q": "k", "w": "v", "z": "s", "j": "g"})
_REPEATED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]")
#: The glide of 'Tawfiq' is written as a vowel as often as not: 'Toufik'; so is that of 'Pavlyuk'.
_GLIDE = re.compile(r"(?<=[aeo])(?:w(?![aeiouyw])|v(?=[bcdfgjklmnpqrstxz]))")
#: French spellings of w, and of an s.
_WRITTEN_W = re.compile(r"(?:^|(?<=[aei]))ou(?=[aei])")
_SOFT_C = re.compile(r"c(?=[eiy])")


# Spellings of one vowel, for parts so short that their vowels must count.
_VOWEL_PAIRS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ei", "i"), ("y", "i"))
_CONSONANTS = 3
_SHORTEST = 3
_ALOUD = "aloud "


@lru_cache(maxsize=200_000)
def sound(part: str) -> str:
    """Return a key that parts share when they sound alike; empty where it would tell too little.

    It is the skeleton where that has three consonants; shorter parts share all letters but for
    spellings of one vowel: 'but' and 'bout'.
    """
    consonants = skeleton(part)
    if len(consonants) >= _CONSONANTS:
        return consonants
    if len(part) < _SHORTEST:
        return ""
    return _ALOUD + _REPEATED.sub(r"\1", _sounded(part, _VOWEL_PAIRS))


@lru_cache(maxsize=200_000)
def sounds(part: str) -> frozenset[str]:
    """Return the keys of all sounds a part may have: a part in Arabic script has several."""
    if part.isascii():
        return frozenset({sound(part)} - {""})
    heard = {sound(spelt) for spelt in (*spellings(part), usual(part))}
    return frozenset(heard - {""})


def is_aloud(key: str) -> bool:
    """Tell a key that holds all letters of a part from one of its consonants alone."""
    return key.startswith(_ALOUD)


@lru_cache(maxsize=200_000)
def skeleton(part: str) -> str:
    """Return the consonants of a folded part as they sound; a leading vowel shows as 'a'.

    Scripts that write no vowels give the same key as their romanisations: 'mhmd' and 'muhammad'.
    A final h is silent; before a consonant v may be written u, as in 'Paulau'. Empty where there is
    no letter.
    """
    sounded = _WRITTEN_W.sub("w", part) if "ou" in part else part
    sounded = _GLIDE.sub("u", sounded) if "w" in sounded or "v" in sounded else sounded
    if "c" in sounded:
        sounded = _SOFT_C.sub("s", sounded)
    if "h" in sounded:
        sounded = _sounded(sounded, _WITH_H)
    sounded = _sounded(sounded, _PAIRS)
    sounded = sounded.translate(_LETTERS)
    lead = "a" if sounded[:1] in "aeiouy" and sounded else ""
    consonants = _VOWELS.sub("", sounded)
    if len(consonants) > 1 and consonants.endswith("h"):
        consonants = consonants[:-1]
    return lead + _REPEATED.sub(r"\1", consonants)


def _sounded(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, heard in pairs:
        if written in text:
            text = text.replace(written, heard)
    return text
