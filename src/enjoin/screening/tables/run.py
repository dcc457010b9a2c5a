"""A run over a table that may be stopped at any moment and goes on after its last whole block.

Beside the result lie hidden files while a run is on: what is written so far, and a journal with one
line for each block that is finished, of how long each file then was. Who runs the same again (the
same table, terms and lists) cuts the files to where the journal says and goes on.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, TableError
from enjoin.screening.batch import Screens
from enjoin.screening.tables.files import COLUMNS, is_parquet, safe, to_parquet
from enjoin.screening.tables.results import EXCLUDED, Line
from enjoin.screening.tables.rows import Rejected, Row

#: Rows screened together: enough to share work, few enough to lose little and to show progress.
BLOCK = 4000

Progress = Callable[[int], None]


class Done(msgspec.Struct, frozen=True):
    """How far a table went: rows, and of them with a match, with one that was cleared, refused."""

    rows: int = 0
    matched: int = 0
    excluded: int = 0
    rejected: int = 0


class _Block(msgspec.Struct, frozen=True):
    """A line of the journal: how far the table went, and how long the files then were."""

    done: Done
    sizes: tuple[int, ...]


class Files(NamedTuple):
    """The files of a result: matches, matches that a person cleared, rows that were not read."""

    matches: Path
    excluded: Path
    rejected: Path


def customers_of(out: Path) -> Path:
    """Return the file beside a result in which `enjoin.screening.tables.customers` keeps names."""
    return _hidden(out, "customers")


def files_of(out: Path) -> Files:
    """Return the files of a result that is written to `out`."""
    beside = (out.with_name(f"{out.name}.{what}.csv") for what in ("excluded", "rejected"))
    return Files(out, *beside)


class Run:
    """The files of a run, from which it goes on if `identity` is that of the run that stopped.

    Use it as a context: what is not finished stays for the next run, unless the table itself is at
    fault. One run at a time may write to a result.
    """

    def __init__(self, out: Path, identity: str, keep: Sequence[str]) -> None:
        self.files = files_of(out)
        self.done = Done()
        self._identity, self._keep = identity, keep
        self._parts = [_hidden(path, "part") for path in self.files]
        self._path = _hidden(out, "blocks")
        self._open = ExitStack()
        self._written: list[IO[bytes]] = []
        self._unreadable = False

    def __enter__(self) -> Run:
        """Take the files, as they were after the last whole block.

        Raises:
            InvalidInput: another run is writing this result.
            TableError: they cannot be written.
        """
        try:
            self._journal = self._open.enter_context(self._path.open("a+b"))
            self._lock()
            sizes = self._recall()
            for part, size in zip(self._parts, sizes, strict=True):
                file = self._open.enter_context(part.open("ab"))
                file.truncate(size)
                self._written.append(file)
            if not any(sizes):
                self._begin()
        except OSError as error:
            self._open.close()
            raise _unwritable(self.files.matches, error) from error
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Let go of the files; remove them when all is done or the table is at fault."""
        if kind is None or self._unreadable:
            for path in (*self._parts, self._path, self._made()):
                path.unlink(missing_ok=True)
        self._open.close()

    def screen(
        self,
        rows: Iterable[Row | Rejected | None],
        screens: Screens,
        progress: Progress,
        size: int = BLOCK,
    ) -> Done:
        """Screen rows, which are those after the ones that are done, by blocks of a size.

        None stands for a row that is known to have no match, and to be none to refuse.

        Raises:
            TableError: the files cannot be written.
        """
        for block in self._blocks(iter(rows), size):
            good = [row for row in block if isinstance(row, Row)]
            bad = [row for row in block if isinstance(row, Rejected)]
            lines = list(screens(good))
            matches = [line for of in lines for line in of.matches]
            excluded = [line for of in lines for line in of.excluded]
            refused = [[str(cell) for cell in row] for row in bad]
            self.done = Done(
                self.done.rows + len(block),
                self.done.matched + sum(bool(of.matches) for of in lines),
                self.done.excluded + sum(bool(of.excluded) for of in lines),
                self.done.rejected + len(bad),
            )
            self._write(matches, excluded, refused)
            progress(len(block))
        return self.done

    def _blocks(
        self, rows: Iterator[Row | Rejected | None], size: int
    ) -> Iterator[list[Row | Rejected | None]]:
        while True:
            try:
                block = list(islice(rows, size))
            except TableError:
                self._unreadable = True
                raise
            if not block:
                return
            yield block

    def finished(self) -> Files:
        """Return the files as they will be put in place.

        Raises:
            TableError: the result cannot be written.
        """
        try:
            for file in self._written:
                file.close()
            if is_parquet(self.files.matches):
                to_parquet(self._parts[0], self._made())
        except OSError as error:
            raise _unwritable(self.files.matches, error) from error
        return self._ready()

    def put_in_place(self) -> None:
        """Give the finished files their names.

        Raises:
            TableError: they cannot be moved there.
        """
        try:
            for part, path in zip(self._ready(), self.files, strict=True):
                part.replace(path)
        except OSError as error:
            raise _unwritable(self.files.matches, error) from error

    def _ready(self) -> Files:
        first = self._made() if is_parquet(self.files.matches) else self._parts[0]
        return Files(first, *self._parts[1:])

    def _made(self) -> Path:
        return _hidden(self.files.matches, "parquet")

    def _lock(self) -> None:
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            taken = not os.path.samestat(os.fstat(self._journal.fileno()), self._path.stat())
        except (BlockingIOError, FileNotFoundError):
            taken = True
        if taken:
            raise InvalidInput(
                f"{self.files.matches}: another run is writing it. Wait for that, or name another "
                "file for the result."
            )

    def _recall(self) -> tuple[int, ...]:
        """Return how long the files were after the last whole block; 0 where there is none."""
        self._journal.seek(0)
        first, *blocks = self._journal.read().split(b"\n")
        sizes: tuple[int, ...] = (0, 0, 0)
        if first == self._identity.encode() and all(part.exists() for part in self._parts):
            for line in blocks[:-1]:  # after the last newline stands nothing, or half a line
                block = msgspec.json.decode(line, type=_Block)
                self.done, sizes = block.done, block.sizes
        lengths = (part.stat().st_size for part in self._parts if part.exists())
        if any(length < size for length, size in zip(lengths, sizes, strict=False)):
            self.done, sizes = Done(), (0, 0, 0)  # somebody else has been at them
        end = len(first) + 1 + sum(len(line) + 1 for line in blocks[:-1]) if any(sizes) else 0
        self._journal.truncate(end)
        return sizes

    def _begin(self) -> None:
        self._journal.write(self._identity.encode() + b"\n")
        self._write(
            [[*COLUMNS, *self._keep]],
            [[*EXCLUDED, *self._keep]],
            [["line", "row", "reason", "text"]],
        )

    def _write(self, *tables: Sequence[Line]) -> None:
        """Write lines to each file, then that they are written; each is on the disk in turn."""
        try:
            for file, lines, path in zip(self._written, tables, self.files, strict=True):
                file.write(_encoded(lines, escape=not is_parquet(path)))
                _settle(file)
            sizes = tuple(file.tell() for file in self._written)
            self._journal.write(msgspec.json.encode(_Block(self.done, sizes)) + b"\n")
            _settle(self._journal)
        except OSError as error:
            raise _unwritable(self.files.matches, error) from error


def _encoded(lines: Sequence[Line], *, escape: bool) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in line] if escape else line for line in lines)
    return text.getvalue().encode()


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _hidden(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")


def _unwritable(out: Path, error: OSError) -> TableError:
    return TableError(f"{out}: cannot be written ({error.strerror}); it is as it was.")
