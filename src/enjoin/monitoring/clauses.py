"""Who is said to have said it: subject and cue, found within one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from enjoin.model.report import Span
from enjoin.monitoring import verbs
from enjoin.monitoring.appositions import apposition_end, phrase_end
from enjoin.monitoring.cues import (
    ONLY_QUOTING,
    complement_follows,
    cue_end,
    many_speak,
    quotes_soon,
)
from enjoin.monitoring.phrases import (
    before_brackets,
    is_apposition,
    main_subject,
    noun_phrase,
    skip_adverbs,
)
from enjoin.monitoring.tokens import FILL, Token
from enjoin.monitoring.words import (
    ADVERBS,
    BE,
    CALENDAR,
    CUES,
    OWN,
    PREPOSITIONS,
    RELATIVE,
    SHORT,
    TELLING,
)


class Attribution(NamedTuple):
    """A verb of speech and who its subject is.

    `subject` names the speaker, `whole` takes in an apposition ('The spokesman, J. Roe,'). The
    clause at `start` and what follows the cue at `after`. `inverted`: the cue comes first.
    """

    verb: str
    cue: Span
    subject: Span | None
    whole: Span | None
    start: int
    after: int
    inverted: bool = False
    participle: bool = False


#: Cues that count only with their complement, or with a plural subject.
_CHECKED = (verbs.BY_COMPLEMENT - OWN) | verbs.NOUNLIKE
_CHECKED_PLURAL = verbs.PLURAL - OWN
_CLOSING = verbs.SAYING - TELLING  #: of 'The ship sailed, said Roe.'
_PASSIVE = BE - SHORT
#: No sentence has more verbs of speech; each costs its clause, and the cost must stay linear.
_MOST = 16


def attributions(row: Sequence[Token]) -> list[Attribution]:
    """Find every attribution in a sentence's tokens, in order."""
    found: list[Attribution] = []
    for at, token in enumerate(row):
        if len(found) == _MOST:
            break
        word = token.word.lower()
        if token.word in CUES or (at == 0 and word in verbs.SAYING):
            attribution = _read(row, at, word, found)
            if attribution is not None:
                found.append(attribution)
        elif word == "put" and at + 1 < len(row) and row[at + 1].word == "it":
            found += _put(row, at)
        elif word == "according" and at + 2 < len(row) and row[at + 1].word == "to":
            found += _according(row, at)
        elif word in _PHRASAL and at + 2 < len(row) and row[at + 1].word == _PHRASAL[word]:
            found += _phrasal(row, at)
    return found


def _read(
    row: Sequence[Token], at: int, verb: str, before: Sequence[Attribution]
) -> Attribution | None:
    if verb in _CHECKED and not complement_follows(row, at, verb):
        return None
    if verb in verbs.PARTICIPLES or (verb.endswith("ing") and verb in verbs.BY_COMPLEMENT):
        return _progressive(row, at, verb) or _participle(row, at, verb, before)
    if verb in ONLY_QUOTING and not quotes_soon(row, at):
        return None
    if verb == "quoted" and [token.word for token in row[at + 1 : at + 3]] != ["as", "saying"]:
        return None
    if verb in _CHECKED_PLURAL and not many_speak(row, at):
        return None
    return _finite(row, at, verb, before)


def _progressive(row: Sequence[Token], at: int, verb: str) -> Attribution | None:
    """Read 'Roe is calling for talks', whose subject stands before the auxiliary."""
    back = skip_adverbs(row, at - 1)
    if back < 0 or not any(token.word.lower() in BE for token in row[back + 1 : at]):
        return None
    return _governed(row, at, verb, back)


def _finite(
    row: Sequence[Token], at: int, verb: str, before: Sequence[Attribution]
) -> Attribution | None:
    """Read 'Roe said', 'said Roe' and 'Roe was accused'."""
    cue = (row[at].start, cue_end(row, at))
    back = skip_adverbs(row, at - 1)
    passive = any(token.word.lower() in _PASSIVE for token in row[back + 1 : at])
    if verb != "quoted" and passive:
        # 'Roe was accused of': whoever speaks is not the subject.
        return Attribution(verb, cue, None, None, row[back + 1].start, cue[1])
    if _follows_quotation(row, back):
        return _inverted(row, at, verb, cue)
    if back < 0:
        return _inverted(row, at, verb, cue) if _colon_follows(row, at) else None
    if row[back].word == "," and verb in _CLOSING:
        closing = _inverted(row, at, verb, cue)
        if closing is not None and _ends(row, closing.after):
            return closing
    if row[back].word in {"and", "but"}:
        return _joined(row, back, verb, cue, before)
    return _governed(row, at, verb, back)


def _ends(row: Sequence[Token], at: int) -> bool:
    """Tell whether a sentence ends at a place, or goes on only with a mark or a day."""
    following = next((token.word for token in row if token.start >= at), ".")
    return following in {".", ";"} or following.lower() in CALENDAR


def _governed(row: Sequence[Token], at: int, verb: str, back: int) -> Attribution | None:
    """Return the attribution whose subject ends at `back`, if a subject stands there."""
    cue = (row[at].start, cue_end(row, at))
    aside = _parenthesis(row, back) if row[back].word in {",", ")", "—", "–"} else None
    found = aside or noun_phrase(row, back)
    # 'What she calls a threat' is no claim of hers, unless it quotes her.
    if found is None or (_is_what(row, found[0]) and not _quotes_next(row, at)):
        return None
    start, end = row[found[0]].start, row[found[1]].end
    whole = (start, end)
    if not aside and row[back].word.lower() in RELATIVE:
        whole = (row[back].start, row[back].end)  # it stands for whom it follows, as 'he' does
    elif not aside or row[back].word == ")":
        whole = (start, row[back].end)
    elif _explains(row, found[1]):
        whole = (start, row[back - 1].end)
    return Attribution(verb, cue, (start, end), whole, start, cue[1])


_NO_APPOSITION = (PREPOSITIONS - {"of"}) | {"asked", "as"}


def _explains(row: Sequence[Token], last: int) -> bool:
    """Tell ', who leads the panel,' and ', a spokesman,' from ', speaking in Oslo,'."""
    first = row[last + 2].word.lower() if last + 2 < len(row) else ""
    if first == "including":
        return True
    return not (first.endswith("ing") or first in _NO_APPOSITION)


def _joined(
    row: Sequence[Token], back: int, verb: str, cue: Span, before: Sequence[Attribution]
) -> Attribution | None:
    """Read 'Roe laughed and said': its subject opens the sentence, or is whoever just spoke."""
    last = next((one for one in reversed(before) if not one.participle), None)
    if last is not None and last.subject and not last.inverted and last.subject[1] <= last.cue[0]:
        return Attribution(verb, cue, last.subject, last.whole, cue[0], cue[1])
    if verb not in verbs.SAYING:
        return None
    subject = main_subject(row[:back])
    if subject is None or subject[0] != row[0].start or _names_source(row[:back]):
        return None
    return Attribution(verb, cue, subject, subject, cue[0], cue[1])


def _names_source(row: Sequence[Token]) -> bool:
    return any(token.word == "according" for token in row)


def _is_what(row: Sequence[Token], first: int) -> bool:
    return first > 0 and row[first - 1].word.lower() == "what"


def _quotes_next(row: Sequence[Token], at: int) -> bool:
    return at + 1 < len(row) and row[at + 1].word.startswith(FILL)


def _colon_follows(row: Sequence[Token], at: int) -> bool:
    """Tell a sentence that opens with the verb: 'Said Roe: "..."'."""
    return any(token.word == ":" for token in row[at + 1 : at + 8])


def _follows_quotation(row: Sequence[Token], at: int) -> bool:
    if at >= 0 and row[at].word in {",", "—", "–"}:
        at -= 1
    return at >= 0 and row[at].word.startswith(FILL)


def _inverted(row: Sequence[Token], at: int, verb: str, cue: Span) -> Attribution | None:
    """Read '"...," said Jane Roe, a spokeswoman'."""
    first = at + 1
    while first < len(row) and row[first].word.lower() in ADVERBS:
        first += 1
    last = phrase_end(row, first)
    if last is None:
        return None
    subject = (row[first].start, row[last].end)
    whole = (subject[0], apposition_end(row, last))
    return Attribution(verb, cue, subject, whole, cue[0], whole[1], inverted=True)


def governed(row: Sequence[Token], start: int, verb: str) -> Attribution | None:
    """Return the attribution of words that begin at `start`, by the subject before them."""
    at = next((k for k, token in enumerate(row) if token.start >= start), len(row))
    back = skip_adverbs(row, at - 1)
    return _governed(row, at, verb, back) if 0 <= back < at < len(row) else None


def _parenthesis(row: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Find the subject before a parenthesis: 'Roe, who leads the panel, said'."""
    opener = "(" if row[at].word == ")" else row[at].word
    for comma in range(at - 1, max(-1, at - 45), -1):
        word = row[comma].word
        if word.startswith(FILL):
            return None
        if word == opener and comma > 0:
            found = noun_phrase(row, before_brackets(row, comma - 1))
            if found and not is_apposition(row, found[0]):
                return found
    return None


def _participle(
    row: Sequence[Token], at: int, verb: str, before: Sequence[Attribution]
) -> Attribution | None:
    """Read ', noting that ...': its subject is that of the sentence."""
    if verb not in verbs.PARTICIPLES and (at == 0 or row[at - 1].word.lower() not in _JOINTS):
        return None  # 'any country considering a purchase'
    if at > 0 and row[at - 1].word.lower() in {
        "by",
        "the",
        "a",
        "this",
        "of",
        "is",
        "are",
        "was",
        "were",
        "worth",
    }:
        return None
    if at > 0 and row[at - 1].word.lower() == "as" and before and before[-1].verb == "quoted":
        return None
    last = next((one for one in reversed(before) if not _is_relative(one)), None)
    subject = last.subject if last else main_subject(row)
    if subject is None or (at > 1 and subject[0] > row[at].start):
        return None
    cue = (row[at].start, cue_end(row, at))
    start = row[at - 1].start if at and row[at - 1].word.lower() == "while" else row[at].start
    return Attribution(verb, cue, subject, subject, start, cue[1], participle=True)


def _is_relative(one: Attribution) -> bool:
    """Tell 'an architect who said so', on whom the rest of the sentence does not depend."""
    return one.subject is not None and one.whole is not None and one.whole[0] >= one.subject[1]


_JOINTS = frozenset({",", "—", "–", "while", "and", "by"})


def _put(row: Sequence[Token], at: int) -> list[Attribution]:
    """Read 'as the minister put it' and 'the minister put it: "..."'."""
    back = skip_adverbs(row, at - 1)
    phrase = noun_phrase(row, back) if back >= 0 else None
    quotes = any(token.word.startswith(FILL) for token in row[at + 2 : at + 4])
    if phrase is None or not (quotes or row[phrase[0] - 1].word.lower() == "as"):
        return []
    subject = (row[phrase[0]].start, row[phrase[1]].end)
    cue = (row[at].start, row[at + 1].end)
    return [Attribution("put", cue, subject, subject, subject[0], cue[1])]


#: Verbs of speech in two words, beside a quotation.
_PHRASAL = {
    **dict.fromkeys(("went", "goes"), "on"),
    **dict.fromkeys(("shot", "fired", "hit", "struck"), "back"),
    **dict.fromkeys(("chimed", "weighed"), "in"),
}


def _phrasal(row: Sequence[Token], at: int) -> list[Attribution]:
    """Read 'Roe went on: "..."', '"...," Roe shot back' and 'Roe went on to say that'."""
    to = row[at + 1].word == "on" and row[at + 2].word == "to" and at + 3 < len(row)
    last = at + 3 if to else at + 1
    if not (row[last].word in verbs.PLURAL if to else quotes_soon(row, last)):
        return []
    one = governed(row, row[at].start, row[last].word if to else "continued")
    return [one._replace(cue=(row[at].start, row[last].end), after=row[last].end)] if one else []


def _according(row: Sequence[Token], at: int) -> list[Attribution]:
    """Read 'according to the ministry'."""
    last = phrase_end(row, at + 2)
    while last is not None and last + 2 < len(row) and row[last + 1].word in {"by", "from", "in"}:
        more = phrase_end(row, last + 2)
        if more is None:
            break
        last = more
    if last is None:
        return []
    cue = (row[at].start, row[at + 1].end)
    subject = (row[at + 2].start, row[last].end)
    whole = (subject[0], apposition_end(row, last) if at else subject[1])
    return [Attribution("according", cue, subject, whole, cue[0], whole[1], inverted=True)]
