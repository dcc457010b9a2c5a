"""`/reconcile/{dataset}`: the Reconciliation API 0.2, for OpenRefine and what speaks it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from litestar import Request, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter

from enjoin.http.admission import Admission
from enjoin.http.bodies import check_names
from enjoin.http.metrics import Metrics
from enjoin.http.screening import screened
from enjoin.http.settings import BATCH
from enjoin.http.yente.shapes import Example
from enjoin.http.yente.terms import MATCHES, OFFSET, scope_of
from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Match
from enjoin.model.schema import MATCHABLE, SCHEMATA, THING
from enjoin.workspace import Asked
from enjoin.workspace.catalogue import Sought, find
from enjoin.workspace.live import Entry, Live, Ready
from enjoin.workspace.parties import party_of

_SPACE = "https://followthemoney.tech/explorer/#schema"
#: Values told of a property, suggestions of a kind, and properties a table is extended with.
_VALUES, _SUGGESTED, _PROPERTIES = 100, 20, 100
#: Candidates of a query, unless it says how many.
_CANDIDATES = 5


class Kind(msgspec.Struct, frozen=True):
    """A schema, or a property."""

    id: str
    name: str


class Feature(msgspec.Struct, frozen=True):
    """A reason for the score: its weight in log-odds, above zero where it speaks for the match."""

    id: str
    value: float


class Candidate(msgspec.Struct, frozen=True):
    """Who a row may be; `score` is a percentage."""

    id: str
    name: str
    type: list[Kind]
    score: float
    match: bool
    description: str = ""
    features: list[Feature] = []


class Candidates(msgspec.Struct, frozen=True):
    """Who a row may be, best first."""

    result: list[Candidate]


class Suggestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entity, a schema or a property that begins with what was typed."""

    id: str
    name: str
    description: str = ""
    notable: list[Kind] = []


class Suggested(msgspec.Struct, frozen=True):
    """What begins with what was typed."""

    result: list[Suggestion]


class Proposed(msgspec.Struct, frozen=True):
    """Properties with which a table can be extended."""

    type: str
    properties: list[Kind]
    limit: int


class Given(msgspec.Struct, frozen=True):
    """What is known of a row besides its name."""

    pid: str
    v: Any = None


class Query(msgspec.Struct, frozen=True):
    """A row to reconcile."""

    query: str = ""
    type: str | list[str] | None = None
    limit: Annotated[float, msgspec.Meta(ge=1, le=MATCHES)] = _CANDIDATES
    properties: Annotated[list[Given], msgspec.Meta(max_length=_PROPERTIES)] = []


class WantedProperty(msgspec.Struct, frozen=True):
    """A property to extend a table with."""

    id: str
    settings: dict[str, Any] = {}


class Extension(msgspec.Struct, frozen=True):
    """Which properties of which entities a table is to be extended with."""

    ids: Annotated[list[str], msgspec.Meta(max_length=BATCH)]
    properties: Annotated[list[WantedProperty], msgspec.Meta(max_length=_PROPERTIES)]


class Extended(msgspec.Struct, frozen=True):
    """The values of properties, by entity and property."""

    meta: list[Kind]
    rows: dict[str, dict[str, list[dict[str, str]]]]


class Form(msgspec.Struct, frozen=True):
    """What OpenRefine posts: JSON in one of two fields."""

    queries: str | None = None
    extend: str | None = None


@get("/reconcile/{dataset:str}", may=None, tags=["Reconciliation"], summary="The manifest")
async def manifest(
    live: Live,
    metrics: Metrics,
    admission: Admission,
    request: Request[Any, Any, Any],
    dataset: str,
    queries: str | None = None,
    extend: str | None = None,
) -> dict[str, Any]:
    """Describe the service, or answer `queries` and `extend` that come in the address.

    The description takes no key: it is what tells a client that the rest does.
    """
    if queries or extend:
        await admission.let_in(request, "screen", pages=True)
        return await _answered(live, metrics, dataset, Form(queries, extend))
    scope_of(live, live.ready(), dataset, (), ())
    described = _described(_base(admission, request), dataset)
    return described if admission.settings.open else described | {"authentication": _KEY}


#: How the description says that a key is asked for.
_KEY = {"type": "apiKey", "name": "Authorization", "in": "header"}
_HOST = re.compile(r"[A-Za-z0-9._~\[\]:-]{1,255}")


def _base(admission: Admission, request: Request[Any, Any, Any]) -> str:
    """Return the address that a client reached us by; a proxy in front of us speaks TLS.

    Raises:
        InvalidInput: the header Host names no host.
    """
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise InvalidInput("Host: names no host; send the name that this service is reached by.")
    return f"{'https' if admission.settings.secure else 'http'}://{host}"


def _described(base: str, dataset: str) -> dict[str, Any]:
    here = f"{base}/reconcile/{quote(dataset, safe='')}"
    return {
        "versions": ["0.2"],
        "name": f"Enjoin: {dataset}",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": _SPACE,
        "view": {"url": f"{base}/desk/entities/{{{{id}}}}"},
        "defaultTypes": [msgspec.to_builtins(_kind(schema)) for schema in sorted(MATCHABLE)],
        "batchSize": 50,
        "suggest": {
            of: {"service_url": here, "service_path": f"/suggest/{of}"}
            for of in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/property"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "The most values of a row; 0 for all.",
                }
            ],
        },
    }


@post(
    "/reconcile/{dataset:str}",
    may="screen",
    pages=True,
    status_code=200,
    tags=["Reconciliation"],
)
async def reconcile(
    live: Live,
    metrics: Metrics,
    dataset: str,
    data: Annotated[Form, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> dict[str, Any]:
    """Reconcile rows (`queries`), or extend them with properties (`extend`)."""
    return await _answered(live, metrics, dataset, data)


async def _answered(live: Live, metrics: Metrics, dataset: str, form: Form) -> dict[str, Any]:
    if form.extend:
        extended = _extended(live, dataset, _read(form.extend, Extension, "extend"))
        return msgspec.to_builtins(extended)  # type: ignore[no-any-return]
    queries = _read(form.queries or "{}", dict[str, Query], "queries")
    if not 1 <= len(queries) <= BATCH:
        raise InvalidInput(f"queries: send at least one and at most {BATCH} at a time.")
    found = await _reconciled(live, metrics, dataset, queries)
    return msgspec.to_builtins(found)  # type: ignore[no-any-return]


def _read(text: str, kind: Any, field: str) -> Any:
    """Read the JSON in a field of the form.

    Raises:
        InvalidInput: it is none, or says something else, or one thing twice.
    """
    check_names(text, field)
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise InvalidInput(
            f"{field}: is not what the Reconciliation API 0.2 has there, or too much of it."
        ) from error


async def _reconciled(
    live: Live, metrics: Metrics, dataset: str, queries: dict[str, Query]
) -> dict[str, Candidates]:
    ready = live.ready()
    asked = Asked(
        live.workspace.as_of(), lists=scope_of(live, ready, dataset, (), ()), near=_SUGGESTED
    )
    parties = [_party(name, query) for name, query in queries.items()]
    found = await screened(live, metrics, ready, parties, asked)
    entries = _named(live, ready, asked.lists, [query.query for query in queries.values()])
    named = {id_: _certain(ready, entry) for id_, entry in entries.items()}
    return {
        name: Candidates(_best(query, [_candidate(match) for match in matches], named))
        for (name, query), matches in zip(queries.items(), found, strict=True)
    }


def _best(query: Query, found: list[Candidate], named: dict[str, Candidate]) -> list[Candidate]:
    """Return the candidates of a row, best first: first of all who is named by their id."""
    if query.query in named:
        found = [named[query.query], *(of for of in found if of.id != query.query)]
    found.sort(key=lambda of: -of.score)
    return found[: int(query.limit)]


def _named(
    live: Live, ready: Ready, lists: Sequence[str], texts: Sequence[str]
) -> dict[str, Entry]:
    """Return the entries of lists whose ids texts are."""
    ids = [text for text in texts if text.startswith(tuple(f"{name}-" for name in lists))]
    return live.entries(ready, ids)


def _certain(ready: Ready, entry: Entry) -> Candidate:
    of, listed = entry.subject, ready.cited[entry.version.source]
    told = _told(of.schema, listed.source, stale=listed.stale)
    return Candidate(of.id, of.caption, [_kind(of.schema)], 100.0, True, told)


def _told(schema: str, lists: str, *, stale: bool) -> str:
    return f"{schema}, {lists}{' (STALE)' if stale else ''}"


def _party(name: str, query: Query) -> Any:
    example = _example(query)
    try:
        return party_of(example.schema, example.properties)
    except InvalidInput as error:
        raise InvalidInput(f"queries.{name}: {error}") from error


def _example(query: Query) -> Example:
    """Read a row: its name, and what else it knows, by property or Schema:property."""
    kinds = [query.type] if isinstance(query.type, str) else query.type or [THING]
    kind = kinds[0] if len(kinds) == 1 else THING  # of several, any will do
    said: dict[str, Any] = {"name": [query.query]} if query.query else {}
    for given in query.properties:
        values = given.v if isinstance(given.v, list) else [given.v]
        prop = given.pid.rpartition(":")[2]
        said.setdefault(prop, []).extend(_plain(value) for value in values)
    return Example(kind, said)


def _plain(value: Any) -> str | None:
    """Return a value as text; OpenRefine gives reconciled cells as {"id", "name"}."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    return str(value) if isinstance(value, str | int | float) else None


def _candidate(match: Match) -> Candidate:
    lists = ", ".join(sorted({of.source for of in match.listings}))
    told = _told(match.schema, lists, stale=match.stale)
    kinds = [_kind(match.schema)]
    score = round(match.score * 100, 2)
    why = [Feature(of.feature, of.weight) for of in match.evidence]
    return Candidate(match.entity_id, match.caption, kinds, score, match.match, told, why)


def _kind(schema: str) -> Kind:
    return Kind(schema, schema)


def _extended(live: Live, dataset: str, asked: Extension) -> Extended:
    ready = live.ready()
    entries = _named(live, ready, scope_of(live, ready, dataset, (), ()), asked.ids)
    rows = {
        id_: {
            of.id: _values(entries[id_].subject, of) if id_ in entries else []
            for of in asked.properties
        }
        for id_ in asked.ids
    }
    return Extended([_property(of.id) for of in asked.properties], rows)


def _values(entity: Entity, of: WantedProperty) -> list[dict[str, str]]:
    limit = of.settings.get("limit", 0)
    most = limit if isinstance(limit, int) and limit > 0 else _VALUES
    return [{"str": str(value)} for value in entity.get(of.id.rpartition(":")[2])[:most]]


def _property(id_: str) -> Kind:
    return Kind(id_, id_.rpartition(":")[2])


Prefix = Annotated[str, Parameter(max_length=200)]
Cursor = Annotated[int, Parameter(ge=0, le=OFFSET, description="Suggestions to leave out.")]


@get(
    "/reconcile/{dataset:str}/suggest/{kind:str}",
    may="screen",
    pages=True,
    tags=["Reconciliation"],
)
async def suggest(
    live: Live,
    dataset: str,
    kind: Literal["entity", "type", "property"],
    prefix: Prefix = "",
    cursor: Cursor = 0,
) -> Suggested:
    """Suggest entities, types or properties that begin with what was typed."""
    if kind == "entity":
        found = await _entities(live, dataset, prefix, cursor + _SUGGESTED)
    else:
        named = sorted(MATCHABLE) if kind == "type" else _properties(THING)
        begins = prefix.casefold()
        found = [Suggestion(name, name) for name in named if name.casefold().startswith(begins)]
    return Suggested(found[cursor : cursor + _SUGGESTED])


async def _entities(live: Live, dataset: str, prefix: str, most: int) -> list[Suggestion]:
    """Return who has a name that begins like that, first of all who has that as an id."""
    ready = live.ready()
    lists = scope_of(live, ready, dataset, (), ())
    rows = (await asyncio.to_thread(find, live, ready, Sought(text=prefix, sources=lists)))[:most]
    named = {
        id_: Suggestion(id_, of.subject.caption, f"{of.subject.schema}, {of.version.source}")
        for id_, of in _named(live, ready, lists, [prefix]).items()
    }
    told = {
        r.id: Suggestion(r.id, r.caption, f"{r.schema}, {r.source}", [_kind(r.schema)])
        for r in rows
    }
    return list((named | told).values())


@get("/reconcile/{dataset:str}/extend/property", may="screen", pages=True, tags=["Reconciliation"])
async def propose(
    dataset: str,
    type_: Annotated[str, Parameter(query="type")] = THING,
    limit: Annotated[int, Parameter(ge=0, le=500)] = 100,
) -> Proposed:
    """Propose properties of a type to extend a table with."""
    named = _properties(type_)[: limit or None]
    return Proposed(type_, [Kind(name, name) for name in named], limit)


def _properties(schema: str) -> list[str]:
    """Name the properties of a schema; of anything, those of all that is listed."""
    if schema == THING:
        return sorted({prop for kind in MATCHABLE for prop in SCHEMATA[kind]})
    return sorted(SCHEMATA.get(schema, ()))
