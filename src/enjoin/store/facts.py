"""What versions of lists say: what was in force when, and what was known then.

What a version says of one entity is kept once, whole, and never changed. `presence` holds in which
versions it stands, as intervals over the versions of a source in the order of their positions
(publisher's date, then recorded instant). A version loaded late takes its place in that order;
intervals are split or joined so that every other version keeps exactly what it said. Each row of
`presence` is [first, until); between two versions that follow each other there is no seam.
"""

# ruff: noqa: S608  (statements are made of our own words; what comes from outside is a parameter)

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple

from enjoin.model.entity import Entity, assemble, statements
from enjoin.store.door import Door
from enjoin.store.packing import Packed, digest, entity_id, unpack
from enjoin.store.versions import Version, predecessor, successor

#: Rows handed to the database at once.
BATCH = 5_000

# The plus keeps SQLite from seeking every entity once per version: it reads presence through.
_AT = """
+p.first IN (SELECT id FROM list_versions WHERE source = ? AND position <= ?)
AND (p.until IS NULL
  OR +p.until IN (SELECT id FROM list_versions WHERE source = ? AND position > ?))
"""
_SAID = f"FROM presence p JOIN entities e ON e.id = p.entity WHERE {_AT}"
_READ = "EXISTS (SELECT 1 FROM reading r WHERE r.entity = p.entity)"


class Change(NamedTuple):
    """What a version changed against its predecessor: entity ids by kind of change."""

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]


def record(
    door: Door,
    version: Version,
    said: Iterable[Packed],
    files: Iterable[tuple[str, str, int]],
) -> tuple[Change, str]:
    """Record a version within the caller's transaction: what it says, and what that changes.

    `said` is gone through twice; `files` are (name, SHA-256, size) of the originals. Returns what
    changed, and the seal over all the version says.
    """
    earlier = predecessor(door, version.source, version.position)
    later = successor(door, version.source, version.position)
    _gather(door, version.source, said)
    _insert_version(door, version, files)
    _place(door, version, earlier, later)
    door.run("DROP TABLE reading")
    sealed = seal(door, version)
    door.run(
        "UPDATE list_versions SET seal = ? WHERE source = ? AND position = ?",
        *(sealed, version.source, version.position),
    )
    return difference(door, earlier, version), sealed


def difference(door: Door, older: Version | None, newer: Version) -> Change:
    """Return what changed between any two versions of a source, or since there was none."""
    has = _subjects(door, newer)
    if older is None:
        return Change(has, frozenset(), frozenset())
    had = _subjects(door, older)
    touched = _touched(door, older, newer) | _touched(door, newer, older)
    return Change(has - had, had - has, touched & had & has)


def entities(
    door: Door,
    versions: Iterable[Version],
    schemata: Collection[str] = (),
    properties: Collection[str] = (),
) -> Iterator[tuple[str, Entity]]:
    """Yield every entity of the given versions with its source.

    Who needs less says so: of `schemata` and `properties`, where given, only those are read.
    """
    wanted = frozenset(properties)
    marks = ", ".join("?" for _ in schemata)
    only = f"AND e.schema IN ({marks})" if schemata else ""
    sql = f"SELECT {_ROW} {_SAID} {only} ORDER BY e.subject, e.part"
    for version in versions:
        for entity in _assembled(door.each(sql, *_at(version), *sorted(schemata))):
            yield version.source, _only(entity, wanted) if wanted else entity


def entity(door: Door, version: Version, id_: str) -> list[Entity]:
    """Return a listed subject, and after it what belongs to it, as a version has them."""
    sql = f"SELECT {_ROW} {_SAID} AND e.subject = ? ORDER BY e.part, e.id"
    return list(_assembled(door.each(sql, *_at(version), id_)))


def digests_of(door: Door, version: Version, id_: str) -> list[bytes]:
    """Return the digests of a listed subject and of what belongs to it, in order."""
    sql = f"SELECT DISTINCT e.digest {_SAID} AND e.subject = ? ORDER BY e.digest"
    return [bytes(digest) for (digest,) in door.each(sql, *_at(version), id_)]


def containing(door: Door, version: Version, text: str) -> Iterator[tuple[str, Entity]]:
    """Yield the entities of a version whose written properties contain a text, with their subjects.

    The text may stand inside a longer value: who wants whole values looks at the entity.
    """
    # strpos in one database is instr in the other; replace is in both, and no letter is special
    sql = f"SELECT {_ROW} {_SAID} AND replace(e.properties, ?, '') <> e.properties"
    for subject, *rest in door.each(sql, *_at(version), text):
        yield subject, unpack(subject, *rest)


def seal(door: Door, version: Version) -> str:
    """Return the SHA-256 over the digests of all that a version says now."""
    digests = door.each(f"SELECT DISTINCT e.digest {_SAID} ORDER BY e.digest", *_at(version))
    sha256 = hashlib.sha256()
    for (each,) in digests:
        sha256.update(each)
    return sha256.hexdigest()


def seal_of_statements(door: Door, version: Version) -> str:
    """Return the seal as the first schema made it: SHA-256 over the keys of all statements."""
    keys = {
        statement.key(version.source)
        for _, entity in entities(door, [version])
        for statement in statements(entity)
    }
    return hashlib.sha256(b"".join(sorted(keys))).hexdigest()


def altered(door: Door) -> str | None:
    """Return the id of the first entity whose row is no longer what its digest says; else None."""
    rows = door.each(f"SELECT {_ROW}, e.source, e.digest FROM entities e ORDER BY e.id")
    for *row, source, kept in rows:
        if _digest(source, row) != bytes(kept):
            return entity_id(row[0], row[1])
    return None


_ROW = "e.subject, e.part, e.schema, e.properties"


def _digest(source: str, row: Collection[str]) -> bytes | None:
    try:
        return digest(source, unpack(*row))
    except ValueError:  # no longer what we write at all
        return None


def _at(version: Version) -> tuple[str, str, str, str]:
    """Return the parameters of `_AT`."""
    return (version.source, version.position, version.source, version.position)


def _assembled(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Entity]:
    """Unpack rows in the order of their ids; what a version says of one in several is put together.

    A list may come back to an entity; each time is a row.
    """
    for _, several in groupby(rows, key=itemgetter(0, 1)):
        said = [unpack(*row) for row in several]
        if len(said) == 1:
            yield said[0]
        else:
            yield from assemble(chain.from_iterable(map(statements, said)))


def _only(entity: Entity, wanted: Collection[str]) -> Entity:
    kept = {prop: values for prop, values in entity.properties.items() if prop in wanted}
    return Entity(entity.id, entity.schema, kept)


def _subjects(door: Door, version: Version) -> frozenset[str]:
    rows = door.each(f"SELECT DISTINCT e.subject {_SAID}", *_at(version))
    return frozenset(subject for (subject,) in rows)


def _touched(door: Door, there: Version, not_here: Version) -> frozenset[str]:
    """Name the subjects of whom something is said in one version and not in the other."""
    ids = f"SELECT p.entity FROM presence p WHERE {_AT}"
    sql = f"SELECT DISTINCT subject FROM entities WHERE id IN ({ids} EXCEPT {ids})"
    rows = door.each(sql, *_at(there), *_at(not_here))
    return frozenset(subject for (subject,) in rows)


def _gather(door: Door, source: str, said: Iterable[Packed]) -> None:
    """Make the table `reading`: the numbers of all that is said, recording what is new of it."""
    door.run("CREATE TEMP TABLE said AS SELECT digest FROM entities WHERE 1 = 0")
    for batch in _batches((one.digest,) for one in said):
        door.many("INSERT INTO said VALUES (?)", batch)
    unknown = door.each("SELECT digest FROM said EXCEPT SELECT digest FROM entities")
    _insert_entities(door, source, said, {bytes(new) for (new,) in unknown})
    door.run(
        "CREATE TEMP TABLE reading AS "
        "SELECT DISTINCT e.id AS entity FROM said s JOIN entities e ON e.digest = s.digest"
    )
    door.run("CREATE UNIQUE INDEX reading_entity ON reading (entity)")
    door.run("DROP TABLE said")


def _insert_entities(door: Door, source: str, said: Iterable[Packed], new: set[bytes]) -> None:
    number = _next(door, "entities")
    rows = _numbered(number, source, said, new)
    for batch in _batches(rows):
        door.many(
            "INSERT INTO entities (id, source, digest, subject, part, schema, properties) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            batch,
        )


def _numbered(
    number: int, source: str, said: Iterable[Packed], new: set[bytes]
) -> Iterator[tuple[object, ...]]:
    """Yield rows of what is new, each once, with the next numbers."""
    for one in said if new else ():
        if one.digest in new:
            new.remove(one.digest)
            yield (number, source, *one)
            number += 1


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _next(door: Door, table: str) -> int:
    number: int = door.all(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0]
    return number


def _insert_version(door: Door, version: Version, files: Iterable[tuple[str, str, int]]) -> None:
    row: Mapping[str, object] = {
        "id": _next(door, "list_versions"),
        "seal": "",
        **version._asdict(),
    }
    columns, marks = ", ".join(row), ", ".join("?" for _ in row)
    door.run(f"INSERT INTO list_versions ({columns}) VALUES ({marks})", *row.values())
    door.many(
        "INSERT INTO list_files (version_id, name, sha256, size) VALUES (?, ?, ?, ?)",
        [(row["id"], *file) for file in files],
    )


def _place(door: Door, version: Version, earlier: Version | None, later: Version | None) -> None:
    """Fit a version between its neighbours, so that each keeps exactly what it said."""
    here, there = _id(door, version), _id(door, later)
    if earlier and later:  # gone here, and back in the later one
        door.run(
            "INSERT INTO presence (entity, first, until) SELECT p.entity, CAST(? AS INTEGER), "
            f"p.until FROM presence p WHERE {_AT} AND {_AT} AND NOT {_READ}",
            *(there, *_at(earlier), *_at(later)),
        )
    if earlier:  # gone
        sql = f"UPDATE presence AS p SET until = ? WHERE {_AT} AND NOT {_READ}"
        door.run(sql, here, *_at(earlier))
    if later:  # here earlier than was known
        door.run(f"UPDATE presence AS p SET first = ? WHERE p.first = ? AND {_READ}", here, there)
    door.run(  # new
        "INSERT INTO presence (entity, first, until) "
        "SELECT r.entity, CAST(? AS INTEGER), CAST(? AS INTEGER) FROM reading r WHERE NOT EXISTS "
        f"(SELECT 1 FROM presence p WHERE p.entity = r.entity AND {_AT})",
        *(here, there, *_at(version)),
    )


def _id(door: Door, version: Version | None) -> int | None:
    if version is None:
        return None
    sql = "SELECT id FROM list_versions WHERE source = ? AND position = ?"
    number: int = door.all(sql, version.source, version.position)[0][0]
    return number
