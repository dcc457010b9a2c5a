"""How the cost of reading grows with the size of bad input."""

from __future__ import annotations

import time

from bench.common import Row
from enjoin.model.errors import DocumentError
from enjoin.monitoring import read_each

_INPUTS = {
    "one line of 5 MB, words": b"the word and another " * 250_000,
    "one line of 5 MB, no blank": b"a" * 5_000_000,
    "50 MB of text": b"Some words here.\n" * 3_000_000,
    "HTML of 5 MB, nested 100,000 deep": b"<html><body>"
    + b"<div>" * 100_000
    + b"x"
    + b"<p>a " * 900_000,
    "HTML of 5 MB, one script": b"<html><body><p>Jane Roe said no.</p><script>"
    + b"var a;" * 830_000,
    "a feed of 5 MB, never closed": b"<rss><channel><title>A</title>"
    + b"<item><title>b</title><description>Jane Roe said no.</description></item>" * 70_000,
    "a mail of 5 MB, one header": b"MIME-Version: 1.0\nSubject: " + b"a" * 5_000_000,
}


def rows() -> list[Row]:
    """Return the CPU seconds of each input: a read, or a failure that says why."""
    return [_row(what, data) for what, data in _INPUTS.items()]


def _row(what: str, data: bytes) -> Row:
    start = time.process_time()
    failed = sum(isinstance(one, DocumentError) for one in read_each("input", data))
    seconds = time.process_time() - start
    told = f"{seconds:.1f} s{', refused' if failed else ''}"
    return Row(f"CPU for {what}", told, "5 s", seconds <= 5)
