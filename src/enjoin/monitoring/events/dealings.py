"""Frames of dealings: goods bought and brokered, money paid, ships that call and meet at sea."""

from __future__ import annotations

import re

from enjoin.model.report import Actor, Event
from enjoin.monitoring import stance
from enjoin.monitoring.events.goods import ITEM, goods_in
from enjoin.monitoring.events.scenes import (
    SECOND_HAND,
    TO_COME,
    Scene,
    clause_of,
    country_as,
    event_in,
    first_actor,
    frame,
    last_actor,
    negated,
    preposition_before,
)


def _dealing(
    scene: Scene, found: re.Match[str], rule: str, kind: str, doer: str, **more: object
) -> Event:
    """Return a dealing by the country named before it, as far as it is done and believed."""
    modality = stance.modality(clause_of(scene, found))
    planned = modality != "fact" or bool(TO_COME.search(scene.plain, *_lead(scene, found)))
    before = [code for span, code in scene.countries if span[1] <= found.start()]
    actors = [country_as(doer, before[-1])] if before else []
    fields: dict[str, object] = {
        "stage": "planned" if planned else "executed",
        "certainty": certainty(scene, found, planned),
        "actors": tuple(actors),
        "modality": modality,
        **more,
    }
    return event_in(
        scene, kind, rule, (first_actor(scene, found), last_actor(scene, found)), **fields
    )


def certainty(scene: Scene, found: re.Match[str], planned: bool) -> str:
    """Say how sure a dealing is: denied, possible, told at second hand or asserted."""
    if any(one.kind == "denial" for one in scene.said) or negated(scene, found):
        return "denied"
    if planned:
        return "possible"
    return "reported" if SECOND_HAND.search(scene.words) else "asserted"


def _lead(scene: Scene, found: re.Match[str]) -> tuple[int, int]:
    return (max(scene.span[0], found.start() - 40), found.end())


def _from(scene: Scene, found: re.Match[str]) -> str | None:
    after = [(span, code) for span, code in scene.countries if span[0] >= found.end()]
    return next((code for span, code in after if preposition_before(scene, span) == "from"), None)


def _procurement(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    event = _dealing(scene, found, rule, "procurement", "buyer", goods=goods_in(found[0]))
    source = _from(scene, found)
    if source is None or not event.actors:
        return None
    actors = (country_as("supplier", source), *event.actors)
    return event_in(scene, event.kind, rule, event.evidence[0], **_kept(event, actors))


def _kept(event: Event, actors: tuple[Actor, ...]) -> dict[str, object]:
    names = ("stage", "certainty", "modality", "goods")
    return {**{name: getattr(event, name) for name in names}, "actors": actors}


def _brokering(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    goods = goods_in(found[0])
    return _dealing(scene, found, rule, "brokering", "broker", goods=goods) if goods else None


def _payment(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    return _dealing(scene, found, rule, "payment", "payer", goods=("cash",))


_NAMED_SHIP = re.compile(
    r"\b(?:vessel|tanker|freighter|ship|carrier|trawler|M/?V|M/?T)\b(?:,?\s(?:the\s)?"
    r"(?P<name>[A-Z][\w-]*(?:\s(?:[A-Z][\w-]*|\d{1,4}))*))?"
)


def _vessel(scene: Scene) -> tuple[Actor, ...]:
    ship = _NAMED_SHIP.search(scene.plain, *scene.span)
    return (Actor("vessel", ship["name"] or ship[0]),) if ship else ()


def _at_sea(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    goods = goods_in(scene.words)
    return _dealing(scene, found, rule, "ship-to-ship", "flag", goods=goods, actors=_vessel(scene))


def _port_call(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    vessel = _vessel(scene)
    host = next((code for span, code in scene.countries if span[0] >= found.start("place")), None)
    if not vessel:
        return None
    actors = (*vessel, *((country_as("host", host),) if host else ()))
    return _dealing(
        scene, found, rule, "port-call", "vessel", actors=actors, place=found["place"].rstrip(".")
    )


def _licence(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    return _dealing(scene, found, rule, "licence", "licensor")


def _commitment(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    event = _dealing(
        scene, found, rule, "commitment", "party", stage="agreed", goods=goods_in(found[0])
    )
    return event if event.actors else None


_PLACE = r"(?P<place>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"

FRAMES = (
    frame(
        "buys-goods",
        "procur purchas bought buy acquir import",
        r"\b(?:procur(?:e[sd]?|ing)|purchas(?:e[sd]?|ing)|bought|buys?|buying|acquir(?:e[sd]?|ing)|"
        rf"import(?:s|ed|ing)?)\s(?:[\w-]+\s){{0,4}}?{ITEM}\b",
        _procurement,
    ),
    frame(
        "brokers",
        "broker arrang facilitat",
        r"\b(?:broker(?:s|ed|ing)?|arrang(?:e[sd]?|ing)|facilitat(?:e[sd]?|ing))\s"
        rf"(?:[\w-]+\s){{0,4}}?{ITEM}(?:\s(?:deals?|sales?|shipments?|transfers?))?\b",
        _brokering,
    ),
    frame(
        "pays",
        "paid payment wired",
        r"\b(?:paid|wired)\s(?:[^\s,;.]+\s){0,3}?(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*)"
        r"(?:\s(?:million|billion|thousand))?(?:\s(?:dollars|euros|won|yuan|rubles|roubles))?\b|"
        r"\bpayments?\sof\s(?:[$€£¥]|\d)",
        _payment,
    ),
    frame(
        "ship-to-ship",
        "ship-to-ship",
        r"\bship-to-ship\s(?:[\w-]+\s){0,2}?(?:transfers?|transshipments?|transfer\soperations?)\b",
        _at_sea,
    ),
    frame(
        "calls-at-port",
        "docked berthed moored port",
        rf"\b(?:docked|berthed|moored|made\s(?:a|several|two|three)\sport\scalls?|called)\s(?:at|in)\s"
        rf"(?:the\s)?(?:[\w-]+\s){{0,2}}?(?:port\sof\s)?{_PLACE}",
        _port_call,
    ),
    frame(
        "licence-issued",
        "licen",
        r"\b(?:issued|granted|amended|revoked|extended|renewed)\s(?:[\w-]+\s){0,4}?licen[cs]es?\b",
        _licence,
    ),
    frame(
        "commits-itself",
        "pledged vowed promised committed undertook",
        r"\b(?:pledged|vowed|promised|committed\s(?:itself|themselves)|undertook)\s(?:not\s)?to\s"
        rf"(?:[\w-]+\s){{0,4}}?(?:{ITEM}|sanctions|embargo)\b",
        _commitment,
    ),
)
