"""What of an earlier result still stands, and which listed parties have changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.model.schema import MATCHABLE
from enjoin.model.time import parse_day
from enjoin.screening.tables.results import Earlier
from enjoin.screening.tables.run import Files
from enjoin.store import exclusions, facts, journal
from enjoin.store.door import Door
from enjoin.store.opening import opened as door_of
from enjoin.store.versions import Version, all_of, in_force
from enjoin.workspace.snapshots import Opened
from enjoin.workspace.values import ALWAYS

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

_KINDS = ("screen-table", "rescreen")


class Kept(NamedTuple):
    """An earlier result, and the listed parties that changed since it was made."""

    earlier: Earlier
    changed: frozenset[str]
    removed: frozenset[str]
    identity: str


def kept_of(
    workspace: Workspace,
    files: Files,
    since: str | None,
    opened: Opened,
    told: Mapping[str, object],
) -> Kept | None:
    """Return what still stands of an earlier result; None where nothing can be relied on.

    That is so when table, columns, terms or scorer are others, or a file beside the result is.

    Raises:
        InvalidInput: there is no earlier result, the journal does not know it, or it is not of the
            lists of the day `since`.
    """
    with door_of(workspace.config.database) as door:
        body = _body(door, files.matches)
        older = _versions(door, files.matches, body, since)
        if not _same(body, files, told):
            return None
        changed, removed = _changed(door, older, opened.versions)
        changed |= _reconsidered(door, body, opened)
    earlier = Earlier(files.matches, files.excluded)
    return Kept(earlier, changed - removed, removed, str(body["result"]))


def _body(door: Door, out: Path) -> journal.Body:
    """Return what the journal says of a result."""
    if not out.is_file():
        raise InvalidInput(
            f"{out}: there is no earlier result to go on from; make one with `enjoin screen-table`."
        )
    sha256 = _sha256(out)
    for body in journal.newest(door, _KINDS, sha256):
        if body["result"] == sha256 and "plan" in body:
            return body
    raise InvalidInput(
        f"{out}: is no result of this store as it was written, so nothing of it can be relied on; "
        "screen the whole table with `enjoin screen-table`."
    )


def _versions(door: Door, out: Path, body: journal.Body, since: str | None) -> dict[str, Version]:
    """Return the versions of lists that a result rests on, by source."""
    rests = {(source, position) for source, position, _ in body["lists"]}
    found = {
        version.source: version
        for source, _ in rests
        for version in all_of(door, source)
        if (source, version.position) in rests
    }
    if since is not None:
        day = parse_day(since).isoformat()
        then = {(v.source, v.position) for v in in_force(door, day, ALWAYS)}
        if then != rests:
            made = ", ".join(f"{v.source} {v.version}" for v in found.values())
            raise InvalidInput(
                f"{out}: rests on {made}, which are not the lists in force on {day}; name a day "
                "on which they were, or leave --since out."
            )
    return found


def _same(body: journal.Body, files: Files, told: Mapping[str, object]) -> bool:
    """Tell whether a result is of the same table on the same terms, and whole."""
    import msgspec

    asked = msgspec.json.decode(msgspec.json.encode(told))
    whole = files.excluded.is_file() and body.get("excluded") == _sha256(files.excluded)
    return whole and all(body.get(key) == value for key, value in asked.items())


def _changed(
    door: Door, older: Mapping[str, Version], newer: Sequence[Version]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the listed parties that changed or came, and those that went."""
    changed, removed = set[str](), set[str]()
    for version in newer:
        before = older.get(version.source)
        if before is not None and before.position == version.position:
            continue
        change = facts.difference(door, before, version)
        changed |= change.added | change.changed
        removed |= change.removed
        touched = change.added | change.changed | change.removed
        both = [each for each in (before, version) if each]
        changed |= set(_owners(door, both, touched))
    return frozenset(changed - removed), frozenset(removed)


def _owners(door: Door, versions: Sequence[Version], subjects: frozenset[str]) -> Iterator[str]:
    """Yield whom subjects belong to that are no parties: a sanction or passport with its own id."""
    for subject in subjects:
        for version in versions:
            for entity in facts.entity(door, version, subject):
                if entity.schema not in MATCHABLE:
                    yield from (*entity.get("entity"), *entity.get("holder"))


def _reconsidered(door: Door, body: journal.Body, opened: Opened) -> set[str]:
    """Return the listed parties about whom clearances came or fell away since."""
    now = {clearance.told.number for of in opened.clearances.values() for clearance in of}
    differ = now ^ set(body.get("clearances", ()))
    each = (state.exclusion for state in exclusions.states(door))
    return {of.entity_id for of in each if of.number in differ}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
