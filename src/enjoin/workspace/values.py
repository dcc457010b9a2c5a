"""What is asked of the workspace, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from enjoin.model.match import ListCited, Match
from enjoin.store.journal import Head

#: Later than any instant that is recorded.
ALWAYS = "9999-12-31T23:59:59.999999Z"


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


class Screened(msgspec.Struct, frozen=True):
    """An answer: who the party may be, best first, and the lists it rests on."""

    matches: tuple[Match, ...]
    lists: tuple[ListCited, ...]


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


class TableDone(msgspec.Struct, frozen=True, kw_only=True):
    """How a table went: data rows, rows with a match, rows refused, and what it took."""

    rows: int
    matched: int
    rejected: int
    seconds: float
    cpu_seconds: float
    names_per_cpu_second: int
    stale: bool
    lists: tuple[ListCited, ...]
    columns: dict[str, str]
    unread: tuple[str, ...]
    """Columns that were neither read nor kept."""


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
    """Files of the list that were not given: what they hold is not screened."""


class Delta(msgspec.Struct, frozen=True):
    """What changed on a list between two versions: ids as the publisher numbers them."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


class Verified(msgspec.Struct, frozen=True):
    """A journal that holds, and how many versions of lists and originals are unchanged."""

    entries: int
    head: Head
    versions: int
    originals: int
