"""Figures of the service in Prometheus' text format, counted by all its processes together."""

from __future__ import annotations

import mmap
import multiprocessing
from bisect import bisect_left
from collections.abc import Iterable, Sequence

#: Upper bounds of the times told, in seconds.
BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_STATUSES = ("2xx", "3xx", "4xx", "5xx")
_PER_ROUTE = len(_STATUSES) + len(BOUNDS) + 2  # bucket of the rest, and the sum of seconds
#: Processes that may count, those that were replaced among them; then cells are used again.
_PROCESSES = 64
_OTHER = "other"


class Metrics:
    """Counts requests. Made before the processes part, so that each sees what all have counted.

    Each process adds to cells of its own, in memory that they share: nobody waits for anybody.
    """

    def __init__(self, routes: Iterable[str]) -> None:
        self._routes = [*sorted(routes), _OTHER]
        self._number = {route: n for n, route in enumerate(self._routes)}
        self._width = len(self._routes) * _PER_ROUTE + 1
        shared = mmap.mmap(-1, 8 * _PROCESSES * self._width)
        self._cells = memoryview(shared).cast("d")
        self._next = multiprocessing.Value("i", 0)
        self._start = 0

    def begin(self) -> None:
        """Take the cells of this process."""
        with self._next.get_lock():
            self._start = (self._next.value % _PROCESSES) * self._width
            self._next.value += 1

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count an answer: to which route, with what status, after how long."""
        at = self._start + self._number.get(route, len(self._routes) - 1) * _PER_ROUTE
        self._cells[at + min(max(status // 100 - 2, 0), 3)] += 1
        self._cells[at + len(_STATUSES) + bisect_left(BOUNDS, seconds)] += 1
        self._cells[at + _PER_ROUTE - 1] += seconds

    def screened(self, parties: int) -> None:
        """Count parties that were screened."""
        self._cells[self._start + self._width - 1] += parties

    def text(self, more: Sequence[str] = ()) -> str:
        """Write the figures of all processes."""
        totals = [
            sum(self._cells[n * self._width + cell] for n in range(_PROCESSES))
            for cell in range(self._width)
        ]
        requests, times = [], []
        for number, route in enumerate(self._routes):
            cells = totals[number * _PER_ROUTE : (number + 1) * _PER_ROUTE]
            if any(cells):
                requests += _requests(route, cells)
                times += _times(route, cells[len(_STATUSES) :])
        lines = ["# TYPE enjoin_requests_total counter", *requests]
        lines += ["# TYPE enjoin_request_seconds histogram", *times]
        lines += ["# TYPE enjoin_parties_screened_total counter"]
        lines += [f"enjoin_parties_screened_total {totals[-1]:.0f}", *more]
        return "\n".join(lines) + "\n"


def _requests(route: str, cells: Sequence[float]) -> list[str]:
    return [
        f'enjoin_requests_total{{route="{route}",status="{status}"}} {count:.0f}'
        for status, count in zip(_STATUSES, cells, strict=False)
        if count
    ]


def _times(route: str, cells: Sequence[float]) -> list[str]:
    name, lines, below = "enjoin_request_seconds", [], 0.0
    for bound, count in zip([*map(str, BOUNDS), "+Inf"], cells, strict=False):
        below += count
        lines.append(f'{name}_bucket{{route="{route}",le="{bound}"}} {below:.0f}')
    lines.append(f'{name}_sum{{route="{route}"}} {cells[-1]:.6f}')
    return [*lines, f'{name}_count{{route="{route}"}} {below:.0f}']
