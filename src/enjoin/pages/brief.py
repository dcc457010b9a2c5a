"""The brief: what reports say, what it would violate, and the words every fact rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from enjoin.model.match import ListCited
from enjoin.model.report import Brief, Report
from enjoin.pages.actors import actors
from enjoin.pages.facts import Facts, Repeated, Statement, Words, facts, marks
from enjoin.pages.highlight import highlight
from enjoin.pages.page import count, day, whole_day
from enjoin.pages.page import render as fill
from enjoin.pages.svg import Dot, timeline

if TYPE_CHECKING:
    from markupsafe import Markup


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a customer table that may be a listed party."""

    row: int
    name: str
    entity_id: str
    caption: str
    score: float
    because: str


class ScreenedSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What screening a customer table came to; `matched` and `rejected` count rows."""

    file: str
    rows: int
    matched: int
    rejected: int
    hits: tuple[Screened, ...] = ()


class Speaker(NamedTuple):
    """A person or office and what reports have them say, by date."""

    name: str
    role: str
    statements: tuple[Statement, ...]


def render(
    brief: Brief,
    texts: Mapping[str, str],
    *,
    made: str,
    lists: Sequence[ListCited],
    law: str,
    notes: Sequence[str] = (),
    screened: ScreenedSummary | None = None,
    alone: bool = True,
) -> str:
    """Write a brief as one HTML page that needs nothing else, on a screen or on paper.

    `texts` holds the text that was read by the name of its file (a report's own `text` serves
    where it is missing), `made` the instant as ISO 8601, `law` names the version of the register.
    Every fact links to its words in the full text of its report, and the words link back. Where it
    does not stand `alone`, it is part of a page that has a head, and `page.style()`, of its own.

    Raises:
        InvalidInput: a text is not at hand, or a fact rests on words outside it.
    """
    told = facts(brief, texts)
    return fill(
        "brief.html",
        layout="page.html" if alone else "part.html",
        alone=alone,
        title=f"Brief on {count(len(brief.reports), 'report')}",
        brief=brief,
        facts=told,
        made=made,
        lists=lists,
        law=law,
        notes=notes,
        screened=screened,
        speakers=_speakers(brief, told),
        summary=_summary(brief, told),
        picture=_picture(brief, told),
        said_picture=_said_picture(brief, told),
        actors=actors(told, brief.reports),
        compared={one.file: one for one in brief.compared},
        between=[one for one in told.repeated if len(_reports(one)) > 1],
        within=[one for one in told.repeated if len(_reports(one)) == 1],
        difference=_relabelled(brief),
        bodies=_bodies(brief, told),
        name=lambda at: _name(brief.reports[at]),
        excerpt=_excerpt,
    )


def _bodies(brief: Brief, told: Facts) -> list[Markup]:
    found = marks(told, brief.reports)
    return [highlight(text, here) for text, here in zip(told.texts, found, strict=True)]


def _name(report: Report) -> str:
    """Name a report's origin beside its label; a file's name says less than the label does."""
    return report.outlet or report.agency or ""


def _reports(one: Repeated) -> set[int]:
    return {version.report for version in one.versions}


def _relabelled(brief: Brief) -> Callable[[str], str]:
    """Return what writes the labels of reports where a sentence names their files."""
    labels = {report.file: f"R{nth}" for nth, report in enumerate(brief.reports, start=1)}
    files = "|".join(re.escape(file) for file in sorted(labels, key=len, reverse=True))
    named = re.compile(rf"(?<![\w.-])(?:{files})(?![\w-])")
    return lambda told: named.sub(lambda found: labels[found[0]], told)


def _excerpt(words: Words, limit: int = 260) -> str:
    """Shorten words for a table; the report itself is shown in full."""
    text = " ".join(words.text.split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"


def _speakers(brief: Brief, told: Facts) -> list[Speaker]:
    """Group statements by who made them: who speaks most comes first, the unnamed last."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in told.statements:
        groups[statement.said.speaker or ""].append(statement)
    roles = _roles(brief)
    return [
        Speaker(name or "Speaker not named", roles.get(name, ""), tuple(sorted(made, key=_when)))
        for name, made in sorted(groups.items(), key=lambda group: _first(*group))
    ]


def _first(name: str, made: Sequence[Statement]) -> tuple[bool, int, str]:
    return not name, -len(made), name


def _roles(brief: Brief) -> dict[str, str]:
    """Say who people are, in the words of the first report that does."""
    return {
        person.name: ", ".join(part for part in (person.role, person.affiliation) if part)
        for report in reversed(brief.reports)
        for person in report.people
        if person.role or person.affiliation
    }


def _when(statement: Statement) -> str:
    return statement.said.said_on.value if statement.said.said_on else "9999"


def _picture(brief: Brief, told: Facts) -> Markup | None:
    """Draw the timeline: lines of it as they stand in each report, and publication dates."""
    lanes = [_lane(brief, nth) for nth in range(len(brief.reports))]
    speakers = {one.said.speaker for one in told.statements}
    moments: dict[Dot, None] = {}
    for line in told.timeline:
        spoken = line.moment.what.partition(":")[0] in speakers
        kind: Literal["said", "event"] = "said" if spoken else "event"
        for words in line.cited:
            on, lane = whole_day(line.moment.date), lanes[words.report]
            seen = f"{line.label}, {day(on)}: {line.moment.what}"
            moments[Dot(on, lane, line.label, kind, seen, "#" + line.label.lower())] = None
    published = [
        Dot(
            whole_day(report.published.value),
            lane,
            f"R{nth}",
            "published",
            f"R{nth} was published",
            f"#r{nth - 1}",
        )
        for nth, (report, lane) in enumerate(zip(brief.reports, lanes, strict=True), start=1)
        if report.published
    ]
    dots = [*moments, *published]
    title = f"Timeline of {count(len(told.timeline), 'moment')} across the reports"
    return timeline(dots, lanes, title) if dots else None


#: Speakers that a picture shows.
_MOST_SPEAKERS = 12


def _said_picture(brief: Brief, told: Facts) -> Markup | None:
    """Draw who said what over time: a lane for each speaker, one label for one utterance."""
    repeated = {one.label: group.label for group in told.repeated for one in group.versions}
    speakers = [one for one in _speakers(brief, told) if one.statements[0].said.speaker]
    shown = speakers[:_MOST_SPEAKERS]
    dots: dict[tuple[str, str, str], Dot] = {}
    for speaker in shown:
        for one in speaker.statements:
            if one.said.said_on is None:
                continue
            label = repeated.get(one.label, one.label)
            seen = f"{label}, {one.said.kind}: {_excerpt(one.words[0], 120) if one.words else ''}"
            on = whole_day(one.said.said_on.value)
            dot = Dot(on, speaker.name, label, "said", seen, "#" + label.lower())
            dots.setdefault((on, speaker.name, label), dot)
    title = f"What {count(len(shown), 'speaker')} said over time"
    return timeline(list(dots.values()), [one.name for one in shown], title) if dots else None


def _lane(brief: Brief, nth: int) -> str:
    report = brief.reports[nth]
    return f"R{nth + 1} {_name(report) or report.file.rsplit('/', 1)[-1]}"


def _summary(brief: Brief, told: Facts) -> list[str]:
    """Say in words what was read and found, and what silence does not mean."""
    return [_read(brief), _said(told), _weighed(brief), _parties_named(told)]


def _said(told: Facts) -> str:
    direct = sum(bool(one.said.quotes) for one in told.statements)
    several = f"; {len(told.repeated):,} made once, reported several times" if told.repeated else ""
    return (
        f"In them: {count(len(told.statements), 'statement')} by "
        f"{count(_named(told), 'named speaker')}, {direct:,} with words in quotation marks"
        f"{several}."
    )


def _named(told: Facts) -> int:
    return len({one.said.speaker for one in told.statements if one.said.speaker})


def _read(brief: Brief) -> str:
    outlets = len({report.outlet for report in brief.reports if report.outlet})
    dates = sorted(report.published.value for report in brief.reports if report.published)
    first, last = (day(whole_day(at)) for at in (dates[0], dates[-1])) if dates else ("", "")
    when = f", published {first if first == last else f'{first} to {last}'}" if dates else ""
    where = f" of {count(outlets, 'recognised outlet')}" if outlets else ""
    return f"Read: {count(len(brief.reports), 'report')}{where}{when}."


def _weighed(brief: Brief) -> str:
    if not brief.findings:
        return (
            "No finding: no rule of the register applied to what these texts say. "
            "That is no clearance: only these reports were read."
        )
    cited = sorted({measure for finding in brief.findings for measure in finding.measures})
    return f"{count(len(brief.findings), 'finding')} from them, citing {', '.join(cited)}."


def _parties_named(told: Facts) -> str:
    if not told.parties:
        return "No listed party was recognised by name in them."
    named = ", ".join(party.best.caption for party in told.parties[:6])
    more = f" and {len(told.parties) - 6} more" if len(told.parties) > 6 else ""
    found = count(len(told.parties), "listed party", "listed parties")
    return f"Possibly named in them: {found}, {named}{more}."
