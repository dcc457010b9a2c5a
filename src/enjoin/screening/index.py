"""The screening index: one immutable file, memory-mapped; `enjoin.screening.building` makes it."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zlib import crc32

import msgspec

from enjoin.model.errors import SnapshotUnreadable
from enjoin.model.match import DETAILS
from enjoin.model.schema import MATCHABLE, NAME_KINDS
from enjoin.screening.arrays import spread_out
from enjoin.text.names import Part, part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Places

#: First bytes of a snapshot; the digit is the version of the layout.
MAGIC = b"ENJOIN-6"
#: Sections begin at multiples of so many bytes.
ALIGNED = 64

#: Properties that hold identifiers, and schemata that hold one for somebody else.
IDENTIFIERS = frozenset(
    "imoNumber mmsi callSign registrationNumber passportNumber idNumber taxNumber innCode "
    "leiCode swiftBic socialSecurityNumber serialNumber publicKey number isinCode ogrnCode "
    "icaoCode".split()
)
_LABEL = re.compile(r"^(?:IMO|MMSI|LEI|BIC|SWIFT)(?=\d)")
COUNTRY_PROPERTIES = ("country", "nationality", "citizenship", "flag", "jurisdiction")
#: Schemata by the number an index knows them by.
SCHEMATA = tuple(sorted(MATCHABLE))
#: Kinds of names by the number an index knows them by.
KINDS = tuple(NAME_KINDS.values())
#: What an index is built from: nothing else need be read.
SCHEMATA_READ = MATCHABLE | {"Sanction", "Passport", "Identification"}
PROPERTIES_READ = frozenset(
    {"birthDate", "entity", "holder", "program", "listingDate", "unscId", "authorityId", "topics"}
    | {"startDate", "endDate", "provisions"}
    | {"authority", *NAME_KINDS, *IDENTIFIERS, *COUNTRY_PROPERTIES, *DETAILS}
    | {"gender", "address", "notes", "pastFlags"}
)


class Imposed(msgspec.Struct, frozen=True, array_like=True):
    """A listing of an entity, as its Sanction tells it."""

    programme: str | None
    listed_on: str | None
    reference: str | None
    authority: str | None
    ended_on: str | None
    measures: tuple[str, ...]


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What scoring and answering need of an entity: fields as in FollowTheMoney."""

    id: str
    schema: str
    caption: str
    source: int
    birth_dates: tuple[str, ...]
    countries: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    sanctions: tuple[Imposed, ...]
    topics: tuple[str, ...] = ()
    birth_words: tuple[str, ...] = ()
    """Dates of birth that are approximate or ranges, as the list words them: "circa 1960"."""
    genders: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    former_flags: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    issued: tuple[tuple[str, str], ...] = ()
    """Numbers of documents in plain form, each with a country that issued it."""


class Sourced(msgspec.Struct, frozen=True):
    """A list version inside a snapshot."""

    source: str
    version: str
    position: str
    sha256: str
    max_age_days: int
    basis: Literal["publisher", "stated", "inferred"] = "publisher"
    missing: tuple[str, ...] = ()


class Name(NamedTuple):
    """A name of an entity: its kind, its parts as strings and the publisher's spelling."""

    entity: int
    kind: str
    parts: tuple[Part, ...]
    text: str


def plain_id(value: str) -> str:
    """Return an identifier without label, spaces and marks, in capitals, for comparison."""
    return _LABEL.sub("", "".join(c for c in value if c.isalnum()).upper())


def id_forms(kind: str, value: str) -> tuple[str, ...]:
    """Return the plain forms by which an identifier is found: of a BIC also the bank's (8 letters).

    A bank's BIC has eight characters, a branch's three more (ISO 9362).
    """
    plain = plain_id(value)
    return (plain, plain[:8]) if kind == "swiftBic" and len(plain) > 8 else (plain,)


def id_keys(kind: str, value: str) -> list[int]:
    """Hash an identifier's plain forms to 64 bits each (BLAKE2b)."""
    return [_key(f"id {form}") for form in id_forms(kind, value)]


def subject_key(id_: str) -> int:
    """Hash an entity's id to 64 bits (BLAKE2b)."""
    return _key(f"subject {id_}")


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


class _Header(msgspec.Struct, frozen=True):
    lists: list[Sourced]
    sections: dict[str, tuple[int, str, int, int]]
    size: int


def _header(data: mmap.mmap) -> tuple[int, _Header]:
    """Read a snapshot's header; return where its sections start, too.

    Raises:
        ValueError: it is not one, or the file is cut short (msgspec's errors are ValueErrors).
    """
    start = len(MAGIC) + 8
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("it is of another layout")
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    header = msgspec.json.decode(data[start:end], type=_Header)
    if len(data) != end + header.size:
        raise ValueError("it is cut short")
    return end, header


class Snapshot:
    """An opened snapshot. Opening maps the file; pages are read when they are used, and shared."""

    def __init__(self, path: Path) -> None:
        """Map a snapshot.

        Raises:
            SnapshotUnreadable: it is damaged, cut short or of another layout.
        """
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._start, header = _header(self._map)
            self.lists = header.lists
        except (OSError, ValueError) as error:
            raise SnapshotUnreadable(str(path), str(error)) from error
        self._layout = header.sections
        self._arrays: dict[str, Any] = {}
        self._records: dict[int, Record] = {}
        self._names: dict[int, Name] = {}

    def __getitem__(self, section: str) -> Any:
        """Return a section as a read-only array over the mapped file, checked when first used."""
        array = self._arrays.get(section)
        if array is None:
            import numpy as np

            offset, dtype, count, check = self._layout[section]
            array = np.frombuffer(self._map, dtype, count, self._start + offset)
            if crc32(array.data) != check:
                raise SnapshotUnreadable(str(self.path), f"its section {section} is damaged")
            self._arrays[section] = array
        return array

    def place(self, section: str) -> tuple[int, int]:
        """Return where a section begins and ends in the file."""
        offset, _, _, _ = self._layout[section]
        return self._start + offset, self._start + offset + int(self[section].nbytes)

    @property
    def names(self) -> int:
        """The number of names."""
        return len(self["name_entity"])

    @cached_property
    def vocabulary(self) -> list[str]:
        """The parts of all names, by number, sorted."""
        text: str = self["vocabulary"].tobytes().decode()
        return text.splitlines()

    def name(self, number: int) -> Name:
        """Return a name."""
        found = self._names.get(number)
        if found is None:
            start, end = self["name_offsets"][number : number + 2]
            split = tuple(part(self.vocabulary[n]) for n in self["name_parts"][start:end].tolist())
            found = self._names[number] = Name(
                int(self["name_entity"][number]),
                KINDS[self["name_kind"][number]],
                split,
                self._bytes("spelling", number).decode(),
            )
        return found

    def names_of(self, entity: int) -> list[Name]:
        """Return all names of an entity; names of an entity stand together."""
        import numpy as np

        low, high = np.searchsorted(self["name_entity"], [entity, entity + 1])
        return [self.name(number) for number in range(int(low), int(high))]

    def record(self, number: int) -> Record:
        """Return an entity's record."""
        found = self._records.get(number)
        if found is None:
            data = self._bytes("entity", number)
            found = self._records[number] = msgspec.msgpack.decode(data, type=Record)
        return found

    def numbers_of(self, ids: Collection[str]) -> list[int]:
        """Return the numbers of entities by their ids, ascending."""
        found = (number for id_ in ids for number in self._with_key("subject", subject_key(id_)))
        return sorted({number for number in found if self.record(number).id in ids})

    def records(self) -> Iterator[Record]:
        """Yield the record of every entity, in order of their numbers."""
        return map(self.record, range(len(self["entity_source"])))

    def holding(self, postings: str, parts: NDArray[np.int32]) -> tuple[Places, NDArray[np.int32]]:
        """Return the names that hold parts, and before each which of the parts it holds.

        Postings are those of all names ("posting") or of those with initials ("abbreviated").
        """
        offsets = self[f"{postings}_offsets"]
        whose, at = spread_out(offsets[parts], offsets[parts + 1])
        return whose, self[f"{postings}_names"][at]

    def among(self, sources: Collection[str], schemata: Collection[str]) -> NDArray[np.bool_]:
        """Tell for every name whether its entity is of these lists and these schemata."""
        import numpy as np

        lists = [n for n, listed in enumerate(self.lists) if listed.source in sources]
        kinds = [n for n, schema in enumerate(SCHEMATA) if schema in schemata]
        wanted = np.isin(self["entity_source"], lists) & np.isin(self["entity_schema"], kinds)
        among: NDArray[np.bool_] = wanted[self["name_entity"]]
        return among

    def with_identifier(self, kind: str, value: str) -> list[int]:
        """Return the numbers of the entities that carry an identifier."""
        return sorted({n for key in id_keys(kind, value) for n in self._with_key("id", key)})

    def _with_key(self, name: str, key: int) -> list[int]:
        import numpy as np

        keys, wanted = self[f"{name}_keys"], np.uint64(key)
        low, high = keys.searchsorted(wanted), keys.searchsorted(wanted, "right")
        numbers: list[int] = self[f"{name}_entities"][low:high].tolist()
        return numbers

    def _bytes(self, blob: str, number: int) -> bytes:
        _ = self[f"{blob}_bytes"]  # checked when first used
        offset = self._layout[f"{blob}_bytes"][0] + self._start
        start, end = self[f"{blob}_offsets"][number : number + 2].tolist()
        return self._map[offset + start : offset + end]
