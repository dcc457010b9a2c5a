"""What all pages share: the shell with its style, and how dates and numbers are written."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from enjoin.model.errors import InvalidInput
from enjoin.model.time import parse_day

if TYPE_CHECKING:
    from jinja2 import Environment

_MONTHS = "January February March April May June July August September October November December"
_MONTH = _MONTHS.split()


def render(template: str, **values: Any) -> str:
    """Fill a template of this package; every value is escaped unless it is Markup."""
    return _environment().get_template(template).render(**values)


def style() -> str:
    """Return the style sheet that all pages share."""
    return files("enjoin.pages").joinpath("templates", "page.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("enjoin.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, count=count, span_of_days=span_of_days)
    return environment


def day(iso: str) -> str:
    """Write an ISO 8601 date or instant for reading, at its precision; else leave it as it is.

    `2024-05` becomes May 2024, `2024-05-08` 8 May 2024, `2024-05-14T08:42` 14 May 2024, 08:42,
    and `2024-W20` week 20 of 2024.
    """
    if week := re.fullmatch(r"(\d{4})-W(\d\d)", iso):
        return f"week {int(week[2])} of {week[1]}"
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)\S*)?)?)?", iso)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return iso
    year, month, of_month, time = found.groups()
    number = str(int(of_month)) if of_month else None
    written = " ".join(part for part in (number, month and _MONTH[int(month) - 1], year) if part)
    return f"{written}, {time}{_zone(iso)}" if time else written


def _zone(iso: str) -> str:
    if iso.endswith("Z"):
        return " UTC"
    offset = re.search(r"[+-]\d\d:\d\d$", iso)
    return f" UTC{offset[0]}" if offset else ""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun: 1 report, 12 reports."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def span_of_days(days: int) -> str:
    """Write an age for reading: 12 days, or 912 days (2.5 years)."""
    years = f" ({days / 365.25:.1f} years)" if days >= 365 else ""
    return count(days, "day") + years


def days_between(first: str, second: str) -> int | None:
    """Return how many days lie between two dates, or None where one is no whole day."""
    try:
        return (parse_day(second) - parse_day(first)).days
    except InvalidInput:
        return None


def whole_day(iso: str) -> str:
    """Drop the time of an instant, so that it can stand on an axis of days."""
    return iso.partition("T")[0]
