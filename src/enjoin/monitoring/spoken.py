"""A direct quotation whose speaker is named beside it, and the statement it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from enjoin.model.report import Dated, Modality, Said, Span, StatementKind

#: What the cue and the words of a statement of a kind look like; the first that holds counts.
Kinds = Sequence[tuple[StatementKind, re.Pattern[str]]]
#: The words of each hedge, the weaker first.
Hedges = Sequence[tuple[Modality, re.Pattern[str]]]


class Spoken(NamedTuple):
    """Quoted words, who spoke them, and the words that say so."""

    speaker: str
    speaker_span: Span
    cue: Span
    quotes: tuple[Span, ...]
    evidence: Span
    rule: str
    on: Dated | None = None


class Words(NamedTuple):
    """The words by which a language tells kinds of statements and hedges."""

    kinds: Kinds
    hedges: Hedges


def said(text: str, one: Spoken, words: Words, number: int) -> Said:
    """Return a quotation as the statement with a number."""
    quoted = " ".join(text[slice(*span)] for span in one.quotes)
    told = f"{text[slice(*one.cue)]}: {quoted}"
    return Said(
        id=f"s{number}",
        speaker=one.speaker,
        speaker_span=one.speaker_span,
        cue=one.cue,
        quotes=one.quotes,
        content=one.quotes,
        mode="direct",
        kind=next((kind for kind, form in words.kinds if form.search(told)), "assessment"),
        modality=next((hedge for hedge, form in words.hedges if form.search(quoted)), "fact"),
        said_on=one.on,
        evidence=(one.evidence,),
        rule=one.rule,
    )
