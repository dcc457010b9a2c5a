"""The people a report names, their offices, and which words mean whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from enjoin.model.report import Person, Span
from enjoin.monitoring import places
from enjoin.monitoring.mentioned import FORM
from enjoin.monitoring.offices import (
    ARTICLE,
    HEAD,
    POSSESSIVE,
    affiliation_of,
    agree,
    best_role,
    heads_of,
    office_words,
    role_start,
    telling_words,
)

#: Words of address and rank, several of which may stand before a name ('Maj. Gen. Roe').
_RANKS = frozenset(
    "Mr Mrs Ms Miss Mx Dr Prof Gen Brig Maj Lt Col Capt Adm Cmdr Cdr Sgt Cpl Sen Rep Gov Rev Hon "
    "Sir Lord Lady Dame Amb Insp Supt General Brigadier Major Lieutenant Colonel Captain Admiral "
    "Commodore Sergeant Ambassador Senator Professor Judge Justice Sheikh Ayatollah".split()
)
_COURTESIES = frozenset("Mr Mrs Ms Miss Mx".split())
_RANK = re.compile(rf"\b(?=[A-Z])(?:(?:Rear\s|Vice\s)?(?:{'|'.join(sorted(_RANKS))})\b\.?\s+)+")
_PARTICLE = r"(?:al|bin|bint|ben|ibn|van|von|der|de|da|di|el|la|le)[\s-]"
#: Between an office and its name: 'Maj. Gen.', or ' for the company, '.
_BEFORE_NAME = re.compile(
    rf"(?:(?P<of>\s(?:in|to|at|for|of)\s[^,.;:()\"“”]{{2,50}}),|,?)\s(?:{_RANK.pattern})?"
)

_T = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w’'-]*"

_NAME = re.compile(rf"\(?{_T}\)?(?:\s(?:[A-Z]\.\s?)*(?:{_PARTICLE})*\(?{_T}\)?){{0,4}}")

_WITH_PARTICLE = re.compile(rf"\b{_PARTICLE}")
_PARTICLE_BEFORE = re.compile(rf"\b{_PARTICLE}$")
_NAME_AT_END = re.compile(rf"(?:{_T}|[A-Z]\.)(?:\s(?:{_PARTICLE})*(?:{_T}|[A-Z]\.)){{1,3}}$")
#: What makes a clause of the words after a name: they give no office then.
_CLAUSE = re.compile(
    r"\b(?:said|told|who|is|was|and|met|saw|has|had|will|[a-z]+ed\s(?:the|a|an|his|her|its|[A-Z]\w+))\b"
)
_INTRODUCED = re.compile(r",\s(?:\d\d\b|who\b|whose\b|an?\s|the\s)")
_CAPITAL = re.compile(_T)

_NO_NAME = frozenset(
    "the a an in on at he she it they we i but and this that his her monday tuesday "
    "wednesday thursday "
    "friday saturday sunday january february march april may june july august september october "
    "november december state department house white senate congress council united "
    "nations security "
    "committee ministry party court national international administration defense defence "
    "foreign university institute agency press news treasury pentagon kremlin bank group company "
    "times post herald street republican democrat democratic republicans democrats "
    "north south east "
    "west when if while after before no not yes there these those as for to from with by of "
    "government association center centre commission bureau army navy force guard university war "
    "day victory super tuesday american americans minister president secretary us "
    "u.s office".split()
)

_CLOSING = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june "
    "july august september october november december the a he she it they i we but and".split()
)

_FAMILY_FIRST = frozenset(
    "kim lee park choi jung jeong kang cho yoon jang lim han oh seo shin kwon hwang "
    "ahn song ri pak "
    "xi li wang zhang liu chen yang zhao huang zhou wu xu sun mao hu nguyen tran le pham".split()
)

#: No report names more people; a longer text is a list, and reading it must stay linear.
_MOST = 300


class _Draft(msgspec.Struct):
    """A person while the report is still being read."""

    name: str
    first: int
    roles: list[str] = msgspec.field(default_factory=list)
    mentions: list[Span] = msgspec.field(default_factory=list)
    bag: set[str] = msgspec.field(default_factory=set)
    heads: set[str] = msgspec.field(default_factory=set)

    def last_before(self, at: int) -> int:
        """Return where this person was last named before a place; -1 if only after it."""
        here = bisect_left(self.mentions, (at, 0))
        named = self.mentions[here - 1][0] if here else -1
        return max(named, self.first if self.first <= at else -1)

    def take_role(self, role: str) -> None:
        """Add an office the report gives this person."""
        if role and role not in self.roles:
            self.roles.append(role)
            self.bag |= telling_words(role)
            self.heads |= heads_of(role)


class People:
    """Whom the report names; answers which of them some words mean."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._drafts: dict[str, _Draft] = {}
        self._families: dict[str, list[_Draft]] = {}
        self._by_name: dict[str, _Draft] = {}

    def read(self, spans: Sequence[Span]) -> None:
        """Find names with an office or a rank in some stretches."""
        heads: list[tuple[re.Match[str], int]] = []
        for start, end in spans:
            for head in HEAD.finditer(self._plain, start, end):
                heads.append((head, start))
                self._office_then_name(head, start, end)
                self._name_then_office(head, start, end)
            for rank in _RANK.finditer(self._plain, start, end):
                found = _NAME.match(self._plain, rank.end(), end)
                if found:
                    draft = self._named(*self._fitted(found))
                    if draft and rank[0].strip(" .") not in _COURTESIES:
                        draft.take_role(rank[0].strip())
        for head, start in heads:
            self._office_alone(head, start)

    def _office_alone(self, head: re.Match[str], start: int) -> None:
        """Let 'the Russian defence minister' say more of 'Defence Minister Roe'."""
        role = self._plain[role_start(self._plain, head.start(), start) : head.end()]
        named = re.match(r",?\s[A-Z(]", self._plain[head.end() : head.end() + 3])
        words, heads = (set(), set()) if named else (telling_words(role), heads_of(role))
        fit = [d for d in self._drafts.values() if d.heads & heads and d.bag < words]
        if len(fit) == 1 and places.code_of(role):
            fit[0].take_role(role)

    def subject(self, span: Span) -> None:
        """Take the subject of a verb of speech for a person if it reads like a full name."""
        found = _NAME.fullmatch(self._plain, *span)
        if found and " " in found[0]:
            self._named(*span)

    def _office_then_name(self, head: re.Match[str], start: int, end: int) -> None:
        after = _BEFORE_NAME.match(self._plain, head.end(), end)
        found = _NAME.match(self._plain, after.end(), end) if after else None
        if after is None or found is None or (found[0].startswith("(") and " " not in found[0]):
            return
        begin, stop = self._fitted(found)
        if "," in after[0] and self._plain[stop : stop + 1] not in {",", "."}:
            return
        draft = self._named(begin, stop)
        if draft:
            role = self._plain[role_start(self._plain, head.start(), start) : head.end()]
            draft.take_role(role + (after["of"] or ""))

    def _name_then_office(self, head: re.Match[str], start: int, end: int) -> None:
        """Read 'Jane Roe, the U.S. deputy envoy for Ruritania,'."""
        comma = self._plain.rfind(",", max(start, head.start() - 70), head.start())
        if comma < 0:
            return
        role = self._plain[comma + 1 : head.end()].strip()
        before = self._plain[max(start, comma - 60) : comma]
        name = _NAME_AT_END.search(before)
        if name is None or re.search(r'["“”;:.!?](?!\w)', re.sub(r"\b[A-Z]\.|U\.S\.", "", role)):
            return
        if _CLAUSE.search(role):
            return
        tail = re.compile(r"\s(?:for|of|to|at|in)\s[^,.;\"“”]{2,50}(?=[,.])").match(
            self._plain, head.end(), end
        )
        draft = self._named(comma - len(name[0]), comma)
        if draft:
            draft.take_role(ARTICLE.sub("", role + (tail[0] if tail else "")))

    def _fitted(self, found: re.Match[str]) -> Span:
        """Cut a match down to the words that can be a name."""
        start, end = found.start(), found.start()
        for word in re.finditer(r"\S+", found[0]):
            if word[0].startswith("(") and word.start() and word.end() == len(found[0]):
                break  # 'Roe (R-Ohio)': what only explains a name is no part of it
            bare = word[0].strip("()")
            low = POSSESSIVE.sub("", bare).lower()
            if low in _NO_NAME:
                # 'Korean Central News Agency' is no person; 'Jane Roe Monday' is one and a day.
                return (start, end if low in _CLOSING else start)
            end = found.start() + word.start() + len(POSSESSIVE.sub("", word[0]))
            if POSSESSIVE.search(word[0]):
                break
        return (start, end)

    def _named(self, start: int, end: int) -> _Draft | None:
        words = [
            w
            for w in re.split(r"\s+", self._plain[start:end].replace("(", "").replace(")", ""))
            if w
        ]
        while words and words[0].rstrip(".") in _RANKS:
            words.pop(0)
        if not words or any(word.lower() in _NO_NAME for word in words):
            return None
        name = " ".join(words)
        acronym = name.isupper() and len(name) < 5
        if acronym or words[-1].islower() or FORM.fullmatch(words[-1]) or places.code_of(name):
            return None
        draft = self._known(words)
        if draft is None and len(self._drafts) < _MOST:
            draft = self._drafts[_key(name)] = _Draft(name, start)
            self._families.setdefault(_family(words), []).append(draft)
        elif draft is not None and len(words) > len(draft.name.split()):
            self._by_name.pop(draft.name, None)
            draft.name = name
        if draft is not None:
            self._by_name[draft.name] = draft
        return draft

    def _known(self, words: Sequence[str]) -> _Draft | None:
        exact = self._drafts.get(_key(" ".join(words)))
        if exact:
            return exact
        for draft in self._families.get(_family(words), ()):
            theirs = draft.name.split()
            if len(words) == 1 or len(theirs) == 1 or theirs[0] == words[0]:
                return draft
        return None

    def locate(self, spans: Iterable[Span]) -> None:
        """Record every mention by name."""
        for start, end in sorted(spans):
            for word in _CAPITAL.finditer(self._plain, start, end):
                self._mention(word, start)

    def _mention(self, word: re.Match[str], start: int) -> None:
        bare = POSSESSIVE.sub("", word[0])
        for part in _name_parts(bare, self._families):
            draft = self._families[part.lower()][-1] if part.lower() in self._families else None
            if draft is None:
                continue
            at = word.start() + bare.index(part)
            span = _extended(self._plain, (at, at + len(part)), draft.name.split(), start)
            named = [d for d in self._families[part.lower()] if _is_full(self._plain, span, d)]
            draft = named[0] if named else draft
            if not draft.mentions or draft.mentions[-1][1] <= span[0]:
                draft.mentions.append(span)

    def by_name(self, span: Span) -> str | None:
        """Return the person whose name stands in a stretch, the first if several."""
        for word in _CAPITAL.finditer(self._plain, *span):
            bare = POSSESSIVE.sub("", word[0])
            drafts = self._families.get(bare.lower())
            if drafts:
                return self._nearest(drafts, span).name
        return None

    def _nearest(self, drafts: Sequence[_Draft], span: Span) -> _Draft:
        full = [d for d in drafts if d.name.split()[0] in self._plain[slice(*span)].split()]
        before = [d for d in drafts if d.first <= span[0]]
        return (full or before[-1:] or list(drafts))[0]

    def by_family(self, word: str) -> str | None:
        """Return the first person with that family name."""
        drafts = self._families.get(word.lower())
        return drafts[0].name if drafts else None

    def is_introduced(self, name: str) -> bool:
        """Tell whether the report explains who somebody is: 'Dan Hoult, 54,', 'Roe, who'."""
        draft = self._by_name.get(name)
        if draft is None or not draft.mentions:
            return False
        return bool(_INTRODUCED.match(self._plain, draft.mentions[0][1]))

    def by_office(self, span: Span) -> str | None:
        """Return the person whose office some words describe ('the department spokesperson')."""
        words = self._plain[slice(*span)]
        heads = heads_of(words)
        if not heads:
            return None
        wanted = telling_words(words) - office_words(words)
        fit = [
            draft
            for draft in self._drafts.values()
            if draft.heads & heads and agree(wanted, draft.bag)
        ]
        best = max(fit, key=lambda draft: draft.last_before(span[0]), default=None)
        return best.name if best else None

    def last_office(self, start: int, end: int) -> str | None:
        """Return the person whose office is the last one named in a stretch."""
        found = list(HEAD.finditer(self._plain, start, end))
        if not found:
            return None
        return self.by_office((role_start(self._plain, found[-1].start(), start), found[-1].end()))

    def give_role(self, name: str, role: str) -> None:
        """Record an office that another sentence gave a person ('A Pentagon spokesperson said')."""
        draft = self._by_name.get(name)
        if draft is not None:
            draft.take_role(ARTICLE.sub("", role))

    def person(self, name: str) -> Person | None:
        """Return what is known so far of the person of that name."""
        draft = self._by_name.get(name)
        return _person(draft) if draft else None

    def everybody(self) -> tuple[Person, ...]:
        """Return the people in the order in which they are first named."""
        found = [_person(draft) for draft in self._drafts.values() if draft.mentions]
        return tuple(sorted(found, key=lambda person: person.mentions[0]))


@lru_cache(maxsize=4_096)
def _office_of(roles: tuple[str, ...]) -> tuple[str | None, str | None]:
    return best_role(roles), affiliation_of(roles)


def _person(draft: _Draft) -> Person:
    role, affiliation = _office_of(tuple(draft.roles))
    return Person(draft.name, role, affiliation, tuple(draft.mentions))


def _key(name: str) -> str:
    return name.lower().replace("-", " ").replace(".", "")


def _family(words: Sequence[str]) -> str:
    """Return the family name: the first word of Korean, Chinese and Vietnamese names."""
    if (
        len(words) > 1
        and words[0].lower() in _FAMILY_FIRST
        and (len(words) == 3 or "-" in words[1])
    ):
        return words[0].lower()
    return _WITH_PARTICLE.sub("", words[-1]).lower()


def _name_parts(bare: str, families: dict[str, list[_Draft]]) -> list[str]:
    """Return the family names in a word; 'Kim-Putin' holds two."""
    if bare.lower() in families:
        return [bare]
    return [part for part in bare.split("-") if part.lower() in families] if "-" in bare else []


def _extended(plain: str, span: Span, name: Sequence[str], start: int) -> Span:
    """Widen a family name to the given names beside it."""
    begin, end = span
    particle = _PARTICLE_BEFORE.search(plain, max(start, begin - 5), begin)
    if particle and particle[0].rstrip() in " ".join(name):
        begin = particle.start()
    given = {word.lower().strip(".") for word in name}
    while True:
        before = re.search(r"[\w.’'-]+\)?\s$", plain[max(start, begin - 25) : begin])
        if before is None or before[0].strip(" .)(").lower() not in given:
            break
        begin -= len(before[0])
    if plain[begin - 1 : begin] == "(" and ")" in plain[begin:end]:
        begin -= 1
    while True:
        after = re.match(r"\s([A-Z][\w-]*)", plain[end : end + 25])
        if after is None or not (
            {after[1].lower(), *after[1].lower().split("-")} & given
            | (
                {after[1].lower()}
                if after[1].lower().replace("-", " ") in " ".join(name).lower().replace("-", " ")
                else set()
            )
        ):
            break
        end += after.end()
    return (begin, end)


def _is_full(plain: str, span: Span, draft: _Draft) -> bool:
    return _key(plain[slice(*span)]) == _key(draft.name)
