"""A certificate: what was asked of which lists, when, and what was found, or that nothing was."""

from __future__ import annotations

import msgspec

from enjoin.model.match import ListCited, Match, Party
from enjoin.pages.page import count
from enjoin.pages.page import render as fill


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """A screening, as it is put on record. Instants and days are ISO 8601."""

    party: Party
    on: str
    """The day whose lists were asked."""
    known: str
    """The instant by which they had to be recorded."""
    at: str
    threshold: float
    scorer: str
    matches: tuple[Match, ...]
    """Those to review, those that a person cleared, and the nearest below the threshold."""
    lists: tuple[ListCited, ...]
    absent: tuple[str, ...]
    """Lists that Enjoin reads and that were not asked."""
    titles: tuple[tuple[str, str], ...] = ()
    """What the lists are called, by their names here."""
    narrowed: tuple[tuple[str, str], ...] = ()
    """To which lists, programmes and so on the question was narrowed."""
    warnings: tuple[str, ...] = ()
    entry: int
    hash: str
    """Number and hash of the journal's entry."""


def render(certified: Certified) -> str:
    """Write a certificate as one HTML page that needs nothing else, made to be printed on A4."""
    to_review = [match for match in certified.matches if match.match]
    cleared = [match for match in certified.matches if match.excluded]
    near = [match for match in certified.matches if not (match.match or match.excluded)]
    return fill(
        "certificate.html",
        title=_title(len(to_review), len(cleared)),
        asked=certified,
        to_review=to_review,
        cleared=cleared,
        near=near,
        titles=dict(certified.titles),
        called=called,
        always=certified.known.startswith("9999"),
        stale=[listed for listed in certified.lists if listed.stale],
        incomplete=[listed for listed in certified.lists if listed.missing],
    )


_CALLED = {
    "birthDate": "date of birth",
    "imoNumber": "IMO number",
    "imoCompany": "IMO company number",
    "mmsi": "MMSI",
    "leiCode": "LEI",
    "swiftBic": "BIC",
    "isinCode": "ISIN",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "idNumber": "number of an identity document",
    "publicKey": "address of a wallet",
    "icaoCode": "ICAO 24-bit address",
    "buildDate": "built",
}


def called(prop: str) -> str:
    """Write a property's name for reading: passportNumber is a passport number."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in prop)
    return _CALLED.get(prop, words)


def _title(to_review: int, cleared: int) -> str:
    if to_review:
        return f"{count(to_review, 'possible match', 'possible matches')} to review"
    return "No match that a person has not cleared" if cleared else "No match found"
