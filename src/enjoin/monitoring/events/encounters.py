"""Frames of people who travel, meet and brief the press."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Actor, Event, Person, Said
from enjoin.monitoring.events.scenes import (
    TO_COME,
    Scene,
    country_as,
    day_in,
    event_in,
    frame,
    person_as,
)
from enjoin.monitoring.people import People
from enjoin.monitoring.sentences import Sentence


def _visit(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    host = next(((s, code) for s, code in scene.countries if s[0] == found.end()), None)
    visitor = _visitor(scene, found)
    if host is None or visitor is None or visitor.country == host[1].upper():
        return None
    words = scene.plain[scene.span[0] : found.start()]
    planned = bool(TO_COME.search(words[-60:])) and "currently" not in words[-60:]
    return event_in(
        scene,
        "visit",
        rule,
        (min(found.start(), _visitor_start(scene, found)), host[0][1]),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=(visitor, country_as("host", host[1])),
        when=day_in(scene, host[0][1], min(scene.span[1], host[0][1] + 70), planned),
        place=scene.plain[slice(*host[0])].removesuffix("'s").removesuffix("’s"),
    )


def _visitor(scene: Scene, found: re.Match[str]) -> Actor | None:
    """Return who travels: named after 'by', or before the visit by name or office."""
    by = re.compile(r"[^,.;]{0,40}\bby\s").match(scene.plain, found.end(), scene.span[1])
    if by:
        after = [person for span, person in scene.people if by.end() <= span[0] <= by.end() + 60]
        if after:
            return person_as("visitor", after[0])
    start = _visitor_start(scene, found)
    before = [person for span, person in scene.people if start <= span[0] < found.start()]
    if before:
        return person_as("visitor", before[-1])
    name = scene.known.last_office(start, found.start())
    person = scene.known.person(name) if name else None
    return person_as("visitor", person) if person else _delegation(scene, found)


_DELEGATES = re.compile(
    r"\s(?:[a-z]+\s){0,2}?(?:officials?|delegation|envoys?|diplomats?|inspectors|technicians|"
    r"engineers|ministers?|generals?|officers|lawmakers)\b"
)


def _delegation(scene: Scene, found: re.Match[str]) -> Actor | None:
    """Return 'Ruritanian officials' who travel, though nobody is named."""
    start = _visitor_start(scene, found)
    for span, code in scene.countries:
        words = _DELEGATES.match(scene.plain, span[1], found.start())
        if start <= span[0] and words:
            return Actor("visitor", scene.plain[span[0] : words.end()], code.upper())
    return None


def _visitor_start(scene: Scene, found: re.Match[str]) -> int:
    start = max(scene.span[0], found.start() - 90)
    stop = max(scene.plain.rfind(mark, start, found.start()) for mark in (",", ";", '"', "“"))
    return max(start, stop + 1)


def _meeting(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    first = (
        found.end()
        if scene.plain.find("between", found.start(), found.end() + 25) > 0
        else found.start() - 120
    )
    speakers = {one.speaker for one in scene.said}
    near = [p for span, p in scene.people if first <= span[0] <= found.end() + 90]
    people = list({p.name: p for p in near if p.name not in speakers}.values())
    if len(people) != 2:
        return None
    words = scene.plain[max(scene.span[0], found.start() - 60) : found.end()]
    planned = bool(TO_COME.search(words)) or bool(
        re.search(r"\b(?:might|may|will|would)\b", scene.words)
    )
    return event_in(
        scene,
        "meeting",
        rule,
        found.span(),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=tuple(person_as("participant", person) for person in people),
        when=day_in(scene, found.end(), scene.span[1], planned),
    )


_BRIEFING = re.compile(
    r"\b(?:press|news|daily|media|regular)\s(?:briefing|conference)s?\b|\bbriefing\b"
)

_AT = re.compile(
    r"[^,.;]{0,40}?\b(?:in|at)\s(?:the\s)?(?P<place>[A-Z][\w.]*(?:\s(?:of\s)?[A-Z][\w.]*)*)"
)


def briefings(
    plain: str, parts: Sequence[Sentence], known: People, said: Sequence[Said]
) -> list[Event]:
    """Return the briefings at which statements were made, one for each speaker and day."""
    people = {person.name: person for person in known.everybody()}
    found: dict[tuple[str, str | None], Event] = {}
    for one in said:
        if one.speaker not in people or one.mode == "headline" or not one.evidence:
            continue
        start, end = one.evidence[0]
        words = _BRIEFING.search(plain, start, end)
        if words is None or any(a <= words.start() < b for a, b in one.quotes):
            continue
        key = (one.speaker, one.said_on.value if one.said_on else None)
        if key not in found:
            found[key] = _held(plain, one, people[one.speaker], words)
    return list(found.values())


def _held(plain: str, one: Said, speaker: Person, words: re.Match[str]) -> Event:
    at = _AT.match(plain, words.end(), one.evidence[0][1])
    evidence = [
        (one.cue[0] if one.cue and one.cue[0] < words.start() else words.start(), words.end())
    ]
    if one.said_on and one.said_on.span and one.said_on.span not in evidence:
        evidence.append(one.said_on.span)
    return Event(
        id="",
        kind="briefing",
        stage="executed",
        certainty="asserted",
        actors=(person_as("speaker", speaker),),
        when=one.said_on,
        place=at["place"].rstrip(".") if at else None,
        evidence=tuple(sorted(evidence)),
        rule="told-a-briefing",
    )


FRAMES = (
    frame(
        "visit-to",
        "visit trip travel",
        r"\b(?:visit(?:s|ed|ing)?|trips?|travel(?:s|l?ed|l?ing)?)\s(?:to\s)?",
        _visit,
    ),
    frame(
        "meeting",
        "meet met summit",
        r"\b(?:meetings?|summit|met|meet|meets)\b(?:\s(?:with|between))?",
        _meeting,
    ),
)
