"""Versions of a list, and what each of them holds."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text, make
from enjoin.store import facts
from enjoin.store.engine import Store
from enjoin.store.history import Period, history
from enjoin.store.opening import opened
from enjoin.store.packing import pack, unpack
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
    said = [pack(SOURCE, entity) for entity in entities]
    with opened(store.url, write=True) as door:
        files = [("list.xml", "0" * 64, 1)]
        return facts.record(door, version(date, recorded(nth)), said, files)[0]


def state(store: Store, on: str, known: str = FOREVER) -> dict[str, Entity]:
    with opened(store.url) as door:
        versions = in_force(door, on, known)
        return {entity.id: entity for _, entity in facts.entities(door, versions)}


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
    with opened(store.url, write=True) as door:
        of = version("2023-02-01", recorded(2))
        facts.record(door, of, [pack(SOURCE, entity)], [("f", "0", 1)])
        raise ZeroDivisionError


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    with pytest.raises(ZeroDivisionError):
        fail_after_recording(store, person(2, "Ben Brook"))
    assert set(state(store, "2023-02-01")) == {"un_sc-1"}


def test_the_same_in_another_order_is_no_change(store: Store) -> None:
    record(store, "2023-01-01", 1, [make("Person", "un_sc-1", name=("A", "B"), topics="sanction")])
    change = record(
        store, "2023-02-01", 2, [make("Person", "un_sc-1", topics="sanction", name=("B", "A"))]
    )
    assert change == facts.Change(frozenset(), frozenset(), frozenset())


def test_an_entity_that_comes_twice_is_put_together(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone"), make("Person", "un_sc-1", alias="Al")])
    assert state(store, "2023-01-01") == {
        "un_sc-1": make("Person", "un_sc-1", name="Ada Stone", topics="sanction", alias="Al")
    }


passport = make("Passport", "un_sc-1-0123456789ab", number="X1")


def test_a_subject_is_looked_up_with_its_parts(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone"), passport, person(11, "Eve Hill")])
    with opened(store.url) as door:
        (of,) = in_force(door, "2023-01-01", FOREVER)
        assert facts.entity(door, of, "un_sc-1") == [person(1, "Ada Stone"), passport]
        assert facts.entity(door, of, "un_sc-2") == []


def periods(store: Store, known: str = FOREVER) -> dict[str, list[tuple[str, str | None]]]:
    """From when until when each value was said of number 1 and its parts."""
    with opened(store.url) as door:
        return {
            told.statement.value: [(period.since, period.until) for period in told.periods]
            for told in history(door, SOURCE, "un_sc-1", known)
        }


def test_history_tells_which_values_came_and_went(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    record(store, "2023-02-01", 2, [person(1, "Ada Stone"), passport])
    record(store, "2023-03-01", 3, [])
    record(store, "2023-04-01", 4, [person(1, "Ada Stoner")])
    assert periods(store) == {
        "un_sc-1": [("2023-01-01", "2023-03-01"), ("2023-04-01", None)],
        "Ada Stone": [("2023-01-01", "2023-03-01")],
        "Ada Stoner": [("2023-04-01", None)],
        "sanction": [("2023-01-01", "2023-03-01"), ("2023-04-01", None)],
        "un_sc-1-0123456789ab": [("2023-02-01", "2023-03-01")],
        "X1": [("2023-02-01", "2023-03-01")],
    }


def test_history_as_it_was_known_then(store: Store) -> None:
    record(store, "2023-01-01", 1, [person(1, "Ada Stone")])
    record(store, "2023-03-01", 2, [person(1, "Ada Stone")])
    record(store, "2023-02-01", 3, [])
    record(store, "2023-01-01", 4, [person(1, "Ada Stoner")])
    assert periods(store, known=recorded(2))["Ada Stone"] == [("2023-01-01", None)]
    assert periods(store, known=recorded(3))["Ada Stone"] == [
        ("2023-01-01", "2023-02-01"),
        ("2023-03-01", None),
    ]
    assert periods(store)["Ada Stone"] == [("2023-03-01", None)]
    assert periods(store)["Ada Stoner"] == [("2023-01-01", "2023-02-01")]
    assert periods(store, known=recorded(0)) == {}


def test_a_period_says_when_it_was_known(store: Store) -> None:
    record(store, "2023-01-01", 5, [person(1, "Ada Stone")])
    record(store, "2023-02-01", 7, [])
    with opened(store.url) as door:
        told = history(door, SOURCE, "un_sc-1", FOREVER)
    assert told[0].periods == (Period("2023-01-01", "2023-02-01", recorded(5), recorded(7)),)


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
values = st.builds(Text, texts, st.none() | st.just("eng"), st.none() | texts) | texts


@given(st.lists(values, max_size=4), st.lists(values, max_size=4))
def test_a_row_holds_an_entity_whole(names: list[str], notes: list[str]) -> None:
    entity = make("Person", "un_sc-7-0123456789ab", name=names, notes=notes)
    back = unpack(*pack(SOURCE, entity)[1:])
    assert back == entity
    assert [marks(value) for value in back.get("name")] == [marks(v) for v in entity.get("name")]


def marks(value: str) -> tuple[str | None, str | None]:
    """What is known of a value beside its text."""
    return (value.lang, value.original) if isinstance(value, Text) else (None, None)


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
