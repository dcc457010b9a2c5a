"""What is forbidden whoever the parties are: goods and services to or from a country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enjoin.cases.dealings import GETS, GIVES, Dealing, DealtGoods
from enjoin.cases.events import EventIn, GoodsIn
from enjoin.cases.grounds import Case, Ground
from enjoin.cases.reach import REACHED, binds_persons, binds_states, verdicts
from enjoin.law.measures import Measure
from enjoin.model.countries import code_of

#: The country with which US law forbids any dealing: to move money for it, or for goods of it, is
#: a service to it (EO 13722, section 3).
_CLOSED = "KP"
_SERVICE = "payment or other service"


class _Flow(NamedTuple):
    """Goods on a way; not `told` where both ways are tried, as nobody says which it is."""

    goods: GoodsIn
    from_: str | None
    to: str | None
    told: bool


class _Found(NamedTuple):
    """What one measure says of the goods on a way."""

    measure: Measure
    goods: GoodsIn
    because: str
    surely: bool


def forbidden(case: Case) -> Iterator[Ground]:
    """Yield a ground for each measure of a law that reaches the goods or services of a dealing.

    Where a paragraph of the Security Council forbids them, the national measures against the same
    country are what stops a private person: the paragraph itself binds States.
    """
    found = list(dict.fromkeys(one for flow in _flows(case) for one in _judged(case, flow)))
    for one in found:
        if one.measure.regime == case.law:
            yield _ground(one, ())
        elif one.measure.regime == "UN" and one.surely and case.law != "US":
            yield _given_effect(case, one)


def _ground(one: _Found, carried_out_by: Sequence[str]) -> Ground:
    """Reject what is surely forbidden; what a person must determine is held."""
    return Ground(
        question="conduct",
        outcome="REJECT" if one.surely else "HOLD",
        because=f"{one.measure.id}: {one.goods.name}: {one.because}",
        basis=(*carried_out_by, one.measure.id),
        about="goods",
        programmes=one.measure.targets[:1],
        goods=(one.goods.class_,),
    )


def _given_effect(case: Case, one: _Found) -> Ground:
    target = one.measure.targets[0]
    national = [
        measure.id
        for measure in case.register.in_force(case.day)
        if measure.regime == case.law and target in measure.targets and measure.rule
    ]
    if national:
        return _ground(one, sorted(national, reverse=True))
    because = (
        f"{one.measure.id} forbids {one.goods.name} to States; which measure of {case.law} carries "
        "that out is not in the register"
    )
    return Ground(question="conduct", outcome="HOLD", because=because, basis=(one.measure.id,))


# --- The ways goods take -----------------------------------------------------------------------


def _flows(case: Case) -> Iterator[_Flow]:
    dealing = case.dealing
    gives, gets = dealing.from_ or _country(dealing, GIVES), dealing.to or _country(dealing, GETS)
    for good in dealing.goods:
        yield from _ways(dealing, good, gives, gets)
    if case.law in {"US", "UN"} and _CLOSED in countries(dealing):
        yield _Flow(GoodsIn(name=_SERVICE, class_="service"), None, _CLOSED, True)


def _ways(
    dealing: Dealing, good: DealtGoods, gives: str | None, gets: str | None
) -> Iterator[_Flow]:
    goods = GoodsIn(name=good.name, class_=good.class_, quantity=good.quantity, unit=good.unit)
    start = _code(good.origin) or gives
    if start or gets:
        yield _Flow(goods, start, gets if gets != start else None, True)
        return
    for country in sorted(countries(dealing)):
        yield _Flow(goods, country, None, False)
        yield _Flow(goods, None, country, False)


def _country(dealing: Dealing, roles: frozenset[str]) -> str | None:
    found = sorted({_code(p.country) or "" for p in dealing.parties if p.role in roles} - {""})
    return found[0] if len(found) == 1 else None


def countries(dealing: Dealing) -> set[str]:
    """Return every country a dealing names, ISO 3166 alpha-2 in upper case."""
    named = [p.country for p in dealing.parties] + [g.origin for g in dealing.goods]
    named += [dealing.from_, dealing.to, dealing.flag]
    return {code for name in named if (code := _code(name))}


def _code(country: str | None) -> str | None:
    code = code_of(country) if country else None
    return code.upper() if code else None


def _judged(case: Case, flow: _Flow) -> Iterator[_Found]:
    event = EventIn(
        kind="transfer",
        stage="executed",
        from_=flow.from_,
        to=flow.to,
        flag=_code(case.dealing.flag),
        goods=(flow.goods,),
    )
    for which in (binds_persons, binds_states):
        for one in verdicts(event, case.register, case.day, which):
            if one.answer in REACHED:
                surely = flow.told and one.answer == "violates"
                yield _Found(one.measure, one.goods, one.because, surely)
