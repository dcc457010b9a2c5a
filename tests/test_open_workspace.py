"""A workspace that stays open: its index serves decisions, its links pages, threads take turns."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enjoin.config import Config
from enjoin.store.opening import opened
from enjoin.store.versions import in_force
from enjoin.workspace import AsOf, Origin, Workspace
from enjoin.workspace.deciding import Dealing, read_dealing
from enjoin.workspace.live import Live
from enjoin.workspace.turns import decision, ready_on
from enjoin.workspace.values import ALWAYS
from serving import consolidated

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
#: A day when the Swiss list below was in force.
LATER = datetime(2031, 6, 1, 12, tzinfo=UTC)
SWISS = Path(__file__).parent / "golden" / "ch_seco" / "consolidated-list.xml"


def load(workspace: Workspace, day: str, people: list[int]) -> None:
    path = workspace.config.home.parent / f"{day}.xml"
    path.write_text(consolidated(day, people), "utf-8")
    workspace.update("un_sc", Origin(path=path, accept=len(people) + 1))


def made(folder: Path, now: datetime) -> Workspace:
    home = folder / "home"
    home.mkdir()
    database = f"sqlite:///{home / 'enjoin.db'}"
    return Workspace(Config(home=home, database=database, accept_stale=True), lambda: now)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = made(tmp_path, NOW)
    load(workspace, "2024-05-01", [6_900_001])
    load(workspace, "2024-05-30", [6_900_001, 6_900_002])
    return workspace


@pytest.fixture
def live(workspace: Workspace) -> Iterator[Live]:
    made = Live(workspace)
    made.start()
    yield made
    made.stop()


def payment(day: str, name: str = "Tarvok Belinska") -> Dealing:
    asked = {
        "kind": "payment",
        "value_date": day,
        "nexus": ["UN:KR", "US"],
        "parties": [{"name": name, "role": "creditor"}],
    }
    return read_dealing(json.dumps(asked))


def indexes(workspace: Workspace) -> list[Path]:
    return list(workspace.config.index.glob("*.snapshot"))


# --- Decisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2024-06-01", "2024-05-10", "2020-01-01"])
@pytest.mark.parametrize("name", ["Tarvok Belinska", "Oduya Mirembelat", "Greta Ambleside"])
def test_the_index_that_is_open_decides_as_one_that_is_opened(
    live: Live, day: str, name: str
) -> None:
    dealing = payment(day, name)
    assert asyncio.run(decision(live, dealing)) == live.workspace.decide(dealing)


def test_a_decision_of_today_opens_no_index(live: Live) -> None:
    for path in indexes(live.workspace):
        path.unlink()
    asyncio.run(decision(live, payment("2024-06-01")))
    assert indexes(live.workspace) == []
    assert "warm" not in vars(live.workspace), "what one thread at a time may use is not touched"


def test_the_index_of_another_day_is_made_by_another_thread(live: Live) -> None:
    for path in indexes(live.workspace):
        path.unlink()
    ready = asyncio.run(ready_on(live, AsOf(NOW.date().replace(month=5, day=25))))
    assert ready.versions["un_sc"].version == "2024-05-01"
    assert len(indexes(live.workspace)) == 1


# --- Threads that share a workspace --------------------------------------------------------------


def test_threads_screen_one_after_the_other(workspace: Workspace) -> None:
    party = workspace.party("Tarvok Belinska", "Person")
    found: list[str] = []
    thread = threading.Thread(
        target=lambda: found.extend(match.entity_id for match in workspace.screen(party).matches)
    )
    with workspace.turn:
        thread.start()
        thread.join(0.3)
        assert not found
        assert workspace.screen(party).matches, "who has the turn goes on"
    thread.join(30)
    assert "un_sc-6900001" in found


# --- Links ---------------------------------------------------------------------------------------

UN, SUBJECT, OTHER = "un_sc-6900002", "ch_seco-80001", "ch_seco-80100"
REFERENCE, LINK = "both bear the UN reference QDi.902", "UnknownLink: related-to"


@pytest.fixture
def joined(tmp_path: Path) -> Workspace:
    """Two lists: an entry of each is about one party, and the one list joins two of its own."""
    workspace = made(tmp_path, LATER)
    load(workspace, "2031-05-01", [6_900_001, 6_900_002])
    workspace.update("ch_seco", Origin(path=SWISS, accept=4))
    return workspace


def remember(workspace: Workspace) -> None:
    """Read the lists in force through, as a service does before somebody asks."""
    with opened(workspace.config.database) as door:
        for version in in_force(door, LATER.date().isoformat(), ALWAYS):
            workspace.linking.remember(door, version)


def linked(workspace: Workspace, id_: str) -> set[tuple[str, str]]:
    return {(each.entity_id, each.why) for each in workspace.entity(id_).linked}


@pytest.mark.parametrize("how", ["looked for", "remembered"])
@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (UN, {(SUBJECT, REFERENCE)}),
        (SUBJECT, {(UN, REFERENCE), (OTHER, LINK)}),
        (OTHER, {(SUBJECT, LINK)}),
        ("un_sc-6900001", set()),
    ],
)
def test_what_goes_with_an_entry_is_told(
    joined: Workspace, id_: str, expected: set[tuple[str, str]], how: str
) -> None:
    if how == "remembered":
        remember(joined)
    assert expected <= linked(joined, id_)
    assert bool(expected) == bool(linked(joined, id_))


def test_what_is_remembered_is_what_would_be_found(joined: Workspace) -> None:
    with opened(joined.config.database) as door:
        listed = [id_ for (id_,) in door.each("SELECT DISTINCT subject FROM entities")]
    found = {id_: joined.entity(id_).linked for id_ in listed}
    remember(joined)
    assert {id_: joined.entity(id_).linked for id_ in listed} == found


def test_a_new_version_is_heeded_when_others_are_remembered(joined: Workspace) -> None:
    remember(joined)
    load(joined, "2031-05-30", [6_900_001])
    assert linked(joined, SUBJECT) == {(OTHER, LINK)}
