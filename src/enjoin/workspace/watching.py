"""Folders and feeds watched: what is new is read once, also after a restart."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from enjoin import monitoring
from enjoin.model.errors import DocumentError, InvalidInput, ReaderFailed, StoreUnwritable
from enjoin.model.report import Failure, Report
from enjoin.monitoring.decoding import MOST_BYTES
from enjoin.monitoring.readers import Reader
from enjoin.store.journal import digest
from enjoin.workspace.reading import (
    SUFFIXES,
    bytes_of,
    documents_in,
    entry_of,
    is_there,
    not_taken,
    reader_of,
)

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Seconds within which a feed has to come whole, and to answer at all.
_WHOLE, _ANSWER = 60.0, 15.0

#: Waits so many seconds, or less; tells whether to stop.
Wait = Callable[[float], bool]


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What was read: in which place, which file or entry, with which content."""

    place: str
    key: str
    sha256: str


class Memory:
    """What was read before, in the home: a line for each report, appended when it was handed out.

    A line cut off by a crash is dropped: its report is read again, never lost.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = set(self._read())

    def __contains__(self, seen: Seen) -> bool:
        return seen in self._seen

    def add(self, seen: Seen) -> None:
        """Remember for good.

        Raises:
            StoreUnwritable: the home takes no more.
        """
        self._seen.add(seen)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(b"\n" * self._torn() + msgspec.json.encode(seen) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreUnwritable(str(self._path), error.strerror or str(error)) from error

    def _torn(self) -> bool:
        """Tell whether the last line was cut off by a crash."""
        if not self._path.exists() or not (size := self._path.stat().st_size):
            return False
        with self._path.open("rb") as file:
            file.seek(size - 1)
            return file.read(1) != b"\n"

    def _read(self) -> Iterator[Seen]:
        if not self._path.exists():
            return
        for line in self._path.read_bytes().splitlines():
            try:
                yield msgspec.json.decode(line, type=Seen)
            except msgspec.DecodeError:
                continue


class _Watch(NamedTuple):
    """What a watch goes by: what was read, what was told to be wrong, when to stop, who reads."""

    workspace: Workspace
    memory: Memory
    troubles: dict[str, str]
    wait: Wait
    reader: Reader | None

    def is_new(self, key: str, trouble: str) -> bool:
        """Note what is wrong with a place or a file; tell whether that was not told yet."""
        told = self.troubles.get(key)
        self.troubles[key] = trouble
        return told != trouble


def watch(
    workspace: Workspace, places: Sequence[str], interval: float, wait: Wait, reader: str | None
) -> Iterator[Report | Failure]:
    """Yield what is new in folders and feeds, round after round, until `wait` says to stop.

    A report counts as read once the next one is asked for. What cannot be read is yielded as a
    failure, once; a feed that cannot be fetched and a report that a reader failed at are tried
    again, and told each time that something else is wrong.

    Raises:
        InvalidInput: a place is neither a folder, nor a file, nor an address, or no such reader
            is installed.
    """
    for place in places:
        if not _is_address(place) and not is_there(Path(place)):
            raise InvalidInput(f"{place}: there is no such folder or file, and it is no address.")
    memory = Memory(workspace.config.home / "watched.jsonl")
    by = _Watch(workspace, memory, {}, wait, reader_of(workspace, reader))
    while True:
        for place in places:
            yield from _new(by, place)
        if wait(interval):
            return


def _is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _new(by: _Watch, place: str) -> Iterator[Report | Failure]:
    """Yield what is new in one place."""
    for name, fetch in _files(place, by.wait):
        if by.wait(0):
            return
        key = name if not _is_address(place) else place
        try:
            data = fetch()
        except DocumentError as error:
            trouble = Seen(place, key, digest(str(error)))
            if by.is_new(key, str(error)) and trouble not in by.memory:
                yield _unread(by.workspace, name, str(error))
                if os.path.isdir(place) and key != Path(place).name:
                    by.memory.add(trouble)  # what is wrong with a place itself is told again
            continue
        whole = Seen(place, key, sha256(data).hexdigest())
        if whole in by.memory:
            continue
        finished = yield from _each(by, place, name, data)
        if finished:
            by.troubles.pop(key, None)
            by.memory.add(whole)


def _files(place: str, wait: Wait) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each document of a place, and how to get its bytes."""
    if _is_address(place):
        yield place, lambda: _fetched(place, wait)
        return
    path = Path(place)
    try:
        inside = documents_in(path)
    except DocumentError as error:
        yield path.name, partial(_fail, error)
        return
    for file in inside:
        taken = file == path or file.suffix.lower() in SUFFIXES
        yield file.name, partial(bytes_of if taken else _refuse, file)


def _fail(error: DocumentError) -> bytes:
    raise error


def _refuse(path: Path) -> bytes:
    raise DocumentError(not_taken(path))


def _each(
    by: _Watch, place: str, name: str, data: bytes
) -> Generator[Report | Failure, None, bool]:
    """Yield the reports of a file that were not read before, each recorded and remembered.

    An entry of a feed is known by its address and its words: the feed around it may change.
    Returns whether the file was read to its end.
    """
    workspace, memory = by.workspace, by.memory
    today = workspace.clock().date()
    several, finished = False, True
    for found in monitoring.read_each(name, data, today, by.reader):
        if several and by.wait(0):
            return False
        several = True
        if isinstance(found, ReaderFailed):  # it may do better in the next round
            finished = False
            if by.is_new(found.where, str(found)):
                why = f"the reader {found.reader} failed"  # its words may be those of the report
                workspace.record("unread", {"file": name, "error": why, "why": digest(found.why)})
                yield Failure(name, str(found))
            continue
        if isinstance(found, DocumentError):
            seen = Seen(place, name, digest(str(found)))
            if seen not in memory:
                yield _unread(workspace, name, str(found))
                memory.add(seen)
            continue
        seen = Seen(place, found.link or "", digest(monitoring.text_of(found, data)))
        if found.file != name and seen in memory:
            continue
        workspace.record("read", entry_of(found) | {"today": today.isoformat()})
        yield found
        if found.file != name:
            memory.add(seen)
    return finished


def _unread(workspace: Workspace, name: str, error: str) -> Failure:
    workspace.record("unread", {"file": name, "error": error})
    return Failure(name, error)


def _fetched(url: str, wait: Wait) -> bytes:
    """Fetch a feed whole, within a size and a time.

    Raises:
        DocumentError: it does not come, or never ends.
    """
    import httpx

    start, pieces, size = time.monotonic(), [], 0
    try:
        with (
            httpx.Client(follow_redirects=True, timeout=_ANSWER) as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            for piece in response.iter_bytes():
                pieces.append(piece)
                size += len(piece)
                if size > MOST_BYTES or time.monotonic() - start > _WHOLE or wait(0):
                    why = f"it did not end within {MOST_BYTES:,} bytes and {_WHOLE:.0f} seconds"
                    raise DocumentError(f"{url}: not read: {why}. It is tried again next time.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise DocumentError(f"{url}: not fetched: {why}. It is tried again next time.") from error
    return b"".join(pieces)
