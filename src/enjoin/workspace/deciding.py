"""Decisions, ownership and lifting through the door: read, screened by name, decided, journaled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from enjoin.law.authorities import LiftRequest, LiftResult, lift_test, read_request
from enjoin.law.ownership.assess import own
from enjoin.law.ownership.graph import Graph, check, read_graph
from enjoin.law.ownership.result import Ownership
from enjoin.law.register import register
from enjoin.model.errors import InvalidInput, ListsUntrusted, NoLists
from enjoin.model.match import ListCited, Match, Party
from enjoin.store.journal import digest
from enjoin.workspace.values import ALWAYS, AsOf

if TYPE_CHECKING:
    from enjoin.cases.dealings import Dealing, PartyIn
    from enjoin.cases.decisions import Decision
    from enjoin.cases.grounds import Names
    from enjoin.workspace import Workspace


def owned(graph: Graph, regime: str, as_of: AsOf) -> Ownership:
    """Apply a regime's ownership test of a day to a graph that was checked."""
    known = None if as_of.known == ALWAYS else as_of.known
    return own(graph, regime, as_of.on, register().ownership_test, known)


def graph_of(path: Path | None, stakes: Sequence[Path]) -> Graph:
    """Read a graph, and add the stakes of GLEIF level 2 or BODS files to it.

    Raises:
        InvalidInput: a file is not there or holds no such thing, or the graph contradicts itself.
    """
    graph = read_graph(_bytes(path)) if path else Graph()
    if not stakes:
        return graph
    from enjoin.law.ownership.files import read_stakes

    read = [read_stakes(_bytes(file), file.name) for file in stakes]
    graph = msgspec.structs.replace(
        graph,
        stakes=(*graph.stakes, *(stake for each in read for stake in each.stakes)),
        control=(*graph.control, *(one for each in read for one in each.control)),
    )
    check(graph)
    return graph


def draw(found: Ownership, out: Path) -> None:
    """Write an answer as a picture, whole or not at all."""
    from enjoin.pages.ownership import picture
    from enjoin.store.blobs import write_whole

    if out.is_dir() or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    write_whole(out, picture(found).encode())


def decide(workspace: Workspace, dealing: Path | Dealing, *, accept_stale: bool) -> Decision:
    """Decide a dealing, or the one in a JSON file; the decision is kept and journaled."""
    from enjoin.cases.dealings import read_dealing
    from enjoin.cases.decisions import decide as decide_dealing

    given = read_dealing(_bytes(dealing)) if isinstance(dealing, Path) else dealing
    names = _names(workspace, given, accept_stale=accept_stale) if given.screen else None
    decision = decide_dealing(given, register(), names)
    workspace.record(
        "decide",
        {
            "input": digest(given),
            "result": digest(decision),
            "replay": decision.replay,
            "law": decision.law,
            "lists": [list(one) for one in names.versions] if names else [],
            "strictest": decision.strictest,
        },
    )
    return decision


def lifted(workspace: Workspace, request: Path | LiftRequest) -> LiftResult:
    """Test a request to lift, or the one in a JSON file; also what is refused is journaled."""
    asked = read_request(_bytes(request)) if isinstance(request, Path) else request
    result = lift_test(asked, register())
    workspace.record(
        "lift-test",
        {
            "input": digest(asked),
            "measure": asked.measure,
            "act": asked.act,
            "effective": result.effective,
            "law": register().version,
        },
    )
    return result


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}).") from error


# --- Parties by name ---------------------------------------------------------------------------


def _names(workspace: Workspace, dealing: Dealing, *, accept_stale: bool) -> Names:
    """Screen the parties against the lists in force on the day; what is missing is told."""
    from enjoin.cases.grounds import REGIME_OF, Names
    from enjoin.screening.parties import Screener, Terms
    from enjoin.screening.score import scorer
    from enjoin.workspace.snapshots import current

    as_of = AsOf(dealing.day(), dealing.known or ALWAYS)
    loaded = [one for one in _loaded(workspace, as_of) if one in REGIME_OF]
    cited: dict[str, ListCited] = {}
    matches: dict[str, tuple[Match, ...]] = {}
    versions: tuple[tuple[str, ...], ...] = ()
    if loaded:
        opened = current(workspace.config, as_of, loaded, accept=True)
        cited = dict(opened.cited)
        versions = tuple((one.source, one.version, one.sha256) for one in opened.snapshot.lists)
        screener = Screener(opened.snapshot, opened.cited)
        terms = Terms(workspace.config.threshold)
        asked = [one for one in dealing.parties if any(c.isalnum() for c in one.name)]
        matches = {one.name: tuple(screener.screen(_party(one), terms)) for one in asked}
    accepted = accept_stale or workspace.config.accept_stale
    gaps = dict(_gaps(_laws(dealing), cited.values(), accepted=accepted))
    return Names(matches, tuple(cited.values()), gaps, versions, scorer())


def _loaded(workspace: Workspace, as_of: AsOf) -> list[str]:
    """Name the lists in force on a day that were recorded by an instant; none is no error here."""
    try:
        return sorted(one.source for one in workspace.lists(as_of))
    except (NoLists, ListsUntrusted):
        return []


def _laws(dealing: Dealing) -> list[str]:
    return sorted({nexus.partition(":")[0] for nexus in dealing.nexus})


def _gaps(
    laws: Iterable[str], cited: Iterable[ListCited], *, accepted: bool
) -> Iterable[tuple[str, str]]:
    """Yield why a law's list cannot clear anybody: missing, stale, or not one Enjoin reads."""
    from enjoin.cases.grounds import NEEDED

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
    from enjoin.workspace.screening import party as typed

    countries = (party.country,) if party.country else ()
    return typed(party.name, party.schema, party.birth_date, countries, tuple(party.ids.items()))
