"""Pictures of our own, as inline SVG that takes its colours from the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from enjoin.pages.page import day, days_between

if TYPE_CHECKING:
    from markupsafe import Markup

_PILL, _GAP, _LANE, _HEAD, _NAMES = 30, 4, 26, 40, 190  # user units
_LETTER = 7  # the width of a letter of a date, on the safe side
_BAND = 1080  # the widest a picture may be; longer stories go on in the next band


class Dot(NamedTuple):
    """A moment as one lane has it: a short label at a date, and what it is.

    `told` is what a reader sees who points at it; the label leads to the fact of that name.
    """

    date: str
    lane: str
    label: str
    kind: Literal["said", "event", "published"] = "event"
    told: str = ""
    href: str = ""


def timeline(dots: Sequence[Dot], lanes: Sequence[str], title: str) -> Markup:
    """Draw dots over dates, a lane for each report; what many lanes share is joined by a line.

    Dates stand in order, each as wide as it needs; the days between two of them are written
    where some lie between. A long story goes on in further pictures below the first.
    """
    from markupsafe import Markup

    bands = _bands(dots)
    drawn = [
        _band(columns, dots, lanes, _numbered(title, nth, len(bands)))
        for nth, columns in enumerate(bands, start=1)
    ]
    return Markup("\n".join(drawn))  # noqa: S704 - every text in it is escaped below


def _numbered(title: str, nth: int, of: int) -> str:
    return f"{title}, part {nth} of {of}" if of > 1 else title


class _Column(NamedTuple):
    date: str
    x: int
    width: int
    after: str  # what is written before it about the days since the last date


def _bands(dots: Iterable[Dot]) -> list[list[_Column]]:
    """Give every date a column, and begin a new band where one is full."""
    most: Counter[str] = Counter()
    for (on, _), here in Counter((dot.date, dot.lane) for dot in dots).items():
        most[on] = max(most[on], here)
    bands: list[list[_Column]] = []
    x, last = _BAND, ""
    for on in sorted(most, key=_in_time):
        width = max(_LETTER * len(day(on)) + 16, most[on] * (_PILL + _GAP) + 24)
        if x + width > _BAND:
            bands.append([])
            x = _NAMES
        bands[-1].append(_Column(on, x, width, _since(last, on)))
        x, last = x + width, on
    return bands


def _in_time(iso: str) -> tuple[str, str]:
    """Order days, weeks, months and years by the day they begin with."""
    if "W" in iso:
        return date.fromisoformat(f"{iso}-1").isoformat(), iso
    return (iso + "-01-01")[:10], iso


def _since(last: str, date: str) -> str:
    days = days_between(last, date)
    return f"+{days} d" if days and days > 1 else ""


def _band(columns: Sequence[_Column], dots: Sequence[Dot], lanes: Sequence[str], title: str) -> str:
    dates = {column.date for column in columns}
    here = [dot for dot in dots if dot.date in dates]
    used = [lane for lane in lanes if any(dot.lane == lane for dot in here)]
    width = columns[-1].x + columns[-1].width
    height = _HEAD + _LANE * len(used) + 8
    parts = [
        *(_lane(lane, nth, width) for nth, lane in enumerate(used)),
        *(_column(column, height) for column in columns),
        *_joins(columns, here, used),
        *_pills(columns, here, used),
    ]
    return (
        f'<svg class="timeline" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{''.join(parts)}</svg>"
    )


def _lane(name: str, nth: int, width: int) -> str:
    y = _middle(nth)
    short = name if len(name) <= 28 else name[:27] + "…"
    return (
        f'<line class="rule" x1="{_NAMES - 8}" y1="{y}" x2="{width}" y2="{y}"/>'
        f'<text class="lane" x="{_NAMES - 16}" y="{y + 4}">{escape(short)}'
        f"<title>{escape(name)}</title></text>"
    )


def _column(column: _Column, height: int) -> str:
    middle = column.x + column.width / 2
    since = f'<text class="gap" x="{column.x}" y="32">{column.after}</text>' if column.after else ""
    return (
        f'<text class="date" x="{middle}" y="18">{escape(day(column.date))}</text>{since}'
        f'<line class="tick" x1="{column.x}" y1="{_HEAD}" x2="{column.x}" y2="{height - 8}"/>'
    )


def _joins(columns: Sequence[_Column], dots: Iterable[Dot], lanes: Sequence[str]) -> Iterator[str]:
    """Join the same moment in several lanes."""
    places = _places(columns, dots, lanes)
    by_label: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for dot, place in places:
        by_label.setdefault((dot.date, dot.label), []).append(place)
    for points in by_label.values():
        for (x1, y1), (x2, y2) in pairwise(sorted(points, key=lambda point: point[1])):
            yield f'<line class="join" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _pills(columns: Sequence[_Column], dots: Iterable[Dot], lanes: Sequence[str]) -> Iterator[str]:
    for dot, (x, y) in _places(columns, dots, lanes):
        told = f"<title>{escape(dot.told)}</title>" if dot.told else ""
        pill = (
            f'<g class="pill {dot.kind}">{told}'
            f'<rect x="{x - _PILL / 2}" y="{y - 9}" width="{_PILL}" height="18" rx="9"/>'
            f'<text x="{x}" y="{y + 4}">{escape(dot.label)}</text></g>'
        )
        yield f'<a href="{escape(dot.href)}">{pill}</a>' if dot.href else pill


def _places(
    columns: Sequence[_Column], dots: Iterable[Dot], lanes: Sequence[str]
) -> list[tuple[Dot, tuple[float, float]]]:
    """Say where each dot stands: side by side where several share a date and a lane."""
    column = {column.date: column for column in columns}
    taken: Counter[tuple[str, str]] = Counter()
    places = []
    for dot in dots:
        nth = taken[dot.date, dot.lane]
        taken[dot.date, dot.lane] += 1
        x = column[dot.date].x + 12 + _PILL / 2 + nth * (_PILL + _GAP)
        places.append((dot, (x, float(_middle(lanes.index(dot.lane))))))
    return places


def _middle(nth: int) -> int:
    return _HEAD + _LANE * nth + _LANE // 2
