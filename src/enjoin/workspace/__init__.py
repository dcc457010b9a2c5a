"""The door: use cases, transactions and the journal. Everything outside knocks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, overload

from enjoin.config import Config, load
from enjoin.model.errors import EnjoinError, NoLists
from enjoin.model.match import ListCited, ListVersion, Party, Score
from enjoin.model.time import Clock, instant, parse_day, parse_instant, system_clock
from enjoin.store.journal import Head
from enjoin.workspace.values import (
    ALWAYS,
    CERTIFIED_NEAR,
    Asked,
    AsOf,
    BackedUp,
    Clearing,
    Delta,
    Exclusion,
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
    from datetime import date

    from enjoin.cases.assessments import Assessment
    from enjoin.cases.dealings import Dealing
    from enjoin.cases.decisions import Decision
    from enjoin.cases.decisions import Outcome as Outcome
    from enjoin.cases.events import EventIn
    from enjoin.law.authorities import LiftRequest, LiftResult
    from enjoin.law.ownership.graph import Graph
    from enjoin.law.ownership.result import Ownership as Ownership
    from enjoin.model.errors import DocumentError
    from enjoin.model.report import Brief, Failure, Report
    from enjoin.store.identity import State, Verdict
    from enjoin.workspace.backends import Backend
    from enjoin.workspace.deciding import Flagged
    from enjoin.workspace.demo import Demonstrated
    from enjoin.workspace.entries import Proposed
    from enjoin.workspace.histories import History as History
    from enjoin.workspace.histories.befell import Befell as Befell
    from enjoin.workspace.linking import Linking
    from enjoin.workspace.reviewing import Noted
    from enjoin.workspace.snapshots import Warm

__all__ = [
    "CERTIFIED_NEAR",
    "AsOf",
    "Asked",
    "BackedUp",
    "Clearing",
    "Delta",
    "Exclusion",
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
        self.turn = RLock()
        """Held by whoever uses `warm`: threads that share this screen one after the other."""

    @cached_property
    def warm(self) -> Warm:
        """What screenings leave open for those that follow; who uses it holds `turn`."""
        from enjoin.workspace.snapshots import Warm

        return Warm()

    @cached_property
    def backends(self) -> dict[str, Backend]:
        """Readers beside our own that were asked, by name: they are kept for the next report."""
        return {}

    @cached_property
    def linking(self) -> Linking:
        """What lists say of entries that go together, as far as it was read through."""
        from enjoin.workspace.linking import Linking

        return Linking()

    @cached_property
    def noted(self) -> Noted:
        """What waits for a person, who looked what through, and what reports said of whom."""
        from enjoin.workspace.reviewing import Noted

        return Noted(self)

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
        known: str = ALWAYS,
        *,
        part: tuple[int, int] | None = None,
    ) -> Delta:
        """Return what changed on a list between two versions: ids as the publisher numbers them.

        Details are told of all entries, or of a `part` of them: [first, end).
        """
        from enjoin.workspace.listing import delta

        return delta(self, source, since, until, known, part=part)

    def export(self, out: Path, form: str, asked: Asked | None = None) -> Exported:
        """Write the lists in force to a file as `ftm`, `csv` or `parquet`, whole or not at all.

        Raises:
            ListsUntrusted: a list is missing or stale; nothing was written.
            StoreUnwritable: the file cannot be written, or the export not be recorded.
        """
        from enjoin.workspace.exporting import export

        return export(self, out, form, asked or Asked(self.as_of()))

    def entity(self, id_: str, as_of: AsOf | None = None, *, alone: bool = False) -> Shown:
        """Return an entry of a list as of a day, its history, and (unless alone) what it goes with.

        Raises:
            InvalidInput: no version that is loaded has such an entry.
        """
        from enjoin.workspace.entries import entity

        return entity(self, id_, as_of or self.as_of(), alone=alone)

    def history(
        self,
        party: str,
        asked: Asked | None = None,
        together: Sequence[str] = (),
        graph: Path | None = None,
        reports: Sequence[Path] = (),
    ) -> History:
        """Return what befell a party (an entry's id, or a name) in order of dates.

        `together` names further entries that are known to be the same party, `graph` a JSON file
        of ownership, `reports` files or folders of reports.

        Raises:
            InvalidInput: nothing knows such a party, or several entries are as near to the name.
        """
        from enjoin.workspace.histories import Beside, history

        beside = Beside(tuple(together), graph, tuple(reports))
        return history(self, party, asked or Asked(self.as_of()), beside)

    def draw_history(self, found: History, out: Path) -> None:
        """Draw a history as an SVG picture.

        Raises:
            InvalidInput: the file cannot be written.
        """
        from enjoin.workspace.histories import draw

        draw(found, out)

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

    def proposals(self, most: int) -> list[Proposed]:
        """Return what is proposed of two entries and waits for another person, oldest first."""
        from enjoin.workspace.entries import proposals

        return proposals(self, most)

    def party(
        self,
        name: str,
        schema: str = "Thing",
        birth_date: str | None = None,
        countries: Sequence[str] = (),
        ids: Sequence[tuple[str, str]] = (),
        gender: str | None = None,
        addresses: Sequence[str] = (),
        details: Sequence[tuple[str, str]] = (),
    ) -> Party:
        """Make a party of what a person typed.

        Raises:
            InvalidInput: a date, a country, a gender or a kind of number is not understood.
        """
        from enjoin.workspace.screening import party

        return party(name, schema, birth_date, countries, ids, gender, addresses, details)

    def screen(self, party: Party, asked: Asked | None = None, *, customer: str = "") -> Screened:
        """Return who a party may be, best first, and the lists this rests on; journaled.

        `customer` is the customer's own number, for which matches may have been cleared.

        Raises:
            ListsUntrusted: a list is missing or stale; there is no answer.
            StoreUnwritable: the run cannot be recorded; there is no answer.
        """
        from enjoin.workspace.screening import screen

        return screen(self, party, asked or Asked(self.as_of()), customer)

    def screen_many(
        self,
        parties: Sequence[Party],
        asked: Asked | None = None,
        *,
        thresholds: Sequence[float | None] | None = None,
    ) -> tuple[Screened, ...]:
        """Return what `screen` does of each party; the work is shared, and one entry journaled.

        `thresholds` holds one for each party, None where that of `asked` will do.

        Raises:
            As `screen` does; there is an answer for all of them or for none.
        """
        from enjoin.screening.parties import Query
        from enjoin.workspace.screening import screen_many

        each = [None] * len(parties) if thresholds is None else thresholds
        queries = [Query(*pair) for pair in zip(parties, each, strict=True)]
        return screen_many(self, queries, asked or Asked(self.as_of()))

    def certify(self, party: Party, asked: Asked, answer: Screened, out: Path) -> None:
        """Write a printable record of an answer as one HTML page; that is journaled, too.

        Raises:
            InvalidInput: the file is a folder.
            StoreUnwritable: it cannot be written.
        """
        from enjoin.workspace.screening import certify

        certify(self, party, asked, answer, out)

    def exclude(
        self,
        party: Party,
        entity_id: str,
        clearance: Clearing,
        asked: Asked | None = None,
    ) -> Exclusion:
        """Record that a party is not a listed one that it matches; it is shown as such from then.

        Raises:
            InvalidInput: it does not match, no reason or person is given, or it is cleared already.
            ListsUntrusted: a list is missing or stale.
        """
        from enjoin.workspace.excluding import exclude

        return exclude(self, party, entity_id, clearance, asked or Asked(self.as_of()))

    def confirm_exclusion(self, number: int, by: str) -> Exclusion:
        """Put a clearance into force that needs a second person."""
        from enjoin.workspace.excluding import confirm

        return confirm(self, number, by)

    def withdraw_exclusion(self, number: int, by: str, reason: str = "") -> Exclusion:
        """End a clearance; one person suffices."""
        from enjoin.workspace.excluding import withdraw

        return withdraw(self, number, by, reason)

    def exclusions(self, as_of: AsOf | None = None) -> tuple[Exclusion, ...]:
        """Return every clearance and whether it holds on a day."""
        from enjoin.workspace.excluding import exclusions

        return exclusions(self, as_of or self.as_of())

    def customer(self, table: TableAsked, id_: str) -> Party:
        """Return the party in the row of a table that has a customer's number.

        Raises:
            InvalidInput: no row has it, several have it, or the row cannot be read.
            TableError: the table cannot be read.
        """
        from enjoin.workspace.excluding import customer

        return customer(table, id_)

    def unmet(self, asked: Asked) -> list[str]:
        """Return warnings of programmes and topics asked for that nobody is listed with."""
        from enjoin.workspace.screening import unmet

        return unmet(self, asked)

    def warnings(self, party: Party) -> list[str]:
        """Tell what makes an answer weak: bad check digits, names that say too little."""
        from enjoin.workspace.screening import warnings

        return warnings(party)

    def screen_table(
        self, asked: TableAsked, progress: Callable[[int], None] | None = None
    ) -> TableDone:
        """Screen every row of a table into another; the run is journaled.

        A run that was stopped goes on where it stopped when the same is asked again.
        """
        from enjoin.workspace.tables import screen_table

        return screen_table(self, asked, progress or _silent)

    def rescreen(
        self,
        asked: TableAsked,
        since: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> TableDone:
        """Bring the result of an earlier `screen_table` up to date with the lists in force.

        Only listed parties that changed are screened against; the result is that of a whole run.

        Raises:
            InvalidInput: there is no earlier result, or it is not of the lists of the day `since`.
        """
        from enjoin.workspace.tables import rescreen

        return rescreen(self, asked, since, progress or _silent)

    def compare(self, name: str, other: str, schema: str = "Thing") -> Score:
        """Return how alike two names are, with the evidence; no list is needed."""
        from enjoin.screening.score import compare
        from enjoin.workspace.screening import check_schema

        check_schema(schema)
        return compare(name, other, schema)

    def compare_table(self, table: Path, out: Path) -> int:
        """Score every pair of a CSV table (schema, name1, name2); return how many there are."""
        from enjoin.workspace.tables import compare_table

        return compare_table(table, out)

    def read(self, path: Path, reader: str | None = None) -> Report:
        """Read a report; the reading is journaled.

        `reader` names the installed reader to ask, `enjoin` our own rules; without it, that of the
        configuration reads.

        Raises:
            DocumentError: there is no text in it that can be read, or the reader failed.
            InvalidInput: no such reader is installed.
        """
        from enjoin.workspace.reading import read

        return read(self, path, reader)

    def read_each(self, path: Path, reader: str | None = None) -> Iterator[Report | DocumentError]:
        """Read every report of a file: feeds and mails hold several; journaled.

        What cannot be read is yielded as its error; the others go on.
        """
        from enjoin.workspace.reading import read_each

        return read_each(self, path, reader)

    def watch(
        self,
        places: Sequence[str],
        interval: float,
        wait: Callable[[float], bool],
        reader: str | None = None,
    ) -> Iterator[Report | Failure]:
        """Yield what is new in folders and feeds until `wait` tells to stop; journaled.

        `wait` is given seconds and waits as long, or less. A restart repeats nothing.

        Raises:
            InvalidInput: a place is neither a folder, nor a file, nor an address, or no such
                reader is installed.
        """
        from enjoin.workspace.watching import watch

        return watch(self, places, interval, wait, reader)

    def brief(
        self,
        paths: Sequence[Path],
        out: Path | None = None,
        asked: Asked | None = None,
        *,
        alone: bool = True,
        reader: str | None = None,
    ) -> Brief:
        """Read many reports together; write the brief where `out` is given, as its suffix says.

        `.md` is Markdown, `.json` JSON, anything else one HTML page. Where that shall not stand
        `alone`, it is what another page shows inside it. `reader` is as for `read`.
        """
        from enjoin.workspace.reading import brief

        given = asked or Asked(self.as_of())
        return brief(self, paths, out, given, alone=alone, reader=reader)

    def measures(
        self, as_of: AsOf | None = None, target: str | None = None, regime: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the measures in force on a day, of a target and a regime or all, as plain values.

        Raises:
            InvalidInput: the register knows nothing of this target, or there is no such regime.
        """
        from enjoin.workspace.law import measures

        return measures((as_of or self.as_of()).on, target, regime)

    def measure(self, id_: str) -> dict[str, Any]:
        """Return one measure as plain values, in force or not, with its `page` in Markdown.

        Raises:
            InvalidInput: there is none of this id.
        """
        from enjoin.workspace.law import measure

        return measure(id_)

    def law_begins(self, target: str, regime: str | None = None) -> date | None:
        """Return the first day of which the register knows measures on a target; None if of none.

        Raises:
            InvalidInput: the register knows nothing of this target, or there is no such regime.
        """
        from enjoin.workspace.law import begins

        return begins(target, regime)

    def assess(self, event: Path | EventIn) -> Assessment:
        """Say which measures an event (or the JSON file of one) violates, and which it does not.

        Raises:
            InvalidInput: the file is not there, or is no event.
        """
        from enjoin.workspace.reading import assess

        return assess(event)

    def own(
        self,
        graph: Path | Graph | None,
        regime: str,
        as_of: AsOf | None = None,
        stakes: Sequence[Path] = (),
    ) -> Ownership:
        """Say who is owned by listed persons under a regime, and through what.

        `graph` may be a JSON file; `stakes` are GLEIF level 2 or BODS files that add to it.

        Raises:
            InvalidInput: a file is not there, the graph contradicts itself, or the regime has no
                test for the day.
        """
        from enjoin.law.ownership.graph import Graph, check
        from enjoin.workspace.owning import graph_of, owned

        if isinstance(graph, Graph):
            check(graph)
            return owned(graph, regime, as_of or self.as_of())
        return owned(graph_of(graph, stakes), regime, as_of or self.as_of())

    def draw(self, found: Ownership, out: Path) -> None:
        """Draw who is owned as an SVG picture.

        Raises:
            InvalidInput: the file cannot be written.
        """
        from enjoin.workspace.owning import draw

        draw(found, out)

    def decide(self, dealing: Path | Dealing, *, accept_stale: bool = False) -> Decision:
        """Decide a dealing (or the JSON file of one) under each regime; journaled.

        What is missing or stale makes the outcome HOLD, never an error and never a permission.

        Raises:
            InvalidInput: the file is not there, is no dealing, or contradicts itself.
        """
        from enjoin.workspace.deciding import decide

        return decide(self, dealing, accept_stale=accept_stale)

    def redecide(self, graph: Path | None = None) -> list[Flagged]:
        """Return the past decisions that would come out otherwise now; none is changed.

        `graph` is a JSON file of what was learned of listings and ownership since. Journaled.
        """
        from enjoin.workspace.deciding import redecide

        return redecide(self, graph)

    def lift_test(self, request: Path | LiftRequest) -> LiftResult:
        """Tell whether a request (or the JSON file of one) lifts a measure; journaled.

        Raises:
            InvalidInput: the file is not there or no request, or there is no such measure.
        """
        from enjoin.workspace.owning import lifted

        return lifted(self, request)

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

    @overload
    def record(self, kind: str, body: Mapping[str, object]) -> Head: ...
    @overload
    def record(
        self, kind: str, body: Mapping[str, object], *, after: int | None
    ) -> Head | None: ...
    def record(
        self, kind: str, body: Mapping[str, object], *, after: int | None = None
    ) -> Head | None:
        """Append an entry to the journal. What cannot be recorded is not answered.

        With `after`, nothing is recorded unless that entry is the newest: None tells so. The store
        is then held open from one entry to the next; each is on the disk before this returns.
        """
        from enjoin.store import journal
        from enjoin.store.opening import is_current, made, opened

        if after is not None:
            with self.warm.door(self.config).transaction(write=True) as door:
                if not is_current(door) or journal.head(door).seq != after:
                    return None
                return journal.append(door, self.now(), kind, body)
        try:
            with opened(self.config.database, write=True) as door:
                return journal.append(door, self.now(), kind, body)
        except NoLists:  # there is no store yet: the first record makes it
            made(self.config.database)
        with opened(self.config.database, write=True) as door:
            return journal.append(door, self.now(), kind, body)


def _silent(_done: int) -> None:
    pass
