"""`enjoin verify`, `backup`, `restore`: is the record what was recorded, and does it stay?"""

from __future__ import annotations

from pathlib import Path

import click

from enjoin.cli.options import as_json, emit
from enjoin.model.errors import InvalidInput
from enjoin.workspace import Head, Verified, Workspace


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
    _tell(found)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def backup(workspace: Workspace, file: Path, as_json: bool) -> None:
    """Write records, originals and settings into one FILE; others may go on writing meanwhile.

    The FILE does not depend on the database: what comes from SQLite can be restored into
    PostgreSQL, and the other way round. It holds personal data, but not the database's address.

    \b
        enjoin backup enjoin-2024-06-01.zip
    """
    done = workspace.backup(file)
    if as_json:
        emit(done)
        return
    click.echo(f"{done.file}: {done.size / 1e6:,.1f} MB")
    click.echo(f"head: {done.head.seq}:{done.head.hash}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
@click.pass_obj
def restore(workspace: Workspace, file: Path, as_json: bool) -> None:
    """Make an empty home what a backup FILE holds, and check all of it.

    Every hash is checked before anything is written, then journal, lists and originals as
    `enjoin verify` does; the index is built anew. A home that holds something is left alone:
    name an empty one with `enjoin --home DIR restore FILE`.

    \b
        enjoin restore enjoin-2024-06-01.zip
    """
    found = workspace.restore(file)
    if as_json:
        emit(found)
        return
    _tell(found)


def _tell(found: Verified) -> None:
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
