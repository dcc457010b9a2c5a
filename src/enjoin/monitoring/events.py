"""What happened, is planned or is feared, in the narrow frames of sanctions enforcement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from enjoin.model.countries import name_of
from enjoin.model.report import Actor, Dated, Event, Modality, Person, Said, Span
from enjoin.monitoring import places, stance
from enjoin.monitoring.documents import Page
from enjoin.monitoring.people import People
from enjoin.monitoring.statements import LONGEST_SENTENCE, Sentence
from enjoin.text import dates

# --- goods -----------------------------------------------------------------------------------

#: Words for goods, and their class in the contract. Ammunition and rockets are arms.
_GOODS = {
    "small-arms": "small arms|rifles?|pistols?|light weapons",
    "missile": r"(?:ballistic |cruise |intercontinental )*missiles?|icbms?",
    "nuclear": "uranium|plutonium|nuclear (?:material|technology|equipment)|centrifuges?",
    "arms": "arms|weapons?|weaponry|ammunition|munitions?|artillery(?: shells| rounds)?|rockets?|"
    "shells|military (?:equipment|hardware|supplies)|drones?|tanks?",
    "coal": "coal",
    "iron": "iron ore|iron",
    "crude-oil": "crude(?: oil)?",
    "refined-petroleum": "refined petroleum|fuel|diesel|petroleum products",
    "luxury": "luxury (?:goods|cars|items)",
    "seafood": "seafood",
    "textiles": "textiles?",
    "dual-use": "dual-use (?:goods|items|technology)",
    "machinery": "machine tools?|machinery",
    "helicopter": "helicopters?",
}
_ITEM = "(?:" + "|".join(f"(?:{words})" for words in _GOODS.values()) + ")"
_CLASS = [(name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _GOODS.items()]


def goods_in(words: str) -> tuple[str, ...]:
    """Return the classes of goods that some words name; 'military transfers' are of arms."""
    found = tuple(name for name, pattern in _CLASS if pattern.search(words))
    return found or (("arms",) if re.search(r"\bmilitary\b", words, re.IGNORECASE) else ())


# --- a sentence as a scene -------------------------------------------------------------------


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
    """One way in which reports put one kind of event; `rule` names it in what it finds."""

    rule: str
    pattern: re.Pattern[str]
    read: Callable[[Scene, re.Match[str], str], Event | None]


def events(
    page: Page, plain: str, parts: Sequence[Sentence], known: People, said: Sequence[Said]
) -> tuple[Event, ...]:
    """Return the events of a report, each once, with all the words that tell of it."""
    found: list[Event] = []
    for scene in _scenes(page, plain, parts, known, said):
        for frame in FRAMES:
            for match in frame.pattern.finditer(plain, *scene.span):
                event = frame.read(scene, match, frame.rule)
                if event is not None:
                    found.append(event)
    found += _briefings(plain, parts, known, said)
    merged = _merged(_directed(found))
    return tuple(msgspec.structs.replace(e, id=f"e{n}") for n, e in enumerate(merged, 1))


def _scenes(
    page: Page, plain: str, parts: Sequence[Sentence], known: People, said: Sequence[Said]
) -> Iterator[Scene]:
    everybody = known.everybody()
    mentions = sorted((span, person) for person in everybody for span in person.mentions)
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


def _event(scene: Scene, kind: str, rule: str, span: Span, **more: object) -> Event:
    fields: dict[str, object] = {
        "id": "",
        "kind": kind,
        "stage": "executed",
        "certainty": "asserted",
        "actors": (),
        "when": None,
        "place": None,
        "evidence": (span,),
        "rule": rule,
    }
    return msgspec.convert({**fields, **more}, Event, from_attributes=True)


def _country(role: str, code: str) -> Actor:
    return Actor(role, name_of(code), code.upper() if len(code) == 2 else code)


def _person(role: str, person: Person) -> Actor:
    code = places.code_of(person.role or "") or places.code_of(person.affiliation or "")
    return Actor(role, person.name, code.upper() if code and len(code) == 2 else code)


def _day(scene: Scene, start: int, end: int, ahead: bool = False) -> Dated | None:
    """Resolve the first date in a stretch; in a quotation it counts from the day it was said."""
    anchor = scene.anchor
    for one in scene.said:
        if one.said_on and any(a <= start < b for a, b in one.quotes):
            anchor = (
                date.fromisoformat(one.said_on.value[:10])
                if len(one.said_on.value) >= 10
                else anchor
            )
    words = next(dates.expressions(scene.plain, start, end), None)
    return dates.resolve(scene.plain, words, anchor, ahead) if words else None


# --- transfers, deals and talks --------------------------------------------------------------

_NEGOTIATING = re.compile(r"\b(?:discuss|negotiat|talks|consider|seek|explor)\w*", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:signed|concluded|agreed|struck|sealed|reached)\b", re.IGNORECASE)
_HYPOTHETICAL = re.compile(
    r"\b(?:any|potential|proposed|planned|possible|prospective|future|not to|will|plans?|going to|"
    r"prevent\w*|before)\b",
    re.IGNORECASE,
)
_SECOND_HAND = re.compile(
    r"\b(?:reportedly|allegedly|apparently|report(?:s|ing|ed)?)\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|never (?:sold|supplied|sent|provided))\b", re.IGNORECASE
)


def _transfer(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    """Read a movement of goods between countries, done, planned or feared."""
    goods = goods_in(found[0])
    actors = _flow(scene, found)
    if not goods or len(actors) != 2:
        return None
    modality = stance.modality(_clause(scene, found))
    kind = _transfer_kind(found[0])
    stage = _stage(scene, found, kind, modality)
    span = (min(found.start(), _first_actor(scene, found)), _last_actor(scene, found))
    return _event(
        scene,
        kind,
        rule,
        span,
        stage=stage,
        certainty=_certainty(scene, modality, stage),
        actors=actors,
        goods=goods,
        modality=modality,
    )


def _clause(scene: Scene, found: re.Match[str]) -> str:
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


def _transfer_kind(words: str) -> str:
    if re.search(r"\b(?:deals?|agreements?|contracts?|pacts?)\b", words):
        return "deal"
    return "talks" if re.search(r"\b(?:talks|negotiations)\b", words) else "transfer"


def _stage(scene: Scene, found: re.Match[str], kind: str, modality: Modality) -> str:
    near = scene.plain[max(scene.span[0], found.start() - 60) : found.end()]
    if kind == "talks" or _NEGOTIATING.search(near):
        return "negotiating"
    if modality != "fact" or _HYPOTHETICAL.search(near):
        return "planned"
    if kind == "deal":
        return "agreed" if _AGREED.search(near) else "planned"
    return "executed"


def _certainty(scene: Scene, modality: Modality, stage: str) -> str:
    if any(one.kind == "denial" for one in scene.said) or _DENIED.search(scene.words):
        return "denied"
    if modality != "fact" or stage == "planned":
        return "possible"
    return "reported" if _SECOND_HAND.search(scene.words) else "asserted"


def _flow(scene: Scene, found: re.Match[str]) -> tuple[Actor, ...]:
    """Say from where to where: only as the words have it, else who the parties are."""
    after = _following(scene, found)
    source = next((code for span, code in after if _preposition(scene, span) == "from"), None)
    target = next((code for span, code in after if _preposition(scene, span) == "to"), None)
    between = [(span, code) for span, code in after if _preposition(scene, span) == "between"]
    if between and len(after) > 1:
        at = after.index(between[0])
        pair = [code for _, code in after[at : at + 2]]
        return tuple(_country("party", code) for code in dict.fromkeys(pair))
    if target and not source:
        source = _giver(scene, found, target)
    if source and target and source != target:
        return (_country("supplier", source), _country("recipient", target))
    if target:
        return (_country("recipient", target),)
    return _parties(scene, found, source)


def _following(scene: Scene, found: re.Match[str]) -> list[tuple[Span, str]]:
    """Return the countries named after the goods and in the same clause."""
    stop = re.compile(r"[,;\"”]").search(scene.plain, found.end(), scene.span[1])
    end = stop.start() if stop else scene.span[1]
    return [(span, code) for span, code in scene.countries if found.end() <= span[0] < end]


def _giver(scene: Scene, found: re.Match[str], target: str) -> str | None:
    """Return the country that stands before the goods as who gives them."""
    before = [
        code
        for span, code in scene.countries
        if span[1] <= found.start() + len(found[0]) and code != target
    ]
    return before[-1] if before else None


def _parties(scene: Scene, found: re.Match[str], source: str | None) -> tuple[Actor, ...]:
    partner = next(
        (code for span, code in _following(scene, found) if _preposition(scene, span) == "with"),
        None,
    )
    if source or partner:
        return (_country("supplier" if source else "party", source or partner or ""),)
    pair = list(dict.fromkeys(code for _, code in scene.countries if code != "us"))
    if len(pair) < 2:
        pair = list(dict.fromkeys(code for code in reversed(scene.before) if code != "us"))[:2]
    return tuple(_country("party", code) for code in sorted(pair)) if len(pair) == 2 else ()


def _preposition(scene: Scene, span: Span) -> str:
    """Return the preposition before a country's name."""
    found = re.search(
        r"\b(from|to|with|between|on|in|for)\s(?:the\s|both\s)?$",
        scene.plain[max(scene.span[0], span[0] - 18) : span[0]],
    )
    return found[1] if found else ""


def _first_actor(scene: Scene, found: re.Match[str]) -> int:
    """Return where the giver's name begins, when it stands closely before the goods."""
    near = [span for span, _ in scene.countries if 0 <= found.start() - span[1] < 40]
    if not near or re.search(r"[,;.]", scene.plain[near[-1][1] : found.start()]):
        return found.start()
    return near[-1][0]


def _last_actor(scene: Scene, found: re.Match[str]) -> int:
    end = found.end()
    for span, _ in scene.countries:
        if end <= span[0] <= end + 25 and not re.search(r"[.;,]", scene.plain[end : span[0]]):
            end = span[1]
    return end


def _cooperation(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    pair = list(dict.fromkeys(code for _, code in scene.countries if code != "us"))
    if len(pair) != 2:
        return None
    modality = stance.modality(scene.words)
    return _event(
        scene,
        "talks",
        rule,
        (_first_actor(scene, found), found.end()),
        stage="negotiating",
        certainty=_certainty(scene, modality, "negotiating"),
        actors=tuple(_country("party", code) for code in sorted(pair)),
        modality=modality,
    )


def _directed(found: Sequence[Event]) -> list[Event]:
    """Give 'a deal between A and B' the direction that the report states elsewhere, if only one."""
    flows = {
        (event.actors[0].country, event.actors[1].country)
        for event in found
        if [actor.role for actor in event.actors] == ["supplier", "recipient"]
    }
    return [_with_direction(event, flows) for event in found]


def _with_direction(event: Event, flows: set[tuple[str | None, str | None]]) -> Event:
    if event.kind not in {"transfer", "deal"} or not event.goods:
        return event
    own = {actor.country for actor in event.actors}
    fit = [flow for flow in flows if own == set(flow)]
    if [actor.role for actor in event.actors] != ["party", "party"] or len(fit) != 1:
        return event
    by_code = {actor.country: actor.name for actor in event.actors}
    actors = tuple(
        Actor(role, by_code[code], code)
        for role, code in zip(("supplier", "recipient"), fit[0], strict=True)
    )
    return msgspec.structs.replace(event, actors=actors, rule=f"{event.rule}+direction")


# --- visits, meetings, briefings -------------------------------------------------------------

_TO_COME = re.compile(
    r"\b(?:will|plans?|planned|expected|is to|are to|upcoming|scheduled|due to)\b"
)


def _visit(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    host = next(((s, code) for s, code in scene.countries if s[0] == found.end()), None)
    visitor = _visitor(scene, found)
    if host is None or visitor is None or visitor.country == host[1].upper():
        return None
    words = scene.plain[scene.span[0] : found.start()]
    planned = bool(_TO_COME.search(words[-60:])) and "currently" not in words[-60:]
    return _event(
        scene,
        "visit",
        rule,
        (min(found.start(), _visitor_start(scene, found)), host[0][1]),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=(visitor, _country("host", host[1])),
        when=_day(scene, host[0][1], min(scene.span[1], host[0][1] + 70), planned),
        place=scene.plain[slice(*host[0])].removesuffix("'s").removesuffix("’s"),
    )


def _visitor(scene: Scene, found: re.Match[str]) -> Actor | None:
    """Return who travels: named after 'by', or before the visit by name or office."""
    by = re.compile(r"[^,.;]{0,40}\bby\s").match(scene.plain, found.end(), scene.span[1])
    if by:
        after = [person for span, person in scene.people if by.end() <= span[0] <= by.end() + 60]
        if after:
            return _person("visitor", after[0])
    start = _visitor_start(scene, found)
    before = [person for span, person in scene.people if start <= span[0] < found.start()]
    if before:
        return _person("visitor", before[-1])
    name = scene.known.last_office(start, found.start())
    person = scene.known.person(name) if name else None
    return _person("visitor", person) if person else None


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
    planned = bool(_TO_COME.search(words)) or bool(
        re.search(r"\b(?:might|may|will|would)\b", scene.words)
    )
    return _event(
        scene,
        "meeting",
        rule,
        found.span(),
        stage="planned" if planned else "executed",
        certainty="possible" if planned else "asserted",
        actors=tuple(_person("participant", person) for person in people),
        when=_day(scene, found.end(), scene.span[1], planned),
    )


_BRIEFING = re.compile(
    r"\b(?:press|news|daily|media|regular)\s(?:briefing|conference)s?\b|\bbriefing\b"
)
_AT = re.compile(
    r"[^,.;]{0,40}?\b(?:in|at)\s(?:the\s)?(?P<place>[A-Z][\w.]*(?:\s(?:of\s)?[A-Z][\w.]*)*)"
)


def _briefings(
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
        actors=(_person("speaker", speaker),),
        when=one.said_on,
        place=at["place"].rstrip(".") if at else None,
        evidence=tuple(sorted(evidence)),
        rule="told-a-briefing",
    )


# --- sanctions: imposed, enforced, waived, lifted --------------------------------------------


def _speaker_country(scene: Scene) -> str | None:
    """Return the country of an official who speaks in the first person."""
    for one in scene.said:
        person = scene.known.person(one.speaker) if one.speaker else None
        if person:
            country = _person("", person).country
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
    return (_country("sender", before[0]),) if before else ()


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
        and _preposition(scene, span) in {"on", "against", ""}
    ]
    sender = _sender(scene, found)
    if not sender or re.search(
        r"\basked (?:if|whether)\b", scene.plain[scene.span[0] : found.start()]
    ):
        return None
    receivers = tuple(
        _country("target", code)
        for code in dict.fromkeys(targets)
        if code.upper() != sender[0].country
    )
    return _event(
        scene,
        "designation",
        rule,
        (found.start(), _last_actor(scene, found)),
        stage="executed" if done else "planned",
        certainty="asserted" if done else "possible",
        actors=(*sender, *receivers),
        modality="fact" if done else stance.modality(scene.plain[scene.span[0] : found.end()]),
    )


def _enforcement(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    return _event(
        scene,
        "enforcement",
        rule,
        (found.start(), _last_actor(scene, found)),
        actors=_sender(scene, found),
    )


def _freeze(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    holder = [code for span, code in scene.countries if found.end() <= span[0] <= found.end() + 12]
    owner = [code for span, code in scene.countries if 0 <= found.start() - span[1] < 3]
    actors = [*(_country("owner", c) for c in owner), *(_country("holder", c) for c in holder[:1])]
    return (
        _event(scene, "enforcement", rule, found.span(), actors=tuple(actors)) if actors else None
    )


def _waiver(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    when = _day(scene, found.end(), min(scene.span[1], found.end() + 30))
    return _event(scene, "waiver", rule, found.span(), actors=_signatory(scene, found), when=when)


def _signatory(scene: Scene, found: re.Match[str]) -> tuple[Actor, ...]:
    who = found.groupdict().get("who")
    return (Actor("signatory", who, _speaker_country(scene)),) if who else ()


def _notification(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    when = _day(scene, found.end(), min(scene.span[1], found.end() + 30))
    return _event(
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
            actors.append(_country(roles[way[-1]], code))
    planned = bool(
        re.search(r"\b(?:will|would|to be|proposed|planned|to effectuate)\b", scene.words)
    )
    return _event(
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
        if span[0] >= found.end() and _preposition(scene, span) == "on"
    ]
    kinds = {one.kind for one in scene.said}
    certainty = "denied" if "denial" in kinds else "reported" if "report" in kinds else "possible"
    actors = [
        *(_country("actor", c) for c in before[-1:]),
        *(_country("beneficiary", c) for c in after[:1]),
    ]
    return _event(
        scene,
        "lifting-claim",
        rule,
        (found.start(), _last_actor(scene, found)),
        stage="planned",
        certainty=certainty,
        actors=tuple(actors),
        modality=stance.modality(scene.words),
    )


# --- goods on the way, seized, used, shown ---------------------------------------------------


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
        *(_country("origin", code) for code in origin[-1:]),
        *([Actor("vessel", vessel[0])] if vessel else []),
    ]
    second_hand = _SECOND_HAND.search(scene.words)
    return _event(
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
    actors = [*(_country("origin", code) for code in origin[-1:]), _country("destination", target)]
    return _event(
        scene,
        "shipment",
        rule,
        (found.start(), _last_actor(scene, found)),
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
    return _event(
        scene,
        kind,
        rule,
        (_first_actor(scene, found), found.end()),
        actors=(_country("user", user),),
        goods=goods,
        certainty="reported" if _SECOND_HAND.search(scene.words) else "asserted",
        when=_day(scene, found.end(), min(scene.span[1], found.end() + 60)),
    )


def _shown(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    host = next((code for span, code in scene.countries if span[0] >= found.end()), None)
    kind = "parade" if "parade" in found[0] else "test"
    return _event(
        scene,
        kind,
        rule,
        (found.start(), _last_actor(scene, found)),
        actors=(_country("host" if kind == "parade" else "user", host),) if host else (),
        when=_day(scene, found.end(), min(scene.span[1], found.end() + 60)),
    )


# --- the frames ------------------------------------------------------------------------------


def _frame(
    rule: str, pattern: str, read: Callable[[Scene, re.Match[str], str], Event | None]
) -> Frame:
    return Frame(rule, re.compile(pattern), read)


FRAMES = (
    _frame(
        "arms-noun",
        rf"\b(?:{_ITEM}|military)\s(?:deals?|agreements?|contracts?|pacts?|talks|negotiations|"
        r"transfers?|trade|trading|sales?|shipments?|supply|supplies|exports?|deliver(?:y|ies))\b",
        _transfer,
    ),
    _frame(
        "transfer-of-arms",
        rf"\b(?:transfers?|sales?|supply|shipments?|deliver(?:y|ies)|exports?|provision)\sof\s"
        rf"(?:[\w-]+\s){{0,3}}?{_ITEM}\b",
        _transfer,
    ),
    _frame(
        "gives-arms",
        r"\b(?:provid(?:e[sd]?|ing)|suppl(?:y|ies|ied|ying)|sells?|selling|sold|sends?|sending|sent|"
        r"ship(?:s|ped|ping)?|deliver(?:s|ed|ing)?|transferr?(?:s|ed|ing)?|export(?:s|ed|ing)?)\s"
        rf"(?:[\w-]+\s){{0,3}}?{_ITEM}\b",
        _transfer,
    ),
    _frame(
        "discusses-cooperation",
        r"\b(?:discuss(?:ing|ed)?|negotiat(?:e|ing|ed))\s(?:[\w-]+\s){0,3}?cooperation\b",
        _cooperation,
    ),
    _frame(
        "visit-to", r"\b(?:visit(?:s|ed|ing)?|trips?|travel(?:s|l?ed|l?ing)?)\s(?:to\s)?", _visit
    ),
    _frame("meeting", r"\b(?:meetings?|summit|met|meet|meets)\b(?:\s(?:with|between))?", _meeting),
    _frame(
        "imposes-sanctions",
        r"\b(?:impos(?:e[sd]?|ing)|slapp?(?:ed|ing)?)\s(?:[\w-]+\s){0,5}?sanctions\b|"
        r"\bto sanction\b|\b(?:has|have)\s(?:\w+\s)?(?:sanctioned|blacklisted)\b",
        _sanction,
    ),
    _frame(
        "enforces-sanctions", r"\benforc(?:e[sd]?|ing)\s(?:[\w-]+\s){0,4}?sanctions\b", _enforcement
    ),
    _frame(
        "frozen-funds",
        r"\b(?:funds|assets|accounts)\s(?:[\w-]+\s){0,2}?fro(?:zen|ze)(?:\s(?:in|at|by))?\b",
        _freeze,
    ),
    _frame(
        "waiver-signed",
        r"\bwaivers?\sthat\s(?P<who>(?:the\s)?[\w. ]{3,40}?)\ssigned\b|"
        r"\bsigned\s(?:a|the)\s(?:\w+\s)?waivers?\b",
        _waiver,
    ),
    _frame(
        "notified",
        r"\bnotified\s(?:to\s)?(?:the\s)?(?P<whom>Congress|Parliament|Security Council)\b",
        _notification,
    ),
    _frame(
        "funds-move",
        r"\btransfer\sof\s(?:[\w-]+\s){0,3}?funds\b|\bfunds\s(?:[\w-]+\s){0,4}?(?:transferred|moved|wired|sent)\b",
        _funds,
    ),
    _frame(
        "lifts-sanctions", r"\blift(?:s|ed|ing)?\s(?:of\s)?(?:[\w.-]+\s){0,3}?sanctions\b", _lifting
    ),
    _frame(
        "seized",
        rf"\b(?:(?:[A-Z]\w+\s){{0,2}}{_ITEM}\s)?(?:seized|confiscated|intercepted|interdicted|impounded)"
        rf"(?:\s(?:from|aboard|on))?(?:\s[\w-]+){{0,5}}?\s(?:ships?|vessels?|freighter|tanker|cargo|{_ITEM})\b",
        _seizure,
    ),
    _frame(
        "headed-to",
        r"\b(?:an?\s)?(?:ship|vessel|freighter|tanker|cargo|shipment)\s(?:that\s|which\s)?(?:was\s|is\s|were\s)?"
        r"(?:[a-z]+ly\s)?(?:headed|heading|bound|en route|destined)\s(?:to|for)\s(?:the\s)?",
        _shipment,
    ),
    _frame(
        "fires", rf"\b(?:fir(?:ed|es|ing)|launch(?:ed|es|ing))\s(?:[\w-]+\s){{0,4}}?{_ITEM}\b", _use
    ),
    _frame(
        "shown-or-tested",
        r"\bmilitary\sparade\b|\bmissile\s(?:test|launch)(?:es)?\b|\bnuclear\stests?\b",
        _shown,
    ),
)


def _merged(found: Sequence[Event]) -> list[Event]:
    """Join what tells of one event: same kind, stage, actors and modality."""
    groups: dict[object, list[Event]] = {}
    for event in sorted(found, key=lambda e: e.evidence[0]):
        groups.setdefault((event.kind, event.modality, _identity(event)), []).append(event)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[Event]) -> Event:
    return msgspec.structs.replace(
        group[0],
        evidence=tuple(dict.fromkeys(span for event in group for span in event.evidence)),
        goods=tuple(dict.fromkeys(name for event in group for name in event.goods)),
        when=next((event.when for event in group if event.when), None),
    )


def _identity(event: Event) -> object:
    """Return what tells one event from another of its kind in one report."""
    if event.kind in {"designation", "enforcement"}:
        return (event.stage, event.actors[:1])
    if event.kind in {"transfer", "deal", "talks"}:
        return (event.stage, frozenset(event.actors))
    return (frozenset(actor.name for actor in event.actors), event.stage)
