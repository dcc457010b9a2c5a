"""Whom a claim is about: named in its own words, or taken from the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enjoin.model.report import ClaimBasis, ListedMention, Report, Said, Span
from enjoin.monitoring.places import code_of, mentions
from enjoin.text import prose

Named = tuple[Span, str]  #: where a country is named, and its alpha-2 code


class About(NamedTuple):
    """Codes and ids of whom a claim is about, how that is known, and the words that tell it."""

    about: tuple[str, ...]
    basis: ClaimBasis
    told: Span | None = None


_AGAINST = re.compile(
    r"\b(?:against|on|towards?|targeting)\s(?:the\s|both\s|either\s)?$", re.IGNORECASE
)
_AND = re.compile(r"(?:['’]s?)?(?:,|\s(?:and|or)|,\s(?:and|or)|\sas\swell\sas)\s(?:the\s)?")
_OBJECT_ENDS = re.compile(
    r"[,.;:—]|\b(?:that|which|who|for|to|in|over|after|because|by|with|when|under)\b", re.IGNORECASE
)
_KIND = (
    r"(?:countr(?:y|ies)|regimes?|governments?|nations?|states?|entit(?:y|ies)|individuals?|"
    r"compan(?:y|ies)|firms?|banks?|people|persons?|actors?|networks?|vessels?|ships?|officials?|"
    r"brokers?|groups?|parties)"
)
#: 'on entities that ...', 'to sanction firms for ...': of a kind, told by what they did.
_OF_A_KIND = re.compile(
    r"(?:\b(?:against|on|targeting)|\bto\s(?:sanction|designate|punish|target|penali[sz]e))\s"
    rf"(?:[a-z-]+,?\s){{0,6}}?{_KIND}\s(?:[a-z-]+\s){{0,4}}?"
    r"(?:that|which|who|for|behind|involved\sin|linked\sto|tied\sto|supporting|aiding|helping)\s"
)


def of_actions(text: str, clause: Span, after: int) -> About | None:
    """Return the countries that actions are said to be against, or with which somebody dealt."""
    named = list(mentions(text, *clause))
    against = _against(text, clause[0], named)
    if against:
        return _about(against, "claim")
    kind = _OF_A_KIND.search(text, after, clause[1])
    dealt = [one for one in named if kind and one[0][0] >= kind.end()]
    return _about(dealt, "conduct") if dealt else None


def of_sanctioned(
    file: str, text: str, after: Span, listed: Sequence[ListedMention]
) -> About | None:
    """Return who is said to be sanctioned: listed parties, else the countries they are of."""
    ends = _OBJECT_ENDS.search(text, *after)
    start, end = after[0], ends.start() if ends else after[1]
    parties = [
        one.entity_id
        for one in listed
        if one.mention.file == file and start <= one.mention.span[0] < end
    ]
    if parties:
        return About(tuple(dict.fromkeys(parties)), "claim")
    return _about(list(mentions(text, start, end)), "claim")


def _against(text: str, start: int, named: Iterable[Named]) -> list[Named]:
    """Return the countries that sanctions are on: 'on Chad', and what 'and' adds to it."""
    found: list[Named] = []
    for span, code in named:
        joined = bool(found) and _AND.fullmatch(text, found[-1][0][1], span[0])
        if joined or _AGAINST.search(text, start, span[0]):
            found.append((span, code))
    return found


def _about(named: Sequence[Named], basis: ClaimBasis, told: Span | None = None) -> About | None:
    codes = tuple(dict.fromkeys(code for _, code in named))
    return About(codes, basis, told) if codes else None


# --- from the words before -------------------------------------------------------------------

_SINCE = (
    r"(?:already|before|previously|recently|so\sfar|to\sdate|since|in\sthe\spast|"
    r"this\s(?:week|month|year)|(?:over|in|during)\sthe\s(?:past|last)\s(?:[a-z]+\s)?[a-z]+)"
)
#: What a claim may go on with and still leave open whom it is about: 'already', 'on them'.
_OPEN = re.compile(
    rf"(?:,?\s{_SINCE})*(?:(?:\s(?:against|on|towards?|targeting))?\s"
    rf"(?:them|it|both|(?:(?:those|these|that|this|several|many|some|dozens|hundreds|scores|numerous"
    rf"|various|an?|the|two|three)\s)(?:[a-z-]+\s){{0,4}}?{_KIND})\b)?(?:,?\s{_SINCE})*"
    r"(?=\s*(?:$|[,.;:!?—–\"”’-]|(?:for|and|but|over|because|that|which|who)\b))"
)
_NAME = re.compile(r"\b[A-Z]")
#: Words without which a sentence does not say against whom something was done.
_OF_SANCTIONS = re.compile(
    r"\bsanction|\bdesignat|\bblacklist|\bpenalt|\bembargo|\bmeasures\b|\bactions?\b|\bpunish", re.I
)
_ASKED = re.compile(r"\b(?:asked|question(?:s|ed)?)\s(?:about|on|over|regarding)\s", re.IGNORECASE)
#: Where something happens is not whom it is about.
_PLACE = re.compile(
    r"\b(?:in|at|from|to|into|near|via|through)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$", re.I
)
#: Sentences before a claim in which whom it is about may stand.
_BEFORE = 3


def leaves_open(text: str, after: Span) -> bool:
    """Tell whether a claim names nobody itself, so that the words before may."""
    open_ = _OPEN.match(text, *after)
    return open_ is not None and _NAME.search(text, *after) is None


def before(report: Report, text: str, said: Said, clause: Span) -> About | None:
    """Return whom the words before a claim are about, the nearest that name a country.

    Those are the speaker's own words, what was asked, and the sentences of the report just
    before, up to one of another speaker. Where the nearest leave more than one country to
    choose from, nothing is chosen.
    """
    own = _own_country(report, said)
    for span, basis in _context(report, text, said, clause):
        named = [one for one in mentions(text, *span) if not text[slice(*one[0])].isupper()]
        others = [one for one in named if one[1] != own]
        if others:
            return _chosen(text, span, others, basis, known=own is not None)
    return None


def _chosen(
    text: str, span: Span, others: Sequence[Named], basis: ClaimBasis, *, known: bool
) -> About | None:
    if _OF_SANCTIONS.search(text, *span) and (against := _against(text, span[0], others)):
        return _about(against, basis, span)
    asked = _ASKED.search(text, *span)
    if asked:
        others = [one for one in others if one[0][0] >= asked.end()]
    elif not known or any(_PLACE.search(text, span[0], at) for (at, _), _ in others):
        return None
    return _about(others, basis, span) if len({code for _, code in others}) == 1 else None


def _own_country(report: Report, said: Said) -> str | None:
    """Return the speaker's country: 'we' and 'the government' are never whom a claim is about."""
    of = next((one.affiliation for one in report.people if one.name == said.speaker), said.speaker)
    return code_of(of) if of else None


def _context(
    report: Report, text: str, said: Said, clause: Span
) -> Iterator[tuple[Span, ClaimBasis]]:
    """Yield the stretches before a claim, the nearest first."""
    words = [part for content in said.content for part in prose.sentences(text, content)]
    yield from ((one, "statement") for one in reversed(words) if one[1] <= clause[0])
    for start, end in said.evidence[:1]:
        inside = [content for content in said.content if start <= content[0] < end]
        if inside and _ASKED.search(text, inside[-1][1], end):
            yield (inside[-1][1], end), "question"
    for span in _sentences_before(report, text, said.evidence[0][0]):
        speakers = {one.speaker for one in report.statements if _holds(one, span)}
        if speakers - {said.speaker, None}:
            return
        yield span, "turn" if said.speaker in speakers else "report"


def _sentences_before(report: Report, text: str, at: int) -> list[Span]:
    """Return the sentences of the main text before a place, the nearest first."""
    start = max((start for start, _ in report.main_text if start < at), default=at)
    paragraphs = [
        (start + begins, start + ends) for begins, ends in prose.paragraphs(text[start:at])
    ]
    quoted = prose.quotations(text, paragraphs)
    found = [
        sentence for one in paragraphs[-_BEFORE:] for sentence in prose.sentences(text, one, quoted)
    ]
    return found[: -_BEFORE - 1 : -1]


def _holds(said: Said, span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in said.evidence)
