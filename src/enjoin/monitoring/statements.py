"""Who said what, when, and in which words: direct, indirect, mixed and in the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from enjoin.model.report import Dated, Mode, Said, Span
from enjoin.monitoring import clauses, people, stance
from enjoin.monitoring.clauses import Attribution
from enjoin.monitoring.documents import Page
from enjoin.text import dates, prose
from enjoin.text.prose import Quotation

#: Characters beyond which a stretch is no sentence: nothing is read from it but quotations, so
#: that the cost of reading stays linear.
LONGEST_SENTENCE = 4_000


class Sentence(NamedTuple):
    """A sentence of the body with what was found in it."""

    span: Span
    paragraph: int
    row: Sequence[clauses.Token]
    quotes: Sequence[Quotation]
    attributions: Sequence[Attribution]


class _Draft(msgspec.Struct):
    """A statement while its report is still being read."""

    rule: str
    sentence: int
    attribution: Attribution | None = None
    quotes: list[Quotation] = msgspec.field(default_factory=list)
    evidence: list[Span] = msgspec.field(default_factory=list)
    content: Span | None = None
    speaker: str | None = None
    speaker_span: Span | None = None
    said_on: Dated | None = None
    mode: Mode = "direct"


def sentences(page: Page, plain: str) -> list[Sentence]:
    """Cut the body into sentences and find quotations and attributions in each."""
    quoted = prose.quotations(page.text, page.body)
    found: list[Sentence] = []
    at = 0
    for number, paragraph in enumerate(page.body):
        here = []
        while at < len(quoted) and quoted[at].opened < paragraph[1]:
            here.append(quoted[at])
            at += 1
        found += _cut(page, plain, paragraph, number, here)
    return found


def _cut(
    page: Page, plain: str, paragraph: Span, number: int, quoted: Sequence[Quotation]
) -> Iterator[Sentence]:
    at = 0
    for span in prose.sentences(page.text, paragraph, quoted):
        here = []
        while at < len(quoted) and quoted[at].opened < span[1]:
            here.append(quoted[at])
            at += 1
        readable = span[1] - span[0] <= LONGEST_SENTENCE
        row = clauses.tokens(clauses.masked(plain, span, here), span[0]) if readable else []
        yield Sentence(span, number, row, here, clauses.attributions(row))


def statements(
    page: Page, plain: str, parts: Sequence[Sentence], known: people.People
) -> tuple[Said, ...]:
    """Return the statements of a report in the order of their words."""
    drafts = _quoted(page, plain, parts)
    taken = {(d.sentence, d.attribution.cue) for d in drafts if d.attribution}
    drafts += _indirect(plain, parts, taken)
    drafts.sort(key=lambda d: (d.sentence, _position(d)))
    _Speakers(plain, parts, known).name(drafts)
    _date(page, plain, parts, drafts, known)
    headline = _headline(page, plain, drafts, known)
    said = [*headline, *(_finished(page.text, draft) for draft in drafts)]
    return tuple(
        msgspec.structs.replace(one, id=f"s{number}") for number, one in enumerate(said, 1)
    )


def _position(draft: _Draft) -> int:
    if draft.quotes:
        return draft.quotes[0].opened
    return draft.content[0] if draft.content else draft.evidence[0][0]


# --- quotations ------------------------------------------------------------------------------


def _quoted(page: Page, plain: str, parts: Sequence[Sentence]) -> list[_Draft]:
    """Group quotations into statements: those of one attribution, and what follows from it."""
    drafts: list[_Draft] = []
    by_cue: dict[tuple[int, Span], _Draft] = {}
    open_chain: _Draft | None = None
    for at, part in enumerate(parts):
        for quotation in part.quotes:
            found = _attribution_of(plain, part, quotation)
            draft = _placed(at, part, found, by_cue)
            chained = open_chain is not None and not (found and draft and draft.quotes)
            if chained and open_chain is not None:
                draft = _chained(open_chain, found, at)
            if draft is None:
                draft = _continued(plain, parts, at, quotation, drafts)
            if draft is None:
                open_chain = None
                continue
            draft.quotes.append(quotation)
            if part.span not in draft.evidence:
                draft.evidence.append(part.span)
            if len(draft.quotes) == 1:
                drafts.append(draft)
            open_chain = draft if quotation.continues else None
    return drafts


def _placed(
    at: int,
    part: Sentence,
    found: tuple[Attribution, str] | None,
    by_cue: dict[tuple[int, Span], _Draft],
) -> _Draft | None:
    if found is None:
        return None
    attribution, rule = found
    return by_cue.setdefault((at, attribution.cue), _Draft(rule, at, attribution))


def _chained(draft: _Draft, found: tuple[Attribution, str] | None, at: int) -> _Draft:
    """Go on with a quotation of several paragraphs; its end may say who speaks."""
    if draft.attribution is None and found is not None:
        draft.attribution, draft.rule, draft.sentence = found[0], "several-paragraphs", at
    return draft


def _attribution_of(
    plain: str, part: Sentence, quotation: Quotation
) -> tuple[Attribution, str] | None:
    """Choose the verb of speech that governs a quotation, nearest first."""
    for one in part.attributions:
        begins = min(one.start, one.cue[0])
        if begins >= quotation.closed and not plain[quotation.closed : begins].strip(" ,\u00a0—–-"):
            return one, "quotation-then-speaker"
    before = [one for one in part.attributions if one.cue[1] <= quotation.opened]
    if before:
        own = [one for one in before if not one.inverted or one.verb == "according"]
        return _outer(own or before), "speaker-then-quotation"
    after = [
        one
        for one in part.attributions
        if one.cue[0] >= quotation.closed and one.verb in clauses.SAYING | {"according"}
    ]
    return (after[0], "quotation-in-reported-clause") if after else None


def _outer(before: Sequence[Attribution]) -> Attribution:
    """Choose who speaks in 'Roe said she thought it "unwise"': Roe, whom 'she' only takes up."""
    last = before[-1]
    pronoun = last.subject is not None and last.subject[1] - last.subject[0] <= 4
    if pronoun and len(before) > 1 and not last.participle and before[-2].subject is not None:
        return before[-2]
    return last


def _continued(
    plain: str, parts: Sequence[Sentence], at: int, quotation: Quotation, drafts: Sequence[_Draft]
) -> _Draft | None:
    """Give a quotation without a verb of speech to whoever was just speaking, or to nobody."""
    part = parts[at]
    last = drafts[-1] if drafts else None
    if last is not None and last.attribution and last.evidence[-1] == part.span:
        return last
    before = parts[at - 1] if at and parts[at - 1].paragraph >= part.paragraph - 1 else None
    if before is None or not before.attributions or not _stands_alone(plain, part, quotation):
        return _unattributed(plain, at, quotation)
    if before.paragraph == part.paragraph:
        goes_on = last is not None and before.quotes and last.sentence >= at - 1
        if goes_on and last is not None and last.attribution:
            return last
        return _Draft("quotation-after-speaker", at, before.attributions[-1])
    if plain[before.span[1] - 1] == ":":
        return _Draft("quotation-after-colon", at, before.attributions[-1])
    return _unattributed(plain, at, quotation)


def _stands_alone(plain: str, part: Sentence, quotation: Quotation) -> bool:
    lead = plain[part.span[0] : min(quotation.opened, part.span[0] + 10)]
    return not lead.strip(" \t—–-…")


def _unattributed(plain: str, at: int, quotation: Quotation) -> _Draft | None:
    """Keep a whole sentence in quotation marks though nobody is named; a title is no statement."""
    words = plain[quotation.start : quotation.end]
    whole = words[-1] in ",.?!…" and len(words.split(None, 6)) >= 6
    return _Draft("unattributed", at) if whole or quotation.continues else None


# --- reported speech -------------------------------------------------------------------------


def _indirect(plain: str, parts: Sequence[Sentence], taken: set[tuple[int, Span]]) -> list[_Draft]:
    """Find statements that are told, not quoted."""
    drafts: list[_Draft] = []
    for at, part in enumerate(parts):
        for number, one in enumerate(part.attributions):
            if (at, one.cue) in taken:
                continue
            found = _reported(plain, part, number, one)
            if found:
                content, rule = found
                drafts.append(_Draft(rule, at, one, [], [part.span], content, mode="indirect"))
        drafts += _report_noun(plain, part, at)
    return drafts


_OBJECT = re.compile(
    r"(?:\s(?:(?:a|an|the|his|her|its|their)\s)?(?:daily\s|regular\s|joint\s)?(?:press\s|news\s)?"
    r"(?:reporters?|briefing|conference|journalists|lawmakers|parliament|interview|statement|"
    r"media|meeting|audience|crowd|supporters|[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"
    r"|\s(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|\syesterday|\stoday"
    r"|\s(?:in|at|during|to)\s(?:an?|the)\s(?:[\w-]+\s){0,3}?(?:interview|statement|briefing|"
    r"conference|speech|reporters|report)(?:\swith\s[A-Z]\w+(?:\s[A-Z]\w+)*)?)*?"
)
_THAT = re.compile(_OBJECT.pattern + r"\sthat\s")
_TRAILING = re.compile(
    r",?\s(?:when (?:he |she )?(?:was )?asked|in response to|, following|referring to|apparently "
    r"referring|in an apparent)\b|,\s(?:while|following|amid|apparently|adding|noting|according|"
    r"citing|after|referring|saying|as)\b"
)
_TIMES = re.compile(
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today)\b"
)


def _reported(plain: str, part: Sentence, number: int, one: Attribution) -> tuple[Span, str] | None:
    """Return what was said without quotation marks, and the rule that saw it."""
    end = _clause_end(plain, part, number, one)
    if one.verb in {"declined", "declines", "refused", "refuses"}:
        about = re.compile(r"\s(?:on|about)?\s?").match(plain, one.cue[1], end)
        start = about.end() if about else one.cue[1]
        speaks = re.search(
            r"(?:comment|say|speak|answer|elaborate|discuss|respond|confirm)$",
            plain[slice(*one.cue)],
        )
        content = prose.trimmed(plain, start, end)
        return (
            (content if content[0] < content[1] else one.cue, "declines-to-comment")
            if speaks
            else None
        )
    if plain[slice(*one.cue)].endswith(" on") or one.verb in {"urged", "urges", "urging"}:
        content = prose.trimmed(plain, one.cue[1], end)
        return (content, "calls-on") if content[1] - content[0] > 10 else None
    if one.verb not in _REPORTING:
        return None
    that = _THAT.match(plain, one.cue[1], end)
    if that and that.end() < end:
        return (that.end(), end), "says-that"
    before = _before(plain, part, number, one)
    if before:
        return before, "clause-then-speaker"
    return _bare(plain, one, end)


_REPORTING = clauses.SAYING | frozenset(
    "believe believes believed thinks hinted indicated signaled signalled agreed concludes adding "
    "saying noting warning stressing telling arguing insisting claiming stating explaining "
    "reiterating emphasizing suggesting asserting acknowledging alleging predicting underscoring "
    "highlighting cautioning quoted according pointed pointing".split()
)


def _clause_end(plain: str, part: Sentence, number: int, one: Attribution) -> int:
    """Return where the reported clause ends: at the next verb of speech, or with the sentence."""
    end = part.span[1]
    for later in part.attributions[number + 1 :]:
        if later.participle or later.start > one.cue[1]:
            end = min(end, later.start) if later.participle else end
    stop = _TRAILING.search(plain, one.cue[1] + 12, end) if end > one.cue[1] + 12 else None
    end = stop.start() if stop else end
    while end > one.cue[1] and plain[end - 1] in " .,;\u00a0":
        end -= 1
    return end


def _before(plain: str, part: Sentence, number: int, one: Attribution) -> Span | None:
    """Return the clause that a closing ', the ministry said Monday' attributes."""
    begins = min(one.start, one.cue[0])
    head = plain[part.span[0] : begins].rstrip()
    if one.participle or not head.endswith((",", "—", "–")) or len(head.split()) < 4:
        return None
    after = plain[one.cue[1] : part.span[1]].strip()
    ends_here = not after or not after[0].isalpha() or bool(_TIMES.match(after))
    ends_here = ends_here or bool(
        re.match(r"(?:on|in|at|during|when|after|following|as|to)\b", after)
    )
    opened = any(
        other.cue[1] < begins and not other.participle for other in part.attributions[:number]
    )
    if not ends_here or opened or _opens_with_adverbial(head):
        return None
    return prose.trimmed(plain, part.span[0], part.span[0] + len(head) - 1)


def _opens_with_adverbial(head: str) -> bool:
    """Tell 'In a speech in Ohio,' from a clause that somebody said."""
    return (
        bool(
            re.match(
                r"(?:In|At|On|During|After|Before|Speaking|Asked|When|While|As|Following)\b", head
            )
        )
        and len(head.split()) < 14
    )


def _bare(plain: str, one: Attribution, end: int) -> tuple[Span, str] | None:
    """Read 'she said the funds would stay': a clause without 'that'."""
    if one.inverted and one.verb != "according":
        return None
    start = prose.trimmed(plain, one.cue[1] if one.verb != "according" else one.after, end)[0]
    time = re.compile(rf"(?:on\s)?{_TIMES.pattern}\s").match(plain, start, end)
    start = time.end() if time else start
    words = plain[start:end]
    looks_like_clause = re.match(
        r"(?:the|a|an|it|he|she|they|we|there|his|her|its|their|any|all|no|[A-Z])", words
    )
    has_verb = re.search(
        r"\b(?:is|are|was|were|be|will|would|has|have|had|may|might|could|should|can|must|do|does|did|\w+ed)\b",
        words,
    )
    if one.verb == "according":
        looks_like_clause, words = re.match(r",\s", plain[start:end]), words[2:]
        start += 2
    if not looks_like_clause or not has_verb or len(words.split()) < 4:
        return None
    return (start, end), "says-clause"


_REPORT_NOUN = re.compile(
    r"\b(?:an?|the|some|several)?\s?(?:(?:earlier|recent|news|media|unconfirmed|press)\s){0,2}"
    r"(?P<cue>reports?|reporting|allegations?|rumou?rs?)\sthat\s"
)


def _report_noun(plain: str, part: Sentence, at: int) -> list[_Draft]:
    """Read 'follows an earlier report that ...': nobody is named, so nobody is the speaker."""
    found = _REPORT_NOUN.search(plain, *part.span)
    if found is None or any(q.opened < found.start() < q.closed for q in part.quotes):
        return []
    cue = found.span("cue")
    one = Attribution("report", cue, None, None, found.start(), found.end())
    end = part.span[1]
    stop = re.compile(r",\s(?:indicating|suggesting|which|raising|prompting|adding)\b").search(
        plain, found.end(), end
    )
    end = stop.start() if stop else end - 1
    return [_Draft("report-that", at, one, [], [part.span], (found.end(), end), mode="indirect")]


# --- speakers --------------------------------------------------------------------------------

_NOBODY = re.compile(r"^(?:many|some|others?|few|several|most|observers|it|that|which|who)\b", re.I)
_GENERIC = re.compile(r"\b(?:official|diplomat|politician|leader|candidate|nominee|aide)$", re.I)
_INDEFINITE = re.compile(r"^(?:an?|another|one|a senior|a second|two|three|several|some)\b", re.I)


class _Speakers:
    """Names the speakers of one report, in reading order, so that 'he' can be followed back."""

    def __init__(self, plain: str, parts: Sequence[Sentence], known: people.People) -> None:
        self._plain, self._parts, self._known = plain, parts, known
        self._last: str | None = None
        self._waiting: list[tuple[int, str]] = []
        self._here = 0

    def name(self, drafts: Sequence[_Draft]) -> None:
        """Give every statement its speaker, as far as the report tells."""
        for self._here, draft in enumerate(drafts):
            subject = draft.attribution.subject if draft.attribution else None
            if subject is None:
                continue
            whole = draft.attribution.whole if draft.attribution else None
            draft.speaker_span = whole if whole and self._is_short(whole) else subject
            draft.speaker = self._who(subject, whole or subject, draft)
            if draft.speaker is not None:
                self._last = draft.speaker
        self._settle(drafts)

    def _is_short(self, whole: Span) -> bool:
        words = self._plain[slice(*whole)]
        return len(words) < 90 and not re.search(r",\s(?:who|which|however|asked|\d)", words)

    def _who(self, subject: Span, whole: Span, draft: _Draft) -> str | None:
        words = self._plain[slice(*subject)]
        if words.lower() in {"he", "she", "they", "i", "we"}:
            return self._pronoun(words.lower(), draft)
        if _NOBODY.match(words):
            return None
        named = self._known.by_name(subject)
        if named is None and whole != subject:
            named = self._known.by_name(whole)
        if named is not None and not re.search(r"['’]s\s", words):
            return named
        return self._by_office(subject, words)

    def _pronoun(self, word: str, draft: _Draft) -> str | None:
        """Follow 'he' to the person just named in the sentence, else to who spoke last."""
        if word in {"he", "she"} and draft.attribution is not None:
            part = self._parts[draft.sentence]
            earlier = clauses.main_subject(part.row)
            if earlier and earlier[1] < draft.attribution.start:
                named = self._known.by_name(earlier)
                if named:
                    return named
            if self._last is None:
                return self._subject_before(draft.sentence)
        return self._last

    def _subject_before(self, at: int) -> str | None:
        for part in reversed(self._parts[max(0, at - 3) : at]):
            subject = clauses.main_subject(part.row)
            named = self._known.by_name(subject) if subject else None
            if named:
                return named
        return None

    def _by_office(self, subject: Span, words: str) -> str | None:
        known = self._known.by_office(subject)
        if known is not None:
            return known
        if _GENERIC.search(words) and not _INDEFINITE.match(words) and self._last:
            return self._last
        if re.search(r"(?:spokes(?:person|man|woman)|official|envoy|minister)$", words, re.I):
            self._waiting.append((self._here, words))
        return (
            people.body_of_alone(words)
            or people.government_of(words)
            or people.without_article(words)
        )

    def _settle(self, drafts: Sequence[_Draft]) -> None:
        """Match 'a Pentagon spokesperson' with the name that the next statements give."""
        names: dict[str, str] = {}
        for at, words in self._waiting:
            bare = people.without_article(words)
            for draft in drafts[at + 1 : at + 4]:
                if bare not in names and draft.speaker and self._may_be(draft.speaker):
                    self._known.give_role(draft.speaker, words)
                    names[bare] = draft.speaker
        for draft in drafts:
            draft.speaker = names.get(draft.speaker or "", draft.speaker)

    def _may_be(self, name: str) -> bool:
        person = self._known.person(name)
        return person is not None and person.affiliation is None


# --- days ------------------------------------------------------------------------------------


def _date(
    page: Page,
    plain: str,
    parts: Sequence[Sentence],
    drafts: Sequence[_Draft],
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
            draft.said_on = _inherited(own, news) or _about_publication(page, plain, anchor)


def _told_day(plain: str, part: Sentence, draft: _Draft, anchor: date | None) -> Dated | None:
    """Resolve a day that stands with the verb of speech: 'said Monday', 'on Friday told'."""
    one = draft.attribution
    if one is None or one.subject is None or one.participle:
        return None
    content = draft.content
    for words in dates.expressions(plain, min(one.start, one.cue[0]), part.span[1]):
        inside = content is not None and content[0] <= words[0] < content[1]
        if inside or any(q.opened < words[0] < q.closed for q in part.quotes):
            continue
        gap = plain[one.cue[1] : words[0]] if words[0] > one.cue[1] else ""
        if len(gap) > 70 or re.search(r"[,;:—]|\b(?:when|about|after|before|that|of|for)\b", gap):
            break
        return dates.resolve(plain, words, anchor)
    return None


def _inherited(own: Dated | None, news: Dated | None) -> Dated | None:
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


# --- headline, and the finished statement ----------------------------------------------------

_HEADLINE = re.compile(
    r"(?P<content>.{15,}?)(?::\s|\s[-–—]\s|,\s)(?P<speaker>[^:,]{3,60}?)(?P<cue>\s(?:says?|said|warns?))?$"
)
_SOURCE_WORDS = re.compile(
    r"\b(?:dept|department|ministry|minister|official|officials|spokes\w+|police|president|reports?|"
    r"sources?|envoy|pentagon|kremlin|white house|agency|un|secretary|leader|government)\b",
    re.IGNORECASE,
)


def _headline(page: Page, plain: str, drafts: Sequence[_Draft], known: people.People) -> list[Said]:
    """Read 'Sanctions will follow: state dept.': the speaker stands after the colon."""
    if page.title is None:
        return []
    found = _HEADLINE.fullmatch(plain, *page.title)
    if found is None or not (found["cue"] or _SOURCE_WORDS.search(found["speaker"])):
        return []
    span = found.span("speaker")
    speaker = known.by_name(span) or people.body_of(found["speaker"]) or known.by_office(span)
    speaker = speaker or people.government_of(found["speaker"]) or found["speaker"]
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
            said_on=_inherited(next((d.said_on for d in same if d.said_on), None), None),
            evidence=(page.title,),
            rule="headline",
        )
    ]


def _finished(text: str, draft: _Draft) -> Said:
    one = draft.attribution
    quotes = tuple((q.start, q.end) for q in draft.quotes)
    content = (draft.content,) if draft.content else quotes
    mode = draft.mode if draft.content else _mode(text, draft)
    if mode == "mixed" and draft.attribution:
        content = (_around(text, draft),)
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


def _mode(text: str, draft: _Draft) -> Mode:
    """Tell a quotation that says all from one set into the reporter's sentence."""
    first = draft.quotes[0]
    one = draft.attribution
    if one is None or draft.rule in {
        "unattributed",
        "quotation-after-speaker",
        "several-paragraphs",
    }:
        return "direct"
    if draft.rule == "quotation-then-speaker":
        start = draft.evidence[0][0]
        lead = text[start : first.opened].strip()
        return "mixed" if len(lead.split()) > 2 else "direct"
    if one.cue[1] <= first.opened:
        between = text[one.cue[1] : first.opened]
        return "direct" if between.rstrip().endswith((":", ",")) or not between.strip() else "mixed"
    return "mixed"


def _around(text: str, draft: _Draft) -> Span:
    """Return the clause a partial quotation stands in."""
    one = draft.attribution
    sentence = draft.evidence[0]
    first, last = draft.quotes[0], draft.quotes[-1]
    if one is None or one.cue[0] >= last.closed:
        start = sentence[0]
        end = prose.trimmed(text, last.closed, min(one.start, one.cue[0]) if one else sentence[1])[
            1
        ]
        return (start, max(last.closed, end - 1 if text[end - 1 : end] == "," else end))
    that = _THAT.match(text, one.cue[1]) or re.compile(r"\s").match(text, one.cue[1])
    end = sentence[1]
    while end > last.closed and text[end - 1] in " .":
        end -= 1
    return (min(that.end() if that else one.cue[1], first.opened), max(end, last.closed))
