"""The test of a day applied to a graph: owned, perhaps owned, not owned, and through what."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from enjoin.law.ownership.closure import Reached, reach, reach_together
from enjoin.law.ownership.graph import (
    Graph,
    ListedParty,
    Stake,
    bounds,
    ends,
    percent,
    places,
)
from enjoin.law.ownership.holdings import (
    Holdings,
    View,
    by_status,
    counts,
    holdings,
    in_control,
    spared,
)
from enjoin.law.ownership.result import Controlled, Edge, Held, Owned, Ownership, Percents
from enjoin.law.records import OwnershipTest
from enjoin.model.errors import InvalidInput

#: Once so many stakes are on paths, a path is cut to the stakes in the asset itself: the owners in
#: it have paths of their own.
_ON_PATHS = 600_000
_Told = TypeVar("_Told", Owned, Held)
TestOf = Callable[[str, date], OwnershipTest]


class _Case(NamedTuple):
    """What a graph comes to under a view: surely, and perhaps."""

    view: View
    held: Holdings
    surely: Reached
    maybe: Reached
    together: Reached


def own(
    graph: Graph, regime: str, on: date, test_of: TestOf, known: str | None = None
) -> Ownership:
    """Apply a regime's test of a day to what was recorded by an instant (ISO 8601, UTC; now).

    `test_of` returns the test of a regime on a day. The graph has been checked.

    Raises:
        InvalidInput: stakes add up to more than the whole, or the regime has no test for the day.
    """
    view = View(regime, test_of(regime, on), on, known)
    case = _case(graph, view, holdings(graph, view, _Sellers(graph, view, test_of).blocked))
    decided = {*case.surely.owned, *case.held.seeds}
    perhaps = [asset for asset in case.maybe.owned if asset not in decided]
    rest = sorted(case.held.by_asset.keys() - decided - set(perhaps))
    return Ownership(
        regime=regime,
        on=on,
        test=view.test.id,
        owned=tuple(_told(case.surely.owned, _owned, case)),
        undetermined=tuple(_told(perhaps, _undetermined, case)),
        not_owned=tuple(_not_owned(asset, case) for asset in rest),
        controlled=tuple(_controlled(graph, case, decided)),
        divested=tuple(_divested(graph, case, test_of)),
        rebutted=tuple(spared(graph, view)),
        still_blocked=tuple(_still_blocked(graph, view)),
        listed=tuple(case.held.seeds),
        known=known,
    )


def _case(graph: Graph, view: View, held: Holdings) -> _Case:
    surely = reach(graph, held, view.test, surely=True)
    maybe = reach(graph, held, view.test, surely=False)
    together = maybe if view.test.aggregate else reach_together(held, view.test)
    return _Case(view, held, surely, maybe, together)


class _Sellers:
    """Tells whether a seller was blocked on a day: listed then, or owned the day before."""

    def __init__(self, graph: Graph, view: View, test_of: TestOf) -> None:
        self._graph, self._view, self._test_of = graph, view, test_of
        self._owned: dict[date, Collection[str]] = {}
        self._listings: defaultdict[str, list[ListedParty]] = defaultdict(list)
        for one in graph.listed:
            self._listings[one.party].append(one)

    def blocked(self, owner: str, day: date) -> bool:
        """Tell it surely; who was owned is found from that day's own test and holdings."""
        before = day - timedelta(days=1)
        if before not in self._owned:
            self._owned[before] = self._owned_on(before)
        return self.listed(owner, day) or owner in self._owned[before]

    def listed(self, owner: str, day: date) -> bool:
        """Tell whether a seller was listed, or blocked by status."""
        view = self._view._replace(on=day)
        on_a_list = any(counts(one, view) for one in self._listings.get(owner, ()))
        return on_a_list or by_status(view, owner)

    def _owned_on(self, day: date) -> Collection[str]:
        try:
            test = self._test_of(self._view.regime, day)
        except InvalidInput:  # there was no test yet, so nobody was blocked by one
            return ()
        view = self._view._replace(test=test, on=day)
        return _case(self._graph, view, holdings(self._graph, view, self.blocked)).surely.owned


# --- Who is owned ------------------------------------------------------------------------------


def _told(
    assets: Iterable[str], tell: Callable[[str, _Case, bool], _Told], case: _Case
) -> Iterator[_Told]:
    """Tell of assets in the order found, nearest to listed parties first, with bounded paths."""
    on_paths = 0
    for asset in assets:
        one = tell(asset, case, on_paths < _ON_PATHS)
        on_paths += len(one.path)
        yield one


def _owned(asset: str, case: _Case, whole: bool) -> Owned:
    test, held = case.view.test, case.held
    path, cut = _path(asset, case.surely, held, whole=whole)
    through = any(edge.owner not in held.seeds for edge in path)
    return Owned(
        asset=asset,
        sum=_sum(asset, case),
        path=path,
        label=test.label,
        test=test.id,
        because=_because(asset, case),
        rebuttable=test.rebuttable,
        cut=cut,
        review=_CHAIN if through and test.rebuttable else None,
    )


_CHAIN = "held through other companies: how holdings count down a chain is not settled in the EU"


def _because(asset: str, case: _Case) -> str:
    test = case.view.test
    counted = _counted(asset, case.surely, case.held)
    if asset in case.surely.appointed and not _suffices(asset, case):
        return f"{case.surely.appointed[asset]} controls it, which the test counts as owning it"
    added = " + ".join(
        f"{s.owner} {ends(s.share)[0]}" for s in (case.held.stakes[n] for n in counted)
    )
    asked = (
        f"{test.threshold} percent or more" if test.inclusive else f"over {test.threshold} percent"
    )
    total = _sum(asset, case)[0]
    listed = {case.held.stakes[number].owner for number in counted} & case.held.seeds.keys()
    together = " in a joint arrangement" if len(listed) > 1 and not test.aggregate else ""
    whose = f"held by listed persons and what they own{together}"
    return f"{added} = {total} percent {whose}; it takes {asked}"


def _suffices(asset: str, case: _Case) -> bool:
    units, bar = case.surely.sums.get(asset, 0), bounds(case.view.test.threshold)[0]
    return units >= bar if case.view.test.inclusive else units > bar


def _counted(asset: str, reached: Reached, held: Holdings) -> list[int]:
    """Return the stakes in an asset that were added up, in the order of the input."""
    holders = reached.holders.get(asset, ())
    return [n for n in held.by_asset.get(asset, ()) if held.stakes[n].owner in holders]


def _path(
    asset: str, reached: Reached, held: Holdings, *, whole: bool
) -> tuple[tuple[Edge, ...], bool]:
    """Return the stakes through which an asset is owned, from listed parties to it; was it cut?

    Every stake in it that was counted is there; further up only those of owners found before
    what they own, so that no circle holds itself up.
    """
    rank = reached.owned
    direct = _counted(asset, reached, held)
    upstream: list[tuple[int, int]] = []
    queue = deque(_owners(direct, held, rank))
    seen = {asset, *queue}
    while queue and whole:
        of = queue.popleft()
        earlier = [n for n in _before(of, reached, held) if held.stakes[n].owner != asset]
        upstream += [(rank[of], number) for number in earlier]
        new = [owner for owner in _owners(earlier, held, rank) if owner not in seen]
        seen.update(new)
        queue.extend(new)
    numbers = [*_hanging(upstream, held), *direct]
    return tuple(_edge(held.stakes[number]) for number in numbers), bool(queue)


def _hanging(upstream: Iterable[tuple[int, int]], held: Holdings) -> Iterator[int]:
    """Yield stakes that hang on listed parties, given with the rank of what they are in.

    Others are of owners that hang on the asset in question alone: a circle.
    """
    reached = set(held.seeds)
    for _, number in sorted(upstream):
        if held.stakes[number].owner in reached:
            reached.add(held.stakes[number].asset)
            yield number


def _before(asset: str, reached: Reached, held: Holdings) -> list[int]:
    """Return the stakes in an asset of owners that were found before it; listed ones are first."""
    rank = reached.owned
    counted = _counted(asset, reached, held)
    return [n for n in counted if rank.get(held.stakes[n].owner, -1) < rank[asset]]


def _owners(numbers: Iterable[int], held: Holdings, rank: Collection[str]) -> list[str]:
    """Return who holds some stakes, apart from listed parties."""
    owners = dict.fromkeys(held.stakes[number].owner for number in numbers)
    return [owner for owner in owners if owner in rank]


def _edge(stake: Stake) -> Edge:
    return Edge(stake.owner, stake.asset, ends(stake.share))


# --- Who is not, or not surely -----------------------------------------------------------------


def _sum(asset: str, case: _Case) -> Percents:
    """Return how much listed parties hold at least, and how much they may hold at most."""
    low, high = case.surely.sums.get(asset, 0), case.maybe.sums.get(asset, 0)
    if not high:
        return _NOTHING
    counted = _counted(asset, case.maybe, case.held)
    least = max(places(case.held.stakes[number].share) for number in counted)
    lower = percent(low, least)
    return lower, lower if low == high else percent(high, least)


_NOTHING: Percents = ("0", "0")


def _not_owned(asset: str, case: _Case) -> Held:
    """Tell how much is held, and where the test does not add up, how much that would be at most."""
    total = _sum(asset, case)
    units = case.together.sums.get(asset, 0)
    if units == case.maybe.sums.get(asset, 0):
        return Held(asset=asset, sum=total)
    counted = _counted(asset, case.together, case.held)
    least = max((places(case.held.stakes[number].share) for number in counted), default=0)
    return Held(asset=asset, sum=total, together=percent(units, least))


def _undetermined(asset: str, case: _Case, whole: bool) -> Held:
    low, high = _sum(asset, case)
    why = f"listed persons hold between {low} and {high} percent; ask for the exact holdings"
    if asset in case.maybe.appointed or low == high:
        why = "it depends on holdings or arrangements further up that are not certain"
    path, _ = _path(asset, case.maybe, case.held, whole=whole)
    return Held(asset=asset, sum=(low, high), path=path, because=why)


def _controlled(graph: Graph, case: _Case, decided: Collection[str]) -> Iterator[Controlled]:
    persons = {*case.held.seeds, *case.surely.owned}
    for one in in_control(graph, case.view):
        if one.person in persons and one.asset not in decided:
            because = (
                f"{one.person} is listed or owned and directs it ({one.kind}); that is not "
                f"ownership; a person has to judge whether it is control under {case.view.test.id}"
            )
            yield Controlled(one.asset, one.person, one.kind, because)


def _divested(graph: Graph, case: _Case, test_of: TestOf) -> Iterator[Held]:
    """Yield what would still be owned, had no listed or owned party sold since it was listed."""
    if not any(stake.until and stake.until <= case.view.on for stake in graph.stakes):
        return
    sellers = _Sellers(graph, case.view, test_of)

    def doubted(owner: str, day: date) -> bool:
        return sellers.listed(owner, day) or owner in case.surely.owned

    before = _case(graph, case.view, holdings(graph, case.view, doubted, doubt_sales=True))
    for asset in before.surely.owned:
        if asset not in case.surely.owned:
            yield Held(asset=asset, sum=_sum(asset, case), because=_SOLD)


_SOLD = "it was owned until a blocked party sold; it is not, if that sale is real: verify it"


def _still_blocked(graph: Graph, view: View) -> Iterator[str]:
    """Yield property blocked by that day: a change of ownership releases none, only a licence."""
    for one in graph.blocked_property:
        if one.regime == view.regime and one.on <= view.on and one.known(view.known):
            yield one.asset
