"""A decision: one outcome per regime, with its reasons, that can be replayed byte for byte.

The questions are asked in an officer's order and every answer is kept: as of when; who is bound; is
a party listed; owned or controlled; blocked by status; is the conduct forbidden; does a licence
cover it. Regimes are decided apart. The strictest outcome wins, and nothing is averaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from enjoin.cases.conduct import forbidden
from enjoin.cases.dealings import REGIMES, Dealing
from enjoin.cases.duties import Keep, Obligation, keep, obligations
from enjoin.cases.exposures import OF, ExposedTo, exposures, listed_elsewhere
from enjoin.cases.grounds import (
    STRICTEST,
    Case,
    Ground,
    Names,
    Verdict,
    by_status,
    doubts,
    listed,
    owned,
    target_of,
)
from enjoin.law.ownership.result import Edge, Percents
from enjoin.law.register import Register
from enjoin.licensing.licences import Coverage, Covers, Facts, Licence, Prohibition, instants
from enjoin.licensing.licences import test as test_licence
from enjoin.model.match import ListCited

#: The questions, in the order in which an officer asks them.
QUESTIONS = {
    "listed": "Is a party listed?",
    "owned": "Do listed persons own a party?",
    "controlled": "Do listed persons direct a party?",
    "status": "Is a party blocked by what it is?",
    "conduct": "Is the conduct or are the goods forbidden?",
    "known": "Is everything known that must be?",
}
#: Laws that know designations alone: where nobody designated takes part, none of it is reached.
_LISTINGS_ONLY = frozenset({"KR"})
#: Where blocked funds go, under a law that says so.
_FUNDS = {"US": "held in an interest-bearing blocked account; only what OFAC authorises is debited"}


class Answer(msgspec.Struct, frozen=True):
    """An answer to one question."""

    question: str
    answer: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What follows under one regime, and why.

    `basis` names measures and tests; `grounds` holds every reason, also those that did not decide.
    """

    outcome: Verdict
    basis: tuple[str, ...]
    because: str
    label: str | None
    exposure: tuple[ExposedTo, ...]
    obligations: tuple[Obligation, ...]
    test: str | None
    sum: Percents | None
    path: tuple[Edge, ...]
    rebuttable: bool | None
    funds: str | None
    keep: Keep | None
    licences: tuple[Coverage, ...]
    answers: tuple[Answer, ...]
    grounds: tuple[Ground, ...]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from a dealing, under each regime and in all.

    `replay` seals everything that went in and came out: the same dealing, lists and law give the
    same bytes.
    """

    outcomes: dict[str, Outcome]
    strictest: Verdict
    value_date: str
    known_at: str | None
    lists: tuple[ListCited, ...]
    stale: bool
    law: str
    scorer: str
    replay: str = ""


def decide(dealing: Dealing, register: Register, names: Names | None) -> Decision:
    """Decide a dealing that was checked and brought into order (`read_dealing`).

    `names` is what screening its parties by name found; None where that was not asked for.
    """
    states = sorted(nexus for nexus in dealing.nexus if nexus.startswith("UN:"))
    outcomes = {
        regime: _decided(Case(dealing, regime, dealing.day(regime), register, names))
        for regime in (*REGIMES, *states)
    }
    decision = Decision(
        outcomes=outcomes,
        strictest=strictest(one.outcome for one in outcomes.values()),
        value_date=dealing.value_date or "",
        known_at=dealing.known_at,
        lists=names.cited if names else (),
        stale=any(one.stale for one in names.cited) if names else False,
        law=register.version,
        scorer=names.scorer if names else "",
    )
    return msgspec.structs.replace(decision, replay=_seal(dealing, names, decision))


def strictest(outcomes: Iterable[Verdict]) -> Verdict:
    """Return the strictest of some outcomes; of none, that nobody is bound."""
    return min(outcomes, key=STRICTEST.index, default="NOT_BOUND")


def _seal(dealing: Dealing, names: Names | None, decision: Decision) -> str:
    """Hash a decision with all it rests on, as JSON with sorted keys."""
    versions = names.versions if names else ()
    sealed = msgspec.json.encode([dealing, versions, decision], order="sorted")
    return f"sha256:{hashlib.sha256(sealed).hexdigest()}"


def _decided(case: Case) -> Outcome:
    exposed = () if OF in case.dealing.nexus else exposures(case)
    if case.regime not in case.dealing.nexus:
        return _not_bound(case, exposed if case.regime == OF else ())
    grounds = (
        *listed(case),
        *owned(case),
        *by_status(case),
        *forbidden(case),
        *doubts(case),
    )
    weighed = [_weigh(case, ground) for ground in grounds]
    outcome = strictest(["PERMIT", *(one.outcome for one in weighed)])
    if outcome == "PERMIT" and case.law in _LISTINGS_ONLY:
        return _not_reached(case, exposed)
    return _outcome(case, outcome, weighed, exposed)


# --- Licences ----------------------------------------------------------------------------------


class _Weighed(NamedTuple):
    """A ground, what it comes to with the licences at hand, and how they were tested."""

    ground: Ground
    outcome: Verdict
    licences: tuple[Coverage, ...]


def _weigh(case: Case, ground: Ground) -> _Weighed:
    """Test every licence of the regime against a ground: each of its programmes must be covered."""
    licences = [one for one in case.dealing.licences if one.regime == case.law]
    if ground.about == "doubt" or not licences:
        return _Weighed(ground, ground.outcome, ())
    facts = _facts(case)
    tested = [
        [_test(case, ground, programme, licence, facts) for licence in licences]
        for programme in ground.programmes
    ]
    covered = bool(tested) and all(any(one.covers for one in each) for each in tested)
    outcome: Verdict = "PERMIT_UNDER_LICENCE" if covered else ground.outcome
    return _Weighed(ground, outcome, tuple(one for each in tested for one in each))


def _test(case: Case, ground: Ground, programme: str, licence: Licence, facts: Facts) -> Coverage:
    tag = licence.programme or licence.regime
    asked = tag if _same(case, ground, programme, tag) else programme
    about: Covers = "goods" if ground.about == "goods" else "freeze"
    prohibition = Prohibition(case.law, (asked,), about, ground.goods)
    return test_licence(msgspec.structs.replace(licence, programme=tag), prohibition, facts)


def _same(case: Case, ground: Ground, programme: str, tag: str) -> bool:
    """Tell whether a licence's tag means a programme: one part of the law, or one country."""
    if ground.about == "goods":
        return programme in {target_of(tag), tag}
    parts = (one.blocks.programmes for one in case.register.measures if one.blocks)
    return tag == programme or any(tag in part and programme in part for part in parts)


def _facts(case: Case) -> Facts:
    dealing = case.dealing
    first, last = instants(dealing.value_date or "", case.law)
    return Facts(
        first=first,
        last=last,
        day=case.day,
        amount=dealing.amount,
        parties=tuple(one.node for one in dealing.parties),
        goods=tuple(sorted({str(one.class_) for one in dealing.goods})),
        known=dealing.known,
        facts=dealing.facts,
    )


# --- Outcomes ----------------------------------------------------------------------------------


def _outcome(
    case: Case, outcome: Verdict, weighed: Sequence[_Weighed], exposed: tuple[ExposedTo, ...]
) -> Outcome:
    decisive = [one for one in weighed if one.outcome == outcome]
    first = next((one.ground for one in decisive if one.ground.test), None)
    grounds = [one.ground for one in decisive]
    return Outcome(
        outcome=outcome,
        basis=tuple(_basis(grounds)),
        because=_because(case, decisive),
        label=next((one.label for one in grounds if one.label), None),
        exposure=exposed,
        obligations=obligations(case.register, case.law, outcome, case.day),
        test=first.test if first else None,
        sum=first.sum if first else None,
        path=first.path if first else (),
        rebuttable=first.rebuttable if first else None,
        funds=_FUNDS.get(case.law) if outcome == "BLOCK" else None,
        keep=keep(case.register, case.law, outcome, case.day),
        licences=tuple(test for one in weighed for test in one.licences),
        answers=_answers(case, [one.ground for one in weighed]),
        grounds=tuple(one.ground for one in weighed),
    )


def _basis(grounds: Iterable[Ground]) -> list[str]:
    """Name measures first, the newest regulation at the head, and tests of ownership last."""
    named = {name for one in grounds for name in one.basis}
    tests = {name for name in named if name.startswith("OWN-")}
    return [*sorted(named - tests, reverse=True), *sorted(tests)]


def _because(case: Case, decisive: Sequence[_Weighed]) -> str:
    told = list(dict.fromkeys(_told(one) for one in decisive))
    if not told:
        told = [f"no party is listed or owned, nothing is forbidden under {case.law}"]
    if case.regime.startswith("UN:"):
        told.append("this is the duty of the State; a private payment is stopped by its law")
    return "; ".join(told)


def _told(one: _Weighed) -> str:
    covering = sorted({test.reference for test in one.licences if test.covers})
    if one.outcome == "PERMIT_UNDER_LICENCE":
        return f"{one.ground.because}; covered by {', '.join(covering)}"
    missed = sorted(
        {
            f"{test.reference} does not cover it: {test.missing}"
            for test in one.licences
            if not test.covers
        }
    )
    return "; ".join([one.ground.because, *missed])


def _answers(case: Case, grounds: Sequence[Ground]) -> tuple[Answer, ...]:
    """Answer every question, also those that found nothing."""
    dealing = case.dealing
    known = dealing.known_at or "now"
    answers = [
        Answer("As of when?", f"the law and facts of {case.day}, as known by {known}"),
        Answer("Who is bound?", f"{case.regime} has a nexus to it"),
    ]
    for question, words in QUESTIONS.items():
        found = [one.because for one in grounds if one.question == question]
        nothing = "no" if question != "known" else "yes"
        if question == "listed" and case.names is None:
            nothing = "not in the graph; names were not screened"
        answers.append(Answer(words, "; ".join(found) or nothing))
    return tuple(answers)


def _bare(outcome: Verdict, because: str, exposed: tuple[ExposedTo, ...], day: date) -> Outcome:
    return Outcome(
        outcome=outcome,
        basis=(),
        because=because,
        label=None,
        exposure=exposed,
        obligations=(),
        test=None,
        sum=None,
        path=(),
        rebuttable=None,
        funds=None,
        keep=None,
        licences=(),
        answers=(Answer("As of when?", str(day)), Answer("Who is bound?", because)),
        grounds=(),
    )


def _not_bound(case: Case, exposed: tuple[ExposedTo, ...]) -> Outcome:
    told = f"no nexus to {case.regime} is stated, which is not a clear"
    dollars = case.dealing.amount and case.dealing.amount.currency.upper() == "USD"
    if case.regime == OF and dollars:
        told += "; it is in US dollars: if a US bank clears it, state the nexus US and decide anew"
    return _bare("NOT_BOUND", told, exposed, case.day)


def _not_reached(case: Case, exposed: tuple[ExposedTo, ...]) -> Outcome:
    told = (
        f"no measure of {case.law} reaches this dealing: it designates persons of its own, and "
        "none of them takes part"
    )
    if listed_elsewhere(case):
        told += ". A party is blocked under US law, so this is not a clear"
    return _bare("NOT_BOUND", told, exposed, case.day)
