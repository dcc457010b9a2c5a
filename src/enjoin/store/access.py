"""Who may ask: people, API keys, sessions. Secrets are kept as hashes only."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from enjoin.store.door import Door


class Person(NamedTuple):
    """Somebody who signs in, with argon2's notation of the password where there is one."""

    name: str
    role: str
    password: str | None
    made: str
    ended: str | None


class Key(NamedTuple):
    """A program's way in: its name, what it may do, and how many requests a second."""

    name: str
    role: str
    rate: int
    made: str
    ended: str | None


def sealed(secret: str) -> str:
    """Return the SHA-256 of a secret: of 256 random bits it gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()


def person(door: Door, name: str) -> Person | None:
    """Return a person by name."""
    rows = door.all("SELECT name, role, password, made, ended FROM people WHERE name = ?", name)
    return Person(*rows[0]) if rows else None


def people(door: Door) -> list[Person]:
    """Return everybody, those who may no longer sign in among them."""
    rows = door.all("SELECT name, role, password, made, ended FROM people ORDER BY name")
    return [Person(*row) for row in rows]


def put_person(door: Door, new: Person) -> None:
    """Add a person, or give one that is there another role and password; sessions end."""
    end_sessions(door, new.name)
    door.run(
        "INSERT INTO people (name, role, password, made, ended) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password, "
        "ended = excluded.ended",
        *new,
    )


def key_of(door: Door, secret: str) -> Key | None:
    """Return the key that a secret is, unless it has ended."""
    rows = door.all(
        "SELECT name, role, rate, made, ended FROM api_keys WHERE sha256 = ? AND ended IS NULL",
        sealed(secret),
    )
    return Key(*rows[0]) if rows else None


def keys(door: Door) -> list[Key]:
    """Return every key, those that have ended among them."""
    rows = door.all("SELECT name, role, rate, made, ended FROM api_keys ORDER BY name")
    return [Key(*row) for row in rows]


def add_key(door: Door, secret: str, new: Key) -> None:
    """Add a key."""
    sql = "INSERT INTO api_keys (sha256, name, role, rate, made, ended) VALUES (?, ?, ?, ?, ?, ?)"
    door.run(sql, sealed(secret), *new)


def end_key(door: Door, name: str, at: str) -> None:
    """Have a key open nothing any more."""
    door.run("UPDATE api_keys SET ended = ? WHERE name = ? AND ended IS NULL", at, name)


def add_session(door: Door, secret: str, kind: str, name: str, made: str, until: str) -> None:
    """Add a session, or a link that is good for one sign-in; those that are over go."""
    door.run("DELETE FROM sessions WHERE until <= ?", made)
    sql = "INSERT INTO sessions (sha256, kind, person, made, until) VALUES (?, ?, ?, ?, ?)"
    door.run(sql, sealed(secret), kind, name, made, until)


def session(door: Door, secret: str, kind: str, at: str) -> Person | None:
    """Return who a session or link is of, unless it is over or the person may no longer sign in."""
    rows = door.all(
        "SELECT p.name, p.role, p.password, p.made, p.ended FROM sessions s "
        "JOIN people p ON p.name = s.person "
        "WHERE s.sha256 = ? AND s.kind = ? AND s.until > ? AND p.ended IS NULL",
        *(sealed(secret), kind, at),
    )
    return Person(*rows[0]) if rows else None


def end_session(door: Door, secret: str) -> None:
    """Forget a session or link."""
    door.run("DELETE FROM sessions WHERE sha256 = ?", sealed(secret))


def end_sessions(door: Door, name: str) -> None:
    """Forget every session and link of a person."""
    door.run("DELETE FROM sessions WHERE person = ?", name)
