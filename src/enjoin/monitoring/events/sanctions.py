"""Frames of measures: imposed, enforced, waived, notified and lifted, and funds that move."""

from __future__ import annotations

import re

from enjoin.model.countries import name_of
from enjoin.model.report import Actor, Event, StatementKind
from enjoin.monitoring import stance
from enjoin.monitoring.events.scenes import (
    TO_COME,
    Scene,
    country_as,
    day_in,
    event_in,
    frame,
    last_actor,
    negated,
    person_as,
    preposition_before,
)


def _speaker_country(scene: Scene) -> str | None:
    """Return the country of an official who speaks in the first person."""
    for one in scene.said:
        person = scene.known.person(one.speaker) if one.speaker else None
        if person:
            country = person_as("", person).country
            return country or ("US" if (person.affiliation or "").startswith("U.S.") else None)
    return None


def _sender(scene: Scene, found: re.Match[str]) -> tuple[Actor, ...]:
    before = [code for span, code in scene.countries if span[1] <= found.start()]
    first_person = re.search(
        r"\b(?:we|our)\b", scene.plain[scene.span[0] : found.end()], re.IGNORECASE
    )
    speaker = _speaker_country(scene)
    if speaker and (first_person or not before):
        return (Actor("sender", name_of(speaker.lower()), speaker),)
    return (country_as("sender", before[0]),) if before else ()


def _sanction(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    before = scene.plain[max(scene.span[0], found.start() - 45) : found.end()]
    done = bool(re.search(r"\b(?:have|has|had|already)\b|\bimposed\b|\bsanctioned\b", before))
    done = done and not re.search(
        r"\b(?:will|would|to) (?:\w+ )?(?:impose|slap)\b|hesitate", before
    )
    targets = [
        code
        for span, code in scene.countries
        if found.end() <= span[0] <= found.end() + 40
        and preposition_before(scene, span) in {"on", "against", ""}
    ]
    sender = _sender(scene, found)
    if not sender or re.search(
        r"\basked (?:if|whether)\b", scene.plain[scene.span[0] : found.start()]
    ):
        return None
    receivers = tuple(
        country_as("target", code)
        for code in dict.fromkeys(targets)
        if code.upper() != sender[0].country
    )
    return event_in(
        scene,
        "designation",
        rule,
        (found.start(), last_actor(scene, found)),
        stage="executed" if done else "planned",
        certainty="asserted" if done else "possible",
        actors=(*sender, *receivers),
        modality="fact" if done else stance.modality(scene.plain[scene.span[0] : found.end()]),
    )


def _enforcement(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    return event_in(
        scene,
        "enforcement",
        rule,
        (found.start(), last_actor(scene, found)),
        actors=_sender(scene, found),
    )


def _freeze(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    holder = [code for span, code in scene.countries if found.end() <= span[0] <= found.end() + 12]
    owner = [code for span, code in scene.countries if 0 <= found.start() - span[1] < 3]
    actors = [
        *(country_as("owner", c) for c in owner),
        *(country_as("holder", c) for c in holder[:1]),
    ]
    return (
        event_in(scene, "enforcement", rule, found.span(), actors=tuple(actors)) if actors else None
    )


def _waiver(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    when = day_in(scene, found.end(), min(scene.span[1], found.end() + 30))
    return event_in(scene, "waiver", rule, found.span(), actors=_signatory(scene, found), when=when)


def _signatory(scene: Scene, found: re.Match[str]) -> tuple[Actor, ...]:
    who = found.groupdict().get("who")
    return (Actor("signatory", who, _speaker_country(scene)),) if who else ()


def _notification(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    when = day_in(scene, found.end(), min(scene.span[1], found.end() + 30))
    return event_in(
        scene,
        "notification",
        rule,
        found.span(),
        actors=(Actor("recipient", found["whom"]),),
        when=when,
    )


def _funds(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    route = [(span, code) for span, code in scene.countries if span[0] >= found.start()]
    roles = {"from": "origin", "to": "destination"}
    actors: list[Actor] = []
    for span, code in route:
        lead = scene.plain[max(scene.span[0], span[0] - 40) : span[0]]
        way = re.findall(r"\b(from|to)\b", lead)
        if way and re.search(r"\b(?:accounts?|banks?|funds?)\b|\b(?:from|to)\s$", lead):
            actors.append(country_as(roles[way[-1]], code))
    planned = bool(
        re.search(r"\b(?:will|would|to be|proposed|planned|to effectuate)\b", scene.words)
    )
    return event_in(
        scene,
        "funds-movement",
        rule,
        found.span(),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=tuple(dict.fromkeys(actors)),
        modality=stance.modality(scene.words),
        goods=("cash",),
    )


def _lifting(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    before = [code for span, code in scene.countries if span[1] <= found.start()]
    after = [
        code
        for span, code in scene.countries
        if span[0] >= found.end() and preposition_before(scene, span) == "on"
    ]
    kinds = {one.kind for one in scene.said}
    if _DONE.search(found[0]) and _is_plain(scene, found, kinds):
        return _lifted(scene, found, rule, before, after)
    no = "denial" in kinds or negated(scene, found)
    certainty = "denied" if no else "reported" if "report" in kinds else "possible"
    actors = [
        *(country_as("actor", c) for c in before[-1:]),
        *(country_as("beneficiary", c) for c in after[:1]),
    ]
    return event_in(
        scene,
        "lifting-claim",
        rule,
        (found.start(), last_actor(scene, found)),
        stage="planned",
        certainty=certainty,
        actors=tuple(actors),
        modality=stance.modality(scene.words),
    )


_DONE = re.compile(r"^lifted|\b(?:were|was|been)\s(?:fully\s|partly\s)?lifted$")
_NOT_YET = re.compile(r"\b(?:be|if|unless|until|to|get|not|never|want\w*)\s(?:[\w-]+\s){0,3}$")


def _is_plain(scene: Scene, found: re.Match[str], kinds: set[StatementKind]) -> bool:
    """Tell what is told as done from what is asked for, denied or only possible."""
    lead = scene.plain[max(scene.span[0], found.start() - 40) : found.start()]
    modality = stance.modality(scene.plain[scene.span[0] : found.end()])
    return modality == "fact" and "denial" not in kinds and not _NOT_YET.search(lead)


def _lifted(
    scene: Scene, found: re.Match[str], rule: str, before: list[str], after: list[str]
) -> Event:
    actors = [
        *(country_as("actor", code) for code in before[-1:]),
        *(country_as("beneficiary", code) for code in after[:1]),
    ]
    span = (found.start(), last_actor(scene, found))
    return event_in(scene, "lifting", rule, span, actors=tuple(actors))


_BODY = re.compile(r"\b(?:Security Council|General Assembly|Parliament|Congress|Senate|Council)\b")


def _vote(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    """Read a vote in a body, or a veto that stops one."""
    body = _BODY.search(scene.plain, *scene.span)
    if body is None:
        return None
    voters = [code for span, code in scene.countries if span[1] <= found.start()]
    planned = stance.modality(scene.words) != "fact" or bool(TO_COME.search(scene.words))
    return event_in(
        scene,
        "vote",
        rule,
        found.span(),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=(Actor("body", body[0]), *(country_as("voter", c) for c in voters[-3:])),
    )


FRAMES = (
    frame(
        "imposes-sanctions",
        "sanction blacklist",
        r"\b(?:impos(?:e[sd]?|ing)|slapp?(?:ed|ing)?)\s(?:[\w-]+\s){0,5}?sanctions\b|"
        r"\bto sanction\b|\b(?:has|have)\s(?:\w+\s)?(?:sanctioned|blacklisted)\b",
        _sanction,
    ),
    frame(
        "enforces-sanctions",
        "enforc",
        r"\benforc(?:e[sd]?|ing)\s(?:[\w-]+\s){0,4}?sanctions\b",
        _enforcement,
    ),
    frame(
        "frozen-funds",
        "froze",
        r"\b(?:funds|assets|accounts)\s(?:[\w-]+\s){0,2}?fro(?:zen|ze)(?:\s(?:in|at|by))?\b",
        _freeze,
    ),
    frame(
        "waiver-signed",
        "waiver",
        r"\bwaivers?\sthat\s(?P<who>(?:the\s)?[\w. ]{3,40}?)\ssigned\b|"
        r"\bsigned\s(?:a|the)\s(?:\w+\s)?waivers?\b",
        _waiver,
    ),
    frame(
        "notified",
        "notified",
        r"\bnotified\s(?:to\s)?(?:the\s)?(?P<whom>Congress|Parliament|Security Council)\b",
        _notification,
    ),
    frame(
        "funds-move",
        "funds",
        r"\btransfer\sof\s(?:[\w-]+\s){0,3}?funds\b|\bfunds\s(?:[\w-]+\s){0,4}?(?:transferred|moved|wired|sent)\b",
        _funds,
    ),
    frame(
        "lifts-sanctions",
        "lift",
        r"\blift(?:s|ed|ing)?\s(?:of\s)?(?:[\w.-]+\s){0,3}?sanctions\b|"
        r"\b[Ss]anctions\s(?:[\w.-]+\s){0,4}?(?:were|was|been)\s(?:fully\s|partly\s)?lifted\b",
        _lifting,
    ),
    frame(
        "votes",
        "voted vetoed abstained adopted",
        r"\b(?:voted\s(?:unanimously\s)?(?:to|for|against|in|on|down)|vetoed|abstained|"
        r"(?:unanimously\s)?adopted\s(?:[\w-]+\s){0,3}?[Rr]esolutions?)\b",
        _vote,
    ),
)
