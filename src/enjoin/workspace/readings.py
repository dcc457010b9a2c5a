"""What reports read here said of listed parties, and what they would violate: kept, and erasable.

The journal holds the hash of what is kept; the words themselves lie beside the originals of lists,
from where they can be erased. Reports in full are not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from enjoin.model.report import Brief, Finding, Report, Span
from enjoin.store import blobs
from enjoin.text.prose import paragraphs, sentences

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: The most characters kept around a name; a sentence that is longer is cut there.
_AROUND = 300


class Words(msgspec.Struct, frozen=True):
    """Words of a report: what stands before those that are meant, those, and what follows."""

    before: str
    words: str
    after: str


class InReport(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of a listed party in a report: the sentence, and where the report is from."""

    entity_id: str
    caption: str
    score: float
    file: str
    sha256: str
    span: Span
    said: Words
    outlet: str | None
    title: str | None
    published: str | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is kept: what it says, and the words it rests on, each with its report."""

    text: str
    measures: tuple[str, ...]
    modality: str
    standard: str
    because: str
    rests_on: tuple[tuple[str, Words], ...]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of reports that were read together."""

    reports: tuple[str, ...]
    """Their SHA-256, sorted: the same reports read again take the place of this."""
    files: tuple[str, ...]
    mentions: tuple[InReport, ...]
    findings: tuple[Found, ...]
    lists: tuple[str, ...]


def kept_of(made: Brief, texts: Mapping[str, str]) -> Reading:
    """Return what is kept of a brief."""
    return Reading(
        reports=tuple(sorted(report.sha256 for report in made.reports)),
        files=tuple(report.file for report in made.reports),
        mentions=tuple(_mentions(made, texts)),
        findings=tuple(_findings(made, texts)),
        lists=made.lists,
    )


def _mentions(made: Brief, texts: Mapping[str, str]) -> Iterator[InReport]:
    reports = {report.file: report for report in made.reports}
    for file, ones in groupby(made.listed, lambda one: one.mention.file):
        report, bounds = reports[file], _sentences(texts[file])
        for one in ones:
            yield InReport(
                entity_id=one.entity_id,
                caption=one.caption,
                score=one.score,
                file=file,
                sha256=report.sha256,
                span=one.mention.span,
                said=_words(texts[file], one.mention.span, bounds),
                outlet=report.outlet,
                title=report.title,
                published=_published(report),
            )


def _published(report: Report) -> str | None:
    return report.published.value if report.published else None


def _findings(made: Brief, texts: Mapping[str, str]) -> Iterator[Found]:
    bounds = {file: _sentences(texts[file]) for at in made.findings for file in _files(at)}
    for one in made.findings:
        rests = tuple(
            (at.file, _words(texts[at.file], at.span, bounds[at.file])) for at in one.evidence
        )
        yield Found(
            text=one.text or one.because,
            measures=one.measures,
            modality=one.modality,
            standard=one.standard,
            because=one.because,
            rests_on=rests,
        )


def _files(finding: Finding) -> set[str]:
    return {at.file for at in finding.evidence}


def _sentences(text: str) -> list[Span]:
    return [span for paragraph in paragraphs(text) for span in sentences(text, paragraph)]


def _words(text: str, span: Span, sentences_: list[Span]) -> Words:
    """Return the words of a span within the sentences it touches, cut where those are long."""
    touched = [one for one in sentences_ if one[0] < span[1] and span[0] < one[1]] or [span]
    start = max(min(touched[0][0], span[0]), span[0] - _AROUND)
    end = min(max(touched[-1][1], span[1]), span[1] + _AROUND)
    return Words(
        _line(text[start : span[0]]),
        _line(text[span[0] : span[1]]),
        _line(text[span[1] : end]),
    )


def _line(text: str) -> str:
    """Write a text on one line; a blank at its end is kept, as words stand beside it."""
    joined = " ".join(text.split())
    before, after = text[:1].isspace() and bool(joined), text[-1:].isspace() and bool(joined)
    return " " * before + joined + " " * after


def keep(workspace: Workspace, reading: Reading) -> str:
    """Keep a reading; return its SHA-256, for the journal."""
    return blobs.put(workspace.config.blobs, msgspec.json.encode(reading, order="sorted"))


def get(workspace: Workspace, sha256: str) -> Reading | None:
    """Return a reading that is kept; None where it was erased."""
    folder = workspace.config.blobs
    if not blobs.has(folder, sha256):
        return None
    return msgspec.json.decode(blobs.get(folder, sha256), type=Reading)


def erase(workspace: Workspace, sha256: str) -> None:
    """Erase a reading; what the journal keeps of it are hashes."""
    blobs.remove(workspace.config.blobs, sha256)
