"""The journal holds, and shows where it does not."""

import sqlite3
from pathlib import Path

import pytest

from enjoin.model.errors import JournalBroken
from enjoin.store import journal
from enjoin.store.door import sqlite_path
from enjoin.store.engine import Store
from enjoin.store.opening import opened

AT = "2026-01-01T00:00:00.000000Z"


def fill(url: str, count: int) -> journal.Head:
    head = journal.Head(0, journal.GENESIS)
    for number in range(count):
        with opened(url, write=True) as door:
            head = journal.append(door, AT, "screen", {"number": number, "hash": "ab"})
    return head


def verify(url: str, expected: journal.Head | None = None) -> journal.Head:
    with opened(url) as door:
        return journal.verify(door, expected)


def test_an_untouched_journal_holds(store: Store) -> None:
    head = fill(store.url, 5)
    assert head.seq == 5
    assert verify(store.url) == head
    assert verify(store.url, expected=head) == head


def test_an_empty_journal_holds(store: Store) -> None:
    assert verify(store.url) == journal.Head(0, journal.GENESIS)


def change(store: Store, sql: str) -> None:
    with store.write() as connection:
        connection.exec_driver_sql(sql)


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("UPDATE journal SET body = '{}' WHERE seq = 3", 3),
        ("UPDATE journal SET at = '2025' WHERE seq = 2", 2),
        ("UPDATE journal SET kind = 'update' WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("UPDATE journal SET previous = hash WHERE seq = 5", 5),
    ],
)
def test_the_first_broken_entry_is_named(store: Store, sql: str, first: int) -> None:
    fill(store.url, 5)
    change(store, sql)
    with pytest.raises(JournalBroken) as caught:
        verify(store.url)
    assert caught.value.seq == first


def test_an_exported_head_shows_a_cut_and_a_rewritten_journal(store: Store) -> None:
    head = fill(store.url, 5)
    change(store, "DELETE FROM journal WHERE seq = 5")
    verify(store.url)  # by itself a shorter chain holds
    with pytest.raises(JournalBroken, match="entry 5"):
        verify(store.url, expected=head)
    with opened(store.url, write=True) as door:
        journal.append(door, AT, "screen", {"number": 99})
    with pytest.raises(JournalBroken, match="exported"):
        verify(store.url, expected=head)


def test_numbers_and_order_of_keys_do_not_change_a_digest() -> None:
    assert journal.digest({"b": 1, "a": [1.5, None]}) == journal.digest({"a": [1.5, None], "b": 1})


def test_sqlite_tables_are_strict(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'enjoin.db'}"
    Store(url).close()
    path = sqlite_path(url)
    assert path
    with sqlite3.connect(path) as connection:
        ours = "name NOT LIKE 'sqlite%' AND name != 'alembic_version'"
        rows = connection.execute(
            f"SELECT name, strict FROM pragma_table_list WHERE schema='main' AND {ours}"
        )
        strict = dict(rows.fetchall())
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert strict
    assert set(strict.values()) == {1}
