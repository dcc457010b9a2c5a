"""`enjoin screen`, `screen-table`, `rescreen`, `compare`: is this name on a list?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from enjoin.cli.options import (
    about_party,
    as_json,
    asked,
    emit,
    pairs,
    party_told,
    schema_option,
    shown,
    table_options,
    terms,
    told_lists,
)
from enjoin.cli.progress import progress
from enjoin.model.errors import InvalidInput, TableError
from enjoin.model.match import Match
from enjoin.workspace import CERTIFIED_NEAR, TableAsked, TableDone, Workspace

REVIEW = 4  #: exit code of a screening that a person should look at


@click.command()
@click.argument("name")
@schema_option
@about_party
@click.option(
    "--near", default=0, type=click.IntRange(0), metavar="N", help="Add the N nearest, marked."
)
@click.option("--customer", default="", metavar="ID", help="Your number: what was cleared for it.")
@click.option(
    "--certificate",
    metavar="FILE.html",
    type=click.Path(path_type=Path),
    help="Write a printable record, also when nothing is found.",
)
@terms
@as_json
@click.pass_obj
def screen(
    workspace: Workspace,
    /,
    name: str,
    near: int,
    customer: str,
    certificate: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Say which listed persons, organisations, vessels or aircraft NAME may be.

    Ends with 0 when nobody matches, with 4 when there is a match to review, and with 3 when a
    list is missing or stale: that is never "no match". Matches that a person cleared with
    `enjoin exclude` are shown as such. A certificate names the nearest below the threshold, too.

    \b
        enjoin screen "Kim Jong Un"
        enjoin screen "Ivan Petrov" --schema Person --birth-date 1962 --country RU --near 3
        enjoin screen "Ocean Star" --schema Vessel --id imoNumber=9187629
        enjoin screen "Ocean Star" --schema Vessel --country PA --detail buildDate=1992
        enjoin screen "Ana Stone" --gender female --address "12 Harbour Road, Varnholm"
        enjoin screen "Acme Shipping Ltd" --on 2023-08-08 --accept-stale --json
        enjoin screen "Ana Stone" --birth-date 1984 --certificate ana-stone.html
        enjoin screen "Ri Su Min" --programme DPRK4 --list us_ofac_sdn
    """
    party = party_told(workspace, name, given)
    wanted = asked(workspace, given | {"near": near or (CERTIFIED_NEAR if certificate else 0)})
    screened = workspace.screen(party, wanted, customer=customer)
    if certificate:
        workspace.certify(party, wanted, screened, certificate)
        click.echo(f"certificate: {certificate}", err=True)
    if not near:
        found = tuple(match for match in screened.matches if match.match or match.excluded)
        screened = replace(screened, matches=found)
    for warning in (*workspace.warnings(party), *workspace.unmet(wanted)):
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
    cleared = sum(match.excluded is not None for match in matches)
    near = len(matches) - found - cleared
    said = f"{found} to review" if found else "no match"
    said += f", {cleared} cleared by a person" if cleared else ""
    return said + (f", {near} near" if near else "")


def _show(match: Match) -> None:
    mark = "" if match.match else "  (below the threshold)"
    if clearance := match.excluded:
        people = " and ".join(clearance.by)
        mark = f"  (CLEARED until {clearance.until} by {people}: {clearance.reason})"
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
        parts = (of.programme, of.reference, *dates, "; ".join(of.measures))
        told = ", ".join(part for part in parts if part) or "listed with its holder"
        click.echo(f"      on {of.source} {of.version}: {told}")


@click.command()
@table_options
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where to screen.",
)
@schema_option
@terms
@as_json
@click.pass_obj
def screen_table(workspace: Workspace, /, as_json: bool, **given: Any) -> None:
    """Screen every row of TABLE, a CSV file with a header or a Parquet file.

    Without --map, columns are read by their names (name, full_name, date_of_birth, country, ...);
    with it, only those it names; `--map COLUMN=threshold` gives rows a threshold of their own. The
    result is CSV, or Parquet where OUT ends so. Rows that cannot be read go to OUT.rejected.csv
    with the reason, matches that a person cleared to OUT.excluded.csv. A run that was stopped goes
    on where it was when the same command is given again. `--engine spark` screens on Spark, with
    the same result.
    Ends with 0 when nobody matches and with 4 when there is something to review.

    \b
        enjoin screen-table customers.csv -o matches.csv --schema Person
        enjoin screen-table c.csv -o m.csv --map full_name=name --map dob=birthDate --keep branch
        enjoin screen-table c.parquet -o m.parquet --id-column customer --jobs 2 --json
        enjoin screen-table c.parquet -o m.parquet --engine spark
    """
    wanted = _table_asked(workspace, given)
    with progress(f"screening {wanted.table.name}") as advance:
        done = workspace.screen_table(wanted, advance)
    _end(workspace, wanted, done, as_json)


@click.command()
@table_options
@click.option("--since", metavar="DATE", help="The day whose lists the earlier result rests on.")
@schema_option
@terms
@as_json
@click.pass_obj
def rescreen(workspace: Workspace, /, since: str | None, as_json: bool, **given: Any) -> None:
    """Bring OUT, the result of an earlier `screen-table` of TABLE, up to date with the lists.

    Give the options of that command again. Only listed parties that were added or changed since are
    screened against; the result is what screening the whole table would give, and where the table,
    the terms or the scorer are others, that is done. The journal knows which lists OUT rests on;
    --since checks that. Ends with 0 and 4 as `screen-table` does.

    \b
        enjoin rescreen customers.csv -o matches.csv --schema Person
        enjoin rescreen customers.csv -o matches.csv --schema Person --since 2024-05-01
    """
    wanted = _table_asked(workspace, given)
    with progress(f"rescreening {wanted.table.name}") as advance:
        done = workspace.rescreen(wanted, since, advance)
    _end(workspace, wanted, done, as_json)


def _table_asked(workspace: Workspace, given: dict[str, Any]) -> TableAsked:
    return TableAsked(
        table=given["table"],
        out=given["out"],
        asked=asked(workspace, given),
        columns=dict(pairs(given["columns"], "--map", "COLUMN=PROPERTY, such as full_name=name")),
        schema=given["schema"],
        id_column=given["id_column"],
        keep=given["keep"],
        jobs=given["jobs"],
        engine=given.get("engine", "local"),
    )


def _end(workspace: Workspace, wanted: TableAsked, done: TableDone, as_json: bool) -> None:
    """Tell how a table went, and end with what that means."""
    for warning in workspace.unmet(wanted.asked):
        click.echo(f"warning: {warning}", err=True)
    if as_json:
        emit(done)
    else:
        _tell(workspace, done, wanted.table, wanted.out)
    if done.rows and done.rejected == done.rows:
        raise TableError(f"{wanted.table}: not one row could be read, so nothing was screened.")
    raise SystemExit(REVIEW if done.matched else 0)


def _tell(workspace: Workspace, done: TableDone, table: Path, out: Path) -> None:
    read = ", ".join(f"{column} as {prop}" for column, prop in done.columns.items())
    left = f"; NOT read: {', '.join(done.unread)}" if done.unread else ""
    click.echo(f"{table}: read {read}{left}")
    if done.resumed:
        click.echo(f"went on after {done.resumed:,} rows that an earlier run had screened")
    if done.rescreened is not None:
        click.echo(f"screened against {done.rescreened:,} listed parties that changed")
    click.echo(
        f"{done.rows:,} rows, {done.matched:,} to review, {done.rejected:,} rejected "
        f"({done.names_per_cpu_second:,} names per CPU-second) -> {out}"
    )
    if done.excluded:
        click.echo(f"{done.excluded:,} rows have matches that were cleared: {out}.excluded.csv")
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
