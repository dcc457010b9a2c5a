"""Notices in which a report corrects itself or an earlier one, and which words they replace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from enjoin.model.report import Correction, Said, Span

_ANNOUNCED = (
    r"\b(?:corrected|updated|amended|refiled|corrects?|refiles?|correction|clarification)\b"
)
_NOTICE = re.compile(
    _ANNOUNCED + r"|\b(?:an?\s)?(?:earlier|previous)\sversion\b",
    re.IGNORECASE,
)
_WORDS = r"[\"“‘']?(?P<{name}>[^\"“”‘’,.;:()]{{2,80}}?)[,.]?[\"”’']?"
_QUOTED = r"[\"“‘'](?P<{name}>[^\"“”‘’',.;:()]{{2,80}}?)[,.]?[\"”’']"
#: Where the words a notice names end.
_END = r"(?=[).;,]|\sin\s(?:the\s)?(?:\w+\s)?(?:paragraph|sentence|quote|quotation|headline)|$)"
#: 'corrected to say actions, not sanctions', 'corrects to 12 ships instead of 21 ships'.
_RIGHT_NOT_WRONG = re.compile(
    r"\bto\s(?:say|read|show|clarify|state|reflect|make clear)\s(?:that\s)?(?:it\s(?:is|was)\s)?"
    + _WORDS.format(name="right")
    + r",?\s(?:not|instead\sof|rather\sthan)\s"
    + _WORDS.format(name="wrong")
    + _END,
    re.IGNORECASE,
)
#: 'corrects "sanctions" to "actions" in paragraph 3'
_FROM_WRONG_TO_RIGHT = re.compile(
    rf"{_ANNOUNCED}(?:\sto\s(?:change|replace|amend))?\s(?:the\s\w+\s)?(?:from\s)?"
    + _QUOTED.format(name="wrong")
    + r"\s(?:to|with|by|into)\s"
    + _QUOTED.format(name="right"),
    re.IGNORECASE,
)
#: 'corrects the quote in paragraph 3 to "more actions", not "more sanctions"'
_QUOTED_RIGHT_NOT_WRONG = re.compile(
    rf"{_ANNOUNCED}[^.;:()\"“”‘’']{{1,120}}?\s"
    + _QUOTED.format(name="right")
    + r",?\s(?:not|instead\sof|rather\sthan|from)\s"
    + _QUOTED.format(name="wrong"),
    re.IGNORECASE,
)
#: 'An earlier version said sanctions; it should have said actions'.
_WRONG_THEN_RIGHT = re.compile(
    r"\b(?:earlier|previous)\sversion\s[^.;:]{0,60}?\b(?:said|read|stated|misstated|used)\s(?:that\s)?"
    + _WORDS.format(name="wrong")
    + r"(?:,\snot\s|[;,.]\s(?:it|this|the\sword)\sshould\s(?:have\s(?:said|read|been)|be|read)\s)"
    + _WORDS.format(name="right")
    + _END,
    re.IGNORECASE,
)
#: The surest first: of one notice only the first that reads it counts.
_FORMS = (
    _FROM_WRONG_TO_RIGHT,
    _QUOTED_RIGHT_NOT_WRONG,
    _RIGHT_NOT_WRONG,
    _WRONG_THEN_RIGHT,
)


def corrections(plain: str, spans: Iterable[Span]) -> tuple[Correction, ...]:
    """Return the corrections that stretches of a report announce, in order."""
    if not any(stem in plain for stem in _STEMS):
        return ()
    return tuple(found for span in spans for found in _in(plain, span))


#: A text without one of these announces no correction.
_STEMS = ("orrect", "ORRECT", "pdated", "mended", "larification", "ersion", "efile")


def _in(plain: str, span: Span) -> Iterator[Correction]:
    if _NOTICE.search(plain, *span) is None:
        return
    read = ([*form.finditer(plain, *span)] for form in _FORMS)
    for found in next(filter(None, read), ()):
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
