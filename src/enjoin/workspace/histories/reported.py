"""What reports tell of a party: statements, events, and the findings that rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from enjoin import monitoring
from enjoin.model.report import Brief, Report, Source, Span
from enjoin.workspace.histories.befell import Befell, Known
from enjoin.workspace.reading import bytes_of, documents_in

_QUOTED = 160  # characters of a statement that a line repeats


def reported(made: Brief, known: Known, paths: Sequence[Path]) -> Iterator[Befell]:
    """Yield statements and events in whose words the party stands, and findings on those."""
    mentions: dict[str, list[Span]] = {}
    for of in made.listed:
        if of.entity_id in known.ids:
            mentions.setdefault(of.mention.file, []).append(of.mention.span)
    involved: dict[Source, str | None] = {}
    for report in made.reports:
        spans = mentions.get(report.file, []) + _named_in(report, known)
        text = monitoring.text_of(report, bytes_of(_path_of(report.file, paths)))
        events = list(_happened(report, spans, known, text))
        involved |= {source: event.on for event in events for source in event.evidence}
        yield from (*_said(report, spans, known, text), *events)
    for finding in made.findings:
        dates = [involved[source] for source in finding.evidence if source in involved]
        if dates:
            yield Befell(
                on=min((on for on in dates if on), default=None),
                kind="finding",
                lane="findings",
                what=f"finding ({finding.standard}, {finding.modality}): {finding.text}",
                short=", ".join(finding.measures),
                evidence=finding.evidence,
            )


def _named_in(report: Report, known: Known) -> list[Span]:
    parties = [(person.name, person.mentions) for person in report.people]
    parties += [(one.name, one.mentions) for one in report.named]
    return [span for name, spans in parties if known.named(name) for span in spans]


def _said(report: Report, spans: Sequence[Span], known: Known, text: str) -> Iterator[Befell]:
    for said in report.statements:
        if not known.named(said.speaker) and not _meet(said.evidence, spans):
            continue
        words = " … ".join(text[start:end] for start, end in said.quotes or said.content)
        yield Befell(
            on=said.said_on.value if said.said_on else _published(report),
            at_latest=said.said_on is None,
            kind="statement",
            lane="reports",
            what=f"{said.speaker or 'unnamed'}, {said.mode} {said.kind}: {_short(words)}"
            f" [{report.file}]",
            short=f"{said.speaker or 'unnamed'}: {said.kind}",
            evidence=_sources(report, said.evidence),
        )


def _happened(report: Report, spans: Sequence[Span], known: Known, text: str) -> Iterator[Befell]:
    """Yield events in which the party takes part, or beside which it stands in one sentence."""
    for event in report.events:
        taking_part = any(known.named(actor.name) for actor in event.actors)
        sentences = [_sentence(text, span) for span in event.evidence]
        if not taking_part and not _meet(sentences, spans):
            continue
        actors = ", ".join(f"{actor.role} {actor.name}" for actor in event.actors)
        yield Befell(
            on=event.when.value if event.when else _published(report),
            at_latest=event.when is None,
            kind="event",
            lane="reports",
            what=f"{event.kind}, {event.stage}, {event.certainty}: {actors} [{report.file}]",
            short=event.kind,
            evidence=_sources(report, event.evidence),
        )


def _published(report: Report) -> str | None:
    return report.published.value if report.published else None


def _sources(report: Report, spans: Iterable[Span]) -> tuple[Source, ...]:
    return tuple(Source(report.file, span) for span in spans)


def _meet(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in spans for other in others)


def _sentence(text: str, span: Span) -> Span:
    """Widen a span to the sentence it stands in, as far as full stops and lines tell."""
    start = max(text.rfind(stop, 0, span[0]) for stop in (". ", "\n"))
    ends_at = [at for stop in (". ", "\n") if (at := text.find(stop, span[1])) >= 0]
    return max(start, 0), min(ends_at, default=len(text))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


def _path_of(file: str, paths: Sequence[Path]) -> Path:
    """Return the file that a report was read from, one of several in it or not."""
    inside = [document for path in paths for document in documents_in(path)]
    by_name = {name: path for path in reversed(inside) for name in (path.name, str(path))}
    return by_name.get(file) or by_name[file.rpartition("#")[0]]
