"""Quotations grouped into statements, each with the verb of speech that governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring import verbs
from enjoin.monitoring.clauses import Attribution
from enjoin.monitoring.documents import Page
from enjoin.monitoring.reported import LIGHT, NOUN, OWNER, TAKEN_UP, clause_end
from enjoin.monitoring.sentences import Draft, Sentence
from enjoin.text.prose import Quotation


def quoted(page: Page, plain: str, parts: Sequence[Sentence]) -> list[Draft]:
    """Group quotations into statements: those of one attribution, and what follows from it."""
    drafts: list[Draft] = []
    by_cue: dict[tuple[int, Span], Draft] = {}
    open_chain: Draft | None = None
    for at, part in enumerate(parts):
        for quotation in part.quotes:
            if _is_title(plain, quotation):
                continue
            found = _attribution_of(plain, part, quotation)
            draft = _placed(at, part, found, by_cue)
            if open_chain and draft and _is_another(plain, open_chain, draft):
                drafts.append(_handed_over(open_chain, draft))
            elif open_chain is not None and not _begins(draft):
                draft = _chained(open_chain, found, at)
            if draft is None:
                draft = _continued(plain, parts, at, quotation, drafts)
            if draft is None:
                open_chain = None
                continue
            draft.quotes.append(quotation)
            if draft.evidence[-1:] != [part.span]:  # sentences come in order
                draft.evidence.append(part.span)
            if len(draft.quotes) == 1:
                drafts.append(draft)
            open_chain = draft if quotation.continues else None
    return drafts


_TITLE = re.compile(
    r"[A-Z0-9][\w’'-]*:?(?:\s(?:[A-Z0-9][\w’'-]*[:!?]?|a|an|and|at|by|for|from|in|of|on|or|the|to|with))*"
    r"\s[A-Z0-9][\w’'-]*[,!?]?"
)
#: What a work follows where it is named: a verb of speech or a colon would quote it.
_SPOKEN_BEFORE = re.compile(
    r"(?:[,:—–]|\b(?:say|says|said|saying|as)|"
    r"\b(?:calls?|called|calling|dubbed|labell?ed)\b[^.;:\"“”]{0,40})\s$"
)


#: A work, which its title follows, or a thing with a name: 'a plan called "New Dawn"'.
_WORK = re.compile(
    r"\b(?:book|novel|memoir|essay|article|column|play|film|movie|documentary|series|show|song|album|"
    r"poem|painting|report|study|paper|pamphlet|podcast|entitled|titled),?\s$|"
    r"\b(?!(?:he|she|it|they|we|you|who)\b)[a-z]+\s(?:called|dubbed)\s(?:the\s|an?\s)?$"
)


def _is_title(plain: str, quotation: Quotation) -> bool:
    """Tell the title of a show, a book or a song from words that somebody said."""
    if not _TITLE.fullmatch(plain, quotation.start, quotation.end):
        return False
    before = (max(0, quotation.opened - 60), quotation.opened)
    return bool(_WORK.search(plain, *before)) or not _SPOKEN_BEFORE.search(plain, *before)


def _placed(
    at: int,
    part: Sentence,
    found: tuple[Attribution, str] | None,
    by_cue: dict[tuple[int, Span], Draft],
) -> Draft | None:
    if found is None:
        return None
    attribution, rule = found
    return by_cue.setdefault((at, attribution.cue), Draft(rule, at, attribution))


def _begins(draft: Draft | None) -> bool:
    """Tell a quotation that does not go on with another: it has a label or words of its own."""
    return draft is not None and (draft.rule == "label" or bool(draft.quotes))


def _chained(draft: Draft, found: tuple[Attribution, str] | None, at: int) -> Draft:
    """Go on with a quotation of several paragraphs; its end may say who speaks."""
    if draft.attribution is None and found is not None:
        draft.attribution, draft.rule, draft.sentence = found[0], "several-paragraphs", at
    return draft


def _is_another(plain: str, chain: Draft, draft: Draft) -> bool:
    """Tell whether a quotation left open ends in the next paragraph with a speaker of its own."""
    if draft.attribution is None or draft.rule != "quotation-then-speaker":
        return False
    one, other = draft.attribution.subject, chain.attribution and chain.attribution.subject
    if one is None or not other or draft.quotes or all(q.continues for q in chain.quotes):
        return False
    name, before = plain[slice(*one)].lower(), plain[slice(*other)].lower()
    return name not in TAKEN_UP and name.split()[-1] != before.split()[-1]


def _handed_over(chain: Draft, draft: Draft) -> Draft:
    """Give the quotation that was left open to whoever is named at its end."""
    draft.quotes = [quotation for quotation in chain.quotes if quotation.continues]
    chain.quotes = [quotation for quotation in chain.quotes if not quotation.continues]
    draft.evidence = [span for span in chain.evidence if _quotes_in(span, draft.quotes)]
    chain.evidence = [span for span in chain.evidence if _quotes_in(span, chain.quotes)]
    return draft


def _quotes_in(span: Span, quotes: Sequence[Quotation]) -> bool:
    return any(span[0] <= quotation.opened < span[1] for quotation in quotes)


def _attribution_of(
    plain: str, part: Sentence, quotation: Quotation
) -> tuple[Attribution, str] | None:
    """Choose the verb of speech that governs a quotation, nearest first."""
    labelled = _labelled(plain, part, quotation)
    if labelled is not None:
        return labelled
    for one in part.attributions:
        begins = min(one.start, one.cue[0])
        if begins >= quotation.closed and not plain[quotation.closed : begins].strip(" ,\u00a0—–-"):
            return one, "quotation-then-speaker"
    owned = _owned(plain, part, quotation)
    if owned is not None:
        return owned, "quotation-of-noun"
    before = [one for one in part.attributions if _may_govern(plain, part, one, quotation)]
    if before:
        own = [one for one in before if not one.inverted or one.verb == "according"]
        return _outer(plain, own or before), "speaker-then-quotation"
    after = [
        one
        for one in part.attributions
        if one.cue[0] >= quotation.closed and one.verb in verbs.SAYING | {"according"}
    ]
    return (after[0], "quotation-in-reported-clause") if after else None


_REMARK = re.compile(
    r"\s(?P<cue>(?:comment|remark|line|statement|claim|jab|quip|slogan|insult|answer|response|message|"
    r"taunt|promise|pledge|mantra|description|assertion|warning)s?)\b"
)


def _owned(plain: str, part: Sentence, quotation: Quotation) -> Attribution | None:
    """Read 'Roe's "we will" remark' and 'Roe's claim that she "will"': its owner said it."""
    remark = _REMARK.match(plain, quotation.closed, part.span[1])
    noun = remark or next(
        (m for m in NOUN.finditer(plain, part.span[0], quotation.opened) if m["cue"]), None
    )
    if noun is None or any(
        noun.start() < one.cue[0] < quotation.opened for one in part.attributions
    ):
        return None
    at = quotation.opened if remark else noun.start()
    owner = OWNER.search(plain, max(part.span[0], at - 60), at)
    if owner is None:
        return None
    who, cue = owner.span("who"), noun.span("cue")
    return Attribution("noun", cue, who, who, owner.start(), noun.end())


def _may_govern(plain: str, part: Sentence, one: Attribution, quotation: Quotation) -> bool:
    """Tell a verb before a quotation that may quote it: one of belief only in its own clause."""
    if one.cue[1] > quotation.opened:
        return False
    return one.verb not in _OWN_CLAUSE or clause_end(plain, part, one) >= quotation.opened - 1


#: Verbs that quote nothing beyond what they are about.
_OWN_CLAUSE = LIGHT | verbs.FINDING - verbs.SAYING


def _labelled(plain: str, part: Sentence, quotation: Quotation) -> tuple[Attribution, str] | None:
    """Read '"..." ― Jane Roe', signed, and '"ROE: ..."', as transcripts have it."""
    signed = _SIGNED.match(plain, quotation.closed)
    if signed:
        span = signed.span("who")
        cue = signed.span("cue")
        return Attribution("signed", cue, span, span, span[0], span[1]), "signed"
    label = _LABEL.match(plain, quotation.start, quotation.end)
    if label is None:
        return None
    span = label.span("who")
    colon = (span[1], span[1] + 1)
    return Attribution("label", colon, span, span, span[0], colon[1]), "label"


_SIGNED = re.compile(
    r"\s?(?P<cue>[―—–-]+)\s?(?P<who>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){1,4})[.\t ]*(?:\Z|\r?\n)"
)
_LABEL = re.compile(r"(?P<who>[A-Z][A-Z'’-]{2,}(?:\s[A-Z][A-Z'’-]+){0,2}):\s")


def _outer(plain: str, before: Sequence[Attribution]) -> Attribution:
    """Choose who speaks in 'Roe said she thought it "unwise"': Roe, whom 'she' only takes up."""
    last = before[-1]
    pronoun = last.subject is not None and plain[slice(*last.subject)].lower() in TAKEN_UP
    if pronoun and len(before) > 1 and not last.participle and before[-2].subject is not None:
        return before[-2]
    return last


def _continued(
    plain: str, parts: Sequence[Sentence], at: int, quotation: Quotation, drafts: Sequence[Draft]
) -> Draft | None:
    """Give a quotation without a verb of speech to whoever was just speaking, or to nobody."""
    part = parts[at]
    last = drafts[-1] if drafts else None
    if last is not None and last.attribution and last.evidence[-1] == part.span:
        return last
    before = parts[at - 1] if at and parts[at - 1].paragraph >= part.paragraph - 1 else None
    if before is None or not before.attributions or not _stands_alone(plain, part, quotation):
        return _unattributed(plain, at, quotation)
    if last is not None and last.attribution and _goes_on(plain, parts, at, quotation, last):
        return last
    if before.paragraph == part.paragraph:
        return Draft("quotation-after-speaker", at, before.attributions[-1])
    if plain[before.span[1] - 1] == ":":
        return Draft("quotation-after-colon", at, before.attributions[-1])
    return _unattributed(plain, at, quotation)


def _goes_on(
    plain: str, parts: Sequence[Sentence], at: int, quotation: Quotation, last: Draft
) -> bool:
    """Tell a quotation that goes on with the one just before, by the same speaker.

    In a new paragraph it must be all there is.
    """
    if parts[at - 1].paragraph == parts[at].paragraph:
        return bool(parts[at - 1].quotes) and last.sentence >= at - 1
    part = parts[at]
    alone = at + 1 == len(parts) or parts[at + 1].paragraph != part.paragraph
    before = parts[at - 1]
    return (
        alone
        and not plain[quotation.closed : part.span[1]].strip(" .")
        and bool(before.quotes)
        and before.span == last.evidence[-1]
    )


def _stands_alone(plain: str, part: Sentence, quotation: Quotation) -> bool:
    lead = plain[part.span[0] : min(quotation.opened, part.span[0] + 10)]
    return not lead.strip(" \t—–-…")


def _unattributed(plain: str, at: int, quotation: Quotation) -> Draft | None:
    """Keep a whole sentence in quotation marks though nobody is named; a title is no statement."""
    words = plain[quotation.start : quotation.end]
    whole = words[-1] in ",.?!…" and len(words.split(None, 6)) >= 6
    return Draft("unattributed", at) if whole or quotation.continues else None
