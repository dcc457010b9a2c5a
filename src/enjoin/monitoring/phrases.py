"""Noun phrases before a verb of speech: where they begin, and whether they name somebody."""

from __future__ import annotations

from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring.offices import QUALIFIERS
from enjoin.monitoring.places import code_of
from enjoin.monitoring.tokens import Token
from enjoin.monitoring.words import (
    ADVERBS,
    BOUNDARY,
    CALENDAR,
    CUES,
    DETERMINERS,
    FINITE,
    LEADING,
    NO_HEAD,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SHORT,
    SOURCES,
)

#: What a noun phrase may open with in small letters: 'ministry spokesperson Jane Roe'.
_OPENING = DETERMINERS | PRONOUNS | NOUNS | QUALIFIERS
_STANDS_FOR = PRONOUNS | RELATIVE
_SPANS = frozenset("week weekend month year morning afternoon evening night fall summer".split())


def skip_adverbs(row: Sequence[Token], at: int) -> int:
    """Go left over adverbs, auxiliaries and days ('Miller on Monday also said')."""
    while at >= 0:
        word = row[at].word.lower()
        if word in _SPANS and at > 1 and row[at - 1].word.lower() in {"this", "last"}:
            at -= 2
            continue
        day = word in CALENDAR
        is_on = word == "on" and at + 1 < len(row) and row[at + 1].word.lower() in CALENDAR
        adverb = word in ADVERBS or word in SHORT or (word.endswith("ly") and word.islower())
        if not (adverb or day or is_on):
            break
        at -= 1
    return at


def may_open(word: str) -> bool:
    """Tell whether a noun phrase may begin with a word."""
    return word[0].isupper() or word.lower() in _OPENING


def joins_names(row: Sequence[Token], at: int) -> bool:
    """Tell the 'and' of 'Norway and Chad' from one between clauses."""
    return 0 < at < len(row) - 1 and row[at - 1].word[0].isupper() and row[at + 1].word[0].isupper()


_OPENS_MANY = DETERMINERS | SOURCES
_BETWEEN_CLAUSES = (FINITE | CUES | PREPOSITIONS | BOUNDARY) - {"of", "on", "for", "at", "in"}


def _joins_phrases(row: Sequence[Token], at: int) -> bool:
    """Tell 'the minister and other officials' from 'she laughed and officials': no verb before."""
    words = [token.word.lower() for token in row[max(0, at - 8) : at]]
    if at > 8 or not words or words[0] not in _OPENS_MANY:
        return False
    return all(
        word[0].isalpha() and not (word in _BETWEEN_CLAUSES or word.endswith("ed"))
        for word in words
    )


def before_brackets(row: Sequence[Token], at: int) -> int:
    """Skip brackets back to the name they explain: 'Roe (R-Ohio)'."""
    if row[at].word != ")":
        return at
    opened = next((k for k in range(at, max(-1, at - 8), -1) if row[k].word == "("), at)
    return opened - 1 if 0 < opened < at else at


def is_apposition(row: Sequence[Token], first: int) -> bool:
    """Tell whether a phrase that follows a comma only explains the name or the place before it."""
    if first < 2 or row[first - 1].word != ",":
        return False
    before = row[first - 2].word
    if not before[0].isupper():
        return False
    return not row[first].word[0].isupper() or _adds_to_place(row, first)


def _adds_to_place(row: Sequence[Token], first: int) -> bool:
    """Tell ', Md.,' after 'of Ashton' and ', Germany,' after 'in Munich' from a subject."""
    word = row[first].word
    if row[first + 1].word != "," or not (word.endswith(".") or code_of(word)):
        return False
    at = first - 2
    while at > 0 and row[at].word[0].isupper():
        at -= 1
    return row[at].word in {"in", "of", "at", "from", "near"}


def noun_phrase(row: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at `last`, as (first, last), or None if it is none."""
    word = row[last].word
    if word.lower() in _STANDS_FOR:
        return _antecedent(row, last) if word.lower() in RELATIVE else (last, last)
    if not word[0].isalnum() or word.isdigit() or word.lower() in FINITE:
        return None
    first = _clause_start(row, last)
    first = _after_adverbial(row, first, last)
    return (first, last) if first <= last and _names_somebody(row, first, last) else None


def _antecedent(row: Sequence[Token], who: int) -> tuple[int, int] | None:
    """Return the phrase before 'who': whatever the noun, it is somebody."""
    last = who - 2 if who > 1 and row[who - 1].word == "," else who - 1
    if last < 0 or not row[last].word[0].isalnum():
        return None
    return noun_phrase(row, last) or _with_article(row, last)


def _with_article(row: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the words from the nearest article to a noun: 'an architect'."""
    for first in range(last, max(-1, last - 6), -1):
        word = row[first].word.lower()
        if word in DETERMINERS:
            return (first, last) if first < last else None
        if not word[0].isalnum() or word in FINITE | BOUNDARY:
            return None
    return None


def _clause_start(row: Sequence[Token], last: int) -> int:
    """Go left to where the clause begins: a mark, a conjunction or another verb."""
    first = last
    while first > 0 and last - first < 16:
        word = row[first - 1].word
        low = word.lower()
        if low == "and" and (joins_names(row, first - 1) or _joins_phrases(row, first - 1)):
            first -= 1
            continue
        if not word[0].isalnum() and word not in {"’", "'", "(", ")", "%", "$", "&"}:
            break
        if low in BOUNDARY or (low in FINITE and word.islower()) or low in CUES:
            break
        first -= 1
    return first


def _after_adverbial(row: Sequence[Token], first: int, last: int) -> int:
    """Skip what may stand before a subject without a comma: 'On Monday', 'Meanwhile'."""
    while first < last and row[first].word.lower() in LEADING:
        first += 1
    if row[first].word.lower() not in PREPOSITIONS:
        return first
    start = last
    while start > first + 1 and (
        row[start - 1].word[0].isupper() and row[start - 1].word.lower() not in CALENDAR
    ):
        start -= 1
    return start


def is_titled(row: Sequence[Token], first: int, last: int) -> bool:
    """Tell 'moderator Lester Holt': one word in small letters before a full name."""
    named = all(token.word[0].isupper() for token in row[first + 1 : last + 1])
    word = row[first].word
    return named and last - first == 2 and word.isalpha() and len(word) > 3 and word not in CUES


def _names_somebody(row: Sequence[Token], first: int, last: int) -> bool:
    head, opening = row[last].word, row[first].word
    if head.lower() in NO_HEAD:
        return False
    if opening[0].isupper() and opening.lower() not in ADVERBS:
        return first < last or not opening.endswith("ly")
    if opening.lower() in DETERMINERS:
        return True
    if is_titled(row, first, last):
        return True
    return any(token.word.lower() in NOUNS for token in row[first : last + 1])


_AFTER_PARTICIPLE = PREPOSITIONS | {"for"}
_OPENS_ADVERBIAL = PREPOSITIONS | {"while", "when", "as", "though", "although"}


def _opens_aside(row: Sequence[Token]) -> bool:
    """Tell 'Chastened by the vote, Roe left' from 'Red Cross officials left'."""
    participle = row[0].word.lower().endswith(("ing", "ed"))
    return participle and len(row) > 1 and row[1].word in _AFTER_PARTICIPLE


def main_subject(row: Sequence[Token]) -> Span | None:
    """Return the first noun phrase that can be a sentence's subject."""
    first = 0
    if row and (_opens_aside(row) or row[0].word.lower() in _OPENS_ADVERBIAL):
        comma = next((at for at, token in enumerate(row[:30]) if token.word == ","), None)
        if comma is None:
            return None
        first = comma + 1
    while first < len(row) and row[first].word.lower() in {
        "but",
        "and",
        "so",
        "yet",
        "then",
        "still",
    }:
        first += 1
    last = _subject_end(row, first)
    if last is None:
        return None
    last = max(first, skip_adverbs(row, last))
    return (row[first].start, row[last].end)


def _subject_end(row: Sequence[Token], first: int) -> int | None:
    if first >= len(row) or not may_open(row[first].word):
        return None
    if row[first].word.lower() in PRONOUNS:
        return first
    last = None
    for at in range(first, min(first + 12, len(row))):
        word, low = row[at].word, row[at].word.lower()
        if word[0].isupper() or low in NOUNS or (at == first and low in DETERMINERS):
            last = at if low not in DETERMINERS else last
        elif low in {"of", "for", "the", "and"} or not (low in FINITE or low.endswith("ed")):
            if not word[0].isalnum():
                break
            if (
                last is not None
                and row[first].word[0].isupper()
                and row[first].word.lower() not in DETERMINERS
                and low not in {"of", "for", "the", "and"}
            ):
                break
        else:
            break
    return last
