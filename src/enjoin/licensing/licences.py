"""A licence, exemption or wind-down, and whether it covers one prohibition of one dealing.

Every condition is tested and told, met or not: the right issuer, the programme, the kind of
prohibition, the time to the minute, the amount that is left, and what the licence itself asks. One
that cannot be tested for want of a fact is not met. A carve-out from a freeze never opens a ban on
goods, and business that began after the blocking is no wind-down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.time import parse_day, parse_instant

Covers = Literal["freeze", "goods"]
#: Where a day begins and ends for the law of a regime.
ZONES: Mapping[str, str] = {
    "US": "America/New_York",
    "EU": "Europe/Brussels",
    "UK": "Europe/London",
    "KR": "Asia/Seoul",
}
#: Goods that no exemption ever opens.
NEVER_EXEMPT = frozenset({"arms", "small-arms", "arms-related", "missile", "nuclear", "dual-use"})


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that somebody wrote: a field nobody knows is refused, not passed over."""


class Amount(Given, frozen=True, kw_only=True):
    """An amount of money, as a decimal number in text."""

    amount: str
    currency: str

    def number(self) -> Decimal | None:
        """Return the amount, or None where it is no number that an amount can be."""
        try:
            read = Decimal(self.amount)
        except InvalidOperation:
            return None
        return read if read.is_finite() and read >= 0 else None


class Condition(Given, frozen=True, kw_only=True):
    """What a licence asks.

    `dealing-in-force-before` compares the fact `contract_date` with its value; `parties` and
    `goods` name who and which classes are in scope; any other kind is met by the fact of its name,
    which has to be true, or one of its values.
    """

    kind: str
    value: str | tuple[str, ...] | bool | None = None


class Licence(Given, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A permission. `from` is counted, `until` is not; each an instant, or a day of the regime.

    `used` is what of `limit` was spent before. It has no effect from `revoked` on, nor before it
    was `recorded`.
    """

    reference: str
    kind: Literal["general", "specific", "exemption", "wind-down"]
    regime: str
    programme: str | None = None
    from_: str | None = None
    until: str | None = None
    conditions: tuple[Condition, ...] = ()
    limit: Amount | None = None
    used: str = "0"
    revoked: str | None = None
    recorded: str = ""


class Prohibition(NamedTuple):
    """What a licence would have to open: of which regime and programmes, and what it is about."""

    regime: str
    programmes: tuple[str, ...]
    about: Covers
    goods: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What is known of the dealing when a licence is tested.

    `first` and `last` are the first and the last instant at which it may have happened.
    """

    first: datetime
    last: datetime
    day: date
    amount: Amount | None
    parties: tuple[str, ...]
    goods: tuple[str, ...]
    known: str | None
    facts: Mapping[str, Any]


class Tested(msgspec.Struct, frozen=True):
    """A condition, whether it is met, and why."""

    condition: str
    met: bool
    because: str


class Coverage(msgspec.Struct, frozen=True):
    """A licence held against a prohibition, condition by condition."""

    reference: str
    kind: str
    covers: bool
    conditions: tuple[Tested, ...]

    @property
    def missing(self) -> str:
        """The conditions that are not met, in words."""
        return "; ".join(one.because for one in self.conditions if not one.met)


def check(licence: Licence, at: str) -> None:
    """Refuse a licence whose dates or amounts cannot be read, or contradict each other.

    Raises:
        InvalidInput: names the field.
    """
    ends = {}
    for field, text in (
        ("from", licence.from_),
        ("until", licence.until),
        ("revoked", licence.revoked),
    ):
        try:
            ends[field] = _boundary(text, licence.regime) if text else None
        except InvalidInput as error:
            raise InvalidInput(f"{at}.{field}: {error}") from error
    start, end = ends["from"], ends["until"]
    if start and end and end <= start:
        raise InvalidInput(f"{at}.until: {licence.until} is not after its from, {licence.from_}.")
    if licence.limit and licence.limit.number() is None:
        raise InvalidInput(f"{at}.limit: {licence.limit.amount!r} is no amount; write '1000.00'.")
    if Amount(amount=licence.used, currency="").number() is None:
        raise InvalidInput(f"{at}.used: {licence.used!r} is no amount; write '1000.00'.")


def test(licence: Licence, prohibition: Prohibition, facts: Facts) -> Coverage:
    """Hold a licence against a prohibition: it covers it when every condition is met."""
    conditions = (
        *_standing(licence, prohibition, facts),
        *_scope(licence, prohibition),
        *_limit(licence, facts),
        *_wind_down(licence, facts),
        *(_asked(condition, facts) for condition in licence.conditions),
    )
    covers = all(one.met for one in conditions)
    return Coverage(licence.reference, licence.kind, covers, conditions)


def instants(value: str, regime: str) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a day in a regime's zone, or an instant twice.

    Raises:
        InvalidInput: it is neither a day nor an instant with its zone.
    """
    if len(value) == len("2023-08-17"):
        start = datetime.combine(parse_day(value), time(), _zone(regime))
        return start, start + timedelta(days=1) - timedelta(microseconds=1)
    moment = datetime.fromisoformat(parse_instant(value))
    return moment, moment


def _zone(regime: str) -> ZoneInfo:
    return ZoneInfo(ZONES.get(regime, "UTC"))


def _boundary(text: str, regime: str) -> datetime:
    """Read where a licence begins or ends: a day means its beginning where the regime is."""
    return instants(text, regime)[0]


def _standing(licence: Licence, prohibition: Prohibition, facts: Facts) -> Iterator[Tested]:
    """Test whose it is, what it is of, and whether it is in force."""
    regime = licence.regime == prohibition.regime
    told = f"issued under {licence.regime}, the prohibition is of {prohibition.regime}"
    yield Tested("issuer", regime, told)
    yield _programme(licence, prohibition)
    yield _window(licence, facts)
    if licence.revoked:
        before = facts.last < _boundary(licence.revoked, licence.regime)
        yield Tested("not revoked", before, f"revoked from {licence.revoked}")
    if licence.recorded and facts.known:
        known = parse_instant(licence.recorded) <= facts.known
        yield Tested("on record", known, f"recorded at {licence.recorded}")


def _programme(licence: Licence, prohibition: Prohibition) -> Tested:
    asked = {one.upper() for one in prohibition.programmes}
    met = bool(asked) and asked == {(licence.programme or "").upper()}
    told = ", ".join(sorted(asked)) or "not known"
    return Tested("programme", met, f"refers to {licence.programme}; the programme is {told}")


def _window(licence: Licence, facts: Facts) -> Tested:
    start = _boundary(licence.from_, licence.regime) if licence.from_ else None
    end = _boundary(licence.until, licence.regime) if licence.until else None
    met = (start is None or start <= facts.first) and (end is None or facts.last < end)
    window = f"from {licence.from_ or 'ever'} until {licence.until or 'further notice'}"
    if not met and facts.first != facts.last and _touches(start, end, facts):
        return Tested("time", False, f"in force {window}; of {facts.day} the time must be known")
    return Tested("time", met, f"in force {window}; the dealing is of {facts.day}")


def _touches(start: datetime | None, end: datetime | None, facts: Facts) -> bool:
    return (end is None or facts.first < end) and (start is None or start <= facts.last)


def _scope(licence: Licence, prohibition: Prohibition) -> Iterator[Tested]:
    """Test that it opens this kind of prohibition: a ban on goods only where it names the goods."""
    if prohibition.about == "freeze":
        return
    named = {name for one in licence.conditions if one.kind == "goods" for name in _values(one)}
    met = bool(named) and set(prohibition.goods) <= named
    told = f"opens a ban on goods for {', '.join(sorted(named)) or 'none'}"
    yield Tested("one licence for one prohibition", met, told)
    if licence.kind == "exemption":
        barred = sorted(NEVER_EXEMPT & set(prohibition.goods))
        yield Tested("not barred", not barred, f"no exemption opens {', '.join(barred) or 'these'}")


def _limit(licence: Licence, facts: Facts) -> Iterator[Tested]:
    if licence.limit is None:
        return
    limit, used = licence.limit.number() or Decimal(0), Decimal(licence.used)
    left = limit - used
    asked = facts.amount.number() if facts.amount else None
    same = bool(facts.amount and facts.amount.currency == licence.limit.currency)
    met = asked is not None and same and asked <= left
    told = f"{facts.amount.amount} {facts.amount.currency}" if facts.amount else "no amount stated"
    yield Tested("amount", met, f"{told}; left of the limit: {left} {licence.limit.currency}")


def _wind_down(licence: Licence, facts: Facts) -> Iterator[Tested]:
    """Test what a wind-down is by definition: leaving a dealing that was there before."""
    asked = {one.kind for one in licence.conditions}
    if licence.kind == "wind-down" and licence.from_ and "dealing-in-force-before" not in asked:
        yield _in_force_before(licence.from_[:10], facts)


def _asked(condition: Condition, facts: Facts) -> Tested:
    """Test a condition that the licence itself states."""
    if condition.kind == "dealing-in-force-before":
        return _in_force_before(str(condition.value), facts)
    scopes = {"parties": facts.parties, "goods": facts.goods}
    if condition.kind in scopes:
        return _within(condition, scopes[condition.kind])
    fact = facts.facts.get(condition.kind.replace("-", "_"))
    if condition.value is None or isinstance(condition.value, bool):
        met = fact is (condition.value is not False)
    else:
        met = isinstance(fact, str) and fact in _values(condition)
    told = "not stated" if fact is None else f"stated as {fact}"
    return Tested(condition.kind, met, f"{condition.kind}: {told}")


def _in_force_before(day: str, facts: Facts) -> Tested:
    stated = facts.facts.get("contract_date")
    try:
        met = parse_day(str(stated)) < parse_day(day)
    except InvalidInput:
        met = False
    told = f"contract_date {stated or 'not stated'}, asked: before {day}"
    return Tested("dealing-in-force-before", met, told)


def _within(condition: Condition, present: Collection[str]) -> Tested:
    outside = sorted(set(present) - set(_values(condition)))
    told = f"not in scope: {', '.join(outside)}" if outside else "all in scope"
    return Tested(condition.kind, not outside, f"{condition.kind}: {told}")


def _values(condition: Condition) -> Iterable[str]:
    value = condition.value
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def begins(value: str, regime: str) -> date:
    """Return the day of a dealing where a regime is.

    Raises:
        InvalidInput: it is neither a day nor an instant with its zone.
    """
    return instants(value, regime)[0].astimezone(_zone(regime)).date()
