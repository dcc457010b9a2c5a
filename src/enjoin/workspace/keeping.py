"""The record kept: is it still what was recorded?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from enjoin.model.errors import RecordChanged
from enjoin.store import blobs, facts, journal
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.store.versions import Version, all_of, loaded
from enjoin.workspace.values import Verified

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def verify(workspace: Workspace, expected: journal.Head | None) -> Verified:
    """Check the journal's chain, and that lists and originals are still what was recorded."""
    with opened(workspace.config.database) as door:
        head = journal.verify(door, expected)
        sealed = [(seq, body) for seq, kind, body in journal.entries(door) if kind == "update"]
        files = door.all("SELECT DISTINCT sha256 FROM list_files ORDER BY sha256")
        versions = [v for of in loaded(door) for v in all_of(door, of)]
    _verify_lists(workspace, versions, sealed)
    for (sha256,) in files:
        blobs.get(workspace.config.blobs, sha256)
    return Verified(head.seq, head, len(versions), len(files))


def _verify_lists(
    workspace: Workspace, versions: Sequence[Version], sealed: Sequence[tuple[int, journal.Body]]
) -> None:
    """Compare every version of every list with the entry that sealed it.

    Raises:
        RecordChanged: a version says something else than when it was recorded, or is gone.
    """
    entries = [(seq, body) for seq, body in sealed if "statements" in body]
    if len(entries) != len(versions):
        told = f"{len(versions)} versions of lists where the journal has {len(entries)}"
        raise RecordChanged(entries[-1][0] if entries else 0, told)
    by_seal = {(b["source"], b["version"], b["sha256"], b["statements"]): s for s, b in entries}
    store = Store(workspace.config.database)
    try:
        with store.read() as connection:
            for version in versions:
                said = facts.said(connection, version)
                key = (version.source, version.version, version.sha256, said)
                if key not in by_seal:
                    told = f"{version.source} {version.version} is not what was recorded"
                    raise RecordChanged(_seq_of(version, entries), told)
    finally:
        store.close()


def _seq_of(version: Version, entries: Sequence[tuple[int, journal.Body]]) -> int:
    of = (version.source, version.version)
    return next((seq for seq, body in entries if (body["source"], body["version"]) == of), 0)
