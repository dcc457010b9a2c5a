"""The application: every route in one table, and what all of them go through."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from litestar.types import ASGIApp

from enjoin.http import problems
from enjoin.http.admission import Admission
from enjoin.http.bodies import check_body
from enjoin.http.description import config, described
from enjoin.http.gate import Gate
from enjoin.http.metrics import Metrics
from enjoin.http.service import Service
from enjoin.http.settings import BODY, Settings
from enjoin.http.v1 import access, jobs, journal, law, lists, reports, screening, session
from enjoin.http.yente import catalog, entities, match, reconcile, search
from enjoin.model.errors import EnjoinError
from enjoin.workspace.access import Access
from enjoin.workspace.live import Live

#: What is written for yente finds here.
YENTE: Sequence[HTTPRouteHandler] = (
    match.match,
    search.search,
    entities.entity,
    entities.adjacent,
    entities.adjacent_by,
    catalog.catalog,
    catalog.algorithms,
    catalog.healthz,
    catalog.readyz,
    catalog.updatez,
    reconcile.manifest,
    reconcile.reconcile,
    reconcile.suggest,
    reconcile.propose,
)
#: What Enjoin adds, under /api/v1: a new area is a module of `v1` and its handlers here.
V1: Sequence[HTTPRouteHandler] = (
    screening.screen,
    screening.screen_many,
    screening.compare,
    lists.lists,
    lists.delta,
    lists.entity,
    law.measures,
    law.assess,
    law.own,
    law.decide,
    law.lift_test,
    reports.read,
    reports.brief,
    journal.head,
    journal.verify,
    jobs.screen_table,
    jobs.jobs,
    jobs.job,
    jobs.written,
    jobs.erase,
    access.people,
    access.put_person,
    access.end_person,
    access.keys,
    access.add_key,
    access.end_key,
)
SESSION: Sequence[HTTPRouteHandler] = (
    session.sign_in,
    session.sign_in_by_link,
    session.who,
    session.sign_out,
    session.sign_in_by_form,
    session.sign_out_by_form,
)


@get("/", may=None, include_in_schema=False)
async def root() -> Redirect:
    """Lead a browser to the desk."""
    return Redirect("/desk/", status_code=303)


@get("/openapi.json", may=None, include_in_schema=False)
async def openapi(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Return the description of all this, as OpenAPI 3.1."""
    return Response(
        described(request.app), media_type=MediaType.JSON, headers={"Cache-Control": "max-age=300"}
    )


def make_app(
    live: Live,
    settings: Settings,
    more: Sequence[HTTPRouteHandler | Router] = (),
    draw: Callable[[int], bytes] = os.urandom,
    seconds: Callable[[], float] = time.monotonic,
) -> ASGIApp:
    """Make the application that answers for a workspace; `more` are pages such as the desk's.

    Chance comes from `draw`; limits count by `seconds`, a clock that never goes back.
    """
    own: list[Any] = [
        *YENTE,
        *SESSION,
        journal.figures,
        root,
        openapi,
        Router("/api/v1", route_handlers=V1),
    ]
    metrics_box: list[Metrics] = []
    admission = Admission(live, Access(live.workspace, draw), settings, seconds)

    @asynccontextmanager
    async def living(_: Litestar) -> AsyncIterator[None]:
        metrics_box[0].begin()
        live.start()
        try:
            yield
        finally:
            live.stop()

    app = Litestar(
        route_handlers=[*own, *more],
        guards=[admission.admit, check_body],
        dependencies={
            "live": Provide(lambda: live, sync_to_thread=False),
            "admission": Provide(lambda: admission, sync_to_thread=False),
            "metrics": Provide(lambda: metrics_box[0], sync_to_thread=False),
        },
        exception_handlers={
            EnjoinError: problems.of_ours,
            HTTPException: problems.of_http,
            Exception: problems.of_anything,
        },
        lifespan=[living],
        openapi_config=config(),
        request_max_body_size=BODY,
        logging_config=None,
        debug=False,
    )
    _check_routes(app)
    metrics_box.append(Metrics(route.path_format for route in app.routes))
    app.state.service = Service(live, metrics_box[0])
    return Gate(app, settings, metrics_box[0], draw)


def _check_routes(app: Litestar) -> None:
    """Refuse to start with a route that does not say what it takes to use it."""
    handlers = {handler for route in app.routes for handler in _handlers(route)}
    silent = [str(handler) for handler in handlers if "may" not in handler.opt]
    assert not silent, f"who may use these is not said: {', '.join(silent)}"


def _handlers(route: Any) -> list[Any]:
    return [each for each in route.route_handlers if each.http_methods != {"OPTIONS"}]
