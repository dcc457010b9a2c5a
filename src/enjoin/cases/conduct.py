"""What is forbidden whoever the parties are: goods and services to or from a country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enjoin.cases.assessments import EventIn, GoodsIn, assess
from enjoin.cases.dealings import GETS, GIVES, Dealing, DealtGoods
from enjoin.cases.grounds import Case, Ground
from enjoin.model.countries import code_of

#: The country with which US law forbids any dealing: money moved for a party there is a service.
_CLOSED = "KP"


class _Flow(NamedTuple):
    """Goods on a way; not `told` where both ways are tried, as nobody says which it is."""

    goods: GoodsIn
    from_: str | None
    to: str | None
    told: bool


class _Found(NamedTuple):
    """What one measure says of the goods on a way."""

    measure: str
    goods: tuple[str, ...]
    because: str
    surely: bool


def forbidden(case: Case) -> Iterator[Ground]:
    """Yield a ground for each measure of a law that reaches the goods or services of a dealing.

    Where a paragraph of the Security Council forbids them, the national measures against the same
    country are what stops a private person: the paragraph itself binds States.
    """
    found = [one for flow in _flows(case) for one in _judged(case, flow)]
    laws = {one.measure: case.register.measure(one.measure).regime for one in found}
    ours = [one for one in found if laws[one.measure] == case.law]
    yield from (_ground(case, one, ()) for one in ours)
    if case.law not in {"US", "UN"}:
        council = [one for one in found if laws[one.measure] == "UN" and one.surely]
        yield from _given_effect(case, council)


def _ground(case: Case, one: _Found, basis: Sequence[str]) -> Ground:
    """Reject what is surely forbidden; what a person must determine is held."""
    goods = ", ".join(one.goods)
    return Ground(
        question="conduct",
        outcome="REJECT" if one.surely else "HOLD",
        because=f"{one.measure}: {goods}: {one.because}",
        basis=(*basis, one.measure),
        about="goods",
        programmes=case.register.measure(one.measure).targets,
        goods=_classes(case, one.goods),
    )


def _classes(case: Case, names: Sequence[str]) -> tuple[str, ...]:
    """Return the classes of goods by their names; of a service of ours, that of services."""
    known = {one.name: str(one.class_) for one in case.dealing.goods}
    return tuple(sorted({known.get(name, "service") for name in names}))


def _given_effect(case: Case, council: Sequence[_Found]) -> Iterator[Ground]:
    for one in council:
        target = case.register.measure(one.measure).targets[0]
        national = [
            measure.id
            for measure in case.register.in_force(case.day)
            if measure.regime == case.law and target in measure.targets and measure.rule
        ]
        if national:
            yield _ground(case, one, sorted(national, reverse=True))
        else:
            because = (
                f"{one.measure} forbids {', '.join(one.goods)} to States; which measure of "
                f"{case.law} carries that out is not in the register"
            )
            yield Ground(question="conduct", outcome="HOLD", because=because, basis=(one.measure,))


# --- The ways goods take -----------------------------------------------------------------------


def _flows(case: Case) -> Iterator[_Flow]:
    dealing = case.dealing
    gives, gets = dealing.from_ or _country(dealing, GIVES), dealing.to or _country(dealing, GETS)
    for good in dealing.goods:
        yield from _ways(dealing, good, gives, gets)
    if case.law in {"US", "UN"} and _CLOSED in countries(dealing):
        service = GoodsIn(name="payment or other service", class_="service")
        yield _Flow(service, None, _CLOSED, True)


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
    found = assess(event, case.register, on=case.day)
    for hit in found.violates:
        yield _Found(hit.measure, hit.goods, hit.because, flow.told)
    for hit in found.needs_determination:
        yield _Found(hit.measure, hit.goods, hit.because, False)
