"""Who may do what: people with passwords and sessions, programs with keys, roles with a table."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import msgspec

from enjoin.model.errors import InvalidInput, NotAllowed, NotFound
from enjoin.model.time import instant
from enjoin.store import access, journal
from enjoin.store.access import Key, Person
from enjoin.store.door import Door
from enjoin.store.opening import made, opened

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

Act = Literal[
    "look",
    "screen",
    "report",
    "propose",
    "review",
    "decide",
    "approve",
    "audit",
    "update",
    "administer",
]
#: Who may do what. `look`: lists, entries, measures; `report`: read, brief, assess; `propose`: say
#: that two entries are one party; `review`: confirm that, as another person, and say of results
#: that they were looked through; `decide`: dealings; `approve`: the second person's part; `audit`:
#: the journal and the figures of the service; `update`: load lists; `administer`: people and keys.
#: Nobody decides or approves who administers: who can make people could be two of them.
ROLES: MappingProxyType[str, frozenset[Act]] = MappingProxyType(
    {
        "analyst": frozenset({"look", "screen", "report", "propose"}),
        "reviewer": frozenset({"look", "screen", "report", "propose", "review", "decide"}),
        "approver": frozenset(
            {"look", "screen", "report", "propose", "review", "decide", "approve"}
        ),
        "auditor": frozenset({"look", "audit"}),
        "administrator": frozenset({"look", "screen", "report", "audit", "update", "administer"}),
    }
)
#: The shortest password taken, in characters.
SHORTEST = 12
SESSION, LINK = timedelta(hours=10), timedelta(minutes=15)
#: Requests a second of a key for which no other number was said.
RATE = 500
#: What programs of the same machine are called, which need no key, and who came by the first link.
LOCAL = "local"
_NAME = re.compile(r"[\w.@+-]{1,64}")
_PREFIX = "enjoin_"

#: Draws so many random bytes; handed in, so that tests may know them.
Draw = Callable[[int], bytes]


class Principal(msgspec.Struct, frozen=True):
    """Who asks: a person or a program, and what they may do."""

    name: str
    role: str
    kind: Literal["person", "key", "local"]
    rate: int = RATE

    def may(self, act: Act) -> bool:
        """Tell whether the role allows an act."""
        return act in ROLES[self.role]


class Access:
    """People, keys and sessions of a workspace. What is granted or ended is journaled.

    `by` names the administrator who does it, where that is not whoever runs the command.
    """

    def __init__(self, workspace: Workspace, draw: Draw = os.urandom) -> None:
        self._workspace, self._draw = workspace, draw

    def add_person(self, name: str, role: str, password: str | None, by: str = "") -> None:
        """Let a person sign in; one that is there gets another role and password.

        Raises:
            InvalidInput: the name, the role or the password will not do, or a key has the name:
                what belongs to one would belong to the other.
        """
        _check(name, role)
        sealed = _hashed(password) if password is not None else None
        with self._writing("add-person", name, by) as (door, now):
            if any(key.name == name for key in access.keys(door)):
                raise InvalidInput(f"{name}: is the name of a key; choose another.")
            access.put_person(door, Person(name, role, sealed, now, None))

    def end_person(self, name: str, by: str = "") -> None:
        """Have a person sign in no more; their sessions end at once.

        Raises:
            NotFound: there is no such person.
        """
        with self._writing("end-person", name, by) as (door, now):
            known = access.person(door, name)
            if known is None:
                raise NotFound(f"{name}: is nobody who signs in; see `enjoin user list`.")
            access.put_person(door, known._replace(ended=now))

    def add_key(self, name: str, role: str, rate: int = RATE, by: str = "") -> str:
        """Make a key for a program and return it: it is shown this once and kept nowhere.

        Raises:
            InvalidInput: the name or the role will not do, or the name is taken.
        """
        _check(name, role)
        if rate < 1:
            raise InvalidInput(f"--rate {rate}: a key is for one request a second or more.")
        secret = _PREFIX + self._secret()
        with self._writing("add-key", name, by) as (door, now):
            if any(key.name == name for key in access.keys(door)):
                raise InvalidInput(f"{name}: there is a key of this name already; choose another.")
            if name == LOCAL or access.person(door, name):
                raise InvalidInput(f"{name}: is the name of somebody who signs in; choose another.")
            access.add_key(door, secret, Key(name, role, rate, now, None))
        return secret

    def end_key(self, name: str, by: str = "") -> None:
        """Have a key open nothing any more.

        Raises:
            NotFound: there is no such key.
        """
        with self._writing("end-key", name, by) as (door, now):
            if all(key.name != name for key in access.keys(door)):
                raise NotFound(f"{name}: is no key; see `enjoin key list`.")
            access.end_key(door, name, now)

    def everybody(self) -> list[Person]:
        """Return everybody who signs in, or did."""
        made(self._workspace.config.database)
        with opened(self._workspace.config.database) as door:
            return access.people(door)

    def all_keys(self) -> list[Key]:
        """Return every key, those that have ended among them."""
        made(self._workspace.config.database)
        with opened(self._workspace.config.database) as door:
            return access.keys(door)

    def link(self, name: str) -> str:
        """Return a token with which a person signs in once, within a quarter of an hour."""
        secret = self._secret()
        with self._writing("link", name) as (door, now):
            access.add_session(door, secret, "link", name, now, self._in(LINK))
        return secret

    def sign_in(self, name: str, password: str) -> str:
        """Return the token of a new session.

        Raises:
            NotAllowed: name and password do not belong together; which is wrong is not told.
        """
        with opened(self._workspace.config.database) as door:
            known = access.person(door, name) if _NAME.fullmatch(name) else None
        sealed = known.password if known and not known.ended else None
        if not _fits(sealed, password) or known is None:
            raise NotAllowed("name and password do not belong together; nothing was opened.", 401)
        return self._session(known.name)

    def sign_in_by_link(self, token: str) -> str:
        """Return the token of a new session for that of a link, which is used up by it.

        Raises:
            NotAllowed: the link was used, or is over, or never was.
        """
        with self._writing("use-link", "") as (door, now):
            known = access.session(door, token, "link", now)
            access.end_session(door, token)
        if known is None:
            told = "the link was used already, or is older than a quarter of an hour; start the "
            raise NotAllowed(told + "service again for another, or sign in with a password.", 401)
        return self._session(known.name)

    def sign_out(self, token: str) -> None:
        """Forget a session."""
        with opened(self._workspace.config.database, write=True) as door:
            access.end_session(door, token)

    def who_has_key(self, door: Door, secret: str) -> Principal | None:
        """Return the program that has a key."""
        found = access.key_of(door, secret) if secret.startswith(_PREFIX) else None
        return Principal(found.name, found.role, "key", found.rate) if found else None

    def who_has_session(self, door: Door, token: str) -> Principal | None:
        """Return the person a session is of."""
        found = access.session(door, token, "session", self._workspace.now())
        return Principal(found.name, found.role, "person") if found else None

    def _session(self, name: str) -> str:
        secret = self._secret()
        with self._writing("sign-in", name) as (door, now):
            access.add_session(door, secret, "session", name, now, self._in(SESSION))
        return secret

    def _in(self, delay: timedelta) -> str:
        return instant(self._workspace.clock() + delay)

    def _secret(self) -> str:
        return base64.urlsafe_b64encode(self._draw(32)).rstrip(b"=").decode()

    @contextmanager
    def _writing(self, act: str, name: str, by: str = "") -> Iterator[tuple[Door, str]]:
        """Hand out a transaction, which also records that the act was done: names by their hash."""
        made(self._workspace.config.database)
        with opened(self._workspace.config.database, write=True) as door:
            now = self._workspace.now()
            yield door, now
            told = {"act": act, "of": journal.digest(name)}
            journal.append(door, now, "access", told | ({"by": journal.digest(by)} if by else {}))


def csrf_of(token: str) -> str:
    """Return what a session's forms carry: it cannot be made without the session's token."""
    return access.sealed(f"csrf {token}")


def _check(name: str, role: str) -> None:
    """Refuse a name or a role that is none.

    Raises:
        InvalidInput: it is none.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{name!r}: write a name of up to 64 letters, digits and . @ + - _.")
    if role not in ROLES:
        raise InvalidInput(f"{role!r}: is no role; one of {', '.join(ROLES)}.")


def _hashed(password: str) -> str:
    """Return argon2's notation of a password.

    Raises:
        InvalidInput: it is too short, or its name.
    """
    from argon2 import PasswordHasher

    if not SHORTEST <= len(password) <= 1_000:
        raise InvalidInput(f"the password: write one of {SHORTEST} characters or more.")
    return PasswordHasher().hash(password)


#: What a password is compared with where there is none, so that it takes as long.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43


def _fits(sealed: str | None, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(sealed or _NOBODY, password[:1_000]) and sealed is not None
    except (VerificationError, InvalidHashError):
        return False
