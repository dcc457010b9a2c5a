"""`/reconcile/{dataset}`: the Reconciliation API 0.2, for OpenRefine and what speaks it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from litestar import Request, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter

from enjoin.http.metrics import Metrics
from enjoin.http.screening import screened
from enjoin.http.settings import BATCH
from enjoin.http.yente.shapes import Example
from enjoin.http.yente.terms import scope_of
from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Match
from enjoin.model.schema import MATCHABLE, SCHEMATA, THING
from enjoin.workspace import Asked
from enjoin.workspace.catalogue import Sought, find
from enjoin.workspace.live import Live
from enjoin.workspace.parties import party_of

_SPACE = "https://followthemoney.tech/explorer/#schema"
#: Values told of a property, and suggestions of a kind.
_VALUES, _SUGGESTED = 100, 20
#: Candidates of a query, unless it says how many.
_CANDIDATES = 5


class Kind(msgspec.Struct, frozen=True):
    """A schema, or a property."""

    id: str
    name: str


class Candidate(msgspec.Struct, frozen=True):
    """Who a row may be; `score` is a percentage."""

    id: str
    name: str
    type: list[Kind]
    score: float
    match: bool
    description: str = ""


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
    limit: int = _CANDIDATES
    properties: list[Given] = []


class WantedProperty(msgspec.Struct, frozen=True):
    """A property to extend a table with."""

    id: str
    settings: dict[str, Any] = {}


class Extension(msgspec.Struct, frozen=True):
    """Which properties of which entities a table is to be extended with."""

    ids: list[str]
    properties: list[WantedProperty]


class Extended(msgspec.Struct, frozen=True):
    """The values of properties, by entity and property."""

    meta: list[Kind]
    rows: dict[str, dict[str, list[dict[str, str]]]]


class Form(msgspec.Struct, frozen=True):
    """What OpenRefine posts: JSON in one of two fields."""

    queries: str | None = None
    extend: str | None = None


@get("/reconcile/{dataset:str}", may="screen", tags=["Reconciliation"], summary="The manifest")
async def manifest(
    live: Live,
    metrics: Metrics,
    request: Request[Any, Any, Any],
    dataset: str,
    queries: str | None = None,
    extend: str | None = None,
) -> dict[str, Any]:
    """Describe the service, or answer `queries` and `extend` that come in the address."""
    if queries or extend:
        return await _answered(live, metrics, dataset, Form(queries, extend))
    scope_of(live, live.ready(), dataset, (), ())
    base = str(request.base_url).rstrip("/")
    here = f"{base}/reconcile/{quote(dataset, safe='')}"
    return {
        "versions": ["0.2"],
        "name": f"Enjoin: {dataset}",
        "identifierSpace": _SPACE,
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


@post("/reconcile/{dataset:str}", may="screen", status_code=200, tags=["Reconciliation"])
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
        extended = _extended(live, _read(form.extend, Extension, "extend"))
        return msgspec.to_builtins(extended)  # type: ignore[no-any-return]
    queries = _read(form.queries or "{}", dict[str, Query], "queries")
    if not 1 <= len(queries) <= BATCH:
        raise InvalidInput(f"queries: send at least one and at most {BATCH} at a time.")
    found = await _reconciled(live, metrics, dataset, queries)
    return msgspec.to_builtins(found)  # type: ignore[no-any-return]


def _read(text: str, kind: Any, field: str) -> Any:
    """Read the JSON in a field of the form.

    Raises:
        InvalidInput: it is none, or says something else.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise InvalidInput(f"{field}: is not what the Reconciliation API 0.2 has there.") from error


async def _reconciled(
    live: Live, metrics: Metrics, dataset: str, queries: dict[str, Query]
) -> dict[str, Candidates]:
    ready = live.ready()
    asked = Asked(
        live.workspace.as_of(), lists=scope_of(live, ready, dataset, (), ()), near=_SUGGESTED
    )
    parties = [_party(name, query) for name, query in queries.items()]
    found = await screened(live, metrics, ready, parties, asked)
    return {
        name: Candidates([_candidate(match) for match in matches[: max(0, query.limit)]])
        for (name, query), matches in zip(queries.items(), found, strict=True)
    }


def _party(name: str, query: Query) -> Any:
    example = _example(query)
    try:
        return party_of(example.schema, example.properties)
    except InvalidInput as error:
        raise InvalidInput(f"queries.{name}: {error}") from error


def _example(query: Query) -> Example:
    """Read a row: its name, and what else it knows, by property or Schema:property."""
    kinds = [query.type] if isinstance(query.type, str) else query.type or [THING]
    said: dict[str, Any] = {"name": [query.query]} if query.query else {}
    for given in query.properties:
        values = given.v if isinstance(given.v, list) else [given.v]
        prop = given.pid.rpartition(":")[2]
        said.setdefault(prop, []).extend(_plain(value) for value in values)
    return Example(kinds[0] if kinds else THING, said)


def _plain(value: Any) -> str | None:
    """Return a value as text; OpenRefine gives reconciled cells as {"id", "name"}."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    return str(value) if isinstance(value, str | int | float) else None


def _candidate(match: Match) -> Candidate:
    lists = ", ".join(sorted({of.source for of in match.listings}))
    told = f"{match.schema}, {lists}{' (STALE)' if match.stale else ''}"
    kinds = [_kind(match.schema)]
    return Candidate(
        match.entity_id, match.caption, kinds, round(match.score * 100, 2), match.match, told
    )


def _kind(schema: str) -> Kind:
    return Kind(schema, schema)


def _extended(live: Live, asked: Extension) -> Extended:
    if len(asked.ids) > BATCH:
        raise InvalidInput(f"extend: {len(asked.ids)} ids at once; send up to {BATCH}.")
    entries = live.entries(live.ready(), asked.ids)
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


@get("/reconcile/{dataset:str}/suggest/{kind:str}", may="screen", tags=["Reconciliation"])
async def suggest(
    live: Live, dataset: str, kind: Literal["entity", "type", "property"], prefix: Prefix = ""
) -> Suggested:
    """Suggest entities, types or properties that begin with what was typed."""
    if kind == "entity":
        ready = live.ready()
        lists = scope_of(live, ready, dataset, (), ())
        sought = Sought(text=prefix, sources=lists)
        rows = (await asyncio.to_thread(find, live, ready, sought))[:_SUGGESTED]
        return Suggested(
            [
                Suggestion(r.id, r.caption, f"{r.schema}, {r.source}", [_kind(r.schema)])
                for r in rows
            ]
        )
    named = sorted(MATCHABLE) if kind == "type" else _properties(THING)
    begins = [name for name in named if name.casefold().startswith(prefix.casefold())]
    return Suggested([Suggestion(name, name) for name in begins[:_SUGGESTED]])


@get("/reconcile/{dataset:str}/extend/property", may="screen", tags=["Reconciliation"])
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
