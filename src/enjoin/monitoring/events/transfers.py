"""Frames of goods that change hands: transfers, deals and talks, done, planned or feared."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from enjoin.model.report import Actor, Event, Modality, Span
from enjoin.monitoring import stance
from enjoin.monitoring.events.goods import ITEM, goods_in
from enjoin.monitoring.events.scenes import (
    SECOND_HAND,
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
from enjoin.monitoring.offices import OFFICE

_NEGOTIATING = re.compile(r"\b(?:discuss|negotiat|talks|consider|seek|explor)\w*", re.IGNORECASE)

_AGREED = re.compile(r"\b(?:signed|concluded|agreed|struck|sealed|reached)\b", re.IGNORECASE)

_HYPOTHETICAL = re.compile(
    r"\b(?:any|potential|proposed|planned|possible|prospective|future|not to|will|plans?|going to|"
    r"prevent\w*|before|halt\w*|stop\w*|warn\w*\b[^.;]{0,40}\bagainst)\b",
    re.IGNORECASE,
)

_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|never (?:sold|supplied|sent|provided))\b", re.IGNORECASE
)


#: Verbs that say that goods moved: then who received them is enough.
_MOVED = re.compile(
    r"\b(?:provid(?:ed|ing)|suppl(?:ied|ying)|sold|selling|sent|sending|shipp(?:ed|ing)|"
    r"carr(?:ied|ying)|deliver(?:ed|ing)|transferr(?:ed|ing)|export(?:ed|ing))\b"
)


def _transfer(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    """Read a movement of goods between countries, done, planned or feared."""
    goods = goods_in(found[0])
    actors = _flow(scene, found, rule)
    received = [actor.role for actor in actors] == ["recipient"]
    known = len(actors) == 2 or (received and bool(_MOVED.search(found[0])))
    if not goods or not known or _OFFICE_OF.search(scene.plain, *_lead(scene, found)):
        return None
    modality = stance.modality(clause_of(scene, found))
    kind = _transfer_kind(found[0])
    stage = _stage(scene, found, kind, modality)
    span = (min(found.start(), first_actor(scene, found)), last_actor(scene, found))
    return event_in(
        scene,
        kind,
        rule,
        span,
        stage=stage,
        certainty=_certainty(scene, found, modality, stage),
        actors=actors,
        goods=goods,
        modality=modality,
    )


#: 'The minister for military supply' holds an office; nothing is supplied.
_OFFICE_OF = re.compile(
    rf"\b(?:{OFFICE}s?|department|ministry|bureau|office|responsible|charge)\s"
    r"(?:for|of)\s(?:the\s)?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


def _lead(scene: Scene, found: re.Match[str]) -> Span:
    return (max(scene.span[0], found.start() - 60), found.start())


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


def _certainty(scene: Scene, found: re.Match[str], modality: Modality, stage: str) -> str:
    if any(one.kind == "denial" for one in scene.said) or _DENIED.search(scene.words):
        return "denied"
    if negated(scene, found):
        return "denied"
    if modality != "fact" or stage == "planned":
        return "possible"
    return "reported" if SECOND_HAND.search(scene.words) else "asserted"


def _flow(scene: Scene, found: re.Match[str], rule: str) -> tuple[Actor, ...]:
    """Say from where to where: only as the words have it, else who the parties are."""
    after = _following(scene, found)
    source = next(
        (code for span, code in after if preposition_before(scene, span) in {"from", "by"}), None
    )
    target = next((code for span, code in after if preposition_before(scene, span) == "to"), None)
    between = [(span, code) for span, code in after if preposition_before(scene, span) == "between"]
    if between and len(after) > 1:
        at = after.index(between[0])
        pair = [code for _, code in after[at : at + 2]]
        return tuple(country_as("party", code) for code in dict.fromkeys(pair))
    if target and not source:
        source = _giver(scene, found, target)
    if source and target and source != target:
        return (country_as("supplier", source), country_as("recipient", target))
    if target:
        return (country_as("recipient", target),)
    return _parties(scene, found, source, rule)


#: Where the reach of goods ends: a mark, or somebody who travels.
_BREAK = re.compile(r"[,;\"”]|\b(?:travel|went|flew|visit|arriv|return)\w*")


def _following(scene: Scene, found: re.Match[str]) -> list[tuple[Span, str]]:
    """Return the countries named after the goods and in the same clause."""
    stop = _BREAK.search(scene.plain, found.end(), scene.span[1])
    end = stop.start() if stop else scene.span[1]
    return [(span, code) for span, code in scene.countries if found.end() <= span[0] < end]


_BESIDE = re.compile(r"\b(?:of|by|against|with)\s(?:the\s)?$")
_NOT_GIVING = re.compile(
    r"\b(?:suspected|accuse[sd]?|alleged|linked|call(?:s|ed)?\son|urge[sd]?|condemn\w*|impos\w+|"
    r"sanction\w*|stop\w*|prevent\w*|halt\w*|block\w*|seize\w*|froze\w*)\b"
)


def _giver(scene: Scene, found: re.Match[str], target: str) -> str | None:
    """Return the country that stands before the goods as who gives them."""
    before = [
        code
        for span, code in scene.countries
        if span[1] <= found.end() and code != target and _may_give(scene, span, found)
    ]
    return before[-1] if before else None


def _may_give(scene: Scene, span: Span, found: re.Match[str]) -> bool:
    """Tell a country that gives from one that calls for an end to it, or is spoken of."""
    lead = scene.plain[max(scene.span[0], span[0] - 12) : span[0]]
    return not _BESIDE.search(lead) and not _NOT_GIVING.search(scene.plain, span[1], found.start())


def _parties(
    scene: Scene, found: re.Match[str], source: str | None, rule: str
) -> tuple[Actor, ...]:
    partner = next(
        (
            code
            for span, code in _following(scene, found)
            if preposition_before(scene, span) == "with"
        ),
        None,
    )
    if source or partner:
        return (country_as("supplier" if source else "party", source or partner or ""),)
    sides = [code for span, code in scene.countries if not _speaks(scene, span)]
    pair = list(dict.fromkeys(code for code in sides if code != "us"))
    if len(pair) < 2 and rule != "gives-arms":
        pair = list(dict.fromkeys(code for code in reversed(scene.before) if code != "us"))[:2]
    return tuple(country_as("party", code) for code in sorted(pair)) if len(pair) == 2 else ()


_AUTHORITY = re.compile(
    r"(?:['’]s)?\s(?:[\w-]+\s){0,2}?(?:ministry|government|officials?|minister|spokes\w+|"
    r"department|presidency|parliament|embassy|police|military said)\b",
    re.IGNORECASE,
)


def _speaks(scene: Scene, span: Span) -> bool:
    """Tell a country named for its authority ("South Korea's ministry said") from a side."""
    return bool(_AUTHORITY.match(scene.plain, span[1], scene.span[1]))


def _cooperation(scene: Scene, found: re.Match[str], rule: str) -> Event | None:
    pair = list(dict.fromkeys(code for _, code in scene.countries if code != "us"))
    if len(pair) != 2 and _THE_TWO.search(scene.plain, found.end(), scene.span[1]):
        pair = list(dict.fromkeys(code for code in reversed(scene.before) if code != "us"))[:2]
    if len(pair) != 2:
        return None
    modality = stance.modality(scene.words)
    return event_in(
        scene,
        "talks",
        rule,
        (first_actor(scene, found), found.end()),
        stage="negotiating",
        certainty=_certainty(scene, found, modality, "negotiating"),
        actors=tuple(country_as("party", code) for code in sorted(pair)),
        modality=modality,
    )


_THE_TWO = re.compile(r"\b(?:the|these|both) (?:two )?(?:countries|nations|sides|states)\b")


def directed(found: Sequence[Event]) -> list[Event]:
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


FRAMES = (
    frame(
        "arms-noun",
        "deal agreement contract pact talks negotiat transfer trad sale ship suppl export deliver",
        rf"\b(?i:{ITEM}|military)\s(?:deals?|agreements?|contracts?|pacts?|talks|negotiations|"
        r"transfers?|trade|trading|sales?|shipments?|supply|supplies|exports?|deliver(?:y|ies))\b",
        _transfer,
    ),
    frame(
        "transfer-of-arms",
        "transfer sale suppl shipment deliver export provision",
        rf"\b(?:transfers?|sales?|supply|shipments?|deliver(?:y|ies)|exports?|provision)\sof\s"
        rf"(?:[\w-]+\s){{0,3}}?{ITEM}\b",
        _transfer,
    ),
    frame(
        "gives-arms",
        "provid suppl sell sold send sent ship carr deliver transfer export",
        r"\b(?:provid(?:e[sd]?|ing)|suppl(?:y|ies|ied|ying)|sells?|selling|sold|sends?|sending|sent|"
        r"ship(?:s|ped|ping)?|carr(?:y|ies|ied|ying)|deliver(?:s|ed|ing)?|transferr?(?:s|ed|ing)?|export(?:s|ed|ing)?)\s"
        rf"(?:[\w,-]+\s){{0,4}}?{ITEM}\b",
        _transfer,
    ),
    frame(
        "arms-given",
        "sold sent ship suppl deliver provid transfer export",
        rf"\b(?i:{ITEM})\s(?:[\w-]+\s){{0,2}}?(?:were|was|are|is|being|been|be)\s(?:[a-z]+ly\s)?"
        r"(?:sold|sent|shipped|supplied|delivered|provided|transferred|exported)\b",
        _transfer,
    ),
    frame(
        "discusses-cooperation",
        "cooperation",
        r"\b(?:discuss(?:ing|ed)?|negotiat(?:e|ing|ed))\s(?:[\w-]+\s){0,3}?cooperation\b",
        _cooperation,
    ),
    frame(
        "military-cooperation",
        "military",
        r"\b(?i:(?:(?:growing|increased|closer|deeper|deepening|expanding)\s)?military)(?:[\s-]technical)?\s"
        r"(?:cooperation|ties|alliance)\b",
        _cooperation,
    ),
)
