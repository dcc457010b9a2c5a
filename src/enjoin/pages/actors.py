"""A picture of who takes part in what reports tell, and who of them is listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import combinations
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.report import Actor, Event, Report
from enjoin.pages.facts import Facts, Happening
from enjoin.pages.page import count

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDTH, _HEIGHT, _ACROSS, _UP = 1000, 520, 370, 205  # user units
_BOX, _LETTER, _SMALL = 30, 7.4, 5.9  # the height of a name's box, the widths of letters
_LONGEST = 24  # letters of a name
_MOST = 12  #: actors that a picture shows

#: What reports call the side from which something comes, and that to which it goes.
_FROM = frozenset({"supplier", "origin", "sender", "visitor"})
_TO = frozenset({"recipient", "destination", "target", "host"})


class Tie(NamedTuple):
    """What two actors have to do with each other: the events in which both take part.

    `nth` counts the ties of the same two, which stand side by side.
    """

    one: str
    other: str
    directed: bool
    events: tuple[Happening, ...]
    nth: int = 0

    @property
    def label(self) -> str:
        """The kinds of the events, the most frequent first, with how often they are told."""
        kinds = Counter(happening.event.kind for happening in self.events)
        return ", ".join(
            kind + (f" ×{times}" if times > 1 else "") for kind, times in kinds.most_common(3)
        ) + (", …" if len(kinds) > 3 else "")

    @property
    def open(self) -> bool:
        """Whether none of the events is told as a fact that took place."""
        return not any(
            one.event.stage == "executed"
            and one.event.modality == "fact"
            and one.event.certainty in {"asserted", "reported"}
            for one in self.events
        )


_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" '
    'markerWidth="12" markerHeight="12" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'
)


class Shown(NamedTuple):
    """The picture, and how many actors it leaves out."""

    picture: Markup
    left_out: int


def actors(told: Facts, reports: Sequence[Report]) -> Shown | None:
    """Draw the actors of events and what ties them; None where no event ties two of them.

    Who is a listed party is marked, with the label of that party.
    """
    from markupsafe import Markup

    names = _names(reports)
    ties = _ties(told.events, names)
    if not ties:
        return None
    weight = Counter(name for tie in ties for name in (tie.one, tie.other) for _ in tie.events)
    named = [name for name, _ in weight.most_common()]
    shown = named[:_MOST]
    kept = [tie for tie in ties if tie.one in shown and tie.other in shown]
    places = _places(shown, kept)
    parts = [
        *(_line(tie, places) for tie in kept),
        *_labels(kept, places),
        *(_box(name, places[name], label) for name, label in _listed(shown, told, reports, names)),
    ]
    title = f"{count(len(shown), 'actor')}, {count(len(kept), 'tie')} between them"
    drawn = (
        f'<svg class="actors" role="img" aria-label="{title}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}">{_ARROW}{"".join(parts)}</svg>'
    )
    return Shown(Markup(drawn), len(named) - len(shown))  # noqa: S704 - escaped below


def _names(reports: Iterable[Report]) -> Mapping[str, str]:
    """Give every spelling of a name the one that is shown: 'Kim Jong-un' and 'Kim Jong Un'."""
    found: dict[str, str] = {}
    for report in reports:
        for event in report.events:
            for actor in event.actors:
                found.setdefault(_plain(actor.name), actor.name)
    return found


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _ties(events: Iterable[Happening], names: Mapping[str, str]) -> list[Tie]:
    """Tie the actors of each event in pairs; the way something goes keeps ties apart."""
    found: dict[tuple[str, str, bool], list[Happening]] = defaultdict(list)
    for happening in events:
        for pair in sorted(set(_pairs(happening.event, names))):
            found[pair].append(happening)
    several: Counter[frozenset[str]] = Counter()
    ties = []
    for (one, other, directed), told in found.items():
        two = frozenset((one, other))
        ties.append(Tie(one, other, directed, tuple(told), several[two]))
        several[two] += 1
    return ties


def _pairs(event: Event, names: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    for one, other in combinations(event.actors, 2):
        if one.role in _TO or other.role in _FROM:
            yield from _pair(other, one, names)
        else:
            yield from _pair(one, other, names)


def _pair(one: Actor, other: Actor, names: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    ours, theirs = (names[_plain(actor.name)] for actor in (one, other))
    if ours == theirs or _same_side(one, other):
        return
    if one.role in _FROM and other.role in _TO:
        yield ours, theirs, True
    else:
        yield min(ours, theirs), max(ours, theirs), False


def _same_side(one: Actor, other: Actor) -> bool:
    """Tell whether two stand on one side only: both are targets, say."""
    return (one.role in _FROM and other.role in _FROM) or (one.role in _TO and other.role in _TO)


Place = tuple[float, float]


def _places(names: Sequence[str], ties: Sequence[Tie]) -> dict[str, Place]:
    """Stand actors in an oval, each next to whom it has most to do with; begin at the top."""
    order = [names[0]]
    left = list(names[1:])
    near = Counter({frozenset((tie.one, tie.other)): len(tie.events) for tie in ties})
    while left:
        following = max(
            left, key=lambda name: (near[frozenset((order[-1], name))], -left.index(name))
        )
        order.append(following)
        left.remove(following)
    angles = (2 * pi * (nth - 0.5) / len(order) - pi / 2 for nth in range(len(order)))
    return {
        name: (_WIDTH / 2 + _ACROSS * cos(angle), _HEIGHT / 2 + _UP * sin(angle))
        for name, angle in zip(order, angles, strict=True)
    }


def _line(tie: Tie, places: Mapping[str, Place]) -> str:
    start, whole = _ends(tie, places)
    end = _edge(start, whole, tie.other)
    kind = f"tie{' open' if tie.open else ''}"
    arrow = ' marker-end="url(#arrow)"' if tie.directed else ""
    width = min(5.0, 1 + len(tie.events) / 2)
    return (
        f'<line class="{kind}" x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" '
        f'y2="{end[1]:.0f}" stroke-width="{width:g}"{arrow}/>'
    )


def _ends(tie: Tie, places: Mapping[str, Place]) -> tuple[Place, Place]:
    """Return where a tie begins and ends; a further one of the same two runs beside the first."""
    (x1, y1), (x2, y2) = sorted((places[tie.one], places[tie.other]))
    away = hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (y1 - y2) / away * _APART * tie.nth, (x2 - x1) / away * _APART * tie.nth
    (x1, y1), (x2, y2) = places[tie.one], places[tie.other]
    return (x1 + dx, y1 + dy), (x2 + dx, y2 + dy)


#: How far apart the ties of the same two are.
_APART = 11


def _edge(start: Place, end: Place, name: str) -> Place:
    """Return where a line to a name's box meets it."""
    wide, high = _half(name) + 5, _BOX / 2 + 5
    dx, dy = start[0] - end[0], start[1] - end[1]
    share = min(
        wide / abs(dx) if dx else 1.0,
        high / abs(dy) if dy else 1.0,
        1.0,
    )
    return end[0] + dx * share, end[1] + dy * share


def _half(name: str) -> float:
    return (_LETTER * len(_cut(name)) + 18) / 2


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _labels(ties: Sequence[Tie], places: Mapping[str, Place]) -> Iterator[str]:
    """Write what each tie is on its line, where no other label and no name is in the way."""
    taken = [(x, y, _half(name), _BOX / 2) for name, (x, y) in places.items()]
    for tie in sorted(ties, key=lambda tie: -len(tie.events)):
        (x1, y1), (x2, y2) = _ends(tie, places)
        wide = _SMALL * len(tie.label) / 2
        spots = [
            (x1 + (x2 - x1) * at, y1 + (y2 - y1) * at + beside)
            for beside in _BESIDE
            for at in _ALONG
        ]
        x, y = next((spot for spot in spots if _free(spot, wide, taken)), spots[0])
        taken.append((x, y, wide, 8))
        first = tie.events[0].label
        told = f"{tie.one} – {tie.other}: " + ", ".join(one.label for one in tie.events)
        yield (
            f'<a href="#{first.lower()}"><text class="told" x="{x:.0f}" y="{y + 4:.0f}">'
            f"{escape(tie.label)}<title>{escape(told)}</title></text></a>"
        )


#: Where on its line a label may stand, the best place first.
_ALONG = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)
#: How far above or below its line it may stand where the line itself has no room.
_BESIDE = (0, -26, 26, -40, 40)


def _free(spot: Place, wide: float, taken: Iterable[tuple[float, float, float, float]]) -> bool:
    return not any(
        abs(spot[0] - x) < wide + w + 4 and abs(spot[1] - y) < 8 + h + 2 for x, y, w, h in taken
    )


def _listed(
    shown: Sequence[str], told: Facts, reports: Sequence[Report], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each actor with the label of the listed party it may be, or with none."""
    labels: dict[str, str] = {}
    for party in told.parties:
        for words in party.cited:
            for person in reports[words.report].people:
                if words.span in person.mentions and _plain(person.name) in names:
                    labels.setdefault(names[_plain(person.name)], party.label)
            if _plain(words.text) in names:
                labels.setdefault(names[_plain(words.text)], party.label)
    for name in shown:
        yield name, labels.get(name, "")


def _box(name: str, place: Place, label: str) -> str:
    x, y = place
    wide = _half(name)
    box = (
        f'<g class="actor{" listed" if label else ""}"><title>{escape(name)}</title>'
        f'<rect x="{x - wide:.0f}" y="{y - _BOX / 2:.0f}" width="{2 * wide:.0f}" height="{_BOX}" '
        f'rx="6"/><text x="{x:.0f}" y="{y + 5:.0f}">{escape(_cut(name))}</text></g>'
    )
    if not label:
        return box
    return (
        f'{box}<a href="#{label.lower()}"><text class="told on" x="{x:.0f}" '
        f'y="{y + _BOX / 2 + 14:.0f}">may be listed: {label}</text></a>'
    )
