"""Bars for long work: on a terminal, after a second; in a pipe there are none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn
    from rich.progress import TaskID

Progress = Callable[[int], None]

#: Work that is done sooner needs no bar (seconds).
_PATIENCE = 1.0


class Bars:
    """A bar for each piece of work that goes on at the same time; may be told from any thread."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._started = time.monotonic()
        self._drawn: Drawn | None = None
        self._tasks: dict[str, TaskID] = {}
        self._done: dict[str, int] = {}
        self._totals: dict[str, int | None] = {}
        self._told: dict[str, str] = {}

    def advance(self, what: str, by: int, told: str = "", total: int | None = None) -> None:
        """Move a bar on; `told` says what is being done, and begins it anew when it changes."""
        if not self._shown:
            return
        if self._told.get(what) != told:
            self._told[what], self._done[what], self._totals[what] = told, 0, total
        self._done[what] += by
        if self._drawn is None and time.monotonic() - self._started > _PATIENCE:
            self._drawn = _drawn()
        if self._drawn is not None:
            self._draw(self._drawn, what)

    def _draw(self, drawn: Drawn, what: str) -> None:
        if what not in self._tasks:
            self._tasks[what] = drawn.add_task(what, total=None)
        drawn.update(
            self._tasks[what],
            description=f"{what} {self._told[what]}".strip(),
            completed=self._done[what],
            total=self._totals[what],
        )

    def finish(self, what: str) -> None:
        """Take one bar away."""
        if self._drawn is not None and what in self._tasks:
            self._drawn.update(self._tasks[what], visible=False)

    def close(self) -> None:
        """Take all bars away."""
        if self._drawn is not None:
            self._drawn.stop()


def _drawn() -> Drawn:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Drawn

    drawn = Drawn(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    drawn.start()
    return drawn


@contextmanager
def bars() -> Iterator[Bars]:
    """Show a bar for each piece of work over a second, on a terminal."""
    shown = Bars(shown=sys.stderr.isatty())
    try:
        yield shown
    finally:
        shown.close()


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Progress]:
    """Show one bar on a terminal for work over a second; say nothing in a pipe."""
    with bars() as shown:
        yield lambda done: shown.advance(what, done, total=total)
