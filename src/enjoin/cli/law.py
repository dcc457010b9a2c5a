"""`enjoin measures`, `assess`: what is in force, and what an event would violate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from enjoin.cli.options import as_json, emit, on_option
from enjoin.workspace import Workspace

#: Width of what is printed, in columns.
WIDTH = 100
REGIMES = ("UN", "US", "EU", "UK", "KR", "OTHER")


@click.command()
@click.argument("measure", metavar="[ID]", required=False)
@on_option
@click.option("--target", metavar="CODE", help="The country a measure is directed at, such as KP.")
@click.option("--regime", type=click.Choice(REGIMES, case_sensitive=False), help="Whose law it is.")
@click.option("--short", is_flag=True, help="One line for each measure.")
@as_json
@click.pass_obj
def measures(
    workspace: Workspace,
    measure: str | None,
    on: str | None,
    target: str | None,
    regime: str | None,
    short: bool,
    as_json: bool,
) -> None:
    """Show the measures in force on a day, or the page of one measure, in force or not.

    Each says what it forbids, whom it binds, what is exempt, who imposed it, and whether a rule of
    Enjoin's tests it; the number of those that only a person can test is shown, not hidden.
    Persons of any country are the target of some measures: these are listed with every target.

    \b
        enjoin measures --on 2023-08-08 --target KP
        enjoin measures --target IR --regime UN --json
        enjoin measures UNSCR-1874/9
    """
    if measure:
        one = workspace.measure(measure)
        emit(one) if as_json else click.echo(one["page"])
        return
    as_of = workspace.as_of(on)
    found = workspace.measures(as_of, target, regime)
    if as_json:
        emit(found)
    else:
        for each in found:
            click.echo(_line(each) if short else _entry(each))
        click.echo(_count(found))
    if target:
        _warn_of_silence(target, as_of.on, workspace.law_begins(target, regime))


def _line(measure: dict[str, Any]) -> str:
    mark = " " if measure["executable"] else "*"
    doubt = "  (to verify)" if measure["to_verify"] else ""
    contested = "  (contested)" if measure["contested_by"] else ""
    told = f"{measure['valid_from']}  {measure['title']}{contested}{doubt}"
    return f"{mark} {measure['id']:<24} {told}"


def _entry(measure: dict[str, Any]) -> str:
    exempt = " / ".join(one["says"] for one in measure["exemptions"]) or measure["no_exemption"]
    tests = ", ".join(measure["tests"]) or "none: only a person can"
    rows = {
        "forbids": measure["prohibits"],
        "binds": measure["binds"],
        "exempt": exempt,
        "contested": measure["contested"],
        "authority": f"{measure['authority']}; lifted by {', '.join(measure['lift_authority'])}",
        "tested by": tests,
    }
    told = (_row(name, text) for name, text in rows.items() if text)
    return "\n".join([_line(measure), *told, ""])


def _row(name: str, text: str) -> str:
    return click.wrap_text(f"{name}: {text}", WIDTH, "    ", "      ")


def _count(found: Sequence[dict[str, Any]]) -> str:
    without = sum(not measure["executable"] for measure in found)
    return f"{len(found)} in force, {without} (*) without an executable rule"


def _warn_of_silence(target: str, on: date, begins: date | None) -> None:
    """Say what the register knows nothing of, lest an empty answer look like a clear."""
    if begins is None:
        known = "the register holds no measures of this regime on it"
    elif on < begins:
        known = f"the register knows its measures from {begins} on, and nothing of {on}"
    else:
        return
    click.echo(f"{target}: {known}; that does not mean that there are none.", err=True)


@click.command()
@click.argument("event", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def assess(workspace: Workspace, event: Path, as_json: bool) -> None:
    """Say which measures the EVENT of a JSON file violates or would violate, and which not.

    \b
        echo '{"kind":"transfer","stage":"executed","on":"2023-09-20","from":"KP","to":"RU",
               "goods":[{"name":"rockets","class":"arms"}]}' > event.json
        enjoin assess event.json
        enjoin assess event.json --json
    """
    found = workspace.assess(event)
    if as_json:
        emit(found)
        return
    click.echo(found.text)
    for line in _told(found):
        click.echo(f"  {line}")
    click.echo(f"addressees: {', '.join(found.addressees) or 'none'}")
    click.echo(f"standard: {found.standard} ({found.standard_because})")


def _told(found: Any) -> Iterator[str]:
    for title, items in (
        ("violates", found.violates),
        ("needs a determination by a person", found.needs_determination),
    ):
        for item in items:
            yield f"{title}: {item.measure} ({', '.join(item.goods)}): {item.because}"
    yield from (f"considered: {one.measure}: {one.because}" for one in found.considered)
    for criterion in found.criteria:
        met = "; ".join(f"{one.element}: {one.met}" for one in criterion.elements)
        yield f"criterion: {criterion.measure} ({criterion.party or 'nobody named'}): {met}"
    for one in found.consequences:
        named = " ".join(part for part in (one.regime, one.measure) if part)
        yield f"may follow: {one.kind} ({named}; {one.party or 'nobody'}): {one.because}"
