"""Who published a report, from which agency, and on which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from enjoin.model.report import Dated, Span
from enjoin.monitoring.agencies import AGENCIES, AGENCY_BYLINE, AGENCY_WORD, CREDIT, NAMED_AGENCY
from enjoin.text import dates

#: Kinds of line among which the name of the outlet may stand.
_ABOVE = frozenset({"navigation", "heading"})
_OWNER = re.compile(
    r"(?:©|\bcopyright\b)[\s\d–-]*(?:\(c\)\s*)?(?:by )?"
    r"(?P<who>[A-Z][\w .&'’-]{2,40}?)(?=[.,|]|\s-|$)",
    re.IGNORECASE,
)


def outlet_of(text: str, rows: Sequence[Span], kinds: Sequence[str]) -> str | None:
    """Return the masthead, else the owner that a copyright line names."""
    for row, kind in zip(rows, kinds, strict=True):
        if kind == "masthead":
            return text[slice(*row)]
    above = [text[slice(*row)] for row, kind in zip(rows, kinds, strict=True) if kind in _ABOVE]
    for row, kind in zip(rows, kinds, strict=True):
        owner = _OWNER.search(text[slice(*row)][:300]) if kind in {"footer", "navigation"} else None
        if owner:
            who = owner["who"].strip()
            return next((line for line in above if line and who.startswith(line)), who)
    return None


def agency_of(
    text: str, rows: Sequence[Span], kinds: Sequence[str], dateline: re.Match[str] | None
) -> str | None:
    """Return the agency of the dateline, of a byline, of the closing credit, or of a caption."""
    if dateline is not None and dateline["agency"]:
        return dateline["agency"]
    lines = [text[slice(*row)] for row, kind in zip(rows, kinds, strict=True) if kind == "byline"]
    for line in lines:
        found = NAMED_AGENCY.search(line) or AGENCY_BYLINE.match(line)
        if found:
            return found["agency"]
    bodies = [row for row, kind in zip(rows, kinds, strict=True) if kind == "prose"]
    credit = (
        CREDIT.search(text, max(bodies[-1][0], bodies[-1][1] - 40), bodies[-1][1])
        if bodies
        else None
    )
    if credit and (NAMED_AGENCY.fullmatch(credit["agency"]) or _credited(text, credit["agency"])):
        return credit["agency"]
    return None


def _credited(text: str, name: str) -> bool:
    """Tell an agency we do not know by its name, or by another credit on the same page."""
    return bool(AGENCY_WORD.search(name)) or text.count(f"({name})") > 1


def stated_day(
    text: str,
    rows: Sequence[Span],
    kinds: Sequence[str],
    prefix: Span | None,
    dateline: re.Match[str] | None,
) -> Dated | None:
    """Return the first whole date of a date line, before the first words, or in the dateline."""
    spans = [prefix] if prefix else []
    spans += [row for row, kind in zip(rows, kinds, strict=True) if kind in {"dateline", "byline"}]
    spans += [dateline.span("date")] if dateline and dateline["date"] else []
    for span in spans:
        for words in dates.expressions(text, *span):
            found = dates.resolve(text, words, None)
            if found and found.precision in {"day", "minute"}:
                return found
    return None


_OLDEST = 1991
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AMERICAS = re.compile(r"\b(?:Washington|New York|Ottawa|Pentagon|State Department)\b")


def inferred_day(
    text: str,
    body: Sequence[Span],
    captions: Sequence[Span],
    dateline: re.Match[str] | None,
    agency: str | None,
    today: date | None,
) -> Dated | None:
    """Infer the day of publication from a day in a dateline, a caption or the first paragraphs.

    The year comes from the weekday that the opening names. An agency far to the east of the
    Americas reports an afternoon there on its own next day.
    """
    opening = [*captions[:1], *body[:3]]
    sources = [dateline.span("date")] if dateline and dateline["date"] else []
    found = _first_day([*sources, *opening], text)
    if found is None:
        return None
    span, month, day, year = found
    weekday = None if year else _first_weekday(body[:3], text)
    year = year or _year(text, (month, day), weekday, today)
    if year is None:
        return None
    happened = date(year, month, day)
    place = any(_AMERICAS.search(text, *where) for where in opening)
    later = AGENCIES.get(agency or "", 0) >= 8 and place and not sources
    note = f"from the words '{text[slice(*span)]}'"
    note += (
        ", which fall on the weekday named in the newest such year" if weekday is not None else ""
    )
    note += f"; the day after, at the home of {agency}" if later else ""
    value = happened + timedelta(1) if later else happened
    return Dated(value.isoformat(), "day", "inferred", None, None, note)


def _first_day(spans: Sequence[Span], text: str) -> tuple[Span, int, int, int | None] | None:
    for span in spans:
        for words in dates.expressions(text, *span):
            month_and_day = dates.day_and_month(text, words)
            if month_and_day:
                stated = dates.resolve(text, words, None)
                year = int(stated.value[:4]) if stated else None
                return (words, *month_and_day, year)
    return None


def _first_weekday(spans: Sequence[Span], text: str) -> int | None:
    for span in spans:
        for words in dates.expressions(text, *span):
            found = dates.weekday(text, words)
            if found is not None:
                return found
    return None


def _year(text: str, on: tuple[int, int], weekday: int | None, today: date | None) -> int | None:
    """Return the newest year that fits the weekday, one that the text names before others.

    No report is older than the web; none is newer than `today`.
    """
    if weekday is None:
        return None
    named = sorted({int(year) for year in _YEAR.findall(text)}, reverse=True)
    years = [*named, *(range(today.year, _OLDEST - 1, -1) if today else ())]
    return next((year for year in years if _falls_on(year, on, weekday, today)), None)


def _falls_on(year: int, on: tuple[int, int], weekday: int, today: date | None) -> bool:
    try:
        day = date(year, *on)
    except ValueError:
        return False
    return day.weekday() == weekday and (today is None or day <= today)
