"""The rest of the register: authorities, ownership tests, deadlines, and how law is dated."""

from datetime import date
from fractions import Fraction

import pytest

from enjoin.law.records import Regime, Votes
from enjoin.law.register import Register, authorities, deadlines, ownership_tests, parse, register
from enjoin.model.errors import InvalidInput, RegisterError

HEAD = """
sources:
  - {id: gazette, title: A gazette, url: "https://example.org/gazette", kind: official}
  - {id: gk, title: General knowledge, url: null, kind: "none"}
authorities:
  - id: DUKE
    regime: OTHER
    name: A duke
    bodies: [A duke]
    rule: {says: By decree., confidence: A, sources: [gazette]}
    competence:
      - {acts: [impose, lift], by: [regulation], confidence: A, sources: [gazette]}
instruments:
  - id: DECREE-1
    authority: DUKE
    made: {day: 2001-02-03, confidence: A, sources: [gazette]}
    why: {says: The dark., confidence: A, sources: [gazette]}
"""
TEST = """
ownership_tests:
  - id: OWN-1
    regime: UK
    title: Half
    from: {day: 2001-02-03, confidence: A, sources: [gazette]}
    threshold: "50"
    inclusive: true
    aggregate: true
    across_programmes: null
    joint: false
    control: false
    label: OWNED
    rebuttable: false
    rule: {says: Half., confidence: A, sources: [gazette]}
    effect: {says: Frozen., confidence: A, sources: [gazette]}
"""
DEADLINE = """
deadlines:
  - id: DL-1
    regime: OTHER
    instrument: DECREE-1
    kind: report
    what: {says: Tell the duke., confidence: A, sources: [gazette]}
    from: {day: 2001-02-03, basis: instrument, confidence: A, sources: [gazette]}
    unit: business-days
    count: 3
    event: sale
    calendar: UK
"""


def small(old: str = "", new: str = "") -> Register:
    text = HEAD + TEST + DEADLINE
    assert old in text
    return parse({"small.yaml": text.replace(old, new, 1) if old else text})


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('threshold: "50"', "threshold: 50.0", ["OWN-1", "threshold"]),
        ("from: {day: 2001-02-03, confidence: A, sources: [gazette]}\n    threshold",
         "threshold", ["OWN-1", "from"]),
        ("rule: {says: Half., confidence: A, sources: [gazette]}",
         "rule: {says: Half., confidence: A, sources: []}", ["OWN-1", "rule", "no source"]),
        ("rule: {says: Half., confidence: A, sources: [gazette]}",
         "rule: {says: Half., confidence: B, sources: [gk]}", ["OWN-1", "general knowledge"]),
        ("regime: UK\n    title", "regime: FR\n    title", ["OWN-1", "regime"]),
        ("calendar: UK", "calendar: null", ["DL-1", "calendar", "working days"]),
        ("count: 3", "count: null", ["DL-1", "unit", "count"]),
        ("count: 3", 'count: 3\n    day: "09-30"', ["DL-1", "unit"]),
        ("unit: business-days", "unit: fixed-date", ["DL-1", "day"]),
        ("basis: instrument", "basis: hearsay", ["DL-1", "basis"]),
        ("day: 2001-02-03, basis", "day: 2002-01-01, basis", ["DL-1", "from", "instrument"]),
        ("instrument: DECREE-1", "instrument: DECREE-9", ["DL-1", "DECREE-9"]),
        ("acts: [impose, lift]", "acts: [abolish]", ["DUKE", "abolish"]),
        ("by: [regulation]", "by: [rumour]", ["DUKE", "rumour"]),
        ("competence:\n      - {acts: [impose, lift], by: [regulation], confidence: A, "
         "sources: [gazette]}",
         "competence:\n      - {acts: [impose, lift], by: [regulation], confidence: A, "
         "sources: []}", ["DUKE", "competence", "no source"]),
    ],
)  # fmt: skip
def test_what_may_not_be_used_is_refused_by_name(old: str, new: str, named: list[str]) -> None:
    with pytest.raises(RegisterError) as refused:
        small(old, new)
    assert all(word in str(refused.value) for word in [*named, "not loaded"])


def test_two_tests_of_one_regime_may_not_overlap() -> None:
    second = TEST.replace("ownership_tests:", "").replace("OWN-1", "OWN-2")
    with pytest.raises(RegisterError, match="OWN-2: begins while OWN-1 is in force"):
        parse({"a.yaml": HEAD + TEST + second.replace("2001-02-03", "2002-02-03")})


# --- Ownership ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "day", "test"),
    [
        ("US", "2008-02-14", "OWN-US-2008"),
        ("US", "2014-08-12", "OWN-US-2008"),
        ("US", "2014-08-13", "OWN-US"),
        ("EU", "2022-03-19", "OWN-EU-2012"),
        ("EU", "2022-03-20", "OWN-EU-2022"),
        ("EU", "2024-07-02", "OWN-EU-2022"),
        ("EU", "2024-07-03", "OWN-EU-2024"),
        ("UK", "2020-12-31", "OWN-UK"),
    ],
)
def test_each_day_has_its_ownership_test(regime: str, day: str, test: str) -> None:
    assert register().ownership_test(regime, date.fromisoformat(day)).id == test


@pytest.mark.parametrize(("regime", "day"), [("UK", "2020-12-30"), ("US", "2008-02-13")])
def test_a_day_without_a_test_is_no_clear(regime: str, day: str) -> None:
    with pytest.raises(InvalidInput, match="nothing is cleared"):
        register().ownership_test(regime, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("test", "percent", "reached"),
    [
        ("OWN-US", "50", True),
        ("OWN-US", "49.9999999", False),
        ("OWN-EU-2022", "50", False),
        ("OWN-EU-2022", "50.0000001", True),
        ("OWN-EU-2024", "50", True),
        ("OWN-UK", "50", False),
    ],
)
def test_a_threshold_is_exact(test: str, percent: str, reached: bool) -> None:
    (rule,) = (one for one in register().ownership_tests if one.id == test)
    assert rule.reached(Fraction(percent)) is reached


def test_only_the_uk_leaves_holdings_apart_unless_joint() -> None:
    today = date(2025, 1, 1)
    told = {
        one.regime: (one.aggregate, one.joint, one.control, one.label)
        for one in register().ownership_tests
        if one.in_force(today)
    }
    assert told == {
        "US": (True, False, False, "BLOCKED"),
        "EU": (True, True, True, "PRESUMED_FROZEN"),
        "UK": (False, True, True, "OWNED"),
    }


def test_tests_are_told_by_regime() -> None:
    assert [one.id for one in ownership_tests("US")] == ["OWN-US-2008", "OWN-US"]
    with pytest.raises(InvalidInput, match="Known: EU, UK, US"):
        ownership_tests("KR")


# --- Authorities -------------------------------------------------------------------------------


COUNCIL = Votes(members=15, for_=9, veto=("CN", "FR", "GB", "RU", "US"))
COMMITTEE = Votes(members=15, for_=15, consensus=True)


@pytest.mark.parametrize(
    ("votes", "in_favour", "against", "why"),
    [
        (COUNCIL, 9, (), None),
        (COUNCIL, 14, ("JP",), None),
        (COUNCIL, 13, ("RU",), "veto"),
        (COUNCIL, 8, (), "9 of 15"),
        (COMMITTEE, 15, (), None),
        (COMMITTEE, 14, ("MT",), "consensus"),
    ],
)
def test_a_vote_carries_or_says_why_not(
    votes: Votes, in_favour: int, against: tuple[str, ...], why: str | None
) -> None:
    said = votes.shortfall(in_favour, against)
    assert said is None if why is None else why in (said or "")


def test_the_council_votes_as_the_charter_says() -> None:
    (how,) = authorities()["AUTH-UNSC"].competences("lift")
    assert (how.by, how.votes) == (("UNSC-resolution",), COUNCIL)


def test_the_committee_lists_and_exempts_and_lifts_nothing() -> None:
    committee = authorities()["AUTH-1718C"]
    assert committee.competences("delist")
    assert not committee.competences("lift")


def test_no_authority_acts_by_a_treaty_or_a_bill() -> None:
    forms = {form for one in authorities().values() for how in one.competence for form in how.by}
    assert not forms & {"treaty", "bill"}


def test_whoever_may_lift_a_measure_has_a_form_for_it() -> None:
    for measure in register().measures:
        for id_ in measure.lift_authority:
            authority = register().authority(id_)
            assert authority.competences("lift") or authority.competences("waive"), measure.id


def test_an_unknown_authority_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="AUTH-UNSC"):
        register().authority("AUTH-TSAR")


# --- Deadlines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "years"), [("2025-03-11", 5), ("2025-03-12", 10)])
def test_us_records_are_kept_five_and_then_ten_years(day: str, years: int) -> None:
    (duty,) = register().duties("us-record-keeping", date.fromisoformat(day))
    assert (duty.count, duty.unit) == (years, "years")


def test_the_first_us_report_is_due_in_ten_business_days() -> None:
    (duty,) = register().duties("us-initial-blocking-report", date(2023, 8, 17))
    assert (duty.count, duty.unit, duty.calendar) == (10, "business-days", "US")


def test_the_annual_us_report_is_of_what_is_held_on_30_june() -> None:
    (duty,) = register().duties("us-annual-report", date(2023, 8, 17))
    assert (duty.day, duty.as_of) == ("09-30", "06-30")


def test_before_a_duty_there_is_none() -> None:
    assert register().duties("us-unblocking-report", date(2024, 8, 7)) == ()


def test_duties_are_told_by_regime() -> None:
    assert [one.id for one in deadlines("KR")] == ["DL-KR-PERMIT"]
    assert deadlines("EU") == ()


# --- Law is dated ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "first"),
    [
        ("UNSCR-1737-1929/snapback", "2025-09-28"),
        ("EU-IRN-2025", "2025-09-30"),
        ("EO-14024/11", "2023-12-22"),
        ("MSMT", "2024-10-16"),
        ("EO-13382", "2005-06-29"),
        ("EO-13722", "2016-03-16"),
        ("EO-13810", "2017-09-21"),
        ("EU-2017/1509", "2017-09-01"),
        ("UK-DPRK-2019", "2020-12-31"),
        ("ROK-PFOPIA", "2008-12-22"),
    ],
)
def test_a_measure_holds_from_its_first_day(measure: str, first: str) -> None:
    found, day = register().measure(measure), date.fromisoformat(first)
    assert found.in_force(day)
    assert not found.in_force(date.fromordinal(day.toordinal() - 1))


def test_one_eu_regulation_follows_the_other_without_a_gap() -> None:
    for day, id_ in [(date(2017, 8, 31), "EU-329/2007"), (date(2017, 9, 1), "EU-2017/1509")]:
        found = {one.id for one in register().in_force(day, "KP", regime="EU")}
        assert found & {"EU-329/2007", "EU-2017/1509"} == {id_}


def test_the_measures_on_iran_are_contested_and_returned_by_silence() -> None:
    iran = register().measure("UNSCR-1737-1929/snapback")
    assert iran.contested_by == ("RU", "CN", "IR")
    assert iran.default_on_silence == "returns"
    assert iran.valid_from.instant == "2025-09-27T20:00:00-04:00"


def test_on_silence_a_mandate_lapses_and_a_measure_stays() -> None:
    panel, arms = register().measure("UNSCR-1874/26"), register().measure("UNSCR-1874/9")
    assert (panel.default_on_silence, panel.expires and panel.expires.day) == (
        "lapses",
        date(2024, 4, 30),
    )
    assert (arms.default_on_silence, arms.expires) == ("stays", None)


def test_a_measure_binds_by_nexus() -> None:
    orders, council = register().measure("31CFR510"), register().measure("UNSCR-1874/9")
    assert orders.bound(["US"])
    assert not orders.bound(["EU", "UN:US"])
    assert council.bound(["UN:RU"])
    assert not council.bound(["US"])
    assert not register().measure("EO-14024/11").bound(["US", "EU", "UK", "KR", "UN:RU"])


@pytest.mark.parametrize(
    ("regime", "programme", "measures"),
    [
        ("US", "DPRK3", {"31CFR510"}),
        ("US", "RUSSIA-EO14024", {"31CFR587"}),
        ("US", "NPWMD", {"EO-13382"}),
        ("US", "CUBA", set()),  # the register does not know the programme
        ("EU", None, {"EU-2017/1509", "EU-269/2014"}),
    ],
)
def test_a_listing_blocks_by_the_measure_of_its_programme(
    regime: Regime, programme: str | None, measures: set[str]
) -> None:
    found = register().blocking(regime, programme, date(2023, 8, 17))
    assert {one.id for one in found} == measures


def test_measures_on_anybody_come_with_those_on_a_country() -> None:
    found = {one.id for one in register().in_force(date(2023, 8, 8), "KP")}
    assert {"EO-13382", "31CFR501", "ROK-PFOPIA"} <= found
    assert "31CFR587" not in found


def test_a_country_includes_its_regions() -> None:
    assert "EO-14065" in {one.id for one in register().on_target("UA")}


def test_before_its_first_measure_the_register_knows_nothing() -> None:
    assert register().begins("IR") == date(2011, 12, 31)
    assert register().begins("IR", "UN") == date(2025, 9, 28)
    assert register().begins("KP") == date(2006, 7, 15)
    assert register().begins("RU", "UN") is None


def test_every_source_serves_a_fact() -> None:
    used = {source for _, _, fact in register().facts() for source in fact.sources}
    assert register().sources.keys() == used


def test_every_criterion_names_the_measure_it_stands_in() -> None:
    for measure in register().measures:
        assert all(one.id.startswith(f"{measure.id}/") for one in measure.criteria)
