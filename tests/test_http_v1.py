"""`/api/v1/`: the same answers as the command line, as JSON."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from command_line import run
from enjoin.model.errors import EnjoinError, NoLists, NotFound, StaleLists, StoreUnwritable
from enjoin.store.engine import Store
from serving import Serving, add_key, load, loaded, served

NAME = "Tarvok Belinska"
SOUGHT = "un_sc-6900001"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(loaded(tmp_path_factory.mktemp("v1")), "--accept-stale") as serving:
        yield serving


@pytest.fixture(scope="module")
def auditor(serving: Serving) -> dict[str, str]:
    return add_key(serving.home, "auditor", "auditor")


def post(serving: Serving, path: str, body: Any, status: int = 200) -> Any:
    answer = serving.client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def get(serving: Serving, path: str, status: int = 200, **params: str) -> Any:
    answer = serving.client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == status, answer.text
    return answer.json()


def head(serving: Serving, auditor: dict[str, str]) -> int:
    return int(serving.client.get("/api/v1/journal/head", headers=auditor).json()["seq"])


def command(serving: Serving, *arguments: str) -> Any:
    return json.loads(run(serving.home, *arguments, "--json")[1])


def test_a_screening_is_that_of_the_command_line(serving: Serving) -> None:
    party = {"name": NAME, "schema": "Person", "birth_date": "1962"}
    answer = post(serving, "/screen", {"party": party})
    asked = ("--schema", "Person", "--birth-date", "1962", "--accept-stale")
    assert answer["matches"] == command(serving, "screen", NAME, *asked)
    assert answer["stale"]
    assert "us_ofac_sdn" in answer["not_screened"]


def test_all_that_the_command_line_asks_of_a_party_programs_may_ask(serving: Serving) -> None:
    party = {
        "name": NAME,
        "gender": "female",
        "addresses": ["12 Harbour Road, Varnholm"],
        "details": [{"property": "tonnage", "value": "1200"}],
    }
    answer = post(serving, "/screen", {"party": party, "near": 3})
    given = ("--gender", "female", "--address", "12 Harbour Road, Varnholm")
    terms = ("--detail", "tonnage=1200", "--near", "3", "--accept-stale")
    assert answer["matches"] == command(serving, "screen", NAME, *given, *terms)


def test_a_screening_is_as_of_a_day(serving: Serving) -> None:
    def found(**terms: str) -> set[str]:
        body = {"party": {"name": "Tarvoka Belinskaya"}, **terms}
        return {match["entity_id"] for match in post(serving, "/screen", body)["matches"]}

    assert "un_sc-6900003" in found(on="2024-01-15")
    assert "un_sc-6900003" not in found(on="2024-02-15")
    early = {"party": {"name": NAME}, "on": "2023-01-01"}
    refused = post(serving, "/screen", early, 503)
    assert refused["exit_code"] == 3
    assert "no version" in refused["detail"]


def test_many_are_screened_in_their_order(serving: Serving) -> None:
    names = ["Jo Poe", NAME, "Lomir Vostok Trading House"]
    answer = post(serving, "/screen/many", {"parties": [{"name": name} for name in names]})
    found = [[match["entity_id"] for match in matches] for matches in answer["answers"]]
    assert found[0] == []
    assert found[1][0] == SOUGHT
    assert found[2][0] == "un_sc-6900010"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"party": {"name": NAME, "birth_date": "next year"}}, "1962-05"),
        ({"party": {"name": NAME, "countries": ["Atlantis"]}}, "ISO"),
        ({"party": {"name": NAME, "schema": "Payment"}}, "Person"),
        ({"party": {"name": "---"}}, "letters"),
        ({"party": {"name": NAME}, "lists": ["us_unheard_of"]}, "us_ofac_sdn"),
        ({"party": {"name": NAME}, "on": "tomorrow"}, "2023-08-08"),
        ({"party": {"name": NAME}, "threshold": 7}, "threshold"),
        ({"party": {}}, "name"),
        ({"party": {"name": NAME, "birthdate": "1962"}}, "unknown field `birthdate`"),
        ({"party": {"name": NAME}, "as_of": "2023-08-08"}, "unknown field `as_of`"),
        ({"party": {"name": NAME, "gender": "unsure"}}, "male, female or other"),
        (
            {"party": {"name": NAME, "details": [{"property": "colour", "value": "red"}]}},
            "buildDate",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    serving: Serving, body: dict[str, Any], told: str
) -> None:
    refused = post(serving, "/screen", body, 400)
    assert told in refused["detail"]
    assert refused["exit_code"] == 2


def test_a_list_that_is_not_loaded_is_no_clear(serving: Serving) -> None:
    refused = post(serving, "/screen", {"party": {"name": NAME}, "lists": ["eu_fsf"]}, 503)
    assert "not a clear" in refused["detail"]


def test_two_names_are_compared(serving: Serving) -> None:
    answer = post(serving, "/compare", {"name": NAME, "other": "Belinska, Tarvok"})
    assert answer == command(serving, "compare", NAME, "Belinska, Tarvok")


def test_lists_deltas_and_entries_are_told(serving: Serving) -> None:
    assert get(serving, "/lists") == command(serving, "lists")
    assert get(serving, "/lists", on="2024-01-15")[0]["version"] == "2024-01-01"
    delta = get(serving, "/lists/un_sc/delta")
    assert delta == command(serving, "delta", "un_sc")
    assert (delta["added"], delta["removed"]) == (["6900002"], ["6900003"])
    entry = get(serving, "/entities/un_sc-6900003")
    assert not entry["listed"]
    assert entry["periods"] == [["2024-01-01", "2024-02-01"]]
    get(serving, "/entities/un_sc-1", 400)
    get(serving, "/lists/us_unheard_of/delta", 404)


def test_a_delta_is_what_was_known_by_an_instant(serving: Serving) -> None:
    after = "9999-01-01T00:00:00Z"
    assert get(serving, "/lists/un_sc/delta", known=after) == get(serving, "/lists/un_sc/delta")
    before = get(serving, "/lists/un_sc/delta", 503, known="2001-01-01T00:00:00Z")
    assert "not loaded" in before["detail"]
    get(serving, "/lists/un_sc/delta", 400, known="yesterday")


def test_the_law_is_that_of_the_command_line(serving: Serving) -> None:
    assert get(serving, "/measures", on="2023-01-01", target="KP") == command(
        serving, "measures", "--on", "2023-01-01", "--target", "KP"
    )
    of_eu = get(serving, "/measures", on="2023-01-01", target="KP", regime="EU")
    assert of_eu == command(
        serving, "measures", "--on", "2023-01-01", "--target", "KP", "--regime", "EU"
    )
    assert 0 < len(of_eu) < len(get(serving, "/measures", on="2023-01-01", target="KP"))
    assert "UN" in get(serving, "/measures", 400, regime="Atlantis")["detail"]
    event = {"kind": "transfer", "stage": "executed", "on": "2023-09-20", "from": "KP", "to": "RU"}
    event |= {"goods": [{"name": "122 mm rockets", "class": "arms"}]}  # type: ignore[dict-item]
    assessed = post(serving, "/assess", event)
    assert any(hit["goods"] == ["122 mm rockets"] for hit in assessed["violates"])
    assert "kind" in post(serving, "/assess", {"kind": "miracle"}, 400)["detail"]


REPORT = (
    "SEOUL, Aug. 1 (Yonhap) -- The United States is concerned, the spokesman said.\n\n"
    '"We would urge all countries to comply," Matthew Miller, the spokesman, said Monday.\n'
)


def test_ownership_is_told_by_the_test_of_a_day(serving: Serving) -> None:
    graph = {
        "listed": [{"party": "S", "regimes": ["EU"], "from": "2022-01-01"}],
        "stakes": [{"owner": "S", "asset": "T", "share": "60.00", "from": "2022-01-01"}],
    }
    found = post(serving, "/own?regime=EU&on=2024-07-03", graph)
    assert [(one["asset"], one["sum"]) for one in found["owned"]] == [("T", ["60.00", "60.00"])]
    by_whose_test = post(serving, "/own", graph, 400)["detail"]
    assert "regime: is missing" in by_whose_test
    graph["stakes"] = [{"owner": "S", "asset": "S", "share": "60.00", "from": "2022-01-01"}]
    post(serving, "/own?regime=EU&on=2024-07-03", graph, 400)


def test_a_dealing_is_decided_by_who_may_and_the_decision_is_journaled(
    serving: Serving, auditor: dict[str, str]
) -> None:
    graph = {
        "listed": [{"party": "S", "regimes": ["EU"], "programme": "DPRK", "from": "2022-01-01"}],
        "stakes": [{"owner": "S", "asset": "T", "share": "60.00", "from": "2022-01-01"}],
    }
    dealing = {
        "kind": "payment",
        "value_date": "2024-07-03",
        "nexus": ["EU"],
        "parties": [{"name": "Tiber", "role": "creditor", "party": "T", "country": "RU"}],
        "graph": graph,
        "screen": False,
    }
    reviewer = add_key(serving.home, "decider", "reviewer")
    before = head(serving, auditor)
    answer = serving.client.post("/api/v1/decide", json=dealing, headers=reviewer)
    assert answer.status_code == 200, answer.text
    assert answer.json()["strictest"] == answer.json()["outcomes"]["EU"]["outcome"] == "BLOCK"
    assert head(serving, auditor) == before + 1
    refused = serving.client.post("/api/v1/decide", json=dealing, headers=auditor)
    assert refused.status_code == 403


def test_a_party_of_a_dealing_is_screened_in_the_index_that_is_open(serving: Serving) -> None:
    def dealing(day: str) -> dict[str, Any]:
        party = {"name": "Tarvoka Belinskaya", "role": "creditor", "country": "RU"}
        return {"kind": "payment", "value_date": day, "nexus": ["UN:DE"], "parties": [party]}

    reviewer = add_key(serving.home, "screener", "reviewer")

    def decide(given: dict[str, Any]) -> dict[str, Any]:
        answer = serving.client.post("/api/v1/decide", json=given, headers=reviewer)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    listed, delisted = decide(dealing("2024-01-15")), decide(dealing("2024-02-15"))
    assert listed["lists"][0]["version"] == "2024-01-01"
    assert delisted["lists"][0]["version"] == "2024-02-01"
    assert "un_sc-6900003" in json.dumps(listed["outcomes"])
    assert "un_sc-6900003" not in json.dumps(delisted["outcomes"])
    path = serving.home.parent / "dealing.json"
    for told in (listed, delisted):
        day = told["value_date"]
        path.write_text(json.dumps(dealing(day)), "utf-8")
        assert told == command(serving, "decide", str(path), "--accept-stale")
    never = decide(dealing("2023-06-01"))
    assert never["lists"] == []
    assert never["strictest"] == "HOLD"


def test_a_claim_that_a_measure_ends_is_tested(serving: Serving) -> None:
    claim = {"measure": "UNSCR-1718/8b", "act": "lift", "actor": "Russia", "on": "2024-06-19"}
    found = post(serving, "/lift-test", claim | {"instrument": {"kind": "treaty"}})
    assert (found["effective"], found["then"]) == (False, "stays")
    refused = post(serving, "/lift-test", claim | {"measure": "UNSCR-0/1"}, 400)
    assert "UNSCR-0/1" in refused["detail"]


def test_a_report_is_read(serving: Serving) -> None:
    read = post(serving, "/read", {"name": "a.txt", "text": REPORT})
    assert read["file"] == "a.txt"
    assert any(person["name"] == "Matthew Miller" for person in read["people"])


def test_reports_are_read_together(serving: Serving) -> None:
    reports = [{"name": "a.txt", "text": REPORT}, {"name": "b.txt", "text": f"{REPORT}{NAME}."}]
    brief = post(serving, "/brief", {"reports": reports})
    assert [report["file"] for report in brief["reports"]] == ["a.txt", "b.txt"]
    twice = {"reports": [reports[0], reports[0]]}
    assert "same name" in post(serving, "/brief", twice, 400)["detail"]


@pytest.mark.parametrize(
    ("report", "status"),
    [
        ({"name": "../a.txt", "text": "x"}, 400),
        ({"name": "a.txt"}, 400),
        ({"name": "a.txt", "base64": "?"}, 400),
        ({"name": "a.txt", "text": ""}, 422),
    ],
)
def test_a_report_that_cannot_be_read_is_refused(
    serving: Serving, report: dict[str, str], status: int
) -> None:
    post(serving, "/read", report, status)


def test_the_journal_is_for_auditors(serving: Serving, auditor: dict[str, str]) -> None:
    head = serving.client.get("/api/v1/journal/head", headers=auditor).json()
    post(serving, "/screen", {"party": {"name": NAME}})

    def verified(hash_: str) -> httpx.Response:
        params = {"seq": str(head["seq"]), "hash": hash_}
        where = "/api/v1/journal/verify"
        return serving.client.post(where, headers=auditor, params=params)

    assert verified(head["hash"]).json()["entries"] > head["seq"]
    assert verified("0" * 64).status_code == 409


def test_figures_are_those_of_all_processes(serving: Serving, auditor: dict[str, str]) -> None:
    def screened() -> int:
        figures = serving.client.get("/metrics", headers=auditor).text
        (line,) = (of for of in figures.splitlines() if of.startswith("enjoin_parties_screened"))
        return int(line.split()[1])

    before = screened()
    for _ in range(10):
        post(serving, "/screen", {"party": {"name": NAME}})
    assert screened() == before + 10
    figures = serving.client.get("/metrics", headers=auditor).text
    assert 'enjoin_list_stale{list="un_sc"} 1' in figures
    assert 'enjoin_requests_total{route="/api/v1/screen",status="2xx"}' in figures


def finished(serving: Serving, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(300):
        now: dict[str, Any] = serving.client.get(job["links"]["self"]).json()
        if now["state"] in {"done", "failed"}:
            return now
        time.sleep(0.1)
    raise AssertionError(now)


TABLE = "who,branch\n" + "".join(f"{NAME if n % 10 == 0 else 'Jo Poe'},b{n}\n" for n in range(100))


def test_a_table_is_a_job_that_can_be_followed_and_erased(serving: Serving) -> None:
    data = {"map": ["who=name"], "keep": ["branch"], "schema": "Person"}
    files = {"table": ("in.csv", TABLE.encode(), "text/csv")}
    answer = serving.client.post("/api/v1/jobs/screen-table", data=data, files=files)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["links"]["self"]
    job = finished(serving, answer.json())
    assert (job["state"], job["done"], job["total"], job["error"]) == ("done", 100, 100, None)
    assert (job["result"]["rows"], job["result"]["matched"]) == (100, 10)
    table = serving.client.get(job["links"]["result"])
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count(SOUGHT) == 10
    assert job["id"] in {each["id"] for each in get(serving, "/jobs")}
    folder = serving.home / "jobs" / job["id"]
    assert folder.is_dir()
    assert serving.client.delete(job["links"]["self"]).status_code == 204
    assert not folder.exists()
    get(serving, f"/jobs/{job['id']}", 404)


def test_a_table_that_cannot_be_read_says_why(serving: Serving) -> None:
    files = {"table": ("in.csv", b"a,b\n1,2\n", "text/csv")}
    answer = serving.client.post("/api/v1/jobs/screen-table", files=files)
    job = finished(serving, answer.json())
    assert job["state"] == "failed"
    assert "column" in job["error"]
    assert str(serving.home) not in job["error"]


def test_who_has_many_jobs_waiting_waits(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(
        loaded(tmp_path_factory.mktemp("many")), "--accept-stale", "--workers", "1"
    ) as serving:
        files = {"table": ("in.csv", b"who\nJo Poe\n", "text/csv")}
        data = {"map": ["who=name"]}
        where = "/api/v1/jobs/screen-table"
        answers = [serving.client.post(where, data=data, files=files) for _ in range(40)]
        assert answers[0].status_code == 202
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert "not done" in refused[0].json()["detail"]
        finished(serving, answers[0].json())


def test_a_job_is_its_owners(serving: Serving) -> None:
    files = {"table": ("in.csv", TABLE.encode(), "text/csv")}
    data = {"map": ["who=name"]}
    job = serving.client.post("/api/v1/jobs/screen-table", data=data, files=files).json()
    other = add_key(serving.home, "other")
    assert serving.client.get(job["links"]["self"], headers=other).status_code == 404
    assert serving.client.delete(job["links"]["self"], headers=other).status_code == 404
    finished(serving, job)


def test_a_new_version_is_answered_from_without_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("updated") / "home"
    with served(home, "--accept-stale") as serving:
        refused = post(serving, "/screen", {"party": {"name": NAME}}, 503)
        assert "not a clear" in refused["detail"]
        assert serving.client.get("/readyz").status_code == 503
        load(home, "2024-01-01", [6_900_003])
        _until(serving, "2024-01-01")
        load(home, "2024-02-01", [6_900_001])
        _until(serving, "2024-02-01")
        assert post(serving, "/screen", {"party": {"name": NAME}})["matches"][0]["match"]


def _until(serving: Serving, version: str) -> None:
    """Wait until every process answers from a version."""
    right = 0
    for _ in range(200):
        answer = serving.client.post("/api/v1/screen", json={"party": {"name": NAME}})
        lists = answer.json().get("lists", [])
        right = right + 1 if [of["version"] for of in lists] == [version] else 0
        if right == 20:
            return
        time.sleep(0.05)
    raise AssertionError(f"{version} is not answered from")


def test_stale_lists_take_readiness_down(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = loaded(tmp_path_factory.mktemp("stale"))
    with served(home) as serving:
        answer = serving.client.get("/readyz")
        assert answer.status_code == 503
        assert "days old" in answer.json()["detail"]
        assert serving.client.get("/healthz").status_code == 200
        refused = post(serving, "/screen", {"party": {"name": NAME}}, 503)
        assert refused["exit_code"] == 3
        accepted = post(serving, "/screen", {"party": {"name": NAME}, "accept_stale": True})
        assert accepted["stale"]


@pytest.mark.parametrize("error", [NoLists, NotFound, StaleLists, StoreUnwritable])
def test_errors_know_how_they_are_answered(error: type[EnjoinError]) -> None:
    assert error.status in {404, 503, 507}


def test_a_process_that_only_screens_loads_no_server(serving: Serving) -> None:
    code = (
        "import sys; from enjoin.cli import enjoin; "
        "from click.testing import CliRunner\n"
        f"args = ['--home', {str(serving.home)!r}, 'screen', {NAME!r}, '--accept-stale']\n"
        "assert CliRunner().invoke(enjoin, args).exit_code == 4\n"
        "print(sorted({'litestar', 'granian', 'argon2', 'sqlalchemy'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.postgresql
def test_the_service_answers_from_postgresql(
    postgresql: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("postgresql")
    (folder / "home").mkdir()
    (folder / "home" / "enjoin.toml").write_text(f'database = "{postgresql}"\n', "utf-8")
    try:
        with served(loaded(folder), "--accept-stale") as serving:
            answer = post(serving, "/screen", {"party": {"name": NAME}})
            assert answer["matches"][0]["entity_id"] == SOUGHT
            assert serving.client.get(f"/entities/{SOUGHT}").status_code == 200
            key = add_key(serving.home, "postgresql", "auditor")
            verified = serving.client.post("/api/v1/journal/verify", headers=key)
            assert verified.status_code == 200
    finally:
        empty = Store(postgresql)
        with empty.write() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        empty.close()
