"""Mixed load with a list update and a worker killed in the middle: no wrong answer, none lost."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from command_line import run
from serving import Serving, load, loaded, served

pytestmark = pytest.mark.slow

#: `python -m bench.serving 300` does the same for five minutes, on OFAC and UN.
SECONDS, CLIENTS = 9.0, 8
NAME, SOUGHT = "Tarvok Belinska", "un_sc-6900001"
#: Is on the list of February, and not on that of March.
LATER = "un_sc-6900002"


def match(client: httpx.Client) -> bool:
    person = {"schema": "Person", "properties": {"name": [NAME]}}
    queries = {str(n): person for n in range(5)}
    answers = client.post("/match/default", json={"queries": queries}).raise_for_status().json()
    return all(a["results"][0]["id"] == SOUGHT for a in answers["responses"].values())


def screen(client: httpx.Client) -> bool:
    """Say whether who is delisted is told just by answers of the list that still has them."""
    body = {"party": {"name": "Oduya Mirembelat"}}
    answer = client.post("/api/v1/screen", json=body).raise_for_status().json()
    told = [found["entity_id"] for found in answer["matches"]]
    return (told == [LATER]) is bool(answer["lists"][0]["version"] == "2024-02-01")


def search(client: httpx.Client) -> bool:
    found = client.get("/search/default", params={"q": "tarvok"}).raise_for_status().json()
    return any(each["id"] == SOUGHT for each in found["results"])


def entity(client: httpx.Client) -> bool:
    return bool(client.get(f"/entities/{SOUGHT}").raise_for_status().json()["id"] == SOUGHT)


def ask(
    serving: Serving,
    told: Counter[str],
    how: list[str],
    mine: list[Callable[[httpx.Client], bool]],
) -> None:
    """Ask in turns until the time is over, on one connection that is kept."""
    end, turn = time.monotonic() + SECONDS, 0
    with httpx.Client(base_url=serving.url, timeout=20) as client:
        while time.monotonic() < end:
            turn += 1
            try:
                told["right" if mine[turn % len(mine)](client) else "wrong"] += 1
            except httpx.TransportError as error:
                told["cut off"] += 1
                how.append(f"{end - time.monotonic():.2f} s before the end: {error!r}")
            except httpx.HTTPStatusError as error:
                told[f"failed {error.response.status_code}"] += 1


def test_nobody_is_told_wrong_while_lists_and_workers_change(tmp_path: Path) -> None:
    with served(loaded(tmp_path), "--accept-stale") as serving:
        told: Counter[str] = Counter()
        how: list[str] = []
        kinds = [match, screen, search, entity]
        threads = [
            threading.Thread(target=ask, args=(serving, told, how, kinds[n % 4 :] + kinds[: n % 4]))
            for n in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS / 4)
        load(serving.home, "2024-03-01", [6_900_001, 6_900_003])
        time.sleep(SECONDS / 8)
        before = set(serving.workers())
        os.kill(min(before), signal.SIGKILL)
        for thread in threads:
            thread.join()
        after = set(serving.workers())
    assert len(after) == len(before)
    assert after != before
    assert told["right"] > 200
    assert told["cut off"] <= CLIENTS, how  # what was in flight at the killed process, and no more
    assert told.keys() <= {"right", "cut off"}, told
    code, out, _ = run(serving.home, "verify")
    assert code == 0
    assert int(out.split()[1].replace(",", "")) > 100


def test_what_is_in_flight_is_answered_when_the_service_ends(tmp_path: Path) -> None:
    with served(loaded(tmp_path), "--accept-stale", "--workers", "1") as serving:
        parties = [{"name": f"Tarvok Belinska {n}"} for n in range(500)]
        answers: list[int] = []

        def slow() -> None:
            body = {"parties": parties, "near": 20}
            answers.append(serving.client.post("/api/v1/screen/many", json=body).status_code)

        thread = threading.Thread(target=slow)
        thread.start()
        time.sleep(0.05)
        serving.process.send_signal(signal.SIGTERM)
        thread.join()
    assert answers == [200]
