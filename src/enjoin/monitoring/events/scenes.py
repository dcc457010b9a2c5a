"""A sentence as a scene: the countries, people and statements in it, and what frames ask of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from enjoin.model.countries import name_of
from enjoin.model.report import Actor, Dated, Event, Person, Said, Span
from enjoin.monitoring import places
from enjoin.monitoring.documents import Page
from enjoin.monitoring.offices import country_of
from enjoin.monitoring.people import People
from enjoin.monitoring.sentences import LONGEST_SENTENCE, Sentence
from enjoin.text import dates


class Scene(NamedTuple):
    """A sentence with the countries and people it names, and what was said in it."""

    plain: str
    span: Span
    countries: Sequence[tuple[Span, str]]
    before: Sequence[str]
    people: Sequence[tuple[Span, Person]]
    said: Sequence[Said]
    known: People
    anchor: date | None

    @property
    def words(self) -> str:
        """The sentence itself."""
        return self.plain[slice(*self.span)]


class Frame(NamedTuple):
    """One way in which reports put one kind of event; `rule` names it in what it finds.

    No sentence without one of `stems` (in small letters) can match: most are passed over so.
    """

    rule: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[Scene, re.Match[str], str], Event | None]


def scenes(
    page: Page, plain: str, parts: Sequence[Sentence], known: People, said: Sequence[Said]
) -> Iterator[Scene]:
    """Yield the sentences of the body short enough to be read, each with what it names."""
    everybody = known.everybody()
    named = ((span, person) for person in everybody for span in person.mentions)
    mentions = sorted(named, key=lambda mention: mention[0])
    anchor = date.fromisoformat(page.published.value[:10]) if page.published else None
    before: list[str] = []
    by_start: dict[int, list[Said]] = {}
    for one in said:
        for span in one.evidence:
            by_start.setdefault(span[0], []).append(one)
    at = 0
    for part in parts:
        start, end = part.span
        if end - start > LONGEST_SENTENCE:
            continue
        countries = list(places.mentions(plain, start, end))
        while at < len(mentions) and mentions[at][0][0] < start:
            at += 1
        here = at
        while here < len(mentions) and mentions[here][0][0] < end:
            here += 1
        yield Scene(
            plain,
            part.span,
            countries,
            tuple(before),
            mentions[at:here],
            by_start.get(start, []),
            known,
            anchor,
        )
        before = [*before, *(code for _, code in countries)][-8:]


_ASSERTED = Event(
    id="",
    kind="",
    stage="executed",
    certainty="asserted",
    actors=(),
    when=None,
    place=None,
    evidence=(),
    rule="",
)


def event_in(scene: Scene, kind: str, rule: str, span: Span, **more: object) -> Event:
    """Return an event of a scene: done and asserted, unless `more` says otherwise."""
    told = {"kind": kind, "rule": rule, "evidence": (span,), **more}
    return msgspec.structs.replace(_ASSERTED, **told)


def country_as(role: str, code: str) -> Actor:
    """Return a country in a role, by its usual name and its code."""
    return Actor(role, name_of(code), code.upper() if len(code) == 2 else code)


def person_as(role: str, person: Person) -> Actor:
    """Return a person in a role, with the country of their office."""
    code = country_of(person.role or "") or country_of(person.affiliation or "")
    return Actor(role, person.name, code.upper() if code and len(code) == 2 else code)


def day_in(scene: Scene, start: int, end: int, ahead: bool = False) -> Dated | None:
    """Resolve the first date in a stretch; in a quotation it counts from the day it was said."""
    words = next(dates.expressions(scene.plain, start, end), None)
    return _resolved(scene, words, ahead) if words else None


def _resolved(scene: Scene, words: Span, ahead: bool) -> Dated | None:
    anchor = scene.anchor
    for one in scene.said:
        if one.said_on and any(a <= words[0] < b for a, b in one.quotes):
            day = one.said_on.value[:10]
            anchor = date.fromisoformat(day) if len(day) == 10 and "W" not in day else anchor
    return dates.resolve(scene.plain, words, anchor, ahead)


#: Characters between what happened and the day on which it did.
_NEAR = 60
_ELSEWHERE = re.compile(
    r"[;:\"“”]|, (?:and|but|while|which|who|as|after|before)\b|"
    r"\b(?:after|before|since|until|that|when|said|told|says|where|ahead of)\b"
)
_BOUND = re.compile(r"\b(?:since|until|before|after|by|from)\s$")


def day_near(scene: Scene, span: Span, days: Sequence[Span], ahead: bool = False) -> Dated | None:
    """Resolve which of the sentence's `days` stands nearest to some words and in their clause.

    A day on which something was said ('said Monday') is not the day on which it happened; nor is
    one that only bounds it ('since 2019').
    """
    near = sorted(
        (max(words[0] - span[1], span[0] - words[1], 0), words)
        for words in days
        if _may_date(scene, span, words)
    )
    return _resolved(scene, near[0][1], ahead) if near else None


def _may_date(scene: Scene, span: Span, words: Span) -> bool:
    between = (min(span[1], words[1]), max(span[0], words[0]))
    gap = scene.plain[slice(*between)] if between[0] < between[1] else ""
    lead = scene.plain[max(scene.span[0], words[0] - 8) : words[0]]
    bound = _BOUND.search(lead) and not dates.is_range(scene.plain, words)
    bound = bound or scene.plain.startswith("since", words[0])
    return (
        len(gap) <= _NEAR
        and not bound
        and not _ELSEWHERE.search(gap)
        and not any(_is_day_of(scene, one, words) for one in scene.said)
    )


def _is_day_of(scene: Scene, one: Said, words: Span) -> bool:
    """Tell the day on which a statement was made."""
    if one.said_on and one.said_on.span == words:
        return True
    if one.cue is None:
        return False
    after = scene.plain[one.cue[1] : words[0]] if one.cue[1] <= words[0] else "," * 30
    before = scene.plain[words[1] : one.cue[0]] if words[1] <= one.cue[0] else "," * 30
    return (len(after) <= 25 and "," not in after) or (len(before) <= 12 and "," not in before)


SECOND_HAND = re.compile(
    r"\b(?:reportedly|allegedly|apparently|suspected|accuse[sd]?|report(?:s|ing|ed)?)\b",
    re.IGNORECASE,
)


#: What stands before a verb that says it did not happen.
_NEGATED = re.compile(
    r"(?:\b(?:(?:did|do|does|has|have|had|was|were|is|are|will|would)(?:n['’]t|\snot)|won['’]t)\s"
    r"(?!hesitate|rule|only|just)(?:[\w-]+\s){0,2}|\b(?:never|no)\s(?:[\w-]+\s){0,2}|"
    r"\b(?:refus|fail|declin)(?:e|es|ed|ing|s)\sto\s(?:[\w-]+\s){0,1}|"
    r"\b(?:false|untrue|not true)\sthat\s[^.;]{0,60})$",
    re.IGNORECASE,
)


def negated(scene: Scene, found: re.Match[str]) -> bool:
    """Tell what is said not to have happened."""
    return bool(_NEGATED.search(scene.plain, scene.span[0], found.start()))


def clause_of(scene: Scene, found: re.Match[str]) -> str:
    """Return the part of the sentence whose hedges bear on the goods.

    What follows in a new main clause ('..., and we will act if need be') does not.
    """
    start, end = scene.span
    for stop in _NEW_CLAUSE.finditer(scene.plain, *scene.span):
        if stop.start() < found.start():
            start = stop.end()
        else:
            end = stop.start()
            break
    return scene.plain[start:end]


_NEW_CLAUSE = re.compile(r",? (?:and|but) (?=(?:we|I|he|she|they|it)\b)|[;—]")


_PREPOSITION = re.compile(r"\b(from|to|with|between|on|in|for|by)\s(?:the\s|both\s)?$")


def preposition_before(scene: Scene, span: Span) -> str:
    """Return the preposition before a country's name."""
    found = _PREPOSITION.search(scene.plain[max(scene.span[0], span[0] - 18) : span[0]])
    return found[1] if found else ""


def first_actor(scene: Scene, found: re.Match[str]) -> int:
    """Return where the giver's name begins, when it stands closely before the goods."""
    near = [span for span, _ in scene.countries if 0 <= found.start() - span[1] < 40]
    if not near or re.search(r"[,;.]", scene.plain[near[-1][1] : found.start()]):
        return found.start()
    return near[-1][0]


def last_actor(scene: Scene, found: re.Match[str]) -> int:
    """Return where the last country named closely after the match ends."""
    end = found.end()
    for span, _ in scene.countries:
        if end <= span[0] <= end + 25 and not re.search(r"[.;,]", scene.plain[end : span[0]]):
            end = span[1]
    return end


TO_COME = re.compile(r"\b(?:will|plans?|planned|expected|is to|are to|upcoming|scheduled|due to)\b")


def frame(
    rule: str, stems: str, pattern: str, read: Callable[[Scene, re.Match[str], str], Event | None]
) -> Frame:
    """Return a frame; its pattern is compiled once."""
    return Frame(rule, tuple(stems.split()), re.compile(pattern), read)
