"""Which entries are one party: two people for each judgement, and nothing is ever lost."""

import pytest

from enjoin.model.errors import InvalidInput
from enjoin.store import identity
from enjoin.store.engine import Store
from enjoin.store.identity import State, pair
from enjoin.store.opening import opened

OF = pair("us_ofac_sdn-2", "un_sc-1")


def at(minute: int) -> str:
    return f"2026-03-01T12:{minute:02}:00.000000Z"


def test_a_judgement_takes_two_people(store: Store) -> None:
    with opened(store.url, write=True) as door:
        identity.propose(door, at(1), OF, "same", "Ana", "same passport")
        waiting = identity.state_of(door, OF)
        with pytest.raises(InvalidInput, match="another person"):
            identity.confirm(door, at(2), OF, " ana ")
        identity.confirm(door, at(2), OF, "Ben")
        held = identity.state_of(door, OF).in_force
    assert waiting.in_force is None
    assert waiting.proposed is not None
    assert held is not None
    assert (held.verdict, held.proposed_by, held.confirmed_by) == ("same", "Ana", "Ben")


def test_it_is_undone_by_two_people_and_kept(store: Store) -> None:
    with opened(store.url, write=True) as door:
        identity.propose(door, at(1), OF, "same", "Ana", "same passport")
        identity.confirm(door, at(2), OF, "Ben")
        identity.propose(door, at(3), OF, "open", "Cyd", "the passport was forged")
        assert identity.same_as(door, "un_sc-1") == ["us_ofac_sdn-2"]
        identity.confirm(door, at(4), OF, "Ana")
        assert identity.state_of(door, OF) == State()
        assert identity.same_as(door, "un_sc-1") == []
        then = identity.state_of(door, OF, known=at(2)).in_force
    assert then is not None
    assert then.verdict == "same"


def test_one_person_takes_a_proposal_back(store: Store) -> None:
    with opened(store.url, write=True) as door:
        identity.propose(door, at(1), OF, "different", "Ana", "other birth date")
        identity.withdraw(door, at(2), OF, "Ben", "not so")
        assert identity.state_of(door, OF) == State()
        with pytest.raises(InvalidInput, match="nothing is proposed"):
            identity.confirm(door, at(3), OF, "Cyd")


def test_the_same_party_goes_on_through_others(store: Store) -> None:
    with opened(store.url, write=True) as door:
        for one, other in (("a-1", "b-1"), ("b-1", "c-1"), ("c-1", "d-1")):
            verdict: identity.Verdict = "different" if other == "d-1" else "same"
            identity.propose(door, at(1), pair(one, other), verdict, "Ana", "why")
            identity.confirm(door, at(2), pair(one, other), "Ben")
        assert identity.same_as(door, "c-1") == ["a-1", "b-1"]


@pytest.mark.parametrize(("by", "reason", "wrong"), [("", "why", "person"), ("Ana", " ", "reason")])
def test_without_a_person_or_a_reason_nothing_is_recorded(
    store: Store, by: str, reason: str, wrong: str
) -> None:
    with opened(store.url, write=True) as door:
        with pytest.raises(InvalidInput, match=wrong):
            identity.propose(door, at(1), OF, "same", by, reason)
        assert door.all("SELECT count(*) FROM judgements") == [(0,)]


def test_what_holds_or_waits_already_is_told(store: Store) -> None:
    with opened(store.url, write=True) as door:
        with pytest.raises(InvalidInput, match="already holds"):
            identity.propose(door, at(1), OF, "open", "Ana", "why")
        identity.propose(door, at(1), OF, "same", "Ana", "why")
        with pytest.raises(InvalidInput, match="confirm or withdraw"):
            identity.propose(door, at(2), OF, "different", "Ben", "why")
    with pytest.raises(InvalidInput, match="one entry"):
        pair("un_sc-1", "un_sc-1")
