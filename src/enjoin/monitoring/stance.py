"""What kind of statement some words are, and in which modality they speak."""

from __future__ import annotations

import re

from enjoin.model.report import Modality, StatementKind

_COMPILE = re.IGNORECASE | re.VERBOSE

_REFUSAL_CUE = re.compile(
    r"^(?:declin|refus|(?:did|would|could|has|have|had)(?:\snot|n['’]t)\b)", re.I
)
_REFUSAL = re.compile(
    r"""\bno\scomment\b | \b(?:do|does|would)\snot\scomment\b
    | \b(?:not\sgoing\sto|won['’]t|will\snot|cannot|can['’]t|not\sin\sa\sposition\sto)\s
      (?:speak|comment|discuss|get\s(?:into|ahead\sof)|preview|speculate|go\sinto|elaborate|confirm\sor)
    | \bnever\swant\sto\s(?:preview|discuss|speculate)
    | \b(?:have\s)?nothing\s(?:more|further|to\sadd|to\sannounce|to\spreview)\b""",
    _COMPILE,
)
_DENIAL_CUE = re.compile(r"^(?:den(?:y|ied|ies)|rejected|rejects|dismiss|refuted)", re.I)
_DENIAL = re.compile(
    r"^\W*(?:no\W*(?:[,.;:!—–-]|when\b|$)|there\s(?:is|are|was|were|has\sbeen|have\sbeen)\s(?:no|never)\b"
    r"(?!\s(?:doubt|question|place|alternative|excuse|reason|room|need|time|way|change|word))|"
    r"that\s(?:is|was)\s(?:not\strue|false)|"
    r"(?:it|this)\s(?:is|was)\s(?:not\strue|false|untrue)|absolutely\snot|nonsense)|"
    r"\b(?:we|i|it|they|he|she|country)\s(?:have|has|had)\s(?:never|not)\s(?:ever\s)?"
    r"(?:sold|supplied|sent|provided|shipped|transferred|delivered|exported)\b|"
    r"\b(?:groundless|baseless|fabricat\w+)\b",
    re.I,
)
_LAW = (
    r"(?:resolutions?|sanctions|international\slaw|treat(?:y|ies)|embargo(?:es)?|charter|"
    r"security\scouncil|unsc|obligations|convention|law)"
)
_LEGAL = re.compile(
    rf"""\b(?:violat(?:es?|ed|ing)|breach(?:es|ed|ing)?|contraven\w+|flout\w*|infring\w+
        |(?:in|a|an|be|constitutes?)\s(?:\w+\s)?(?:violation|breach)\sof)\b.{{0,80}}\b{_LAW}\b
    | \b(?:illegal|unlawful|prohibited|banned|barred)\s(?:under|by)\b
    | \b(?:can(?:not|['’]t)|could\snot|may\snot|unable\sto|no\sright\sto|no\spower\sto)\b.{{0,40}}
      \b(?:unilateral|on\s(?:its|their|his|her)\sown)
    | \b(?:no\s(?:single\s)?(?:member|state|country|government)
        |only\sthe\s(?:\w+\s)?council)\s(?:can|may)\b
    | \blegally\sbinding\b""",
    _COMPILE,
)
_APPEAL_CUE = re.compile(r"^(?:call(?:ed|s|ing)\son|urg|appeal|demand|plead)", re.I)
_APPEAL = re.compile(
    r"\b(?:we|i)\s(?:would\s|also\s|again\s|once\smore\s)*(?:call\s(?:on|upon)|urge|appeal\sto|implore)\b|"
    r"^\W*(?:and\sagain,\s)?(?:we\s)?(?:would\s)?(?:call\son|urge)\b",
    re.I,
)
_BELIEF_CUE = re.compile(r"^(?:believ|think|thought|expect|predict)", re.I)
_HEARSAY_CUE = re.compile(r"^quoted as", re.I)
_WARNING_CUE = re.compile(r"^(?:warn|threaten|caution)", re.I)
_WARNING = re.compile(
    r"""(?:\bnot|n['’]t|\bnever)\shesitate
    | \b(?:will|would)\s(?:\w+ly\s)?(?:impose|slap|punish|strike\sback)\b
    | \bpay\sa\s(?:heavy\s|steep\s|high\s)?price | \bconsequences\b | \bhold\b.{0,30}\baccountable
    | \bwill\s(?:respond|retaliate|face|regret) | \brepercussions | \bdo\snot\stest\sus""",
    _COMPILE,
)
_COMMITMENT_CUE = re.compile(r"^(?:vow|pledg|promis)", re.I)
_COMMITMENT = re.compile(
    r"""\b(?:we|i|it|they|government|ministry|states?|administration|he|she|union|korea|japan)
        (?:\swill|['’]ll)\s(?!not\s(?:be\s)?(?:happen|work)|likely|probably|have\sto\ssee)
    | \bwill\s(?:continue\sto|fully|keep|ensure|remain\scommitted|be\s(?:used|available|monitored|
        transferred|overseen))
    | \b(?:committed\sto|determined\sto|intends?\sto|plans?\sto|commitment)\b
    | \bwould\sconsider\b""",
    _COMPILE,
)
_JUDGEMENT = re.compile(
    r"""\b(?:may|might|could|likely|probably|appears?|appeared|seems?|looks?\slike|suggests?|indicates?|
        concern\w*|believe|think|obviously|clear(?:ly)?|understanding|expect|troubling|worr\w+|
        important|unlikely|dangerous|unacceptable|productive|would)\b""",
    _COMPILE,
)
_FACT = re.compile(
    r"\b(?:have|has|had)\s(?:also\s|already\s|been\s|now\s)*\w+(?:ed|en|t)\b|\b(?:was|were|did)\b|"
    r"\b\w{3,}ed\b",
    re.I,
)


#: (kind, what its verb of speech looks like, what its words look like), the first that holds.
_KINDS: tuple[tuple[StatementKind, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    ("refusal-to-comment", _REFUSAL_CUE, _REFUSAL),
    ("denial", _DENIAL_CUE, _DENIAL),
    ("appeal", _APPEAL_CUE, _APPEAL),
    ("assessment", _BELIEF_CUE, None),
    ("report", _HEARSAY_CUE, None),
    ("legal-position", None, _LEGAL),
    ("warning", _WARNING_CUE, _WARNING),
    ("commitment", _COMMITMENT_CUE, _COMMITMENT),
    ("assessment", None, _JUDGEMENT),
    ("report", None, _FACT),
)


def kind(cue: str, words: str) -> StatementKind:
    """Return the kind of a statement, from its verb of speech and its words.

    A refusal to comment comes before all else, so that it is read neither as denial nor as
    confirmation; the kinds are those of the contract.
    """
    for name, verb, content in _KINDS:
        if (verb and verb.search(cue)) or (content and content.search(words)):
            return name
    return "assessment"


_POTENTIALLY = re.compile(r"\bpotentially\b", re.I)
#: 'I would like', 'we would call on': courtesy, not a condition.
_COURTESY = re.compile(
    r"\b(?:I|we)(?:['’]d|\swould|\swouldn['’]t)\s(?:not\s|never\s|also\s|again\s)?"
    r"(?:like|call|urge|say|note|want|expect|prefer|refer|just|point|hope)\b",
    re.I,
)
_WOULD = re.compile(r"\bwould(?:n['’]t)?\b", re.I)
_MAY = re.compile(r"\b(?:may|might|could|possibly|perhaps|likely|probably)\b(?!\s\d)")
_IF = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Ii]n case|[Pp]rovided that)\b(?!\s(?:asked|you\s(?:are|look|ask)))|"
    r"\bshould\s[A-Z]\w+(?:\s\w+)?\s\w+\b"
)


def modality(words: str) -> Modality:
    """Return the report's own hedge, the weaker first: 'would potentially' is potential.

    It travels unchanged from here to the finding.
    """
    words = _COURTESY.sub(" ", words)
    if _POTENTIALLY.search(words):
        return "potentially"
    if _WOULD.search(words):
        return "would"
    if _MAY.search(words):
        return "may"
    return "if" if _IF.search(words) else "fact"
