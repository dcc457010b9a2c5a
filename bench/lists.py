"""Lists: every real file loaded, in its publisher's format, and daily versions of OFAC's."""

import shutil
import tempfile
from pathlib import Path

from bench.common import Row, Run, enjoin

#: Source, file or folder below `lists`, and the version where the file carries no date, or the
#: number of entries to accept: OFAC's consolidated list really lost a third of them.
FILES = (
    ("us_ofac_sdn", "us_ofac/set_2019-01", "2019-01-01"),
    ("us_ofac_sdn", "us_ofac/set_2021-07", "2021-07-07"),
    ("us_ofac_cons", "us_ofac/cons_2018-04-06", "2018-04-06"),
    ("us_ofac_cons", "us_ofac/cons_2020-03-17/consolidated_2020-03-17.xml", "--accept 375"),
    ("us_ofac_cons", "us_ofac/cons_2020-03-17/cons_advanced_2020-03-17.xml", "--accept 375"),
    ("un_sc", "un_sc/un_consolidated_2018-06-07.xml", ""),
    ("un_sc", "un_sc/un_consolidated_2018-06-21.xml", ""),
    ("un_sc", "un_sc/un_consolidated_2020-10-02.xml", ""),
    ("un_sc", "un_sc/un_consolidated_2023-03-09.xml", ""),
    ("eu_fsf", "eu_fsf/csvFullSanctionsList_2018-07-04_first999.cleaned.csv", ""),
    ("gb_sanctions", "gb_ofsi/ofsi_conlist_2018-04-13.csv", ""),
    ("ca_sema", "ca_sema/sema-lmes_2020-04.xml", "2020-04-15"),
    ("ch_seco", "ch_seco/seco_official_example_amendment_2024-01-17.xml", ""),
    ("us_bis_dpl", "us_csl/dpl_2021-07.txt", "2021-07-01"),
    ("ftm:parties", "ftm/parteispenden.entities.ftm.json", "2024-06-13"),
    ("ftm:t1", "ftm/t1.entities.ftm.json", "2024-06-13"),
)


def measure(shared: Path) -> list[Row]:
    """Measure whole `enjoin update` processes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        runs = {(name, place): _load(home, shared, name, place, day) for name, place, day in FILES}
        again = _load(home, shared, *FILES[1])
    cpu = sum(run.cpu for run in runs.values())
    failed = [f"{name} from {place}" for (name, place), run in runs.items() if run.code]
    told = f"{cpu:.1f} s CPU, {max(run.peak for run in runs.values()):.0f} MB"
    told += f"; NOT loaded: {', '.join(failed)}" if failed else ""
    return [
        Row(f"{len(FILES)} real lists from files", told, "60 s CPU", cpu <= 60 and not failed),
        Row("an unchanged list (OFAC SDN)", f"{again.cpu:.2f} s CPU", "0.5 s", again.cpu <= 0.5),
        _daily(shared),
    ]


def _load(home: Path, shared: Path, name: str, place: str, day: str) -> Run:
    stated = day.split() if day.startswith("--") else ["--version", day] if day else []
    return enjoin(home, "update", name, "--from", str(shared / "lists" / place), *stated)


def _daily(shared: Path) -> Row:
    """Load the 31 daily snapshots of SDN.CSV, one process each."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        shutil.unpack_archive(shared / "lists/us_ofac/sdn_daily_2024-02_to_05.tar.xz", files)
        days = sorted(path for path in files.rglob("*") if path.is_file())
        home = Path(folder) / "home"
        runs = [
            enjoin(home, "update", "us_ofac_sdn", "--from", str(path), "--version", _day(path))
            for path in days
        ]
        disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    cpu = [run.cpu for run in runs]
    told = f"{sum(cpu):.0f} s CPU, {max(cpu[1:]):.1f} s at most for a day after the first"
    whole = not any(run.code for run in runs)
    return Row(f"{len(runs)} daily SDN.CSV", f"{told}, {disk:.0f} MB of disk", "", whole)


def _day(path: Path) -> str:
    """Return the day in a snapshot's path."""
    import re

    found = re.search(r"\d{4}-\d{2}-\d{2}", str(path))
    assert found, path
    return found[0]
