"""The lists as they stood on the days reports tell of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enjoin.config import Config
from enjoin.screening.parties import Screener
from enjoin.store.opening import opened as opened_store
from enjoin.store.versions import Version, in_force
from enjoin.workspace.snapshots import Opened, Warm, cite
from enjoin.workspace.values import Asked


class DatedLists:
    """Opens the lists in force on a day; never a later version than the one asked for.

    Where none of a list is loaded for the day, the version asked for takes its place, and
    `notes` say so.
    """

    def __init__(self, config: Config, asked: Asked, opened: Opened) -> None:
        self._config, self._asked, self._opened = config, asked, opened
        self._warm = Warm()
        self._days: dict[date, tuple[Version, ...]] = {}
        self._late: dict[str, set[date]] = {}

    def on(self, day: date | None) -> Opened:
        """Return the lists of a day, of the day asked for where it is None or later.

        Only the indexes asked for last stay open: who asks day after day asks in their order.
        """
        day = self.day(day)
        if day == self._asked.as_of.on:
            return self._opened
        if day not in self._days:
            self._days[day] = self._versions(day)
        versions = self._days[day]
        if versions == self._opened.versions:
            snapshot = self._opened.snapshot
        else:
            snapshot = self._warm.snapshot(self._config, versions)
        cited = cite(snapshot.lists, day, self._asked.lists)
        return self._opened._replace(snapshot=snapshot, cited=cited, versions=versions)

    def day(self, day: date | None) -> date:
        """Return the day whose lists stand for that of a report."""
        return self._asked.as_of.on if day is None else min(day, self._asked.as_of.on)

    def screener(self, opened: Opened) -> Screener:
        """Return a screener of opened lists."""
        return self._warm.screener(opened)

    def notes(self) -> Iterator[str]:
        """Yield for each list what stood in for the versions of earlier days."""
        versions = {version.source: version.version for version in self._opened.versions}
        for source, days in sorted(self._late.items()):
            yield (
                f"{source}: no version of {min(days)} or before is loaded; what reports of "
                f"{min(days)} to {max(days)} name was compared with that of {versions[source]}."
            )

    def _versions(self, day: date) -> tuple[Version, ...]:
        with opened_store(self._config.database) as door:
            then = {v.source: v for v in in_force(door, day.isoformat(), self._asked.as_of.known)}
        for version in self._opened.versions:
            if version.source not in then and version.source in self._opened.cited:
                self._late.setdefault(version.source, set()).add(day)
        return tuple(then.get(v.source, v) for v in self._opened.versions)
