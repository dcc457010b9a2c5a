"""OFSI's Consolidated List of Financial Sanctions Targets (ConList), closed on 28 January 2026.

One row for each name, address or birth date of a group; rows of a group stand anywhere. It had 29
columns until February 2022 and 36 after, when what has no column was written into Other Information
under labels: '(UN Ref):KPe.003. (Gender):Male'. Before, the same stood there in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enjoin.model.errors import WrongFormat
from enjoin.model.identifiers import check
from enjoin.sources.gb.designation import FIELDS, SOURCE, Designation, field_names, fold
from enjoin.sources.gb.uksl import RawRows, opened
from enjoin.sources.rows import Row, grouped

#: Folded name of a column → field. In 2018 all of a document stood in one column.
_FIELD_OF = field_names(
    **{f"address{number}": f"AddressLine{number}" for number in range(1, 7)},
    postzipcode="AddressPostalCode",
    country="AddressCountry",
    passportdetails="PassportAdditionalInformation",
    ninumber="NationalIdentifierAdditionalInformation",
    nationalidentificationnumber="NationalIdentifierNumber",
    nationalidentificationdetails="NationalIdentifierAdditionalInformation",
    grouptype="IndividualEntityShip",
    aliastype="NameType",
    aliasquality="AliasStrength",
    regime="RegimeName",
    listedon="DateListed",
    uksanctionslistdatedesignated="DateDesignated",
    groupid="OFSIGroupID",
)
#: Folded label in Other Information → field, where it is not the field's own name.
_LABELS = field_names(
    uksanctionslistref="UniqueID",
    unref="UNReferenceNumber",
    furtheridentifyinginformation="OtherInformation",
    furtheridentifiyinginformation="OtherInformation",
    subsidiaries="Subsidiary",
    businessregno="BusinessRegistrationNumber",
    businessregistrationnumbers="BusinessRegistrationNumber",
    currentowneroperators="CurrentOwnerOperator",
    previousowneroperators="PreviousOwnerOperator",
    previousflags="PreviousFlag",
)
_PLAIN = tuple(f for f in FIELDS if f not in {"OtherInformation", "IndividualEntityShip"})
_LABEL = re.compile(r"\(([A-Z][^():]*(?:\([^():]*\)[^():]*)?)\)\s*:\s*")
_UK_REFERENCE = re.compile(r"\b[A-Z]{3}\d{4}\b")
_UN_CODE = r"(?:[A-Z]{2}(?i:[ie])[. ]{1,2}\d{3}\b|[A-Z]{1,3}[ie]?(?:\.[A-Z0-9]+\b)+(?:\.\(\d+\))?)"
_UN_REFERENCE = re.compile(
    rf"\b(?i:UN\.?\s*Ref(?:erence)?\b(?:\s*No\b)?(?:\s*Number\b)?)[\s.:]*({_UN_CODE})"
)
#: The letters of the UN's regimes, by how OFSI's begin.
_UN_REGIMES = {
    "afghanistan": "TA",
    "central african": "CF",
    "democratic republic of the congo": "CD",
    "iran (nuclear": "IR",
    "iraq": "IQ",
    "libya": "LY",
    "north korea": "KP",
    "democratic people": "KP",
    "somalia": "SO",
    "south sudan": "SS",
    "sudan": "SD",
    "the isil": "QD",
    "yemen": "YE",
}
#: A code that is a sentence of its own is the party's; one within a sentence is another party's.
_CODE_ALONE = re.compile(
    rf"(?:\A|[.;])\s*((?:{'|'.join(sorted(set(_UN_REGIMES.values())))})(?i:[ie])[. ]{{1,2}}\d{{3}})"
    r"(?=\s*(?:[.;]|\Z))"
)
_CODE_WITHOUT_LETTERS = re.compile(r"\b(?i:UN\.?\s*Ref(?:erence)?)[\s.:]*(\d{3})(?=\s*(?:[.;]|\Z))")
_CODES = {"UniqueID": _UK_REFERENCE, "UNReferenceNumber": re.compile(_UN_CODE)}
_GENDER = re.compile(r"\b(?:gender|sex)\s*:\s*(male|female)\b", re.IGNORECASE)
_IMO = re.compile(r"\bIMO(?:\s+number)?\s*:?\s*(\d{7})\b", re.IGNORECASE)
#: A ship's own number is a sentence of its own; those of ships it owns stand within others.
_OWN_IMO = re.compile(r"(?:\A\s*\(?|\.\s*)IMO(?:\s+number)?\s*:\s*(\d{7})\b", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI\s*:?\s*(\d{9})\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def from_table(name: str, rows: RawRows) -> tuple[str | None, Iterator[Designation]]:
    """Read a table of the ConList: its date, and its groups.

    Raises:
        WrongFormat: it is not the list's table, or a row has no number of a group.
        UnreadFields: a column with something in it is not read here.
    """
    published, _ = opened(name, rows(), _FIELD_OF, "OFSIGroupID")
    groups = grouped(lambda: opened(name, rows(), _FIELD_OF, "OFSIGroupID")[1], _number)
    return published, (_gathered(number, group) for number, group in groups)


def _number(row: Row) -> str:
    number = row.peek("OFSIGroupID")
    if not (number.isascii() and number.isdigit()):
        raise WrongFormat(SOURCE, row.where, f"Group ID is {number!r}, which is no number")
    return number


def _gathered(number: str, rows: list[Row]) -> Designation:
    found = Designation(number)
    prose: dict[str, None] = {}  # the same on each row of a group
    for row in rows:
        if whole := _reference_of_regime(row):
            found.add({"UNReferenceNumber": whole})
        prose[row.take("OtherInformation")] = None
        kind = row.take("IndividualEntityShip")
        ship = kind.casefold() == "entity" and _is_ship(next(iter(prose)))
        found.add({"IndividualEntityShip": "Ship" if ship else kind})
        found.add({field: row.take(field) for field in _PLAIN})
        row.done()
    for text in prose:
        for field, value in other_information(text):
            found.add({field: value})
    return found


def _is_ship(prose: str) -> bool:
    """Tell a ship listed as an entity, before there were labels and a group type for ships.

    Its prose gives one number as its own, and the check digit is that of a ship's number.
    """
    numbers = set() if _LABEL.search(prose) else set(_OWN_IMO.findall(prose))
    return len(numbers) == 1 and check("imoNumber", numbers.pop()).valid


def other_information(text: str) -> Iterator[tuple[str, str]]:
    """Take apart a cell of Other Information: field and text, what has no field as prose."""
    marks = list(_LABEL.finditer(text))
    prose = text[: marks[0].start()] if marks else text
    if prose.strip():
        yield "OtherInformation", prose
        yield from _in_prose(prose)
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends[: len(marks)], strict=True):
        yield from _labelled(mark[1], text[mark.end() : end].strip())


def _labelled(label: str, value: str) -> Iterator[tuple[str, str]]:
    field = _LABELS.get(fold(label))
    if field is None:
        yield "OtherInformation", f"{label}: {value}"
    elif field in _CODES:
        yield from _coded(field, value)
    else:
        prose = field in {"OtherInformation", "UKStatementofReasons"}
        yield field, value if prose else value.rstrip(" .;,")


def _coded(field: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the references a value begins with, and as prose what follows them."""
    end = 0
    for match in _CODES[field].finditer(value):
        if value[end : match.start()].strip(" ,.;/&").casefold() not in {"", "and"}:
            break
        yield field, _as_the_un_writes(match[0]) if field == "UNReferenceNumber" else match[0]
        end = match.end()
    if rest := value[end:].strip(" .,;"):
        yield "OtherInformation", rest


def _in_prose(text: str) -> Iterator[tuple[str, str]]:
    """Find what stood in prose before there were labels."""
    for code in dict.fromkeys(_UN_REFERENCE.findall(text) + _CODE_ALONE.findall(text)):
        yield "UNReferenceNumber", _as_the_un_writes(code)
    for field, pattern in (
        ("Gender", _GENDER),
        ("IMONumber", _IMO),
        ("MMSI", _MMSI),
        ("EmailAddress", _EMAIL),
    ):
        for value in pattern.findall(text):
            yield field, value


def _as_the_un_writes(code: str) -> str:
    """Write a reference as the UN does: 'KPI. 067' is KPi.067; old ones, QI.A.151.03, stay."""
    whole = re.fullmatch(r"([A-Z]{2})([IE])[. ]{1,2}(\d{3})", code, re.IGNORECASE)
    return f"{whole[1].upper()}{whole[2].lower()}.{whole[3]}" if whole else code


def _reference_of_regime(row: Row) -> str | None:
    """Complete 'UN Ref.075' by the letters of the regime and of the kind of party: KPi.075."""
    number = _CODE_WITHOUT_LETTERS.search(row.peek("OtherInformation"))
    regime = row.peek("RegimeName").casefold()
    letters = next((code for begins, code in _UN_REGIMES.items() if regime.startswith(begins)), "")
    if not (number and letters):
        return None
    kind = "i" if row.peek("IndividualEntityShip").casefold() == "individual" else "e"
    return f"{letters}{kind}.{number[1]}"
