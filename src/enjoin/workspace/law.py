"""The law through the door: the measures in force on a day, and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any, cast, get_args

from enjoin.law.records import Regime
from enjoin.law.register import register as load_register
from enjoin.law.telling import as_dict
from enjoin.model.errors import InvalidInput


def measures(on: date, target: str | None, regime: str | None) -> list[dict[str, Any]]:
    """Return the measures in force on a day, of a target and a regime or all, as plain values.

    Exemptions are those of the day.

    Raises:
        InvalidInput: the register knows nothing of this target, or there is no such regime.
    """
    register = load_register()
    found = register.in_force(on, target, regime=_regime(regime))
    return [as_dict(measure, register, on) for measure in found]


def measure(id_: str) -> dict[str, Any]:
    """Return one measure as plain values, in force or not, with its `page` in Markdown.

    Raises:
        InvalidInput: there is none of this id.
    """
    from enjoin.pages.rules import page

    register = load_register()
    found = register.measure(id_)
    return as_dict(found, register) | {"page": page(found, register)}


def begins(target: str, regime: str | None) -> date | None:
    """Return the first day of which the register knows measures on a target; None if of none.

    Raises:
        InvalidInput: the register knows nothing of this target, or there is no such regime.
    """
    return load_register().begins(target, _regime(regime))


def _regime(name: str | None) -> Regime | None:
    if name is None:
        return None
    if name.upper() not in get_args(Regime):
        raise InvalidInput(f"regime: {name!r} is none. Known: {', '.join(get_args(Regime))}.")
    return cast("Regime", name.upper())
