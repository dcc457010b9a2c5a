"""Matches that people cleared: this party is not that listed one, for a reason, until a day.

A clearance rests on data: what was known of the party and what the list said of the entry, each
kept as a hash. Where either changes, it no longer holds. Where a strong identifier agreed, it takes
a second person. Acts are appended and never changed.
"""

# ruff: noqa: S608  (statements are made of our own words; what comes from outside is a parameter)

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.store.door import Door
from enjoin.store.facts import digests_of
from enjoin.store.versions import Version


class Exclusion(NamedTuple):
    """A cleared pair, as it is recorded; `number` names it from then on.

    `about` is the hash of what is known of the party, `said` that of what the list says of the
    entry; `customer` is the customer's own number, '' for whoever has these data.
    """

    number: int
    at: str
    customer: str
    name: str
    about: str
    entity_id: str
    said: str
    strong: bool
    until: str
    by: str
    reason: str


class State(NamedTuple):
    """A cleared pair and what became of it: who confirmed it, who withdrew it."""

    exclusion: Exclusion
    confirmed_by: str | None = None
    withdrawn_by: str | None = None

    @property
    def waits(self) -> bool:
        """Whether a second person has to confirm it before it holds."""
        return self.exclusion.strong and not (self.confirmed_by or self.withdrawn_by)

    @property
    def by(self) -> tuple[str, ...]:
        """The people it rests on."""
        return tuple(person for person in (self.exclusion.by, self.confirmed_by) if person)


def clear(door: Door, wanted: Exclusion) -> State:
    """Record that a person cleared a pair; return it with its number.

    Raises:
        InvalidInput: no person or no reason is given, it is over already, or there is one.
    """
    if not wanted.reason.strip() or not wanted.by.strip():
        raise InvalidInput("A clearance needs a person (--by) and a reason (--reason).")
    if wanted.until < wanted.at[:10]:
        raise InvalidInput(f"--until {wanted.until}: is past; a clearance ends on a day to come.")
    for state in states(door):
        if not state.withdrawn_by and _same(state.exclusion, wanted):
            raise InvalidInput(
                f"{wanted.entity_id}: was cleared on these data already, as number "
                f"{state.exclusion.number}; nothing was recorded. Withdraw that first."
            )
    (number,) = door.all("SELECT coalesce(max(number), 0) + 1 FROM exclusions")[0]
    made = wanted._replace(number=number)
    marks = ", ".join("?" for _ in made)
    door.run(f"INSERT INTO exclusions ({_COLUMNS}) VALUES ({marks})", *_row(made))
    return State(made)


def confirm(door: Door, at: str, number: int, by: str) -> State:
    """Put a clearance that waits into force; who made it may not.

    Raises:
        InvalidInput: there is none that waits, or the same person made it.
    """
    state = _state(door, number)
    if not state.waits:
        raise InvalidInput(f"clearance {number}: does not wait for a second person.")
    if by.strip().casefold() in {"", state.exclusion.by.strip().casefold()}:
        raise InvalidInput(
            f"clearance {number}: was made by {state.exclusion.by}; another person has to confirm."
        )
    _append(door, at, number, "confirm", by, "")
    return state._replace(confirmed_by=by)


def withdraw(door: Door, at: str, number: int, by: str, reason: str) -> State:
    """End a clearance; one person suffices to stop.

    Raises:
        InvalidInput: there is none, it is withdrawn, or no person is named.
    """
    state = _state(door, number)
    if state.withdrawn_by:
        raise InvalidInput(f"clearance {number}: was withdrawn by {state.withdrawn_by} already.")
    if not by.strip():
        raise InvalidInput("Say who withdraws it with --by.")
    _append(door, at, number, "withdraw", by, reason)
    return state._replace(withdrawn_by=by)


def states(door: Door, known: str | None = None) -> list[State]:
    """Return every clearance and what became of it, as recorded by an instant (default: now)."""
    rows = door.all(f"SELECT {_COLUMNS} FROM exclusions ORDER BY number")
    made = (Exclusion(*row)._replace(strong=bool(row[_STRONG])) for row in rows)
    found = {each.number: State(each) for each in made if known is None or each.at <= known}
    acts = door.all("SELECT at, exclusion, act, by_whom FROM exclusion_acts ORDER BY seq")
    for at, number, act, by in acts:
        if number in found and (known is None or at <= known):
            what = {"confirmed_by" if act == "confirm" else "withdrawn_by": by}
            found[number] = found[number]._replace(**what)
    return list(found.values())


def in_force(door: Door, versions: Sequence[Version], on: str, known: str) -> list[State]:
    """Return the clearances that hold on a day, of entries that say what they then said."""
    return [
        state
        for state in states(door, known)
        if not (state.waits or state.withdrawn_by)
        and on <= state.exclusion.until
        and holds(door, versions, state.exclusion)
    ]


def holds(door: Door, versions: Iterable[Version], of: Exclusion) -> bool:
    """Tell whether the entry of a clearance is listed, and its list says what it then said."""
    return any(of.said == said_of(door, version, of.entity_id) for version in _of(versions, of))


def said_of(door: Door, version: Version, id_: str) -> str:
    """Return the SHA-256 of all that a version says of an entry and what belongs to it."""
    sha256 = hashlib.sha256()
    for digest in digests_of(door, version, id_):
        sha256.update(digest)
    return sha256.hexdigest()


def latest(door: Door) -> tuple[int, int]:
    """Return what changes with every act: a cheap way to tell that there was none."""
    rows = door.all(
        "SELECT (SELECT coalesce(max(number), 0) FROM exclusions), "
        "(SELECT coalesce(max(seq), 0) FROM exclusion_acts)"
    )
    return (rows[0][0], rows[0][1])


_COLUMNS = "number, at, customer, name, about, entity_id, said, strong, until, by_whom, reason"
_STRONG = Exclusion._fields.index("strong")


def _row(made: Exclusion) -> tuple[object, ...]:
    return tuple(int(value) if isinstance(value, bool) else value for value in made)


def _of(versions: Iterable[Version], of: Exclusion) -> Iterator[Version]:
    return (version for version in versions if of.entity_id.startswith(f"{version.source}-"))


def _same(one: Exclusion, other: Exclusion) -> bool:
    def key(of: Exclusion) -> tuple[str, ...]:
        return of.customer, of.about, of.entity_id, of.said

    return key(one) == key(other) and one.until >= other.at[:10]


def _state(door: Door, number: int) -> State:
    for state in states(door):
        if state.exclusion.number == number:
            return state
    raise InvalidInput(f"clearance {number}: there is none; `enjoin exclusions` shows them.")


def _append(door: Door, at: str, number: int, act: str, by: str, reason: str) -> None:
    (seq,) = door.all("SELECT coalesce(max(seq), 0) + 1 FROM exclusion_acts")[0]
    door.run(
        "INSERT INTO exclusion_acts (seq, at, exclusion, act, by_whom, reason) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        *(seq, at, number, act, by, reason),
    )
