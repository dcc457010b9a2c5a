"""Hangul into Latin letters: the southern official romanisation, syllable by syllable."""

from __future__ import annotations

import re

_SYLLABLES = re.compile("[\uac00-\ud7a3]")
_FIRST = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_MIDDLE = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
#: Final stops sound, and are spelt in names, without voice.
_LAST = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
#: Syllables of one letter as names are spelt: by itself a letter would be an initial.
_SPELT_OUT = {"a": "ah", "e": "eh", "i": "lee", "o": "oh", "u": "woo"}
_VOWELS, _FINALS = len(_MIDDLE), len(_LAST)


def romanise(text: str) -> str:
    """Return text with its syllables of Hangul in Latin letters, each a word of its own."""
    return _SYLLABLES.sub(lambda match: f" {_syllable(match[0])} ", text)


def _syllable(character: str) -> str:
    """Spell a syllable: its place in Unicode tells its first consonant, its vowel and its last."""
    place, last = divmod(ord(character) - 0xAC00, _FINALS)
    first, middle = divmod(place, _VOWELS)
    spelt = _FIRST[first] + _MIDDLE[middle] + _LAST[last]
    return _SPELT_OUT.get(spelt, spelt)
