"""`enjoin exclude`, `exclusions`: matches that a person cleared, and whether that still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from enjoin.cli.options import (
    about_party,
    as_json,
    asked,
    emit,
    on_option,
    pairs,
    party_told,
    schema_option,
)
from enjoin.cli.options import terms as terms_options
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Party
from enjoin.model.time import parse_day
from enjoin.workspace import Asked, Clearing, Exclusion, TableAsked, Workspace


@click.command()
@click.argument("party", required=False)
@click.argument("entity_id", required=False)
@click.option("--by", required=True, metavar="PERSON", help="Who says so.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is somebody else.")
@click.option("--until", metavar="DATE", help="The last day on which it holds.")
@click.option("--confirm", type=int, metavar="NUMBER", help="Be the second person.")
@click.option("--withdraw", type=int, metavar="NUMBER", help="End a clearance.")
@click.option(
    "--table", type=click.Path(path_type=Path), help="PARTY is a customer's number in this table."
)
@click.option("--map", "columns", multiple=True, metavar="COLUMN=PROPERTY", help="What it means.")
@click.option("--id-column", metavar="COLUMN", help="The column of numbers (default: id).")
@schema_option
@about_party
@terms_options
@as_json
@click.pass_obj
def exclude(
    workspace: Workspace,
    /,
    party: str | None,
    entity_id: str | None,
    by: str,
    reason: str,
    until: str | None,
    confirm: int | None,
    withdraw: int | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Clear a match: PARTY, as it is asked about here, is not the listed ENTITY_ID.

    PARTY is a name, with what else is known of it; or with --table a customer's number, and its row
    tells the rest. From then on answers show the match as cleared, until the day given, and as long
    as neither these data nor the entry on the list change. Where an identifier of both agrees, a
    second person has to confirm it. Everything is kept and journaled.

    \b
        enjoin exclude "Ivan Petrov" us_ofac_sdn-1234 --birth-date 1990-01-02 --by ana \\
            --reason "thirty years younger" --until 2025-06-30
        enjoin exclude C-17 un_sc-6908434 --table customers.csv --id-column customer \\
            --by ana --reason "other passport" --until 2025-06-30
        enjoin exclude --confirm 3 --by ben
        enjoin exclude --withdraw 3 --by ben --reason "the passport was forged"
    """
    if confirm is not None:
        made = workspace.confirm_exclusion(confirm, by)
    elif withdraw is not None:
        made = workspace.withdraw_exclusion(withdraw, by, reason)
    elif not (party and entity_id and until and reason):
        raise InvalidInput("exclude takes PARTY, ENTITY_ID, --reason and --until.")
    else:
        wanted = asked(workspace, given)
        about = _party(workspace, party, wanted, given)
        customer = party if given["table"] else ""
        clearing = Clearing(by, reason, parse_day(until), customer)
        made = workspace.exclude(about, entity_id, clearing, wanted)
    emit(made) if as_json else _show(made)


def _party(workspace: Workspace, party: str, wanted: Asked, given: dict[str, Any]) -> Party:
    """Return the party of a name and options, or of the row of a customer's number."""
    if given["table"] is None:
        return party_told(workspace, party, given)
    table = TableAsked(
        table=given["table"],
        out=given["table"],
        asked=wanted,
        columns=dict(pairs(given["columns"], "--map", "COLUMN=PROPERTY, such as full_name=name")),
        schema=given["schema"],
        id_column=given["id_column"],
    )
    return workspace.customer(table, party)


@click.command()
@on_option
@click.option("--known", metavar="INSTANT", help="What was recorded by then.")
@as_json
@click.pass_obj
def exclusions(workspace: Workspace, on: str | None, known: str | None, as_json: bool) -> None:
    """Show every match that was cleared, by whom, why, until when, and whether it still holds.

    \b
        enjoin exclusions
        enjoin exclusions --on 2025-01-31 --json
    """
    found = workspace.exclusions(workspace.as_of(on, known))
    if as_json:
        emit(found)
        return
    for each in found:
        _show(each)
    if not found:
        click.echo("nothing was cleared")


def _show(of: Exclusion) -> None:
    whose = f"customer {of.customer}, {of.party}" if of.customer else of.party
    click.echo(
        f"{of.number}: {of.state}: {whose} is not {of.entity_id}, until {of.until}, "
        f"by {' and '.join(of.by)}: {of.reason}"
    )
    if of.state == "to be confirmed":
        told = "an identifier of both agrees, so another person has to confirm it"
        click.echo(f"   {told}: enjoin exclude --confirm {of.number} --by PERSON")
