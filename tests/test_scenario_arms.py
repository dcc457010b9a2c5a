"""Arms move from the DPRK to Russia, and what is paid for them: one case, line by line."""

import json
from typing import Any

import pytest

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.consequences import Consequence
from enjoin.cases.events import read_event
from enjoin.law.register import register

ROCKETS = {"name": "122 mm rockets", "class": "arms"}
RIFLES = {"name": "rifles", "class": "small-arms", "quantity": "500", "unit": "pieces"}
LORRIES = {"name": "lorries", "class": "vehicles", "quantity": "40", "unit": "pieces"}
HELICOPTER = {"name": "new civil helicopter", "class": "helicopter"}
GASOIL = {
    "name": "gasoil", "class": "refined-petroleum", "quantity": "100000", "unit": "barrels",
}  # fmt: skip
WHEAT = {"name": "wheat", "class": "food"}


def asked(*goods: dict[str, str], **fields: Any) -> Assessment:
    event = {
        "kind": "transfer",
        "stage": "executed",
        "on": "2023-09-20",
        "from": "KP",
        "to": "RU",
        "flag": "RU",
        "independent_sources": 2,
        "goods": goods,
    }
    return assess(read_event(json.dumps(event | fields)), register())


def follows(answer: Assessment, kind: str) -> list[Consequence]:
    return [one for one in answer.consequences if one.kind == kind]


def test_the_shipment_breaks_two_paragraphs_and_asks_a_question() -> None:
    answer = asked(ROCKETS, RIFLES, LORRIES)
    weapons = ("122 mm rockets", "rifles")
    assert {hit.measure: hit.goods for hit in answer.violates} == {
        "UNSCR-1718/8b": weapons,
        "UNSCR-1874/9": weapons,
    }
    assert {hit.measure: hit.goods for hit in answer.needs_determination} == {
        "UNSCR-2270/8": ("lorries",)
    }
    assert answer.addressees == ("KP", "RU")
    assert answer.standard == "reasonable-grounds"


@pytest.mark.parametrize("measure", ["UNSCR-1718/8a-i", "UNSCR-1874/10", "UNSCR-2270/6"])
def test_paragraphs_on_supply_to_the_dprk_do_not_apply_and_say_why(measure: str) -> None:
    spared = {one.measure: one for one in asked(ROCKETS, RIFLES, LORRIES).considered}
    assert not spared[measure].applies
    assert "direction of flow" in spared[measure].because


def test_the_helicopter_and_the_gasoil_are_payment_to_the_dprk() -> None:
    answer = asked(HELICOPTER, GASOIL, kind="payment", **{"from": "RU", "to": "KP"})
    assert {hit.measure for hit in answer.violates} == {"UNSCR-2321/30", "UNSCR-2397/7"}
    assert {hit.measure for hit in answer.needs_determination} == {"UNSCR-2397/5"}


def test_wheat_is_kept_as_an_event_only() -> None:
    answer = asked(WHEAT, kind="payment", **{"from": "RU", "to": "KP"})
    assert (answer.violates, answer.needs_determination) == ((), ())
    assert follows(answer, "responsibility") == []


def test_rifles_for_the_dprk_in_february_2016_fall_under_the_exception() -> None:
    answer = asked(RIFLES, **{"from": "SY", "to": "KP", "flag": None, "on": "2016-02-01"})
    assert answer.violates == ()
    spared = {one.measure: one.because for one in answer.considered}
    assert "notify the Committee" in spared["UNSCR-1874/10"]
    assert "not in force on 2016-02-01" in spared["UNSCR-2270/6"]


def test_a_designation_under_the_order_on_arms_may_be_proposed() -> None:
    proposed = {one.measure for one in follows(asked(ROCKETS), "designation")}
    assert "EO-13551/1(a)(ii)(A)" in proposed
    assert "EO-13551/1(a)(ii)(G)" not in proposed  # it was carried out, and is no mere attempt


@pytest.mark.parametrize(
    ("day", "base"),
    [
        ("2023-09-20", None),
        ("2023-12-21", None),
        ("2023-12-22", "designated for the technology, defence"),
        ("2024-06-11", "designated for the technology, defence"),
        ("2024-06-12", "everybody blocked under EO 14024"),
    ],
)
def test_a_bank_that_pays_for_it_is_exposed_from_december_2023(day: str, base: str | None) -> None:
    exposed = [
        one for one in follows(asked(ROCKETS, on=day), "exposure") if one.measure == "EO-14024/11"
    ]
    assert len(exposed) == (base is not None)
    assert all(base and base in one.because for one in exposed)
    assert all("forbids nothing" in one.because for one in exposed)


@pytest.mark.parametrize(
    ("day", "body"),
    [
        ("2023-09-20", "UNSCR-1874/26"),
        ("2024-04-30", "UNSCR-1874/26"),
        ("2024-05-01", None),
        ("2024-06-01", None),
        ("2024-10-15", None),
        ("2024-10-16", "MSMT"),
    ],
)
def test_who_reports_depends_on_the_day(day: str, body: str | None) -> None:
    assert [one.measure for one in follows(asked(ROCKETS, on=day), "reporting")] == [body]


def test_what_the_monitoring_team_finds_is_evidence_only() -> None:
    (told,) = follows(asked(ROCKETS, on="2025-01-01"), "reporting")
    assert "evidence only" in told.because


def test_when_nobody_reports_that_is_said() -> None:
    (told,) = follows(asked(ROCKETS, on="2024-06-01"), "reporting")
    assert "no body watches on 2024-06-01" in told.because


def test_what_could_potentially_happen_stays_so() -> None:
    answer = asked(ROCKETS, modality="potentially", stage="negotiating", independent_sources=1)
    assert "would potentially violate" in answer.text
    assert answer.standard == "suspicion"
    assert "potentially" in answer.standard_because
