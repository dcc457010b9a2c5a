"""Records: updates, lookups with history, the state of a day, the disk of 300 versions, memory."""

import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

from bench.common import OFAC, UN, Row, enjoin, median, median_run
from enjoin.config import load
from enjoin.model.entity import Entity, subject_id
from enjoin.sources import read_path
from enjoin.store import blobs, facts
from enjoin.store.door import Door
from enjoin.store.history import history
from enjoin.store.opening import opened
from enjoin.store.packing import Packed, pack
from enjoin.store.versions import Version, in_force, position

DAYS = 300
TODAY, FOREVER = "2022-12-31", "9999-12-31T23:59:59.999999Z"
FILES = ("sdn.csv", "alt.csv", "add.csv")
#: A day: entries added, removed and changed.
ADDED, REMOVED, CHANGED = 3, 2, 10
SIZE = 100_000_000


def measure(shared: Path) -> list[Row]:
    """Measure on OFAC 2021-07, on 300 days made from it, and on 100 MB made from UN 2023-03."""
    with tempfile.TemporaryDirectory() as folder:
        home, days = Path(folder, "one"), Path(folder, "days")
        rows = _updates(shared, home)
        one = _disk(home)
        rows += _reads(home)
        copytree(home, days)
        deltas = _load_days(shared, days)
        rows += [_room(one, deltas, _disk(days)), *_reads(days, f" of {DAYS}")]
    with tempfile.TemporaryDirectory() as folder:
        return [*rows, _memory(shared, Path(folder))]


def _updates(shared: Path, home: Path) -> list[Row]:
    source, place, day = OFAC
    given = ("update", source, "--from", str(shared / place), "--version", day)
    first = sorted(enjoin(home.with_name(f"{home.name}{n}"), *given) for n in range(3))[1]
    enjoin(home, *given)
    again = median_run(3, home, *given)
    told = f"{first.cpu:.1f} s CPU, {first.peak:.0f} MB"
    return [
        Row("OFAC alone, the whole update", told, "6 s CPU", first.cpu <= 6 and not first.code),
        Row("the same list again", f"{again.cpu:.2f} s CPU", "0.5 s CPU", again.cpu <= 0.5),
    ]


def _reads(home: Path, versions: str = "") -> list[Row]:
    with opened(load(home, {}).database) as door:
        lookup = _lookup(door)
        started = time.perf_counter()
        (of,) = in_force(door, TODAY, FOREVER)
        count = sum(found.schema == "Sanction" for _, found in facts.entities(door, [of]))
        state = time.perf_counter() - started
    many = f", a list{versions} versions" if versions else ""
    return [
        Row(
            f"an entity as of a day with its history{many}",
            f"{lookup * 1000:.2f} ms",
            "2 ms",
            lookup <= 0.002,
        ),
        Row(
            f"the state of a list on a day{many}",
            f"{state:.2f} s, {count:,} listings",
            "1 s",
            state <= 1,
        ),
    ]


def _lookup(door: Door) -> float:
    """Return the median seconds for an entity with its parts and their history."""
    source = OFAC[0]
    ids = door.all("SELECT DISTINCT subject FROM entities ORDER BY subject")
    spent = []
    for (id_,) in random.Random(1).sample(ids, 500):
        started = time.perf_counter()
        (of,) = in_force(door, TODAY, FOREVER)
        found, told = facts.entity(door, of, id_), history(door, source, id_, FOREVER)
        spent.append(time.perf_counter() - started)
        assert told
        assert found or any(period.until for period in told[0].periods)
    return median(spent)


class _Days:
    """OFAC's list from day to day: files and what they say, changed alike from a seed.

    What a changed row says is made here and not read: 300 readings would take a quarter of an hour.
    """

    def __init__(self, shared: Path) -> None:
        folder = shared / OFAC[1]
        self.files = {
            path.name: path.read_bytes().splitlines(True) for path in folder.glob("*.csv")
        }
        self.subjects: dict[str, list[Entity]] = {}
        for entity in read_path(OFAC[0], folder):
            self.subjects.setdefault(subject_id(entity.id), []).append(entity)
        self.said = {id_: _packed(of) for id_, of in self.subjects.items()}
        self.bytes_changed = 0
        self._draw, self._next = random.Random(300), 1_000_000

    def pass_one(self) -> None:
        """Change ten entries, add three and remove two."""
        for id_ in self._draw.sample(sorted(self.subjects), CHANGED):
            subject, *parts = self.subjects[id_]
            renamed = subject.properties | {"name": (f"{subject.caption} {self._draw.random()}",)}
            self._put(id_, [Entity(subject.id, subject.schema, renamed), *parts], FILES[:1])
        for id_ in self._draw.sample(sorted(self.subjects), REMOVED):
            del self.subjects[id_], self.said[id_]
            self._change_rows(FILES, b"")
        for id_ in self._draw.sample(sorted(self.subjects), ADDED):
            self._next += 1
            new = f"{OFAC[0]}-{self._next}"
            self._put(new, [_renumbered(entity, id_, new) for entity in self.subjects[id_]], FILES)

    def _put(self, id_: str, entities: list[Entity], files: Sequence[str]) -> None:
        self.subjects[id_], self.said[id_] = entities, _packed(entities)
        self._change_rows(files, f"{self._draw.random()}".encode())

    def _change_rows(self, files: Sequence[str], text: bytes) -> None:
        """Change a row of files as an entry has changed, at a random place; without text: drop."""
        for name in files:
            lines = self.files[name]
            at = self._draw.randrange(len(lines))
            row = lines[at].replace(b'",', text + b'",', 1)
            lines[at : at + 1] = [row] if text else []
            self.bytes_changed += len(row)


def _packed(entities: list[Entity]) -> list[Packed]:
    return [pack(OFAC[0], entity) for entity in entities]


def _renumbered(entity: Entity, old: str, new: str) -> Entity:
    said = {
        prop: tuple(value.replace(old, new) for value in values)
        for prop, values in entity.properties.items()
    }
    return Entity(entity.id.replace(old, new), entity.schema, said)


def _load_days(shared: Path, home: Path) -> int:
    """Record a version for every day after the first; return the bytes of all rows that changed."""
    days, config, start = _Days(shared), load(home, {}), date.fromisoformat(OFAC[2])
    kept_before = days.files.items()
    before = {name: blobs.put(config.blobs, b"".join(lines)) for name, lines in kept_before}
    for number in range(1, DAYS):
        days.pass_one()
        day = (start + timedelta(days=number)).isoformat()
        contents = {name: b"".join(lines) for name, lines in days.files.items()}
        before = {n: blobs.put(config.blobs, of, before.get(n)) for n, of in contents.items()}
        kept = [(name, before[name], len(of)) for name, of in contents.items()]
        at = f"{day}T12:00:00.000000Z"
        place = position(day, at)
        version = Version(OFAC[0], day, "stated", None, place, at, day, len(days.said))
        with opened(config.database, write=True) as door:
            facts.record(door, version, [one for of in days.said.values() for one in of], kept)
    return days.bytes_changed


def _disk(home: Path) -> int:
    """Return what database and originals take on disk, in bytes of whole blocks."""
    paths = (path for path in home.rglob("*") if path.is_file() and "index" not in path.parts)
    return sum(path.stat().st_blocks * 512 for path in paths)


def _room(one: int, deltas: int, all_: int) -> Row:
    asked = 3 * (one + deltas)
    return Row(
        f"{DAYS} daily versions: database and originals",
        f"{all_ / 1e6:.1f} MB (one version {one / 1e6:.1f} MB, deltas {deltas / 1e6:.1f} MB)",
        f"{asked / 1e6:.1f} MB",
        all_ <= asked,
    )


def _memory(shared: Path, folder: Path) -> Row:
    path, entries = folder / "consolidated.xml", 0
    with path.open("w", encoding="utf-8") as file:
        for piece, found in _large((shared / UN[1]).read_text("utf-8")):
            file.write(piece)
            entries += found
    run = enjoin(folder / "home", "update", UN[0], "--from", str(path), "--accept", str(entries))
    return Row(
        f"an update from {path.stat().st_size / 1e6:.0f} MB of XML, {entries:,} entries",
        f"{run.peak:.0f} MB, {run.cpu:.0f} s CPU",
        "150 MB",
        run.peak <= 150 and not run.code,
    )


def _large(text: str) -> Iterator[tuple[str, int]]:
    """Yield a UN list whose individuals come again and again under other numbers, and counts."""
    head, rest = text.split("<INDIVIDUALS>", 1)
    inner, tail = rest.split("</INDIVIDUALS>", 1)
    yield f"{head}<INDIVIDUALS>", 0
    written = copies = 0
    while written < SIZE:
        copies += 1
        piece = re.sub(r"<DATAID>(\d+)", rf"<DATAID>{copies}\1", inner)
        written += len(piece.encode())
        yield piece, piece.count("<DATAID>")
    yield f"</INDIVIDUALS>{tail}", tail.count("<DATAID>")
