"""Words for days, weeks and months, and what they mean seen from another day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from enjoin.model.report import Dated, Span

_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if at}
_MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if at}
_MONTHS["sept"] = 9
_RUSSIAN = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)
_MONTHS |= {name: at for at, name in enumerate(_RUSSIAN, 1)}
_MONTHS |= {name[:3]: at for at, name in enumerate(_RUSSIAN, 1)}
_WEEKDAYS = {name.lower(): at for at, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name[:3]: at for name, at in _WEEKDAYS.items()}
_NUMBERS = {
    word: at
    for at, word in enumerate("zero one two three four five six seven eight nine ten".split())
}
_NUMBERS |= {"a": 1, "an": 1, "several": 3, "a few": 3}

_MONTH = (
    r"(?P<month{n}>January|February|March|April|May|June|July|August|September|October|November|"
    r"December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_CLOCK = (
    r"(?P<hour{n}>\d{{1,2}})[:.](?P<minute{n}>\d\d)(?::\d\d)?(?:\s?(?P<half{n}>[ap])\.?m\b\.?)?"
)
_ZONE = r"(?:\s?(?P<zone{n}>KST|JST|GMT|UTC|EDT|EST|CET|CEST|MSK|BST|IST|Z))?"


def _numbered(pattern: str, n: int) -> str:
    return pattern.format(n=n)


_RUSSIAN_MONTH = "|".join([*_RUSSIAN, *(name[:3] for name in _RUSSIAN)])

_EXPRESSION = re.compile(
    rf"""\b(?=[\dADFJMNOSTWadefilmnosty])(?:
      {_numbered(_MONTH, 11)}\s(?P<day11>\d{{1,2}})\s?(?:[-–]|to|and)\s?
        (?P<last11>\d{{1,2}})\b(?![:.]?\d)
        (?:,?\s(?P<year11>(?:19|20)\d\d)\b)?
    | (?P<day12>\d{{1,2}})\s?(?:[-–]|to|and)\s?(?P<last12>\d{{1,2}})\s{_numbered(_MONTH, 12)}
        (?:,?\s(?P<year12>(?:19|20)\d\d)\b)?
    | (?P<year1>(?:19|20)\d\d)-(?P<mon1>\d\d)-(?P<day1>\d\d)\b
        (?:[T\s]{_numbered(_CLOCK, 1)}{_numbered(_ZONE, 1)})?
    | (?:{_numbered(_CLOCK, 2)}{_numbered(_ZONE, 2)},?\s)?
        {_numbered(_MONTH, 2)}\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b
        (?:,?\s(?P<year2>(?:19|20)\d\d)\b)?
        (?:\s?(?:[-–|,]|at)?\s?{_numbered(_CLOCK, 4)}{_numbered(_ZONE, 4)})?
    | (?:{_numbered(_CLOCK, 9)}{_numbered(_ZONE, 9)},?\s)?
        (?P<day3>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_numbered(_MONTH, 3)}
        (?:,?\s(?P<year3>(?:19|20)\d\d)\b)?
        (?:\s?(?:[-–|,]|at)?\s?{_numbered(_CLOCK, 5)}{_numbered(_ZONE, 5)})?
    | (?P<year8>(?:19|20)\d\d)(?:년|\.)\s?(?P<mon8>\d{{1,2}})(?:월|\.)
        \s?(?P<day8>\d{{1,2}})(?:일|\.?)
        (?:\s?\([월화수목금토일]\))?
        (?:\s(?:(?P<half8>오전|오후)\s)?(?P<hour8>\d{{1,2}}):(?P<minute8>\d\d)(?::\d\d)?
            (?:\s?(?P<zone8>KST|JST|GMT|UTC|MSK|CET|EST))?)?
    | (?P<day17>\d{{1,2}})\.(?P<mon17>\d\d)\.(?P<year17>(?:19|20)\d\d)\b
        (?:,?\s(?:в\s)?(?P<hour17>\d{{1,2}}):(?P<minute17>\d\d)(?:\s(?P<zone17>MSK|МСК|CET|CEST))?)?
    | (?P<year6>(?:19|20)\d\d)[./](?P<mon6>\d\d)[./](?P<day6>\d\d)\b
        (?:\s{_numbered(_CLOCK, 6)}{_numbered(_ZONE, 6)})?
    | {_numbered(_MONTH, 7)},?\s(?P<year7>(?:19|20)\d\d)\b
    | (?:(?P<hour16>\d{{1,2}}):(?P<minute16>\d\d)(?:\s(?P<zone16>MSK|МСК))?,\s)?
        (?P<day16>\d{{1,2}})\s(?P<month16>{_RUSSIAN_MONTH})\b\.?
        (?:\s(?P<year16>(?:19|20)\d\d)\b(?:\s?(?:года|г\.))?)?
        (?:,?\s(?:в\s)?(?P<hour18>\d{{1,2}}):(?P<minute18>\d\d)(?:\s(?P<zone18>MSK|МСК))?)?
    | (?:(?:in|since|during)\s(?:(?P<part13>early|late|mid)[\s-])?|(?P<part14>early|late|mid)[\s-])
        {_numbered(_MONTH, 13)}(?!\w|\s\d|,\s(?:19|20)\d\d\b)
    | (?:in|since|during)\s(?P<year15>(?:19|20)\d\d)\b(?![-./]\d)
    | (?:(?P<which>last|next|this|this\spast)\s)?
        (?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b
    | (?P<near>today|yesterday|tomorrow|tonight|the\sday\sbefore\syesterday)\b
    | (?:(?P<part>early|late|mid|earlier|later|the\send\sof|the\sstart\sof)[\s-])?
        (?P<side>last|this|next|the\sprevious|the\spast)\s(?P<unit>week|weekend|month|year)\b
    | (?P<count>\d{{1,2}}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s
        (?P<ago>day|week|month|year)s?\s(?:ago|earlier)\b
    )""",
    re.VERBOSE,
)
#: Without one of these no words name a day; most stretches are passed over so.
_HINT = re.compile(
    r"\d|day|week|month|year|tonight|tomorrow|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec"
)
_ZONES = {
    "KST": "+09:00",
    "JST": "+09:00",
    "GMT": "+00:00",
    "UTC": "+00:00",
    "Z": "+00:00",
    "BST": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "MSK": "+03:00",
    "МСК": "+03:00",
    "IST": "+05:30",
    "EDT": "-04:00",
    "EST": "-05:00",
}


def expressions(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of words that name a day, week, month or year."""
    stop = len(text) if end is None else end
    if _HINT.search(text, start, stop) is None:
        return
    for found in _EXPRESSION.finditer(text, start, stop):
        yield found.span()


def resolve(text: str, span: Span, anchor: date | None, ahead: bool = False) -> Dated | None:
    """Say which day or days the words at `span` mean, seen from `anchor`.

    A bare weekday is the last one up to the anchor, or, with `ahead` (the sentence speaks of what
    is to come), the first one from it. A day without a year is the nearest to the anchor. Without
    an anchor only a date with its year resolves; None where nothing does.
    """
    found = _EXPRESSION.match(text, *span)
    if found is None:
        return None
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    stated = _stated(parts, span)
    if stated is not None or anchor is None:
        return stated
    return _relative(parts, span, anchor, ahead)


def day_and_month(text: str, span: Span) -> tuple[int, int] | None:
    """Return (month, day) of words such as 'Sept. 12', with or without a year."""
    found = _EXPRESSION.match(text, *span)
    if found is None:
        return None
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    month, day = _month(parts), _first(parts, "day")
    return (month, int(day)) if month and day and 1 <= int(day) <= 31 else None


def is_range(text: str, span: Span) -> bool:
    """Tell whether the words name several days or a whole month: 'Sept. 5-9', 'in August'."""
    found = _EXPRESSION.match(text, *span)
    return found is not None and any(
        found[name] for name in ("last11", "last12", "month13", "year15")
    )


def weekday(text: str, span: Span) -> int | None:
    """Return the weekday (Monday is 0) that the words name, if they name one."""
    found = _EXPRESSION.match(text, *span)
    return _WEEKDAYS[found["weekday"].lower()] if found and found["weekday"] else None


def _first(parts: dict[str, str], stem: str) -> str | None:
    return next((value for key, value in parts.items() if key.rstrip("0123456789") == stem), None)


def _month(parts: dict[str, str]) -> int | None:
    name, number = _first(parts, "month"), _first(parts, "mon")
    if name:
        return _MONTHS[name.rstrip(".").lower()]
    return int(number) if number else None


def _stated(parts: dict[str, str], span: Span) -> Dated | None:
    year, month, day = _first(parts, "year"), _month(parts), _first(parts, "day")
    if year and not month:
        return Dated(year, "year", "stated", span, f"{year}-12-31")
    if not year or not month:
        return None
    if day is None:
        return Dated(f"{year}-{month:02}", "month", "stated", span)
    on = _day(int(year), month, int(day))
    if on is None:
        return None
    clock = _clock(parts)
    until = _until(on, parts)
    return Dated(f"{on}{clock}", "minute" if clock else "day", "stated", span, until)


def _until(on: date, parts: dict[str, str]) -> str | None:
    """Return the last day of a range such as 'Sept. 5-9'."""
    last = _first(parts, "last")
    end = _day(on.year, on.month, int(last)) if last else None
    return end.isoformat() if end and end > on else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(parts: dict[str, str]) -> str:
    hour, minute, half = (_first(parts, stem) for stem in ("hour", "minute", "half"))
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return ""
    afternoon = half in {"p", "오후"}
    hours = int(hour) % 12 + (12 if afternoon else 0) if half else int(hour)
    return f"T{hours:02}:{minute}{_ZONES.get(_first(parts, 'zone') or '', '')}"


def _relative(parts: dict[str, str], span: Span, anchor: date, ahead: bool) -> Dated | None:
    if "weekday" in parts:
        return _weekday(parts, span, anchor, ahead)
    if "near" in parts:
        days = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
        return _on(anchor + timedelta(days.get(parts["near"], 0)), span)
    if "unit" in parts:
        return _period(parts, span, anchor)
    if "ago" in parts:
        return _ago(parts, span, anchor)
    return _in_month(parts, span, anchor, ahead)


def _in_month(parts: dict[str, str], span: Span, anchor: date, ahead: bool) -> Dated | None:
    month, day = _month(parts), _first(parts, "day")
    if month is None:
        return None
    if day is None:
        return _month_near(parts, month, span, anchor, ahead)
    found = _nearest(month, int(day), span, anchor)
    until = _until(date.fromisoformat(found.value), parts) if found else None
    return msgspec.structs.replace(found, until=until) if found and until else found


def _month_near(parts: dict[str, str], month: int, span: Span, anchor: date, ahead: bool) -> Dated:
    """Return the last month of that name, or with `ahead` the next one; its part is a note."""
    year = anchor.year
    if ahead and month < anchor.month:
        year += 1
    elif not ahead and month > anchor.month:
        year -= 1
    last = calendar.monthrange(year, month)[1]
    note = _part_of_month(_first(parts, "part"), last)
    return Dated(f"{year}-{month:02}", "month", "resolved", span, f"{year}-{month:02}-{last}", note)


def _part_of_month(part: str | None, last: int) -> str | None:
    days = {"early": "1 to 10", "mid": "11 to 20", "late": f"21 to {last}"}
    return f"{part}: about {days[part]}" if part in days else None


def _on(day: date, span: Span) -> Dated:
    return Dated(day.isoformat(), "day", "resolved", span)


def _weekday(parts: dict[str, str], span: Span, anchor: date, ahead: bool) -> Dated:
    back = (anchor.weekday() - _WEEKDAYS[parts["weekday"].lower()]) % 7
    which = parts.get("which")
    if which == "last" and back == 0:
        back = 7
    if which == "next" or (ahead and back and which != "last"):
        return _on(anchor + timedelta(7 - back), span)
    return _on(anchor - timedelta(back), span)


def _nearest(month: int, day: int, span: Span, anchor: date) -> Dated | None:
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [on for year in years if (on := _day(year, month, day))]
    return _on(min(days, key=lambda on: abs(on - anchor)), span) if days else None


def _period(parts: dict[str, str], span: Span, anchor: date) -> Dated:
    step = {"this": 0, "next": 1}.get(parts["side"], -1)
    part = parts.get("part")
    note = f"'{part}' in it" if part else None
    if parts["unit"] in {"week", "weekend"}:
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * step)
        year, week, _ = monday.isocalendar()
        until = (monday + timedelta(6)).isoformat()
        return Dated(f"{year}-W{week:02}", "week", "resolved", span, until, note)
    if parts["unit"] == "year":
        year = anchor.year + step
        return Dated(f"{year}", "year", "resolved", span, f"{year}-12-31", note)
    year, month = _months_on(anchor, step)
    last = calendar.monthrange(year, month)[1]
    note = _part_of_month(part, last) or note
    until = f"{year}-{month:02}-{last}"
    return Dated(f"{year}-{month:02}", "month", "resolved", span, until, note)


def _months_on(anchor: date, step: int) -> tuple[int, int]:
    months = anchor.year * 12 + anchor.month - 1 + step
    return months // 12, months % 12 + 1


def _ago(parts: dict[str, str], span: Span, anchor: date) -> Dated:
    count = parts["count"]
    number = int(count) if count.isdigit() else _NUMBERS[count]
    if parts["ago"] == "year":
        return Dated(str(anchor.year - number), "year", "resolved", span)
    if parts["ago"] == "month":
        year, month = _months_on(anchor, -number)
        return Dated(f"{year}-{month:02}", "month", "resolved", span)
    if parts["ago"] == "week":
        year, week, _ = (anchor - timedelta(7 * number)).isocalendar()
        return Dated(f"{year}-W{week:02}", "week", "resolved", span)
    return _on(anchor - timedelta(number), span)
