"""Who is blocked by what it is, without being listed: the Government of North Korea.

31 CFR 510.201 blocks that Government and the Workers' Party of Korea; 31 CFR 510.311 counts as the
Government its agencies, its central bank, and what it owns or controls. Names are all that is seen
here, so a name is only read as theirs where it says so; anything less is a question to a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Literal

#: From then on they are blocked without being listed (EO 13722).
BLOCKED_SINCE = date(2016, 3, 16)
_COUNTRY = re.compile(
    r"\bD\.?P\.?R\.?K\b|\bnorth korean?\b|\bdemocratic people'?s republic of korea\b", re.IGNORECASE
)
#: What any of their names has in it.
_HINT = re.compile(r"korea|d\.?p\.?r\.?k|supreme people", re.IGNORECASE)
#: Bodies that no other State has.
_ITS_OWN = re.compile(
    r"\bworkers'? party of korea\b|\bkorean people'?s army\b|\bsupreme people'?s assembly\b",
    re.IGNORECASE,
)
#: Bodies of which every State has some.
_BODY = re.compile(
    r"\b(?:government|ministry|cabinet|embassy|consulate|central bank|army|navy|air force|bureau|"
    r"general staff|state affairs commission|state security|assembly|party|committee)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 16)
def is_government_of_north_korea(name: str, country: str | None = None) -> bool:
    """Tell whether a name says that its bearer is the Government or the Workers' Party."""
    plain = name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if _ITS_OWN.search(plain):
        return True
    there = _COUNTRY.search(plain) or (country or "").upper() == "KP"
    return bool(there and _BODY.search(plain) and not _of_another(plain))


def _of_another(name: str) -> bool:
    """Tell whether a name is of a body about or to North Korea, not of it."""
    return bool(
        re.search(r"\b(?:to|on|against|committee on)\b.*\b(?:dprk|north korea)", name, re.I)
    )


def governments_of_north_korea(names: Collection[str]) -> list[str]:
    """Return the names that say so, in order of the alphabet; quick where none does."""
    if not _HINT.search("\n".join(names)):
        return []
    return sorted(name for name in names if is_government_of_north_korea(name))


Standing = Literal["no", "yes", "question"]


def standing(name: str, country: str | None) -> Standing:
    """Tell whether a party is blocked by status; a question where only its country is known."""
    if is_government_of_north_korea(name, country):
        return "yes"
    return "question" if (country or "").upper() == "KP" else "no"
