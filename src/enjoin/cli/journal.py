"""`enjoin verify`: is the record still what was recorded?"""

from __future__ import annotations

import click

from enjoin.cli.options import as_json, emit
from enjoin.model.errors import InvalidInput
from enjoin.workspace import Head, Workspace


@click.command()
@click.option("--head", metavar="SEQ:HASH", help="A head noted earlier that must still be there.")
@as_json
@click.pass_obj
def verify(workspace: Workspace, head: str | None, as_json: bool) -> None:
    """Check the journal's chain from its first entry to its last, and the originals of the lists.

    Ends with 1 and names the first entry that does not hold. Note the printed head elsewhere:
    given back with --head, it shows also a journal that was cut or written anew as a whole.

    \b
        enjoin verify
        enjoin verify --head 12:5f0c...
    """
    found = workspace.verify(_head(head) if head else None)
    if as_json:
        emit(found)
        return
    click.echo(
        f"journal: {found.entries:,} entries hold\n"
        f"lists: {found.versions:,} versions, {found.originals:,} originals are what was recorded"
    )
    click.echo(f"head: {found.head.seq}:{found.head.hash}")


def _head(text: str) -> Head:
    seq, _, sealed = text.partition(":")
    if not seq.isdecimal() or len(sealed) != 64:
        raise InvalidInput(f"--head {text!r}: write it as verify printed it, SEQ:HASH.")
    return Head(int(seq), sealed)
