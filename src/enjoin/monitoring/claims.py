"""Claims of officials that sanctions were already imposed, and the listings that bear them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from enjoin.model.countries import mention_code, name_of
from enjoin.model.match import ListCited
from enjoin.model.report import (
    Borne,
    Claim,
    ClaimBasis,
    ListedMention,
    Report,
    Said,
    Source,
    Span,
)
from enjoin.monitoring import stance, targets
from enjoin.monitoring.targets import About
from enjoin.screening.index import Imposed, Record
from enjoin.text import prose

#: What is claimed to be done, not what would, could or should have been.
_HAVE = (
    r"(?:(?<!would\s)(?<!could\s)(?<!should\s)(?<!might\s)(?<!may\s)(?<!must\s)(?<!to\s)"
    r"(?:\b(?:has|have|had)|[’']ve)\s(?:(?:already|also|previously|not\s(?:only|just))\s*)*[\"“‘']?|"
    r"\b(?:but|and)\salso\s)"
)
_ACTIONS = re.compile(
    _HAVE + r"(?:taken|imposed|adopted)\s(?:[\w-]+\s){0,4}?"
    r"(?:actions?|measures|steps|sanctions|designations)\b(?:\salready\b)?",
    re.IGNORECASE,
)
_SANCTIONED = re.compile(_HAVE + r"(?:sanctioned|designated|blacklisted)\b", re.IGNORECASE)
#: Actions and steps may be of any kind: without one of these, nothing says they are long taken.
_TAKEN = re.compile(r"\balready\b|\bsanctions\b|\bdesignations\b", re.IGNORECASE)
#: Where another clause begins, with a hedge of its own: 'and we will do more if need be'.
_NEXT_CLAUSE = re.compile(
    r";\s|,?\s(?:and|but|so)\s(?:also\s|(?:we|i|they|it|he|she|there|that)\b)|"
    r",?\s(?:and|but)\s(?:will|would|won[’']t|may|might|could|can)\b",
    re.IGNORECASE,
)


def claims(report: Report, text: str, listed: Sequence[ListedMention]) -> Iterator[Claim]:
    """Yield what speakers of a report say was already done, where it is told against whom.

    `listed` are the mentions of the report that are listed parties. A claim that names neither a
    country nor a listed party is about the country of the words before it, if they have one. One
    that is hedged, or whose day is not known, is left out.
    """
    for said in report.statements:
        if said.mode == "headline" or said.kind == "denial" or not _is_dated(said):
            continue
        for content in said.content:
            yield from _in(report, text, said, content, listed)


def _is_dated(said: Said) -> bool:
    on = said.said_on
    return on is not None and not on.until and len(on.value) >= len("2000-01-01")


def _in(
    report: Report, text: str, said: Said, content: Span, listed: Sequence[ListedMention]
) -> Iterator[Claim]:
    for rule, pattern in (("claim.actions", _ACTIONS), ("claim.sanctioned", _SANCTIONED)):
        for found in pattern.finditer(text, *content):
            clause = _clause(text, content, found.span())
            if stance.modality(text[slice(*clause)]) != "fact":
                continue
            if rule == "claim.actions" and not _TAKEN.search(found[0]):
                continue
            about = _about(report, text, said, rule, clause, found.end(), listed)
            if about is not None:
                yield _claim(report.file, said, rule, found[0], content, about)


def _clause(text: str, content: Span, at: Span) -> Span:
    """Return the clause a claim stands in: its sentence, without other clauses it is joined to."""
    sentence = next((s for s in prose.sentences(text, content) if s[0] <= at[0] < s[1]), content)
    joints = [found.start() for found in _NEXT_CLAUSE.finditer(text, *sentence)]
    start = max((joint for joint in joints if joint < at[0]), default=sentence[0])
    return (start, min((joint for joint in joints if joint >= at[1]), default=sentence[1]))


def _about(
    report: Report,
    text: str,
    said: Said,
    rule: str,
    clause: Span,
    after: int,
    listed: Sequence[ListedMention],
) -> About | None:
    if rule == "claim.actions":
        named = targets.of_actions(text, clause, after)
    else:
        named = targets.of_sanctioned(report.file, text, (after, clause[1]), listed)
    if named is None and targets.leaves_open(text, (after, clause[1])):
        return targets.before(report, text, said, clause)
    return named


def _claim(file: str, said: Said, rule: str, words: str, content: Span, about: About) -> Claim:
    return Claim(
        file=file,
        statement=said.id,
        claimed=" ".join(words.split()),
        about=about.about,
        on=said.said_on.value[:10] if said.said_on else "",
        evidence=Source(file, content),
        rule=rule,
        basis=about.basis,
        told=Source(file, about.told) if about.told else None,
        note=_BASES[about.basis],
    )


#: What has to be said of a claim that does not itself name whom it is against.
_BASES: dict[ClaimBasis, str] = {
    "claim": "",
    "conduct": "The countries are those of the conduct named; they are not said to be sanctioned.",
    "statement": "The country stands in the same statement, before the claim.",
    "question": "The country stands in what the speaker was asked.",
    "turn": "The country stands in what the same speaker said just before.",
    "report": "The country stands in the sentences of the report just before.",
}


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
    told = [claim.note] if claim.note else []
    later = [f"{one.source} of {one.version}" for one in cited if one and one.version > claim.on]
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
