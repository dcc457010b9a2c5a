"""What kind of statement some words are, and in which modality they speak."""

from __future__ import annotations

import re
from typing import NamedTuple

from enjoin.model.report import Modality, StatementKind
from enjoin.text.prose import holds_any

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


class Form(NamedTuple):
    """What the verb and the words of a kind look like; words without a stem are passed over."""

    kind: StatementKind
    verb: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    stems: tuple[str, ...] = ()

    def fits(self, cue: str, words: str, low: str) -> bool:
        """Tell whether a verb or words are of the kind; `low` are the words in small letters."""
        if self.verb and self.verb.search(cue):
            return True
        if self.words is None or (self.stems and not holds_any(low, self.stems)):
            return False
        return self.words.search(words) is not None


def _stems(words: str) -> tuple[str, ...]:
    return tuple(words.split(","))


#: The first form that fits tells the kind.
FORMS = (
    Form("refusal-to-comment", _REFUSAL_CUE),
    Form(
        "refusal-to-comment",
        words=_REFUSAL,
        stems=_stems(
            "comment,speak,discuss,into,ahead,preview,speculate,elaborate,confirm,nothing"
        ),
    ),
    Form("denial", _DENIAL_CUE, _DENIAL),
    Form("appeal", _APPEAL_CUE, _APPEAL, _stems("call,urge,appeal,implore")),
    Form("assessment", _BELIEF_CUE),
    Form("report", _HEARSAY_CUE),
    Form(
        "legal-position",
        words=_LEGAL,
        stems=_stems(
            "violat,breach,contraven,flout,infring,illegal,unlawful,prohibited,banned,barred,"
            "unilateral,own,no,only,legally"
        ),
    ),
    Form(
        "warning",
        _WARNING_CUE,
        _WARNING,
        _stems(
            "hesitate,impose,slap,punish,strike,price,consequences,accountable,respond,retaliate,"
            "face,regret,repercussions,test"
        ),
    ),
    Form(
        "commitment",
        _COMMITMENT_CUE,
        _COMMITMENT,
        _stems("will,'ll,’ll,commit,determined,intend,plan,would"),
    ),
    Form("assessment", words=_JUDGEMENT),
    Form("report", words=_FACT),
)


def kind(cue: str, words: str) -> StatementKind:
    """Return the kind of a statement, from its verb of speech and its words.

    A refusal to comment comes before all else, so that it is read neither as denial nor as
    confirmation; the kinds are those of the contract.
    """
    low = words.lower()
    return next((form.kind for form in FORMS if form.fits(cue, words, low)), "assessment")


_POTENTIALLY = re.compile(r"\bpotentially\b", re.I)
#: 'I would like', 'we would call on': courtesy, not a condition.
_COURTESY = re.compile(
    r"\b(?:I|we)(?:['’]d|\swould|\swouldn['’]t)\s(?:not\s|never\s|also\s|again\s)?"
    r"(?:like|call|urge|say|note|want|expect|prefer|refer|just|point|hope)\b",
    re.I,
)
_WOULD = re.compile(r"\bwould(?:n['’]t)?\b", re.I)
_MAY = re.compile(r"\b(?:may|might|could|possibly|perhaps|likely|probably)\b(?!\s\d)")
_MAY_STEMS = ("may", "might", "could", "possibly", "perhaps", "likely", "probably")
_IF_STEMS = ("if", "unless", "case", "provided", "should")
_IF = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Ii]n case|[Pp]rovided that)\b(?!\s(?:asked|you\s(?:are|look|ask)))|"
    r"\bshould\s[A-Z]\w+(?:\s\w+)?\s\w+\b"
)


def modality(words: str) -> Modality:
    """Return the report's own hedge, the weaker first: 'would potentially' is potential.

    It travels unchanged from here to the finding.
    """
    low = words.lower()
    if "would" in low or "'d" in low or "’d" in low:
        words = _COURTESY.sub(" ", words)
    if "potentially" in low and _POTENTIALLY.search(words):
        return "potentially"
    if "would" in low and _WOULD.search(words):
        return "would"
    if holds_any(low, _MAY_STEMS) and _MAY.search(words):
        return "may"
    return "if" if holds_any(low, _IF_STEMS) and _IF.search(words) else "fact"
