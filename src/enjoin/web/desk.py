"""The desk's addresses, in one table; `enjoin serve` mounts it beside the API."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, Protocol

from litestar import Response, Router, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import Dependency

from enjoin.model.errors import EnjoinError, NotAllowed, NotFound
from enjoin.web import (
    deciding,
    entries,
    failing,
    home,
    judging,
    lists,
    measures,
    reports,
    reviewing,
    screening,
    tables,
)
from enjoin.web.shell import AnyRequest, asset, page, prepare
from enjoin.workspace.access import Principal

_WHY = {
    "over": "The session is over, or there was none. Sign in to go on.",
    "refused": "Name and password do not belong together. Nothing was opened; try again.",
    "often": "There were too many tries from here. Wait a minute, then try again.",
    "foreign": "The form did not come from this page. Try again here.",
    "out": "You are signed out.",
}


@get("/sign-in", may=None)
async def sign_in(request: AnyRequest, why: str = "") -> Response[str]:
    """Ask who it is."""
    status = {"refused": 401, "often": 429}.get(why, 200)
    return page("sign-in.html", request, status, why=why, told=_WHY.get(why))


class Knows(Protocol):
    """What the service admits people with: it tells who asks."""

    async def who(self, connection: AnyRequest) -> Principal:
        """Tell who asks; raises NotAllowed where that is not known."""


@get("/help", may=None)
async def help_(
    request: AnyRequest, admission: Annotated[Knows, Dependency(skip_validation=True)]
) -> Response[str]:
    """Tell the keys, and how to read a page: to everybody, with their places to who is known."""
    with suppress(NotAllowed):
        request.scope["user"] = await admission.who(request)
    return page("help.html", request)


@get("/static/{name:str}", may=None)
async def static(name: str) -> Response[bytes]:
    """Return a file of ours: its address changes when it does."""
    found = asset(name)
    if found is None:
        raise NotFound(f"{name[:40]!r}: is no file of the desk.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found[0], media_type=f"{found[1]}; charset=utf-8", headers=headers)


@get("/{rest:path}", may="look")
async def nothing(request: AnyRequest, rest: str) -> Response[Any]:
    """Say that there is nothing here, as a page."""
    raise NotFound("Nothing is at this address. The places of the desk are above.")


HANDLERS: tuple[HTTPRouteHandler, ...] = (
    sign_in,
    help_,
    static,
    nothing,
    home.home,
    screening.form,
    screening.screen,
    screening.candidates,
    tables.begin,
    tables.job,
    tables.erase,
    entries.entry,
    judging.propose,
    judging.confirm,
    judging.withdraw,
    reviewing.result,
    reviewing.reviewed,
    reviewing.erase,
    reports.form,
    reports.read,
    measures.register,
    measures.measure,
    lists.lists,
    lists.update,
    lists.one,
    lists.changes,
    deciding.form,
    deciding.decide,
)


def desk() -> Router:
    """Return the desk, to be handed to the service it is mounted in, with its first page ready."""
    prepare()
    return Router(
        "/desk",
        route_handlers=HANDLERS,
        include_in_schema=False,
        exception_handlers={
            EnjoinError: failing.of_ours,
            HTTPException: failing.of_http,
            Exception: failing.of_anything,
        },
    )
