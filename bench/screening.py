"""Batch screening on OFAC and UN: speed, recall on the UN's own names, false alarms."""

import csv
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench import growth
from bench.common import OFAC, Row, enjoin, loaded, median
from bench.misspelling import CHANGES, changed
from enjoin.model.countries import code_of
from enjoin.model.match import ListCited, Party
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Screener, Terms

#: The share of birth years that are off by one, in a full record.
_YEARS_OFF = 0.15
NAME = ("--map", "full_name=name")
RECORD = (*NAME, "--map", "date_of_birth=birthDate", "--map", "nationality=country")


def measure(shared: Path) -> list[Row]:
    """Screen the synthetic people (on no list) and the UN names (each on the list)."""
    with loaded(shared) as home:
        return [
            *_speed(home, shared),
            *_rescreening(shared),
            *_alone(home, shared),
            *_recall(home, shared),
            *_changed(home, shared),
            *_false_alarms(home, shared),
        ]


def _table(home: Path, table: Path, *options: str) -> tuple[dict[str, float], list[dict[str, str]]]:
    out = home / "out.csv"
    run = enjoin(
        home, "screen-table", str(table), "-o", str(out), *("--schema", "Person"), *options,
        "--accept-stale", "--json",
    )  # fmt: skip
    with out.open(encoding="utf-8", newline="") as file:
        return json.loads(run.out), list(csv.DictReader(file))


def _speed(home: Path, shared: Path) -> list[Row]:
    rows = []
    for table in ("people_us", "people_global"):
        runs = [_table(home, shared / f"bench/{table}.csv", *NAME)[0] for _ in range(5)]
        speed = median([run["names_per_cpu_second"] for run in runs])
        told = f"names per CPU-second, `screen-table` of {table}.csv (5,000)"
        rows.append(Row(told, f"{speed:,.0f}", "15,000", speed >= 15_000))
    return rows


def _rescreening(shared: Path) -> list[Row]:
    """Screen 50,000 customers, then again after the UN's list gained two entries."""
    with tempfile.TemporaryDirectory() as folder:
        home, table, out = (Path(folder) / name for name in ("home", "customers.csv", "out.csv"))
        with table.open("w", encoding="utf-8", newline="") as file:
            names = ([name] for _, name in growth.distinct(50_000, 9))
            csv.writer(file).writerows([["name"], *names])
        options = (str(table), "-o", str(out), "--schema", "Person", "--accept-stale", "--json")
        spent = []
        for day in ("2018-06-07", "2018-06-21"):
            place = shared / f"lists/un_sc/un_consolidated_{day}.xml"
            enjoin(home, "update", "un_sc", "--from", str(place), "--version", day)
            if day == "2018-06-07":
                enjoin(
                    home, "update", OFAC[0], "--from", str(shared / OFAC[1]), "--version", OFAC[2]
                )
                spent.append(enjoin(home, "screen-table", *options).cpu)
        spent += [enjoin(home, "rescreen", *options).cpu for _ in range(2)]
    whole, first, again = spent
    figures = f"{first:.1f} s, {again:.1f} s CPU; the whole run {whole:.1f} s"
    told = "rescreening 50,000 rows after two listed parties came: the first time, and later"
    return [Row(told, figures, "(what changed)", again < whole / 4)]


def _alone(home: Path, shared: Path) -> list[Row]:
    """Screen names one by one in a warm process: people on no list, and the UN's own."""
    screener, rows = _screener(home), []
    for table in ("people_us", "un_names"):
        with (shared / f"bench/{table}.csv").open(encoding="utf-8", newline="") as file:
            names = [row.get("full_name") or row["name"] for row in csv.DictReader(file)][:650]
        spent = sorted(_milliseconds(screener, name) for name in names)
        half, most = spent[len(spent) // 2], spent[len(spent) * 99 // 100]
        told = f"p50 {half:.2f} ms, p99 {most:.2f} ms"
        rows.append(Row(f"one name of {table}, warm", told, "0.5, 3 ms", half <= 0.5 and most <= 3))
    return rows


def _screener(home: Path) -> Screener:
    """Return a screener on the index in force."""
    path = max((home / "index").glob("*.snapshot"), key=lambda file: file.stat().st_mtime)
    snapshot = Snapshot(path)
    cited = {of.source: ListCited(of.source, of.version, 1) for of in snapshot.lists}
    return Screener(snapshot, cited)


def _changed(home: Path, shared: Path) -> list[Row]:
    """Screen the UN's names changed by each rule of `bench.misspelling`, alone and with the record.

    In the full record one birth year in seven is off by one.
    """
    screener, rows = _screener(home), []
    with (shared / "bench/un_names.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    asked = [(kind, *one) for kind in CHANGES for one in _misspelt(kind, people)]
    for told, full in (("name only", False), ("full record", True)):
        parties = [party if full else Party(names=party.names, schema="Person")
                   for _, party, _ in asked]  # fmt: skip
        answers = screener.screen_many(parties, Terms())
        found = Counter[str]()
        for (kind, _, wanted), matches in zip(asked, answers, strict=True):
            found[kind] += any(match.match and match.entity_id in wanted for match in matches)
        counts = Counter(kind for kind, *_ in asked)
        share = found.total() / counts.total()
        each = ", ".join(f"{kind} {found[kind] / counts[kind]:.3f}" for kind in CHANGES)
        row = f"names of un_names.csv changed by rule found, {told}"
        rows.append(
            Row(row, f"{share:.3f} of {counts.total():,} ({each})", "0.995", share >= 0.995)
        )
    return rows


def _misspelt(
    kind: str, people: Iterable[dict[str, str]]
) -> Iterator[tuple[Party, frozenset[str]]]:
    """Yield people under changed names, as parties, and the ids of each on the UN's list."""
    chance = random.Random(f"{kind}-3")
    for row in people:
        if not (name := changed(row["full_name"], CHANGES[kind], chance)):
            continue
        born, country = row["date_of_birth"], code_of(row["nationality"])
        if born and chance.random() < _YEARS_OFF:
            born = f"{int(born[:4]) + chance.choice((-1, 1))}{born[4:]}"
        party = Party(
            names=(name,),
            schema="Person",
            birth_dates=(born,) if born else (),
            countries=(country,) if country else (),
        )
        yield party, frozenset(f"un_sc-{number}" for number in re.findall(r"\d+", row["dataids"]))


def _milliseconds(screener: Screener, name: str) -> float:
    start = time.process_time()
    screener.screen(Party(names=(name,), schema="Person"))
    return (time.process_time() - start) * 1000


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
