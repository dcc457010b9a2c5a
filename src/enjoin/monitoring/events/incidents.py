"""Frames of goods on the way, seized, used and shown."""

from __future__ import annotations

import re

from enjoin.model.report import Actor, Event
from enjoin.monitoring import stance
from enjoin.monitoring.events.goods import ITEM, goods_in
from enjoin.monitoring.events.scenes import (
    SECOND_HAND,
    Scene,
    country_as,
    day_in,
    event_in,
    first_actor,
    frame,
    last_actor,
    preposition_before,
)


def _seizure(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    goods = goods_in(found[0])
    vessel = re.search(r"\b(?:ship|vessel|freighter|tanker|boat|cargo)\b", found[0])
    if not goods and not vessel:
        return None
    origin = [
        code
        for span, code in scene.countries
        if 0 <= found.start() - span[1] < 3 or span[0] == found.start()
    ]
    actors = [
        *(country_as("origin", code) for code in origin[-1:]),
        *([Actor("vessel", vessel[0])] if vessel else []),
    ]
    second_hand = SECOND_HAND.search(scene.words)
    return event_in(
        scene,
        "seizure",
        rule,
        found.span(),
        actors=tuple(actors),
        goods=goods,
        certainty="reported" if second_hand else "asserted",
    )


def _shipment(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    target = next((code for span, code in scene.countries if span[0] == found.end()), None)
    if target is None:
        return None
    modality = stance.modality(found[0])
    goods = goods_in(scene.words)
    origin = [
        code
        for span, code in scene.countries
        if span[1] <= found.start() and goods_in(scene.plain[span[1] : span[1] + 20])
    ]
    actors = [
        *(country_as("origin", code) for code in origin[-1:]),
        country_as("destination", target),
    ]
    return event_in(
        scene,
        "shipment",
        rule,
        (found.start(), last_actor(scene, found)),
        actors=tuple(actors),
        goods=goods,
        modality=modality,
        certainty="possible" if modality != "fact" else "reported",
    )


def _use(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    goods = goods_in(found[0])
    user = next(
        (code for span, code in reversed(scene.countries) if span[1] <= found.start()), None
    )
    if user is None or not goods:
        return None
    kind = "test" if "missile" in goods else "use"
    return event_in(
        scene,
        kind,
        rule,
        (first_actor(scene, found), found.end()),
        actors=(country_as("user", user),),
        goods=goods,
        certainty="reported" if SECOND_HAND.search(scene.words) else "asserted",
        when=day_in(scene, found.end(), min(scene.span[1], found.end() + 60)),
    )


def _shown(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    host = next((code for span, code in scene.countries if span[0] >= found.end()), None)
    kind = "parade" if "parade" in found[0] else "test"
    return event_in(
        scene,
        kind,
        rule,
        (found.start(), last_actor(scene, found)),
        actors=(country_as("host" if kind == "parade" else "user", host),) if host else (),
        when=day_in(scene, found.end(), min(scene.span[1], found.end() + 60)),
    )


def _marked(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    """Read events that mark an anniversary: shows of arms, to which foreign guests are asked."""
    host = [code for span, code in scene.countries if preposition_before(scene, span) == "in"]
    actors = (country_as("host", host[0]),) if host else ()
    return event_in(scene, "parade", rule, found.span(), actors=actors)


FRAMES = (
    frame(
        "seized",
        "seized confiscated intercepted interdicted impounded",
        rf"\b(?:(?:[A-Z]\w+\s){{0,2}}{ITEM}\s)?(?:seized|confiscated|intercepted|interdicted|impounded)"
        rf"(?:\s(?:from|aboard|on))?(?:\s[\w-]+){{0,5}}?\s(?:ships?|vessels?|freighter|tanker|cargo|{ITEM})\b",
        _seizure,
    ),
    frame(
        "headed-to",
        "headed heading bound route destined",
        r"\b(?:an?\s)?(?:ship|vessel|freighter|tanker|cargo|shipment)\s(?:that\s|which\s)?(?:was\s|is\s|were\s)?"
        r"(?:(?:carrying|laden with|loaded with)\s(?:[\w-]+\s){1,4}?)?"
        r"(?:[a-z]+ly\s)?(?:headed|heading|bound|en route|destined)\s(?:to|for)\s(?:the\s)?",
        _shipment,
    ),
    frame(
        "fires",
        "fir launch",
        rf"\b(?:fir(?:ed|es|ing)|launch(?:ed|es|ing))\s(?:[\w-]+\s){{0,4}}?{ITEM}\b",
        _use,
    ),
    frame(
        "marks-anniversary",
        "marking mark",
        r"\b(?:events?|celebrations?|ceremon(?:y|ies)|festivities|rall(?:y|ies))\s(?:to\smark|marking)\sthe\s"
        r"(?:[\w-]+\s){0,3}?anniversary\b",
        _marked,
    ),
    frame(
        "shown-or-tested",
        "parade missile nuclear",
        r"\bmilitary\sparade\b|\bmissile\s(?:test|launch)(?:es)?\b|\bnuclear\stests?\b",
        _shown,
    ),
)
