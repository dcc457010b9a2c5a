"""What the register is made of besides measures: facts with sources, authorities, tests, deadlines.

A fact has a confidence and the sources it rests on:

    A   an official text or page supports it
    B   a secondary source supports it
    C   general knowledge, still to verify; shown as such wherever it appears

Days are valid time, both ends included.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

Confidence = Literal["A", "B", "C"]
#: Whose law it is: the United Nations, a jurisdiction, or States that act together.
Regime = Literal["UN", "US", "EU", "UK", "KR", "OTHER"]
#: Acts of law an authority may be competent for.
Power = Literal[
    "impose", "amend", "lift", "suspend", "renew", "list", "delist", "exempt", "waive", "license"
]
#: The forms in which an authority acts, and those in which somebody only says so.
InstrumentKind = Literal[
    "UNSC-resolution",
    "committee-decision",
    "treaty",
    "statement",
    "statute",
    "bill",
    "executive-order",
    "agency-action",
    "regulation",
    "waiver",
]
#: A day of every year, such as 09-30.
MonthDay = Annotated[str, msgspec.Meta(pattern="^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
#: A number of percent as text, so that none is rounded.
Percent = Annotated[str, msgspec.Meta(pattern=r"^\d{1,3}(\.\d+)?$")]
#: The source that is none: only a fact marked C may rest on it.
GENERAL_KNOWLEDGE = "gk"
#: The mark of a fact that is still to verify.
TO_VERIFY = "[C: to verify]"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of the data: a field nobody knows is refused, not passed over."""


class Marked(Record, frozen=True, kw_only=True):
    """A fact: how sure it is, and the ids of its sources."""

    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The mark a fact to verify must always carry, with a space before it, or nothing."""
        return f" {TO_VERIFY}" if self.confidence == "C" else ""


class Fact(Marked, frozen=True, kw_only=True):
    """A fact in words."""

    says: str

    @property
    def text(self) -> str:
        """What it says, with its mark."""
        return f"{self.says}{self.mark}"


class Day(Marked, frozen=True, kw_only=True):
    """A day, as a fact.

    `basis` says how the day was found: it is the fact's `own`; it is that of the `instrument` the
    fact stands in; or the fact is `known-by` that day, and may be older. A date known only to a
    month or a year stands for its first day.
    """

    day: date
    basis: Literal["own", "instrument", "known-by"] = "own"
    precision: Literal["day", "month", "year"] = "day"
    instant: str | None = None

    @property
    def text(self) -> str:
        """The day as it is known, with its mark."""
        known = self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]
        return f"{known}{' or earlier' if self.basis == 'known-by' else ''}{self.mark}"


class End(Marked, frozen=True, kw_only=True):
    """The last day something was in force, and what ended it."""

    last_day: date
    by: str


class Source(Record, frozen=True, kw_only=True):
    """Where a fact can be read."""

    id: str
    title: str
    url: str | None
    kind: Literal["official", "secondary", "reference-data", "none"]


class Votes(Record, frozen=True, kw_only=True, rename={"for_": "for"}):
    """What a vote of a body takes: votes in favour, and nobody of `veto` against.

    `veto` names States by their ISO codes. By consensus, no member may be against.
    """

    members: int
    for_: int
    veto: tuple[str, ...] = ()
    consensus: bool = False

    def shortfall(self, in_favour: int, against: tuple[str, ...]) -> str | None:
        """Say why a vote does not carry, or None where it does. Abstentions do not count."""
        if self.consensus and against:
            return f"consensus is needed, and {', '.join(against)} voted against"
        if stopped := [one for one in against if one in self.veto]:
            return f"{', '.join(stopped)} may veto it, and voted against"
        if in_favour < self.for_:
            return f"{in_favour} votes in favour, where {self.for_} of {self.members} are needed"
        return None


class Competence(Marked, frozen=True, kw_only=True):
    """Acts an authority may do, in which form, by which vote, and what else that needs.

    `needs` are conditions of the form that no vote replaces, such as transmittal to Congress.
    """

    acts: tuple[Power, ...]
    by: tuple[InstrumentKind, ...]
    votes: Votes | None = None
    needs: tuple[str, ...] = ()


class Authority(Record, frozen=True, kw_only=True):
    """Who may impose, exempt or lift, and what it takes.

    `bodies` are the names under which it acts; `insufficient` says what looks like an act of its
    own and is none.
    """

    id: str
    regime: Regime
    name: str
    bodies: tuple[str, ...]
    rule: Fact
    competence: tuple[Competence, ...]
    insufficient: tuple[Fact, ...] = ()
    notes: tuple[Fact, ...] = ()

    def competences(self, act: Power) -> tuple[Competence, ...]:
        """Return the ways in which it may do something; none where it may not."""
        return tuple(one for one in self.competence if act in one.acts)

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield "rule", self.rule
        yield from numbered("competence", self.competence)
        yield from numbered("insufficient", self.insufficient)
        yield from numbered("notes", self.notes)


class Instrument(Record, frozen=True, kw_only=True):
    """A resolution, order or regulation, with the day it was made and what it was made for."""

    id: str
    authority: str
    made: Day
    why: Fact

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield from (("made", self.made), ("why", self.why))


class OwnershipTest(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When an entity counts as owned by listed persons, under one regime, from one day to another.

    `threshold` is in percent, reached if `inclusive` and to be passed otherwise. With `aggregate`
    the holdings of all listed persons are added; with `joint` those of persons bound by a joint
    arrangement are, aggregated or not. With `control` a person who directs it counts too;
    `control_by` names holders of whom that is true though it is not in general. `label` is what
    an entity that meets the test is called.
    """

    id: str
    regime: Literal["US", "EU", "UK"]
    title: str
    from_: Day
    until: End | None = None
    threshold: Percent
    inclusive: bool
    aggregate: bool
    across_programmes: bool | None
    joint: bool
    control: bool
    control_by: tuple[Fact, ...] = ()
    label: Literal["BLOCKED", "PRESUMED_FROZEN", "OWNED"]
    rebuttable: bool
    rule: Fact
    effect: Fact
    notes: tuple[Fact, ...] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether it is the test of a day."""
        return within(on, self.from_.day, self.until.last_day if self.until else None)

    def reached(self, percent: Fraction) -> bool:
        """Tell whether a holding in percent meets the threshold, exactly."""
        bar = Fraction(self.threshold)
        return percent >= bar if self.inclusive else percent > bar

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield from (("from", self.from_), ("rule", self.rule), ("effect", self.effect))
        yield from [("until", self.until)] if self.until else []
        yield from numbered("control_by", self.control_by)
        yield from numbered("notes", self.notes)


class Deadline(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A duty with a clock: what is due, how long after which event, by which calendar.

    `kind` names the duty in obligations. A `fixed-date` is due on a `day` of the year, of what was
    held on `as_of`; a period is `count` units from `event`, and comes round again where `repeats`.
    `calendar` names the jurisdiction whose working days count. `extendable` is how many units an
    authority may add.
    """

    id: str
    regime: Regime
    instrument: str
    kind: str
    what: Fact
    from_: Day
    until: End | None = None
    unit: Literal["business-days", "days", "months", "years", "fixed-date", "promptly"]
    count: int | None = None
    day: MonthDay | None = None
    as_of: MonthDay | None = None
    event: str
    calendar: Literal["US", "EU", "UK", "KR", "UN"] | None = None
    repeats: bool = False
    extendable: int | None = None
    notes: tuple[Fact, ...] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether the duty exists on a day."""
        return within(on, self.from_.day, self.until.last_day if self.until else None)

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield from (("what", self.what), ("from", self.from_))
        yield from [("until", self.until)] if self.until else []
        yield from numbered("notes", self.notes)


class Listing(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A listing that was published, for examples and scenarios; it is no list to screen against."""

    id: str
    party: str
    kind: Literal["person", "company", "vessels", "mixed"]
    regime: Regime
    by: str
    from_: Day
    why: Fact
    link: Fact | None = None

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield from (("from", self.from_), ("why", self.why))
        yield from [("link", self.link)] if self.link else []


def numbered(name: str, facts: tuple[Marked, ...]) -> Iterator[tuple[str, Marked]]:
    """Yield facts of one name with their numbers, such as notes[1]."""
    yield from ((f"{name}[{number}]", fact) for number, fact in enumerate(facts, 1))


def within(day: date, start: date, end: date | None) -> bool:
    """Tell whether a day lies between two others, both included."""
    return start <= day and (end is None or day <= end)
