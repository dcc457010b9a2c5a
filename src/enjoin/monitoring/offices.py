"""Words for offices and bodies of state, and which of them agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from enjoin.model.countries import name_of
from enjoin.monitoring import places

_SPOKESPERSON = "spokesperson"

#: Words for an office, and the office they all mean.
OFFICES = {
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


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for words that may open with a capital; by first letter, which is fast."""
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest.setdefault(word[0], []).append(re.escape(word[1:]))
    ends = (f"[{a}{a.upper()}](?:{'|'.join(tails)})" for a, tails in rest.items())
    return f"(?:{'|'.join(ends)})"


OFFICE = any_of(["press secretary", "prime minister", *OFFICES])
HEAD = re.compile(rf"\b{OFFICE}\b")

_MODIFIER = re.compile(r"(?:[A-Za-z\u00c0-\u017f][\w.’'-]*)\s$")

#: Words that may stand before an office in small letters.
QUALIFIERS = frozenset(
    "deputy vice acting assistant former special senior chief press foreign defense defence state "
    "department ministry prime top general national security interior finance "
    "trade unification "
    "affairs military army navy police government presidential executive campaign party opposition "
    "federal treasury principal embassy council committee agency".split()
)

POSSESSIVE = re.compile(r"['’]s?$")

_MODIFIERS = QUALIFIERS | {"of", "for", "and", "u.s.", "us", "u.n.", "un"}
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

_WHERE = re.compile(r"\s(?:in|at)\s.*")
ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|another|one)\s+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def body_of(words: str) -> str | None:
    """Return the office of state that words name: 'the State Department', 'Seoul'."""
    for pattern, name in _BODIES:
        if pattern.search(words):
            return name
    return None


def body_of_alone(words: str) -> str | None:
    """Return the office of state where the words name it and nothing in it, such as a spokesman."""
    return None if HEAD.search(words) or "official" in words else body_of(words)


def government_of(words: str) -> str | None:
    """Return the government that a capital or a country stands for: 'Seoul stressed ...'."""
    bare = POSSESSIVE.sub("", ARTICLE.sub("", words.strip()))
    found = list(places.mentions(bare, 0, len(bare)))
    if len(found) == 1 and found[0][0] == (0, len(bare)):
        name = name_of(found[0][1])
        return f"Government of {'the ' * bool(_PLURAL.match(name))}{name}"
    return None


def without_article(words: str) -> str:
    """Return words without the article they open with."""
    return ARTICLE.sub("", words.strip())


def role_start(plain: str, head: int, start: int) -> int:
    """Go left over the words that belong to an office: 'Department of Defense deputy'."""
    begin = head
    while begin > start:
        word = _MODIFIER.search(plain, max(start, begin - 40), begin)
        if word is None:
            break
        bare = word[0].strip()
        known = bare.lower() in _MODIFIERS
        if (
            not known
            and (
                not bare[0].isupper()
                or bare.lower() in {"the", "a", "an", "but", "in", "by", "as", "on", "at", "when"}
            )
        ) or bare == "and":
            break
        if bare.endswith(".") and bare.count(".") == 1 and len(bare) > 3:
            break
        begin = word.start()
    while plain[begin : begin + 4].lower() in {"and ", "for "} or plain[begin : begin + 3] == "of ":
        begin = plain.index(" ", begin) + 1
    return begin


def heads_of(words: str) -> set[str]:
    """Return the offices that words name, whatever the gender or synonym."""
    low = words.lower()
    if "press secretary" in low:
        return {_SPOKESPERSON}
    return {OFFICES[w.split()[-1]] for w in (m[0].lower() for m in HEAD.finditer(words))}


def office_words(words: str) -> set[str]:
    """Return the words of a description that are offices themselves."""
    return {part for m in HEAD.finditer(words) for part in m[0].lower().split()}


def telling_words(role: str) -> set[str]:
    """Return the words of an office that tell it from others, countries as codes."""
    found: set[str] = set()
    for word in re.findall(r"[\w.’'-]+", POSSESSIVE.sub("", role)):
        bare = POSSESSIVE.sub("", word).lower().strip(".")
        found |= _SYNONYMS.get(bare, set()) | {places.code_of(word) or bare}
    return found - {"the", "a", "an", "of", "for", "s", "top", "senior", "new", "its", "and"}


def agree(wanted: set[str], bag: set[str]) -> bool:
    """Tell whether a description fits: each word is known, or is a country where none is."""
    missing = {
        w for w in wanted - bag if w not in {"department", "ministry", "pentagon", "kremlin"}
    }
    codes = {w for w in missing if len(w) == 2}
    has_code = any(len(word) == 2 for word in bag)
    return not (missing - codes) and not (codes and has_code)


def best_role(roles: Sequence[str]) -> str | None:
    """Return the office that says most: one with a body before a bare rank."""
    return max(
        roles, key=lambda role: (bool(affiliation_of([role])), bool(heads_of(role))), default=None
    )


def country_of(role: str) -> str | None:
    """Return the country an office is of; an envoy in Paris is not France's."""
    return places.code_of(_WHERE.sub("", role))


def affiliation_of(roles: Iterable[str]) -> str | None:
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
    codes = [code for role in roles if (code := country_of(role))]
    return name_of(codes[0]) if codes else None
