"""Who is said to have said it: subject and cue, found within one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from enjoin.model.report import Span
from enjoin.monitoring import verbs
from enjoin.monitoring.offices import OFFICES, QUALIFIERS
from enjoin.monitoring.places import code_of
from enjoin.text.prose import Quotation

FILL = "\x02"  #: stands for quoted characters, so that nothing inside a quotation is parsed


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


class Token(NamedTuple):
    """A word, a mark or a masked quotation."""

    start: int
    end: int
    word: str


# --- the words -------------------------------------------------------------------------------

_OWN = verbs.SAYING | verbs.QUOTING | verbs.REFUSING | verbs.PARTICIPLES | {"quoted"}
CUES = _OWN | verbs.BY_COMPLEMENT | verbs.PLURAL
_ADVERBS = frozenset(
    "also has have had was were is are been later then earlier previously once again already now "
    "still further first subsequently never always often even just simply not only both all long "
    "since himself herself themselves itself did does do".split()
)
_TELLING = frozenset("told tells informed assured reminded".split())
_BE = frozenset("is are was were be been being 's ’s 're ’re 'm ’m".split())
_SHORT = frozenset("'s ’s 've ’ve 'd ’d 're ’re 'm ’m".split())  #: of 'he's', "they've"
_PRONOUNS = frozenset("he she they it i we you who".split())
_RELATIVE = frozenset({"who", "which"})
_BOUNDARY = frozenset(
    "that but as when while because after before if whether which whom what how so although though "
    "since until where than yet nor and or whose amid despite".split()
)
_PREPOSITIONS = frozenset(
    "on in at during after before following since with to by from under over against about".split()
)
_DETERMINERS = frozenset(
    "the a an another one two three four several many some most other his her their its this these "
    "those no both each every multiple numerous various few top senior all our my".split()
)
_ARTICLES = frozenset("the a an his her their its our my no every various top senior".split())
_SOURCES = frozenset(
    "officials official sources source experts analysts critics lawmakers spokesman "
    "spokeswoman spokesperson supporters aides advisers advisors opponents observers "
    "prosecutors police investigators researchers economists republicans democrats people "
    "authorities witnesses diplomats others reports lawyers attorneys campaign voters "
    "activists allies leaders residents reporters media scholars historians strategists "
    "insiders friends ministers groups agencies firms companies families doctors scientists "
    "workers veterans monitors inspectors envoys commanders soldiers refugees defectors traders "
    "executives bankers brokers shipowners members engineers regulators auditors documents records "
    "analyses studies polls surveys figures images".split()
)
_NOUNS = _SOURCES | OFFICES.keys()
#: What a noun phrase may open with in small letters: 'ministry spokesperson Jane Roe'.
_OPENING = _DETERMINERS | _PRONOUNS | _NOUNS | QUALIFIERS
_FINITE = frozenset(
    "is are was were be has had have will would could should may might must can did does do said "
    "says told asked made took came went got gave found held saw met won".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday".split()
)
_LEADING = frozenset("meanwhile however still also even instead later".split())
_SPANS = frozenset("week weekend month year morning afternoon evening night fall summer".split())
#: Cues that count only with their complement, or with a plural subject.
_CHECKED = (verbs.BY_COMPLEMENT - _OWN) | verbs.NOUNLIKE
_CHECKED_PLURAL = verbs.PLURAL - _OWN
_ONLY_INTENT = verbs.INTENT - verbs.OBJECT
_CLOSING = verbs.SAYING - _TELLING  #: of 'The ship sailed, said Roe.'
_PASSIVE = _BE - _SHORT
_BREAKS_PHRASE = (_BOUNDARY - {"and"}) | _PREPOSITIONS
_ENDS_PHRASE = _CALENDAR | _FINITE | verbs.PARTICIPLES
_NO_OBJECT = _PREPOSITIONS | _BOUNDARY | _ADVERBS | _BE | _FINITE | {"of", "for"}
_NO_HEAD = _CALENDAR | _PREPOSITIONS | _BOUNDARY | _ARTICLES
_TOKEN = re.compile(FILL + r"+|[^\W_](?:[\w.'’&/-]*[\w.])?|[^\w\s]")


# --- sentences to clauses --------------------------------------------------------------------


def masked(plain: str, span: Span, quoted: Sequence[Quotation]) -> str:
    """Return a stretch with its quotations filled in; offsets count from its start."""
    start, end = span
    pieces, at = [], start
    for quotation in quoted:
        opened, closed = max(quotation.opened, at), min(quotation.closed, end)
        if opened < closed:
            pieces += [plain[at:opened], FILL * (closed - opened)]
            at = closed
    return "".join([*pieces, plain[at:end]])


def tokens(words: str, offset: int) -> list[Token]:
    """Cut a masked stretch into tokens; a stop that ends it stands apart."""
    found = [Token(m.start() + offset, m.end() + offset, m[0]) for m in _TOKEN.finditer(words)]
    parts = [part for token in found for part in _unstopped(token)]
    if parts and _ENDS_SENTENCE.fullmatch(parts[-1].word):
        start, end, word = parts.pop()
        parts += [Token(start, end - 1, word[:-1]), Token(end - 1, end, ".")]
    return parts


#: The last word of a sentence with its stop, unless the stop is that of an initial.
_ENDS_SENTENCE = re.compile(r"[^.]{2,}\.")


_CONTRACTED = re.compile(
    r"(?:he|she|they|it|i|we|you|who)(?=['’](?:s|ve|d|ll|re|m)$)", re.IGNORECASE
)


def _unstopped(token: Token) -> list[Token]:
    """Part a word from the stop that ends a sentence, and "he's" in two; 'U.S.' keeps its stop."""
    word = token.word
    if not (word[-1] == "." or "'" in word or "’" in word):
        return [token]
    short = _CONTRACTED.match(word)
    if short:
        middle = token.start + short.end()
        return [Token(token.start, middle, short[0]), Token(middle, token.end, word[short.end() :])]
    if (
        len(word) < 2
        or not word.endswith(".")
        or word.count(".") > 1
        or (len(word) <= 5 and word[0].isupper())
    ):
        return [token]
    return [Token(token.start, token.end - 1, word[:-1]), Token(token.end - 1, token.end, ".")]


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
        elif at + 2 < len(row) and row[at + 1].word == _PHRASAL.get(word):
            found += _phrasal(row, at)
    return found


def _read(
    row: Sequence[Token], at: int, verb: str, before: Sequence[Attribution]
) -> Attribution | None:
    if verb in _CHECKED and not _complement_follows(row, at, verb):
        return None
    if verb in verbs.PARTICIPLES or (verb.endswith("ing") and verb in verbs.BY_COMPLEMENT):
        return _progressive(row, at, verb) or _participle(row, at, verb, before)
    if verb in _ONLY_QUOTING and not _quotes_soon(row, at):
        return None
    if verb == "quoted" and [token.word for token in row[at + 1 : at + 3]] != ["as", "saying"]:
        return None
    if verb in _CHECKED_PLURAL and not _many_speak(row, at):
        return None
    return _finite(row, at, verb, before)


#: 'The letter begins: "Dear ..."', but not 'the vote begins'.
_ONLY_QUOTING = frozenset("begins read reads".split())


def _quotes_soon(row: Sequence[Token], at: int) -> bool:
    """Tell whether a quotation or a colon follows, or a quotation stands before ', it reads'."""
    following = row[at + 1 : at + 5]
    return any(
        t.word == ":" or t.word.startswith(FILL) for t in [*following, *row[max(0, at - 6) : at]]
    )


def _complement_follows(row: Sequence[Token], at: int, verb: str) -> bool:
    """Tell 'plans to sell' and 'cited the vote' from 'the plans of', 'was cited by'."""
    following = row[at + 1].word if at + 1 < len(row) else ""
    low = following.lower()
    if verb in verbs.NOUNLIKE and _counted(row, at):
        return False
    if low == "that" or low in _own_prepositions(verb):
        return True
    if verb in verbs.FINDING:
        return any(token.word.lower() in _FINITE for token in row[at + 2 : at + 10])
    if verb in _ONLY_INTENT:
        return low == "to"
    if verb in verbs.NOUNLIKE:
        return _opens_complement(following)
    return not verb.startswith(("spoke", "speak", "talk", "point")) and _is_object(following, verb)


def _counted(row: Sequence[Token], at: int) -> bool:
    """Tell 'two critical reports that' and 'those states that' from 'state media reports that'."""
    back = _skip_adverbs(row, at - 1)
    while back >= 0 and row[back].word[0].islower() and row[back].word not in _BOUNDARY | _NOUNS:
        if row[back].word in _DETERMINERS:
            return row[back].word not in _ARTICLES
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


_SUBJECTS = _DETERMINERS | _PRONOUNS | {"there", "to", "him", "them"}
_MANY = frozenset("they we i you who people police and others experts many some".split())


def _many_speak(row: Sequence[Token], at: int) -> bool:
    """Tell 'analysts say' from 'to say' and 'the claim': the subject is many."""
    back = _skip_adverbs(row, at - 1)
    if back < 0:
        return False
    word = row[back].word.lower()
    plural = word.endswith("s") and not word.endswith(("ss", "'s", "’s"))
    return word in _MANY or (plural and word not in _FINITE and word not in CUES)


def _progressive(row: Sequence[Token], at: int, verb: str) -> Attribution | None:
    """Read 'Roe is calling for talks', whose subject stands before the auxiliary."""
    back = _skip_adverbs(row, at - 1)
    if back < 0 or not any(token.word.lower() in _BE for token in row[back + 1 : at]):
        return None
    return _governed(row, at, verb, back)


def _finite(
    row: Sequence[Token], at: int, verb: str, before: Sequence[Attribution]
) -> Attribution | None:
    """Read 'Roe said', 'said Roe' and 'Roe was accused'."""
    cue = (row[at].start, _cue_end(row, at))
    back = _skip_adverbs(row, at - 1)
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
    return following in {".", ";"} or following.lower() in _CALENDAR


def _governed(row: Sequence[Token], at: int, verb: str, back: int) -> Attribution | None:
    """Return the attribution whose subject ends at `back`, if a subject stands there."""
    cue = (row[at].start, _cue_end(row, at))
    aside = _parenthesis(row, back) if row[back].word in {",", ")", "—", "–"} else None
    found = aside or _noun_phrase(row, back)
    # 'What she calls a threat' is no claim of hers, unless it quotes her.
    if found is None or (_is_what(row, found[0]) and not _quotes_next(row, at)):
        return None
    start, end = row[found[0]].start, row[found[1]].end
    whole = (start, end)
    if not aside and row[back].word.lower() in _RELATIVE:
        whole = (row[back].start, row[back].end)  # it stands for whom it follows, as 'he' does
    elif not aside or row[back].word == ")":
        whole = (start, row[back].end)
    elif _explains(row, found[1]):
        whole = (start, row[back - 1].end)
    return Attribution(verb, cue, (start, end), whole, start, cue[1])


def _explains(row: Sequence[Token], last: int) -> bool:
    """Tell ', who leads the panel,' and ', a spokesman,' from ', speaking in Oslo,'."""
    first = row[last + 2].word.lower() if last + 2 < len(row) else ""
    if first == "including":
        return True
    return not (first.endswith("ing") or first in _PREPOSITIONS - {"of"} | {"asked", "as"})


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


def _cue_end(row: Sequence[Token], at: int) -> int:
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


def _skip_adverbs(row: Sequence[Token], at: int) -> int:
    """Go left over adverbs, auxiliaries and days ('Miller on Monday also said')."""
    while at >= 0:
        word = row[at].word.lower()
        if word in _SPANS and at > 1 and row[at - 1].word.lower() in {"this", "last"}:
            at -= 2
            continue
        day = word in _CALENDAR
        is_on = word == "on" and at + 1 < len(row) and row[at + 1].word.lower() in _CALENDAR
        adverb = word in _ADVERBS or word in _SHORT or (word.endswith("ly") and word.islower())
        if not (adverb or day or is_on):
            break
        at -= 1
    return at


def _follows_quotation(row: Sequence[Token], at: int) -> bool:
    if at >= 0 and row[at].word in {",", "—", "–"}:
        at -= 1
    return at >= 0 and row[at].word.startswith(FILL)


def _inverted(row: Sequence[Token], at: int, verb: str, cue: Span) -> Attribution | None:
    """Read '"...," said Jane Roe, a spokeswoman'."""
    first = at + 1
    while first < len(row) and row[first].word.lower() in _ADVERBS:
        first += 1
    last = _phrase_end(row, first)
    if last is None:
        return None
    subject = (row[first].start, row[last].end)
    whole = (subject[0], _apposition_end(row, last))
    return Attribution(verb, cue, subject, whole, cue[0], whole[1], inverted=True)


def _phrase_end(row: Sequence[Token], first: int) -> int | None:
    """Return the last token of a noun phrase that begins at `first`."""
    if first >= len(row):
        return None
    if not _may_open(row[first].word) and not _opens_titled(row, first):
        return None
    if row[first].word.lower() in _PRONOUNS:
        return first
    last = first
    for at in range(first + 1, min(first + 16, len(row))):
        word = row[at].word
        if word.lower() in {"of", "for"} and at + 1 < len(row):
            continue
        if not (word[0].isalnum()) or word.lower() in _BREAKS_PHRASE:
            break
        if word.lower() in _ENDS_PHRASE:
            break
        if word.lower() == "and" and not _joins_names(row, at):
            break
        last = at
    return last


def _opens_titled(row: Sequence[Token], first: int) -> bool:
    """Tell 'moderator Lester Holt' after a verb: 'asked moderator Lester Holt'."""
    word = row[first].word
    if first + 2 >= len(row) or word.lower() in _NO_HEAD | _BREAKS_PHRASE | _ENDS_PHRASE | CUES:
        return False
    return _is_titled(row, first, first + 2)


def _apposition_end(row: Sequence[Token], last: int) -> int:
    """Return where what explains a name ends, or the name where nothing does."""
    last = _after_brackets(row, last)
    if last + 2 >= len(row) or row[last + 1].word != ",":
        return row[last].end
    opening = row[last + 2].word.lower()
    clause = opening in {"who", "whose"}
    if not clause and not (_may_open(row[last + 2].word) or _may_explain(opening)):
        return row[last].end
    for at in range(last + 3, min(last + 45, len(row))):
        word, low = row[at].word, row[at].word.lower()
        if word in {".", ";", "—", "–", ":"} or word.startswith(FILL):
            return row[at - 1 - (row[at - 1].word == ",")].end
        if word == "," and not (clause and _goes_on(row, at)):
            return row[at - 1].end
        if not clause and (low in _FINITE or low in verbs.PARTICIPLES or low in CUES):
            return row[last].end
        clause = clause or low in {"who", "whose", "whom", "that", "which"}
    return row[last].end


_NO_OFFICE = (
    _PREPOSITIONS | _BOUNDARY | (_ADVERBS - {"then", "now"}) | _FINITE | CUES | _LEADING
) | {"more", "less", "up", "down", "for"}


def _may_explain(word: str) -> bool:
    """Tell ', founder of the group' and ', then an aide' from ', referring to' and ', though'."""
    return word.isalpha() and word not in _NO_OFFICE and not word.endswith(("ing", "ed", "ly"))


def _goes_on(row: Sequence[Token], comma: int) -> bool:
    """Tell whether a clause with 'who' goes on after a comma rather than ends there."""
    following = row[comma + 1].word.lower() if comma + 1 < len(row) else ""
    if following in {"a", "an"}:
        return False
    return following not in verbs.PARTICIPLES | _BOUNDARY - {"and", "who"} and len(following) > 1


def _after_brackets(row: Sequence[Token], last: int) -> int:
    """Go over brackets that explain a name: 'Roe (R-Ohio)'."""
    if last + 1 >= len(row) or row[last + 1].word != "(":
        return last
    return next((k for k in range(last + 2, min(last + 9, len(row))) if row[k].word == ")"), last)


def _may_open(word: str) -> bool:
    low = word.lower()
    return word[0].isupper() or low in _OPENING


def _joins_names(row: Sequence[Token], at: int) -> bool:
    return 0 < at < len(row) - 1 and row[at - 1].word[0].isupper() and row[at + 1].word[0].isupper()


_BETWEEN_CLAUSES = (_FINITE | CUES | _PREPOSITIONS | _BOUNDARY) - {"of", "on", "for", "at", "in"}


def governed(row: Sequence[Token], start: int, verb: str) -> Attribution | None:
    """Return the attribution of words that begin at `start`, by the subject before them."""
    at = next((k for k, token in enumerate(row) if token.start >= start), len(row))
    back = _skip_adverbs(row, at - 1)
    return _governed(row, at, verb, back) if 0 <= back < at < len(row) else None


def _joins_phrases(row: Sequence[Token], at: int) -> bool:
    """Tell 'the minister and other officials' from 'she laughed and officials': no verb before."""
    words = [token.word.lower() for token in row[max(0, at - 8) : at]]
    if at > 8 or not words or words[0] not in _DETERMINERS | _SOURCES:
        return False
    return all(
        word[0].isalpha() and not (word in _BETWEEN_CLAUSES or word.endswith("ed"))
        for word in words
    )


def _parenthesis(row: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Find the subject before a parenthesis: 'Roe, who leads the panel, said'."""
    opener = "(" if row[at].word == ")" else row[at].word
    for comma in range(at - 1, max(-1, at - 45), -1):
        word = row[comma].word
        if word.startswith(FILL):
            return None
        if word == opener and comma > 0:
            found = _noun_phrase(row, _before_brackets(row, comma - 1))
            if found and not _is_apposition(row, found[0]):
                return found
    return None


def _before_brackets(row: Sequence[Token], at: int) -> int:
    """Skip brackets back to the name they explain: 'Roe (R-Ohio)'."""
    if row[at].word != ")":
        return at
    opened = next((k for k in range(at, max(-1, at - 8), -1) if row[k].word == "("), at)
    return opened - 1 if 0 < opened < at else at


def _is_apposition(row: Sequence[Token], first: int) -> bool:
    """Tell whether a phrase that follows a comma only explains the name or the place before it."""
    if first < 2 or row[first - 1].word != ",":
        return False
    before = row[first - 2].word
    if not before[0].isupper():
        return False
    return not row[first].word[0].isupper() or _adds_to_place(row, first)


def _adds_to_place(row: Sequence[Token], first: int) -> bool:
    """Tell ', Md.,' after 'of Ashton' and ', Germany,' after 'in Munich' from a subject."""
    word = row[first].word
    if row[first + 1].word != "," or not (word.endswith(".") or code_of(word)):
        return False
    at = first - 2
    while at > 0 and row[at].word[0].isupper():
        at -= 1
    return row[at].word in {"in", "of", "at", "from", "near"}


def _noun_phrase(row: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at `last`, as (first, last), or None if it is none."""
    word = row[last].word
    if word.lower() in _PRONOUNS | _RELATIVE:
        return _antecedent(row, last) if word.lower() in _RELATIVE else (last, last)
    if not word[0].isalnum() or word.isdigit() or word.lower() in _FINITE:
        return None
    first = _clause_start(row, last)
    first = _after_adverbial(row, first, last)
    return (first, last) if first <= last and _names_somebody(row, first, last) else None


def _antecedent(row: Sequence[Token], who: int) -> tuple[int, int] | None:
    """Return the phrase before 'who': whatever the noun, it is somebody."""
    last = who - 2 if who > 1 and row[who - 1].word == "," else who - 1
    if last < 0 or not row[last].word[0].isalnum():
        return None
    return _noun_phrase(row, last) or _with_article(row, last)


def _with_article(row: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the words from the nearest article to a noun: 'an architect'."""
    for first in range(last, max(-1, last - 6), -1):
        word = row[first].word.lower()
        if word in _DETERMINERS:
            return (first, last) if first < last else None
        if not word[0].isalnum() or word in _FINITE | _BOUNDARY:
            return None
    return None


def _clause_start(row: Sequence[Token], last: int) -> int:
    """Go left to where the clause begins: a mark, a conjunction or another verb."""
    first = last
    while first > 0 and last - first < 16:
        word = row[first - 1].word
        low = word.lower()
        if low == "and" and (_joins_names(row, first - 1) or _joins_phrases(row, first - 1)):
            first -= 1
            continue
        if not word[0].isalnum() and word not in {"’", "'", "(", ")", "%", "$", "&"}:
            break
        if low in _BOUNDARY or (low in _FINITE and word.islower()) or low in CUES:
            break
        first -= 1
    return first


def _after_adverbial(row: Sequence[Token], first: int, last: int) -> int:
    """Skip what may stand before a subject without a comma: 'On Monday', 'Meanwhile'."""
    while first < last and row[first].word.lower() in _LEADING:
        first += 1
    if row[first].word.lower() not in _PREPOSITIONS:
        return first
    start = last
    while start > first + 1 and (
        row[start - 1].word[0].isupper() and row[start - 1].word.lower() not in _CALENDAR
    ):
        start -= 1
    return start


def _is_titled(row: Sequence[Token], first: int, last: int) -> bool:
    """Tell 'moderator Lester Holt': one word in small letters before a full name."""
    named = all(token.word[0].isupper() for token in row[first + 1 : last + 1])
    word = row[first].word
    return named and last - first == 2 and word.isalpha() and len(word) > 3 and word not in CUES


def _names_somebody(row: Sequence[Token], first: int, last: int) -> bool:
    head, opening = row[last].word, row[first].word
    if head.lower() in _NO_HEAD:
        return False
    if opening[0].isupper() and opening.lower() not in _ADVERBS:
        return first < last or not opening.endswith("ly")
    if opening.lower() in _DETERMINERS:
        return True
    if _is_titled(row, first, last):
        return True
    return any(token.word.lower() in _NOUNS for token in row[first : last + 1])


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
    cue = (row[at].start, _cue_end(row, at))
    start = row[at - 1].start if at and row[at - 1].word.lower() == "while" else row[at].start
    return Attribution(verb, cue, subject, subject, start, cue[1], participle=True)


def _is_relative(one: Attribution) -> bool:
    """Tell 'an architect who said so', on whom the rest of the sentence does not depend."""
    return one.subject is not None and one.whole is not None and one.whole[0] >= one.subject[1]


_JOINTS = frozenset({",", "—", "–", "while", "and", "by"})


_SUBORDINATING = frozenset("while when as though although".split())


def _opens_aside(row: Sequence[Token]) -> bool:
    """Tell 'Chastened by the vote, Roe left' from 'Red Cross officials left'."""
    participle = row[0].word.lower().endswith(("ing", "ed"))
    return participle and len(row) > 1 and row[1].word in _PREPOSITIONS | {"for", "at"}


def main_subject(row: Sequence[Token]) -> Span | None:
    """Return the first noun phrase that can be a sentence's subject."""
    first = 0
    if row and (_opens_aside(row) or row[0].word.lower() in _PREPOSITIONS | _SUBORDINATING):
        comma = next((at for at, token in enumerate(row[:30]) if token.word == ","), None)
        if comma is None:
            return None
        first = comma + 1
    while first < len(row) and row[first].word.lower() in {
        "but",
        "and",
        "so",
        "yet",
        "then",
        "still",
    }:
        first += 1
    last = _subject_end(row, first)
    if last is None:
        return None
    last = max(first, _skip_adverbs(row, last))
    return (row[first].start, row[last].end)


def _subject_end(row: Sequence[Token], first: int) -> int | None:
    if first >= len(row) or not _may_open(row[first].word):
        return None
    if row[first].word.lower() in _PRONOUNS:
        return first
    last = None
    for at in range(first, min(first + 12, len(row))):
        word, low = row[at].word, row[at].word.lower()
        if word[0].isupper() or low in _NOUNS or (at == first and low in _DETERMINERS):
            last = at if low not in _DETERMINERS else last
        elif low in {"of", "for", "the", "and"} or not (low in _FINITE or low.endswith("ed")):
            if not word[0].isalnum():
                break
            if (
                last is not None
                and row[first].word[0].isupper()
                and row[first].word.lower() not in _DETERMINERS
                and low not in {"of", "for", "the", "and"}
            ):
                break
        else:
            break
    return last


def _put(row: Sequence[Token], at: int) -> list[Attribution]:
    """Read 'as the minister put it' and 'the minister put it: "..."'."""
    back = _skip_adverbs(row, at - 1)
    phrase = _noun_phrase(row, back) if back >= 0 else None
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
    if not (row[last].word in verbs.PLURAL if to else _quotes_soon(row, last)):
        return []
    one = governed(row, row[at].start, row[last].word if to else "continued")
    return [one._replace(cue=(row[at].start, row[last].end), after=row[last].end)] if one else []


def _according(row: Sequence[Token], at: int) -> list[Attribution]:
    """Read 'according to the ministry'."""
    last = _phrase_end(row, at + 2)
    while last is not None and last + 2 < len(row) and row[last + 1].word in {"by", "from", "in"}:
        more = _phrase_end(row, last + 2)
        if more is None:
            break
        last = more
    if last is None:
        return []
    cue = (row[at].start, row[at + 1].end)
    subject = (row[at + 2].start, row[last].end)
    whole = (subject[0], _apposition_end(row, last) if at else subject[1])
    return [Attribution("according", cue, subject, whole, cue[0], whole[1], inverted=True)]
