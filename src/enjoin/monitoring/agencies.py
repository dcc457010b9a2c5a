"""News agencies: their names, their homes, and how their datelines look."""

from __future__ import annotations

import re

#: News agencies and how many hours their home is ahead of UTC.
AGENCIES = {
    "Yonhap": 9,
    "Reuters": 0,
    "AP": -5,
    "Associated Press": -5,
    "AFP": 1,
    "Agence France-Presse": 1,
    "Kyodo": 9,
    "Kyodo News": 9,
    "Jiji": 9,
    "Xinhua": 8,
    "TASS": 3,
    "Interfax": 3,
    "RIA Novosti": 3,
    "KCNA": 9,
    "dpa": 1,
    "DPA": 1,
    "UPI": -5,
    "Bloomberg": -5,
    "ANI": 5,
    "PTI": 5,
    "EFE": 1,
    "ANSA": 1,
    "Anadolu": 3,
    "CNA": 8,
    "연합뉴스": 9,
    "뉴시스": 9,
    "뉴스1": 9,
    "조선중앙통신": 9,
    "ТАСС": 3,
    "РИА Новости": 3,
    "Интерфакс": 3,
    "ЦТАК": 9,
}

AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))

NAMED_AGENCY = re.compile(rf"\b(?P<agency>{AGENCY})\b")
#: What agencies that are not in our table call themselves.
AGENCY_WORD = re.compile(r"\b(?:\w*[Ww]ire|Agency|News Service|Press Association|Presse)\b")
AGENCY_BYLINE = re.compile(
    rf"(?:By|BY)\s+(?P<agency>(?:[A-Z][\w-]*\s){{0,3}}{AGENCY_WORD.pattern})\s*$"
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
#: 'SEOUL, March 3 (Agency) --', 'BERN, Switzerland (Agency) -'.
_ENGLISH = re.compile(
    rf"(?P<place>(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){{0,3}})"
    rf"(?:, (?!{_MONTH})[A-Z][\w. ]{{1,20}}?)?)"
    rf"(?P<date>,? {_MONTH}[a-z]*\.? \d{{1,2}}"
    r"(?:, \d{4})?)?\s*(?:\((?P<agency>[A-Z][\w .&/-]{1,30})\))?\s*(?:--|[—–-])\s*(?P<author>)?"
)
#: '(서울=연합뉴스) 홍길동 기자 ='.
_KOREAN = re.compile(
    r"[(\[](?P<place>[가-힣·]{2,12})=(?P<agency>[가-힣\w]{2,12})[)\]]\s*"
    r"(?:(?P<author>[가-힣]{2,4}(?:\s[가-힣]{2,4})?)\s?(?:기자|특파원)\s*)?(?:=\s*)?(?P<date>)?"
)
#: 'МОСКВА, 1 августа. /ТАСС/.', 'МОСКВА, 1 авг - РИА Новости.'
_RUSSIAN = re.compile(
    r"(?P<place>[А-ЯЁ][А-ЯЁ-]+(?:[ -][А-ЯЁ][А-ЯЁ-]+)*)(?P<date>,? \d{1,2} [а-яё]+)?\.?\s*"
    r"(?:/(?P<agency>[\w «».-]{2,30})/\.?|[-–—]\s*(?P<other>[А-ЯЁ][\w «»-]{2,30}?)\.)\s*"
    r"(?P<author>)?"
)


def dateline(text: str, span: tuple[int, int]) -> re.Match[str] | None:
    """Match the place line that opens a report: groups place, date, agency, author."""
    for form in (_ENGLISH, _KOREAN, _RUSSIAN):
        if found := form.match(text, *span):
            return found
    return None


def agency_in(found: re.Match[str]) -> str | None:
    """Return the agency of a place line."""
    groups = found.groupdict()
    return groups["agency"] or groups.get("other")


CREDIT = re.compile(r"\((?P<agency>[A-Z][\w .&/-]{1,30})\)\s*$")
