"""`/api/v1/people` and `/api/v1/keys`: who may ask, and as what; for administrators."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post, put

from enjoin.http.admission import Admission
from enjoin.model.errors import NotAllowed
from enjoin.workspace.access import RATE, Principal

AnyRequest = Request[Principal, Any, Any]


class PersonIn(msgspec.Struct, frozen=True):
    """What a person may do, and the password they sign in with."""

    role: str
    password: Annotated[str, msgspec.Meta(max_length=1_000)]


class PersonOut(msgspec.Struct, frozen=True):
    """Somebody who signs in, or did until `ended`."""

    name: str
    role: str
    made: str
    ended: str | None


class KeyIn(msgspec.Struct, frozen=True):
    """A program, what it may do, and how many requests a second."""

    name: str
    role: str = "analyst"
    rate: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = RATE


class KeyOut(msgspec.Struct, frozen=True):
    """A key by its program's name; it opens nothing after `ended`."""

    name: str
    role: str
    rate: int
    made: str
    ended: str | None


class KeyMade(msgspec.Struct, frozen=True):
    """A new key: it is told this once and kept nowhere."""

    name: str
    role: str
    rate: int
    key: str


@get("/people", may="administer", sync_to_thread=True, tags=["Access"], summary="Who signs in")
def people(admission: Admission) -> list[PersonOut]:
    """Return everybody who signs in, or did."""
    return [PersonOut(of.name, of.role, of.made, of.ended) for of in admission.access.everybody()]


@put("/people/{name:str}", may="administer", status_code=204, sync_to_thread=True, tags=["Access"])
def put_person(admission: Admission, request: AnyRequest, name: str, data: PersonIn) -> None:
    """Let a person sign in; one who is there gets this role and password, and is signed out."""
    _check_another(request.user, name)
    admission.access.add_person(name, data.role, data.password, by=request.user.name)


@delete("/people/{name:str}", may="administer", sync_to_thread=True, tags=["Access"])
def end_person(admission: Admission, request: AnyRequest, name: str) -> None:
    """Have a person sign in no more; their sessions end within two seconds."""
    _check_another(request.user, name)
    admission.access.end_person(name, by=request.user.name)


@get("/keys", may="administer", sync_to_thread=True, tags=["Access"], summary="Keys by name")
def keys(admission: Admission) -> list[KeyOut]:
    """Return every key, those that have ended among them; what they are is not known here."""
    every = admission.access.all_keys()
    return [KeyOut(of.name, of.role, of.rate, of.made, of.ended) for of in every]


@post("/keys", may="administer", sync_to_thread=True, tags=["Access"], summary="Make a key")
def add_key(admission: Admission, request: AnyRequest, data: KeyIn) -> KeyMade:
    """Make a key for a program: it is in this answer and never told again."""
    made = admission.access.add_key(data.name, data.role, data.rate, by=request.user.name)
    return KeyMade(data.name, data.role, data.rate, made)


@delete("/keys/{name:str}", may="administer", sync_to_thread=True, tags=["Access"])
def end_key(admission: Admission, request: AnyRequest, name: str) -> None:
    """Have a key open nothing any more, from within two seconds."""
    admission.access.end_key(name, by=request.user.name)


def _check_another(user: Principal, name: str) -> None:
    """Refuse that people change what they themselves may do, or shut themselves out.

    Raises:
        NotAllowed: it is their own name.
    """
    if user.kind == "person" and user.name == name:
        raise NotAllowed(
            "nobody changes or ends their own account; another administrator does that."
        )
