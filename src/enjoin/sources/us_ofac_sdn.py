"""Specially Designated Nationals, as the US Treasury's OFAC publishes them.

All property of whoever is on this list is blocked, under whatever programme.
"""

from __future__ import annotations

from enjoin.sources.reading import Files, ReadList, SourceInfo
from enjoin.sources.us_ofac import (
    AUTHORITY,
    advanced_format,
    read_list,
    simple_format,
    table_format,
)

_STEMS = ("sdn", "alt", "add", "sdn_comments")
INFO = SourceInfo(
    name="us_ofac_sdn",
    title="Specially Designated Nationals and Blocked Persons List",
    authority=AUTHORITY,
    formats=(
        table_format(_STEMS, ".csv"),
        table_format(_STEMS, ".del", verified=False),
        simple_format("sdn.xml", verified=False),
        advanced_format("sdn_advanced.xml", verified=False),
    ),
    max_age_days=7,
    low=5_000,
    high=60_000,
)


def read(files: Files) -> ReadList:
    """Read the list in whichever form it is given; see `enjoin.sources.us_ofac.read_list`."""
    return read_list(INFO, files, lambda _: "Block")
