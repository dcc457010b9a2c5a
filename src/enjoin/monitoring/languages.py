"""Reports in Korean and Russian: told by their letters, read for their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from enjoin.model.report import Person, Span

Language = Literal["Korean", "Russian"]

_ABSTAINS = (
    "The text is in {}: outlet, day and names were read; statements and events were not, so "
    "nothing follows from their absence."
)
NOTES: dict[Language, str] = {
    "Korean": _ABSTAINS.format("Korean"),
    "Russian": _ABSTAINS.format("Russian"),
}

_HANGUL = re.compile("[가-힣]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 4_000  #: characters that tell a language


def language(text: str, body: Sequence[Span]) -> Language | None:
    """Tell Korean and Russian by the letters of the report's own words; None for any other."""
    if text.isascii():
        return None
    words = "".join(text[start : min(end, start + _SAMPLE)] for start, end in body[:20])[:_SAMPLE]
    letters = len(_LETTER.findall(words))
    if len(_HANGUL.findall(words)) > 0.5 * letters:
        return "Korean"
    return "Russian" if len(_CYRILLIC.findall(words)) > 0.5 * letters else None


def people(found: Language, text: str, spans: Sequence[Span]) -> tuple[Person, ...]:
    """Return the people whose office stands with their name, each name as it is written.

    Russian names are declined; they are not brought back to their first case.
    """
    named = _korean if found == "Korean" else _russian
    offices: dict[str, tuple[str, str | None]] = {}
    for start, end in spans:
        for name, role, of in named(text, start, end):
            offices.setdefault(name, (role, of))
    return tuple(
        Person(name, role, of, tuple(_mentions(text, name, spans)))
        for name, (role, of) in offices.items()
    )


def _mentions(text: str, name: str, spans: Sequence[Span]) -> Iterator[Span]:
    for start, end in spans:
        at = text.find(name, start, end)
        while at >= 0:
            yield (at, at + len(name))
            at = text.find(name, at + len(name), end)


# --- Korean: name, body, office ('박진 외교부 장관') --------------------------------------------

_KOREAN_OFFICE = re.compile(
    r"(?P<before>(?:[가-힣·]{1,9}\s){1,4}?)"
    r"(?P<role>(?:부|전\s)?(?:대통령|국가주석|주석|총리|수상|[가-힣]{0,4}장관|[가-힣]{0,4}차관|"
    r"외무상|국방상|외상|국무위원장|위원장|총비서|대변인|대사|국장|의장|부장|사령관|특별대표|사무총장|차석대사|공보실장|실장))"
    r"(?:은|는|이|가|의|을|를|과|와|도|에게|께서|이다|으로)?(?![가-힣])"
)
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용리림량라"
)
#: Countries and public bodies that stand between a name and an office.
_KOREAN_BODY = re.compile(
    r"(?:[가-힣]*(?:부|청|원|처|실|회|당|군|성|국|처|위|연합|기구)|미|일|중|러|북|남|북한|한국|미국|중국|일본|"
    r"러시아|우크라이나|이란|시리아|쿠바|영국|독일|프랑스|조선|유엔|안보리|주유엔|현지)"
)
_PARTICLE = re.compile(r".+(?:은|는|을|를|의|에서|에게|으로|했다|했던|하는|라고|며|고)$")


def _korean(text: str, start: int, end: int) -> Iterator[tuple[str, str, str | None]]:
    for found in _KOREAN_OFFICE.finditer(text, start, end):
        words = found["before"].split()
        of: list[str] = []
        while words and _KOREAN_BODY.fullmatch(words[-1]) and not _is_korean_name(words[-1]):
            of.insert(0, words.pop())
        name = _name_of(words)
        before = words[: -len(name.split())] if name else []
        if name and not of and before and _KOREAN_BODY.fullmatch(before[-1]):
            of = before[-1:]
        if name:
            yield name, found["role"], " ".join(of) or None


def _is_korean_name(word: str) -> bool:
    return len(word) == 3 and word[0] in _SURNAMES and not word.endswith(("부", "국", "청", "원"))


def _name_of(words: Sequence[str]) -> str | None:
    """Return the name that a row of words ends in: Korean in one word, foreign ones in two."""
    if not words:
        return None
    last = words[-1]
    korean = 2 <= len(last) <= 3 and last[0] in _SURNAMES and not _KOREAN_BODY.fullmatch(last)
    if korean or _is_korean_name(last):
        return last
    two = words[-2:]
    foreign = len(two) == 2 and not any(
        _PARTICLE.match(w) or _KOREAN_BODY.fullmatch(w) for w in two
    )
    return " ".join(two) if foreign else None


# --- Russian: office, body, name ('министр обороны России Сергей Шойгу') -------------------------

_RUSSIAN_OFFICE = re.compile(
    r"\b(?P<role>(?:(?:[Пп]ервый|[Оо]фициальн\w+|[Пп]остоянн\w+|[Сс]пециальн\w+|[Вв]рио|"
    r"[Зз]аместител\w+|[Зз]ам|[Гг]енеральн\w+)\s)*"
    r"(?:[Мм]инистр|[Зз]амминистр|[Пп]ремьер(?:-министр)?|[Вв]ице-премьер|[Пп]резидент|"
    r"[Пп]редставител|[Пп]остпред|[Пп]осол|[Пп]осл|[Сс]екретар|[Гг]оссекретар|[Гг]енсек|[Гг]лав|[Сс]пикер|"
    r"[Пп]редседател|[Дд]иректор|[Кк]омандующ|[Дд]епутат|[Сс]енатор)[а-яё]*"
    r"(?:\s(?:[а-яё-]+(?!\S)|по|при))*?)"
    r"(?P<of>(?:\s(?:[А-ЯЁ]{2,6}|Росси[ийе]|Китая|Кореи|Японии|Ирана|Сирии|Украины|Белоруссии|Кубы|"
    r"Северной|Южной|Госдепа|Госдепартамента|Кремля|Совета|Безопасности|Минобороны))*)"
    r"\s(?P<name>[А-ЯЁ][а-яё]+(?:[\s-][А-ЯЁ][а-яё]+){1,2}|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+)"
)
#: A longer stretch is no office with its name.
_LONGEST = 160


def _russian(text: str, start: int, end: int) -> Iterator[tuple[str, str, str | None]]:
    for found in _RUSSIAN_OFFICE.finditer(text, start, end):
        if found.end() - found.start() <= _LONGEST:
            yield found["name"], found["role"], found["of"].strip() or None
