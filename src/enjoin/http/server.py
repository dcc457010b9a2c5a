"""Runs the application: processes that share one socket and one index, replaced when one dies."""

from __future__ import annotations

import gc
import logging.config
from collections.abc import Callable, Sequence
from typing import Any

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from enjoin.http import logs
from enjoin.http.app import make_app
from enjoin.http.settings import Settings
from enjoin.workspace import Workspace
from enjoin.workspace.live import Live

#: Seconds in which requests in flight may end when the service does, and a header may come in.
_ENDING, _HEADER = 20, 10_000


def serve(
    workspace: Workspace,
    settings: Settings,
    ready: Callable[[], None],
    more: Sequence[HTTPRouteHandler | Router] = (),
) -> None:
    """Answer until told to end; `ready` is called when the address is ours.

    Everything is loaded before the processes part, so that they share the memory it takes.
    """
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    settings.check()
    logging.config.dictConfig(logs.CONFIG)
    live = Live(workspace)
    live.prepare()
    app = make_app(live, settings, more)
    server = Server(
        "enjoin",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER, keep_alive=True),
        websockets=False,
        log_dictconfig=logs.CONFIG,
        log_level=LogLevels.warning,
        ssl_cert=settings.certificate,
        ssl_key=settings.private_key,
        respawn_failed_workers=True,
        workers_kill_timeout=_ENDING,
    )
    server.on_startup(ready)
    gc.collect()
    gc.freeze()  # what is shared is not touched by collections, and stays shared
    server.serve(target_loader=_loader(app), wrap_loader=False)


def _loader(app: Any) -> Callable[..., Any]:
    return lambda *_, **__: app
