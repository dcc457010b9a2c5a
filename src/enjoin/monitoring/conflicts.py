"""Reports that tell one thing differently: one denies, or dates otherwise, what another says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from enjoin.model.report import Conflict, Event, Report, Source

#: Kinds of event that are one thing on several days, or that only tell of another.
_GOES_ON = frozenset({"talks", "briefing", "transfer", "deal", "use", "designation", "enforcement"})


class _Told(NamedTuple):
    report: Report
    event: Event


def conflicts(reports: Sequence[Report], stories: Sequence[Sequence[str]]) -> tuple[Conflict, ...]:
    """Return what reports tell differently of one thing, with the words of each.

    One thing is a kind of event with the same actors and goods. That one report asserts it and
    another denies it is told of any two; that they date it otherwise, of those of one story.
    """
    same: dict[tuple[str, frozenset[tuple[str, str]], tuple[str, ...]], list[_Told]]
    same = defaultdict(list)
    for report in reports:
        for event in report.events:
            if actors := frozenset((actor.role, actor.name) for actor in event.actors):
                same[event.kind, actors, event.goods].append(_Told(report, event))
    story = {file: nth for nth, group in enumerate(stories) for file in group}
    found = [
        conflict
        for told in same.values()
        for conflict in (*_denied(told), *_dated_otherwise(told, story))
    ]
    return tuple(found)


def _denied(told: Sequence[_Told]) -> Iterator[Conflict]:
    """Yield that one report asserts what another denies."""
    against = [one for one in told if one.event.certainty == "denied"]
    held = [one for one in told if one.event.certainty in {"asserted", "reported"}]
    files = {one.report.file for one in against}, {one.report.file for one in held}
    if against and held and len(files[0] | files[1]) > 1:
        yield Conflict(
            f"{_what(held[0].event)}: {_files(held)} says so, {_files(against)} has it denied",
            _sources([*held, *against]),
        )


def _dated_otherwise(told: Sequence[_Told], story: dict[str, int]) -> Iterator[Conflict]:
    """Yield that two reports of one story date one thing otherwise."""
    if told[0].event.kind in _GOES_ON:
        return
    days: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        when = one.event.when
        if when and when.precision == "day" and not when.until and one.report.file in story:
            days[when.value].append(one)
    for day, another in combinations(sorted(days), 2):
        ours, theirs = days[day][0], days[another][0]
        apart = ours.report is not theirs.report
        if apart and story[ours.report.file] == story[theirs.report.file]:
            dates = f"on {day} in {ours.report.file}, on {another} in {theirs.report.file}"
            yield Conflict(f"{_what(ours.event)}: {dates}", _sources([ours, theirs]))


def _what(event: Event) -> str:
    return f"{event.kind}: {', '.join(actor.name for actor in event.actors)}"


def _files(told: Sequence[_Told]) -> str:
    return ", ".join(dict.fromkeys(one.report.file for one in told))


def _sources(told: Sequence[_Told]) -> tuple[Source, ...]:
    return tuple(Source(one.report.file, span) for one in told for span in one.event.evidence)
