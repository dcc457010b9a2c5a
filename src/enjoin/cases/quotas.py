"""Ceilings on the total of all suppliers: running totals, one for each source that tells one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from enjoin.cases.events import EventIn, GoodsIn, TotalIn, quantity, same_unit
from enjoin.law.measures import Limit, Measure
from enjoin.law.register import Register
from enjoin.model.errors import InvalidInput


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """Where one source's running total stands against a ceiling, before and after an event.

    Amounts are decimal numbers as text, in the unit of the ceiling; `this` is None where the event
    tells no amount in it. A delivery that passes the ceiling `alone` needs no source of totals.
    """

    measure: str
    source: str
    kind: Literal["reported", "estimated", "alone"]
    before: str
    this: str | None
    after: str
    ceiling: str
    unit: str
    period: tuple[str, str]
    exceeded: bool

    @property
    def text(self) -> str:
        """The standing in words."""
        relation = "passes" if self.exceeded else "stays within"
        total = f"{Decimal(self.after):,f} {self.unit}"
        ceiling = f"the ceiling of {Decimal(self.ceiling):,f} {self.unit} for all suppliers"
        if self.kind == "alone":
            return f"alone {total}, which {relation} {ceiling}"
        says = "reported" if self.kind == "reported" else "estimated"
        return f"{total} as {says} by {self.source} with this delivery, which {relation} {ceiling}"


def check_totals(event: EventIn, register: Register) -> None:
    """Refuse a total that counts towards nothing, rather than leave it out.

    Raises:
        InvalidInput: the measure has no ceiling, or none in this unit, or the amount is no number.
    """
    for total in event.totals:
        limits = register.measure(total.measure).limits
        if not any(same_unit(total.unit, one.unit) for one in limits):
            units = ", ".join(one.unit for one in limits)
            has = f"ceilings in {units}" if units else "no ceiling"
            raise InvalidInput(
                f"event: totals: {total.measure} has {has}, and the total of {total.source} is in "
                f"{total.unit}. Correct the measure or the unit."
            )
        _amount(total)


def quotas(
    measure: Measure, goods: Sequence[GoodsIn], event: EventIn, day: date
) -> tuple[Quota, ...]:
    """Add an event's goods to the total of each source, for each ceiling in force on a day.

    A total of another period counts for nothing here.
    """
    return tuple(_standings(measure, goods, event, day))


def _standings(
    measure: Measure, goods: Sequence[GoodsIn], event: EventIn, day: date
) -> Iterator[Quota]:
    for limit in measure.limits:
        window = limit.window(day)
        if window is None:
            continue
        this = delivered(goods, limit.unit)
        if this is not None and this > limit.amount:
            yield _quota(measure, limit, window, this)
        for total in event.totals:
            if total.measure == measure.id and _counts(total, limit, window):
                yield _quota(measure, limit, window, this, total)


def _counts(total: TotalIn, limit: Limit, window: tuple[date, date]) -> bool:
    in_time = total.as_of is None or window[0] <= total.as_of <= window[1]
    return in_time and same_unit(total.unit, limit.unit)


def _quota(
    measure: Measure,
    limit: Limit,
    window: tuple[date, date],
    this: Decimal | None,
    total: TotalIn | None = None,
) -> Quota:
    before = _amount(total) if total else Decimal(0)
    after = before + (this or 0)
    return Quota(
        measure=measure.id,
        source=total.source if total else "this delivery",
        kind=total.kind if total else "alone",
        before=f"{before:f}",
        this=None if this is None else f"{this:f}",
        after=f"{after:f}",
        ceiling=str(limit.amount),
        unit=limit.unit,
        period=(window[0].isoformat(), window[1].isoformat()),
        exceeded=after > limit.amount,
    )


def delivered(goods: Iterable[GoodsIn], unit: str) -> Decimal | None:
    """Add up the goods whose quantity is told in a unit; None if it is of none."""
    told = [one for one in goods if same_unit(one.unit, unit)]
    amounts = [quantity(one.quantity, f"quantity of {one.name}") for one in told]
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None


def _amount(total: TotalIn) -> Decimal:
    return quantity(total.amount, f"totals: amount of {total.source}") or Decimal(0)
