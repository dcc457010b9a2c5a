"""`enjoin export`: the lists in force, for other software."""

from __future__ import annotations

from pathlib import Path

import click

from enjoin.cli.options import as_json, emit, on_option, told_lists
from enjoin.workspace import Asked, Workspace


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["ftm", "csv", "parquet"]),
    default="ftm",
    show_default=True,
    help="Entities as FollowTheMoney's JSON lines, or targets one a row.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT",
    help="The file to write; it appears when all of it is written.",
)
@click.option("--list", "lists", multiple=True, metavar="SOURCE", help="Only this list.")
@on_option
@click.option("--known", metavar="INSTANT", help="What was recorded by then.")
@click.option("--accept-stale", is_flag=True, help="Export old lists, and say so.")
@as_json
@click.pass_obj
def export(
    workspace: Workspace,
    form: str,
    out: Path,
    lists: tuple[str, ...],
    on: str | None,
    known: str | None,
    accept_stale: bool,
    as_json: bool,
) -> None:
    """Write what is in force on a day, in OpenSanctions' formats.

    ftm is entities.ftm.json, which FollowTheMoney, yente and `enjoin update ftm:NAME` read; csv is
    targets.simple.csv; parquet has the same columns. The export is journaled with its hash.

    \b
        enjoin export -o in_force.ftm.json
        enjoin export --format csv --list un_sc --on 2023-08-08 -o un.csv
    """
    asked = Asked(workspace.as_of(on, known), lists=lists, accept_stale=accept_stale)
    done = workspace.export(out, form, asked)
    if as_json:
        emit(done)
        return
    what = "entities" if form == "ftm" else "targets"
    click.echo(f"{done.out}: {done.entities:,} {what}, sha256 {done.sha256}")
    click.echo(told_lists(done.lists), err=True)
