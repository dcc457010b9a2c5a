"""Versions of a list, and what each of them holds."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, make, statements
from enjoin.store import facts
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.store.versions import Version, in_force, position

SOURCE = "un_sc"
FOREVER = "9999-12-31T23:59:59.999999Z"


def recorded(day: int) -> str:
    """The instant of the nth recording."""
    return f"2026-01-{day:02d}T00:00:00.000000Z"


def version(date: str, fetched: str) -> Version:
    return Version(
        SOURCE, date, "publisher", None, position(date, fetched), fetched, date + fetched, 1
    )


def record(store: Store, date: str, nth: int, entities: list[Entity]) -> facts.Change:
    parts = [part for entity in entities for part in statements(entity)]
    with store.write() as connection:
        return facts.record(
            connection, version(date, recorded(nth)), parts, [("list.xml", "0" * 64, 1)], "test"
        )[0]


def state(store: Store, on: str, known: str = FOREVER) -> dict[str, Entity]:
    with opened(store.url) as door:
        versions = in_force(door, on, known)
    with store.read() as connection:
        return {entity.id: entity for _, entity in facts.entities(connection, versions)}


def person(number: int, name: str) -> Entity:
    return make("Person", f"un_sc-{number}", name=name, topics="sanction")


def test_a_version_keeps_what_it_said(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone"), person(2, "Ben Brook")])
    change = record(store, "2023-02-01", 2, [person(2, "Ben Brooke"), person(3, "Cyd Hill")])
    assert change == facts.Change(
        frozenset({"un_sc-3"}), frozenset({"un_sc-1"}), frozenset({"un_sc-2"})
    )
    assert state(store, "2023-01-31") == {
        "un_sc-1": person(1, "Ada Stone"),
        "un_sc-2": person(2, "Ben Brook"),
    }
    assert state(store, "2023-02-01")["un_sc-2"] == person(2, "Ben Brooke")
    assert state(store, "2022-12-31") == {}


def test_delisted_and_listed_again_shows_the_gap(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    record(store, "2023-02-01", 2, [])
    record(store, "2023-03-01", 3, [person(1, "Ada Stone")])
    present = [bool(state(store, day)) for day in ("2023-01-15", "2023-02-15", "2023-03-15")]
    assert present == [True, False, True]


def test_a_late_version_goes_into_history_in_its_place(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    record(store, "2023-03-01", 2, [person(1, "Ada Stone")])
    change = record(store, "2023-02-01", 3, [person(2, "Ben Brook")])
    assert change.added == {"un_sc-2"}
    assert change.removed == {"un_sc-1"}
    assert set(state(store, "2023-02-15")) == {"un_sc-2"}
    assert set(state(store, "2023-03-15")) == {"un_sc-1"}
    assert set(state(store, "2023-02-15", known=recorded(2))) == {"un_sc-1"}


def test_what_was_not_yet_recorded_was_not_known(store: Store) -> None:
    record(store, "2023-01-01", 5, [person(1, "Ada Stone")])
    assert state(store, "2023-06-01", known=recorded(4)) == {}


def test_a_correction_of_the_same_day_does_not_rewrite(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    record(store, "2023-01-01", 2, [person(1, "Ada Stoner")])
    assert state(store, "2023-01-01")["un_sc-1"].caption == "Ada Stoner"
    assert state(store, "2023-01-01", known=recorded(1))["un_sc-1"].caption == "Ada Stone"


def fail_after_recording(store: Store, entity: Entity) -> None:
    with store.write() as connection:
        of = version("2023-02-01", recorded(2))
        facts.record(connection, of, list(statements(entity)), [("f", "0", 1)], "test")
        raise ZeroDivisionError


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    with pytest.raises(ZeroDivisionError):
        fail_after_recording(store, person(2, "Ben Brook"))
    assert set(state(store, "2023-02-01")) == {"un_sc-1"}


held = st.frozensets(st.integers(1, 6))


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.integers(1, 8), held, min_size=1, max_size=6), st.randoms())
def test_order_of_loading_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    by_month: Mapping[int, frozenset[int]],
    shuffle: random.Random,
) -> None:
    """Every version holds exactly what it was loaded with, in whatever order they come."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('facts') / 'enjoin.db'}")
    months = list(by_month)
    shuffle.shuffle(months)
    for nth, month in enumerate(months, start=1):
        record(store, f"2023-{month:02d}-01", nth, [person(n, f"P {n}") for n in by_month[month]])
    for month, numbers in by_month.items():
        assert set(state(store, f"2023-{month:02d}-20")) == {f"un_sc-{n}" for n in numbers}
    store.close()


def test_opening_a_folder_without_permission_says_what_to_do(tmp_path: Path) -> None:
    from enjoin.model.errors import StoreUnwritable

    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnwritable, match="--home DIR"):
        Store(f"sqlite:///{tmp_path / 'file' / 'enjoin.db'}")
