"""Which lists are in force, and what changed between their versions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from enjoin.model.errors import NoLists
from enjoin.model.match import ListVersion
from enjoin.model.time import parse_day
from enjoin.sources import source
from enjoin.store.opening import opened
from enjoin.store.versions import Version, all_of, in_force
from enjoin.workspace.values import AsOf, Delta

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def lists(workspace: Workspace, as_of: AsOf) -> list[ListVersion]:
    """Return the version in force of every list, with its age on the day asked for."""
    try:
        with opened(workspace.config.database) as door:
            versions = in_force(door, as_of.on.isoformat(), as_of.known)
    except NoLists:
        return []
    return [_shown(version, as_of.on) for version in versions]


def _shown(version: Version, on: date) -> ListVersion:
    info = source(version.source).info
    age = (on - date.fromisoformat(version.version)).days
    return ListVersion(
        source=version.source,
        version=version.version,
        basis=version.basis,
        published=version.published,
        fetched=version.fetched,
        age_days=age,
        max_age_days=info.max_age_days,
        stale=age > info.max_age_days,
        entries=version.entries,
        sha256=version.sha256,
        missing=tuple(version.missing.split()),
    )


def delta(workspace: Workspace, name: str, since: str | None, until: str | None) -> Delta:
    """Return what changed between two versions of a list.

    Raises:
        NoLists: a version asked for is not loaded.
    """
    source(name)
    with opened(workspace.config.database) as door:
        versions = all_of(door, name)
    newer = _chosen(name, versions, until)
    older = _chosen(name, [v for v in versions if v.position < newer.position], since)
    from enjoin.store import facts
    from enjoin.store.engine import Store

    store = Store(workspace.config.database)
    with store.read() as connection:
        change = facts.difference(connection, older, newer)
    store.close()
    return Delta(*(_numbers(name, ids) for ids in change))


def _chosen(name: str, versions: list[Version], day: str | None) -> Version:
    """Return the newest version of a day, or the newest of all."""
    of_day = [v for v in versions if day is None or v.version == parse_day(day).isoformat()]
    if not of_day:
        raise NoLists(f"{name}: no {f'version of {day}' if day else 'earlier version'} is loaded")
    return of_day[-1]


def _numbers(name: str, ids: frozenset[str]) -> tuple[str, ...]:
    numbers = (id_.removeprefix(f"{name}-") for id_ in ids)
    return tuple(sorted(numbers, key=lambda number: (len(number), number)))
