"""Who comes in: keys, sessions, programs of this machine; what they may do, and how often."""

from __future__ import annotations

import mmap
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from litestar.connection import ASGIConnection, Request
from litestar.handlers import BaseRouteHandler

from enjoin.http.bodies import is_form
from enjoin.http.settings import Settings
from enjoin.model.errors import NotAllowed
from enjoin.workspace import access
from enjoin.workspace.access import Access, Act, Principal, csrf_of
from enjoin.workspace.live import Live

Connection = ASGIConnection[Any, Any, Any, Any]

COOKIE = "enjoin_session"
CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Seconds for which it is remembered whose a key or session is, and how many are.
_FRESH, _MOST = 2.0, 5_000
#: Buckets; who falls into the same one shares it.
_BUCKETS = 65_536
#: Tries to sign in within a minute, from one address.
TRIES = 10
#: What a program of this machine is that comes without a key.
LOCAL = Principal(access.LOCAL, "analyst", "local", rate=5_000)
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class Buckets:
    """How often each may ask: so many a second, and so many at once after a rest.

    Made before the processes part, in memory that they share: a limit is that of the service. Two
    processes that take at the same instant may both get the last one; nobody waits for a lock.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._cells = memoryview(mmap.mmap(-1, 16 * _BUCKETS)).cast("d")

    def take(self, who: str, rate: float, most: float) -> None:
        """Take one from a bucket that refills.

        Raises:
            NotAllowed: it is empty (429).
        """
        at, now = 2 * (crc32(who.encode()) % _BUCKETS), self._seconds()
        taken, since = self._cells[at], self._cells[at + 1]
        taken = max(0.0, taken - (now - since) * rate)
        if taken + 1 > most:
            after = max(1, round((taken + 1 - most) / rate))
            raise NotAllowed(f"too many requests; wait {after} s and go on slower.", 429, after)
        self._cells[at], self._cells[at + 1] = taken + 1, now


class Admission:
    """Tells who asks, and whether they may. One for each process."""

    def __init__(
        self,
        live: Live,
        access: Access,
        settings: Settings,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.access, self.settings, self._seconds = access, settings, seconds
        self._live, self._buckets = live, Buckets(seconds)
        self._known: OrderedDict[str, tuple[float, Principal | None]] = OrderedDict()

    async def admit(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let a request in or refuse it: each route says in `may` what it takes; None: nothing.

        Raises:
            NotAllowed: it is not known who asks, or they may not, or ask too often.
        """
        if connection.scope["method"] == "OPTIONS":  # type: ignore[typeddict-item]
            return  # tells which methods a path takes, and no more
        act: Act | None = handler.opt["may"]
        if act is not None:
            await self.let_in(connection, act, pages=handler.opt.get("pages", False))

    async def let_in(self, connection: Connection, act: Act, *, pages: bool = False) -> None:
        """Let in who may do something; `pages` of other programs of this machine may ask, too.

        Raises:
            NotAllowed: it is not known who asks, or they may not, or ask too often.
        """
        who = await self.who(connection, pages=pages)
        connection.scope["user"] = who
        self._buckets.take(f"{who.kind} {who.name}", who.rate, 2 * who.rate)
        if not who.may(act):
            raise NotAllowed(
                f"the role {who.role} may not do this: it takes `{act}`. Ask an administrator for "
                "a role that has it."
            )

    def try_to_sign_in(self, connection: Connection) -> None:
        """Count a try.

        Raises:
            NotAllowed: there were too many from this address (429).
        """
        self._buckets.take(f"sign-in {self.address(connection)}", TRIES / 60, TRIES)

    def address(self, connection: Connection) -> str:
        """Return the address a request came from; behind a proxy, the one that the proxy saw."""
        client = connection.client.host if connection.client else ""
        if self.settings.behind_proxy:
            return connection.headers.get("x-forwarded-for", client).rpartition(",")[2].strip()
        return client

    def forget(self, secret: str) -> None:
        """Look a key or session up anew the next time."""
        self._known.pop(secret, None)

    async def who(self, connection: Connection, *, pages: bool = False) -> Principal:
        """Tell who asks.

        Raises:
            NotAllowed: it is not known (401), or a foreign page had a browser ask.
        """
        given = connection.headers.get("authorization")
        if given is not None:
            return self._with_key(given)
        token = connection.cookies.get(COOKIE)
        if token is not None:
            who = self._look_up(token, self.access.who_has_session)
            if who is None:
                raise NotAllowed("the session is over; sign in again.", 401)
            await self._check_csrf(connection, token)
            return who
        if self.settings.open and _of_this_machine(connection, pages=pages):
            return LOCAL
        raise NotAllowed("send a key: `Authorization: ApiKey KEY`, or sign in.", 401)

    def _with_key(self, header: str) -> Principal:
        scheme, _, secret = header.partition(" ")
        if scheme.lower() in {"apikey", "bearer"}:
            who = self._look_up(secret.strip(), self.access.who_has_key)
            if who is not None:
                return who
        raise NotAllowed("the key is none of ours, or has ended; `enjoin key add` makes one.", 401)

    def _look_up(self, secret: str, ask: Callable[..., Principal | None]) -> Principal | None:
        until, who = self._known.get(secret, (0.0, None))
        now = self._seconds()
        if until <= now:
            with self._live.reading() as door:
                who = ask(door, secret)
            self._known[secret] = now + _FRESH, who
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return who

    async def _check_csrf(self, connection: Connection, token: str) -> None:
        """Refuse what a foreign page has a browser send with our cookie.

        Raises:
            NotAllowed: the request changes something and does not carry the session's own token.
        """
        if connection.scope["method"] in _SAFE:  # type: ignore[typeddict-item]
            return
        given = connection.headers.get(CSRF_HEADER)
        if given is None and isinstance(connection, Request) and is_form(connection):
            given = str((await connection.form()).get(CSRF_FIELD, ""))
        fits = secrets.compare_digest((given or "").encode(), csrf_of(token).encode())
        if not fits or not _same_origin(connection):
            raise NotAllowed("this did not come from a page of ours; load the page anew.")


def sent_by_our_page(connection: Connection) -> bool:
    """Tell whether no browser says that a page of another site had it ask."""
    return connection.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}


def _same_origin(connection: Connection) -> bool:
    """Tell whether a browser names no other site than ours as the one that sent it."""
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host", "")


def _of_this_machine(connection: Connection, *, pages: bool) -> bool:
    """Tell a program of this machine from a foreign page in a browser of it.

    Such a page names another host, or says where it comes from. The page of a program of this
    machine, which OpenRefine is, says that as well: it comes in where `pages` do.
    """
    if not _is_local(f"//{connection.headers.get('host', '')}"):
        return False
    if pages and _is_local(connection.headers.get("origin", "")):
        return True
    return sent_by_our_page(connection) and _same_origin(connection)


def _is_local(url: str) -> bool:
    try:
        return urlsplit(url).hostname in _LOCAL_HOSTS
    except ValueError:
        return False
