"""Readers of other makers, each in a process of its own: it may hang, crash or print; we go on.

`python -m enjoin.workspace.backends NAME` is that process. It finds the reader that an installed
package announces, says who it is, and answers one document a line with one reading a line.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, Any
from weakref import finalize

import msgspec

from enjoin.model.errors import EnjoinError, InvalidInput, ReaderFailed
from enjoin.monitoring.readers import GROUP, Document, Reader, Reading

#: Seconds in which a reader has to say who it is: it may have to load a model.
_START = 120.0
#: The longest answer: a reading repeats the words it cites.
_MOST_BYTES = 64_000_000


class _Hello(msgspec.Struct, frozen=True):
    """Who a reader is; `installed` names those there are where it is not among them."""

    name: str = ""
    version: str = ""
    error: str | None = None
    installed: tuple[str, ...] | None = None


class _Answer(msgspec.Struct, frozen=True):
    """What a reader found in a document, or why it found nothing."""

    reading: Reading | None = None
    error: str | None = None


class Backend:
    """A reader in a process of its own, started when it is first asked.

    One document is read at a time, in so many seconds at most. Who does not answer in time, or
    ends, is started anew for the next document.
    """

    def __init__(self, name: str, seconds: float) -> None:
        self._name, self._seconds = name, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._hello = _Hello(name)
        self._lock = Lock()
        self._at_end: Any = None  # what ends the process with us

    def reader(self) -> Reader:
        """Return the reader, which has said who it is.

        Raises:
            InvalidInput: no installed package has a reader of this name.
            ReaderFailed: it does not start.
        """
        with self._lock:
            self._started()
        return Reader(self._name, self._hello.version, self._read)

    def _read(self, document: Document) -> Reading:
        """Have a document read.

        Raises:
            ReaderFailed: it did not answer, in time or at all, or not with a reading.
        """
        with self._lock:
            asked = msgspec.json.encode(document) + b"\n"
            line = self._asked(document.file, asked, self._seconds)
        try:
            answer = msgspec.json.decode(line, type=_Answer)
        except msgspec.DecodeError as error:
            raise self._failed(document.file, f"its answer is no reading ({error})") from error
        if answer.reading is None:
            why = answer.error or "it answered neither with a reading nor with an error"
            raise self._failed(document.file, why)
        return answer.reading

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        command = [sys.executable, "-P", "-m", "enjoin.workspace.backends", self._name]
        pipe = subprocess.PIPE
        self._process = process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        if self._at_end:
            self._at_end.detach()
        self._at_end = finalize(self, _end, process)
        try:
            self._meet(self._told(process, b"", _START, self._name))
        except EnjoinError:
            _end(process)
            raise
        return process

    def _meet(self, line: bytes) -> None:
        """Learn who a reader is; one that was started anew is still the same."""
        try:
            hello = msgspec.json.decode(line, type=_Hello)
        except msgspec.DecodeError as error:
            raise self._failed(self._name, "it did not say who it is") from error
        if hello.installed is not None:
            there = ", ".join(hello.installed) or "none"
            raise InvalidInput(
                f"{self._name}: no reader of this name is installed (installed: {there}). Install "
                "the package that has it beside Enjoin, or leave --reader out."
            )
        if hello.error is not None:
            raise self._failed(self._name, f"it does not start: {hello.error}")
        if self._hello.version not in {"", hello.version}:
            raise self._failed(self._name, f"it is version {hello.version} of a sudden")
        self._hello = hello

    def _asked(self, where: str, line: bytes, seconds: float) -> bytes:
        return self._told(self._started(), line, seconds, where)

    def _told(
        self, process: subprocess.Popen[bytes], line: bytes, seconds: float, where: str
    ) -> bytes:
        """Send a line, where there is one, and return the line that comes back."""
        came: SimpleQueue[bytes] = SimpleQueue()
        assert process.stdin
        assert process.stdout
        given = (process.stdin, process.stdout, line, came)
        Thread(target=_exchange, args=given, daemon=True).start()
        try:
            answer = came.get(timeout=seconds)
        except Empty:
            _end(process)
            raise self._failed(where, f"it did not answer within {seconds:g} seconds") from None
        if answer.endswith(b"\n"):
            return answer
        with suppress(subprocess.TimeoutExpired):  # it closed its answers: it is about to end
            process.wait(1)
        _end(process)
        if len(answer) >= _MOST_BYTES:
            raise self._failed(where, f"its answer is longer than {_MOST_BYTES:,} bytes")
        raise self._failed(where, f"its process ended ({_ending(process)})")

    def _failed(self, where: str, why: str) -> ReaderFailed:
        return ReaderFailed(where, f"{self._name} {self._hello.version}".strip(), why)


def _exchange(
    asking: IO[bytes], answering: IO[bytes], line: bytes, came: SimpleQueue[bytes]
) -> None:
    """Write a line and read one; a process that ended yields what it wrote before, or nothing."""
    answer = b""
    with suppress(OSError, ValueError):
        if line:
            asking.write(line)
            asking.flush()
        answer = answering.readline(_MOST_BYTES)
    came.put(answer)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe:
                pipe.close()


def _ending(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"signal {-code}" if code < 0 else f"exit code {code}"


# --- in the process of the reader --------------------------------------------------------------


def main() -> None:
    """Answer documents until there are no more. What the reader prints goes to standard error.

    Ctrl-C is for who asked: the document at hand is finished.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    hello, reader = _met(sys.argv[1])
    answers.write(msgspec.json.encode(hello) + b"\n")
    answers.flush()
    if reader is None:
        return
    for line in sys.stdin.buffer:
        answers.write(_answer(reader, msgspec.json.decode(line, type=Document)) + b"\n")
        sys.stdout.flush()  # whoever asked may end us at any time
        answers.flush()


def _met(name: str) -> tuple[_Hello, Reader | None]:
    """Find a reader by the name its package announces, and say who it is."""
    from importlib.metadata import entry_points

    found = tuple(entry_points(group=GROUP, name=name))
    if not found:
        installed = sorted({point.name for point in entry_points(group=GROUP)})
        return _Hello(name, installed=tuple(installed)), None
    if len({point.value for point in found}) > 1:
        return _Hello(name, error="several packages announce a reader of this name"), None
    try:
        reader = found[0].load()
    except Exception as error:  # whatever a package does wrong is told
        return _Hello(name, error=_words_of(error)), None
    if wrong := next(_not_a_reader(name, reader), None):
        return _Hello(name, error=wrong), None
    return _Hello(name, reader.version), reader


def _not_a_reader(name: str, reader: object) -> Iterator[str]:
    """Yield what is wrong with what a package announces."""
    if not isinstance(reader, Reader):
        yield f"{_a(reader)} is announced, which is no enjoin.monitoring.readers.Reader"
    elif reader.name != name:
        yield f"it is announced as {name!r} and calls itself {reader.name!r}"
    elif not isinstance(reader.version, str) or not reader.version.strip():
        yield "it names no version"
    elif not callable(reader.read):
        yield "its `read` is no function"


def _a(value: object) -> str:
    """Name the type of a value."""
    return f"a {type(value).__name__}"


def _answer(reader: Reader, document: Document) -> bytes:
    """Have a document read; the host checks what comes of it."""
    try:
        made = reader.read(document)
        if not isinstance(made, Reading):
            return msgspec.json.encode(
                _Answer(error=f"it returned {_a(made)}, which is no Reading")
            )
        return msgspec.json.encode(_Answer(made))
    except Exception as error:  # whatever a reader does wrong is told
        return msgspec.json.encode(_Answer(error=_words_of(error)))


def _words_of(error: Exception) -> str:
    told = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


if __name__ == "__main__":
    main()
