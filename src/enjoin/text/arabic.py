"""Arabic script into Latin letters as names are spelt: Arabic, Persian, Urdu and Pashto."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

# One letter for those that are written alike, or the one for the other.
_UNIFIED = {
    ord(letter): one
    for one, letters in {
        "ا": "أإآٱ", "ي": "ىیېےۍئ", "ك": "کګڭ", "ه": "ہھۀةۃەۂ", "و": "ؤۇۆ", "ت": "ټ", "د": "ډ",
        "ر": "ړ", "ن": "ڼ",
    }.items()
    for letter in letters
}  # fmt: skip
_DROPPED = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0621]")
_RUN = re.compile("[\u0620-\u06ff\u0750-\u077f]+")
_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "ch",
    "ژ": "zh", "گ": "g", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ږ": "g", "ښ": "sh", "څ": "ts",
    "ځ": "z", "ڤ": "v",
}  # fmt: skip
#: Letters that stand for a vowel or a consonant, by what comes after: as either.
_EITHER = {"و": ("w", "u"), "ي": ("y", "i")}
_AFTER_CONSONANT = "اويع"
_VOWELS = "aeiou"
#: What is written together with the next word, always or as often as not.
_BEGINNINGS = (("محمد", "muhammad"), ("ابو", "abu"), ("عبدال", "abdul"), ("ال", "al"))
#: Letters that the rest of such a word has, at least.
_SHORTEST = 2
#: 'Najib Ullah' is one name, also where it is written apart.
_OF_GOD = "الله"
_GIFT = re.compile("([\u0620-\u06ff]{3,}) (الله)(?![\u0620-\u06ff])")
#: So is 'Nur al-Din', with the article left out as in Latin letters.
_OF_FAITH = "الدين"
_FAITHFUL = re.compile("([\u0620-\u06ff]{2,}) الدين(?![\u0620-\u06ff])")
_GOD = re.compile("عبد ?الله?(?![\u0620-\u06ff])")


def romanise(text: str) -> str:
    """Return text with its words in Arabic script in Latin letters.

    Common words of names have their usual spelling (`data/arabic.txt`); others are spelt letter by
    letter, with an 'a' where consonants would pile up. Vowels that the script leaves out are
    guesses: compare by consonants (`enjoin.text.sound`).
    """
    plain = _GIFT.sub(r"\1\2", _DROPPED.sub("", text).translate(_UNIFIED))
    plain = _FAITHFUL.sub(r"\1الدين", plain)
    return _RUN.sub(lambda match: _word(match[0]), _GOD.sub(" abdullah ", plain))


def _word(word: str) -> str:
    return _known().get(word) or _taken_apart(word) or _spelt(word)


def _taken_apart(word: str) -> str:
    """Spell a word by what is written together in it; empty where it is of one piece."""
    for end, latin in ((_OF_FAITH, "uddin"), (_OF_GOD, "ullah")):
        if word.endswith(end) and len(word) >= len(end) + _SHORTEST:
            return _word(word[: -len(end)]) + latin
    for begin, latin in _BEGINNINGS:
        if word.startswith(begin) and len(word) >= len(begin) + _SHORTEST:
            return f"{latin} {_word(word[len(begin) :])}"
    return ""


def _spelt(word: str) -> str:
    """Spell a word letter by letter."""
    found = ""
    for at, letter in enumerate(word):
        after = word[at + 1 : at + 2]
        if letter in _EITHER:
            consonant, vowel = _EITHER[letter]
            glides = at == 0 or (after and after in _AFTER_CONSONANT)
            found += consonant if glides else vowel
        elif letter == "ع":
            silent = found.endswith(("a", "i", "u")) or (after and after in "اوي")
            found += "" if silent else "a"
        elif letter == "ا":
            found += "" if found.endswith("a") else "a"
        else:
            sign = _LETTERS.get(letter, "")
            found += f"a{sign}" if _piles_up(found, sign) else sign
    return found


def _piles_up(before: str, sign: str) -> bool:
    """Tell whether a consonant would be the second of a word, or the third in a row."""
    if not sign or not before or before[-1] in _VOWELS:
        return False
    return not any(c in _VOWELS for c in before[-3:])


@cache
def _known() -> dict[str, str]:
    table = resources.files(__package__).joinpath("data/arabic.txt").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            latin, _, words = line.partition(":")
            for word in words.split():
                found.setdefault(_DROPPED.sub("", word).translate(_UNIFIED), latin)
    return found
