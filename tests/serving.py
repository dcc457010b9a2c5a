"""Runs the service as a user would, on a home with a small list of our own."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from command_line import ENJOIN, run

PEOPLE = {
    6_900_001: ("Tarvok", "Belinska", "1962-05-07", "QDi.901"),
    6_900_002: ("Oduya", "Mirembelat", "1971", "QDi.902"),
    6_900_003: ("Tarvoka", "Belinskaya", "1988-11-30", "QDi.903"),
}
COMPANY = (6_900_010, "Lomir Vostok Trading House", "KPe.910")


def individual(number: int, first: str, second: str, born: str, reference: str) -> str:
    return f"""
    <INDIVIDUAL><DATAID>{number}</DATAID><VERSIONNUM>1</VERSIONNUM>
    <FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>
    <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>
    <LISTED_ON>2020-01-01</LISTED_ON>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
    <{"DATE" if "-" in born else "YEAR"}>{born}</{"DATE" if "-" in born else "YEAR"}>
    </INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"""


def consolidated(day: str, people: list[int]) -> str:
    """Write a list of a day as the UN does."""
    number, name, reference = COMPANY
    individuals = "".join(individual(n, *PEOPLE[n]) for n in people)
    return (
        f'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES><ENTITY><DATAID>{number}</DATAID>"
        f"<VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{name}</FIRST_NAME>"
        f"<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>"
        "<LISTED_ON>2021-06-01</LISTED_ON></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    )


def load(home: Path, day: str, people: list[int]) -> None:
    """Load a version of the list."""
    path = home.parent / f"{home.name}-{day}.xml"
    path.write_text(consolidated(day, people), "utf-8")
    accept = str(len(people) + 1)
    code, _, told = run(home, "update", "un_sc", "--from", str(path), "--accept", accept)
    assert code == 0, told


def loaded(folder: Path) -> Path:
    """Make a home with two versions of the list."""
    home = folder / "home"
    load(home, "2024-01-01", [6_900_001, 6_900_003])
    load(home, "2024-02-01", [6_900_001, 6_900_002])
    return home


def add_key(home: Path, name: str, role: str = "analyst", rate: int = 100_000) -> dict[str, str]:
    """Make a key; return the header it goes in."""
    code, out, told = run(home, "key", "add", name, "--role", role, "--rate", str(rate))
    assert code == 0, told
    return {"Authorization": f"ApiKey {out.strip()}"}


class Serving:
    """A service that runs, what it said, and a client of it."""

    def __init__(self, process: subprocess.Popen[str], port: int, home: Path) -> None:
        self.process, self.port, self.home = process, port, home
        self.url = f"http://127.0.0.1:{port}"
        self.said: list[str] = []
        self.client = httpx.Client(base_url=self.url, timeout=30)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        self.said += iter(self.process.stderr)

    @property
    def log(self) -> str:
        """All it wrote so far."""
        return "".join(self.said)

    @property
    def link(self) -> str:
        """The path of the link that signs in once."""
        found = re.search(r"http://[^/]+(/sign-in\?token=\S+)", self.log)
        assert found, self.log
        return found[1]

    def workers(self) -> list[int]:
        """Return the ids of its processes."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    def raw(self, sent: bytes, quiet: float = 1.0) -> bytes:
        """Send bytes as they are; return what comes back until the end, or until it is quiet.

        Our side stays open: who hangs up is not answered, and a test would see nothing.
        """
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(sent)
            connection.settimeout(quiet)
            received = b""
            with suppress(TimeoutError):
                while piece := connection.recv(65_536):
                    received += piece
        return received


@contextmanager
def served(home: Path, *options: str) -> Iterator[Serving]:
    """Run the service until the block is left; it must end by itself, quietly."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ENJOIN_")}
    command = [ENJOIN, "--home", str(home), "serve", "--port", str(port), *options]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        serving = Serving(process, port, home)
        try:
            _wait(serving)
            yield serving
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, serving.log
            assert "Traceback" not in serving.log


def _wait(serving: Serving) -> None:
    for _ in range(600):
        assert serving.process.poll() is None, serving.log
        try:
            serving.client.get("/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(serving.log)
