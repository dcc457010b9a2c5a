"""One page for a measure: what it does, why, an example that was run, what is not covered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.events import MOVEMENTS, read_event
from enjoin.law.measures import Criterion, Exposure, Measure, Reach
from enjoin.law.register import Register

REGIMES = {
    "UN": "United Nations",
    "US": "United States",
    "EU": "European Union",
    "UK": "United Kingdom",
    "KR": "Republic of Korea",
    "OTHER": "States acting together",
}
#: What measures are about besides goods that move and property that is blocked, in words.
_PARTS = {
    "financial": "finance",
    "inspection": "inspection",
    "investment-ban": "investment",
    "joint-ventures": "joint ventures",
    "overseas-workers": "workers",
    "shipping": "shipping",
    "travel-ban": "travel",
}
#: Countries that stand on the other side of an example.
OTHERS = ("RU", "KP", "SY")


def page(measure: Measure, register: Register) -> str:
    """Write the page of one measure in Markdown. Its example is run when the page is written."""
    parts = (
        f"## {measure.id}: {measure.title}",
        f"**What it does.** {measure.prohibits.text}",
        f"**Whom it binds.** {measure.binds.text}",
        f"**Why.** {register.instruments[measure.instrument].why.text}",
        f"**When.** {_when(measure)}",
        f"**Who decides.** {_who(measure, register)}",
        _bullets("Exemptions", (f"{one.text} {_span(one)}" for one in measure.exemptions)),
        f"**Exemptions.** {measure.no_exemption.text}" if measure.no_exemption else "",
        _bullets("Tested", _tested(measure)),
        _example_told(measure, register),
        _bullets("Not covered", _not_covered(measure)),
        _bullets("Notes", (one.text for one in measure.notes)),
        _bullets("References", _references(measure, register)),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def book(regime: str, register: Register) -> str:
    """Write the pages of every measure of a regime that a rule covers, and name the others."""
    held = [one for one in register.measures if one.regime == regime]
    covered = [one for one in held if one.executable]
    others = [f"{one.id}: {one.title}" for one in held if not one.executable]
    head = (
        f"# Rules: {REGIMES[regime]}\n\n"
        f"{len(held)} measures, {len(covered)} of them with something a machine can test. Written "
        "from the register; see [the register](../law.md) for how to read it.\n"
    )
    rest = _bullets("Without an executable rule", others)
    return "\n".join([head, *(page(one, register) for one in covered), f"{rest}\n" if rest else ""])


def _bullets(title: str, items: Iterable[str]) -> str:
    lines = [f"- {item}" for item in items]
    return "\n".join([f"**{title}.**", "", *lines]) if lines else ""


def _span(one: Any) -> str:
    return f"(from {one.from_}{f' to {one.until}' if one.until else ''})"


def _when(measure: Measure) -> str:
    told = [f"From {measure.valid_from.text}"]
    if measure.ended:
        told.append(f"to {measure.ended.last_day}, ended by {measure.ended.by}{measure.ended.mark}")
    parts = [f"{' '.join(told)}."]
    if measure.contested:
        parts.append(f"Contested by {', '.join(measure.contested.by)}: {measure.contested.text}")
    silent = measure.silence.text if measure.silence else ""
    parts.append(f"Where nobody decides it {measure.default_on_silence}. {silent}".strip())
    return " ".join(parts)


def _who(measure: Measure, register: Register) -> str:
    names = [register.authority(one).name for one in measure.lift_authority]
    by = register.authority(measure.authority).name
    listing = [register.authority(one).name for one in measure.listing_authority]
    listed = f" Listings are made by: {'; '.join(listing)}." if listing else ""
    return f"Imposed by: {by}. Ended or waived only by: {'; '.join(names)}.{listed}"


# --- What is tested ----------------------------------------------------------------------------


def _tested(measure: Measure) -> Iterator[str]:
    if not measure.executable:
        yield "Nothing: a person applies it."
    for reach in measure.rule.reach if measure.rule else ():
        yield _reach(reach, measure)
    for limit in measure.limits:
        yield f"A ceiling of {limit.amount:,} {limit.unit} ({limit.period}){limit.mark}"
    for criterion in measure.criteria:
        elements = "; ".join(one.says for one in criterion.elements)
        yield f"Criterion for designation {criterion.id}: {criterion.text} Elements: {elements}."
    for exposure in measure.exposure:
        yield f"Exposure of {exposure.who}: {exposure.conduct}{exposure.mark} {_span(exposure)}"
    if measure.blocks:
        yield _blocks(measure)


def _reach(reach: Reach, measure: Measure) -> str:
    goods = ", ".join(reach.goods) or "any goods"
    flow = reach.way or measure.flow
    way = {"from": "from the target", "to": "to the target", "both": "either way"}[flow]
    by = f", through {reach.by}" if reach.by else ""
    answer = f"; a person determines {reach.question}" if reach.question else ""
    return f"Rule: {goods}, {way} {_span(reach)}{by}{answer}"


def _blocks(measure: Measure) -> str:
    assert measure.blocks
    tags = ", ".join(measure.blocks.programmes)
    status = "; ".join(measure.blocks.status)
    listed = f"listed with the tag {tags}" if tags else "listed under it"
    also = f", and without a listing: {status}" if status else ""
    return f"Blocking: the property of parties {listed}{also}{measure.blocks.mark}"


def _not_covered(measure: Measure) -> Iterator[str]:
    if measure.exemptions:
        yield "Whether the terms of an exemption are met: it is named, and a person checks it."
    if measure.executable and not measure.rule:
        yield "The prohibition itself is not tested on goods that move."
    if parts := sorted(_PARTS.keys() & {*measure.types}):
        yield f"No rule tests its part on {', '.join(_PARTS[one] for one in parts)}."
    if measure.rule:
        yield "Whether goods belong to the class that is told of them: that is taken as given."
    if any(one.test == "unstated" for each in measure.criteria for one in each.elements):
        yield "Elements that no event tells; they stay unproven until a person finds them."
    if measure.to_verify:
        yield f"Facts still to verify: {', '.join(measure.to_verify)}."


def _references(measure: Measure, register: Register) -> Iterator[str]:
    yield f"{measure.instrument}, paragraph {measure.paragraph.text}"
    backed: dict[str, dict[str, None]] = {}
    for name, fact in measure.facts():
        for id_ in fact.sources:
            backed.setdefault(id_, {})[f"{name} ({fact.confidence})"] = None
    for id_, facts in backed.items():
        source = register.sources[id_]
        title = f"[{source.title}]({source.url})" if source.url else source.title
        yield f"{title}: {', '.join(facts)}"


# --- Examples ----------------------------------------------------------------------------------


def example(measure: Measure, register: Register) -> tuple[dict[str, Any], Assessment] | None:
    """Return an event that the measure reaches, with its assessment; None if no event shows it.

    What a measure blocks by listing shows in a decision about a dealing, and not in an event.
    """
    for event in _events(measure):
        found = assess(read_event(json.dumps(event)), register)
        if measure.id in _named(found):
            return event, found
    return None


def _named(found: Assessment) -> set[str]:
    """Return the measures an assessment rests on, and those whose criteria are met so far."""
    hits = {one.measure for one in (*found.violates, *found.needs_determination)}
    follow = {one.measure for one in found.consequences if one.measure}
    criteria = {one.measure.rsplit("/", 1)[0] for one in found.criteria if one.applicable}
    return hits | follow | criteria


def _events(measure: Measure) -> Iterator[dict[str, Any]]:
    """Yield events that may show what is tested of a measure, the plainest first."""
    reaches = sorted(measure.rule.reach if measure.rule else (), key=_question_last)
    for reach in reaches:
        for class_ in reach.goods or ("other",):
            yield _supply(measure, reach, class_)
    for criterion in measure.criteria:
        yield _conduct(measure, criterion)
    for exposure in measure.exposure:
        yield _exposed(measure, exposure)
    if measure.reports:
        yield _movement(measure.targets[0], None, "from", measure.valid_from.day, "arms")


def _question_last(reach: Reach) -> bool:
    return reach.answer != "violates"


def _supply(measure: Measure, reach: Reach, class_: str) -> dict[str, Any]:
    name = f"{reach.named[0]} {class_}" if reach.named else class_
    way = reach.way or ("from" if measure.flow == "from" else "to")
    opposite = reach.other_side[0] if reach.other_side else None
    event = _movement(measure.targets[0], opposite, way, reach.from_, class_, name)
    if measure.rule and measure.rule.act in MOVEMENTS:
        event["kind"] = measure.rule.act
    return event | ({"flag": reach.flagged} if reach.flagged else {})


def _conduct(measure: Measure, criterion: Criterion) -> dict[str, Any]:
    of = {one.test: one.of for one in criterion.elements if one.of}
    target = "KP" if measure.targets == ("*",) else measure.targets[0]
    way = of.get("side", ("from",))[0]
    class_ = of.get("goods", ("other",))[0]
    event = _movement(target, None, way, measure.valid_from.day, class_)
    event["stage"] = of.get("stage", ("executed",))[0]
    role = of.get("role", ("broker",))[0]
    return event | {"participants": [{"role": role, "party": "Orchard Trading"}]}


def _exposed(measure: Measure, exposure: Exposure) -> dict[str, Any]:
    target = exposure.target or measure.targets[0]
    class_ = exposure.goods[0] if exposure.goods else "other"
    return _movement(target, None, "from", exposure.from_, class_)


def _movement(
    target: str, opposite: str | None, way: str, day: date, class_: str, name: str | None = None
) -> dict[str, Any]:
    other = opposite or next(code for code in OTHERS if code != target)
    sides = {"from": target, "to": other} if way == "from" else {"from": other, "to": target}
    return {
        "kind": "transfer",
        "stage": "executed",
        "on": day.isoformat(),
        **sides,
        "goods": [{"name": name or class_, "class": class_}],
    }


def _example_told(measure: Measure, register: Register) -> str:
    found = example(measure, register)
    if found is None:
        blocked = "**Example.** A payment to a party that is listed so; see `enjoin decide`."
        return blocked if measure.blocks else ""
    event, answer = found
    said = "\n".join(f"- {one}" for one in _answers(measure, answer))
    return f"**Example.**\n\n```json\n{_json(event)}\n```\n\n{said}"


def _json(event: dict[str, Any]) -> str:
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in event.items()]
    return "\n".join(["{", ",\n".join(lines), "}"])


def _answers(measure: Measure, answer: Assessment) -> Iterator[str]:
    """Say what an assessment makes of this measure, in its own sentences."""
    for title, hits in (
        ("Caught", answer.violates),
        ("A question for a person", answer.needs_determination),
    ):
        yield from (f"{title}: {hit.because}" for hit in hits if hit.measure == measure.id)
    for one in answer.criteria:
        if one.applicable and one.measure.startswith(f"{measure.id}/"):
            yield f"Criterion {one.measure}: {_elements(one.elements)}."
    for each in answer.consequences:
        if each.measure == measure.id:
            yield f"{each.kind.capitalize()} ({each.party}): {each.because}"


def _elements(elements: Sequence[Any]) -> str:
    return "; ".join(f"{one.element}: {one.met} ({one.evidence})" for one in elements)
