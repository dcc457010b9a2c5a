"""The lists Enjoin reads: an explicit table, each a module with `INFO` and `read()`.

Adding a list is one module, one small sample under `tests/golden/`, and one line in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from enjoin.model.errors import UnknownSource
from enjoin.sources import un_sc, us_ofac
from enjoin.sources.reading import (
    Files,
    ReadList,
    Source,
    SourceInfo,
    check_count,
    find_files,
)

__all__ = [
    "SOURCES",
    "Files",
    "ReadList",
    "Source",
    "SourceInfo",
    "check_count",
    "find_files",
    "read_path",
    "source",
]

#: Every list, by the name the command line knows it by.
SOURCES: Mapping[str, Source] = MappingProxyType(
    {module.INFO.name: Source(module.INFO, module.read) for module in (un_sc, us_ofac)}
)


def source(name: str) -> Source:
    """Return a list by its name.

    Raises:
        UnknownSource: there is none of this name.
    """
    if name not in SOURCES:
        raise UnknownSource(name, SOURCES)
    return SOURCES[name]


def read_path(name: str, path: Path) -> ReadList:
    """Read a list from its file, or from the folder that holds its files.

    Raises:
        InvalidInput: there is nothing at the path.
        UnknownSource: there is no such list.
        SourceError: the files are not the whole list (also while iterating the result).
    """
    found = source(name)
    return found.read(find_files(found.info, path))
