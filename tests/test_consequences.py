"""What may follow from an event: for whom, under which regime, and never more than that."""

import json
from typing import Any

import pytest

from enjoin.cases.assessments import assess
from enjoin.cases.consequences import Consequence
from enjoin.cases.events import read_event
from enjoin.law.register import register


def after(**fields: Any) -> list[Consequence]:
    event = {
        "kind": "transfer",
        "stage": "executed",
        "on": "2024-07-01",
        "from": "KP",
        "to": "RU",
        "goods": [{"name": "rockets", "class": "arms"}],
    }
    return [*assess(read_event(json.dumps(event | fields)), register()).consequences]


def measures(found: list[Consequence], kind: str) -> set[str | None]:
    return {one.measure for one in found if one.kind == kind}


def goods(class_: str) -> dict[str, Any]:
    return {"goods": [{"name": class_, "class": class_}]}


@pytest.mark.parametrize("kind", ["visit", "talks", "parade"])
def test_nothing_follows_from_contact(kind: str) -> None:
    assert after(kind=kind) == []


def test_every_state_addressed_answers_to_the_council() -> None:
    states = [one.party for one in after(flag="KH") if one.kind == "responsibility"]
    assert states == ["KP", "RU", "KH"]


@pytest.mark.parametrize(
    ("fields", "reached", "spared"),
    [
        ({}, {"EU-833/2014", "UK-DPRK-2019", "UK-RUS-2019"}, {"EO-13570", "EO-13722"}),
        ({"to": "US"}, {"EO-13570", "UK-DPRK-2019"}, {"EU-833/2014"}),
        ({"from": "RU", "to": "KP", **goods("luxury")}, {"EU-2017/1509", "EO-13722"}, {"EO-13570"}),
        (goods("coal"), {"EU-2017/1509"}, {"EU-833/2014"}),
        ({"on": "2014-07-30"}, set(), {"EU-833/2014", "EU-2017/1509", "UK-RUS-2019"}),
        ({"to": "RU", "from": "TR", **goods("service")}, {"EO-14071"}, {"EO-13722"}),
    ],
)
def test_national_measures_bind_persons_by_goods_direction_and_day(
    fields: dict[str, Any], reached: set[str], spared: set[str]
) -> None:
    found = measures(after(**fields), "prohibition")
    assert reached <= found
    assert not spared & found


def test_a_prohibition_names_whom_it_binds_and_what_is_to_verify() -> None:
    (one,) = (each for each in after() if each.measure == "EU-833/2014")
    assert one.party == "EU persons"
    assert "[C: to verify: binds]" in one.because


def test_national_measures_make_no_finding_about_a_state() -> None:
    event = {"kind": "transfer", "on": "2024-07-01", "from": "TR", "to": "RU", **goods("arms")}
    answer = assess(read_event(json.dumps(event)), register())
    assert (answer.violates, answer.needs_determination, answer.addressees) == ((), (), ())
    assert "EU-833/2014" in {one.measure for one in answer.consequences}


@pytest.mark.parametrize(("day", "asked"), [("2023-09-20", False), ("2023-09-21", True)])
def test_korea_asks_for_permission_since_its_first_round_on_record(day: str, asked: bool) -> None:
    assert ("ROK-AUTONOMOUS" in measures(after(on=day), "permission")) is asked


@pytest.mark.parametrize(
    ("fields", "exposed"),
    [
        ({"on": "2017-09-20"}, {"CAATSA-2017"}),
        ({"on": "2017-09-21"}, {"CAATSA-2017", "EO-13810"}),
        ({"to": "SY"}, {"EO-13810", "WARMBIER-2019"}),
        ({"from": "TR", **goods("food")}, set()),
    ],
)
def test_exposure_has_its_days_its_target_and_its_goods(
    fields: dict[str, Any], exposed: set[str]
) -> None:
    found = measures(after(**fields), "exposure")
    assert found >= exposed
    assert exposed or not found


def test_exposure_says_the_standard_of_knowledge() -> None:
    found = {one.measure: one.because for one in after() if one.kind == "exposure"}
    assert "only who acts knowingly" in found["EO-13810"]
    assert "knowledge is not required" in found["EO-14024/11"]
    assert "Significant, by" in found["EO-14024/11"]


def test_a_criterion_disproved_leads_to_no_proposal() -> None:
    proposed = measures(after(), "designation")
    assert "EO-13551/1(a)(ii)(A)" in proposed
    assert "EO-13551/1(a)(ii)(G)" not in proposed
