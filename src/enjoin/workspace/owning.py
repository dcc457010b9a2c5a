"""Ownership and lifting through the door: read, answered, drawn; what is claimed is journaled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from enjoin.law.authorities import LiftRequest as LiftRequest  # noqa: PLC0414  (a door)
from enjoin.law.authorities import LiftResult as LiftResult  # noqa: PLC0414  (a door)
from enjoin.law.authorities import lift_test, read_request
from enjoin.law.ownership.assess import own
from enjoin.law.ownership.graph import Graph as Graph  # noqa: PLC0414  (a door)
from enjoin.law.ownership.graph import check, read_graph
from enjoin.law.ownership.result import Ownership as Ownership  # noqa: PLC0414  (a door)
from enjoin.law.register import register
from enjoin.model.errors import InvalidInput
from enjoin.store.journal import digest
from enjoin.workspace.values import ALWAYS, AsOf

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def owned(graph: Graph, regime: str, as_of: AsOf) -> Ownership:
    """Apply a regime's ownership test of a day to a graph that was checked."""
    known = None if as_of.known == ALWAYS else as_of.known
    return own(graph, regime, as_of.on, register().ownership_test, known)


def graph_of(path: Path | None, stakes: Sequence[Path]) -> Graph:
    """Read a graph, and add the stakes of GLEIF level 2 or BODS files to it.

    Raises:
        InvalidInput: a file is not there or holds no such thing, or the graph contradicts itself.
    """
    graph = read_graph(content(path)) if path else Graph()
    if not stakes:
        return graph
    from enjoin.law.ownership.files import read_stakes

    read = [read_stakes(content(file), file.name) for file in stakes]
    graph = msgspec.structs.replace(
        graph,
        stakes=(*graph.stakes, *(stake for each in read for stake in each.stakes)),
        control=(*graph.control, *(one for each in read for one in each.control)),
    )
    check(graph)
    return graph


def draw(found: Ownership, out: Path) -> None:
    """Write an answer as a picture, whole or not at all."""
    from enjoin.pages.ownership import picture
    from enjoin.store.blobs import write_whole

    if out.is_dir() or not out.parent.is_dir():
        raise InvalidInput(f"{out}: is no file to write; name one in a folder that is there.")
    write_whole(out, picture(found).encode())


def lifted(workspace: Workspace, request: Path | LiftRequest) -> LiftResult:
    """Test a request to lift, or the one in a JSON file; also what is refused is journaled."""
    asked = read_request(content(request)) if isinstance(request, Path) else request
    result = lift_test(asked, register())
    workspace.record(
        "lift-test",
        {
            "input": digest(asked),
            "measure": asked.measure,
            "act": asked.act,
            "effective": result.effective,
            "law": register().version,
        },
    )
    return result


def content(path: Path) -> bytes:
    """Read a file that somebody named.

    Raises:
        InvalidInput: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}).") from error
