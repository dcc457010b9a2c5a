"""`/api/v1/screen` and `/api/v1/compare`: who a party may be, as of any day, with every reason."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import post

from enjoin.http.metrics import Metrics
from enjoin.http.screening import screened
from enjoin.http.settings import BATCH
from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Match, Party, Score
from enjoin.workspace import Asked, AsOf
from enjoin.workspace.live import Live
from enjoin.workspace.turns import ready_on

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
#: Nobody has more countries, numbers or lists, and each costs time.
_MOST = msgspec.Meta(max_length=50)


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of a party: its kind, such as imoNumber, and its value."""

    type: str
    value: Text


class Detail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What else is known of a ship or an aircraft: a property, such as buildDate, and its value."""

    property: str
    value: Text


class PartyIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to ask about. What is not understood is refused: it would go unlooked at."""

    name: Text
    schema: str = "Thing"
    birth_date: str | None = None
    countries: Annotated[list[str], _MOST] = []
    ids: Annotated[list[Number], _MOST] = []
    gender: str | None = None
    addresses: Annotated[list[Text], _MOST] = []
    details: Annotated[list[Detail], _MOST] = []


class TermsIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On what terms: lists in force `on` a day, as they were `known` by an instant."""

    lists: Annotated[list[str], _MOST] = []
    on: str | None = None
    known: str | None = None
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    near: Annotated[int, msgspec.Meta(ge=0, le=50)] = 0
    accept_stale: bool = False


class ScreenIn(TermsIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One party, and on what terms."""

    party: PartyIn


class ScreenManyIn(TermsIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Many parties, and on what terms."""

    parties: Annotated[list[PartyIn], msgspec.Meta(min_length=1, max_length=BATCH)]


class ScreenOut(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: matches, best first; the lists it rests on; what makes it weak."""

    matches: list[Match]
    lists: list[ListCited]
    stale: bool
    warnings: list[str]
    not_screened: list[str]
    """Lists that Enjoin reads and this answer does not rest on."""


class ScreenManyOut(msgspec.Struct, frozen=True, kw_only=True):
    """Answers in the order of the parties."""

    answers: list[list[Match]]
    lists: list[ListCited]
    stale: bool
    warnings: list[list[str]]
    not_screened: list[str]


class CompareIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two names."""

    name: Text
    other: Text
    schema: str = "Thing"


@post("/screen", may="screen", status_code=200, tags=["Screening"], summary="Screen one party")
async def screen(live: Live, metrics: Metrics, data: ScreenIn) -> ScreenOut:
    """Say who a party may be. The answer is in the journal before it is told."""
    asked, as_of = _terms(live, data)
    party = _party(live, data.party)
    ready = await ready_on(live, as_of, asked.lists)
    (matches,) = await screened(live, metrics, ready, [party], asked)
    lists = list(ready.of(asked.lists).values())
    return ScreenOut(
        matches=matches,
        lists=lists,
        stale=any(of.stale for of in lists),
        warnings=live.workspace.warnings(party),
        not_screened=live.workspace.not_loaded(lists),
    )


@post("/screen/many", may="screen", status_code=200, tags=["Screening"], summary="Screen many")
async def screen_many(live: Live, metrics: Metrics, data: ScreenManyIn) -> ScreenManyOut:
    """Say who each of up to 500 parties may be. For more, send a table as a job."""
    asked, as_of = _terms(live, data)
    parties = [_party(live, party) for party in data.parties]
    ready = await ready_on(live, as_of, asked.lists)
    answers = await screened(live, metrics, ready, parties, asked)
    lists = list(ready.of(asked.lists).values())
    return ScreenManyOut(
        answers=answers,
        lists=lists,
        stale=any(of.stale for of in lists),
        warnings=[live.workspace.warnings(party) for party in parties],
        not_screened=live.workspace.not_loaded(lists),
    )


@post("/compare", may="screen", status_code=200, tags=["Screening"], summary="Compare two names")
async def compare(live: Live, data: CompareIn) -> Score:
    """Say how alike two names are, with the evidence; no list is needed."""
    return live.workspace.compare(data.name, data.other, data.schema)


def _party(live: Live, data: PartyIn) -> Party:
    ids = [(of.type, of.value) for of in data.ids]
    details = [(of.property, of.value) for of in data.details]
    return live.workspace.party(
        data.name,
        data.schema,
        data.birth_date,
        data.countries,
        ids,
        data.gender,
        data.addresses,
        details,
    )


def _terms(live: Live, data: TermsIn) -> tuple[Asked, AsOf | None]:
    """Read the terms; the day is None where it is today.

    Raises:
        InvalidInput: the day or the instant is none, or a list is nobody's.
    """
    as_of = live.workspace.as_of(data.on, data.known)
    known = live.workspace.sources()
    for name in data.lists:
        if name.partition(":")[0] not in {*known, "ftm", "table"}:
            raise InvalidInput(f"lists: known are {', '.join(known)}, ftm:NAME and table:NAME.")
    asked = Asked(as_of, data.threshold, tuple(data.lists), data.near, data.accept_stale)
    return asked, as_of if data.on or data.known else None
