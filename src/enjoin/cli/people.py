"""`enjoin user` and `enjoin key`: who may sign in, and which programs may ask."""

from __future__ import annotations

import click

from enjoin.workspace import Workspace
from enjoin.workspace.access import RATE, ROLES, SHORTEST, Access

role_option = click.option(
    "--role",
    type=click.Choice(list(ROLES)),
    default="analyst",
    show_default=True,
    help="What they may do; docs/api.md has the table.",
)


@click.group()
def user() -> None:
    """Say who may sign in, and as what.

    \b
        enjoin user add ada --role reviewer
        enjoin user list
        enjoin user end ada
    """


@user.command("add")
@click.argument("name")
@role_option
@click.password_option(help=f"{SHORTEST} characters or more; asked for where it is not given.")
@click.pass_obj
def add_user(workspace: Workspace, name: str, role: str, password: str) -> None:
    """Let NAME sign in. Again with a name that is there: another role and password.

    \b
        enjoin user add ada --role reviewer
    """
    Access(workspace).add_person(name, role, password)
    click.echo(f"{name} may sign in as {role}")


@user.command("list")
@click.pass_obj
def list_users(workspace: Workspace) -> None:
    """Show who may sign in, or might once.

    \b
        enjoin user list
    """
    for person in Access(workspace).everybody():
        click.echo(f"{person.name:<24} {person.role:<14} {_state(person.ended)}")


@user.command("end")
@click.argument("name")
@click.pass_obj
def end_user(workspace: Workspace, name: str) -> None:
    """Have NAME sign in no more; open sessions end at once.

    \b
        enjoin user end ada
    """
    Access(workspace).end_person(name)
    click.echo(f"{name} may no longer sign in")


@click.group()
def key() -> None:
    """Make and end the keys with which programs ask.

    \b
        enjoin key add payments --rate 200
        enjoin key list
        enjoin key end payments
    """


@key.command("add")
@click.argument("name")
@role_option
@click.option("--rate", default=RATE, show_default=True, help="Requests a second.")
@click.pass_obj
def add_key(workspace: Workspace, name: str, role: str, rate: int) -> None:
    """Make a key for the program NAME and print it: it is shown this once and kept nowhere.

    \b
        enjoin key add payments --rate 200
        curl -H "Authorization: ApiKey $KEY" localhost:8000/catalog
    """
    click.echo(Access(workspace).add_key(name, role, rate))
    click.echo(f"{name}: {role}, {rate:,} requests a second; keep the key now", err=True)


@key.command("list")
@click.pass_obj
def list_keys(workspace: Workspace) -> None:
    """Show the keys by name; what they are is not known here.

    \b
        enjoin key list
    """
    for each in Access(workspace).all_keys():
        told = f"{each.rate:,}/s"
        click.echo(f"{each.name:<24} {each.role:<14} {told:<9} {_state(each.ended)}")


@key.command("end")
@click.argument("name")
@click.pass_obj
def end_key(workspace: Workspace, name: str) -> None:
    """Have the key NAME open nothing any more.

    \b
        enjoin key end payments
    """
    Access(workspace).end_key(name)
    click.echo(f"{name} opens nothing any more")


def _state(ended: str | None) -> str:
    return f"ended {ended[:10]}" if ended else "in force"
