"""A picture of what befell a party over time: a lane for each authority and kind of record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from enjoin.pages.page import count, day

_NAMES, _AXIS, _HEAD, _ROW, _PAD, _EDGE = 230, 1000, 84, 24, 8, 16  # user units
_LETTER = 6.4  # the width of a letter of a label, on the safe side
_LONGEST = 30  # letters of a label beside a dot

_STYLE = """
svg.history { font: 13px system-ui, sans-serif; background: Canvas; color: CanvasText }
.history text { fill: currentColor } .history .small { font-size: 11px; opacity: .75 }
.history .rule { stroke: currentColor; opacity: .25 } .history .label { font-size: 11px }
.history .bar rect { fill: #b3261e } .history .bar text { fill: #fff }
.history .bar.unsure rect { fill: Canvas; stroke: #b3261e; stroke-dasharray: 5 3 }
.history .bar.unsure text { fill: currentColor } .history .dot circle { fill: #1f5fa8 }
.history .bar.held rect { fill: #6b4fa0 }
"""


class Mark(NamedTuple):
    """What a lane shows: a dot at its first day, or a bar where `bar` says so.

    A bar without an `end` still holds. `unsure` tells that its first day is only the latest on
    which it can have begun; `held` that it is no listing but something owned.
    """

    lane: str
    start: date
    end: date | None
    label: str
    told: str
    bar: bool = False
    unsure: bool = False
    held: bool = False


class _Axis(NamedTuple):
    """The days of a picture, and where they stand."""

    first: date
    last: date

    def x(self, on: date) -> float:
        return _NAMES + _AXIS * (on - self.first).days / (self.last - self.first).days


class _Extent(NamedTuple):
    """How far a mark reaches, with its label, and where its dot stands."""

    left: float
    right: float
    at: float


class _Placed(NamedTuple):
    mark: Mark
    extent: _Extent
    row: int


def first_day(iso: str) -> date | None:
    """Return the first day of an ISO 8601 day, instant, week, month or year; None of no such."""
    text = iso.partition("T")[0]
    try:
        if "W" in text:
            return date.fromisoformat(text)
        return date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return None


def picture(title: str, marks: Sequence[Mark], on: date) -> str:
    """Draw marks up to a day as one SVG file on its own; its `desc` tells them in words."""
    axis = _axis(marks, on)
    lanes = {lane: _rows(axis, marks, lane) for lane in dict.fromkeys(mark.lane for mark in marks)}
    body, y = [], _HEAD
    for lane, placed in lanes.items():
        body += [*_lane(lane, y), *(_drawn(one, y + _PAD) for one in placed)]
        y += _ROW * (1 + max(one.row for one in placed)) + 2 * _PAD
    width, height = _NAMES + _AXIS + _EDGE, y + _EDGE
    told = "\n".join(f"{mark.lane}: {mark.told}" for mark in marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="history" role="img" '
        f'aria-labelledby="title desc" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><title id="title">{escape(title)}</title>'
        f'<desc id="desc">{escape(told)}</desc><style>{_STYLE}</style>'
        f'<text x="{_EDGE}" y="26" font-size="16">{escape(title)}</text>'
        f'<text class="small" x="{_EDGE}" y="46">{escape(_legend(marks, on))}</text>'
        f"{''.join(_ticks(axis, y))}{''.join(body)}</svg>\n"
    )


def _legend(marks: Sequence[Mark], on: date) -> str:
    bars = sum(mark.bar for mark in marks)
    told = f"{count(bars, 'bar')}, {count(len(marks) - bars, 'dot')}, up to {day(on.isoformat())}"
    if any(mark.bar and not mark.held for mark in marks):
        told += "; red: listed"
    if any(mark.bar and mark.unsure for mark in marks):
        told += "; dashed: began on its first day at the latest"
    if any(mark.held for mark in marks):
        told += "; violet: ownership and control"
    return told


def _axis(marks: Iterable[Mark], on: date) -> _Axis:
    """Begin with the year of the first mark; end with the day asked for."""
    first = min([on, *(mark.start for mark in marks)])
    last = max([on, *(mark.end or mark.start for mark in marks)])
    return _Axis(first.replace(month=1, day=1), last + timedelta(days=1))


def _ticks(axis: _Axis, bottom: float) -> Iterator[str]:
    """Draw a line for each year, or for as many of them as have room."""
    years = range(axis.first.year, axis.last.year + 1)
    step = 1 + len(years) * 46 // _AXIS
    for year in years[::step]:
        x = round(axis.x(date(year, 1, 1)), 1)
        yield (
            f'<line class="rule" x1="{x}" y1="{_HEAD - 6}" x2="{x}" y2="{bottom}"/>'
            f'<text class="small" x="{x + 3}" y="{_HEAD - 10}">{year}</text>'
        )


def _rows(axis: _Axis, marks: Iterable[Mark], lane: str) -> list[_Placed]:
    """Stand the marks of a lane, each in the first row in which there is room for it."""
    ends: list[float] = []
    placed = []
    own = ((mark, _extent(axis, mark)) for mark in marks if mark.lane == lane)
    for mark, extent in sorted(own, key=lambda one: one[1].left):
        row = next((nth for nth, end in enumerate(ends) if end < extent.left), len(ends))
        ends[row : row + 1] = [extent.right + 6]
        placed.append(_Placed(mark, extent, row))
    return placed


def _extent(axis: _Axis, mark: Mark) -> _Extent:
    """Measure a mark; the label of a dot stands left of it where the right has no room."""
    x = axis.x(mark.start)
    if mark.bar:
        return _Extent(x, max(x + 10, axis.x(mark.end or axis.last)), x)
    wide = 14 + _LETTER * len(_cut(mark.label, _LONGEST))
    if x + wide < _NAMES + _AXIS:
        return _Extent(x - 6, x + wide, x)
    return _Extent(x - wide, x + 6, x)


def _lane(name: str, y: float) -> Iterator[str]:
    yield f'<line class="rule" x1="{_EDGE}" y1="{y}" x2="{_NAMES + _AXIS}" y2="{y}"/>'
    yield (
        f'<text x="{_EDGE}" y="{y + _PAD + 16}">{escape(_cut(name, 30))}'
        f"<title>{escape(name)}</title></text>"
    )


def _drawn(placed: _Placed, top: float) -> str:
    y = top + placed.row * _ROW
    return _bar(placed, y) if placed.mark.bar else _dot(placed, y)


def _bar(placed: _Placed, y: float) -> str:
    mark, (left, right, _), _ = placed
    kind = f"bar{' unsure' if mark.unsure else ''}{' held' if mark.held else ''}"
    label = _cut(mark.label, int((right - left - 10) / _LETTER))
    return (
        f'<g class="{kind}"><title>{escape(mark.told)}</title><rect x="{left:.1f}" y="{y + 2}" '
        f'width="{right - left:.1f}" height="{_ROW - 6}" rx="3"/>'
        f'<text class="label" x="{left + 6:.1f}" y="{y + 15}">{escape(label)}</text></g>'
    )


def _dot(placed: _Placed, y: float) -> str:
    mark, (left, right, x), _ = placed
    beside, anchor = (x + 9, "start") if right - x > x - left else (x - 9, "end")
    return (
        f'<g class="dot"><title>{escape(mark.told)}</title>'
        f'<circle cx="{x:.1f}" cy="{y + 11}" r="5"/><text class="label" x="{beside:.1f}" '
        f'y="{y + 15}" text-anchor="{anchor}">{escape(_cut(mark.label, _LONGEST))}</text></g>'
    )


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1] + "…" if most > 3 else ""
