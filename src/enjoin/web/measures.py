"""Measures: the register as of a day, by instrument, and a page for each measure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from litestar import Response, get

from enjoin.web.shell import AnyRequest, country, page
from enjoin.workspace.live import Live

_CONFIDENCE = {
    "A": "an official text supports it",
    "B": "a secondary source supports it",
    "C": "still to verify",
}


@get("/measures", may="look")
async def register(
    live: Live, request: AnyRequest, on: str | None = None, target: str | None = None
) -> Response[str]:
    """Show the measures in force on a day, against a country or all."""
    as_of = live.workspace.as_of(on or None)
    found = live.workspace.measures(as_of, target or None)
    every = live.workspace.measures(as_of)
    return page(
        "measures.html",
        request,
        on=as_of.on.isoformat(),
        target=(target or "").upper(),
        targets=sorted({(against(code), code) for one in every for code in one["targets"]}),
        against=against,
        groups=[(name, list(ones)) for name, ones in groupby(found, lambda one: one["instrument"])],
        total=len(found),
        to_verify=_to_verify(found),
    )


def against(code: str) -> str:
    """Write a target of a measure by its name; `*` stands for persons of any country."""
    return "persons of any country" if code == "*" else country(code.lower())


def _to_verify(found: Iterable[dict[str, Any]]) -> int:
    return sum(bool(one["to_verify"]) for one in found)


@get("/measures/{measure_id:path}", may="look")
async def measure(live: Live, request: AnyRequest, measure_id: str) -> Response[str]:
    """Show a measure: what it forbids, to whom, since when, and on what that rests."""
    one = live.workspace.measure(measure_id.lstrip("/"))
    today = live.workspace.as_of().on.isoformat()
    ended = one["valid_until"] is not None and one["valid_until"] < today
    return page(
        "measure.html", request, one=one, ended=ended, confidence=_CONFIDENCE, against=against
    )
