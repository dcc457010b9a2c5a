"""Folders and feeds watched as a user would: nothing twice, nothing lost, stopped cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from command_line import ENJOIN, run

NOTE = '"We will act," Jane Roe said on Monday.\n'
ITEM = "<item><guid>{0}</guid><title>Talks {0}</title><description>{1}</description></item>"


def feed(*entries: tuple[str, str]) -> str:
    items = "".join(ITEM.format(*entry) for entry in entries)
    return f"<rss><channel><title>Fjord Wire</title>{items}</channel></rss>"


def watched(home: Path, *places: Path | str) -> tuple[int, list[str], str]:
    code, out, err = run(home, "watch", *map(str, places), "--once", "--json")
    return code, [json.loads(line)["file"] for line in out.splitlines()], err


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE)
    return folder


def test_a_restart_repeats_nothing_and_reads_what_is_new(inbox: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert watched(home, inbox)[:2] == (0, ["a.txt"])
    assert watched(home, inbox)[:2] == (0, [])
    (inbox / "b.txt").write_text(NOTE.replace("Monday", "Friday"))
    assert watched(home, inbox)[:2] == (0, ["b.txt"])
    (inbox / "a.txt").write_text(NOTE.replace("will", "will not"))
    assert watched(home, inbox)[:2] == (0, ["a.txt"])
    assert run(home, "verify")[0] == 0


def test_what_cannot_be_read_is_recorded_once_and_the_rest_goes_on(
    inbox: Path, tmp_path: Path
) -> None:
    (inbox / "0.txt").write_bytes(b"\x89PNG\r\n")
    home = tmp_path / "home"
    (inbox / "b.docx").write_bytes(b"PK")
    code, files, err = watched(home, inbox)
    assert (code, files) == (1, ["a.txt"])
    assert "b.docx: its kind of file is not read" in err
    assert "0.txt: is a PNG picture" in err
    assert watched(home, inbox) == (0, [], "")
    assert json.loads(run(home, "verify", "--json")[1])["entries"] == 3


def test_an_entry_that_changed_is_read_again_and_the_others_are_not(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "feed.xml"
    file.write_text(feed(("1", "Jane Roe said no."), ("2", "Jane Roe said yes.")))
    assert watched(home, file)[1] == ["feed.xml#1", "feed.xml#2"]
    file.write_text(
        feed(("3", "Ola Berg said no."), ("1", "Jane Roe said no."), ("2", "Corrected."))
    )
    assert watched(home, file)[1] == ["feed.xml#1", "feed.xml#3"]


def test_a_place_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    code, _, err = watched(tmp_path / "home", tmp_path / "none")
    assert code == 2
    assert "no such folder" in err


def test_a_line_cut_off_by_a_crash_costs_no_other(inbox: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert watched(home, inbox)[1] == ["a.txt"]
    with (home / "watched.jsonl").open("ab") as memory:
        memory.write(b'["inbox","b.t')
    (inbox / "b.txt").write_text(NOTE)
    assert watched(home, inbox)[1] == ["b.txt"]
    assert watched(home, inbox)[1] == []


def test_without_json_a_report_is_a_sentence(inbox: Path, tmp_path: Path) -> None:
    code, out, _ = run(tmp_path / "home", "watch", str(inbox), "--once")
    assert (code, out) == (
        0,
        "a.txt: unknown outlet, on an unknown day: no title: 1 statement, 0 events.\n",
    )


class Site(BaseHTTPRequestHandler):
    """A site with a feed, and one whose feed never ends."""

    def do_GET(self) -> None:
        """Answer with a feed; at another address, without end."""
        self.send_response(200)
        self.end_headers()
        if self.path == "/feed":
            self.wfile.write(feed(("1", "Jane Roe said no.")).encode())
            return
        piece = b"<rss><channel>" + ITEM.format("1", "x" * 100_000).encode() * 20
        try:
            while True:
                self.wfile.write(piece)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_a_feed_that_never_ends_is_a_failure_and_the_next_is_read(
    site: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    code, files, err = watched(home, f"{site}/endless", f"{site}/feed")
    assert (code, files) == (1, [f"{site}/feed#1"])
    assert "did not end" in err
    assert watched(home, f"{site}/feed")[:2] == (0, [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_told_to(number: int, inbox: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [ENJOIN, "--home", str(home), "watch", str(inbox), "--interval", "1", "--json"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ENJOIN_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watching:
        assert watching.stdout is not None
        assert json.loads(watching.stdout.readline())["file"] == "a.txt"
        (inbox / "b.txt").write_text(NOTE)
        assert json.loads(watching.stdout.readline())["file"] == "b.txt"
        time.sleep(0.2)
        watching.send_signal(number)
        assert watching.wait(timeout=10) == 0
    assert watched(home, inbox)[1] == []
