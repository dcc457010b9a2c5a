"""Runs a peer in its own environment on a task of `bench.peers`; prints what it found as JSON.

`build/peers/bin/python bench/peer.py nomenklatura|rapidfuzz FOLDER`. It imports nothing of Enjoin.
The folder holds listed.ftm.json, pairs.csv and queries.csv. Printed are the score of each pair, and
of each query the entities found with their scores, best first, with the CPU seconds of both.
"""

import csv
import json
import sys
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: By the id of a query the entities found with their scores, best first.
Found = dict[str, list[tuple[str, float]]]
#: Entities told of each query.
TOLD = 10
#: Queries that rapidfuzz compares at once with every listed name.
AT_ONCE = 200


def main() -> None:
    """Measure one peer."""
    peer, folder = sys.argv[1], Path(sys.argv[2])
    made = Nomenklatura(folder) if peer == "nomenklatura" else Rapidfuzz(folder)
    pairs, queries = _rows(folder / "pairs.csv"), _rows(folder / "queries.csv")
    start = time.process_time()
    scores = [made.compare(row["schema"], row["name1"], row["name2"]) for row in pairs]
    pairs_cpu = time.process_time() - start
    kinds: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in queries:
        kinds[row["kind"]].append(row)
    found: Found = {}
    cpu: dict[str, float] = {}
    for kind, rows in kinds.items():
        start = time.process_time()
        found |= made.screen(rows)
        cpu[kind] = time.process_time() - start
    alone = {row["id"]: made.alone(row) for row in queries if row["expected"]}
    told = {"version": version(peer), "pairs": scores, "pairs_cpu": pairs_cpu}
    print(json.dumps({**told, "found": found, "cpu": cpu, "alone": alone}))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Nomenklatura:
    """Its blocker finds candidates, its algorithm logic-v2 scores them: both as they come."""

    def __init__(self, folder: Path) -> None:
        from followthemoney import Dataset, StatementEntity
        from nomenklatura.blocker.index import Index
        from nomenklatura.db import make_session
        from nomenklatura.matching import LogicV2, ScoringConfig
        from nomenklatura.resolver import Resolver
        from nomenklatura.store import load_entity_file_store

        self._algorithm, self._config = LogicV2, ScoringConfig.defaults()
        self._entity, self._dataset = StatementEntity, Dataset.make({"name": "asked", "title": "a"})
        resolver = Resolver(make_session("sqlite:///:memory:"), create=True)
        store = load_entity_file_store(folder / "listed.ftm.json", resolver)
        self._view = store.default_view()
        self._index = Index(self._view, folder / "index")
        self._index.build()
        self.compare("Person", "Ada Stone", "Ben Brook")  # its tables are loaded when first used

    def compare(self, schema: str, name: str, other: str) -> float:
        """Score a pair of names."""
        asked, listed = (self._made(schema, n, {"name": n}) for n in (name, other))
        return float(self._algorithm.compare(asked, listed, self._config).score)

    def screen(self, rows: list[dict[str, str]]) -> Found:
        """Find the entities of queries."""
        asked = {row["id"]: self._made("Person", row["id"], _properties(row)) for row in rows}
        found: Found = {}
        for id_, candidates in self._index.match_entities(asked.values()):
            scored = [(str(c), self._score(asked[str(id_)], str(c))) for c, _ in candidates]
            found[str(id_)] = sorted(scored, key=lambda each: -each[1])[:TOLD]
        return found

    def alone(self, row: dict[str, str]) -> float:
        """Score a query against the entities it is, whatever its blocker finds."""
        asked = self._made("Person", row["id"], _properties(row))
        return max(self._score(asked, id_) for id_ in row["expected"].split())

    def _score(self, asked: Any, id_: str) -> float:
        listed = self._view.get_entity(id_)
        return float(self._algorithm.compare(asked, listed, self._config).score) if listed else 0

    def _made(self, schema: str, id_: str, properties: dict[str, str]) -> Any:
        data = {
            "id": id_,
            "schema": schema,
            "properties": {prop: [value] for prop, value in properties.items() if value},
        }
        return self._entity.from_data(self._dataset, data, cleaned=False)


class Rapidfuzz:
    """Every name against every listed one: the greatest ratio of their sorted parts."""

    def __init__(self, folder: Path) -> None:
        from rapidfuzz import utils

        self._clean = utils.default_process
        self._names: list[str] = []
        self._ids: list[str] = []
        with (folder / "listed.ftm.json").open(encoding="utf-8") as file:
            for line in file:
                self._add(json.loads(line))

    def _add(self, entity: dict[str, Any]) -> None:
        if entity["schema"] in {"Person", "LegalEntity"}:
            for prop in ("name", "alias", "weakAlias", "previousName"):
                for name in entity["properties"].get(prop, ()):
                    self._names.append(self._sorted(name))
                    self._ids.append(entity["id"])

    def _sorted(self, name: str) -> str:
        return " ".join(sorted(self._clean(name).split()))

    def compare(self, _schema: str, name: str, other: str) -> float:
        """Score a pair of names."""
        return self._ratio(self._sorted(name), self._sorted(other))

    def alone(self, row: dict[str, str]) -> float:
        """Score a query against the entities it is."""
        expected, asked = row["expected"].split(), self._sorted(row["name"])
        ratios = (
            self._ratio(asked, name)
            for id_, name in zip(self._ids, self._names, strict=True)
            if id_ in expected
        )
        return max(ratios, default=0.0)

    def _ratio(self, one: str, other: str) -> float:
        from rapidfuzz import fuzz

        return float(fuzz.ratio(one, other) / 100)

    def screen(self, rows: list[dict[str, str]]) -> Found:
        """Find the entities of queries; it knows names only."""
        import numpy as np
        from rapidfuzz import fuzz, process

        found: Found = {}
        for start in range(0, len(rows), AT_ONCE):
            block = rows[start : start + AT_ONCE]
            asked = [self._sorted(row["name"]) for row in block]
            scores = process.cdist(asked, self._names, scorer=fuzz.ratio, dtype=np.uint8)
            for row, of in zip(block, scores, strict=True):
                best = np.argsort(-of.astype(int), kind="stable")[:TOLD]
                found[row["id"]] = [(self._ids[n], float(of[n]) / 100) for n in best.tolist()]
        return found


def _properties(row: dict[str, str]) -> dict[str, str]:
    return {"name": row["name"], "birthDate": row["born"], "nationality": row["country"]}


if __name__ == "__main__":
    main()
