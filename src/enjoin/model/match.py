"""What screening is asked and what it answers."""

from __future__ import annotations

from typing import Literal

import msgspec

#: FollowTheMoney's properties of ships and aircraft that are compared, beyond names and numbers.
DETAILS = (
    "buildDate",
    "tonnage",
    "grossRegisteredTonnage",
    "deadweightTonnage",
    "type",
    "model",
)


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Whom we ask about: names and whatever else is known, in FollowTheMoney's terms.

    Dates are ISO 8601 with the precision known; countries are ISO 3166 alpha-2, lower case;
    `ids` are (type, value) pairs such as ("imoNumber", "9187629"), `details` what else is known of
    a ship or an aircraft, such as ("buildDate", "1992"). A ship's country is its flag.
    """

    names: tuple[str, ...]
    schema: str = "Thing"
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    gender: str | None = None
    addresses: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


class Evidence(msgspec.Struct, frozen=True):
    """One reason: weight above zero speaks for a match, below against, in log-odds (natural)."""

    feature: str
    weight: float
    reason: str
    query: str
    candidate: str


class Listing(msgspec.Struct, frozen=True):
    """Where, under what and since when a party is listed: a view over a Sanction entity."""

    source: str
    version: str
    programme: str | None = None
    listed_on: str | None = None
    reference: str | None = None
    authority: str | None = None
    ended_on: str | None = None
    measures: tuple[str, ...] = ()
    """What the listing imposes, in the publisher's words."""
    blocking: bool | None = None
    """Whether that blocks property; None where the publisher names no measure."""


class ListCited(msgspec.Struct, frozen=True):
    """A list an answer rests on, in the version used."""

    source: str
    version: str
    age_days: int
    stale: bool = False
    basis: Literal["publisher", "stated", "inferred"] = "publisher"
    """What the version's date rests on; inferred: the date of a file."""
    missing: tuple[str, ...] = ()
    """Files of the list that were not given: what they hold is not known."""


class Excluded(msgspec.Struct, frozen=True):
    """That a person cleared a match: this party is not that listed one, on the data of that day."""

    number: int
    reason: str
    until: str
    """The last day on which it holds."""
    by: tuple[str, ...]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A listed party that may be the party asked about.

    `prior` plus the weights of `evidence` is the log-odds; the calibration of `scorer` maps it
    to `score`, a probability. `match` tells whether the score reaches the threshold and nobody
    cleared the pair; where somebody did, `excluded` tells who, why and until when.
    """

    entity_id: str
    caption: str
    schema: str
    score: float
    match: bool
    stale: bool
    prior: float
    evidence: tuple[Evidence, ...]
    listings: tuple[Listing, ...]
    lists: tuple[ListCited, ...]
    scorer: str
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    excluded: Excluded | None = None


class Score(msgspec.Struct, frozen=True):
    """How two parties compare: a probability and what it is made of."""

    score: float
    prior: float
    evidence: tuple[Evidence, ...]
    scorer: str


class ListVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one list, as `enjoin lists` shows it."""

    source: str
    version: str
    basis: Literal["publisher", "stated", "inferred"]
    published: str | None
    fetched: str
    age_days: int
    max_age_days: int
    stale: bool
    entries: int
    sha256: str
    missing: tuple[str, ...] = ()
    """What it was read without: files, or entries, that are not known."""
    format: str | None = None
    """The form it was read in; None where that was not recorded."""
    origin: Literal["publisher", "address", "file"] | None = None
    unverified: bool = False
    """Read by a reader that was written from a specification and has not seen a real file."""
    retired: str | None = None
    """Since when the publisher no longer keeps the list, or this form of it."""
