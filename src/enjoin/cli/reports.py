"""`enjoin read`, `watch`, `brief`: public reporting into evidence."""

from __future__ import annotations

import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import click

from enjoin.cli.options import as_json, asked, emit, reader_option, shown, terms
from enjoin.cli.progress import progress
from enjoin.model.errors import DocumentError
from enjoin.model.report import Brief, Failure, ListedMention, Report
from enjoin.workspace import Workspace

#: Whether a file can be read is told of each: one that cannot be does not stop the others.
PATHS = click.Path(path_type=Path, readable=False)


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATHS)
@reader_option
@as_json
@click.pass_obj
def read(workspace: Workspace, files: tuple[Path, ...], reader: str | None, as_json: bool) -> None:
    """Read reports: main text, who said what, what happened, with the exact place of each.

    A file that cannot be read is told on standard error, the others are read, and the command
    ends with 1. With --json it prints one document a line. A --reader of another maker is asked in
    a process of its own; what it says is checked against the text, and refused where it does not
    hold.

    \b
        enjoin read article.txt
        enjoin read reports/*.txt --json > read.jsonl
        enjoin read article.txt --reader quay
    """
    failed = 0
    with progress("reading", len(files)) as advance:
        for path in files:
            for found in workspace.read_each(path, reader):
                if isinstance(found, DocumentError):
                    click.echo(f"enjoin: {found}", err=True)
                    failed += 1
                else:
                    emit(found) if as_json else _show(found)
            advance(1)
    raise SystemExit(1 if failed else 0)


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="FOLDER|FEED...")
@click.option("--once", is_flag=True, help="Read what is new now, and end.")
@click.option(
    "--interval",
    type=click.FloatRange(min=1),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait before looking again.",
)
@reader_option
@as_json
@click.pass_obj
def watch(
    workspace: Workspace,
    places: tuple[str, ...],
    once: bool,
    interval: float,
    reader: str | None,
    as_json: bool,
) -> None:
    """Read what is new in folders and feeds, a line for each report, until it is stopped.

    A place is a folder, a file, or the address of a feed. What was read is remembered in the home:
    a restart repeats nothing; a file or entry that changed is read again. What cannot be read is
    told on standard error, recorded, and the rest goes on. Ctrl-C or SIGTERM end it after the
    report at hand, with 0; with --once it ends with 1 where something could not be read.

    \b
        enjoin watch inbox/ --once
        enjoin watch inbox/ https://news.example.org/feed.xml --interval 600 --json
    """
    stop = _stopping()
    failed = 0
    for found in workspace.watch(places, interval, _waiting(stop, once=once), reader):
        if isinstance(found, Failure):
            click.echo(f"NOT READ: {found.error}", err=True)
            failed += 1
        elif as_json:
            emit(found)
        else:
            click.echo(_sentence(found))
        sys.stdout.flush()
    raise SystemExit(1 if failed and once else 0)


def _stopping() -> Event:
    """Return an event that Ctrl-C and SIGTERM set: the report at hand is finished."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _waiting(stop: Event, *, once: bool) -> Callable[[float], bool]:
    """Return what waits between rounds; there is no second round with `once`."""
    return lambda seconds: stop.is_set() or (seconds > 0 and once) or stop.wait(seconds)


def _sentence(report: Report) -> str:
    when = report.published.value if report.published else "on an unknown day"
    said, happened = len(report.statements), len(report.events)
    counts = f"{_counted(said, 'statement')}, {_counted(happened, 'event')}"
    who = report.outlet or report.agency or "unknown outlet"
    return f"{report.file}: {who}, {when}: {report.title or 'no title'}: {counts}."


def _show(report: Report) -> None:
    published = report.published
    when = f"{published.value} ({published.basis})" if published else "date unknown"
    click.echo(f"\n{report.file}: {report.title or 'no title'}")
    click.echo(f"  {report.outlet or 'outlet unknown'}, {report.agency or 'no agency'}, {when}")
    for note in report.notes:
        click.echo(f"  note: {note}")
    for said in report.statements:
        day = said.said_on.value if said.said_on else "undated"
        places = ", ".join(f"{start}-{end}" for start, end in said.quotes or said.content)
        told = f"{said.speaker or 'unnamed'}, {day}, {said.mode} {said.kind}"
        click.echo(f"  {said.id}: {told} [{places}]")
    for event in report.events:
        actors = ", ".join(f"{actor.role} {actor.name}" for actor in event.actors)
        click.echo(f"  {event.id}: {event.kind}, {event.stage}, {event.certainty}: {actors}")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@click.option(
    "-o", "--out", type=PATHS, help="The file to write: .html, .md or .json (default: brief.html)."
)
@terms
@reader_option
@as_json
@click.pass_obj
def brief(
    workspace: Workspace,
    /,
    paths: tuple[Path, ...],
    out: Path | None,
    reader: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Read many reports (files or folders) together and write one self-contained HTML page.

    The page shows utterances, storylines, a timeline, findings and listed parties; every fact
    links to the highlighted words it rests on. Lists that are stale are used, and the page says so.

    \b
        enjoin brief reports/
        enjoin brief a.txt b.txt -o brief.html
        enjoin brief reports/ -o brief.md
        enjoin brief reports/ --json
    """
    page = out or (None if as_json else Path("brief.html"))
    made = workspace.brief(paths, page, asked(workspace, given), reader=reader)
    if as_json:
        emit(made)
    else:
        summary(made)
        click.echo(f"brief: {page}")


def summary(made: Brief) -> None:
    """Print what a brief found, in a few lines."""
    modes = Counter(said.mode for report in made.reports for said in report.statements)
    quotes = sum(len(said.quotes) for report in made.reports for said in report.statements)
    events = sum(len(report.events) for report in made.reports)
    kinds = ", ".join(f"{times} {mode}" for mode, times in modes.most_common())
    said = _counted(modes.total(), "statement") + (f" ({kinds})" if kinds else "")
    click.echo(
        f"{_counted(len(made.reports), 'report')}: {said}, "
        f"{_counted(quotes, 'quotation')}, {_counted(events, 'event')}"
    )
    shared = [u for u in made.utterances if len({m.file for m in u.members}) > 1]
    told = _counted(len(shared), "utterance")
    click.echo(f"{told} in several reports; same story: {_groups(made)}")
    for finding in made.findings:
        click.echo(f"finding ({finding.standard}, {finding.modality}): {finding.text}")
    for told in _listed(made):
        click.echo(told)
    for gone in made.superseded:
        told = f"corrected to say “{gone.right}”, not “{gone.wrong}”"
        click.echo(f"superseded: {gone.file} {gone.statement}, {told} ({gone.by.file})")
    for claim in made.claims:
        held = sum(borne.listings for borne in claim.borne)
        counted = f"{_counted(held, 'listing')} in force" if made.lists else "compared with no list"
        about = ", ".join(claim.about)
        click.echo(f"claim: “{claim.claimed}” ({about}, {claim.on}): {counted}")
    for failure in made.failed:
        click.echo(f"NOT READ: {failure.error}", err=True)
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    if made.lists:
        click.echo(f"lists: {', '.join(made.lists)}{' (STALE)' if made.stale else ''}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _groups(made: Brief) -> str:
    return "; ".join(" = ".join(group) for group in made.same_story) or "none"


def _listed(made: Brief) -> Iterator[str]:
    """Yield a line per listed party: its best score, how often and where it is named."""
    by_entity: dict[str, list[ListedMention]] = defaultdict(list)
    for mention in made.listed:
        by_entity[mention.entity_id].append(mention)
    for entity_id, mentions in by_entity.items():
        best = max(mentions, key=lambda mention: mention.score)
        files = ", ".join(dict.fromkeys(mention.mention.file for mention in mentions))
        times = f", {len(mentions)} times" if len(mentions) > 1 else ""
        yield f"listed: {best.caption} [{entity_id}] {shown(best.score)}{times}, in {files}"
