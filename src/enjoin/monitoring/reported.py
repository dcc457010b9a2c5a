"""Reported speech: what somebody is told to have said, without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring import clauses, verbs
from enjoin.monitoring.clauses import Attribution
from enjoin.monitoring.sentences import Draft, Sentence
from enjoin.text import prose
from enjoin.text.prose import holds_any

Found = tuple[tuple[Span, ...], str]  #: what was said, and the rule that saw it


def indirect(plain: str, parts: Sequence[Sentence], taken: set[tuple[int, Span]]) -> list[Draft]:
    """Find statements that are told, not quoted."""
    drafts: list[Draft] = []
    for at, part in enumerate(parts):
        outer: list[Span] = []
        for number, one in enumerate(part.attributions):
            if (at, one.cue) in taken:
                continue
            found = _reported(plain, part, number, one)
            if found is None or (_inside(one.cue, outer) and _adds_nothing(plain, one)):
                continue
            content, rule = found
            drafts.append(Draft(rule, at, one, [], [part.span], content, mode="indirect"))
            outer += content
        drafts += [
            *_report_noun(plain, part, at),
            *(one for one in _owned_noun(plain, part, at) if _is_free(one, taken)),
            *_silent(plain, part, at),
        ]
    return drafts


def _is_free(draft: Draft, taken: set[tuple[int, Span]]) -> bool:
    return draft.attribution is None or (draft.sentence, draft.attribution.cue) not in taken


def _adds_nothing(plain: str, one: Attribution) -> bool:
    """Tell 'he hopes' in 'Roe said he hopes so' from what a second speaker is told to say."""
    taken_up = one.subject is not None and plain[slice(*one.subject)].lower() in TAKEN_UP
    return one.verb in LIGHT or taken_up


#: Who these are was said before.
TAKEN_UP = frozenset("he she it they we i".split())
#: Inside what somebody else said these report nothing of their own.
LIGHT = (verbs.INTENT | verbs.OBJECT | verbs.BELIEF) - verbs.SAYING


def _inside(cue: Span, outer: Sequence[Span]) -> bool:
    return any(start <= cue[0] < end for start, end in outer)


_TIMES = re.compile(
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today)\b"
)
#: Whom somebody told, when and where: what may stand between the verb and what was said.
ADDRESSED = re.compile(
    r"(?:\s(?:(?:a|an|the|his|her|its|their)\s)?(?:daily\s|regular\s|joint\s)?(?:press\s|news\s)?"
    r"(?:reporters?|briefing|conference|journalists|lawmakers|parliament|interview|statement|"
    r"media|meeting|audience|crowd|supporters|them|him|me|us|[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"
    rf"|\s(?:[a-z]+ly|earlier|again|also)|\s(?:on\s)?{_TIMES.pattern}"
    r"(?:\s(?:morning|afternoon|evening|night))?"
    r"|\s(?:in|at|during|to|via|through)\s(?:(?:an?|the)\s)?(?:[\w-]+\s){0,3}?"
    r"(?:interview|statement|briefing|conference|speech|reporters|report|email|letter|tweet|telephone|phone)"
    r"(?:\s(?:with|to)\s[A-Z]\w+(?:\s[A-Z]\w+)*)?)*?"
)
#: When, where or to whom, in so many words: 'said during a rally in Ohio that'.
_AT_LENGTH = (
    r"(?:\s(?:in|at|on|during|via|through|before|after|last|this|earlier|later)"
    r"\s[^,;:.\"“”—]{1,80}?)"
)
THAT = re.compile(rf"(?:{ADDRESSED.pattern}|{_AT_LENGTH})\s(?=that\s)")
#: 'told a meeting of envoys that': whoever was told stands between.
_TOLD_THAT = re.compile(r"\s(?:(?!\sto\s)[^,;:.\"“”—]){1,80}?\s(?=that\s)")
_TELLING = frozenset(
    "told tells tell telling informed assured reminded warned warning warns".split()
)

_TRAILING = re.compile(
    r",?\s(?:when (?:he |she |they )?(?:was |were )?asked|in response to|, following|"
    r"in\s(?:an?|his|her|its|their)\s(?:[\w-]+\s){0,2}"
    r"(?:statement|interview|speech|tweet|letter|e-?mail|memo|post)\b|"
    r"apparently referring|in an apparent)\b|"
    r",[\"”’']*\s(?:while|following|amid|apparently|adding|noting|according|citing|after|referring|"
    r"saying|although|though|but|even\sas|prompting|raising|treating|as\s(?:he|she|it|they|[A-Z]\w+))\b|"
    r";\s"
)


def _reported(plain: str, part: Sentence, number: int, one: Attribution) -> Found | None:
    """Return what was said without quotation marks, and the rule that saw it."""
    end = clause_end(plain, part, one)
    if one.verb in _DECLINING and _SPEAKING.search(plain, *one.cue):
        return _declined(plain, one, end)
    if one.subject is None and one.verb not in _IMPERSONAL:
        return None
    return (
        _denied_doing(plain, one, end)
        or _said_that(plain, one, end)
        or _around(plain, part, number, one)
        or _before(plain, part, number, one)
        or _complement(plain, one, end)
    )


def _declined(plain: str, one: Attribution, end: int) -> Found:
    """Read 'declined to comment on the vote': what was not spoken about, else the refusal."""
    about = _ABOUT.match(plain, one.cue[1], end)
    content = prose.trimmed(plain, about.end() if about else one.cue[1], end)
    return ((content if content[0] < content[1] else one.cue,), "declines-to-comment")


def _denied_doing(plain: str, one: Attribution, end: int) -> Found | None:
    doing = _DOING.match(plain, one.cue[1], end) if one.verb in {"denied", "denies"} else None
    return (((doing.start("what"), end),), "denies-doing") if doing else None


def _said_that(plain: str, one: Attribution, end: int) -> Found | None:
    that = THAT.match(plain, one.cue[1], end)
    if that is None and one.verb in _TELLING:
        that = _TOLD_THAT.match(plain, one.cue[1], end)
    if that is None or that.end() + 5 >= end or one.inverted:
        return None
    return (((that.end() + len("that "), end),), "says-that")


_DECLINING = frozenset("declined declines refused refuses declining refusing".split())
_ABOUT = re.compile(r"\s(?:on|about)?\s?")
_SPEAKING = re.compile(r"(?:comment|say|speak|answer|elaborate|discuss|respond|confirm)$")
#: Passives that report without naming anybody: 'it was alleged that'.
_IMPERSONAL = frozenset("said reported alleged claimed announced revealed disclosed stated".split())
_DOING = re.compile(r"\s(?P<what>(?:ever\s|having\s)?\w+ing\s)")


def clause_end(plain: str, part: Sentence, one: Attribution) -> int:
    """Return where a reported clause ends: before another attribution, or with the sentence."""
    end = part.span[1]
    for later in part.attributions:
        if later.whole and later.whole[0] <= one.start < one.cue[1] < later.whole[1]:
            end = min(end, later.whole[1])  # an aside: 'Roe, who said so, left'
        elif later.participle:
            if later.start > one.cue[1] and _JOINT.search(plain, part.span[0], later.start):
                end = min(end, later.start)
        elif later.cue[0] > one.cue[1]:
            end = min(end, _coordinated(plain, one, later) or _closed_by(plain, later) or end)
    end = min(
        end,
        _first(_TRAILING, plain, part, (one.cue[1] + 12, end)),
        _single_dash(plain, part, (one.cue[1], end)),
        _main_clause(plain, part, one, end),
        _first(_AFTER_OBJECT, plain, part, (one.cue[1], end)) if one.verb in LIGHT else end,
    )
    while end > one.cue[1] and plain[end - 1] in " .,;\u00a0":
        end -= 1
    return end


_JOINT = re.compile(r"(?:[,;—–]|\b(?:while|and|but))\s?(?:even\s|also\s|thus\s)?$")


def _first(pattern: re.Pattern[str], plain: str, part: Sentence, within: Span) -> int:
    """Return where a pattern first matches outside quotations, or the end."""
    for found in pattern.finditer(plain, *within) if within[0] < within[1] else ():
        if not any(q.opened < found.end() - 1 < q.closed for q in part.quotes):
            return found.start()
    return within[1]


_DASH = re.compile(r"\s(?:—|–|―|--|-)\s")


def _single_dash(plain: str, part: Sentence, within: Span) -> int:
    """Return where a dash breaks the clause off; a pair of them only sets words apart."""
    first = _first(_DASH, plain, part, within)
    second = _first(_DASH, plain, part, (first + 3, within[1]))
    return first if second == within[1] else within[1]


_SUBORDINATE = re.compile(
    r"(?:But\s|And\s|Yet\s)?(?:While|When|As|Although|Though|If|Since|After|Before|Because|Despite|"
    r"Even\s(?:as|though|if)|Until|Once|With)\b"
)
_COMMA = re.compile(r",[\"”]?\s(?!(?:and|or|but|who|which|whose)\b)")


def _main_clause(plain: str, part: Sentence, one: Attribution, end: int) -> int:
    """Return where the main clause opens after 'While her advisers say so, Roe ...'."""
    start = part.span[0]
    if not _SUBORDINATE.match(plain, start) or "," in plain[start : one.cue[0]]:
        return end
    return _first(_COMMA, plain, part, (one.cue[1], end))


#: What follows a thing spoken of without being part of it.
_AFTER_OBJECT = re.compile(
    r",\s(?:who|which|whose|where|the|a|an|another|not|as|with|including)\b|"
    r"\s(?:during|when|after|since|while|before|amid|until)\s|"
    r"\s(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?=[,.]|$)"
)
_AND = re.compile(
    r"(?P<comma>,)?\s(?:and|but|yet|while|although|though|whereas)\s(?:[\w-]+\s){0,3}$"
)


def _coordinated(plain: str, one: Attribution, later: Attribution) -> int | None:
    """Return where 'and denied' or ', but the ministry denied' opens a clause of its own."""
    begins = min(later.start, later.cue[0])
    found = _AND.search(plain, max(one.cue[1], begins - 40), begins)
    same = later.subject is not None and later.subject == one.subject
    return found.start() if found and (found["comma"] or same) else None


def _closed_by(plain: str, later: Attribution) -> int | None:
    """Return where ', she said' closes what another verb has opened."""
    begins = min(later.start, later.cue[0])
    return begins - 2 if plain[begins - 2 : begins] == ", " else None


def _head(plain: str, part: Sentence, number: int, one: Attribution) -> Span | None:
    """Return the words before ', Roe said', where no other attribution has them."""
    begins = min(one.start, one.cue[0])
    head = plain[part.span[0] : begins].rstrip()
    opened = any(
        other.cue[1] < begins and not other.participle and other.verb in verbs.SAYING
        for other in part.attributions[:number]
    )
    if one.participle or opened or not head.endswith((",", "—", "–")):
        return None
    return prose.trimmed(plain, part.span[0], part.span[0] + len(head) - 1)


def _around(plain: str, part: Sentence, number: int, one: Attribution) -> Found | None:
    """Read 'The test, Pyongyang said, was its biggest yet', on both sides of the speaker."""
    head = _head(plain, part, number, one)
    if head is None or plain[one.after : one.after + 2] != ", ":
        return None
    end = clause_end(plain, part, one._replace(cue=(one.cue[0], one.after)))
    tail = prose.trimmed(plain, one.after + 2, end)
    apposed = one.inverted and _APPOSED.match(plain, *tail)
    if len(plain[slice(*tail)].split()) < 2 or apposed or _CONTINUES.match(plain, *tail):
        return None
    opening = _opens_with_adverbial(plain[slice(*head)])
    return ((tail,) if opening else (head, tail)), "clause-around-speaker"


_CONTINUES = re.compile(
    r"(?:adding|citing|noting|saying|who|which|where|while|although|though|but|and|as|after|"
    r"referring|according|when|since|compared|more|less)\b"
)
_APPOSED = re.compile(r"(?:an?|the|his|her)\b")


def _before(plain: str, part: Sentence, number: int, one: Attribution) -> Found | None:
    """Return the clause that a closing ', the ministry said Monday' attributes."""
    head = _head(plain, part, number, one)
    words = plain[slice(*head)] if head else ""
    if head is None or len(words.split()) < 4 or _opens_with_adverbial(words):
        return None
    after = plain[one.after : part.span[1]].strip()
    ends_here = (
        not after[:1].isalpha()
        or one.verb in _TELLING
        or bool(_TIMES.match(after) or _AFTER.match(after))
    )
    return ((head,), "clause-then-speaker") if ends_here else None


_AFTER = re.compile(r"(?:on|in|at|during|when|after|following|as|to|last|this|before)\b")


def _opens_with_adverbial(head: str) -> bool:
    """Tell 'In a speech in Ohio,' from a clause that somebody said."""
    return (
        bool(
            re.match(
                r"(?:But\s|And\s|Yet\s)?(?:[Ii]n|[Aa]t|[Oo]n|During|After|Before|Speaking|Asked|When|While|As|Following|Earlier|"
                r"Last|For)\b",
                head,
            )
        )
        and len(head.split()) < 14
    )


def _complement(plain: str, one: Attribution, end: int) -> Found | None:
    """Read 'she said the funds would stay', 'urged Chad to wait', 'cited the vote'."""
    if one.verb not in _REPORTING or (one.inverted and one.verb != "according"):
        return None
    start = one.after if one.verb == "according" else one.cue[1]
    if one.verb == "according" and plain[start : start + 1] != ",":
        return None
    time = _WHEN.match(plain, start, end) or _CIRCUMSTANCE.match(plain, start, end)
    start = prose.trimmed(plain, time.end() if time else start, end)[0]
    if one.verb == "according":
        start = prose.trimmed(plain, start + 1, end)[0]
    words = plain[start:end]
    if len(words.split(None, 4)) < _least(one) or not _OPENS.match(words):
        return None
    bare_call = not plain[slice(*one.cue)].endswith(("for", "on", "upon"))
    if one.verb.startswith("call") and bare_call and not _NAMING.match(words):
        return None
    if one.verb in _ASKING and not re.search(r"\b(?:to|for|whether|if)\s", words):
        return None
    return ((start, end),), _rule(one)


#: Words of content below which a verb of speech tells nothing: 'said no', 'said so'.
def _least(one: Attribution) -> int:
    short = one.verb in verbs.OBJECT | verbs.INTENT or one.verb.startswith("call")
    return 2 if short else 3


#: 'said after the vote she would': a subject and its verb follow what only says when.
_CIRCUMSTANCE = re.compile(
    r"\s(?:in|at|on|during|after|before|last|this|earlier)\s[^,;:.\"“”]{1,60}?\s"
    r"(?=(?:he|she|it|they|we|there|the\s\w+|[A-Z]\w+)\s(?:would|will|had|has|have|was|were|is|are|"
    r"could|may|might|must|should|did|does)\b)"
)
_WHEN = re.compile(rf"\s(?:on\s)?{_TIMES.pattern}(?=\s)")
#: 'called the vote a mistake', but not 'called a meeting'.
_NAMING = re.compile(r"(?!an?\s)[^,;:.\"“”]{2,60}?\san?\s\w+")
_URGING = frozenset("urged urges urging urge".split())
_ASKING = frozenset("asked asks ask asking".split())
#: Verbs that report what follows them even where nothing is quoted.
_REPORTING = (
    verbs.SAYING
    | verbs.BELIEF
    | verbs.INTENT
    | verbs.OBJECT
    | verbs.FINDING
    | verbs.PLURAL
    | _ASKING
    | _URGING
    | frozenset(
        "according quoted adding saying noting warning stressing telling arguing insisting "
        "claiming stating calling called calls indicated hinted signaled signalled spoke speaks "
        "speaking talked talks talking referred referring refers pointed pointing apologized "
        "underscoring highlighting alleging asserting declined declines refused refuses".split()
    )
)
#: What was said opens with anything but a mark or what only says when, where and how.
_OPENS = re.compile(
    r"(?!(?:in|at|on|of|during|by|as|when|while|after|before|from|with|about|into|than|and|or|but|"
    r"via|through|because|so|again|last|earlier|later)\b|too\b(?!\s(?:much|many|few|little)))[\w$€£\"“‘'(]"
)


def _rule(one: Attribution) -> str:
    if one.verb in _URGING or one.verb.startswith("call"):
        return "calls-on"
    return "says-clause"


_REPORT_NOUN = re.compile(r"\b(?P<cue>reports?|reporting|allegations?|rumou?rs?)\sthat\s")


def _report_noun(plain: str, part: Sentence, at: int) -> list[Draft]:
    """Read 'follows an earlier report that ...': nobody is named, so nobody is the speaker."""
    if plain.find(" that ", *part.span) < 0:
        return []
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
    content = ((found.end(), end),)
    return [Draft("report-that", at, one, [], [part.span], content, mode="indirect")]


_BOND = re.compile(rf"\b(?P<bond>{verbs.BINDING})\s(?P<act>to\s)")
_BINDING_STEMS = ("promise", "pledge", "vow")
NOUN = re.compile(rf"\b(?P<cue>{verbs.NOUNS})\s(?P<what>that\s)|{_BOND.pattern}")
OWNER = re.compile(
    r"\b(?P<who>(?:(?:[Tt]he|[Aa]n?)\s(?:(?!(?:on|of|in|by|for|to|from|with|at|about|and)\s)[\w-]+\s){0,3}?"
    r"[\w-]+|[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,3})"
    r"['’]s?|his|her|their|its)\s(?:[a-z]+\s)?$"
)


def _owned_noun(plain: str, part: Sentence, at: int) -> list[Draft]:
    """Read "Roe's claim that ...": whoever owns the claim makes it."""
    owned = plain.find(" that ", *part.span) >= 0
    if not owned and not holds_any(plain[slice(*part.span)], _BINDING_STEMS):
        return []
    found = (NOUN if owned else _BOND).search(plain, *part.span)
    if found is None:
        return []
    owner = OWNER.search(plain, max(part.span[0], found.start() - 60), found.start())
    if owner is None or any(q.opened < found.start() < q.closed for q in part.quotes):
        return []
    binds = found["bond"] is not None
    who, cue = owner.span("who"), found.span("bond" if binds else "cue")
    one = Attribution("noun", cue, who, who, owner.start(), found.end())
    begins = found.start("act" if binds else "what")
    content = prose.trimmed(plain, begins, clause_end(plain, part, one))
    if len(plain[slice(*content)].split()) < 3:
        return []
    return [Draft("noun-of-speech", at, one, [], [part.span], (content,), mode="indirect")]


_SILENT = re.compile(
    r"\b(?P<cue>(?:did|would|could|has|have|had)(?:\snot|n['’]t)\s(?:immediately\s|yet\s|further\s)?"
    r"(?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?|be\sreached|comment|answer(?:ed)?))"
    r"(?P<what>\s[^,;.\"“”]*\b(?:comment|requests?|calls?|e-?mails?|messages?|questions?)\b)?"
)


def _silent(plain: str, part: Sentence, at: int) -> list[Draft]:
    """Read 'did not respond to a request for comment': neither a denial nor a confirmation."""
    if not holds_any(plain[slice(*part.span)], (" not ", "n’t ", "n't ")):
        return []
    found = _SILENT.search(plain, *part.span)
    if found is None or not (found["what"] or "comment" in found["cue"]):
        return []
    one = clauses.governed(part.row, found.start(), "silent")
    if one is None:
        return []
    content = prose.trimmed(plain, *found.span("what" if found["what"] else "cue"))
    one = one._replace(cue=found.span("cue"), after=found.end())
    return [Draft("no-comment", at, one, [], [part.span], (content,), mode="indirect")]
