"""What one event would violate: direction, dates, goods and modality."""

import json
import re
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.events import MOVEMENTS, EventIn, GoodsIn, read_event
from enjoin.law.measures import GoodsClass
from enjoin.law.register import load
from enjoin.model.errors import InvalidInput

REGISTER = load()
ASSERTED = re.compile(r"\bviolate[sd]\b|\bin breach\b|\bestablished\b", re.I)
ROCKETS = {"name": "rockets", "class": "arms", "quantity": "1000", "unit": "pieces"}
RIFLES = {"name": "rifles", "class": "small-arms"}
LORRIES = {"name": "lorries", "class": "vehicles"}


def asked(*goods: dict[str, str], **fields: Any) -> Assessment:
    event = {
        "kind": "transfer",
        "stage": "executed",
        "on": "2023-09-20",
        "from": "KP",
        "to": "RU",
        "modality": "fact",
        "independent_sources": 2,
        "goods": goods,
    }
    return assess(read_event(json.dumps(event | fields)), REGISTER)


def caught(answer: Assessment) -> dict[str, tuple[str, ...]]:
    return {hit.measure: hit.goods for hit in answer.violates}


def open_questions(answer: Assessment) -> dict[str, tuple[str, ...]]:
    return {hit.measure: hit.goods for hit in answer.needs_determination}


def spared(answer: Assessment) -> dict[str, str]:
    return {one.measure: one.because for one in answer.considered}


# --- Arms from the DPRK ------------------------------------------------------------------------


def test_arms_from_the_dprk_break_the_paragraphs_on_its_exports() -> None:
    answer = asked(ROCKETS, RIFLES, LORRIES, flag="RU")
    weapons = ("rifles", "rockets")
    assert caught(answer) == {"UNSCR-1718/8b": weapons, "UNSCR-1874/9": weapons}
    assert open_questions(answer) == {"UNSCR-2270/8": ("lorries",)}
    assert answer.addressees == ("KP", "RU")
    assert answer.standard == "reasonable-grounds"


@pytest.mark.parametrize("measure", ["UNSCR-1718/8a-i", "UNSCR-1874/10", "UNSCR-2270/6"])
def test_paragraphs_on_supply_to_the_dprk_do_not_reach_its_exports(measure: str) -> None:
    assert "direction of flow" in spared(asked(ROCKETS, RIFLES))[measure]


def test_a_foreign_flag_state_is_addressed_too() -> None:
    assert asked(ROCKETS, flag="KH").addressees == ("KP", "RU", "KH")


def test_the_buyer_need_not_be_known() -> None:
    answer = asked(ROCKETS, to=None)
    assert set(caught(answer)) == {"UNSCR-1718/8b", "UNSCR-1874/9"}
    assert answer.addressees == ("KP",)
    assert "an unknown country" in answer.text


def test_before_2009_a_person_had_to_say_whether_arms_were_major_ones() -> None:
    answer = asked(ROCKETS, RIFLES, on="2008-01-01")
    assert caught(answer) == {}
    assert open_questions(answer) == {"UNSCR-1718/8b": ("rockets",)}


# --- Payment in kind, to the DPRK --------------------------------------------------------------


def test_a_new_helicopter_and_gasoil_to_the_dprk() -> None:
    answer = asked(
        {"name": "new civil helicopter", "class": "helicopter"},
        {"name": "gasoil", "class": "refined-petroleum", "quantity": "100000", "unit": "barrels"},
        **{"kind": "payment", "from": "RU", "to": "KP"},
    )
    assert set(caught(answer)) == {"UNSCR-2321/30", "UNSCR-2397/7"}
    assert open_questions(answer) == {"UNSCR-2397/5": ("gasoil",)}
    assert "500,000 barrels" in answer.needs_determination[0].because
    assert answer.addressees == ("RU",)


def test_one_delivery_may_exceed_a_ceiling_alone() -> None:
    gasoil = {"name": "gasoil", "class": "refined-petroleum", "unit": "barrels"}
    way = {"from": "RU", "to": "KP"}
    assert "UNSCR-2397/5" in caught(asked(gasoil | {"quantity": "500000.5"}, **way))
    assert "UNSCR-2397/5" in open_questions(asked(gasoil | {"quantity": "500000"}, **way))


@pytest.mark.parametrize("kind_of_food", ["food", "agricultural"])
def test_wheat_breaks_nothing_and_is_no_clear(kind_of_food: str) -> None:
    answer = asked({"name": "wheat", "class": kind_of_food}, **{"from": "RU", "to": "KP"})
    assert (answer.violates, answer.needs_determination, answer.addressees) == ((), (), ())
    assert "this is not a clear" in answer.text
    assert "Food and medicine" in spared(answer)["UNSCR-2270/8"]


@pytest.mark.parametrize(
    ("name", "hits", "questions"),
    [
        ("new helicopter", {"UNSCR-2321/30", "UNSCR-2397/7"}, set()),
        ("used helicopter", {"UNSCR-2397/7"}, set()),
        ("helicopter", {"UNSCR-2397/7"}, {"UNSCR-2321/30"}),
        ("Newton helicopter", {"UNSCR-2397/7"}, {"UNSCR-2321/30"}),
    ],
)
def test_whole_words_of_a_name_narrow_a_class_of_goods(
    name: str, hits: set[str], questions: set[str]
) -> None:
    answer = asked({"name": name, "class": "helicopter"}, **{"from": "RU", "to": "KP"})
    assert (set(caught(answer)), set(open_questions(answer))) == (hits, questions)


# --- As of -------------------------------------------------------------------------------------


def test_rifles_to_the_dprk_in_february_2016_fall_under_the_exception() -> None:
    answer = asked(RIFLES, **{"from": "SY", "to": "KP", "on": "2016-02-01"})
    assert (answer.violates, answer.needs_determination) == ((), ())
    assert "notify the Committee" in spared(answer)["UNSCR-1874/10"]
    assert "not in force on 2016-02-01" in spared(answer)["UNSCR-2270/6"]
    assert "notify the Committee" in answer.text


@pytest.mark.parametrize("day", ["2016-03-02", "2023-09"])
def test_rifles_to_the_dprk_are_forbidden_since_march_2016(day: str) -> None:
    answer = asked(RIFLES, **{"from": "SY", "to": "KP", "on": day})
    assert set(caught(answer)) == {"UNSCR-1718/8a-i", "UNSCR-1874/10", "UNSCR-2270/6"}


def test_the_exception_for_small_arms_does_not_spare_rockets() -> None:
    answer = asked(ROCKETS, RIFLES, **{"from": "SY", "to": "KP", "on": "2016-02-01"})
    assert caught(answer)["UNSCR-1874/10"] == ("rockets",)
    assert "rifles: excepted" in answer.violates[-1].because


def test_a_date_that_may_lie_before_a_measure_does_not_trigger_it() -> None:
    assert "UNSCR-2270/6" not in caught(asked(RIFLES, **{"from": "SY", "to": "KP", "on": "2016"}))


def test_the_law_of_another_day_can_be_asked_for() -> None:
    event = EventIn(kind="transfer", from_="SY", to="KP", goods=(GoodsIn(name="g", class_="coal"),))
    assert assess(event, REGISTER, on=date(2023, 1, 1)).on == "2023-01-01"


# --- Other movements ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goods", "fields", "hits"),
    [
        ({"name": "coal", "class": "coal"}, {}, {"UNSCR-2371/8"}),
        ({"name": "shirts", "class": "textiles"}, {}, {"UNSCR-2375/16"}),
        ({"name": "copper wire", "class": "metals"}, {}, {"UNSCR-2321/28"}),
        ({"name": "coal", "class": "coal"}, {"from": "RU", "to": "KP"}, set()),
        ({"name": "watches", "class": "luxury"}, {"from": "RU", "to": "KP"}, {"UNSCR-1718/8a-iii"}),
        ({"name": "a tanker", "class": "vessel"}, {"from": "RU", "to": "KP"},
         {"UNSCR-2397/7", "UNSCR-2397/14"}),
        ({"name": "coal", "class": "coal"}, {"kind": "ship-to-ship", "flag": "KP"},
         {"UNSCR-2371/8", "UNSCR-2375/11"}),
        ({"name": "coal", "class": "coal"}, {"kind": "ship-to-ship", "flag": "TG"},
         {"UNSCR-2371/8"}),
    ],
)  # fmt: skip
def test_each_paragraph_has_its_goods_and_its_direction(
    goods: dict[str, str], fields: dict[str, str], hits: set[str]
) -> None:
    assert set(caught(asked(goods, **fields))) == hits


@pytest.mark.parametrize("kind", ["visit", "meeting", "talks", "parade", "vote"])
def test_contact_is_never_a_violation(kind: str) -> None:
    answer = asked(ROCKETS, kind=kind)
    assert (answer.violates, answer.needs_determination, answer.considered) == ((), (), ())


def test_trade_that_touches_no_target_concerns_no_measure() -> None:
    answer = asked(ROCKETS, **{"from": "SY", "to": "RU"})
    assert (answer.violates, answer.needs_determination, answer.considered) == ((), (), ())


def test_a_fact_to_verify_is_shown_as_such() -> None:
    answer = asked(LORRIES, **{"from": "RU", "to": "KP"})
    assert "[C: to verify: paragraph]" in answer.violates[0].because


# --- Modality ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modality", "stage", "words"),
    [
        ("would", "executed", "would violate UNSCR-1718/8b"),
        ("may", "executed", "could violate UNSCR-1718/8b"),
        ("potentially", "executed", "would potentially violate UNSCR-1718/8b"),
        ("if", "executed", "would violate UNSCR-1718/8b and UNSCR-1874/9 if executed"),
        ("fact", "agreed", "would violate UNSCR-1718/8b and UNSCR-1874/9 if executed"),
        ("fact", "executed", "reasonable grounds to find"),
    ],
)
def test_a_finding_speaks_as_its_source_does(modality: str, stage: str, words: str) -> None:
    assert words in asked(ROCKETS, modality=modality, stage=stage).text


def test_what_is_only_spoken_of_is_a_transfer_and_not_the_transfer() -> None:
    assert asked(ROCKETS, modality="would").text.startswith(
        "A transfer of rockets from North Korea"
    )
    assert asked(ROCKETS, stage="agreed").text.startswith(
        "The transfer of rockets from North Korea"
    )


def test_one_source_is_suspicion() -> None:
    answer = asked(ROCKETS, independent_sources=1)
    assert answer.standard == "suspicion"
    assert "is suspected of" in answer.text


FOUND = {"by": "the Panel of Experts", "document": "S/2024/215"}


def test_what_a_body_has_found_is_established_in_its_name() -> None:
    answer = asked(ROCKETS, established=FOUND)
    assert answer.standard == "established"
    assert answer.text.startswith("As the Panel of Experts has found, ")
    assert "S/2024/215" in answer.standard_because


@pytest.mark.parametrize("fields", [{"modality": "may"}, {"stage": "agreed"}])
def test_what_is_no_completed_fact_cannot_be_established(fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="established"):
        asked(ROCKETS, established=FOUND, **fields)


classes = st.sampled_from(get_args(GoodsClass))
goods_in = st.lists(
    st.builds(GoodsIn, name=st.sampled_from(["new one", "gold", "lot"]), class_=classes),
    max_size=4,
)
events = st.builds(
    EventIn,
    kind=st.sampled_from([*MOVEMENTS, "visit"]),
    stage=st.sampled_from(["planned", "negotiating", "agreed", "executed"]),
    modality=st.sampled_from(["fact", "would", "may", "potentially", "if"]),
    on=st.dates(date(2005, 1, 1), date(2026, 1, 1)).map(str),
    from_=st.sampled_from(["KP", "RU"]),
    to=st.sampled_from(["KP", "RU", None]),
    flag=st.sampled_from(["KP", None]),
    independent_sources=st.integers(0, 3),
    goods=goods_in.map(tuple),
)


@given(events)
def test_no_weak_word_becomes_a_strong_one(event: EventIn) -> None:
    answer = assess(event, REGISTER)
    said = json.dumps([*msgspec.to_builtins(answer).values()])
    if event.modality != "fact" or event.stage != "executed":
        assert not ASSERTED.search(said)
        assert answer.standard == "suspicion"
    assert answer.standard != "established"


@given(events)
def test_every_measure_named_was_in_force_and_concerns_the_movement(event: EventIn) -> None:
    answer = assess(event, REGISTER)
    day = date.fromisoformat(answer.on)
    for hit in (*answer.violates, *answer.needs_determination):
        measure = REGISTER.measure(hit.measure)
        assert measure.in_force(day)
        side = {"from": event.from_, "to": event.to, "both": "KP", "none": None}
        assert side[measure.flow] in measure.targets
        assert set(hit.goods) <= {good.name for good in event.goods}


@given(goods_in)
def test_the_order_of_goods_does_not_matter(goods: Sequence[GoodsIn]) -> None:
    event = EventIn(kind="transfer", from_="KP", to="RU", on="2023-09-20", stage="executed")
    answers = {
        msgspec.json.encode(assess(msgspec.structs.replace(event, goods=order), REGISTER))
        for order in permutations(goods)
    }
    assert len(answers) == 1


@given(events)
def test_more_goods_never_spare_a_measure(event: EventIn) -> None:
    more = (*event.goods, GoodsIn(name="shells", class_="arms"))
    before = assess(event, REGISTER).violates
    after = assess(msgspec.structs.replace(event, goods=more), REGISTER).violates
    assert {hit.measure for hit in before} <= {hit.measure for hit in after}


# --- Bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "picnic"}, "kind"),
        ({"from": "North Korea"}, "from"),
        ({"modality": "surely"}, "modality"),
        ({"colour": "red"}, "colour"),
        ({"goods": [{"name": "x", "class": "unicorns"}]}, "class"),
        ({"on": "last week"}, "on"),
        ({"on": None}, "on is missing"),
        ({"from": None, "to": None}, "from and to"),
        ({"from": "RU", "to": "KP", "goods": [
            {"name": "oil", "class": "crude-oil", "quantity": "much", "unit": "barrels"}]},
         "quantity of oil"),
    ],
)  # fmt: skip
def test_bad_input_is_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        asked(ROCKETS, **fields)


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="event"):
        read_event("{")


def test_the_vocabulary_of_goods_is_that_of_the_contract() -> None:
    told_in_contract = (
        "arms small-arms arms-related missile nuclear dual-use luxury coal iron seafood textiles "
        "crude-oil refined-petroleum machinery vehicles metals aircraft-new helicopter vessel food "
        "medicine medical-device agricultural humanitarian-other cash service other unknown"
    )
    assert set(get_args(GoodsClass)) == set(told_in_contract.split())
