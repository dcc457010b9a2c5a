"""Decisions: their laws, what is refused by field, and names that are screened."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.cases.dealings import read_dealing
from enjoin.cases.decisions import Decision, decide, strictest
from enjoin.cases.grounds import STRICTEST, Names
from enjoin.law.register import register
from enjoin.model.errors import InvalidInput
from enjoin.model.match import Evidence, ListCited, Listing, Match

Record = dict[str, Any]
PAYMENT: Record = {
    "kind": "payment",
    "value_date": "2023-08-17",
    "nexus": ["US", "EU", "UK"],
    "parties": [{"name": "T", "role": "creditor"}],
}


def decided(names: Names | None = None, **changes: Any) -> Decision:
    return decide(read_dealing(json.dumps(PAYMENT | changes)), register(), names)


def outcome(decision: Decision, regime: str = "US") -> str:
    return decision.outcomes[regime].outcome


# Laws

PARTIES = st.sampled_from(["S1", "S2", "T"])
LISTINGS = st.builds(
    lambda party, regime, day, blocking: {
        "party": party,
        "regimes": [regime],
        "programme": "DPRK",
        "from": day.isoformat(),
        "blocking": blocking,
    },
    PARTIES,
    st.sampled_from(["US", "EU", "UK", "KR", "UN"]),
    st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    st.booleans(),
)
STAKES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=1).map(
    lambda shares: [
        {"owner": owner, "asset": "T", "share": str(share)}
        for owner, share in zip(("S1", "S2"), shares[0], strict=True)
    ]
)
GOODS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("goods"),
            "class": st.sampled_from(["coal", "food", "arms", "machinery", "unknown"]),
            "origin": st.sampled_from(["KP", "RU", "CN"]),
        }
    ),
    max_size=2,
)


@settings(deadline=None)
@given(st.lists(LISTINGS, max_size=3), LISTINGS, STAKES, GOODS)
def test_another_listing_never_makes_an_outcome_milder(
    listed: list[Record], another: Record, stakes: list[Record], goods: list[Record]
) -> None:
    nexus = ["US", "EU", "UK", "KR", "UN:SK"]
    before, after = (
        decided(graph={"listed": each, "stakes": stakes}, goods=goods, nexus=nexus)
        for each in (listed, [*listed, another])
    )
    for regime in nexus:
        was, now = outcome(before, regime), outcome(after, regime)
        assert STRICTEST.index(now) <= STRICTEST.index(was), regime


@given(st.lists(st.sampled_from(STRICTEST)))
def test_the_strictest_is_a_maximum(outcomes: list[Any]) -> None:
    found = strictest(outcomes)
    assert found in outcomes or not outcomes
    assert all(STRICTEST.index(found) <= STRICTEST.index(one) for one in outcomes)


@settings(deadline=None)
@given(st.lists(LISTINGS, max_size=3), STAKES, GOODS)
def test_the_strictest_of_a_decision_is_that_of_its_regimes(
    listed: list[Record], stakes: list[Record], goods: list[Record]
) -> None:
    found = decided(graph={"listed": listed, "stakes": stakes}, goods=goods)
    assert found.strictest == strictest(one.outcome for one in found.outcomes.values())


@settings(deadline=None)
@given(st.permutations(["US", "EU", "UK", "UN:KR"]), st.permutations(["KP", "RU", "CN"]))
def test_the_same_dealing_gives_the_same_bytes(nexus: list[str], origins: list[str]) -> None:
    goods = [{"name": f"coal of {one}", "class": "coal", "origin": one} for one in origins]
    one = decided(nexus=nexus, goods=goods)
    other = decided(nexus=sorted(nexus), goods=sorted(goods, key=str))
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"value_date": "2023-08-18"},
        {"parties": [{"name": "U", "role": "creditor"}]},
        {"facts": {"contract_date": "2020-01-01"}},
        {"known_at": "2023-08-20"},
        {"amount": {"amount": "1.00", "currency": "EUR"}},
    ],
)
def test_the_replay_hash_tells_whatever_differs(changes: Record) -> None:
    assert decided(**changes).replay != decided().replay


def test_every_outcome_names_its_questions_and_both_instants() -> None:
    for one in decided(known_at="2023-09-01").outcomes.values():
        assert one.answers[0].question == "As of when?"
    told = decided(known_at="2023-09-01").outcomes["US"].answers[0].answer
    assert "2023-08-17" in told
    assert "2023-09-01" in told


def test_no_nexus_is_never_a_clear() -> None:
    found = decided(nexus=[])
    assert {one.outcome for one in found.outcomes.values()} == {"NOT_BOUND"}
    assert all("not a clear" in one.because for one in found.outcomes.values())


# What is refused


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"value_date": None}, "value_date"),
        ({"value_date": ""}, "value_date"),
        ({"value_date": "soon"}, "value_date"),
        ({"value_date": "2023-02-30"}, "value_date"),
        ({"value_date": "2023-08-17T10:00:00"}, "value_date"),
        ({"known_at": "yesterday"}, "known_at"),
        ({"nexus": ["USA"]}, r"nexus\[0\]"),
        ({"nexus": "US"}, "nexus"),
        ({"parties": [{"role": "creditor"}]}, "name"),
        ({"parties": [{"name": "T", "country": "Atlantis"}]}, r"parties\[0\]\.country"),
        ({"goods": [{"name": "coal", "class": "black"}]}, "class"),
        ({"goods": [{"name": "coal", "class": "coal", "origin": "QQ"}]}, r"goods\[0\]\.origin"),
        ({"graph": {"stakes": [{"owner": "A", "asset": "B", "share": "101"}]}}, r"graph\.stakes"),
        (
            {"graph": {"stakes": [{"owner": o, "asset": "T", "share": "60"} for o in "AB"]}},
            "share of those in T",
        ),
        ({"licences": [{"reference": "L", "kind": "general", "regime": "US",
                        "from": "2023-02-01", "until": "2023-01-01"}]}, r"licences\[0\]\.until"),
        ({"licences": [{"reference": "L", "kind": "general", "regime": "US",
                        "from": "2023-02-01T00:00:00"}]}, r"licences\[0\]\.from"),
        ({"licences": [{"reference": "L", "kind": "general", "regime": "US",
                        "limit": {"amount": "much", "currency": "USD"}}]}, r"licences\[0\]\.limit"),
        ({"amount": "100 USD"}, "amount"),
        ({"sanctioned": False}, "sanctioned"),
    ],
)  # fmt: skip
def test_a_dealing_of_which_nothing_can_be_decided_is_refused_by_field(
    changes: Record, named: str
) -> None:
    with pytest.raises(InvalidInput, match=named):
        decided(**changes)


def test_a_dealing_without_a_nexus_field_is_refused() -> None:
    text = json.dumps({key: value for key, value in PAYMENT.items() if key != "nexus"})
    with pytest.raises(InvalidInput, match="nexus"):
        read_dealing(text)


@pytest.mark.parametrize("regime", ["US", "EU", "UK"])
def test_a_listing_that_names_no_programme_still_cites_the_law(regime: str) -> None:
    listed = [{"party": "T", "regimes": [regime], "from": "2023-01-01"}]
    found = decided(graph={"listed": listed}).outcomes[regime]
    assert found.outcome == "BLOCK"
    assert "which is not told" in found.because
    assert found.basis


# Names


def match(source: str = "us_ofac_sdn", *, by_number: bool = False, **listing: Any) -> Match:
    """Make a match as screening returns it: by a name, or by a number as well."""
    evidence = [Evidence("name", 9.0, "the same name", "T", "T")]
    if by_number:
        evidence.append(Evidence("identifier", 18.0, "the same IMO number", "1", "1"))
    return Match(
        entity_id=f"{source}-1",
        caption="T",
        schema="Company",
        score=0.93,
        match=True,
        stale=False,
        prior=-9.0,
        evidence=tuple(evidence),
        listings=(Listing(source, "2023-08-01", programme="DPRK", **listing),),
        lists=(),
        scorer="s",
    )


def screened(*matches: Match, gaps: dict[str, str] | None = None) -> Names:
    cited = (ListCited("us_ofac_sdn", "2023-08-01", 16),)
    return Names({"T": matches}, cited, gaps or {}, (("us_ofac_sdn", "2023-08-01", "0"),), "s")


@pytest.mark.parametrize(
    ("found", "regime", "expected"),
    [
        (match(), "US", "HOLD"),
        (match(by_number=True), "US", "BLOCK"),
        (match(by_number=True), "EU", "PERMIT"),
        (match(by_number=True, blocking=False), "US", "BLOCK"),  # every entry of this list does
        (match("gb_sanctions", by_number=True, blocking=False), "UK", "HOLD"),
        (match("us_ofac_cons", by_number=True), "US", "HOLD"),
        (match("un_sc", by_number=True), "UK", "BLOCK"),
        (match("un_sc", by_number=True), "US", "PERMIT"),
        (match("gb_sanctions", by_number=True), "UK", "BLOCK"),
    ],
)
def test_an_identifier_decides_and_a_name_suggests(
    found: Match, regime: str, expected: str
) -> None:
    assert outcome(decided(screened(found)), regime) == expected


def test_a_namesake_is_told_apart_by_what_was_asked() -> None:
    parties = [{"name": "T"}, {"name": "T", "birth_date": "1962"}]
    names = screened()._replace(matches={"T": (), "T 1962": (match(by_number=True),)})
    found = decided(names, parties=parties)
    assert outcome(found) == "BLOCK"
    assert len(found.outcomes["US"].grounds) == 1


def test_a_listing_that_has_ended_holds_nothing_up() -> None:
    assert outcome(decided(screened(match(ended_on="2023-08-01")))) == "PERMIT"


def test_a_match_that_a_person_cleared_holds_nothing_up() -> None:
    cleared = [{"party": "T", "entity_id": "us_ofac_sdn-1", "reason": "born 1990, not 1962"}]
    assert outcome(decided(screened(match()), cleared=cleared)) == "PERMIT"


def test_a_list_that_is_missing_holds_its_regime_and_no_other() -> None:
    found = decided(screened(gaps={"EU": "eu_fsf is not loaded"}))
    assert (outcome(found), outcome(found, "EU")) == ("PERMIT", "HOLD")
    assert "eu_fsf is not loaded" in found.outcomes["EU"].because


def test_lists_and_scorer_are_sealed_with_the_decision() -> None:
    names = screened()
    newer = names._replace(versions=(("us_ofac_sdn", "2023-08-02", "1"),))
    assert decided(names).replay != decided(newer).replay


def test_a_match_on_a_foreign_list_exposes_where_it_does_not_bind() -> None:
    found = decided(screened(match()), nexus=["EU"])
    assert outcome(found) == "NOT_BOUND"
    assert "may be T" in found.outcomes["US"].exposure[0].because
