"""The register of measures: what is forbidden, to whom, since when, on what authority.

The register is data (`data/*.yaml`). A fact in it has a confidence and the sources it rests on:

    A   an official text or page supports it
    B   a secondary source supports it
    C   general knowledge, still to verify; shown as such wherever it appears

A measure may carry a `rule`: what a machine can test of it, as data too. `enjoin.cases.findings`
applies rules; a measure without one is in the register, and counted, but nobody tests it.
Dates are valid time, in whole days, both ends included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import msgspec
import msgspec.yaml

from enjoin.model.errors import InvalidInput, RegisterError

Confidence = Literal["A", "B", "C"]
#: Classes of goods an event or a rule may name.
GoodsClass = Literal[
    "arms",
    "small-arms",
    "arms-related",
    "missile",
    "nuclear",
    "dual-use",
    "luxury",
    "coal",
    "iron",
    "seafood",
    "textiles",
    "crude-oil",
    "refined-petroleum",
    "machinery",
    "vehicles",
    "metals",
    "aircraft-new",
    "helicopter",
    "vessel",
    "food",
    "medicine",
    "medical-device",
    "agricultural",
    "humanitarian-other",
    "cash",
    "service",
    "other",
    "unknown",
]
#: What of a movement of goods a rule reaches: any supply, or only a transfer between ships.
Act = Literal["supply", "ship-to-ship"]
#: The source that is none: only a fact marked C may rest on it.
GENERAL_KNOWLEDGE = "gk"
DATA = Path(__file__).parent / "data"


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of the data: a field nobody knows is refused, not passed over."""


class Marked(_Record, frozen=True, kw_only=True):
    """A fact: how sure it is, and the ids of its sources."""

    confidence: Confidence
    sources: tuple[str, ...]


class Fact(Marked, frozen=True, kw_only=True):
    """A fact in words."""

    says: str

    @property
    def text(self) -> str:
        """What it says, with the mark that a fact to verify must always carry."""
        return f"{self.says} [C: to verify]" if self.confidence == "C" else self.says


class Day(Marked, frozen=True, kw_only=True):
    """A day, as a fact."""

    day: date


class End(Marked, frozen=True, kw_only=True):
    """The last day a measure was in force, and what ended it."""

    last_day: date
    by: str


class Exemption(Fact, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What a measure lets pass, and when.

    `excepts` names classes of goods that are outside it outright. Any other exemption has terms
    that a person must find met.
    """

    from_: date
    until: date | None = None
    excepts: tuple[GoodsClass, ...] = ()


class Limit(Marked, frozen=True, kw_only=True):
    """A ceiling on the total of all suppliers."""

    amount: int
    unit: str
    period: str


class Reach(_Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Goods a rule reaches from one day to another, and what it answers.

    Where the class of goods is too coarse, words of their name narrow it: with `named`, goods so
    called are caught and of others the `question` is asked (without one they are not reached);
    goods with a word of `unless` are not reached. `flagged` does the same by the ship's flag.
    `by` is the later paragraph that widened the measure to these goods.
    """

    goods: tuple[GoodsClass, ...]
    from_: date
    until: date | None = None
    answer: Literal["violates", "determination", "quota"] = "violates"
    question: str | None = None
    named: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    flagged: str | None = None
    by: str | None = None

    def on(self, day: date) -> bool:
        """Tell whether these goods are reached on a day."""
        return _within(day, self.from_, self.until)


class Rule(_Record, frozen=True, kw_only=True):
    """What a machine can test of a measure.

    `addresses` says whose duty it is. A `residual` rule is asked only of goods that no other
    paragraph catches.
    """

    addresses: tuple[Literal["supplier", "recipient", "flag"], ...]
    reach: tuple[Reach, ...]
    act: Act = "supply"
    residual: bool = False


class Measure(_Record, frozen=True, kw_only=True):
    """One paragraph, or a few that belong together, of one instrument.

    `flow` is the movement it is about, seen from the target: out of it, into it, both, or none.
    """

    id: str
    instrument: str
    title: str
    target: str
    types: tuple[str, ...]
    paragraph: Fact
    prohibits: Fact
    binds: Fact
    flow: Literal["from", "to", "both", "none"]
    valid_from: Day
    authority: str
    lift_authority: tuple[str, ...]
    listing_authority: tuple[str, ...] = ()
    ended: End | None = None
    exemptions: tuple[Exemption, ...] = ()
    no_exemption: Fact | None = None
    limits: tuple[Limit, ...] = ()
    notes: tuple[Fact, ...] = ()
    rule: Rule | None = None

    @property
    def executable(self) -> bool:
        """Whether an executable rule covers it."""
        return self.rule is not None

    @property
    def valid_until(self) -> date | None:
        """The last day in force, or None while it lasts."""
        return self.ended.last_day if self.ended else None

    @property
    def goods(self) -> tuple[str, ...]:
        """The classes of goods its rule reaches at any time, in order of the alphabet."""
        reach = self.rule.reach if self.rule else ()
        return tuple(sorted({name for part in reach for name in part.goods}))

    @property
    def to_verify(self) -> tuple[str, ...]:
        """The facts marked C, by name."""
        return tuple(name for name, fact in self.facts() if fact.confidence == "C")

    def facts(self) -> Iterator[tuple[str, Marked]]:
        """Yield every marked fact with its name."""
        yield from (("paragraph", self.paragraph), ("prohibits", self.prohibits))
        yield from (("binds", self.binds), ("valid_from", self.valid_from))
        single = {"ended": self.ended, "no_exemption": self.no_exemption}
        yield from ((name, fact) for name, fact in single.items() if fact)
        several = {"exemptions": self.exemptions, "limits": self.limits, "notes": self.notes}
        for name, facts in several.items():
            yield from ((f"{name}[{number}]", fact) for number, fact in enumerate(facts, 1))

    def in_force(self, on: date) -> bool:
        """Tell whether it was in force on a day."""
        return _within(on, self.valid_from.day, self.valid_until)

    def exemptions_on(self, on: date) -> tuple[Exemption, ...]:
        """Return the exemptions of a day."""
        return tuple(one for one in self.exemptions if _within(on, one.from_, one.until))


class Authority(_Record, frozen=True, kw_only=True):
    """Who may impose, exempt or lift, and what it takes."""

    id: str
    name: str
    rule: Fact
    notes: tuple[Fact, ...] = ()


class Instrument(_Record, frozen=True, kw_only=True):
    """A resolution, order or regulation, with the day it was made."""

    id: str
    authority: str
    made: Day


class Source(_Record, frozen=True, kw_only=True):
    """Where a fact can be read."""

    id: str
    title: str
    url: str | None
    kind: Literal["official", "secondary", "reference-data", "none"]


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the data holds; `version` names its content."""

    version: str
    authorities: Mapping[str, Authority]
    instruments: Mapping[str, Instrument]
    measures: tuple[Measure, ...]
    sources: Mapping[str, Source]

    @property
    def targets(self) -> tuple[str, ...]:
        """The countries it holds measures on, ISO 3166 alpha-2 in upper case."""
        return tuple(sorted({measure.target for measure in self.measures}))

    def on_target(self, target: str) -> tuple[Measure, ...]:
        """Return the measures on a country, in force or not, in the order of the register.

        Raises:
            InvalidInput: the register knows nothing of this country, which is not a clear.
        """
        found = tuple(one for one in self.measures if one.target == target.upper())
        if not found:
            raise InvalidInput(
                f"{target}: the register holds no measures on it, which does not mean that there "
                f"are none. It covers: {', '.join(self.targets)}."
            )
        return found

    def in_force(self, on: date, target: str | None = None) -> tuple[Measure, ...]:
        """Return the measures in force on a day, against a country or against any.

        Raises:
            InvalidInput: the register knows nothing of this country.
        """
        asked = self.measures if target is None else self.on_target(target)
        return tuple(one for one in asked if one.in_force(on))

    def measure(self, id_: str) -> Measure:
        """Return the measure of an id.

        Raises:
            InvalidInput: there is none.
        """
        for one in self.measures:
            if one.id == id_:
                return one
        raise InvalidInput(f"{id_}: is no measure of the register; see `enjoin measures`.")


@cache
def load() -> Register:
    """Read and check the register that ships with Enjoin, once in a process.

    Raises:
        RegisterError: a fact is undated, unsourced or contradicts another.
    """
    return parse({path.name: path.read_text("utf-8") for path in sorted(DATA.glob("*.yaml"))})


def parse(documents: Mapping[str, str]) -> Register:
    """Read a register from YAML texts by name, and check it.

    Raises:
        RegisterError: a fact is undated, unsourced or contradicts another.
    """
    parts = [_parts(name, text) for name, text in sorted(documents.items())]
    register = Register(
        version=_version(documents),
        sources=_by_id(_records(parts, "sources", Source)),
        authorities=_by_id(_records(parts, "authorities", Authority)),
        instruments=_by_id(_records(parts, "instruments", Instrument)),
        measures=tuple(_by_id(_records(parts, "measures", Measure)).values()),
    )
    check(register)
    return register


def as_dict(measure: Measure, register: Register) -> dict[str, Any]:
    """Write a measure as JSON's types: facts in words, their marks beside them, sources in full."""
    sources = sorted({source for _, fact in measure.facts() for source in fact.sources})
    return {
        **{name: getattr(measure, name) for name in ("id", "instrument", "title", "target")},
        "types": list(measure.types),
        "paragraph": measure.paragraph.text,
        "prohibits": measure.prohibits.text,
        "binds": measure.binds.text,
        "flow": measure.flow,
        "goods": list(measure.goods),
        "valid_from": measure.valid_from.day.isoformat(),
        "valid_until": measure.valid_until.isoformat() if measure.valid_until else None,
        "exemptions": [_exemption(one) for one in measure.exemptions],
        "authority": measure.authority,
        "lift_authority": list(measure.lift_authority),
        "executable": measure.executable,
        "confidence": {name: fact.confidence for name, fact in measure.facts()},
        "to_verify": list(measure.to_verify),
        "notes": [note.text for note in measure.notes],
        "sources": [msgspec.to_builtins(register.sources[source]) for source in sources],
    }


def check(register: Register) -> None:
    """Refuse a register with a fact that may not be used.

    Raises:
        RegisterError: it names the measure and the fact.
    """
    for authority in register.authorities.values():
        notes = [(f"notes[{number}]", note) for number, note in enumerate(authority.notes, 1)]
        _check_facts(authority.id, [("rule", authority.rule), *notes], register)
    for instrument in register.instruments.values():
        _check_facts(instrument.id, [("made", instrument.made)], register)
        _known(instrument.id, "authority", [instrument.authority], register.authorities)
    for measure in register.measures:
        _check_facts(measure.id, measure.facts(), register)
        _check_links(measure, register)
        _check_dates(measure, register)
        _check_exemptions(measure)
        _check_rule(measure, register)


def _check_facts(owner: str, facts: Iterable[tuple[str, Marked]], register: Register) -> None:
    for name, fact in facts:
        if not fact.sources:
            raise _refuse(owner, name, "has no source")
        _known(owner, name, fact.sources, register.sources)
        if fact.confidence != "C" and set(fact.sources) == {GENERAL_KNOWLEDGE}:
            raise _refuse(owner, name, f"rests on general knowledge, so {fact.confidence} is wrong")
        if isinstance(fact, Fact) and not fact.says.strip():
            raise _refuse(owner, name, "says nothing")


def _check_links(measure: Measure, register: Register) -> None:
    _known(measure.id, "instrument", [measure.instrument], register.instruments)
    _known(measure.id, "authority", [measure.authority], register.authorities)
    _known(measure.id, "lift_authority", measure.lift_authority, register.authorities)
    _known(measure.id, "listing_authority", measure.listing_authority, register.authorities)
    if not measure.lift_authority:
        raise _refuse(measure.id, "lift_authority", "names nobody who could lift the measure")


def _check_dates(measure: Measure, register: Register) -> None:
    if measure.valid_from.day < register.instruments[measure.instrument].made.day:
        raise _refuse(measure.id, "valid_from", f"lies before {measure.instrument} was made")
    spans = [("ended", measure.valid_from.day, measure.valid_until)]
    spans += [("exemptions", one.from_, one.until) for one in measure.exemptions]
    spans += [("rule", one.from_, one.until) for one in measure.rule.reach] if measure.rule else []
    for name, start, end in spans:
        if end and end < start:
            raise _refuse(measure.id, name, f"ends on {end}, before it begins on {start}")
        if start < measure.valid_from.day:
            raise _refuse(measure.id, name, f"begins on {start}, before the measure does")


def _check_exemptions(measure: Measure) -> None:
    forbids = not {"institution", "exemption"} & set(measure.types)
    if forbids and bool(measure.exemptions) == bool(measure.no_exemption):
        raise _refuse(measure.id, "exemptions", "must be given, or else no_exemption, with sources")


def _check_rule(measure: Measure, register: Register) -> None:
    if measure.rule is None:
        return
    if measure.flow == "none":
        raise _refuse(measure.id, "flow", "must say which movement the rule tests")
    ids = {one.id for one in register.measures}
    for reach in measure.rule.reach:
        _known(measure.id, "rule: by", [reach.by] if reach.by else [], ids)
        if reach.answer == "determination" and not reach.question:
            raise _refuse(measure.id, "rule: question", "is missing: what has a person to decide?")
        if reach.answer == "quota" and not measure.limits:
            raise _refuse(measure.id, "limits", "are missing, and the rule counts against them")


def _known(owner: str, name: str, ids: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(ids) - set(known)):
        raise _refuse(owner, name, f"speaks of {', '.join(unknown)}, which the register lacks")


def _refuse(owner: str, fact: str, why: str) -> RegisterError:
    return RegisterError(
        f"{owner}: {fact}: {why}; the register was not loaded and nothing was assessed. "
        "Correct the fact in enjoin/law/data, or leave it out."
    )


_T = TypeVar("_T", bound=_Record)


def _parts(name: str, text: str) -> Mapping[str, Any]:
    try:
        document = msgspec.yaml.decode(text)
    except msgspec.DecodeError as error:
        raise _refuse(name, "syntax", f"is not YAML ({error})") from error
    known = {"sources", "authorities", "instruments", "measures"}
    if not isinstance(document, dict) or not document.keys() <= known:
        raise _refuse(name, "headings", f"must be among {', '.join(sorted(known))}")
    return MappingProxyType(document)


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


def _exemption(one: Exemption) -> dict[str, Any]:
    return {
        "says": one.text,
        "from": one.from_.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "excepts": list(one.excepts),
    }


def _within(day: date, start: date, end: date | None) -> bool:
    return start <= day and (end is None or day <= end)
