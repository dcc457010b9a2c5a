"""What befell a party, in order of dates: listings, ownership, reports, findings, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited
from enjoin.pages.timeline import Mark, first_day, picture
from enjoin.workspace.deciding import kept_dealings
from enjoin.workspace.histories import party as whose
from enjoin.workspace.histories.befell import Befell, Kind, Known
from enjoin.workspace.histories.listed import listed
from enjoin.workspace.histories.owned import in_graph, owned
from enjoin.workspace.histories.reported import reported
from enjoin.workspace.owning import graph_of
from enjoin.workspace.values import Asked

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Which lanes a picture shows first.
_LANES = get_args(Kind)


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What befell a party up to a day; `entries` are those taken as the party, and why."""

    party: str
    on: str
    entries: dict[str, str]
    names: tuple[str, ...]
    befell: tuple[Befell, ...]
    goes_with: tuple[str, ...]
    lists: tuple[ListCited, ...]
    notes: tuple[str, ...]


class Beside(NamedTuple):
    """What is read beside the lists: further entries of the party, ownership, reports."""

    together: tuple[str, ...] = ()
    graph: Path | None = None
    reports: tuple[Path, ...] = ()


def history(workspace: Workspace, party: str, asked: Asked, beside: Beside) -> History:
    """Return what befell a party, of an entry's id or a name, in order of dates.

    Raises:
        InvalidInput: nothing knows such a party, or several entries are as near to the name.
    """
    graph = graph_of(beside.graph, ())
    first, lists, notes = whose.found(workspace, party, asked, in_graph(graph, party))
    shown, why = whose.entries(
        workspace, {**first, **dict.fromkeys(beside.together, "as told")}, asked
    )
    names = tuple(dict.fromkeys([*whose.names(shown), *([] if party in shown else [party])]))
    known = Known(frozenset(shown), frozenset(map(str.casefold, names)))
    befell = [
        *(each for one in shown.values() for each in listed(workspace, one, asked.as_of)),
        *owned(graph, known, asked.as_of),
        *_decided(workspace, known),
    ]
    if beside.reports:
        made = workspace.brief(beside.reports, None, asked)
        befell += reported(made, known, beside.reports)
        notes += (*made.notes, *(failure.error for failure in made.failed))
    return History(
        party=names[0],
        on=asked.as_of.on.isoformat(),
        entries=why,
        names=names,
        befell=tuple(sorted(_until(befell, asked.as_of.on), key=_order)),
        goes_with=tuple(dict.fromkeys(whose.goes_with(shown))),
        lists=lists,
        notes=notes,
    )


def draw(found: History, out: Path) -> None:
    """Write a history as a picture, whole or not at all.

    Raises:
        InvalidInput: the file is a folder, or its folder is not there.
    """
    from enjoin.store.blobs import write_whole

    if out.is_dir() or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    lanes = sorted(found.befell, key=lambda each: _LANES.index(each.kind))
    marks = [mark for each in lanes if (mark := _mark(each))]
    write_whole(out, picture(found.party, marks, date.fromisoformat(found.on)).encode())


def _mark(each: Befell) -> Mark | None:
    """Return what is drawn; None of what has no date."""
    start = first_day(each.on) if each.on else None
    if start is None:
        return None
    end = first_day(each.until) if each.until else None
    told = f"{each.on} {each.what}"
    held = each.kind == "holding"
    return Mark(each.lane, start, end, each.short, told, each.lasts, each.at_latest, held)


def _decided(workspace: Workspace, known: Known) -> Iterator[Befell]:
    """Yield the decisions kept in this home about dealings in which the party takes part."""
    for seq, kept in kept_dealings(workspace):
        for party in kept.dealing.parties:
            if known.named(party.name) or known.named(party.party):
                role = f" as {party.role}" if party.role else ""
                verdict = kept.decision.strictest
                yield Befell(
                    on=kept.decision.value_date,
                    kind="decision",
                    lane="decisions",
                    what=f"{kept.dealing.kind}{role}: {verdict} (entry {seq} of the journal)",
                    short=verdict,
                )


def _until(befell: Iterable[Befell], on: date) -> Iterator[Befell]:
    """Leave out what lies after a day, and what ends after it still holds."""
    for each in dict.fromkeys(befell):
        if (start := first_day(each.on or "")) and start > on:
            continue
        end = first_day(each.until) if each.until else None
        yield msgspec.structs.replace(each, until=None) if end and end > on else each


def _order(each: Befell) -> tuple[date, str, str]:
    """Sort by the first day that a date may mean; what has no date comes last."""
    return (first_day(each.on or "") or date.max, each.lane, each.what)
