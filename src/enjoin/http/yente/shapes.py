"""What yente's API is asked and answers, as JSON."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

#: A value of an entity, or the entity it names.
Value = str | dict[str, Any]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Example(msgspec.Struct, frozen=True):
    """Somebody to look for: a schema and properties, as FollowTheMoney has them."""

    schema: str
    properties: dict[str, str | list[str | int | float | None]]
    id: str | None = None


class MatchIn(msgspec.Struct, frozen=True):
    """A batch of queries by names of the caller's own."""

    queries: dict[str, Example]
    weights: dict[str, float] = {}
    config: dict[str, str | int | float | bool | None] = {}


class Total(msgspec.Struct, frozen=True):
    """How many there are in all."""

    value: int
    relation: str = "eq"


class EntityOut(msgspec.Struct, frozen=True, kw_only=True):
    """An entity, since when its list names it, and when it last changed."""

    id: str
    caption: str
    schema: str
    properties: dict[str, list[Value]]
    datasets: list[str]
    referents: list[str] = []
    target: bool = True
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None


class Explanation(msgspec.Struct, frozen=True):
    """A reason for the score; `score` and `weight` are log-odds: above zero speaks for it."""

    score: float
    detail: str
    query: str
    candidate: str
    weight: float


class Scored(EntityOut, frozen=True, kw_only=True):
    """An entity that may be the one looked for."""

    score: float
    match: bool
    features: dict[str, float]
    explanations: dict[str, Explanation]
    stale: bool = False
    """Ours: a list in question is older than its source allows."""


class Matches(msgspec.Struct, frozen=True):
    """The answer to one query; `query` is what was understood of it."""

    status: int
    results: list[Scored]
    total: Total
    query: Example


class Feature(msgspec.Struct, frozen=True):
    """What a feature compares."""

    description: str
    coefficient: float
    url: str | None = None


class ListOut(msgspec.Struct, frozen=True):
    """Ours: a list the answer rests on."""

    source: str
    version: str
    age_days: int
    stale: bool


class MatchOut(msgspec.Struct, frozen=True):
    """The answers to a batch."""

    responses: dict[str, Matches]
    matcher: dict[str, Feature]
    limit: int
    stale: bool
    lists: list[ListOut]


class FacetValue(msgspec.Struct, frozen=True):
    """How many of the results have a value."""

    name: str
    label: str
    count: int


class Facet(msgspec.Struct, frozen=True):
    """The values of a facet, most frequent first."""

    label: str
    values: list[FacetValue]


class SearchOut(msgspec.Struct, frozen=True):
    """A page of what a search found."""

    results: list[EntityOut]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class AdjacentPage(msgspec.Struct, frozen=True):
    """A page of what an entity is joined with by one property."""

    results: list[Value]
    total: Total
    limit: int
    offset: int


class AdjacentOut(msgspec.Struct, frozen=True):
    """An entity and the first page of each of its neighbours."""

    entity: EntityOut
    adjacent: dict[str, AdjacentPage]


class Status(msgspec.Struct, frozen=True):
    """`ok`."""

    status: str = "ok"


class Publisher(msgspec.Struct, frozen=True):
    """Who publishes a list."""

    name: str
    official: bool = True


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """A list, or all of them together."""

    name: str
    title: str
    version: str
    load: bool
    index_current: bool
    index_version: str | None = None
    entity_count: int | None = None
    updated_at: str | None = None
    last_export: str | None = None
    publisher: Publisher | None = None
    children: list[str] = []


class Catalog(msgspec.Struct, frozen=True):
    """What can be asked of, and what of it is stale."""

    datasets: list[Dataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class Algorithm(msgspec.Struct, frozen=True):
    """A way to score."""

    name: str
    description: str
    features: dict[str, Feature]
    docs: dict[str, Feature]


class Algorithms(msgspec.Struct, frozen=True):
    """Ways to score: one, which answers to all names."""

    algorithms: list[Algorithm]
    default: str
    best: str
