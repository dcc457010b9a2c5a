"""The journal: append-only, each entry sealed with the hash of the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from enjoin.model.errors import JournalBroken
from enjoin.store.door import Door

#: What the first entry follows.
GENESIS = "0" * 64


class Head(NamedTuple):
    """The newest entry's number and hash. Kept elsewhere, it shows if all was rewritten."""

    seq: int
    hash: str


def digest(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON (keys sorted), in hexadecimal."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def append(door: Door, at: str, kind: str, body: Mapping[str, object]) -> Head:
    """Add an entry within the caller's write transaction.

    `body` holds hashes and references, never personal data: the journal cannot forget.
    """
    (sealed,) = append_all(door, at, [(kind, body)])
    return sealed


def append_all(
    door: Door, at: str, several: Iterable[tuple[str, Mapping[str, object]]]
) -> list[Head]:
    """Add entries, given as kind and body, in their order; return number and hash of each."""
    last, rows = head(door), []
    for kind, body in several:
        seq, text = last.seq + 1, msgspec.json.encode(body, order="sorted").decode()
        sealed = _seal(seq, at, kind, text, last.hash)
        rows.append((seq, at, kind, text, last.hash, sealed))
        last = Head(seq, sealed)
    door.many(
        "INSERT INTO journal (seq, at, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return [Head(row[0], row[5]) for row in rows]


def head(door: Door) -> Head:
    """Return the newest entry's number and hash; 0 and zeros where there is none."""
    rows = door.all("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    return Head(*rows[0]) if rows else Head(0, GENESIS)


Body = Mapping[str, Any]


def entries(door: Door) -> Iterator[tuple[int, str, Body]]:
    """Yield number, kind and body of every entry, oldest first."""
    for seq, kind, body in door.all("SELECT seq, kind, body FROM journal ORDER BY seq"):
        yield seq, kind, msgspec.json.decode(body)


def after(door: Door, seq: int, kinds: Collection[str]) -> Iterator[tuple[int, str, str, Body]]:
    """Yield number, instant, kind and body of the entries of some kinds after one, oldest first."""
    marks = ", ".join("?" for _ in kinds)
    sql = (
        "SELECT seq, at, kind, body FROM journal "  # noqa: S608  (marks only)
        f"WHERE seq > ? AND kind IN ({marks}) ORDER BY seq"
    )
    for number, at, kind, body in door.each(sql, seq, *kinds):
        yield number, at, kind, msgspec.json.decode(body)


def newest(door: Door, kinds: Collection[str], text: str) -> Iterator[Body]:
    """Yield the bodies of entries of some kinds in which a text stands, newest first."""
    marks = ", ".join("?" for _ in kinds)
    sql = (
        f"SELECT body FROM journal WHERE kind IN ({marks}) "  # noqa: S608  (marks only)
        "AND replace(body, ?, '') <> body ORDER BY seq DESC"
    )
    for (body,) in door.each(sql, *kinds, text):
        yield msgspec.json.decode(body)


def verify(door: Door, expected: Head | None = None) -> Head:
    """Check the whole chain, and that it still holds a head exported earlier.

    Raises:
        JournalBroken: names the first entry that does not hold.
    """
    last = Head(0, GENESIS)
    rows = door.all("SELECT seq, at, kind, body, previous, hash FROM journal ORDER BY seq")
    for seq, at, kind, body, previous, sealed in rows:
        if seq != last.seq + 1:
            raise JournalBroken(last.seq + 1, f"it is missing; the next one present is {seq}")
        if previous != last.hash:
            raise JournalBroken(seq, "it does not follow the entry before it")
        if _seal(seq, at, kind, body, previous) != sealed:
            raise JournalBroken(seq, "its content is not what was sealed")
        last = Head(seq, sealed)
        if expected and seq == expected.seq and sealed != expected.hash:
            raise JournalBroken(seq, "it is not the entry whose hash was exported")
    if expected and last.seq < expected.seq:
        raise JournalBroken(last.seq + 1, f"the exported head is entry {expected.seq}")
    return last


def _seal(seq: int, at: str, kind: str, body: str, previous: str) -> str:
    sealed = "\n".join((previous, str(seq), at, kind, body))
    return hashlib.sha256(sealed.encode()).hexdigest()
