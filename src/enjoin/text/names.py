"""A name into its parts: what distinguishes somebody, and what only accompanies it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple
from unicodedata import normalize

from enjoin.text import arabic, chinese
from enjoin.text.scripts import ARABIC, fold, strip_invisible

Kind = Literal["part", "initial", "particle", "title", "form", "number"]

_WORD = re.compile(r"[a-z0-9]+|[\u0621-\u06d3]+")
_RUNS = re.compile("([\u0621-\u06d3]+)")
_PLAIN = re.compile(r"[a-z0-9 ,-]*")
_APOSTROPHES = re.compile(r"['`´‘’ʻʼʽʾʿ]")
# 'S.A.', 'G.m.b.H': letters with dots between, which is one word where it is a legal form.
_DOTTED = re.compile(r"\b(?:[a-z]\.){1,5}[a-z]\b\.?")

PARTICLES = frozenset(
    "al el ul ar as ash at az an ad bin ibn ben bint bat ould wuld abi umm "
    "de del della di da dos das do la le les los du van von der den ter ten zu zur "
    "of the and und et y e i for fur pour na".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady mister madam general gen colonel col major maj "
    "captain capt lieutenant lt brigadier brig admiral adm commander marshal sergeant sgt "
    "president minister secretary ambassador senator governor chairman "
    "sheikh shaikh shaykh sheik cheikh haji hajji hadji haj hajj mullah mulla maulvi mawlawi "
    "maulana mawlana ustad ustaz imam qari hafiz sayyid sayed sayyed syed alhaj "
    "mv mt ms ss m/v vessel ship jr junior sr senior".split()
)
#: 'abdul' in its spellings, alone or glued to what follows.
_SERVANT = re.compile(r"abd(?:[aeiou]l|u(?:[rsn](?![aeiou])|([rsn])))(?=.{3,})")
#: 'of the faith' written into a name, and the article that takes on the letter after it; as a
#: glance at the whole name tells, few have either.
_FAITH = re.compile(r"(\w{3,}?)(?:[aeou]+dd?|[aeu]ld)(?:in|ine|een|eine)")
_ARTICLE = re.compile(r"e([dnrstz])\1(?=\w{3})")
_SUN_ARTICLES = frozenset("al el ul ar as an ur at ad az ash us er es".split())
_DIN = frozenset("din deen uddin aldin eldin eddin eddine addin udin".split())
_ARTICLES = frozenset("al el ul ad ud ed".split())
_ASSIMILATED = re.compile(r"d(?:in|een|eine)|\be([dnrstz])\1")
_GLUED_TO_ALLAH = re.compile(r"(abd[aeiou]l{1,2}ah)(.{2,})")
_ALLAH = frozenset("abdullah abdallah abdulla abdalla abdellah abdollah abdulahi abdullahi".split())
_WORDS_FOR_NUMBERS: Mapping[str, str] = {
    word: str(n)
    for n, words in enumerate(
        "one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|"
        "eight eighth|nine ninth|ten tenth|eleven eleventh|twelve twelfth|thirteen|fourteen|"
        "fifteen|sixteen|seventeen|eighteen|nineteen".split("|"),
        start=1,
    )
    for word in words.split()
}
_ROMAN: Mapping[str, str] = {
    roman: str(n)
    for n, roman in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
    )
}
_TENS = {
    word: n * 10
    for n, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")

#: What a part says when no table names it: by its length, in natural-log units. Very short parts
#: coincide easily.
_BY_LENGTH = (0.0, 1.2, 3.0, 4.6, 5.6)
_UNNAMED = 6.4
_OF_KIND: Mapping[str, float] = {"particle": 0.25, "title": 0.3, "form": 0.3, "initial": 1.2}
_NUMBER = 3.5
_FIRST_TRANSLATION = 1_000_000
_NO_GROUPS: frozenset[int] = frozenset()
#: What a syllable of a Chinese or Korean name says: there are a few hundred of them.
_OF_SYLLABLE = 3.2
#: Pinyin, Wade-Giles without marks, and the romanisations of Korean.
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|ts|tz|hs|kk|tt|pp|ss|jj|[bcdfghjklmnpqrstwxyz])?"
    r"(?:yeo|yae|wae|iao|iang|iong|uang|uai|ian|uan|ang|eng|ing|ong|ung|yo|ya|yu|ye|wa|wo|we|wi|"
    r"ai|ei|ao|ou|ia|ie|iu|in|ua|uo|ui|un|ue|oe|ae|eo|eu|oo|ee|an|en|er|a|e|i|o|u)"
    r"(?:ng|[nmlkgpbt])?"
)
#: Pinyin without marks.
_PINYIN = re.compile(
    r"[jqx](?:i(?:ang?|ao?|e|ng?|ong|u)?|u(?:e|an|n)?)|"
    r"y(?:a|ang?|ao|e|i|ing?|ong|ou|u|uan|ue|un)|w(?:a|ai|ang?|ei|eng?|o|u)|[bpmf]o|"
    r"(?:zh|ch|sh|[bpmfdtnlgkhrzcs])(?:ai?|ang?|ao|ei?|eng?|i|ian?g?|iao|ie|ing?|iu|ong|ou|"
    r"ua?|uai|uang?|ue|ui|un|uo)|a|ai|an|ao|en|er|ou"
)
#: What parts and numbers of a name must say together for its like to be looked for.
LEAST_TOLD = 2.5
#: A patronymic is left out as often as it is written, so it tells little; by its Slavic and Turkic
#: endings, where they are unmistakable.
_PATRONYMIC = re.compile(
    r"(\w{3,}?)(?:[aeoiy]+v[iy]t?ch|[aeiouy]+[vu]na|inichna|oglu|ogly|qizi|kyzy)"
)
_OF_PATRONYMIC = 2.2
_OF_CHILDREN = ("ch", "na", "lu", "ly", "zi", "zy")
#: What names end in that patronymics leave out.
_OF_FATHERS = ("", "i", "y", "ei", "ai", "o", "a", "iy", "ii")
_FIRST_PATRONYMIC = 2_000_000


class Part(NamedTuple):
    """A part of a name, folded, with its kind and what it says (natural-log units)."""

    text: str
    kind: Kind
    information: float


def is_person(schema: str) -> bool | None:
    """Tell how names of a schema are split: as a person's, not as a person's, unknown."""
    return None if schema in {"LegalEntity", "Thing"} else schema == "Person"


@lru_cache(maxsize=100_000)
def parts(name: str, person: bool | None = None) -> tuple[Part, ...]:
    """Split a name into its parts.

    `person` tells whether it is a person's name (no legal forms, no numbers in words), an
    organisation's or a thing's (False), or unknown (None). Parts keep their order; a legal form of
    several words is one part. A name without a letter or digit has no parts.
    """
    folded = fold(name) if name.isascii() else _folded(name, organisation=person is not True)
    if person is not True:
        return tuple(_organisation(_counted(_words(folded, _join_letters))))
    return tuple(map(part, _words(folded, _undot)))


def _folded(name: str, *, organisation: bool) -> str:
    """Fold a name, but for parts of it in Arabic script, which are divided and stay."""
    plain = normalize("NFKC", strip_invisible(name))
    if not ARABIC.search(plain):
        return fold(name, organisation=organisation)
    divided = arabic.divide(plain, translate=organisation)
    return "".join(
        piece if arabic.is_arabic(piece) else fold(piece) for piece in _RUNS.split(divided)
    )


@lru_cache(maxsize=200_000)
def part(word: str) -> Part:
    """Describe one folded word of a name; a class of legal forms stands in capitals."""
    if word.isupper():
        kind: Kind = "form"
    elif word in TITLES:
        kind = "title"
    elif word in PARTICLES:
        kind = "particle"
    elif len(word) == 1:
        kind = "initial" if word.isalpha() else "number"
    else:
        kind = "number" if word[0].isdigit() or word[-1].isdigit() else "part"
    return Part(word, kind, information(word, kind))


def information(word: str, kind: Kind) -> float:
    """Return how much a part says, in natural-log units: the rarer, the more."""
    if kind == "number":
        return _NUMBER
    if kind != "part":
        return _OF_KIND[kind]
    return _information(word if word.isascii() else arabic.usual(word) or word)


def _information(word: str) -> float:
    known = _rarity().get(word)
    if known is not None:
        return known
    _, translated = _translation(word)
    if translated is not None:
        return translated
    if is_patronymic(word):
        return _OF_PATRONYMIC
    said = _BY_LENGTH[len(word)] if len(word) < len(_BY_LENGTH) else _UNNAMED
    return min(said, _OF_SYLLABLE) if is_syllable(word) else said


@lru_cache(maxsize=200_000)
def variant_groups(word: str) -> frozenset[int]:
    """Return the numbers of the groups of spellings a part belongs to."""
    if not word.isascii():
        word = arabic.usual(word)
    known, other = _variants().get(word), _translation(word)[0] or _fathers(word)
    return known | other if known else other


def _fathers(word: str) -> frozenset[int]:
    """Return the groups of the name a patronymic is made of: 'Mikalaevich' is 'Nikolaevich'."""
    match = _PATRONYMIC.fullmatch(word) if word.endswith(_OF_CHILDREN) else None
    if not match:
        return _NO_GROUPS
    for ending in _OF_FATHERS:
        if groups := _variants().get(match[1] + ending):
            return frozenset(_FIRST_PATRONYMIC + group for group in groups)
    return _NO_GROUPS


#: Letters of a stem, at least, and of the ending of a word beyond it, at most.
_STEM, _ENDING = 3, 7
_OF_TRADE = 1.6


@lru_cache(maxsize=100_000)
def _translation(word: str) -> tuple[frozenset[int], float | None]:
    """Return the group of a word of the trade in any language, and what it says; none where not."""
    table = _translations()
    if word[:_STEM] not in _beginnings():
        return _NO_GROUPS, None
    for length in range(len(word), max(_STEM, len(word) - _ENDING) - 1, -1):
        stem = word[:length] if length == len(word) else f"{word[:length]}*"
        if found := table.get(stem) or (table.get(f"{stem}*") if length == len(word) else None):
            return found
    return _NO_GROUPS, None


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(stem[:_STEM] for stem in _translations())


@cache
def _translations() -> dict[str, tuple[frozenset[int], float]]:
    table: dict[str, tuple[frozenset[int], float]] = {}
    for number, line in enumerate(_lines("translations"), start=_FIRST_TRANSLATION):
        english, _, words = line.partition(":")
        told = min(_rarity().get(word, _OF_TRADE) for word in english.split())
        for word in (*english.split(), *words.split()):
            table.setdefault(word, (frozenset({number}), told))
    return table


def is_patronymic(word: str) -> bool:
    """Tell a father's name by its ending: it is left out as often as it is written."""
    return word.endswith(_OF_CHILDREN) and bool(_PATRONYMIC.fullmatch(word))


@lru_cache(maxsize=200_000)
def is_syllable(word: str) -> bool:
    """Tell what may be a syllable of a Chinese or Korean name in Latin letters."""
    return bool(_SYLLABLE.fullmatch(word))


@lru_cache(maxsize=200_000)
def is_pinyin(word: str) -> bool:
    """Tell a syllable of a Chinese name as China writes it in Latin letters."""
    return bool(_PINYIN.fullmatch(word))


@lru_cache(maxsize=200_000)
def known(word: str) -> bool:
    """Tell names that the tables hold, and syllables of Chinese names."""
    return word in _rarity() or word in _curated() or is_pinyin(word)


@lru_cache(maxsize=200_000)
def established(word: str) -> bool:
    """Tell names known as they stand: another such name is no misspelling of it, but another name.

    Besides the names of the tables these are the syllables of Chinese and Korean names, of which
    nearly every one has a neighbour a letter away.
    """
    return word in _rarity() or word in _curated() or is_syllable(word)


def is_place(word: str) -> bool:
    """Tell names of countries and places, which tell branches of one company apart."""
    return word in _places()


def tells_alone(part: Part) -> bool:
    """Tell parts that a name is not complete without."""
    return part.kind in {"part", "number"} and not is_patronymic(part.text)


def tells(name: Iterable[Part]) -> bool:
    """Tell whether a name says enough to look for its like.

    Words that half the world's companies share do not: such a name is only itself.
    """
    return sum(p.information for p in name if p.kind in {"part", "number"}) >= LEAST_TOLD


def _words(folded: str, undot: Callable[[re.Match[str]], str]) -> list[str]:
    if not _PLAIN.fullmatch(folded):
        folded = _APOSTROPHES.sub("", folded)
        folded = _DOTTED.sub(undot, folded)
    words: list[str] = _WORD.findall(folded)
    if "abd" in folded:
        words = _join_abd([part for word in words for part in _servant(word)])
    if _ASSIMILATED.search(folded):
        words = [part for word in _join_faith(words) for part in _unassimilated(word)]
    return words


def _undot(match: re.Match[str]) -> str:
    joined = match[0].replace(".", "")
    return f"{joined} " if (joined,) in _forms() else match[0]


def _join_letters(match: re.Match[str]) -> str:
    """Write 'J.P.' of an organisation's name as 'JP'."""
    return match[0].replace(".", "") + " "


def _counted(words: list[str]) -> list[str]:
    """Write 'forty four' as '44'."""
    if _TENS.keys().isdisjoint(words):
        return words
    counted: list[str] = []
    for word in words:
        unit = _WORDS_FOR_NUMBERS.get(word, "")
        if counted and counted[-1] in _TENS and len(unit) == 1:
            counted[-1] = str(_TENS[counted[-1]] + int(unit))
        else:
            counted.append(word)
    return [str(_TENS[word]) if word in _TENS else word for word in counted]


def _servant(word: str) -> list[str]:
    """Split 'abdulaziz' into 'abdul' and 'aziz', which is as often written apart."""
    if word in _ALLAH or not word.startswith("abd"):
        return [word]
    if match := _GLUED_TO_ALLAH.fullmatch(word):
        return [match[1], match[2]]
    match = _SERVANT.match(word)
    return ["abdul", word[match.end() - bool(match[1]) :]] if match else [word]


def _join_faith(words: list[str]) -> list[str]:
    """Write 'siraj al din', 'siraj ud din' and 'sirajeddine' as 'sirajuddin'."""
    joined: list[str] = []
    for word in words:
        if word in _DIN and joined and (word not in {"din", "deen"} or joined[-1] in _ARTICLES):
            if joined[-1] in _ARTICLES and len(joined) > 1:
                joined.pop()
            joined[-1] += "uddin"
        elif match := _FAITH.fullmatch(word):
            joined.append(f"{match[1]}uddin")
        else:
            joined.append(word)
    return joined


def _unassimilated(word: str) -> list[str]:
    """Split 'essabar' into 'al' and 'sabar'."""
    if not word.endswith("uddin") and (match := _ARTICLE.match(word)):
        return ["al", word[match.end() - 1 :]]
    return [word]


def _join_abd(words: list[str]) -> list[str]:
    """Write 'abd al', 'abd el', 'abd ul' and 'abd' alone as 'abdul'."""
    if "abd" not in words:
        return words
    joined: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        if word == "abd":
            joined.append("abdul")
        elif before != "abd" or word not in _SUN_ARTICLES:
            joined.append(word)
    return joined


def _organisation(words: list[str]) -> Iterator[Part]:
    at = 0
    while at < len(words):
        length = _form_at(words, at)
        if length and length < len(words):  # a company is not its legal form alone
            yield part(_forms()[tuple(words[at : at + length])])
            at += length
            continue
        yield part(_number(words[at], at, len(words)))
        at += 1


def _form_at(words: list[str], at: int) -> int:
    """Return how many words from here are one legal form: the longest that fits, or 0."""
    for length in range(min(_longest_form(), len(words) - at), 0, -1):
        if tuple(words[at : at + length]) in _forms():
            return length
    return 0


def _number(word: str, at: int, of: int) -> str:
    """Write numbers in words, ordinals and trailing Roman numerals in digits."""
    if at and word in _ROMAN and (at >= of - 2 or (len(word) > 1 and word != "xi")):
        return _ROMAN[word]
    if match := _ORDINAL.fullmatch(word):
        return match[1]
    return _WORDS_FOR_NUMBERS.get(word, word)


def _table(name: str) -> str:
    return resources.files(__package__).joinpath(f"data/{name}.txt").read_text("utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _table(name).splitlines() if line and not line.startswith("#"))


@cache
def _rarity() -> dict[str, float]:
    table: dict[str, float] = {}
    for line in _lines("rarity"):
        value, *words = line.split()
        for word in words:
            table.setdefault(word, float(value))
    for group in _variant_lines():  # spellings of one name are as common as the commonest
        values = [table[word] for word in group if word in table]
        if values:
            table.update((word, min(values)) for word in group if word not in table)
    return table


@cache
def _places() -> frozenset[str]:
    return frozenset(word for line in _lines("places") for word in line.split())


def _variant_lines() -> list[list[str]]:
    return [_APOSTROPHES.sub("", line).split() for line in _lines("variants")]


def _learnt_pairs() -> list[list[str]]:
    return [line.split() for line in _lines("learnt")]


@cache
def _curated() -> frozenset[str]:
    return frozenset(word for group in _variant_lines() for word in group)


@cache
def _variants() -> dict[str, frozenset[int]]:
    groups: dict[str, frozenset[int]] = {}
    known = [*_variant_lines(), *_learnt_pairs(), *chinese.spellings()]
    for number, group in enumerate(known):
        for word in group:
            groups[word] = groups.get(word, _NO_GROUPS) | {number}
    return groups


@cache
def _forms() -> dict[tuple[str, ...], str]:
    forms: dict[tuple[str, ...], str] = {}
    for line in _lines("legal_forms"):
        name, _, phrases = line.partition(":")
        for phrase in phrases.split("|"):
            forms[tuple(phrase.split())] = name.upper()
    return forms


@cache
def _longest_form() -> int:
    return max(map(len, _forms()))
