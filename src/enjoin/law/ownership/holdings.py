"""Who holds what of whom on a day, as recorded by an instant, under the law of one regime."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from enjoin.law.ownership.graph import (
    WHOLE,
    Control,
    Graph,
    ListedParty,
    Stake,
    bounds,
    percent,
)
from enjoin.law.records import OwnershipTest
from enjoin.law.status import (
    BLOCKED_SINCE,
    governments_of_north_korea,
    is_government_of_north_korea,
)
from enjoin.model.errors import InvalidInput

#: Listings that count under another regime: who is listed by the United Nations is designated by
#: the United Kingdom's regulations themselves, for as long as the United Nations lists him.
ALSO: Mapping[str, tuple[str, ...]] = {"UK": ("UN",)}
#: Tells whether somebody was blocked on a day.
Blocked = Callable[[str, date], bool]


class View(NamedTuple):
    """Whose listings count, by which test, on which day, and as recorded by which instant."""

    regime: str
    test: OwnershipTest
    on: date
    known: str | None


class Holdings(NamedTuple):
    """Listed parties in the order of the input, and the stakes in hand by owner and by asset.

    A stake is a number: `stakes[n]` with its ends `low[n]` and `high[n]` in smallest units.
    `appoints` names what each person controls in a way that counts as owning it.
    """

    seeds: Mapping[str, None]
    stakes: Sequence[Stake]
    low: Sequence[int]
    high: Sequence[int]
    by_owner: Mapping[str, Sequence[int]]
    by_asset: Mapping[str, Sequence[int]]
    appoints: Mapping[str, Sequence[str]]
    spared: frozenset[str]


def holdings(graph: Graph, view: View, blocked: Blocked, *, doubt_sales: bool = False) -> Holdings:
    """Read a graph as of a view. With `doubt_sales` no sale by a blocked seller happened.

    `blocked` tells who was blocked on an earlier day.

    Raises:
        InvalidInput: the stakes in an asset add up to more than the whole of it.
    """
    on, known = view.on, view.known
    in_hand = [  # `in_force` written out: there may be hundreds of thousands
        one
        for one in graph.stakes
        if (one.from_ is None or one.from_ <= on)
        and (one.until is None or on < one.until)
        and (known is None or one.known(known))
    ]
    found = _index(in_hand)
    check_totals(found, on)
    unsold = _unsold(graph, view, blocked, doubt_sales=doubt_sales)
    if unsold:
        found = _index(_restored(in_hand, unsold))
    return Holdings(
        seeds(graph, view), *found, _appoints(graph, view), frozenset(spared(graph, view))
    )


class _Index(NamedTuple):
    """The part of the holdings that is made of stakes."""

    stakes: Sequence[Stake]
    low: Sequence[int]
    high: Sequence[int]
    by_owner: Mapping[str, Sequence[int]]
    by_asset: Mapping[str, Sequence[int]]


def _index(stakes: Sequence[Stake]) -> _Index:
    low, high = [], []
    by_owner: defaultdict[str, list[int]] = defaultdict(list)
    by_asset: defaultdict[str, list[int]] = defaultdict(list)
    for number, stake in enumerate(stakes):
        ends = bounds(stake.share)
        low.append(ends[0])
        high.append(ends[1])
        by_owner[stake.owner].append(number)
        by_asset[stake.asset].append(number)
    return _Index(stakes, low, high, by_owner, by_asset)


def check_totals(found: _Index, on: date) -> None:
    """Refuse stakes that together are surely more than the whole.

    Raises:
        InvalidInput: names the asset.
    """
    least = found.low.__getitem__
    for asset, numbers in found.by_asset.items():
        if (units := sum(map(least, numbers))) > WHOLE:
            raise InvalidInput(
                f"stakes: the share of those in {asset} adds up to {percent(units, 0)} percent on "
                f"{on}, more than 100; correct their dates or shares."
            )


def seeds(graph: Graph, view: View) -> Mapping[str, None]:
    """Return whose holdings count: parties whose listing blocks, and parties blocked by status."""
    listed = dict.fromkeys(one.party for one in graph.listed if counts(one, view))
    return listed | dict.fromkeys(_by_status(graph, view))


def counts(one: ListedParty, view: View) -> bool:
    """Tell whether a listing blocks under the regime on the day, as far as it was recorded."""
    regimes = {view.regime, *ALSO.get(view.regime, ())}
    in_force = one.in_force(view.on) and one.known(view.known)
    return one.blocking and in_force and not regimes.isdisjoint(one.regimes)


def by_status(view: View, party: str) -> bool:
    """Tell whether a party is blocked by what it is, under a regime that knows such."""
    known = _by_control(view) and view.on >= BLOCKED_SINCE
    return known and is_government_of_north_korea(party)


def _by_status(graph: Graph, view: View) -> Sequence[str]:
    if not _by_control(view) or view.on < BLOCKED_SINCE:
        return ()
    owners = {stake.owner for stake in graph.stakes} | {one.person for one in graph.control}
    return governments_of_north_korea(owners)


def _by_control(view: View) -> bool:
    """Tell whether some are blocked by status, and own what they control (31 CFR 510.311)."""
    return bool(view.test.control_by) and view.regime == view.test.regime


def _appoints(graph: Graph, view: View) -> Mapping[str, Sequence[str]]:
    """Return what each person controls in a way that the test counts like owning it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in in_control(graph, view):
        governs = _by_control(view) and is_government_of_north_korea(one.person)
        if (view.test.control and one.kind == "board-majority") or (
            governs and one.kind in {"board-majority", "de-facto"}
        ):
            found[one.person].append(one.asset)
    return found


def in_control(graph: Graph, view: View) -> list[Control]:
    """Return the control in force and known."""
    return [one for one in graph.control if one.in_force(view.on) and one.known(view.known)]


def spared(graph: Graph, view: View) -> Iterable[str]:
    """Return the assets of which the presumption is rebutted."""
    if not view.test.rebuttable:
        return ()
    return sorted(
        one.asset
        for one in graph.rebutted
        if one.regime == view.regime and one.in_force(view.on) and one.known(view.known)
    )


# --- Sales that are not recognised -------------------------------------------------------------

_Pair = tuple[str, str]


def _unsold(
    graph: Graph, view: View, blocked: Blocked, *, doubt_sales: bool
) -> Mapping[_Pair, Sequence[Stake]]:
    """Return what sellers held before sales that are not recognised, by owner and asset.

    Property of a blocked person cannot be sold within the jurisdiction that blocks it (OFAC FAQ
    402), so the seller holds what he held the day before, however the rest is written down.
    """
    ended = [
        (stake.until, stake.owner, stake.asset)
        for stake in graph.stakes
        if stake.until is not None
        and stake.until <= view.on
        and (doubt_sales or stake.sold_within == view.regime)
        and stake.known(view.known)
    ]
    sales: dict[_Pair, date] = {}
    for day, owner, asset in sorted(ended):  # earlier days first: later ones rest on them
        if (owner, asset) not in sales and blocked(owner, day):
            sales[owner, asset] = day
    return _before(graph, view, sales) if sales else {}


def _before(
    graph: Graph, view: View, sales: Mapping[_Pair, date]
) -> Mapping[_Pair, Sequence[Stake]]:
    found: defaultdict[_Pair, list[Stake]] = defaultdict(list)
    for stake in graph.stakes:
        sold = sales.get((stake.owner, stake.asset))
        if sold and stake.in_force(sold - timedelta(days=1)) and stake.known(view.known):
            found[stake.owner, stake.asset].append(stake)
    return found


def _restored(in_hand: Sequence[Stake], unsold: Mapping[_Pair, Sequence[Stake]]) -> list[Stake]:
    """Put back what was not sold, where it is more than what the seller shows now."""
    now: defaultdict[_Pair, list[Stake]] = defaultdict(list)
    for stake in in_hand:
        if (stake.owner, stake.asset) in unsold:
            now[stake.owner, stake.asset].append(stake)
    back = {pair: stakes for pair, stakes in unsold.items() if _total(stakes) > _total(now[pair])}
    kept = [stake for stake in in_hand if (stake.owner, stake.asset) not in back]
    return [*kept, *(stake for stakes in back.values() for stake in stakes)]


def _total(stakes: Iterable[Stake]) -> tuple[int, int]:
    ends = [bounds(stake.share) for stake in stakes]
    return sum(low for low, _ in ends), sum(high for _, high in ends)
