"""The day on which a statement was made: told, or taken from the speaker's other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from enjoin.model.report import Dated
from enjoin.monitoring import people
from enjoin.monitoring.documents import Page
from enjoin.monitoring.sentences import Draft, Sentence
from enjoin.text import dates


def date_statements(
    page: Page,
    plain: str,
    parts: Sequence[Sentence],
    drafts: Sequence[Draft],
    known: people.People,
) -> None:
    """Give statements the day they were made: told, or taken from the speaker's other words."""
    anchor = date.fromisoformat(page.published.value[:10]) if page.published else None
    for draft in drafts:
        draft.said_on = _told_day(plain, parts[draft.sentence], draft, anchor)
    first: dict[str, Dated] = {}
    for draft in drafts:
        if draft.said_on and draft.speaker:
            first.setdefault(draft.speaker, draft.said_on)
    news = next((draft.said_on for draft in drafts if draft.said_on), None)
    for draft in drafts:
        if draft.said_on is None and draft.speaker and known.person(draft.speaker):
            own = first.get(draft.speaker)
            draft.said_on = inherited(own, news) or _about_publication(page, plain, anchor)


def _told_day(plain: str, part: Sentence, draft: Draft, anchor: date | None) -> Dated | None:
    """Resolve a day that stands with the verb of speech: 'said Monday', 'on Friday told'."""
    one = draft.attribution
    if one is None or one.subject is None or one.participle:
        return None
    for words in dates.expressions(plain, min(one.start, one.cue[0]), part.span[1]):
        inside = any(start <= words[0] < end for start, end in draft.content)
        if inside or any(q.opened < words[0] < q.closed for q in part.quotes):
            continue
        gap = plain[one.cue[1] : words[0]] if words[0] > one.cue[1] else ""
        if len(gap) > 70 or re.search(r"[,;:—]|\b(?:when|about|after|before|that|of|for)\b", gap):
            break
        return dates.resolve(plain, words, anchor)
    return None


def inherited(own: Dated | None, news: Dated | None) -> Dated | None:
    """Return the day another statement gives, saying so; the speaker's own words go first."""
    found = own or news
    if found is None:
        return None
    note = (
        "the day the report gives for the same speaker" if own else "the day of the report's news"
    )
    return Dated(found.value, found.precision, "inferred", found.span, found.until, note)


_BRIEFING = re.compile(r"\b(?:press|news|daily) (?:briefing|conference)\b")


def _about_publication(page: Page, plain: str, anchor: date | None) -> Dated | None:
    """Date words without a day by the day of publication, or the day before for one far away."""
    if anchor is None:
        return None
    opening = plain[page.body[0][0] : page.body[-1][1]][:3000]
    if _BRIEFING.search(opening) and re.search(r"\bWashington\b", opening):
        note = "no day is told; a briefing in Washington is reported the same day or the next"
        start = (anchor - timedelta(1)).isoformat()
        return Dated(start, "day", "inferred", None, anchor.isoformat(), note)
    return Dated(anchor.isoformat(), "day", "inferred", None, None, "the day of publication")
