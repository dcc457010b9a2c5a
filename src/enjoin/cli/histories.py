"""`enjoin history`: what befell a party, in words and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enjoin.cli.options import as_json, asked, emit, terms, told_lists
from enjoin.workspace import Workspace

if TYPE_CHECKING:
    from enjoin.workspace import Befell, History

PATHS = click.Path(path_type=Path)


@click.command()
@click.argument("party")
@click.option(
    "--with", "together", multiple=True, metavar="ID", help="Another entry that is this party."
)
@click.option("--graph", type=PATHS, metavar="GRAPH.json", help="Ownership, as `enjoin own` reads.")
@click.option(
    "--reports", multiple=True, type=PATHS, metavar="FILE", help="Reports; can be repeated."
)
@click.option("--picture", type=PATHS, metavar="FILE.svg", help="Draw it as a picture.")
@terms
@as_json
@click.pass_obj
def history(
    workspace: Workspace,
    /,
    party: str,
    together: tuple[str, ...],
    graph: Path | None,
    reports: tuple[Path, ...],
    picture: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Tell what befell a PARTY: listings, ownership, reports, findings, decisions, by date.

    PARTY is the id of an entry, or a name: then the best match at the threshold is taken, and that
    is told; where several are as near they are listed, and the command ends with 2.

    \b
        enjoin history un_sc-6908434
        enjoin history "Ocean Maritime Management" --picture history.svg
        enjoin history us_ofac_sdn-20157 --graph graph.json --reports reports/ --json
    """
    found = workspace.history(party, asked(workspace, given), together, graph, reports)
    if picture:
        workspace.draw_history(found, picture)
    if as_json:
        emit(found)
    else:
        _tell(found)


def _tell(found: History) -> None:
    click.echo(f"{found.party}, up to {found.on}")
    for id_, why in found.entries.items():
        click.echo(f"  {id_}: {why}")
    for each in found.befell:
        click.echo(_line(each))
    for told in found.goes_with:
        click.echo(f"goes with {told}")
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if found.lists:
        click.echo(told_lists(found.lists), err=True)


def _line(each: Befell) -> str:
    until = f", until {each.until}" if each.until else ""
    reported = ", reported by then" if each.at_latest and each.lane == "reports" else ""
    return f"{each.on or 'undated':<10}  {each.what}{until}{reported}"
