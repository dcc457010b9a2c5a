"""A mention in a report becomes a listed party, only when a full name or an office agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from enjoin.model.match import Match, Party
from enjoin.model.report import ListedMention, Person, Report, Source
from enjoin.monitoring import places


def listed(
    report: Report, text: str, find: Callable[[Party], Sequence[Match]]
) -> list[ListedMention]:
    """Return the mentions in a report that are listed parties, with the reason for each.

    Args:
        report: what was read.
        text: the text its spans count in.
        find: screens a party against the lists; only what it marks as a match counts.

    A family name alone links nobody; with an office and its country it is asked for. The first
    mention of a person is the one with the fullest name.
    """
    found: list[ListedMention] = []
    for person in report.people:
        party = _party(person)
        best = _best(find(party)) if party else None
        if party is not None and best is not None:
            found += _mentions(report.file, text, person, party, best)
    return found


def _party(person: Person) -> Party | None:
    """Return whom to ask for, or None when the report says too little to tell people apart."""
    code = places.code_of(person.role or "") or places.code_of(person.affiliation or "")
    if " " not in person.name and not (person.role and code):
        return None
    return Party(names=(person.name,), schema="Person", countries=(code,) if code else ())


def _best(matches: Sequence[Match]) -> Match | None:
    return max((m for m in matches if m.match), key=lambda match: match.score, default=None)


def _mentions(
    file: str, text: str, person: Person, party: Party, match: Match
) -> list[ListedMention]:
    spans = sorted(person.mentions, key=lambda span: (span[0] - span[1], span))
    because = _because(person, party, match)
    return [
        ListedMention(Source(file, span), match.entity_id, match.caption, match.score, because)
        for span in spans
        if text[slice(*span)].strip()
    ]


def _because(person: Person, party: Party, match: Match) -> str:
    """Say what agrees: the name, the office with its country, and what screening weighed."""
    ground = "full name" if " " in person.name else "office with country"
    office = f", named as {person.role}" if person.role else ""
    country = f" (country {party.countries[0]})" if party.countries else ""
    reasons = "; ".join(one.reason for one in match.evidence if one.weight > 0)
    return f"{ground} {person.name}{office}{country}" + (f": {reasons}" if reasons else "")
