"""The least fixed point over direct stakes: nothing is multiplied, nothing is rounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from enjoin.law.ownership.graph import Graph, bounds
from enjoin.law.ownership.holdings import Holdings
from enjoin.law.records import OwnershipTest


class Reached(NamedTuple):
    """Who is owned, in the order found, and how much of each asset the listed and owned hold.

    `holders` tells of each asset whose holdings were added up, `appointed` of an asset owned
    through control by whom.
    """

    owned: Mapping[str, int]
    sums: Mapping[str, int]
    holders: Mapping[str, Collection[str]]
    appointed: Mapping[str, str]


def reach(graph: Graph, held: Holdings, test: OwnershipTest, *, surely: bool) -> Reached:
    """Find what listed parties own surely, or what they may own: group by group, as the test adds.

    A joint arrangement with somebody who is not listed may attribute that holding too.
    """
    listed = list(held.seeds)
    groups = [listed] if test.aggregate else _groups(graph, listed, test, surely=surely)
    ends = held.low if surely else held.high
    return _joined([_reach(group, held, test, ends) for group in groups])


def reach_together(held: Holdings, test: OwnershipTest) -> Reached:
    """Find what listed parties may own if all their holdings were added up."""
    return _reach(held.seeds, held, test, held.high)


def _groups(
    graph: Graph, listed: Sequence[str], test: OwnershipTest, *, surely: bool
) -> list[list[str]]:
    """Return the parties whose holdings are added up: those in one arrangement, else each alone."""
    known = set(listed)
    joint = [dict.fromkeys(group) for group in graph.joint] if test.joint else []
    together = [[p for p in group if p in known or not surely] for group in joint]
    bound = [group for group in together if len(group) > 1 and not known.isdisjoint(group)]
    return [*bound, *([party] for party in listed)]


def _reach(
    group: Iterable[str], held: Holdings, test: OwnershipTest, ends: Sequence[int]
) -> Reached:
    """Find all that a group owns: each owner that is owned passes on the whole of what it holds."""
    bar, inclusive = bounds(test.threshold)[0], test.inclusive
    sums: dict[str, int] = {}
    found: dict[str, int] = {}
    appointed: dict[str, str] = {}
    queue = deque(group)
    members = set(queue)
    while queue:
        owner = queue.popleft()
        new = []
        for number in held.by_owner.get(owner, ()):
            asset = held.stakes[number].asset
            units = sums[asset] = sums.get(asset, 0) + ends[number]
            if units >= bar and (inclusive or units > bar):
                new.append(asset)
        for asset in held.appoints.get(owner, ()):
            appointed.setdefault(asset, owner)
            new.append(asset)
        for asset in new:
            if asset not in members and asset not in held.spared:
                members.add(asset)
                found[asset] = len(found)
                queue.append(asset)
    owned = {asset: rank for asset, rank in found.items() if asset not in held.seeds}
    return Reached(owned, sums, dict.fromkeys(sums, members), appointed)


def _joined(reached: Sequence[Reached]) -> Reached:
    """Join what each group owns; of an asset, the most that one group holds."""
    if len(reached) == 1:
        return reached[0]
    sums: dict[str, int] = {}
    holders: dict[str, Collection[str]] = {}
    owned: dict[str, int] = {}
    appointed: dict[str, str] = {}
    for each in reached:
        for asset, units in each.sums.items():
            if units > sums.get(asset, -1):
                sums[asset], holders[asset] = units, each.holders[asset]
        for asset in each.owned:
            owned.setdefault(asset, len(owned))
        appointed |= {asset: by for asset, by in each.appointed.items() if asset not in appointed}
    return Reached(owned, sums, holders, appointed)
