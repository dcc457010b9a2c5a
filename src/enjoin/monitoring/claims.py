"""Claims of officials that sanctions were already imposed, and the listings that bear them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from enjoin.model.countries import mention_code, name_of
from enjoin.model.match import ListCited
from enjoin.model.report import Borne, Claim, ListedMention, Report, Said, Source, Span
from enjoin.monitoring.places import mentions
from enjoin.screening.index import Imposed, Record

#: What is claimed to be done, not what would, could or should have been.
_HAVE = (
    r"(?<!would\s)(?<!could\s)(?<!should\s)(?<!might\s)(?<!may\s)(?<!must\s)(?<!to\s)"
    r"(?:\b(?:has|have|had)|[’']ve)\s(?:already\s|also\s|previously\s)*"
)
_ACTIONS = re.compile(
    _HAVE + r"(?:taken|imposed|adopted)\s(?:[\w-]+\s){0,4}?"
    r"(?:actions?|measures|steps|sanctions|designations)\b(?:\salready\b)?",
    re.IGNORECASE,
)
_SANCTIONED = re.compile(_HAVE + r"(?:sanctioned|designated|blacklisted)\b", re.IGNORECASE)
#: Actions and steps may be of any kind: without one of these, nothing says they are long taken.
_TAKEN = re.compile(r"\balready\b|\bsanctions\b|\bdesignations\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:against|on|towards?|targeting)\s(?:the\s)?$", re.IGNORECASE)
_OBJECT_ENDS = re.compile(
    r"[,.;:—]|\b(?:that|which|who|for|to|in|over|after|because|by|with|when|under)\b", re.IGNORECASE
)


def claims(report: Report, text: str, listed: Sequence[ListedMention]) -> Iterator[Claim]:
    """Yield what speakers of a report say was already done, where it names against whom.

    `listed` are the mentions of the report that are listed parties. A claim that names neither a
    country nor a listed party, that is hedged, or whose day is not known, is left out.
    """
    for said in report.statements:
        if said.modality != "fact" or said.mode == "headline" or said.kind == "denial":
            continue
        if (
            said.said_on is None
            or said.said_on.until
            or len(said.said_on.value) < len("2000-01-01")
        ):
            continue
        for content in said.content:
            yield from _in(report.file, text, said, content, listed)


def _in(
    file: str, text: str, said: Said, content: Span, listed: Sequence[ListedMention]
) -> Iterator[Claim]:
    for rule, pattern in (("claim.actions", _ACTIONS), ("claim.sanctioned", _SANCTIONED)):
        found = pattern.search(text, *content)
        if found is None or not (rule == "claim.sanctioned" or _TAKEN.search(found[0])):
            continue
        if rule == "claim.actions":
            about = _targets(text, content)
        else:
            about = _objects(file, text, (found.end(), content[1]), listed)
        if about and said.said_on:
            yield Claim(
                file=file,
                statement=said.id,
                claimed=" ".join(found[0].split()),
                about=about,
                on=said.said_on.value[:10],
                evidence=Source(file, content),
                rule=rule,
            )


def _targets(text: str, content: Span) -> tuple[str, ...]:
    """Return the countries that actions are said to be against."""
    named = mentions(text, *content)
    against = [code for span, code in named if _AGAINST.search(text, content[0], span[0])]
    return tuple(dict.fromkeys(against))


def _objects(file: str, text: str, after: Span, listed: Sequence[ListedMention]) -> tuple[str, ...]:
    """Return who is said to be sanctioned: listed parties, else the countries they are of."""
    ends = _OBJECT_ENDS.search(text, *after)
    start, end = after[0], ends.start() if ends else after[1]
    parties = [
        one.entity_id
        for one in listed
        if one.mention.file == file and start <= one.mention.span[0] < end
    ]
    return tuple(dict.fromkeys(parties or [code for _, code in mentions(text, start, end)]))


# --- the lists -------------------------------------------------------------------------------


def borne_out(claim: Claim, records: Iterable[Record], cited: Sequence[ListCited | None]) -> Claim:
    """Return a claim with the listings in force on its day that bear it out.

    `cited` holds the list of each number in `Record.source`, None where it is not asked for. A
    listing is of a country when its programme names it or the listed party is of it. One
    without a date counts where the list's version is of the day or before.
    """
    counted: dict[tuple[str, str, str | None], list[str | None]] = defaultdict(list)
    for record in records:
        of = cited[record.source]
        if of is not None:
            for each in record.sanctions or (_UNDATED,):
                if _concerns(claim, record, each) and _in_force(each, of.version, claim.on):
                    counted[of.source, of.version, each.programme].append(each.listed_on)
    borne = tuple(
        _borne(*key, days) for key, days in sorted(counted.items(), key=lambda at: str(at[0]))
    )
    return msgspec.structs.replace(claim, borne=borne, note=_note(claim, borne, cited))


_UNDATED = Imposed(None, None, None, None, None, ())


def _borne(source: str, version: str, programme: str | None, days: Sequence[str | None]) -> Borne:
    dated = sorted(day for day in days if day)
    first, last = (dated[0], dated[-1]) if dated else (None, None)
    return Borne(source, version, programme, len(days), first, last)


def _concerns(claim: Claim, record: Record, listing: Imposed) -> bool:
    if record.id in claim.about:
        return True
    return any(
        code in record.countries or code in _named_by(listing.programme or "")
        for code in claim.about
    )


@lru_cache(maxsize=2_000)
def _named_by(programme: str) -> frozenset[str]:
    """Return the countries in the name of a programme: 'RUSSIA-EO14024' names Russia."""
    words = re.findall(r"[A-Za-z]{4,}", programme)
    return frozenset(code for word in words if (code := mention_code(word.upper())))


def _in_force(listing: Imposed, version: str, day: str) -> bool:
    if listing.ended_on and listing.ended_on <= day:
        return False
    return (listing.listed_on or version) <= day


def _note(claim: Claim, borne: Sequence[Borne], cited: Sequence[ListCited | None]) -> str:
    """Say what the count leaves open."""
    later = [f"{one.source} of {one.version}" for one in cited if one and one.version > claim.on]
    told = []
    if not borne:
        told.append("No listing in force that day was found in the lists consulted.")
    if later:
        told.append(
            f"{', '.join(later)}: no earlier version is loaded, so listings ended before it and "
            "listings without a date are not counted."
        )
    return " ".join(told)


def about_in_words(claim: Claim) -> str:
    """Name whom a claim is about: countries by name, listed parties by id."""
    return ", ".join(name_of(one) if len(one) == 2 else one for one in claim.about)
