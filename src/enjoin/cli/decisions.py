"""`enjoin own`, `decide`, `lift-test`: who is owned, what follows, and who may lift."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enjoin.cli.options import as_json, emit, on_option
from enjoin.workspace import Workspace

if TYPE_CHECKING:
    from enjoin.workspace import Outcome, Ownership

#: Exit code of a decision that a person should look at.
REVIEW = 4
#: Outcomes after which a dealing may go on, or that bind nobody.
_GOES_ON = frozenset({"PERMIT_UNDER_LICENCE", "PERMIT", "NOT_BOUND"})


@click.command()
@click.argument("graph", type=click.Path(path_type=Path), required=False)
@click.option("--regime", required=True, metavar="US|EU|UK", help="Whose ownership test.")
@on_option
@click.option("--known", metavar="INSTANT", help="What was recorded by then.")
@click.option(
    "--stakes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add stakes from a GLEIF level 2 (XML, JSON) or BODS (JSON) file; can be repeated.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path), metavar="FILE.svg", help="Draw it as a picture."
)
@as_json
@click.pass_obj
def own(
    workspace: Workspace,
    graph: Path | None,
    regime: str,
    on: str | None,
    known: str | None,
    stakes: tuple[Path, ...],
    picture: Path | None,
    as_json: bool,
) -> None:
    """Say who is owned by listed persons, and through what.

    GRAPH is a JSON file of listings, stakes and control. The test is the one of the regime on the
    day: exact, by direct stakes, with nothing multiplied.

    \b
        echo '{"listed":[{"party":"S1","regimes":["US"],"from":"2023-01-10"}],
               "stakes":[{"owner":"S1","asset":"T","share":"50.00"}]}' > graph.json
        enjoin own graph.json --regime US --on 2023-08-17
        enjoin own graph.json --regime EU --stakes gleif-rr.xml --picture owned.svg --json
    """
    gc.disable()  # a graph is read, answered and forgotten: looking for circles in it only costs
    found = workspace.own(graph, regime, workspace.as_of(on, known), stakes)
    if picture:
        workspace.draw(found, picture)
    if as_json:
        emit(found)
    else:
        _tell_owned(found)


def _tell_owned(found: Ownership) -> None:
    click.echo(f"{found.test} on {found.on}; listed: {', '.join(found.listed) or 'nobody'}")
    for one in found.owned:
        click.echo(f"  {one.label:<15} {one.asset}: {one.because}")
    for held in found.undetermined:
        click.echo(f"  {'UNDETERMINED':<15} {held.asset}: {held.because}")
    for held in found.divested:
        click.echo(f"  {'SOLD':<15} {held.asset}: {held.because}")
    for each in found.controlled:
        click.echo(f"  {'DIRECTED':<15} {each.asset}: {each.because}")
    for asset in found.still_blocked:
        click.echo(f"  {'STILL BLOCKED':<15} {asset}: only a licence releases it")
    near = [held for held in found.not_owned if held.sum[1] != "0"]
    for held in near:
        click.echo(
            f"  {'not owned':<15} {held.asset}: {held.sum[1]} percent held by listed persons"
        )
    rest = len(found.not_owned) - len(near)
    click.echo(f"{len(found.owned)} owned; {rest} more of which listed persons hold nothing")


@click.command()
@click.argument("dealing", type=click.Path(path_type=Path))
@click.option("--accept-stale", is_flag=True, help="Clear names by old lists, too, and say so.")
@as_json
@click.pass_obj
def decide(workspace: Workspace, dealing: Path, accept_stale: bool, as_json: bool) -> None:
    """Decide the DEALING of a JSON file: one outcome per regime, the strictest of all, and why.

    Ends with 4 where a person has to act: an outcome stricter than PERMIT_UNDER_LICENCE.

    \b
        echo '{"kind":"payment","value_date":"2023-08-17","nexus":["US"],"screen":false,
               "parties":[{"name":"Tiber Trading","role":"creditor","party":"T"}],
               "graph":{"listed":[{"party":"S1","regimes":["US"],"from":"2023-01-10"}],
                        "stakes":[{"owner":"S1","asset":"T","share":"50.00"}]}}' > dealing.json
        enjoin decide dealing.json
        enjoin decide dealing.json --json
    """
    found = workspace.decide(dealing, accept_stale=accept_stale)
    if as_json:
        emit(found)
    else:
        for regime, outcome in found.outcomes.items():
            _tell_outcome(regime, outcome)
        stale = "; STALE lists" if found.stale else ""
        click.echo(f"strictest: {found.strictest}; law {found.law}{stale}\n{found.replay}")
    raise SystemExit(0 if found.strictest in _GOES_ON else REVIEW)


def _tell_outcome(regime: str, found: Outcome) -> None:
    label = f" ({found.label})" if found.label else ""
    basis = f" [{', '.join(found.basis)}]" if found.basis else ""
    click.echo(f"{regime:<6} {found.outcome}{label}{basis}\n       {found.because}")
    for duty in found.obligations:
        click.echo(f"       due {duty.due or 'promptly'}: {duty.kind}")
    for exposed in found.exposure:
        click.echo(f"       exposure: {exposed.measure}: {exposed.because}")


@click.command()
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="JSON of listings and ownership that were learned since.",
)
@as_json
@click.pass_obj
def redecide(workspace: Workspace, graph: Path | None, as_json: bool) -> None:
    """Flag past decisions that would come out otherwise by what is known now.

    The law and the lists are those of each value date, as they are recorded by now. Nothing that
    was decided is changed.

    \b
        enjoin redecide
        enjoin redecide --graph learned.json --json
    """
    found = workspace.redecide(graph)
    if as_json:
        emit(found)
        return
    for one in found:
        click.echo(f"{one.value_date} {one.regime}: {one.was}, now {one.now} (entry {one.entry})")
        click.echo(f"       {one.because}")
    click.echo(f"{len(found)} flagged")


@click.command("lift-test")
@click.argument("request", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def lift_test(workspace: Workspace, request: Path, as_json: bool) -> None:
    """Tell whether the REQUEST of a JSON file lifts, suspends or renews a measure, or delists.

    \b
        echo '{"measure":"UNSCR-1874/9","act":"lift","actor":"Russia","on":"2024-03-28",
               "instrument":{"kind":"UNSC-resolution","body":"UN Security Council",
               "votes":{"for":13,"against":["RU"],"abstain":["CN"]}}}' > request.json
        enjoin lift-test request.json
        enjoin lift-test request.json --json
    """
    found = workspace.lift_test(request)
    if as_json:
        emit(found)
        return
    then = f"{found.then} from {found.from_}" if found.from_ else found.then
    click.echo(f"{'EFFECTIVE' if found.effective else 'INEFFECTIVE'} ({found.authority}); {then}")
    click.echo(found.because)
