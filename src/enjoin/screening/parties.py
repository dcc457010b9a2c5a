"""Screening a party: candidates from the index, scored, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.match import ListCited, Listing, Match, Party
from enjoin.model.provisions import blocks
from enjoin.model.schema import kin
from enjoin.screening.asked import Wanted
from enjoin.screening.candidates import Candidates
from enjoin.screening.clearances import Clearances, cleared
from enjoin.screening.index import Name, Record, Snapshot
from enjoin.screening.particulars import at_most
from enjoin.screening.particulars.identifiers import asked_ids
from enjoin.screening.score import THRESHOLD, name_at_least, score, scorer
from enjoin.text.names import is_person, parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Parties screened together: enough to share work, few enough for the memory of it.
_TOGETHER = 4000


class Only(NamedTuple):
    """Which listed parties are asked for: of each kind that is given, one value must be theirs.

    Countries are ISO 3166 alpha-2, lower case; programmes and topics are compared without case.
    """

    programmes: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    schemata: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def admits(self, record: Record) -> bool:
        """Tell whether a listed party is asked for."""
        return (
            _meet(self.programmes, (of.programme or "" for of in record.sanctions))
            and _meet(self.topics, record.topics)
            and _meet(self.schemata, (record.schema,))
            and _meet(self.countries, record.countries)
        )


def _meet(wanted: frozenset[str], has: Iterable[str]) -> bool:
    return not wanted or any(value in wanted or value.casefold() in wanted for value in has)


class Terms(NamedTuple):
    """On what terms to screen: a threshold, lists to keep to, how many near ones to add.

    `only` narrows what is asked for further; `clearances` are those in force.
    """

    threshold: float = THRESHOLD
    lists: frozenset[str] = frozenset()
    near: int = 0
    only: Only = Only()
    clearances: Clearances | None = None


class Query(NamedTuple):
    """A party to screen: a threshold of its own, and the customer's number, where it has them."""

    party: Party
    threshold: float | None = None
    customer: str = ""


class Screener:
    """Screens parties against the lists of a snapshot that are `cited`, each with its age."""

    def __init__(self, snapshot: Snapshot, cited: Mapping[str, ListCited]) -> None:
        self._snapshot = snapshot
        self._candidates = Candidates(snapshot)
        self._cited = dict(cited)
        self._masks: dict[tuple[frozenset[str], ...], NDArray[np.bool_]] = {}
        self.stale = any(of.stale for of in cited.values())

    def citing(self, cited: Mapping[str, ListCited]) -> Screener:
        """Return a screener of the same lists with other ages, which shares what this one knows."""
        if dict(cited) == self._cited:
            return self
        other = copy(self)
        other._cited = dict(cited)
        other.stale = any(of.stale for of in cited.values())
        return other

    def screen(self, party: Party, terms: Terms | None = None) -> list[Match]:
        """Return who the party may be: at or above the threshold, then the nearest below it."""
        (matches,) = self.screen_many([party], terms)
        return matches

    def screen_many(
        self, parties: Sequence[Party], terms: Terms | None = None
    ) -> Iterable[list[Match]]:
        """Screen a batch: the answers are those of `screen`, the work is shared."""
        return self.screen_each([Query(party) for party in parties], terms)

    def screen_each(
        self, queries: Sequence[Query], terms: Terms | None = None
    ) -> Iterator[list[Match]]:
        """Screen a batch of which each may have a threshold of its own.

        Of each: matches, best first; then those that a person cleared; then near ones.
        """
        terms = terms or Terms()
        for start in range(0, len(queries), _TOGETHER):
            block = queries[start : start + _TOGETHER]
            for query, found in zip(block, self._found(block, terms), strict=True):
                yield self._matches(query, found, terms) if found else []

    def _matches(self, query: Query, found: Mapping[int, list[Name]], terms: Terms) -> list[Match]:
        records = ((self._snapshot.record(number), names) for number, names in found.items())
        matches = [
            self._match(query, record, names, terms)
            for record, names in records
            if terms.only.admits(record)
        ]
        matches.sort(key=lambda match: (-match.score, match.entity_id))
        below = [match for match in matches if not (match.match or match.excluded)]
        cleared = [match for match in matches if match.excluded]
        return [match for match in matches if match.match] + cleared + below[: terms.near]

    def _found(self, queries: Sequence[Query], terms: Terms) -> list[dict[int, list[Name]]]:
        """Group each party's candidate names by entity.

        What carries an identifier asked for is told whatever its schema, with all its names.
        """
        sources = frozenset(self._cited) & (terms.lists or frozenset(self._cited))
        found: list[dict[int, list[Name]]] = [{} for _ in queries]
        for schema in dict.fromkeys(query.party.schema for query in queries):
            these = [n for n, query in enumerate(queries) if query.party.schema == schema]
            wanted = list(_wanted(queries, these, terms))
            numbers = self._candidates.find_many(
                [name for _, name in wanted],
                self._among(sources, kin(schema)),
                near=terms.near > 0,
            )
            for (n, _), listed in zip(wanted, numbers, strict=True):
                for number in listed:
                    name = self._snapshot.name(number)
                    found[n].setdefault(name.entity, []).append(name)
        for n, query in enumerate(queries):
            for number in self._with_identifiers(query.party, sources):
                found[n][number] = self._snapshot.names_of(number)
        return found

    def _with_identifiers(self, party: Party, sources: frozenset[str]) -> Iterator[int]:
        for kind, value in asked_ids(party):
            for number in self._snapshot.with_identifier(kind, value):
                if self._snapshot.lists[self._snapshot.record(number).source].source in sources:
                    yield number

    def _among(self, sources: frozenset[str], schemata: frozenset[str]) -> NDArray[np.bool_]:
        """Return which listed names are asked for; remembered, as rows of a table ask the same."""
        if (sources, schemata) not in self._masks:
            self._masks[sources, schemata] = self._snapshot.among(sources, schemata)
        return self._masks[sources, schemata]

    def _match(self, query: Query, record: Record, names: list[Name], terms: Terms) -> Match:
        result = score(query.party, record, names)
        cited = self._cited[self._snapshot.lists[record.source].source]
        reached = result.score >= _threshold(query, terms)
        excluded = None
        if reached and terms.clearances:
            excluded = cleared(terms.clearances, record.id, query.party, query.customer)
        return Match(
            entity_id=record.id,
            caption=record.caption,
            schema=record.schema,
            score=result.score,
            match=reached and not excluded,
            stale=self.stale,
            prior=result.prior,
            evidence=result.evidence,
            listings=_listings(record, cited),
            lists=tuple(self._cited.values()),
            scorer=scorer(),
            birth_dates=record.birth_dates,
            countries=record.countries,
            excluded=excluded,
        )


def _threshold(query: Query, terms: Terms) -> float:
    return terms.threshold if query.threshold is None else query.threshold


def _wanted(
    queries: Sequence[Query], these: Iterable[int], terms: Terms
) -> Iterator[tuple[int, Wanted]]:
    """Yield the names of some parties, each with the number of its party."""
    for n in these:
        party = queries[n].party
        least = name_at_least(_threshold(queries[n], terms), at_most(party))
        for text in party.names:
            yield n, Wanted(parts(text, is_person(party.schema)), least)


def _listings(record: Record, cited: ListCited) -> tuple[Listing, ...]:
    return tuple(
        Listing(
            cited.source,
            cited.version,
            of.programme,
            of.listed_on,
            of.reference,
            of.authority,
            of.ended_on,
            of.measures,
            blocks(of.measures),
        )
        for of in record.sanctions
    ) or (Listing(cited.source, cited.version),)
