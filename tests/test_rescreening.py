"""Rescreening: only what changed, only customers it may concern, the same result."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.entity import Entity
from enjoin.model.match import ListCited, Party
from enjoin.screening.building import build, narrowed
from enjoin.screening.index import Snapshot, Sourced
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.tables.customers import built, concerned, opened, refused
from enjoin.screening.tables.rows import Rejected, Row

LISTED = [
    *(
        "Jong Un Kim",
        "Kim Jongun",
        "Pak Chol Su",
        "Hamza Talib al-Zubaydi",
        "Abdul Aziz Sirajuddin",
    ),
    *("K. Orlov", "Ivan Petrovich Vetrov", "Sogwang Trading Company 44", "Fund I LP", "Vetrov"),
    *("Мария Орлова", "حمزة طالب", "박철수", "O", "Management Company"),
]
ASKED = [
    *("Jongun Kim", "Kim Jong-un", "Park Chul-soo", "Talib Hamza", "Abdulaziz Siraj al-Din"),
    *(
        "Orlov, Kirill",
        "I. P. Vetrof",
        "Sogwang Trading Co 44",
        "Fund II LP",
        "J. Kim",
        "Jon Gun Kim",
    ),
    *("Maria Orlova", "Hamza Talib", "朴哲洙", "O", "Company Management", "Nobody Anywhere", "x"),
]
CITED = {"un_sc": ListCited("un_sc", "2024-05-01", 1)}


def entity(number: int, name: str, number_of_passport: str = "") -> tuple[str, Entity]:
    passport = (number_of_passport,) if number_of_passport else ()
    said: dict[str, tuple[str, ...]] = {"name": (name,), "topics": ("sanction",)}
    return "un_sc", Entity(f"un_sc-{number}", "LegalEntity", said | {"passportNumber": passport})


def snapshot(folder: Path, entities: list[tuple[str, Entity]]) -> Snapshot:
    path = folder / "whole.snapshot"
    path.write_bytes(build(entities, [Sourced("un_sc", "2024-05-01", "1", "0" * 64, 9999)]))
    return Snapshot(path)


def found(lists: Snapshot, parties: list[Party]) -> list[dict[str, object]]:
    screener = Screener(lists, CITED)
    answers = screener.screen_many(parties, Terms(threshold=0.3))
    return [{match.entity_id: match for match in matches} for matches in answers]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(LISTED), min_size=1, max_size=8, unique=True),
    st.lists(st.sampled_from([*ASKED, *LISTED]), min_size=1, max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_a_few_listed_parties_alone_are_found_as_among_all_and_only_in_rows_they_may_concern(
    listed: list[str], asked: list[str], chosen: set[int]
) -> None:
    entities = [entity(n, name, f"P{n}") for n, name in enumerate(listed)]
    parties = [
        Party(names=(name,), schema="Thing", ids=(("passportNumber", "P1"),) if n == 3 else ())
        for n, name in enumerate(asked)
    ]
    rows = [Row(n, "", party, ()) for n, party in enumerate(parties, start=1)]
    changed = {f"un_sc-{n}" for n in chosen}
    with TemporaryDirectory() as folder:
        whole = snapshot(Path(folder), entities)
        some, customers = Path(folder) / "some.snapshot", Path(folder) / "customers"
        some.write_bytes(narrowed(whole, whole.numbers_of(changed)))
        customers.write_bytes(built(rows, "these"))
        expected = [
            {id_: match for id_, match in of.items() if id_ in changed}
            for of in found(whole, parties)
        ]
        assert found(Snapshot(some), parties) == expected
        may_be = concerned(Snapshot(customers), Snapshot(some))
        assert {n for n, of in enumerate(expected, start=1) if of} <= may_be


def test_customers_whom_nobody_listed_resembles_are_left_out(tmp_path: Path) -> None:
    chance = random.Random(4)
    strange = ["".join(chance.sample("bcdfglmnprst", 7)) for _ in range(200)]
    rows = [Row(n, "", Party(names=(f"{name} Ng",)), ()) for n, name in enumerate(strange)]
    path = tmp_path / "customers"
    path.write_bytes(built([*rows, Row(777, "", Party(names=("Pak Chol Su",)), ())], "these"))
    lists = snapshot(tmp_path, [entity(1, "Pak Chol Su")])
    assert concerned(Snapshot(path), lists) == {777}


def test_an_index_of_customers_is_of_one_table_and_knows_what_it_refused(tmp_path: Path) -> None:
    path = tmp_path / "customers"
    assert opened(path, "these") is None
    row = Row(1, "", Party(names=("Pak Chol Su",)), ())
    path.write_bytes(built([row, Rejected(3, 2, "has no name", ",")], "these"))
    assert opened(path, "others") is None
    index = opened(path, "these")
    assert index is not None
    assert refused(index) == {2}
    path.write_bytes(path.read_bytes()[:-1])
    assert opened(path, "these") is None
