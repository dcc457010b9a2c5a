"""A picture of who is owned by listed persons: listed on the left, what they own to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from enjoin.law.ownership.result import Edge, Ownership
from enjoin.pages.page import day

_WIDTH, _GAP, _PORT, _HEAD, _EDGE = 190, 110, 22, 64, 16  # user units
#: Boxes a picture holds; a larger graph is cut, and the picture says so.
MOST = 80

_STYLE = """
svg.ownership { font: 13px system-ui, sans-serif; background: Canvas; color: CanvasText }
.ownership text { fill: currentColor } .ownership .small { font-size: 11px; opacity: .75 }
.ownership rect { fill: Canvas; stroke: currentColor; stroke-width: 1.2 }
.ownership .listed rect { fill: #b3261e; stroke: #b3261e } .ownership .listed text { fill: #fff }
.ownership .owned rect { stroke: #b3261e; stroke-width: 2 }
.ownership .open rect, .ownership .directed rect { stroke: #9a6700; stroke-dasharray: 5 3 }
.ownership path { fill: none; stroke: currentColor; stroke-width: 1.1; opacity: .65 }
.ownership path.control { stroke-dasharray: 2 4 }
.ownership .share { font-size: 11px; paint-order: stroke; stroke: Canvas; stroke-width: 4 }
"""


class _Box(NamedTuple):
    """A party in the picture, its kind and what is said of it below its name."""

    name: str
    kind: str
    told: str
    depth: int


class _Line(NamedTuple):
    """A stake, or control where `share` says so in words."""

    owner: str
    asset: str
    share: str
    control: bool = False


class _Place(NamedTuple):
    x: int
    y: int
    height: int


def picture(found: Ownership) -> str:
    """Draw an answer as one SVG file that needs nothing else."""
    lines = list(_lines(found))
    boxes = _boxes(found, lines)
    shown = {box.name for box in boxes}
    drawn = [one for one in lines if one.owner in shown and one.asset in shown]
    incoming: dict[str, list[_Line]] = defaultdict(list)
    for one in drawn:
        incoming[one.asset].append(one)
    places = _places(boxes, incoming)
    lanes = _lanes(drawn, boxes, places)
    width = max(place.x for place in places.values()) + _WIDTH + _EDGE if places else 400
    bottoms = [place.y + place.height for place in places.values()]
    height = max([_HEAD, *bottoms, *(y for lane in lanes.values() for _, y in lane)]) + _EDGE
    cut = _cut(found, boxes)
    body = [
        *(_line(one, nth, places, lanes) for to in incoming.values() for nth, one in enumerate(to)),
        *(_box(box, places[box.name]) for box in boxes),
    ]
    width = max(width, 560)
    title = f"{found.test} on {day(found.on.isoformat())}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ownership" role="img" '
        f'aria-label="{escape(title)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><style>{_STYLE}</style>'
        f'<text x="{_EDGE}" y="26" font-size="16">{escape(title)}</text>'
        f'<text class="small" x="{_EDGE}" y="46">{escape(_legend(found) + cut)}</text>'
        f"{''.join(body)}</svg>\n"
    )


def _legend(found: Ownership) -> str:
    told = [f"red: listed, {len(found.listed)}", f"outlined in red: owned, {len(found.owned)}"]
    if found.undetermined or found.controlled:
        told.append(f"dashed: to be judged, {len(found.undetermined) + len(found.controlled)}")
    return "; ".join(told)


def _cut(found: Ownership, boxes: Sequence[_Box]) -> str:
    more = len(found.owned) - sum(box.kind == "owned" for box in boxes)
    return f"; {more} more owned are not drawn" if more else ""


def _lines(found: Ownership) -> Iterator[_Line]:
    """Yield every stake on a path once, then control."""
    edges: dict[Edge, None] = {}
    paths = [one.path for one in found.owned] + [one.path for one in found.undetermined]
    for path in paths:
        edges.update(dict.fromkeys(path))
    for edge in edges:
        low, high = edge.share
        yield _Line(edge.owner, edge.asset, f"{low} %" if low == high else f"{low} to {high} %")
    for held in found.controlled:
        yield _Line(held.by, held.asset, held.kind, control=True)


def _boxes(found: Ownership, lines: Iterable[_Line]) -> list[_Box]:
    """Return what is drawn: who is on a line, from listed parties on, at most so many."""
    owners: dict[str, list[str]] = defaultdict(list)
    for one in lines:
        owners[one.asset].append(one.owner)
    on_lines = {name for asset, names in owners.items() for name in (asset, *names)}
    boxes = [_Box(name, "listed", "listed", 0) for name in found.listed if name in on_lines]
    depth = {box.name: 0 for box in boxes}

    def add(name: str, kind: str, told: str) -> None:
        known = [depth[owner] for owner in owners[name] if owner in depth]
        depth[name] = 1 + max(known, default=0)
        boxes.append(_Box(name, kind, told, depth[name]))

    for owned in found.owned:
        add(owned.asset, "owned", f"{owned.label}, {owned.sum[0]} %")
    for held in found.undetermined:
        add(held.asset, "open", f"undetermined, {held.sum[0]} to {held.sum[1]} %")
    for each in found.controlled:
        if each.asset not in depth:
            add(each.asset, "directed", "directed, not owned")
    for name in sorted(on_lines - depth.keys()):
        boxes.append(_Box(name, "other", "", 0))
    return boxes[:MOST]


def _places(boxes: Sequence[_Box], incoming: Mapping[str, Sequence[_Line]]) -> dict[str, _Place]:
    """Stand boxes in columns by depth, each as high as the lines that end at it."""
    below: dict[int, int] = defaultdict(lambda: _HEAD)
    places: dict[str, _Place] = {}
    for box in boxes:
        height = max(44, _PORT * len(incoming.get(box.name, ())) + 8)
        x = _EDGE + box.depth * (_WIDTH + _GAP)
        places[box.name] = _Place(x, below[box.depth], height)
        below[box.depth] += height + 18
    return places


_Lanes = Mapping[_Line, Sequence[tuple[int, int]]]


def _lanes(lines: Iterable[_Line], boxes: Sequence[_Box], places: Mapping[str, _Place]) -> _Lanes:
    """Lead a line that passes columns below their boxes: where it enters each of them."""
    depth = {box.name: box.depth for box in boxes}
    bottom: dict[int, int] = defaultdict(lambda: _HEAD)
    for name, place in places.items():
        bottom[depth[name]] = max(bottom[depth[name]], place.y + place.height)
    lanes: dict[_Line, list[tuple[int, int]]] = {}
    for one in lines:
        for passed in range(depth[one.owner] + 1, depth[one.asset]):
            bottom[passed] += _EDGE
            point = (_EDGE + passed * (_WIDTH + _GAP), bottom[passed])
            lanes.setdefault(one, []).append(point)
    return lanes


def _line(line: _Line, nth: int, places: Mapping[str, _Place], lanes: _Lanes) -> str:
    """Draw a stake from its owner's right side to its own port on the asset's left."""
    start, end = places[line.owner], places[line.asset]
    at: tuple[float, float] = (start.x + _WIDTH, start.y + start.height / 2)
    port = (end.x, end.y + 4 + _PORT * (nth + 0.5))
    drawn = [f"M{at[0]} {at[1]}"]
    for x, y in lanes.get(line, ()):
        drawn.append(f"{_curve(at, (x, y))} L{x + _WIDTH} {y}")
        at = (x + _WIDTH, y)
    drawn.append(_curve(at, port))
    kind = ' class="control"' if line.control else ""
    return (
        f'<path{kind} d="{" ".join(drawn)}"/>'
        f'<text class="share" x="{port[0] - 6}" y="{port[1] - 4}" text-anchor="end">'
        f"{escape(line.share)}</text>"
    )


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    bend = max(abs(end[0] - start[0]) / 2, 30)
    return f"C{start[0] + bend} {start[1]} {end[0] - bend} {end[1]} {end[0]} {end[1]}"


def _box(box: _Box, place: _Place) -> str:
    short = box.name if len(box.name) <= 24 else box.name[:23] + "…"
    middle = place.y + place.height / 2
    return (
        f'<g class="{box.kind}"><title>{escape(box.name)}</title>'
        f'<rect x="{place.x}" y="{place.y}" width="{_WIDTH}" height="{place.height}" rx="5"/>'
        f'<text x="{place.x + 10}" y="{middle - 2}">{escape(short)}</text>'
        f'<text class="small" x="{place.x + 10}" y="{middle + 14}">{escape(box.told)}</text></g>'
    )
