"""Assessments: which measures an event violates, might violate, or leaves untouched, and why.

The rules are data in `enjoin.law`; this module asks them one question a measure and a good: does
this paragraph, as it stood on the day, reach this movement? Every answer has a sentence.

Two things never happen here. A weak word never becomes a strong one: what a source says *would*
or *could potentially* happen is not found to have happened. And nothing is ever established: the
standard of proof is suspicion, or at most reasonable grounds; beyond that a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple, get_args

import msgspec

from enjoin.law.measures import GoodsClass, Measure, Reach, Rule
from enjoin.law.register import Register
from enjoin.model.countries import name_of
from enjoin.model.errors import InvalidInput
from enjoin.model.report import Modality

#: ISO 3166 alpha-2 in upper case, or a longer code of FollowTheMoney's, such as UA-CRI.
CountryCode = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}(-?[A-Z]{2,3})?$")]
Kind = Literal[
    "visit",
    "meeting",
    "talks",
    "briefing",
    "deal",
    "procurement",
    "brokering",
    "transfer",
    "shipment",
    "ship-to-ship",
    "port-call",
    "seizure",
    "test",
    "parade",
    "use",
    "payment",
    "funds-movement",
    "designation",
    "enforcement",
    "licence",
    "waiver",
    "notification",
    "vote",
    "lifting-claim",
    "lifting",
    "commitment",
]
#: How far an event has gone, weakest first.
Stage = Literal["planned", "negotiating", "agreed", "executed"]
Standard = Literal["suspicion", "reasonable-grounds", "established"]

#: The kinds of event in which goods, money or services move, and how to speak of them. Any other
#: kind is contact or context: it may deserve attention, but no paragraph forbids it.
MOVEMENTS: Mapping[str, str] = {
    "deal": "deal in",
    "procurement": "procurement of",
    "brokering": "brokering of",
    "transfer": "transfer of",
    "shipment": "shipment of",
    "ship-to-ship": "ship-to-ship transfer of",
    "payment": "payment in",
    "funds-movement": "movement of",
}
#: How a finding speaks, by the word its source chose.
VERBS: Mapping[str, str] = {
    "fact": "would violate",
    "would": "would violate",
    "may": "could violate",
    "potentially": "would potentially violate",
    "if": "would violate",
}


class GoodsIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods, money or services of an event; `quantity` is a decimal number as text."""

    name: str
    class_: GoodsClass = msgspec.field(name="class")
    quantity: str | None = None
    unit: str | None = None


class Participant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who takes part besides the two sides, such as a broker."""

    role: str
    party: str
    country: CountryCode | None = None


class EventIn(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"from_": "from"},
):
    """An event to be assessed.

    `from` and `to` are where goods, money or services come from and go to, `flag` is the State of
    the ship or aircraft. `on` is an ISO 8601 date with the precision known. Stage and certainty
    that are not given are taken to be the weakest: planned, on one source.
    """

    kind: Kind
    stage: Stage = "planned"
    on: str | None = None
    from_: CountryCode | None = None
    to: CountryCode | None = None
    flag: CountryCode | None = None
    modality: Modality = "fact"
    independent_sources: Annotated[int, msgspec.Meta(ge=0)] = 1
    goods: tuple[GoodsIn, ...] = ()
    participants: tuple[Participant, ...] = ()


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


class Criterion(msgspec.Struct, frozen=True):
    """A criterion for designation, element by element."""

    measure: str
    elements: tuple[Mapping[str, str], ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from an event; `on` is the day whose law was applied, `register` its version."""

    violates: tuple[Hit, ...]
    needs_determination: tuple[Hit, ...]
    considered: tuple[Considered, ...]
    criteria: tuple[Criterion, ...]
    addressees: tuple[str, ...]
    standard: Standard
    text: str
    on: str
    register: str


class _Verdict(NamedTuple):
    """What one measure says of one good."""

    measure: Measure
    goods: GoodsIn
    answer: Literal["violates", "determination", "quota", "excepted", "no"]
    because: str


#: What an event's fields may say, for the message that one says something else.
_ALLOWED: Mapping[str, str] = {
    field: f" Allowed: {', '.join(get_args(values))}."
    for field, values in {
        "kind": Kind,
        "stage": Stage,
        "modality": Modality,
        "goods": GoodsClass,
    }.items()
} | dict.fromkeys(("from", "to", "flag"), " Write an ISO code, such as KP.")


def read_event(data: bytes | str) -> EventIn:
    """Read an event from JSON.

    Raises:
        InvalidInput: it is no such event; the message names the field.
    """
    try:
        return msgspec.json.decode(data, type=EventIn)
    except msgspec.DecodeError as error:
        allowed = next((told for at, told in _ALLOWED.items() if f"$.{at}" in str(error)), "")
        raise InvalidInput(
            f"event: {error}.{allowed} See `enjoin assess --help` for an example."
        ) from error


def assess(event: EventIn, register: Register, *, on: date | None = None) -> Assessment:
    """Say which measures an event violates, might violate, or leaves untouched, and why.

    The law is that of `on`, or else of the first day the event's own date may mean.

    Raises:
        InvalidInput: neither side, or no date, is known.
    """
    day = on or _event_day(event)
    if event.from_ is None and event.to is None:
        raise InvalidInput("event: from and to are both missing; name the country of one side.")
    verdicts = _verdicts(event, register, day)
    answer = Assessment(
        violates=_hits(verdicts, {"violates"}, day),
        needs_determination=_hits(verdicts, {"determination", "quota"}, day),
        considered=_considered(verdicts),
        criteria=(),
        addressees=_addressees(event, verdicts),
        standard=_standard(event),
        text="",
        on=day.isoformat(),
        register=register.version,
    )
    return msgspec.structs.replace(answer, text=_text(event, verdicts, answer))


def _event_day(event: EventIn) -> date:
    if event.on is None:
        raise InvalidInput("event: on is missing; without a date no law can be applied.")
    return first_day(event.on)


def first_day(value: str) -> date:
    """Read the first day an ISO 8601 date or instant of any precision may mean.

    Raises:
        InvalidInput: it is no such date.
    """
    padded = value + "0001-01-01"[len(value) :] if len(value) in {4, 7} else value
    try:
        return date.fromisoformat(padded[:10])
    except ValueError as error:
        raise InvalidInput(
            f"on: {value!r} is no date; write 2023, 2023-09 or 2023-09-20."
        ) from error


# --- What the measures say ---------------------------------------------------------------------


def _verdicts(event: EventIn, register: Register, day: date) -> tuple[_Verdict, ...]:
    """Ask every rule that binds States about every good; rules for what is left over come last."""
    if event.kind not in MOVEMENTS or event.from_ == event.to:
        return ()
    sides = {event.from_, event.to}
    rules = [
        (one, one.rule)
        for one in register.measures
        if one.rule and "member-states" in one.nexus and sides & {*one.targets}
    ]
    goods = sorted(set(event.goods), key=lambda one: (one.name, one.class_, one.quantity or ""))
    first = [
        _judge(measure, rule, good, event, day)
        for measure, rule in rules
        if not rule.residual
        for good in goods
    ]
    settled = {one.goods for one in first if one and one.answer in {"violates", "quota"}}
    last = [
        _settled(measure, good) if good in settled else _judge(measure, rule, good, event, day)
        for measure, rule in rules
        if rule.residual and measure.in_force(day)
        for good in goods
    ]
    return tuple(verdict for verdict in (*first, *last) if verdict)


def _settled(measure: Measure, good: GoodsIn) -> _Verdict:
    why = "a paragraph of their own reaches them, so the catch-all is not needed"
    return _Verdict(measure, good, "no", why)


def _judge(
    measure: Measure, rule: Rule, good: GoodsIn, event: EventIn, day: date
) -> _Verdict | None:
    """Say what a measure makes of a good; None if such goods or acts are not its subject."""
    if rule.act not in {"supply", event.kind}:
        return None
    reaches = [one for one in rule.reach if good.class_ in one.goods and not _unlike(one, good)]
    if not reaches:
        return None
    if why := _wrong_way(measure, event) or _out_of_time(measure, reaches, day):
        return _Verdict(measure, good, "no", why)
    for exemption in measure.exemptions_on(day):
        if good.class_ in exemption.excepts:
            return _Verdict(measure, good, "excepted", f"excepted on {day}: {exemption.text}")
    reach = next(one for one in reaches if one.on(day))
    if reach.answer == "quota":
        return _against_limits(measure, good)
    return _reached(measure, reach, good, event)


def _unlike(reach: Reach, good: GoodsIn) -> bool:
    """Tell whether the name of goods takes them out of reach."""
    missing = bool(reach.named) and not _has_word(good.name, reach.named) and not reach.question
    return missing or _has_word(good.name, reach.unless)


def _has_word(name: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.I) for word in words)


def _wrong_way(measure: Measure, event: EventIn) -> str | None:
    ways = {"from": event.from_ in measure.targets, "to": event.to in measure.targets}
    if measure.flow == "both" or ways[measure.flow]:
        return None
    about, other = ("supply to", "from") if measure.flow == "to" else ("exports from", "to")
    here = name_of(measure.targets[0].lower())
    return f"direction of flow: it is about {about} {here}, and these goods move {other} it"


def _out_of_time(measure: Measure, reaches: Sequence[Reach], day: date) -> str | None:
    if not measure.in_force(day):
        until = f" until {measure.valid_until}" if measure.valid_until else ""
        return f"not in force on {day}: it is from {measure.valid_from.day}{until}"
    if any(one.on(day) for one in reaches):
        return None
    spans = [f"{one.from_}{f' to {one.until}' if one.until else ''}{_by(one)}" for one in reaches]
    return f"on {day} it did not reach such goods; it does from {', '.join(spans)}"


def _by(reach: Reach) -> str:
    return f" (through {reach.by})" if reach.by else ""


def _against_limits(measure: Measure, good: GoodsIn) -> _Verdict:
    """Compare one delivery with the ceiling: alone it can exceed it, otherwise totals decide."""
    told = " or ".join(f"{one.amount:,} {one.unit} ({one.period})" for one in measure.limits)
    for limit in measure.limits:
        amount = _amount(good, limit.unit)
        if amount is not None and amount > limit.amount:
            why = f"alone {amount:,.0f} {limit.unit}, where the ceiling for all suppliers is {told}"
            return _Verdict(measure, good, "violates", why)
    why = f"counts against a ceiling for all suppliers together: {told}; the running total decides"
    return _Verdict(measure, good, "quota", why)


def _amount(good: GoodsIn, unit: str) -> float | None:
    """Read a quantity if it is given in this unit, singular or plural, metric tons as tonnes."""
    said = (good.unit or "").lower().replace("tons", "tonnes").rstrip("s")
    if said != unit.lower().rstrip("s"):
        return None
    try:
        return float((good.quantity or "").replace(",", ""))
    except ValueError as error:
        raise InvalidInput(
            f"event: quantity of {good.name}: {good.quantity!r} is no number."
        ) from error


def _reached(measure: Measure, reach: Reach, good: GoodsIn, event: EventIn) -> _Verdict:
    named = not reach.named or _has_word(good.name, reach.named)
    flagged = not reach.flagged or event.flag == reach.flagged
    if named and flagged and reach.answer == "violates":
        why = f"reached since {reach.from_}{_by(reach)}"
        return _Verdict(measure, good, "violates", why)
    return _Verdict(measure, good, "determination", f"a person has to determine {reach.question}")


def _terms(measure: Measure, day: date) -> str:
    """Tell the exemptions that have terms, for a person to check."""
    terms = [one.text for one in measure.exemptions_on(day) if not one.excepts]
    return f" Exemption to check: {' '.join(terms)}" if terms else ""


def _to_verify(measure: Measure) -> str:
    """Name the facts an answer rests on that are marked C; facts in words carry the mark too."""
    open_facts = [name for name in ("paragraph", "binds") if name in measure.to_verify]
    return f" [C: to verify: {', '.join(open_facts)}]" if open_facts else ""


# --- From verdicts to an assessment ------------------------------------------------------------


def _hits(verdicts: Sequence[_Verdict], answers: set[str], day: date) -> tuple[Hit, ...]:
    """Gather what is answered so: one hit a measure, in the order of the register."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in verdicts:
        if one.answer in answers:
            found[one.measure.id][one.goods.name] = None
    return tuple(
        Hit(id_, tuple(goods), _why([one for one in verdicts if one.measure.id == id_], day))
        for id_, goods in found.items()
    )


def _why(verdicts: Sequence[_Verdict], day: date) -> str:
    """Say what one measure makes of each good, and what it forbids."""
    measure = verdicts[0].measure
    said = f"{'; '.join(_reasons(verdicts))}. {measure.prohibits.text}"
    return f"{said}{_terms(measure, day)}{_to_verify(measure)}"


def _reasons(verdicts: Iterable[_Verdict]) -> Iterator[str]:
    """Yield each reason once, after the goods it is about."""
    goods: dict[str, dict[str, None]] = defaultdict(dict)
    for one in verdicts:
        goods[one.because][one.goods.name] = None
    yield from (f"{listed(tuple(names))}: {why}" for why, names in goods.items())


def _considered(verdicts: Sequence[_Verdict]) -> tuple[Considered, ...]:
    """Gather the measures that reach none of the goods."""
    spared = {"no", "excepted"}
    found: dict[str, list[_Verdict]] = defaultdict(list)
    for one in verdicts:
        found[one.measure.id].append(one)
    return tuple(
        Considered(id_, "; ".join(_reasons(group)) + _to_verify(group[0].measure))
        for id_, group in found.items()
        if all(one.answer in spared for one in group)
    )


def _addressees(event: EventIn, verdicts: Iterable[_Verdict]) -> tuple[str, ...]:
    """Name the States whose duty it is: supplier, recipient, flag State, in this order."""
    roles = {
        role
        for one in verdicts
        if one.answer not in {"no", "excepted"} and one.measure.rule
        for role in one.measure.rule.addresses
    }
    sides = {"supplier": event.from_, "recipient": event.to, "flag": event.flag}
    named = [code for role, code in sides.items() if role in roles and code]
    return tuple(dict.fromkeys(named))


def _standard(event: EventIn) -> Standard:
    """Weigh the proof: reasonable grounds need a fact, done, on two independent sources."""
    strong = event.modality == "fact" and event.stage == "executed"
    return "reasonable-grounds" if strong and event.independent_sources >= 2 else "suspicion"


def _text(event: EventIn, verdicts: Sequence[_Verdict], answer: Assessment) -> str:
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
    way = f"from {_place(event.from_)} to {_place(event.to)}"
    return f"{article} {MOVEMENTS[event.kind]} {what} {way}"


def _place(code: str | None) -> str:
    return name_of(code.lower()) if code else "an unknown country"


def listed(names: Sequence[str]) -> str:
    """Write names as English does: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
