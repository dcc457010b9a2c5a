"""Korean: who holds which office, and whom a report quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from enjoin.model.report import Dated, Span
from enjoin.monitoring.spoken import Spoken, Words
from enjoin.monitoring.tokens import FILL, masked
from enjoin.text.prose import Quotation

# --- name, body, office ('박진 외교부 장관') ------------------------------------------------------

_OFFICE = re.compile(
    r"(?P<before>(?:[가-힣·]{1,9}\s){1,4}?)"
    r"(?P<role>(?:부|전\s)?(?:대통령|국가주석|주석|총리|수상|[가-힣]{0,4}장관|[가-힣]{0,4}차관|"
    r"외무상|국방상|외상|국무위원장|위원장|총비서|대변인|대사|국장|의장|부장|사령관|특별대표|사무총장|차석대사|공보실장|실장))"
    r"(?:은|는|이|가|의|을|를|과|와|도|에게|께서|이다|으로)?(?![가-힣])"
)
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용리림량라"
)
#: Countries and public bodies that stand between a name and an office.
_BODY = re.compile(
    r"(?:[가-힣]*(?:부|청|원|처|실|회|당|군|성|국|처|위|연합|기구)|미|일|중|러|북|남|북한|한국|미국|중국|일본|"
    r"러시아|우크라이나|이란|시리아|쿠바|영국|독일|프랑스|조선|유엔|안보리|주유엔|현지)"
)
_PARTICLE = re.compile(r".+(?:은|는|을|를|의|에서|에게|으로|했다|했던|하는|라고|며|고)$")


def offices(text: str, start: int, end: int) -> Iterator[tuple[str, str, str | None]]:
    """Yield (name, office, body) of the people whose office stands after their name."""
    for found in _OFFICE.finditer(text, start, end):
        words = found["before"].split()
        of = _bodies(words)
        name = _name_of(words)
        before = words[: -len(name.split())] if name else []
        if name and not of and before and _BODY.fullmatch(before[-1]):
            of = before[-1:]
        if name:
            yield name, found["role"], " ".join(of) or None


def _bodies(words: list[str]) -> list[str]:
    """Take the countries and bodies off the end of some words."""
    of: list[str] = []
    while words and _BODY.fullmatch(words[-1]) and not _is_korean_name(words[-1]):
        of.insert(0, words.pop())
    return of


def _is_korean_name(word: str) -> bool:
    return len(word) == 3 and word[0] in _SURNAMES and not word.endswith(("부", "국", "청", "원"))


def _name_of(words: Sequence[str]) -> str | None:
    """Return the name that a row of words ends in: Korean in one word, foreign ones in two."""
    if not words:
        return None
    last = words[-1]
    korean = 2 <= len(last) <= 3 and last[0] in _SURNAMES and not _BODY.fullmatch(last)
    if korean or _is_korean_name(last):
        return last
    two = words[-2:]
    foreign = len(two) == 2 and not any(_PARTICLE.match(w) or _BODY.fullmatch(w) for w in two)
    return " ".join(two) if foreign else None


# --- name, office, quotation, verb ('박진 장관은 "..."라고 말했다') ----------------------

_SUBJECT = frozenset("은는이가")
#: What follows quoted words: 'said' (라고 말했다), or 'saying' (라며) before more of them.
_SAYS = re.compile(
    rf"(?:이?라고|고)(?:도|까지)?\s(?P<between>[^{FILL}]{{0,60}}?)"
    r"(?P<cue>(?:거듭\s|재차\s)?(?:말했|밝혔|강조했|전했|지적했|덧붙였|설명했|비판했|경고했|주장했|촉구했|"
    r"답했|반박했|언급했|역설했|부연했|적었|썼|말한|밝힌|덧붙인)(?:다|으며|고|습니다)?)"
    r"|(?P<saying>이?라며|이?라면서|며|면서)(?=\s)"
)
#: Somebody else whom the words between a speaker and a quotation are about.
_OTHER = re.compile(
    r"(?:[가-힣]+(?:부|청|원|처|실|회|당|군|국|위|측|신|자|씨)|북한|중국|일본|러시아|이란|그|그녀|이들)"
    r"(?:은|는|이|가)\s"
)
_DAY = re.compile(r"(?<![\d월]\s)(?<!\d)(?P<day>[1-9]|[12]\d|3[01])일(?=\s|\()")

WORDS = Words(
    kinds=(
        (
            "refusal-to-comment",
            re.compile(r"(?:언급|논평|답변|확인)(?:하지|해\s?줄)\s(?:않|수\s없)"),
        ),
        ("denial", re.compile(r"사실이\s아니|사실무근|근거\s없|사실과\s다르")),
        ("appeal", re.compile(r"촉구|호소")),
        ("legal-position", re.compile(r"(?:결의|제재|국제법|조약|안보리).{0,40}위반")),
        ("warning", re.compile(r"경고|주저하지\s않|대가를\s치|책임을\s물|좌시하지\s않")),
        ("commitment", re.compile(r"하겠|할\s것이?(?:다|라|$)|계속\s.{0,20}것|나갈\s것|방침")),
        ("report", re.compile(r"(?:했|됐|였|었|았)(?:다|습니다)")),
    ),
    hedges=(
        ("potentially", re.compile(r"잠재적")),
        ("may", re.compile(r"수\s?(?:도\s)?있|가능성|아마|것으로\s보|듯하|모른다")),
        ("if", re.compile(r"(?:다|라|한|하|되|된|으|이)면[\s,]|경우")),
    ),
)


def quotations(
    text: str,
    sentence: Span,
    quoted: Sequence[Quotation],
    names: Sequence[str],
    anchor: date | None,
) -> Iterator[Spoken]:
    """Yield the quotations of a sentence whose speaker is named in it, those of one speaker as one.

    `names` are the people of the report; a family name with an office is taken for one of them
    where it fits no other. `anchor` is the day of publication.
    """
    row, offset = masked(text, sentence, quoted), sentence[0]
    found: dict[Span, Spoken] = {}
    for one in quoted:
        says = _SAYS.match(row, one.closed - offset)
        if says is None:
            continue
        named = _speaker(row, one.opened - offset, says, names)
        if named is None:
            continue
        name, (start, end) = named
        cue = says.span("cue" if says["cue"] else "saying")
        who = (start + offset, end + offset)
        before = found.get(who)
        found[who] = Spoken(
            name,
            who,
            (cue[0] + offset, cue[1] + offset),
            (*(before.quotes if before else ()), (one.start, one.end)),
            sentence,
            "quotation-in-Korean",
            _day(row, end, offset, anchor),
        )
    yield from found.values()


def _speaker(
    row: str, opened: int, says: re.Match[str], names: Sequence[str]
) -> tuple[str, Span] | None:
    """Return who is named between quotation and verb, or else last before the quotation."""
    after = (says.start("between"), says.end("between")) if says["cue"] else (0, 0)
    for start, end in (after, (max(0, opened - _NEAR), opened)):
        subjects = [m for m in _OFFICE.finditer(row, start, end) if _is_subject(row, m)]
        if subjects:
            last = subjects[-1]
            if _OTHER.search(row, last.end(), end):
                return None
            named = _person(last, names)
            return (named[0], (named[1], last.end("role"))) if named else None
        if _OTHER.search(row, start, end):
            return None
    return None


#: Characters before a quotation in which its speaker stands.
_NEAR = 320


def _is_subject(row: str, office: re.Match[str]) -> bool:
    return office.end() > office.end("role") and row[office.end() - 1] in _SUBJECT


def _person(office: re.Match[str], names: Sequence[str]) -> tuple[str, int] | None:
    """Return the name before an office, in full where the report has it, and where it begins."""
    words = office["before"].split()
    _bodies(words)
    name = _name_of(words) or (words[-1] if words else "")
    full = [one for one in names if one == name]
    if not full and name:
        full = [one for one in names if one.split()[-1] == name or _is_family(name, one)]
    if len(full) != 1:
        return None
    return full[0], office.start("before") + office["before"].rindex(name)


def _is_family(name: str, one: str) -> bool:
    """Tell '박 장관' for '박민호'."""
    return len(name) == 1 and len(one) == 3 and one.startswith(name)


def _day(row: str, start: int, offset: int, anchor: date | None) -> Dated | None:
    """Resolve '31일' to the last such day up to publication."""
    found = _DAY.search(row, start)
    if found is None or anchor is None:
        return None
    back = (anchor - timedelta(days) for days in range(31))
    on = next((day for day in back if day.day == int(found["day"])), None)
    span = (found.start() + offset, found.end() + offset)
    return Dated(on.isoformat(), "day", "resolved", span) if on else None
