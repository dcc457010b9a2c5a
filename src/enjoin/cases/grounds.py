"""Why a dealing may not go on under one regime: a ground for each answer that ends the matter.

The questions are those an officer asks, in order: is a party listed, is it owned or controlled by
listed persons, is it blocked by what it is, is the conduct forbidden whoever the parties are, and
is something not known that must be. `enjoin.cases.decisions` asks them and takes the strictest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, cast

import msgspec

from enjoin.cases.dealings import Dealing, PartyIn
from enjoin.law.measures import Measure
from enjoin.law.ownership.assess import own
from enjoin.law.ownership.graph import ListedParty
from enjoin.law.ownership.holdings import ALSO
from enjoin.law.ownership.result import Edge, Owned, Ownership, Percents
from enjoin.law.records import OwnershipTest, Regime
from enjoin.law.register import Register
from enjoin.law.status import BLOCKED_SINCE, standing
from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Listing, Match
from enjoin.screening.particulars import DECISIVE

Verdict = Literal["BLOCK", "REJECT", "HOLD", "PERMIT_UNDER_LICENCE", "PERMIT", "NOT_BOUND"]
#: Outcomes, strictest first: the strictest of several wins, and nothing is averaged.
STRICTEST: tuple[Verdict, ...] = (
    "BLOCK",
    "REJECT",
    "HOLD",
    "PERMIT_UNDER_LICENCE",
    "PERMIT",
    "NOT_BOUND",
)
#: From this percentage on, what listed persons may hold together is held up for a person to judge.
MINORITY = 25
#: Whose list a source of lists is.
REGIME_OF: Mapping[str, Regime] = {
    "us_ofac_sdn": "US",
    "us_ofac_cons": "US",
    "us_csl": "US",
    "eu_fsf": "EU",
    "gb_sanctions": "UK",
    "un_sc": "UN",
}
#: The list without which nobody is clear under a regime. Korea's is not among those Enjoin reads.
NEEDED: Mapping[str, str | None] = {
    "US": "us_ofac_sdn",
    "EU": "eu_fsf",
    "UK": "gb_sanctions",
    "UN": "un_sc",
    "KR": None,
}
#: Lists on which every entry blocks, or none does, whatever else it says of itself; of any other
#: its entries tell, and where they are silent they are taken to block.
BLOCKING: Mapping[str, bool] = {"us_ofac_sdn": True, "us_ofac_cons": False}
#: Words of a programme's tag for the country its measures are directed at.
_COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "KP": ("DPRK", "KOREA"),
    "RU": ("RUSSIA", "UKRAINE"),
    "IR": ("IRAN",),
}


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """One reason, with what it rests on.

    `about` says what a licence would have to open: a freeze, a ban on goods, or nothing, where
    only knowing more can help. It has to be of each of the `programmes`; for a ban on goods these
    are the countries it is directed at.
    """

    question: str
    outcome: Verdict
    because: str
    basis: tuple[str, ...] = ()
    about: Literal["freeze", "goods", "doubt"] = "doubt"
    programmes: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    label: str | None = None
    test: str | None = None
    sum: Percents | None = None
    path: tuple[Edge, ...] = ()
    rebuttable: bool | None = None


class Names(NamedTuple):
    """What screening by name found: matches by what was asked, the lists, and what was missing.

    `gaps` tells of a regime why its list could not be asked. `versions` pins the lists exactly.
    """

    matches: Mapping[str, tuple[Match, ...]]
    cited: tuple[ListCited, ...]
    gaps: Mapping[str, str]
    versions: tuple[tuple[str, ...], ...] = ()
    scorer: str = ""


class Case(NamedTuple):
    """A dealing under one regime."""

    dealing: Dealing
    regime: str
    day: date
    register: Register
    names: Names | None

    @property
    def law(self) -> Regime:
        """Whose law it is: that of a jurisdiction, or of the United Nations for a State."""
        return cast("Regime", self.regime.partition(":")[0])


# --- Is a party listed? ------------------------------------------------------------------------


def listed(case: Case) -> Iterator[Ground]:
    """Yield a ground for every party that is listed, in the graph or on a list."""
    for party in case.dealing.parties:
        listings = list(_listings(case, party.node, case.law))
        blocking = [one for one in listings if one.blocking]
        if blocking:
            yield _is_listed(case, party, blocking)
        elif listings:
            tags = [one.programme for one in listings]
            yield _not_blocking(f"{party.name} is listed", tags)
        yield from _matched(case, party)


def _listings(case: Case, node: str, law: str) -> Iterator[ListedParty]:
    """Yield the listings of a party in the graph that count under a law on the day."""
    laws = {law, *ALSO.get(law, ())}
    for one in case.dealing.graph.listed:
        counts = one.party == node and not laws.isdisjoint(one.regimes)
        if counts and one.in_force(case.day) and one.known(case.dealing.known):
            yield one


def _is_listed(case: Case, party: PartyIn, listings: Iterable[ListedParty]) -> Ground:
    programmes = sorted({one.programme or case.law for one in listings})
    since = min(one.from_ for one in listings)
    permission = case.law == "KR"
    known = measures_of(case, programmes)
    told = ", ".join(programmes) if known else "by one of the measures named; which is not told"
    return Ground(
        question="listed",
        outcome="HOLD" if permission else "BLOCK",
        because=f"{party.name} is listed under {case.law} ({told}) since {since}"
        + ("; it takes permission of the FSC or the Bank of Korea" if permission else ""),
        basis=tuple(known or _any_of(case)),
        about="freeze",
        programmes=tuple(programmes),
    )


def _not_blocking(what: str, programmes: Iterable[str | None]) -> Ground:
    told = ", ".join(sorted({one for one in programmes if one})) or "measures of its own"
    return Ground(
        question="listed",
        outcome="HOLD",
        because=f"{what} under {told}, which blocks nothing; whether this dealing is among what it "
        "forbids is for a person to say",
    )


def _matched(case: Case, party: PartyIn) -> Iterator[Ground]:
    """Yield a ground for each match on a list: an identifier decides, a name only suggests."""
    cleared = {one.entity_id for one in case.dealing.cleared if one.party == party.node}
    for match in _matches(case, party):
        if match.entity_id in cleared:
            continue
        ours = [one for one in match.listings if _is_ours(case, one)]
        if ours:
            yield _match(case, party, match, next((o for o in ours if blocks(o)), ours[0]))


def _matches(case: Case, party: PartyIn) -> tuple[Match, ...]:
    found = case.names.matches.get(party.asked, ()) if case.names else ()
    return tuple(one for one in found if one.match)


def _is_ours(case: Case, listing: Listing) -> bool:
    """Tell whether a listing is of this law, and has not ended by the day."""
    ended = listing.ended_on is not None and listing.ended_on <= case.day.isoformat()
    return REGIME_OF.get(listing.source) in {case.law, *ALSO.get(case.law, ())} and not ended


def _match(case: Case, party: PartyIn, match: Match, listing: Listing) -> Ground:
    told = f"{party.name} may be {match.caption} ({match.entity_id}, score {match.score:.2f})"
    programmes = [listing.programme or case.law]
    if not blocks(listing):
        return _not_blocking(f"{told}, listed", programmes)
    by_number = [
        e.reason for e in match.evidence if e.feature == "identifier" and e.weight >= DECISIVE
    ]
    if not by_number:
        because = f"{told}: a name suggests and does not decide; compare identifiers, and judge"
        return Ground(question="listed", outcome="HOLD", because=because)
    return Ground(
        question="listed",
        outcome="HOLD" if case.law == "KR" else "BLOCK",
        because=f"{party.name} is {match.caption} ({match.entity_id}): {by_number[0]}",
        basis=tuple(measures_of(case, programmes)),
        about="freeze",
        programmes=tuple(programmes),
    )


def blocks(listing: Listing) -> bool:
    """Tell whether a listing blocks property: by its list, else by what it says of itself."""
    return BLOCKING.get(listing.source, listing.blocking is not False)


def measures_of(case: Case, programmes: Iterable[str], law: Regime | None = None) -> list[str]:
    """Name the measures of a law under which listings of these programmes block, newest first.

    A programme that names neither a measure nor a country tells nothing, and nothing is named.
    """
    of = law or case.law
    found = {one.id for tag in programmes for one in _measures(case, tag, of)}
    return sorted(found, reverse=True)


def _measures(case: Case, tag: str, law: Regime) -> Sequence[Measure]:
    """Return what a tag means, or where it names a country only, what it may mean."""
    found = case.register.blocking(law, tag, case.day)
    if any(one.blocks and tag in one.blocks.programmes for one in found):
        return found
    target = target_of(tag)
    in_force = case.register.in_force(case.day, regime=law)
    return [one for one in in_force if one.blocks and target in one.targets]


def _any_of(case: Case) -> list[str]:
    """Name every measure by which a listing of this law may block, where nothing tells which."""
    in_force = case.register.in_force(case.day, regime=case.law)
    return sorted((one.id for one in in_force if one.blocks), reverse=True)


def target_of(programme: str) -> str | None:
    """Return the country that a programme's tag names, ISO 3166 alpha-2; None if it names none."""
    for code, words in _COUNTRIES.items():
        if any(word in programme.upper() for word in words):
            return code
    return None


# --- Is it owned or controlled? ----------------------------------------------------------------


def ownership_of(case: Case, law: Regime) -> Ownership | None:
    """Return who is owned under a law; None where no test is known for the day.

    A law without a test of its own is measured by the strictest known, that of the United States.
    """
    own_tests = {one.regime for one in case.register.ownership_tests}

    def test_of(regime: str, on: date) -> OwnershipTest:
        return case.register.ownership_test(regime if regime in own_tests else "US", on)

    try:
        test_of(law, case.day)
    except InvalidInput:
        return None
    return own(case.dealing.graph, law, case.day, test_of, case.dealing.known)


def owned(case: Case) -> Iterator[Ground]:
    """Yield a ground for every party that listed persons own, may own, or direct."""
    graph = case.dealing.graph
    if not (graph.stakes or graph.control or graph.blocked_property):
        return
    found = ownership_of(case, case.law)
    if found is None:
        told = f"no ownership test of {case.law} is known for {case.day}, so nobody is clear of it"
        yield Ground(question="owned", outcome="HOLD", because=told)
        return
    for party in case.dealing.parties:
        yield from _about(case, found, party)
    if case.dealing.property_ in found.still_blocked:
        yield _property(case)


def _about(case: Case, found: Ownership, party: PartyIn) -> Iterator[Ground]:
    node = party.node
    if node in found.listed:
        return
    for one in found.owned:
        if one.asset == node:
            yield _is_owned(case, found, one, party)
    for held in found.undetermined:
        if held.asset == node:
            yield Ground(
                question="owned",
                outcome="HOLD",
                because=f"{party.name}: {held.because} [{held.sum[0]}, {held.sum[1]}]",
                label="UNDETERMINED",
                basis=(found.test,),
                test=found.test,
                sum=held.sum,
                path=held.path,
            )
    verified = case.dealing.facts.get("divestment_verified") is True
    for held in found.divested:
        if held.asset == node and not verified:
            because = f"{party.name}: {held.because}"
            yield Ground(
                question="owned", outcome="HOLD", because=because, test=found.test, sum=held.sum
            )
    yield from _minority(found, party)
    for one_control in found.controlled:
        if one_control.asset == node:
            because = f"{party.name}: {one_control.because}"
            yield Ground(question="controlled", outcome="HOLD", because=because, test=found.test)


def _is_owned(case: Case, found: Ownership, one: Owned, party: PartyIn) -> Ground:
    owners = {edge.owner for edge in one.path} & set(found.listed)
    programmes = sorted(
        {
            listing.programme or case.law
            for owner in sorted(owners)
            for listing in _listings(case, owner, case.law)
            if listing.blocking
        }
    ) or [case.law]
    own_test = one.test.startswith(f"OWN-{case.law}")
    because = f"{party.name}: {one.because}"
    if not own_test:
        because += f"; {case.law} has no test in the register, so this is for a person to judge"
    return Ground(
        question="owned",
        outcome="BLOCK" if own_test else "HOLD",
        because=because + (f" ({one.review})" if one.review else ""),
        basis=(*measures_of(case, programmes), one.test),
        about="freeze",
        programmes=tuple(programmes),
        label=one.label if one.label != "BLOCKED" else None,
        test=one.test,
        sum=one.sum,
        path=one.path,
        rebuttable=one.rebuttable,
    )


def _minority(found: Ownership, party: PartyIn) -> Iterator[Ground]:
    for held in found.not_owned:
        if held.asset != party.node or held.asset in found.rebutted:
            continue
        most = held.together or held.sum[1]
        if Fraction(most) >= MINORITY:
            added = f" ({most} if all were added up)" if held.together else ""
            because = (
                f"{party.name}: listed persons hold {held.sum[1]} percent{added}, which "
                f"{found.test} does not count as owning it; a significant minority: check joint "
                "arrangements and control"
            )
            yield Ground(
                question="owned",
                outcome="HOLD",
                because=because,
                basis=(found.test,),
                test=found.test,
                sum=held.sum,
            )


def _property(case: Case) -> Ground:
    """Tell that property stays blocked, whoever owns the party by now."""
    graph, known = case.dealing.graph, case.dealing.known
    one = next(
        p
        for p in graph.blocked_property
        if p.asset == case.dealing.property_ and p.regime == case.law and p.known(known)
    )
    programmes = sorted(
        {p.programme or case.law for p in graph.listed if p.blocking and case.law in p.regimes}
    ) or [case.law]
    return Ground(
        question="owned",
        outcome="BLOCK",
        because=f"{one.asset} was blocked on {one.on} for an interest of {one.interest}; a change "
        "of ownership releases nothing, only a licence does",
        basis=tuple(measures_of(case, programmes)),
        about="freeze",
        programmes=tuple(programmes),
    )


# --- Is it blocked by status? ------------------------------------------------------------------


def by_status(case: Case) -> Iterator[Ground]:
    """Yield a ground for every party blocked for what it is, without being listed."""
    law = [
        one
        for one in case.register.in_force(case.day)
        if one.regime == case.law and one.blocks and one.blocks.status
    ]
    if not law or case.day < BLOCKED_SINCE:
        return
    for party in case.dealing.parties:
        if standing(party.name, party.country) == "yes":
            yield Ground(
                question="status",
                outcome="BLOCK",
                because=f"{party.name} is read as the Government of North Korea or the Workers' "
                "Party of Korea, which is blocked without being listed",
                basis=tuple(sorted((one.id for one in law), reverse=True)),
                about="freeze",
                programmes=("DPRK",),
            )


# --- What is not known that must be ------------------------------------------------------------


def doubts(case: Case) -> Iterator[Ground]:
    """Yield a ground for everything without which nobody can say that a dealing may go on."""
    dealing = case.dealing
    if not dealing.parties and not dealing.property_:
        yield _doubt("no party is named, so there is nobody to ask about")
    for number, party in enumerate(dealing.parties):
        if not any(c.isalnum() for c in party.name):
            yield _doubt(f"parties[{number}].name: {party.name!r} says nobody")
        yield from _numbers(party)
    if dealing.amount and dealing.amount.number() is None:
        yield _doubt(f"amount: {dealing.amount.amount!r} cannot be read as an amount")
    unknown = [one.name for one in dealing.goods if one.class_ == "unknown"]
    if unknown:
        yield _doubt(f"nobody has said of what class these goods are: {', '.join(unknown)}")
    if case.names and (gap := case.names.gaps.get(case.law)):
        yield _doubt(gap)


def _numbers(party: PartyIn) -> Iterator[Ground]:
    from enjoin.model.identifiers import check

    for kind, value in sorted(party.ids.items()):
        found = check(kind, value)
        if kind == "imoNumber" and not found.valid:
            yield _doubt(f"{party.name}: {kind} {value}: {found.why}; a false number is a red flag")


def _doubt(because: str) -> Ground:
    return Ground(question="known", outcome="HOLD", because=because)
