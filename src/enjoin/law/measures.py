"""A measure: what is forbidden, to whom, since when, on what authority, and what can be tested.

A measure may carry what a machine can test of it, as data: a `rule` about goods that move, criteria
for designation, exposure of third parties, blocking by listing or status. `enjoin.cases` applies
them; a measure without any is in the register, and counted, but nobody tests it.
Dates are valid time, in whole days, both ends included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Literal

from enjoin.law.records import (
    Day,
    End,
    Fact,
    Marked,
    MonthDay,
    Record,
    Regime,
    numbered,
    within,
)

#: The target of a measure that is directed at persons of any country.
EVERYWHERE = "*"
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
#: Whom a measure binds: States, or persons with a tie to a jurisdiction (its nationals and
#: companies anywhere, everybody on its territory, property there).
Bound = Literal[
    "member-states", "eu-states", "us-persons", "eu-persons", "uk-persons", "kr-persons", "named"
]
#: The nexus of a dealing that makes it theirs. What binds the States of the EU, or bodies that the
#: text names, binds no dealing.
BY_NEXUS: dict[Bound, str] = {
    "member-states": "UN",
    "us-persons": "US",
    "eu-persons": "EU",
    "uk-persons": "UK",
    "kr-persons": "KR",
}


class Exemption(Fact, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What a measure lets pass, and when.

    `excepts` names classes of goods that are outside it outright. Any other exemption has terms
    that a person must find met.
    """

    from_: date
    until: date | None = None
    excepts: tuple[GoodsClass, ...] = ()


class Limit(Marked, frozen=True, kw_only=True):
    """A ceiling on the total of all suppliers over months that begin on a day of the year.

    `period` says the same in words.
    """

    amount: int
    unit: str
    period: str
    starts: MonthDay
    months: int = 12

    def window(self, day: date) -> tuple[date, date] | None:
        """Return the first and the last day of the period a day lies in, or None outside any."""
        month, of_month = (int(part) for part in self.starts.split("-"))
        start = date(day.year, month, of_month)
        start = start if start <= day else start.replace(year=day.year - 1)
        years, end_month = divmod(month - 1 + self.months, 12)
        after = date(start.year + years, end_month + 1, of_month)
        return (start, after - timedelta(days=1)) if day < after else None


class Reach(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Goods a rule reaches from one day to another, and what it answers.

    Where the class of goods is too coarse, words of their name narrow it: with `named`, goods so
    called are caught and of others the `question` is asked (without one they are not reached);
    goods with a word of `unless` are not reached. `flagged` does the same by the ship's flag.
    `by` is the later paragraph that widened the measure to these goods; `way` narrows a measure
    about both directions to one, and `other_side` names the only countries that may stand opposite
    the target. No goods means any.
    """

    goods: tuple[GoodsClass, ...]
    from_: date
    until: date | None = None
    way: Literal["from", "to"] | None = None
    other_side: tuple[str, ...] = ()
    answer: Literal["violates", "determination", "quota"] = "violates"
    question: str | None = None
    named: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    flagged: str | None = None
    by: str | None = None

    def on(self, day: date) -> bool:
        """Tell whether these goods are reached on a day."""
        return within(day, self.from_, self.until)

    def takes(self, goods: GoodsClass) -> bool:
        """Tell whether goods of a class are its subject."""
        return not self.goods or goods in self.goods


class Rule(Record, frozen=True, kw_only=True):
    """What a machine can test of a measure.

    `addresses` says whose duty it is. A `residual` rule is asked only of goods that no other
    paragraph catches.
    """

    addresses: tuple[Literal["supplier", "recipient", "flag", "person"], ...]
    reach: tuple[Reach, ...]
    act: Act = "supply"
    residual: bool = False


class Element(Record, frozen=True, kw_only=True):
    """One thing that has to be the case for a criterion, and the fact of an event that shows it.

    `of` are the values that meet it: classes of goods, stages of an event, roles of those who take
    part; none means any. `perhaps` are values of which a person must say whether they do. A `side`
    is met where the goods move to or from the target, and may be narrowed to one way. What is
    `unstated` no event tells: it stays unproven.
    """

    says: str
    test: Literal["goods", "side", "stage", "role", "unstated"]
    of: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


class Criterion(Fact, frozen=True, kw_only=True):
    """A ground on which somebody may be designated, violation or not, element by element."""

    id: str
    elements: tuple[Element, ...]


class Exposure(Marked, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What somebody whom a measure does not bind risks, from one day to another.

    `conduct` is what exposes, in words; `goods` are what an event shows of it (none means any), and
    `target` is the one it is about, of several. `knowledge` is the standard: `knowing` conduct, or
    conduct alone. `significant` are the factors by which a person judges a transaction.
    """

    who: Literal["foreign-banks", "any-person"]
    conduct: str
    from_: date
    until: date | None = None
    target: str | None = None
    goods: tuple[GoodsClass, ...] = ()
    knowledge: Literal["knowing", "conduct"]
    significant: Fact | None = None

    def on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return within(day, self.from_, self.until)


class Blocking(Marked, frozen=True, kw_only=True):
    """Whose property a measure blocks: parties listed under it, and parties of a certain status.

    `programmes` are the tags that listings under it bear in published lists. Those of a `status`
    are blocked without being listed.
    """

    programmes: tuple[str, ...] = ()
    status: tuple[str, ...] = ()


class Silence(Fact, frozen=True, kw_only=True):
    """What happens where nobody decides: a measure stays, lapses, or returns."""

    then: Literal["stays", "lapses", "returns"]


class Contest(Fact, frozen=True, kw_only=True):
    """States that hold a measure not to be in force, and their reading of the law."""

    by: tuple[str, ...]


class Measure(Record, frozen=True, kw_only=True):
    """One paragraph, or a few that belong together, of one instrument.

    `targets` are ISO 3166 codes, or `*` for persons of any country. `flow` is the movement it is
    about, seen from the target: out of it, into it, both, or none. `nexus` says whom it binds in
    terms a dealing can be tested for; `binds` says it in words. A measure whom nobody ends stays,
    unless it `expires` or `silence` says otherwise. `reports` is what a body tells, and to whom.
    """

    id: str
    regime: Regime
    instrument: str
    title: str
    targets: tuple[str, ...]
    types: tuple[str, ...]
    paragraph: Fact
    prohibits: Fact
    binds: Fact
    nexus: tuple[Bound, ...] = ()
    flow: Literal["from", "to", "both", "none"]
    valid_from: Day
    authority: str
    lift_authority: tuple[str, ...]
    listing_authority: tuple[str, ...] = ()
    expires: Day | None = None
    silence: Silence | None = None
    contested: Contest | None = None
    ended: End | None = None
    exemptions: tuple[Exemption, ...] = ()
    no_exemption: Fact | None = None
    limits: tuple[Limit, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    exposure: tuple[Exposure, ...] = ()
    blocks: Blocking | None = None
    reports: Fact | None = None
    notes: tuple[Fact, ...] = ()
    rule: Rule | None = None

    @property
    def tests(self) -> tuple[str, ...]:
        """What of it is executable: its rule, criteria, exposure, blocking; nothing if empty."""
        parts = {
            "rule": self.rule,
            "criteria": self.criteria,
            "exposure": self.exposure,
            "blocking": self.blocks,
        }
        return tuple(name for name, part in parts.items() if part)

    @property
    def executable(self) -> bool:
        """Whether an executable rule covers it."""
        return bool(self.tests)

    @property
    def valid_until(self) -> date | None:
        """The last day in force, or None while it lasts."""
        return self.ended.last_day if self.ended else None

    @property
    def default_on_silence(self) -> Literal["stays", "lapses", "returns"]:
        """What happens to it where nobody decides."""
        if self.silence:
            return self.silence.then
        return "lapses" if self.expires else "stays"

    @property
    def contested_by(self) -> tuple[str, ...]:
        """The States that hold it not to be in force."""
        return self.contested.by if self.contested else ()

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
        single: dict[str, Marked | None] = {
            "expires": self.expires,
            "silence": self.silence,
            "contested": self.contested,
            "ended": self.ended,
            "no_exemption": self.no_exemption,
            "blocks": self.blocks,
            "reports": self.reports,
        }
        yield from ((name, fact) for name, fact in single.items() if fact)
        yield from numbered("exemptions", self.exemptions)
        yield from numbered("limits", self.limits)
        yield from numbered("criteria", self.criteria)
        yield from numbered("exposure", self.exposure)
        factors = ((n, one.significant) for n, one in enumerate(self.exposure, 1))
        yield from ((f"exposure[{n}].significant", fact) for n, fact in factors if fact)
        yield from numbered("notes", self.notes)

    def directed_at(self, code: str) -> bool:
        """Tell whether it is directed at a country, a region of it, or at persons anywhere."""
        return any(one in {code, EVERYWHERE} or one.startswith(f"{code}-") for one in self.targets)

    def bound(self, nexus: Collection[str]) -> bool:
        """Tell whether it binds whoever has one of these nexus: US, EU, UK, KR, or UN:xx.

        A paragraph of the Council binds the State UN:xx; a private person is bound through the
        law of a jurisdiction.
        """
        has = {"UN" if one.startswith("UN:") else one for one in nexus}
        return any(BY_NEXUS.get(one) in has for one in self.nexus)

    def in_force(self, on: date) -> bool:
        """Tell whether it was in force on a day."""
        return within(on, self.valid_from.day, self.valid_until)

    def exemptions_on(self, on: date) -> tuple[Exemption, ...]:
        """Return the exemptions of a day."""
        return tuple(one for one in self.exemptions if within(on, one.from_, one.until))
