"""Errors as problem+json (RFC 9457): what is wrong, in which state we are, what to do next."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from enjoin.http.logs import log_failure
from enjoin.model.errors import EnjoinError, NotAllowed

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong. `detail` says what to do next; `exit_code` is the command line's."""

    type: str
    title: str
    status: int
    detail: str
    exit_code: int
    instance: str
    """The id of the request, which the log knows it by."""


def problem(status: int, detail: str, kind: str, instance: str, exit_code: int = 1) -> Problem:
    """Describe a problem."""
    return Problem(
        type=f"urn:enjoin:problem:{kind}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        exit_code=exit_code,
        instance=f"urn:enjoin:request:{instance}",
    )


def answer(of: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    """Answer with a problem."""
    return Response(of, status_code=of.status, media_type=MEDIA_TYPE, headers=headers)


def of_ours(request: Request[Any, Any, Any], error: EnjoinError) -> Response[Problem]:
    """Answer an error of the tree, which knows its status and says what to do."""
    kind, status = type(error).__name__, error.status
    headers: dict[str, str] = {}
    if isinstance(error, NotAllowed):
        if error.status == 401:
            headers["WWW-Authenticate"] = 'ApiKey realm="enjoin", Bearer realm="enjoin"'
        if error.after is not None:
            headers["Retry-After"] = str(error.after)
    if status >= 500:
        log_failure(request.scope, error)
    told = str(error)
    return answer(problem(status, told, kind, request_id(request), error.exit_code), headers)


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what the framework refused: an unknown path, a body that does not fit."""
    kind = type(error).__name__.removesuffix("Exception")
    status = error.status_code
    if status >= 500:
        return of_anything(request, error)
    detail = (
        _why(error) if isinstance(error, ValidationException) else _HINTS.get(status, error.detail)
    )
    return answer(problem(status, detail, kind, request_id(request), 2), error.headers)


_HINTS = {
    404: "there is nothing at this path; /openapi.json tells what there is.",
    405: "this path takes another method; the header Allow tells which.",
    413: "the body is larger than is taken; send less at a time, or a table as a job.",
    415: "the body is of a kind that is not read here; /openapi.json tells which is.",
}


#: How the framework tells what is missing; the address it tells as well is what was sent.
_MISSING = re.compile(r"Missing required (\w+) parameter '([\w-]+)' for path")


def _why(error: ValidationException) -> str:
    """Say which parameter or which place of the body does not fit; never repeat what it was."""
    places = error.extra if isinstance(error.extra, list) else []
    told = [f"{each.get('key') or 'body'}: {each['message']}" for each in places]
    if missing := _MISSING.match(error.detail):
        told.append(f"{missing[2]}: is missing; give it as a {missing[1]} parameter")
    why = "; ".join(told) or "it does not fit"
    return f"the request cannot be used: {why}. /openapi.json tells what is taken."


def of_anything(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer what nobody foresaw: nothing of it leaves the service, the log has where it was."""
    if isinstance(error, TimeoutError):
        told = "the request took too long to come in; nothing was answered. Send it again."
        return answer(problem(408, told, "Timeout", request_id(request)))
    if isinstance(error, RecursionError):
        told = "the body is nested too deep to be read; nothing was answered."
        return answer(problem(400, told, "TooDeep", request_id(request), 2))
    log_failure(request.scope, error)
    told = "something went wrong here, and this is not a clear. The log knows it by this id."
    return answer(problem(500, told, "Internal", request_id(request)))


def request_id(request: Request[Any, Any, Any]) -> str:
    """Return the id that the request came with or was given."""
    return str(request.scope.get("enjoin_id", ""))
