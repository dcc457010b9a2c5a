"""Clearing matches through the door: this party is not that listed one; journaled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Party
from enjoin.screening.clearances import about
from enjoin.screening.index import IDENTIFIERS, plain_id
from enjoin.screening.parties import Query
from enjoin.screening.tables.files import open_table
from enjoin.screening.tables.rows import Rejected, plan, read_row
from enjoin.store import exclusions as store
from enjoin.store import facts, journal
from enjoin.store.door import Door
from enjoin.store.opening import opened as door_of
from enjoin.store.versions import Version, in_force
from enjoin.workspace.screening import open_lists, terms_of
from enjoin.workspace.values import Asked, AsOf, Clearing, Exclusion, TableAsked

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def exclude(
    workspace: Workspace, party: Party, entity_id: str, clearing: Clearing, asked: Asked
) -> Exclusion:
    """Record that a party is not a listed one. It takes a second person where an identifier agrees.

    Raises:
        InvalidInput: they do not match, no reason or person is given, or the pair is cleared.
    """
    opened = open_lists(workspace, asked)
    _check_match(workspace, party, entity_id, clearing.customer, asked)
    version = next(v for v in opened.versions if entity_id.startswith(f"{v.source}-"))
    with door_of(workspace.config.database, write=True) as door:
        said = facts.entity(door, version, entity_id)
        wanted = store.Exclusion(
            number=0,
            at=workspace.now(),
            customer=clearing.customer,
            name="; ".join(party.names),
            about=about(party),
            entity_id=entity_id,
            said=store.said_of(door, version, entity_id),
            strong=_share_identifier(party, said),
            until=clearing.until.isoformat(),
            by=clearing.by,
            reason=clearing.reason,
        )
        state = store.clear(door, wanted)
        _journal(door, workspace.now(), "clear", state)
        return _shown(door, opened.versions, state, asked.as_of.on)


def confirm(workspace: Workspace, number: int, by: str) -> Exclusion:
    """Put a clearance into force that waits for a second person."""
    with door_of(workspace.config.database, write=True) as door:
        at = workspace.now()
        state = store.confirm(door, at, number, by)
        _journal(door, at, "confirm", state)
        return _shown_today(workspace, door, state)


def withdraw(workspace: Workspace, number: int, by: str, reason: str) -> Exclusion:
    """End a clearance."""
    with door_of(workspace.config.database, write=True) as door:
        at = workspace.now()
        state = store.withdraw(door, at, number, by, reason)
        _journal(door, at, "withdraw", state)
        return _shown_today(workspace, door, state)


def exclusions(workspace: Workspace, as_of: AsOf) -> tuple[Exclusion, ...]:
    """Return every clearance that was recorded, and what holds of it on a day."""
    with door_of(workspace.config.database) as door:
        versions = in_force(door, as_of.on.isoformat(), as_of.known)
        states = store.states(door, as_of.known)
        return tuple(_shown(door, versions, state, as_of.on) for state in states)


def customer(table: TableAsked, id_: str) -> Party:
    """Return the party in the row of a customer's number."""
    header, cells = open_table(table.table)
    columns = plan(header, table.columns, table.schema, table.id_column, ())
    if columns.id_column is None:
        raise InvalidInput(f"{table.table}: say which column has your numbers with --id-column.")
    at = header.index(columns.id_column)
    found = [row for row in cells if len(row[2]) > at and row[2][at] == id_]
    if len(found) != 1:
        raise InvalidInput(f"{table.table}: {len(found)} rows have the number {id_}, not one.")
    row = read_row(columns, header, *found[0])
    if isinstance(row, Rejected):
        raise InvalidInput(f"{table.table}: line {row.line}: {row.reason}.")
    return row.party


def _check_match(
    workspace: Workspace, party: Party, entity_id: str, customer: str, asked: Asked
) -> None:
    """Refuse to clear what does not match: there is nothing to clear.

    Raises:
        InvalidInput: it does not, or it is cleared already.
    """
    opened = open_lists(workspace, asked)
    terms = terms_of(workspace, asked, opened)
    with workspace.turn:
        screener = workspace.warm.screener(opened)
        (found,) = screener.screen_each([Query(party, None, customer)], terms)
    match = next((match for match in found if match.entity_id == entity_id), None)
    if match is None or not (match.match or match.excluded):
        raise InvalidInput(
            f"{entity_id}: does not match {'; '.join(party.names)} at {terms.threshold}, so there "
            "is nothing to clear. `enjoin screen` shows what does, with its id."
        )
    if match.excluded:
        raise InvalidInput(
            f"{entity_id}: was cleared on these data already, as number {match.excluded.number}; "
            "nothing was recorded. Withdraw that first."
        )


def _share_identifier(party: Party, said: Sequence[Entity]) -> bool:
    """Tell whether an identifier of the party is one of the listed one's: strong evidence."""
    ours = {plain_id(value) for _, value in party.ids}
    theirs = {
        plain_id(value)
        for entity in said
        for prop in entity.properties.keys() & IDENTIFIERS
        for value in entity.get(prop)
    }
    return not ours.isdisjoint(theirs)


def _journal(door: Door, at: str, act: str, state: store.State) -> None:
    """Journal an act by number and hash: whom it is about, only the table of clearances holds."""
    of = state.exclusion
    body = {"act": act, "number": of.number, "entity_id": of.entity_id, "until": of.until}
    journal.append(door, at, "exclusion", body | {"strong": of.strong, "said": of.said})


def _shown_today(workspace: Workspace, door: Door, state: store.State) -> Exclusion:
    today = workspace.as_of()
    return _shown(door, in_force(door, today.on.isoformat(), today.known), state, today.on)


def _shown(door: Door, versions: Sequence[Version], state: store.State, on: date) -> Exclusion:
    of = state.exclusion
    return Exclusion(
        number=of.number,
        party=of.name,
        customer=of.customer,
        entity_id=of.entity_id,
        reason=of.reason,
        until=of.until,
        by=state.by,
        at=of.at,
        state=(
            "withdrawn"
            if state.withdrawn_by
            else "expired"
            if of.until < on.isoformat()
            else "listing changed"
            if not store.holds(door, versions, of)
            else "to be confirmed"
            if state.waits
            else "in force"
        ),
    )
