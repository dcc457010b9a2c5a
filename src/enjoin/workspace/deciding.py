"""Decisions through the door: parties screened by name, decided, kept, and looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from enjoin.cases.dealings import Dealing as Dealing  # noqa: PLC0414  (a door)
from enjoin.cases.dealings import PartyIn
from enjoin.cases.dealings import checked as checked  # noqa: PLC0414  (a door)
from enjoin.cases.dealings import read_dealing as read_dealing  # noqa: PLC0414  (a door)
from enjoin.cases.decisions import Decision as Decision  # noqa: PLC0414  (a door)
from enjoin.cases.decisions import decide as decide_dealing
from enjoin.cases.grounds import NEEDED, REGIME_OF, Names
from enjoin.law.ownership.graph import Graph, read_graph
from enjoin.law.register import register
from enjoin.model.errors import ListsUntrusted, NoLists
from enjoin.model.match import ListCited, Match, Party
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import scorer
from enjoin.store import blobs, journal
from enjoin.store.journal import digest
from enjoin.store.opening import opened
from enjoin.workspace.owning import content
from enjoin.workspace.screening import party as typed
from enjoin.workspace.snapshots import Warm, current
from enjoin.workspace.values import ALWAYS, AsOf

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


class Flagged(msgspec.Struct, frozen=True, kw_only=True):
    """A past decision that would come out otherwise by what is known now; it is not changed."""

    entry: int
    """The entry of the journal that recorded it."""
    replay: str
    regime: str
    value_date: str
    was: str
    now: str
    because: str


class Kept(msgspec.Struct, frozen=True):
    """A decision as it is kept, with the dealing and the terms."""

    dealing: Dealing
    decision: Decision
    accept_stale: bool


class Index(NamedTuple):
    """What the parties of a dealing are screened against: the lists that a regime goes by."""

    screener: Screener
    cited: Mapping[str, ListCited]
    versions: tuple[tuple[str, ...], ...]


def decide(workspace: Workspace, dealing: Path | Dealing, *, accept_stale: bool) -> Decision:
    """Decide a dealing, or the one in a JSON file; the decision is kept and journaled."""
    given = read_dealing(content(dealing)) if isinstance(dealing, Path) else checked(dealing)
    names = _names(workspace, given, Warm(), accept_stale=accept_stale) if given.screen else None
    return decided(workspace, given, names, accept_stale=accept_stale)


def decided(
    workspace: Workspace, given: Dealing, names: Names | None, *, accept_stale: bool
) -> Decision:
    """Decide a dealing whose parties were screened; the decision is kept and journaled."""
    decision = decide_dealing(given, register(), names)
    kept = msgspec.json.encode(Kept(given, decision, accept_stale), order="sorted")
    workspace.record(
        "decide",
        {
            "input": digest(given),
            "result": digest(decision),
            "kept": blobs.put(_folder(workspace), kept),
            "replay": decision.replay,
            "law": decision.law,
            "lists": [list(one) for one in names.versions] if names else [],
            "strictest": decision.strictest,
        },
    )
    return decision


def _folder(workspace: Workspace) -> Path:
    """Return the folder of decisions in full; the journal holds only their hashes."""
    return workspace.config.home / "decisions"


def redecide(workspace: Workspace, graph: Path | None) -> list[Flagged]:
    """Decide every kept dealing again by what is known now; return those that come out otherwise.

    A graph adds what was learned of ownership since. No decision is changed.
    """
    learned = read_graph(content(graph)) if graph else Graph()
    flagged: list[Flagged] = []
    warm = Warm()
    for seq, kept in kept_dealings(workspace):
        dealing = checked(
            msgspec.structs.replace(
                kept.dealing, known_at=None, graph=_joined(kept.dealing.graph, learned)
            )
        )
        stale = kept.accept_stale
        names = _names(workspace, dealing, warm, accept_stale=stale) if dealing.screen else None
        now = decide_dealing(dealing, register(), names)
        flagged += _differing(seq, kept.decision, now)
    workspace.record("redecide", {"flagged": digest(flagged), "law": register().version})
    return flagged


def kept_dealings(workspace: Workspace) -> Iterator[tuple[int, Kept]]:
    """Yield every decision of the journal that is kept in full, once for each dealing."""
    try:
        with opened(workspace.config.database) as door:
            entries = [(seq, body) for seq, kind, body in journal.entries(door) if kind == "decide"]
    except NoLists:  # nothing was ever recorded
        return
    last = {body["input"]: (seq, body["kept"]) for seq, body in entries if "kept" in body}
    for seq, sha256 in sorted(last.values()):
        data = blobs.get(_folder(workspace), sha256)
        yield seq, msgspec.json.decode(data, type=Kept)


def _joined(graph: Graph, learned: Graph) -> Graph:
    """Add records to a graph; what is in both counts once."""
    fields = {
        name: tuple(dict.fromkeys((*getattr(graph, name), *getattr(learned, name))))
        for name in Graph.__struct_fields__
    }
    return Graph(**fields)


def _differing(seq: int, was: Decision, now: Decision) -> Iterator[Flagged]:
    for regime, before in was.outcomes.items():
        after = now.outcomes[regime]
        if (before.outcome, before.basis) != (after.outcome, after.basis):
            yield Flagged(
                entry=seq,
                replay=was.replay,
                regime=regime,
                value_date=was.value_date,
                was=before.outcome,
                now=after.outcome,
                because=after.because,
            )


# --- Parties by name ---------------------------------------------------------------------------


def _names(workspace: Workspace, dealing: Dealing, warm: Warm, *, accept_stale: bool) -> Names:
    """Screen the parties against the lists in force on the day; what is missing is told."""
    as_of = day_of(dealing)
    sources = needed(_loaded(workspace, as_of))
    index = _index(workspace, as_of, sources, warm) if sources else None
    matches = dict(screened(dealing, index, workspace.config.threshold))
    accepted = accept_stale or workspace.config.accept_stale
    return names_of(dealing, index, matches, accepted=accepted)


def day_of(dealing: Dealing) -> AsOf:
    """Return the day of a dealing, and by when it had to be known."""
    return AsOf(dealing.day(), dealing.known or ALWAYS)


def needed(sources: Iterable[str]) -> list[str]:
    """Keep of lists those that a regime goes by."""
    return sorted(one for one in sources if one in REGIME_OF)


def _index(workspace: Workspace, as_of: AsOf, sources: list[str], warm: Warm) -> Index:
    opened = current(workspace.config, as_of, sources, accept=True, warm=warm)
    return index_of(opened.snapshot, warm.screener(opened), opened.cited)


def index_of(snapshot: Snapshot, screener: Screener, cited: Mapping[str, ListCited]) -> Index:
    """Return what an open snapshot has of the lists that are cited."""
    versions = tuple((one.source, one.version, one.sha256) for one in snapshot.lists)
    return Index(screener, cited, versions)


def screened(
    dealing: Dealing, index: Index | None, threshold: float
) -> Iterator[tuple[str, tuple[Match, ...]]]:
    """Yield who each party may be by its name, one after the other; nobody without an index."""
    if index is not None:
        terms = Terms(threshold)
        for one in dealing.parties:
            if any(c.isalnum() for c in one.name):
                yield one.asked, tuple(index.screener.screen(_party(one), terms))


def names_of(
    dealing: Dealing,
    index: Index | None,
    matches: Mapping[str, tuple[Match, ...]],
    *,
    accepted: bool,
) -> Names:
    """Return what is known of the parties by name, and which lists are too weak to clear them."""
    cited = index.cited if index else {}
    versions = index.versions if index else ()
    gaps = dict(_gaps(_laws(dealing), cited.values(), accepted=accepted))
    return Names(matches, tuple(cited.values()), gaps, versions, scorer())


def _loaded(workspace: Workspace, as_of: AsOf) -> list[str]:
    """Name the lists in force on a day that were recorded by an instant; none is no error here."""
    try:
        return [one.source for one in workspace.lists(as_of)]
    except (NoLists, ListsUntrusted):
        return []


def _laws(dealing: Dealing) -> list[str]:
    return sorted({nexus.partition(":")[0] for nexus in dealing.nexus})


def _gaps(
    laws: Iterable[str], cited: Iterable[ListCited], *, accepted: bool
) -> Iterable[tuple[str, str]]:
    """Yield why a law's list cannot clear anybody: missing, stale, or not one Enjoin reads."""
    have = {one.source: one for one in cited}
    for law in laws:
        source = NEEDED.get(law)
        if source is None:
            yield law, f"no list of {law} can be read, so nobody is clear of one by name"
        elif source not in have:
            yield law, f"{source} is not loaded for the day, so nobody is clear of it by name"
        elif have[source].stale and not accepted:
            age = have[source].age_days
            yield law, f"{source} was {age:,} days old on the day, too old to clear anybody by name"


def _party(party: PartyIn) -> Party:
    countries = (party.country,) if party.country else ()
    return typed(party.name, party.schema, party.birth_date, countries, tuple(party.ids.items()))
