"""Working days and due dates, each in the calendar of the jurisdiction whose duty it is.

Days off are weekends and public holidays. The holidays come from the library `holidays`: US federal
holidays, bank holidays of England and Wales, Korean public holidays, days on which the Eurosystem's
payments rest. The United Nations' own holidays at New York have no such source: only weekends count
for it, which makes a due date earlier and never later than it is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from enjoin.law.records import Deadline
from enjoin.model.errors import InvalidInput

Calendar = Literal["US", "EU", "UK", "KR", "UN"]


class Due(NamedTuple):
    """When something is due; None where the duty has no date. `held_on` is what is reported of."""

    on: date | None
    held_on: date | None = None


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Tell whether a day is worked in a jurisdiction."""
    return day.weekday() < 5 and day not in _days_off(calendar, day.year)


def add_business_days(start: date, count: int, calendar: Calendar) -> date:
    """Return the day so many working days after another, which is not itself counted.

    Raises:
        InvalidInput: the number is negative.
    """
    if count < 0:
        raise InvalidInput(f"{count}: business days are counted forward only.")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, calendar)
    return day


def due(deadline: Deadline, event: date) -> Due:
    """Return when a duty falls due that an event of a day sets off.

    A day of the year is that which follows the first day, from the event on, of which it is
    reported: property blocked in August is first held on 30 June of the next year.
    """
    count = deadline.count or 0
    match deadline.unit:
        case "business-days":
            return Due(add_business_days(event, count, deadline.calendar or "UN"))
        case "days":
            return Due(event + timedelta(days=count))
        case "months":
            return Due(_months_after(event, count))
        case "years":
            return Due(_months_after(event, 12 * count))
        case "fixed-date":
            held = _next(deadline.as_of or deadline.day or "12-31", event)
            return Due(_next(deadline.day or "12-31", held), held)
        case "promptly":
            return Due(None)


def _next(month_day: str, since: date) -> date:
    """Return the first such day of a year from a day on; that day may be it."""
    month, of_month = (int(part) for part in month_day.split("-"))
    this_year = _day(since.year, month, of_month)
    return this_year if this_year >= since else _day(since.year + 1, month, of_month)


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return _day(start.year + years, month + 1, start.day)


def _day(year: int, month: int, of_month: int) -> date:
    """Return a day, or the last of its month where that is shorter."""
    while True:
        try:
            return date(year, month, of_month)
        except ValueError:
            of_month -= 1


@cache
def _days_off(calendar: Calendar, year: int) -> Collection[date]:
    import holidays

    match calendar:
        case "US":
            return frozenset(holidays.country_holidays("US", years=year))
        case "UK":
            return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
        case "KR":
            return frozenset(holidays.country_holidays("KR", years=year))
        case "EU":
            return frozenset(holidays.financial_holidays("ECB", years=year))
        case "UN":
            return frozenset()
