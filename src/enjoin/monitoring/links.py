"""A mention in a report becomes a listed party, only when a full name or an office agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from enjoin.model.match import Match, Party
from enjoin.model.report import ListedMention, Named, Person, Report, Source, Span
from enjoin.monitoring.offices import country_of


class _Asked(NamedTuple):
    """Whom to look for, where the report names them, and on what ground they are asked for."""

    party: Party
    mentions: tuple[Span, ...]
    ground: str


def listed(
    report: Report, text: str, find: Callable[[Party], Sequence[Match]]
) -> list[ListedMention]:
    """Return the mentions in a report that are listed parties, with the reason for each.

    Args:
        report: what was read.
        text: the text its spans count in.
        find: screens a party against the lists; only what it marks as a match counts.

    People, organisations and vessels are asked for by full name. A family name alone links
    nobody; with an office and its country it is asked for. The first mention of a party is the
    one with the fullest name.
    """
    found: list[ListedMention] = []
    for asked in _asked(report):
        best = _best(find(asked.party))
        if best is not None:
            found += _mentions(report.file, text, asked, best)
    return found


def _asked(report: Report) -> Iterator[_Asked]:
    for person in report.people:
        party = _party(person)
        if party is not None:
            yield _Asked(party, person.mentions, _ground(person, party))
    for named in report.named:
        yield _Asked(_by_name(named), named.mentions, f"full name {named.name}")


def _party(person: Person) -> Party | None:
    """Return whom to ask for, or None when the report says too little to tell people apart."""
    code = country_of(person.role or "") or country_of(person.affiliation or "")
    if " " not in person.name and not (person.role and code):
        return None
    return Party(names=(person.name,), schema="Person", countries=(code,) if code else ())


def _by_name(named: Named) -> Party:
    return Party(names=(named.name,), schema=named.schema)


def _ground(person: Person, party: Party) -> str:
    """Say what was known of a person: the name, and the office with its country."""
    ground = "full name" if " " in person.name else "office with country"
    office = f", named as {person.role}" if person.role else ""
    country = f" (country {party.countries[0]})" if party.countries else ""
    return f"{ground} {person.name}{office}{country}"


def _best(matches: Sequence[Match]) -> Match | None:
    return max((m for m in matches if m.match), key=lambda match: match.score, default=None)


def _mentions(file: str, text: str, asked: _Asked, match: Match) -> list[ListedMention]:
    reasons = "; ".join(one.reason for one in match.evidence if one.weight > 0)
    because = asked.ground + (f": {reasons}" if reasons else "")
    return [
        ListedMention(Source(file, span), match.entity_id, match.caption, match.score, because)
        for span in sorted(asked.mentions, key=lambda span: (span[0] - span[1], span))
        if text[slice(*span)].strip()
    ]
