"""XML lists, record by record: memory stays flat, nothing else is opened, no field is lost."""

from __future__ import annotations

import io
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from enjoin.model.errors import UnreadFields, WrongFormat

if TYPE_CHECKING:
    from lxml.etree import _Element


def local(name: object) -> str:
    """Return a tag, or an attribute's name, without its namespace: publishers change theirs."""
    return str(name).rpartition("}")[2]


class Node:
    """An element whose parts are taken one by one; `done` raises for what nobody took.

    `where` names the record for messages, such as 'DATAID 690001'. Parts and attributes go by
    their names without namespace.
    """

    def __init__(self, source: str, where: str, element: _Element) -> None:
        self.source, self.where = source, where
        self.tag, self._element = local(element.tag), element
        self._parts: dict[str, list[_Element]] = {}
        self._unread = {f"{self.tag}@{local(name)}" for name in element.attrib}
        for part in element:
            if isinstance(part.tag, str):  # not a comment
                self._parts.setdefault(local(part.tag), []).append(part)

    def attribute(self, name: str) -> str:
        """Take an attribute, '' where it is absent or blank."""
        self._unread.discard(f"{self.tag}@{name}")
        return " ".join(str(self._element.get(name, "")).split())

    def own(self) -> str:
        """Return the text that stands in this element itself, outside of its parts."""
        pieces = (self._element.text, *(part.tail for part in self._element))
        return " ".join(" ".join(piece for piece in pieces if piece).split())

    def texts(self, tag: str) -> list[str]:
        """Take the texts of the parts with this tag, without blank ones."""
        return [text for part in self._parts.pop(tag, ()) if (text := self._text(part))]

    def text(self, tag: str) -> str:
        """Take the one text of this tag, '' where there is none.

        Raises:
            WrongFormat: there are several.
        """
        found = self.texts(tag)
        if len(found) > 1:
            raise WrongFormat(self.source, self.where, f"has {len(found)} {tag}, where one is due")
        return found[0] if found else ""

    def values(self, tag: str, inner: str = "VALUE") -> list[str]:
        """Take the texts inside the parts with this tag: <NATIONALITY><VALUE>...</VALUE>."""
        return [text for node in self.nodes(tag) for text in node.all_of(inner)]

    def nodes(self, tag: str) -> list[Node]:
        """Take the parts with this tag, each to be taken apart in turn."""
        return [Node(self.source, self.where, part) for part in self._parts.pop(tag, ())]

    def all_of(self, tag: str) -> list[str]:
        """Take the texts of this tag and check that there was nothing else."""
        found = self.texts(tag)
        self.done()
        return found

    def done(self, ignored: Set[str] = frozenset()) -> None:
        """Check that everything was taken.

        Raises:
            UnreadFields: an element or attribute is left that is not in `ignored`.
        """
        if unread := (self._parts.keys() | self._unread) - ignored:
            raise UnreadFields(self.source, self.where, unread)

    def _text(self, part: _Element) -> str:
        if not len(part) and not part.attrib:  # as most are, and a list has a million of them
            return " ".join((part.text or "").split())
        tag = local(part.tag)
        self._unread |= {f"{tag}/{local(p.tag)}" for p in part if isinstance(p.tag, str)}
        self._unread |= {f"{tag}@{local(name)}" for name in part.attrib}
        return " ".join("".join(map(str, part.itertext())).split())


class Records:
    """The records of an XML list, two levels below its root, or one: its attributes, then each.

    No entity is resolved, no DTD or network is used, and a file with a DOCTYPE is refused, since no
    list needs one and attacks on XML readers do.
    """

    def __init__(
        self, source: str, where: str, file: bytes | Path, root: str, level: int = 2
    ) -> None:
        """Read up to the root element; records stand `level` levels below it.

        Raises:
            WrongFormat: this is no XML, or another document.
        """
        from lxml import etree

        self._source, self._where, self._error = source, where, etree.XMLSyntaxError
        self._level = level
        self._events = etree.iterparse(
            io.BytesIO(file) if isinstance(file, bytes) else str(file),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        first = next(self._steps(), None)
        if first is None or local(first[1].tag) != root:
            found = "nothing" if first is None else f"<{first[1].tag}>"
            raise WrongFormat(source, where, f"begins with {found}, not with <{root}>")
        if first[1].getroottree().docinfo.internalDTD is not None:
            raise WrongFormat(source, where, "has a DOCTYPE, which no list needs")
        self.attributes = {local(name): str(value) for name, value in first[1].attrib.items()}

    def _steps(self) -> Iterator[tuple[str, _Element]]:
        try:
            yield from self._events
        except self._error as error:
            why = f"is no whole XML document: {error.msg or error}"
            raise WrongFormat(self._source, self._where, why) from error

    def __iter__(self) -> Iterator[tuple[str, _Element]]:
        """Yield (section, record); a record is valid until the next one is asked for.

        Raises:
            WrongFormat: the file breaks off, or is not well-formed.
        """
        depth, section = 1, ""
        for event, element in self._steps():
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 2:
                section = local(element.tag)
            elif event == "end" and depth == self._level and isinstance(element.tag, str):
                yield section, element
                _forget(element)


def _forget(element: _Element) -> None:
    """Free a record and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
