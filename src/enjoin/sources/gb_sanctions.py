"""UK Sanctions List, the United Kingdom's one list since 28 January 2026, and what it replaced.

The FCDO publishes it as XML, CSV and OpenDocument sheet. Versions of OFSI's Consolidated List
(ConList), which closed that day, are read as older versions of the same source; its numbers are
OFSI's Group IDs, which the UK Sanctions List gives as `recordId` of its listings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from enjoin.model.entity import Entity
from enjoin.sources.gb import conlist, uksl
from enjoin.sources.gb.designation import SOURCE, Designation
from enjoin.sources.gb.party import bearers, entities
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo
from enjoin.sources.rows import csv_rows, sheet_rows

_DOCS = "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List."
_OFSI = "https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList."
_CLOSED = "closed on 2026-01-28; the UK Sanctions List replaced it"
#: Both ConLists begin with their date; what follows the column Title tells them apart.
_CONLIST = r"(?is)\A[^a-z]*Last Updated\W+\d.*?\bTitle\W{1,3}"

INFO = SourceInfo(
    name=SOURCE,
    title="UK Sanctions List",
    authority="Foreign, Commonwealth & Development Office",
    formats=(
        Format(
            name="XML",
            files=(("uk-sanctions-list.xml", f"{_DOCS}xml"),),
            begins=r"<(?:\w+:)?Designations\b",
            verified=False,
        ),
        Format(
            name="CSV",
            files=(("uk-sanctions-list.csv", f"{_DOCS}csv"),),
            begins=r"(?is)\A(?!PK).*?\bUnique ID\W",
            verified=False,
        ),
        Format(
            name="OpenDocument sheet",
            files=(("uk-sanctions-list.ods", f"{_DOCS}ods"),),
            begins=r"(?s)\APK.{0,80}opendocument\.spreadsheet",
            verified=False,
        ),
        Format(
            name="OFSI's ConList, CSV of 36 columns",
            files=(("conlist.csv", f"{_OFSI}csv"),),
            begins=rf"{_CONLIST}Name Non-Latin",
            verified=False,
            retired=_CLOSED,
        ),
        Format(
            name="OFSI's ConList, CSV of 29 columns (to February 2022)",
            files=(("conlist_29.csv", ""),),
            begins=rf"{_CONLIST}DOB\b",
            retired=_CLOSED,
        ),
        Format(
            name="OFSI's ConList, Excel sheet",
            files=(("conlist.xlsx", f"{_OFSI}xlsx"),),
            begins=r"(?s)\APK(?!.{0,80}opendocument)",
            verified=False,
            retired=_CLOSED,
        ),
    ),
    max_age_days=7,
    low=1,
    high=30_000,
    whole=2_000,
)

_OFSI_AUTHORITY = "Office of Financial Sanctions Implementation"
#: What it means to be on the ConList, which is the list of asset freeze targets.
_OFSI_PROVISIONS = ("Asset freeze",)

Read = tuple[str | None, Iterator[Designation]]


def read(files: Files) -> ReadList:
    """Read the list: individuals are Person, entities Organization, ships Vessel.

    The file is read twice, so that parties can be linked that name one another.

    Raises:
        WrongFormat: it is not the whole list.
        UnreadFields: it has an element or a column that nobody reads here.
        UnknownValue: it has a kind, a type of name, a gender or a date without known meaning.
    """
    name = INFO.format_of(files).principal
    opened = _opener(name, files[name])
    return ReadList(INFO.name, opened()[0], _subjects(opened, name.startswith("conlist")))


def _opener(name: str, file: bytes | Path) -> Callable[[], Read]:
    """Return what opens the file in its format, from the beginning each time."""
    if name.endswith(".xml"):
        return partial(uksl.from_xml, name, file)
    rows = partial(csv_rows if name.endswith(".csv") else sheet_rows, SOURCE, name, file)
    read = conlist.from_table if name.startswith("conlist") else uksl.from_table
    return partial(read, name, rows)


def _subjects(opened: Callable[[], Read], closed: bool) -> Iterator[list[Entity]]:
    listed = bearers(opened()[1])
    authority = _OFSI_AUTHORITY if closed else INFO.authority
    for said in opened()[1]:
        yield entities(said, authority, _OFSI_PROVISIONS if closed else (), listed)
