"""Ownership of 100,000 companies, and decisions one by one."""

import json
import random
import statistics
import tempfile
import time
from pathlib import Path

import msgspec

from bench.common import Row, median_run
from enjoin.cases.dealings import read_dealing
from enjoin.cases.decisions import decide
from enjoin.law.register import register

COMPANIES, LISTED = 100_000, 1_500


def graph(seed: int = 7) -> dict[str, object]:
    """Make 100,000 companies with up to three stakes each, some of them in circles."""
    draw = random.Random(seed)
    stakes = []
    for company in range(COMPANIES):
        left = 10_000
        for _ in range(3):
            owner = f"P{draw.randrange(6_000)}" if draw.random() < 0.35 else ""
            owner = owner or f"C{draw.randrange(COMPANIES)}"
            share = min(draw.randrange(500, 6_000), left)
            left -= share
            if owner != f"C{company}":
                text = f"{share // 100}.{share % 100:02d}"
                stakes.append({"owner": owner, "asset": f"C{company}", "share": text})
    listed = [{"party": f"P{n}", "regimes": ["US", "EU", "UK"], "from": "2022-03-01"}
              for n in range(LISTED)]  # fmt: skip
    return {"listed": listed, "stakes": stakes}


def measure(shared: Path) -> list[Row]:
    """Measure `enjoin own` as a process, and decisions in one process."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = graph()
        (home / "graph.json").write_bytes(msgspec.json.encode(made))
        arguments = ("own", str(home / "graph.json"), "--on", "2024-09-01", "--json", "--regime")
        rows = []
        for regime in ("US", "UK"):
            run = median_run(3, home, *arguments, regime)
            owned = len(json.loads(run.out)["owned"])
            what = f"own {regime}, {COMPANIES:,} companies, {len(made['stakes']):,} stakes"  # type: ignore[arg-type]
            told = f"{run.cpu:.2f} s CPU, {run.peak:.0f} MB, {owned:,} owned"
            rows.append(Row(what, told, "2 s CPU", run.cpu <= 2 and run.code == 0))
        return [*rows, *_decisions()]


def _decisions() -> list[Row]:
    dealing = {
        "kind": "payment",
        "value_date": "2023-08-17",
        "nexus": ["US", "EU", "UK"],
        "parties": [{"name": "Tiber", "role": "creditor"}],
        "graph": {
            "listed": [{"party": p, "regimes": ["US", "EU"], "from": "2023-01-10"} for p in "XY"],
            "stakes": [{"owner": p, "asset": "Tiber", "share": "27"} for p in "XY"],
        },
    }
    text = json.dumps(dealing)
    law = register()
    decide(read_dealing(text), law, None)  # loads the calendars
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        decide(read_dealing(text), law, None)
        spent.append((time.perf_counter() - start) * 1000)
    p50 = statistics.median(spent)
    return [Row("decide, two listed holders, four regimes, p50", f"{p50:.1f} ms", "", True)]
