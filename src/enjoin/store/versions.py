"""Versions of lists, and which of them are in force: read through the narrow door."""

from __future__ import annotations

from typing import Literal, NamedTuple

from enjoin.store.door import Door


class Version(NamedTuple):
    """A version of a list, as recorded. `position` orders versions of a source."""

    source: str
    version: str
    basis: Literal["publisher", "stated", "inferred"]
    published: str | None
    position: str
    fetched: str
    sha256: str
    entries: int
    missing: str = ""
    """Names of files that were not given, separated by spaces: what they hold is not known."""


def position(version: str, fetched: str) -> str:
    """Order versions by publisher's date, then by recorded instant: digits, so any collation."""
    return "".join(c for c in version + fetched if c.isdigit())


_IN_FORCE = """
SELECT v.source, v.version, v.basis, v.published, v.position, v.fetched, v.sha256, v.entries,
  v.missing
FROM list_versions v WHERE v.position = (
  SELECT max(w.position) FROM list_versions w
  WHERE w.source = v.source AND w.version <= ? AND w.fetched <= ?)
ORDER BY v.source
"""


def in_force(door: Door, on: str, known: str) -> list[Version]:
    """Return, per source, the newest version of a day or before that was recorded by an instant."""
    return [Version(*row) for row in door.all(_IN_FORCE, on, known)]


def loaded(door: Door) -> list[str]:
    """Name the sources of which there is a version, in order."""
    rows = door.all("SELECT DISTINCT source FROM list_versions ORDER BY source")
    return [name for (name,) in rows]


def recorded(door: Door, source: str, version: str, sha256: str) -> Version | None:
    """Return the newest version of a day if it has this content, None otherwise.

    Content that a later version of the same day corrected is new again when it comes back.
    """
    of_day = [v for v in all_of(door, source) if v.version == version]
    return of_day[-1] if of_day and of_day[-1].sha256 == sha256 else None


def all_of(door: Door, source: str) -> list[Version]:
    """Return every version of a source, oldest first."""
    columns = ", ".join(Version._fields)
    sql = f"SELECT {columns} FROM list_versions WHERE source = ? ORDER BY position"  # noqa: S608
    return [Version(*row) for row in door.all(sql, source)]
