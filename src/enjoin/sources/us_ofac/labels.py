"""What OFAC's labels stand for: 'DOB 1961', 'SWIFT/BIC TIDEKPPY', 'Vessel Year of Build 1999'.

A reader takes the label as it is written and what follows it, and returns whether it made sense;
in either case the words are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from enjoin.sources.reading import country_codes
from enjoin.sources.us_ofac.subject import Listed, plain_number

Reader = Callable[[Listed, str, str], bool]

_NO_COUNTRY = frozenset({"none identified", "undetermined", "unknown", "stateless", "none"})


def _value(prop: str) -> Reader:
    def read(subject: Listed, _: str, text: str) -> bool:
        subject.add(prop, text)
        return True

    return read


def _tonnage(prop: str) -> Reader:
    def read(subject: Listed, _: str, text: str) -> bool:
        subject.add(prop, plain_number(text))
        return True

    return read


def _date(prop: str) -> Reader:
    return lambda subject, label, text: subject.date(prop, label, text)


def _checked(prop: str, kind: str = "") -> Reader:
    def read(subject: Listed, _: str, text: str) -> bool:
        subject.checked(prop, text, kind)
        return True

    return read


def _country(prop: str) -> Reader:
    def read(subject: Listed, label: str, text: str) -> bool:
        plain = text.removeprefix("possibly ")
        subject.country(prop, label, plain)
        subject.note(label, text if plain != text else None)
        return bool(country_codes(plain)) or plain.casefold() in _NO_COUNTRY

    return read


def _party(role: str) -> Reader:
    def read(subject: Listed, _: str, text: str) -> bool:
        subject.party(role, text)
        return True

    return read


def _note(subject: Listed, label: str, text: str) -> bool:
    subject.note(label, text)
    return True


def _birth_place(subject: Listed, _: str, text: str) -> bool:
    """Read a place; its end may be a country, which may itself have a comma: 'Korea, North'."""
    subject.add("birthPlace", text)
    parts = text.split(", ")
    tails = (country_codes(", ".join(parts[-2:])), country_codes(parts[-1]))
    subject.add("birthCountry", next((codes[0] for codes in tails if len(codes) == 1), None))
    return True


def _gender(subject: Listed, label: str, text: str) -> bool:
    known = text.casefold() in {"male", "female"}
    subject.add("gender", text.casefold() if known else None)
    subject.note(label, None if known else text)
    return known


def _position(subject: Listed, label: str, text: str) -> bool:
    """Read an office, which only a person holds; of others it is prose."""
    if subject.schema == "Person":
        subject.add("position", text)
    else:
        subject.note(label, text)
    return True


def _wallet(subject: Listed, label: str, text: str) -> bool:
    currency, _, key = text.partition(" ")
    if not key or " " in key:
        subject.note(label, text)
        return False
    subject.part(
        "CryptoWallet",
        currency,
        key,
        publicKey=key,
        currency=currency,
        holder=subject.id,
        topics="sanction",
    )
    return True


#: By the label in lower case, without the colon that may end it.
LABELS: MappingProxyType[str, Reader] = MappingProxyType(
    {
        "dob": _date("birthDate"),
        "pob": _birth_place,
        "gender": _gender,
        "nationality": _country("nationality"),
        "citizen": _country("citizenship"),
        "nationality of registration": _country("country"),
        "linked to": _party("Linked to"),
        "position": _position,
        "occupation": _position,
        "title": _value("title"),
        "alternate title": _value("title"),
        **dict.fromkeys(
            ("email", "e-mail", "email address", "e-mail address"),
            _value("email"),
        ),
        "website": _value("website"),
        "web-site": _value("website"),
        **dict.fromkeys(
            (
                "telephone",
                "telephone number",
                "telephone no.",
                "phone",
                "phone number",
                "phone no.",
            ),
            _value("phone"),
        ),
        **dict.fromkeys(("fax", "fax number", "fax no."), _note),
        "swift/bic": _checked("swiftBic"),
        "lei": _checked("leiCode"),
        "legal entity identifier": _checked("leiCode"),
        "isin": _checked("isinCode"),
        "digital currency address -": _wallet,
        "organization established date": _date("incorporationDate"),
        "organization type": _value("sector"),
        **dict.fromkeys(
            ("vessel imo", "vessel registration identification imo"),
            _checked("imoNumber"),
        ),
        "vessel registration number imo": _checked("imoNumber"),
        **dict.fromkeys(
            (
                "company number imo",
                "company id imo",
                "identification number imo",
                "identification id imo",
                "registration number imo",
                "registration id imo",
            ),
            _checked("imoNumber", "imoCompany"),
        ),
        "mmsi": _checked("mmsi"),
        **dict.fromkeys(
            ("call sign", "vessel call sign", "other vessel call sign", "other call sign"),
            _value("callSign"),
        ),
        "vessel flag": _country("flag"),
        "flag of registration": _country("flag"),
        "former vessel flag": _country("pastFlags"),
        "vessel type": _value("type"),
        "other vessel type": _value("type"),
        "former vessel type": _value("pastTypes"),
        "vessel year of build": _date("buildDate"),
        **dict.fromkeys(
            ("tonnage", "vessel tonnage", "gross tonnage", "vessel gross tonnage"),
            _tonnage("tonnage"),
        ),
        **dict.fromkeys(
            ("gross registered tonnage", "vessel gross registered tonnage"),
            _tonnage("grossRegisteredTonnage"),
        ),
        **dict.fromkeys(
            ("deadweight", "deadweight tonnage", "vessel deadweight"),
            _tonnage("deadweightTonnage"),
        ),
        "vessel deadweight tonnage": _tonnage("deadweightTonnage"),
        "aircraft manufacture date": _date("buildDate"),
        "aircraft model": _value("model"),
        "aircraft operator": _party("Aircraft operator"),
        "aircraft tail number": _value("registrationNumber"),
        "previous aircraft tail number": _value("registrationNumber"),
        "aircraft mode s transponder code": _value("icaoCode"),
        **dict.fromkeys(
            (
                "aircraft manufacturer's serial number (msn)",
                "aircraft manufacturer's serial number",
                "aircraft construction number (also called l/n or s/n or f/n)",
                "aircraft construction number",
                "aircraft serial number",
            ),
            _value("serialNumber"),
        ),
        **dict.fromkeys(
            (
                "equity ticker",
                "father's name",
                "height",
                "issuer name",
                "subtribe",
                "target type",
                "tribe",
                "un/locode",
                "weight",
            ),
            _note,
        ),
    }
)
