"""What has to be done after an outcome, by when: reports, and records to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from enjoin.cases.grounds import Verdict
from enjoin.law.calendars import due
from enjoin.law.records import Deadline
from enjoin.law.register import Register

#: The events that an outcome is, as the register's deadlines name them.
_EVENTS: dict[Verdict, frozenset[str]] = {
    "BLOCK": frozenset({"blocking", "freezing", "holding"}),
    "REJECT": frozenset({"rejection"}),
}
_KEPT = frozenset({"transaction"})


class Obligation(msgspec.Struct, frozen=True):
    """A duty with a clock; `due` is None where it is to be done promptly.

    `holding_date` is the day of which it is reported what was held.
    """

    kind: str
    due: date | None
    what: str
    holding_date: date | None = None


class Keep(msgspec.Struct, frozen=True):
    """Until when records are kept; of blocked property that runs only once it is released."""

    until: date | None
    because: str


def obligations(
    register: Register, regime: str, outcome: Verdict, day: date
) -> tuple[Obligation, ...]:
    """Return what is due after an outcome of a day, soonest first, what has no date last."""
    events = _EVENTS.get(outcome, frozenset())
    found = [_obligation(one, day) for one in _in_force(register, regime, events, day)]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.kind)))


def _obligation(deadline: Deadline, day: date) -> Obligation:
    when = due(deadline, day)
    return Obligation(deadline.kind, when.on, deadline.what.text, when.held_on)


def keep(register: Register, regime: str, outcome: Verdict, day: date) -> Keep | None:
    """Return until when records of a dealing are kept; None where the register does not say."""
    for one in _in_force(register, regime, _KEPT, day):
        told = f"{one.what.text} ({one.count} {one.unit}, the law of {day})"
        if outcome == "BLOCK":
            return Keep(None, f"{told} While property is blocked, the time does not run.")
        return Keep(due(one, day).on, told)
    return None


def _in_force(register: Register, regime: str, events: Iterable[str], day: date) -> list[Deadline]:
    return [
        one
        for one in register.deadlines
        if one.regime == regime and one.event in events and one.in_force(day)
    ]
