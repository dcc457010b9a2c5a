"""What is written for yente works by changing a URL: its published client, on a live service."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from yente_client import Client, Company, Person
from yente_client.exceptions import AuthenticationError, BadRequestError, NotFoundError

from command_line import run
from serving import Serving, add_key, loaded, served

SOUGHT = "un_sc-6900001"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(loaded(tmp_path_factory.mktemp("yente")), "--accept-stale") as serving:
        yield serving


@pytest.fixture(scope="module")
def key(serving: Serving) -> str:
    return add_key(serving.home, "yente")["Authorization"].split()[1]


@pytest.fixture
def client(serving: Serving, key: str) -> Iterator[Client]:
    with Client(api_key=key, base_url=serving.url) as client:
        yield client


def test_a_person_is_matched(client: Client) -> None:
    found = client.match(Person(name="Tarvok Belinska", birthDate="1962"), datasets=["sanctions"])
    assert found.top is not None
    assert (found.top.id, found.top.match, found.top.datasets) == (SOUGHT, True, ["un_sc"])
    assert found.top.properties["topics"] == ["sanction"]
    assert set(found.top.contributing_explanations) == {"name", "birthDate"}
    assert found.total.value == len(found.results)
    assert found.query["properties"] == {"name": ["Tarvok Belinska"], "birthDate": ["1962"]}


def test_first_and_family_name_are_a_name(client: Client) -> None:
    found = client.match(Person(firstName="Tarvok", lastName="Belinska"))
    assert found.top is not None
    assert found.top.id == SOUGHT


def test_nobody_is_an_empty_answer(client: Client) -> None:
    assert client.match(Company(name="Greengrocers of Ambleside")).results == []


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({}, True),
        ({"threshold": 1.0}, False),
        ({"datasets": ["un_sc_sanctions"]}, True),
        ({"exclude_entities": [SOUGHT]}, False),
        ({"exclude_schemata": ["Person"]}, False),
        ({"topics": ["sanction"]}, True),
        ({"topics": ["crime.boss"]}, False),
        ({"changed_since": "2024-01-01"}, True),
        ({"changed_since": "2024-01-02"}, False),
        ({"algorithm": "logic-v1"}, True),
        ({"weights": {"birthDate": 0.0}}, True),
    ],
)
def test_terms_narrow_the_answer_down(
    client: Client, terms: dict[str, object], found: bool
) -> None:
    person = Person(name="Tarvok Belinska", birthDate="1962-05-07")
    matches = client.match(person, **terms).matches
    assert [match.id for match in matches if match.id == SOUGHT] == [SOUGHT] * found


def test_a_weight_of_nothing_takes_the_evidence_out(client: Client) -> None:
    person = Person(name="Tarvok Belinska", birthDate="1999-01-01")
    whole = client.match(person, cutoff=0.0, limit=1)
    without = client.match(person, cutoff=0.0, weights={"birthDate": 0.0}, limit=1)
    plain = client.match(Person(name="Tarvok Belinska"), limit=1)
    assert whole.top is None or without.top.score > whole.top.score
    assert without.top is not None
    assert plain.top is not None
    assert without.top.score == pytest.approx(plain.top.score, abs=0.001)


@pytest.mark.parametrize(
    "terms",
    [
        {"algorithm": "guesswork"},
        {"weights": {"phase_of_the_moon": 1.0}},
        {"weights": {"name": 3.0}},
        {"config": {"nm_number_mismatch": 0.3}},
    ],
)
def test_what_cannot_be_honoured_is_refused(client: Client, terms: dict[str, object]) -> None:
    with pytest.raises(BadRequestError):
        client.match(Person(name="Tarvok Belinska"), **terms)


def test_an_unknown_dataset_is_not_found(client: Client) -> None:
    with pytest.raises(NotFoundError, match="Loaded"):
        client.match(Person(name="Tarvok Belinska"), datasets=["us_unheard_of"])


def test_many_are_matched_at_once(client: Client) -> None:
    people = {str(n): Person(name=name) for n, name in enumerate(["Tarvok Belinska", "Jo Poe"])}
    answers = dict(client.match_iter(people.items()))
    assert len(answers["0"].matches) == 1
    assert answers["1"].matches == []


def test_search_finds_how_a_name_begins(client: Client) -> None:
    found = client.search("belin tarv", facets=["topics", "datasets"])
    assert [each.id for each in found.results] == [SOUGHT]
    assert found.facets["topics"].values[0].name == "sanction"
    assert client.search("belin", schema="Vessel").total.value == 0
    assert client.search("Tarvock", fuzzy=True).total.value == 1


def test_pages_of_a_search_are_in_order_and_whole(client: Client) -> None:
    pages = [client.search("", sort=["caption:desc"], limit=1, offset=n).results for n in range(3)]
    captions = [page[0].caption for page in pages]
    assert captions == sorted(captions, reverse=True)
    assert len(set(captions)) == 3


def test_an_entity_has_its_sanctions_inside(client: Client) -> None:
    entity = client.fetch(SOUGHT)
    (sanction,) = entity.properties["sanctions"]
    assert sanction.properties["unscId"] == ["QDi.901"]
    assert entity.first_seen is not None
    assert entity.first_seen.year == 2024
    assert "sanctions" not in client.fetch(SOUGHT, nested=False).properties


def test_what_is_adjacent_comes_in_pages(client: Client) -> None:
    adjacent = client.adjacent(SOUGHT)
    assert adjacent.adjacent["sanctions"].total.value == 1
    assert client.adjacent(SOUGHT, prop="sanctions").total.value == 1
    with pytest.raises(NotFoundError):
        client.adjacent(SOUGHT, prop="pets")


def test_who_is_delisted_is_not_found(client: Client) -> None:
    with pytest.raises(NotFoundError, match="history"):
        client.fetch("un_sc-6900003")


def test_the_id_of_a_merged_entry_leads_to_the_other(serving: Serving, client: Client) -> None:
    pair = (SOUGHT, "un_sc-6900002")
    judged = run(serving.home, "judge", *pair, "same", "--by", "ada", "--reason", "a test")
    assert judged[0] == 0, judged
    assert run(serving.home, "judge", *pair, "confirm", "--by", "ben")[0] == 0
    answer = serving.client.get(f"/entities/{pair[1]}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/entities/{SOUGHT}")
    merged = client.fetch(pair[1])
    assert (merged.id, merged.referents) == (SOUGHT, [pair[1]])


def test_the_service_describes_itself(client: Client) -> None:
    catalog = client.datasets()
    names = {dataset.name: dataset for dataset in catalog.datasets}
    assert names["un_sc"].version == "2024-02-01"
    assert names["default"].children == ["un_sc"]
    assert catalog.index_stale
    assert catalog.outdated == ["un_sc"]
    assert client.algorithms().best == client.algorithms().default
    assert (client.healthz().status, client.readyz().status) == ("ok", "ok")


def test_a_wrong_key_is_no_key(serving: Serving) -> None:
    with (
        Client(api_key="enjoin_wrong", base_url=serving.url) as client,
        pytest.raises(AuthenticationError),
    ):
        client.match(Person(name="Tarvok Belinska"))


def cli(serving: Serving, key: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("yente-cli")), *arguments]
    environment = {**os.environ, "OPENSANCTIONS_API_KEY": key, "YENTE_BASE_URL": serving.url}
    environment["OPENSANCTIONS_BASE_URL"] = serving.url
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_its_command_line_works(serving: Serving, key: str) -> None:
    asked = ("match", "-s", "Person", "-p", "name=Tarvok Belinska", "-f", "json")
    done = cli(serving, key, "--base-url", serving.url, *asked)
    assert done.returncode == 0, done.stderr
    assert SOUGHT in done.stdout


def test_its_screening_of_tables_works(serving: Serving, key: str, tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = ["n,who"] + [
        f"{n},{'Tarvok Belinska' if n % 5 == 0 else f'Poe Jo{n}'}" for n in range(50)
    ]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    options = ("-s", "Person", "-i", "who=name", "--match")
    done = cli(serving, key, "--base-url", serving.url, "screen", str(table), str(out), *options)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["match_id"]]
    assert sorted({int(row["n"]) for row in found}) == list(range(0, 50, 5))
    assert {(row["match_id"], row["match_topics"]) for row in found} == {(SOUGHT, "sanction")}


def test_openrefine_reconciles(serving: Serving) -> None:
    manifest = serving.client.get("/reconcile/default").json()
    assert "0.2" in manifest["versions"]
    for field in ("name", "identifierSpace", "schemaSpace", "defaultTypes", "view"):
        assert manifest[field], field
    queries = {
        "q0": {"query": "Tarvok Belinska", "type": "Person", "limit": 3},
        "q1": {
            "query": "Lomir Vostok Trading",
            "properties": [{"pid": "Company:country", "v": {"id": "kp", "name": "kp"}}],
        },
    }
    answer = serving.client.post("/reconcile/default", data={"queries": json.dumps(queries)})
    found = answer.json()
    assert found["q0"]["result"][0]["id"] == SOUGHT
    assert found["q1"]["result"][0]["name"] == "Lomir Vostok Trading House"
    for candidate in found["q0"]["result"]:
        assert {"id", "name", "type", "score", "match"} <= candidate.keys()
        assert 0 <= candidate["score"] <= 100


def test_openrefine_suggests_and_extends(serving: Serving) -> None:
    service = serving.client.get("/reconcile/default").json()
    for kind, prefix, first in (
        ("entity", "belins", SOUGHT),
        ("type", "per", "Person"),
        ("property", "birthD", "birthDate"),
    ):
        where = service["suggest"][kind]
        url = where["service_url"] + where["service_path"]
        assert serving.client.get(url, params={"prefix": prefix}).json()["result"][0]["id"] == first
    propose = service["extend"]["propose_properties"]
    proposed = serving.client.get(
        propose["service_url"] + propose["service_path"], params={"type": "Person"}
    ).json()
    assert "birthDate" in {each["id"] for each in proposed["properties"]}
    asked = {"ids": [SOUGHT], "properties": [{"id": "birthDate"}]}
    data = {"extend": json.dumps(asked)}
    extended = serving.client.post("/reconcile/default", data=data).json()
    assert extended["rows"][SOUGHT]["birthDate"] == [{"str": "1962-05-07"}]
    assert extended["meta"] == [{"id": "birthDate", "name": "birthDate"}]


def test_what_is_answered_is_in_the_journal(serving: Serving) -> None:
    entries = int(run(serving.home, "verify")[1].split()[1].replace(",", ""))
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Tarvok Belinska"]}}}}
    assert serving.client.post("/match/default", json=body).status_code == 200
    assert run(serving.home, "verify")[1].split()[1] == f"{entries + 1:,}"
    assert "Belinska" not in serving.log
