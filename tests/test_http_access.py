"""Who comes into the service, and what they may do there."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from command_line import run
from enjoin.http.admission import TRIES
from enjoin.http.app import make_app
from enjoin.http.settings import Settings
from enjoin.store import journal
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.workspace import open_workspace
from enjoin.workspace.access import ROLES
from enjoin.workspace.live import Live
from serving import Serving, add_key, loaded, served

SCREEN = {"party": {"name": "Tarvok Belinska"}}
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("access"))


@pytest.fixture(scope="module")
def serving(home: Path) -> Iterator[Serving]:
    with served(home, "--accept-stale") as serving:
        yield serving


@pytest.fixture(scope="module")
def keys(serving: Serving) -> dict[str, dict[str, str]]:
    return {role: add_key(serving.home, role, role) for role in ROLES}


def sign_in(serving: Serving, name: str, password: str = PASSWORD) -> httpx.Response:
    body = {"name": name, "password": password}
    return httpx.post(f"{serving.url}/api/v1/session", json=body)


@pytest.fixture(scope="module")
def ada(serving: Serving) -> httpx.Client:
    assert (
        run(serving.home, "user", "add", "ada", "--role", "reviewer", "--password", PASSWORD)[0]
        == 0
    )
    answer = sign_in(serving, "ada")
    assert answer.status_code == 201
    headers = {"X-CSRF-Token": answer.json()["csrf"]}
    return httpx.Client(base_url=serving.url, cookies=answer.cookies, headers=headers)


REQUESTS = {
    "look": ("GET", "/api/v1/lists", None),
    "screen": ("POST", "/api/v1/screen", SCREEN),
    "report": ("POST", "/api/v1/read", {"text": "Nothing happened."}),
    "audit": ("GET", "/api/v1/journal/head", None),
    "administer": ("GET", "/api/v1/keys", None),
}


@pytest.mark.parametrize("act", REQUESTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_table_says(
    serving: Serving, keys: dict[str, dict[str, str]], role: str, act: str
) -> None:
    method, path, body = REQUESTS[act]
    answer = serving.client.request(method, path, json=body, headers=keys[role])
    assert answer.status_code == (200 if act in ROLES[role] else 403)
    if answer.status_code == 403:
        assert act in answer.json()["detail"]


def test_nobody_administers_and_approves() -> None:
    assert not [role for role, acts in ROLES.items() if {"administer", "approve"} <= acts]


@pytest.mark.parametrize("scheme", ["ApiKey", "Bearer", "bearer"])
def test_a_key_comes_in_two_ways(
    serving: Serving, keys: dict[str, dict[str, str]], scheme: str
) -> None:
    key = keys["auditor"]["Authorization"].split()[1]
    headers = {"Authorization": f"{scheme} {key}"}
    assert serving.client.get("/api/v1/session", headers=headers).json()["role"] == "auditor"


@pytest.mark.parametrize(
    "header", ["ApiKey enjoin_no", "Bearer", "Basic YWRhOmFkYQ==", "", "ApiKey " + "x" * 5_000]
)
def test_what_is_no_key_opens_nothing(serving: Serving, header: str) -> None:
    answer = serving.client.get("/api/v1/lists", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("ApiKey")


def test_a_key_is_kept_as_a_hash_only(serving: Serving, keys: dict[str, dict[str, str]]) -> None:
    secret = keys["analyst"]["Authorization"].split()[1]
    assert len(secret) > 43
    for path in serving.home.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_a_key_that_ended_opens_nothing(serving: Serving) -> None:
    header = add_key(serving.home, "shortlived")
    assert serving.client.get("/api/v1/lists", headers=header).status_code == 200
    assert run(serving.home, "key", "end", "shortlived")[0] == 0
    deadline = 60
    while serving.client.get("/api/v1/lists", headers=header).status_code == 200:
        deadline -= 1
        assert deadline, "a key that ended is still taken"
        time.sleep(0.1)


def test_a_key_has_a_rate(serving: Serving) -> None:
    header = add_key(serving.home, "slow", rate=2)
    answers = [serving.client.get("/api/v1/lists", headers=header) for _ in range(30)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert answers[0].status_code == 200


def test_programs_of_this_machine_need_no_key(serving: Serving) -> None:
    assert serving.client.post("/api/v1/screen", json=SCREEN).status_code == 200
    assert serving.client.get("/api/v1/journal/head").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8000"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_foreign_page_in_a_browser_of_this_machine_does(
    serving: Serving, headers: dict[str, str]
) -> None:
    answer = serving.client.post("/api/v1/screen", json=SCREEN, headers=headers)
    assert answer.status_code == 401


def test_the_printed_link_signs_in_once(home: Path, tmp_path: Path) -> None:
    with served(tmp_path / "fresh") as fresh:
        answer = fresh.client.get(fresh.link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        who = fresh.client.get("/api/v1/session").json()
        assert (who["role"], who["kind"]) == ("administrator", "person")
        again = httpx.get(fresh.url + fresh.link)
        assert again.status_code == 401
        assert "set-cookie" not in again.headers


def test_a_session_opens_what_its_person_may(ada: httpx.Client) -> None:
    who = ada.get("/api/v1/session").json()
    assert (who["name"], who["role"], who["csrf"]) == (
        "ada",
        "reviewer",
        ada.headers["x-csrf-token"],
    )
    assert ada.post("/api/v1/screen", json=SCREEN).status_code == 200
    assert ada.get("/api/v1/journal/head").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "https://evil.example"},
    ],
)
def test_what_a_foreign_page_sends_with_a_session_is_refused(
    ada: httpx.Client, headers: dict[str, str]
) -> None:
    assert ada.post("/api/v1/screen", json=SCREEN, headers=headers).status_code == 403
    form = {"queries": '{"q0":{"query":"Tarvok"}}'}
    bare = httpx.Client(base_url=ada.base_url, cookies=ada.cookies)
    assert bare.post("/reconcile/default", data=form).status_code == 403


def test_a_form_carries_the_token_as_a_field(ada: httpx.Client) -> None:
    bare = httpx.Client(base_url=ada.base_url, cookies=ada.cookies)
    form = {"queries": '{"q0":{"query":"Tarvok"}}', "csrf": ada.headers["x-csrf-token"]}
    assert bare.post("/reconcile/default", data=form).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "' OR 1=1 --", "A" * 43])
def test_a_forged_session_opens_nothing(serving: Serving, token: str) -> None:
    headers = {"Cookie": f"enjoin_session={token}"}
    answer = httpx.get(f"{serving.url}/api/v1/lists", headers=headers)
    assert answer.status_code == 401


@pytest.fixture(scope="module")
def grace(serving: Serving) -> httpx.Client:
    """An administrator who signed in."""
    asked = ("user", "add", "grace", "--role", "administrator", "--password", PASSWORD)
    assert run(serving.home, *asked)[0] == 0
    answer = sign_in(serving, "grace")
    headers = {"X-CSRF-Token": answer.json()["csrf"]}
    base = f"{serving.url}/api/v1"
    return httpx.Client(base_url=base, cookies=answer.cookies, headers=headers)


def until_refused(serving: Serving, headers: dict[str, str]) -> None:
    """Wait until a key or session opens nothing any more; every process forgets within seconds."""
    refused = 0
    for _ in range(100):
        answer = httpx.get(f"{serving.url}/api/v1/lists", headers=headers)
        refused = refused + 1 if answer.status_code == 401 else 0
        if refused == 10:
            return
        time.sleep(0.05)
    raise AssertionError("what has ended is still taken")


def test_an_administrator_makes_lists_and_ends_keys(serving: Serving, grace: httpx.Client) -> None:
    made = grace.post("/keys", json={"name": "treasury", "role": "reviewer", "rate": 50})
    assert made.status_code == 201, made.text
    header = {"Authorization": f"ApiKey {made.json()['key']}"}
    assert serving.client.get("/api/v1/session", headers=header).json()["role"] == "reviewer"
    (listed,) = (of for of in grace.get("/keys").json() if of["name"] == "treasury")
    assert (listed["role"], listed["rate"], listed["ended"]) == ("reviewer", 50, None)
    assert made.json()["key"] not in grace.get("/keys").text
    assert grace.post("/keys", json={"name": "treasury"}).status_code == 400
    assert grace.delete("/keys/treasury").status_code == 204
    (listed,) = (of for of in grace.get("/keys").json() if of["name"] == "treasury")
    assert listed["ended"]
    until_refused(serving, header)
    assert grace.delete("/keys/nobody").status_code == 404


def test_an_administrator_lets_people_in_and_ends_them(
    serving: Serving, grace: httpx.Client
) -> None:
    put = {"role": "approver", "password": PASSWORD}
    assert grace.put("/people/lin", json=put).status_code == 204
    answer = sign_in(serving, "lin")
    cookie = {"Cookie": f"enjoin_session={answer.cookies['enjoin_session']}"}
    session = httpx.get(f"{serving.url}/api/v1/session", headers=cookie).json()
    assert session["role"] == "approver"
    assert {"name": "lin", "role": "approver"}.items() <= {
        key: value
        for of in grace.get("/people").json()
        if of["name"] == "lin"
        for key, value in of.items()
    }.items()
    assert PASSWORD not in grace.get("/people").text
    assert "argon2" not in grace.get("/people").text
    assert grace.put("/people/lin", json=put | {"role": "analyst"}).status_code == 204
    until_refused(serving, cookie)
    assert grace.delete("/people/lin").status_code == 204
    assert sign_in(serving, "lin").status_code == 401
    assert grace.delete("/people/nobody").status_code == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("mo", {"role": "emperor", "password": PASSWORD}),
        ("mo", {"role": "analyst", "password": "short"}),
        ("mo", {"role": "analyst"}),
        ("m%20o", {"role": "analyst", "password": PASSWORD}),
        ("..%2fmo", {"role": "analyst", "password": PASSWORD}),
        ("m%0ao", {"role": "analyst", "password": PASSWORD}),
    ],
)
def test_who_cannot_be_let_in_is_refused(
    grace: httpx.Client, name: str, body: dict[str, str]
) -> None:
    refused = grace.put(f"/people/{name}", json=body)
    assert refused.status_code in {400, 404}
    assert PASSWORD not in refused.text
    assert "mo" not in {of["name"] for of in grace.get("/people").json()}


def test_nobody_changes_their_own_account(grace: httpx.Client) -> None:
    put = {"role": "approver", "password": PASSWORD}
    assert grace.put("/people/grace", json=put).status_code == 403
    assert grace.delete("/people/grace").status_code == 403
    assert grace.get("/people").status_code == 200


def test_a_key_and_a_person_never_share_a_name(grace: httpx.Client, ada: httpx.Client) -> None:
    assert grace.post("/keys", json={"name": "ada"}).status_code == 400
    assert grace.post("/keys", json={"name": "local"}).status_code == 400
    assert grace.post("/keys", json={"name": "robot"}).status_code == 201
    put = {"role": "analyst", "password": PASSWORD}
    assert grace.put("/people/robot", json=put).status_code == 400


def test_who_grants_and_ends_is_in_the_journal(serving: Serving, grace: httpx.Client) -> None:
    def heads() -> int:
        return int(run(serving.home, "verify")[1].split()[1].replace(",", ""))

    before = heads()
    assert grace.post("/keys", json={"name": "audited"}).status_code == 201
    assert grace.delete("/keys/audited").status_code == 204
    assert heads() == before + 2
    store = Store(f"sqlite:///{serving.home / 'enjoin.db'}")
    with opened(store.url) as door:
        told = [body for _, kind, body in journal.entries(door) if kind == "access"][-2:]
    assert [of["act"] for of in told] == ["add-key", "end-key"]
    assert {of["by"] for of in told} == {journal.digest("grace")}
    assert {of["of"] for of in told} == {journal.digest("audited")}


def test_signing_out_ends_the_session(serving: Serving, ada: httpx.Client) -> None:
    answer = sign_in(serving, "ada")
    mine = httpx.Client(base_url=serving.url, cookies=answer.cookies)
    mine.headers["X-CSRF-Token"] = answer.json()["csrf"]
    token = answer.cookies["enjoin_session"]
    assert mine.delete("/api/v1/session").status_code == 204
    time.sleep(2.1)
    headers = {"Cookie": f"enjoin_session={token}"}
    assert httpx.get(f"{serving.url}/api/v1/lists", headers=headers).status_code == 401


def test_a_wrong_password_tells_not_what_was_wrong(serving: Serving, ada: httpx.Client) -> None:
    wrong = sign_in(serving, "ada", "wrong horse battery")
    nobody = sign_in(serving, "nobody", PASSWORD)
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json()["detail"] == nobody.json()["detail"]
    assert PASSWORD not in serving.log
    assert "ada" not in serving.log.replace('"', " ").split()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:litestar")
def test_guessing_passwords_is_slowed_down(home: Path, ada: httpx.Client) -> None:
    now = 1_000.0
    app: Any = make_app(Live(open_workspace(home)), Settings(), seconds=lambda: now)

    async def tried(*passwords: str) -> list[int]:
        through = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=through, base_url="http://127.0.0.1") as client:
            bodies = [{"name": "ada", "password": each} for each in passwords]
            answers = [await client.post("/api/v1/session", json=body) for body in bodies]
        return [answer.status_code for answer in answers]

    guesses = [f"guess number {n}" for n in range(TRIES)]
    assert asyncio.run(tried(*guesses)) == [401] * TRIES
    assert asyncio.run(tried("one guess more", PASSWORD)) == [429, 429], "not even the right one"
    now += 60 / TRIES
    assert asyncio.run(tried("another guess", PASSWORD)) == [401, 429], "one at a time from then"
    now += 60
    assert asyncio.run(tried(PASSWORD)) == [201]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--host", "0.0.0.0"), "in the clear"),
        (("--host", "192.0.2.1"), "in the clear"),
        (("--certificate", "chain.pem"), "belong together"),
    ],
)
def test_other_machines_are_not_served_in_the_clear(
    tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    code, _, said = run(tmp_path, "serve", "--port", "1", *options)
    assert code == 2
    assert told in said


def test_behind_a_proxy_nobody_comes_in_without_a_key(home: Path) -> None:
    with served(home, "--accept-stale", "--behind-proxy") as proxied:
        assert proxied.client.get("/catalog").status_code == 401
        header = add_key(home, "proxied")
        answer = proxied.client.get("/catalog", headers=header)
        assert answer.status_code == 200
        assert "max-age" in answer.headers["strict-transport-security"]


def test_updating_takes_its_token(home: Path) -> None:
    (home / "enjoin.toml").write_text('update_token = "a token of some length"\n', "utf-8")
    try:
        with served(home, "--accept-stale", "--workers", "1") as serving:
            assert serving.client.post("/updatez").status_code == 403
            wrong = serving.client.post("/updatez", params={"token": "another token of length"})
            assert wrong.status_code == 403
            right = {"token": "a token of some length"}
            assert serving.client.post("/updatez", params=right).json() == {"status": "ok"}
    finally:
        (home / "enjoin.toml").unlink()
