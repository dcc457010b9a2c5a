"""Decide: a dealing, and what follows from it under each regime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar import Response, get, post

from enjoin.web.shell import AnyRequest, page
from enjoin.workspace.deciding import read_dealing
from enjoin.workspace.live import Live
from enjoin.workspace.turns import decision

_REGIMES = ("US", "EU", "UK", "KR")
_KINDS = ("payment", "supply", "purchase", "service", "carriage", "transfer", "other")
_ROLES = ("debtor", "creditor", "buyer", "seller", "shipper", "consignee", "end-user", "bank")
#: Lines of the form for parties and for goods.
_PARTIES, _GOODS = 4, 2


@get("/decide", may="decide")
async def form(live: Live, request: AnyRequest) -> Response[str]:
    """Ask for a dealing."""
    return _page(live, request, {}, None)


@post("/decide", may="decide", status_code=200)
async def decide(live: Live, request: AnyRequest) -> Response[str]:
    """Decide a dealing; the decision is kept and journaled before it is shown."""
    sent = await request.form()
    asked = {key: str(sent.get(key, ""))[:300].strip() for key in sent}
    nexus = [str(regime) for regime in sent.getall("nexus", [])]
    given = read_dealing(msgspec.json.encode(dealing(asked, nexus)))
    found = msgspec.to_builtins(await decision(live, given))
    return _page(live, request, asked | {f"nexus-{each}": "1" for each in nexus}, found)


def dealing(asked: Mapping[str, str], nexus: list[str]) -> dict[str, Any]:
    """Write what the form says as the dealing that `enjoin decide` reads."""
    told = {key: asked.get(key) for key in ("kind", "value_date", "from", "to") if asked.get(key)}
    return {
        **told,
        "nexus": nexus,
        "parties": list(_lines(asked, "party", _PARTIES, ("name", "role", "country"))),
        "goods": list(_lines(asked, "goods", _GOODS, ("name", "class", "origin"))),
    }


def _lines(
    asked: Mapping[str, str], of: str, number: int, fields: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    for nth in range(1, number + 1):
        line = {field: asked.get(f"{of}-{field}-{nth}", "") for field in fields}
        if line["name"]:
            yield {field: value for field, value in line.items() if value}


def _page(
    live: Live, request: AnyRequest, asked: Mapping[str, str], found: dict[str, Any] | None
) -> Response[str]:
    goods = {name for one in live.workspace.measures() for name in one["goods"]}
    return page(
        "decide.html",
        request,
        asked=asked,
        found=found,
        regimes=_REGIMES,
        kinds=_KINDS,
        roles=_ROLES,
        goods=sorted(goods),
        parties=range(1, _PARTIES + 1),
        lines=range(1, _GOODS + 1),
    )
