"""`enjoin update`, `lists`, `delta`: what is in force, and how old it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from enjoin.cli.options import as_json, emit, known_option, on_option
from enjoin.cli.progress import Bars, bars
from enjoin.cli.schedule import schedule
from enjoin.model.errors import EnjoinError, InvalidInput
from enjoin.model.match import ListVersion
from enjoin.workspace import FieldChange, Origin, Updated, Workspace


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--from", "origin", metavar="FILE|DIR|URL", help="Read it from there.")
@click.option("--version", metavar="DATE", help="The date of a list whose file carries none.")
@click.option("--accept", type=int, metavar="N", help="Accept that the list has N entries now.")
@click.option("--reindex", is_flag=True, help="Build the screening index again; fetch nothing.")
@click.option("--schedule", "shown", is_flag=True, help="Print a cron line and a systemd timer.")
@as_json
@click.pass_obj
def update(
    workspace: Workspace,
    sources: tuple[str, ...],
    origin: str | None,
    version: str | None,
    accept: int | None,
    reindex: bool,
    shown: bool,
    as_json: bool,
) -> None:
    """Fetch lists from their publishers, or read one --from a file, and build the index.

    Each list is loaded whole or not at all: when something is wrong with it, the stored list
    stays in force and the command ends with 3; the other lists are still updated. Lists are
    fetched in parallel.

    \b
        enjoin update
        enjoin update un_sc
        enjoin update un_sc --from consolidated.xml
        enjoin update table:watch --from customers-to-watch.xlsx
        enjoin update --schedule
        enjoin update us_ofac_sdn --from sdn/ --version 2021-07-07
    """
    if reindex:
        click.echo(f"index: {workspace.reindex()}")
        return
    if shown:
        click.echo(schedule(workspace.config.home), nl=False)
        return
    made: list[Updated] = []
    failed = 0
    with bars() as drawn:
        for name, done in _updates(workspace, sources, _origin(origin, version, accept), drawn):
            drawn.finish(name)
            if isinstance(done, EnjoinError):
                click.echo(f"enjoin: {done}", err=True)
                failed = max(failed, done.exit_code)
                continue
            made.append(done)
            _warn(done)
            if not as_json:
                _tell(done, workspace.as_of().on.isoformat())
    if as_json:
        emit(made)
    raise SystemExit(failed)


def _updates(
    workspace: Workspace, sources: tuple[str, ...], origin: Origin, drawn: Bars
) -> Iterator[tuple[str, Updated | EnjoinError]]:
    """Update lists: one from where it is said to be, or each from its publisher, in parallel.

    Raises:
        InvalidInput: what is said of one list is said of several.
    """
    names = sources or workspace.sources()
    if origin == Origin():
        yield from workspace.update_each(names, drawn.advance)
        return
    if len(names) != 1:
        raise InvalidInput("--from, --version and --accept go with exactly one SOURCE.")
    try:
        told = partial(drawn.advance, names[0], told="entries")
        yield names[0], workspace.update(names[0], origin, told)
    except EnjoinError as error:
        yield names[0], error


def _warn(done: Updated) -> None:
    """Say loudly what of a list was not there to be read."""
    for absent in done.missing:
        click.echo(
            f"warning: {done.source}: read without {absent}: what is there is NOT known", err=True
        )


def _origin(origin: str | None, version: str | None, accept: int | None) -> Origin:
    if origin and origin.startswith(("http://", "https://")):
        return Origin(url=origin, version=version, accept=accept)
    return Origin(path=Path(origin) if origin else None, version=version, accept=accept)


def _tell(done: Updated, today: str) -> None:
    if done.unchanged:
        click.echo(f"{done.source} {done.version}: unchanged, {done.entries:,} entries")
        return
    basis = {"inferred": " (date of the file)", "stated": " (as stated)"}.get(done.basis, "")
    basis += ", the same file read anew by this Enjoin" if done.reread else ""
    ahead = "; NOT in force before that day" if done.version > today else ""
    click.echo(
        f"{done.source} {done.version}{basis}: {done.entries:,} entries; "
        f"{done.added:,} added, {done.removed:,} removed, {done.changed:,} changed{ahead}"
    )


@click.command()
@on_option
@known_option
@as_json
@click.pass_obj
def lists(workspace: Workspace, on: str | None, known: str | None, as_json: bool) -> None:
    """Show the lists in force: version, age, entries.

    \b
        enjoin lists
        enjoin lists --on 2023-08-08 --json
    """
    found = workspace.lists(workspace.as_of(on, known))
    if as_json:
        emit(found)
        return
    for listed in found:
        _tell_list(listed)
    if absent := [name for name in workspace.sources() if name not in {of.source for of in found}]:
        click.echo(f"not loaded: {', '.join(absent)}")
    if not found:
        where = workspace.config.home
        click.echo(f"no list is loaded in {where}; run `enjoin update`", err=True)


def _tell_list(listed: ListVersion) -> None:
    basis = "" if listed.basis == "publisher" else f" ({listed.basis})"
    stale = f"STALE (allowed: {listed.max_age_days})" if listed.stale else "fresh"
    click.echo(
        f"{listed.source:<14} {listed.version}{basis}  {listed.entries:>7,} entries  "
        f"{listed.age_days:,} days old, {stale}  {listed.format or 'format not recorded'}  "
        f"sha256 {listed.sha256[:12]}"
    )
    for absent in listed.missing:
        click.echo(f"{'':<14} WITHOUT {absent}")
    if listed.unverified:
        click.echo(f"{'':<14} unverified: this reader has not yet seen a real file of this format")
    if listed.retired:
        click.echo(f"{'':<14} RETIRED: {listed.retired}")


@click.command()
@click.argument("source")
@click.option("--since", metavar="V", help="The version to compare with (default: the one before).")
@click.option("--until", metavar="V", help="The version compared (default: the newest).")
@known_option
@as_json
@click.pass_obj
def delta(
    workspace: Workspace,
    source: str,
    since: str | None,
    until: str | None,
    known: str | None,
    as_json: bool,
) -> None:
    """Show what changed on a list between two versions, by the publisher's numbers, in words.

    \b
        enjoin delta un_sc
        enjoin delta us_ofac_sdn --since 2024-02-01 --until 2024-03-01 --json
    """
    found = workspace.delta(source, since, until, workspace.as_of(known=known).known)
    if as_json:
        emit(found)
        return
    told = f"{len(found.added):,} added, {len(found.removed):,} removed"
    click.echo(f"{source} {found.since} to {found.until}: {told}, {len(found.changed):,} changed")
    for entry in found.details:
        click.echo(f"{_MARKS[entry.change]} {entry.id}  {entry.caption}  [{entry.schema}]")
        for field in entry.fields:
            click.echo(f"      {_told_change(field)}")


_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def _told_change(change: FieldChange) -> str:
    """Say in words how a field changed: from one value to another, or what went and came."""
    if len(change.removed) == len(change.added) == 1:
        return f"{change.field}: {change.removed[0]!r} became {change.added[0]!r}"
    gone = f"no longer {_listed(change.removed)}" if change.removed else ""
    come = f"now also {_listed(change.added)}" if change.added else ""
    return f"{change.field}: {', '.join(part for part in (gone, come) if part)}"


def _listed(values: Sequence[str]) -> str:
    return "; ".join(repr(value) for value in values)
