"""Values of OFAC's ADVANCED schema: what numbers stand for, dates, places and names."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.entity import Text
from enjoin.model.errors import UnknownValue, UnreadFields, WrongFormat
from enjoin.model.values import clean_date
from enjoin.sources.xml import Node, local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: What nobody needs to read, and why.
IGNORED = frozenset(
    {
        # numbers that nothing but the element itself bears, or that repeat the party's own
        "Identity@FixedRef",
        "Alias@FixedRef",
        "DocumentedName@FixedRef",
        "DocumentedName@ID",
        "Feature@ID",
        "FeatureVersion@ID",
        "IDRegDocument@ID",
        "ProfileRelationship@ID",
        "SanctionsEntry@ID",
        "EntryEvent@ID",
        "SanctionsMeasure@ID",
        "SupportingInfo@ID",
        # the other end of a reference that is read where it begins
        "FeatureVersionReference",
        "IDRegDocumentReference",
        "IDRegDocumentMention",
        "DocumentedNameReference",
        "SanctionsEntryReference",
        "ProfileRelationshipReference",
        "ProfileRelationship@SanctionsEntryID",
        # tells whether a name is in Latin letters, as ScriptID does
        "DocumentedName@DocNameStatusID",
        "NamePartValue@ScriptStatusID",
        # an acronym is a name like others
        "NamePartValue@Acronym",
        # a date's precision follows from the first and the last day it may be
        "DatePeriod@YearFixed",
        "DatePeriod@MonthFixed",
        "DatePeriod@DayFixed",
        "Start@YearFixed",
        "Start@MonthFixed",
        "Start@DayFixed",
        "End@YearFixed",
        "End@MonthFixed",
        "End@DayFixed",
        # OFAC has one value for each of these
        "LocationCountry@CountryRelevanceID",
        "LocationPartValue@Primary",
        "LocationPartValue@LocPartValueTypeID",
        "LocationPartValue@LocPartValueStatusID",
        "IdentityReference@IdentityFeatureLinkTypeID",
    }
)
#: What reference values say of themselves beside their words; only of a kind of party it is needed.
_OF_REFERENCES = frozenset(
    """ID PartyTypeID CountryID Description AreaCodeTypeID ISO2 ISO3 IS03166-3Code Comment
    OrganisationID FeatureTypeGroupID LegalBasisShortRef LegalBasisTypeID SanctionsProgramID
    Symmetrical SubsidiaryBodyID ScriptCode Notional DecisionMakingBodyID DetailCode""".split()
)


class References:
    """What the numbers of a file stand for: the Country 11171 is 'Russia'."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._words: dict[tuple[str, str], str] = {}
        self._party_types: dict[str, str] = {}

    def read(self, values: _Element) -> None:
        """Take in one set of reference values.

        Raises:
            WrongFormat: a value has no number, or one that another has.
            UnreadFields: a value has an attribute that is not known.
        """
        for value in values.iterchildren("{*}*"):
            kind, id_ = local(value.tag), str(value.get("ID", "")).strip()
            if not id_ or (kind, id_) in self._words:
                why = f"{kind} has {f'the ID {id_} twice' if id_ else 'no ID'}"
                raise WrongFormat(self._source, local(values.tag), why)
            if unread := {local(name) for name in value.attrib} - _OF_REFERENCES:
                raise UnreadFields(self._source, f"{kind} {id_}", unread)
            words = value.get("Description") or value.text or ""
            self._words[kind, id_] = " ".join(str(words).split())
            if kind == "PartySubType":
                self._party_types[id_] = str(value.get("PartyTypeID", ""))

    def words(self, node: Node, attribute: str, kind: str) -> str:
        """Take an attribute that is a number, and return its words.

        Raises:
            UnknownValue: it stands for nothing, or is absent.
        """
        return self._found(node, attribute, kind, node.attribute(attribute))

    def optional(self, node: Node, attribute: str, kind: str) -> str:
        """Take an attribute that may be absent, and return its words, '' when it is."""
        id_ = node.attribute(attribute)
        return self._found(node, attribute, kind, id_) if id_ else ""

    def party(self, node: Node) -> tuple[str, str]:
        """Take what kind of party this is: ('Individual', 'Unknown'), ('Transport', 'Vessel')."""
        id_ = node.attribute("PartySubTypeID")
        kind = self._found(node, "PartySubTypeID", "PartySubType", id_)
        return self._found(node, "PartyTypeID", "PartyType", self._party_types[id_]), kind

    def _found(self, node: Node, attribute: str, kind: str, id_: str) -> str:
        if not (found := self._words.get((kind, id_))):
            raise UnknownValue(node.source, node.where, f"{node.tag}@{attribute}", id_)
        return found


def yes(node: Node, attribute: str) -> bool:
    """Take an attribute that is 'true' or 'false'.

    Raises:
        UnknownValue: it is neither.
    """
    known = {"true": True, "1": True, "false": False, "0": False}
    if (text := node.attribute(attribute)) not in known:
        raise UnknownValue(node.source, node.where, f"{node.tag}@{attribute}", text)
    return known[text]


def iso_date(node: Node, refs: References) -> str:
    """Read a date with its calendar.

    Raises:
        UnknownValue: it is no day, or of another calendar than the Gregorian.
    """
    _check_calendar(node, refs)
    return _day(node)


def _check_calendar(node: Node, refs: References) -> None:
    if (calendar := refs.words(node, "CalendarTypeID", "CalendarType")) != "Gregorian":
        raise UnknownValue(node.source, node.where, "CalendarTypeID", calendar)


def _day(node: Node) -> str:
    text = "-".join(node.text(part) for part in ("Year", "Month", "Day"))
    node.done(IGNORED)
    if (date := clean_date(text)) is None:
        raise UnknownValue(node.source, node.where, "a date", text)
    return date


def periods(node: Node, refs: References) -> list[str]:
    """Take the periods of an element, as OFAC's other forms write them, and what is said of them.

    From the first to the last day of a year is that year: '1962', 'Feb 1962', 'circa 1962', '1955
    to 1958'. A period without days says nothing.
    """
    return [text for each in node.nodes("DatePeriod") for text in _period(each, refs)]


def _period(node: Node, refs: References) -> list[str]:
    _check_calendar(node, refs)
    ends = [_boundary(end) for tag in ("Start", "End") for end in node.nodes(tag)]
    said = node.texts("Comment")
    node.done(IGNORED)
    if not ends:
        return said
    about = "circa " if any(end.approximate for end in ends) else ""
    return [about + _in_words(ends[0].first, ends[-1].last), *said]


class _Boundary(NamedTuple):
    first: str
    last: str
    approximate: bool


def _boundary(node: Node) -> _Boundary:
    days = [_day(day) for tag in ("From", "To") for day in node.nodes(tag)]
    approximate = yes(node, "Approximate")
    node.done(IGNORED)
    if not days:
        raise WrongFormat(node.source, node.where, f"has a {node.tag} without a day")
    return _Boundary(days[0], days[-1], approximate)


def _in_words(first: str, last: str) -> str:
    """Write the days from first to last as precisely as they are meant: years, months or days."""
    whole = _begin(first), _end(last)
    size = next(n for n in (4, 7, 10) if whole == (_begin(first[:n]), _end(last[:n])))
    ends = dict.fromkeys(_ofac(date[:size]) for date in whole)
    return " to ".join(ends)


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _ofac(date: str) -> str:
    """Write a date as OFAC does: '07 Feb 1962', 'Feb 1962', '1962'."""
    year, *rest = date.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*rest[1:], *month, year])


def _begin(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]


def _end(date: str) -> str:
    whole = date if len(date) > 4 else f"{date}-12"
    if len(whole) > 7:
        return whole
    return f"{whole}-{monthrange(int(whole[:4]), int(whole[5:]))[1]:02}"


_LINES = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE")
_REGION = "REGION"
#: Where a location has no country of its own, this part of it is one.
_WHOLE = "Unknown"


class Place(NamedTuple):
    """A location: its parts by OFAC's names for them, its country in words, what is said of it."""

    parts: Mapping[str, str]
    country: str
    remarks: str

    @property
    def lines(self) -> list[str]:
        """The parts in the order of an address, without the country."""
        return [self.parts[name] for name in (*_LINES, _WHOLE) if name in self.parts]

    def get(self, *names: str) -> str:
        """Return parts by their names, those that there are."""
        return ", ".join(self.parts[name] for name in names if name in self.parts)

    @property
    def words(self) -> str:
        """All of it in one line."""
        return ", ".join([*self.lines, self.country] if self.country else self.lines)


def place_of(node: Node, refs: References) -> Place:
    """Read a location."""
    node.attribute("ID")
    areas = _several(node, "LocationAreaCode", "AreaCodeID", "AreaCode", refs)
    countries = _several(node, "LocationCountry", "CountryID", "Country", refs)
    parts, remarks = dict[str, str](), node.texts("Comment")
    for part in node.nodes("LocationPart"):
        kind = refs.words(part, "LocPartTypeID", "LocPartType")
        if kind not in {*_LINES, _WHOLE}:
            raise UnknownValue(node.source, node.where, "LocPartType", kind)
        before = [parts[kind]] if kind in parts else []
        parts[kind] = ", ".join([*before, *_values(part, remarks)])
        part.done(IGNORED)
    node.done(IGNORED)
    named = [name for name in countries or areas if name != "undetermined"]
    country = ", ".join(named) or parts.pop(_WHOLE, "")
    if not country and _REGION in parts:
        country = f"Region: {parts.pop(_REGION)}"  # as OFAC's simple XML writes it
    return Place(parts, country, "; ".join(remarks))


def _several(node: Node, tag: str, attribute: str, kind: str, refs: References) -> list[str]:
    found = []
    for part in node.nodes(tag):
        found.append(refs.words(part, attribute, kind))
        part.done(IGNORED)
    return found


def _values(part: Node, remarks: list[str]) -> list[str]:
    found = []
    for value in part.nodes("LocationPartValue"):
        found += value.texts("Value")
        remarks += value.texts("Comment")
        value.done(IGNORED)
    return found


#: Parts of a name in the order they are spoken; a part that names a thing stands alone.
_SPOKEN = (
    "First Name",
    "Nickname",
    "Middle Name",
    "Patronymic",
    "Last Name",
    "Maiden Name",
    "Matronymic",
    "Entity Name",
    "Vessel Name",
    "Aircraft Name",
)
_FAMILY = frozenset({"Last Name", "Maiden Name", "Matronymic"})
_LATIN = "Latin"
#: Scripts of one language, by ISO 639-3. Arabic and Cyrillic letters are those of many.
_LANGUAGES = {
    "Armenian": "hye",
    "Chinese Simplified": "zho",
    "Chinese Traditional": "zho",
    "Georgian": "kat",
    "Greek": "ell",
    "Japanese": "jpn",
    "Korean": "kor",
    "Thai": "tha",
}
#: Where the family's name is spoken first, and no space stands behind it.
_FAMILY_FIRST = frozenset({"Chinese Simplified", "Chinese Traditional", "Japanese", "Korean"})


class Name(NamedTuple):
    """A name as it is spoken, its parts by OFAC's names for them, and whether it is in Latin."""

    text: Text
    parts: Mapping[str, str]
    latin: bool


def name_of(node: Node, kinds: Mapping[str, str], refs: References) -> Name:
    """Put a documented name together; `kinds` tells what kind each group of parts is of.

    Raises:
        UnknownValue: a part belongs to no group, or its kind has no place in a name.
        WrongFormat: there is nothing in it.
    """
    parts: dict[str, str] = {}
    scripts: list[str] = []
    for part in node.nodes("DocumentedNamePart"):
        kind, script, text = _name_part(part, kinds, refs)
        parts[kind] = f"{parts[kind]} {text}" if kind in parts else text
        scripts.append(script)
    if not any(parts.values()):
        raise WrongFormat(node.source, node.where, "has a name without any letter")
    script = next((each for each in scripts if each != _LATIN), _LATIN)
    return Name(Text(_spoken(parts, script), _LANGUAGES.get(script)), parts, script == _LATIN)


def _name_part(part: Node, kinds: Mapping[str, str], refs: References) -> tuple[str, str, str]:
    before, after = part.attribute("LeadingChars"), part.attribute("TrailingChars")
    values = part.nodes("NamePartValue")
    part.done(IGNORED)
    if len(values) != 1:
        raise WrongFormat(
            part.source, part.where, f"has {len(values)} values of one part of a name"
        )
    group = values[0].attribute("NamePartGroupID")
    if (kind := kinds.get(group, "")) not in _SPOKEN:
        raise UnknownValue(part.source, part.where, "NamePartGroupID", f"{group} {kind}".strip())
    script = refs.words(values[0], "ScriptID", "Script")
    values[0].done(IGNORED)
    return kind, script, f"{before}{values[0].own()}{after}"


def _spoken(parts: Mapping[str, str], script: str) -> str:
    """Join the parts; a suffix to the given names goes behind the family's: 'Juan REYES, Jr.'."""
    given = " ".join(parts[kind] for kind in _SPOKEN if kind in parts and kind not in _FAMILY)
    family = " ".join(parts[kind] for kind in _SPOKEN if kind in parts and kind in _FAMILY)
    if script in _FAMILY_FIRST:
        return f"{family}{given}"
    given, comma, suffix = given.partition(", ") if family else (given, "", "")
    return f"{given} {family}{comma}{suffix}".strip()


def group_kinds(identity: Node, refs: References) -> dict[str, str]:
    """Take what kind of name each group of parts is: '38251' is a 'Last Name'."""
    kinds = {}
    for groups in identity.nodes("NamePartGroups"):
        for master in groups.nodes("MasterNamePartGroup"):
            for group in master.nodes("NamePartGroup"):
                id_ = group.attribute("ID")
                kinds[id_] = refs.words(group, "NamePartTypeID", "NamePartType")
                group.done(IGNORED)
            master.done(IGNORED)
        groups.done(IGNORED)
    return kinds
