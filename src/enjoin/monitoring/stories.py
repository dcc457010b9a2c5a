"""Many reports read together: one utterance in several outlets, one story, one line of time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations, product
from typing import NamedTuple

import msgspec

from enjoin.model.report import (
    Correction,
    Dated,
    Event,
    Member,
    Moment,
    Report,
    Said,
    Source,
    Storyline,
    Superseded,
    Utterance,
)
from enjoin.monitoring.copies import copies
from enjoin.monitoring.corrections import holds, mended, superseded


class Together(msgspec.Struct, frozen=True):
    """What several reports say when they are read side by side."""

    utterances: tuple[Utterance, ...]
    same_story: tuple[tuple[str, ...], ...]
    storylines: tuple[Storyline, ...]
    timeline: tuple[Moment, ...]
    superseded: tuple[Superseded, ...] = ()


class _Told(NamedTuple):
    """A statement in its report, with the words that carry its meaning."""

    report: Report
    said: Said
    day: str
    words: frozenset[str]
    text: str


def together(reports: Sequence[Report], texts: Mapping[str, str]) -> Together:
    """Bring reports together; `texts` holds the text of each file.

    Statements become one utterance only when speaker and day are the same and the words agree: a
    formula that is used again on another day, or by somebody else, stays apart. A statement that
    a correction supersedes stays a member of its utterance and is no source of it.
    """
    told = list(_told(reports, texts))
    groups = _grouped(told)
    copied = copies(reports, texts)
    alike = _quoting_alike(groups)
    stories = _joined([*copied, *alike])
    origins = _origins(reports, texts, alike, copied)
    gone = _superseded(reports, texts, stories)
    out = {(one.file, one.statement) for one in gone}
    utterances = tuple(
        _utterance(f"u{number}", group, origins, out) for number, group in enumerate(groups, 1)
    )
    standing = [left for group in groups if (left := [one for one in group if not _in(one, out)])]
    moments = [*_said_moments(standing), *_event_moments(reports)]
    timeline = tuple(sorted(moments, key=_when))
    return Together(utterances, tuple(sorted(stories)), _storylines(reports), timeline, gone)


def _in(one: _Told, statements: Set[tuple[str, str]]) -> bool:
    return (one.report.file, one.said.id) in statements


# --- one utterance ---------------------------------------------------------------------------

_STOPWORDS = frozenset(
    "the a an of to in on for and or but is are was were be been being has have had "
    "do does did not "
    "that this these those it its he she they we i you his her their our your my "
    "with by from at as "
    "so will would any all will there also more into than then when which who what if us".split()
)


def _told(reports: Sequence[Report], texts: Mapping[str, str]) -> Iterator[_Told]:
    known = _known_days(reports)
    for report in reports:
        for said in report.statements:
            if said.speaker is None or said.said_on is None or said.mode == "headline":
                continue
            words = _content(said, texts[report.file])
            yield _Told(report, said, _day(said, known), _carrying(words), words)


def _known_days(reports: Sequence[Report]) -> dict[str, set[str]]:
    """Return on which days each speaker is said to have spoken, where a report tells it."""
    days: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for said in report.statements:
            if said.speaker and said.said_on and said.said_on.until is None:
                days[said.speaker].add(said.said_on.value)
    return days


def _day(said: Said, known: Mapping[str, set[str]]) -> str:
    """Return the day of a statement; one within a range takes the day another report tells."""
    on = said.said_on
    if on is None or on.until is None:
        return on.value if on else ""
    within = [d for d in known.get(said.speaker or "", ()) if on.value <= d <= on.until]
    return min(within) if within else on.value


def _carrying(words: str) -> frozenset[str]:
    """Return the words that carry meaning, without endings ('hesitated' is 'hesitat')."""
    found = re.findall(r"[^\W\d_]{2,}", words.lower().replace("’", "'"))
    return frozenset(re.sub(r"(?:ing|ed|es|s|e)$", "", w) for w in found if w not in _STOPWORDS)


def _grouped(told: Sequence[_Told]) -> list[list[_Told]]:
    """Group statements into utterances; only those of one speaker and day are compared."""
    by_speaker: dict[tuple[str, str], list[list[_Told]]] = defaultdict(list)
    for one in told:
        groups = by_speaker[one.said.speaker or "", one.day]
        home = max(groups, key=lambda group: _likeness(one, group), default=None)
        if home is None or not _likeness(one, home):
            groups.append([one])
        else:
            home.append(one)
    return [group for groups in by_speaker.values() for group in groups]


def _likeness(one: _Told, group: Sequence[_Told]) -> float:
    """Return how like its nearest member of a group a statement is; 0 where none says the same."""
    return max(
        len(one.words & other.words) / len(one.words | other.words)
        if _same_words(one, other)
        else 0.0
        for other in group
    )


def _same_words(one: _Told, other: _Told) -> bool:
    return _agree(one.words, other.words)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two statements say the same: most words of the shorter are in the longer."""
    shorter = min(len(one), len(other))
    shared = len(one & other)
    return (shared >= 2 and shared >= 0.6 * shorter) or (0 < shorter == shared)


def _utterance(
    number: str,
    group: Sequence[_Told],
    origins: Mapping[str, str],
    out: Set[tuple[str, str]],
) -> Utterance:
    members = tuple(Member(one.report.file, one.said.id) for one in group)
    sources = len({origins[one.report.file] for one in group if not _in(one, out)})
    first = group[0]
    return Utterance(
        number, first.said.speaker or "", first.day, members, sources, tuple(_differences(group))
    )


def _differences(group: Sequence[_Told]) -> Iterator[str]:
    """Say how the wording differs from outlet to outlet."""
    by_file: dict[str, list[_Told]] = defaultdict(list)
    for one in group:
        by_file[one.report.file].append(one)
    for ours, theirs in _compared(list(by_file.values())):
        one, other = max(product(ours, theirs), key=_nearness)
        if bool(one.said.quotes) != bool(other.said.quotes):
            quoting, telling = (one, other) if one.said.quotes else (other, one)
            yield f"{quoting.report.file} quotes what {telling.report.file} paraphrases"
        elif one.said.quotes and one.said.mode != other.said.mode:
            whole, part = (one, other) if one.said.mode == "direct" else (other, one)
            yield f"{whole.report.file} quotes in full what {part.report.file} quotes in part"
        elif one.said.quotes:
            yield from _changes(one, other)


#: Outlets whose wordings are compared with each other; of more, each with the first.
_MOST_COMPARED = 6


def _compared(told: Sequence[list[_Told]]) -> Iterator[tuple[list[_Told], list[_Told]]]:
    if len(told) <= _MOST_COMPARED:
        yield from combinations(told, 2)
    else:
        yield from ((told[0], other) for other in told[1:])


def _nearness(pair: tuple[_Told, _Told]) -> tuple[float, bool]:
    """Order versions by how many of their words agree, and by whether they are told alike."""
    one, other = pair
    shared = len(one.words & other.words) / max(1, len(one.words | other.words))
    return (shared, one.said.mode == other.said.mode)


def _changes(one: _Told, other: _Told) -> Iterator[str]:
    """Say which words of one version the other changes or leaves out."""
    ours, theirs = one.text.split()[:200], other.text.split()[:200]
    plain = [[re.sub(r"\W+$|^\W+", "", w) for w in words] for words in (ours, theirs)]
    for kind, a, b, c, d in SequenceMatcher(a=plain[0], b=plain[1], autojunk=False).get_opcodes():
        if kind == "equal" or b - a >= 12 or d - c >= 12:
            continue
        left, right = " ".join(ours[a:b]), " ".join(theirs[c:d])
        if kind == "replace":
            yield f"{one.report.file} has “{left}” where {other.report.file} has “{right}”"
        else:
            with_, without = (one, other) if left else (other, one)
            yield f"{without.report.file} leaves out “{left or right}” of {with_.report.file}"


# --- one story, one source -------------------------------------------------------------------


def _quoting_alike(groups: Sequence[Sequence[_Told]]) -> list[tuple[str, str]]:
    """Return the pairs of reports that share at least two quoted utterances."""
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for group in groups:
        files = sorted({one.report.file for one in group if one.said.quotes})
        for pair in combinations(files[:_MOST_QUOTING], 2):
            shared[pair] += 1
    return [pair for pair, count in shared.items() if count >= 2]


#: Reports of one utterance that are compared pair by pair.
_MOST_QUOTING = 50


def _joined(groups: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Join groups that have a report in common, so that each report is of one story."""
    joined: dict[str, set[str]] = {}
    for group in groups:
        whole = set(group).union(*(joined[file] for file in group if file in joined))
        joined |= dict.fromkeys(whole, whole)
    return list({id(group): tuple(sorted(group)) for group in joined.values()}.values())


def _origins(
    reports: Sequence[Report],
    texts: Mapping[str, str],
    alike: Sequence[tuple[str, str]],
    copied: Sequence[tuple[str, ...]],
) -> dict[str, str]:
    """Return where each report comes from: its agency, or the one that it copies or repeats."""
    origins = {report.file: report.agency or report.file for report in reports}
    by_file = {report.file: report for report in reports}
    for group in copied:
        agency = next((by_file[file].agency for file in group if by_file[file].agency), None)
        origins |= dict.fromkeys(group, agency or origins[group[0]])
    for pair in alike:
        one, other = (by_file[file] for file in pair)
        if bool(one.agency) != bool(other.agency) and _repeats(one, other, texts):
            origins[one.file] = origins[other.file] = one.agency or other.agency or one.file
    return origins


def _repeats(one: Report, other: Report, texts: Mapping[str, str]) -> bool:
    """Tell whether half of the quotations of the shorter report stand in the other."""
    ours, theirs = (_quoted_words(report, texts) for report in (one, other))
    shorter = min((ours, theirs), key=len)
    whole = " | ".join(ours if shorter is theirs else theirs)
    return bool(shorter) and sum(words in whole for words in shorter) >= len(shorter) / 2


def _quoted_words(report: Report, texts: Mapping[str, str]) -> list[str]:
    spans = [span for said in report.statements for span in said.quotes]
    return [re.sub(r"\W+", " ", texts[report.file][slice(*span)]).lower().strip() for span in spans]


# --- corrections -----------------------------------------------------------------------------


def _superseded(
    reports: Sequence[Report], texts: Mapping[str, str], stories: Sequence[tuple[str, ...]]
) -> tuple[Superseded, ...]:
    """Return the statements that corrections take back, each once.

    The words a correction takes back may stand rightly elsewhere. Only a statement goes that,
    once put right, says what the correcting report has the same speaker say.
    """
    story = {file: number for number, group in enumerate(stories) for file in group}
    found: dict[tuple[str, str], Superseded] = {}
    announced = [(report, one) for report in reports for one in report.corrections]
    for new, correction in announced:
        notice = Source(new.file, correction.span)
        for old in (old for old in reports if _corrects(new, old, story)):
            for said in _taken_back(correction, new, old, texts):
                gone = Superseded(old.file, said.id, notice, correction.right, correction.wrong)
                found.setdefault((old.file, said.id), gone)
    return tuple(found.values())


def _corrects(new: Report, old: Report, story: Mapping[str, int]) -> bool:
    """Tell whether what a report corrects can be of another: its own, its outlet's, its story's."""
    if new is old:
        return True
    if new.published and old.published and old.published.value[:10] > new.published.value[:10]:
        return False
    named = (new.outlet and new.outlet == old.outlet) or (new.agency and new.agency == old.agency)
    return bool(named) or (new.file in story and story[new.file] == story.get(old.file))


def _taken_back(
    correction: Correction, new: Report, old: Report, texts: Mapping[str, str]
) -> Iterator[Said]:
    now = [
        (said, _carrying(words))
        for said in new.statements
        if holds(words := _content(said, texts[new.file]), correction.right)
    ]
    for was in superseded(correction, texts[old.file], old.statements) if now else ():
        put_right = _carrying(mended(correction, _content(was, texts[old.file])))
        if any(_one_speaker(was, said) and _agree(put_right, other) for said, other in now):
            yield was


def _content(said: Said, text: str) -> str:
    return " ".join(text[slice(*span)] for span in said.content)


def _one_speaker(one: Said, other: Said) -> bool:
    """Tell whether two statements can be one: of one day, where told, and of one speaker.

    A report may have the family name only.
    """
    if one.said_on and other.said_on and not _days_meet(one.said_on, other.said_on):
        return False
    names = sorted((one.speaker or "", other.speaker or ""), key=len)
    return bool(names[0]) and f" {names[1]}".endswith(f" {names[0]}")


def _days_meet(one: Dated, other: Dated) -> bool:
    first, last = one.value[:10], (one.until or one.value)[:10]
    return first <= (other.until or other.value)[:10] and other.value[:10] <= last


# --- storylines ------------------------------------------------------------------------------

_TOPICS = {
    "transfer": "arms",
    "deal": "arms",
    "talks": "arms",
    "shipment": "arms",
    "seizure": "arms",
    "funds-movement": "funds",
}


def _storylines(reports: Sequence[Report]) -> tuple[Storyline, ...]:
    """Return the topics that several reports follow: goods between the same two countries."""
    topics: dict[tuple[str, tuple[str, ...]], list[Report]] = defaultdict(list)
    for report in reports:
        for topic in sorted({t for event in report.events if (t := _topic(event))}):
            topics[topic].append(report)
    return tuple(
        Storyline(
            f"{' and '.join(names)}: {subject}",
            tuple(r.file for r in sorted(found, key=_published)),
        )
        for (subject, names), found in topics.items()
        if len(found) > 1
    )


def _topic(event: Event) -> tuple[str, tuple[str, ...]] | None:
    names = tuple(sorted({actor.name for actor in event.actors if actor.country}))
    subject = _TOPICS.get(event.kind)
    return (subject, names) if subject and len(names) == 2 else None


def _published(report: Report) -> tuple[str, str]:
    return (report.published.value if report.published else "9999", report.file)


# --- timeline --------------------------------------------------------------------------------


def _when(moment: Moment) -> tuple[str, str, str]:
    """Order days, weeks, months and years by the day they begin with."""
    first = moment.date
    if "W" in first:
        first = date.fromisoformat(f"{first}-1").isoformat()
    return (first, moment.date, moment.what)


def _said_moments(groups: Sequence[Sequence[_Told]]) -> Iterator[Moment]:
    for group in groups:
        best = max(group, key=lambda one: (bool(one.said.quotes), -len(one.text)))
        words = best.text if len(best.text) <= 140 else best.text[:137].rsplit(" ", 1)[0] + " ..."
        told = f"“{words}”" if best.said.quotes else words
        evidence = tuple(
            Source(one.report.file, span) for one in group for span in one.said.evidence
        )
        yield Moment(group[0].day, f"{best.said.speaker}: {told}", evidence)


def _event_moments(reports: Sequence[Report]) -> Iterator[Moment]:
    """Yield what happened or is to happen on a known day, one moment for one event."""
    found: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for report in reports:
        for event in report.events:
            if event.when is not None and event.kind != "briefing":
                sources = [Source(report.file, span) for span in event.evidence]
                found[event.when.value, _what(event)] += sources
    for (day, what), evidence in found.items():
        yield Moment(day, what, tuple(evidence))


def _what(event: Event) -> str:
    names = ", ".join(actor.name for actor in event.actors)
    hedge = "" if event.stage == "executed" else f" ({event.stage})"
    return f"{event.kind}{hedge}: {names}" if names else f"{event.kind}{hedge}"
