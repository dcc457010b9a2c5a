"""`enjoin demo`: the main job, on sample data, in one command."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import click

from enjoin.cli.options import shown, told_lists
from enjoin.cli.reports import summary
from enjoin.workspace import Workspace
from enjoin.workspace.demo import Demonstrated


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("enjoin-demo"),
    show_default=True,
    help="Folder for the sample store, the matches and the brief.",
)
@click.pass_obj
def demo(workspace: Workspace, out: Path) -> None:
    """Run the main job on bundled sample data: everything in it is fiction.

    Loads two lists and the register of measures, screens a table of customers, reads five reports
    and writes one HTML brief. It keeps to its own folder: your lists are not touched.

    \b
        enjoin demo
        enjoin demo --out /tmp/enjoin-demo
    """
    done = workspace.demo(out)
    click.echo(f"{done.brief.notes[0]}\n")
    _lists(done)
    _customers(done)
    click.echo("\n3. Reports")
    summary(done.brief)
    click.echo(f"\n4. Brief: {done.page}")
    click.echo(f"   {done.entries} journal entries hold.")
    _next(done, out)


def _lists(done: Demonstrated) -> None:
    click.echo("1. Lists and law")
    for listed in done.lists:
        click.echo(f"   {listed.source} {listed.version}: {listed.entries} entries")
    click.echo(f"   {done.measures} measures of the UN Security Council in force against KP")
    if done.table.stale:
        click.echo("   NOTE: the sample lists are old, so every answer below is marked stale.")


def _customers(done: Demonstrated) -> None:
    table = done.table
    click.echo(f"\n2. Customers: {table.rows} rows, {table.matched} to review")
    with done.matches.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["rank"] == "1":
                told = f"{row['name']} = {row['caption']} [{row['entity_id']}, {row['lists']}]"
                click.echo(f"   {shown(float(row['score']))}  {told}")
                click.echo(f"         {row['reasons']}")
    if table.rejected:
        click.echo(f"   {table.rejected} rows could not be read and were NOT screened:")
        with done.rejected.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                click.echo(f"   line {row['line']}: {row['reason']}")
    click.echo(f"   {told_lists(table.lists)}")


def _next(done: Demonstrated, out: Path) -> None:
    enjoin = "enjoin" if shutil.which("enjoin") else sys.argv[0]
    home = f"{enjoin} --home {out / 'home'}"
    click.echo("\nNext:")
    click.echo(f"   open {done.page}")
    click.echo(f'   {home} screen "Yang Deok-hwa" --accept-stale')
    click.echo(f"   {home} verify")
    click.echo(f"   {enjoin} update          # fetch the real lists, into your own store")
    click.echo(f'   {enjoin} screen "..."    # and screen against them')
