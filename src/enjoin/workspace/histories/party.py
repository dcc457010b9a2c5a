"""Whose history is asked for: the entries that are one party, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Match, Party
from enjoin.model.schema import NAME_KINDS
from enjoin.store.opening import opened
from enjoin.store.versions import source_of
from enjoin.workspace.values import Asked, Shown

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Scores this near to the best are no ground to prefer one entry to another.
NEAR = 0.05

Found = tuple[dict[str, str], tuple[ListCited, ...], tuple[str, ...]]


def found(workspace: Workspace, party: str, asked: Asked, in_graph: bool) -> Found:
    """Return the entry a party is, and why; the lists that were looked at; what to note.

    Raises:
        InvalidInput: several entries are as near to the name, or none is near at all.
    """
    with opened(workspace.config.database) as door:
        if source_of(door, party):
            return {party: "as asked"}, (), ()
    stale = msgspec.structs.replace(asked, accept_stale=True)
    answer = workspace.screen(Party(names=(party,)), stale)
    matches = [match for match in answer.matches if match.match]
    notes = tuple(f"{c.source} {c.version} is STALE" for c in answer.lists if c.stale)
    if not matches and in_graph:
        return {}, answer.lists, (f"{party}: no list has such a name at the threshold", *notes)
    if not matches:
        told = ", ".join(f"{c.source} {c.version}" for c in answer.lists)
        raise InvalidInput(
            f"{party!r}: nobody of that name is listed ({told}, from a score of "
            f"{answer.threshold} on), and no graph has it; lower --threshold or give an id."
        )
    best = matches[0]
    _check_single(workspace, party, [m for m in matches if m.score >= best.score - NEAR], asked)
    return {best.entity_id: f"best match of {party!r}, {best.score:.2f}"}, answer.lists, notes


def _check_single(workspace: Workspace, party: str, near: Sequence[Match], asked: Asked) -> None:
    """Refuse a name to which several entries are as near that are not known to be one party.

    Raises:
        InvalidInput: names them.
    """
    one, _ = entries(workspace, {near[0].entity_id: ""}, asked)
    if all(match.entity_id in one for match in near):
        return
    told = "\n".join(f"  {m.entity_id}  {m.score:.2f}  {m.caption} ({m.schema})" for m in near)
    raise InvalidInput(
        f"{party!r}: several entries are as near:\n{told}\n"
        "Give the id of one; those that are the same party can be added with --with ID."
    )


def entries(
    workspace: Workspace, first: Mapping[str, str], asked: Asked
) -> tuple[dict[str, Shown], dict[str, str]]:
    """Return the entries that are one party, by publishers' references and judgements, and why."""
    why, waiting = dict(first), list(first)
    shown: dict[str, Shown] = {}
    while waiting:
        id_ = waiting.pop(0)
        shown[id_] = one = workspace.entity(id_, asked.as_of)
        apart = {other.entity_id for other in one.linked if other.same is False}
        for other in one.linked:
            if other.same and other.entity_id not in apart | why.keys():
                why[other.entity_id] = other.why
                waiting.append(other.entity_id)
    return shown, why


def names(shown: Mapping[str, Shown]) -> Iterator[str]:
    """Yield captions, then every name that a list ever gave the entry itself, not its ties."""
    for one in shown.values():
        if one.entity:
            yield one.entity["caption"]
        for dated in one.history:
            yield from (value for field, value in dated.came if field in NAME_KINDS)


def goes_with(shown: Mapping[str, Shown]) -> Iterator[str]:
    """Yield, in words, entries that go with the party and are not taken as it."""
    for one in shown.values():
        for other in one.linked:
            if other.entity_id not in shown:
                yield f"{other.caption} [{other.entity_id}] ({other.by}): {other.why}"
