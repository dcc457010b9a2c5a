"""The record kept: is it still what was recorded, and is there a copy of it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from enjoin.model.errors import InvalidInput, NoLists, RecordChanged
from enjoin.store import blobs, facts, journal
from enjoin.store.door import Door
from enjoin.store.opening import opened
from enjoin.store.versions import Version, all_of, loaded
from enjoin.workspace.values import BackedUp, Verified

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def verify(workspace: Workspace, expected: journal.Head | None) -> Verified:
    """Check the journal's chain, and that lists and originals are still what was recorded."""
    with opened(workspace.config.database) as door:
        head = journal.verify(door, expected)
        sealed = [(seq, body) for seq, kind, body in journal.entries(door) if kind == "update"]
        files = door.all("SELECT DISTINCT sha256 FROM list_files ORDER BY sha256")
        versions = [v for of in loaded(door) for v in all_of(door, of)]
        _verify_lists(door, versions, sealed)
    for (sha256,) in files:
        blobs.check(workspace.config.blobs, sha256)
    return Verified(head.seq, head, len(versions), len(files))


def _verify_lists(
    door: Door, versions: Sequence[Version], updates: Sequence[tuple[int, journal.Body]]
) -> None:
    """Compare every version of every list with the entry that sealed it.

    Raises:
        RecordChanged: a version says something else than when it was recorded, or is gone.
    """
    entries = [(seq, body) for seq, body in updates if "seal" in body or "statements" in body]
    last = entries[-1][0] if entries else 0
    if len(entries) != len(versions):
        told = f"{len(versions)} versions of lists where the journal has {len(entries)}"
        raise RecordChanged(last, told)
    if entity := facts.altered(door):
        raise RecordChanged(last, f"what is kept of {entity} is not what was recorded")
    for version in versions:
        if not _holds(door, version, [body for _, body in entries]):
            told = f"{version.source} {version.version} is not what was recorded"
            raise RecordChanged(_seq_of(version, entries), told)


def _holds(door: Door, version: Version, sealed: Iterable[journal.Body]) -> bool:
    """Tell whether a version says what an entry sealed, by the rule the entry was sealed by."""
    of = (version.source, version.version, version.sha256)
    entries = [body for body in sealed if (body["source"], body["version"], body["sha256"]) == of]
    return any(
        body["seal"] == facts.seal(door, version)
        if "seal" in body
        else body["statements"] == facts.seal_of_statements(door, version)
        for body in entries
    )


def _seq_of(version: Version, entries: Sequence[tuple[int, journal.Body]]) -> int:
    of = (version.source, version.version)
    return next((seq for seq, body in entries if (body["source"], body["version"]) == of), 0)


#: The line of enjoin.toml that tells where the database is: of no use elsewhere, perhaps secret.
_DATABASE = re.compile(r"^\s*[\"']?database[\"']?\s*=.*\n?", re.MULTILINE)
_SETTINGS = "enjoin.toml"


def backup(workspace: Workspace, file: Path) -> BackedUp:
    """Write records, originals and settings into one file; that it was made is recorded first."""
    from enjoin.store import backups

    config = workspace.config
    workspace.record("backup", {})
    settings = config.home / _SETTINGS
    said = _DATABASE.sub("", settings.read_text("utf-8")) if settings.exists() else ""
    manifest = backups.write(config.database, config.blobs, said, file, workspace.now())
    return BackedUp(file, file.stat().st_size, manifest.head)


def restore(workspace: Workspace, file: Path) -> Verified:
    """Make an empty home what a backup holds, check it all, build the index, record it.

    When it cannot be made whole, the home is empty again. What was made whole and does not hold was
    so before the backup: it stays for whoever has to look into it.
    """
    from enjoin.store import backups

    config = workspace.config
    _check_empty(config.home)
    manifest = backups.checked(file)
    kept = set(config.home.glob("*"))
    try:
        backups.restore(file, config.database, config.home, config.blobs)
    except BaseException:
        _remove(set(config.home.glob("*")) - kept)
        raise
    verify(workspace, manifest.head)
    with suppress(NoLists):  # without lists there is nothing to build
        workspace.reindex()
    workspace.record("restore", {"head": manifest.head, "made": manifest.made})
    return verify(workspace, manifest.head)


def _check_empty(home: Path) -> None:
    """Refuse a home that holds more than settings.

    Raises:
        InvalidInput: it does.
    """
    if found := sorted(path.name for path in home.glob("*") if path.name != _SETTINGS):
        raise InvalidInput(
            f"{home}: is not empty ({', '.join(found[:3])}); it was left as it is, and nothing was "
            "restored. Name another place with --home DIR."
        )


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
