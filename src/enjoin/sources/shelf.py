"""Records of an XML list set aside on disk until what they belong to is read.

Some publishers part a list into sections whose records point at one another by numbers. Kept in
memory until they are joined, they would let it grow with the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from enjoin.model.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element


class Shelf:
    """XML records by section and by the number they are joined on.

    They lie in a file of the system's temporary folder that goes when the shelf is closed.
    """

    def __init__(self, source: str) -> None:
        from lxml import etree

        self._source, self._etree, self._taken = source, etree, set[int]()
        self._parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        self._indexed = False
        # An empty name is SQLite's own temporary file. Nobody else sees it: no need of journals.
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE record (section TEXT, key TEXT, content BLOB)")

    def put(self, section: str, key: str, record: _Element) -> None:
        """Set a record aside."""
        content = self._etree.tostring(record, encoding="utf-8", with_tail=False)
        with self._told():
            self._rows.execute("INSERT INTO record VALUES (?, ?, ?)", (section, key, content))

    def take(self, section: str, key: str) -> list[_Element]:
        """Return the records of a section that have this key, in the order of the file."""
        return list(self._select("section = ? AND key = ?", section, key))

    def all_of(self, section: str) -> Iterator[_Element]:
        """Yield all records of a section, in the order of the file."""
        yield from self._select("section = ?", section)

    def left(self, section: str) -> tuple[int, int]:
        """Return how many records of a section nobody took, of how many there are."""
        sql = "SELECT rowid FROM record WHERE section = ?"
        numbers = [number for (number,) in self._rows.execute(sql, (section,))]
        return sum(number not in self._taken for number in numbers), len(numbers)

    def close(self) -> None:
        """Let the records go."""
        self._rows.close()

    def _select(self, condition: str, *values: str) -> Iterator[_Element]:
        sql = f"SELECT rowid, content FROM record WHERE {condition} ORDER BY rowid"  # noqa: S608
        with self._told():
            if not self._indexed:  # only now, when all are there
                self._rows.execute("CREATE INDEX joined ON record (section, key)")
                self._indexed = True
            for number, content in self._rows.execute(sql, values):
                self._taken.add(number)
                yield self._etree.fromstring(content, self._parser)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise SourceError(
                f"{self._source}: its records cannot be set aside in the temporary folder "
                f"({error}); nothing was loaded, the stored list is unchanged. Free the disk, or "
                "name another folder in SQLITE_TMPDIR."
            ) from error
