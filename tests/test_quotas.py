"""Ceilings for all suppliers: running totals by source, and what decides."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.events import read_event
from enjoin.law.register import register
from enjoin.model.errors import InvalidInput

REFINED = "UNSCR-2397/5"


def gasoil(barrels: str = "100000", **fields: str) -> dict[str, str]:
    told = {"name": "gasoil", "class": "refined-petroleum", "quantity": barrels, "unit": "barrels"}
    return told | fields


def total(amount: str, kind: str = "reported", **fields: str) -> dict[str, str]:
    told = {"measure": REFINED, "source": "the Committee", "amount": amount, "unit": "barrels"}
    return told | {"kind": kind} | fields


def asked(*totals: dict[str, str], goods: Any = None, **fields: Any) -> Assessment:
    event = {
        "kind": "transfer",
        "stage": "executed",
        "on": "2023-09-20",
        "from": "RU",
        "to": "KP",
        "goods": goods or [gasoil()],
        "totals": totals,
    }
    return assess(read_event(json.dumps(event | fields)), register())


def answer_on(assessed: Assessment, measure: str = REFINED) -> str:
    if measure in {hit.measure for hit in assessed.violates}:
        return "violates"
    asked_of = {hit.measure for hit in assessed.needs_determination}
    return "question" if measure in asked_of else "nothing"


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ([], "question"),
        ([total("106094")], "question"),
        ([total("400000")], "question"),  # reaches the ceiling, and does not pass it
        ([total("400000.01")], "violates"),
        ([total("1600000", "estimated")], "question"),
        ([total("106094"), total("1600000", "estimated", source="a complaint")], "question"),
        ([total("450000"), total("90000", "estimated", source="a bank")], "violates"),
        ([total("450000", as_of="2022-12-31")], "question"),  # another year
        ([total("450000", as_of="2023-01-01")], "violates"),
    ],
)
def test_what_states_reported_decides_and_an_estimate_asks(
    totals: list[dict[str, str]], says: str
) -> None:
    assert answer_on(asked(*totals)) == says


def test_every_source_has_a_total_of_its_own() -> None:
    assessed = asked(total("106094"), total("1600000", "estimated", source="a complaint"))
    assert [(one.source, one.before, one.after, one.exceeded) for one in assessed.quotas] == [
        ("the Committee", "106094", "206094", False),
        ("a complaint", "1600000", "1700000", True),
    ]
    assert {one.period for one in assessed.quotas} == {("2023-01-01", "2023-12-31")}
    (hit,) = (one for one in assessed.needs_determination if one.measure == REFINED)
    assert "206,094 barrels as reported by the Committee" in hit.because
    assert "1,700,000 barrels as estimated by a complaint" in hit.because


def test_the_year_of_crude_oil_begins_on_22_december() -> None:
    crude = {"name": "crude", "class": "crude-oil", "quantity": "1", "unit": "tonnes"}
    before = {
        "measure": "UNSCR-2397/4", "source": "S", "amount": "525000", "unit": "tons",
        "kind": "reported",
    }  # fmt: skip
    for day, as_of, says in [
        ("2023-12-21", "2022-12-22", "violates"),
        ("2023-12-22", "2022-12-22", "question"),
        ("2024-12-21", "2023-12-22", "violates"),
    ]:
        assessed = asked(before | {"as_of": as_of}, goods=[crude], on=day)
        assert answer_on(assessed, "UNSCR-2397/4") == says, day


def test_goods_of_one_event_count_together() -> None:
    diesel = gasoil("300000", name="diesel")
    assert answer_on(asked(goods=[gasoil("300000"), diesel])) == "violates"
    assert answer_on(asked(goods=[gasoil("200000"), diesel])) == "question"


def test_a_delivery_of_unknown_size_leaves_the_total_as_it_was() -> None:
    unknown = {"name": "gasoil", "class": "refined-petroleum"}
    (quota,) = asked(total("499999"), goods=[unknown]).quotas
    assert (quota.this, quota.after, quota.exceeded) == (None, "499999", False)


def test_in_2017_the_last_quarter_had_a_ceiling_of_its_own() -> None:
    told = {"measure": "UNSCR-2375/14", "on": "2017-11-01"}
    assessed = asked(total("400000", measure=told["measure"], as_of="2017-10-01"), on=told["on"])
    assert answer_on(assessed, "UNSCR-2375/14") == "question"
    assert [one.period for one in assessed.quotas] == [("2017-10-01", "2017-12-31")]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (total("1", measure="UNSCR-1718/8b"), "UNSCR-1718/8b has no ceiling"),
        (total("1", measure="UNSCR-1/1"), "UNSCR-1/1"),
        (total("1", unit="litres"), "litres"),
        (total("much"), "amount of the Committee"),
        (total("-1"), "amount of the Committee"),
        (total("1e400"), "amount of the Committee"),
        (total("NaN"), "amount of the Committee"),
    ],
)
def test_a_total_that_counts_towards_nothing_is_an_error(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        asked(wrong)


amounts = st.decimals(0, 10**7, places=2)
MILDER = {"nothing": 0, "question": 1, "violates": 2}


@given(amounts, amounts, st.sampled_from(["reported", "estimated"]))
def test_a_higher_total_is_never_milder(one: Decimal, more: Decimal, kind: str) -> None:
    low, high = asked(total(f"{one:f}", kind)), asked(total(f"{one + more:f}", kind))
    assert MILDER[answer_on(low)] <= MILDER[answer_on(high)]


@given(st.permutations([total("1"), total("2", "estimated"), total("499999", source="x")]))
def test_the_order_of_totals_does_not_matter(totals: list[dict[str, str]]) -> None:
    assert answer_on(asked(*totals)) == "violates"
