"""Transcripts of briefings, in which a label before each turn says who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Dated
from enjoin.monitoring.documents import Page
from enjoin.monitoring.people import People
from enjoin.monitoring.sentences import Draft, Sentence

_TURN = re.compile(
    r"(?P<label>(?:(?:MR|MRS|MS|DR|Mr|Mrs|Ms|Dr)\.?\s)?(?P<name>[A-Z][A-Z'’-]+(?:\s[A-Z][A-Z'’-]+){0,3})"
    r"|(?:Mr|Mrs|Ms|Dr)\.?\s(?P<small>[A-Z][\w'’-]+)|[QA])\s?:\s+"
)
_ASKS = frozenset({"Q", "QUESTION", "REPORTER", "PRESS", "MODERATOR", "INTERVIEWER"})
#: Words below which a sentence of a transcript is a greeting, not a statement.
_LEAST = 5


def transcribed(plain: str, page: Page, parts: Sequence[Sentence], known: People) -> list[Draft]:
    """Return what was answered in a transcript, a statement for each sentence; else nothing.

    A text is one where two turns or more open with a label and one of them comes back. Questions
    state nothing.
    """
    turns = {number: _TURN.match(plain, *span) for number, span in enumerate(page.body)}
    labels = [found["label"] for found in turns.values() if found]
    if len(labels) < 2 or len(set(labels)) == len(labels):
        return []
    said_on = _day(page)
    speaker: re.Match[str] | None = None
    drafts: list[Draft] = []
    for at, part in enumerate(parts):
        turn = turns[part.paragraph]
        speaker = turn or speaker
        start = max(part.span[0], turn.end()) if turn else part.span[0]
        words = plain[start : part.span[1]]
        if speaker is None or speaker["label"] in _ASKS or len(words.split(None, _LEAST)) < _LEAST:
            continue
        if words[0] in "([" or words.endswith("?"):
            continue
        drafts.append(
            Draft(
                "transcript",
                at,
                evidence=[part.span],
                content=((start, part.span[1]),),
                speaker=_name(speaker, known),
                speaker_span=speaker.span("label"),
                said_on=said_on,
            )
        )
    return drafts


def _name(turn: re.Match[str], known: People) -> str | None:
    """Return the person a label names: 'MR HARGREAVE' is whom the page calls Hargreave."""
    words = turn["small"] or turn["name"]
    if words is None:
        return None
    name = " ".join(word.capitalize() for word in words.split())
    return known.by_family(name.split()[-1]) or name


def _day(page: Page) -> Dated | None:
    if page.published is None:
        return None
    note = "the day of the transcript"
    return Dated(page.published.value[:10], "day", "inferred", page.published.span, None, note)
