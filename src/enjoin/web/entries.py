"""Entry: all that is known of a listed party: names, numbers, listings, links, changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import Response, get

from enjoin.model.errors import EnjoinError, NoLists
from enjoin.model.match import Match
from enjoin.model.schema import NAME_KINDS, REFERENCES
from enjoin.web.comparing import COUNTRIES, QUIET
from enjoin.web.drawing import Bar, Link, joined, timeline
from enjoin.web.shell import AnyRequest, country, field, page
from enjoin.workspace import AsOf, Shown, Workspace
from enjoin.workspace.alike import alike
from enjoin.workspace.listing import about
from enjoin.workspace.live import Live
from enjoin.workspace.readings import InReport
from enjoin.workspace.values import Dated, Linked

_KINDS = {
    "name": "primary",
    "alias": "alias",
    "previousName": "former",
    "weakAlias": "weak alias",
}
#: Properties that hold numbers; documents are parts of their own.
_NUMBERS = frozenset(
    "imoNumber mmsi callSign idNumber passportNumber registrationNumber taxNumber leiCode swiftBic "
    "innCode ogrnCode serialNumber duns bikCode okpoCode kppCode publicKey vatCode".split()
)
_DOCUMENTS = frozenset({"Passport", "Identification", "CryptoWallet"})
#: Entries known to be the same party whose listings are drawn as well.
_LANES = 6
#: Values shown of a change before the rest is counted.
_VALUES = 25


class Named(NamedTuple):
    """A name and what kind of name its list says it is."""

    name: str
    kind: str


class Listed(NamedTuple):
    """A listing as its publisher words it."""

    authority: str
    programme: tuple[str, ...]
    listed_on: str | None
    ended_on: str | None
    reference: tuple[str, ...]
    measures: tuple[str, ...]
    reason: tuple[str, ...]


@get("/entries/{entity_id:str}", may="look")
async def entry(
    live: Live, request: AnyRequest, entity_id: str, on: str | None = None
) -> Response[str]:
    """Show an entry of a list as of a day."""
    as_of = live.workspace.as_of(on or None)
    shown = await asyncio.to_thread(live.workspace.entity, entity_id, as_of)
    near = _alike(live, shown) if as_of == live.workspace.as_of() else []
    return await asyncio.to_thread(_entry, live, request, shown, as_of, near)


def _alike(live: Live, shown: Shown) -> list[Match]:
    """Return entries that look like one and were not judged or joined with it; none is no error."""
    if not shown.entity:
        return []
    try:
        found = alike(live.ready(), shown.entity, live.workspace.config.threshold)
    except EnjoinError:  # no list is in force that could be looked through
        return []
    known = {each.entity_id for each in shown.linked}
    return [match for match in found if match.entity_id not in known]


def _entry(
    live: Live, request: AnyRequest, shown: Shown, as_of: AsOf, near: Sequence[Match]
) -> Response[str]:
    properties = _properties(shown)
    names = list(_names(properties, shown))
    title = names[0].name if names else shown.id
    same = list(_same(live.workspace, shown, as_of))
    return page(
        "entry.html",
        request,
        shown=shown,
        title=title,
        schema=shown.entity["schema"] if shown.entity else "",
        about=about(shown.source),
        on=as_of.on.isoformat(),
        today=live.workspace.as_of().on.isoformat(),
        names=names,
        numbers=list(_numbers(properties, shown.parts)),
        facts=list(_facts(properties)),
        further=[each for each in _further(shown.parts) if not _told(each, properties)],
        listings=_listings(shown),
        same=same,
        history=[_short(each) for each in reversed(shown.history)],
        picture=_picture(shown, same, live.workspace.as_of().on),
        joined=_joined(title, shown.linked),
        in_words=in_words,
        near=near,
        judged={each.entity_id for each in shown.linked if each.by == "proposal"},
        judge=(request.query_params.get("judge") or "")[:200],
        mentions=_by_report(live.workspace.noted.mentions(shown.id)),
    )


def _same(workspace: Workspace, shown: Shown, as_of: AsOf) -> Iterator[Shown]:
    """Yield the entries known to be the same party, of those whose lists are in force that day."""
    for each in [each for each in shown.linked if each.same][:_LANES]:
        with suppress(NoLists):
            yield workspace.entity(each.entity_id, as_of, alone=True)


def _by_report(
    mentions: Iterable[tuple[int, InReport]],
) -> list[tuple[int, list[InReport]]]:
    """Put the mentions of a report together, with the entry of the journal that has them."""
    found: dict[str, tuple[int, list[InReport]]] = {}
    for entry, one in mentions:
        found.setdefault(one.sha256, (entry, []))[1].append(one)
    return list(found.values())


def _properties(shown: Shown) -> Mapping[str, Sequence[str]]:
    """Return what the entry says, or said last where it is not on the list."""
    if shown.entity:
        found: Mapping[str, Sequence[str]] = shown.entity["properties"]
        return found
    last = next((each for each in reversed(shown.history) if each.went), None)
    said: dict[str, list[str]] = {}
    for prop, value in last.went if last else ():
        said.setdefault(prop, []).append(value)
    return said


def _names(properties: Mapping[str, Sequence[str]], shown: Shown) -> Iterator[Named]:
    for prop in NAME_KINDS:
        for name in properties.get(prop, ()):
            yield Named(name, _KINDS[prop])


def _numbers(
    properties: Mapping[str, Sequence[str]], parts: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    """Yield kind, number and what else is told of it."""
    for prop in properties:
        if prop in _NUMBERS:
            yield from ((prop, value, "") for value in properties[prop])
    for part in parts:
        if part["schema"] in _DOCUMENTS:
            own = dict(part["properties"])
            kind = own.pop("type", [part["schema"]])
            number = own.pop("number", own.pop("publicKey", ["–"]))
            own.pop("holder", None)
            rest = [country(value) for values in own.values() for value in values]
            yield ", ".join(kind), ", ".join(number), ", ".join(rest)


def _facts(properties: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    for prop, values in properties.items():
        if prop not in QUIET and prop not in _NUMBERS and " " not in prop and prop != "listed":
            yield prop, [country(value) for value in values] if prop in COUNTRIES else values


def _further(parts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what other parts of the entry say, such as an address in full."""
    for part in parts:
        joins = len(REFERENCES[part["schema"]] & part["properties"].keys()) > 1
        if part["schema"] not in {*_DOCUMENTS, "Sanction"} and not joins:
            told = part["properties"].get("full") or [
                value for values in part["properties"].values() for value in values
            ]
            yield part["schema"], [value for value in told if "-" not in value or " " in value]


def _told(part: tuple[str, list[str]], properties: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether all that a part says stands among the entry's own values."""
    return set(part[1]) <= {value for values in properties.values() for value in values}


def _listed(part: Mapping[str, Any]) -> Listed:
    own = part["properties"]

    def first(*props: str) -> str | None:
        return next((own[prop][0] for prop in props if own.get(prop)), None)

    return Listed(
        authority=first("authority") or "Authority not named",
        programme=tuple(own.get("program", ())),
        listed_on=first("listingDate", "startDate"),
        ended_on=first("endDate"),
        reference=tuple(dict.fromkeys([*own.get("unscId", ()), *own.get("authorityId", ())])),
        measures=tuple(own.get("provisions", ())),
        reason=(*own.get("reason", ()), *own.get("summary", ())),
    )


def _picture(shown: Shown, same: Sequence[Shown], today: date) -> Any:
    """Draw the listings of an entry and of those that are the same party, a lane an authority."""
    bars = [bar for one in (shown, *same) for bar in _bars(one)]
    bars += [
        Bar(
            "In versions loaded here",
            since,
            until,
            f"in versions from {since}" + (f" until {until}" if until else " to the newest"),
            "seen",
        )
        for since, until in shown.periods
    ]
    return timeline(bars, today, "When this party was listed; below is the same in words")


def _bars(shown: Shown) -> Iterator[Bar]:
    """Yield when each authority listed an entry; what a list does not date began by a version."""
    for each in _listings(shown):
        ended = f", ended on {each.ended_on}" if each.ended_on else ""
        if each.listed_on:
            told = f"{each.authority}: listed on {each.listed_on}{ended}"
            yield Bar(each.authority, each.listed_on, each.ended_on, told)
        elif shown.periods:
            first, until = shown.periods[0][0], each.ended_on or shown.periods[-1][1]
            told = f"{each.authority}: listed by {first} at the latest, the list has no date{ended}"
            yield Bar(each.authority, first, until, told, "undated")


def _listings(shown: Shown) -> list[Listed]:
    return [_listed(part) for part in shown.parts if part["schema"] == "Sanction"]


def _joined(name: str, linked: Sequence[Linked]) -> Any:
    links = [
        Link(each.caption, _how(each), f"/desk/entries/{quote(each.entity_id, safe='')}")
        for each in linked
    ]
    return joined(name, links, "What goes with this party; the table below says the same")


def _how(linked: Linked) -> str:
    """Say in few words how an entry goes with another."""
    if linked.verdict is not None:
        return f"{linked.verdict}, {'judged' if linked.by == 'judgement' else 'proposed'}"
    return in_words(linked)


def in_words(linked: Linked) -> str:
    """Say how an entry goes with another; a list's link by its role, and its kind where it has one.

    What a list joins without saying how is an UnknownLink, which says nothing to a reader.
    """
    if linked.by != "list":
        return linked.why
    kind, _, role = linked.why.partition(": ")
    return role if role and kind == "UnknownLink" else ": ".join(filter(None, (field(kind), role)))


class Changed(NamedTuple):
    """A version that changed the entry: what came and what went, the rest counted."""

    on: str
    recorded: str
    came: tuple[tuple[str, str], ...]
    went: tuple[tuple[str, str], ...]
    more: int


def _short(dated: Dated) -> Changed:
    came, went = (
        tuple(each for each in said if each[0] != "topics") for said in (dated.came, dated.went)
    )
    more = max(0, len(came) - _VALUES) + max(0, len(went) - _VALUES)
    return Changed(dated.on, dated.recorded, came[:_VALUES], went[:_VALUES], more)
