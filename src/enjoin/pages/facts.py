"""The facts of a brief, numbered, each with the words of the reports it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.model.report import (
    Brief,
    Claim,
    Conflict,
    Event,
    Finding,
    ListedMention,
    Moment,
    Report,
    Said,
    Source,
    Span,
    Superseded,
    Utterance,
)
from enjoin.monitoring.claims import about_in_words
from enjoin.pages.highlight import Mark


class Words(NamedTuple):
    """Words of a report, where they stand, and how they are highlighted there."""

    report: int
    span: Span
    text: str
    kind: str

    @property
    def anchor(self) -> str:
        """The id of these words in the page."""
        return f"r{self.report}-{self.span[0]}-{self.span[1]}"


class Statement(NamedTuple):
    """What somebody said, as one report has it: S1, S2, ..."""

    label: str
    report: int
    said: Said
    words: tuple[Words, ...]
    speaker: Words | None
    dated: Words | None
    inner: tuple[Words, ...]  # quotations within words that are not all quoted
    gone: Superseded | None = None
    notice: Words | None = None

    @property
    def cited(self) -> tuple[Words, ...]:
        """The words shown, which carry the label."""
        return self.words

    @property
    def aside(self) -> tuple[Words, ...]:
        """Further words this rests on."""
        return (*(w for w in (self.speaker, self.dated, self.notice) if w), *self.inner)


class Happening(NamedTuple):
    """An event as one report has it: E1, E2, ..."""

    label: str
    report: int
    event: Event
    cited: tuple[Words, ...]


class Found(NamedTuple):
    """A finding with its words: F1, F2, ..."""

    label: str
    finding: Finding
    cited: tuple[Words, ...]


class Party(NamedTuple):
    """A listed party that reports name, by its surest mention: L1, L2, ..."""

    label: str
    best: ListedMention
    cited: tuple[Words, ...]


class Line(NamedTuple):
    """A line of the timeline: T1, T2, ..."""

    label: str
    moment: Moment
    cited: tuple[Words, ...]


class Claimed(NamedTuple):
    """What a speaker claims was done already, with the statement and whom it is about: C1, ..."""

    label: str
    claim: Claim
    about: str
    statement: Statement
    cited: tuple[Words, ...]


class Clash(NamedTuple):
    """What reports tell differently of one thing: D1, D2, ..."""

    label: str
    conflict: Conflict
    cited: tuple[Words, ...]


class Repeated(NamedTuple):
    """What several reports have somebody say, with their versions: U1, U2, ..."""

    label: str
    utterance: Utterance
    versions: tuple[Statement, ...]


class Facts(NamedTuple):
    """Everything a brief says that must be shown with its source."""

    texts: tuple[str, ...]
    statements: tuple[Statement, ...]
    events: tuple[Happening, ...]
    findings: tuple[Found, ...]
    parties: tuple[Party, ...]
    timeline: tuple[Line, ...]
    repeated: tuple[Repeated, ...]
    storylines: tuple[tuple[str, tuple[int, ...]], ...]
    same_story: tuple[tuple[int, ...], ...]
    claims: tuple[Claimed, ...]
    conflicts: tuple[Clash, ...]


def facts(brief: Brief, texts: Mapping[str, str]) -> Facts:
    """Number the facts of a brief and look up their words.

    Raises:
        InvalidInput: a report's text is not at hand, or a fact rests on words that are not.
    """
    quoter = _Quoter(brief.reports, texts)
    statements = tuple(_statements(brief, quoter))
    return Facts(
        texts=quoter.texts,
        statements=statements,
        events=tuple(_events(brief.reports, quoter)),
        findings=tuple(
            Found(f"F{nth}", finding, quoter.all(finding.evidence, "finding"))
            for nth, finding in enumerate(brief.findings, start=1)
        ),
        parties=tuple(_parties(brief.listed, quoter)),
        timeline=tuple(
            Line(f"T{nth}", moment, quoter.all(moment.evidence, "moment"))
            for nth, moment in enumerate(brief.timeline, start=1)
        ),
        repeated=tuple(_repeated(brief, statements)),
        storylines=tuple(
            (line.title, tuple(map(quoter.number, line.reports))) for line in brief.storylines
        ),
        same_story=tuple(tuple(map(quoter.number, group)) for group in brief.same_story),
        claims=tuple(_claimed(brief, statements, quoter)),
        conflicts=tuple(
            Clash(f"D{nth}", conflict, quoter.all(conflict.evidence, "event"))
            for nth, conflict in enumerate(brief.conflicts, start=1)
        ),
    )


class _Quoter:
    """Finds the words that a span of a file holds."""

    def __init__(self, reports: Sequence[Report], texts: Mapping[str, str]) -> None:
        self._numbers = {report.file: nth for nth, report in enumerate(reports)}
        self.texts = tuple(_text(report, texts) for report in reports)

    def number(self, file: str) -> int:
        if file not in self._numbers:
            raise InvalidInput(
                f"{file}: a fact rests on it, but it is not among the reports of this brief. "
                "Make the brief again from all its reports."
            )
        return self._numbers[file]

    def words(self, file: str, span: Span, kind: str) -> Words:
        report = self.number(file)
        return Words(report, span, self.texts[report][span[0] : span[1]], kind)

    def all(self, sources: Iterable[Source], kind: str) -> tuple[Words, ...]:
        return tuple(self.words(source.file, source.span, kind) for source in sources)


def _text(report: Report, texts: Mapping[str, str]) -> str:
    text = texts.get(report.file, report.text)
    if text is None:
        raise InvalidInput(
            f"{report.file}: its text is not at hand, so nothing said about it can be shown. "
            "Hand in the text that was read."
        )
    return text


def _statements(brief: Brief, quoter: _Quoter) -> Iterator[Statement]:
    reports = brief.reports
    taken_back = {(one.file, one.statement): one for one in brief.superseded}
    every = [(nth, said) for nth, report in enumerate(reports) for said in report.statements]
    for number, (nth, said) in enumerate(every, start=1):
        file = reports[nth].file
        dated = said.said_on.span if said.said_on else None
        gone = taken_back.get((file, said.id))
        shown = _shown(said)
        inner = [span for span in said.quotes if (span, "quote") not in shown]
        yield Statement(
            f"S{number}",
            nth,
            said,
            tuple(quoter.words(file, span, kind) for span, kind in shown),
            quoter.words(file, said.speaker_span, "who") if said.speaker_span else None,
            quoter.words(file, dated, "when") if dated else None,
            tuple(quoter.words(file, span, "quote") for span in inner),
            gone,
            quoter.words(gone.by.file, gone.by.span, "meta") if gone else None,
        )


def _shown(said: Said) -> list[tuple[Span, str]]:
    """Choose the words to show: the quotations, or what was said where it is not all quoted."""
    if said.mode == "direct" and said.quotes:
        return [(span, "quote") for span in said.quotes]
    return [(span, "said") for span in said.content or said.quotes or said.evidence]


def _events(reports: Sequence[Report], quoter: _Quoter) -> Iterator[Happening]:
    every = [(nth, event) for nth, report in enumerate(reports) for event in report.events]
    for number, (nth, event) in enumerate(every, start=1):
        file = reports[nth].file
        cited = tuple(quoter.words(file, span, "event") for span in event.evidence)
        yield Happening(f"E{number}", nth, event, cited)


def _parties(listed: Iterable[ListedMention], quoter: _Quoter) -> Iterator[Party]:
    by_party: dict[str, list[ListedMention]] = defaultdict(list)
    for mention in listed:
        by_party[mention.entity_id].append(mention)
    surest = sorted(by_party.values(), key=lambda found: -max(m.score for m in found))
    for number, mentions in enumerate(surest, start=1):
        best = max(mentions, key=lambda mention: mention.score)
        cited = quoter.all((mention.mention for mention in mentions), "listed")
        yield Party(f"L{number}", best, cited)


def _claimed(brief: Brief, statements: Sequence[Statement], quoter: _Quoter) -> Iterator[Claimed]:
    known = {(brief.reports[one.report].file, one.said.id): one for one in statements}
    for number, claim in enumerate(brief.claims, start=1):
        statement = known.get((claim.file, claim.statement))
        if statement is None:
            raise InvalidInput(
                f"{claim.file}: a claim rests on {claim.statement}, which is not among its "
                "statements. Make the brief again from all its reports."
            )
        cited = quoter.all([claim.evidence], "said")
        yield Claimed(f"C{number}", claim, about_in_words(claim), statement, cited)


def _repeated(brief: Brief, statements: Sequence[Statement]) -> Iterator[Repeated]:
    """Pair utterances of several reports with their versions."""
    known = {(brief.reports[one.report].file, one.said.id): one for one in statements}
    several = [utterance for utterance in brief.utterances if len(utterance.members) > 1]
    for number, utterance in enumerate(several, start=1):
        try:
            versions = tuple(known[member.file, member.statement] for member in utterance.members)
        except KeyError as error:
            raise InvalidInput(
                f"utterance {utterance.id}: {error} is not among the statements of this brief. "
                "Make the brief again from all its reports."
            ) from error
        yield Repeated(f"U{number}", utterance, versions)


def marks(told: Facts, reports: Sequence[Report]) -> list[list[Mark]]:
    """Say what to highlight in each report: one mark for each stretch that facts rest on."""
    rests: list[dict[Span, list[tuple[str, str]]]] = [defaultdict(list) for _ in reports]
    groups = (
        *(told.statements, told.events, told.findings),
        *(told.parties, told.timeline, told.claims, told.conflicts),
    )
    for group in groups:
        for fact in group:
            for words in fact.cited:
                rests[words.report][words.span].append((words.kind, fact.label))
    for words in (words for statement in told.statements for words in statement.aside):
        rests[words.report][words.span].append((words.kind, ""))
    for nth, report in enumerate(reports):
        for span in _about(report):
            rests[nth][span].append(("meta", ""))
    return [
        [_mark(nth, span, found) for span, found in rests[nth].items()]
        + [Mark(item.span, ("furniture",)) for item in report.furniture]
        for nth, report in enumerate(reports)
    ]


def _about(report: Report) -> list[Span]:
    """Where a report names its title and its date."""
    dated = report.published.span if report.published else None
    return [span for span in (report.title_span, dated) if span]


def _mark(report: int, span: Span, found: Sequence[tuple[str, str]]) -> Mark:
    kinds = tuple(dict.fromkeys(kind for kind, _ in found))
    labels = tuple(dict.fromkeys(label for _, label in found if label))
    return Mark(span, kinds, f"r{report}-{span[0]}-{span[1]}", labels)
