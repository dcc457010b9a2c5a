"""Criteria for designation: element by element, apart from violations, no stronger than told."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.cases.assessments import assess
from enjoin.cases.criteria import ROLES, CriterionMet
from enjoin.cases.events import EventIn, GoodsIn, Participant, read_event
from enjoin.law.register import register

BROKER = {"role": "broker", "party": "Orchard Trading", "country": "SK"}


def met(**fields: Any) -> dict[str, CriterionMet]:
    event = {
        "kind": "deal",
        "stage": "executed",
        "on": "2023-09-20",
        "from": "KP",
        "to": "RU",
        "goods": [{"name": "rockets", "class": "arms"}],
        "participants": [BROKER],
    }
    answer = assess(read_event(json.dumps(event | fields)), register())
    return {one.measure: one for one in answer.criteria}


def elements(one: CriterionMet) -> list[str]:
    return [element.met for element in one.elements]


def test_a_broker_gave_services_and_whether_he_exported_is_for_a_person() -> None:
    found = met()
    services, export = found["EO-13551/1(a)(ii)(B)"], found["EO-13551/1(a)(ii)(A)"]
    assert (services.party, services.role) == ("Orchard Trading", "broker")
    assert elements(services) == ["yes", "yes", "yes", "unproven", "yes"]
    assert elements(export) == ["yes", "yes", "yes", "unproven"]
    assert "a person has to say" in export.elements[-1].evidence


def test_a_broker_whose_deal_is_only_agreed_attempted_it() -> None:
    found = met(stage="agreed")
    assert found["EO-13551/1(a)(ii)(G)"].applicable
    assert elements(found["EO-13551/1(a)(ii)(G)"]) == ["yes"] * 4
    assert not found["EO-13551/1(a)(ii)(A)"].applicable


def test_a_criterion_can_be_met_where_nothing_is_violated() -> None:
    answer = assess(
        EventIn(
            kind="deal",
            stage="agreed",
            on="2010-09-01",
            from_="RU",
            to="KP",
            goods=(GoodsIn(name="rifles", class_="small-arms"),),
            participants=(Participant(role="broker", party="X"),),
        ),
        register(),
    )
    assert answer.violates == ()  # the Council excepted small arms then
    assert "EO-13551/1(a)(ii)(G)" in {one.measure for one in answer.criteria if one.applicable}


@pytest.mark.parametrize("fields", [{"modality": "may"}, {"modality": "would"}])
def test_what_is_not_told_as_a_fact_proves_no_conduct(fields: dict[str, str]) -> None:
    services = met(**fields)["EO-13551/1(a)(ii)(B)"]
    assert elements(services) == ["yes", "yes", "unproven", "unproven", "unproven"]


def test_without_participants_nobody_is_named_and_the_criterion_is_still_told() -> None:
    export = met(participants=[])["EO-13551/1(a)(ii)(A)"]
    assert export.party is None
    assert elements(export) == ["yes", "yes", "yes", "unproven"]


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        ({"on": "2010-08-29"}, "EO-13551/1(a)(ii)(A)"),  # before the order
        ({"from": "SY"}, "EO-13551/1(a)(ii)(A)"),  # not the DPRK's
        ({"goods": [{"name": "shirts", "class": "textiles"}]}, "EO-13551/1(a)(ii)(A)"),
        ({"goods": [{"name": "wine", "class": "luxury"}]}, "EO-13551/1(a)(ii)(C)"),  # wrong way
        ({"kind": "visit"}, "EO-13551/1(a)(ii)(A)"),
    ],
)
def test_a_criterion_about_something_else_is_left_out(fields: dict[str, Any], absent: str) -> None:
    assert absent not in met(**fields)


def test_a_criterion_that_is_to_be_verified_says_so() -> None:
    assert "[C: to verify]" in met()["NKSPEA-2016/104(a)"].says


def test_each_participant_is_asked_about_alone() -> None:
    event = EventIn(
        kind="deal",
        stage="executed",
        on="2023-09-20",
        from_="KP",
        to="RU",
        goods=(GoodsIn(name="rockets", class_="arms"),),
        participants=(
            Participant(role="broker", party="X"),
            Participant(role="exporter", party="Y"),
        ),
    )
    found = [
        (one.party, elements(one)[-1])
        for one in assess(event, register()).criteria
        if one.measure == "EO-13551/1(a)(ii)(A)"
    ]
    assert found == [("X", "unproven"), ("Y", "yes")]


@given(st.sampled_from(sorted(ROLES)), st.sampled_from(["planned", "agreed", "executed"]))
def test_a_weaker_word_never_proves_more(role: str, stage: str) -> None:
    people = [{"role": role, "party": "X"}]
    fact = met(stage=stage, participants=people)
    weak = met(stage=stage, participants=people, modality="potentially")
    for id_, one in weak.items():
        pairs = zip(elements(fact[id_]), elements(one), strict=True)
        assert all(now in {before, "unproven"} for before, now in pairs)
