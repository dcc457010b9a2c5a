"""What can be asked of, how it is scored, and whether the service is alive, ready, up to date."""

from __future__ import annotations

import secrets
from typing import Any

from litestar import Request, get, post

from enjoin.http.admission import LOCAL, Admission
from enjoin.http.work import begin_update
from enjoin.http.yente.shapes import (
    Algorithm,
    Algorithms,
    Catalog,
    Dataset,
    Publisher,
    Status,
)
from enjoin.http.yente.terms import ALGORITHM, FEATURES
from enjoin.model.errors import NotAllowed
from enjoin.model.match import ListVersion
from enjoin.workspace.datasets import ALL, title_of
from enjoin.workspace.live import Live


@get("/healthz", may=None, tags=["System information"], summary="Alive")
async def healthz() -> Status:
    """Tell that the process answers."""
    return Status()


@get("/readyz", may=None, tags=["System information"], summary="Ready to screen")
async def readyz(live: Live) -> Status:
    """Tell that lists are loaded, none of them is stale, and the index is open; 503 if not."""
    ready = live.ready()
    ready.check((), accept=live.workspace.config.accept_stale)
    return Status()


@get("/catalog", may="look", sync_to_thread=True, tags=["System information"], summary="Lists")
def catalog(live: Live) -> Catalog:
    """Return the lists that are loaded and how old they are.

    Lists that OpenSanctions has under another name answer to that as well.
    """
    lists = live.workspace.lists()
    stale = [of.source for of in lists if of.stale]
    together = [_together(name, lists) for name in ALL]
    return Catalog(
        [*together, *(_dataset(of) for of in lists)],
        [of.source for of in lists if not of.stale],
        stale,
        bool(stale),
    )


def _dataset(of: ListVersion) -> Dataset:
    title, authority = title_of(of.source)
    return Dataset(
        name=of.source,
        title=title,
        version=of.version,
        load=True,
        index_current=not of.stale,
        index_version=of.version,
        entity_count=of.entries,
        updated_at=of.fetched,
        last_export=of.fetched,
        publisher=Publisher(authority),
    )


def _together(name: str, lists: list[ListVersion]) -> Dataset:
    return Dataset(
        name=name,
        title="All lists that are loaded",
        version=max((of.version for of in lists), default="none"),
        load=bool(lists),
        index_current=bool(lists) and not any(of.stale for of in lists),
        entity_count=sum(of.entries for of in lists),
        children=[of.source for of in lists],
    )


@get("/algorithms", may="look", tags=["System information"], summary="How scores are made")
async def algorithms() -> Algorithms:
    """Return the one algorithm, which answers to the names of yente's."""
    told = (
        "Evidence for and against adds up in log-odds and is calibrated to a probability. Programs "
        "that ask for an algorithm of yente's get this one."
    )
    features = dict(FEATURES)
    return Algorithms([Algorithm(ALGORITHM, told, features, features)], ALGORITHM, ALGORITHM)


@post(
    "/updatez",
    may=None,
    status_code=200,
    tags=["System information"],
    summary="Fetch the lists that are loaded",
)
async def updatez(
    live: Live,
    admission: Admission,
    request: Request[Any, Any, Any],
    token: str = "",
    sync: bool = False,
) -> Status:
    """Fetch the lists that are loaded from their publishers; `sync` waits until that is done.

    It takes the update token of the configuration, or a key of somebody who may update.
    """
    expected = admission.settings.update_token
    if not (expected and secrets.compare_digest(token.encode(), expected.encode())):
        if token:
            admission.try_to_sign_in(request)
        who = await admission.who(request)
        if not who.may("update"):
            raise NotAllowed("the update token is not right; set update_token in enjoin.toml.")
    work = await begin_update(live, LOCAL.name)
    if sync:
        await work
        live.look()
    return Status()
