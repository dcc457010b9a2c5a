"""How alike two names are, and what that speaks for: an alignment summed up, and weighed.

The weights are log-odds on the scale of `enjoin.screening.score`, as `python -m bench.calibrate`
fits them from a seed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.match import Evidence, Party
from enjoin.screening.align import SPELT, Alignment, Pair, align
from enjoin.screening.index import Name, Record
from enjoin.screening.particulars import at_most
from enjoin.text.names import (
    Part,
    is_person,
    is_pinyin,
    is_place,
    is_syllable,
    known,
    parts,
    tells_alone,
)
from enjoin.text.sound import skeleton

if TYPE_CHECKING:
    from enjoin.screening.arrays import Flags, Numbers


class Features(NamedTuple):
    """What an alignment of two names comes to; each is multiplied by its weight below."""

    complete: float
    """Every part that tells something has its like on the other side."""
    agreed: float
    """Information of the parts that agree, discounted by unlikeness; it saturates softly."""
    blurred: float
    """Letters that differ in parts that correspond, over the letters of the name."""
    doubtful: float
    """Parts that are neither the same nor known spellings, beyond the first."""
    compounded: float
    """Parts are left over, and others misspelt or initials only: doubts that add up."""
    another: float
    """A slip that makes another name, known as it stands; or two in a syllable."""
    clashing: float
    """Parts left over on both sides: the lesser number."""
    missing: float
    """More parts are left over of the listed name than of the one asked about."""
    several: float
    """How many more, beyond one."""
    unlisted: float
    """How many more parts are left over of the name asked about: lists tell names in full."""
    syllables: float
    """Parts left over where a name of syllables is whole without them, as a Chinese one of two."""
    forms: float
    """Legal forms of different kinds: a GmbH is not an AG."""
    places: float
    """Left over are names of places: a branch is not the company."""
    numbers: float
    """Both sides have a number, not the same: Fund 1 is not Fund 2."""
    numbered: float
    """One side has a number left over."""
    crossed: float
    """'X bin Y' against 'Y bin X'."""


#: Weights of `Features`, in log-odds: fitted, but for those that `bench/calibrate.py` sets by hand.
WEIGHTS = Features(
    complete=3.15,
    agreed=0.73,
    blurred=-12.49,
    doubtful=-0.17,
    compounded=-0.75,
    another=-3.0,
    clashing=-5.0,
    missing=-0.48,
    several=-1.5,
    unlisted=-0.92,
    syllables=-0.75,
    forms=-3.6,
    places=-3.5,
    numbers=-9.0,
    numbered=-4.5,
    crossed=-14.0,
)
#: What two names weigh before anything of them is compared, in log-odds.
UNRELATED = -1.87
#: Legal forms that one company does not change between languages.
_FORMS = frozenset({"LLC", "JSC", "LP"})
_SATURATION = 13.0
#: What rounding of sums may come to.
_ROUNDED = 1e-6
#: What a misspelt letter counts where only vowels differ.
_VOWEL = 0.5
#: Particles and titles tell no more than this.
_LITTLE = 0.3
#: Ways in which parts may correspond that leave a doubt.
_DOUBTFUL = frozenset({"spelling", "sound", "near"})
#: Parts as alike as this, or less, say nothing together.
_UNLIKE = 0.5
#: A low-quality alias is a hint, not a name.
_WEAK = -4.0
#: Shares of the name's and of the listed name's information that must be alike: with less it is
#: another name, and no birth date or country makes up for that.
QUERY_COVER, NAME_COVER = 0.5, 0.38
#: The least that a name weighs. Another name is another name, however long: whoever gives a false
#: one with a true passport is found by that.
_ANOTHER = -20.0


def name(party: Party, record: Record, names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare every name asked about with every listed name in question; the best pair counts."""
    person = is_person(party.schema)
    if person is None and record.schema == "Person":
        person = True
    compared = [
        _Compared(
            _covers(split, name.parts, aligned),
            _name_weight(split, name, aligned),
            text,
            name.text,
            aligned,
            name.kind,
        )
        for text in party.names
        if (split := parts(text, person))
        for name in names
        if name.parts
        for aligned in [align(split, name.parts)]
    ]
    if compared:
        best = max(compared, key=lambda found: (found.covers, found.weight))
        reason = _in_words(best.aligned) + ("; a weak alias" if best.kind == "weak" else "")
        weight = best.weight if best.covers else best.weight - at_most(party)
        weight = round(max(weight, _ANOTHER), 3)
        yield Evidence("name", weight, reason, best.query, best.candidate)


class _Compared(NamedTuple):
    covers: bool
    weight: float
    query: str
    candidate: str
    aligned: Alignment
    kind: str


def _name_weight(query: Sequence[Part], name: Name, aligned: Alignment) -> float:
    features = name_features(query, name.parts, aligned)
    weight = UNRELATED + sum(w * f for w, f in zip(WEIGHTS, features, strict=True))
    return weight + (_WEAK if name.kind == "weak" else 0)


def name_features(query: Sequence[Part], candidate: Sequence[Part], aligned: Alignment) -> Features:
    """Sum up how two names correspond."""
    pairs, (left_q, left_c) = aligned.pairs, (aligned.query_left, aligned.candidate_left)
    agreed = sum(pair.information * _credit(pair) for pair in pairs)
    some_q, some_c = sum(map(tells_alone, left_q)), sum(map(tells_alone, left_c))
    short_q, short_c = sum(map(_spelt, left_q)), sum(map(_spelt, left_c))
    left_out = _syllables_left(query, candidate, aligned)
    numbered = [any(p.kind == "number" for p in left) for left in (left_q, left_c)]
    near = [pair for pair in pairs if pair.like.how == "near"]
    doubtful = [pair for pair in pairs if pair.like.how in _DOUBTFUL]
    complete = (
        not (some_q or some_c)
        and not (any(map(_tells, left_q)) and any(map(_tells, left_c)))
        and not left_out
    )
    return Features(
        complete=float(complete),
        agreed=_SATURATION * (1 - math.exp(-agreed / _SATURATION)),
        blurred=_blurred(pairs, query, candidate),
        doubtful=complete * max(0.0, len(doubtful) - 1.0),
        compounded=float(len(doubtful) + _initials(pairs)) * bool(some_q or some_c),
        another=float(any(_another(pair, query) for pair in near)),
        clashing=float(min(short_q, short_c)),
        missing=float(some_c > some_q),
        several=max(0.0, some_c - some_q - 1.0),
        unlisted=max(0.0, float(some_q - some_c)),
        syllables=left_out,
        forms=float(
            _forms(query) != _forms(candidate) and bool(_forms(query) and _forms(candidate))
        ),
        places=float(sum(is_place(p.text) for p in (*left_q, *left_c))),
        numbers=float(all(numbered) or any(map(_of_numbers, near))),
        numbered=float(any(numbered) and not all(numbered)),
        crossed=_crossed(aligned),
    )


def _covers(query: Sequence[Part], candidate: Sequence[Part], aligned: Alignment) -> bool:
    """Tell whether enough of both names is alike for one to be the other."""
    cover = sum(
        query[n].information * pair.like.value for pair in aligned.pairs for n in pair.query
    )
    needed = max(QUERY_COVER * _told(query), NAME_COVER * _told(candidate))
    return cover >= needed - _ROUNDED


def _blurred(pairs: Iterable[Pair], query: Iterable[Part], candidate: Iterable[Part]) -> float:
    """Return the share of letters that are misspelt; known spellings and initials are not.

    Vowels are written in many ways: where the consonants are the same, a letter counts half.
    """
    edits = sum(
        pair.like.edits * (_VOWEL if _same_consonants(pair) else 1)
        for pair in pairs
        if pair.like.how in _DOUBTFUL
    )
    letters = min(sum(len(p.text) for p in name if p.kind in SPELT) for name in (query, candidate))
    return edits / max(letters, 1)


def _initials(pairs: Iterable[Pair]) -> int:
    return sum(pair.like.how == "initial" for pair in pairs)


def _same_consonants(pair: Pair) -> bool:
    return skeleton(pair.query_text) == skeleton(pair.candidate_text)


def _crossed(aligned: Alignment) -> float:
    """Return 1 where father and son change places; less where more parts agree besides."""
    names = sum(pair.information > _LITTLE for pair in aligned.pairs)
    return 2 / max(names, 2) if aligned.crossed else 0.0


def _syllables_left(query: Sequence[Part], candidate: Sequence[Part], aligned: Alignment) -> float:
    """Count what is left over where a name of syllables may be whole without it.

    A Chinese name of two syllables is whole; a Korean one asked about has lost a syllable.
    """
    if not any(
        len(name) > 1 and all(is_syllable(p.text) for p in name) for name in (query, candidate)
    ):
        return 0.0
    if len(query) == 2 < len(candidate) and not all(is_pinyin(p.text) for p in query):
        return 0.0
    return float(len(aligned.query_left) + len(aligned.candidate_left))


def _another(pair: Pair, query: Sequence[Part]) -> bool:
    """Tell whether names correspond that both are known as they stand.

    A syllable has a neighbour a letter away in nearly every case; it is another one where the whole
    name asked about is Chinese, and may be a slip elsewhere.
    """
    words = (*pair.query_text.split(), *pair.candidate_text.split())
    if all(map(is_syllable, words)) and pair.like.edits > 1:
        return True
    if not pair.like.edits or not all(map(known, words)):
        return False
    return not any(map(is_syllable, words)) or all(is_pinyin(p.text) for p in query)


def _of_numbers(pair: Pair) -> bool:
    """Tell whether numbers correspond that are not the same."""
    return any(c.isdigit() for c in pair.query_text + pair.candidate_text)


def _forms(name: Iterable[Part]) -> frozenset[str]:
    """Return the legal forms of a name that tell companies apart."""
    return frozenset(p.text for p in name if p.kind == "form") & _FORMS


def _credit(pair: Pair) -> float:
    """Discount what a pair says by how unlike its parts are."""
    return max(0.0, (pair.like.value - _UNLIKE) / (1 - _UNLIKE))


def credits(values: Numbers) -> Numbers:
    """Return by how much to multiply what pairs of parts say, given how alike they are."""
    import numpy as np

    discounted: Numbers = np.maximum((values - _UNLIKE) / (1 - _UNLIKE), 0)
    return discounted


class Outline(NamedTuple):
    """What is known of how pairs of names correspond before they are aligned, pair by pair.

    Figures for which an alignment can be worse, not better.
    """

    agreed: Numbers
    """Information that agrees, discounted by unlikeness: at most."""
    complete: Flags
    """Whether every part that tells something may have its like."""
    clashing: Numbers
    """Parts left over on both sides, the lesser number: at least."""


def name_at_most(outline: Outline) -> Numbers:
    """Return the weights that the names of pairs can have at most: `name_features` at its best."""
    import numpy as np

    agreed, complete, clashing = outline
    return (
        UNRELATED
        + WEIGHTS.complete * complete
        + WEIGHTS.agreed * _SATURATION * (1 - np.exp(-agreed / _SATURATION))
        + WEIGHTS.clashing * clashing
    )


def _told(name: Iterable[Part]) -> float:
    return sum(p.information for p in name)


def _spelt(part: Part) -> bool:
    return part.kind in SPELT


def _tells(part: Part) -> bool:
    return part.kind in {"part", "number"}


_HOW = {
    "equal": "",
    "variant": " (known spelling)",
    "spelling": " (spelt alike)",
    "sound": " (sounds alike)",
    "initial": " (initial)",
    "near": " (a slip apart as whole names)",
}


def _in_words(aligned: Alignment) -> str:
    agreeing = ", ".join(
        pair.query_text
        if pair.query_text == pair.candidate_text
        else f"{pair.query_text} = {pair.candidate_text}{_HOW[pair.like.how]}"
        for pair in aligned.pairs
    )
    said = [f"agrees: {agreeing}" if agreeing else "no part agrees"]
    for side, left in (("asked", aligned.query_left), ("listed", aligned.candidate_left)):
        if left:
            said.append(f"only {side}: {', '.join(p.text for p in left)}")
    if aligned.crossed:
        said.append("father and son change places")
    return "; ".join(said)
