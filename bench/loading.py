"""Loading: OFAC 2021-07 and UN 2023-03 from files into the store and the index."""

import tempfile
import time
from pathlib import Path

from bench.common import OFAC, UN, Row, enjoin, loaded, median


def measure(shared: Path) -> list[Row]:
    """Measure whole `enjoin update` processes, and building the index alone."""
    with tempfile.TemporaryDirectory() as folder:
        spent = [
            enjoin(Path(folder), "update", source, "--from", str(shared / place), "--version", day)
            for source, place, day in (OFAC, UN)
        ]
    cpu = sum(run.cpu for run in spent)
    again = _unchanged(shared)
    index = _index(shared)
    return [
        Row(
            "both lists from files into store and index",
            f"{cpu:.1f} s CPU ({spent[0].cpu:.1f} OFAC, {spent[1].cpu:.1f} UN), "
            f"{max(run.peak for run in spent):.0f} MB",
            "15 s CPU",
            cpu <= 15 and not any(run.code for run in spent),
        ),
        Row("the index alone, from the records", f"{index:.2f} s CPU", "2 s CPU", index <= 2),
        Row("the same list again", f"{again:.2f} s CPU", "(issue 3)", True),
    ]


def _index(shared: Path) -> float:
    from enjoin.workspace import open_workspace

    with loaded(shared) as home:
        workspace = open_workspace(home)
        spent = []
        for _ in range(3):
            started = time.process_time()
            workspace.reindex()
            spent.append(time.process_time() - started)
    return median(spent)


def _unchanged(shared: Path) -> float:
    source, place, day = UN
    with loaded(shared) as home:
        return enjoin(home, "update", source, "--from", str(shared / place), "--version", day).cpu
