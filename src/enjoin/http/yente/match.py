"""`POST /match/{dataset}`: who a batch of examples may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.params import Parameter

from enjoin.http.metrics import Metrics
from enjoin.http.screening import screened
from enjoin.http.settings import BATCH
from enjoin.http.yente.shapes import (
    Example,
    Explanation,
    ListOut,
    Matches,
    MatchIn,
    MatchOut,
    Scored,
    Total,
)
from enjoin.http.yente.terms import (
    ALGORITHM,
    FEATURES,
    MATCHES,
    check_algorithm,
    check_schemata,
    entity_out,
    scope_of,
    since_day,
)
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Match, Party
from enjoin.workspace import Asked
from enjoin.workspace.live import Entry, Live, Ready
from enjoin.workspace.parties import party_of, turned_down

Limit = Annotated[int, Parameter(ge=1, le=MATCHES, description="Results of each query.")]
Share = Annotated[float, Parameter(ge=0, le=1)]
Several = Annotated[list[str] | None, Parameter(max_items=50)]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which of those found are told."""

    threshold: float
    cutoff: float
    limit: int
    without_schemata: frozenset[str]
    without_ids: frozenset[str]
    topics: frozenset[str]
    since: str | None
    factors: dict[str, float]


@post(
    "/match/{dataset:str}",
    may="screen",
    status_code=200,
    tags=["Matching"],
    summary="Who a batch of examples may be",
)
async def match(
    live: Live,
    metrics: Metrics,
    dataset: str,
    data: MatchIn,
    limit: Limit = 5,
    threshold: Share = 0.7,
    cutoff: Share = 0.5,
    algorithm: str = ALGORITHM,
    include_dataset: Several = None,
    exclude_dataset: Several = None,
    exclude_schema: Several = None,
    topics: Several = None,
    changed_since: str | None = None,
    exclude_entity_ids: Several = None,
    accept_stale: bool = False,
) -> MatchOut:
    """Match a batch of examples, each under a name of the caller's own, against lists.

    `weights` may turn a feature of `matcher` down, to 0 at the least; there is no `config`.
    """
    check_algorithm(algorithm)
    ready = live.ready()
    lists = scope_of(live, ready, dataset, include_dataset or (), exclude_dataset or ())
    asked = Asked(live.workspace.as_of(), threshold, lists, MATCHES, accept_stale)
    wanted = Wanted(
        threshold=threshold,
        cutoff=min(cutoff, threshold),
        limit=limit,
        without_schemata=check_schemata(exclude_schema or ()),
        without_ids=frozenset(exclude_entity_ids or ()),
        topics=frozenset(topics or ()),
        since=since_day(changed_since),
        factors=_factors(data),
    )
    parties = {name: _party(name, example) for name, example in _queries(data).items()}
    found = await screened(live, metrics, ready, list(parties.values()), asked)
    return _answer(live, ready, lists, parties, found, wanted)


def _queries(data: MatchIn) -> dict[str, Example]:
    """Return the queries.

    Raises:
        InvalidInput: there is none, or too many.
    """
    if not data.queries:
        raise InvalidInput("queries: name at least one.")
    if len(data.queries) > BATCH:
        raise InvalidInput(f"queries: {len(data.queries)} at once; send up to {BATCH}.")
    return data.queries


def _factors(data: MatchIn) -> dict[str, float]:
    """Return by how much features are turned down.

    Raises:
        InvalidInput: there is no such feature or setting, or it is turned up.
    """
    if data.config:
        raise InvalidInput("config: the algorithm has no settings; leave it out.")
    if data.weights.keys() - FEATURES.keys():
        raise InvalidInput(f"weights: features are {', '.join(FEATURES)}.")
    if any(not 0 <= factor <= 1 for factor in data.weights.values()):
        raise InvalidInput(
            "weights: from 0 (leave it out) to 1 (as calibrated); evidence is not made stronger."
        )
    return data.weights


def _party(name: str, example: Example) -> Party:
    """Read an example.

    Raises:
        InvalidInput: there is nothing in it to look for; it names the query.
    """
    try:
        return party_of(example.schema, example.properties)
    except InvalidInput as error:
        raise InvalidInput(f"queries.{name}: {error}") from error


def _answer(
    live: Live,
    ready: Ready,
    lists: Sequence[str],
    parties: Mapping[str, Party],
    found: Sequence[list[Match]],
    wanted: Wanted,
) -> MatchOut:
    told = [_wanted(live, ready, matches, wanted) for matches in found]
    ids = [match.entity_id for matches in told for match in matches[: wanted.limit]]
    entries = live.entries(ready, list(dict.fromkeys(ids)))
    responses = {
        name: Matches(
            200,
            [_scored(match, entries[match.entity_id]) for match in matches[: wanted.limit]],
            Total(len(matches)),
            _understood(party),
        )
        for (name, party), matches in zip(parties.items(), told, strict=True)
    }
    cited = ready.of(lists).values()
    return MatchOut(
        responses,
        dict(FEATURES),
        wanted.limit,
        any(of.stale for of in cited),
        [ListOut(of.source, of.version, of.age_days, of.stale) for of in cited],
    )


def _wanted(live: Live, ready: Ready, matches: Iterable[Match], wanted: Wanted) -> list[Match]:
    if wanted.factors:
        matches = sorted(
            (turned_down(of, wanted.factors, wanted.threshold) for of in matches),
            key=lambda of: -of.score,
        )
    kept = [
        match
        for match in matches
        if match.score >= wanted.cutoff
        and match.schema not in wanted.without_schemata
        and match.entity_id not in wanted.without_ids
    ]
    if not (wanted.topics or wanted.since):
        return kept
    entries = live.entries(ready, [match.entity_id for match in kept])
    return [match for match in kept if _fits(entries[match.entity_id], wanted)]


def _fits(entry: Entry, wanted: Wanted) -> bool:
    if wanted.since and entry.seen.changed < wanted.since:
        return False
    return not wanted.topics or not wanted.topics.isdisjoint(entry.subject.get("topics"))


def _scored(match: Match, entry: Entry) -> Scored:
    return Scored(
        **entity_out(entry),
        score=match.score,
        match=match.match,
        features={of.feature: of.weight for of in match.evidence},
        explanations={
            of.feature: Explanation(of.weight, of.reason, of.query, of.candidate, of.weight)
            for of in match.evidence
        },
        stale=match.stale,
    )


def _understood(party: Party) -> Example:
    """Write what was read of an example: what is not here was not looked at."""
    said: dict[str, Any] = {"name": list(party.names)}
    said |= {"birthDate": list(party.birth_dates)} if party.birth_dates else {}
    said |= {"country": list(party.countries)} if party.countries else {}
    for kind, value in party.ids:
        said.setdefault(kind, []).append(value)
    return Example(party.schema, said)
