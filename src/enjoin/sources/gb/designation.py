"""What the United Kingdom's lists say of one party, field by field, in whatever format they say it.

The XML of the UK Sanctions List, its tables and OFSI's ConList have the same fields under other
names; here they go by the names of the XML's elements. A table repeats a party in as many rows as
its names, addresses, birth dates, ... can be combined: what is said twice is kept once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.model.values import DateRead, clean_date, clean_text, read_date

SOURCE = "gb_sanctions"

NAME_PARTS = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")
ADDRESS_LINES = tuple(f"AddressLine{number}" for number in range(1, 7))

# Fields that are said together: a town of birth belongs to its country.
NAME = (*NAME_PARTS, "NameType", "AliasStrength")
NATIVE = ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage")
ADDRESS = (*ADDRESS_LINES, "AddressPostalCode", "AddressCountry")
BIRTHPLACE = ("TownOfBirth", "CountryOfBirth")
PASSPORT = ("PassportNumber", "PassportAdditionalInformation")
IDENTITY = ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation")
LISTING = ("RegimeName", "DateDesignated", "DateListed")

#: Prose and names stand as they are; '|' and '(1) ... (2) ...' in other fields part their values.
_WHOLE = frozenset({NAME, ADDRESS, LISTING, ("OtherInformation",), ("UKStatementofReasons",)})
_ALONE = """LastUpdated UniqueID OFSIGroupID UNReferenceNumber Title IndividualEntityShip
DesignationSource SanctionsImposed OtherInformation UKStatementofReasons PhoneNumber Website
EmailAddress DOB Nationality Position Gender TypeOfEntity Subsidiary ParentCompany
BusinessRegistrationNumber IMONumber CurrentOwnerOperator PreviousOwnerOperator
CurrentBelievedFlagOfShip PreviousFlag TypeOfShip TonnageOfShip LengthOfShip YearBuilt
HullIdentificationNumber CryptoWalletAddress MMSI""".split()
_TOGETHER = (NAME, NATIVE, ADDRESS, BIRTHPLACE, PASSPORT, IDENTITY, LISTING)
#: Field → the fields it is said together with, itself among them.
GROUP_OF = MappingProxyType(
    {field: group for group in _TOGETHER for field in group} | {field: (field,) for field in _ALONE}
)
FIELDS = tuple(GROUP_OF)

#: What stands in a cell of which nothing is known.
_NOTHING = frozenset({"", "-", "--", "n/a", "unknown", "not known", "none known"})


@lru_cache(maxsize=1_000)
def fold(name: str) -> str:
    """Reduce a name of a field to its letters and digits: 'D.O.B' and 'DOB' are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


def field_names(**others: str) -> Mapping[str, str]:
    """Map folded names to fields: the fields' own, and those that a format has for them."""
    return MappingProxyType({fold(field): field for field in FIELDS} | others)


class Designation:
    """What is said of one party: `add` takes it in, the rest gives it back without repetitions."""

    def __init__(self, number: str) -> None:
        """Begin a party with the publisher's number for it, which also names it in messages."""
        self.number = number
        #: Fields that belong together → what is said of them, as it stands.
        self._said: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}

    def add(self, cells: Mapping[str, str]) -> None:
        """Take in what one row, or one element, says by field."""
        for group in {GROUP_OF[field]: None for field in cells}:
            said = tuple([cells.get(field, "") for field in group])
            self._said.setdefault(group, {})[said] = None  # most rows of a table repeat others

    def said(self, group: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return what is said of fields that belong together, numbered values parted."""
        found = (tuple(map(_known, said)) for said in self._said.get(group, {}))
        parted = (each for said in dict.fromkeys(found) for each in _parted(group, said))
        return list(dict.fromkeys(each for each in parted if any(each)))

    def texts(self, field: str) -> list[str]:
        """Return all values of a field that stands alone."""
        return [text for (text,) in self.said((field,))]

    def text(self, field: str) -> str:
        """Return the one value of a field, '' where there is none.

        Raises:
            WrongFormat: there are several.
        """
        found = self.texts(field)
        if len(found) > 1:
            why = f"has {len(found)} {field}, where one is due: {', '.join(found)[:100]}"
            raise WrongFormat(SOURCE, self.number, why)
        return found[0] if found else ""

    def dates(self, field: str, texts: list[str]) -> list[str]:
        """Read dates of the publisher's own, which are whole.

        Raises:
            UnknownValue: one is no date.
        """
        found = [uk_date(text) for text in texts]
        for text, date in zip(texts, found, strict=True):
            if date is None:
                raise UnknownValue(SOURCE, self.number, field, text)
        return [value for date in found if date for value in date.values]


def _known(text: str) -> str:
    text = clean_text(text)
    return "" if text.casefold() in _NOTHING else text


def _parted(group: tuple[str, ...], said: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Part numbered values of fields that belong together, each with those of its number."""
    if group in _WHOLE:
        yield said
    elif len(said) == 1 and "|" in said[0]:
        for piece in said[0].split("|"):
            yield from _parted(group, (piece.strip(),))
    else:
        parts = [numbered(text) for text in said]
        for number in sorted({number for part in parts for number in part}) or [0]:
            yield tuple(
                part.get(number, "") if part else text
                for part, text in zip(parts, said, strict=True)
            )


# '(1)', '2)', 'a)', '(1)-(3)', '(1) to (3)': at the beginning or behind a blank or a stop.
_MARK = re.compile(
    r"(?<![^\s,;.:])\(?(?P<first>\d{1,2}|[A-Za-z])\)(?:(?:[-–]| to )\(?(?P<last>\d{1,2})\))?"
)


def numbered(text: str) -> dict[int, str]:
    """Part '(1) Saudi Arabia (2) Qatar' by its numbers; {} where nothing is numbered.

    Numbers, or letters, count up from 1; others belong to the text. A number that nothing follows
    shares what the next one has, as '(1) (2) Egypt' does; a dash says that nothing is known. Words
    before the first of several go with each.
    """
    marks: list[tuple[int, int, re.Match[str]]] = []
    due = 1
    for match in _MARK.finditer(text):
        if (first := _ordinal(match["first"])) == due:
            last = int(match["last"] or first)
            marks.append((first, last, match))
            due = last + 1
    prefix = text[: marks[0][2].start()].strip() if marks else ""
    if not marks or (prefix and len(marks) == 1):
        return {}
    return _values(text, prefix, marks)


def _ordinal(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark.lower()) - ord("a") + 1


def _values(text: str, prefix: str, marks: list[tuple[int, int, re.Match[str]]]) -> dict[int, str]:
    found: dict[int, str] = {}
    following, end = "", len(text)
    for first, last, match in reversed(marks):
        value = text[match.end() : end].strip(" ,;") or following
        plain = "" if value.casefold() in _NOTHING else f"{prefix} {value}".strip()
        found |= dict.fromkeys(range(first, last + 1), plain)
        following, end = value, match.start()
    return dict(sorted(found.items()))


_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2}|dd|--|xx)[/.-](?P<month>\d{1,2}|mm|--|xx)[/.-](?P<year>\d{4})"
    r"(?: \d\d:\d\d:\d\d)?",
    re.IGNORECASE,
)


def uk_date(text: str) -> DateRead | None:
    """Read a date as the UK's lists write it, as precisely as it is known; None where it is none.

    Day first: '07/05/1962', '6.12.2019', '18-Aug-2026'. What is not known is 00 or letters:
    'dd/07/1978' is '1978-07', '00/00/1975' is '1975'. A day of an unknown month is kept in words.
    """
    match = _DAY_FIRST.fullmatch(text.strip())
    if match is None:
        return read_date(re.sub(r"(?<=[A-Za-z])-|-(?=[A-Za-z])", " ", text))
    day, month, year = (part if part.isdigit() else "00" for part in match.groups())
    if int(day) and not int(month):
        return DateRead((year,), text)
    date = clean_date(f"{year}-{month}-{day}")
    return DateRead((date,)) if date else None
