"""What is asked of the workspace, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from enjoin.model.match import ListCited, Match
from enjoin.store.journal import Head

#: Later than any instant that is recorded.
ALWAYS = "9999-12-31T23:59:59.999999Z"


#: Near ones that a certificate shows, where the caller names no number.
CERTIFIED_NEAR = 3


class AsOf(NamedTuple):
    """The day something is asked for, and the instant by which it had to be known."""

    on: date
    known: str = ALWAYS


class Asked(msgspec.Struct, frozen=True):
    """On what terms a screening is asked for; None stands for what the configuration says."""

    as_of: AsOf
    threshold: float | None = None
    lists: tuple[str, ...] = ()
    near: int = 0
    accept_stale: bool = False
    programmes: tuple[str, ...] = ()
    """Only listed parties under one of these programmes; so with what follows."""
    topics: tuple[str, ...] = ()
    schemata: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class Screened(msgspec.Struct, frozen=True):
    """An answer: who the party may be, best first, and the lists it rests on.

    `matches` are those to review, then those a person cleared (`excluded`), then near ones.
    """

    matches: tuple[Match, ...]
    lists: tuple[ListCited, ...]
    at: str = ""
    """When it was asked: the instant of the journal's entry."""
    threshold: float = 0.0
    scorer: str = ""
    recorded: Head = Head(0, "")
    """The entry of the journal that holds the hashes of what was asked and answered."""

    @property
    def excluded(self) -> tuple[Match, ...]:
        """Those that would be matches, had no person cleared them."""
        return tuple(match for match in self.matches if match.excluded)


class TableAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which table to screen, into what, and how its columns read."""

    table: Path
    out: Path
    asked: Asked
    columns: Mapping[str, str]
    schema: str = "Thing"
    id_column: str | None = None
    keep: tuple[str, ...] = ()
    jobs: int = 1
    engine: Literal["local", "spark"] = "local"
    """Where it is screened: in processes of this machine, or on Spark, which takes no `jobs`."""


class TableDone(msgspec.Struct, frozen=True, kw_only=True):
    """How a table went: data rows, rows with a match, rows refused, and what it took.

    Figures of time are those of this process: a run that went on where another stopped, or that
    screened only what changed, took less.
    """

    rows: int
    matched: int
    excluded: int
    """Rows of which a match was left out because a person cleared it."""
    rejected: int
    seconds: float
    cpu_seconds: float
    names_per_cpu_second: int
    stale: bool
    lists: tuple[ListCited, ...]
    columns: dict[str, str]
    unread: tuple[str, ...]
    """Columns that were neither read nor kept."""
    resumed: int = 0
    """Rows that an earlier run, which was stopped, had screened."""
    rescreened: int | None = None
    """Listed parties that changed since the earlier result; None: all were screened."""
    entry: int = 0
    """The entry of the journal that recorded the run."""


class Clearing(NamedTuple):
    """Who clears a match, why, and until which day; for which customer, '' for whoever it is."""

    by: str
    reason: str
    until: date
    customer: str = ""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A pair a person cleared, and what became of it."""

    number: int
    party: str
    customer: str
    entity_id: str
    reason: str
    until: str
    by: tuple[str, ...]
    at: str
    state: Literal["in force", "to be confirmed", "withdrawn", "expired", "listing changed"]


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list comes from: a file or folder, an address, or (none of them) its publisher."""

    path: Path | None = None
    url: str | None = None
    version: str | None = None
    """The date of a list whose files carry none, YYYY-MM-DD."""
    accept: int | None = None
    """A number of entries that a person accepted although it looks wrong."""
    fetched: Mapping[str, Path] | None = None
    """Files that were just fetched from the publisher, where that is done already."""
    index: bool = True
    """Whether the index is built at once; where many lists follow each other, it is built last."""


class Updated(msgspec.Struct, frozen=True, kw_only=True):
    """What an update did: the version recorded, and what changed against the one before."""

    source: str
    version: str
    basis: str
    entries: int
    added: int
    removed: int
    changed: int
    unchanged: bool
    sha256: str
    missing: tuple[str, ...] = ()
    """What the list is without, such as a file that was not given: that is not screened."""
    reread: bool = False
    """The same bytes as before, which a newer reader now reads otherwise."""


class FieldChange(msgspec.Struct, frozen=True):
    """What went from a field of an entry, and what came."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class EntryChange(msgspec.Struct, frozen=True):
    """What became of an entry between two versions; `fields` where it is on both."""

    id: str
    entity_id: str
    caption: str
    schema: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()


class Delta(msgspec.Struct, frozen=True):
    """What changed on a list between two versions: ids as the publisher numbers them."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    since: str
    until: str
    details: tuple[EntryChange, ...] = ()


class Linked(msgspec.Struct, frozen=True):
    """Another entry that is, or may be, the same party, or has to do with it, and who says so."""

    entity_id: str
    caption: str
    why: str
    by: Literal["publishers", "judgement", "proposal", "list"]
    same: bool | None = None
    """Whether that makes the two one party; None where it does not tell."""
    verdict: str | None = None
    """What people say of the two, in force or proposed: same, different or open."""
    people: tuple[str, ...] = ()
    """Who proposed that, and who confirmed it."""


class Dated(msgspec.Struct, frozen=True):
    """What changed about an entry with one version: field and value."""

    on: str
    recorded: str
    came: tuple[tuple[str, str], ...]
    went: tuple[tuple[str, str], ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as of a day: what its list says of it, when it was listed, what it goes with."""

    id: str
    source: str
    version: str | None
    """The version in force on the day, None where the entry is not on it."""
    listed: bool
    entity: dict[str, Any] | None
    parts: tuple[dict[str, Any], ...]
    periods: tuple[tuple[str, str | None], ...]
    """When it stood on the list, by the dates of versions: [since, until), None while it does."""
    history: tuple[Dated, ...]
    linked: tuple[Linked, ...]


class Exported(msgspec.Struct, frozen=True):
    """A file of what is in force: where it is, how many entities or targets, of which lists."""

    out: str
    format: str
    entities: int
    sha256: str
    lists: tuple[ListCited, ...]


class BackedUp(msgspec.Struct, frozen=True):
    """A backup that was written: where, how large, and the journal's newest entry in it."""

    file: Path
    size: int
    head: Head


class Verified(msgspec.Struct, frozen=True):
    """A journal that holds, and how many versions of lists and originals are unchanged."""

    entries: int
    head: Head
    versions: int
    originals: int
