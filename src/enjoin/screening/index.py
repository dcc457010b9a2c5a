"""The screening index: one immutable file, memory-mapped, made from the entities in force."""

from __future__ import annotations

import json
import mmap
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zlib import crc32

import msgspec

from enjoin.model.entity import Entity
from enjoin.model.errors import SnapshotUnreadable
from enjoin.model.schema import MATCHABLE, NAME_KINDS
from enjoin.text.names import Part, is_person, part, parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: First bytes of a snapshot; the digit is the version of the layout.
MAGIC = b"ENJOIN-3"
_ALIGN = 64

#: Properties that hold identifiers, and schemata that hold one for somebody else.
IDENTIFIERS = frozenset(
    "imoNumber mmsi callSign registrationNumber passportNumber idNumber taxNumber innCode "
    "leiCode swiftBic socialSecurityNumber serialNumber publicKey number".split()
)
_LABEL = re.compile(r"^(?:IMO|MMSI|LEI|BIC|SWIFT)(?=\d)")
_COUNTRY_PROPERTIES = ("country", "nationality", "citizenship", "flag", "jurisdiction")
#: Schemata by the number an index knows them by.
SCHEMATA = tuple(sorted(MATCHABLE))
#: What an index is built from: nothing else need be read.
SCHEMATA_READ = MATCHABLE | {"Sanction", "Passport", "Identification"}
PROPERTIES_READ = frozenset(
    {"birthDate", "entity", "holder", "program", "listingDate", "unscId", "authorityId", "topics"}
    | {"startDate", "endDate", "provisions"}
    | {"authority", *NAME_KINDS, *IDENTIFIERS, *_COUNTRY_PROPERTIES}
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


def build(entities: Iterable[tuple[str, Entity]], lists: Sequence[Sourced]) -> bytes:
    """Make a snapshot of entities, given with their sources, as the bytes of its file."""
    sources = {sourced.source: number for number, sourced in enumerate(lists)}
    subjects, satellites = _sorted_out(entities)
    records = [_record(entity, sources[source], satellites) for source, entity in subjects]
    sections = _name_sections([entity for _, entity in subjects])
    sections |= _filter_sections(records)
    packed = (msgspec.msgpack.encode(each, enc_hook=str) for each in records)  # a Text is its text
    sections |= _blob("entity", list(packed))
    sections |= _identifier_sections(records)
    return _file({"lists": [msgspec.to_builtins(sourced) for sourced in lists]}, sections)


def _sorted_out(
    entities: Iterable[tuple[str, Entity]],
) -> tuple[list[tuple[str, Entity]], Mapping[str, list[Entity]]]:
    """Tell the subjects apart from what belongs to one of them, which is given by its id."""
    subjects, satellites = [], defaultdict(list)
    for source, entity in entities:
        if entity.schema in MATCHABLE:
            subjects.append((source, entity))
        for owner in (*entity.get("entity"), *entity.get("holder")):
            satellites[owner].append(entity)
    return [each for each in subjects if _listed(each[1], satellites)], satellites


def _listed(entity: Entity, satellites: Mapping[str, list[Entity]]) -> bool:
    """Tell whether an entity is on its list still, which keeps some that it has delisted."""
    sanctions = [of for of in satellites.get(entity.id, ()) if of.schema == "Sanction"]
    return bool(entity.get("topics")) or not sanctions


def _record(entity: Entity, source: int, satellites: Mapping[str, list[Entity]]) -> Record:
    belongings = satellites.get(entity.id, [])
    return Record(
        entity.id,
        entity.schema,
        entity.caption,
        source,
        entity.get("birthDate"),
        tuple(dict.fromkeys(c for prop in _COUNTRY_PROPERTIES for c in entity.get(prop))),
        tuple(dict.fromkeys(pair for thing in (entity, *belongings) for pair in _ids(thing))),
        tuple(_imposed(thing) for thing in belongings if thing.schema == "Sanction"),
    )


def _imposed(sanction: Entity) -> Imposed:
    return Imposed(
        sanction.first("program"),
        sanction.first("listingDate") or sanction.first("startDate"),
        sanction.first("unscId") or sanction.first("authorityId"),
        sanction.first("authority"),
        sanction.first("endDate"),
        sanction.get("provisions"),
    )


def _ids(entity: Entity) -> Iterator[tuple[str, str]]:
    if entity.schema == "Sanction":
        return
    for prop in entity.properties.keys() & IDENTIFIERS:
        named = "passportNumber" if (entity.schema, prop) == ("Passport", "number") else prop
        for value in entity.get(prop):
            yield named, value


def plain_id(value: str) -> str:
    """Return an identifier without label, spaces and marks, in capitals, for comparison."""
    return _LABEL.sub("", "".join(c for c in value if c.isalnum()).upper())


def id_key(value: str) -> int:
    """Hash an identifier's plain form to 64 bits."""
    from enjoin.screening.similar import hash_key

    return hash_key(f"id {plain_id(value)}")


def _identifier_sections(records: Sequence[Record]) -> dict[str, Any]:
    import numpy as np

    found = [(id_key(v), n) for n, record in enumerate(records) for _, v in record.ids]
    keys = np.array([key for key, _ in found], dtype=np.uint64)
    order = np.argsort(keys, kind="stable")
    return {
        "id_keys": keys[order],
        "id_entities": np.array([n for _, n in found], dtype=np.int32)[order],
    }


def _name_sections(subjects: Sequence[Entity]) -> dict[str, Any]:
    """Lay out names, their parts, and from each part and key back to names."""
    import numpy as np

    from enjoin.screening.similar import keys

    names = list(_names(subjects))
    vocabulary = sorted({p.text for name in names for p in name.parts})
    number = {text: n for n, text in enumerate(vocabulary)}
    flat = np.array([number[p.text] for name in names for p in name.parts], dtype=np.int32)
    lengths = [len(name.parts) for name in names]
    owners = np.repeat(np.arange(len(names), dtype=np.int32), lengths)
    found, whose = keys(vocabulary)
    order = np.argsort(found, kind="stable")
    kinds = list(NAME_KINDS.values())
    information = [sum(p.information for p in name.parts) for name in names]
    return {
        "keys": found[order],
        "key_parts": whose[order],
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        "name_offsets": _offsets(lengths),
        "name_parts": flat,
        "name_entity": np.array([name.entity for name in names], dtype=np.int32),
        "name_kind": np.array([kinds.index(name.kind) for name in names], dtype=np.uint8),
        "name_information": np.array(information, dtype=np.float32),
        **_blob("spelling", [name.text.encode() for name in names]),
        **_postings(flat, owners, len(vocabulary)),
    }


def _filter_sections(records: Sequence[Record]) -> dict[str, Any]:
    """For every entity, the number of its list and of its schema, to leave others out early."""
    import numpy as np

    schemata = [SCHEMATA.index(record.schema) for record in records]
    return {
        "entity_source": np.array([record.source for record in records], dtype=np.uint8),
        "entity_schema": np.array(schemata, dtype=np.uint8),
    }


def _names(subjects: Sequence[Entity]) -> Iterator[Name]:
    for number, entity in enumerate(subjects):
        person = is_person(entity.schema)
        seen = set()
        for prop, kind in NAME_KINDS.items():
            for text in entity.get(prop):
                split = parts(text, person)
                if split and split not in seen:
                    seen.add(split)
                    yield Name(number, kind, split, text)


def _postings(flat: NDArray[np.int32], owners: NDArray[np.int32], count: int) -> dict[str, Any]:
    """For every part, the names that hold it, each once, ascending."""
    import numpy as np

    pairs = np.unique(flat.astype(np.int64) << 32 | owners)
    return {
        "posting_offsets": _offsets(np.bincount(pairs >> 32, minlength=count).tolist()),
        "posting_names": (pairs & 0xFFFFFFFF).astype(np.int32),
    }


def _offsets(lengths: Sequence[int]) -> NDArray[np.int64]:
    import numpy as np

    return np.fromiter(accumulate(lengths, initial=0), dtype=np.int64, count=len(lengths) + 1)


def _blob(name: str, texts: Sequence[bytes]) -> dict[str, Any]:
    import numpy as np

    return {
        f"{name}_offsets": _offsets([len(text) for text in texts]),
        f"{name}_bytes": np.frombuffer(b"".join(texts), dtype=np.uint8),
    }


def _file(meta: Mapping[str, object], sections: Mapping[str, Any]) -> bytes:
    """Write magic, length of the header, header (JSON with the layout), then aligned sections."""
    layout, at = {}, 0
    for name, array in sections.items():
        layout[name] = [at, array.dtype.str, len(array), crc32(array.tobytes())]
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({**meta, "sections": layout, "size": at}, sort_keys=True).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % _ALIGN)
    body = b"".join(a.tobytes().ljust(-(-a.nbytes // _ALIGN) * _ALIGN) for a in sections.values())
    return MAGIC + len(header).to_bytes(8, "little") + header + body


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
        self._kinds = list(NAME_KINDS.values())

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
        return text.split("\n")

    @cached_property
    def part_numbers(self) -> dict[str, int]:
        """The number of each part of the vocabulary."""
        return {text: number for number, text in enumerate(self.vocabulary)}

    def name(self, number: int) -> Name:
        """Return a name."""
        found = self._names.get(number)
        if found is None:
            start, end = self["name_offsets"][number : number + 2]
            split = tuple(part(self.vocabulary[n]) for n in self["name_parts"][start:end].tolist())
            found = self._names[number] = Name(
                int(self["name_entity"][number]),
                self._kinds[self["name_kind"][number]],
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

    def among(self, sources: Collection[str], schemata: Collection[str]) -> NDArray[np.bool_]:
        """Tell for every name whether its entity is of these lists and these schemata."""
        import numpy as np

        lists = [n for n, listed in enumerate(self.lists) if listed.source in sources]
        kinds = [n for n, schema in enumerate(SCHEMATA) if schema in schemata]
        wanted = np.isin(self["entity_source"], lists) & np.isin(self["entity_schema"], kinds)
        among: NDArray[np.bool_] = wanted[self["name_entity"]]
        return among

    def with_identifier(self, value: str) -> list[int]:
        """Return the numbers of the entities that carry an identifier."""
        import numpy as np

        keys = self["id_keys"]
        wanted = np.uint64(id_key(value))
        low, high = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        return sorted(set(self["id_entities"][low:high].tolist()))

    def _bytes(self, blob: str, number: int) -> bytes:
        _ = self[f"{blob}_bytes"]  # checked when first used
        offset = self._layout[f"{blob}_bytes"][0] + self._start
        start, end = self[f"{blob}_offsets"][number : number + 2].tolist()
        return self._map[offset + start : offset + end]
