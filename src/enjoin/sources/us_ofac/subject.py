"""A party on an OFAC list while it is read: names as spoken, links to other parties, remarks."""

from __future__ import annotations

import re
from collections.abc import Callable

from enjoin.sources.subject import Subject


class Listed(Subject):
    """A listed party, and what its remarks say beyond it.

    `find` returns the id of the one entry that bears a name, or None. `provisions` and `listed_on`
    go to its Sanctions; `segments` counts the remarks, `unread` holds those that no rule fits.
    """

    def __init__(self, id_: str, schema: str, find: Callable[[str], str | None]) -> None:
        """Begin a party with its id and schema."""
        super().__init__(id_, schema)
        self.find = find
        self.provisions: list[str] = []
        self.listed_on: list[str] = []
        self.segments = 0
        self.unread: list[str] = []

    def in_order(self, name: str) -> str:
        """Return a name as it is spoken; only a person's is written family name first."""
        return natural_order(name)[0] if self.schema == "Person" else name

    def party(self, role: str, name: str) -> None:
        """Link another listed party by its name; where it is not found, keep the name as a note."""
        other = self.find(name)
        if other is None or other == self.id:
            self.note(role, name)
            return
        ends = {"subject": self.id, "object": other}
        self.part("UnknownLink", role, other, name, **ends, role=role, summary=name)

    def not_read(self, segment: str) -> None:
        """Keep a remark that no rule can make something of, and count it."""
        self.note("", segment)
        self.unread.append(segment)


def natural_order(name: str) -> tuple[str, str, str]:
    """Turn 'LAST, First Middle' into ('First Middle LAST', 'First Middle', 'LAST').

    A suffix stays behind the family name: 'REYES, Juan, Jr.' and 'REYES, Jr., Juan' are
    'Juan REYES, Jr.'. A name without a comma stands as it is, and nothing is known of its parts.
    """
    family, *rest = (part.strip() for part in name.split(","))
    given = " ".join(part for part in rest if not _SUFFIX.fullmatch(part))
    if not given:
        return name, "", ""
    spoken = [f"{given} {family}", *(part for part in rest if _SUFFIX.fullmatch(part))]
    return ", ".join(spoken), given, family


_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Esq|Ph\.?D|M\.?D)\.?", re.IGNORECASE)


def plain_number(text: str) -> str:
    """Write a number without separators: the tables have '12,000' where the XML has '12000'."""
    return _SEPARATOR.sub("", text)


_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Bearers:
    """Which entry bears a name: remarks speak of other parties by name, not by number."""

    def __init__(self, source: str) -> None:
        """Begin without any name."""
        self._source = source
        # By the folded name; None: several entries bear it.
        self._primary: dict[str, str | None] = {}
        self._others: dict[str, str | None] = {}

    def add(self, name: str, number: str, *, primary: bool = False) -> None:
        """Tell that an entry bears a name, as its primary or as a further one."""
        key, numbers = _name_key(name), self._primary if primary else self._others
        if numbers.setdefault(key, number) != number:
            numbers[key] = None

    def find(self, name: str) -> str | None:
        """Return the id of the one entry that bears a name; None where there is none, or several.

        Case, punctuation and the order of words do not matter. A primary name goes before the same
        name as another's alias.
        """
        key = _name_key(name)
        number = self._primary[key] if key in self._primary else self._others.get(key)
        return f"{self._source}-{number}" if number else None


def _name_key(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))
