"""A backup: one file with all records and originals, from which a store on either engine is made.

It is a ZIP archive. Each table is a member of JSON lines, the names of its columns first; originals
are members as they lie on disk; `manifest.json`, the last member, holds the SHA-256 of every other,
the schema's revision and the journal's head. Nothing in it depends on the database it came from.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

import msgspec

from enjoin.model.errors import BackupUnusable, InvalidInput
from enjoin.store import journal
from enjoin.store.blobs import write as write_file
from enjoin.store.door import HEAD, Door
from enjoin.store.opening import opened

_MANIFEST, _SETTINGS = "manifest.json", "enjoin.toml"
_TABLE = re.compile(r"tables/(\d+)-([a-z_]+)\.jsonl")
_ORIGINAL = re.compile(r"blobs/([0-9a-f]{2}/[0-9a-f]{64}\.(?:chunks|gz))")
#: A backup that another layout was written in cannot be read as this one.
_LAYOUT = 1
_BATCH = 5_000


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself: when it was made, of what, and the hash of every member."""

    layout: int
    revision: str
    made: str
    head: journal.Head
    members: dict[str, str]


def write(url: str, blobs: Path, settings: str, file: Path, made: str) -> Manifest:
    """Write a backup of the store at a URL, its originals and its settings, whole or not at all.

    Who writes to the store meanwhile is not kept waiting: the backup is of one state of it.

    Raises:
        InvalidInput: there is a file of this name already.
        StoreUnwritable: there is no permission, or no room; nothing is left behind.
    """
    if file.exists():
        raise InvalidInput(f"{file}: exists already, and was left as it is. Name another file.")
    written: list[Manifest] = []
    with opened(url) as door:
        write_file(file, lambda out: written.append(_fill(door, blobs, settings, out, made)))
    return written[0]


def checked(file: Path) -> Manifest:
    """Return what a backup says of itself, after checking every member against it.

    Raises:
        BackupUnusable: it is damaged, or no backup.
    """
    with _archive(file) as archive:
        manifest = _manifest(file, archive)
        if set(archive.namelist()) != {*manifest.members, _MANIFEST}:
            raise BackupUnusable(str(file), "its members are not those of its manifest")
        for name, sha256 in manifest.members.items():
            if _digest(archive, name) != sha256:
                raise BackupUnusable(str(file), f"{name} is not what was written")
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> str | None:
    """Return the SHA-256 of a member; None when it cannot be read."""
    try:
        with archive.open(name) as member:
            return hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]
    except _UNREADABLE:
        return None


#: What the standard library raises on a damaged archive, by the place of the damage.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


def restore(file: Path, url: str, home: Path, blobs: Path) -> None:
    """Make the store of a checked backup at a URL, where none may be, with what lies in its home.

    Raises:
        StoreTooNew: a later Enjoin wrote it.
        StoreError: there is a store already.
        StoreUnwritable: there is no permission, or no room.
    """
    from enjoin.store.engine import Store, create

    with _archive(file) as archive:
        manifest = _manifest(file, archive)
        for name in manifest.members:
            if original := _ORIGINAL.fullmatch(name):
                _copy(archive, name, blobs / original[1])
            elif name == _SETTINGS and not (home / name).exists():
                _copy(archive, name, home / name)
        create(url, manifest.revision, lambda door: _refill(door, archive, manifest))
    Store(url).close()  # brings an older one up to date


def _fill(door: Door, blobs: Path, settings: str, out: IO[bytes], made: str) -> Manifest:
    from enjoin.store.tables import metadata

    members: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, table in enumerate(metadata.sorted_tables):
            columns = [str(column.name) for column in table.columns]
            order = [str(column.name) for column in table.primary_key]
            lines = _lines(door, table.name, columns, order)
            name = f"tables/{number}-{table.name}.jsonl"
            members[name] = _add(archive, name, lines, zipfile.ZIP_DEFLATED)
        # A version's originals are there before it is: all that the tables name is found now.
        for path in sorted(p for p in blobs.rglob("*") if p.is_file() and p.suffix != ".part"):
            name = f"blobs/{path.relative_to(blobs).as_posix()}"
            members[name] = _add(archive, name, _pieces(path), zipfile.ZIP_STORED)
        if settings:
            members[_SETTINGS] = _add(archive, _SETTINGS, [settings.encode()], zipfile.ZIP_DEFLATED)
        manifest = Manifest(
            layout=_LAYOUT, revision=HEAD, made=made, head=journal.head(door), members=members
        )
        archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], kind: int) -> str:
    """Add a member; return its SHA-256."""
    sha256 = hashlib.sha256()
    info = zipfile.ZipInfo(name)
    info.compress_type = kind
    with archive.open(info, "w", force_zip64=True) as member:
        for piece in pieces:
            sha256.update(piece)
            member.write(piece)
    return sha256.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def _lines(door: Door, table: str, columns: list[str], order: list[str]) -> Iterator[bytes]:
    yield msgspec.json.encode(columns) + b"\n"
    names, keys = (", ".join(f'"{name}"' for name in each) for each in (columns, order))
    for row in door.each(f"SELECT {names} FROM {table} ORDER BY {keys}"):  # noqa: S608  (our names)
        yield msgspec.json.encode([_written(value) for value in row]) + b"\n"


def _written(value: object) -> object:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _read(value: Any) -> object:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _archive(file: Path) -> zipfile.ZipFile:
    """Open a backup.

    Raises:
        InvalidInput: there is no such file.
        BackupUnusable: it is no archive.
    """
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise InvalidInput(f"{file}: there is no such file; check the path.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupUnusable(str(file), str(error)) from error


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except (KeyError, *_UNREADABLE, msgspec.DecodeError) as error:
        raise BackupUnusable(str(file), "it has no manifest") from error
    names = manifest.members.keys() - {_SETTINGS}
    strange = [n for n in names if not (_TABLE.fullmatch(n) or _ORIGINAL.fullmatch(n))]
    if strange or manifest.layout != _LAYOUT:
        raise BackupUnusable(str(file), "it is of a layout that this Enjoin does not know")
    return manifest


def _copy(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    with archive.open(name) as member:
        write_file(path, lambda out: copyfileobj(member, out))


def _refill(door: Door, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Fill the empty tables, those that others refer to first."""
    tables = [found for name in manifest.members if (found := _TABLE.fullmatch(name))]
    for found in sorted(tables, key=lambda found: int(found[1])):
        with archive.open(found[0]) as member:
            _refill_table(door, found[2], member)


def _refill_table(door: Door, table: str, lines: IO[bytes]) -> None:
    columns = msgspec.json.decode(lines.readline(), type=list[str])
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  (names that we know)
    rows: list[list[object]] = []
    for line in lines:
        rows.append([_read(value) for value in msgspec.json.decode(line)])
        if len(rows) == _BATCH:
            door.many(sql, rows)
            rows.clear()
    if rows:
        door.many(sql, rows)
