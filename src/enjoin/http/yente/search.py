"""`GET /search/{dataset}`: a box to type into, with filters, facets, sorting and pages."""

from __future__ import annotations

import asyncio
from typing import Annotated

from litestar import get
from litestar.params import Parameter

from enjoin.http.yente.match import Several
from enjoin.http.yente.shapes import Facet, FacetValue, SearchOut, Total
from enjoin.http.yente.terms import OFFSET, PAGE, check_schemata, scope_of, since_day, written
from enjoin.model.errors import InvalidInput
from enjoin.workspace.catalogue import FacetName, Sought, count, find, in_order
from enjoin.workspace.live import Live

PageSize = Annotated[int, Parameter(ge=0, le=PAGE)]
Offset = Annotated[int, Parameter(ge=0, le=OFFSET)]
_LABELS: dict[FacetName, str] = {
    "countries": "Countries",
    "topics": "Topics",
    "datasets": "Data sources",
    "schema": "Types",
}


@get("/search/{dataset:str}", may="screen", tags=["Matching"], summary="Find by typing a name")
async def search(
    live: Live,
    dataset: str,
    q: Annotated[str, Parameter(max_length=500)] = "",
    schema: str = "Thing",
    countries: Several = None,
    topics: Several = None,
    datasets: Several = None,
    include_dataset: Several = None,
    exclude_dataset: Several = None,
    exclude_schema: Several = None,
    changed_since: str | None = None,
    filter_: Annotated[list[str] | None, Parameter(query="filter", max_items=10)] = None,
    facets: Annotated[list[FacetName] | None, Parameter(max_items=4)] = None,
    sort: Annotated[list[str] | None, Parameter(max_items=4)] = None,
    limit: PageSize = 10,
    offset: Offset = 0,
    fuzzy: bool = False,
    simple: bool = False,
) -> SearchOut:
    """Find listed parties of which a name has every word typed, or one that begins like it.

    This is for people at a box. It is no screening: it is not journaled, and finding nobody is not
    a clear.
    """
    ready = live.ready()
    included = [*(include_dataset or ()), *(datasets or ())]
    sought = Sought(
        text=q,
        fuzzy=fuzzy,
        sources=scope_of(live, ready, dataset, included, exclude_dataset or ()),
        schema=next(iter(check_schemata([schema]))),
        without_schemata=check_schemata(exclude_schema or ()),
        countries=frozenset(code.lower() for code in countries or ()),
        topics=frozenset(topics or ()),
        since=since_day(changed_since),
        having=tuple(_having(each) for each in filter_ or ()),
    )
    rows = in_order(await asyncio.to_thread(find, live, ready, sought), sort or ())
    page = rows[offset : offset + limit]
    entries = live.entries(ready, [row.id for row in page])
    wanted: list[FacetName] = facets if facets is not None else ["countries", "topics", "datasets"]
    return SearchOut(
        [written(entries[row.id]) for row in page],
        {
            name: Facet(_LABELS[name], [FacetValue(*value) for value in count(rows, name)])
            for name in wanted
        },
        Total(len(rows)),
        limit,
        offset,
    )


def _having(text: str) -> tuple[str, str]:
    """Read `property:value`.

    Raises:
        InvalidInput: it is written otherwise.
    """
    prop, colon, value = text.partition(":")
    if not colon:
        raise InvalidInput("filter: write it as property:value, such as gender:male.")
    return prop, value
