"""OFAC's XML file with the root `sdnList`, of either namespace it has had.

It parts what the tables write as remarks: births, papers, weak names. They are written as remarks
again, so that one set of rules reads both, and an entry comes out equal whichever file it is from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.sources.reading import Files, ReadList, SourceInfo, where_of
from enjoin.sources.us_ofac.entry import (
    Address,
    Alternate,
    Entry,
    Measure,
    Ship,
    check_entry,
    subjects,
)
from enjoin.sources.us_ofac.subject import Bearers
from enjoin.sources.xml import Node, Records

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT, _HEAD, _ENTRY = "sdnList", "publshInformation", "sdnEntry"  # the publisher's spelling
#: OFAC's own keys of parts and their order of rank, which say nothing of the subject.
_KEYS = frozenset({"uid", "mainEntry"})
#: The parts of `vesselInfo` in the order of the tables' columns.
_SHIP = (
    "callSign",
    "vesselType",
    "tonnage",
    "grossRegisteredTonnage",
    "vesselFlag",
    "vesselOwner",
)


def read_xml(info: SourceInfo, files: Files, measure: Measure) -> ReadList:
    """Read the file twice: first the names that remarks may speak of, then the entries."""
    name = info.format_of(files).principal
    records = _Records(info, files, name)
    published, bearers = records.survey()
    found = subjects(info, records.entries(), bearers, measure)
    return ReadList(info.name, published, found)


class _Records:
    """The file, which is read from its beginning each time."""

    def __init__(self, info: SourceInfo, files: Files, name: str) -> None:
        self._info, self._file = info, files[name]
        self._where = where_of(files[name], name)

    def _records(self) -> Iterator[tuple[str, _Element]]:
        yield from Records(self._info.name, self._where, self._file, _ROOT, level=1)

    def survey(self) -> tuple[str, Bearers]:
        """Return the day of publication and who bears which name; check numbers and their count."""
        bearers, seen, heads = Bearers(self._info.name), set[str](), list[tuple[str, str]]()
        for tag, element in self._records():
            if tag == _HEAD:
                heads.append(_head(Node(self._info.name, tag, element)))
            elif tag == _ENTRY:
                number, names = _names(element)
                check_entry(self._info, number, names[0], seen)
                for place, name in enumerate(names):
                    bearers.add(name, number, primary=place == 0)
            else:
                raise UnreadFields(self._info.name, self._where, [tag])
        return self._published(heads, len(seen)), bearers

    def _published(self, heads: list[tuple[str, str]], found: int) -> str:
        """Read the day, once the number of entries is found to be the one the file states."""
        if len(heads) != 1:
            raise WrongFormat(self._info.name, self._where, f"has {len(heads)} {_HEAD}, not one")
        day, count = heads[0]
        if count != str(found):
            why = f"holds {found:,} entries where its Record_Count is {count or 'absent'}"
            raise WrongFormat(self._info.name, self._where, why)
        try:
            return datetime.strptime(day, "%m/%d/%Y").date().isoformat()
        except ValueError as error:
            why = f"Publish_Date is {day!r}, which is no date MM/DD/YYYY"
            raise WrongFormat(self._info.name, self._where, why) from error

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; memory holds one at a time."""
        for tag, element in self._records():
            if tag == _ENTRY:
                where = f"entry {element.findtext('{*}uid', '').strip()}"
                yield _entry(Node(self._info.name, where, element))


def _head(node: Node) -> tuple[str, str]:
    head = node.text("Publish_Date"), node.text("Record_Count")
    node.done()
    return head


def _names(element: _Element) -> tuple[str, list[str]]:
    """Return an entry's number, and its name with its strong alternate names."""
    strong = [
        aka
        for aka in element.iterfind("{*}akaList/{*}aka")
        if aka.findtext("{*}category", "").strip().casefold() != "weak"
    ]
    names = [
        _written(each.findtext("{*}lastName", ""), each.findtext("{*}firstName", ""))
        for each in (element, *strong)
    ]
    return element.findtext("{*}uid", "").strip(), names


def _written(last: str, first: str) -> str:
    """Write a name as the tables do: 'LAST, First'."""
    return ", ".join(part for text in (last, first) if (part := " ".join(text.split())))


def _entry(node: Node) -> Entry:
    strong, weak = _akas(node)
    remarks = [*_births(node), *_papers(node), node.text("remarks"), *weak]
    entry = Entry(
        node.text("uid"),
        _written(node.text("lastName"), node.text("firstName")),
        node.text("sdnType"),
        tuple(node.values("programList", "program")),
        node.text("title"),
        _ship(node),
        "; ".join(part for part in remarks if part),
        tuple(strong),
        tuple(_addresses(node)),
    )
    node.done()
    return entry


def _items(node: Node, tag: str, inner: str) -> Iterator[Node]:
    """Yield the parts of a list of parts, and check that nothing was left in any."""
    for part in node.nodes(tag):
        for item in part.nodes(inner):
            yield item
            item.done(_KEYS)
        part.done()


def _akas(node: Node) -> tuple[list[Alternate], list[str]]:
    """Read alternate names; weak ones are written as the tables' remarks have them."""
    strong, weak = list[Alternate](), list[str]()
    for item in _items(node, "akaList", "aka"):
        name = _written(item.text("lastName"), item.text("firstName"))
        kind, category = item.text("type"), item.text("category")
        if category.casefold() not in {"strong", "weak"}:
            raise UnknownValue(item.source, item.where, "category", category)
        if category.casefold() == "strong":
            strong.append(Alternate(kind, name))
        else:
            weak.append(f"{kind} '{name}'")
    return strong, weak


_BIRTHS = (
    ("DOB", "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"),
    ("POB", "placeOfBirthList", "placeOfBirthItem", "placeOfBirth"),
    ("nationality", "nationalityList", "nationality", "country"),
    ("citizen", "citizenshipList", "citizenship", "country"),
)


def _births(node: Node) -> Iterator[str]:
    for label, tag, inner, value in _BIRTHS:
        for item in _items(node, tag, inner):
            yield f"{label} {item.text(value)}"


def _papers(node: Node) -> Iterator[str]:
    """Write papers and the other things OFAC keeps in `idList` as remarks."""
    for item in _items(node, "idList", "id"):
        words = [item.text("idType"), item.text("idNumber")]
        if country := item.text("idCountry"):
            words.append(f"({country})")
        if issued := item.text("issueDate"):
            words.append(f"issued {issued}")
        if expires := item.text("expirationDate"):
            words.append(f"expires {expires}")
        yield " ".join(word for word in words if word)


def _ship(node: Node) -> Ship:
    found = Ship()
    for part in node.nodes("vesselInfo"):
        found = Ship(*(part.text(tag) for tag in _SHIP))
        part.done()
    return found


def _addresses(node: Node) -> Iterator[Address]:
    for item in _items(node, "addressList", "address"):
        lines = [item.text(f"address{line}") for line in (1, 2, 3)]
        yield Address(
            ", ".join(line for line in lines if line),
            item.text("city"),
            item.text("stateOrProvince"),
            item.text("postalCode"),
            item.text("country"),
        )
