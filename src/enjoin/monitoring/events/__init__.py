"""What happened, is planned or is feared, in the narrow frames of sanctions enforcement."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from enjoin.model.report import Event, Said, Span
from enjoin.monitoring.documents import Page
from enjoin.monitoring.events import dealings, encounters, incidents, sanctions, transfers
from enjoin.monitoring.events.scenes import Frame, Scene, day_near, scenes
from enjoin.monitoring.people import People
from enjoin.monitoring.sentences import Sentence
from enjoin.text import dates

#: Every frame, family by family. A new one is a line in its family's table.
FRAMES = (
    *transfers.FRAMES,
    *dealings.FRAMES,
    *encounters.FRAMES,
    *sanctions.FRAMES,
    *incidents.FRAMES,
)
#: The frames, by their places, that need a stem: each is looked for once in a sentence.
_BY_STEM = {
    stem: tuple(at for at, frame in enumerate(FRAMES) if stem in frame.stems)
    for stem in sorted({stem for frame in FRAMES for stem in frame.stems})
}


def events(
    page: Page, plain: str, parts: Sequence[Sentence], known: People, said: Sequence[Said]
) -> tuple[Event, ...]:
    """Return the events of a report, each once, with all the words that tell of it."""
    found: list[Event] = []
    low = plain.lower()
    stems = [stem for stem in _BY_STEM if stem in low]
    for scene in scenes(page, plain, parts, known, said):
        found += _in_scene(scene, stems)
    found += encounters.briefings(plain, parts, known, said)
    merged = _merged(transfers.directed(found))
    return tuple(msgspec.structs.replace(e, id=f"e{n}") for n, e in enumerate(merged, 1))


def _in_scene(scene: Scene, stems: Sequence[str]) -> list[Event]:
    read = [
        event
        for frame in _with_stems_in(scene.words.lower(), stems)
        for match in frame.pattern.finditer(scene.plain, *scene.span)
        if (event := frame.read(scene, match, frame.rule)) is not None
    ]
    days = tuple(dates.expressions(scene.plain, *scene.span)) if read else ()
    return [_told(scene, event, days) for event in read]


def _told(scene: Scene, event: Event, days: Sequence[Span]) -> Event:
    """Add when it happened and who says so, where the sentence tells."""
    at = event.evidence[0]
    when = event.when or day_near(scene, at, days, ahead=event.stage == "planned")
    by = next(
        (one.speaker for one in scene.said if any(a <= at[0] < b for a, b in one.content)), None
    )
    return msgspec.structs.replace(event, when=when, by=by)


def _with_stems_in(words: str, stems: Sequence[str]) -> list[Frame]:
    """Return the frames that may match some words, which are in small letters."""
    held = {at for stem in filter(words.__contains__, stems) for at in _BY_STEM[stem]}
    return [FRAMES[at] for at in sorted(held)]


def _merged(found: Sequence[Event]) -> list[Event]:
    """Join what tells of one event: same kind, stage, actors and modality."""
    groups: dict[object, list[Event]] = {}
    for event in sorted(found, key=lambda e: e.evidence[0]):
        groups.setdefault((event.kind, event.modality, _identity(event)), []).append(event)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[Event]) -> Event:
    return msgspec.structs.replace(
        group[0],
        evidence=tuple(dict.fromkeys(span for event in group for span in event.evidence)),
        goods=tuple(dict.fromkeys(name for event in group for name in event.goods)),
        when=next((event.when for event in group if event.when), None),
    )


def _identity(event: Event) -> object:
    """Return what tells one event from another of its kind in one report."""
    if event.kind in {"designation", "enforcement"}:
        return (event.stage, event.actors[:1])
    if event.kind in {"transfer", "deal", "talks"}:
        return (event.stage, frozenset(event.actors))
    return (frozenset(actor.name for actor in event.actors), event.stage)
