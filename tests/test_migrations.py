"""Stores of every version become this version's; later ones are refused."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config as Scripts
from alembic.migration import MigrationContext
from msgspec import structs
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from enjoin.config import Config
from enjoin.model.entity import Statement, Text, make, statements
from enjoin.model.errors import RecordChanged, StoreTooNew
from enjoin.model.time import system_clock
from enjoin.store import journal, migrations
from enjoin.store.door import HEAD, sqlite_path
from enjoin.store.engine import Store, door_of
from enjoin.store.facts import entities
from enjoin.store.history import history
from enjoin.store.opening import opened
from enjoin.store.tables import metadata
from enjoin.store.versions import all_of
from enjoin.workspace import Workspace


def test_migrations_make_exactly_the_tables(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_opening_again_changes_nothing(store: Store) -> None:
    Store(store.url).close()
    test_migrations_make_exactly_the_tables(store)


def test_a_store_of_a_newer_enjoin_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew, match="newer Enjoin"):
        Store(store.url)
    with pytest.raises(StoreTooNew, match="newer Enjoin"), opened(store.url):
        pass
    with store.read() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def first_schema(url: str) -> Engine:
    """Make a store as the first schema had it, without rows."""
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool
    )
    config = Scripts()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
    return engine


ADA = make("Person", "un_sc-1", name="Ada Stone", topics="sanction")
PASSPORT = make("Passport", "un_sc-1-0123456789ab", holder="un_sc-1", number="X1")
ADA_LATER = make("Person", "un_sc-1", name=("Ada Stone", Text("Ада", "rus")), topics="sanction")
BEN = make("Person", "un_sc-2", name="Ben Brook", birthDate=Text("1961", None, "c. 1961"))
#: What each version of the old store says, in the order of the publisher's dates.
SAID = {
    "2023-01-01": [ADA, PASSPORT, BEN],
    "2023-02-01": [ADA_LATER],
    "2023-03-01": [ADA, PASSPORT, BEN],
}


def fill_first_schema(connection: Connection) -> None:
    """Write rows as the first Enjoin did: statements, presence by position, sealed by keys."""
    places = {day: f"{day.replace('-', '')}20260101{n}" for n, day in enumerate(SAID)}
    parts = (part for said in SAID.values() for entity in said for part in statements(entity))
    for n, part in enumerate(dict.fromkeys(parts), start=1):
        row = {"id": n, "digest": part.key("un_sc"), "source": "un_sc", **structs.asdict(part)}
        insert(connection, "statements", row)
        for first, until in runs([part in parts_of(day) for day in SAID]):
            at = list(places.values())
            edges = {"first": at[first], "until": at[until] if until < len(at) else None}
            insert(connection, "presence", {"source": "un_sc", "statement_id": n, **edges})
    for n, (day, place) in enumerate(places.items(), start=1):
        keys = sorted(part.key("un_sc") for part in parts_of(day))
        sealed = hashlib.sha256(b"".join(keys)).hexdigest()
        insert(connection, "list_versions", old_version(n, day, place, sealed))
        body = {"source": "un_sc", "version": day, "sha256": "ab", "statements": sealed}
        journal.append(door_of(connection), f"2026-01-0{n}", "update", body)


def old_version(n: int, day: str, place: str, sealed: str) -> dict[str, object]:
    row = {"id": n, "source": "un_sc", "version": day, "basis": "publisher", "position": place}
    row |= {"fetched": f"2026-01-0{n}T00:00:00.000000Z", "sha256": "ab", "entries": 2}
    return row | {"missing": "alt.csv add.csv", "statements": sealed, "reader": "1"}


def parts_of(day: str) -> set[Statement]:
    return {part for entity in SAID[day] for part in statements(entity)}


def runs(held: list[bool]) -> list[tuple[int, int]]:
    """Where a row of yes and no is yes, from when until when."""
    edges = [n for n in range(len(held) + 1) if [*held, False][n] != [False, *held][n]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a store of the first schema with three versions of a list in it."""
    url = f"sqlite:///{tmp_path / 'home' / 'enjoin.db'}"
    (tmp_path / "home").mkdir()
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
    engine = first_schema(url)
    with engine.begin() as connection:
        fill_first_schema(connection)
    yield url
    if request.param == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")


def test_a_store_of_the_first_schema_says_the_same_after_its_upgrade(
    older: str, tmp_path: Path
) -> None:
    with opened(older) as door:
        for version in all_of(door, "un_sc"):
            said = {entity.id: entity for _, entity in entities(door, [version])}
            assert said == {entity.id: entity for entity in SAID[version.version]}
            assert version.lacking == ("alt.csv", "add.csv")
            assert version.names == sum(len(entity.get("name")) for entity in said.values())
        told = {
            told.statement.value: told.periods for told in history(door, "un_sc", "un_sc-2", "9")
        }
    assert [(p.since, p.until) for p in told["Ben Brook"]] == [
        ("2023-01-01", "2023-02-01"),
        ("2023-03-01", None),
    ]
    workspace = Workspace(Config(home=tmp_path / "home", database=older), system_clock)
    assert workspace.verify().versions == 3


def test_an_upgraded_store_is_that_of_a_new_one(older: str) -> None:
    store = Store(older)
    test_migrations_make_exactly_the_tables(store)
    store.close()


def test_what_was_changed_before_an_upgrade_is_seen_after_it(older: str, tmp_path: Path) -> None:
    engine = create_engine(older.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE statements SET value = 'Bob' WHERE value = 'Ben Brook'"))
    engine.dispose()
    workspace = Workspace(Config(home=tmp_path / "home", database=older), system_clock)
    with pytest.raises(RecordChanged, match="not what was recorded"):
        workspace.verify()


def test_an_embedded_store_is_copied_before_its_upgrade(
    older: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(older)
    store.close()
    if sqlite_path(older) is None:
        assert store.kept is None
        return
    assert store.kept
    assert store.kept.name == f"enjoin.db.before-{HEAD}"
    assert str(store.kept) in caplog.text
    with sqlite3.connect(store.kept) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0001",)
        ]
        assert connection.execute("SELECT count(*) FROM statements").fetchone() == (10,)
    assert Store(older).kept is None
