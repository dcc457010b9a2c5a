"""Signing in and out: by a password, or by the link that a fresh service prints."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import Parameter
from litestar.response import Redirect

from enjoin.http.admission import COOKIE, Admission, sent_by_our_page
from enjoin.http.logs import tell
from enjoin.model.errors import NotAllowed
from enjoin.workspace.access import ROLES, SESSION, Principal, csrf_of


class SignIn(msgspec.Struct, frozen=True):
    """Name and password."""

    name: Annotated[str, msgspec.Meta(max_length=100)]
    password: Annotated[str, msgspec.Meta(max_length=1_000)]


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks and what they may do; `csrf` goes with what a session changes, as X-CSRF-Token."""

    name: str
    role: str
    kind: str
    may: list[str]
    csrf: str | None = None


@post("/api/v1/session", may=None, status_code=201, tags=["Session"], summary="Sign in")
async def sign_in(
    admission: Admission, request: Request[Any, Any, Any], data: SignIn
) -> Response[dict[str, str]]:
    """Sign in: the session is in a cookie, what its forms must carry in the answer."""
    if not sent_by_our_page(request):
        raise NotAllowed("this did not come from a page of ours; sign in there.")
    admission.try_to_sign_in(request)
    try:
        token = await asyncio.to_thread(admission.access.sign_in, data.name, data.password)
    except NotAllowed:
        tell("sign-in refused", id=request.scope.get("enjoin_id"))
        raise
    return Response({"csrf": csrf_of(token)}, cookies=[cookie(admission, token)])


@get("/sign-in", may=None, include_in_schema=False)
async def sign_in_by_link(
    admission: Admission,
    request: Request[Any, Any, Any],
    token: Annotated[str, Parameter(max_length=100)],
) -> Redirect:
    """Sign in by a link, which is good once, and go to the desk."""
    admission.try_to_sign_in(request)
    session = await asyncio.to_thread(admission.access.sign_in_by_link, token)
    return Redirect("/desk/", status_code=303, cookies=[cookie(admission, session)])


@get("/api/v1/session", may="look", tags=["Session"], summary="Who asks")
async def who(request: Request[Principal, Any, Any]) -> Who:
    """Return who asks and what they may do."""
    user, token = request.user, request.cookies.get(COOKIE)
    return Who(
        name=user.name,
        role=user.role,
        kind=user.kind,
        may=sorted(ROLES[user.role]),
        csrf=csrf_of(token) if user.kind == "person" and token else None,
    )


@delete("/api/v1/session", may="look", tags=["Session"], summary="Sign out")
async def sign_out(admission: Admission, request: Request[Principal, Any, Any]) -> Response[None]:
    """Sign out."""
    return Response(None, status_code=204, cookies=[await ended(admission, request)])


@post("/sign-in", may=None, status_code=303, include_in_schema=False)
async def sign_in_by_form(admission: Admission, request: Request[Any, Any, Any]) -> Redirect:
    """Sign in by the desk's form and go to the desk, or back to the form, which says why."""
    form = await request.form()
    name, password = (str(form.get(field, ""))[:1_000] for field in ("name", "password"))
    if not sent_by_our_page(request):
        return Redirect("/desk/sign-in?why=foreign", status_code=303)
    try:
        admission.try_to_sign_in(request)
        token = await asyncio.to_thread(admission.access.sign_in, name, password)
    except NotAllowed as error:
        tell("sign-in refused", id=request.scope.get("enjoin_id"))
        why = "often" if error.status == 429 else "refused"
        return Redirect(f"/desk/sign-in?why={why}", status_code=303)
    return Redirect("/desk/", status_code=303, cookies=[cookie(admission, token)])


@post("/sign-out", may="look", status_code=303, include_in_schema=False)
async def sign_out_by_form(admission: Admission, request: Request[Principal, Any, Any]) -> Redirect:
    """Sign out by the desk's form."""
    gone = await ended(admission, request)
    return Redirect("/desk/sign-in?why=out", status_code=303, cookies=[gone])


async def ended(admission: Admission, request: Request[Principal, Any, Any]) -> Cookie:
    """End the session of a request; return the cookie that makes a browser forget it."""
    token = request.cookies.get(COOKIE, "")
    await asyncio.to_thread(admission.access.sign_out, token)
    admission.forget(token)
    gone = cookie(admission, "")
    gone.max_age = 0
    return gone


def cookie(admission: Admission, token: str) -> Cookie:
    """Return the cookie of a session: no script sees it, no foreign page has it sent."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=admission.settings.secure,
    )
