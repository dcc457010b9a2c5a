"""An event to be assessed: who moved what, where, when, how far it went and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, get_args

import msgspec

from enjoin.law.measures import GoodsClass
from enjoin.model.countries import name_of
from enjoin.model.errors import InvalidInput
from enjoin.model.report import EventKind, Modality

#: ISO 3166 alpha-2 in upper case, or a longer code of FollowTheMoney's, such as UA-CRI.
CountryCode = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}(-?[A-Z]{2,3})?$")]
Kind = EventKind
#: How far an event has gone, weakest first.
Stage = Literal["planned", "negotiating", "agreed", "executed"]
Standard = Literal["suspicion", "reasonable-grounds", "established"]

#: The kinds of event in which goods, money or services move, and how to speak of them. Any other
#: kind is contact or context: it may deserve attention, but no paragraph forbids it.
MOVEMENTS: Mapping[str, str] = {
    "deal": "deal in",
    "procurement": "procurement of",
    "brokering": "brokering of",
    "transfer": "transfer of",
    "shipment": "shipment of",
    "ship-to-ship": "ship-to-ship transfer of",
    "payment": "payment in",
    "funds-movement": "movement of",
}


class GoodsIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods, money or services of an event; `quantity` is a decimal number as text."""

    name: str
    class_: GoodsClass = msgspec.field(name="class")
    quantity: str | None = None
    unit: str | None = None


class Participant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who takes part besides the two sides, such as a broker."""

    role: str
    party: str
    country: CountryCode | None = None


class TotalIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one source says was already supplied in the period of a ceiling, by all suppliers.

    `amount` is a decimal number as text. `reported` totals are those of the States themselves to
    the body that counts; any other is an estimate. `as_of` is a day in the period, if told.
    """

    measure: str
    source: str
    amount: str
    unit: str
    kind: Literal["reported", "estimated"] = "estimated"
    as_of: date | None = None


class EstablishedIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who has found that the event took place and what it is, and the document that says so."""

    by: Annotated[str, msgspec.Meta(min_length=1)]
    document: Annotated[str, msgspec.Meta(min_length=1)]


class EventIn(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"from_": "from"},
):
    """An event to be assessed.

    `from` and `to` are where goods, money or services come from and go to, `flag` is the State of
    the ship or aircraft. `on` is an ISO 8601 date with the precision known. Stage and certainty
    that are not given are taken to be the weakest: planned, on one source. `totals` are what was
    supplied before, for ceilings on the sum of all suppliers. What a person or a body has found
    beyond reasonable grounds is `established`; it has to be a fact, carried out.
    """

    kind: Kind
    stage: Stage = "planned"
    on: str | None = None
    from_: CountryCode | None = None
    to: CountryCode | None = None
    flag: CountryCode | None = None
    modality: Modality = "fact"
    independent_sources: Annotated[int, msgspec.Meta(ge=0)] = 1
    goods: tuple[GoodsIn, ...] = ()
    participants: tuple[Participant, ...] = ()
    totals: tuple[TotalIn, ...] = ()
    established: EstablishedIn | None = None


#: What an event's fields may say, for the message that one says something else.
_ALLOWED: Mapping[str, str] = {
    field: f" Allowed: {', '.join(get_args(values))}."
    for field, values in {
        "kind": Kind,
        "stage": Stage,
        "modality": Modality,
        "goods": GoodsClass,
    }.items()
} | dict.fromkeys(("from", "to", "flag"), " Write an ISO code, such as KP.")


def read_event(data: bytes | str) -> EventIn:
    """Read an event from JSON.

    Raises:
        InvalidInput: it is no such event; the message names the field.
    """
    try:
        return msgspec.json.decode(data, type=EventIn)
    except msgspec.DecodeError as error:
        allowed = next((told for at, told in _ALLOWED.items() if f"$.{at}" in str(error)), "")
        raise InvalidInput(
            f"event: {error}.{allowed} See `enjoin assess --help` for an example."
        ) from error


def event_day(event: EventIn) -> date:
    """Return the first day an event may have taken place on.

    Raises:
        InvalidInput: it bears no date, without which no law can be applied.
    """
    if event.on is None:
        raise InvalidInput("event: on is missing; without a date no law can be applied.")
    return first_day(event.on)


def first_day(value: str) -> date:
    """Read the first day an ISO 8601 date or instant of any precision may mean.

    Raises:
        InvalidInput: it is no such date.
    """
    padded = value + "0001-01-01"[len(value) :] if len(value) in {4, 7} else value
    try:
        return date.fromisoformat(padded[:10])
    except ValueError as error:
        raise InvalidInput(
            f"on: {value!r} is no date; write 2023, 2023-09 or 2023-09-20."
        ) from error


#: A number with more digits before the point than this is a slip, not a quantity.
_MOST_DIGITS = 30


def quantity(text: str | None, of: str) -> Decimal | None:
    """Read a decimal number, or None where none is given.

    Raises:
        InvalidInput: it is no number; the message names what it is the quantity `of`.
    """
    if text is None or not text.strip():
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise InvalidInput(f"event: {of}: {text!r} is no number.") from error
    if not number.is_finite() or number < 0 or number.adjusted() > _MOST_DIGITS:
        raise InvalidInput(f"event: {of}: {text!r} is no quantity.")
    return number


def same_unit(one: str | None, other: str) -> bool:
    """Tell whether two units are the same: singular or plural, metric tons as tonnes."""
    return _unit(one or "") == _unit(other)


def _unit(name: str) -> str:
    plain = name.strip().lower().removeprefix("metric ").rstrip("s")
    return "tonne" if plain == "ton" else plain


def listed(names: Sequence[str]) -> str:
    """Write names as English does: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def place(code: str | None) -> str:
    """Name the country of a code, or say that it is not known."""
    return name_of(code.lower()) if code else "an unknown country"


def way(event: EventIn) -> str:
    """Say from where to where an event moves something."""
    return f"from {place(event.from_)} to {place(event.to)}"
