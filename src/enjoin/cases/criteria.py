"""Criteria for designation: who may be listed for what, element by element, violation or not."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from enjoin.cases.events import MOVEMENTS, EventIn, Participant, listed, way
from enjoin.law.measures import EVERYWHERE, Criterion, Element, Measure
from enjoin.law.register import Register

Met = Literal["yes", "no", "unproven"]


class ElementMet(msgspec.Struct, frozen=True):
    """Whether an element is met, and by what."""

    element: str
    met: Met
    evidence: str


class CriterionMet(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion for designation, applied to one who took part; None if nobody is named.

    It is `applicable` where no element is disproved: somebody may propose, and an authority decide.
    """

    measure: str
    says: str
    party: str | None
    role: str | None
    elements: tuple[ElementMet, ...]
    applicable: bool


def criteria(event: EventIn, register: Register, day: date) -> tuple[CriterionMet, ...]:
    """Apply the criteria in force on a day to everybody who took part in a movement.

    A criterion about other goods, or another country, is left out.
    """
    if event.kind not in MOVEMENTS or not {event.from_, event.to} & {*register.targets}:
        return ()
    parties = event.participants or (None,)
    asked = (
        _applied(measure, criterion, event, party)
        for measure in register.in_force(day)
        for criterion in measure.criteria
        for party in parties
    )
    return tuple(one for one in asked if one)


def _applied(
    measure: Measure, criterion: Criterion, event: EventIn, party: Participant | None
) -> CriterionMet | None:
    """Apply a criterion; None if the goods or the country are not its subject."""
    found = [(one.test, _element(one, measure, event, party)) for one in criterion.elements]
    if any(test in {"goods", "side"} and each.met == "no" for test, each in found):
        return None
    elements = tuple(each for _, each in found)
    return CriterionMet(
        measure=criterion.id,
        says=criterion.text,
        party=party.party if party else None,
        role=party.role if party else None,
        elements=elements,
        applicable=all(one.met != "no" for one in elements),
    )


def _element(
    element: Element, measure: Measure, event: EventIn, party: Participant | None
) -> ElementMet:
    met, evidence = _TESTS[element.test](element, measure, event, party)
    if met == "yes" and element.test in {"stage", "role"} and event.modality != "fact":
        met, evidence = "unproven", f"{evidence}; the source tells it as: {event.modality}"
    return ElementMet(element.says, met, evidence)


_Answer = tuple[Met, str]


def _goods(element: Element, _m: Measure, event: EventIn, _p: Participant | None) -> _Answer:
    if not event.goods:
        return "unproven", "the event names no goods"
    sure = [one.name for one in event.goods if not element.of or one.class_ in element.of]
    if sure:
        return "yes", listed(sorted(set(sure)))
    unsure = [one for one in event.goods if one.class_ in (*element.perhaps, "unknown")]
    if unsure:
        names = listed(sorted({one.name for one in unsure}))
        return "unproven", f"a person has to say whether {names} fall under it"
    return "no", f"the goods are {listed(sorted({one.class_ for one in event.goods}))}"


def _side(element: Element, measure: Measure, event: EventIn, _p: Participant | None) -> _Answer:
    told = way(event)
    if EVERYWHERE in measure.targets:
        return "unproven", f"a person has to say whether it concerns such a country: {told}"
    sides = {"from": event.from_, "to": event.to}
    asked = {name: sides[name] for name in element.of or sides}
    if {*asked.values()} & {*measure.targets}:
        return "yes", told
    return (
        ("unproven", f"one side is not known: {told}") if None in asked.values() else ("no", told)
    )


def _stage(element: Element, _m: Measure, event: EventIn, _p: Participant | None) -> _Answer:
    told = f"the event is {event.stage}"
    if event.stage in element.of:
        return "yes", told
    return ("unproven", told) if event.stage in element.perhaps else ("no", told)


def _role(element: Element, _m: Measure, _e: EventIn, party: Participant | None) -> _Answer:
    if party is None:
        return "unproven", "the event names nobody besides the two sides"
    told = f"{party.party}: {party.role}"
    if party.role.lower() in element.of:
        return "yes", told
    if party.role.lower() in element.perhaps:
        return "unproven", f"{told}; a person has to say whether that is enough"
    return ("no", told) if _known_role(party.role) else ("unproven", f"{told}; an unknown role")


def _unstated(_x: Element, _m: Measure, _e: EventIn, _p: Participant | None) -> _Answer:
    return "unproven", "the event does not tell"


_TESTS = {"goods": _goods, "side": _side, "stage": _stage, "role": _role, "unstated": _unstated}

#: Roles of those who take part that the criteria tell apart; of any other nothing is known.
ROLES = frozenset(
    """adviser bank broker buyer carrier exporter facilitator financier importer insurer
    intermediary procurer seller shipper supplier trainer""".split()
)


def _known_role(role: str) -> bool:
    return role.lower() in ROLES
