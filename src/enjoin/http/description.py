"""The description of the API, as OpenAPI 3.1: what the framework knows, and every refusal."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from enjoin.http.problems import MEDIA_TYPE, Problem

#: What every operation may answer instead, each as a problem.
_REFUSALS = {
    400: "The request cannot be used.",
    401: "It is not known who asks.",
    403: "Who asks may not do this.",
    404: "There is nothing of that name.",
    409: "What is recorded is not what was noted, or sealed.",
    408: "The request took too long to come in.",
    413: "The body is too large.",
    415: "The body is of a kind that is not read.",
    422: "A report or table cannot be read.",
    429: "Too many requests.",
    500: "Something went wrong here; this is not a clear.",
    502: "A list could not be fetched or read; the stored one is unchanged.",
    503: "A list is missing or stale, or the answer took too long; this is not a clear.",
    507: "The answer cannot be recorded, so there is none.",
}
#: What takes no key.
_OPEN = frozenset({"/healthz", "/readyz", "/updatez"})
_SCHEMAS = "#/components/schemas/{name}"


def config() -> OpenAPIConfig:
    """Return what the framework needs to describe the API.

    Its own pages, which load scripts from elsewhere, are not served.
    """
    return OpenAPIConfig(
        title="Enjoin",
        version="1",
        description="Sanctions enforcement: yente's API, and under /api/v1 what Enjoin adds.",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router("/openapi", route_handlers=[], opt={"may": "audit"}),
        components=Components(
            security_schemes={
                "key": SecurityScheme(type="http", scheme="bearer", description="An API key.")
            }
        ),
        security=[{"key": []}],
    )


@cache
def described(app: Litestar) -> dict[str, Any]:
    """Describe the API of an application, once."""
    made = app.openapi_schema.to_schema()
    own = {path: of for path, of in made["paths"].items() if not path.startswith("/openapi")}
    made["paths"] = own
    components = made.setdefault("components", {})
    _, schemas = msgspec.json.schema_components([Problem], ref_template=_SCHEMAS)
    components.setdefault("schemas", {}).update(schemas)
    components["responses"] = {str(of): _refusal(told) for of, told in _REFUSALS.items()}
    refusals = {str(of): {"$ref": f"#/components/responses/{of}"} for of in _REFUSALS}
    for path, operations in own.items():
        for operation in operations.values():
            operation["responses"] |= refusals
            if path in _OPEN:
                operation["security"] = []
    return made


def _refusal(told: str) -> dict[str, Any]:
    schema = {"$ref": _SCHEMAS.format(name="Problem")}
    return {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}}
