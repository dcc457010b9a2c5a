"""`/api/v1/read` and `/api/v1/brief`: reports into evidence."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import post

from enjoin.model.errors import InvalidInput
from enjoin.model.report import Brief, Report
from enjoin.workspace import Asked
from enjoin.workspace.live import Live

FileName = Annotated[str, msgspec.Meta(pattern=r"^[\w][\w. ()-]{0,99}$")]


class ReportIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as text, or as the bytes of its file in Base64."""

    name: FileName = "report.txt"
    text: str | None = None
    base64: str | None = None


class BriefIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports to be read together, each under a name of its own."""

    reports: Annotated[list[ReportIn], msgspec.Meta(min_length=1, max_length=500)]
    on: str | None = None
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


@post("/read", may="report", status_code=200, sync_to_thread=True, tags=["Reports"])
def read(live: Live, data: ReportIn) -> Report:
    """Read a report: who said what, what happened, with the place of every word it rests on."""
    with _files([data]) as (path,):
        return live.workspace.read(path)


@post("/brief", may="report", status_code=200, sync_to_thread=True, tags=["Reports"])
def brief(live: Live, data: BriefIn) -> Brief:
    """Read many reports together: utterances, storylines, timeline, findings, listed parties."""
    asked = Asked(live.workspace.as_of(data.on), data.threshold)
    with _files(data.reports) as paths:
        return live.workspace.brief(paths, None, asked)


@contextmanager
def _files(reports: Sequence[ReportIn]) -> Iterator[list[Path]]:
    """Lay reports down in a folder that is gone afterwards.

    Raises:
        InvalidInput: one has neither text nor bytes, or two have the same name.
    """
    names = [report.name for report in reports]
    if len(set(names)) < len(names):
        raise InvalidInput("reports: two have the same name; offsets would be of either.")
    with tempfile.TemporaryDirectory(prefix="enjoin-") as folder:
        for report in reports:
            (Path(folder) / report.name).write_bytes(_content(report))
        yield [Path(folder) / name for name in names]


def _content(report: ReportIn) -> bytes:
    """Return the bytes of a report.

    Raises:
        InvalidInput: it has neither text nor bytes, or both.
    """
    if (report.text is None) == (report.base64 is None):
        raise InvalidInput(f"{report.name}: give its text, or its bytes as base64, and not both.")
    if report.text is not None:
        return report.text.encode("utf-8", "replace")
    try:
        return base64.b64decode(report.base64 or "", validate=True)
    except (binascii.Error, ValueError) as error:
        told = "base64: cannot be decoded; give standard base64, or `text` instead."
        raise InvalidInput(f"{report.name}: {told}") from error
