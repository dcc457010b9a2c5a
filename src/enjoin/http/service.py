"""What pages mounted beside the API are given: screening, jobs, the token of their forms."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Request

from enjoin.http.admission import COOKIE
from enjoin.http.logs import log_failure
from enjoin.http.metrics import Metrics
from enjoin.http.problems import request_id
from enjoin.http.screening import screened
from enjoin.http.work import begin, begin_update, new_id
from enjoin.model.match import Match, Party
from enjoin.workspace import Asked
from enjoin.workspace.access import Principal, csrf_of
from enjoin.workspace.jobs import Job
from enjoin.workspace.live import Live, Ready


class Service:
    """The service, as pages see it. It is the application's `state.service`."""

    def __init__(self, live: Live, metrics: Metrics) -> None:
        self._live, self._metrics = live, metrics

    async def screened(
        self, ready: Ready, parties: Sequence[Party], asked: Asked
    ) -> list[list[Match]]:
        """Return who each party may be, once that is in the journal."""
        return await screened(self._live, self._metrics, ready, parties, asked)

    def new_id(self) -> str:
        """Return an id for a job, which nobody guesses."""
        return new_id()

    def begin(self, job: Job) -> asyncio.Task[None]:
        """Have a job done, when it is its turn."""
        return begin(self._live, job)

    async def begin_update(self, owner: str) -> asyncio.Task[None]:
        """Have the lists that are loaded fetched from their publishers."""
        return await begin_update(self._live, owner)

    def csrf(self, request: Request[Principal, Any, Any]) -> str:
        """Return what a form of a session must carry in the field `csrf`; nothing without one."""
        token = request.cookies.get(COOKIE)
        return csrf_of(token) if token else ""

    def failed(self, request: Request[Any, Any, Any], error: Exception) -> None:
        """Log what nobody foresaw: where it was, and nothing of what it was about."""
        log_failure(request.scope, error)

    def request_id(self, request: Request[Any, Any, Any]) -> str:
        """Return the id the log knows a request by."""
        return request_id(request)
