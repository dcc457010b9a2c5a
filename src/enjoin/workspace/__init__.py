"""The door: use cases, transactions and the journal. Everything outside knocks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enjoin.config import Config, load
from enjoin.model.errors import EnjoinError, NoLists
from enjoin.model.match import ListCited, ListVersion, Party, Score
from enjoin.model.time import Clock, instant, parse_day, parse_instant, system_clock
from enjoin.store.journal import Head
from enjoin.workspace.values import (
    ALWAYS,
    Asked,
    AsOf,
    BackedUp,
    Delta,
    Exported,
    FieldChange,
    Origin,
    Screened,
    Shown,
    TableAsked,
    TableDone,
    Updated,
    Verified,
)

if TYPE_CHECKING:
    from enjoin.cases.assessments import Assessment, EventIn
    from enjoin.model.report import Brief, Report
    from enjoin.store.identity import State, Verdict
    from enjoin.workspace.demo import Demonstrated

__all__ = [
    "AsOf",
    "Asked",
    "BackedUp",
    "Delta",
    "Exported",
    "FieldChange",
    "Head",
    "Origin",
    "Screened",
    "Shown",
    "TableAsked",
    "TableDone",
    "Updated",
    "Verified",
    "Workspace",
    "open_workspace",
]


def open_workspace(home: Path | str | None = None, clock: Clock = system_clock) -> Workspace:
    """Open the workspace of a folder: the given one, else ENJOIN_HOME, else ~/.enjoin."""
    return Workspace(load(Path(home) if home else None), clock)


class Workspace:
    """All that Enjoin does, on one store. The configuration and the clock are handed in.

    Methods load what they need when they are called: a process that only screens opens no SQL
    toolkit.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self.clock = clock

    def now(self) -> str:
        """Return this instant, as it is recorded."""
        return instant(self.clock())

    def as_of(self, on: str | None = None, known: str | None = None) -> AsOf:
        """Return the day asked for (default: today) and by when it had to be known.

        Raises:
            InvalidInput: they are no day or no instant.
        """
        day = parse_day(on) if on else self.clock().date()
        return AsOf(day, parse_instant(known) if known else ALWAYS)

    def sources(self) -> tuple[str, ...]:
        """Name every list that can be loaded."""
        from enjoin.sources import READERS

        return tuple(READERS)

    def not_loaded(self, lists: Iterable[ListCited]) -> list[str]:
        """Name the lists that Enjoin reads and an answer does not rest on."""
        cited = {of.source for of in lists}
        return [name for name in self.sources() if name not in cited]

    def update(
        self, source: str, origin: Origin, progress: Callable[[int], None] | None = None
    ) -> Updated:
        """Read a list from its publisher or a file, record the version, build the index."""
        from enjoin.workspace.updating import update

        return update(self, source, origin, progress or _silent)

    def update_each(
        self, sources: Sequence[str], progress: Callable[[str, int, str], None]
    ) -> Iterator[tuple[str, Updated | EnjoinError]]:
        """Update lists from their publishers, fetched in parallel; yield each as it is done.

        One that fails yields its error, keeps its stored version and stops no other.
        """
        from enjoin.workspace.rounds import update_each

        return update_each(self, sources, progress)

    def reindex(self) -> Path:
        """Build the screening index of today again from the records; return its file."""
        from enjoin.workspace.updating import reindex

        return reindex(self)

    def lists(self, as_of: AsOf | None = None) -> list[ListVersion]:
        """Return the lists in force, with their versions and ages."""
        from enjoin.workspace.listing import lists

        return lists(self, as_of or self.as_of())

    def versions(self, source: str) -> list[ListVersion]:
        """Return every version of a list that is loaded, newest first.

        Raises:
            NoLists: none is loaded.
        """
        from enjoin.workspace.listing import versions

        return versions(self, source)

    def delta(
        self,
        source: str,
        since: str | None,
        until: str | None,
        part: tuple[int, int] | None = None,
    ) -> Delta:
        """Return what changed on a list between two versions: ids as the publisher numbers them.

        Details are told of all entries, or of a `part` of them: [first, end).
        """
        from enjoin.workspace.listing import delta

        return delta(self, source, since, until, part)

    def export(self, out: Path, form: str, asked: Asked | None = None) -> Exported:
        """Write the lists in force to a file as `ftm`, `csv` or `parquet`, whole or not at all.

        Raises:
            ListsUntrusted: a list is missing or stale; nothing was written.
            StoreUnwritable: the file cannot be written, or the export not be recorded.
        """
        from enjoin.workspace.exporting import export

        return export(self, out, form, asked or Asked(self.as_of()))

    def entity(self, id_: str, as_of: AsOf | None = None) -> Shown:
        """Return an entry of a list as of a day, its history, and what it goes with.

        Raises:
            InvalidInput: no version that is loaded has such an entry.
        """
        from enjoin.workspace.entries import entity

        return entity(self, id_, as_of or self.as_of())

    def judge(
        self, one: str, other: str, verdict: Verdict | None, by: str, reason: str = ""
    ) -> State:
        """Propose that two entries are one party, or not; without a verdict, confirm that.

        Raises:
            InvalidInput: an entry is not known, or the person may not do that.
        """
        from enjoin.workspace.entries import judge

        return judge(self, one, other, verdict, by, reason)

    def withdraw(self, one: str, other: str, by: str, reason: str = "") -> State:
        """Take back what was proposed of two entries and is not confirmed."""
        from enjoin.workspace.entries import withdraw

        return withdraw(self, one, other, by, reason)

    def party(
        self,
        name: str,
        schema: str = "Thing",
        birth_date: str | None = None,
        countries: Sequence[str] = (),
        ids: Sequence[tuple[str, str]] = (),
    ) -> Party:
        """Make a party of what a person typed.

        Raises:
            InvalidInput: a date, a country or a kind of identifier is not understood.
        """
        from enjoin.workspace.screening import party

        return party(name, schema, birth_date, countries, ids)

    def screen(self, party: Party, asked: Asked | None = None) -> Screened:
        """Return who a party may be, best first, and the lists this rests on; journaled.

        Raises:
            ListsUntrusted: a list is missing or stale; there is no answer.
            StoreUnwritable: the run cannot be recorded; there is no answer.
        """
        from enjoin.workspace.screening import screen

        return screen(self, party, asked or Asked(self.as_of()))

    def warnings(self, party: Party) -> list[str]:
        """Tell what makes an answer weak: bad check digits, names that say too little."""
        from enjoin.workspace.screening import warnings

        return warnings(party)

    def screen_table(
        self, asked: TableAsked, progress: Callable[[int], None] | None = None
    ) -> TableDone:
        """Screen every row of a table into another; the run is journaled."""
        from enjoin.workspace.screening import screen_table

        return screen_table(self, asked, progress or _silent)

    def compare(self, name: str, other: str, schema: str = "Thing") -> Score:
        """Return how alike two names are, with the evidence; no list is needed."""
        from enjoin.screening.score import compare
        from enjoin.workspace.screening import check_schema

        check_schema(schema)
        return compare(name, other, schema)

    def compare_table(self, table: Path, out: Path) -> int:
        """Score every pair of a CSV table (schema, name1, name2); return how many there are."""
        from enjoin.workspace.screening import compare_table

        return compare_table(table, out)

    def read(self, path: Path) -> Report:
        """Read a report; the reading is journaled.

        Raises:
            DocumentError: there is no text in it that can be read.
        """
        from enjoin.workspace.reading import read

        return read(self, path)

    def brief(
        self,
        paths: Sequence[Path],
        out: Path | None = None,
        asked: Asked | None = None,
        *,
        alone: bool = True,
    ) -> Brief:
        """Read many reports together; write the brief as one HTML page where `out` is given.

        Where that shall not stand `alone`, it is what another page shows inside it.
        """
        from enjoin.workspace.reading import brief

        return brief(self, paths, out, asked or Asked(self.as_of()), alone=alone)

    def measures(
        self, as_of: AsOf | None = None, target: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the measures in force on a day, against a target or all, as plain values."""
        from enjoin.law.measures import as_dict
        from enjoin.law.measures import load as load_register

        register = load_register()
        found = register.in_force((as_of or self.as_of()).on, target)
        return [as_dict(measure, register) for measure in found]

    def measure(self, id_: str) -> dict[str, Any]:
        """Return a measure, in force or not, as plain values.

        Raises:
            InvalidInput: the register has none of this id.
        """
        from enjoin.law.measures import as_dict
        from enjoin.law.measures import load as load_register

        register = load_register()
        return as_dict(register.measure(id_), register)

    def assess(self, event: Path | EventIn) -> Assessment:
        """Say which measures an event (or the JSON file of one) violates, and which it does not.

        Raises:
            InvalidInput: the file is not there, or is no event.
        """
        from enjoin.workspace.reading import assess

        return assess(event)

    def verify(self, expected: Head | None = None) -> Verified:
        """Check the journal's chain and the originals of the lists.

        Raises:
            JournalBroken: names the first entry that does not hold.
            StoreError: an original is missing or changed.
        """
        from enjoin.workspace.keeping import verify

        return verify(self, expected)

    def head(self) -> Head:
        """Return the journal's newest entry, by number and hash."""
        from enjoin.store import journal
        from enjoin.store.opening import opened

        with opened(self.config.database) as door:
            return journal.head(door)

    def backup(self, file: Path) -> BackedUp:
        """Write records, originals and settings into one file, while others may go on writing.

        Raises:
            InvalidInput: there is a file of this name already.
            StoreUnwritable: there is no permission, or no room; nothing is left behind.
        """
        from enjoin.workspace.keeping import backup

        return backup(self, file)

    def restore(self, file: Path) -> Verified:
        """Make this home, which must be empty, what a backup holds; check all of it.

        Raises:
            InvalidInput: there is no such file, or the home is not empty.
            BackupUnusable: it is damaged, or no backup.
            StoreTooNew: a later Enjoin wrote it.
        """
        from enjoin.workspace.keeping import restore

        return restore(self, file)

    def demo(self, out: Path) -> Demonstrated:
        """Run the main job on the sample data, in a store of its own below `out`."""
        from enjoin.workspace.demo import demo

        return demo(self, out)

    def record(self, kind: str, body: Mapping[str, object]) -> Head:
        """Append an entry to the journal. What cannot be recorded is not answered."""
        from enjoin.store import journal
        from enjoin.store.opening import opened

        try:
            with opened(self.config.database, write=True) as door:
                return journal.append(door, self.now(), kind, body)
        except NoLists:  # there is no store yet: the first record makes it
            from enjoin.store.engine import Store

            Store(self.config.database).close()
        with opened(self.config.database, write=True) as door:
            return journal.append(door, self.now(), kind, body)


def _silent(_done: int) -> None:
    pass
