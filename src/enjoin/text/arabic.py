"""Arabic script into Latin letters as names are spelt: Arabic, Persian, Urdu and Pashto."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import product
from math import prod
from typing import NamedTuple

# One letter for those that are written alike, or the one for the other.
_UNIFIED = {
    ord(letter): one
    for one, letters in {
        "ا": "أإآٱ", "ي": "ىیېےۍئ", "ك": "کګڭ", "ه": "ہھۀةۃەۂ", "و": "ؤۇۆ", "ت": "ټ", "د": "ډ",
        "ر": "ړ", "ن": "ڼ",
    }.items()
    for letter in letters
}  # fmt: skip
_DROPPED = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_HAMZA = "\u0621"
_LINE = re.compile("([a-z ]+?) ?([:=]) (.+)")
_RUN = re.compile("[\u0620-\u06ff\u0750-\u077f]+")
#: Letters that only languages of Iran and South Asia write.
_EASTERN = re.compile("[پچژگکیہھےٹڈڑںښځڅږړټډڼېۍ]")
_CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "ch", "ژ": "zh",
    "گ": "g", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ږ": "g", "ښ": "sh", "څ": "ts", "ځ": "z",
    "ڤ": "v", "و": "w", "ي": "y",
}  # fmt: skip
#: How they sound in Persian, Dari, Pashto and Urdu.
_EASTERN_CONSONANTS = _CONSONANTS | {"ث": "s", "ذ": "z", "ض": "z", "و": "v"}
#: Letters that stand for a long vowel unless a vowel is before or after them.
_GLIDES = {"و": "u", "ي": "i"}
_VOWELS = "aiu"
#: Letters that are spoken, and so spelt, in several ways, as the sound keys take them; and where
#: vowels count, so that the keys hold the letters as they are.
_SPOKEN = {
    "ق": ("q", "gh"), "ث": ("th", "s"), "ذ": ("dh", "z", "th"), "ض": ("d", "z"),
    "ظ": ("z", "d", "th"), "و": ("v",), "ب": ("b", "p"), "ف": ("f", "v"),
}  # fmt: skip
_ALOUD = {
    "ق": ("q", "k", "g", "gh"), "ث": ("th", "s"), "ذ": ("dh", "z", "th", "d"),
    "ض": ("d", "dh", "z"), "ظ": ("z", "dh", "th"), "و": ("w", "v", "ou"), "ش": ("sh", "ch"),
    "چ": ("ch", "tch"), "خ": ("kh", "h"), "غ": ("gh", "g"), "ج": ("j", "dj", "g"),
    "ك": ("k", "c"), "ف": ("f", "v"),
}  # fmt: skip
#: What short vowels, long ones and those at the end of a word are spelt as.
_SHORT = ("a", "i", "u", "e", "o", "")
_LONG = {"و": ("u", "o", "au", "aw"), "ي": ("i", "e", "ai", "ey", "ei")}
_AFTER_A = {"و": ("u", "w", "v", "o"), "ي": ("i", "ye")}
_GLIDING = {"و": ("w", "ou", "aw", "v"), "ي": ("y", "iy", "ay")}
#: As what the throat sound inside a short word is heard.
_THROAT = ("a", "i", "e", "u", "o", "")
#: An h after these is read as one sound with them: 'Eshaq', 'Mazhari'.
_BEFORE_H = "سصزظذضدتطكگ"
#: Letters that are spelt otherwise before some: 'Maksoud', where ks sounds like x, and 'Jumblatt'.
_JOINED = {"قص": ("q", "k"), "كس": ("k",), "كص": ("k",), "قس": ("q", "k"), "نب": ("n", "m")}
_FINALS = ("a", "ah", "eh", "e", "at", "i")
#: Consonants that tell enough by themselves; spellings that are looked at.
_TELLING, _MOST = 3, 256
_DOUBLED = re.compile(r"(.)\1+")
#: 'Nur al-Din', 'Dhu al-Fiqar'.
_COMPOUND = re.compile("(?:^(ذو|ابو)ال|الدين$)")
#: Written together with the next word: what it begins with, how that is spelt, and whether the rest
#: must be a word of the table, as many words begin so by themselves.
_BEGINNINGS = (
    ("عبدال", ("abdul",), False),
    ("وال", ("wa", "al"), False),
    ("بال", ("bi", "al"), True),
    ("لل", ("li", "al"), False),
    ("لال", ("li", "al"), True),
    ("ال", ("al",), False),
    ("و", ("wa",), True),
    ("ب", ("bi",), True),
    ("ل", ("li",), True),
)
_FATHER = "ابو"
#: Letters that the rest of such a word has, at least.
_SHORTEST = 2
#: Letters of the longest word that is looked into.
_LONGEST = 32
#: Letters of each of two words of the table that are written together, at least.
_WHOLE = 3
#: Endings of adjectives and plurals, unified.
_ENDINGS = ("ي", "يه", "يين", "يون", "ات", "ان", "ين", "ون", "ه", "ها", "هاي", "يان")
#: 'Najib Ullah' is one name, also where it is written apart.
_OF_GOD = "الله"
_GIFT = re.compile("([\u0620-\u06ff]{3,}) (الله)(?![\u0620-\u06ff])")
#: So is 'Nur al-Din', with the article left out as in Latin letters.
_OF_FAITH = "الدين"
_FAITHFUL = re.compile("([\u0620-\u06ff]{2,}) الدين(?![\u0620-\u06ff])")
_GOD = re.compile("(?<![\u0620-\u06ff])عبد ?الله?(?![\u0620-\u06ff])")


def romanise(text: str) -> str:
    """Return text with its words in Arabic script in Latin letters.

    Words of organisations are in English (`data/arabic_words.txt`), parts of names as they are
    usually spelt (`data/arabic.txt`); others are spelt letter by letter, with an 'a' where
    consonants would pile up. Vowels that the script leaves out are guesses.
    """
    eastern = bool(_EASTERN.search(text))
    return _RUN.sub(
        lambda match: " ".join(
            _latin(piece, eastern) if is_arabic(piece) else piece
            for piece in _pieces(match[0], eastern, True)
        ),
        _together(text),
    )


def _latin(part: str, eastern: bool) -> str:
    for end, latin in ((_OF_FAITH, "uddin"), (_OF_GOD, "ullah")):
        if part.endswith(end) and len(part) >= len(end) + _SHORTEST:
            return _latin(part[: -len(end)], eastern) + latin
    return usual(part) or _spelt(part, eastern)


def divide(text: str, *, translate: bool) -> str:
    """Return text with its words in Arabic script divided and their letters unified.

    What accompanies names (articles, 'son of', titles) is in Latin letters, and with `translate`
    words of organisations are in English; parts of names stay in Arabic script, to be compared by
    their `spellings`.
    """
    eastern = bool(_EASTERN.search(text))
    return _RUN.sub(
        lambda match: f" {' '.join(_pieces(match[0], eastern, translate))} ", _together(text)
    )


def is_arabic(part: str) -> bool:
    """Tell parts of names in Arabic script."""
    return bool(_RUN.fullmatch(part))


def _together(text: str) -> str:
    """Write names of two words together that are one: 'Najib Ullah', 'Nur al-Din'."""
    plain = _DROPPED.sub("", text)
    if "له" not in plain and "لدين" not in plain.translate(_UNIFIED):
        return plain
    plain = plain.translate(_UNIFIED).replace(_HAMZA, "")
    plain = _FAITHFUL.sub(r"\1الدين", _GIFT.sub(r"\1\2", plain))
    return _GOD.sub(" abdullah ", plain)


@lru_cache(maxsize=100_000)
def _pieces(word: str, eastern: bool, translate: bool) -> tuple[str, ...]:
    """Divide a word into what is written together in it."""
    plain = _unified(word)
    if found := _words().find(plain, with_stems=translate):
        return tuple(found.split())
    if plain in _names():
        return (plain,)
    if plain.startswith(_FATHER) and len(plain) >= len(_FATHER) + _SHORTEST:
        return (plain,) if eastern else ("abu", plain[len(_FATHER) :])
    for begin, latin, sure in _BEGINNINGS:
        rest = plain[len(begin) :]
        if not word.startswith(begin) or len(rest) < (_WHOLE if sure else _SHORTEST):
            continue
        if latin[-1:] == ("al",) and rest.startswith("ال"):
            return (*latin, rest[2:])
        if not sure or rest in _names() or _words().find(rest, with_stems=translate):
            return (*latin, *_pieces(rest, eastern, translate))
    return _of_two(plain) or (plain,)


def _of_two(word: str) -> tuple[str, ...]:
    """Divide a word into two names of the table; empty where it is not two."""
    if len(word) > _LONGEST:
        return ()
    for at in range(_WHOLE, len(word) - _WHOLE + 1):
        if word[:at] in _names() and word[at:] in _names():
            return word[:at], word[at:]
    return ()


def _unified(word: str) -> str:
    return word.translate(_UNIFIED).replace(_HAMZA, "")


def usual(word: str) -> str:
    """Return how a part in Arabic script is usually spelt; empty where no table has it."""
    return _names().get(_unified(word), "")


@lru_cache(maxsize=50_000)
def spellings(word: str) -> tuple[str, ...]:
    """Return how a part of a name in Arabic script may be spelt, for a comparison by sound.

    What the script leaves open is each as it may be: letters that are spoken in two ways, and in
    short words, of which the consonants alone would tell too little, the vowels.
    """
    letters = _COMPOUND.sub(_compounded, _letters(word))
    short = _is_short(letters)
    choices = [found for at in range(len(letters)) for found in _choices(letters, at, short=short)]
    if len(letters) > _LONGEST:  # no name
        choices = [choice[:1] for choice in choices]
    while prod(map(len, choices)) > _MOST:  # the last of what is open is settled
        at = max(n for n, choice in enumerate(choices) if len(choice) > 1)
        choices[at] = choices[at][:-1]
    return tuple(dict.fromkeys("".join(made) for made in product(*choices)))


def _compounded(match: re.Match[str]) -> str:
    """Write a compound as it is spoken: the article takes on the letter before or after it."""
    return f"{match[1]}ل" if match[1] else "دين"


def _is_short(letters: str) -> bool:
    """Tell words whose consonants tell too little; one that is doubled, or a last h, is none.

    So `enjoin.text.sound` counts them.
    """
    told = _DOUBLED.sub(r"\1", "".join(c for c in letters if c in _CONSONANTS and c not in _GLIDES))
    return len(told.rstrip("هحخ")) < _TELLING


def _choices(letters: str, at: int, *, short: bool) -> Iterator[tuple[str, ...]]:
    """Yield as what a letter may be spelt, and the vowel after it."""
    letter, before, after = letters[at], letters[max(at - 1, 0) : at], letters[at + 1 : at + 2]
    opened = bool(after) and (after in "اىيوع" or after in _VOWELS)
    if letter in "اى":
        yield _FINALS if short and letter == "ى" else ("a",)
    elif letter in _VOWELS:
        yield (letter, "e") if letter == "i" and short else (letter,)
    elif letter == "ع":
        yield _throat(before, after, short=short)
    elif letter in _GLIDES and before:
        yield _glide(letter, before, after) if short else ("",) if letter == "ي" else ("", "va")
    elif short:
        yield _ALOUD.get(letter) or (_CONSONANTS.get(letter, ""),)
        yield ("",) if opened else _SHORT if after else ("", "e")
    else:
        heard = _SPOKEN.get(letter) or (_CONSONANTS.get(letter, ""),)
        joined = _JOINED.get(letter + after)
        yield ("h", "") if letter in "هح" and before and before in _BEFORE_H else joined or heard
        yield ("a", "") if joined and letter != "ن" else ("a",)


def _throat(before: str, after: str, *, short: bool) -> tuple[str, ...]:
    if not short:
        return ("",) if before else ("a",)
    return ("",) if not before and after in _GLIDES else _THROAT


def _glide(letter: str, before: str, after: str) -> tuple[str, ...]:
    if after and after in "اى":
        return _GLIDING[letter]
    if before == "ا":
        return _AFTER_A[letter]
    return _LONG[letter]


def _spelt(word: str, eastern: bool) -> str:
    """Spell a word letter by letter, syllable by syllable."""
    consonants = _EASTERN_CONSONANTS if eastern else _CONSONANTS
    letters = _letters(word)
    found, bare = "", True  # whether a consonant here would begin a word, or stand after another
    for at, letter in enumerate(letters):
        before, after = letters[at - 1 : at] if at else "", letters[at + 1 : at + 2]
        vowel = _vowel(letter, before, after)
        if vowel is not None:
            found += "" if found.endswith(vowel) and vowel else vowel
            bare = False
            continue
        found += consonants.get(letter, "")
        if not after or _vowel(after, letter, letters[at + 2 : at + 3]) is not None:
            bare = False
        elif bare:
            found += "u" if at == 0 and letter == "م" else "a"
            bare = False
        else:
            bare = True
    return found


def _letters(word: str) -> str:
    """Unify letters for spelling; the carriers of hamza are vowels: 'ئ' and 'ؤ'."""
    word = word.replace("تش", "چ").replace("ئي", "aي").replace("ئ", "i").replace("ؤو", "aو")
    final = word.endswith(("ة", "ى", "ه"))
    plain = _unified(word.replace("ؤ", "ua"))
    return plain[:-1] + "ى" if final and len(plain) > _SHORTEST else plain


def _vowel(letter: str, before: str, after: str) -> str | None:
    """Return the vowel that a letter stands for between its neighbours; None for a consonant."""
    if letter in _VOWELS:
        return letter
    if letter in {"ا", "ى"}:
        return "a"
    if letter == "ع":
        opened = after in {"ا", "و", "ي", "", "ى"}
        return "" if opened else "i" if before == "ا" else "a"
    glides = not before or (before, letter) == ("ا", "و") or after in {"ا", "ى", "ع", *_GLIDES}
    return None if glides else _GLIDES.get(letter)


class _Words(NamedTuple):
    """What words mean: as they stand, and by their stems."""

    whole: dict[str, str]
    stems: dict[str, str]
    accompanying: dict[str, str]
    """Those that accompany names."""

    def find(self, word: str, *, with_stems: bool) -> str:
        """Return what a word means; without stems only where it accompanies names."""
        if not with_stems:
            return self.accompanying.get(word, "")
        if found := self.whole.get(word) or self.stems.get(word):
            return found
        stems = (self.stems.get(word[: -len(end)], "") for end in _ENDINGS if word.endswith(end))
        return next(filter(None, stems), "")


@cache
def _words() -> _Words:
    found = _Words({}, {}, {})
    for latin, means, words in _lines("arabic_words"):
        for word in words:
            at = found.stems if word.endswith("*") else found.whole
            at.setdefault(word.rstrip("*"), latin)
            if means == ":":
                found.accompanying.setdefault(word, latin)
    return found


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for latin, _, words in _lines("arabic"):
        for word in words:
            found.setdefault(word, latin)
    return found


def _lines(name: str) -> Iterator[tuple[str, str, list[str]]]:
    table = resources.files(__package__).joinpath(f"data/{name}.txt").read_text("utf-8")
    for line in table.splitlines():
        if match := _LINE.fullmatch(line):
            plain = _DROPPED.sub("", match[3]).replace("\u200c", "")
            yield match[1], match[2], [_unified(word) for word in plain.split()]
