"""Reports in Korean and Russian: told by their letters, read for names and quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from enjoin.model.report import Person, Said, Span
from enjoin.monitoring import korean, russian
from enjoin.monitoring.documents import Page
from enjoin.monitoring.sentences import LONGEST_SENTENCE
from enjoin.monitoring.spoken import said
from enjoin.text import prose
from enjoin.text.prose import Quotation

Language = Literal["Korean", "Russian"]

_ABSTAINS = (
    "The text is in {}: outlet, day, names and direct quotations beside their named speaker were "
    "read; other statements and events were not, so nothing follows from their absence."
)
NOTES: dict[Language, str] = {
    "Korean": _ABSTAINS.format("Korean"),
    "Russian": _ABSTAINS.format("Russian"),
}

_HANGUL = re.compile("[가-힣]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_EITHER = re.compile("[가-힣Ѐ-ӿ]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 4_000  #: characters that tell a language


def language(text: str, body: Sequence[Span]) -> Language | None:
    """Tell Korean and Russian by the letters of the report's own words; None for any other."""
    if text.isascii() or _EITHER.search(text) is None:
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
    named = _SPOKEN[found].offices
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


_SPOKEN = {"Korean": korean, "Russian": russian}


def statements(found: Language, page: Page, people: Sequence[Person]) -> tuple[Said, ...]:
    """Return the direct quotations whose speaker, one of `people`, is named beside them."""
    spoken, text = _SPOKEN[found], page.text
    names = [person.name for person in people[:_MOST_NAMES]]
    anchor = date.fromisoformat(page.published.value[:10]) if page.published else None
    told = (
        one
        for sentence, quoted in _quoting(text, page.body)
        for one in spoken.quotations(text, sentence, quoted, names, anchor)
    )
    return tuple(said(text, one, spoken.WORDS, number) for number, one in enumerate(told, 1))


#: No report names more people; a longer text is a list, and reading it must stay linear.
_MOST_NAMES = 300


def _quoting(text: str, body: Sequence[Span]) -> Iterator[tuple[Span, list[Quotation]]]:
    """Yield the sentences in which quotations begin, with these."""
    quoted = prose.quotations(text, body)
    starts = [one.opened for one in quoted]
    for paragraph in body:
        inside = quoted[bisect_left(starts, paragraph[0]) : bisect_left(starts, paragraph[1])]
        left = iter([one for one in inside if not one.continues])
        one = next(left, None)
        for start, end in prose.sentences(text, paragraph, inside) if one else ():
            here = []
            while one is not None and one.opened < end:
                here.append(one)
                one = next(left, None)
            if here and end - start <= LONGEST_SENTENCE:
                yield (start, end), here
