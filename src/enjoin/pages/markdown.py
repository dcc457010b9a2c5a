"""The brief as Markdown: every fact with its words, and where in which file they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from enjoin.model.match import ListCited
from enjoin.model.report import Brief, Compared, Dated
from enjoin.pages.facts import Facts, Happening, Statement, Words, facts
from enjoin.pages.page import count, day


def render(
    brief: Brief,
    texts: Mapping[str, str],
    *,
    made: str,
    law: str,
    notes: Sequence[str] = (),
) -> str:
    """Write a brief as Markdown. A citation is the file, and `[start, end)` in its characters.

    Raises:
        InvalidInput: a text is not at hand, or a fact rests on words outside it.
    """
    told = facts(brief, texts)
    files = [report.file for report in brief.reports]
    sections = (
        ("Reports", _reports(brief)),
        ("Findings", _findings(told, files)),
        ("Listed parties named in the reports", _listed(told, files)),
        ("Timeline", _timeline(told, files)),
        ("Who said what over time", _statements(told.statements, files)),
        ("Where the reports agree, and where they differ", _repeated(told, files)),
        ("Claimed to be done already, and what the lists hold", _claims(told, files)),
        ("Events", (_event(one, files) for one in told.events)),
        ("Not read", (f"- {_plain(failure.error)}" for failure in brief.failed)),
    )
    lines = [
        f"# Brief on {count(len(brief.reports), 'report')}",
        "",
        f"Made {day(made)}; law {law}.",
    ]
    lines += [f"\n> {_plain(note)}" for note in (*_warnings(brief), *notes)]
    for title, body in sections:
        lines += ["", f"## {title}", "", *(list(body) or ["None."])]
    return "\n".join(lines) + "\n"


def _warnings(brief: Brief) -> Iterator[str]:
    """Yield what a reader must know before all else."""
    if brief.stale:
        yield "Stale lists: who was listed since is not found here; that is no clearance."
    if not brief.lists:
        yield "No list was consulted: the parties that reports name were compared with nothing."
    if brief.failed:
        yield f"{count(len(brief.failed), 'file')} could not be read: nothing is known of them."


_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def _plain(words: str) -> str:
    """Write words so that Markdown shows them as they are, on one line."""
    flat = " ".join(words.split())
    return _LEADING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", flat))


def _cited(words: Iterable[Words], files: Sequence[str]) -> str:
    return "; ".join(
        f"“{_plain(one.text)}” ({_plain(files[one.report])} {one.span[0]}–{one.span[1]})"
        for one in words
    )


def _day(when: Dated | None) -> str:
    if when is None:
        return "undated"
    return day(when.value) + (f" ({when.basis})" if when.basis != "stated" else "")


def _reports(brief: Brief) -> Iterator[str]:
    compared = {one.file: one for one in brief.compared}
    for report in brief.reports:
        origin = ", ".join(filter(None, (report.outlet, report.agency))) or "origin not recognised"
        yield (
            f"- **{_plain(report.file)}**: {_plain(report.title or 'no title')} ({_plain(origin)}, "
            f"{_day(report.published)}). Read by {report.reader or 'a reader not named'}; names "
            f"compared with {_lists(compared.get(report.file))}."
        )


def _lists(compared: Compared | None) -> str:
    if compared is None or not compared.lists:
        return "nothing"
    return ", ".join(map(_list, compared.lists)) + f" as of {day(compared.on)}"


def _list(cited: ListCited) -> str:
    stale = " (stale)" if cited.stale else ""
    return f"`{cited.source}` of {day(cited.version)}{stale}"


def _findings(told: Facts, files: Sequence[str]) -> Iterator[str]:
    for one in told.findings:
        finding = one.finding
        yield (
            f"- **{one.label}** {_plain(finding.text)} Modality: *{finding.modality}*; standard: "
            f"{finding.standard}; {', '.join(finding.measures)}. {_plain(finding.because)} "
            f"Words: {_cited(one.cited, files)}"
        )


def _listed(told: Facts, files: Sequence[str]) -> Iterator[str]:
    for one in told.parties:
        best = one.best
        yield (
            f"- **{one.label}** {_plain(best.caption)} (`{best.entity_id}`, {best.score:.2f}): "
            f"{_plain(best.because)}. Words: {_cited(one.cited, files)}"
        )


def _timeline(told: Facts, files: Sequence[str]) -> Iterator[str]:
    for one in told.timeline:
        when, what = day(one.moment.date), _plain(one.moment.what)
        yield f"- **{one.label}** {when}: {what}. Words: {_cited(one.cited, files)}"


def _statements(statements: Iterable[Statement], files: Sequence[str]) -> Iterator[str]:
    for one in sorted(statements, key=_when):
        said = one.said
        hedge = f", *{said.modality}*" if said.modality != "fact" else ""
        gone = f" Superseded: corrected to say “{_plain(one.gone.right)}”." if one.gone else ""
        speaker = _plain(said.speaker or "speaker not named")
        yield (
            f"- **{one.label}** {_day(said.said_on)}, {speaker} "
            f"({said.mode} {said.kind}{hedge}): {_cited(one.words, files)}.{gone}"
        )


def _when(one: Statement) -> tuple[str, str]:
    return (one.said.said_on.value if one.said.said_on else "9999", one.said.speaker or "")


def _repeated(told: Facts, files: Sequence[str]) -> Iterator[str]:
    for one in told.repeated:
        versions = ", ".join(
            f"{version.label} ({_plain(files[version.report])})" for version in one.versions
        )
        differ = "; ".join(map(_plain, one.utterance.differences)) or "no difference was seen"
        sources = count(one.utterance.sources, "independent source")
        speaker = _plain(one.utterance.speaker)
        yield f"- **{one.label}** {speaker}: {versions}; {sources}. {differ}."
    for clash in told.conflicts:
        yield f"- **{clash.label}** {_plain(clash.conflict.what)}: {_cited(clash.cited, files)}"


def _claims(told: Facts, files: Sequence[str]) -> Iterator[str]:
    for one in told.claims:
        held = "; ".join(
            f"{count(borne.listings, 'listing')} under {_plain(borne.programme or 'no programme')} "
            f"(`{borne.source}` of {day(borne.version)})"
            for borne in one.claim.borne
        )
        speaker = _plain(one.statement.said.speaker or "Speaker not named")
        yield (
            f"- **{one.label}** {speaker}, {day(one.claim.on)}, about {_plain(one.about)}: "
            f"{_cited(one.cited, files)}. In force that day: {held or 'none counted'}. "
            f"{one.claim.note}"
        )


def _event(one: Happening, files: Sequence[str]) -> str:
    event = one.event
    goods = f" of {', '.join(event.goods)}" if event.goods else ""
    hedge = f", *{event.modality}*" if event.modality != "fact" else ""
    actors = ", ".join(f"{actor.role} {_plain(actor.name)}" for actor in event.actors)
    place = f", {_plain(event.place)}" if event.place else ""
    told = f"{event.kind}{goods} ({event.stage}, {event.certainty}{hedge})"
    return (
        f"- **{one.label}** {told}: {actors or 'no actor named'}; {_day(event.when)}{place}. "
        f"Words: {_cited(one.cited, files)}"
    )
