"""What every request goes through: an id, limits of time, security headers, figures and the log."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from enjoin.http.logs import log_failure, tell, told_who
from enjoin.http.metrics import Metrics
from enjoin.http.problems import MEDIA_TYPE, problem
from enjoin.http.settings import Settings
from enjoin.model.errors import InvalidInput

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
#: Nothing but what we serve ourselves is loaded, nothing runs inline, nobody frames us.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # not no-referrer: with it browsers send the forms of our own pages with `Origin: null`
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
#: Pages of other sites may read what they are answered here, as the Reconciliation API 0.2 demands:
#: answered is who sends a key. No cookie goes with such a request.
_SHARED = "/reconcile/"
_SHARING = [(b"access-control-allow-origin", b"*")]
_ASKED_FIRST = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"600"),
]
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class Gate:
    """Stands before the application, so that also what it refuses is told, timed and headed."""

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, draw: Callable[[int], bytes]
    ) -> None:
        self._app, self._settings, self._metrics, self._draw = app, settings, metrics, draw
        self._headers = [*_HEADERS, *([_TLS_ONLY] if settings.secure else [])]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and see that it is answered."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        passed = _Passed(self, scope, receive, send)
        try:
            async with asyncio.timeout(self._settings.request_seconds):
                if passed.asks_first:
                    await passed.answer(204, _ASKED_FIRST)
                else:
                    await self._app(scope, passed.receive, passed.send)
        except TimeoutError:
            await passed.refuse(503, "the answer took too long and was given up.", "Timeout")
        except Exception as error:
            log_failure(scope, error)
            await passed.refuse(500, "something went wrong here; this is not a clear.", "Internal")
        finally:
            passed.done(self._metrics)

    def new_id(self, scope: Scope) -> str:
        """Return the id a request came with, if it is one, or a new one."""
        given = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"")
        return given.decode() if _ID.fullmatch(given) else self._draw(8).hex()

    def headed(self, headers: list[tuple[bytes, bytes]], id_: str) -> list[tuple[bytes, bytes]]:
        """Add what every answer carries."""
        own = [*headers, *self._headers, (b"x-request-id", id_.encode())]
        if not any(name == b"cache-control" for name, _ in headers):
            own.append((b"cache-control", b"no-store"))
        return own

    @property
    def body_seconds(self) -> float:
        """How long a body may take to come in."""
        return self._settings.body_seconds


def _has_body(scope: HTTPScope) -> bool:
    """Tell whether a body comes with a request: what is not read of it ends the connection."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


class _Passed:
    """One request on its way through."""

    def __init__(self, gate: Gate, scope: HTTPScope, receive: Receive, send: Send) -> None:
        self._gate, self._scope, self._receive, self._send = gate, scope, receive, send
        self._began, self._status, self._read = time.perf_counter(), 0, not _has_body(scope)
        self._shared = scope["path"].startswith(_SHARED)
        self._id = gate.new_id(scope)
        scope["enjoin_id"] = self._id  # type: ignore[typeddict-unknown-key]

    async def receive(self) -> Any:
        """Take a piece of the body, while there is time.

        Raises:
            TimeoutError: there is none left.
            InvalidInput: it breaks off, or is not framed as HTTP frames it.
        """
        if self._read:
            return await self._receive()
        left = self._gate.body_seconds - (time.perf_counter() - self._began)
        async with asyncio.timeout(max(left, 0)):
            message = await self._receive()
        if message["type"] == "http.disconnect":
            raise InvalidInput("the body breaks off; nothing was answered. Send it again.")
        self._read = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send a piece of the answer, with our headers at its start."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = self._gate.headed(list(message.get("headers", [])), self._id)
            headers += _SHARING if self._shared else []
            headers += [] if self._read else [(b"connection", b"close")]
            message = {**message, "headers": headers}
        await self._send(message)

    async def refuse(self, status: int, told: str, kind: str) -> None:
        """Answer with a problem, unless an answer has begun."""
        if self._status:
            return
        body = msgspec.json.encode(problem(status, told, kind, self._id))
        await self.answer(status, [(b"content-type", MEDIA_TYPE.encode())], body)

    @property
    def asks_first(self) -> bool:
        """Whether a browser asks what a page of another site may send."""
        return (
            self._shared
            and self._scope["method"] == "OPTIONS"
            and any(name == b"access-control-request-method" for name, _ in self._scope["headers"])
        )

    async def answer(
        self, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> None:
        """Send a whole answer."""
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body, "more_body": False})

    def done(self, metrics: Metrics) -> None:
        """Count and log."""
        seconds = time.perf_counter() - self._began
        scope: Any = self._scope
        route = scope.get("path_template") or "other"
        metrics.count(route, self._status, seconds)
        tell(
            "request",
            id=self._id,
            method=scope["method"],
            route=route,
            status=self._status,
            ms=round(seconds * 1000, 2),
            who=told_who(scope),
        )
