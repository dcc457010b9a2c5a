"""How the parts of two names correspond: what agrees, what is missing, what contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from enjoin.screening.keys import WIDTH
from enjoin.screening.similar import EDIT_OF_NEAR, NEAR, Likeness, likeness
from enjoin.text.names import Part, established

#: What stands between a person's own name and the father's.
_PATRONYMIC = frozenset({"bin", "ibn", "ben", "bint", "bat", "ould", "wuld"})

#: Edits between parts written together and a whole one: with more, nearly any two short parts of a
#: name come to some third.
_SLIPS = 1
#: Edits that parts left over on both sides may be apart, with the edits of all other parts, and
#: letters that a name must have for each: then names differ by a slip, not by who is meant.
NEAR_EDITS, LETTERS_AN_EDIT = 2, 5
#: Parts left over of so many letters have one edit at most.
_SHORT = 3
#: Letters that only one of two names has, at most: an edit changes two.
NEAR_LETTERS = 2 * NEAR_EDITS
#: What of a name counts when its letters are compared.
SPELT = frozenset({"part", "number", "initial"})


class Pair(NamedTuple):
    """Parts that correspond: one each, or two written together on one side."""

    query: tuple[int, ...]
    candidate: tuple[int, ...]
    like: Likeness
    information: float
    query_text: str
    candidate_text: str


class Alignment(NamedTuple):
    """Corresponding parts of two names, and what each has left over."""

    pairs: tuple[Pair, ...]
    query_left: tuple[Part, ...]
    candidate_left: tuple[Part, ...]
    crossed: bool
    """The father's name of one is the own name of the other: 'X bin Y' and 'Y bin X'."""


def align(query: Sequence[Part], candidate: Sequence[Part]) -> Alignment:
    """Pair off the parts of two names, the most alike and telling first; each part once."""
    pairs: list[Pair] = []
    free_q, free_c = set(range(len(query))), set(range(len(candidate)))
    for pair in sorted(_possible(query, candidate), key=_rank, reverse=True):
        if free_q.issuperset(pair.query) and free_c.issuperset(pair.candidate):
            pairs.append(pair)
            free_q.difference_update(pair.query)
            free_c.difference_update(pair.candidate)
    near = _near(query, candidate, pairs, (sorted(free_q), sorted(free_c)))
    if near:
        pairs.append(near)
        free_q.difference_update(near.query)
        free_c.difference_update(near.candidate)
    return Alignment(
        tuple(sorted(pairs)),
        tuple(query[i] for i in sorted(free_q)),
        tuple(candidate[i] for i in sorted(free_c)),
        _crossed(query, candidate, pairs),
    )


def _near(
    query: Sequence[Part],
    candidate: Sequence[Part],
    pairs: Sequence[Pair],
    left: tuple[Sequence[int], Sequence[int]],
) -> Pair | None:
    """Pair what both sides have left over where the names are a slip or two apart as a whole."""
    ours, theirs = (
        [n for n in rest if name[n].kind in SPELT]
        for rest, name in zip(left, (query, candidate), strict=True)
    )
    longest = max((len(part.text) for part in (*query, *candidate)), default=0)
    if not (ours and theirs) or longest > WIDTH:
        return None
    whole, other = _letters(query), _letters(candidate)
    if abs(len(whole) - len(other)) > NEAR_EDITS or len({*whole} ^ {*other}) > NEAR_LETTERS:
        return None
    one, two = (" ".join(query[n].text for n in ours), " ".join(candidate[n].text for n in theirs))
    edits = OSA.distance(one.replace(" ", ""), two.replace(" ", ""), score_cutoff=NEAR_EDITS)
    total = edits + sum(pair.like.edits for pair in pairs)
    if total > NEAR_EDITS or total * LETTERS_AN_EDIT > min(len(whole), len(other)):
        return None
    worth = min(
        sum(query[n].information for n in ours), sum(candidate[n].information for n in theirs)
    )
    if edits > 1 and min(len(one), len(two)) <= _SHORT:
        return None
    value = max(NEAR, 1 - EDIT_OF_NEAR * edits / max(len(one), len(two)))
    if edits and both_established(one, two):
        value = NEAR
    return Pair(tuple(ours), tuple(theirs), Likeness(value, "near", edits), worth, one, two)


def both_established(one: str, two: str) -> bool:
    """Tell whether all words of both are names known as they stand."""
    return all(map(established, (*one.split(), *two.split())))


def _letters(name: Sequence[Part]) -> str:
    return "".join(part.text for part in name if part.kind in SPELT)


def _rank(pair: Pair) -> tuple[float, int]:
    near = -abs(pair.query[0] - pair.candidate[0])
    return pair.like.value * pair.information, near


def _possible(query: Sequence[Part], candidate: Sequence[Part]) -> Iterator[Pair]:
    for i, q in enumerate(query):
        for j, c in enumerate(candidate):
            like = likeness(q.text, c.text)
            if like.value:
                yield Pair((i,), (j,), like, min(q.information, c.information), q.text, c.text)
    yield from _glued(query, candidate)
    yield from (_turned(pair) for pair in _glued(candidate, query))


def _turned(pair: Pair) -> Pair:
    return Pair(
        pair.candidate,
        pair.query,
        pair.like,
        pair.information,
        pair.candidate_text,
        pair.query_text,
    )


def _glued(one: Sequence[Part], two: Sequence[Part]) -> Iterator[Pair]:
    """Pairs of two or three neighbouring parts with one part on the other side: 'jongun'.

    The family name may stand first or last: 'jong un kim' is also 'kimjongun'.
    """
    if len(one) < 2:
        return
    lengths, wholes = [len(part.text) for part in one], [len(part.text) for part in two]
    scripts = len({part.text.isascii() for part in (*one, *two)}) > 1  # letters do not compare
    come_to = {whole + slip for whole in wholes for slip in (-_SLIPS, 0, _SLIPS)}
    for size in (2, 3):
        for at in range(len(one) - size + 1):
            length = sum(lengths[at : at + size])
            if length not in come_to and not scripts:
                continue
            several = one[at : at + size]
            near = [j for j, whole in enumerate(wholes) if scripts or abs(whole - length) <= _SLIPS]
            for turn in range(size):
                yield from _together(at, (*several[turn:], *several[:turn]), two, near)


def _together(
    at: int, several: Sequence[Part], two: Sequence[Part], near: Sequence[int]
) -> Iterator[Pair]:
    text = "".join(part.text for part in several)
    if not text.isascii() and any(part.text.isascii() for part in several):
        return
    for j in near:
        whole = two[j].text
        if whole.isascii() == text.isascii() and whole[0] != text[0]:
            continue
        if any(part.text == whole for part in several):
            continue
        like = likeness(text, whole)
        if like.value and like.edits <= _SLIPS:
            worth = sum(part.information for part in several)  # the whole one may be anything
            told = " ".join(part.text for part in several)
            yield Pair(tuple(range(at, at + len(several))), (j,), like, worth, told, whole)


def _crossed(query: Sequence[Part], candidate: Sequence[Part], pairs: Sequence[Pair]) -> bool:
    own_q, own_c = _own(query), _own(candidate)
    if own_q is None or own_c is None:
        return False
    sides = {
        (p.query[0] < own_q, p.candidate[0] < own_c)
        for p in pairs
        if query[p.query[0]].kind == "part"
    }
    return {(True, False), (False, True)} <= sides


def _own(name: Sequence[Part]) -> int | None:
    """Return where the own name ends and 'son of' begins; None where a name begins with it.

    'bin Y al-Z X' is turned round: its own name stands last.
    """
    if name and name[0].text in _PATRONYMIC:
        return None
    return next((i for i, p in enumerate(name) if i and p.text in _PATRONYMIC), None)
