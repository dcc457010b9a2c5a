"""The body cut into sentences, with the quotations and attributions in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from enjoin.model.report import Dated, Mode, Span
from enjoin.monitoring.clauses import Attribution, attributions
from enjoin.monitoring.documents import Page
from enjoin.monitoring.tokens import Token, masked, tokens
from enjoin.text import prose
from enjoin.text.prose import Quotation

#: Characters beyond which a stretch is no sentence: nothing is read from it but quotations, so
#: that the cost of reading stays linear.
LONGEST_SENTENCE = 4_000


class Sentence(NamedTuple):
    """A sentence of the body with what was found in it."""

    span: Span
    paragraph: int
    row: Sequence[Token]
    quotes: Sequence[Quotation]
    attributions: Sequence[Attribution]


class Draft(msgspec.Struct):
    """A statement while its report is still being read."""

    rule: str
    sentence: int
    attribution: Attribution | None = None
    quotes: list[Quotation] = msgspec.field(default_factory=list)
    evidence: list[Span] = msgspec.field(default_factory=list)
    content: tuple[Span, ...] = ()
    speaker: str | None = None
    speaker_span: Span | None = None
    said_on: Dated | None = None
    mode: Mode = "direct"


def sentences(page: Page, plain: str) -> list[Sentence]:
    """Cut the body into sentences and find quotations and attributions in each."""
    quoted = prose.quotations(page.text, page.body)
    found: list[Sentence] = []
    at = 0
    for number, paragraph in enumerate(page.body):
        here = []
        while at < len(quoted) and quoted[at].opened < paragraph[1]:
            here.append(quoted[at])
            at += 1
        found += _cut(page, plain, paragraph, number, here)
    return found


def sentence(text: str, plain: str, span: Span) -> Sentence:
    """Read one stretch as a sentence by itself: a headline."""
    return next(iter(_read(plain, [span], 0, prose.quotations(text, [span]))))


def _cut(
    page: Page, plain: str, paragraph: Span, number: int, quoted: Sequence[Quotation]
) -> Iterator[Sentence]:
    yield from _read(plain, prose.sentences(page.text, paragraph, quoted), number, quoted)


def _read(
    plain: str, spans: Sequence[Span], number: int, quoted: Sequence[Quotation]
) -> Iterator[Sentence]:
    at = 0
    for span in spans:
        here = []
        while at < len(quoted) and quoted[at].opened < span[1]:
            here.append(quoted[at])
            at += 1
        readable = span[1] - span[0] <= LONGEST_SENTENCE
        row = tokens(masked(plain, span, here), span[0]) if readable else []
        yield Sentence(span, number, row, here, attributions(row))
