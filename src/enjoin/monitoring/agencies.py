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
DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){{0,3}})(?:, (?!{_MONTH})[A-Z][\w. ]{{1,20}}?)?"
    rf"(?P<date>,? {_MONTH}[a-z]*\.? \d{{1,2}}"
    r"(?:, \d{4})?)?\s*(?:\((?P<agency>[A-Z][\w .&/-]{1,30})\))?\s*(?:--|[—–-])\s*"
)

CREDIT = re.compile(r"\((?P<agency>[A-Z][\w .&/-]{1,30})\)\s*$")
