"""Who said what, when, and in which words: direct, indirect, mixed and in the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from enjoin.model.report import Mode, Said, Span
from enjoin.monitoring import offices, people, sentences, stance
from enjoin.monitoring.days import date_statements, inherited
from enjoin.monitoring.documents import Page
from enjoin.monitoring.quoted import quoted
from enjoin.monitoring.reported import ADDRESSED, THAT, clause_end, indirect
from enjoin.monitoring.sentences import Draft, Sentence
from enjoin.monitoring.speakers import Speakers
from enjoin.monitoring.transcripts import transcribed
from enjoin.text import prose


def statements(
    page: Page, plain: str, parts: Sequence[Sentence], known: people.People
) -> tuple[Said, ...]:
    """Return the statements of a report in the order of their words."""
    drafts = transcribed(plain, page, parts, known) or _told(page, plain, parts, known)
    headline = _headline(page, plain, drafts, known)
    said = [*headline, *(_finished(page.text, draft, parts[draft.sentence]) for draft in drafts)]
    return tuple(
        msgspec.structs.replace(one, id=f"s{number}") for number, one in enumerate(said, 1)
    )


def _told(page: Page, plain: str, parts: Sequence[Sentence], known: people.People) -> list[Draft]:
    """Return the statements that a reporter tells, with their speakers and days."""
    drafts = quoted(page, plain, parts)
    taken = {(d.sentence, d.attribution.cue) for d in drafts if d.attribution}
    drafts += indirect(plain, parts, taken)
    drafts.sort(key=lambda d: (d.sentence, _position(d)))
    Speakers(plain, parts, known).name(drafts)
    date_statements(page, plain, parts, drafts, known)
    return drafts


def _position(draft: Draft) -> int:
    if draft.quotes:
        return draft.quotes[0].opened
    return draft.content[0][0] if draft.content else draft.evidence[0][0]


_HEADLINE = re.compile(
    r"(?P<content>.{15,}?)(?::\s|\s[-–—]\s|,\s)(?P<speaker>[^:,]{3,60}?)(?P<cue>\s(?:[Ss]ays?|[Ss]aid|[Ww]arns?))?\.?$"
)

_SOURCE_WORDS = re.compile(
    r"\b(?:dept|department|ministry|minister|official|officials|spokes\w+|police|president|reports?|"
    r"sources?|envoy|pentagon|kremlin|white house|agency|un|secretary|leader|government)\b",
    re.IGNORECASE,
)


def _headline(page: Page, plain: str, drafts: Sequence[Draft], known: people.People) -> list[Said]:
    """Read 'Sanctions will follow: state dept.': the speaker stands after the colon."""
    if page.title is None:
        return []
    found = _HEADLINE.fullmatch(plain, *page.title)
    if found is None or not (found["cue"] or _SOURCE_WORDS.search(found["speaker"])):
        return _told_in_headline(page, plain, page.title, known)
    span = found.span("speaker")
    speaker = known.by_name(span) or offices.body_of(found["speaker"]) or known.by_office(span)
    speaker = speaker or offices.government_of(found["speaker"]) or found["speaker"]
    named = {person.name: person.affiliation for person in known.everybody()}
    same = [d for d in drafts if d.speaker and speaker in {d.speaker, named.get(d.speaker)}]
    content = found.span("content")
    words = page.text[slice(*content)]
    return [
        Said(
            id="",
            speaker=speaker,
            speaker_span=span,
            cue=prose.trimmed(plain, *found.span("cue")) if found["cue"] else None,
            quotes=(),
            content=(content,),
            mode="headline",
            kind=stance.kind(found["cue"] or "", words),
            modality=stance.modality(words),
            said_on=inherited(next((d.said_on for d in same if d.said_on), None), None),
            evidence=(page.title,),
            rule="headline",
        )
    ]


def _told_in_headline(page: Page, plain: str, title: Span, known: people.People) -> list[Said]:
    """Read 'Ruritania urges restraint', as the body would be read, but for its quotations."""
    part = sentences.sentence(page.text, plain, title)
    drafts = indirect(plain, [part], set())[:1]
    for draft in drafts:
        draft.mode, draft.rule = "headline", "headline-clause"
    Speakers(plain, [part], known).name(drafts)
    return [_finished(page.text, draft, part) for draft in drafts]


def _finished(text: str, draft: Draft, part: Sentence) -> Said:
    one = draft.attribution
    quotes = tuple((q.start, q.end) for q in draft.quotes)
    content = draft.content or quotes
    mode = draft.mode if draft.content else _mode(text, draft)
    if mode == "mixed" and draft.attribution:
        content = (_around(text, draft, part), *(q for q in quotes if q[0] > part.span[1]))
    cue = one.cue if one and one.cue[0] < one.cue[1] else None
    words = " ".join(text[slice(*span)] for span in content)
    return Said(
        id="",
        speaker=draft.speaker,
        speaker_span=draft.speaker_span,
        cue=cue,
        quotes=quotes,
        content=content,
        mode=mode,
        kind=stance.kind(text[slice(*cue)] if cue else "", words),
        modality=stance.modality(words),
        said_on=draft.said_on,
        evidence=tuple(draft.evidence),
        rule=draft.rule,
    )


def _mode(text: str, draft: Draft) -> Mode:
    """Tell a quotation that says all from one set into the reporter's sentence."""
    first = draft.quotes[0]
    one = draft.attribution
    if one is None or draft.rule in {
        "unattributed",
        "label",
        "quotation-after-speaker",
        "several-paragraphs",
    }:
        return "direct"
    if draft.rule == "quotation-then-speaker":
        start = draft.evidence[0][0]
        lead = text[start : first.opened].strip()
        return "mixed" if len(lead.split()) > 2 else "direct"
    if one.cue[1] <= first.opened:
        between = text[one.cue[1] : first.opened].rstrip()
        plainly = between.endswith((":", ",")) and ADDRESSED.fullmatch(between[:-1])
        whole = text[draft.quotes[-1].end - 1] in ",.?!…:;—" or not text[
            draft.quotes[-1].closed : draft.evidence[-1][1]
        ].strip(" .,")
        return "direct" if plainly or (not between and whole) else "mixed"
    return "mixed"


def _around(text: str, draft: Draft, part: Sentence) -> Span:
    """Return the clause a partial quotation stands in."""
    one = draft.attribution
    start, end = draft.evidence[0]
    here = [q for q in draft.quotes if q.opened < end]
    first, last = here[0], here[-1]
    if one is None or one.cue[0] >= last.closed:
        end = min(one.start, one.cue[0]) if one else end
        rest, end = prose.trimmed(text, last.closed, end)
        rest, end = prose.trimmed(text, rest, end - (text[end - 1] == "," and rest < end))
        return (start, end if rest < end else last.closed)
    that = THAT.match(text, one.cue[1])
    start = that.end() + len("that ") if that else prose.trimmed(text, one.cue[1], end)[0]
    return (min(start, first.opened), max(clause_end(text, part, one), last.closed))
