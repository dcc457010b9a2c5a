"""Fetching from a real server: whole files, within limits, and only when they changed."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from enjoin.model.errors import FetchFailed
from enjoin.sources import read_path, source
from enjoin.sources.fetch import Limits, fetch, fetch_list

GOLDEN = Path(__file__).parent / "golden"
LIST = (GOLDEN / "un_sc" / "consolidated.xml").read_bytes()
QUICK = Limits(attempts=3, wait=0.01, timeout=5)

Answer = Callable[[BaseHTTPRequestHandler], None]


class Publisher:
    """A server whose answers are given by path; it keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str | None]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.asked.append((self.path, self.headers.get("If-None-Match")))
                answers = publisher.answers[self.path]
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        serve = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        serve.start()

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A publisher on this machine."""
    running = Publisher()
    yield running
    running.server.shutdown()
    running.server.server_close()


def gives(data: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer with data; with an ETag, 304 to who has it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match")
        same = known is not None and known == headers.get("ETag")
        handler.send_response(304 if same else status)
        for name, value in ({} if same else {"Content-Length": str(len(data))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        if not same:
            handler.wfile.write(data)

    return answer


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    """Announce a whole file and hang up in the middle of it."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(LIST)))
    handler.end_headers()
    handler.wfile.write(LIST[: len(LIST) // 2])
    handler.close_connection = True


def test_a_file_is_fetched_whole(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/list"] = [gives(LIST, ETag='"1"')]
    to = tmp_path / "consolidated.xml"
    found = fetch("un_sc", publisher.url("/list"), to, limits=QUICK)
    assert to.read_bytes() == LIST
    assert found.sha256 == hashlib.sha256(LIST).hexdigest()
    assert (found.size, found.etag, found.unchanged) == (len(LIST), '"1"', False)
    assert [path.name for path in tmp_path.iterdir()] == ["consolidated.xml"]
    assert read_path("un_sc", to).published == "2024-02-29"


def test_an_unchanged_file_is_not_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/list"] = [gives(LIST, ETag='"1"')]
    first = fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=QUICK)
    again = fetch("un_sc", publisher.url("/list"), tmp_path / "a", first, limits=QUICK)
    assert publisher.asked == [("/list", None), ("/list", '"1"')]
    assert again.unchanged
    assert again.sha256 == first.sha256


def test_a_known_file_that_is_gone_is_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/list"] = [gives(LIST, ETag='"1"')]
    first = fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=QUICK)
    (tmp_path / "a").unlink()
    again = fetch("un_sc", publisher.url("/list"), tmp_path / "a", first, limits=QUICK)
    assert publisher.asked[-1] == ("/list", None)
    assert again.unchanged
    assert (tmp_path / "a").read_bytes() == LIST


@pytest.mark.parametrize("passing", [gives(b"", 500), gives(b"", 503), gives(b"", 429), breaks_off])
def test_a_passing_failure_is_tried_again(
    publisher: Publisher, tmp_path: Path, passing: Answer
) -> None:
    publisher.answers["/list"] = [passing, gives(LIST)]
    fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=QUICK)
    assert (tmp_path / "a").read_bytes() == LIST
    assert len(publisher.asked) == 2


@pytest.mark.parametrize(
    ("answer", "why", "attempts"),
    [
        (gives(b"", 500), "500", 3),
        (gives(b"", 404), "404", 1),
        (gives(b"", 403), "403", 1),
        (gives(b"", 204), "204", 1),
        (gives(b""), "empty", 1),
        (gives(b"", 302, Location="ftp://127.0.0.1/list"), "unsupported protocol", 1),
        (gives(b"", 302, Location="/list"), "redirects", 1),
        (breaks_off, "incomplete|closed", 3),
    ],
)
def test_a_lasting_failure_leaves_the_old_file(
    publisher: Publisher, tmp_path: Path, answer: Answer, why: str, attempts: int
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    publisher.answers["/list"] = [answer]
    with pytest.raises(FetchFailed, match=f"(?i){why}"):
        fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=QUICK)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
    assert len(publisher.asked) == attempts or "redirects" in why


def test_a_redirect_is_followed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/old"] = [gives(b"", 301, Location="/new")]
    publisher.answers["/new"] = [gives(LIST)]
    assert fetch("un_sc", publisher.url("/old"), tmp_path / "a", limits=QUICK).size == len(LIST)


def test_a_file_beyond_the_limit_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/list"] = [gives(LIST)]
    fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=Limits(max_bytes=len(LIST)))
    limits = Limits(max_bytes=len(LIST) - 1)
    with pytest.raises(FetchFailed, match="larger than"):
        fetch("un_sc", publisher.url("/list"), tmp_path / "b", limits=limits)
    assert not (tmp_path / "b").exists()


def test_no_server_is_told(publisher: Publisher, tmp_path: Path) -> None:
    publisher.server.shutdown()
    publisher.server.server_close()
    with pytest.raises(FetchFailed, match="refused"):
        fetch("un_sc", publisher.url("/list"), tmp_path / "a", limits=QUICK)


def test_a_folder_that_is_not_there_is_told(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/list"] = [gives(LIST)]
    with pytest.raises(FetchFailed, match="cannot be written"):
        fetch("un_sc", publisher.url("/list"), tmp_path / "no" / "a", limits=QUICK)


def of_publisher(publisher: Publisher) -> dict[str, str]:
    """OFAC's list, as if published by the server of the test."""
    names = source("us_ofac_sdn").info.formats[0].names
    return {name: publisher.url(f"/{name}") for name in names}


def test_a_list_of_several_files_is_fetched_and_read(publisher: Publisher, tmp_path: Path) -> None:
    urls = of_publisher(publisher)
    for name in urls:
        data = (GOLDEN / "us_ofac_sdn" / name).read_bytes()
        publisher.answers[f"/{name}"] = [gives(data, ETag=f'"{name}"')]
    first = fetch_list("us_ofac_sdn", urls, tmp_path, limits=QUICK)
    assert len(list(read_path("us_ofac_sdn", tmp_path))) > 4
    again = fetch_list("us_ofac_sdn", urls, tmp_path, first, limits=QUICK)
    assert all(file.unchanged for file in again.values())
    changed = (GOLDEN / "us_ofac_sdn" / "alt.csv").read_bytes().replace(b"MOON", b"MUHN")
    publisher.answers["/alt.csv"] = [gives(changed, ETag='"new"')]
    third = fetch_list("us_ofac_sdn", urls, tmp_path, again, limits=QUICK)
    assert [name for name, file in third.items() if file.etag == '"new"'] == ["alt.csv"]
    assert (tmp_path / "alt.csv").read_bytes() == changed


def test_a_list_with_a_file_missing_is_not_fetched(publisher: Publisher, tmp_path: Path) -> None:
    urls = of_publisher(publisher)
    for name in urls:
        publisher.answers[f"/{name}"] = [gives(b"x")]
    publisher.answers["/sdn_comments.csv"] = [gives(b"", 404)]
    with pytest.raises(FetchFailed, match="404"):
        fetch_list("us_ofac_sdn", urls, tmp_path, limits=QUICK)
