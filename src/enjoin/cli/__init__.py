"""The command line: words in, one call to the workspace, lines out."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from enjoin.model.errors import EnjoinError
from enjoin.workspace import open_workspace

#: Command → the module that holds it and its one-line help, so that a command loads only itself.
COMMANDS = {
    "demo": ("demo", "Run the main job on sample data and write one brief."),
    "update": ("lists", "Fetch or read lists, record the versions, build the index."),
    "lists": ("lists", "Show the lists in force, their versions and ages."),
    "delta": ("lists", "Show what changed on a list between versions."),
    "entity": ("entries", "Show an entry of a list, its history and what it goes with."),
    "history": ("histories", "Tell what befell a party: listings, ownership, reports."),
    "judge": ("entries", "Say that two entries are one party, or are not; two people."),
    "export": ("export", "Write the lists in force for other software."),
    "screen": ("screen", "Say which listed parties a name may be."),
    "screen-table": ("screen", "Screen every row of a table."),
    "rescreen": ("screen", "Bring a table's result up to date with the lists."),
    "exclude": ("exclude", "Clear a match: this party is not that listed one."),
    "exclusions": ("exclude", "Show what was cleared, and whether it still holds."),
    "compare": ("screen", "Score a pair of names, or a table of pairs."),
    "read": ("reports", "Read reports: who said what, what happened."),
    "watch": ("reports", "Read what is new in folders and feeds, as it comes."),
    "brief": ("reports", "Read many reports together and write one brief."),
    "measures": ("law", "Show the register of measures as of a day."),
    "assess": ("law", "Say which measures an event would violate."),
    "own": ("decisions", "Say who is owned by listed persons, and through what."),
    "decide": ("decisions", "Decide a dealing: one outcome per regime, and why."),
    "redecide": ("decisions", "Flag past decisions that would come out otherwise now."),
    "lift-test": ("decisions", "Tell whether an act lifts a measure, and why."),
    "serve": ("serve", "Answer programs over HTTP and people in a browser."),
    "user": ("people", "Let people sign in, and say what they may do."),
    "key": ("people", "Make and end keys of programs."),
    "verify": ("journal", "Check that nothing recorded was changed."),
    "backup": ("journal", "Write everything into one file."),
    "restore": ("journal", "Make an empty home what a backup holds."),
}


class Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"enjoin.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"max_content_width": 100})
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    help="Folder of the store; otherwise ENJOIN_HOME, otherwise ~/.enjoin.",
)
@click.version_option(package_name="enjoin")
@click.pass_context
def enjoin(ctx: click.Context, home: Path | None) -> None:
    """Enforce sanctions: lists, screening, reports, measures.

    Start with `enjoin demo`, which needs nothing else.

    \b
        enjoin demo
        enjoin update
        enjoin screen "Kim Jong Un"
        enjoin brief reports/

    Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 a list is missing, stale or unreadable,
    4 something to review.
    """
    ctx.obj = open_workspace(home)


def main() -> None:
    """Run the command line; an error of ours is told in its own words and ends with its code."""
    # numpy's linear algebra, which we do not use, would start a thread for every core: 0.1 s CPU
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        enjoin.main(prog_name="enjoin")
    except EnjoinError as error:
        click.echo(f"enjoin: {error}", err=True)
        sys.exit(error.exit_code)


__all__ = ["enjoin", "main"]
