"""The desk: what a page takes on the server and over the wire, on OFAC 2021-07 and UN 2023-03."""

import statistics
import time
from pathlib import Path

import httpx

from bench.common import Row, loaded
from bench.serving import served

#: An entry that has links.
ENTRY = "/desk/entries/us_ofac_sdn-20157"
#: Pages as an analyst opens them; each is asked for once before it is measured.
PAGES = (
    "/desk/",
    "/desk/screen",
    "/desk/lists",
    "/desk/lists/us_ofac_sdn",
    ENTRY,
    "/desk/measures",
    "/desk/measures/UNSCR-1874/10",
    "/desk/reports",
)
TIMES = 15


def measure(shared: Path) -> list[Row]:
    """Measure each page, and the answer to a screening, on one connection."""
    with loaded(shared) as home, served(home, 1) as server:
        client = httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=30)
        taken = {path: _taken(client, "GET", path) for path in PAGES}
        taken["/desk/screen, answered"] = _taken(client, "POST", "/desk/screen")
    slowest = max(taken, key=lambda path: taken[path][0])
    heaviest = max(taken, key=lambda path: taken[path][1])
    ms, size = taken[slowest][0], taken[heaviest][1] / 1000
    entry = taken[ENTRY][0]
    return [
        Row("page of an entry, ms", f"{entry:.0f}", "25", entry <= 25),
        Row(f"slowest page of the desk ({slowest}), ms", f"{ms:.0f}", "50", ms <= 50),
        Row(f"heaviest page of the desk ({heaviest}), KB", f"{size:.0f}", "150", size <= 150),
    ]


def _taken(client: httpx.Client, method: str, path: str) -> tuple[float, int]:
    """Return the median time of an answer in milliseconds, and its size in bytes with style."""
    style = sum(len(client.get(f"/desk/static/{name}").content) for name in ("desk.css", "desk.js"))
    asked = {"name": "Kim Jong Un", "birth_date": "1984"} if method == "POST" else None
    times, size = [], 0
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.request(method, path.partition(",")[0], data=asked).raise_for_status()
        times.append((time.perf_counter() - began) * 1000)
        size = len(answer.content)
    return statistics.median(times), size + style
