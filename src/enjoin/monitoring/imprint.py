"""Who published a report, from which agency, and on which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from enjoin.model.report import Basis, Dated, Span
from enjoin.monitoring.agencies import (
    AGENCIES,
    AGENCY_BYLINE,
    AGENCY_WORD,
    CREDIT,
    NAMED_AGENCY,
    agency_in,
)
from enjoin.monitoring.extracted import Told
from enjoin.monitoring.rows import BYLINE, WORD
from enjoin.text import dates


class Imprint(NamedTuple):
    """Who published a report and when; `basis` says of each: stated, inferred or unknown."""

    outlet: str | None
    agency: str | None
    author: str | None
    place: str | None
    published: Dated | None
    basis: dict[str, Basis]


class Lines(NamedTuple):
    """The lines of a page with their kinds, as far as the imprint is read from them."""

    text: str
    rows: Sequence[Span]
    kinds: Sequence[str]
    body: Sequence[Span]
    captions: Sequence[Span]
    prefix: Span | None
    dateline: re.Match[str] | None

    def of(self, *kinds: str) -> list[str]:
        """Return the words of the lines of some kinds."""
        return [
            self.text[slice(*row)]
            for row, kind in zip(self.rows, self.kinds, strict=True)
            if kind in kinds
        ]


def imprint(lines: Lines, told: Told, today: date | None) -> Imprint:
    """Read outlet, agency, author, place and day: what the page states goes before its text."""
    outlet, outlet_basis = _outlet(lines, told)
    agency = _agency(lines) or _agency_told(told)
    author = _author(lines, told, agency)
    place = lines.dateline["place"] if lines.dateline else None
    published = _published(lines, told, agency, today)
    basis: dict[str, Basis] = {
        "outlet": outlet_basis,
        "agency": "stated" if agency else "unknown",
        "author": "stated" if author else "unknown",
        "place": "stated" if place else "unknown",
        "published": "unknown",
    }
    if published:
        basis["published"] = "inferred" if published.basis == "inferred" else "stated"
    return Imprint(outlet, agency, author, place, published, basis)


# --- the outlet --------------------------------------------------------------------------------

_OUTLET = re.compile(
    r"\b(?:Herald|Times|Post|News|Daily|Journal|Gazette|Tribune|Guardian|Mail|Sun|Mirror|Observer|"
    r"Telegraph|Chronicle|Standard|Courier|Press|Today|Agency|Globe|Star|Bulletin|Independent|"
    r"Express|Review|Ministry|Department|Examiner|Sentinel|Argus|Echo|Record|Dispatch|Inquirer|"
    r"Monitor|Wire|Broadcasting|Weekly|Magazine|Office|Online)\b|"
    r"(?:일보|신문|뉴스|방송|통신|저널|타임스|경제|외교부|국방부|통일부)$|"
    r"\b(?:Газета|газета|Известия|Новости|новости|Вестник|Правда|Ведомости|Агентство|агентство|"
    r"Коммерсантъ?|Время|Министерство|МИД|ТАСС|Интерфакс)\b"
)
_NO_OUTLET = re.compile(r"\b(?:briefing|transcript|remarks|statement|release)\b", re.IGNORECASE)
#: Kinds of line among which the name of the outlet may stand.
_ABOVE = ("navigation", "heading")
_OWNER = re.compile(
    r"(?:©|ⓒ|\bcopyright\b)[\s\d–-]*(?:\(c\)\s*)?(?:by )?"
    r"(?P<who>[A-ZА-ЯЁ가-힣][\w .&'’-]{2,40}?)(?=[.,|]|\s-|$)",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://(?:www\d?\.|m\.|amp\.)?(?P<host>[\w.-]+)")


def looks_like_outlet(line: str) -> bool:
    """Tell the name of a newspaper, agency or ministry from other short lines."""
    words = WORD.findall(line)
    return (
        0 < len(words) <= 6
        and not _NO_OUTLET.search(line)
        and (words[0] == "The" or bool(_OUTLET.search(line)))
    )


def _outlet(lines: Lines, told: Told) -> tuple[str | None, Basis]:
    """Return who published: told by the page, by its masthead, by a copyright line, its address."""
    if told.outlet:
        return told.outlet, "stated"
    if masthead := next(iter(lines.of("masthead")), None):
        return masthead, "stated"
    above = lines.of(*_ABOVE)
    for line in lines.of("footer", "navigation"):
        if owner := _OWNER.search(line[:300]):
            who = owner["who"].strip()
            return next((name for name in above if name and who.startswith(name)), who), "inferred"
    if told.author and looks_like_outlet(told.author):
        return told.author, "inferred"
    host = _HOST.match(told.link or "")
    return (host["host"], "inferred") if host else (None, "unknown")


# --- agency and author -------------------------------------------------------------------------


def _agency(lines: Lines) -> str | None:
    """Return the agency of the dateline, of a byline, of the closing credit, or of a caption."""
    if lines.dateline is not None and (agency := agency_in(lines.dateline)):
        return agency
    for line in lines.of("byline"):
        found = NAMED_AGENCY.search(line) or AGENCY_BYLINE.match(line)
        if found:
            return found["agency"]
    if "prose" not in lines.kinds:
        return None
    last = max(at for at, kind in enumerate(lines.kinds) if kind == "prose")
    start, end = lines.rows[last]
    credit = CREDIT.search(lines.text, max(start, end - 40), end)
    name = credit["agency"] if credit else ""
    return name if NAMED_AGENCY.fullmatch(name) or _credited(lines.text, name) else None


def _agency_told(told: Told) -> str | None:
    """Return the agency that a page names as its author."""
    found = NAMED_AGENCY.search(told.author or "")
    return found["agency"] if found else None


def _credited(text: str, name: str) -> bool:
    """Tell an agency we do not know by its name, or by another credit on the same page."""
    return bool(name) and (bool(AGENCY_WORD.search(name)) or text.count(f"({name})") > 1)


_AND = re.compile(r",\s*(?:and\s)?|\s(?:and|&|with)\s|\s(?:in|at|for)\s(?=[A-Z])")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s(?:[a-z]{2,3}\s)?[A-ZÀ-Þ][\w.'’-]*){1,3}")


def _author(lines: Lines, told: Told, agency: str | None) -> str | None:
    """Return the people a page or a by-line names as writing; an agency or outlet is none."""
    if told.author and told.author != agency and not looks_like_outlet(told.author):
        return told.author
    if lines.dateline is not None and lines.dateline["author"]:
        return lines.dateline["author"]
    for line in lines.of("byline"):
        by = BYLINE.match(line)
        names = _AND.split(by["who"] or by["korean"] or "") if by else []
        people = [n for n in names if _PERSON.fullmatch(n) or (by and by["korean"])]
        people = [n for n in people if not looks_like_outlet(n) and n != agency]
        if people:
            return ", ".join(people)
    return None


# --- the day -----------------------------------------------------------------------------------


def _published(lines: Lines, told: Told, agency: str | None, today: date | None) -> Dated | None:
    """Return the instant the page states, else a day of its text, else one inferred."""
    stated = told.published if told.published and told.published.basis == "stated" else None
    return stated or _stated_day(lines) or told.published or _inferred_day(lines, agency, today)


def _stated_day(lines: Lines) -> Dated | None:
    """Return the first whole date of a date line, before the first words, or in the dateline."""
    spans = [lines.prefix] if lines.prefix else []
    spans += [
        row
        for row, kind in zip(lines.rows, lines.kinds, strict=True)
        if kind in {"dateline", "byline"}
    ]
    spans += _placed_day(lines)
    for span in spans:
        for words in dates.expressions(lines.text, *span):
            found = dates.resolve(lines.text, words, None)
            if found and found.precision in {"day", "minute"}:
                return found
    return None


def _placed_day(lines: Lines) -> list[Span]:
    found = lines.dateline
    return [found.span("date")] if found is not None and found["date"] else []


_OLDEST = 1991
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AMERICAS = re.compile(r"\b(?:Washington|New York|Ottawa|Pentagon|State Department)\b")


def _inferred_day(lines: Lines, agency: str | None, today: date | None) -> Dated | None:
    """Infer the day of publication from a day in a dateline, a caption or the first paragraphs.

    The year comes from the weekday that the opening names. An agency far to the east of the
    Americas reports an afternoon there on its own next day.
    """
    text, body = lines.text, lines.body
    opening = [*lines.captions[:1], *body[:3]]
    sources = _placed_day(lines)
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
