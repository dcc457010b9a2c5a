"""`enjoin screen`, `screen-table`, `compare`: is this name on a list?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from enjoin.cli.options import (
    as_json,
    asked,
    emit,
    pairs,
    schema_option,
    shown,
    terms,
    told_lists,
)
from enjoin.cli.progress import progress
from enjoin.model.errors import InvalidInput, TableError
from enjoin.model.match import Match
from enjoin.workspace import TableAsked, TableDone, Workspace

REVIEW = 4  #: exit code of a screening that a person should look at


@click.command()
@click.argument("name")
@schema_option
@click.option("--birth-date", metavar="DATE", help="Date of birth: 1962, 1962-05 or 1962-05-07.")
@click.option("--country", metavar="CODE", multiple=True, help="A country's name or ISO code.")
@click.option("--id", "ids", multiple=True, metavar="TYPE=VALUE", help="As imoNumber=9187629.")
@click.option(
    "--near", default=0, type=click.IntRange(0), metavar="N", help="Add the N nearest, marked."
)
@terms
@as_json
@click.pass_obj
def screen(
    workspace: Workspace,
    /,
    name: str,
    schema: str,
    birth_date: str | None,
    country: tuple[str, ...],
    ids: tuple[str, ...],
    as_json: bool,
    **given: Any,
) -> None:
    """Say which listed persons, organisations, vessels or aircraft NAME may be.

    Ends with 0 when nobody matches, with 4 when there is a match to review, and with 3 when a
    list is missing or stale: that is never "no match".

    \b
        enjoin screen "Kim Jong Un"
        enjoin screen "Ivan Petrov" --schema Person --birth-date 1962 --country RU --near 3
        enjoin screen "Ocean Star" --schema Vessel --id imoNumber=9187629
        enjoin screen "Acme Shipping Ltd" --on 2023-08-08 --accept-stale --json
    """
    numbered = pairs(ids, "--id", "TYPE=VALUE, such as imoNumber=9187629")
    party = workspace.party(name, schema, birth_date, country, numbered)
    screened = workspace.screen(party, asked(workspace, given))
    for warning in workspace.warnings(party):
        click.echo(f"warning: {warning}", err=True)
    if as_json:
        emit(screened.matches)
    else:
        click.echo(f"{name}: {_counted(screened.matches)}")
        for match in screened.matches:
            _show(match)
    click.echo(told_lists(screened.lists, workspace.not_loaded(screened.lists)), err=as_json)
    raise SystemExit(REVIEW if any(match.match for match in screened.matches) else 0)


def _counted(matches: tuple[Match, ...]) -> str:
    found = sum(match.match for match in matches)
    near = len(matches) - found
    said = f"{found} to review" if found else "no match"
    return said + (f", {near} near" if near else "")


def _show(match: Match) -> None:
    mark = "" if match.match else "  (below the threshold)"
    click.echo(
        f"\n{shown(match.score)}  {match.caption}  [{match.schema}, {match.entity_id}]{mark}"
    )
    names = [e.candidate for e in match.evidence if e.feature == "name"]
    known = [f"listed as {name}" for name in names if name != match.caption]
    known += [f"born {', '.join(match.birth_dates)}"] if match.birth_dates else []
    known += [f"countries {', '.join(match.countries)}"] if match.countries else []
    if known:
        click.echo(f"      {'; '.join(known)}")
    for item in match.evidence:
        click.echo(f"      {item.weight:+6.1f}  {item.feature}: {item.reason}")
    for of in match.listings:
        dates = (of.listed_on and f"listed {of.listed_on}", of.ended_on and f"until {of.ended_on}")
        told = (of.programme, of.reference, *dates, "; ".join(of.measures))
        click.echo(f"      on {of.source} {of.version}: {', '.join(part for part in told if part)}")


@click.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The result.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=PROPERTY", help="What it means.")
@click.option("--id-column", metavar="COLUMN", help="Your own number of a row (default: id).")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Copy this column to the result.")
@click.option("--jobs", default=1, type=click.IntRange(1, 64), help="Processes to use.")
@schema_option
@terms
@as_json
@click.pass_obj
def screen_table(
    workspace: Workspace,
    /,
    table: Path,
    out: Path,
    columns: tuple[str, ...],
    id_column: str | None,
    keep: tuple[str, ...],
    jobs: int,
    schema: str,
    as_json: bool,
    **given: Any,
) -> None:
    """Screen every row of TABLE, a CSV file with a header.

    Without --map, columns are read by their names (name, full_name, date_of_birth, country, ...);
    with it, only those it names. Rows that cannot be read go to OUT.rejected.csv with the reason.
    Ends with 0 when nobody matches and with 4 when there is something to review.

    \b
        enjoin screen-table customers.csv -o matches.csv --schema Person
        enjoin screen-table c.csv -o m.csv --map full_name=name --map dob=birthDate --keep branch
        enjoin screen-table c.csv -o m.csv --id-column customer --jobs 2 --json
    """
    mapped = dict(pairs(columns, "--map", "COLUMN=PROPERTY, such as full_name=name"))
    with progress(f"screening {table.name}") as advance:
        done = workspace.screen_table(
            TableAsked(
                table=table,
                out=out,
                asked=asked(workspace, given),
                columns=mapped,
                schema=schema,
                id_column=id_column,
                keep=keep,
                jobs=jobs,
            ),
            advance,
        )
    if as_json:
        emit(done)
    else:
        _tell(workspace, done, table, out)
    if done.rows and done.rejected == done.rows:
        raise TableError(f"{table}: not one row could be read, so nothing was screened.")
    raise SystemExit(REVIEW if done.matched else 0)


def _tell(workspace: Workspace, done: TableDone, table: Path, out: Path) -> None:
    read = ", ".join(f"{column} as {prop}" for column, prop in done.columns.items())
    left = f"; NOT read: {', '.join(done.unread)}" if done.unread else ""
    click.echo(f"{table}: read {read}{left}")
    click.echo(
        f"{done.rows:,} rows, {done.matched:,} to review, {done.rejected:,} rejected "
        f"({done.names_per_cpu_second:,} names per CPU-second) -> {out}"
    )
    if done.rejected:
        click.echo(f"rows that could not be read were NOT screened: {out}.rejected.csv")
    click.echo(told_lists(done.lists, workspace.not_loaded(done.lists)))


@click.command()
@click.argument("names", nargs=-1)
@schema_option
@click.option("--csv", "table", type=click.Path(path_type=Path), help="A table of pairs.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The table with its scores.")
@as_json
@click.pass_obj
def compare(
    workspace: Workspace,
    names: tuple[str, ...],
    schema: str,
    table: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Score a pair of NAMES, or every pair of a table with columns schema, name1, name2.

    \b
        enjoin compare "Kim Jong Un" "Gim Jeong-eun" --schema Person
        enjoin compare --csv pairs.csv -o scored.csv
    """
    if table and out and not names:
        rows = workspace.compare_table(table, out)
        click.echo(f"{rows:,} pairs -> {out}")
        return
    if len(names) != 2 or table or out:
        raise InvalidInput("compare takes two names, or --csv IN -o OUT.")
    result = workspace.compare(*names, schema)
    if as_json:
        emit(result)
        return
    click.echo(f"{result.score:.4f}  {names[0]} / {names[1]}")
    for item in result.evidence:
        click.echo(f"        {item.weight:+6.1f}  {item.feature}: {item.reason}")
