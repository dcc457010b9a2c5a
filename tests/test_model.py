"""The vocabulary: entities, statements, errors, time."""

import inspect
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model import errors
from enjoin.model.entity import (
    Entity,
    assemble,
    derived_id,
    from_ftm,
    make,
    statements,
    subject_id,
    to_ftm,
)
from enjoin.model.errors import EnjoinError, InvalidInput
from enjoin.model.schema import MATCHABLE, NAME_KINDS, SCHEMATA, kin
from enjoin.model.time import instant, parse_day, parse_instant

values = st.lists(st.text(min_size=1, max_size=12), max_size=3)
persons = st.builds(
    lambda number, **props: make("Person", f"un_sc-{number}", **props),
    st.integers(1, 9999),
    name=values,
    alias=values,
    birthDate=st.just("1962-05-07"),
    country=st.sampled_from(["kp", "ru", None]),
)


@given(persons)
def test_an_entity_survives_followthemoneys_json(entity: Entity) -> None:
    assert from_ftm(json.loads(json.dumps(to_ftm(entity)))) == entity


@given(st.lists(persons, max_size=5, unique_by=lambda entity: entity.id))
def test_statements_put_together_are_the_entities(entities: list[Entity]) -> None:
    parts = [part for entity in entities for part in statements(entity)]
    assert list(assemble(parts)) == entities


@given(persons, persons)
def test_a_statements_key_is_its_content(one: Entity, other: Entity) -> None:
    ours = {part.key("un_sc") for part in statements(one)}
    theirs = {part.key("un_sc") for part in statements(other)}
    assert (ours == theirs) == (set(statements(one)) == set(statements(other)))
    assert not ours & {part.key("us_ofac_sdn") for part in statements(one)}


def test_json_is_that_of_followthemoney() -> None:
    vessel = make("Vessel", "x-1", name=["Ocean  Lantern ", "", None], imoNumber="9074729")
    assert to_ftm(vessel, ["x"]) == {
        "id": "x-1",
        "caption": "Ocean Lantern",
        "schema": "Vessel",
        "properties": {"name": ["Ocean Lantern"], "imoNumber": ["9074729"]},
        "datasets": ["x"],
    }


@pytest.mark.parametrize(
    ("schema", "properties"),
    [("Ghost", {}), ("Person", {"imoNumbr": "1"}), ("Vessel", {"birthDate": "1962"})],
)
def test_the_vocabulary_is_closed(schema: str, properties: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        make(schema, "x-1", **properties)


@pytest.mark.parametrize("data", [{"id": "x"}, {"schema": "Person"}, {}])
def test_an_entity_without_id_or_schema_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="an entity needs"):
        from_ftm(data)


def test_what_belongs_to_a_subject_is_named_by_it() -> None:
    id_ = derived_id("us_ofac_sdn-12", "Passport", "X 1")
    assert id_ != derived_id("us_ofac_sdn-12", "Passport", "X 2")
    assert subject_id(id_) == "us_ofac_sdn-12"
    assert subject_id("us_ofac_sdn-12") == "us_ofac_sdn-12"


def test_numbers_of_ones_own_lists_may_look_like_a_part() -> None:
    number = "table:x-550e8400-e29b-41d4-a716-446655440000"
    assert subject_id(number) == number
    assert subject_id("ftm:x-NK-0123456789ab") == "ftm:x-NK-0123456789ab"
    assert subject_id(derived_id(number, "Sanction")) == number
    assert subject_id("un_sc-12-0123456789ab") == "un_sc-12"


def test_names_have_a_home_in_every_schema_that_is_screened() -> None:
    assert all(NAME_KINDS.keys() <= SCHEMATA[schema] for schema in MATCHABLE)


def test_kin_schemata_are_compared_and_others_not() -> None:
    assert "Organization" in kin("Company")
    assert "Person" in kin("LegalEntity")
    assert "Company" not in kin("Person")
    assert kin("Vessel") == {"Vessel"}
    assert kin("Thing") == MATCHABLE


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"[├└│─ ]*([A-Z]\w+)", (errors.__doc__ or "").partition("\n\n")[2])
    classes = [
        name
        for name, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, EnjoinError)
    ]
    assert set(classes) <= set(drawn)


@given(st.datetimes(timezones=st.just(None)) | st.none())
def test_a_time_without_zone_is_refused(moment: object) -> None:
    if moment is not None:
        with pytest.raises(InvalidInput, match="time zone"):
            instant(moment)  # type: ignore[arg-type]


def test_a_day_known_by_means_its_end() -> None:
    assert parse_instant("2023-09-01") == "2023-09-01T23:59:59.999999Z"
    assert parse_instant("2023-09-01T12:00:00+02:00") == "2023-09-01T10:00:00.000000Z"


@pytest.mark.parametrize("text", ["2023-02-30", "1 May 2023", "20230501", "", "2023-5-1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="2023-08-08"):
        parse_day(text)
