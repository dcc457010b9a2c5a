"""`enjoin measures`, `assess`: what is in force, and what an event would violate."""

from __future__ import annotations

from pathlib import Path

import click

from enjoin.cli.options import as_json, emit, on_option
from enjoin.workspace import Workspace


@click.command()
@on_option
@click.option("--target", metavar="CODE", help="The country a measure is directed at, such as KP.")
@as_json
@click.pass_obj
def measures(workspace: Workspace, on: str | None, target: str | None, as_json: bool) -> None:
    """Show the register of measures as of a day.

    Each measure says whether a rule of Enjoin's can test an event against it; the number of those
    that only a person can test is shown, not hidden.

    \b
        enjoin measures --target KP
        enjoin measures --on 2016-02-01 --target KP --json
    """
    found = workspace.measures(workspace.as_of(on), target)
    if as_json:
        emit(found)
        return
    for measure in found:
        mark = " " if measure["executable"] else "*"
        doubt = "  (to verify)" if measure["to_verify"] else ""
        click.echo(f"{mark} {measure['id']:<18} {measure['valid_from']}  {measure['title']}{doubt}")
    without = sum(not measure["executable"] for measure in found)
    click.echo(f"{len(found)} in force, {without} (*) without an executable rule")


@click.command()
@click.argument("event", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def assess(workspace: Workspace, event: Path, as_json: bool) -> None:
    """Say which measures the EVENT of a JSON file violates or would violate, and which not.

    \b
        echo '{"kind":"transfer","stage":"executed","on":"2023-09-20","from":"KP","to":"RU",
               "goods":[{"name":"rockets","class":"arms"}]}' > event.json
        enjoin assess event.json
        enjoin assess event.json --json
    """
    found = workspace.assess(event)
    if as_json:
        emit(found)
        return
    click.echo(found.text)
    for title, items in (
        ("violates", found.violates),
        ("needs a determination by a person", found.needs_determination),
    ):
        for item in items:
            goods = ", ".join(item.goods)
            click.echo(f"  {title}: {item.measure} ({goods}): {item.because}")
    for looked in found.considered:
        click.echo(f"  considered: {looked.measure}: {looked.because}")
    click.echo(f"addressees: {', '.join(found.addressees)}; standard: {found.standard}")
