"""A graph of ownership as somebody recorded it: listings, stakes, control; read and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.time import parse_instant

#: A percentage as text, exact, or a lower and an upper bound.
Share = str | tuple[str, str]
ControlKind = Literal["director", "president", "board-majority", "de-facto"]
#: Regimes under which a party may be listed.
REGIMES = ("US", "EU", "UK", "KR", "UN", "CH", "CA", "AU", "JP", "NZ")
#: Shares are counted in whole numbers of a smallest unit, so they have at most this many decimals.
DECIMALS = 24
UNIT = 10**DECIMALS
WHOLE = 100 * UNIT


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A record of a graph: a field nobody knows is refused, not passed over."""


class Recorded(Given, frozen=True, kw_only=True, rename={"from_": "from"}, gc=False):
    """Something that holds from one day until another (not counted), recorded at an instant.

    No day stands for always; no instant for the start of time.
    """

    from_: date | None = None
    until: date | None = None
    recorded: str = ""

    def in_force(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on < self.until)

    def known(self, by: str | None) -> bool:
        """Tell whether it was recorded by an instant (ISO 8601 in UTC; None: by now)."""
        return by is None or not self.recorded or recorded_at(self.recorded) <= by


class ListedParty(Recorded, frozen=True, kw_only=True, rename={"from_": "from"}, gc=False):
    """A party listed under regimes. Only a listing that blocks property counts as an owner's."""

    party: str
    regimes: tuple[str, ...]
    from_: date
    programme: str | None = None
    blocking: bool = True


class Stake(Recorded, frozen=True, kw_only=True, gc=False):
    """A holding; `sold_within` names the jurisdiction in which it was sold, where it was."""

    owner: str
    asset: str
    share: Share
    sold_within: str | None = None


class Control(Recorded, frozen=True, kw_only=True, gc=False):
    """A way in which a person directs an entity other than by owning it."""

    person: str
    asset: str
    kind: ControlKind


class BlockedProperty(Given, frozen=True, kw_only=True, gc=False):
    """Property that was blocked on a day because a party had an interest in it."""

    asset: str
    interest: str
    on: date
    regime: str
    recorded: str = ""

    def known(self, by: str | None) -> bool:
        """Tell whether it was recorded by an instant (ISO 8601 in UTC; None: by now)."""
        return by is None or not self.recorded or recorded_at(self.recorded) <= by


class Rebuttal(Recorded, frozen=True, kw_only=True, gc=False):
    """An authority's decision that a presumption of ownership is rebutted: `reference` names it."""

    asset: str
    regime: str
    reference: str


class Graph(Given, frozen=True, kw_only=True):
    """Listings, holdings and control, as far as they are known.

    `joint` names parties that hold or vote together.
    """

    listed: tuple[ListedParty, ...] = ()
    stakes: tuple[Stake, ...] = ()
    control: tuple[Control, ...] = ()
    joint: tuple[tuple[str, ...], ...] = ()
    blocked_property: tuple[BlockedProperty, ...] = ()
    rebutted: tuple[Rebuttal, ...] = ()


def read_graph(data: bytes | str) -> Graph:
    """Read a graph from JSON, and check it.

    Raises:
        InvalidInput: it is no graph, or contradicts itself; the message names the field.
    """
    try:
        graph = msgspec.json.decode(data, type=Graph)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"graph: {error}. See `enjoin own --help` for an example.") from error
    check(graph)
    return graph


def check(graph: Graph, at: str = "") -> None:
    """Refuse a graph that contradicts itself; `at` stands before the names of its fields.

    Raises:
        InvalidInput: names the field: a share that is none, dates in the wrong order, a regime
            that is unknown, a party that owns itself, an instant that is none.
    """
    for number, party in enumerate(graph.listed):
        _check_regimes(f"{at}listed[{number}].regimes", party.regimes)
    for number, held in enumerate(graph.blocked_property):
        _check_regimes(f"{at}blocked_property[{number}].regime", [held.regime])
        _check_instant(f"{at}blocked_property[{number}]", held.recorded)
    _check_stakes(graph.stakes, at)
    dated = {"listed": graph.listed, "control": graph.control, "rebutted": graph.rebutted}
    for name, records in dated.items():
        for number, each in enumerate(records):
            _check_dates(f"{at}{name}[{number}]", each)
            _check_instant(f"{at}{name}[{number}]", each.recorded)


def _check_regimes(field: str, regimes: Iterable[str]) -> None:
    named = tuple(regimes)
    unknown = [each for each in named if each not in REGIMES]
    if unknown or not named:
        told = f"{', '.join(unknown)}: no such regime" if unknown else "names no regime"
        raise InvalidInput(f"{field}: {told}; known: {', '.join(REGIMES)}.")


def _check_stakes(stakes: Collection[Stake], at: str) -> None:
    for number, stake in enumerate(stakes):
        try:
            bounds(stake.share)
        except ValueError as error:
            raise InvalidInput(f"{at}stakes[{number}].share: {error}.") from error
        if stake.owner == stake.asset:
            raise InvalidInput(f"{at}stakes[{number}]: {stake.owner} cannot own itself.")
        if stake.until:
            _check_dates(f"{at}stakes[{number}]", stake)
    for instant in {stake.recorded for stake in stakes}:
        _check_instant(f"{at}stakes", instant)


def _check_dates(field: str, record: Recorded) -> None:
    if record.from_ and record.until and record.until < record.from_:
        raise InvalidInput(f"{field}.until: {record.until} is before its from, {record.from_}.")


def _check_instant(field: str, recorded: str) -> None:
    try:
        recorded_at(recorded)
    except InvalidInput as error:
        raise InvalidInput(f"{field}.recorded: {error}") from error


@lru_cache(maxsize=1 << 17)
def recorded_at(text: str) -> str:
    """Read the instant of a record; of a whole day, its beginning (UTC).

    Raises:
        InvalidInput: it is no instant.
    """
    return text and parse_instant(f"{text}T00:00:00Z" if len(text) == len("2023-09-01") else text)


@lru_cache(maxsize=1 << 17)
def bounds(share: Share) -> tuple[int, int]:
    """Read a share exactly: its lower and upper end, in smallest units.

    Raises:
        ValueError: it is no percentage from 0 to 100, or its ends are in the wrong order.
    """
    low, high = (share, share) if isinstance(share, str) else share
    ends = _units(low), _units(high)
    if ends[0] > ends[1]:
        raise ValueError(f"{low} to {high}: the lower end comes first")
    if ends[1] > WHOLE:
        raise ValueError(f"{high} is more than 100 percent")
    return ends


def _units(text: str) -> int:
    whole, _, part = text.partition(".")
    if not whole.isdigit() or not text.isascii() or (part and not part.isdigit()):
        raise ValueError(f"{text!r} is no percentage; write '30.00', or ['25', '35']")
    if len(part) > DECIMALS:
        raise ValueError(f"{text!r} has more than {DECIMALS} decimals")
    return int(whole + part.ljust(DECIMALS, "0"))


def ends(share: Share) -> tuple[str, str]:
    """Return the lower and upper end of a share as they were written."""
    return (share, share) if isinstance(share, str) else share


@lru_cache(maxsize=1 << 17)
def places(share: Share) -> int:
    """Return with how many decimals a share is written."""
    return max(len(end.partition(".")[2]) for end in ends(share))


def percent(units: int, least: int) -> str:
    """Write smallest units as percent, exactly, with at least so many decimals."""
    whole, rest = divmod(units, UNIT)
    part = f"{rest:0{DECIMALS}d}".rstrip("0").ljust(least, "0") if rest else "0" * least
    return f"{whole}.{part}" if part else str(whole)
