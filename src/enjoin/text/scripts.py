"""Folding text so that spellings of one name meet: case, accents, scripts, look-alike letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from enjoin.text import arabic, cyrillic, hangul

# Letters of other scripts that look like Latin ones (after Unicode TR 39), one for one, so that
# offsets into a text hold after `unmask`.
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТУХаеіјорѕсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABCEHIJKMOPSTYXaeijopscyxdqwABEZHIKMNOPTYXo",
)
# And the other way, for Cyrillic words with Latin letters in them.
_CYRILLIC_LOOKALIKES = str.maketrans(
    "ABCEHIKMOPTXaeiopcyx",
    "АВСЕНІКМОРТХаеіорсух",
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ONLY_CYRILLIC = re.compile("[бвгджзийлпфцчшщъыьэюяБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯїєґўЇЄҐЎ]")
_LATIN_ALIKE = frozenset("ABCEHIKMOPTXaeiopcyx")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Scripts written without spaces, whose syllables the romanisation begins with a capital: a name in
# them falls apart into syllables, as it is written in Latin letters.
_SYLLABIC = re.compile("[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_SYLLABLE = re.compile("([A-Za-z])(?=[A-Z])")
# Syllables of one letter as they are written: by itself a letter would be an initial.
_ONE_LETTER = re.compile(r"\b[aeiou]\b")
_SPELT_OUT = {"a": "ah", "e": "eh", "i": "lee", "o": "oh", "u": "woo"}
# What NFKD does not take apart.
_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}
)


def unmask(text: str) -> str:
    """Replace look-alike letters inside words that also hold Latin ones; the length stays.

    'Сosmodrome' with a Cyrillic С becomes plain; a word all in Cyrillic is left alone. Where other
    letters of the text are such as only Cyrillic has, a word with both becomes Cyrillic.
    """
    if text.isascii() or not (_FOREIGN_LETTER.search(text) and _LATIN.search(text)):
        return text
    cyrillic = bool(_ONLY_CYRILLIC.search(text))
    return _LETTERS.sub(lambda match: _unmask_word(match[0], cyrillic=cyrillic), text)


#: What most texts lack, though their quotation marks are not ASCII.
_FOREIGN_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")


def _unmask_word(word: str, *, cyrillic: bool) -> str:
    """Unmask a word; `cyrillic` tells whether any of the text is plainly Cyrillic."""
    latin = {c for c in word if c.isascii()}
    if not latin or word.isascii():
        return word
    if cyrillic and latin <= _LATIN_ALIKE and _CYRILLIC.search(word):
        return word.translate(_CYRILLIC_LOOKALIKES)
    return word.translate(_LOOKALIKES)


def strip_invisible(text: str) -> str:
    """Remove marks that no reader sees: zero-width, direction and soft-hyphen characters."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=200_000)
def fold(text: str, *, organisation: bool = True) -> str:
    """Return text in lower-case ASCII letters as far as it goes: accents off, scripts romanised.

    Scripts without a romanisation of our own go through a general one (anyascii). Where text may
    name an organisation, its words of the trade in scripts without spaces are translated.
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
    plain, syllabic = unicodedata.normalize("NFKC", plain), _SYLLABIC.search(text)
    if syllabic and organisation:
        plain = _translated(_translated(plain, "chinese"), "korean")
    if _HANGUL.search(plain):
        plain = hangul.romanise(plain)
    if ARABIC.search(plain):
        plain = arabic.romanise(plain)
    if _CYRILLIC.search(plain):
        plain = cyrillic.romanise(plain)
    if plain.isascii():
        return plain
    from anyascii import anyascii  # 10 ms that Latin text need not pay

    romanised: str = anyascii(plain)
    if syllabic:
        romanised = _SYLLABLE.sub(r"\1 ", romanised)
        romanised = _ONE_LETTER.sub(lambda match: _SPELT_OUT[match[0]], romanised.lower())
    return romanised.lower()


@cache
def _words(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table = resources.files(__package__).joinpath(f"data/{language}.txt").read_text("utf-8")
    words = {
        word: english
        for line in table.splitlines()
        if not line.startswith("#")
        for english, _, several in [line.partition(":")]
        for word in several.split()
    }
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(longest)), words


def _translated(text: str, language: str) -> str:
    """Translate words of the trade in names without spaces: '贸易' is ' trading '."""
    pattern, words = _words(language)
    return pattern.sub(lambda match: f" {words[match[0]]} ", text)


def _marks_or_symbol(character: str) -> bool:
    """Tell accents, and emoji and other signs, whose romanisation would be words: ':ship:'."""
    return unicodedata.category(character) in {"Mn", "Me", "So", "Sk", "Co", "Cn"}
