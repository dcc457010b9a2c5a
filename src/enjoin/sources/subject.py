"""A listed subject while it is read: values by property, and the entities that go with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from enjoin.model.entity import Entity, Values, derived_id, make
from enjoin.model.identifiers import check
from enjoin.model.schema import SCHEMATA
from enjoin.model.values import read_date
from enjoin.sources.reading import country_codes


class Subject:
    """What is known so far of one subject; `entities` puts it together.

    What no property of the schema holds is kept as a note, so that nothing the publisher says is
    lost. The listing itself is gathered in `sanctions`.
    """

    def __init__(self, id_: str, schema: str, topics: Iterable[str] = ("sanction",)) -> None:
        """Begin a subject with its id (`SOURCE-NUMBER`), its FollowTheMoney schema and topics."""
        self.id, self.schema = id_, schema
        self.values: dict[str, list[str]] = defaultdict(list)
        self.parts: list[Entity] = []
        self.add("topics", *topics)

    def add(self, prop: str, *values: str | None) -> None:
        """Add values to a property; where the schema has no such property, as notes."""
        known = prop in SCHEMATA[self.schema]
        for value in values:
            if value:
                self.values[prop if known else "notes"].append(
                    value if known else f"{prop}: {value}"
                )

    def note(self, label: str, text: str | None) -> None:
        """Keep words of the publisher under a label: 'Height: 180 cm'."""
        if text:
            self.values["notes"].append(f"{label}: {text}" if label else text)

    def country(self, prop: str, label: str, text: str) -> None:
        """Add the codes of a country in words; words that are none become a note."""
        codes = country_codes(text) if text else ()
        self.add(prop, *codes)
        if not codes:
            self.note(label, text)

    def date(self, prop: str, label: str, text: str) -> bool:
        """Add a date with the precision it has; its words are noted where they say more or less.

        Returns False, having kept the words as a note, when it is no date.
        """
        found = read_date(text) if text else None
        self.add(prop, *(found.values if found else ()))
        if text and (found is None or found.note):
            self.note(label, text)
        return found is not None or not text

    def checked(self, prop: str, value: str, kind: str = "") -> None:
        """Add an identifier; one that fails its check is kept, and a note says why it fails."""
        result = check(kind or prop, value)
        self.add(prop, result.value)
        if not result.valid:
            self.values["notes"].append(f"{result.value} {result.why}")

    def part(self, schema: str, *key: str, **properties: Values) -> Entity:
        """Add an entity that depends on this one, named by its content unless a key is given."""
        content = key or tuple(f"{prop}={value}" for prop, value in sorted(properties.items()))
        made = make(schema, derived_id(self.id, schema, *content), **properties)
        self.parts.append(made)
        return made

    def address(
        self,
        full: Iterable[str],
        *,
        country: str = "",
        remarks: str = "",
        **properties: Values,
    ) -> None:
        """Add an address: its lines in order, its country in words, and what is known of it.

        An address that has nothing but its country is that country and no address.
        """
        lines = [line for line in (" ".join(line.split()) for line in full) if line]
        codes = country_codes(country) if country else ()
        self.add("country", *codes)
        if not lines:
            self.note("Address", remarks)
            self.note("Country", "" if codes else country)
            return
        whole = ", ".join([*lines, country] if country else lines)
        made = self.part(
            "Address",
            whole,
            remarks,
            full=whole,
            country=codes,
            remarks=remarks,
            **properties,
        )
        self.add("address", whole)
        self.add("addressEntity", made.id)

    def sanction(self, *key: str, **properties: Values) -> None:
        """Add a listing of this subject: who listed it, under what, since when, what follows."""
        self.part("Sanction", *key, entity=self.id, **properties)

    def link(self, schema: str, role: str, other: str, near: str, far: str) -> None:
        """Join this subject to another by its id: `near` and `far` name the ends' properties."""
        if other != self.id:
            self.part(schema, role, other, **{near: self.id, far: other, "role": role})

    def entities(self) -> list[Entity]:
        """Return the subject, and after it what belongs to it, each once."""
        parts = {part.id: part for part in self.parts}
        return [make(self.schema, self.id, **self.values), *parts.values()]
