"""A party made of an entity as FollowTheMoney writes it: names, dates, countries, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from enjoin.model.countries import code_of
from enjoin.model.errors import InvalidInput
from enjoin.model.match import DETAILS, Match, Party
from enjoin.model.schema import ASKABLE, NAME_KINDS, SCHEMATA, THING, lineage
from enjoin.model.values import parse_date, read_gender
from enjoin.screening.index import IDENTIFIERS
from enjoin.screening.score import PRIOR, probability
from enjoin.workspace.screening import check_party

Values = str | Sequence[str | int | float | None]

_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry")
_GIVEN = ("firstName", "secondName", "middleName", "fatherName")
#: Names, dates and numbers taken of one property: nobody has more, and each costs time.
_MOST = 50


def party_of(schema: str, properties: Mapping[str, Values]) -> Party:
    """Read a party from an entity; what says nothing that is compared is left out.

    Raises:
        InvalidInput: the schema is none, or there is nothing to look for.
    """
    said = {prop: tuple(_texts(values)) for prop, values in properties.items()}
    dates = (parse_date(text) for text in said.get("birthDate", ()))
    codes = (code_of(text) for prop in _COUNTRIES for text in said.get(prop, ()))
    party = Party(
        names=tuple(dict.fromkeys(_names(said))),
        schema=_askable(schema),
        birth_dates=tuple(dict.fromkeys(date for date in dates if date)),
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        ids=tuple((prop, text) for prop in said if prop in IDENTIFIERS for text in said[prop]),
        gender=next(filter(None, map(read_gender, said.get("gender", ()))), None),
        addresses=said.get("address", ()),
        details=tuple((prop, text) for prop in DETAILS for text in said.get(prop, ())),
    )
    check_party(party)
    return party


def _texts(values: Values) -> Iterator[str]:
    several = [values] if isinstance(values, str) else values[:_MOST]
    for value in several:
        if value is not None and (text := " ".join(str(value).split())):
            yield text


def _names(said: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for prop in NAME_KINDS:
        yield from said.get(prop, ())
    if not said.get("name"):
        given = [text for prop in _GIVEN for text in said.get(prop, ())[:1]]
        family = said.get("lastName", ())[:1]
        if given or family:
            yield " ".join([*given, *family])


def _askable(schema: str) -> str:
    """Return the schema to look for: the given one, or the nearest it is a kind of.

    Raises:
        InvalidInput: it is none.
    """
    if schema in ASKABLE:
        return schema
    if schema not in SCHEMATA:
        raise InvalidInput("schema: is none of FollowTheMoney's; write it as Person or Vessel.")
    kinds = [kind for kind in ("Company", "Organization", "LegalEntity") if kind in lineage(schema)]
    return kinds[0] if kinds else THING


def turned_down(match: Match, factors: Mapping[str, float], threshold: float) -> Match:
    """Return a match with less weight on some of its evidence, and the score that follows."""
    from msgspec.structs import replace

    evidence = tuple(
        replace(of, weight=round(of.weight * factors.get(of.feature, 1.0), 3))
        for of in match.evidence
    )
    score = probability(PRIOR + sum(of.weight for of in evidence))
    return replace(match, score=score, match=score >= threshold, evidence=evidence)
