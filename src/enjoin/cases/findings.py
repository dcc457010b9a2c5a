"""Findings: what the events of reports would violate, in the modality of their sources.

One thing that several reports tell is one finding, with the words of each as evidence. How sure it
is depends on how many sources are independent, and never on how often it was repeated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations
from typing import NamedTuple, get_args

import msgspec

from enjoin.cases.assessments import Assessment, assess, claim, question
from enjoin.cases.events import MOVEMENTS, EventIn, Stage, first_day, listed
from enjoin.law.register import Register
from enjoin.model.report import Event, Finding, Modality, Report, Said, Source, Span

#: What reports call the two sides of a movement.
SUPPLIERS = frozenset({"supplier", "origin"})
RECIPIENTS = frozenset({"recipient", "destination"})
#: What reports call the sides of a movement whose direction they do not tell.
PARTIES = frozenset({"party"})


class _Told(NamedTuple):
    """An event as one report has it, ready to be assessed."""

    report: Report
    event: Event
    speakers: frozenset[str]
    asked: EventIn
    directed: bool


class _Key(NamedTuple):
    """What makes several reports tell of one thing; law that differs keeps findings apart.

    `directed` tells whether the reports say who supplies whom; where not, both ways are assessed.
    """

    supplier: str | None
    recipient: str | None
    goods: tuple[str, ...]
    modality: Modality
    executed: bool
    measures: tuple[str, ...]
    directed: bool


class _Either(NamedTuple):
    """What makes two ways of a movement one thing where its direction is not told."""

    sides: frozenset[str | None]
    modality: Modality
    executed: bool


def findings(
    reports: Sequence[Report],
    register: Register,
    *,
    same_story: Sequence[Sequence[str]] = (),
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Find what the events of reports would violate, one finding for one thing in many reports.

    `same_story` groups files that are copies of one story: they count as one source. `on` is the
    day whose law applies to an event that bears no date in a report that bears none; without it,
    such an event is left out.
    """
    told = [one for report in reports for one in _tell(report, register, on)]
    groups: dict[_Key, list[_Told]] = defaultdict(list)
    for one in told:
        if one.event.certainty != "denied" and (key := _key(one, register)):
            groups[key].append(one)
    origins = {file: f"story {number}" for number, files in enumerate(same_story) for file in files}
    found = {
        key: _finding(key, group, [one for one in told if _denies(one, key)], origins, register)
        for key, group in groups.items()
    }
    return tuple(_joined(found))


def _joined(found: Mapping[_Key, Finding]) -> Iterator[Finding]:
    """Yield findings; the two ways of a movement whose direction is not told are one finding."""
    ways: dict[_Key | _Either, list[Finding]] = defaultdict(list)
    for key, finding in found.items():
        sides = frozenset({key.supplier, key.recipient})
        ways[key if key.directed else _Either(sides, key.modality, key.executed)].append(finding)
    for of, either in ways.items():
        yield either[0] if isinstance(of, _Key) else _either_way(either)


def _either_way(ways: Sequence[Finding]) -> Finding:
    """Say of a movement whose direction is not told what each direction would violate."""
    sides = sorted({side for way in ways for side in (way.flow or "").split(" → ")})
    return msgspec.structs.replace(
        ways[0],
        measures=tuple(dict.fromkeys(measure for way in ways for measure in way.measures)),
        standard="suspicion",
        because=" ".join(("The direction is not told, so both are assessed.", *_texts(ways))),
        evidence=tuple(dict.fromkeys(source for way in ways for source in way.evidence)),
        flow=f"{' ↔ '.join(sides)} (direction not told)",
        addressees=tuple(dict.fromkeys(code for way in ways for code in way.addressees)),
        text=" Or, if the other way: ".join(dict.fromkeys(way.text for way in ways)),
    )


def _texts(ways: Iterable[Finding]) -> Iterator[str]:
    return (f"{way.flow}: {way.because}" for way in ways)


def _tell(report: Report, register: Register, on: date | None) -> Iterator[_Told]:
    """Yield the events of a report in which something moves to or from a target."""
    for event in report.events:
        day = _day_of(event, report, on)
        if event.kind not in MOVEMENTS or not event.goods or day is None:
            continue
        for supplier, recipient, directed in _flows(event):
            if {supplier, recipient} & set(register.targets) and supplier != recipient:
                yield _Told(
                    report,
                    event,
                    frozenset(_speakers(report.statements, event.evidence)),
                    _event_in(event, supplier, recipient, day),
                    directed,
                )


def _day_of(event: Event, report: Report, on: date | None) -> date | None:
    dated = event.when or report.published
    return first_day(dated.value) if dated else on


def _flows(event: Event) -> Iterator[tuple[str | None, str | None, bool]]:
    """Yield each supplier with each recipient, and whether the report says so.

    A side that is not named is None. Parties between whom no direction is told are paired both
    ways.
    """
    suppliers, recipients, parties = (
        [one.country and one.country.upper() for one in event.actors if one.role in roles]
        for roles in (SUPPLIERS, RECIPIENTS, PARTIES)
    )
    if suppliers or recipients:
        pairs = ((here, there) for here in suppliers or [None] for there in recipients or [None])
        yield from dict.fromkeys((*pair, True) for pair in pairs)
    else:
        yield from dict.fromkeys((*pair, False) for pair in permutations(parties, 2))


def _event_in(event: Event, supplier: str | None, recipient: str | None, day: date) -> EventIn:
    goods = [{"name": name, "class": name} for name in sorted(set(event.goods))]
    return msgspec.convert(
        {
            "kind": event.kind,
            "stage": event.stage,
            "on": day.isoformat(),
            "from": supplier,
            "to": recipient,
            "modality": _modality(event),
            "goods": goods,
        },
        EventIn,
    )


def _modality(event: Event) -> Modality:
    """Keep the report's own word; what it only holds possible is not a fact either."""
    doubtful = event.certainty == "possible" and event.modality == "fact"
    return "may" if doubtful else event.modality


def _speakers(statements: Iterable[Said], evidence: Sequence[Span]) -> Iterator[str]:
    """Yield who says so: speakers of statements whose words are the event's evidence.

    An event without one is the reporter's own inference, and supports suspicion alone.
    """
    for said in statements:
        words = (*said.content, *said.quotes)
        if said.speaker and any(_overlap(a, b) for a in words for b in evidence):
            yield said.speaker


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _key(told: _Told, register: Register) -> _Key | None:
    """Name the thing an event is about; None if no measure is violated by its terms."""
    asked = told.asked
    violates = assess(asked, register).violates
    if not violates:
        return None
    goods = tuple(sorted({name for hit in violates for name in hit.goods}))
    measures = tuple(dict.fromkeys(hit.measure for hit in violates))
    executed = asked.stage == "executed" and asked.modality == "fact"
    return _Key(asked.from_, asked.to, goods, asked.modality, executed, measures, told.directed)


def _denies(told: _Told, key: _Key) -> bool:
    asked = told.asked
    sides = (asked.from_, asked.to) == (key.supplier, key.recipient)
    return told.event.certainty == "denied" and sides and bool({*key.goods} & {*told.event.goods})


def _finding(
    key: _Key,
    group: Sequence[_Told],
    denials: Sequence[_Told],
    origins: Mapping[str, str],
    register: Register,
) -> Finding:
    first, weakest = group[0], min(group, key=lambda one: get_args(Stage).index(one.asked.stage))
    sources = _independent(group, origins)
    asked = msgspec.structs.replace(weakest.asked, independent_sources=sources)
    assessed = assess(asked, register)
    return Finding(
        event=f"{first.report.file}#{first.event.id}",
        measures=key.measures,
        modality=key.modality,
        standard=assessed.standard,
        because=_because(assessed, group, denials, sources),
        evidence=_evidence(group),
        flow=f"{key.supplier or 'unknown'} → {key.recipient or 'unknown'}",
        addressees=assessed.addressees,
        text=claim(asked, assessed.violates, assessed.standard),
    )


def _independent(group: Sequence[_Told], origins: Mapping[str, str]) -> int:
    """Count independent sources: no more than there are newsrooms, or named speakers, apart.

    Copies of one story, and reports of one agency or outlet, have one origin. What nobody named
    has said is the reporter's inference and counts for none.
    """
    attributed = [one for one in group if one.speakers]
    newsrooms = {
        origins.get(one.report.file) or one.report.agency or one.report.outlet or one.report.file
        for one in attributed
    }
    speakers = {name for one in attributed for name in one.speakers}
    return min(len(newsrooms), len(speakers))


def _because(
    assessed: Assessment, group: Sequence[_Told], denials: Sequence[_Told], sources: int
) -> str:
    parts = [f"{hit.measure}: {hit.because}" for hit in assessed.violates]
    parts += [question(hit) for hit in assessed.needs_determination]
    parts.append(f"Reported in {_files(group)}; independent named sources: {sources}.")
    if not any(one.speakers for one in group):
        parts.append("No named speaker says so: it is the reporters' own inference.")
    if denials:
        parts.append(f"Denied in {_files(denials)}.")
    return f"Law as of {assessed.on}. " + " ".join(parts)


def _files(told: Iterable[_Told]) -> str:
    return listed(tuple(dict.fromkeys(one.report.file for one in told)))


def _evidence(group: Iterable[_Told]) -> tuple[Source, ...]:
    spans = (Source(one.report.file, span) for one in group for span in one.event.evidence)
    return tuple(dict.fromkeys(spans))
