"""What a page says when there is no answer: what went wrong, in which state we are, what to do."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from enjoin.model.errors import EnjoinError, ListsUntrusted, NotAllowed
from enjoin.web.shell import AnyRequest, page, service_of

_TITLES = {
    400: "This cannot be used",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This is not how it is asked",
    413: "That is too large",
    429: "Too many requests",
}
_WORDS = {
    404: "Nothing is at this address. The places of the desk are above.",
    405: "This address takes another kind of request. Go back and try from the page.",
    413: "What you sent is larger than is taken; nothing was done. Send less at a time.",
}
_FORM = "The form was not understood; nothing was done. Go back, load the page anew and try again."
_UNFORESEEN = (
    "Something went wrong here, and this is not a clear. Try again; if it stays, tell who runs "
    "this service the number below."
)


def of_ours(request: AnyRequest, error: EnjoinError) -> Response[Any]:
    """Answer an error of the tree: it says what to do. Who is not known is asked to sign in."""
    if isinstance(error, NotAllowed) and error.status == 401:
        return Redirect("/desk/sign-in?why=over", status_code=303)
    if error.status >= 500:
        service_of(request).failed(request, error)
    title = "There is no answer" if isinstance(error, ListsUntrusted) else None
    return _failed(request, error.status, _sentence(str(error)), title)


def _sentence(told: str) -> str:
    """Begin a sentence with a capital; one that begins with an id or a value stays as it is."""
    return told[:1].upper() + told[1:] if told.partition(" ")[0].isalpha() else told


def of_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Answer what the framework refused."""
    if error.status_code >= 500:
        return of_anything(request, error)
    return _failed(request, error.status_code, _WORDS.get(error.status_code, _FORM))


def of_anything(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer what nobody foresaw: nothing of it is shown, the log has where it was."""
    service_of(request).failed(request, error)
    return _failed(request, 500, _UNFORESEEN)


def _failed(request: AnyRequest, status: int, told: str, title: str | None = None) -> Response[str]:
    return page(
        "failed.html",
        request,
        status,
        title=title or _TITLES.get(status, "Something went wrong"),
        told=told,
        typed=status == 400 and request.method == "POST",
        id=service_of(request).request_id(request),
    )
