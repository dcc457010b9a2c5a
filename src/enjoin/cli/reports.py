"""`enjoin read`, `brief`: public reporting into evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from enjoin.cli.options import as_json, asked, emit, shown, terms
from enjoin.cli.progress import progress
from enjoin.model.errors import DocumentError
from enjoin.model.report import Brief, ListedMention, Report
from enjoin.workspace import Workspace

PATHS = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATHS)
@as_json
@click.pass_obj
def read(workspace: Workspace, files: tuple[Path, ...], as_json: bool) -> None:
    """Read reports: main text, who said what, what happened, with the exact place of each.

    A file that cannot be read is told on standard error, the others are read, and the command
    ends with 1. With --json it prints one document a line.

    \b
        enjoin read article.txt
        enjoin read reports/*.txt --json > read.jsonl
    """
    failed = 0
    with progress("reading", len(files)) as advance:
        for path in files:
            try:
                report = workspace.read(path)
            except DocumentError as error:
                click.echo(f"enjoin: {error}", err=True)
                failed += 1
                continue
            emit(report) if as_json else _show(report)
            advance(1)
    raise SystemExit(1 if failed else 0)


def _show(report: Report) -> None:
    published = report.published
    when = f"{published.value} ({published.basis})" if published else "date unknown"
    click.echo(f"\n{report.file}: {report.title or 'no title'}")
    click.echo(f"  {report.outlet or 'outlet unknown'}, {report.agency or 'no agency'}, {when}")
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
@click.option("-o", "--out", type=PATHS, help="The page to write (default: brief.html).")
@terms
@as_json
@click.pass_obj
def brief(
    workspace: Workspace,
    /,
    paths: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Read many reports (files or folders) together and write one self-contained HTML page.

    The page shows utterances, storylines, a timeline, findings and listed parties; every fact
    links to the highlighted words it rests on. Lists that are stale are used, and the page says so.

    \b
        enjoin brief reports/
        enjoin brief a.txt b.txt -o brief.html
        enjoin brief reports/ --json
    """
    page = out or (None if as_json else Path("brief.html"))
    made = workspace.brief(paths, page, asked(workspace, given))
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
    click.echo(
        f"{len(made.reports)} reports: {sum(modes.values())} statements "
        f"({', '.join(f'{count} {mode}' for mode, count in modes.most_common())}), "
        f"{quotes} quotations, {events} events"
    )
    shared = [u for u in made.utterances if len({m.file for m in u.members}) > 1]
    click.echo(f"{len(shared)} utterances in several reports; same story: {_groups(made)}")
    for finding in made.findings:
        click.echo(f"finding ({finding.standard}, {finding.modality}): {finding.text}")
    for told in _listed(made):
        click.echo(told)
    for failure in made.failed:
        click.echo(f"NOT READ: {failure.error}", err=True)
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    if made.lists:
        click.echo(f"lists: {', '.join(made.lists)}{' (STALE)' if made.stale else ''}")


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
