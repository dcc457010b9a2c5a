"""The demonstration: the main job on the sample data shipped with Enjoin, in a store of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from enjoin import sample
from enjoin.model.match import ListVersion
from enjoin.model.report import Brief
from enjoin.workspace.values import Asked, Origin, TableAsked, TableDone, Updated

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


class Demonstrated(msgspec.Struct, frozen=True, kw_only=True):
    """What the demonstration did, and where its results are."""

    home: Path
    updates: tuple[Updated, ...]
    lists: tuple[ListVersion, ...]
    customers: Path
    table: TableDone
    matches: Path
    rejected: Path
    brief: Brief
    page: Path
    measures: int
    entries: int


def demo(workspace: Workspace, out: Path) -> Demonstrated:
    """Load the sample lists, screen the sample customers, read the sample reports, write a brief.

    Everything goes below `out`; the caller's own store is not touched. The sample lists are old,
    so staleness is accepted, and every answer says so.
    """
    from enjoin.config import load
    from enjoin.workspace import Workspace, reading

    inner = Workspace(load(out / "home", {}), workspace.clock)
    folder = sample.folder()
    updates = tuple(
        inner.update(
            source,
            Origin(
                path=folder / place,
                version=sample.VERSIONS[source],
                accept=sample.ENTRIES[source],
            ),
        )
        for source, place in sample.LISTS.items()
    )
    asked = Asked(inner.as_of(), accept_stale=True)
    customers, matches = folder / "customers.csv", out / "matches.csv"
    table = inner.screen_table(
        TableAsked(table=customers, out=matches, asked=asked, columns={}, keep=("name",))
    )
    page = out / "brief.html"
    brief = reading.brief(inner, [folder / "reports"], page, asked, (sample.FICTION,))
    return Demonstrated(
        home=inner.config.home,
        updates=updates,
        lists=tuple(inner.lists()),
        customers=customers,
        table=table,
        matches=matches,
        rejected=matches.with_name(f"{matches.name}.rejected.csv"),
        brief=brief,
        page=page,
        measures=len(inner.measures(target="KP", regime="UN")),
        entries=inner.verify().entries,
    )
