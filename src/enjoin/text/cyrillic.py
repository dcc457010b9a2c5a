"""Cyrillic into Latin letters as names are spelt: Russian and its neighbours' letters."""

from __future__ import annotations

import re

_RUN = re.compile("[\u0400-\u052f'’ʼ]+")
#: Letters that Ukrainian and Belarusian have and Russian has not: there г is h, и is y.
_WESTERN = re.compile("[іїєґў]")
#: A soft or hard sign before a vowel sounds like y, and so does an apostrophe: 'Григорьев'.
_SIGN = re.compile("[ьъ'’ʼ](?=[аеёиіоу])")
#: Words between others, which say as little as their translations.
_BETWEEN = re.compile(r"(?<!\w)(?:по|для|при|от|на|из|об|до|со|па|пры|від|за)(?![\w.])")
_AND = re.compile(r"(?<!\w)(?:и|й|та|і|ды)(?![\w.])")
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "'": "", "’": "",
    "ʼ": "", "\x01": "y",
    # Ukrainian and Belarusian
    "і": "i", "ї": "i", "є": "ye", "ґ": "g", "ў": "u",
    # Serbian and Macedonian
    "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ѓ": "gj", "ќ": "kj",
    "ѕ": "dz",
    # Kazakh, Kyrgyz, Uzbek, Tajik, Tatar, Bashkir and Mongolian
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ҳ": "h",
    "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j", "ҙ": "z", "ҡ": "k", "ҫ": "s",
}  # fmt: skip
_EASTERN = str.maketrans(_LETTERS)
_UKRAINIAN = str.maketrans(_LETTERS | {"г": "h", "и": "y"})


def romanise(text: str) -> str:
    """Return folded text with its words in Cyrillic in Latin letters.

    As in passports and the press, without marks: 'щ' is 'shch', 'х' is 'kh', '-ий' is '-ii'. Where
    a letter tells Ukrainian or Belarusian, 'г' is 'h'.
    """
    text = _AND.sub("and", _BETWEEN.sub("for", text))
    table = _UKRAINIAN if _WESTERN.search(text) else _EASTERN
    return _RUN.sub(lambda match: _SIGN.sub("\x01", match[0]).translate(table), text)
