"""Notices in which a report corrects itself or an earlier one, and which words they replace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from enjoin.model.report import Correction, Said, Span

_NOTICE = re.compile(
    r"\b(?:corrected|updated|amended|corrects?)\b|\bcorrection\b|\bclarification\b|"
    r"\b(?:an?\s)?(?:earlier|previous)\sversion\b",
    re.IGNORECASE,
)
_WORDS = r"[\"“‘']?(?P<{name}>[^\"“”‘’,.;:()]{{2,80}}?)[,.]?[\"”’']?"
#: 'corrected to say actions, not sanctions', 'corrects to 12 ships instead of 21 ships'.
_RIGHT_NOT_WRONG = re.compile(
    r"\bto\s(?:say|read|show|clarify|state|reflect|make clear)\s(?:that\s)?(?:it\s(?:is|was)\s)?"
    + _WORDS.format(name="right")
    + r",?\s(?:not|instead\sof|rather\sthan)\s"
    + _WORDS.format(name="wrong")
    + r"(?=[).;,]|$)",
    re.IGNORECASE,
)
#: 'An earlier version said sanctions; it should have said actions'.
_WRONG_THEN_RIGHT = re.compile(
    r"\b(?:earlier|previous)\sversion\s[^.;:]{0,60}?\b(?:said|read|stated|misstated|used)\s(?:that\s)?"
    + _WORDS.format(name="wrong")
    + r"(?:,\snot\s|[;,.]\s(?:it|this|the\sword)\sshould\s(?:have\s(?:said|read|been)|be|read)\s)"
    + _WORDS.format(name="right")
    + r"(?=[).;,]|$)",
    re.IGNORECASE,
)


def corrections(plain: str, spans: Iterable[Span]) -> tuple[Correction, ...]:
    """Return the corrections that stretches of a report announce, in order."""
    if not any(stem in plain for stem in _STEMS):
        return ()
    return tuple(found for span in spans for found in _in(plain, span))


#: A text without one of these announces no correction.
_STEMS = ("orrect", "ORRECT", "pdated", "mended", "larification", "ersion")


def _in(plain: str, span: Span) -> Iterator[Correction]:
    if _NOTICE.search(plain, *span) is None:
        return
    for pattern in (_RIGHT_NOT_WRONG, _WRONG_THEN_RIGHT):
        for found in pattern.finditer(plain, *span):
            yield Correction(found.span(), found["right"].strip(), found["wrong"].strip())


def superseded(correction: Correction, text: str, said: Sequence[Said]) -> list[Said]:
    """Return the statements of an earlier report that hold the words a correction takes back."""
    return [
        one for one in said if any(holds(text[slice(*c)], correction.wrong) for c in one.content)
    ]


def mended(correction: Correction, words: str) -> str:
    """Return words with what a correction takes back put right."""
    wrong = re.compile(rf"\b{re.escape(correction.wrong)}\b", re.IGNORECASE)
    return wrong.sub(lambda _: correction.right, words)


def holds(words: str, phrase: str) -> bool:
    """Tell whether a phrase stands in some words, as whole words in any case."""
    return re.search(rf"\b{re.escape(phrase)}\b", words, re.IGNORECASE) is not None
