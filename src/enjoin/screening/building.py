"""Making the screening index of the entities in force: what is looked up, laid out as arrays."""

from __future__ import annotations

import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from enjoin.model.entity import Entity
from enjoin.model.match import DETAILS
from enjoin.model.schema import MATCHABLE, NAME_KINDS
from enjoin.screening.align import SPELT
from enjoin.screening.arrays import added
from enjoin.screening.index import (
    ALIGNED,
    COUNTRY_PROPERTIES,
    IDENTIFIERS,
    KINDS,
    MAGIC,
    SCHEMATA,
    Imposed,
    Record,
    Snapshot,
    Sourced,
    id_keys,
    plain_id,
    subject_key,
)
from enjoin.screening.keys import Spelt, glued
from enjoin.screening.keys import keys as make_keys
from enjoin.screening.vocabulary import Vocabulary
from enjoin.text.names import is_person, part, parts, tells_alone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sections = dict[str, NDArray[Any]]

#: Approximate dates of birth and ranges stand in notes, in the words of the list.
_BORN = re.compile(r"(?:DOB|Date of birth): (.+)")
#: Nationality and registration marks of aircraft (ICAO Annex 7): EP-GOM, P-532, N123AB.
_MARK = re.compile(r"[A-Z0-9]{1,2}-[A-Z0-9]{1,5}|N\d{1,5}[A-Z]{0,2}")
#: Parts whose likes are searched together.
_CHUNK = 10_000


def build(entities: Iterable[tuple[str, Entity]], lists: Sequence[Sourced]) -> bytes:
    """Make a snapshot of entities, given with their sources, as the bytes of its file.

    Entities are read once and not kept; what belongs to one may come before it or after.
    """
    names, records = Names(), _Records([sourced.source for sourced in lists])
    doubtful = []
    for source, entity in entities:
        if entity.schema in MATCHABLE and entity.get("topics"):
            names.add(records.add(source, entity), entity)
        elif entity.schema in MATCHABLE:
            doubtful.append((source, entity))
        for owner in (*entity.get("entity"), *entity.get("holder")):
            records.add_belonging(owner, entity)
    for source, entity in doubtful:
        if not records.sanctioned(entity.id):  # what is, and has no topic, is delisted
            names.add(records.add(source, entity), entity)
    return _built(names, records, lists)


def narrowed(snapshot: Snapshot, entities: Iterable[int]) -> bytes:
    """Make a snapshot of some of the entities of another, by their numbers."""
    names, records = Names(), _Records([sourced.source for sourced in snapshot.lists])
    for old in entities:
        number = records.note(snapshot.record(old))
        for name in snapshot.names_of(old):
            names.note(number, name.kind, [part.text for part in name.parts], name.text)
    return _built(names, records, snapshot.lists)


def _built(names: Names, records: _Records, lists: Sequence[Sourced]) -> bytes:
    named = names.sections()
    return file(lists, {**named, **_like_sections(named), **records.sections()})


class _Records:
    """Records of the subjects, encoded as they come."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = {source: number for number, source in enumerate(sources)}
        self._encoded: list[bytes] = []
        self._listed, self._schemata = array("B"), array("B")
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._belongings: dict[str, list[Entity]] = defaultdict(list)
        self._ids: list[tuple[int, int]] = []

    def add(self, source: str, entity: Entity) -> int:
        """Note a subject; return its number."""
        return self.note(_record(entity, self._sources[source]))

    def note(self, record: Record) -> int:
        """Note the record of a subject; return its number."""
        number = len(self._encoded)
        self._encoded.append(_encoded(record))
        self._numbers[record.id].append(number)
        self._listed.append(record.source)
        self._schemata.append(SCHEMATA.index(record.schema))
        self._ids += [(key, number) for pair in record.ids for key in id_keys(*pair)]
        return number

    def add_belonging(self, owner: str, entity: Entity) -> None:
        """Note what belongs to a subject: a sanction, a passport."""
        self._belongings[owner].append(entity)

    def sanctioned(self, id_: str) -> bool:
        """Tell whether a subject has, or had, a sanction on it."""
        return any(each.schema == "Sanction" for each in self._belongings.get(id_, ()))

    def sections(self) -> Sections:
        """Lay out records, and the ways to them: by identifier, by list, by schema."""
        import numpy as np

        for owner, belongings in self._belongings.items():
            for number in self._numbers.get(owner, ()):
                self._complete(number, belongings)
        named = [(subject_key(id_), n) for id_, numbers in self._numbers.items() for n in numbers]
        return {
            **_blob("entity", self._encoded),
            **by_key("id", self._ids),
            **by_key("subject", named),
            "entity_source": np.array(self._listed, dtype=np.uint8),
            "entity_schema": np.array(self._schemata, dtype=np.uint8),
        }

    def _complete(self, number: int, belongings: Sequence[Entity]) -> None:
        """Add to a record the sanctions on it and the identifiers in its documents."""
        record = msgspec.msgpack.decode(self._encoded[number], type=Record)
        ids = tuple(dict.fromkeys([*record.ids, *(pair for b in belongings for pair in _ids(b))]))
        sanctions = tuple(_imposed(b) for b in belongings if b.schema == "Sanction")
        issued = tuple(pair for b in belongings for pair in _issued(b))
        whole = msgspec.structs.replace(record, ids=ids, sanctions=sanctions, issued=issued)
        self._encoded[number] = _encoded(whole)
        self._ids += [(key, number) for pair in ids[len(record.ids) :] for key in id_keys(*pair)]


def _encoded(record: Record) -> bytes:
    return msgspec.msgpack.encode(record, enc_hook=str)  # a value with a language is its text


def _record(entity: Entity, source: int) -> Record:
    return Record(
        entity.id,
        entity.schema,
        _caption(entity),
        source,
        entity.get("birthDate"),
        tuple(dict.fromkeys(c for prop in COUNTRY_PROPERTIES for c in entity.get(prop))),
        tuple(dict.fromkeys(_ids(entity))),
        (),
        entity.get("topics"),
        tuple(found[1] for note in entity.get("notes") if (found := _BORN.fullmatch(note))),
        entity.get("gender"),
        entity.get("address"),
        entity.get("pastFlags"),
        tuple((prop, value) for prop in DETAILS for value in entity.get(prop)),
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


def _caption(entity: Entity) -> str:
    """Return what an entity is called; a wallet, which has no name, by its address."""
    named = any(entity.get(prop) for prop in NAME_KINDS)
    return entity.caption if named else entity.first("publicKey") or entity.caption


def _issued(document: Entity) -> Iterator[tuple[str, str]]:
    """Yield the number of a document with the countries that issued it."""
    if document.schema in {"Passport", "Identification"}:
        for number in document.get("number"):
            yield from ((plain_id(number), country) for country in document.get("country"))


def _ids(entity: Entity) -> Iterator[tuple[str, str]]:
    if entity.schema == "Sanction":
        return
    if entity.schema == "Airplane":  # aircraft are listed by the marks they bear as names
        marks = (name for prop in NAME_KINDS for name in entity.get(prop))
        yield from (("registrationNumber", mark) for mark in marks if _MARK.fullmatch(mark))
    for prop in sorted(entity.properties.keys() & IDENTIFIERS):
        named = "passportNumber" if (entity.schema, prop) == ("Passport", "number") else prop
        for value in entity.get(prop):
            yield named, value


class Names:
    """Names of numbered subjects: their parts as numbers of a vocabulary that grows."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._parts, self._lengths = array("i"), array("i")
        self._entities, self._kinds = array("i"), array("B")
        self._spellings: list[bytes] = []

    def add(self, number: int, entity: Entity) -> None:
        """Note the names of a subject, each once."""
        person = is_person(entity.schema)
        seen = set()
        for prop, kind in NAME_KINDS.items():
            for text in entity.get(prop):
                split = tuple(p.text for p in parts(text, person))
                if split and split not in seen:
                    seen.add(split)
                    self.note(number, kind, split, text)

    def note(self, number: int, kind: str, split: Sequence[str], text: str) -> None:
        """Note a name of a subject, given its parts."""
        self._parts.extend(self._number(word) for word in split)
        self._lengths.append(len(split))
        self._entities.append(number)
        self._kinds.append(KINDS.index(kind))
        self._spellings.append(text.encode())

    def _number(self, word: str) -> int:
        return self._vocabulary.setdefault(word, len(self._vocabulary))

    def sections(self) -> Sections:
        """Lay out names, their parts, and from each part and key back to names."""
        import numpy as np

        vocabulary = sorted(self._vocabulary)
        place = np.empty(len(vocabulary), dtype=np.int32)
        known = np.fromiter(map(self._vocabulary.__getitem__, vocabulary), np.int32)
        place[known] = np.arange(len(vocabulary))
        flat = place[np.array(self._parts, dtype=np.int32)]
        offsets = _offsets(self._lengths)
        spelt = Spelt(vocabulary)
        about = _vocabulary_sections(spelt)
        return {
            **about,
            "name_offsets": offsets,
            "name_parts": flat,
            "name_entity": np.array(self._entities, dtype=np.int32),
            "name_kind": np.array(self._kinds, dtype=np.uint8),
            **_told_sections(flat, offsets, about),
            **_blob("spelling", self._spellings),
            **_glued_sections(flat, offsets, spelt, about),
        }


def _vocabulary_sections(spelt: Spelt) -> Sections:
    """Lay out the parts, what is known of each, and from its hash and its keys back to it."""
    import numpy as np

    found, whose = make_keys(spelt)
    order = np.lexsort((whose, found))
    grouped, starts = np.unique(found[order], return_index=True)
    by_hash = np.argsort(spelt.hashes, kind="stable")
    described = [part(text) for text in spelt.texts]
    telling = [tells_alone(p) for p in described]
    return {
        "vocabulary": np.frombuffer("\n".join(spelt.texts).encode(), dtype=np.uint8),
        "hashes": spelt.hashes[by_hash],
        "hash_parts": by_hash.astype(np.int32),
        "part_length": np.minimum(spelt.lengths, 65535).astype(np.uint16),
        "part_first": spelt.letters[:, 0].copy(),
        "part_signature": spelt.signatures,
        "part_letters": spelt.counts.reshape(-1),
        "part_word": spelt.words,
        "part_established": spelt.established,
        "part_spelt": np.array([p.kind in SPELT for p in described], dtype=np.bool_),
        "part_telling": np.array(telling, dtype=np.bool_),
        "part_initial": np.array([p.kind == "initial" for p in described], dtype=np.bool_),
        "part_information": np.array([p.information for p in described], dtype=np.float64),
        "keys": grouped,
        "key_offsets": np.append(starts, len(found)).astype(np.int64),
        "key_parts": whose[order],
    }


def _like_sections(about: Sections) -> Sections:
    """From each part to its likes: who asks about a listed part need not search for them."""
    import numpy as np

    texts = about["vocabulary"].tobytes().decode().splitlines()
    vocabulary = Vocabulary(about, lambda: texts)
    chunks = [texts[at : at + _CHUNK] for at in range(0, len(texts) or 1, _CHUNK)]
    found = [vocabulary.search(Spelt(chunk)) for chunk in chunks]
    counts = [
        np.bincount(owners, minlength=len(chunk))
        for chunk, (owners, _, _) in zip(chunks, found, strict=True)
    ]
    return {
        "like_offsets": added(np.concatenate(counts)),
        "like_parts": np.concatenate([parts for _, parts, _ in found]),
        "like_values": np.concatenate([values for _, _, values in found]),
    }


def _told_sections(flat: Any, offsets: Any, about: Sections) -> Sections:
    """Lay out what each name tells, and from each part to the names that hold it.

    Names with initials are in postings of their own as well: an initial may stand for any part.
    """
    import numpy as np

    count = len(offsets) - 1
    owners = np.repeat(np.arange(count, dtype=np.int32), np.diff(offsets))
    initials = np.bincount(owners, about["part_initial"][flat], count).astype(np.uint8)
    short = initials[owners] > 0
    size = len(about["part_information"])
    return {
        "name_information": np.bincount(owners, about["part_information"][flat], count),
        "name_telling": np.bincount(owners, about["part_telling"][flat], count).astype(np.uint16),
        "name_initials": initials,
        **_postings("posting", flat, owners, size),
        **_postings("abbreviated", flat[short], owners[short], size),
    }


def _postings(name: str, flat: Any, owners: Any, count: int) -> Sections:
    """For every part, the names that hold it, each once, ascending."""
    import numpy as np

    pairs = np.unique(flat.astype(np.int64) << 32 | owners)
    return {
        f"{name}_offsets": _offsets(np.bincount(pairs >> 32, minlength=count).tolist()),
        f"{name}_names": (pairs & 0xFFFFFFFF).astype(np.int32),
    }


def _glued_sections(flat: Any, offsets: Any, spelt: Spelt, about: Sections) -> Sections:
    """From the hash of neighbouring words written together to the names with them, and their worth.

    The worth is what the words tell apart: a part that stands for them tells no more than that.
    """
    import numpy as np

    owners = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    found, first, count = glued(spelt, flat, owners)
    told = np.append(0, np.cumsum(about["part_information"][flat]))
    names, worth = owners[first], told[first + count] - told[first]
    order = np.lexsort((names, found))
    return {
        "glued_keys": found[order],
        "glued_names": names[order],
        "glued_worth": worth[order].astype(np.float32),
    }


def by_key(name: str, keyed: Sequence[tuple[int, int]]) -> Sections:
    """From keys, sorted, to the numbers they stand for."""
    import numpy as np

    keys = np.array([key for key, _ in keyed], dtype=np.uint64)
    order = np.argsort(keys, kind="stable")
    numbers = np.array([number for _, number in keyed], dtype=np.int32)
    return {f"{name}_keys": keys[order], f"{name}_entities": numbers[order]}


def _offsets(lengths: Sequence[int]) -> NDArray[np.int64]:
    import numpy as np

    return np.fromiter(accumulate(lengths, initial=0), dtype=np.int64, count=len(lengths) + 1)


def _blob(name: str, texts: Sequence[bytes]) -> Sections:
    import numpy as np

    return {
        f"{name}_offsets": _offsets([len(text) for text in texts]),
        f"{name}_bytes": np.frombuffer(b"".join(texts), dtype=np.uint8),
    }


def file(lists: Sequence[Sourced], sections: Mapping[str, Any]) -> bytes:
    """Return the bytes of an index's file.

    Magic, length of the header, header (JSON with the layout), then aligned sections.
    """
    layout, at = {}, 0
    for name, section in sections.items():
        layout[name] = [at, section.dtype.str, len(section), crc32(section.data)]
        at += -(-section.nbytes // ALIGNED) * ALIGNED
    told = [msgspec.to_builtins(sourced) for sourced in lists]
    header = json.dumps({"lists": told, "sections": layout, "size": at}, sort_keys=True).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % ALIGNED)
    body = [MAGIC, len(header).to_bytes(8, "little"), header]
    for section in sections.values():
        body += [section.data.cast("B") if section.size else b"", bytes(-section.nbytes % ALIGNED)]
    return b"".join(body)
