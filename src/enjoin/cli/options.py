"""Options, checks and output that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Party
from enjoin.model.schema import ASKABLE, THING
from enjoin.workspace import Asked, Workspace

Decorated = Callable[..., Any]


def as_json(command: Decorated) -> Decorated:
    """Add --json."""
    told = "Print JSON instead of words."
    return click.option("--json", "as_json", is_flag=True, help=told)(command)


def reader_option(command: Decorated) -> Decorated:
    """Add --reader."""
    told = "An installed reader to ask; enjoin: Enjoin's own rules (default: as configured)."
    return click.option("--reader", metavar="NAME", help=told)(command)


def on_option(command: Decorated) -> Decorated:
    """Add --on."""
    told = "What was in force on that day (default: today)."
    return click.option("--on", metavar="DATE", help=told)(command)


def known_option(command: Decorated) -> Decorated:
    """Add --known."""
    return click.option("--known", metavar="INSTANT", help="What was recorded by then.")(command)


def terms(command: Decorated) -> Decorated:
    """Add what every screening takes: on what terms it is asked for."""
    for decorate in (
        click.option("--accept-stale", is_flag=True, help="Answer from old lists, and say so."),
        known_option,
        on_option,
        click.option(
            "--threshold",
            type=click.FloatRange(0, 1),
            help="Score from which a candidate is a match (default: 0.7).",
        ),
        click.option("--only-country", multiple=True, metavar="CODE", help="Only who has it."),
        click.option(
            "--only-schema",
            multiple=True,
            type=click.Choice(sorted(ASKABLE - {THING}), case_sensitive=False),
            help="Only listed parties that are this.",
        ),
        click.option("--topic", multiple=True, help="Only listed parties with this topic."),
        click.option("--programme", multiple=True, help="Only parties listed under it."),
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


def about_party(command: Decorated) -> Decorated:
    """Add what may be known of a party beside its name."""
    for decorate in (
        click.option(
            "--detail",
            "details",
            multiple=True,
            metavar="PROPERTY=VALUE",
            help="Of a ship or aircraft, as buildDate=1992.",
        ),
        click.option("--address", multiple=True, help="Street, town, country."),
        click.option("--gender", metavar="GENDER", help="male, female or other."),
        click.option(
            "--id", "ids", multiple=True, metavar="TYPE=VALUE", help="As imoNumber=9187629."
        ),
        click.option(
            "--country",
            metavar="CODE",
            multiple=True,
            help="A country's name or ISO code; of a ship its flag.",
        ),
        click.option(
            "--birth-date", metavar="DATE", help="Date of birth: 1962, 1962-05 or 1962-05-07."
        ),
    ):
        command = decorate(command)
    return command


def party_told(workspace: Workspace, name: str, given: dict[str, Any]) -> Party:
    """Read the options that `schema_option` and `about_party` added."""
    return workspace.party(
        name,
        given["schema"],
        given["birth_date"],
        given["country"],
        pairs(given["ids"], "--id", "TYPE=VALUE, such as imoNumber=9187629"),
        given["gender"],
        given["address"],
        pairs(given["details"], "--detail", "PROPERTY=VALUE, such as buildDate=1992"),
    )


def table_options(command: Decorated) -> Decorated:
    """Add a table, its result, and how its columns read."""
    for decorate in (
        click.option("--jobs", default=1, type=click.IntRange(1, 64), help="Processes to use."),
        click.option(
            "--keep", multiple=True, metavar="COLUMN", help="Copy this column to the result."
        ),
        click.option(
            "--id-column", metavar="COLUMN", help="Your own number of a row (default: id)."
        ),
        click.option(
            "--map", "columns", multiple=True, metavar="COLUMN=PROPERTY", help="What it means."
        ),
        click.option(
            "-o", "--out", required=True, type=click.Path(path_type=Path), help="The result."
        ),
        click.argument("table", type=click.Path(path_type=Path)),
    ):
        command = decorate(command)
    return command


def asked(workspace: Workspace, given: dict[str, Any]) -> Asked:
    """Read the options that `terms` added."""
    return Asked(
        workspace.as_of(given["on"], given["known"]),
        given["threshold"],
        given["lists"],
        given.get("near", 0),
        given["accept_stale"],
        given["programme"],
        given["topic"],
        given["only_schema"],
        given["only_country"],
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
