"""Options, checks and output that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited
from enjoin.workspace import Asked, Workspace

Decorated = Callable[..., Any]
Progress = Callable[[int], None]


def as_json(command: Decorated) -> Decorated:
    """Add --json."""
    told = "Print JSON instead of words."
    return click.option("--json", "as_json", is_flag=True, help=told)(command)


def on_option(command: Decorated) -> Decorated:
    """Add --on."""
    told = "What was in force on that day (default: today)."
    return click.option("--on", metavar="DATE", help=told)(command)


def terms(command: Decorated) -> Decorated:
    """Add what every screening takes: on what terms it is asked for."""
    for decorate in (
        click.option("--accept-stale", is_flag=True, help="Answer from old lists, and say so."),
        click.option("--known", metavar="INSTANT", help="What was recorded by then."),
        on_option,
        click.option("--near", default=0, metavar="N", help="Add the N nearest below it, marked."),
        click.option(
            "--threshold",
            type=click.FloatRange(0, 1),
            help="Score from which a candidate is a match (default: 0.7).",
        ),
        click.option("--list", "lists", multiple=True, metavar="SOURCE", help="Only this list."),
    ):
        command = decorate(command)
    return command


def schema_option(command: Decorated) -> Decorated:
    """Add --schema."""
    return click.option(
        "--schema",
        default="LegalEntity",
        show_default=True,
        help="Person, Organization, Company, Vessel, Airplane; LegalEntity: either of the first.",
    )(command)


def asked(workspace: Workspace, given: dict[str, Any]) -> Asked:
    """Read the options that `terms` added."""
    return Asked(
        workspace.as_of(given["on"], given["known"]),
        given["threshold"],
        given["lists"],
        given["near"],
        given["accept_stale"],
    )


def pairs(texts: tuple[str, ...], option: str, example: str) -> list[tuple[str, str]]:
    """Read KEY=VALUE options.

    Raises:
        InvalidInput: one has no `=`, or nothing on a side of it.
    """
    read = []
    for text in texts:
        key, _, value = (part.strip() for part in text.partition("="))
        if not key or not value:
            raise InvalidInput(f"{option} {text!r}: write it as {example}.")
        read.append((key, value))
    return read


def told_lists(lists: Iterable[ListCited]) -> str:
    """Say which lists an answer rests on, how old they are, and loudly which are stale."""
    told = [
        f"{of.source} {of.version} ({of.age_days:,} days old{', STALE' if of.stale else ''})"
        for of in lists
    ]
    return f"lists: {', '.join(told)}"


def emit(value: object) -> None:
    """Print one JSON document on one line."""
    click.echo(msgspec.json.encode(value))


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Progress]:
    """Show a bar on a terminal for work over a second; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)
