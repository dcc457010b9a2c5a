"""Folding text so that spellings of one name meet: case, accents, scripts, look-alike letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from enjoin.text import arabic

# Letters of other scripts that look like Latin ones (after Unicode TR 39), one for one, so that
# offsets into a text hold after `unmask`.
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТУХаеіјорѕсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABCEHIJKMOPSTYXaeijopscyxdqwABEZHIKMNOPTYXo",
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Scripts written without spaces, whose syllables the romanisation begins with a capital: a name in
# them falls apart into syllables, as it is written in Latin letters.
_SYLLABIC = re.compile("[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_SYLLABLE = re.compile("([a-z])(?=[A-Z])")
# What NFKD does not take apart.
_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}
)


def unmask(text: str) -> str:
    """Replace look-alike letters inside words that also hold Latin ones; the length stays.

    'Сosmodrome' with a Cyrillic С becomes plain; a word all in Cyrillic is left alone.
    """
    if text.isascii():
        return text
    return re.sub(r"[^\W\d_]+", _unmask_word, text)


def _unmask_word(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not any("a" <= c <= "z" or "A" <= c <= "Z" for c in word):
        return word
    return word.translate(_LOOKALIKES)


def strip_invisible(text: str) -> str:
    """Remove marks that no reader sees: zero-width, direction and soft-hyphen characters."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return text in lower-case ASCII letters as far as it goes: accents off, scripts romanised.

    Scripts go through a general romanisation (anyascii); `enjoin.text.names` refines it for names.
    """
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if plain.isascii():  # Latin letters with accents, and nothing else to look at
        return plain.lower()
    plain = unicodedata.normalize("NFKD", unmask(strip_invisible(text)))
    plain = "".join(c for c in plain if not _marks_or_symbol(c)).casefold()
    plain = plain.translate(_SPECIAL)
    if plain.isascii():
        return plain
    from anyascii import anyascii  # 10 ms that Latin text need not pay

    if _ARABIC.search(plain):
        plain = arabic.romanise(plain)
    romanised: str = anyascii(unicodedata.normalize("NFKC", plain))
    if _SYLLABIC.search(text):
        romanised = _SYLLABLE.sub(r"\1 ", romanised)
    return romanised.lower()


def _marks_or_symbol(character: str) -> bool:
    """Tell accents, and emoji and other signs, whose romanisation would be words: ':ship:'."""
    return unicodedata.category(character) in {"Mn", "Me", "So", "Sk", "Co", "Cn"}
