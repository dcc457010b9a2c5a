"""UK Sanctions List, as the FCDO publishes it: XML, CSV and OpenDocument sheet.

The format is that of February 2022 with what the FCDO added since (websites, trust services and
director disqualification among the indicators), which the single list of January 2026 kept. Names
of elements and columns are compared without case, blanks and punctuation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.gb.designation import (
    FIELDS,
    GROUP_OF,
    SOURCE,
    Designation,
    field_names,
    fold,
    uk_date,
)
from enjoin.sources.reading import where_of
from enjoin.sources.rows import Row, grouped, headed
from enjoin.sources.xml import Records, local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Folded name of an element or column → field. The CSV has some in the plural.
_FIELD_OF = field_names(
    designationtype="IndividualEntityShip",
    nationalityies="Nationality",
    subsidiaries="Subsidiary",
    businessregistrationnumbers="BusinessRegistrationNumber",
    currentowneroperators="CurrentOwnerOperator",
    previousowneroperators="PreviousOwnerOperator",
    previousflags="PreviousFlag",
    hullidentificationnumberhin="HullIdentificationNumber",
)
_INDICATORS = "sanctionsimposedindicators"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TRUTH = {"": False, "true": True, "false": False, "1": True, "0": False}
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9]{4,16}")
#: Names of columns stand in one of the first rows, under the date of the report.
_FIRST_ROWS = 20
_DATE = re.compile(r"\d{1,2}[/ -](?:\d{1,2}|[A-Za-z]{3,9})[/ -]\d{4}|\d{4}-\d\d-\d\d")

RawRows = Callable[[], Iterator[tuple[str, list[str]]]]


def from_xml(name: str, file: bytes | Path) -> tuple[str, Iterator[Designation]]:
    """Read the XML: its date, and its designations.

    Raises:
        WrongFormat: it is not the whole list.
        UnreadFields: it has an element that nobody reads here.
        UnknownValue: an indicator is neither true nor false.
    """
    where = where_of(file, name)
    records = iter(Records(SOURCE, where, file, "Designations", level=1))
    first = next(records, ("", None))[1]
    text = "" if first is None else "".join(map(str, first.itertext())).strip()
    date = uk_date(text)
    if first is None or local(first.tag) != "DateGenerated" or date is None:
        raise WrongFormat(SOURCE, where, f"does not begin with DateGenerated and a date: {text!r}")
    return date.values[0], _unique(_from_record(*record) for record in records)


def _unique(designations: Iterator[Designation]) -> Iterator[Designation]:
    """Pass on designations whose numbers are numbers, each once."""
    seen: set[str] = set()
    for each in designations:
        if not _NUMBER.fullmatch(each.number) or each.number in seen:
            why = f"UniqueID is {each.number!r}, not a new number"
            raise WrongFormat(SOURCE, f"designation {len(seen) + 1}", why)
        seen.add(each.number)
        yield each


def _from_record(section: str, element: _Element) -> Designation:
    if section != "Designation":
        raise UnreadFields(SOURCE, "Designations", [section])
    number = " ".join(element.findtext("{*}UniqueID", "").split())
    found = Designation(number)
    for holder in element.iter("*"):
        if unread := [
            f"{local(holder.tag)}@{local(name)}" for name in holder.attrib if name != _NIL
        ]:
            raise UnreadFields(SOURCE, number, unread)
        if parts := _parts(holder):
            _take_holder(found, holder, parts)
    return found


def _parts(element: _Element) -> list[_Element]:
    """Return the elements in an element, without comments."""
    return list(element.iterchildren("*")) if len(element) else []


def _take_holder(found: Designation, holder: _Element, parts: list[_Element]) -> None:
    between = [holder.text, *(part.tail for part in holder)]
    if any(text and text.strip() for text in between):
        raise UnreadFields(SOURCE, found.number, [local(holder.tag)])
    leaves = [part for part in parts if not _parts(part)]
    if fold(local(holder.tag)) == _INDICATORS:
        found.add({"SanctionsImposed": _imposed(found, leaves, holder)})
    else:
        _take_leaves(found, leaves)


def _take_leaves(found: Designation, leaves: list[_Element]) -> None:
    """Take what stands side by side in one element as said together."""
    cells: dict[str, str] = {}
    for leaf in leaves:
        text = "".join(map(str, leaf.itertext()))
        if not text.strip():
            continue
        if (field := _FIELD_OF.get(fold(local(leaf.tag)))) is None:
            raise UnreadFields(SOURCE, found.number, [local(leaf.tag)])
        if len(GROUP_OF[field]) == 1:
            found.add({field: text})
        elif field in cells:
            raise WrongFormat(SOURCE, found.number, f"has two {field}, where one is due")
        else:
            cells[field] = text
    found.add(cells)


def _imposed(found: Designation, leaves: list[_Element], holder: _Element) -> str:
    """Name the measures that are indicated as true, and not already named in SanctionsImposed."""
    words = holder.xpath("string(../*[local-name() = 'SanctionsImposed'])")
    named = {fold(text) for text in str(words).split("|")}
    true = []
    for leaf in leaves:
        tag, text = local(leaf.tag), (leaf.text or "").strip().casefold()
        if text not in _TRUTH:
            raise UnknownValue(SOURCE, found.number, tag, text)
        if _TRUTH[text] and fold(tag) not in named:
            true.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", tag))
    return "|".join(true)


def from_table(name: str, rows: RawRows) -> tuple[str | None, Iterator[Designation]]:
    """Read a table of the list: its date, None where it has none, and its designations.

    Raises:
        WrongFormat: it is not the list's table, or a row has no number.
        UnreadFields: a column with something in it is not read here.
    """
    published, _ = opened(name, rows(), _FIELD_OF, "UniqueID")
    groups = grouped(lambda: opened(name, rows(), _FIELD_OF, "UniqueID")[1], _number)
    return published, _unique(gathered(number, group) for number, group in groups)


def opened(
    name: str, rows: Iterator[tuple[str, list[str]]], field_of: Mapping[str, str], key: str
) -> tuple[str | None, Iterator[Row]]:
    """Read a table up to its names of columns; return the date above them, and the rows below.

    Raises:
        WrongFormat: no row has a column for `key`, or what stands above has no date.
    """
    above: list[str] = []
    for where, cells in itertools.islice(rows, _FIRST_ROWS):
        names = [field_of.get(fold(cell), cell) for cell in cells]
        if key in names:
            titled = itertools.chain([(where, names)], _whole(rows, len(names)))
            return _date_above(name, above), headed(SOURCE, titled, {key, "NameType", "Name6"})
        above += [cell for cell in cells if cell.strip()]
    raise WrongFormat(SOURCE, name, f"has no row of names of columns with {key} among them")


def _whole(rows: Iterator[tuple[str, list[str]]], columns: int) -> Iterator[tuple[str, list[str]]]:
    """Pass on rows, each of which has all columns: one that has not is where a file was cut."""
    for where, cells in rows:
        if cells and len(cells) < columns:
            why = f"breaks off after {len(cells)} of {columns} cells: the file is cut"
            raise WrongFormat(SOURCE, where, why)
        yield where, cells


def _date_above(name: str, above: list[str]) -> str | None:
    if not above:
        return None
    text = " ".join(above)
    match = _DATE.search(text)
    date = uk_date(match[0]) if match else None
    if date is None:
        raise WrongFormat(SOURCE, name, f"has no date above its columns, but {text[:80]!r}")
    return date.values[0]


def _number(row: Row) -> str:
    return row.peek("UniqueID") or row.need("UniqueID")


def gathered(number: str, rows: list[Row]) -> Designation:
    """Gather what the rows of one party say.

    Raises:
        UnreadFields: a cell that is not blank stands in a column that is not read.
    """
    found = Designation(number)
    for row in rows:
        found.add({field: row.take(field) for field in FIELDS})
        row.done()
    return found
