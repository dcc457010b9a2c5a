"""What a measure makes of goods that move: the question each rule of the register is asked.

Does this paragraph, as it stood on the day, reach this movement? Every answer has a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from enjoin.cases.events import MOVEMENTS, EventIn, GoodsIn
from enjoin.cases.quotas import Quota, quotas
from enjoin.law.measures import Measure, Reach, Rule
from enjoin.law.register import Register
from enjoin.model.countries import name_of

Answer = Literal["violates", "determination", "quota", "excepted", "no"]
#: Answers by which a rule reaches goods, outright or if a person finds so.
REACHED: frozenset[Answer] = frozenset({"violates", "determination", "quota"})


class Verdict(NamedTuple):
    """What one measure says of one good, and the running totals that decided, if any did."""

    measure: Measure
    goods: GoodsIn
    answer: Answer
    because: str
    quotas: tuple[Quota, ...] = ()


def binds_states(measure: Measure) -> bool:
    """Tell whether it binds every State, so that a finding about one rests on it."""
    return "member-states" in measure.nexus


def binds_persons(measure: Measure) -> bool:
    """Tell whether it binds persons with a tie to a jurisdiction, so that a decision does."""
    return not binds_states(measure)


def verdicts(
    event: EventIn, register: Register, day: date, which: Callable[[Measure], bool] = binds_states
) -> tuple[Verdict, ...]:
    """Ask the rules of some measures about every good; rules for what is left over come last."""
    if event.kind not in MOVEMENTS or event.from_ == event.to:
        return ()
    sides = {event.from_, event.to}
    measures = [one for one in register.measures if which(one) and sides & {*one.targets}]
    rules = [(one, one.rule) for one in measures if one.rule]
    goods = sorted(set(event.goods), key=lambda one: (one.name, one.class_, one.quantity or ""))
    first = [
        judge(measure, rule, good, event, day)
        for measure, rule in rules
        if not rule.residual
        for good in goods
    ]
    settled = {one.goods for one in first if one and one.answer in {"violates", "quota"}}
    last = [
        _settled(measure, good) if good in settled else judge(measure, rule, good, event, day)
        for measure, rule in rules
        if rule.residual and measure.in_force(day)
        for good in goods
    ]
    return tuple(verdict for verdict in (*first, *last) if verdict)


def _settled(measure: Measure, good: GoodsIn) -> Verdict:
    why = "a paragraph of their own reaches them, so the catch-all is not needed"
    return Verdict(measure, good, "no", why)


def judge(measure: Measure, rule: Rule, good: GoodsIn, event: EventIn, day: date) -> Verdict | None:
    """Say what a measure makes of a good; None if such goods or acts are not its subject."""
    if rule.act not in {"supply", event.kind}:
        return None
    about = [
        one
        for one in rule.reach
        if one.takes(good.class_) and _opposite(one, measure, event) and not _unlike(one, good)
    ]
    if not about:
        return None
    reaches = [one for one in about if _this_way(one, measure, event)]
    why = _out_of_time(measure, reaches, day) if reaches else _wrong_way(about[0], measure)
    if why:
        return Verdict(measure, good, "no", why)
    excepting = [one for one in measure.exemptions_on(day) if good.class_ in one.excepts]
    if excepting:
        return Verdict(measure, good, "excepted", f"excepted on {day}: {excepting[0].text}")
    reach = next(one for one in reaches if one.on(day))
    if reach.answer == "quota":
        return _against_limits(measure, reach, good, event, day)
    return _reached(measure, reach, good, event)


def _opposite(reach: Reach, measure: Measure, event: EventIn) -> bool:
    """Tell whether the country opposite the target may be one the rule is about."""
    across = {event.from_, event.to} - {*measure.targets}
    return not reach.other_side or bool(across & {*reach.other_side, None})


def _unlike(reach: Reach, good: GoodsIn) -> bool:
    """Tell whether the name of goods takes them out of reach."""
    missing = bool(reach.named) and not _has_word(good.name, reach.named) and not reach.question
    return missing or _has_word(good.name, reach.unless)


def _has_word(name: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.I) for word in words)


def _this_way(reach: Reach, measure: Measure, event: EventIn) -> bool:
    ways = {"from": event.from_ in measure.targets, "to": event.to in measure.targets}
    way = reach.way or measure.flow
    return any(ways.values()) if way == "both" else ways[way]


def _wrong_way(reach: Reach, measure: Measure) -> str:
    to = (reach.way or measure.flow) == "to"
    about, other = ("supply to", "from") if to else ("exports from", "to")
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


def _against_limits(
    measure: Measure, reach: Reach, good: GoodsIn, event: EventIn, day: date
) -> Verdict:
    """Compare the totals with the ceiling: what States reported decides, an estimate asks."""
    counted = [one for one in event.goods if reach.takes(one.class_)]
    found = quotas(measure, counted, event, day)
    passed = [one for one in found if one.exceeded and one.kind != "estimated"]
    if passed:
        return Verdict(measure, good, "violates", "; ".join(one.text for one in found), found)
    told = " or ".join(
        f"{one.amount:,} {one.unit} ({one.period}){one.mark}" for one in measure.limits
    )
    totals = "; ".join(one.text for one in found) or "the running total decides"
    why = f"counts against a ceiling for all suppliers together: {told}; {totals}"
    return Verdict(measure, good, "quota", why, found)


def _reached(measure: Measure, reach: Reach, good: GoodsIn, event: EventIn) -> Verdict:
    named = not reach.named or _has_word(good.name, reach.named)
    flagged = not reach.flagged or event.flag == reach.flagged
    if named and flagged and reach.answer == "violates":
        why = f"reached since {reach.from_}{_by(reach)}"
        return Verdict(measure, good, "violates", why)
    return Verdict(measure, good, "determination", f"a person has to determine {reach.question}")


def to_verify(measure: Measure) -> str:
    """Name the facts an answer rests on that are marked C; facts in words carry the mark too."""
    open_facts = [name for name in ("paragraph", "binds") if name in measure.to_verify]
    return f" [C: to verify: {', '.join(open_facts)}]" if open_facts else ""
