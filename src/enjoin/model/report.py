"""What reading a report yields: every fact points at its exact words.

A `Span` is `[start, end)` in characters of the text that was read. Field names and values are
those of the JSON that `enjoin read` prints.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from enjoin.model.match import ListCited

Span = tuple[int, int]

StatementKind = Literal[
    "commitment",
    "warning",
    "assessment",
    "refusal-to-comment",
    "denial",
    "legal-position",
    "report",
    "appeal",
]
EventKind = Literal[
    "visit",
    "meeting",
    "talks",
    "briefing",
    "deal",
    "procurement",
    "brokering",
    "transfer",
    "shipment",
    "ship-to-ship",
    "port-call",
    "seizure",
    "test",
    "parade",
    "use",
    "payment",
    "funds-movement",
    "designation",
    "enforcement",
    "licence",
    "waiver",
    "notification",
    "vote",
    "lifting-claim",
    "lifting",
    "commitment",
]
Modality = Literal["fact", "would", "may", "potentially", "if"]
Mode = Literal["direct", "indirect", "mixed", "headline"]
Basis = Literal["stated", "inferred", "unknown"]
ClaimBasis = Literal["claim", "conduct", "statement", "question", "turn", "report"]


class Dated(msgspec.Struct, frozen=True):
    """A date or instant: what is known of it, how precisely, and on what ground.

    `value` is ISO 8601 at its `precision`; `span` holds the words it rests on, None where it was
    inferred from something else, which `note` then says.
    """

    value: str
    precision: Literal["minute", "day", "week", "month", "year"]
    basis: Literal["stated", "resolved", "inferred"]
    span: Span | None = None
    until: str | None = None
    note: str | None = None


class Furniture(msgspec.Struct, frozen=True):
    """A stretch of the page that is not the report itself."""

    kind: str
    span: Span


class Person(msgspec.Struct, frozen=True):
    """Somebody the report names, with what it says of their office."""

    name: str
    role: str | None
    affiliation: str | None
    mentions: tuple[Span, ...]
    entity_id: str | None = None


class Named(msgspec.Struct, frozen=True):
    """An organisation, a vessel or another party that the report names in full.

    `schema` is FollowTheMoney's: Organization, Vessel, or LegalEntity where the report does not
    tell what the name is of.
    """

    name: str
    schema: str
    mentions: tuple[Span, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement somebody made, as a report has it.

    `quotes` exclude the quotation marks; `content` is what was said, quoted or not; `evidence`
    holds the sentences with quote, speaker and cue; `rule` names what found it.
    """

    id: str
    speaker: str | None
    speaker_span: Span | None
    cue: Span | None
    quotes: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    kind: StatementKind
    modality: Modality
    said_on: Dated | None
    evidence: tuple[Span, ...]
    rule: str


class Actor(msgspec.Struct, frozen=True):
    """Who takes part in an event, and as what."""

    role: str
    name: str
    country: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, is planned or is feared, as a report has it.

    `goods` are classes of goods of the contract. `modality` is the word the report chose
    (*would*, *could*, *potentially*) and travels with the event unchanged; `by` is who says so,
    None where the report itself does.
    """

    id: str
    kind: str
    stage: Literal["planned", "negotiating", "agreed", "executed"]
    certainty: Literal["asserted", "reported", "possible", "denied"]
    actors: tuple[Actor, ...]
    when: Dated | None
    place: str | None
    evidence: tuple[Span, ...]
    rule: str
    goods: tuple[str, ...] = ()
    modality: Modality = "fact"
    by: str | None = None


class Correction(msgspec.Struct, frozen=True):
    """Words that a report takes back, and those that stand in their place."""

    span: Span
    right: str
    wrong: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was read.

    `basis` says of outlet, agency, author, title, place and published whether it is stated,
    inferred or unknown; `notes` say what was not read, and why. A file that holds several reports
    has `#` and their number in `file`. `reader` names what read statements, events and names, and
    its version.
    """

    file: str
    sha256: str
    outlet: str | None
    agency: str | None
    title: str | None
    published: Dated | None
    main_text: tuple[Span, ...]
    furniture: tuple[Furniture, ...]
    people: tuple[Person, ...]
    statements: tuple[Said, ...]
    events: tuple[Event, ...]
    text: str | None = None
    title_span: Span | None = None
    named: tuple[Named, ...] = ()
    author: str | None = None
    place: str | None = None
    link: str | None = None
    basis: dict[str, Basis] = {}
    notes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reader: str = ""


class Source(msgspec.Struct, frozen=True):
    """Words in a file."""

    file: str
    span: Span


class Member(msgspec.Struct, frozen=True):
    """A statement in a file."""

    file: str
    statement: str


class Utterance(msgspec.Struct, frozen=True):
    """What one speaker said once, in however many reports; `sources` counts independent ones."""

    id: str
    speaker: str
    said_on: str | None
    members: tuple[Member, ...]
    sources: int
    differences: tuple[str, ...] = ()


class Superseded(msgspec.Struct, frozen=True):
    """A statement that a correction takes back, and the words that stand in its place.

    `by` is the notice. Such a statement stays on record, and is no source of what it says.
    """

    file: str
    statement: str
    by: Source
    right: str
    wrong: str


class Borne(msgspec.Struct, frozen=True):
    """Listings of one programme of one list that were in force on a day.

    `first` and `last` are the days of the first and the last of those that are dated.
    """

    source: str
    version: str
    programme: str | None
    listings: int
    first: str | None
    last: str | None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a speaker says was already done by sanctions, beside what the lists of that day hold.

    `about` holds alpha-2 codes and ids of listed parties; `borne` counts listings in force on
    the day `on`, and `note` says what they leave open. `basis` tells how it is known whom the claim
    is about: from the claim itself, from the conduct it names, or from words before it (earlier in
    the statement, what was asked, the speaker's turn, the report), which `told` then points at.
    """

    file: str
    statement: str
    claimed: str
    about: tuple[str, ...]
    on: str
    evidence: Source
    rule: str
    borne: tuple[Borne, ...] = ()
    note: str = ""
    basis: ClaimBasis = "claim"
    told: Source | None = None


class Conflict(msgspec.Struct, frozen=True):
    """What reports tell differently of one thing, in words, with the words of each."""

    what: str
    evidence: tuple[Source, ...]


class Storyline(msgspec.Struct, frozen=True):
    """Reports that belong together over time."""

    title: str
    reports: tuple[str, ...]


class Moment(msgspec.Struct, frozen=True):
    """A line of a timeline."""

    date: str
    what: str
    evidence: tuple[Source, ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What an event would violate, in the modality of its sources, never stronger."""

    event: str
    measures: tuple[str, ...]
    modality: Modality
    standard: Literal["suspicion", "reasonable-grounds", "established"]
    because: str
    evidence: tuple[Source, ...]
    flow: str | None = None
    addressees: tuple[str, ...] = ()
    text: str = ""


class ListedMention(msgspec.Struct, frozen=True):
    """A mention in a report that is a listed party."""

    mention: Source
    entity_id: str
    caption: str
    score: float
    because: str = ""


class Compared(msgspec.Struct, frozen=True):
    """The lists that a report was compared with: those in force on its day, or asked for.

    `on` is the day their ages count to: that of the report, where it is known, else the one asked
    for.
    """

    file: str
    on: str
    lists: tuple[ListCited, ...]


class Failure(msgspec.Struct, frozen=True):
    """A file that could not be read, and why."""

    file: str
    error: str


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """Many reports read together.

    `lists` names those of the day asked for, `compared` those of each report's own day; `stale`
    tells that one of either was older than its source allows.
    """

    reports: tuple[Report, ...]
    utterances: tuple[Utterance, ...]
    same_story: tuple[tuple[str, ...], ...]
    storylines: tuple[Storyline, ...]
    timeline: tuple[Moment, ...]
    findings: tuple[Finding, ...]
    listed: tuple[ListedMention, ...]
    failed: tuple[Failure, ...] = ()
    stale: bool = False
    lists: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    claims: tuple[Claim, ...] = ()
    compared: tuple[Compared, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
