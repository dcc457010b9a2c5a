"""A party of the United Kingdom's lists as entities: what each field says goes to its property."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.sources.gb.designation import (
    ADDRESS,
    ADDRESS_LINES,
    BIRTHPLACE,
    IDENTITY,
    LISTING,
    NAME,
    NAME_PARTS,
    NATIVE,
    PASSPORT,
    SOURCE,
    Designation,
    fold,
    uk_date,
)
from enjoin.sources.reading import country_codes
from enjoin.sources.subject import Subject

_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
#: Folded type of a name → kind. A name of no type is a name all the same.
_NAME_TYPES = {
    "primaryname": "name",
    "primealias": "name",
    "primarynamevariation": "alias",
    "alias": "alias",
    "aka": "alias",
    "": "alias",
    "fka": "previousName",
}
_STRENGTHS = {"": False, "good": False, "goodquality": False, "goodqualityaka": False}
_STRENGTHS |= {"low": True, "lowquality": True, "lowqualityaka": True}
_GENDERS = {"male": "male", "female": "female"}

#: The languages of names in other scripts, as the FCDO calls them → ISO 639-3.
_LANGUAGES = MappingProxyType(
    dict(
        pair.split()
        for pair in """
    Albanian sqi; Amharic amh; Arabic ara; Armenian hye; Azerbaijani aze; Belarusian bel;
    Bengali ben; Bosnian bos; Bulgarian bul; Burmese mya; Chinese zho; Croatian hrv; Czech ces;
    Dari prs; English eng; Farsi fas; French fra; Georgian kat; German deu; Greek ell; Hebrew heb;
    Hindi hin; Indonesian ind; Japanese jpn; Kazakh kaz; Khmer khm; Korean kor; Kurdish kur;
    Kyrgyz kir; Lao lao; Macedonian mkd; Malay msa; Mandarin cmn; Moldovan ron; Mongolian mon;
    Montenegrin cnr; Nepali nep; Pashto pus; Persian fas; Polish pol; Portuguese por; Romanian ron;
    Russian rus; Serbian srp; Somali som; Spanish spa; Swahili swa; Tajik tgk; Thai tha;
    Tigrinya tir; Turkish tur; Turkmen tuk; Ukrainian ukr; Urdu urd; Uzbek uzb; Vietnamese vie
    """.split(";")
    )
)


def bearers(list_: Iterable[Designation]) -> Mapping[str, str]:
    """Map each name that only one party of a list bears, not weakly, to that party's id."""
    found: dict[str, str] = {}
    for said in list_:
        id_ = f"{SOURCE}-{said.number}"
        for name in said.said(NAME):
            if not _STRENGTHS.get(fold(name[-1])) and (key := _key(name[: len(NAME_PARTS)])):
                found[key] = id_ if found.get(key, id_) == id_ else ""
    return {key: id_ for key, id_ in found.items() if id_}


def _key(parts: Iterable[str]) -> str:
    """Reduce a name to its words, in whatever case and punctuation they stand."""
    return " ".join(re.findall(r"\w+", " ".join(parts).casefold()))


def entities(
    said: Designation,
    authority: str,
    provisions: Iterable[str] = (),
    listed: Mapping[str, str] = MappingProxyType({}),
) -> list[Entity]:
    """Return a party and what belongs to it, under the listing of an authority.

    `provisions` are the measures that being on the list means, where the list names none; `listed`
    is what `bearers` returns.

    Raises:
        WrongFormat: it has no name, or is of several kinds.
        UnknownValue: a kind, a type of name, a gender or a date has no known meaning.
    """
    subject = Subject(f"{SOURCE}-{said.number}", _schema(said))
    _names(subject, said)
    _native_names(subject, said)
    for address in said.said(ADDRESS):
        _address(subject, dict(zip(ADDRESS, address, strict=True)))
    for town, country in said.said(BIRTHPLACE):
        _birth_place(subject, town, country)
    for number, words in said.said(PASSPORT):
        _document(subject, "Passport", number, words)
    for number, words in said.said(IDENTITY):
        _document(subject, "Identification", number, words)
    for field, take in _FIELDS.items():
        for text in said.texts(field):
            take(subject, text)
    _gender(subject, said)
    _parties(subject, said, listed)
    _sanctions(subject, said, authority, provisions)
    return subject.entities()


def _schema(said: Designation) -> str:
    kind = said.text("IndividualEntityShip")
    if kind.casefold() not in _SCHEMATA:
        raise UnknownValue(SOURCE, said.number, "Individual, Entity, Ship", kind)
    return _SCHEMATA[kind.casefold()]


def _names(subject: Subject, said: Designation) -> None:
    """Add the names in the order they are spoken; the family name, or the only one, is Name 6."""
    for name in said.said(NAME):
        parts, kind, strength = name[: len(NAME_PARTS)], name[-2], name[-1]
        if fold(kind) not in _NAME_TYPES:
            raise UnknownValue(SOURCE, said.number, "Name type", kind)
        if fold(strength) not in _STRENGTHS:
            raise UnknownValue(SOURCE, said.number, "Alias strength", strength)
        prop = _NAME_TYPES[fold(kind)]
        if prop != "name" and _STRENGTHS[fold(strength)]:
            prop = "weakAlias"
        if prop == "name" and subject.schema == "Person":
            _parts(subject, parts)
        subject.add(prop, " ".join(part for part in parts if part))
    if not any(subject.values[prop] for prop in ("name", "alias", "weakAlias", "previousName")):
        raise WrongFormat(SOURCE, said.number, "has no name")


def _parts(subject: Subject, parts: tuple[str, ...]) -> None:
    if parts[0] and parts[-1] and not subject.values["lastName"]:
        subject.add("firstName", parts[0])
        subject.add("middleName", " ".join(part for part in parts[1:-1] if part))
        subject.add("lastName", parts[-1])


def _native_names(subject: Subject, said: Designation) -> None:
    """Add names in their own script. The script shows; a label that it belies is noted."""
    for name, script, language in said.said(NATIVE):
        words = re.findall(r"\w+", language.title())
        code = next((_LANGUAGES[word] for word in words if word in _LANGUAGES), None)
        if name:
            subject.add("alias", Text(name, lang=code))
        if language and not (code and name):
            subject.note(f"{name}: language" if name else "Non-Latin script language", language)
        if script and (not name or name.isascii()):
            subject.note(f"{name}: script" if name else "Non-Latin script type", script)


#: The sixth line is the last before the country: mostly a town, else what these words name.
_REGION = re.compile(
    r"\b(?:province|region|governorate|district|oblast|krai|state|county|republic|prefecture)\b",
    re.IGNORECASE,
)


def _address(subject: Subject, cells: dict[str, str]) -> None:
    lines = [cells[line] for line in ADDRESS_LINES]
    postal = cells["AddressPostalCode"]
    country, remarks = country_and_remark(cells["AddressCountry"])
    if not any((*lines, postal)):
        subject.add("country", *country_codes(country))
        if remarks or not country_codes(country):
            subject.note("Country", cells["AddressCountry"])
        return
    box = postal.casefold().replace(".", "").startswith("po box")
    subject.address(
        [*lines, postal],
        country=country,
        remarks=remarks,
        street=", ".join(line for line in lines[:-1] if line),
        **{"region" if _REGION.search(lines[-1]) else "city": lines[-1]},
        **{"postOfficeBox" if box else "postalCode": postal},
    )


_BRACKET = re.compile(r"(.*?)\s*\(([^()]*)\)\W*")


def country_and_remark(text: str) -> tuple[str, str]:
    """Part 'Yemen (since Nov 2008)' into a country and what is said of it."""
    match = _BRACKET.fullmatch(text)
    if country_codes(text) or match is None or not country_codes(match[1]):
        return text, ""
    return match[1], match[2]


_CITIZEN = re.compile(r"\s+(?:citizen(?:ship)?|national(?:ity|ities)?)$", re.IGNORECASE)


def _countries(prop: str, label: str) -> Callable[[Subject, str], None]:
    """Add the codes of a country; words that are none, or say more, become a note."""

    def take(subject: Subject, text: str) -> None:
        plain, remark = country_and_remark(_CITIZEN.sub("", text))
        codes = country_codes(plain)
        subject.add(prop, *codes)
        if remark or not codes:
            subject.note(label, text)

    return take


def _birth_place(subject: Subject, town: str, country: str) -> None:
    subject.add("birthPlace", ", ".join(part for part in (town, country) if part))
    plain, _ = country_and_remark(country.rstrip(" ."))
    subject.add("birthCountry", *(country_codes(plain) or country_codes(plain.rpartition(", ")[2])))


def _birth_date(subject: Subject, text: str) -> None:
    date = uk_date(text)
    subject.add("birthDate", *(date.values if date else ()))
    if date is None or date.note:
        subject.note("Date of birth", text)


def _built(subject: Subject, text: str) -> None:
    date = uk_date(text)
    subject.add("buildDate", *(date.values if date else ()))
    if date is None or date.note:
        subject.note("Year built", text)


def _gender(subject: Subject, said: Designation) -> None:
    for text in said.texts("Gender"):
        if text.casefold() not in _GENDERS:
            raise UnknownValue(SOURCE, said.number, "Gender", text)
        subject.add("gender", _GENDERS[text.casefold()])


# A number has a digit, and may follow a series of letters: 'D 000974', 'TR-M842033', '842 781'.
_DOCUMENT_NUMBER = re.compile(
    r"(?:\b(?!(?:NO|ID|NI|SSN)\b)[A-Z]{1,3} ){0,2}"
    r"(?<![\w/])(?=[A-Z/.-]*\d)[A-Z0-9][A-Z0-9/.-]*[A-Z0-9]"
    r"(?: (?=[A-Z]*\d)[A-Z0-9]+\b)*"
)
_PLAIN_NUMBER = re.compile(r"(?=.*\d)(?!SSN )[\w/.-]+(?: [\w/.-]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_DATE = re.compile(r"\b(?:issued?|date|dated|expir\w*|valid|born|DOB)\b", re.IGNORECASE)
_DAY = (
    r"(\d{1,2}[/.]\d{1,2}[/.]\d{4}|(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?,?\s+\d{4}"
    r"|\d{4}(?!\d))"
)
_ISSUED = re.compile(rf"\b(?i:issued?)\b(?:(?!(?i:expir|valid|born))[^.;()])*?[.\s:]\s*{_DAY}")
_EXPIRES = re.compile(
    rf"\b(?i:expir\w*|valid until)\b(?:(?!(?i:issue|born))[^.;()])*?[.\s:]\s*{_DAY}"
)
_WORDS_OF_NATION = re.compile(
    r"^(?:an? )?([A-Z][\w' -]*?),?\s+(?i:(?:diplomatic|ordinary|service|official)\s+)?"
    r"(?i:passport|travel|national|identi|id\b|civil|number|social|no\b)"
)
_WHERE_ISSUED = re.compile(
    r"\b(?i:issued)\b[^.;()]*\b(?:in|by)\s+(?:[^.;(),]*,\s*)?([A-Z][^.;(),]*)"
)


def document_number(text: str) -> str:
    """Find the number of a document in words about it: 'Tunisian passport no. G55 (expired)'."""
    if _PLAIN_NUMBER.fullmatch(text) and not re.search(r"[a-z]{3}", text):
        return text
    before = _OF_A_DATE.split(text, maxsplit=1)[0]
    found = _DOCUMENT_NUMBER.search(before)
    return found[0] if found and not _YEAR.fullmatch(found[0]) else ""


def _document(subject: Subject, schema: str, number: str, words: str) -> None:
    code = document_number(number or words) or number
    text = words if code == number else " ".join(part for part in (number, words) if part)
    passport = schema == "Passport"
    if not code:
        subject.note("Passport" if passport else "National identifier", text)
        return
    subject.add("passportNumber" if passport else "idNumber", code)
    subject.part(
        schema,
        code,
        text,
        holder=subject.id,
        number=code,
        country=_issuer(text),
        startDate=_date_in(_ISSUED, text),
        endDate=_date_in(_EXPIRES, text),
        summary=text if text != code else None,
    )


def _issuer(text: str) -> tuple[str, ...]:
    """Find the country of a document: '(Tunisian)', 'Qatari passport no. 7', 'issued in Sanaa'."""
    pieces = [*re.findall(r"\(([^()]+)\)", text), text]
    named = [match[1] for piece in pieces if (match := _WORDS_OF_NATION.match(piece))]
    where = _WHERE_ISSUED.findall(text)
    found = (country_codes(each.strip()) for each in (*pieces, *named, *where))
    return next((codes for codes in found if codes), ())


def _date_in(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    date = uk_date(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", match[1])) if match else None
    return date.values[0] if date else None


_REGISTERS = {"inn": "innCode", "ogrn": "ogrnCode", "okpo": "okpoCode", "kpp": "kppCode"}
_REGISTER = re.compile(
    r"\b(INN|OGRN|OKPO|KPP|TIN|Tax(?:payer)?(?: ID(?:entification)?| Registration)?)"
    r"(?: No\b| Number\b)?[\s.:–-]*(\d{6,15})\b",
    re.IGNORECASE,
)


def _registration(subject: Subject, text: str) -> None:
    """Read numbers of registers by their labels; what has none is a registration number."""
    for label, number in _REGISTER.findall(text):
        subject.checked(_REGISTERS.get(label.casefold(), "taxNumber"), number)
    rest = _REGISTER.sub("", text).strip(" ,.;")
    if rest == text.strip(" ,.;"):
        numbers = [document_number(piece.strip()) for piece in text.split(";")]
        subject.add("registrationNumber", *numbers)
        rest = "" if numbers == [text] else text
    subject.note("Business registration number", text if rest else "")


def _contact(prop: str) -> Callable[[Subject, str], None]:
    """Add addresses of mail and of pages; some stand in the other's place, or among words."""

    def take(subject: Subject, text: str) -> None:
        for word in re.split(r"[\s,;]+", text):
            if "@" in word:
                subject.add("email", word.strip("."))
            elif "." in word.strip("."):
                subject.add("website", word.strip("."))
            elif word.casefold() not in {"", "and", "or"}:
                subject.note(prop, text)

    return take


def _imo_number(subject: Subject, text: str) -> None:
    subject.checked("imoNumber", text, "imoNumber" if subject.schema == "Vessel" else "imoCompany")


def _titles(subject: Subject, text: str) -> None:
    subject.add("title", *(part.strip() for part in text.split("/")))


def _wallet(subject: Subject, text: str) -> None:
    subject.part("CryptoWallet", text, publicKey=text, holder=subject.id, topics="sanction")


def _as(prop: str) -> Callable[[Subject, str], None]:
    return lambda subject, text: subject.add(prop, text)


def _noted(label: str) -> Callable[[Subject, str], None]:
    return lambda subject, text: subject.note(label, text)


def _checked(prop: str) -> Callable[[Subject, str], None]:
    return lambda subject, text: subject.checked(prop, text)


#: Fields that stand alone → how each value is taken.
_FIELDS: MappingProxyType[str, Callable[[Subject, str], None]] = MappingProxyType(
    {
        "Title": _titles,
        "DOB": _birth_date,
        "Nationality": _countries("nationality", "Nationality"),
        "Position": _as("position"),
        "PhoneNumber": _as("phone"),
        "Website": _contact("website"),
        "EmailAddress": _contact("email"),
        "TypeOfEntity": _as("classification"),
        "BusinessRegistrationNumber": _registration,
        "IMONumber": _imo_number,
        "MMSI": _checked("mmsi"),
        "CurrentBelievedFlagOfShip": _countries("flag", "Flag"),
        "PreviousFlag": _countries("pastFlags", "Previous flag"),
        "TypeOfShip": _as("type"),
        "TonnageOfShip": _as("tonnage"),
        "LengthOfShip": _noted("Length of ship"),
        "YearBuilt": _built,
        "HullIdentificationNumber": _as("registrationNumber"),
        "CryptoWalletAddress": _wallet,
        "OtherInformation": _noted(""),
    }
)


#: Field → its label, and the schema that links the two: this party's end, and the other's.
_PARTIES = {
    "ParentCompany": ("Parent company", "Ownership", "asset", "owner"),
    "Subsidiary": ("Subsidiary", "Ownership", "owner", "asset"),
    "CurrentOwnerOperator": ("Current owner/operator", "UnknownLink", "object", "subject"),
    "PreviousOwnerOperator": ("Previous owner/operator", "UnknownLink", "object", "subject"),
}


def _parties(subject: Subject, said: Designation, listed: Mapping[str, str]) -> None:
    """Note the parties that a party is said to belong to, or to own; link those that are listed."""
    for field, (label, schema, near, far) in _PARTIES.items():
        for name in said.texts(field):
            subject.note(label, name)
            if other := listed.get(_key([name])):
                subject.link(schema, label, other, near, far)


def _sanctions(
    subject: Subject, said: Designation, authority: str, provisions: Iterable[str]
) -> None:
    """Add a listing for each regime, with the references by which other lists know the party."""
    group = said.texts("OFSIGroupID")
    updated = sorted(said.dates("Last Updated", said.texts("LastUpdated")))[-1:]
    subject.add("modifiedAt", *updated)
    listings: dict[str, list[tuple[str, ...]]] = {}
    for regime, *dates in said.said(LISTING) or [("", "", "")]:
        listings.setdefault(regime, []).append(tuple(dates))
    for regime, days in listings.items():
        designated = said.dates("Date Designated", [first for first, _ in days if first])
        listed = said.dates("Listed On", [second for _, second in days if second])
        subject.sanction(
            regime,
            authority=authority,
            program=regime,
            provisions=said.texts("SanctionsImposed") or provisions,
            reason=said.texts("UKStatementofReasons"),
            listingDate=listed or designated,
            startDate=designated,
            modifiedAt=updated,
            authorityId=said.texts("UniqueID") or group,
            recordId=group,
            unscId=said.texts("UNReferenceNumber"),
            summary=[f"Designated by {text}" for text in said.texts("DesignationSource")],
        )
