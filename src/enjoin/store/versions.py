"""Versions of lists, and which of them are in force: read through the narrow door."""

# ruff: noqa: S608  (statements are made of our own words; what comes from outside is a parameter)

from __future__ import annotations

from typing import Literal, NamedTuple

from enjoin.store.door import Door

Basis = Literal["publisher", "stated", "inferred"]
Origin = Literal["publisher", "address", "file"]


class Version(NamedTuple):
    """A version of a list, as recorded. `position` orders versions of a source."""

    source: str
    version: str
    basis: Basis
    published: str | None
    position: str
    fetched: str
    sha256: str
    entries: int
    missing: str = ""
    """What it is without, each on a line, such as a file that was not given: not known."""
    reader: str = ""
    """The version of the reader's code: what it reads from the same bytes changes with it."""
    names: int = 0
    format: str | None = None
    """The form it was read in; None where an earlier Enjoin did not record it."""
    origin: Origin | None = None
    """Whether the publisher's own address gave it, another address or a file; None: as above."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it is without: what that holds is not known."""
        return tuple(self.missing.splitlines())


def position(version: str, fetched: str) -> str:
    """Order versions by publisher's date, then by recorded instant: digits, so any collation."""
    return "".join(c for c in version + fetched if c.isdigit())


COLUMNS = ", ".join(f"v.{name}" for name in Version._fields)
_SELECT = f"SELECT {COLUMNS} FROM list_versions v"
_IN_FORCE = f"""{_SELECT} JOIN (
  SELECT source, max(position) AS position FROM list_versions
  WHERE version <= ? AND fetched <= ? GROUP BY source
) w ON w.source = v.source AND w.position = v.position
ORDER BY v.source
"""


def in_force(door: Door, on: str, known: str) -> list[Version]:
    """Return, per source, the newest version of a day or before that was recorded by an instant."""
    return [Version(*row) for row in door.all(_IN_FORCE, on, known)]


def loaded(door: Door) -> list[str]:
    """Name the sources of which there is a version, in order."""
    rows = door.all("SELECT DISTINCT source FROM list_versions ORDER BY source")
    return [name for (name,) in rows]


def source_of(door: Door, id_: str) -> str | None:
    """Return the loaded list an entity's id belongs to: the longest name that it begins with."""
    names = [name for name in loaded(door) if id_.startswith(f"{name}-")]
    return max(names, key=len, default=None)


def newest_of(door: Door, source: str, day: str) -> Version | None:
    """Return the newest version of a day, the one that is in force."""
    sql = f"{_SELECT} WHERE v.source = ? AND v.version = ? ORDER BY v.position DESC LIMIT 1"
    return _one(door, sql, source, day)


def with_content(door: Door, source: str, sha256: str) -> Version | None:
    """Return the newest version of any day with this content."""
    sql = f"{_SELECT} WHERE v.source = ? AND v.sha256 = ? ORDER BY v.position DESC LIMIT 1"
    return _one(door, sql, source, sha256)


def recorded(door: Door, source: str, day: str, sha256: str, reader: str) -> Version | None:
    """Return the newest version of a day if it is this reader's of this content, None otherwise.

    Content that a later version of the same day corrected is new again when it comes back, and so
    is what another reader makes of it.
    """
    newest = newest_of(door, source, day)
    return newest if newest and (newest.sha256, newest.reader) == (sha256, reader) else None


def predecessor(door: Door, source: str, place: str) -> Version | None:
    """Return the version of a source before a position."""
    sql = f"{_SELECT} WHERE v.source = ? AND v.position < ? ORDER BY v.position DESC LIMIT 1"
    return _one(door, sql, source, place)


def successor(door: Door, source: str, place: str) -> Version | None:
    """Return the version of a source after a position."""
    sql = f"{_SELECT} WHERE v.source = ? AND v.position > ? ORDER BY v.position LIMIT 1"
    return _one(door, sql, source, place)


def all_of(door: Door, source: str) -> list[Version]:
    """Return every version of a source, oldest first."""
    rows = door.all(f"{_SELECT} WHERE v.source = ? ORDER BY v.position", source)
    return [Version(*row) for row in rows]


def files_of(door: Door, version: Version) -> dict[str, str]:
    """Return the SHA-256 of each of a version's files, by name."""
    rows = door.all(
        "SELECT f.name, f.sha256 FROM list_files f JOIN list_versions v ON v.id = f.version_id "
        "WHERE v.source = ? AND v.position = ?",
        *(version.source, version.position),
    )
    return dict(rows)


def _one(door: Door, sql: str, *parameters: object) -> Version | None:
    rows = door.all(sql, *parameters)
    return Version(*rows[0]) if rows else None
