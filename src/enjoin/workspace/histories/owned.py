"""What befell a party in an ownership graph: stakes, control, blocked property, listings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enjoin.law.ownership.graph import Graph, Recorded, Share, ends
from enjoin.workspace.histories.befell import Befell, Kind, Known
from enjoin.workspace.values import ALWAYS, AsOf

_GRAPH = "ownership"


def in_graph(graph: Graph, party: str) -> bool:
    """Tell whether a graph records anything of a party, at any time."""
    known = Known(frozenset(), frozenset([party.casefold()]))
    return any(True for _ in owned(graph, known, AsOf(date.max)))


def owned(graph: Graph, known: Known, as_of: AsOf) -> Iterator[Befell]:
    """Yield what a graph records of a party by an instant: listings, stakes, control, property."""
    by = None if as_of.known == ALWAYS else as_of.known
    for listed in graph.listed:
        if known.named(listed.party) and listed.known(by):
            under = f" ({listed.programme})" if listed.programme else ""
            told = f"listed by {', '.join(listed.regimes)}{under}, as the graph has it"
            short = listed.programme or ", ".join(listed.regimes)
            lane = f"{', '.join(listed.regimes)} (graph)"
            yield _held(listed, "listing", told, short, lane)
    for stake in graph.stakes:
        share = _share(stake.share)
        if known.named(stake.owner) and stake.known(by):
            yield _held(stake, "holding", f"owns {share} of {stake.asset}", stake.asset)
        if known.named(stake.asset) and stake.known(by):
            told = f"is owned by {stake.owner}, {share}"
            yield _held(stake, "holding", told, f"of {stake.owner}")
    for control in graph.control:
        if known.named(control.person) and control.known(by):
            told = f"directs {control.asset} ({control.kind})"
            yield _held(control, "holding", told, control.asset)
        if known.named(control.asset) and control.known(by):
            told = f"is directed by {control.person} ({control.kind})"
            yield _held(control, "holding", told, f"by {control.person}")
    yield from _blocked(graph, known, by)


def _blocked(graph: Graph, known: Known, by: str | None) -> Iterator[Befell]:
    for held in graph.blocked_property:
        if (known.named(held.interest) or known.named(held.asset)) and held.known(by):
            told = f"{held.asset} blocked under {held.regime} for the interest of {held.interest}"
            on = held.on.isoformat()
            yield Befell(on=on, kind="ownership", lane=_GRAPH, what=told, short="blocked")
    for rebutted in graph.rebutted:
        if known.named(rebutted.asset) and rebutted.known(by):
            told = f"presumption of ownership rebutted ({rebutted.regime}, {rebutted.reference})"
            yield _held(rebutted, "holding", told, "rebutted")


def _held(record: Recorded, kind: Kind, told: str, short: str, lane: str = _GRAPH) -> Befell:
    until = record.until.isoformat() if record.until else None
    on = record.from_.isoformat() if record.from_ else None
    return Befell(on=on, until=until, kind=kind, lane=lane, what=told, short=short)


def _share(share: Share) -> str:
    low, high = ends(share)
    return f"{low} %" if low == high else f"{low} to {high} %"
