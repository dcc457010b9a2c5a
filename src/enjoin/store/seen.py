"""Since when lists have named their entries, and when they last said something else of them."""

# ruff: noqa: S608  (statements are made of our own words; what comes from outside is a parameter)

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from enjoin.store.door import Door
from enjoin.store.versions import Version


class Seen(NamedTuple):
    """Days of versions: the first with an entry, and the last that changed what is said of it."""

    first: str
    changed: str


def seen(door: Door, version: Version, subjects: Collection[str] = ()) -> dict[str, Seen]:
    """Return of the entries of a version (or of some of them) since when they stand on the list."""
    marks = ", ".join("?" for _ in subjects)
    only = f"AND e.subject IN ({marks})" if subjects else ""
    rows = door.each(
        "SELECT e.subject, min(f.version), max(f.version), max(u.version) "
        "FROM presence p JOIN entities e ON e.id = p.entity "
        "JOIN list_versions f ON f.id = p.first "
        "LEFT JOIN list_versions u ON u.id = p.until AND u.position <= ? "
        f"WHERE e.source = ? AND f.position <= ? {only} GROUP BY e.subject",
        *(version.position, version.source, version.position, *subjects),
    )
    return {subject: Seen(first, max(came, went or came)) for subject, first, came, went in rows}
