"""What waits for a person: matches of tables, findings of reports; and who looked them through."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, NoLists, NotFound
from enjoin.store import blobs, journal
from enjoin.store.opening import opened
from enjoin.workspace import readings
from enjoin.workspace.readings import InReport, Reading

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

_TABLES = {"screen-table", "rescreen"}
_KINDS = (*sorted(_TABLES), "brief", "erase-reading", "review")
_LONGEST = 1_000  # characters of a note


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """That a person looked a result through: which entry of the journal, who, when, what of it."""

    of: int
    by: str
    at: str
    note: str


class Waiting(NamedTuple):
    """A result with something in it that nobody has looked through yet.

    `matches` counts rows of a table that may be a listed party, `findings` what reports say that
    may be a violation, `mentions` listed parties they name. `entry` is that of the journal.
    """

    entry: int
    kind: Literal["screen-table", "rescreen", "brief"]
    at: str
    age_days: int
    matches: int = 0
    findings: int = 0
    mentions: int = 0
    files: tuple[str, ...] = ()


class Run(NamedTuple):
    """A table that was screened: of which bytes, with which result, and how many rows matched."""

    kind: Literal["screen-table", "rescreen"]
    at: str
    table: str
    result: str
    matches: int


class _Read(NamedTuple):
    """Reports that were read together: what is kept of them, under which hash."""

    at: str
    kept: str
    reports: tuple[str, ...]
    files: tuple[str, ...]
    findings: int
    mentions: int


class Noted:
    """What the journal tells of results and reviews, read on from where it was read to.

    One for each process; several threads may ask.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._seq = 0
        self._runs: dict[int, Run] = {}
        self._read: dict[int, _Read] = {}
        self._reviews: dict[int, Review] = {}
        self._named: dict[str, set[int]] = {}

    def waiting(self) -> list[Waiting]:
        """Return what nobody has looked through, oldest first.

        Of a table or of reports that were gone through again, the last time counts.
        """
        with self._lock:
            self._catch_up()
            return sorted([*self._open_runs(), *self._open_readings()], key=lambda of: of.at)

    def mentions(self, id_: str) -> list[tuple[int, InReport]]:
        """Return where reports read here name a listed party, newest report first.

        Each comes with the journal's entry of the reading; a report that was read again counts
        once. What was erased is not told.
        """
        with self._lock:
            self._catch_up()
            entries = sorted(self._named.get(id_, ()), reverse=True)
        found: dict[tuple[str, tuple[int, int]], tuple[int, InReport]] = {}
        for entry in entries:
            for one in self._mentions_in(entry, id_):
                found.setdefault((one.sha256, one.span), (entry, one))
        return sorted(found.values(), key=lambda of: of[1].published or "", reverse=True)

    def reading(self, entry: int) -> tuple[Reading, str]:
        """Return what is kept of a reading, and when that was.

        Raises:
            NotFound: the entry is of no reading, or what was kept of it is erased.
        """
        with self._lock:
            self._catch_up()
            known = self._read.get(entry)
        found = readings.get(self._workspace, known.kept) if known else None
        if known is None or found is None:
            raise NotFound(f"{entry}: nothing is kept of such a reading; it may have been erased.")
        return found, known.at

    def run(self, entry: int) -> Run | None:
        """Return the run of a table that an entry recorded, None where it recorded none."""
        with self._lock:
            self._catch_up()
            return self._runs.get(entry)

    def review_of(self, entry: int) -> Review | None:
        """Return who looked a result through, None while nobody has."""
        with self._lock:
            self._catch_up()
            return self._reviews.get(entry)

    def review(self, entry: int, by: str, note: str) -> Review:
        """Record that a person looked a result through; journaled by a hash.

        Raises:
            InvalidInput: the entry is no such result, or somebody has done that already.
        """
        with self._lock:
            self._catch_up()
            if entry not in self._runs.keys() | self._read.keys():
                raise InvalidInput(f"entry {entry}: is no screened table and no reading.")
            if known := self._reviews.get(entry):
                raise InvalidInput(f"entry {entry}: {known.by} has looked it through already.")
            made = Review(of=entry, by=by, at=self._workspace.now(), note=note.strip()[:_LONGEST])
            told = msgspec.json.encode(made, order="sorted")
            kept = blobs.put(self._workspace.config.blobs, told)
            self._workspace.record("review", {"of": entry, "kept": kept})
            self._catch_up()
        return made

    def erase(self, entry: int) -> None:
        """Erase what is kept of a reading, and of any in which the same was read and found.

        Raises:
            NotFound: nothing is kept.
        """
        self.reading(entry)
        with self._lock:
            kept = self._read[entry].kept
            readings.erase(self._workspace, kept)
            self._workspace.record("erase-reading", {"kept": kept})
            self._catch_up()

    def _catch_up(self) -> None:
        """Read what was recorded since the last time."""
        try:
            with opened(self._workspace.config.database) as door:
                for seq, at, kind, body in journal.after(door, self._seq, _KINDS):
                    self._note(seq, at, kind, body)
                self._seq = journal.head(door).seq
        except NoLists:  # nothing was ever recorded
            return

    def _note(self, seq: int, at: str, kind: Any, body: journal.Body) -> None:
        if kind in _TABLES:
            matched = body.get("matched", 0)
            self._runs[seq] = Run(kind, at, body["input"], body["result"], matched)
        elif kind == "brief" and "kept" in body:
            self._note_reading(seq, at, body["kept"])
        elif kind == "erase-reading":
            self._read = {n: of for n, of in self._read.items() if of.kept != body["kept"]}
        elif kind == "review":
            data = blobs.get(self._workspace.config.blobs, body["kept"])
            self._reviews.setdefault(body["of"], msgspec.json.decode(data, type=Review))

    def _note_reading(self, seq: int, at: str, kept: str) -> None:
        found = readings.get(self._workspace, kept)
        if found is None:
            return
        named = {one.entity_id for one in found.mentions}
        self._read[seq] = _Read(
            at, kept, found.reports, found.files, len(found.findings), len(named)
        )
        for id_ in named:
            self._named.setdefault(id_, set()).add(seq)

    def _open_runs(self) -> Iterator[Waiting]:
        """Yield the last run of each table, unless its result was looked through before."""
        seen = {self._runs[entry].result for entry in self._reviews if entry in self._runs}
        last = {run.table: entry for entry, run in self._runs.items()}
        for entry in last.values():
            run = self._runs[entry]
            if run.matches and run.result not in seen:
                yield Waiting(entry, run.kind, run.at, self._age(run.at), matches=run.matches)

    def _open_readings(self) -> Iterator[Waiting]:
        """Yield the last reading of each set of reports, unless it was looked through."""
        last = {read.reports: entry for entry, read in self._read.items()}
        for entry in last.values():
            of = self._read[entry]
            if (of.findings or of.mentions) and entry not in self._reviews:
                yield Waiting(
                    entry,
                    "brief",
                    of.at,
                    self._age(of.at),
                    findings=of.findings,
                    mentions=of.mentions,
                    files=of.files,
                )

    def _mentions_in(self, entry: int, id_: str) -> list[InReport]:
        known = self._read.get(entry)
        found = readings.get(self._workspace, known.kept) if known else None
        return [one for one in found.mentions if one.entity_id == id_] if found else []

    def _age(self, at: str) -> int:
        return (self._workspace.clock().date() - date.fromisoformat(at[:10])).days
