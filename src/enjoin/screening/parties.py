"""Screening a party: candidates from the index, scored, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.match import ListCited, Listing, Match, Party
from enjoin.model.provisions import blocks
from enjoin.model.schema import kin
from enjoin.screening.asked import Wanted
from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Name, Record, Snapshot
from enjoin.screening.score import THRESHOLD, name_at_least, score, scorer
from enjoin.text.names import is_person, parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Parties screened together: enough to share work, few enough for the memory of it.
_TOGETHER = 4000


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
        (matches,) = self.screen_many([party], terms)
        return matches

    def screen_many(
        self, parties: Sequence[Party], terms: Terms | None = None
    ) -> Iterable[list[Match]]:
        """Screen a batch: the answers are those of `screen`, the work is shared."""
        terms = terms or Terms()
        for start in range(0, len(parties), _TOGETHER):
            block = parties[start : start + _TOGETHER]
            for party, found in zip(block, self._found(block, terms), strict=True):
                yield self._matches(party, found, terms) if found else []

    def _matches(self, party: Party, found: Mapping[int, list[Name]], terms: Terms) -> list[Match]:
        matches = [self._match(party, number, names, terms) for number, names in found.items()]
        matches.sort(key=lambda match: (-match.score, match.entity_id))
        below = [match for match in matches if not match.match]
        return [match for match in matches if match.match] + below[: terms.near]

    def _found(self, parties: Sequence[Party], terms: Terms) -> list[dict[int, list[Name]]]:
        """Group each party's candidate names by entity.

        What carries an identifier asked for is told whatever its schema, with all its names.
        """
        sources = frozenset(self._cited) & (terms.lists or frozenset(self._cited))
        found: list[dict[int, list[Name]]] = [{} for _ in parties]
        for schema in dict.fromkeys(party.schema for party in parties):
            these = [n for n, party in enumerate(parties) if party.schema == schema]
            wanted = list(_wanted(parties, these, terms))
            numbers = self._candidates.find_many(
                [name for _, name in wanted],
                self._among(sources, kin(schema)),
                near=terms.near > 0,
            )
            for (n, _), listed in zip(wanted, numbers, strict=True):
                for number in listed:
                    name = self._snapshot.name(number)
                    found[n].setdefault(name.entity, []).append(name)
        for n, party in enumerate(parties):
            for number in self._with_identifiers(party, sources):
                found[n][number] = self._snapshot.names_of(number)
        return found

    def _with_identifiers(self, party: Party, sources: frozenset[str]) -> Iterator[int]:
        for _, value in party.ids:
            for number in self._snapshot.with_identifier(value):
                if self._snapshot.lists[self._snapshot.record(number).source].source in sources:
                    yield number

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


def _wanted(
    parties: Sequence[Party], these: Iterable[int], terms: Terms
) -> Iterator[tuple[int, Wanted]]:
    """Yield the names of some parties, each with the number of its party."""
    for n in these:
        party = parties[n]
        least = name_at_least(
            terms.threshold, dated=bool(party.birth_dates), placed=bool(party.countries)
        )
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
