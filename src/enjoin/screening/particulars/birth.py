"""Dates of birth: as exact as either side knows them, and as a list words them ("circa 1960")."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from enjoin.model.match import Evidence, Party
from enjoin.model.values import read_date
from enjoin.screening.index import Name, Record

#: The most that a date of birth speaks for. Two random listed people share a day once in 5,000.
SAME_DAY = 8.5
_SAME_MONTH, _SAME_YEAR = 5.5, 3.0
#: Slips of the pen: day and month changed, the year alone off by one, a digit, two digits.
_FLIPPED, _YEAR_OFF, _SLIP = 5.5, 4.0, 2.8
#: The same year, where one side may know no more than that.
_PERHAPS_YEAR = 1.5
#: The year is right, the day is not; the years follow one another, and nothing more is known.
_ONLY_YEAR, _NEXT_YEAR, _NEXT_YEAR_ONLY = 0.2, 0.8, -2.5
#: Years apart, up to so many → what that speaks against; further apart outweighs any common name.
_APART = ((2, -6.0), (4, -9.0))
_FAR = -26.0
#: Years off from "circa 1960", up to so many → its weight.
_ABOUT = ((0, 2.5), (1, 1.8), (2, 0.8), (5, -2.0), (9, -9.0))
#: Years outside of "between 1960 and 1965", up to so many → its weight.
_OUTSIDE = ((1, 0.3), (3, -3.0), (8, -9.0))
#: However many dates a list tells, agreement is still agreement.
_LEAST = 0.3
_APPROXIMATE = re.compile(r"(?:circa|approximately|approx|about|c)\b", re.IGNORECASE)
#: A day that often stands for one that is not known.
_NEW_YEAR = "-01-01"


class _Told(NamedTuple):
    """A date of birth as a list tells it: its words, what they mean, and whether about so."""

    words: str
    dates: tuple[str, ...]
    """ISO 8601, ascending: of a range its years, or its ends."""
    about: bool = False


def birth_date(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare dates of birth at the precision both sides have; the most favourable pair counts.

    Who is listed with several dates, or with a range, agrees with more people: agreement then
    weighs less, by the logarithm of their number.
    """
    if not (party.birth_dates and record.birth_dates):
        return
    listed = _listed(record.birth_dates, record.birth_words)
    compared = [
        (*_compare(ours, theirs, len(listed)), ours, theirs.words)
        for ours in party.birth_dates
        for theirs in listed
    ]
    weight, told, ours, words = max(compared, key=lambda found: found[0])
    yield Evidence("birthDate", weight, f"birth date {ours}: {told} {words}", ours, words)


@lru_cache(maxsize=4096)
def _listed(dates: tuple[str, ...], words: tuple[str, ...]) -> tuple[_Told, ...]:
    """Put together dates and the words of those that are approximate or ranges."""
    found, covered = [], set[str]()
    for text in words:
        read = read_date(text)
        if read and read.note:
            covered.update(read.values)
            about = bool(_APPROXIMATE.match(text))
            found.append(_Told(text, tuple(sorted(read.values)), about))
    plain = [_Told(date, (date,)) for date in dates if date not in covered]
    return (*plain, *found)


def _compare(ours: str, theirs: _Told, several: int) -> tuple[float, str]:
    year, first, last = int(ours[:4]), int(theirs.dates[0][:4]), int(theirs.dates[-1][:4])
    if theirs.about:
        weight, told = _about(abs(year - first))
    elif first != last:
        weight, told = _range(max(first - year, year - last))
        several += last - first
    else:
        weight, told = _dates(ours, theirs.dates[0])
    return (max(_LEAST, weight - math.log(several)) if weight > _LEAST else weight), told


def _about(apart: int) -> tuple[float, str]:
    weight = _graded(_ABOUT, apart)
    return weight, "goes with" if weight > 0 else f"is {apart} years from"


def _range(outside: int) -> tuple[float, str]:
    if outside <= 0:
        return _SAME_YEAR, "falls into"
    weight = _graded(_OUTSIDE, outside)
    return weight, "is a year outside" if outside == 1 else f"is {outside} years outside"


def _graded(steps: Iterable[tuple[int, float]], apart: int) -> float:
    return next((weight for most, weight in steps if apart <= most), _FAR)


def _dates(ours: str, theirs: str) -> tuple[float, str]:
    """Weigh two dates, each as exact as it is known."""
    shared = min(len(ours), len(theirs))
    if ours[:shared] == theirs[:shared]:
        return {7: _SAME_MONTH, 10: SAME_DAY}.get(shared, _SAME_YEAR), "agrees with"
    if shared == 10:
        return _days(ours, theirs)
    if shared == 7 and ours[:4] == theirs[:4]:
        return _ONLY_YEAR, "has the year of"
    return _years(ours, theirs, _NEXT_YEAR)


def _days(ours: str, theirs: str) -> tuple[float, str]:
    """Weigh two days that are not the same."""
    if f"{ours[:4]}-{ours[8:]}-{ours[5:7]}" == theirs:
        return _FLIPPED, "has day and month changed against"
    unknown = ours.endswith(_NEW_YEAR) or theirs.endswith(_NEW_YEAR)
    if ours[:4] == theirs[:4] and unknown:
        return _PERHAPS_YEAR, "has the year (1 January often stands for a day not known) of"
    if ours[4:] == theirs[4:] and abs(int(ours[:4]) - int(theirs[:4])) == 1 and not unknown:
        return _YEAR_OFF, "is a year off, to the day, from"
    if told := _slip_of_the_pen(ours, theirs):
        return _SLIP, told
    if ours[:4] == theirs[:4]:
        return _ONLY_YEAR, "has the year of"
    return _years(ours, theirs, _NEXT_YEAR if unknown else _NEXT_YEAR_ONLY)


def _years(ours: str, theirs: str, next_year: float) -> tuple[float, str]:
    """Weigh dates whose years differ."""
    apart = abs(int(ours[:4]) - int(theirs[:4]))
    if apart == 1:
        return next_year, "is within a year or so of"
    if _slip_of_the_pen(ours[:4], theirs[:4]):
        return max(_graded(_APART, apart), _APART[-1][1]), "differs, by a digit of the year, from"
    weight = _graded(_APART, apart)
    return weight, "is far from" if weight == _FAR else "differs from"


def _slip_of_the_pen(ours: str, theirs: str) -> str:
    """Tell dates of one precision that differ by a digit, or by two neighbours that swap."""
    differing = [n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(differing) == 1:
        return "is one digit off"
    if len(differing) == 2 and differing[1] - differing[0] == 1:
        one, other = differing
        if ours[one] + ours[other] == theirs[other] + theirs[one]:
            return "has two digits swapped against"
    return ""
