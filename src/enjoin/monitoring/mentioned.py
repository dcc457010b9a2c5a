"""Organisations, vessels and other full names that a report mentions, to be looked up on lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from enjoin.model.report import Named, Span
from enjoin.monitoring import places

#: Forms of business: one word of its own before them makes a name ('Songdae Bank').
_BUSINESS = (
    "Company|Co|Corporation|Corp|Limited|Ltd|LLC|L\\.L\\.C|Inc|PLC|GmbH|JSC|PJSC|OOO|OAO|Bank|"
    "Group|Holdings?|Industries|Industry|Trading|Shipping|Enterprises?|Establishment|Airlines?|"
    "Airways|Lines?|Factory|Works|Insurance|Fund|Foundation|Brokers|Freight|Logistics|Marine"
)
#: Forms of public bodies: they need two words, since 'Foreign Ministry' names none by itself.
_PUBLIC = (
    "Agency|Bureau|Committee|Commission|Ministry|Department|Institute|University|Academy|"
    "Association|"
    "Organi[sz]ation|Federation|Force|Guards?|Command|Brigade|Front|Movement|Office|Authority"
)
FORM = re.compile(rf"\b(?=[A-Z])(?:(?P<business>{_BUSINESS})|(?P<public>{_PUBLIC}))\b(?!['’-]\w)")
_WORD_BEFORE = re.compile(r"(?:[A-Z\u00c0-\u00de][\w.’'-]*|&)\s$")
#: Where a name ends for good: 'Roe Trading Ltd of Dubai' is not called so.
_LEGAL_FORMS = frozenset("Co Corp Limited Ltd LLC L.L.C Inc PLC GmbH JSC PJSC OOO OAO".split())
_FORMS_AFTER = re.compile(rf"(?:,?\s(?:{_BUSINESS})\b\.?)*")
_TAIL = re.compile(
    rf"(?:\s(?:of|for)(?:\sthe)?(?:\s(?:and\s)?[A-Z][\w’'-]*){{1,5}})?{_FORMS_AFTER.pattern}"
)
_SHIP = re.compile(
    r"\b(?=[vtfscybM])(?:vessel|tanker|freighter|ship|carrier|trawler|ferry|yacht|steamer|barge|M/?V|M/?T)"
    r"(?:\s(?:named|called|known\sas))?(?:\s(?:the\s)?|,\sthe\s(?=[^.;\"”]{2,40},))[\"“'‘]?"
    r"(?P<name>[A-Z][\w-]*(?:\s(?:[A-Z][\w-]*|\d{1,4}))*)"
)
_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w’'-]*[a-z](?:\s(?:(?:al|bin|bint|ibn|van|von|de|el)[\s-])?"
    r"[A-Z\u00c0-\u00de][\w’'-]*\w){1,3}"
)
_FOREIGN = re.compile("[а-яё가-힣]")
#: Full names in Russian: two or three words in capitals that do not open the sentence.
_CYRILLIC = re.compile(r"(?<=[а-яё] )(?P<name>[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+){1,2})\b")
#: Korean names stand before the office: '김철수 장관'.
_HANGUL = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{3})(?<![부국원실청])\s(?:[가-힣]+\s)?"
    r"(?:대통령|총리|장관|차관|위원장|대변인|대사|국장|총비서|외무상)"
)
_COMMON = frozenset(
    "The A An And But In On At For From By Of To With After Before When While If As It Its He She "
    "They We His Her Their This That These Those Mr Mrs Ms Dr Gen Lt Col Sir U.S US U.N UN Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December North South East West New Captain Foreign Prime "
    "Minister Ministry President Secretary Department Council Security State States United White "
    "House Deputy Embassy Committee Government Resolution Resolutions Street Sea Strait Gulf River "
    "War Day Port Ocean Island Airport Treaty Act Charter Nations Union Republic Party".split()
)
_FIRST = re.compile(r"[A-ZА-ЯЁ가-힣][\w’'-]*")
#: No report names more parties in full; a longer text is a list.
_MOST = 100


def mentioned(plain: str, spans: Sequence[Span], people: Iterable[Span]) -> tuple[Named, ...]:
    """Return whom or what the report names in full, besides the people whose office it gives.

    A business or body is known by its form ('... Trading Corporation'), a vessel by the word that
    introduces it. Other full names keep the schema LegalEntity: the lists tell what they are.
    """
    schemata: dict[str, str] = {}
    for find, schema in ((_organisations, "Organization"), (_vessels, "Vessel")):
        for start, end in spans:
            for name in find(plain, start, end):
                if len(schemata) < _MOST:
                    schemata.setdefault(name, schema)
    found = _located(plain, spans, schemata)
    taken = {at for mentions in found.values() for span in mentions for at in span}
    taken |= {at for span in people for at in span}
    for name, span in _others(plain, spans):
        if len(schemata) < _MOST and not taken & set(span):
            schemata.setdefault(name, "LegalEntity")
    return tuple(
        Named(name, schemata[name], tuple(mentions))
        for name, mentions in _located(plain, spans, schemata).items()
    )


def _organisations(plain: str, start: int, end: int) -> Iterator[str]:
    for form in FORM.finditer(plain, start, end):
        begin = _name_start(plain, form.start(), start)
        tail = (_FORMS_AFTER if form[0] in _LEGAL_FORMS else _TAIL).match(plain, form.end(), end)
        name = plain[begin : tail.end() if tail else form.end()]
        own = [w for w in plain[begin : form.start()].split() if not places.code_of(w)]
        own += [w for w in name[form.end() - begin :].split() if w[:1].isupper()]
        if len(own) >= (1 if form["business"] else 2):
            yield name


def _name_start(plain: str, form: int, start: int) -> int:
    """Go left over the capitalised words of a name, at most eight."""
    begin = form
    for _ in range(8):
        word = _WORD_BEFORE.search(plain, max(start, begin - 40), begin)
        if word is None or word[0].strip().rstrip(".") in _COMMON - {
            "North",
            "South",
            "New",
            "Foreign",
        }:
            break
        if word[0].strip().endswith(("'s", "’s")):
            break
        begin = word.start()
    return begin


def _vessels(plain: str, start: int, end: int) -> Iterator[str]:
    for found in _SHIP.finditer(plain, start, end):
        words = found["name"].split()
        if words[0] not in _COMMON and not places.code_of(found["name"]):
            yield found["name"]


def _others(plain: str, spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Yield other names of two to four words; what is common or a country is none."""
    foreign = (_CYRILLIC, _HANGUL) if _FOREIGN.search(plain) else ()
    for start, end in spans:
        for pattern in foreign:
            for found in pattern.finditer(plain, start, end):
                yield found["name"], found.span("name")
        for found in _NAME.finditer(plain, start, end):
            name = re.sub(r"['’]s?$", "", found[0])
            words = name.split()
            if len(words) > 1 and not _COMMON & set(words) and not places.code_of(name):
                yield name, (found.start(), found.start() + len(name))


def _located(plain: str, spans: Sequence[Span], names: Iterable[str]) -> dict[str, list[Span]]:
    """Return where each name stands, the longest name first, in one pass."""
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = _FIRST.match(name)
        by_first.setdefault(first[0] if first else name, []).append(name)
    found: dict[str, list[Span]] = {}
    for start, end in spans:
        at = start
        for word in _FIRST.finditer(plain, start, end):
            for name in by_first.get(word[0], ()):
                stop = word.start() + len(name)
                if word.start() >= at and stop <= end and plain.startswith(name, word.start()):
                    found.setdefault(name, []).append((word.start(), stop))
                    at = stop
                    break
    return found
