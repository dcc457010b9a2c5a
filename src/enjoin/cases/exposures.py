"""What somebody risks whom a law does not bind: secondary sanctions, never merged with a block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from enjoin.cases.conduct import countries
from enjoin.cases.grounds import (
    REGIME_OF,
    Case,
    blocks,
    measures_of,
    ownership_of,
    target_of,
)
from enjoin.law.measures import Exposure, Measure
from enjoin.law.records import Regime

#: The law that knows secondary sanctions.
OF: Regime = "US"


class ExposedTo(msgspec.Struct, frozen=True):
    """A measure that exposes, and why; `knowledge` is its standard: knowing, or conduct alone."""

    measure: str
    because: str
    knowledge: str | None = None


class _Tie(NamedTuple):
    """What ties a dealing to a party that US law blocks: its programme, and how."""

    programme: str
    how: str


def exposures(case: Case) -> tuple[ExposedTo, ...]:
    """Return what a dealing exposes to under US law, where that law does not bind it."""
    ties = sorted(set(_ties(case)))
    found = [*_by_party(case, ties), *_by_trade(case)]
    return tuple({(one.measure, one.because): one for one in found}.values())


def listed_elsewhere(case: Case) -> bool:
    """Tell whether US law blocks a party of the dealing."""
    return any(True for _ in _ties(case))


def _ties(case: Case) -> Iterator[_Tie]:
    """Yield the ties of the parties: listed, owned, or matched on a list."""
    dealing = case.dealing
    nodes = {one.node: one.name for one in dealing.parties}
    by_party = {
        one.party: one
        for one in dealing.graph.listed
        if OF in one.regimes
        and one.blocking
        and one.in_force(case.day)
        and one.known(dealing.known)
    }
    for node, name in nodes.items():
        if node in by_party:
            yield _Tie(by_party[node].programme or OF, f"{name} is listed there")
    if dealing.graph.stakes and (found := ownership_of(case, OF)):
        for one in found.owned:
            if one.asset in nodes:
                owners = sorted({edge.owner for edge in one.path} & by_party.keys())
                for owner in owners:
                    tag = by_party[owner].programme or OF
                    yield _Tie(tag, f"{nodes[one.asset]} is owned by persons listed there")
    yield from _matches(case)


def _matches(case: Case) -> Iterator[_Tie]:
    names = {one.asked: one.name for one in case.dealing.parties}
    for asked, matches in (case.names.matches if case.names else {}).items():
        for match in matches:
            for listing in match.listings:
                if match.match and REGIME_OF.get(listing.source) == OF and blocks(listing):
                    how = f"{names.get(asked, asked)} may be {match.caption}, listed there"
                    yield _Tie(listing.programme or OF, how)


def _by_party(case: Case, ties: Iterable[_Tie]) -> Iterator[ExposedTo]:
    for tie in ties:
        target = target_of(tie.programme)
        exposing = [
            (measure, one) for measure, one in _in_force(case) if target in _targets(measure, one)
        ]
        for measure, one in exposing:
            yield ExposedTo(measure.id, f"{tie.how} ({tie.programme}): {_told(one)}", one.knowledge)
        if not exposing:
            basis = measures_of(case, [tie.programme], OF) or [OF]
            because = f"{tie.how} ({tie.programme}), and dealing with it may lead to being listed"
            yield ExposedTo(basis[0], because)


def _by_trade(case: Case) -> Iterator[ExposedTo]:
    """Yield what trade with a country exposes to, whoever the parties are."""
    named = countries(case.dealing)
    classes = {one.class_ for one in case.dealing.goods}
    for measure, one in _in_force(case):
        there = named & set(_targets(measure, one))
        reached = bool(classes & set(one.goods)) if one.goods else there == {"KP"}
        if there and reached:
            because = f"trade with {', '.join(sorted(there))}: {_told(one)}"
            yield ExposedTo(measure.id, because, one.knowledge)


def _in_force(case: Case) -> Iterator[tuple[Measure, Exposure]]:
    for measure in case.register.in_force(case.day):
        for one in measure.exposure:
            if measure.regime == OF and one.on(case.day):
                yield measure, one


def _targets(measure: Measure, one: Exposure) -> tuple[str, ...]:
    return (one.target,) if one.target else measure.targets


def _told(one: Exposure) -> str:
    who = "foreign banks" if one.who == "foreign-banks" else "anybody"
    return f"exposes {who}: {one.conduct}{one.mark}"
