"""European Union's consolidated list of persons, groups and entities under financial sanctions.

Follows the Commission's XML schema FSF 1.1 (http://eu.europa.ec/fpi/fsd/export) and its two CSV
formats, one row for each element of an entity: 'Date_file;Entity_logical_id;...' and, since 2018,
'fileGenerationDate;Entity_LogicalId;...', which is read from its description alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from enjoin.model.entity import Entity
from enjoin.model.errors import UnreadFields, WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.eu.denormalised import csv_entries
from enjoin.sources.eu.entry import ACT, AUTHORITY, PARTS, SOURCE, Entry, subject
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo, where_of
from enjoin.sources.rows import Row
from enjoin.sources.xml import Records, local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The address of a format; the token is the public one that the Commission's page of files gives.
_FILES = "https://webgate.ec.europa.eu/fsd/fsf/public/files/{}/content?token=dG9rZW4tMjAxNw"

INFO = SourceInfo(
    name=SOURCE,
    title="EU Consolidated Financial Sanctions List",
    authority=AUTHORITY,
    formats=(
        Format(
            name="XML 1.1",
            files=(("xmlfullsanctionslist_1_1.xml", _FILES.format("xmlFullSanctionsList_1_1")),),
            begins=r"<(?:\w+:)?export\b[^>]*fpi/fsd/export",
        ),
        Format(
            name="CSV 1.0",
            files=(("csvfullsanctionslist.csv", _FILES.format("csvFullSanctionsList")),),
            begins=r'Date_file\w*"?;"?Entity_logical_id',
        ),
        Format(
            name="CSV 1.1",
            files=(("csvfullsanctionslist_1_1.csv", _FILES.format("csvFullSanctionsList_1_1")),),
            begins=r'fileGenerationDate"?;"?Entity_LogicalId',
            verified=False,
        ),
    ),
    max_age_days=7,
    low=1,
    high=20_000,
    whole=1_500,
)


def read(files: Files) -> ReadList:
    """Read the list in any of its formats: persons are Person, enterprises Organization.

    Raises:
        WrongFormat: it is no file of this list, or a damaged one.
        UnreadFields: it has a field that nobody reads here.
        UnknownValue: it has a code without known meaning.
    """
    name = INFO.format_of(files).principal
    file, where = files[name], where_of(files[name], name)
    if name.endswith(".xml"):
        published, entries = _xml_entries(file, where)
    else:
        published, entries = csv_entries(file, where)
    return ReadList(SOURCE, published, _subjects(published, entries))


def _subjects(published: str, entries: Iterable[Entry]) -> Iterator[list[Entity]]:
    seen: set[str] = set()
    for entry in entries:
        found = subject(entry, published)
        if found[0].id in seen:
            why = "comes again after other entities, which is two lists in one"
            raise WrongFormat(SOURCE, entry.about.where, why)
        seen.add(found[0].id)
        yield found


def _xml_entries(file: bytes | Path, where: str) -> tuple[str, Iterator[Entry]]:
    """Return the day of an XML file, and its entries."""
    records = Records(SOURCE, where, file, "export", level=1)
    generated = records.attributes.pop("generationDate", "")
    if (published := clean_date(generated)) is None or len(published) != 10:
        raise WrongFormat(SOURCE, where, f"generationDate is {generated!r}, which is no day")
    if unread := records.attributes.keys() - {"globalFileId", "schemaLocation"}:
        raise UnreadFields(SOURCE, where, unread)
    return published, (_entry(element) for _, element in records)


def _entry(element: _Element) -> Entry:
    where = f"entity {element.get('logicalId', 'without number')}"
    if (tag := local(element.tag)) != "sanctionEntity":
        raise UnreadFields(SOURCE, where, [tag])
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for part in _parts(element):
        if (kind := local(part.tag)) in parts:
            parts[kind].append(Row(SOURCE, where, _cells(part, where)))
    return Entry(Row(SOURCE, where, _cells(element, where, skip=PARTS)), parts)


def _parts(element: _Element) -> Iterator[_Element]:
    return (part for part in element if isinstance(part.tag, str))  # comments have no tag


#: Elements with attributes that become cells of what they stand in, and what these begin with.
_PREFIXES = {"regulationSummary": ACT, "subjectType": "subjectType "}
#: Elements that become lines of one cell, and the attributes such a line is made of.
_LINES = {
    "remark": (),
    "publicationUrl": (),
    "contactInfo": ("key", "value"),
    "additionalInformation": ("key", "value"),
    "corrigendum": ("regulationType", "numberTitle", "publicationDate", "publicationUrl"),
}


def _cells(element: _Element, where: str, skip: Iterable[str] = ()) -> dict[str, str]:
    """Return what an element says, its small parts too, as cells of a row."""
    cells = {local(name): str(value) for name, value in element.attrib.items()}
    for part in _parts(element):
        tag = local(part.tag)
        if tag in _PREFIXES:
            added = {f"{_PREFIXES[tag]}{local(n)}": str(v) for n, v in part.attrib.items()}
            if cells.keys() & added.keys() or len(part):
                raise WrongFormat(SOURCE, where, f"has a {tag} too many")
            cells |= added
        elif tag in _LINES:
            line = _line(part, where)
            cells[tag] = f"{cells[tag]}\n{line}" if tag in cells else line
        elif tag not in skip:
            raise UnreadFields(SOURCE, where, [f"{local(element.tag)}/{tag}"])
    return cells


def _line(part: _Element, where: str) -> str:
    tag, known = local(part.tag), _LINES[local(part.tag)]
    unread = [f"{tag}@{local(name)}" for name in part.attrib if local(name) not in known]
    unread += [f"{tag}/{local(inner.tag)}" for inner in _parts(part)]
    if unread:
        raise UnreadFields(SOURCE, where, unread)
    values = [str(part.get(name, "")) for name in known]
    if known[:1] == ("key",):
        return "{}[{}]".format(*values)
    return " ".join(chain((part.text or "",), values)).strip()
