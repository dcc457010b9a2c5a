"""Readers beside our own: what one is given, what it returns, and what is not believed of it.

A reader of another maker, such as one that asks a language model, is a `Reader` record that its
package announces in the entry point group `enjoin.readers`. Document, furniture, outlet and day
are always read by our own rules; a reader says who said what, what happened and who is named.
Nothing it says is taken on trust: `faults` names what does not hold, and one fault refuses all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypeVar, get_args

import msgspec

from enjoin.model.countries import COUNTRIES, code_of
from enjoin.model.errors import ReaderFailed
from enjoin.model.report import Dated, Event, EventKind, Named, Person, Said, Span
from enjoin.model.schema import ASKABLE
from enjoin.monitoring import places, stance
from enjoin.text.scripts import unmask

#: The entry point group in which packages announce their readers.
GROUP = "enjoin.readers"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader is given: one report's text, and what its stretches are.

    `body` holds the paragraphs of the report itself: only what stands there, or in the title, is
    evidence. `captions` may name people. `language` is told where it is not a Western one.
    """

    file: str
    text: str
    body: tuple[Span, ...]
    captions: tuple[Span, ...] = ()
    title: Span | None = None
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    published: Dated | None = None
    language: str | None = None

    def find(self, words: str, start: int = 0) -> Span | None:
        """Return where words stand in the report itself, from `start` on; None where they do not.

        Words are compared as they are: a word that was changed is not found.
        """
        for first, last in self.body:
            at = self.text.find(words, max(first, start), last) if words else -1
            if at >= 0:
                return (at, at + len(words))
        return None


class Cited(msgspec.Struct, frozen=True):
    """A span, and the words that the reader takes to stand there."""

    span: Span
    words: str


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader found in a document.

    `cited` gives for every span of every fact the words it is meant for, as the reader has them:
    they are compared with the text. `notes` say what was not read, and why.
    """

    statements: tuple[Said, ...] = ()
    events: tuple[Event, ...] = ()
    people: tuple[Person, ...] = ()
    named: tuple[Named, ...] = ()
    cited: tuple[Cited, ...] = ()
    notes: tuple[str, ...] = ()


class Reader(NamedTuple):
    """A reader: its name, the version of its rules or of its model, and the function that reads."""

    name: str
    version: str
    read: Callable[[Document], Reading]

    @property
    def told(self) -> str:
        """Name and version, as facts and the journal bear them."""
        return f"{self.name} {self.version}"


def reading(reader: Reader, document: Document) -> Reading:
    """Have a document read; every fact comes back with the reader in its rule.

    Raises:
        ReaderFailed: the reader did not answer, or said what does not hold; nothing is kept.
    """
    found = reader.read(document)
    wrong = list(faults(document, found))
    if wrong:
        more = f" (and {len(wrong) - _TOLD:,} more)" if len(wrong) > _TOLD else ""
        raise ReaderFailed(document.file, reader.told, "; ".join(wrong[:_TOLD]) + more)
    return msgspec.structs.replace(
        found,
        statements=tuple(_signed(one, reader) for one in found.statements),
        events=tuple(_signed(one, reader) for one in found.events),
    )


#: Faults that a message names.
_TOLD = 3


Fact = TypeVar("Fact", Said, Event)


def _signed(fact: Fact, reader: Reader) -> Fact:
    return msgspec.structs.replace(fact, rule=f"{reader.told}: {fact.rule}")


def faults(document: Document, found: Reading) -> Iterator[str]:
    """Yield what does not hold of a reading, each in a few words; nothing where it all holds.

    A reader may ask this itself, and leave out what it would be refused for.
    """
    text = _Text(document)
    for check in (_numbering, _words, _statements, _events, _names):
        wrong = list(check(text, found))
        yield from wrong
        if wrong and check in {_numbering, _words}:
            return  # what points nowhere is not worth a further look


class _Text:
    """A document, ready to be asked what stands in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self._starts = [start for start, _ in document.body]
        self._held: dict[str, bool] = {}

    @cached_property
    def folded(self) -> str:
        return _folded(self.text)

    @cached_property
    def countries(self) -> frozenset[str]:
        plain = unmask(self.text)
        return frozenset(code for _, code in places.mentions(plain, 0, len(plain)))

    def words(self, spans: Sequence[Span]) -> str:
        return " ".join(self.text[start:end] for start, end in spans)

    def holds(self, name: str) -> bool:
        """Tell whether a name stands in the text as whole words, its case and blanks aside."""
        if name not in self._held:
            words = _folded(name)
            named = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.folded) if words else None
            self._held[name] = named is not None
        return self._held[name]

    def inside(self, span: Span, *, headline: bool = False) -> bool:
        """Tell whether a span begins and ends in the report itself, or lies in its headline."""
        title = self.document.title
        if headline and title and title[0] <= span[0] and span[1] <= title[1]:
            return True
        return self._in_body(span[0]) and self._in_body(max(span[0], span[1] - 1))

    def _in_body(self, at: int) -> bool:
        nth = bisect_right(self._starts, at) - 1
        return nth >= 0 and at < self.document.body[nth][1]


def _folded(text: str) -> str:
    return " ".join(unmask(text).casefold().split())


#: Facts of one document, far beyond those of the longest report.
_MOST = 10_000


def _numbering(_text: _Text, found: Reading) -> Iterator[str]:
    """Every fact has an id of its own and names the rule that made it."""
    facts: list[Said | Event] = [*found.statements, *found.events]
    if len(facts) + len(_parties(found)) > _MOST:
        yield f"it holds more than {_MOST:,} facts"
    if len({fact.id for fact in facts}) < len(facts):
        yield "two facts have one id"
    for fact in facts:
        if not fact.rule.strip():
            yield f"{fact.id}: names no rule"


def _spans(found: Reading) -> Iterator[tuple[str, Span]]:
    """Yield every span of a reading with whose it is."""
    for said in found.statements:
        single = (said.speaker_span, said.cue, said.said_on.span if said.said_on else None)
        for span in (*(s for s in single if s), *said.quotes, *said.content, *said.evidence):
            yield said.id, span
    for event in found.events:
        for span in (*event.evidence, *(s for s in [event.when and event.when.span] if s)):
            yield event.id, span
    for party in _parties(found):
        for span in party.mentions:
            yield party.name, span


def _parties(found: Reading) -> list[Person | Named]:
    return [*found.people, *found.named]


def _words(text: _Text, found: Reading) -> Iterator[str]:
    """Every span lies in the text and holds the words it is cited for."""
    cited = {one.span: one.words for one in found.cited}
    size = len(text.text)
    for whose, (start, end) in dict.fromkeys(_spans(found)):
        if not 0 <= start < end <= size:
            yield f"{whose}: [{start}, {end}) is no place in a text of {size:,} characters"
        elif (start, end) not in cited:
            yield f"{whose}: no words are cited for [{start}, {end})"
        elif cited[start, end] != text.text[start:end]:
            there = text.text[start:end][:_SHOWN]
            yield f"{whose}: [{start}, {end}) holds {there!r}, not {cited[start, end][:_SHOWN]!r}"


#: Characters of words that a message repeats.
_SHOWN = 60
_MARKS = frozenset("\"'“”„«»‘’`「」『』《》")
#: What ends a quotation that a mark has begun; an apostrophe may stand within one.
_CLOSING = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "《": "》"}


def _statements(text: _Text, found: Reading) -> Iterator[str]:
    named = {span: person.name for person in found.people for span in person.mentions}
    for said in found.statements:
        for wrong in _wrong_in_statement(text, said):
            yield f"{said.id}: {wrong}"
        who = named.get(said.speaker_span) if said.speaker_span else None
        if said.speaker and who not in {None, said.speaker}:
            yield f"{said.id}: the speaker {said.speaker!r} is named by words that name {who!r}"


def _wrong_in_statement(text: _Text, said: Said) -> Iterator[str]:
    if not said.content or not said.evidence:
        yield "has no content, or no evidence"
    headline = said.mode == "headline"
    for span in (*said.quotes, *said.content, *said.evidence):
        if not text.inside(span, headline=headline):
            yield f"{list(span)} lies outside the report's own words"
    if said.mode in _QUOTED and bool(said.quotes) != _QUOTED[said.mode]:
        yield f"is {said.mode}, with {len(said.quotes)} quotations"
    for start, end in said.quotes:
        if not _is_quoted(text.text, start, end):
            yield f"[{start}, {end}) is not what stands between quotation marks"
        if not any(first <= start and end <= last for first, last in said.content):
            yield f"the quotation [{start}, {end}) is no part of the content"
    if said.speaker is not None and said.speaker_span is None:
        yield f"names the speaker {said.speaker!r} and not the words that do"
    if said.speaker is not None and not text.holds(said.speaker):
        yield f"the speaker {said.speaker!r} is not named in the text"
    yield from _wrong_in_hedge(said.modality, text.words(said.content))
    yield from _wrong_in_day(said.said_on)


#: Whether words of a mode are in quotation marks; a headline's may be.
_QUOTED = {"direct": True, "mixed": True, "indirect": False}


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is what stands between quotation marks, no less and no more.

    A quotation over several paragraphs is one for each; it is closed in the last one only.
    """
    mark = text[max(0, start - 3) : start].rstrip()[-1:]
    after = text[end : end + 3].lstrip(" \u00a0")[:1]
    whole = after in _MARKS or after in {"", "\n", "\r"}
    closed_within = any(close in text[start:end] for close in _CLOSING.get(mark, ""))
    return mark in _MARKS and whole and not closed_within


def _wrong_in_hedge(modality: str, words: str) -> Iterator[str]:
    """A hedge travels: words that say 'would' are not told as a fact."""
    hedge = stance.modality(words)
    if modality == "fact" and hedge != "fact":
        yield f"is told as a fact where the words hedge it ({hedge})"


_DAYS = {
    "year": r"\d{4}",
    "month": r"\d{4}-\d\d",
    "week": r"\d{4}-W\d\d",
    "day": r"\d{4}-\d\d-\d\d",
    "minute": r"\d{4}-\d\d-\d\dT\d\d:\d\d(?:[+-]\d\d:\d\d|Z)?",
}


def _wrong_in_day(when: Dated | None) -> Iterator[str]:
    if when is None:
        return
    for value in (when.value, *([when.until] if when.until else [])):
        if not re.fullmatch(_DAYS[when.precision], value) or not _is_real(value):
            yield f"{value!r} is no {when.precision} as ISO 8601 writes it"
    if when.span is None and when.basis != "inferred":
        yield f"{when.value} is {when.basis}, and no words are told"


def _is_real(value: str) -> bool:
    try:
        if "T" in value:
            datetime.fromisoformat(value)
        elif "W" in value:
            date.fromisoformat(f"{value}-1")
        else:
            date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _events(text: _Text, found: Reading) -> Iterator[str]:
    for event in found.events:
        for wrong in _wrong_in_event(text, event):
            yield f"{event.id}: {wrong}"


def _wrong_in_event(text: _Text, event: Event) -> Iterator[str]:
    from enjoin.law.measures import GoodsClass  # our own rules name no wrong class of goods

    if event.kind not in get_args(EventKind):
        yield f"{event.kind!r} is no kind of event"
    for goods in event.goods:
        if goods not in get_args(GoodsClass):
            yield f"{goods!r} is no class of goods"
    if not event.evidence:
        yield "has no evidence"
    for span in event.evidence:
        if not text.inside(span, headline=True):
            yield f"{list(span)} lies outside the report's own words"
    for actor in event.actors:
        yield from _wrong_in_actor(text, actor.name, actor.country)
    for name in (event.by, event.place):
        if name is not None and not text.holds(name):
            yield f"{name!r} does not stand in the text"
    yield from _wrong_in_hedge(event.modality, text.words(event.evidence))
    yield from _wrong_in_day(event.when)


def _wrong_in_actor(text: _Text, name: str, country: str | None) -> Iterator[str]:
    """An actor bears a name of the text, or the usual name of a country that the text names."""
    if not text.holds(name) and code_of(name) not in text.countries:
        yield f"the actor {name!r} is not named in the text"
    if country is not None and country.casefold() not in COUNTRIES:
        yield f"{country!r} is no code of a country"


def _names(text: _Text, found: Reading) -> Iterator[str]:
    """Who is named is named in the text; who of them is listed is not for a reader to say."""
    for party in _parties(found):
        if not text.holds(party.name):
            yield f"{party.name!r} is not named in the text"
        if not party.mentions:
            yield f"{party.name!r} is mentioned nowhere"
    for named in found.named:
        if named.schema not in ASKABLE:
            yield f"{named.name!r}: {named.schema!r} is no schema of a party"
    for person in found.people:
        if person.entity_id is not None:
            yield f"{person.name!r}: a reader links nobody to a list"
