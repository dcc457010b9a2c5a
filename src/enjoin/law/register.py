"""The register: every measure, authority, ownership test and deadline, read from data and checked.

The data is `data/*.yaml`, one file per regime. A fact that is undated, unsourced or contradicts
another is refused, and with it the whole register: nothing is assessed with half of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import msgspec
import msgspec.yaml

from enjoin.law.measures import EVERYWHERE, Measure
from enjoin.law.records import (
    GENERAL_KNOWLEDGE,
    Authority,
    Day,
    Deadline,
    Fact,
    Instrument,
    Listing,
    Marked,
    OwnershipTest,
    Record,
    Regime,
    Source,
)
from enjoin.model.errors import InvalidInput, RegisterError

DATA = Path(__file__).parent / "data"
_Owner = Authority | Instrument | Measure | OwnershipTest | Deadline | Listing


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the data holds; `version` names its content."""

    version: str
    authorities: Mapping[str, Authority]
    instruments: Mapping[str, Instrument]
    measures: tuple[Measure, ...]
    ownership_tests: tuple[OwnershipTest, ...]
    deadlines: tuple[Deadline, ...]
    listings: tuple[Listing, ...]
    sources: Mapping[str, Source]

    @property
    def targets(self) -> tuple[str, ...]:
        """The countries it holds measures on, ISO 3166 alpha-2 in upper case."""
        named = {target for measure in self.measures for target in measure.targets}
        return tuple(sorted(named - {EVERYWHERE}))

    def on_target(self, target: str) -> tuple[Measure, ...]:
        """Return the measures on a country, in force or not, in the order of the register.

        Measures on persons of any country are among them.

        Raises:
            InvalidInput: the register knows nothing of this country, which is not a clear.
        """
        code = target.upper()
        found = tuple(one for one in self.measures if one.directed_at(code))
        if all(one.targets == (EVERYWHERE,) for one in found):
            raise InvalidInput(
                f"{target}: the register holds no measures on it, which does not mean that there "
                f"are none. It covers: {', '.join(self.targets)}."
            )
        return found

    def begins(self, target: str, regime: Regime | None = None) -> date | None:
        """Return the day from which the register knows of measures on a country; None if never.

        Of the days before it says nothing, which is not a clear.

        Raises:
            InvalidInput: the register knows nothing of this country.
        """
        own = [one for one in self.on_target(target) if one.targets != (EVERYWHERE,)]
        days = (one.valid_from.day for one in own if regime in {None, one.regime})
        return min(days, default=None)

    def in_force(
        self, on: date, target: str | None = None, *, regime: Regime | None = None
    ) -> tuple[Measure, ...]:
        """Return the measures in force on a day, against a country or any, of a regime or all.

        Raises:
            InvalidInput: the register knows nothing of this country.
        """
        asked = self.measures if target is None else self.on_target(target)
        return tuple(one for one in asked if one.in_force(on) and regime in {None, one.regime})

    def blocking(self, regime: Regime, programme: str | None, on: date) -> tuple[Measure, ...]:
        """Return the measures by which a listing of a regime blocks property on a day.

        They are those that name its programme, or else those of the regime that name none.
        """
        found = [(one, one.blocks) for one in self.in_force(on, regime=regime)]
        tagged = tuple(one for one, blocks in found if blocks and programme in blocks.programmes)
        return tagged or tuple(one for one, blocks in found if blocks and not blocks.programmes)

    def measure(self, id_: str) -> Measure:
        """Return the measure of an id.

        Raises:
            InvalidInput: there is none.
        """
        for one in self.measures:
            if one.id == id_:
                return one
        raise InvalidInput(f"{id_}: is no measure of the register; see `enjoin measures`.")

    def authority(self, id_: str) -> Authority:
        """Return the authority of an id.

        Raises:
            InvalidInput: there is none.
        """
        if id_ not in self.authorities:
            known = ", ".join(self.authorities)
            raise InvalidInput(f"{id_}: is no authority of the register. It holds: {known}.")
        return self.authorities[id_]

    def ownership_test(self, regime: str, on: date) -> OwnershipTest:
        """Return the ownership test of a regime on a day.

        Raises:
            InvalidInput: the register has no test of this regime for the day.
        """
        tests = [one for one in self.ownership_tests if one.regime == regime]
        for one in tests:
            if one.in_force(on):
                return one
        since = f"; the first is of {tests[0].from_.day}" if tests else ""
        raise InvalidInput(
            f"{regime}: the register holds no ownership test for {on}{since}. Without one nothing "
            "is cleared; see docs/law.md."
        )

    def facts(self) -> Iterator[tuple[str, str, Marked]]:
        """Yield every marked fact with the id of its record and its name."""
        owners: tuple[_Owner, ...] = (
            *self.authorities.values(),
            *self.instruments.values(),
            *self.measures,
            *self.ownership_tests,
            *self.deadlines,
            *self.listings,
        )
        for owner in owners:
            yield from ((owner.id, name, fact) for name, fact in owner.facts())

    def duties(self, kind: str, on: date) -> tuple[Deadline, ...]:
        """Return the deadlines of a kind of duty on a day."""
        return tuple(one for one in self.deadlines if one.kind == kind and one.in_force(on))


def load() -> Register:
    """Read and check the register that ships with Enjoin.

    Raises:
        RegisterError: a fact is undated, unsourced or contradicts another.
    """
    return parse({path.name: path.read_text("utf-8") for path in sorted(DATA.glob("*.yaml"))})


@cache
def register() -> Register:
    """Return the register that ships with Enjoin, read and checked once.

    Raises:
        RegisterError: a fact is undated, unsourced or contradicts another.
    """
    return load()


def authorities() -> Mapping[str, Authority]:
    """Return every authority by its id."""
    return register().authorities


def ownership_tests(regime: str) -> tuple[OwnershipTest, ...]:
    """Return the ownership tests of a regime (US, EU, UK), oldest first.

    Raises:
        InvalidInput: there is no test of this regime.
    """
    found = tuple(one for one in register().ownership_tests if one.regime == regime)
    if not found:
        known = sorted({one.regime for one in register().ownership_tests})
        raise InvalidInput(f"regime: {regime!r} has no ownership test. Known: {', '.join(known)}.")
    return found


def deadlines(regime: str) -> tuple[Deadline, ...]:
    """Return the duties of a regime (UN, US, EU, UK, KR), in force or not; none if unknown."""
    return tuple(one for one in register().deadlines if one.regime == regime)


# --- Reading -----------------------------------------------------------------------------------

#: What a file may hold, and the record each entry is.
KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "sources": Source,
        "authorities": Authority,
        "instruments": Instrument,
        "measures": Measure,
        "ownership_tests": OwnershipTest,
        "deadlines": Deadline,
        "listings": Listing,
    }
)
#: Regimes in the order in which they are told, and with them the measures of each.
ORDER = ("UN", "US", "EU", "UK", "KR", "OTHER")


def parse(documents: Mapping[str, str]) -> Register:
    """Read a register from YAML texts by name, and check it.

    Raises:
        RegisterError: a fact is undated, unsourced or contradicts another.
    """
    parts = [_parts(name, text) for name, text in sorted(documents.items())]
    measures = list(_by_id(_records(parts, "measures", Measure)).values())
    tests = list(_by_id(_records(parts, "ownership_tests", OwnershipTest)).values())
    read = Register(
        version=_version(documents),
        sources=_by_id(_records(parts, "sources", Source)),
        authorities=_by_id(_records(parts, "authorities", Authority)),
        instruments=_by_id(_records(parts, "instruments", Instrument)),
        measures=tuple(sorted(measures, key=lambda one: ORDER.index(one.regime))),
        ownership_tests=tuple(sorted(tests, key=lambda one: (one.regime, one.from_.day))),
        deadlines=tuple(_by_id(_records(parts, "deadlines", Deadline)).values()),
        listings=tuple(_by_id(_records(parts, "listings", Listing)).values()),
    )
    check(read)
    return read


def _parts(name: str, text: str) -> Mapping[str, Any]:
    try:
        document = msgspec.yaml.decode(text)
    except msgspec.DecodeError as error:
        raise _refuse(name, "syntax", f"is not YAML ({error})") from error
    if not isinstance(document, dict) or not document.keys() <= KINDS.keys():
        raise _refuse(name, "headings", f"must be among {', '.join(sorted(KINDS))}")
    return MappingProxyType(document)


_T = TypeVar("_T", bound=Record)


def _records(parts: Iterable[Mapping[str, Any]], heading: str, kind: type[_T]) -> Iterator[_T]:
    for part in parts:
        for raw in part.get(heading) or ():
            owner = raw.get("id", "?") if isinstance(raw, dict) else "?"
            try:
                yield msgspec.convert(raw, kind)
            except msgspec.ValidationError as error:
                raise _refuse(f"{owner} ({heading})", "schema", str(error)) from error


def _by_id(records: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        if record.id in found:
            raise _refuse(record.id, "id", "is there twice")
        found[record.id] = record
    return found


def _version(documents: Mapping[str, str]) -> str:
    """Name a content by 12 hexadecimal digits of SHA-256."""
    digest = hashlib.sha256()
    for name, text in sorted(documents.items()):
        digest.update(f"{name}\x1f{text}\x1e".encode())
    return digest.hexdigest()[:12]


# --- Checking ----------------------------------------------------------------------------------


class Fault(NamedTuple):
    """A fact that may not be used, and why."""

    fact: str
    why: str


def check(register: Register) -> None:
    """Refuse a register with a fact that may not be used.

    Raises:
        RegisterError: it names the record and the fact.
    """
    for owner, name, fact in register.facts():
        _stop_at(owner, _faults_of_fact(name, fact, register))
    for instrument in register.instruments.values():
        known = _unknown("authority", [instrument.authority], register.authorities)
        _stop_at(instrument.id, known)
    for measure in register.measures:
        _stop_at(measure.id, _faults(measure, register))
    for deadline in register.deadlines:
        _stop_at(deadline.id, _faults_of_deadline(deadline, register))
    _stop_at("ownership_tests", _overlaps(register.ownership_tests))


def _stop_at(owner: str, faults: Iterable[Fault]) -> None:
    for fault in faults:
        raise _refuse(owner, fault.fact, fault.why)


def _faults(measure: Measure, register: Register) -> Iterator[Fault]:
    yield from _faults_of_links(measure, register)
    yield from _faults_of_dates(measure, register.instruments[measure.instrument])
    yield from _faults_of_terms(measure)
    yield from _faults_of_rule(measure, register)


def _faults_of_fact(name: str, fact: Marked, register: Register) -> Iterator[Fault]:
    if not fact.sources:
        yield Fault(name, "has no source")
    yield from _unknown(name, fact.sources, register.sources)
    if fact.confidence != "C" and set(fact.sources) == {GENERAL_KNOWLEDGE}:
        yield Fault(name, f"rests on general knowledge, so {fact.confidence} is wrong")
    if isinstance(fact, Fact) and not fact.says.strip():
        yield Fault(name, "says nothing")


def _faults_of_links(measure: Measure, register: Register) -> Iterator[Fault]:
    yield from _unknown("instrument", [measure.instrument], register.instruments)
    for name in ("lift_authority", "listing_authority"):
        yield from _unknown(name, getattr(measure, name), register.authorities)
    yield from _unknown("authority", [measure.authority], register.authorities)
    if not measure.lift_authority:
        yield Fault("lift_authority", "names nobody who could lift the measure")
    if not measure.targets:
        yield Fault("targets", "names nobody at whom it is directed")
    if not measure.nexus and not measure.exposure:
        yield Fault("nexus", "says neither whom it binds nor whom it exposes")


def _faults_of_dates(measure: Measure, instrument: Instrument) -> Iterator[Fault]:
    start = measure.valid_from.day
    if start < instrument.made.day and instrument.made.basis != "known-by":
        yield Fault("valid_from", f"lies before {instrument.id} was made")
    if measure.valid_from.basis == "instrument":
        yield from _not_its_day("valid_from", measure.valid_from, instrument)
    spans = [("ended", start, measure.valid_until)]
    spans += [("expires", start, measure.expires.day)] if measure.expires else []
    spans += [("exemptions", one.from_, one.until) for one in measure.exemptions]
    spans += [("exposure", one.from_, one.until) for one in measure.exposure]
    spans += [("rule", one.from_, one.until) for one in measure.rule.reach] if measure.rule else []
    for name, begin, end in spans:
        if end and end < begin:
            yield Fault(name, f"ends on {end}, before it begins on {begin}")
        if begin < start:
            yield Fault(name, f"begins on {begin}, before the measure does")


def _not_its_day(name: str, day: Day, instrument: Instrument) -> Iterator[Fault]:
    if day.day != instrument.made.day:
        yield Fault(name, f"is {day.day}, and its instrument is of {instrument.made.day}")


def _faults_of_terms(measure: Measure) -> Iterator[Fault]:
    forbids = not {"institution", "exemption"} & set(measure.types)
    if forbids and bool(measure.exemptions) == bool(measure.no_exemption):
        yield Fault("exemptions", "must be given, or else no_exemption, with sources")
    if measure.default_on_silence == "lapses" and not measure.expires:
        yield Fault("expires", "is missing, and the measure lapses")
    ids = [one.id for one in measure.criteria]
    if len(set(ids)) < len(ids):
        yield Fault("criteria", "has an id twice")


def _faults_of_rule(measure: Measure, register: Register) -> Iterator[Fault]:
    if measure.rule is None:
        return
    if measure.flow == "none":
        yield Fault("flow", "must say which movement the rule tests")
    ids = {one.id for one in register.measures}
    for reach in measure.rule.reach:
        yield from _unknown("rule: by", [reach.by] if reach.by else [], ids)
        if reach.answer == "determination" and not reach.question:
            yield Fault("rule: question", "is missing: what has a person to decide?")
        if reach.answer == "quota" and not measure.limits:
            yield Fault("limits", "are missing, and the rule counts against them")


def _faults_of_deadline(deadline: Deadline, register: Register) -> Iterator[Fault]:
    yield from _unknown("instrument", [deadline.instrument], register.instruments)
    if deadline.from_.basis == "instrument" and deadline.instrument in register.instruments:
        yield from _not_its_day("from", deadline.from_, register.instruments[deadline.instrument])
    wanted = {"fixed-date": "day", "promptly": None}.get(deadline.unit, "count")
    given = {name for name in ("day", "count") if getattr(deadline, name) is not None}
    if given != ({wanted} if wanted else set()):
        yield Fault("unit", f"{deadline.unit} needs {wanted or 'neither day nor count'}")
    if deadline.unit == "business-days" and not deadline.calendar:
        yield Fault("calendar", "is missing: whose working days count?")


def _overlaps(tests: Iterable[OwnershipTest]) -> Iterator[Fault]:
    last: dict[str, OwnershipTest] = {}
    for one in tests:
        before = last.get(one.regime)
        if before and before.in_force(one.from_.day):
            yield Fault(one.id, f"begins while {before.id} is in force")
        last[one.regime] = one


def _unknown(name: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    if unknown := sorted(set(ids) - set(known)):
        yield Fault(name, f"speaks of {', '.join(unknown)}, which the register lacks")


def _refuse(owner: str, fact: str, why: str) -> RegisterError:
    return RegisterError(
        f"{owner}: {fact}: {why}; the register was not loaded and nothing was assessed. "
        "Correct the fact in enjoin/law/data, or leave it out."
    )
