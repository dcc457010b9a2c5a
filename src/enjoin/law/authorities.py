"""Who may lift: a measure ends only by an instrument of a competent authority, with its vote.

A claim, a proposal, a treaty of two States or a law of one is kept and changes nothing. A vote
against by a permanent member stops a decision and makes none: a measure without an end stays when
its lifting fails, a mandate with an end lapses when its renewal fails, and relief that had to be
confirmed ends, so that what it suspended returns. Which of these holds is data of the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from enjoin.law.measures import Measure
from enjoin.law.records import Authority, Competence, InstrumentKind
from enjoin.law.records import Votes as Needed
from enjoin.law.register import Register
from enjoin.model.countries import code_of
from enjoin.model.errors import InvalidInput

Act = Literal["lift", "suspend", "renew", "delist"]
Then = Literal["stays", "lapses", "returns", "contested"]


class _Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of a request: a field nobody knows is refused, not passed over."""


class VotesIn(_Given, frozen=True, kw_only=True, rename={"for_": "for"}):
    """How many voted for it, and which States against or not at all."""

    for_: int
    against: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()


class InstrumentIn(_Given, frozen=True, kw_only=True):
    """What is offered as the act. `fulfilled` names conditions of its form that are on record."""

    kind: InstrumentKind
    body: str | None = None
    votes: VotesIn | None = None
    fulfilled: tuple[str, ...] = ()


class LiftRequest(_Given, frozen=True, kw_only=True):
    """Somebody claims, or asks, that a measure or the listing of a `subject` ends or goes on."""

    measure: str
    act: Act
    subject: str | None = None
    actor: str | None = None
    on: date
    instrument: InstrumentIn | None = None


class LiftResult(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it has effect, and why.

    `then` says what becomes of the measure, and `from` since when: it stays, lapses, returns, or is
    in force and contested by States that hold otherwise.
    """

    effective: bool
    because: str
    authority: str
    then: Then
    from_: date | None = msgspec.field(name="from")


class _Tried(NamedTuple):
    """A way of an authority's to act, and why this request does not take it; None where it does."""

    authority: Authority
    why_not: str | None


def read_request(data: bytes | str) -> LiftRequest:
    """Read a request from JSON.

    Raises:
        InvalidInput: it is none; the message names the field.
    """
    try:
        return msgspec.json.decode(data, type=LiftRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"request: {error}. See `enjoin lift-test --help` for an example."
        ) from error


def lift_test(request: LiftRequest, register: Register) -> LiftResult:
    """Tell whether a request has effect on a measure of the register.

    Raises:
        InvalidInput: there is no such measure.
    """
    measure = register.measure(request.measure)
    competent = [register.authority(one) for one in _competent(measure, request.act)]
    tried = [_try(authority, request) for authority in competent]
    effective = next((one for one in tried if one.why_not is None), None)
    if effective:
        return _effective(measure, request, effective.authority)
    nearest = min(tried, key=lambda one: not _acts(one.authority, request))
    then, since = _otherwise(measure, request)
    rests = "; ".join(register.sources[one].title for one in nearest.authority.rule.sources)
    left = _left(measure, request, then, since)
    return LiftResult(
        effective=False,
        because=f"{(nearest.why_not or '').rstrip('.')}. {left}. Rests on: {rests}",
        authority=nearest.authority.id,
        then=then,
        from_=since,
    )


def _competent(measure: Measure, act: Act) -> tuple[str, ...]:
    """Name who may do such an act to a measure: for a listing, who lists."""
    if act == "delist" and measure.listing_authority:
        return measure.listing_authority
    return measure.lift_authority


# --- Is it an act of a competent authority? ----------------------------------------------------


def _try(authority: Authority, request: LiftRequest) -> _Tried:
    given = request.instrument
    if given is None:
        told = f"No instrument is offered: only an act of {authority.name} ends it"
        return _Tried(authority, told)
    ways = [one for one in authority.competences(request.act) if given.kind in one.by]
    if not ways or not _acts(authority, request):
        return _Tried(authority, _not_competent(authority, request, given))
    reasons = [_lacks(way, given) for way in ways]
    return _Tried(authority, None if None in reasons else reasons[0])


def _acts(authority: Authority, request: LiftRequest) -> bool:
    """Tell whether the body named is the authority; a resolution of the Council names it."""
    given = request.instrument
    if given is None:
        return False
    if given.kind == "UNSC-resolution" and given.body is None:
        return authority.id == "AUTH-UNSC"
    names = {_plain(one) for one in (*authority.bodies, authority.name)}
    return _plain(given.body or request.actor or "") in names


def _plain(name: str) -> str:
    """Drop what names of one body differ in."""
    bare = re.sub(r"[^a-z0-9 ]", "", name.lower())
    return " ".join(word for word in bare.split() if word not in {"the", "un", "united", "nations"})


def _not_competent(authority: Authority, request: LiftRequest, given: InstrumentIn) -> str:
    who = given.body or request.actor or "somebody"
    told = (
        f"No competent authority: {given.kind} of {who} is no act by which {authority.name} can "
        f"{request.act} this"
    )
    rule = f"It takes: {authority.rule.text}"
    return " ".join(
        [f"{told}.", rule, *(f"Not enough: {one.text}" for one in authority.insufficient)]
    )


def _lacks(way: Competence, given: InstrumentIn) -> str | None:
    """Say what an act of this form lacks, or None where it has all."""
    if way.votes and (why := _vote_fails(way.votes, given)):
        return f"The vote does not carry: {why}"
    missing = [one for one in way.needs if one not in given.fulfilled]
    return f"Not on record: {'; '.join(missing)}" if missing else None


def _vote_fails(needed: Needed, given: InstrumentIn) -> str | None:
    """Say why a vote does not carry; a committee that acts by consensus takes none."""
    if given.votes is None:
        return None if needed.consensus else "there is no record of it"
    return needed.shortfall(given.votes.for_, tuple(_states(given.votes.against)))


def _states(names: Iterable[str]) -> Iterator[str]:
    """Yield ISO codes of States; what is none is kept as it is, and counts as a vote against."""
    for name in names:
        yield (code_of(name) or name).upper()


# --- What follows ------------------------------------------------------------------------------


def _effective(measure: Measure, request: LiftRequest, authority: Authority) -> LiftResult:
    if not measure.in_force(request.on):
        told = f"{measure.id} is not in force on {request.on}, so there is nothing to {request.act}"
        return LiftResult(
            effective=False, because=told, authority=authority.id, then="lapses", from_=None
        )
    whose = request.subject or "the subject"
    done: dict[Act, tuple[str, Then]] = {
        "lift": ("the measure ends", "lapses"),
        "suspend": ("the measure is suspended", "lapses"),
        "renew": ("the measure goes on", "stays"),
        "delist": (
            f"the listing of {whose} ends; the measure stays, and so do others' listings",
            "stays",
        ),
    }
    told, then = done[request.act]
    return LiftResult(
        effective=True,
        because=f"An act of {authority.name} in the form it takes: {told}. What was decided under "
        "it is to be looked at again",
        authority=authority.id,
        then=then,
        from_=request.on,
    )


def _otherwise(measure: Measure, request: LiftRequest) -> tuple[Then, date | None]:
    """Return what becomes of a measure when nothing is decided, and since when."""
    if request.act == "renew" and measure.default_on_silence != "stays":
        end = measure.expires.day if measure.expires else measure.valid_until
        if measure.default_on_silence == "returns":
            return "returns", measure.valid_from.day
        return "lapses", end
    return ("contested" if measure.contested_by else "stays"), None


def _left(measure: Measure, request: LiftRequest, then: Then, since: date | None) -> str:
    words = {
        "stays": "The measure stays as it is; the claim is kept, without effect",
        "contested": "The measure stays in force; that is contested by "
        f"{', '.join(measure.contested_by)}",
        "lapses": f"Nobody renewed it, so it lapses on {since}; measures without an end stay",
        "returns": f"Nobody confirmed the relief, so the measure returns on {since}",
    }
    if request.act == "delist":
        return "The listing stays; the claim is kept, without effect"
    return words[then]
