"""Options, checks and output that several commands share."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited
from enjoin.model.schema import ASKABLE, THING
from enjoin.workspace import Asked, Workspace

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

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
        type=click.Choice(sorted(ASKABLE), case_sensitive=False),
        default=THING,
        show_default=True,
        help="What it is; Thing: any of them.",
    )(command)


def asked(workspace: Workspace, given: dict[str, Any]) -> Asked:
    """Read the options that `terms` added."""
    return Asked(
        workspace.as_of(given["on"], given["known"]),
        given["threshold"],
        given["lists"],
        given.get("near", 0),
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


def shown(score: float) -> str:
    """Write a score with two places, rounded down: what is not certain does not look it."""
    return f"{math.floor(score * 100) / 100:.2f}"


def told_lists(lists: Iterable[ListCited], absent: Sequence[str] = ()) -> str:
    """Say which lists an answer rests on, how old they are, and loudly which are stale."""
    without = f"; NOT screened against: {', '.join(absent)}" if absent else ""
    return f"lists: {', '.join(_told_list(of) for of in lists)}{without}"


def _told_list(of: ListCited) -> str:
    told = [f"{of.age_days:,} days old"]
    told += ["STALE"] if of.stale else []
    told += ["dated by its file only"] if of.basis == "inferred" else []
    told += [f"WITHOUT {', '.join(of.missing)}"] if of.missing else []
    return f"{of.source} {of.version} ({', '.join(told)})"


def emit(value: object) -> None:
    """Print one JSON document on one line."""
    click.echo(msgspec.json.encode(value))


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Progress]:
    """Show a bar on a terminal for work over a second; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    bar = _Bar(what, total)
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """A bar that appears when the work has gone on for a second."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what, self._total, self._done = what, total, 0
        self._started = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int) -> None:
        self._done += done
        if self._bar is None and time.monotonic() - self._started > 1:
            self._bar = self._open()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self) -> Bar:
        from rich.console import Console
        from rich.progress import Progress as Bar

        bar = Bar(console=Console(stderr=True), transient=True)
        bar.add_task(self._what, total=self._total)
        bar.start()
        return bar
