"""A sentence as words and marks, with its quotations masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from enjoin.model.report import Span
from enjoin.text.prose import Quotation

FILL = "\x02"  #: stands for quoted characters, so that nothing inside a quotation is parsed


class Token(NamedTuple):
    """A word, a mark or a masked quotation."""

    start: int
    end: int
    word: str


_TOKEN = re.compile(FILL + r"+|[^\W_](?:[\w.'’&/-]*[\w.])?|[^\w\s]")


def masked(plain: str, span: Span, quoted: Sequence[Quotation]) -> str:
    """Return a stretch with its quotations filled in; offsets count from its start."""
    start, end = span
    pieces, at = [], start
    for quotation in quoted:
        opened, closed = max(quotation.opened, at), min(quotation.closed, end)
        if opened < closed:
            pieces += [plain[at:opened], FILL * (closed - opened)]
            at = closed
    return "".join([*pieces, plain[at:end]])


def tokens(words: str, offset: int) -> list[Token]:
    """Cut a masked stretch into tokens; a stop that ends it stands apart."""
    parts: list[Token] = []
    for found in _TOKEN.finditer(words):
        token = Token(found.start() + offset, found.end() + offset, found[0])
        word = token.word
        if word[-1] == "." or "'" in word or "’" in word:
            parts += _unstopped(token)
        else:
            parts.append(token)
    if parts and _ENDS_SENTENCE.fullmatch(parts[-1].word):
        start, end, word = parts.pop()
        parts += [Token(start, end - 1, word[:-1]), Token(end - 1, end, ".")]
    return parts


#: The last word of a sentence with its stop, unless the stop is that of an initial.
_ENDS_SENTENCE = re.compile(r"[^.]{2,}\.")
_CONTRACTED = re.compile(
    r"(?:he|she|they|it|i|we|you|who)(?=['’](?:s|ve|d|ll|re|m)$)", re.IGNORECASE
)


def _unstopped(token: Token) -> list[Token]:
    """Part a word from the stop that ends a sentence, and "he's" in two; 'U.S.' keeps its stop."""
    word = token.word
    short = _CONTRACTED.match(word)
    if short:
        middle = token.start + short.end()
        return [Token(token.start, middle, short[0]), Token(middle, token.end, word[short.end() :])]
    if (
        len(word) < 2
        or not word.endswith(".")
        or word.count(".") > 1
        or (len(word) <= 5 and word[0].isupper())
    ):
        return [token]
    return [Token(token.start, token.end - 1, word[:-1]), Token(token.end - 1, token.end, ".")]
