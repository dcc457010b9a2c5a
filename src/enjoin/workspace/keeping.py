"""The record kept: is it still what was recorded, and is there a copy of it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from enjoin.model.errors import InvalidInput, NoLists, RecordChanged
from enjoin.store import blobs, facts, identity, journal
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
        entries = list(journal.entries(door))
        sealed = [(seq, body) for seq, kind, body in entries if kind == "update"]
        judged = [(seq, body) for seq, kind, body in entries if kind == "judgement"]
        files = door.all("SELECT DISTINCT sha256 FROM list_files ORDER BY sha256")
        versions = [v for of in loaded(door) for v in all_of(door, of)]
        _verify_lists(door, versions, sealed)
        _verify_judgements(door, judged)
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
        _is_told(version, body)
        and (
            body["seal"] == facts.seal(door, version)
            if "seal" in body
            else body["statements"] == facts.seal_of_statements(door, version)
        )
        for body in entries
    )


def _is_told(version: Version, body: journal.Body) -> bool:
    """Tell whether what is kept about a version is what its entry says, as far as it says it."""
    known = version._asdict()
    return all(known[field] == body[field] for field in known.keys() & body.keys())


def _seq_of(version: Version, entries: Sequence[tuple[int, journal.Body]]) -> int:
    """Return the entry that a version is to be compared with: its own, or the last of its list."""
    of = [(seq, body) for seq, body in entries if body["source"] == version.source]
    own = [seq for seq, body in of if body["version"] == version.version]
    return own[-1] if own else of[-1][0] if of else entries[-1][0]


def _verify_judgements(door: Door, sealed: Sequence[tuple[int, journal.Body]]) -> None:
    """Compare every judgement with the entry that sealed it.

    Raises:
        RecordChanged: one is not what was recorded, is gone, or was never recorded.
    """
    last = sealed[-1][0] if sealed else 0
    kept = {act.seq: identity.seal(act) for act in identity.acts(door)}
    if len(kept) != len(sealed):
        raise RecordChanged(last, f"{len(kept)} judgements where the journal has {len(sealed)}")
    for seq, body in sealed:
        if kept.get(body["seq"]) != body["seal"]:
            raise RecordChanged(seq, f"judgement {body['seq']} is not what was recorded")


#: The line of enjoin.toml that tells where the database is: of no use elsewhere, perhaps secret.
_DATABASE = re.compile(r"^\s*[\"']?database[\"']?\s*=.*\n?", re.MULTILINE)
_SETTINGS = "enjoin.toml"


def backup(workspace: Workspace, file: Path) -> BackedUp:
    """Write records, originals and settings into one file; that it was made is recorded first."""
    from enjoin.store import backups

    config = workspace.config
    blobs.check_folder(file)
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
