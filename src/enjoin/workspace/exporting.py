"""What is in force on a day, written in OpenSanctions' formats, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from enjoin.model.entity import Entity, to_ftm
from enjoin.model.errors import InvalidInput, StaleLists
from enjoin.model.match import ListCited
from enjoin.model.schema import MATCHABLE, NAME_KINDS, TARGET_TOPICS
from enjoin.sources import source
from enjoin.store import facts
from enjoin.store.blobs import check_folder, write
from enjoin.store.door import Door
from enjoin.store.opening import opened
from enjoin.store.versions import Version
from enjoin.workspace.snapshots import covered
from enjoin.workspace.values import Asked, Exported

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: Columns of OpenSanctions' targets.simple.csv. Since when it saw an entity, its last three
#: columns, is its own knowledge; ours stay blank there.
COLUMNS = (
    *("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers"),
    *("sanctions", "phones", "emails", "program_ids", "dataset"),
    *("first_seen", "last_seen", "last_change"),
)
#: Properties of FollowTheMoney's type country, of the schemata that are screened.
COUNTRIES = (
    *("country", "nationality", "citizenship", "birthCountry", "jurisdiction", "mainCountry"),
    *("flag", "pastFlags"),
)
#: Properties of FollowTheMoney's type identifier, of the schemata that are screened.
IDENTIFIERS = tuple(
    "accountId bikCode brightQueryId brightQueryOrgId bvdId cageCode callSign cikCode coatoCode "
    "crsNumber cryptoAddress dunsCode fnsCode giiNumber icaoCode idNumber imoNumber innCode "
    "ipoCode irsCode isinCode jibCode kppCode leiCode licenseNumber mbsCode mmsi npiCode "
    "ogrnCode okpoCode okvedCode passportNumber permId pfrNumber publicKey registrationNumber "
    "ricCode sayariId serialNumber socialSecurityNumber swiftBic taxNumber ticker "
    "uniqueEntityId uscCode vatCode voenCode wikidataId".split()
)
_BATCH = 5_000

Texts = Iterable[str]


def export(workspace: Workspace, out: Path, form: str, asked: Asked) -> Exported:
    """Write the lists in force to a file; the export is journaled.

    Raises:
        NoLists: a list has no version as of that day, or one asked for is not loaded.
        StaleLists: a list is older than its source allows, and nobody accepts that.
        InvalidInput: there is no such format, or the file is a folder.
        StoreUnwritable: the file cannot be written; none is left behind.
    """
    if form not in WRITERS:
        raise InvalidInput(f"{form}: is no format to export to; use {', '.join(WRITERS)}.")
    if out.is_dir():
        raise InvalidInput(f"{out}: is a folder; give the name of a file to write.")
    check_folder(out)
    with opened(workspace.config.database) as door:
        versions = covered(door, asked.as_of, asked.lists)
        versions = [v for v in versions if not asked.lists or v.source in asked.lists]
        cited = _cited(versions, asked, accept=asked.accept_stale or workspace.config.accept_stale)
        tally = _Tally()
        write(out, lambda file: WRITERS[form](door, versions, tally, file))
    with out.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    done = Exported(str(out), form, tally.count, sha256, cited)
    said = {"on": asked.as_of.on.isoformat(), "known": asked.as_of.known}
    workspace.record("export", said | msgspec.to_builtins(done))
    return done


def _cited(versions: Sequence[Version], asked: Asked, *, accept: bool) -> tuple[ListCited, ...]:
    """Cite the versions with their ages; refuse stale ones unless that is accepted."""
    cited, stale = [], []
    for version in versions:
        age = (asked.as_of.on - date.fromisoformat(version.version)).days
        allowed = source(version.source).info.max_age_days
        if age > allowed:
            stale.append((version.source, version.version, age, allowed))
        told = (version.source, version.version, age, age > allowed)
        cited.append(ListCited(*told, version.basis, version.lacking))
    if stale and not accept:
        raise StaleLists(stale)
    return tuple(cited)


class _Tally:
    """Counts what passes."""

    count = 0

    def __call__(self, entities: Iterable[Entity]) -> Iterator[Entity]:
        for entity in entities:
            self.count += 1
            yield entity


def _write_ftm(door: Door, versions: Iterable[Version], tally: _Tally, file: IO[bytes]) -> None:
    """Write entities.ftm.json: every entity, one JSON object a line."""
    for version in versions:
        is_target = _target_rule(door, version)
        for entity in tally(_entities(door, version)):
            data = {
                **to_ftm(entity, [version.source]),
                "referents": [],
                "target": is_target(entity),
            }
            file.write(msgspec.json.encode(data, enc_hook=str) + b"\n")


def _entities(door: Door, version: Version, *schemata: str) -> Iterator[Entity]:
    return (entity for _, entity in facts.entities(door, [version], schemata))


def _target_rule(door: Door, version: Version) -> Callable[[Entity], bool]:
    """Return what tells a target: a topic of one; on a list without any, having been listed."""
    topics = facts.entities(door, [version], MATCHABLE, {"topics"})
    rated = any(not TARGET_TOPICS.isdisjoint(entity.get("topics")) for _, entity in topics)

    def is_target(entity: Entity) -> bool:
        risky = not rated or not TARGET_TOPICS.isdisjoint(entity.get("topics"))
        return risky and entity.schema in MATCHABLE

    return is_target


def _write_csv(door: Door, versions: Iterable[Version], tally: _Tally, file: IO[bytes]) -> None:
    """Write targets.simple.csv: every target, one row."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, dialect=csv.unix_dialect)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(door, versions, tally))
    text.detach()  # which flushes it, and leaves the file open


def _write_parquet(door: Door, versions: Iterable[Version], tally: _Tally, file: IO[bytes]) -> None:
    """Write the rows of targets.simple.csv as Parquet, all columns text."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise InvalidInput(
            "writing Parquet needs pyarrow; nothing was written. Install it with "
            "`pip install enjoin[parquet]`, or use --format csv."
        ) from error
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    rows = _rows(door, versions, tally)
    with parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            columns = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


#: Formats and what writes them.
WRITERS = {"ftm": _write_ftm, "csv": _write_csv, "parquet": _write_parquet}


def _rows(door: Door, versions: Iterable[Version], tally: _Tally) -> Iterator[tuple[str, ...]]:
    for version in versions:
        is_target = _target_rule(door, version)
        beside = _beside(door, version)
        for entity in tally(filter(is_target, _entities(door, version, *MATCHABLE))):
            yield _row(entity, beside, version.source)


class _Beside(NamedTuple):
    """What a row tells of entities beside its own, by the id of the listed party."""

    sanctions: dict[str, list[str]]
    programmes: dict[str, list[str]]
    documents: dict[str, list[str]]
    countries: dict[str, list[str]]
    places: dict[str, str]
    """Addresses by their own id."""


def _beside(door: Door, version: Version) -> _Beside:
    """Gather sanctions, documents and addresses, which may stand anywhere on a list."""
    found = _Beside(defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), {})
    for each in _entities(door, version, "Sanction"):
        for owner in each.get("entity"):
            found.sanctions[owner].append(_sanction(each))
            found.programmes[owner].extend(each.get("programId"))
    for each in _entities(door, version, "Passport", "Identification"):
        for owner in each.get("holder"):
            found.documents[owner].extend(each.get("number"))
            found.countries[owner].extend(each.get("country"))
    for each in _entities(door, version, "Address"):
        found.places[each.id] = each.first("full") or ", ".join(_all(each, *_PLACE))
    return found


_PLACE = ("street", "postalCode", "city", "region", "state", "country")


def _sanction(sanction: Entity) -> str:
    """Write a listing as one text, its parts in OpenSanctions' order."""
    dates = sanction.get("startDate") or sanction.get("listingDate")
    parts = (*_all(sanction, "program", "reason", "status"), *dates, *sanction.get("endDate"))
    return " - ".join(parts)


def _row(entity: Entity, beside: _Beside, dataset: str) -> tuple[str, ...]:
    name, id_ = entity.caption, entity.id
    places = (beside.places.get(place, "") for place in entity.get("addressEntity"))
    return (
        id_,
        entity.schema,
        name,
        _joined(other for other in _all(entity, *NAME_KINDS) if other != name),
        _joined(entity.get("birthDate")),
        _joined((*_all(entity, *COUNTRIES), *beside.countries.get(id_, ()))),
        _joined((*entity.get("address"), *places)),
        _joined((*_all(entity, *IDENTIFIERS), *beside.documents.get(id_, ()))),
        _joined(beside.sanctions.get(id_, ())),
        _joined(entity.get("phone")),
        _joined(entity.get("email")),
        _joined((*entity.get("programId"), *beside.programmes.get(id_, ()))),
        dataset,
        "",
        "",
        "",
    )


def _all(entity: Entity, *props: str) -> list[str]:
    return [value for prop in props for value in entity.get(prop)]


def _joined(values: Texts) -> str:
    """Join values with ';', each once, in order; one that holds a ';' in quotation marks."""
    text = io.StringIO()
    different = sorted({str(value) for value in values if value})
    csv.writer(text, delimiter=";", lineterminator="").writerow(different)
    return text.getvalue()
