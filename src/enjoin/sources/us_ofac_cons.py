"""OFAC's Consolidated Sanctions List: everyone it restricts and does not put on the SDN list.

What is restricted differs from programme to programme: some entries are blocked all the same, with
others a transaction is rejected, with most only certain dealings are prohibited.
"""

from __future__ import annotations

from types import MappingProxyType

from enjoin.sources.reading import Files, ReadList, SourceInfo
from enjoin.sources.us_ofac import (
    AUTHORITY,
    advanced_format,
    read_list,
    simple_format,
    table_format,
)

_STEMS = ("cons_prim", "cons_alt", "cons_add", "cons_comments")
INFO = SourceInfo(
    name="us_ofac_cons",
    title="Consolidated (non-SDN) Sanctions List",
    authority=AUTHORITY,
    formats=(
        table_format(_STEMS, ".csv"),
        table_format(_STEMS, ".del"),
        simple_format("consolidated.xml"),
        advanced_format("cons_advanced.xml"),
    ),
    max_age_days=7,
    low=1,
    high=10_000,
    whole=300,
)
#: What programmes impose, by the names that OFAC's ADVANCED files give to measures. Where a
#: programme is not here (directives, CAPTA, menu-based sanctions), an entry's remarks tell.
_MEASURES = MappingProxyType(
    {
        "NS-PLC": "Reject",
        "FSE-IR": "Reject",
        "FSE-SY": "Reject",
        "561List": "561 Full Restrictions",
        "561-Related": "561 Full Restrictions",
        "SDGT": "Block",
        "SYRIA": "Block",
        "VENEZUELA-EO13850": "Block",
    }
)


def read(files: Files) -> ReadList:
    """Read the list in whichever form it is given; see `enjoin.sources.us_ofac.read_list`."""
    return read_list(INFO, files, _MEASURES.get)
