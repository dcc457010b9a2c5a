"""What benches share: the data, the machine described, timed processes, a loaded home."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
OFAC = ("us_ofac_sdn", "lists/us_ofac/set_2021-07", "2021-07-07")
UN = ("un_sc", "lists/un_sc/un_consolidated_2023-03-09.xml", "2023-03-09")


class Row(NamedTuple):
    """A figure: what it is of, what was measured, what was asked, whether it was reached."""

    what: str
    measured: str
    asked: str
    reached: bool


class Run(NamedTuple):
    """A finished process: CPU seconds, peak resident MB, exit code, standard output."""

    cpu: float
    peak: float
    code: int
    out: str


def shared_folder() -> Path:
    """Return the folder of real lists and labelled data; end with what to do where it is absent."""
    folder = Path(os.environ.get("ENJOIN_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        sys.exit(f"{folder} is absent: set ENJOIN_SHARED to the folder of real lists")
    return folder


def machine() -> str:
    """Describe processor, cores and memory."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB"


def enjoin(home: Path, *arguments: str) -> Run:
    """Run the installed command as a user would, with compiled bytecode."""
    command = [str(Path(sys.executable).with_name("enjoin")), "--home", str(home), *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", _WRAPPER, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    *_, told = done.stderr.strip().splitlines()
    cpu, peak, code = told.split()
    return Run(float(cpu), float(peak), int(code), done.stdout)


#: Runs one command and tells its CPU seconds, peak resident MB and exit code, and no other's.
_WRAPPER = (
    "import resource, subprocess, sys\n"
    "code = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code, file=sys.stderr)\n"
)


def median_run(count: int, home: Path, *arguments: str) -> Run:
    """Run a command several times after one warm-up; return the run with the median CPU time."""
    enjoin(home, *arguments)
    runs = sorted(enjoin(home, *arguments) for _ in range(count))
    return runs[len(runs) // 2]


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


@contextmanager
def loaded(shared: Path) -> Iterator[Path]:
    """Hand out a home with OFAC 2021-07 and UN 2023-03 loaded."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for source, place, version in (OFAC, UN):
            run = enjoin(
                home, "update", source, "--from", str(shared / place), "--version", version
            )
            if run.code:
                sys.exit(f"could not load {source} from {shared / place}")
        yield home
