"""Reports: files or pasted text, read together; the words everything rests on are marked."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from litestar import MediaType, Response, get, post
from litestar.datastructures import UploadFile

from enjoin.model.errors import InvalidInput
from enjoin.web.shell import AnyRequest, page
from enjoin.workspace.live import Live

#: The most bytes of a request, and files in it.
_BODY, _FILES = 20_000_000, 200
_STRANGE = re.compile(r"[^\w. ()-]+")


class Given(NamedTuple):
    """A report as it was given: the name of its file and its bytes."""

    name: str
    content: bytes


@get("/reports", may="report")
async def form(request: AnyRequest) -> Response[str]:
    """Ask for reports."""
    return page("reports.html", request)


@post("/reports", may="report", status_code=200, request_max_body_size=_BODY)
async def read(live: Live, request: AnyRequest) -> Response[str]:
    """Read reports together: shown here, or as one file to keep."""
    sent = await request.form()
    uploads = [each for each in sent.getall("files", []) if isinstance(each, UploadFile)]
    reports = [Given(each.filename or "", await each.read()) for each in uploads if each.filename]
    if text := str(sent.get("text", "")).strip():
        reports.append(Given("pasted.txt", text.encode("utf-8", "replace")))
    if not 0 < len(reports) <= _FILES:
        raise InvalidInput(f"paste a text, or choose up to {_FILES} files (.txt or .html).")
    keep = sent.get("as") == "file"
    brief = await asyncio.to_thread(_brief, live, reports, alone=keep)
    if keep:
        headers = {"Content-Disposition": 'attachment; filename="brief.html"'}
        return Response(brief, media_type=MediaType.HTML, headers=headers)
    return page("brief.html", request, brief=_safe(brief))


def _safe(brief: str) -> object:
    from markupsafe import Markup

    return Markup(brief)  # noqa: S704  (a page of ours, in which everything is escaped)


def _brief(live: Live, reports: Sequence[Given], *, alone: bool) -> str:
    """Lay reports down in a folder that is gone afterwards, and return their brief."""
    with tempfile.TemporaryDirectory(prefix="enjoin-") as folder:
        given, out = Path(folder) / "in", Path(folder) / "brief.html"
        given.mkdir()
        paths = [given / name for name in _names(reports)]
        for path, report in zip(paths, reports, strict=True):
            path.write_bytes(report.content)
        live.workspace.brief(paths, out, alone=alone)
        return out.read_text("utf-8").replace(f"{given}/", "")


def _names(reports: Sequence[Given]) -> list[str]:
    """Name files by what they were called, without anything a path is made of, each once."""
    names: list[str] = []
    for number, report in enumerate(reports, start=1):
        plain = _STRANGE.sub("_", report.name).strip(". ")[-80:] or "report.txt"
        names.append(f"{number}-{plain}" if plain in names else plain)
    return names
