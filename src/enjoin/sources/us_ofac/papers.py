"""Papers in OFAC's remarks: passports, tax numbers, registrations, and what else bears a number.

A paper is a label, a number, the country that issued it, and from when until when it holds:
'Passport 990012 (Korea, North) issued 02 Feb 2010 expires 02 Feb 2020'.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from enjoin.model.schema import SCHEMATA
from enjoin.model.values import DateRead, read_date
from enjoin.sources.reading import country_codes
from enjoin.sources.us_ofac.subject import Listed

# Parts that hold a digit ('K357514(4)'), after at most two short ones ('HRB 26136', 'CUD: A2015').
_DIGITS = r"[^\s(;]*\d[^\s(;,]*(?:\(\w\)\w*)?"
_NUMBER = rf"(?:[A-Za-z.-]{{1,6}}[ :] ?){{0,2}}{_DIGITS}(?: {_DIGITS})*"
_PAPER = (
    r"(?P<label>{label}):? (?:# ?)?(?P<number>{number})"
    r"(?: \((?P<country>[^()]*)\))?(?: \((?P<country2>[^()]*)\))?"
    r"(?:,? issued (?P<issued>[^();]*?))?(?:,? expires (?P<expires>[^();]*?))?"
)
_PASSPORT = r"(?:[\w'-]+ )*(?:Passport(?: Booklet)?|Travel Document(?: Number)?)"
_TAX = (
    r"(?:NIT|R\.?F\.?C\.?|RUC|RIF|R\.?T\.?N\.?|C\.?U\.?I\.?T\.?|C\.I\.F\.|V\.A\.T\. Number|"
    r"Tax ID(?: No\.)?|Tax(?:payer)? Identification Number|US FEIN|(?:Italian )?Fiscal Code|"
    r"Numero Unico de Identificacao Tributaria \(NUIT\)|INN|Romanian Tax Registration)"
)
_REGISTRATION = (
    r"(?:(?:[\w.'-]+ )*(?:Registration (?:Number|ID|No\.?|Identification)|"
    r"Regist(?:ry|er) (?:Number|No\.)|"
    r"Company (?:Number|ID)|C\.R\. No\.|Folio Mercantil No\.|Matricula Mercantil No\.?|"
    r"Business (?:Registration )?(?:Document|Number|License)|Trade License No\.|"
    r"(?:Certificate of )?Incorporation Number|Chamber of Commerce (?:Membership )?(?:Number|No\.)|"
    r"Legal Entity Number|Enterprise Number|Branch Unit Number|Charity No\.|Membership No\.|"
    r"Unified Social Credit Code|United Social Credit Code Certificate)(?: \([A-Z]+\))?)"
)
#: Anything that calls itself a number, card, code or licence.
_OTHER = (
    r"(?:(?:[^\W\d][\w.'/-]* ){0,6}(?:No\.?|Number|Numero|ID|Card|Code|Certificate|License|"
    r"Identification|Identidad|Permit|Nacional|electoral|VisaNumberID|Registry|Record|Cedula|Tazkira)"
    r"(?: \([A-Z/]+\))?|(?:[A-Z]\.){2,5}|SSN|BIK \(RU\)|D-U-N-S Number|Electoral Registry No\.|"
    r"[A-Z]{2,6})"
)


class _Kind(NamedTuple):
    """A kind of paper: how it is written, the entity it is, and the property of its number."""

    pattern: re.Pattern[str]
    schema: str
    prop: str


def _kind(label: str, schema: str, prop: str, flags: int = re.IGNORECASE) -> _Kind:
    return _Kind(re.compile(_PAPER.format(label=label, number=_NUMBER), flags), schema, prop)


_KINDS = (
    _kind(_PASSPORT, "Passport", "passportNumber"),
    _kind(_TAX, "Identification", "taxNumber"),
    _kind(_REGISTRATION, "Identification", "registrationNumber"),
    _kind(_OTHER, "Identification", "idNumber", flags=0),
)
_DIGIT = re.compile(r"\d")


def read_paper(subject: Listed, segment: str) -> bool:
    """Read a paper into a property and an entity of its own; False when the segment is none."""
    if not _DIGIT.search(segment):
        return False
    for kind in _KINDS:
        match = kind.pattern.fullmatch(segment)
        if match and _keep(subject, kind, match):
            return True
    return False


def _keep(subject: Listed, kind: _Kind, match: re.Match[str]) -> bool:
    """Keep a paper, unless what stands where a date is due is none."""
    dates = {key: read_date(match[key]) for key in ("issued", "expires") if match[key]}
    if None in dates.values():
        return False
    label, number = match["label"], match["number"]
    places = [text for text in (match["country"], match["country2"]) if text]
    if kind.prop in SCHEMATA[subject.schema]:
        subject.add(kind.prop, number)
    else:
        subject.note("", f"{label} {number}")
    subject.part(
        kind.schema,
        match[0],
        holder=subject.id,
        type=label,
        number=number,
        country=[code for text in places for code in country_codes(text)],
        startDate=_first(dates.get("issued")),
        endDate=_first(dates.get("expires")),
        summary=[text for text in places if not country_codes(text)],
    )
    return True


def _first(found: DateRead | None) -> str | None:
    return found.values[0] if found else None
