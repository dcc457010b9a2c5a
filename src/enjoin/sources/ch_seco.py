"""Swiss sanctions list, as the State Secretariat for Economic Affairs (SECO) publishes it (XML).

Follows SECO's schema 'swiss-sanctions-list' 1.0. Targets name their programmes and places by
number, and places stand behind them: the file is gone through twice, so that memory stays flat. The
whole list keeps targets that were de-listed; they are read, but no longer marked as sanctioned.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from enjoin.model.entity import Entity
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.ch.register import registered, ssid
from enjoin.sources.ch.target import AUTHORITY, SOURCE, Target
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo, where_of
from enjoin.sources.xml import Node, Records

INFO = SourceInfo(
    name=SOURCE,
    title="Swiss sanctions list (SECO)",
    authority=AUTHORITY,
    formats=(
        Format(
            name="consolidated XML",
            files=(
                (
                    "consolidated-list.xml",
                    "https://www.sesam.search.admin.ch/sesam-search-web/pages/"
                    "downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction",
                ),
            ),
            begins="<swiss-sanctions-list",
        ),
    ),
    max_age_days=7,
    low=1,
    high=30_000,
    whole=2_000,
)

_ROOT = "swiss-sanctions-list"
_WHOLE, _AMENDMENT = "whole-list", "amendment"


def read(files: Files) -> ReadList:
    """Read the list, or a list of amendments, of which what it does not hold is told as missing.

    Raises:
        WrongFormat: it is no such list, or a damaged one.
        UnreadFields: it has an element or attribute that nobody reads here.
        UnknownValue: it has a code without known meaning.
    """
    name = INFO.format_of(files).principal
    file, where = files[name], where_of(files[name], name)
    attributes = dict(Records(INFO.name, where, file, _ROOT, level=1).attributes)
    kind, date = attributes.pop("list-type", ""), attributes.pop("date", "")
    if kind not in {_WHOLE, _AMENDMENT}:
        raise UnknownValue(INFO.name, where, "list-type", kind)
    if (published := clean_date(date)) is None or len(published) != 10:
        raise WrongFormat(INFO.name, where, f"its date is {date!r}, which is no day")
    if unread := attributes.keys() - {"schemaLocation", "noNamespaceSchemaLocation"}:
        raise UnreadFields(INFO.name, where, unread)
    missing = (f"all but the amendments of {published}",) if kind == _AMENDMENT else ()
    return ReadList(INFO.name, published, _subjects(file, where, published), missing)


def _records(file: bytes | Path, where: str) -> Iterator[Node]:
    for _, element in Records(INFO.name, where, file, _ROOT, level=1):
        yield Node(INFO.name, f"{element.tag} {element.get('ssid', 'without ssid')}", element)


def _subjects(file: bytes | Path, where: str, published: str) -> Iterator[list[Entity]]:
    register = registered(_records(file, where))
    seen: set[str] = set()
    for node in _records(file, where):
        if node.tag == "target":
            number = ssid(node)
            if number in seen:
                raise WrongFormat(INFO.name, node.where, "comes twice")
            seen.add(number)
            yield Target(number, node, register).read(published)
