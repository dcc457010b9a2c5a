"""Assessments: what an event breaks, might break, or leaves untouched, who is exposed, and why.

The rules are data in `enjoin.law`; every answer has a sentence. Violations, criteria for
designation and consequences are kept apart: a broker may be designated where nothing is violated.

Two things never happen here. A weak word never becomes a strong one: what a source says *would*
or *could potentially* happen is not found to have happened. And nothing is established here: the
standard of proof is suspicion, or at most reasonable grounds; beyond that a person has to find it,
and is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from enjoin.cases.consequences import Consequence, consequences
from enjoin.cases.criteria import CriterionMet, criteria
from enjoin.cases.events import (
    MOVEMENTS,
    EstablishedIn,
    EventIn,
    Standard,
    event_day,
    listed,
    place,
    way,
)
from enjoin.cases.quotas import Quota, check_totals
from enjoin.cases.reach import REACHED, Verdict, to_verify, verdicts
from enjoin.law.measures import Measure
from enjoin.law.register import Register
from enjoin.model.errors import InvalidInput

#: How a finding speaks, by the word its source chose.
VERBS: Mapping[str, str] = {
    "fact": "would violate",
    "would": "would violate",
    "may": "could violate",
    "potentially": "would potentially violate",
    "if": "would violate",
}


class Hit(msgspec.Struct, frozen=True):
    """A measure, the goods it reaches, and why."""

    measure: str
    goods: tuple[str, ...]
    because: str


class Considered(msgspec.Struct, frozen=True):
    """A measure that speaks of such goods and yet does not apply, and why."""

    measure: str
    because: str
    applies: bool = False


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from an event; `on` is the day whose law was applied, `register` its version.

    `violates` and `needs_determination` are about States, `criteria` about those who took part.
    `quotas` are the running totals of ceilings, one for each source; `consequences` may follow.
    """

    violates: tuple[Hit, ...]
    needs_determination: tuple[Hit, ...]
    considered: tuple[Considered, ...]
    criteria: tuple[CriterionMet, ...]
    quotas: tuple[Quota, ...]
    consequences: tuple[Consequence, ...]
    addressees: tuple[str, ...]
    standard: Standard
    standard_because: str
    text: str
    on: str
    register: str


def assess(event: EventIn, register: Register, *, on: date | None = None) -> Assessment:
    """Say which measures an event violates, might violate, or leaves untouched, and why.

    The law is that of `on`, or else of the first day the event's own date may mean.

    Raises:
        InvalidInput: neither side, or no date, is known; or a total counts towards no ceiling.
    """
    day = on or event_day(event)
    if event.from_ is None and event.to is None:
        raise InvalidInput("event: from and to are both missing; name the country of one side.")
    check_totals(event, register)
    asked = verdicts(event, register, day)
    reached = tuple(one for one in asked if one.answer in REACHED)
    addressees, met = _addressees(event, reached), criteria(event, register, day)
    standard, because = _standard(event)
    answer = Assessment(
        violates=_hits(asked, {"violates"}, day),
        needs_determination=_hits(asked, {"determination", "quota"}, day),
        considered=_considered(asked),
        criteria=met,
        quotas=tuple(dict.fromkeys(quota for one in asked for quota in one.quotas)),
        consequences=consequences(
            event, register, day, reached=reached, addressees=addressees, criteria=met
        ),
        addressees=addressees,
        standard=standard,
        standard_because=because,
        text="",
        on=day.isoformat(),
        register=register.version,
    )
    return msgspec.structs.replace(answer, text=_text(event, asked, answer))


def _terms(measure: Measure, day: date) -> str:
    """Tell the exemptions that have terms, for a person to check."""
    terms = [one.text for one in measure.exemptions_on(day) if not one.excepts]
    return f" Exemption to check: {' '.join(terms)}" if terms else ""


# --- From verdicts to an assessment ------------------------------------------------------------


def _hits(verdicts: Sequence[Verdict], answers: set[str], day: date) -> tuple[Hit, ...]:
    """Gather what is answered so: one hit a measure, in the order of the register."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in verdicts:
        if one.answer in answers:
            found[one.measure.id][one.goods.name] = None
    return tuple(
        Hit(id_, tuple(goods), _why([one for one in verdicts if one.measure.id == id_], day))
        for id_, goods in found.items()
    )


def _why(verdicts: Sequence[Verdict], day: date) -> str:
    """Say what one measure makes of each good, and what it forbids."""
    measure = verdicts[0].measure
    said = f"{'; '.join(_reasons(verdicts))}. {measure.prohibits.text}"
    return f"{said}{_contest(measure)}{_terms(measure, day)}{to_verify(measure)}"


def _contest(measure: Measure) -> str:
    """Name the States by whose reading the measure is not in force."""
    by = [place(code) for code in measure.contested_by]
    return f" Contested by {listed(by)}, who hold that it is not in force." if by else ""


def _reasons(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Yield each reason once, after the goods it is about."""
    goods: dict[str, dict[str, None]] = defaultdict(dict)
    for one in verdicts:
        goods[one.because][one.goods.name] = None
    yield from (f"{listed(tuple(names))}: {why}" for why, names in goods.items())


def _considered(verdicts: Sequence[Verdict]) -> tuple[Considered, ...]:
    """Gather the measures that reach none of the goods."""
    spared = {"no", "excepted"}
    found: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        found[one.measure.id].append(one)
    return tuple(
        Considered(id_, "; ".join(_reasons(group)) + to_verify(group[0].measure))
        for id_, group in found.items()
        if all(one.answer in spared for one in group)
    )


def _addressees(event: EventIn, reached: Iterable[Verdict]) -> tuple[str, ...]:
    """Name the States whose duty it is: supplier, recipient, flag State, in this order."""
    rules = (one.measure.rule for one in reached)
    roles = {role for rule in rules if rule for role in rule.addresses}
    sides = {"supplier": event.from_, "recipient": event.to, "flag": event.flag}
    named = [code for role, code in sides.items() if role in roles and code]
    return tuple(dict.fromkeys(named))


def _standard(event: EventIn) -> tuple[Standard, str]:
    """Weigh the proof: reasonable grounds need a fact, done, on two independent sources.

    Raises:
        InvalidInput: what is not told as a completed fact is said to be established.
    """
    sources = event.independent_sources
    lacks = [
        (event.modality != "fact", f"its source tells it as: {event.modality}"),
        (event.stage != "executed", f"it has only been {_STAGES[event.stage]}"),
        (sources < 2, f"it rests on {sources} independent source{'' if sources == 1 else 's'}"),
    ]
    missing = [why for lacking, why in lacks if lacking]
    if event.established:
        return "established", _found_by(event.established, missing if _unsure(event) else [])
    if missing:
        return "suspicion", "; ".join(missing)
    return "reasonable-grounds", (
        f"a completed act, told as a fact, on {sources} independent sources; more than reasonable "
        "grounds only a person or a body with the power to decide can find"
    )


def _unsure(event: EventIn) -> bool:
    return event.modality != "fact" or event.stage != "executed"


def _found_by(established: EstablishedIn, missing: Sequence[str]) -> str:
    if missing:
        raise InvalidInput(
            f"event: established: {established.by} is said to have found it, and {missing[0]}. "
            "Leave `established` out, or give the event as an executed fact."
        )
    return f"found by {established.by} in {established.document}, and repeated here"


#: How far an event has gone, as a sentence has it.
_STAGES: Mapping[str, str] = {
    "planned": "planned",
    "negotiating": "negotiated",
    "agreed": "agreed",
    "executed": "carried out",
}


def _text(event: EventIn, verdicts: Sequence[Verdict], answer: Assessment) -> str:
    if event.kind not in MOVEMENTS:
        return (
            f"A {event.kind} moves no goods, money or services: it is kept as an event and no "
            "paragraph is tested on it."
        )
    parts = [claim(event, answer.violates, answer.standard)] if answer.violates else []
    parts += [question(hit) for hit in answer.needs_determination]
    if not parts:
        parts = [
            f"{_upper(_subject(event, [good.name for good in event.goods]))}: no rule of the "
            f"register as of {answer.on} reaches it. It is kept as an event; this is not a clear."
        ]
    excepted = [one for one in verdicts if one.answer == "excepted"]
    return " ".join(
        [*parts, *(f"{one.measure.id}: {one.goods.name} {one.because}" for one in excepted)]
    )


def claim(event: EventIn, violates: Sequence[Hit], standard: Standard) -> str:
    """Say what is violated, no stronger than the sources do."""
    goods = sorted({name for hit in violates for name in hit.goods})
    measures = listed(tuple(dict.fromkeys(hit.measure for hit in violates)))
    subject = _subject(event, goods)
    if event.modality == "fact" and event.stage == "executed":
        if standard == "established" and event.established:
            return f"As {event.established.by} has found, {subject} violates {measures}."
        if standard == "reasonable-grounds":
            return f"There are reasonable grounds to find that {subject} violates {measures}."
        return f"On what is reported, {subject} is suspected of being in breach of {measures}."
    condition = "" if event.stage == "executed" and event.modality != "if" else " if executed"
    return f"{_upper(subject)} {VERBS[event.modality]} {measures}{condition}."


def question(hit: Hit) -> str:
    """Say that a person has to answer."""
    return f"Whether {hit.measure} reaches {listed(hit.goods)} is for a person to determine."


def _subject(event: EventIn, goods: Sequence[str]) -> str:
    what = listed(sorted(goods)) if goods else "unnamed goods"
    article = "the" if event.modality == "fact" else "a"
    return f"{article} {MOVEMENTS[event.kind]} {what} {way(event)}"


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
