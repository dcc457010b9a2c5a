"""What may follow from an event, by regime and exposed party; none of it happens by itself.

A State answers to the Council; persons answer to the law of a jurisdiction they have a tie to; and
those whom no law binds may still be exposed to sanctions. The three are never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from enjoin.cases.criteria import CriterionMet
from enjoin.cases.events import MOVEMENTS, EventIn, listed, place
from enjoin.cases.reach import REACHED, Verdict, binds_persons, to_verify, verdicts
from enjoin.law.measures import Exposure, Measure
from enjoin.law.register import Register

#: Who is exposed, in words.
EXPOSED = {"foreign-banks": "banks outside the United States", "any-person": "any person"}
#: Whom a national measure binds, in words.
BOUND = {
    "us-persons": "US persons",
    "eu-persons": "EU persons",
    "uk-persons": "UK persons",
    "kr-persons": "persons under Korean jurisdiction",
}


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may follow for somebody, under one regime.

    `responsibility` of a State; `reporting` by a body, or by nobody; a `prohibition` for whoever is
    bound; `permission` to be asked for; `designation` to be proposed; `exposure` to secondary
    sanctions, which forbid nothing.
    """

    kind: Literal[
        "responsibility", "reporting", "prohibition", "permission", "designation", "exposure"
    ]
    regime: str
    party: str | None
    measure: str | None
    because: str


def consequences(
    event: EventIn,
    register: Register,
    day: date,
    *,
    reached: Sequence[Verdict],
    addressees: Sequence[str],
    criteria: Sequence[CriterionMet],
) -> tuple[Consequence, ...]:
    """Say what may follow from a movement; nothing from contact.

    `reached` are the paragraphs that reach it, `addressees` the States they are addressed to.
    """
    if event.kind not in MOVEMENTS or event.from_ == event.to:
        return ()
    return (
        *_responsibility(addressees, reached),
        *_reporting(event, register, day, reached),
        *_prohibitions(event, register, day),
        *_permissions(event, register, day),
        *_designations(criteria, register),
        *_exposures(event, register, day),
    )


def _responsibility(states: Sequence[str], reached: Sequence[Verdict]) -> Iterator[Consequence]:
    ids = tuple(dict.fromkeys(one.measure.id for one in reached))
    for state in states:
        yield Consequence(
            kind="responsibility",
            regime="UN",
            party=state,
            measure=None,
            because=f"{place(state)} answers to the Security Council under {listed(ids)}; what "
            "follows is for the Council to decide",
        )


def _reporting(
    event: EventIn, register: Register, day: date, reached: Sequence[Verdict]
) -> Iterator[Consequence]:
    """Name the bodies that watch the measures on the day, or say that there is none."""
    targets = {target for one in reached for target in one.measure.targets}
    bodies = [one for one in register.measures if one.reports and targets & {*one.targets}]
    watching = [one for one in bodies if one.in_force(day)]
    for one in watching:
        told = one.reports.text if one.reports else ""
        yield _consequence("reporting", one, one.title, told)
    if bodies and not watching:
        spans = [f"{one.title} {_span(one)}" for one in bodies]
        because = f"no body watches on {day}: {'; '.join(spans)}"
        yield Consequence(kind="reporting", regime="UN", party=None, measure=None, because=because)


def _span(measure: Measure) -> str:
    until = f" to {measure.valid_until}" if measure.valid_until else ""
    return f"from {measure.valid_from.day}{until}"


def _prohibitions(event: EventIn, register: Register, day: date) -> Iterator[Consequence]:
    """Name the national measures that reach the goods, for persons whom they bind."""
    found: dict[str, list[Verdict]] = {}
    for one in verdicts(event, register, day, binds_persons):
        if one.answer in REACHED:
            found.setdefault(one.measure.id, []).append(one)
    for group in found.values():
        measure = group[0].measure
        who = listed([BOUND[one] for one in measure.nexus if one in BOUND])
        goods = listed(sorted({one.goods.name for one in group}))
        reasons = "; ".join(dict.fromkeys(one.because for one in group))
        because = f"{goods}: {reasons}. {measure.prohibits.text}{to_verify(measure)}"
        yield _consequence("prohibition", measure, who, because)


def _permissions(event: EventIn, register: Register, day: date) -> Iterator[Consequence]:
    sides = {event.from_, event.to}
    for measure in register.in_force(day):
        if measure.regime == "KR" and measure.blocks and sides & {*measure.targets}:
            because = f"if Seoul has designated a party: {measure.prohibits.text}"
            yield _consequence("permission", measure, BOUND["kr-persons"], because)


def _designations(criteria: Iterable[CriterionMet], register: Register) -> Iterator[Consequence]:
    measures = {each.id: one for one in register.measures for each in one.criteria}
    for one in criteria:
        if one.applicable:
            measure = measures[one.measure]
            open_ = sum(element.met == "unproven" for element in one.elements)
            because = (
                f"{one.says} Elements still unproven: {open_} of {len(one.elements)}. It may be "
                f"proposed to {listed(measure.listing_authority or (measure.authority,))}"
            )
            party = one.party or "whoever took part"
            yield Consequence(
                kind="designation",
                regime=measure.regime,
                party=party,
                measure=one.measure,
                because=because,
            )


def _exposures(event: EventIn, register: Register, day: date) -> Iterator[Consequence]:
    for measure in register.in_force(day):
        for exposure in measure.exposure:
            if exposure.on(day) and _touches(event, measure, exposure):
                party = EXPOSED[exposure.who]
                yield _consequence("exposure", measure, party, _risk(exposure))


def _touches(event: EventIn, measure: Measure, exposure: Exposure) -> bool:
    targets = {exposure.target} if exposure.target else {*measure.targets}
    goods = {one.class_ for one in event.goods}
    return bool(targets & {event.from_, event.to}) and (
        not exposure.goods or bool(goods & {*exposure.goods})
    )


def _risk(exposure: Exposure) -> str:
    knowing = (
        "only who acts knowingly is exposed"
        if exposure.knowledge == "knowing"
        else "knowledge is not required"
    )
    factors = f" Significant, by: {exposure.significant.text}" if exposure.significant else ""
    return (
        f"{exposure.conduct}{exposure.mark} It forbids nothing to those it does not bind; "
        f"{knowing}.{factors}"
    )


def _consequence(
    kind: Literal["reporting", "prohibition", "permission", "exposure"],
    measure: Measure,
    party: str,
    because: str,
) -> Consequence:
    return Consequence(
        kind=kind, regime=measure.regime, party=party, measure=measure.id, because=because
    )
