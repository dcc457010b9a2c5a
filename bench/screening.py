"""Batch screening on OFAC and UN: speed, recall on the UN's own names, false alarms."""

import csv
import json
import re
from pathlib import Path

from bench.common import Row, enjoin, loaded, median

NAME = ("--map", "full_name=name")
RECORD = (*NAME, "--map", "date_of_birth=birthDate", "--map", "nationality=country")


def measure(shared: Path) -> list[Row]:
    """Screen the synthetic people (on no list) and the UN names (each on the list)."""
    with loaded(shared) as home:
        return [*_speed(home, shared), *_recall(home, shared), *_false_alarms(home, shared)]


def _table(home: Path, table: Path, *options: str) -> tuple[dict[str, float], list[dict[str, str]]]:
    out = home / "out.csv"
    run = enjoin(
        home, "screen-table", str(table), "-o", str(out), *("--schema", "Person"), *options,
        "--accept-stale", "--json",
    )  # fmt: skip
    with out.open(encoding="utf-8", newline="") as file:
        return json.loads(run.out), list(csv.DictReader(file))


def _speed(home: Path, shared: Path) -> list[Row]:
    runs = [_table(home, shared / "bench/people_us.csv", *NAME)[0] for _ in range(5)]
    speed = median([run["names_per_cpu_second"] for run in runs])
    told = "names per CPU-second, `screen-table` of people_us.csv (5,000)"
    return [Row(told, f"{speed:,.0f}", "3,000", speed >= 3000)]


def _recall(home: Path, shared: Path) -> list[Row]:
    table = shared / "bench/un_names.csv"
    _, matches = _table(home, table, *NAME, "--keep", "dataids", "--list", "un_sc")
    with table.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.DictReader(file))
    found, first = set(), set()
    for match in matches:
        wanted = {f"un_sc-{number}" for number in re.findall(r"\d+", match["dataids"])}
        if match["entity_id"] in wanted:
            found.add(match["row"])
            if match["rank"] == "1":
                first.add(match["row"])
    return [
        Row(
            "names of un_names.csv found, name only",
            f"{len(found)} of {rows}",
            "all",
            len(found) == rows,
        ),
        Row(
            "the right entry first",
            f"{len(first) / rows:.1%}",
            "99 %",
            len(first) / rows >= 0.99,
        ),
    ]


def _false_alarms(home: Path, shared: Path) -> list[Row]:
    rows = []
    for told, options in (("name only", NAME), ("full record", RECORD)):
        for table in ("people_us", "people_global"):
            done, _ = _table(home, shared / f"bench/{table}.csv", *options)
            share = done["matched"] / done["rows"]
            rows.append(Row(f"false alarms, {table}, {told}", f"{share:.2%}", "(issue 4)", True))
    return rows
