"""JSON that comes in: what readers of it may take in two ways is refused before it is read."""

from __future__ import annotations

import json
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from enjoin.model.errors import InvalidInput


async def check_body(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Refuse a JSON body in which an object has a name twice; a guard of every route.

    Raises:
        InvalidInput: it has: the first of two queries of one name would go unscreened.
    """
    if isinstance(connection, Request) and not is_form(connection):
        check_names(await connection.body(), "body")


def is_form(request: Request[Any, Any, Any]) -> bool:
    """Tell whether a body says that it is a form; any other is read as JSON, whatever it says."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    return kind in {"application/x-www-form-urlencoded", "multipart/form-data"}


def check_names(text: bytes | str, where: str) -> None:
    """Refuse JSON in which an object has a name twice; what is no JSON, its reader refuses.

    Raises:
        InvalidInput: it has.
    """
    try:
        json.loads(
            text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str
        )
    except _Twice as error:
        raise InvalidInput(
            f"{where}: an object has one name twice, of which only one would be read; nothing was "
            "answered. Give each its own."
        ) from error
    except ValueError:
        return


class _Twice(Exception):
    """A name stands twice."""


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > 1 and len({name for name, _ in pairs}) < len(pairs):
        raise _Twice
