"""A dealing that somebody is asked to carry out: who, what, when, and what is known of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from enjoin.law.measures import GoodsClass
from enjoin.law.ownership.graph import Graph
from enjoin.law.ownership.graph import check as check_graph
from enjoin.licensing.licences import Amount, Given, Licence, begins
from enjoin.licensing.licences import check as check_licence
from enjoin.model.countries import code_of
from enjoin.model.errors import InvalidInput
from enjoin.model.time import parse_instant

#: Jurisdictions whose law may bind a dealing, in the order in which outcomes are told.
REGIMES = ("US", "EU", "UK", "KR")
#: Roles of whoever gives the goods, and of whoever gets them.
GIVES = frozenset("seller supplier exporter shipper consignor creditor beneficiary payee".split())
GETS = frozenset("buyer importer consignee recipient debtor payer applicant end-user".split())


class PartyIn(Given, frozen=True, kw_only=True):
    """A party, its role, and the name under which the graph knows it.

    `ids` are identifiers by kind, such as {"leiCode": "..."}.
    """

    name: str
    role: str | None = None
    party: str | None = None
    country: str | None = None
    schema: str = "Thing"
    birth_date: str | None = None
    ids: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def asked(self) -> str:
        """What is asked about it by name: the name, and whatever tells it from a namesake."""
        told = [f"{kind}={value}" for kind, value in sorted(self.ids.items())]
        told += [one for one in (self.birth_date, self.country) if one]
        return " ".join([self.name, *told])

    @property
    def node(self) -> str:
        """The name under which the graph knows it."""
        return self.party or self.name


class DealtGoods(Given, frozen=True, kw_only=True):
    """Goods of a dealing, with the country they come from."""

    name: str
    class_: GoodsClass = msgspec.field(name="class")
    origin: str | None = None
    quantity: str | None = None
    unit: str | None = None


class Cleared(Given, frozen=True, kw_only=True):
    """A person's decision that a match is another party: of which entity, and why."""

    party: str
    entity_id: str
    reason: str


class Dealing(Given, frozen=True, kw_only=True, rename={"from_": "from", "property_": "property"}):
    """What is to be decided.

    `value_date` is a day, or an instant with its zone; `known_at` the instant by which things had
    to be known. `property` names blocked property that it is about. `from`, `to` and `flag` are
    countries, where the parties and goods do not tell them.
    """

    kind: str
    value_date: str | None = None
    known_at: str | None = None
    nexus: tuple[str, ...]
    amount: Amount | None = None
    parties: tuple[PartyIn, ...] = ()
    goods: tuple[DealtGoods, ...] = ()
    graph: Graph = Graph()
    licences: tuple[Licence, ...] = ()
    facts: dict[str, Any] = msgspec.field(default_factory=dict)
    cleared: tuple[Cleared, ...] = ()
    screen: bool = True
    property_: str | None = None
    from_: str | None = None
    to: str | None = None
    flag: str | None = None

    @property
    def known(self) -> str | None:
        """The instant by which things had to be known, in UTC; None: now."""
        return parse_instant(self.known_at) if self.known_at else None

    def day(self, regime: str = "US") -> date:
        """Return the day it happens where a regime is."""
        return begins(self.value_date or "", regime)


def read_dealing(data: bytes | str) -> Dealing:
    """Read a dealing from JSON, check it, and bring it into one order.

    Raises:
        InvalidInput: it is none, or contradicts itself; the message names the field.
    """
    try:
        dealing = msgspec.json.decode(data, type=Dealing)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"dealing: {error}. See `enjoin decide --help` for an example."
        ) from error
    return checked(dealing)


def checked(dealing: Dealing) -> Dealing:
    """Refuse a dealing about which nothing can be decided, and bring any other into one order.

    Raises:
        InvalidInput: names the field: no value date, an unknown nexus or country, a graph or a
            licence that contradicts itself.
    """
    _check(dealing)
    return _in_order(dealing)


def _check(dealing: Dealing) -> None:
    if not dealing.value_date:
        raise InvalidInput("value_date: is missing; without it no law, list or licence applies.")
    for field, read in (("value_date", dealing.day), ("known_at", lambda: dealing.known)):
        try:
            read()
        except InvalidInput as error:
            raise InvalidInput(f"{field}: {error}") from error
    for number, nexus in enumerate(dealing.nexus):
        if nexus not in REGIMES and not re.fullmatch("UN:[A-Z]{2}", nexus):
            told = f"{nexus!r} is none; known: {', '.join(REGIMES)}, UN:xx"
            raise InvalidInput(f"nexus[{number}]: {told}.")
    _check_countries(dealing)
    for number, licence in enumerate(dealing.licences):
        check_licence(licence, f"licences[{number}]")
    check_graph(dealing.graph, "graph.")


def _check_countries(dealing: Dealing) -> None:
    named = {f"parties[{n}].country": one.country for n, one in enumerate(dealing.parties)}
    named |= {f"goods[{n}].origin": one.origin for n, one in enumerate(dealing.goods)}
    named |= {"from": dealing.from_, "to": dealing.to, "flag": dealing.flag}
    for field, country in named.items():
        if country and not code_of(country):
            raise InvalidInput(f"{field}: {country!r} is no country; write its ISO code.")


def _in_order(dealing: Dealing) -> Dealing:
    """Bring everything of which the order says nothing into one order.

    A decision so depends on what is in a dealing, and not on how it was written down.
    """
    graph = dealing.graph
    return msgspec.structs.replace(
        dealing,
        nexus=tuple(sorted(set(dealing.nexus))),
        parties=_sorted(dealing.parties),
        goods=_sorted(dealing.goods),
        licences=_sorted(
            msgspec.structs.replace(one, conditions=_sorted(one.conditions))
            for one in dealing.licences
        ),
        cleared=_sorted(dealing.cleared),
        graph=msgspec.structs.replace(
            graph,
            listed=_sorted(
                msgspec.structs.replace(one, regimes=tuple(sorted(set(one.regimes))))
                for one in graph.listed
            ),
            stakes=_sorted(graph.stakes),
            control=_sorted(graph.control),
            joint=_sorted(tuple(sorted(set(group))) for group in graph.joint),
            blocked_property=_sorted(graph.blocked_property),
            rebutted=_sorted(graph.rebutted),
        ),
    )


def _sorted(records: Any) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda one: msgspec.json.encode(one, order="sorted")))
