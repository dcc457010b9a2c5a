"""`enjoin entity`, `judge`: one entry of a list, and which entries are one party."""

from __future__ import annotations

from typing import Any

import click

from enjoin.cli.options import as_json, emit, known_option, on_option
from enjoin.model.errors import InvalidInput
from enjoin.workspace import Shown, Workspace

_QUIET = frozenset({"addressEntity", "topics", "entity", "holder"})


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--history", is_flag=True, help="What came and went with each version.")
@on_option
@known_option
@as_json
@click.pass_obj
def entity(
    workspace: Workspace,
    id_: str,
    history: bool,
    on: str | None,
    known: str | None,
    as_json: bool,
) -> None:
    """Show an entry of a list as of a day: what it says, since when, and what it goes with.

    \b
        enjoin entity un_sc-6908434
        enjoin entity us_ofac_sdn-20157 --on 2019-06-01 --history
    """
    found = workspace.entity(id_, workspace.as_of(on, known))
    if as_json:
        emit(found)
        return
    _tell(found)
    if history:
        _tell_history(found)


def _tell(found: Shown) -> None:
    if found.entity is None:
        click.echo(f"{found.id}: NOT on {found.source} on that day")
    else:
        what = f"[{found.entity['schema']}, {found.id}]"
        click.echo(f"{found.entity['caption']}  {what}, as {found.source} {found.version} has it")
        _tell_properties(found.entity["properties"], "  ")
        for part in found.parts:
            click.echo(f"  {part['schema']}")
            _tell_properties(part["properties"], "    ")
    for since, until in found.periods:
        click.echo(f"listed from {since} until {until or 'now'}, by the versions that are loaded")
    for other in found.linked:
        click.echo(f"goes with {other.caption} [{other.entity_id}] ({other.by}): {other.why}")


def _tell_properties(properties: dict[str, Any], indent: str) -> None:
    for prop, values in properties.items():
        if prop not in _QUIET:
            click.echo(f"{indent}{prop}: {'; '.join(values)}")


def _tell_history(found: Shown) -> None:
    for day in found.history:
        click.echo(f"\n{day.on} (recorded {day.recorded[:19]}Z)")
        for field, value in day.went:
            click.echo(f"  - {field}: {value}")
        for field, value in day.came:
            click.echo(f"  + {field}: {value}")


@click.command()
@click.argument("one", metavar="ID1")
@click.argument("other", metavar="ID2")
@click.argument("verdict", type=click.Choice(["same", "different", "open", "confirm", "withdraw"]))
@click.option("--by", required=True, metavar="PERSON", help="Who says so.")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@as_json
@click.pass_obj
def judge(
    workspace: Workspace,
    one: str,
    other: str,
    verdict: Any,
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    """Say whether two entries are the same party. One person proposes, another confirms.

    The entries stay as their publishers gave them. `open` undoes a judgement, by two people as
    well; `withdraw` takes back what is only proposed. Everything is kept.

    \b
        enjoin judge un_sc-690001 us_ofac_sdn-1234 same --by ana --reason "same passport"
        enjoin judge un_sc-690001 us_ofac_sdn-1234 confirm --by ben
        enjoin judge un_sc-690001 us_ofac_sdn-1234 open --by ana --reason "another birth date"
    """
    if verdict == "withdraw":
        state = workspace.withdraw(one, other, by, reason)
    elif verdict == "confirm":
        state = workspace.judge(one, other, None, by)
    else:
        if not reason:
            raise InvalidInput("A proposal needs a reason: add --reason TEXT.")
        state = workspace.judge(one, other, verdict, by, reason)
    if as_json:
        emit({"in_force": state.in_force, "proposed": state.proposed})
        return
    if held := state.in_force:
        people = f"{held.proposed_by} and {held.confirmed_by}"
        click.echo(f"in force: {held.verdict}, by {people}: {held.reason}")
    if waits := state.proposed:
        told = f"proposed: {waits.verdict}, by {waits.proposed_by}: {waits.reason}"
        click.echo(f"{told}; another person has to confirm it")
    if state == (None, None):
        click.echo("nothing is judged or proposed of these two")
