"""A round of updates: many lists fetched in parallel, recorded one by one, indexed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from enjoin.model.errors import EnjoinError, NoLists
from enjoin.sources import source
from enjoin.workspace.fetching import fetched_each
from enjoin.workspace.updating import reindex, update
from enjoin.workspace.values import Origin, Updated

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Told the list, how much was done since last told, and of what: bytes fetched, entries read.
Told = Callable[[str, int, str], None]


def update_each(
    workspace: Workspace, names: Sequence[str], progress: Told
) -> Iterator[tuple[str, Updated | EnjoinError]]:
    """Update lists from their publishers; yield each as it is done, or why it failed.

    One that fails keeps its stored version and stops no other. The index is built after the last:
    until then screenings that need the new versions build it themselves.
    """
    known = {name: source(name).info for name in names}
    new = False
    for name, files in fetched_each(workspace.config, known.values(), _fetching(progress)):
        if isinstance(files, EnjoinError):
            yield name, files
            continue
        try:
            origin = Origin(fetched=files, index=False)
            done = update(workspace, name, origin, _reading(progress, name))
        except EnjoinError as error:
            yield name, error
            continue
        new = new or not done.unchanged
        yield name, done
    if new:
        _reindex(workspace)


def _reindex(workspace: Workspace) -> None:
    """Build today's index; with a list that has no version yet there is none to build."""
    try:
        reindex(workspace)
    except NoLists:
        return


def _fetching(progress: Told) -> Callable[[str, int], None]:
    return lambda name, size: progress(name, size, "bytes fetched")


def _reading(progress: Told, name: str) -> Callable[[int], None]:
    return lambda entries: progress(name, entries, "entries read")
