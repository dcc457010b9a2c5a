"""The Reconciliation API 0.2 as a client goes through it: described, asked, suggested, extended.

The shapes below say what the specification's schemas demand of each answer, in our own words: a
field that is missing, of another type, or where none may be, fails to be read.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import httpx
import msgspec
import pytest

from command_line import run
from serving import Serving, add_key, loaded, served

SOUGHT = "un_sc-6900001"
OPENREFINE = {"Origin": "http://127.0.0.1:3333", "Sec-Fetch-Site": "same-site"}

Template = Annotated[str, msgspec.Meta(pattern=r"\{\{id\}\}")]
Filled = Annotated[str, msgspec.Meta(min_length=1)]


class View(msgspec.Struct):
    """A template of an entity's page."""

    url: Template


class Kind(msgspec.Struct):
    """A type or a property."""

    id: Filled
    name: Filled


class Place(msgspec.Struct):
    """Where a service is: its URL and path, one after the other."""

    service_url: Annotated[str, msgspec.Meta(pattern="^https?://")]
    service_path: str

    @property
    def url(self) -> str:
        """The two together."""
        return self.service_url + self.service_path


class Suggest(msgspec.Struct):
    """Where suggestions are made."""

    entity: Place
    property: Place
    type: Place


class NumberSetting(msgspec.Struct, tag="number"):
    """A setting of a property that is a number."""

    name: str
    label: str
    default: int | float = 0
    help_text: str = ""


class Extend(msgspec.Struct):
    """How a table is extended."""

    propose_properties: Place
    property_settings: list[NumberSetting]


class Authentication(msgspec.Struct):
    """How a key is sent."""

    type: Literal["apiKey"]
    name: str
    in_: Literal["header", "query"] = msgspec.field(name="in")


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What a service tells of itself."""

    versions: list[str]
    name: Filled
    identifierSpace: Annotated[str, msgspec.Meta(pattern="^https?://")]  # noqa: N815
    schemaSpace: Annotated[str, msgspec.Meta(pattern="^https?://")]  # noqa: N815
    view: View
    defaultTypes: list[Kind]  # noqa: N815
    batchSize: Annotated[int, msgspec.Meta(gt=0)]  # noqa: N815
    suggest: Suggest
    extend: Extend
    authentication: Authentication | None = None


class Feature(msgspec.Struct, forbid_unknown_fields=True):
    """A number that a score rests on."""

    id: str
    value: int | float | bool


class Candidate(msgspec.Struct, forbid_unknown_fields=True):
    """Who a row may be."""

    id: Filled
    name: Filled
    score: float
    match: bool
    type: list[Kind]
    description: str
    features: list[Feature]


class Result(msgspec.Struct, forbid_unknown_fields=True):
    """Who a row may be, best first."""

    result: list[Candidate]


class Suggestion(msgspec.Struct, forbid_unknown_fields=True):
    """What begins with what was typed."""

    id: Filled
    name: Filled
    description: str = ""
    notable: list[Kind] = []


class Suggested(msgspec.Struct, forbid_unknown_fields=True):
    """All that does."""

    result: list[Suggestion]


class Proposed(msgspec.Struct, forbid_unknown_fields=True):
    """Properties to extend a table with."""

    type: str
    properties: list[Kind]
    limit: int


class Text(msgspec.Struct, forbid_unknown_fields=True):
    """A value that is text."""

    str: str


class Extended(msgspec.Struct, forbid_unknown_fields=True):
    """A table's new columns."""

    meta: list[Kind]
    rows: dict[str, dict[str, list[Text]]]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(loaded(tmp_path_factory.mktemp("reconcile")), "--accept-stale") as serving:
        yield serving


@pytest.fixture(scope="module")
def manifest(serving: Serving) -> Manifest:
    answer = serving.client.get("/reconcile/default")
    return msgspec.json.decode(answer.content, type=Manifest)


def asked(serving: Serving, queries: Any, method: str = "POST") -> dict[str, Result]:
    """Send a batch of queries; return the answers."""
    fields = {"queries": queries if isinstance(queries, str) else json.dumps(queries)}
    if method == "POST":
        answer = serving.client.post("/reconcile/default", data=fields)
    else:
        answer = serving.client.get("/reconcile/default", params=fields)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=dict[str, Result])


def test_a_service_describes_itself(serving: Serving, manifest: Manifest) -> None:
    assert "0.2" in manifest.versions
    assert manifest.authentication is None
    assert {kind.id for kind in manifest.defaultTypes} >= {"Person", "Company", "Vessel"}
    where = manifest.view.url.replace("{{id}}", SOUGHT)
    assert where.startswith(serving.url)


QUERIES: dict[str, dict[str, Any]] = {
    "name only": {"query": "Tarvok Belinska"},
    "a type": {"query": "Tarvok Belinska", "type": "Person"},
    "types": {"query": "Tarvok Belinska", "type": ["Company", "Person"], "type_strict": "any"},
    "no types": {"query": "Tarvok Belinska", "type": []},
    "a limit that is no integer in JSON": {"query": "Tarvok Belinska", "limit": 3.0},
    "properties": {
        "query": "Tarvok Belinska",
        "properties": [
            {"pid": "birthDate", "v": "1962-05-07"},
            {"pid": "Person:country", "v": [{"id": "kp", "name": "North Korea"}, "kp"]},
            {"pid": "height", "v": 1.83},
            {"pid": "alive", "v": True},
        ],
    },
    "no query": {"properties": [{"pid": "name", "v": "Tarvok Belinska"}]},
    "an id": {"query": SOUGHT},
}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch_is_answered_row_by_row(serving: Serving, method: str) -> None:
    answers = asked(serving, QUERIES, method)
    assert answers.keys() == QUERIES.keys()
    for name, answer in answers.items():
        assert answer.result[0].id == SOUGHT, name
        scores = [candidate.score for candidate in answer.result]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
    assert {feature.id for feature in answers["properties"].result[0].features} >= {
        "name",
        "birthDate",
    }


def test_who_is_named_by_their_id_comes_first_and_once(serving: Serving) -> None:
    (answer,) = asked(serving, {"q": {"query": SOUGHT}}).values()
    assert [(of.id, of.score, of.match) for of in answer.result if of.id == SOUGHT] == [
        (SOUGHT, 100.0, True)
    ]
    assert answer.result[0].description == "Person, un_sc (STALE)"


def test_a_limit_is_kept(serving: Serving) -> None:
    (answer,) = asked(serving, {"q": {"query": "Tarvok", "limit": 1}}).values()
    assert len(answer.result) <= 1


@pytest.mark.parametrize(
    "queries",
    [
        "{}",
        "[]",
        "null",
        '{"q": {}}',
        '{"q": {"query": ""}}',
        '{"q": {"query": 5}}',
        '{"q": {"query": "a", "limit": 0}}',
        '{"q": {"query": "a", "limit": -1}}',
        '{"q": {"query": "a", "limit": NaN}}',
        '{"q": {"query": "a", "type": "Teapot"}}',
        '{"q": {"query": "a", "properties": [{"v": "1962"}]}}',
        '{"q": {"query": "Tarvok"}, "q": {"query": "nobody"}}',
        '{"q": {"query": "Tarvok", "query": "nobody"}}',
        '{"q": ' * 5_000,
        "{",
    ],
)
def test_what_is_no_batch_is_refused(serving: Serving, queries: str) -> None:
    answer = serving.client.post("/reconcile/default", data={"queries": queries})
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("kind", "prefix", "first"),
    [
        ("entity", "belins", SOUGHT),
        ("entity", SOUGHT, SOUGHT),
        ("type", "per", "Person"),
        ("property", "birthD", "birthDate"),
    ],
)
def test_what_begins_like_that_is_suggested(
    serving: Serving, manifest: Manifest, kind: str, prefix: str, first: str
) -> None:
    url = getattr(manifest.suggest, kind).url
    answer = serving.client.get(url, params={"prefix": prefix})
    told = msgspec.json.decode(answer.content, type=Suggested)
    assert told.result[0].id == first
    assert serving.client.get(url, params={"prefix": "no such beginning"}).json()["result"] == []


def test_a_cursor_leaves_out_what_was_told(serving: Serving, manifest: Manifest) -> None:
    url = manifest.suggest.property.url

    def ids(cursor: int) -> list[str]:
        answer = serving.client.get(url, params={"prefix": "", "cursor": cursor})
        return [of.id for of in msgspec.json.decode(answer.content, type=Suggested).result]

    assert ids(0)[3:] == ids(3)[:-3]
    assert not set(ids(0)) & set(ids(len(ids(0))))
    assert serving.client.get(url, params={"cursor": "-1"}).status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_table_is_extended_with_what_was_proposed(
    serving: Serving, manifest: Manifest, method: str
) -> None:
    where = manifest.extend.propose_properties.url
    answer = serving.client.get(where, params={"type": "Person", "limit": 500})
    proposed = msgspec.json.decode(answer.content, type=Proposed)
    assert proposed.type == "Person"
    wanted = [of.id for of in proposed.properties if of.id in {"birthDate", "name"}]
    settings = {"settings": {manifest.extend.property_settings[0].name: 1}}
    query = {
        "ids": [SOUGHT, "un_sc-1"],
        "properties": [{"id": "birthDate"}, {"id": "name"} | settings],
    }
    assert len(wanted) == 2
    fields = {"extend": json.dumps(query)}
    if method == "POST":
        answer = serving.client.post("/reconcile/default", data=fields)
    else:
        answer = serving.client.get("/reconcile/default", params=fields)
    extended = msgspec.json.decode(answer.content, type=Extended)
    assert [of.id for of in extended.meta] == ["birthDate", "name"]
    assert extended.rows == {
        SOUGHT: {"birthDate": [Text("1962-05-07")], "name": [Text("Tarvok Belinska")]},
        "un_sc-1": {"birthDate": [], "name": []},
    }


def test_a_table_is_extended_from_the_lists_asked_for_only(serving: Serving) -> None:
    query = json.dumps({"ids": [SOUGHT], "properties": [{"id": "name"}]})
    answer = serving.client.post("/reconcile/eu_fsf", data={"extend": query})
    assert answer.status_code == 503
    assert serving.client.post("/reconcile/nobody", data={"extend": query}).status_code == 404


@pytest.mark.parametrize(
    "extend",
    [
        {"ids": [SOUGHT]},
        {"ids": SOUGHT, "properties": []},
        {"ids": [SOUGHT], "properties": [{}]},
        {"ids": [SOUGHT] * 501, "properties": [{"id": "name"}]},
        {"ids": [SOUGHT], "properties": [{"id": "name"}] * 101},
    ],
)
def test_what_is_no_extension_is_refused(serving: Serving, extend: dict[str, Any]) -> None:
    answer = serving.client.post("/reconcile/default", data={"extend": json.dumps(extend)})
    assert answer.status_code == 400


def test_a_page_of_openrefine_on_this_machine_comes_in(serving: Serving) -> None:
    get = serving.client.get
    assert get("/reconcile/default", headers=OPENREFINE).status_code == 200
    suggest = "/reconcile/default/suggest/entity"
    answer = get(suggest, params={"prefix": "belins"}, headers=OPENREFINE)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    data = {"queries": json.dumps({"q": {"query": "Tarvok"}})}
    assert serving.client.post("/reconcile/default", data=data, headers=OPENREFINE).is_success
    # what is no part of that API, no other page gets
    body = {"party": {"name": "Tarvok Belinska"}}
    assert serving.client.post("/api/v1/screen", json=body, headers=OPENREFINE).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://127.0.0.1:3333", "Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_needs_a_key(serving: Serving, headers: dict[str, str]) -> None:
    data = {"queries": json.dumps({"q": {"query": "Tarvok"}})}
    answer = serving.client.post("/reconcile/default", data=data, headers=headers)
    assert answer.status_code == 401
    asked_by_address = serving.client.get("/reconcile/default", params=data, headers=headers)
    assert asked_by_address.status_code == 401
    key = add_key(serving.home, f"page{abs(hash(str(headers)))}")
    answer = serving.client.post("/reconcile/default", data=data, headers=headers | key)
    assert answer.status_code == 200
    assert "access-control-allow-credentials" not in answer.headers


def test_a_browser_is_told_what_a_page_may_send(serving: Serving) -> None:
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    answer = serving.client.options("/reconcile/default", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "authorization" in answer.headers["access-control-allow-headers"]
    for path in ("/match/default", "/api/v1/screen", "/desk/"):
        answer = serving.client.options(path, headers=headers)
        assert "access-control-allow-origin" not in answer.headers


def test_no_script_of_an_answer_is_made(serving: Serving) -> None:
    answer = serving.client.get("/reconcile/default", params={"callback": "alert"})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "alert" not in answer.text


def test_where_a_key_is_needed_the_description_says_so_and_needs_none(serving: Serving) -> None:
    with served(serving.home, "--accept-stale", "--behind-proxy", "--workers", "1") as proxied:
        answer = proxied.client.get("/reconcile/un_sc", headers={"Host": "lists.example"})
        told = msgspec.json.decode(answer.content, type=Manifest)
        assert told.authentication == Authentication("apiKey", "Authorization", "header")
        assert told.suggest.entity.url.startswith("https://lists.example/reconcile/un_sc/")
        suggest = httpx.URL(told.suggest.entity.url).path
        assert proxied.client.get(suggest, params={"prefix": "tarvok"}).status_code == 401
        key = add_key(serving.home, "refine")
        answer = proxied.client.get(suggest, params={"prefix": "tarvok"}, headers=key)
        assert msgspec.json.decode(answer.content, type=Suggested).result[0].id == SOUGHT


def test_what_is_reconciled_is_in_the_journal(serving: Serving) -> None:
    def entries() -> int:
        return int(run(serving.home, "verify")[1].split()[1].replace(",", ""))

    before = entries()
    asked(serving, {"q": {"query": "Tarvok Belinska"}}, "GET")
    assert entries() == before + 1
