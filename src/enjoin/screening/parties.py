"""Screening a party: candidates from the index, scored, best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.match import ListCited, Listing, Match, Party
from enjoin.model.provisions import blocks
from enjoin.model.schema import kin
from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Name, Record, Snapshot
from enjoin.screening.score import THRESHOLD, score, scorer
from enjoin.text.names import is_person, parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Terms(NamedTuple):
    """On what terms to screen: a threshold, lists to keep to, how many near ones to add."""

    threshold: float = THRESHOLD
    lists: frozenset[str] = frozenset()
    near: int = 0


class Screener:
    """Screens parties against the lists of a snapshot that are `cited`, each with its age."""

    def __init__(self, snapshot: Snapshot, cited: Mapping[str, ListCited]) -> None:
        self._snapshot = snapshot
        self._candidates = Candidates(snapshot)
        self._cited = dict(cited)
        self._masks: dict[tuple[frozenset[str], frozenset[str]], NDArray[np.bool_]] = {}
        self.stale = any(of.stale for of in cited.values())

    def screen(self, party: Party, terms: Terms | None = None) -> list[Match]:
        """Return who the party may be: at or above the threshold, then the nearest below it."""
        terms = terms or Terms()
        matches = [
            self._match(party, number, names, terms) for number, names in self._found(party, terms)
        ]
        matches.sort(key=lambda match: (-match.score, match.entity_id))
        below = [match for match in matches if not match.match]
        return [match for match in matches if match.match] + below[: terms.near]

    def screen_many(
        self, parties: Sequence[Party], terms: Terms | None = None
    ) -> Iterable[list[Match]]:
        """Screen a batch: the answers are those of `screen`, the work is shared."""
        texts = {
            p.text
            for party in parties
            for name in party.names
            for p in parts(name, is_person(party.schema))
        }
        self._candidates.learn(sorted(texts))
        return (self.screen(party, terms) for party in parties)

    def _found(self, party: Party, terms: Terms) -> Iterable[tuple[int, list[Name]]]:
        """Group candidate names by entity; entities found by an identifier come with all names.

        What carries the number asked for is told whatever its schema.
        """
        sources = frozenset(self._cited) & (terms.lists or frozenset(self._cited))
        among = self._among(sources, kin(party.schema))
        by_entity: dict[int, list[Name]] = {}
        for text in party.names:
            for number in self._candidates.find(parts(text, is_person(party.schema)), among):
                name = self._snapshot.name(number)
                by_entity.setdefault(name.entity, []).append(name)
        for _, value in party.ids:
            for number in self._snapshot.with_identifier(value):
                if self._snapshot.lists[self._snapshot.record(number).source].source in sources:
                    by_entity[number] = self._snapshot.names_of(number)
        return list(by_entity.items())

    def _among(self, sources: frozenset[str], schemata: frozenset[str]) -> NDArray[np.bool_]:
        """Return which listed names are asked for; remembered, as rows of a table ask the same."""
        key = (sources, schemata)
        if key not in self._masks:
            self._masks[key] = self._snapshot.among(sources, schemata)
        return self._masks[key]

    def _match(self, party: Party, number: int, names: list[Name], terms: Terms) -> Match:
        record = self._snapshot.record(number)
        result = score(party, record, names)
        cited = self._cited[self._snapshot.lists[record.source].source]
        return Match(
            entity_id=record.id,
            caption=record.caption,
            schema=record.schema,
            score=result.score,
            match=result.score >= terms.threshold,
            stale=self.stale,
            prior=result.prior,
            evidence=result.evidence,
            listings=_listings(record, cited),
            lists=tuple(self._cited.values()),
            scorer=scorer(),
            birth_dates=record.birth_dates,
            countries=record.countries,
        )


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
