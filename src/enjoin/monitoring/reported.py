"""Reported speech: what somebody is told to have said, without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring import clauses
from enjoin.monitoring.clauses import Attribution
from enjoin.monitoring.sentences import Draft, Sentence
from enjoin.text import prose


def indirect(plain: str, parts: Sequence[Sentence], taken: set[tuple[int, Span]]) -> list[Draft]:
    """Find statements that are told, not quoted."""
    drafts: list[Draft] = []
    for at, part in enumerate(parts):
        for number, one in enumerate(part.attributions):
            if (at, one.cue) in taken:
                continue
            found = _reported(plain, part, number, one)
            if found:
                content, rule = found
                drafts.append(Draft(rule, at, one, [], [part.span], content, mode="indirect"))
        drafts += _report_noun(plain, part, at)
    return drafts


_OBJECT = re.compile(
    r"(?:\s(?:(?:a|an|the|his|her|its|their)\s)?(?:daily\s|regular\s|joint\s)?(?:press\s|news\s)?"
    r"(?:reporters?|briefing|conference|journalists|lawmakers|parliament|interview|statement|"
    r"media|meeting|audience|crowd|supporters|[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"
    r"|\s(?:[a-z]+ly|earlier|again|also)|\s(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|\syesterday|\stoday"
    r"|\s(?:in|at|during|to)\s(?:an?|the)\s(?:[\w-]+\s){0,3}?(?:interview|statement|briefing|"
    r"conference|speech|reporters|report)(?:\swith\s[A-Z]\w+(?:\s[A-Z]\w+)*)?)*?"
)

THAT = re.compile(_OBJECT.pattern + r"\sthat\s")

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
    if one.verb in _DECLINING:
        return _declined(plain, one, end)
    if plain[slice(*one.cue)].endswith(" on") or one.verb in _URGING:
        content = prose.trimmed(plain, one.cue[1], end)
        return (content, "calls-on") if content[1] - content[0] > 10 else None
    if one.verb not in _REPORTING or (one.subject is None and one.verb not in _IMPERSONAL):
        return None
    return (
        _denied_doing(plain, one, end)
        or _said_that(plain, one, end)
        or _before(plain, part, number, one)
        or _bare(plain, one, end)
    )


def _declined(plain: str, one: Attribution, end: int) -> tuple[Span, str] | None:
    """Read 'declined to comment on the vote': what was not spoken about, else the refusal."""
    if not _SPEAKING.search(plain, *one.cue):
        return None
    about = _ABOUT.match(plain, one.cue[1], end)
    content = prose.trimmed(plain, about.end() if about else one.cue[1], end)
    return (content if content[0] < content[1] else one.cue, "declines-to-comment")


def _denied_doing(plain: str, one: Attribution, end: int) -> tuple[Span, str] | None:
    doing = _DOING.match(plain, one.cue[1], end) if one.verb in {"denied", "denies"} else None
    return ((doing.start("what"), end), "denies-doing") if doing else None


def _said_that(plain: str, one: Attribution, end: int) -> tuple[Span, str] | None:
    that = THAT.match(plain, one.cue[1], end)
    return ((that.end(), end), "says-that") if that and that.end() < end else None


_DECLINING = frozenset("declined declines refused refuses".split())
_URGING = frozenset("urged urges urging".split())
_ABOUT = re.compile(r"\s(?:on|about)?\s?")
_SPEAKING = re.compile(r"(?:comment|say|speak|answer|elaborate|discuss|respond|confirm)$")
#: Passives that report without naming anybody: 'it was alleged that'.
_IMPERSONAL = frozenset("said reported alleged claimed announced revealed disclosed stated".split())
_DOING = re.compile(r"\s(?P<what>(?:ever\s|having\s)?\w+ing\s)")
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


def _before(plain: str, part: Sentence, number: int, one: Attribution) -> tuple[Span, str] | None:
    """Return the clause that a closing ', the ministry said Monday' attributes."""
    begins = min(one.start, one.cue[0])
    head = plain[part.span[0] : begins].rstrip()
    if one.participle or not head.endswith((",", "—", "–")) or len(head.split()) < 4:
        return None
    after = plain[one.after : part.span[1]].strip()
    ends_here = not after or not after[0].isalpha() or bool(_TIMES.match(after))
    ends_here = ends_here or bool(
        re.match(r"(?:on|in|at|during|when|after|following|as|to)\b", after)
    )
    opened = any(
        other.cue[1] < begins and not other.participle for other in part.attributions[:number]
    )
    if not ends_here or opened or _opens_with_adverbial(head):
        return None
    span = prose.trimmed(plain, part.span[0], part.span[0] + len(head) - 1)
    return span, "clause-then-speaker"


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


def _report_noun(plain: str, part: Sentence, at: int) -> list[Draft]:
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
    return [Draft("report-that", at, one, [], [part.span], (found.end(), end), mode="indirect")]
