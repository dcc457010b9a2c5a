"""The lists Enjoin reads: an explicit table, each a module with `INFO` and `read()`.

Adding a list is one module, one small sample under `tests/golden/`, and one line in `READERS`. A
family of lists, such as `ftm:NAME`, is a module with `source_of(name)` and one line in `FAMILIES`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from enjoin.model.errors import UnknownSource, WrongFormat
from enjoin.sources.reading import (
    Files,
    Format,
    ReadList,
    Source,
    SourceInfo,
    check_count,
    excerpt,
    told_by_content,
)
from enjoin.sources.reading import find_files as _find_files

__all__ = [
    "FAMILIES",
    "READERS",
    "Files",
    "Format",
    "ReadList",
    "Source",
    "SourceInfo",
    "check_count",
    "excerpt",
    "find_files",
    "read_path",
    "source",
]

#: Every list by the name the command line knows it by, and the module that reads it.
READERS = MappingProxyType(
    {
        "un_sc": "un_sc",
        "gb_sanctions": "gb_sanctions",
        "eu_fsf": "eu_fsf",
        "ch_seco": "ch_seco",
        "us_ofac_sdn": "us_ofac_sdn",
        "us_ofac_cons": "us_ofac_cons",
        "ca_sema": "ca_sema",
        "au_dfat": "au_dfat",
        "us_csl": "us_csl",
        "us_bis_dpl": "us_bis_dpl",
    }
)
#: Lists that an organisation names itself, by what stands before the colon.
FAMILIES = MappingProxyType(
    {
        "ftm": "ftm",
        "table": "table",
    }
)


def source(name: str) -> Source:
    """Return a list by its name: one of `READERS`, or FAMILY:NAME of `FAMILIES`.

    Raises:
        UnknownSource: there is none of this name.
        InvalidInput: a family has no list of this name.
    """
    family, colon, own = name.partition(":")
    if colon and own and family in FAMILIES:
        made: Source = import_module(f"enjoin.sources.{FAMILIES[family]}").source_of(own)
        return made
    if name not in READERS:
        raise UnknownSource(name, [*READERS, *(f"{each}:NAME" for each in FAMILIES)])
    module = import_module(f"enjoin.sources.{READERS[name]}")
    return Source(module.INFO, module.read)


def read_path(name: str, path: Path) -> ReadList:
    """Read a list from its file, or from the folder that holds its files.

    Raises:
        InvalidInput: there is nothing at the path.
        UnknownSource: there is no such list.
        SourceError: the files are not the whole list (also while iterating the result).
    """
    found = source(name)
    return found.read(find_files(found.info, path))


def find_files(info: SourceInfo, path: Path) -> dict[str, Path]:
    """Find a list's files at a path, as `enjoin.sources.reading.find_files` does.

    Raises:
        InvalidInput: there is nothing at the path.
        WrongFormat: the files are not this list's; if a file begins like another's, it says which.
    """
    try:
        return _find_files(info, path)
    except WrongFormat as error:
        if path.is_file() and (other := _list_of(path)):
            why = (
                f"begins like a file of {other}; load it with `enjoin update {other} --from {path}`"
            )
            raise WrongFormat(info.name, str(path), why) from error
        raise


def _list_of(path: Path) -> str | None:
    """Name the list whose format a file begins with, None where it is no list's."""
    for name in READERS:
        try:
            told_by_content(source(name).info, path)
        except WrongFormat:
            continue
        return name
    return None
