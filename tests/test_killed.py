"""An update that is killed at any point leaves the old version or the new one, whole."""

import json
import random
import signal
import subprocess
import time
from pathlib import Path
from shutil import copytree

import pytest

from command_line import ENJOIN, run

pytestmark = pytest.mark.slow

KILLS = 50
ENTRIES = 400
#: Found in both versions of the list.
SOUGHT = "Tarvok Belinska"


def entry(number: int, name: str) -> str:
    """An individual as the UN's list has them."""
    first, second = name.split()
    return f"""
    <INDIVIDUAL><DATAID>{number}</DATAID><VERSIONNUM>1</VERSIONNUM>
    <FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>
    <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{number}</REFERENCE_NUMBER>
    <LISTED_ON>2020-01-01</LISTED_ON></INDIVIDUAL>"""


def listed(day: str, changed: int) -> str:
    """A list of a day; every `changed`th entry has a name that no other version has."""
    draw = random.Random(day)
    syllables = ["ka", "lo", "mir", "ta", "ven", "os", "bel", "dur", "ash", "pi"]
    made = [f"{SOUGHT}"]
    for number in range(1, ENTRIES):
        by = draw if number % changed == 0 else random.Random(number)
        made.append(" ".join("".join(by.choices(syllables, k=4)).title() for _ in range(2)))
    entries = "".join(entry(6_000_000 + n, name) for n, name in enumerate(made))
    return (
        f'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z">'
        f"<INDIVIDUALS>{entries}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    )


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two versions of a list."""
    folder = tmp_path_factory.mktemp("lists")
    for day, changed in (("2024-01-01", 1_000), ("2024-02-01", 3)):
        (folder / f"{day}.xml").write_text(listed(day, changed), "utf-8")
    return folder / "2024-01-01.xml", folder / "2024-02-01.xml"


def update(path: Path) -> tuple[str, ...]:
    return ("update", "un_sc", "--from", str(path), "--accept", str(ENTRIES))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, lists: tuple[Path, Path]) -> Path:
    """A home with the earlier version."""
    folder = tmp_path_factory.mktemp("home")
    code, _, told = run(folder, *update(lists[0]))
    assert code == 0, told
    return folder


@pytest.fixture(scope="module")
def seconds(
    home: Path, lists: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> float:
    """How long an update takes that nobody kills."""
    copy = copytree(home, tmp_path_factory.mktemp("timed") / "home")
    started = time.monotonic()
    assert run(copy, *update(lists[1]))[0] == 0
    return time.monotonic() - started


def killed(home: Path, path: Path, after: float) -> bool:
    """Start an update and kill it after some seconds; tell whether it was still at work."""
    with subprocess.Popen(
        [ENJOIN, "--home", str(home), *update(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def test_nothing_is_lost_when_an_update_is_killed(
    home: Path, lists: tuple[Path, Path], seconds: float, tmp_path: Path
) -> None:
    draw, outcomes, hit = random.Random(50), set[str](), 0
    for number in range(KILLS):
        copy = copytree(home, tmp_path / str(number))
        hit += killed(copy, lists[1], seconds * (number + draw.random()) / KILLS)
        (of,) = json.loads(run(copy, "lists", "--json")[1])
        assert of["entries"] == ENTRIES
        outcomes.add(of["version"])
        code, _, told = run(copy, "verify")
        assert code == 0, told
        code, out, told = run(copy, "screen", SOUGHT, "--accept-stale", "--json")
        assert code == 4, told
        assert {cited["version"] for cited in json.loads(out)[0]["lists"]} == {of["version"]}
    assert outcomes <= {"2024-01-01", "2024-02-01"}
    assert hit > KILLS / 2
    code, out, told = run(copy, *update(lists[1]))  # and nothing stands in the way of another
    assert code == 0, told
    assert json.loads(run(copy, "lists", "--json")[1])[0]["version"] == "2024-02-01"
