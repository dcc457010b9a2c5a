"""The people a report names, their offices, and which words mean whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from enjoin.model.countries import name_of
from enjoin.model.report import Person, Span
from enjoin.monitoring import places

# --- the words of offices --------------------------------------------------------------------

_SPOKESPERSON = "spokesperson"
#: Words for an office, and the office they all mean.
_OFFICES = {
    word: office
    for office, words in {
        _SPOKESPERSON: "spokesperson spokesman spokeswoman",
        "secretary": "secretary",
        "minister": "minister premier",
        "leader": "leader ruler dictator strongman",
        "president": "president",
        "chair": "chairman chairwoman chair chairperson",
        "envoy": "envoy representative",
        "ambassador": "ambassador",
        "chief": "chief head commander director manager boss",
        "lawmaker": "senator congressman congresswoman representative lawmaker governor mayor",
        "adviser": "adviser advisor aide strategist",
        "king": "king queen prince princess emir sultan",
        "officer": "general admiral colonel captain officer sergeant",
        "official": "official diplomat",
        "expert": "professor analyst expert researcher fellow historian lawyer attorney economist",
        "judge": "judge justice prosecutor",
        "candidate": "candidate nominee",
        "chancellor": "chancellor",
    }.items()
    for word in words.split()
}
_OFFICE = (
    r"(?:press secretary|prime minister|" + "|".join(sorted(_OFFICES, key=len, reverse=True)) + r")"
)
_HEAD = re.compile(rf"\b{_OFFICE}\b", re.IGNORECASE)
_RANK = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Brig\. Gen|Maj\. Gen|Lt\. Gen|Col|Lt\. Col|Maj|Capt|Adm|Rear Adm|"
    r"Vice Adm|Cmdr|Sgt|Sen|Rep|Gov|Rev|Sir|Lord|Dame)\b\.?\s+"
)
_T = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w’'-]*"
_NAME = re.compile(
    rf"\(?{_T}\)?(?:\s(?:[A-Z]\.\s?)*(?:(?:al|bin|bint|ben|ibn|van|von|der|de|da|di|el|la|le)[\s-])*"
    rf"\(?{_T}\)?){{0,4}}"
)
_CAPITAL = re.compile(_T)
_MODIFIER = re.compile(r"(?:[A-Za-z\u00c0-\u017f][\w.’'-]*)\s$")
_LOWER_MODIFIERS = frozenset(
    "deputy vice acting assistant former special senior chief press foreign defense defence state "
    "department ministry prime of for top general national security interior finance "
    "trade unification "
    "affairs military army navy police government presidential executive campaign party opposition "
    "federal treasury and principal embassy council committee agency".split()
)
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
_POSSESSIVE = re.compile(r"['’]s?$")
_SYNONYMS = {
    "pentagon": {"defense", "department", "us"},
    "kremlin": {"presidential", "ru"},
    "dept": {"department"},
    "defence": {"defense"},
    "gov't": {"government"},
    "ministry": {"department"},
}
#: Bodies by the words that name them. Others are named as the report names them.
_BODIES = (
    (
        re.compile(r"\bstate dep(?:t|artment)|\bdepartment of state\b", re.I),
        "U.S. Department of State",
    ),
    (
        re.compile(r"\bpentagon\b|\bdepartment of defense\b|\b(?:u\.?s\.? )defense dep", re.I),
        "U.S. Department of Defense",
    ),
    (
        re.compile(r"\btreasury dep|\bdepartment of the treasury\b|\bu\.?s\.? treasury\b", re.I),
        "U.S. Department of the Treasury",
    ),
    (re.compile(r"\bwhite house\b", re.I), "White House"),
    (re.compile(r"\bkremlin\b", re.I), "Kremlin"),
    (
        re.compile(
            r"\bu\.?n\.? security council\b|\bunited nations security council\b|\bunsc\b", re.I
        ),
        "UN Security Council",
    ),
)
_ORGANISATION = re.compile(
    r"\b(?:[A-Z][\w’'-]*\s){0,3}(?:Ministry|Department|Agency|Council|Committee|Office|Commission|"
    r"Bureau|University|Institute|Party|Service|Army|Navy|Police|Embassy)(?:\s(?:of|for)(?:\sthe)?"
    r"(?:\s(?:and\s)?[A-Z][\w’'-]*){1,4})?|\b(?:foreign|defen[cs]e|interior|finance|unification|"
    r"trade|health|justice)\s(?:ministry|department)\b"
)
_PLURAL = re.compile(r"United|.*(?:Republic|Islands|Emirates|Netherlands|Philippines)$")
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|another|one)\s+", re.IGNORECASE)


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

    def take_role(self, role: str) -> None:
        """Add an office the report gives this person."""
        if role and role not in self.roles:
            self.roles.append(role)
            self.bag |= _words(role)
            self.heads |= _heads(role)


class People:
    """Whom the report names; answers which of them some words mean."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        self._drafts: dict[str, _Draft] = {}
        self._families: dict[str, list[_Draft]] = {}
        self._by_name: dict[str, _Draft] = {}

    def read(self, spans: Sequence[Span]) -> None:
        """Find names with an office or a rank in some stretches."""
        for start, end in spans:
            for head in _HEAD.finditer(self._plain, start, end):
                self._office_then_name(head, start, end)
                self._name_then_office(head, start, end)
            for rank in _RANK.finditer(self._plain, start, end):
                found = _NAME.match(self._plain, rank.end(), end)
                if found:
                    draft = self._named(*self._fitted(found))
                    if draft:
                        draft.take_role(rank[0].strip())

        for start, end in spans:
            for head in _HEAD.finditer(self._plain, start, end):
                self._office_alone(head, start)

    def _office_alone(self, head: re.Match[str], start: int) -> None:
        """Let 'the Russian defence minister' say more of 'Defence Minister Roe'."""
        role = self._plain[_role_start(self._plain, head.start(), start) : head.end()]
        named = re.match(r",?\s[A-Z(]", self._plain[head.end() : head.end() + 3])
        words, heads = (set(), set()) if named else (_words(role), _heads(role))
        fit = [d for d in self._drafts.values() if d.heads & heads and d.bag < words]
        if len(fit) == 1 and places.code_of(role):
            fit[0].take_role(role)

    def subject(self, span: Span) -> None:
        """Take the subject of a verb of speech for a person if it reads like a full name."""
        found = _NAME.fullmatch(self._plain, *span)
        if found and " " in found[0]:
            self._named(*span)

    def _office_then_name(self, head: re.Match[str], start: int, end: int) -> None:
        after = re.compile(r",?\s").match(self._plain, head.end(), end)
        found = _NAME.match(self._plain, after.end(), end) if after else None
        if after is None or found is None or (found[0].startswith("(") and " " not in found[0]):
            return
        begin, stop = self._fitted(found)
        if "," in after[0] and self._plain[stop : stop + 1] not in {",", "."}:
            return
        draft = self._named(begin, stop)
        if draft:
            draft.take_role(self._plain[_role_start(self._plain, head.start(), start) : head.end()])

    def _name_then_office(self, head: re.Match[str], start: int, end: int) -> None:
        """Read 'Jane Roe, the U.S. deputy envoy for Ruritania,'."""
        comma = self._plain.rfind(",", max(start, head.start() - 70), head.start())
        if comma < 0:
            return
        role = self._plain[comma + 1 : head.end()].strip()
        before = self._plain[max(start, comma - 60) : comma]
        name = re.search(rf"(?:{_T}|[A-Z]\.)(?:\s(?:{_T}|[A-Z]\.)){{1,3}}$", before)
        if name is None or re.search(r'["“”;:.!?](?!\w)', re.sub(r"\b[A-Z]\.|U\.S\.", "", role)):
            return
        if re.search(r"\b(?:said|told|who|is|was|and)\b", role):
            return
        tail = re.compile(r"\s(?:for|of|to|at|in)\s[^,.;\"“”]{2,50}(?=[,.])").match(
            self._plain, head.end(), end
        )
        draft = self._named(comma - len(name[0]), comma)
        if draft:
            draft.take_role(_ARTICLE.sub("", role + (tail[0] if tail else "")))

    def _fitted(self, found: re.Match[str]) -> Span:
        """Cut a match down to the words that can be a name."""
        start, end = found.start(), found.start()
        for word in re.finditer(r"\S+", found[0]):
            bare = word[0].strip("()")
            low = _POSSESSIVE.sub("", bare).lower()
            if low in _NO_NAME:
                # 'Korean Central News Agency' is no person; 'Jane Roe Monday' is one and a day.
                return (start, end if low in _CLOSING else start)
            end = found.start() + word.start() + len(_POSSESSIVE.sub("", word[0]))
            if _POSSESSIVE.search(word[0]):
                break
        return (start, end)

    def _named(self, start: int, end: int) -> _Draft | None:
        words = [
            w
            for w in re.split(r"\s+", self._plain[start:end].replace("(", "").replace(")", ""))
            if w
        ]
        if not words or any(word.lower() in _NO_NAME for word in words):
            return None
        name = " ".join(words)
        acronym = name.isupper() and len(name) < 5
        if acronym or not words[-1][:1].isupper() or places.code_of(name):
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
        bare = _POSSESSIVE.sub("", word[0])
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
            bare = _POSSESSIVE.sub("", word[0])
            drafts = self._families.get(bare.lower())
            if drafts:
                return self._nearest(drafts, span).name
        return None

    def _nearest(self, drafts: Sequence[_Draft], span: Span) -> _Draft:
        full = [d for d in drafts if d.name.split()[0] in self._plain[slice(*span)].split()]
        before = [d for d in drafts if d.first <= span[0]]
        return (full or before[-1:] or list(drafts))[0]

    def by_office(self, span: Span) -> str | None:
        """Return the person whose office some words describe ('the department spokesperson')."""
        words = self._plain[slice(*span)]
        heads = _heads(words)
        if not heads:
            return None
        wanted = _words(words) - _office_words(words)
        fit = [
            draft
            for draft in self._drafts.values()
            if draft.heads & heads and _agree(wanted, draft.bag)
        ]
        before = [draft for draft in fit if draft.first <= span[0]]
        best = max(before, key=lambda draft: draft.first, default=None)
        return (best or fit[0]).name if fit else None

    def last_office(self, start: int, end: int) -> str | None:
        """Return the person whose office is the last one named in a stretch."""
        found = list(_HEAD.finditer(self._plain, start, end))
        if not found:
            return None
        return self.by_office((_role_start(self._plain, found[-1].start(), start), found[-1].end()))

    def give_role(self, name: str, role: str) -> None:
        """Record an office that another sentence gave a person ('A Pentagon spokesperson said')."""
        draft = self._by_name.get(name)
        if draft is not None:
            draft.take_role(_ARTICLE.sub("", role))

    def person(self, name: str) -> Person | None:
        """Return what is known so far of the person of that name."""
        draft = self._by_name.get(name)
        return _person(draft) if draft else None

    def everybody(self) -> tuple[Person, ...]:
        """Return the people in the order in which they are first named."""
        found = [_person(draft) for draft in self._drafts.values() if draft.mentions]
        return tuple(sorted(found, key=lambda person: person.mentions[0]))


def _person(draft: _Draft) -> Person:
    role, affiliation = _best_role(draft.roles), _affiliation(draft.roles)
    return Person(draft.name, role, affiliation, tuple(draft.mentions))


def body_of(words: str) -> str | None:
    """Return the office of state that words name: 'the State Department', 'Seoul'."""
    for pattern, name in _BODIES:
        if pattern.search(words):
            return name
    return None


def body_of_alone(words: str) -> str | None:
    """Return the office of state where the words name it and nothing in it, such as a spokesman."""
    return None if _HEAD.search(words) or "official" in words else body_of(words)


def government_of(words: str) -> str | None:
    """Return the government that a capital or a country stands for: 'Seoul stressed ...'."""
    bare = _POSSESSIVE.sub("", _ARTICLE.sub("", words.strip()))
    found = list(places.mentions(bare, 0, len(bare)))
    if len(found) == 1 and found[0][0] == (0, len(bare)):
        name = name_of(found[0][1])
        return f"Government of {'the ' * bool(_PLURAL.match(name))}{name}"
    return None


def without_article(words: str) -> str:
    """Return words without the article they open with."""
    return _ARTICLE.sub("", words.strip())


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
    return words[-1].lower()


def _name_parts(bare: str, families: dict[str, list[_Draft]]) -> list[str]:
    """Return the family names in a word; 'Kim-Putin' holds two."""
    if bare.lower() in families:
        return [bare]
    return [part for part in bare.split("-") if part.lower() in families] if "-" in bare else []


def _extended(plain: str, span: Span, name: Sequence[str], start: int) -> Span:
    """Widen a family name to the given names beside it."""
    begin, end = span
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


def _role_start(plain: str, head: int, start: int) -> int:
    """Go left over the words that belong to an office: 'Department of Defense deputy'."""
    begin = head
    while begin > start:
        word = _MODIFIER.search(plain, max(start, begin - 40), begin)
        if word is None:
            break
        bare = word[0].strip()
        known = bare.lower() in _LOWER_MODIFIERS or bare.lower() in {"u.s.", "us", "u.n.", "un"}
        if (
            not known
            and (not bare[0].isupper() or bare.lower() in {"the", "a", "an", "but", "in", "by"})
        ) or bare == "and":
            break
        if bare.endswith(".") and bare.count(".") == 1 and len(bare) > 3:
            break
        begin = word.start()
    while plain[begin : begin + 4].lower() in {"and ", "for "} or plain[begin : begin + 3] == "of ":
        begin = plain.index(" ", begin) + 1
    return begin


def _heads(words: str) -> set[str]:
    low = words.lower()
    if "press secretary" in low:
        return {_SPOKESPERSON}
    return {_OFFICES[w.split()[-1]] for w in (m[0].lower() for m in _HEAD.finditer(words))}


def _office_words(words: str) -> set[str]:
    return {part for m in _HEAD.finditer(words) for part in m[0].lower().split()}


def _words(role: str) -> set[str]:
    """Return the words of an office that tell it from others, countries as codes."""
    found: set[str] = set()
    for word in re.findall(r"[\w.’'-]+", _POSSESSIVE.sub("", role)):
        bare = _POSSESSIVE.sub("", word).lower().strip(".")
        found |= _SYNONYMS.get(bare, set()) | {places.code_of(word) or bare}
    return found - {"the", "a", "an", "of", "for", "s", "top", "senior", "new", "its", "and"}


def _agree(wanted: set[str], bag: set[str]) -> bool:
    """Tell whether a description fits: each word is known, or is a country where none is."""
    missing = {
        w for w in wanted - bag if w not in {"department", "ministry", "pentagon", "kremlin"}
    }
    codes = {w for w in missing if len(w) == 2}
    has_code = any(len(word) == 2 for word in bag)
    return not (missing - codes) and not (codes and has_code)


def _best_role(roles: Sequence[str]) -> str | None:
    """Return the office that says most: one with a body before a bare rank."""
    return max(
        roles, key=lambda role: (bool(_affiliation([role])), bool(_heads(role))), default=None
    )


def _affiliation(roles: Iterable[str]) -> str | None:
    """Return the body or country that the offices are of."""
    roles = list(roles)
    for role in roles:
        body = body_of(role)
        if body:
            return body
    for role in roles:
        named = _ORGANISATION.search(role)
        if named:
            return named[0]
    codes = [code for role in roles if (code := places.code_of(role))]
    return name_of(codes[0]) if codes else None
