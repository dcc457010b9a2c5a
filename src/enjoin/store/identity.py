"""Which entries are one party: judged by people, two for each judgement, and undone the same way.

Nothing is merged by a name alone, and nothing is merged in the records: entries stay as their
publishers gave them. A judgement is a proposal by one person, confirmed by another; what undoes it
is one as well. Acts are appended and never changed, so what was held on any day can be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.store.door import Door
from enjoin.store.journal import digest
from enjoin.text.scripts import fold, unmask

#: same: one party; different: two, whatever they look like; open: no longer judged.
Verdict = Literal["same", "different", "open"]
ActKind = Literal["propose", "confirm", "withdraw"]
Pair = tuple[str, str]


class Act(NamedTuple):
    """Something a person did about two entries, as it is recorded."""

    seq: int
    at: str
    left: str
    right: str
    act: ActKind
    verdict: Verdict
    by: str
    reason: str


class Judgement(NamedTuple):
    """What is held of two entries: a verdict, who proposed and who confirmed it, since when.

    `confirmed_by` is None while it is only proposed; then nothing follows from it.
    """

    left: str
    right: str
    verdict: Verdict
    proposed_by: str
    confirmed_by: str | None
    at: str
    reason: str


class State(NamedTuple):
    """Of two entries: the judgement in force, and the proposal that waits, where there are any."""

    in_force: Judgement | None = None
    proposed: Judgement | None = None


def pair(one: str, other: str) -> Pair:
    """Return two ids in the order in which they are recorded.

    Raises:
        InvalidInput: they are the same entry.
    """
    if one == other:
        raise InvalidInput(f"{one}: is one entry; a judgement is about two.")
    return (one, other) if one < other else (other, one)


def propose(door: Door, at: str, of: Pair, verdict: Verdict, by: str, reason: str) -> Act:
    """Record a proposal; a second person has to confirm it.

    Raises:
        InvalidInput: there is one already, no reason is given, or nothing would change.
    """
    state = state_of(door, of)
    if not reason.strip() or not by.strip():
        raise InvalidInput("A judgement needs a person (--by) and a reason (--reason).")
    if state.proposed:
        raise InvalidInput(
            f"{_told(of)}: {state.proposed.proposed_by} has already proposed "
            f"{state.proposed.verdict!r}; confirm or withdraw that first."
        )
    if (state.in_force.verdict if state.in_force else "open") == verdict:
        raise InvalidInput(f"{_told(of)}: {verdict!r} is what already holds; nothing was recorded.")
    return _append(door, Act(0, at, *of, "propose", verdict, by, reason))


def confirm(door: Door, at: str, of: Pair, by: str) -> Act:
    """Put a proposal into force; who proposed it may not.

    Raises:
        InvalidInput: there is none, or the same person proposed it.
    """
    waiting = _waiting(door, of)
    if not by.strip() or _person(by) == _person(waiting.proposed_by):
        raise InvalidInput(
            f"{_told(of)}: was proposed by {waiting.proposed_by}; another person has to confirm it."
        )
    return _append(door, Act(0, at, *of, "confirm", waiting.verdict, by, waiting.reason))


def withdraw(door: Door, at: str, of: Pair, by: str, reason: str) -> Act:
    """Take a proposal back that is not yet confirmed; one person suffices to stop.

    Raises:
        InvalidInput: there is none, or no person is named.
    """
    waiting = _waiting(door, of)
    if not by.strip():
        raise InvalidInput("Say who withdraws it with --by.")
    return _append(door, Act(0, at, *of, "withdraw", waiting.verdict, by, reason))


def state_of(door: Door, of: Pair, known: str | None = None) -> State:
    """Return what holds of two entries, as recorded by an instant (default: now)."""
    return _states(_acts(door, "left_id = ? AND right_id = ?", *of), known).get(of, State())


def states_with(door: Door, id_: str, known: str | None = None) -> dict[Pair, State]:
    """Return what holds of an entry and each other that it was ever judged with."""
    return _states(_acts(door, "left_id = ? OR right_id = ?", id_, id_), known)


def proposals(door: Door) -> list[Judgement]:
    """Return what is proposed and waits for another person, oldest first."""
    waiting = (state.proposed for state in _states(acts(door), None).values())
    return sorted((each for each in waiting if each), key=lambda each: each.at)


def same_as(door: Door, id_: str, known: str | None = None) -> list[str]:
    """Return the entries that are the same party by judgement, those of those among them."""
    found, asked = {id_}, [id_]
    while asked:
        states = states_with(door, asked.pop(), known)
        near = {each for of, state in states.items() if _holds(state, "same") for each in of}
        asked += sorted(near - found)
        found |= near
    return sorted(found - {id_})


def _holds(state: State, verdict: Verdict) -> bool:
    return state.in_force is not None and state.in_force.verdict == verdict


def _waiting(door: Door, of: Pair) -> Judgement:
    waiting = state_of(door, of).proposed
    if waiting is None:
        raise InvalidInput(f"{_told(of)}: nothing is proposed; propose same, different or open.")
    return waiting


def _person(name: str) -> str:
    """Return a name as people are told apart: look-alike letters of other scripts are one."""
    return fold(unmask(name)).strip()


def _told(of: Pair) -> str:
    return " and ".join(of)


def _append(door: Door, act: Act) -> Act:
    (last,) = door.all("SELECT coalesce(max(seq), 0) FROM judgements")
    act = act._replace(seq=1 + last[0])
    door.run(
        "INSERT INTO judgements (seq, at, left_id, right_id, act, verdict, by_whom, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *act,
    )
    return act


def acts(door: Door) -> list[Act]:
    """Return all that was ever judged, oldest first."""
    return _acts(door, "1 = 1")


def seal(act: Act) -> str:
    """Return the SHA-256 over all that an act says, for the journal."""
    return digest(list(act))


def _acts(door: Door, where: str, *values: str) -> list[Act]:
    columns = "seq, at, left_id, right_id, act, verdict, by_whom, reason"
    rows = door.all(
        f"SELECT {columns} FROM judgements WHERE {where} ORDER BY seq",  # noqa: S608 (our own words)
        *values,
    )
    return [Act(*row) for row in rows]


def _states(acts: Iterable[Act], known: str | None) -> dict[Pair, State]:
    """Fold acts, oldest first, into what holds of each pair."""
    states: dict[Pair, State] = {}
    for act in acts:
        if known is None or act.at <= known:
            of = (act.left, act.right)
            states[of] = _after(states.get(of, State()), act)
    return states


def _after(state: State, act: Act) -> State:
    if act.act == "propose":
        made = Judgement(act.left, act.right, act.verdict, act.by, None, act.at, act.reason)
        return state._replace(proposed=made)
    if act.act == "withdraw" or state.proposed is None:
        return state._replace(proposed=None)
    held = state.proposed._replace(confirmed_by=act.by, at=act.at)
    return State(None if act.verdict == "open" else held)
