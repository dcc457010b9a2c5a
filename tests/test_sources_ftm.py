"""Data sets in FollowTheMoney's formats: `ftm:NAME`."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text, subject_id
from enjoin.model.errors import (
    EnjoinError,
    InvalidInput,
    SourceError,
    UnknownValue,
    UnreadFields,
    WrongFormat,
)
from enjoin.model.schema import MATCHABLE, REFERENCES
from enjoin.sources import ReadList, find_files, read_path, source

GOLDEN = Path(__file__).parent / "golden" / "ftm"
ENTITIES, STATEMENTS, TARGETS = "entities.ftm.json", "statements.csv", "targets.simple.csv"


def read(**files: str) -> ReadList:
    """Read files given as text, their names with `_` for `.`."""
    names = {"entities": ENTITIES, "statements": STATEMENTS, "targets": TARGETS}
    data = {names.get(name, f"{name}.json"): text.encode() for name, text in files.items()}
    return source("ftm:x").read(data)


def by_id(listed: ReadList) -> dict[str, Entity]:
    return {entity.id: entity for entity in listed}


def golden(name: str) -> dict[str, Entity]:
    return by_id(source("ftm:x").read({name: GOLDEN / name}))


def line(id_: str = "a", schema: str = "Person", **more: Any) -> str:
    said = {"id": id_, "schema": schema, "properties": {"name": ["Marek Tolvan"]}, **more}
    return json.dumps(said) + "\n"


def change(operation: str, id_: str, **properties: list[str]) -> str:
    entity: dict[str, Any] = {"id": id_}
    if operation != "DEL":
        entity |= {"schema": "Person", "properties": properties}
    return json.dumps({"op": operation, "entity": entity}) + "\n"


def test_every_property_is_kept_and_ids_become_the_lists() -> None:
    found = golden(ENTITIES)
    assert found["ftm:x-xx-p-1"].properties == {
        "name": ("Marek Tolvan", "Марек Толван"),
        "alias": ("M. J. Tolvan",),
        "weakAlias": ("The Ferryman",),
        "birthDate": ("1962-05-07",),
        "nationality": ("ru",),
        "gender": ("male",),
        "topics": ("sanction",),
        "passportNumber": ("71 4450912",),
        "addressEntity": ("ftm:x-xx-a-1",),
        "programId": ("XX-MAR",),
    }
    assert found["ftm:x-xx-s-1"].get("entity") == ("ftm:x-xx-p-1",)
    assert found["ftm:x-xx-f-1"].get("relative") == ("ftm:x-xx-p-2",)
    assert found["ftm:x-xx-v-1"].get("owner") == ("ftm:x-NK-tolvanlines", "ftm:x-xx-elsewhere-9")


def test_statements_add_up_to_the_same_entities() -> None:
    assert golden(STATEMENTS) == golden(ENTITIES)


def test_statements_tell_languages_and_the_publishers_own_spelling() -> None:
    person = golden(STATEMENTS)["ftm:x-xx-p-1"]
    russian, birth = person.get("name")[1], person.get("birthDate")[0]
    assert isinstance(russian, Text)
    assert russian.lang == "rus"
    assert isinstance(birth, Text)
    assert birth.original == "7 May 1962"
    assert getattr(person.get("name")[0], "lang", None) is None


def test_statements_that_are_only_suggested_are_no_part_of_the_list() -> None:
    assert "Tolvan Marine Holdings" in (GOLDEN / STATEMENTS).read_text("utf-8")
    assert golden(STATEMENTS)["ftm:x-NK-tolvanlines"].get("alias") == ()


def test_the_rows_of_an_entity_may_stand_anywhere() -> None:
    head, *rows = (GOLDEN / STATEMENTS).read_text("utf-8").splitlines()
    shuffled = "\n".join([head, *rows[1::2], *rows[::2]])
    found = by_id(read(statements=shuffled))
    expected = golden(STATEMENTS)
    assert found.keys() == expected.keys()
    for id_, entity in found.items():
        for prop, values in entity.properties.items():
            assert set(values) == set(expected[id_].get(prop))


def test_columns_of_statements_may_be_in_any_order() -> None:
    rows = list(csv.reader((GOLDEN / STATEMENTS).read_text("utf-8").splitlines()))
    turned = "\n".join(",".join(f'"{cell}"' for cell in reversed(row)) for row in rows)
    assert by_id(read(statements=turned)) == golden(STATEMENTS)


STATEMENT = "canonical_id,schema,prop,value\n"


@pytest.mark.parametrize(
    ("schemata", "schema"),
    [(("LegalEntity", "Company"), "Company"), (("Company", "Organization"), "Company")],
)
def test_what_statements_say_an_entity_is_narrows_down(
    schemata: tuple[str, str], schema: str
) -> None:
    rows = "".join(f"a,{each},name,Tolvan Lines {each}\n" for each in schemata)
    assert by_id(read(statements=STATEMENT + rows))["ftm:x-a"].schema == schema


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("a,Person,name,Marek\na,Vessel,name,Marek\n", WrongFormat),
        ("a,Ghost,name,Marek\n", UnknownValue),
        ("a,Person,imoNumber,9074729\n", UnreadFields),
        ("a,Person,name,\n", WrongFormat),
        (",Person,name,Marek\n", WrongFormat),
    ],
)
def test_statements_that_make_no_sense_are_refused(rows: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        list(read(statements=STATEMENT + rows))


def test_statements_with_an_unknown_column_or_flag_are_refused() -> None:
    with pytest.raises(UnreadFields, match="colour"):
        list(read(statements="canonical_id,schema,prop,value,colour\na,Person,name,Marek,red\n"))
    with pytest.raises(UnknownValue, match="external"):
        list(read(statements="canonical_id,schema,prop,value,external\na,Person,name,M,maybe\n"))


def test_targets_are_read_column_by_column() -> None:
    found = golden(TARGETS)
    sanction = next(each for each in found.values() if each.schema == "Sanction")
    assert sanction.get("entity") == ("ftm:x-xx-p-1",)
    assert sanction.get("summary")[0].startswith("Maritime programme - Owns vessels")
    assert subject_id(sanction.id) == "ftm:x-xx-p-1"
    assert found["ftm:x-xx-p-1"].properties == {
        "name": ("Marek Tolvan",),
        "alias": ("M. J. Tolvan", "The Ferryman", "Марек Толван"),
        "birthDate": ("1962-05-07",),
        "country": ("ru",),
        "address": ("14 Quay Street, Varnholm",),
        "programId": ("XX-MAR",),
        "idNumber": ("71 4450912",),
    }
    assert found["ftm:x-NK-tolvanlines"].properties == {
        "name": ("Tolvan Lines Ltd",),
        "alias": ("Quay & Sons; Shipping",),
        "country": ("cy",),
        "phone": ("+357 22 000 000",),
        "email": ("office@tolvan-lines.example",),
        "registrationNumber": ("HE 120034",),
    }
    vessel = found["ftm:x-xx-v-1"]
    assert vessel.get("imoNumber") == ("9074729",)
    assert vessel.get("registrationNumber") == ("HPLA",)


@pytest.mark.parametrize(("name", "entries"), [(ENTITIES, 3), (STATEMENTS, 3), (TARGETS, 3)])
def test_entries_are_the_targets(name: str, entries: int) -> None:
    listed = source("ftm:x").read({name: GOLDEN / name})
    assert listed.entries is None
    assert len(list(listed)) >= 4
    assert listed.entries == entries


def test_without_any_word_on_targets_all_that_can_be_screened_are_entries() -> None:
    text = line("a") + line("b", "Vessel") + line("c", "Address", properties={"full": ["Quay"]})
    listed = read(entities=text)
    assert len(list(listed)) == 3
    assert listed.entries == 2


@pytest.mark.parametrize("topic", ["sanction", "sanction.linked", "crime.fin", "role.pep"])
def test_a_topic_makes_a_target_where_the_file_has_no_flags(topic: str) -> None:
    listed = read(entities=line("a", properties={"topics": [topic]}) + line("b") + line("c"))
    assert len(list(listed)) == 3
    assert listed.entries == 1


def test_topics_come_from_the_data_alone() -> None:
    assert by_id(read(entities=line()))["ftm:x-a"].get("topics") == ()


def test_a_list_without_targets_is_refused() -> None:
    with pytest.raises(WrongFormat, match="target"):
        list(read(entities=line(target=False)))


INDEX = {"name": "x", "last_export": "2026-02-03T06:10:00", "updated_at": "2026-02-02T00:00:00"}


@pytest.mark.parametrize(
    ("index", "day"),
    [
        (INDEX, "2026-02-03"),
        ({"updated_at": "2026-02-02T00:00:00"}, "2026-02-02"),
        ({"version": "20260201060000-abc"}, "2026-02-01"),
        ({"datasets": [{"name": "y", "last_export": "2020-01-01"}, INDEX]}, "2026-02-03"),
        ({"title": "of no date"}, None),
    ],
)
def test_the_date_is_that_of_the_index(index: dict[str, Any], day: str | None) -> None:
    assert read(entities=line(), index=json.dumps(index)).published == day
    assert read(entities=line()).published is None


@pytest.mark.parametrize("index", ["[]", "{", '{"last_export": "yesterday"}'])
def test_an_index_that_is_none_is_refused(index: str) -> None:
    with pytest.raises(WrongFormat):
        read(entities=line(), index=index)


def test_a_file_that_was_cut_between_lines_is_told_by_its_index() -> None:
    index = json.dumps({**INDEX, "entity_count": 2})
    assert len(list(read(entities=line("a") + line("b"), index=index))) == 2
    with pytest.raises(WrongFormat, match="states 2"):
        list(read(entities=line("a"), index=index))


@pytest.mark.parametrize(
    ("text", "error", "named"),
    [
        (line(schema="Ghost"), UnknownValue, "Ghost"),
        (line(properties={"imoNumbr": ["1"]}), UnreadFields, "Person:imoNumbr"),
        (line(colour="red"), UnreadFields, "colour"),
        (line() + line(), WrongFormat, "second time"),
        (line(properties={"name": [{"id": "nested"}]}), WrongFormat, "line 1"),
        (line(properties={"name": "no list"}), WrongFormat, "line 1"),
        (line() + line("b")[:30], WrongFormat, "line 2"),
        (line(""), WrongFormat, "no number"),
        (line("a b\t"), WrongFormat, "no number"),
        ("[" * 100_000, WrongFormat, "line 1"),
        ('{"id": "\\ud800", "schema": "Person", "properties": {}}', WrongFormat, "line 1"),
    ],
)
def test_what_is_no_entity_is_refused(text: str, error: type[SourceError], named: str) -> None:
    with pytest.raises(error, match=named):
        list(read(entities=text))


def test_values_lose_what_no_reader_sees() -> None:
    text = line(properties={"name": ["Ma\u0000rek\n Tol\u200bvan"]})
    assert by_id(read(entities=text))["ftm:x-a"].get("name") == ("Marek Tolvan",)


joined = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1, unique=True
)


@given(joined)
def test_values_in_one_cell_come_apart_as_they_went_in(values: list[str]) -> None:
    cell, file = io.StringIO(), io.StringIO()
    csv.writer(cell, delimiter=";", lineterminator="").writerow(values)
    writer = csv.writer(file)
    writer.writerows([("id", "schema", "name", "aliases"), ("a", "Person", "M", cell.getvalue())])
    found = by_id(read(targets=file.getvalue()))["ftm:x-a"].get("alias")
    assert found == tuple(dict.fromkeys(values))


def test_a_word_that_is_unknown_says_which_module_to_teach() -> None:
    with pytest.raises(UnknownValue, match=r"enjoin\.sources\.ftm what"):
        list(read(entities=line(schema="Ghost")))


def test_an_id_that_looks_derived_stays_whole() -> None:
    number = "550e8400-e29b-41d4-a716-446655440000"
    (entity,) = read(entities=line(number))
    assert subject_id(entity.id) == f"ftm:x-{number}"


@pytest.mark.parametrize("name", ["", "UN", "a-b", "a b", "a/b", "ä", "x" * 65])
def test_names_that_no_list_can_have(name: str) -> None:
    with pytest.raises(EnjoinError):
        source(f"ftm:{name}")


def folder(path: Path, **files: str) -> Path:
    """A folder of files: their names with `__` for `-`, and `_` for `.`."""
    for name, text in files.items():
        plain = name.replace("__", "-").replace("_", ".")
        (path / plain).write_text(text, "utf-8")
    return path


def test_deltas_follow_in_the_order_of_their_versions(tmp_path: Path) -> None:
    folder(
        tmp_path,
        entities_ftm_json=line("a") + line("b") + line("c"),
        z__20260201060000__abc_delta_json=change("MOD", "a", name=["First"])
        + change("DEL", "b")
        + change("ADD", "d", name=["Dana"]),
        delta__20260202060000__abc_json=change("MOD", "a", name=["Second"])
        + change("ADD", "b", name=["Back"])
        + change("DEL", "d"),
    )
    listed = read_path("ftm:x", tmp_path)
    assert listed.published == "2026-02-02"
    found = {id_: entity.get("name") for id_, entity in by_id(listed).items()}
    assert found == {
        "ftm:x-a": ("Second",),
        "ftm:x-b": ("Back",),
        "ftm:x-c": ("Marek Tolvan",),
    }
    assert listed.entries == 3


def test_a_single_file_is_read_as_it_stands(tmp_path: Path) -> None:
    folder(tmp_path, entities_ftm_json=line("a"), x_delta_json=change("DEL", "a"))
    assert set(find_files(source("ftm:x").info, tmp_path / ENTITIES)) == {ENTITIES}
    assert set(find_files(source("ftm:x").info, tmp_path)) == {ENTITIES, "x.delta.json"}


@pytest.mark.parametrize(
    "delta",
    [
        change("MOD", "b", name=["Nobody"]),
        change("DEL", "b"),
        change("ADD", "a", name=["There"]),
        change("DEL", "a") + change("MOD", "a", name=["Gone"]),
        change("DEL", "a") + change("DEL", "a"),
        change("ADD", "b", name=["B"]) + change("ADD", "b", name=["B"]),
        change("NEW", "b", name=["B"]),
        '{"op": "ADD"}',
        '{"op": "DEL", "entity": {}}',
    ],
)
def test_deltas_that_do_not_follow_are_refused(tmp_path: Path, delta: str) -> None:
    folder(tmp_path, entities_ftm_json=line("a"), x_delta_json=delta)
    with pytest.raises(SourceError):
        list(read_path("ftm:x", tmp_path))


@given(st.data())
def test_damaged_deltas_are_refused_or_read_whole(data: st.DataObject) -> None:
    delta = (change("MOD", "a", name=["Dana"]) + change("ADD", "b", name=["Ines"])).encode()
    at = data.draw(st.integers(0, len(delta)))
    broken = delta[:at] + data.draw(st.binary(max_size=3)) + delta[at + data.draw(SKIPPED) :]
    files = {ENTITIES: line("a").encode(), "x.delta.json": broken}
    try:
        found = by_id(source("ftm:x").read(files))
    except SourceError:
        return
    assert "ftm:x-a" in found


SKIPPED = st.integers(0, 9)


def test_deltas_of_unknown_order_are_refused(tmp_path: Path) -> None:
    later = change("DEL", "a")
    folder(tmp_path, entities_ftm_json=line("a"), x_delta_json=later, delta__20260101_json=later)
    with pytest.raises(WrongFormat, match=r"x\.delta\.json"):
        read_path("ftm:x", tmp_path)


def test_an_unknown_family_names_those_there_are() -> None:
    with pytest.raises(EnjoinError, match="ftm:NAME"):
        source("fmt:x")
    with pytest.raises(InvalidInput, match="watch_list"):
        source("ftm:Not-a-name")


@pytest.mark.real_lists
@pytest.mark.parametrize("file", ["parteispenden", "t1"])
def test_real_files_are_read_whole(shared: Path, file: str) -> None:
    path = shared / "lists" / "ftm" / f"{file}.entities.ftm.json"
    raw = [json.loads(each) for each in path.read_text("utf-8").splitlines()]
    listed = read_path("ftm:x", path)
    found = by_id(listed)
    assert [f"ftm:x-{each['id']}" for each in raw] == list(found)
    targets = [each.get("target", True) and each["schema"] in MATCHABLE for each in raw]
    assert listed.entries == sum(targets)
    for each in raw:
        entity = found[f"ftm:x-{each['id']}"]
        assert entity.schema == each["schema"]
        for prop, values in each["properties"].items():
            own = "ftm:x-" if prop in REFERENCES[entity.schema] else ""
            expected = {f"{own}{' '.join(value.split())}" for value in values}
            assert set(entity.get(prop)) == expected


@pytest.mark.real_lists
def test_a_real_catalogue_dates_a_data_set_in_it(shared: Path) -> None:
    catalogue = shared / "lists" / "ftm" / "t1_index.json"
    named = json.loads(catalogue.read_text("utf-8"))["datasets"][0]
    files: dict[str, bytes | Path] = {ENTITIES: line().encode(), "index.json": catalogue}
    files_of = source(f"ftm:{named['name']}")
    assert files_of.read(files).published == named["last_export"][:10]
