"""What an ownership test answers: who is owned, who may be, who is not, and through what."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Label = Literal["BLOCKED", "PRESUMED_FROZEN", "OWNED"]
#: Percent, lower and upper end, exact.
Percents = tuple[str, str]


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A stake on a path: who holds how much of what."""

    owner: str
    asset: str
    share: Percents


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """An entity that listed persons own, how much of it they hold, and through what.

    `path` leads from listed parties to the asset. It is `cut` where it would be too long; the
    owners it begins with then have paths of their own. `review` is what a person has to look at.
    """

    asset: str
    sum: Percents
    path: tuple[Edge, ...]
    label: Label
    test: str
    because: str
    rebuttable: bool = False
    cut: bool = False
    review: str | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entity of which listed persons hold this much, which is not, or not surely, enough.

    `together` is what they all may hold together, where the test does not add their holdings up.
    """

    asset: str
    sum: Percents
    path: tuple[Edge, ...] = ()
    because: str = ""
    together: str | None = None


class Controlled(msgspec.Struct, frozen=True):
    """An entity that a listed person directs without owning it: a person has to judge that."""

    asset: str
    by: str
    kind: str
    because: str


class Ownership(msgspec.Struct, frozen=True, kw_only=True):
    """Who is owned under a regime on a day, who may be, and who is not.

    `listed` are the parties whose holdings count. `divested` were owned until a listed or owned
    party sold: they are not, if the sale is real. `rebutted` would be presumed to be owned, had an
    authority not found otherwise. `still_blocked` is property that only a licence releases.
    """

    regime: str
    on: date
    test: str
    owned: tuple[Owned, ...]
    undetermined: tuple[Held, ...]
    not_owned: tuple[Held, ...]
    controlled: tuple[Controlled, ...]
    divested: tuple[Held, ...]
    rebutted: tuple[str, ...]
    still_blocked: tuple[str, ...]
    listed: tuple[str, ...]
    known: str | None = None
