"""Countries a report names: by name, people or capital."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from enjoin.model.countries import mention_code
from enjoin.model.report import Span

_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][\w’']*(?:\.[A-Z]\.?)*\.?")
_GAP = re.compile(r"(?:\s|-)(?:of\s(?:the\s)?|and\s)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 5  #: words of a country's name that are looked up together


def mentions(plain: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """Yield (span, code) of the countries named in a stretch, in order, the longest name first."""
    words = [found.span() for found in _CAPITALISED.finditer(plain, start, end)]
    at = 0
    while at < len(words):
        run = _run(plain, words, at)
        for last in reversed(run):
            start, end = words[at][0], words[last][1]
            code = _code(plain[start:end])
            if code:
                stop = plain[end - 1] == "." and plain.count(".", start, end) == 1
                yield (start, end - 1 if stop else end), code
                at = last
                break
        at += 1


def _run(plain: str, words: list[Span], at: int) -> list[int]:
    """Return the capitalised words from `at` on that may belong to one name."""
    run = [at]
    while run[-1] + 1 < len(words) and len(run) < _LONGEST:
        gap = plain[words[run[-1]][1] : words[run[-1] + 1][0]]
        if not _GAP.fullmatch(gap):
            break
        run.append(run[-1] + 1)
    return run


@lru_cache(maxsize=20_000)
def _code(words: str) -> str | None:
    """Return the country some words mean; sentence stops and possessives do not disturb."""
    words = _POSSESSIVE.sub("", words)
    return mention_code(words) or (mention_code(words[:-1]) if words.endswith(".") else None)


@lru_cache(maxsize=20_000)
def code_of(words: str) -> str | None:
    """Return the first country that some words name ('Russian Defense Minister': 'ru')."""
    return next((code for _, code in mentions(words, 0, len(words))), None)
