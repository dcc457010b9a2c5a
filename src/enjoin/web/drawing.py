"""Pictures of the desk, as inline SVG that takes its colours from the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from enjoin.workspace.paper import day

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDE, _LEFT, _LANE, _TOP = 780, 230, 34, 30  # user units


class Bar(NamedTuple):
    """A time on a lane, both ends ISO 8601 at any precision; None: it lasts."""

    lane: str
    since: str
    until: str | None
    told: str
    kind: str = "listed"


def timeline(bars: Sequence[Bar], today: date, title: str) -> Markup | None:
    """Draw times over a scale of years, a lane for each authority; None where nothing is dated."""
    from markupsafe import Markup

    dated = [(bar, since) for bar in bars if (since := _day(bar.since))]
    if not dated:
        return None
    first, last = min(since for _, since in dated), today
    ended = [end for bar, _ in dated if bar.until and (end := _day(bar.until))]
    scale = _Scale(first, max([last, *ended]))
    lanes = list(dict.fromkeys(bar.lane for bar, _ in dated))
    height = _TOP + _LANE * len(lanes) + 8
    drawn = [_year(scale, year, height) for year in scale.years()]
    drawn += [_lane(lane, nth) for nth, lane in enumerate(lanes)]
    drawn += [_bar(scale, bar, since, lanes.index(bar.lane), today) for bar, since in dated]
    text = _svg("listings", title, height, "".join(drawn))
    return Markup(text)  # noqa: S704  (every text in it is escaped)


class _Scale(NamedTuple):
    first: date
    last: date

    def x(self, day_: date) -> float:
        days = max((self.last - self.first).days, 1)
        return round(_LEFT + (day_ - self.first).days / days * (_WIDE - _LEFT - 16), 1)

    def years(self) -> list[int]:
        """Return the years to be written, with room between them."""
        span = self.last.year - self.first.year
        step = next(n for n in (1, 2, 5, 10, 25, 100) if span / n <= 9 or n == 100)
        return [y for y in range(self.first.year + 1, self.last.year + 1) if y % step == 0]


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat((iso + "-01-01")[:10] if len(iso) == 4 else (iso + "-01")[:10])
    except ValueError:
        return None


def _year(scale: _Scale, year: int, height: int) -> str:
    x = scale.x(date(year, 1, 1))
    return (
        f'<line class="tick" x1="{x}" y1="{_TOP - 6}" x2="{x}" y2="{height - 6}"/>'
        f'<text class="year" x="{x}" y="16">{year}</text>'
    )


def _lane(name: str, nth: int) -> str:
    y = _TOP + nth * _LANE + _LANE / 2
    short = name if len(name) <= 34 else f"{name[:33]}…"
    return (
        f'<line class="rule" x1="{_LEFT - 8}" y1="{y}" x2="{_WIDE}" y2="{y}"/>'
        f'<text class="lane" x="{_LEFT - 16}" y="{y + 4}">{escape(short)}'
        f"<title>{escape(name)}</title></text>"
    )


def _bar(scale: _Scale, bar: Bar, since: date, nth: int, today: date) -> str:
    x, y = scale.x(since), _TOP + nth * _LANE + 9
    end = _day(bar.until) if bar.until else today
    wide = max(scale.x(end or today) - x, 6)
    lasting = "" if bar.until else " lasting"
    room = wide > 7 * len(day(bar.since))
    begun = f"by {day(bar.since)}" if bar.kind == "undated" else day(bar.since)
    label = f'<text class="on" x="{x + 8}" y="{y + 12}">{escape(begun)}</text>'
    return (
        f'<g class="span {escape(bar.kind)}{lasting}"><title>{escape(bar.told)}</title>'
        f'<rect x="{x}" y="{y}" width="{wide}" height="16" rx="3"/>{label if room else ""}</g>'
    )


class Link(NamedTuple):
    """What goes with an entry: its name, how, and where it is on the desk."""

    name: str
    how: str
    path: str


def joined(centre: str, links: Sequence[Link], title: str, most: int = 14) -> Markup | None:
    """Draw what goes with an entry: a line for each link; None where there is nothing."""
    from markupsafe import Markup

    if not links:
        return None
    shown = links[:most]
    height = max(len(shown) * 44 + 12, 68)
    middle = height / 2
    drawn = [_edge(link, nth, middle) for nth, link in enumerate(shown)]
    drawn.append(_box(8, middle - 18, centre, "node centre"))
    return Markup(_svg("joined", title, height, "".join(drawn)))  # noqa: S704  (escaped)


def _edge(link: Link, nth: int, middle: float) -> str:
    y = nth * 44 + 6
    label = link.how if len(link.how) <= 36 else f"{link.how[:35]}…"
    return (
        f'<path class="edge" d="M 250 {middle} C 275 {middle} 275 {y + 18} 300 {y + 18} H 530"/>'
        f'<text class="how" x="304" y="{y + 13}">{escape(label)}'
        f"<title>{escape(link.how)}</title></text>"
        f'<a href="{escape(link.path)}">{_box(530, y, link.name, "node")}</a>'
    )


def _box(x: float, y: float, name: str, kind: str) -> str:
    short = name if len(name) <= 32 else f"{name[:31]}…"
    return (
        f'<g class="{kind}"><title>{escape(name)}</title>'
        f'<rect x="{x}" y="{y}" width="242" height="36" rx="5"/>'
        f'<text x="{x + 10}" y="{y + 23}">{escape(short)}</text></g>'
    )


def weight(value: float, most: float) -> Markup:
    """Draw what a reason weighs: to the right what speaks for, to the left what speaks against."""
    from markupsafe import Markup

    wide = round(min(abs(value) / most, 1) * 58, 1) if most else 0
    x, kind = (60, "for") if value >= 0 else (60 - wide, "against")
    text = (
        '<svg class="weight" viewBox="0 0 120 12" width="120" height="12" aria-hidden="true">'
        f'<rect class="{kind}" x="{x}" y="1" width="{wide}" height="10"/>'
        '<line x1="60" y1="0" x2="60" y2="12"/></svg>'
    )
    return Markup(text)  # noqa: S704  (numbers only)


def age(days: int, most: int) -> Markup:
    """Draw how much of the time that a list may be old has passed."""
    from markupsafe import Markup

    share = min(days / most, 1) if most else 1
    kind = "old" if days > most else "fresh"
    text = (
        '<svg class="age" viewBox="0 0 64 8" width="64" height="8" aria-hidden="true">'
        '<rect class="all" width="64" height="8" rx="4"/>'
        f'<rect class="{kind}" width="{max(round(64 * share, 1), 4)}" height="8" rx="4"/></svg>'
    )
    return Markup(text)  # noqa: S704  (numbers only)


def _svg(kind: str, title: str, height: float, inside: str) -> str:
    return (
        f'<svg class="{kind}" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {_WIDE} {height}" width="{_WIDE}" height="{height}">{inside}</svg>'
    )
