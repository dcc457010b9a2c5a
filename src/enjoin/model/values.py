"""Cleaning and checking values: text, and dates that keep the precision they were given with."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: month
    for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_GENDERS = {
    **dict.fromkeys(("m", "male", "man", "mr"), "male"),
    **dict.fromkeys(("f", "w", "female", "woman", "mrs", "ms", "miss"), "female"),
    **dict.fromkeys(("other", "diverse", "non-binary"), "other"),
}
_ISO = re.compile(
    r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]\d{1,2}:\d\d.*|Z|[+-]\d\d:\d\d)?)?)?", re.DOTALL
)
_WORDS = re.compile(r"(?:(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?,?\s+)?(\d{4})")
_ABOUT = re.compile(r"(?:circa|approximately|approx\.?|about|ca?\.)\s+", re.IGNORECASE)
_RANGE = re.compile(r"\s+(?:to|and|until)\s+|\s*[–—]\s*|(?<=\d{4})\s*-\s*(?=\d{4}$)")
_BETWEEN = re.compile(r"^(?:between|from)\s+", re.IGNORECASE)
#: A range of years up to this long is spelled out, so that none of its years counts as a conflict.
_SPELLED_OUT = 25


class DateRead(NamedTuple):
    """What a publisher's date says: ISO 8601 values, and its words where they say less or more.

    `note` is set for what is approximate or a range, and None for a plain date.
    """

    values: tuple[str, ...]
    note: str | None = None


def clean_text(text: str) -> str:
    """Return text in NFC, without control or invisible characters, with single spaces."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        text = text.translate(_VISIBLE)
    return " ".join(text.split())


class _Visible(dict[int, str]):
    """What becomes of each character, found out when it first comes (`str.translate`)."""

    def __missing__(self, code: int) -> str:
        """Find out what becomes of a character."""
        self[code] = found = _visible(chr(code))
        return found


_VISIBLE = _Visible()


def _visible(char: str) -> str:
    """Keep a character; white space becomes a space, joiners inside words stay, the rest falls."""
    category = unicodedata.category(char)
    if category[0] == "Z" or char in "\t\n\r\f\v":
        return " "
    return char if category[0] != "C" or char in "\u200c\u200d" else ""


def clean_date(text: str) -> str | None:
    """Read an ISO 8601 date as precisely as it is written: '1962', '1962-05' or '1962-05-07'.

    A time of day or a zone is dropped; a month or day of 00 means that it is not known
    ('1980-00-00' is '1980'). Anything else, such as 05/07/1962, whose parts are a guess, is None.
    """
    match = _ISO.fullmatch(text.strip())
    return _iso(*match.groups()) if match else None


def _iso(year: str, month: str | int | None, day: str | int | None) -> str | None:
    """Put a date together as far as it is known; None when there is no such day."""
    years, months, days = int(year), int(month or 0), int(day or 0)
    if years < 1 or (days and not months):
        return None
    try:
        whole = date(years, months or 1, days or 1).isoformat()
    except ValueError:
        return None
    return whole if days else whole[:7] if months else whole[:4]


def parse_date(text: str) -> str | None:
    """Read one date as English-language lists write it: '31 Aug 1960', 'Feb 1958', '1962', ISO."""
    if iso := clean_date(text):
        return iso
    match = _WORDS.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = match.groups()
    if month and month[:3].casefold() not in _MONTHS:
        return None
    return _iso(year, _MONTHS[month[:3].casefold()] if month else None, day)


def read_gender(text: str) -> str | None:
    """Read a gender as forms write it, in FollowTheMoney's words; None where it says nothing."""
    return _GENDERS.get(text.strip().rstrip(".").casefold())


def read_date(text: str) -> DateRead | None:
    """Read a date that may be approximate or a range; None when it is no date.

    What is approximate keeps its year only, and its words as a note: 'circa 7 Jul 1966' is
    ('1966',). A range inside one month or year is that month or year; a longer one is each of its
    years, so that a birth in 1956 does not conflict with '1955 to 1958' (its two ends alone when
    it is longer than 25 years).
    """
    text = " ".join(text.split())
    about = _ABOUT.match(text)
    rest = text[about.end() :] if about else text
    if value := parse_date(rest):
        return DateRead((value[:4],), text) if about else DateRead((value,))
    ends = [parse_date(part) for part in _RANGE.split(_BETWEEN.sub("", rest, count=1))]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return None
    return DateRead(years_between(ends[0], ends[1]), text)


def years_between(start: str, end: str) -> tuple[str, ...]:
    """Return what a range of two ISO dates stands for, as `read_date` has it."""
    if start > end:
        start, end = end, start
    for known in (7, 4):
        if start[:known] == end[:known] and min(len(start), len(end)) >= known:
            return (start[:known],)
    first, last = int(start[:4]), int(end[:4])
    if last - first > _SPELLED_OUT:
        return (start[:4], end[:4])
    return tuple(f"{year:04}" for year in range(first, last + 1))
