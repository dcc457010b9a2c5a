"""What befalls a party: one thing on a day, or from a day until another."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from enjoin.model.report import Source

Kind = Literal[
    "listing", "list", "holding", "ownership", "statement", "event", "finding", "decision"
]


class Befell(msgspec.Struct, frozen=True, kw_only=True):
    """Something that befell a party on a day, or from a day until another.

    `on` is ISO 8601 at its precision, None where no source dates it; `at_latest` tells that it may
    have begun before. Listings and holdings last: one without `until` still does.
    """

    on: str | None
    until: str | None = None
    at_latest: bool = False
    kind: Kind
    lane: str
    what: str
    short: str
    entity_id: str | None = None
    evidence: tuple[Source, ...] = ()

    @property
    def lasts(self) -> bool:
        """Whether it holds from a day on, rather than on it."""
        return self.kind in {"listing", "holding"}


class Known(NamedTuple):
    """A party as it is looked for: its entries and names, these without regard to case."""

    ids: frozenset[str]
    names: frozenset[str]

    def named(self, name: str | None) -> bool:
        """Tell whether an id or a name is the party's."""
        return bool(name) and (name in self.ids or (name or "").casefold() in self.names)
