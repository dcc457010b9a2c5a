"""Noun phrases after a verb of speech, and what explains a name: where they end."""

from __future__ import annotations

from collections.abc import Sequence

from enjoin.monitoring import verbs
from enjoin.monitoring.phrases import is_titled, joins_names, may_open
from enjoin.monitoring.tokens import FILL, Token
from enjoin.monitoring.words import (
    ADVERBS,
    BOUNDARY,
    CALENDAR,
    CUES,
    FINITE,
    LEADING,
    NO_HEAD,
    PREPOSITIONS,
    PRONOUNS,
)

_BREAKS_PHRASE = (BOUNDARY - {"and"}) | PREPOSITIONS
_ENDS_PHRASE = CALENDAR | FINITE | verbs.PARTICIPLES
_NO_TITLE = NO_HEAD | _BREAKS_PHRASE | _ENDS_PHRASE | CUES
#: What follows the comma that ends a clause with 'who'.
_ENDS_CLAUSE = verbs.PARTICIPLES | (BOUNDARY - {"and", "who"})


def phrase_end(row: Sequence[Token], first: int) -> int | None:
    """Return the last token of a noun phrase that begins at `first`."""
    if first >= len(row):
        return None
    if not may_open(row[first].word) and not _opens_titled(row, first):
        return None
    if row[first].word.lower() in PRONOUNS:
        return first
    last = first
    for at in range(first + 1, min(first + 16, len(row))):
        word = row[at].word
        if word.lower() in {"of", "for"} and at + 1 < len(row):
            continue
        if not (word[0].isalnum()) or word.lower() in _BREAKS_PHRASE:
            break
        if word.lower() in _ENDS_PHRASE:
            break
        if word.lower() == "and" and not joins_names(row, at):
            break
        last = at
    return last


def _opens_titled(row: Sequence[Token], first: int) -> bool:
    """Tell 'moderator Lester Holt' after a verb: 'asked moderator Lester Holt'."""
    word = row[first].word
    if first + 2 >= len(row) or word.lower() in _NO_TITLE:
        return False
    return is_titled(row, first, first + 2)


def apposition_end(row: Sequence[Token], last: int) -> int:
    """Return where what explains a name ends, or the name where nothing does."""
    last = _after_brackets(row, last)
    if last + 2 >= len(row) or row[last + 1].word != ",":
        return row[last].end
    opening = row[last + 2].word.lower()
    clause = opening in {"who", "whose"}
    if not clause and not (may_open(row[last + 2].word) or _may_explain(opening)):
        return row[last].end
    for at in range(last + 3, min(last + 45, len(row))):
        word, low = row[at].word, row[at].word.lower()
        if word in {".", ";", "—", "–", ":"} or word.startswith(FILL):
            return row[at - 1 - (row[at - 1].word == ",")].end
        if word == "," and not (clause and _goes_on(row, at)):
            return row[at - 1].end
        if not clause and (low in FINITE or low in verbs.PARTICIPLES or low in CUES):
            return row[last].end
        clause = clause or low in {"who", "whose", "whom", "that", "which"}
    return row[last].end


_NO_OFFICE = (PREPOSITIONS | BOUNDARY | (ADVERBS - {"then", "now"}) | FINITE | CUES | LEADING) | {
    "more",
    "less",
    "up",
    "down",
    "for",
}


def _may_explain(word: str) -> bool:
    """Tell ', founder of the group' and ', then an aide' from ', referring to' and ', though'."""
    return word.isalpha() and word not in _NO_OFFICE and not word.endswith(("ing", "ed", "ly"))


def _goes_on(row: Sequence[Token], comma: int) -> bool:
    """Tell whether a clause with 'who' goes on after a comma rather than ends there."""
    following = row[comma + 1].word.lower() if comma + 1 < len(row) else ""
    if following in {"a", "an"}:
        return False
    return following not in _ENDS_CLAUSE and len(following) > 1


def _after_brackets(row: Sequence[Token], last: int) -> int:
    """Go over brackets that explain a name: 'Roe (R-Ohio)'."""
    if last + 1 >= len(row) or row[last + 1].word != "(":
        return last
    return next((k for k in range(last + 2, min(last + 9, len(row))) if row[k].word == ")"), last)
