"""The service: latency and throughput of `/match` on OFAC and UN, memory, readiness, mixed load."""

import asyncio
import csv
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from bench.common import UN, Row, enjoin, loaded, median

CLIENTS = 20
#: Requests a second at which latency is told: half of what is asked for as throughput.
PACE = 200
SECONDS = 10.0
#: Times that latency is measured, in turns with that of an endpoint which does nothing: what both
#: have is the machine's.
ROUNDS = 3
_NOTHING = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
_HEAD = b"HTTP/1.1 200"


class Server(NamedTuple):
    """A service that runs: its main process and its port."""

    process: subprocess.Popen[bytes]
    port: int
    ready_after: float


def measure(shared: Path) -> list[Row]:
    """Serve OFAC and UN and ask from twenty clients at once."""
    names = people(shared)
    with loaded(shared) as home:
        key = enjoin(home, "key", "add", "bench", "--rate", "100000").out.strip()
        extra = _memory_of(home, 2, names, key) - _memory_of(home, 1, names, key)
        with served(home, 2) as server:
            rows = [_readiness(home), *_single(server, names, key), _batches(server, names, key)]
        told = "resident memory that the second worker adds, MB"
        return [*rows, Row(told, f"{extra:.0f}", "60", extra <= 60)]


def people(shared: Path) -> list[str]:
    """Return five thousand names, none of them on a list."""
    with (shared / "bench/people_global.csv").open(encoding="utf-8", newline="") as file:
        return [row["full_name"] for row in csv.DictReader(file)]


@contextmanager
def served(home: Path, workers: int) -> Iterator[Server]:
    """Run the service until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("enjoin")), "--home", str(home), "serve"]
    command += ["--port", str(port), "--workers", str(workers), "--accept-stale"]
    began = time.monotonic()
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=compiled) as process:
        while not _answers(port):
            time.sleep(0.01)
        try:
            yield Server(process, port, time.monotonic() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return connection.recv(100).startswith(_HEAD)
    except OSError:
        return False


def _readiness(home: Path) -> Row:
    seconds = []
    for _ in range(5):
        with served(home, 2) as server:
            seconds.append(server.ready_after)
    taken = median(seconds)
    return Row("seconds until `enjoin serve` is ready", f"{taken:.2f}", "1.5", taken <= 1.5)


def request(queries: Sequence[str], key: str) -> bytes:
    """Write a request that matches names, as it goes over the wire."""
    asked = {
        f"q{n}": {"schema": "Person", "properties": {"name": [name]}}
        for n, name in enumerate(queries)
    }
    body = json.dumps({"queries": asked}).encode()
    head = (
        "POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: ApiKey {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, wire: bytes) -> tuple[bool, bytes]:
        """Send a request; return whether it was answered with 200, and the body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 24)
        reader, writer = self._streams
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return head.startswith(_HEAD), await reader.readexactly(length)

    def close(self) -> None:
        """Let the connection go."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


async def _paced(port: int, wires: Iterator[bytes], pace: float, seconds: float) -> list[float]:
    """Have the clients ask at a pace together; return how long each took from when it was due."""
    taken: list[float] = []

    async def one(number: int) -> None:
        client, due = Client(port), time.perf_counter() + number / pace
        end = due + seconds
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            ok, _ = await client.ask(next(wires))
            assert ok
            taken.append(time.perf_counter() - due)
            due += CLIENTS / pace
        client.close()

    await asyncio.gather(*(one(number) for number in range(CLIENTS)))
    return taken


async def _flat_out(
    port: int, wires: Iterator[bytes], clients: int, seconds: float
) -> tuple[int, float]:
    """Have clients ask as fast as they are answered; return requests and seconds."""
    began, done = time.perf_counter(), 0

    async def one() -> None:
        nonlocal done
        client = Client(port)
        while time.perf_counter() - began < seconds:
            ok, _ = await client.ask(next(wires))
            assert ok
            done += 1
        client.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return done, time.perf_counter() - began


def _single(server: Server, names: list[str], key: str) -> list[Row]:
    wires = cycle([request([name], key) for name in names])
    asyncio.run(_paced(server.port, wires, PACE, 2.0))
    rounds = [(_times(server, wires), _times(server, cycle([_NOTHING]))) for _ in range(ROUNDS)]
    (p50, p99), (idle50, idle99) = (
        tuple(median(list(each)) for each in zip(*several, strict=True))
        for several in zip(*rounds, strict=True)
    )
    done, seconds = asyncio.run(_flat_out(server.port, wires, CLIENTS, SECONDS))
    rate = done / seconds
    of = f"`/match`, one query, {CLIENTS} clients at {PACE} requests/s together"
    nothing = "the same of `/healthz`, which does nothing: p50 / p99, ms"
    return [
        Row(f"{of}: p50, ms", f"{p50:.1f}", "3", p50 <= 3),
        Row(f"{of}: p99, ms", f"{p99:.1f}", "15", p99 <= 15),
        Row(nothing, f"{idle50:.1f} / {idle99:.1f}", "", reached=True),
        Row("`/match` requests/s, two workers, flat out", f"{rate:.0f}", "400", rate >= 400),
    ]


def _times(server: Server, wires: Iterator[bytes]) -> tuple[float, float]:
    """Return p50 and p99 of a while, in ms."""
    taken = sorted(asyncio.run(_paced(server.port, wires, PACE, SECONDS / 2)))
    return statistics.median(taken) * 1e3, taken[int(len(taken) * 0.99)] * 1e3


def _batches(server: Server, names: list[str], key: str) -> Row:
    hundreds = [names[at : at + 100] for at in range(0, len(names), 100)]
    wires = cycle([request(hundred, key) for hundred in hundreds])
    done, seconds = asyncio.run(_flat_out(server.port, wires, 4, SECONDS))
    rate = done * 100 / seconds
    return Row("`/match` of 100 queries, names/s", f"{rate:,.0f}", "3,000", rate >= 3000)


def _memory_of(home: Path, workers: int, names: list[str], key: str) -> float:
    """Return what so many processes take up after the same work, single names and batches."""
    with served(home, workers) as server:
        wires = cycle([request([name], key) for name in names])
        asyncio.run(_flat_out(server.port, wires, CLIENTS, 5.0))
        _batches(server, names, key)
        return memory(server.process.pid)


def memory(pid: int) -> float:
    """Return the MB a process and its children take up together, what they share counted once."""
    pids = [pid, *(int(child) for child in _children(pid))]
    return sum(_share(each) for each in pids) / 1024


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _share(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def mixed(shared: Path, seconds: float) -> dict[str, int]:
    """Ask of all kinds while a list is updated and a worker killed; return how it went."""
    with loaded(shared) as home:
        key = enjoin(home, "key", "add", "bench", "--rate", "100000").out.strip()
        with served(home, 2) as server:
            return asyncio.run(_mixed(home, shared, server, key, seconds))


async def _mixed(
    home: Path, shared: Path, server: Server, key: str, seconds: float
) -> dict[str, int]:
    told = {"answers": 0, "cut off": 0, "failed": 0, "wrong": 0, "of the new list": 0}
    place, gone = newer(shared, home)
    sought = request(["Kim Jong Un"], key)

    def told_of_its_list(body: bytes) -> bool:
        """Whoever is off the new list is told of by answers of the old one, and by no other."""
        new = f'"version":"{NEXT}"'.encode() in body
        told["of the new list"] += new
        return (f'"{gone.id}"'.encode() in body) is not new

    batch = request(people(shared)[:20], key)
    head = f"Host: localhost\r\nAuthorization: ApiKey {key}\r\n\r\n"
    pages = [
        f"GET {path} HTTP/1.1\r\n{head}".encode()
        for path in ("/search/default?q=kim&limit=3", "/catalog", "/entities/un_sc-6908048")
    ]
    leaving = request([gone.name], key), told_of_its_list
    kinds = cycle([(sought, _found), leaving, (batch, _any), *((page, _any) for page in pages)])
    end = time.perf_counter() + seconds
    clients = [_client(server.port, kinds, told, end) for _ in range(CLIENTS // 2)]
    await asyncio.gather(_disturb(home, place, server, seconds), *clients)
    return told


class Gone(NamedTuple):
    """Somebody who is on one version of a list and not on the next."""

    id: str
    name: str


#: The day of the next version of the UN's list.
NEXT = "2023-03-10"


def newer(shared: Path, home: Path) -> tuple[Path, Gone]:
    """Write the UN's list as of the next day, without its first person; return who that is."""
    _, place, day = UN
    whole = (shared / place).read_text("utf-8")
    first = re.search("<INDIVIDUAL>.*?</INDIVIDUAL>", whole, re.DOTALL)
    assert first
    said = dict(re.findall(r"<(DATAID|FIRST_NAME|SECOND_NAME)>([^<]*)<", first[0]))
    file = home / "newer.xml"
    file.write_text(whole.replace(first[0], "").replace(f'"{day}T', f'"{NEXT}T', 1), "utf-8")
    return file, Gone(f"un_sc-{said['DATAID']}", f"{said['FIRST_NAME']} {said['SECOND_NAME']}")


def _found(body: bytes) -> bool:
    return b'"us_ofac_sdn-20157"' in body


def _any(body: bytes) -> bool:
    return len(body) > 2


async def _client(
    port: int,
    kinds: Iterator[tuple[bytes, Callable[[bytes], bool]]],
    told: dict[str, int],
    end: float,
) -> None:
    client = Client(port)
    while time.perf_counter() < end:
        wire, right = next(kinds)
        try:
            ok, body = await client.ask(wire)
        except (OSError, asyncio.IncompleteReadError):
            told["cut off"] += 1
            client.close()
            await asyncio.sleep(0.05)
            continue
        told["answers"] += 1
        told["failed"] += not ok
        told["wrong"] += ok and not right(body)
        await asyncio.sleep(0.02)
    client.close()


async def _disturb(home: Path, place: Path, server: Server, seconds: float) -> None:
    await asyncio.sleep(seconds / 3)
    done = await asyncio.to_thread(enjoin, home, "update", "un_sc", "--from", str(place))
    assert done.code == 0
    await asyncio.sleep(seconds / 6)
    os.kill(int(_children(server.process.pid)[0]), signal.SIGKILL)


if __name__ == "__main__":
    from bench.common import shared_folder

    print(mixed(shared_folder(), float(sys.argv[1]) if len(sys.argv) > 1 else 300.0))
