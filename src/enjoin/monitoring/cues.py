"""Verbs of speech and what must stand beside them to be such."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from enjoin.monitoring import verbs
from enjoin.monitoring.phrases import skip_adverbs
from enjoin.monitoring.tokens import FILL, Token
from enjoin.monitoring.words import (
    ADVERBS,
    ARTICLES,
    BE,
    BOUNDARY,
    CUES,
    DETERMINERS,
    FINITE,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
)

_ONLY_INTENT = verbs.INTENT - verbs.OBJECT
_NO_OBJECT = PREPOSITIONS | BOUNDARY | ADVERBS | BE | FINITE | {"of", "for"}
#: 'The letter begins: "Dear ..."', but not 'the vote begins'.
ONLY_QUOTING = frozenset("begins read reads".split())


def quotes_soon(row: Sequence[Token], at: int) -> bool:
    """Tell whether a quotation or a colon follows, or a quotation stands before ', it reads'."""
    following = row[at + 1 : at + 5]
    return any(
        t.word == ":" or t.word.startswith(FILL) for t in [*following, *row[max(0, at - 6) : at]]
    )


def complement_follows(row: Sequence[Token], at: int, verb: str) -> bool:
    """Tell 'plans to sell' and 'cited the vote' from 'the plans of', 'was cited by'."""
    following = row[at + 1].word if at + 1 < len(row) else ""
    low = following.lower()
    if verb in verbs.NOUNLIKE and _counted(row, at):
        return False
    if low == "that" or low in _own_prepositions(verb):
        return True
    if verb in verbs.FINDING:
        return any(token.word.lower() in FINITE for token in row[at + 2 : at + 10])
    if verb in _ONLY_INTENT:
        return low == "to"
    if verb in verbs.NOUNLIKE:
        return _opens_complement(following)
    return not verb.startswith(("spoke", "speak", "talk", "point")) and _is_object(following, verb)


_ENDS_COUNT = BOUNDARY | NOUNS


def _counted(row: Sequence[Token], at: int) -> bool:
    """Tell 'two critical reports that' and 'those states that' from 'state media reports that'."""
    back = skip_adverbs(row, at - 1)
    while back >= 0 and row[back].word[0].islower() and row[back].word not in _ENDS_COUNT:
        if row[back].word in DETERMINERS:
            return row[back].word not in ARTICLES
        back -= 1
    return False


def _is_object(word: str, verb: str) -> bool:
    """Tell the first word of what a verb is about: a thing, or whether something is so."""
    low = word.lower()
    if low in _ASKED or low == "to":
        return low != "to" or verb in verbs.BELIEF
    if low in _NO_OBJECT:
        return False
    return word[:1].isalpha() or word.startswith(FILL)


_ASKED = frozenset("whether how why what who where".split())


def _opens_complement(word: str) -> bool:
    return word[:1].isupper() or word.startswith((FILL, ":")) or word.lower() in _SUBJECTS


@lru_cache(maxsize=1_000)
def _own_prepositions(verb: str) -> tuple[str, ...]:
    return next((own for stem, own in verbs.PREPOSITIONS.items() if verb.startswith(stem)), ())


_SUBJECTS = DETERMINERS | PRONOUNS | {"there", "to", "him", "them"}
_MANY = frozenset("they we i you who people police and others experts many some".split())


def many_speak(row: Sequence[Token], at: int) -> bool:
    """Tell 'analysts say' from 'to say' and 'the claim': the subject is many."""
    back = skip_adverbs(row, at - 1)
    if back < 0:
        return False
    word = row[back].word.lower()
    plural = word.endswith("s") and not word.endswith(("ss", "'s", "’s"))
    return word in _MANY or (plural and word not in FINITE and word not in CUES)


def cue_end(row: Sequence[Token], at: int) -> int:
    """Return the end of the cue: of 'called on' and 'declined to comment' rather than one word."""
    following = [token.word.lower() for token in row[at + 1 : at + 3]]
    if (
        row[at].word.lower() in verbs.REFUSING
        and following[:1] == ["to"]
        and following[-1] in _SPOKEN
    ):
        return row[at + 2].end
    if following[:1] and following[0] in _own_prepositions(row[at].word.lower()):
        return row[at + 1].end
    if row[at].word.lower() == "quoted":
        return row[at + 2].end
    return row[at].end


_SPOKEN = frozenset("comment say speak answer elaborate discuss respond confirm".split())
