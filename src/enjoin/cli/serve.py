"""`enjoin serve`: the HTTP API and the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from enjoin.workspace import Workspace


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS: the chain, PEM.")
@click.option("--private-key", type=click.Path(path_type=Path), help="TLS: the key, PEM.")
@click.option("--behind-proxy", is_flag=True, help="A proxy that we trust speaks TLS for us.")
@click.option("--keys-only", is_flag=True, help="Programs of this machine need a key, too.")
@click.option("--accept-stale", is_flag=True, help="Answer from old lists, and say so.")
@click.pass_obj
def serve(workspace: Workspace, /, accept_stale: bool, **given: Any) -> None:
    """Answer programs over HTTP (yente's API, and /api/v1/) and people in a browser (/desk/).

    On this machine it works at once: programs of it may screen without a key, and a link is
    printed that signs one person in. Other machines take TLS and a key; see `enjoin key add`.

    \b
        enjoin serve
        enjoin serve --port 8080 --workers 4
        enjoin serve --host 0.0.0.0 --certificate chain.pem --private-key key.pem
        enjoin serve --behind-proxy
        curl -X POST localhost:8000/match/default -H 'Content-Type: application/json' \\
          -d '{"queries":{"q":{"schema":"Person","properties":{"name":["Kim Jong Un"]}}}}'
    """
    from enjoin.http.server import serve as run
    from enjoin.http.settings import Settings
    from enjoin.web.desk import desk

    if accept_stale:
        config = msgspec.structs.replace(workspace.config, accept_stale=True)
        workspace = Workspace(config, workspace.clock)
    settings = Settings(update_token=workspace.config.update_token, **given)
    settings.check()
    run(
        workspace,
        settings,
        lambda: _greet(workspace, settings.address, link=settings.open),
        [desk()],
    )


def _greet(workspace: Workspace, address: str, *, link: bool) -> None:
    """Say where the service is, what it answers from, and how the first person comes in."""
    click.echo(f"Enjoin answers at {address} (OpenAPI: {address}/openapi.json)", err=True)
    if not workspace.lists():
        click.echo(
            "no list is loaded: run `enjoin update`; until then nothing is a clear", err=True
        )
    if link and (token := _link(workspace)):
        click.echo(f"sign in once, within 15 minutes: {address}/sign-in?token={token}", err=True)
    elif not link:
        click.echo(
            "people sign in after `enjoin user add`, programs with `enjoin key add`", err=True
        )


def _link(workspace: Workspace) -> str | None:
    """Return a sign-in for whoever started the service, as long as nobody else may sign in."""
    from enjoin.workspace.access import LOCAL, Access

    access = Access(workspace)
    people = {person.name: person for person in access.everybody() if not person.ended}
    if people.keys() - {LOCAL}:
        return None
    if LOCAL not in people:
        access.add_person(LOCAL, "administrator", None)
    return access.link(LOCAL)
