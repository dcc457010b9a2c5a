"""What speaks for, and against, a party being a listed one: evidence in log-odds, a probability.

Evidence adds up: prior plus weights is the log-odds, and a fixed calibration maps it to the score.
Weights of the name were fitted by logistic regression (`bench/calibrate.py`); the others are set
by hand on the same scale. Silence is no evidence: what either side does not tell weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.identifiers import check
from enjoin.model.match import Evidence, Party, Score
from enjoin.screening import edition
from enjoin.screening.align import SPELT, Alignment, Pair, align, both_established
from enjoin.screening.index import Name, Record, plain_id
from enjoin.text.names import Part, is_person, is_place, is_syllable, parts, tells_alone

if TYPE_CHECKING:
    from enjoin.screening.arrays import Flags, Numbers

#: Log-odds that a party is a listed one before anything is known but that it was asked about.
PRIOR = -9.2
#: Calibration: score = logistic(slope * log-odds + intercept). Even log-odds give 0.70, the default
#: threshold.
SLOPE, INTERCEPT = 0.179, 0.847
THRESHOLD = 0.7
#: No evidence of ours is certainty.
_HIGHEST = 0.9999
#: What rounding of weights and scores may come to.
_ROUNDED = 0.001


class Features(NamedTuple):
    """What an alignment of two names comes to; each is multiplied by its weight below."""

    complete: float
    """Every part that tells something has its like on the other side."""
    agreed: float
    """Information of the parts that agree, discounted by unlikeness; it saturates softly."""
    share: float
    """Share of the information of both names that agrees."""
    changed: float
    """Information of the parts that correspond, times their unlikeness."""
    blurred: float
    """Letters that differ in parts that correspond, over the letters of the name."""
    near: float
    """Parts correspond only because the whole names are a slip or two apart: the slips."""
    another: float
    """So do parts that all are names known as they stand: another name rather than a slip."""
    contradicted: float
    """Information left over on both sides: the lesser of the two."""
    clashing: float
    """Parts left over on both sides: the lesser number."""
    omitted: float
    """Information left over on one side beyond that."""
    missing: float
    """Parts left over on one side beyond that."""
    syllables: float
    """Parts left over where a name is one of syllables: a Korean leaves none of his out."""
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


#: Weights of `Features`, in log-odds. The first six are fitted, the last two set by hand.
WEIGHTS = Features(
    complete=19.99,
    agreed=0.92,
    share=6.34,
    changed=-2.34,
    blurred=-24.86,
    near=-0.6,
    another=-8.98,
    contradicted=-0.45,
    clashing=-10.41,
    omitted=0.0,
    missing=0.0,
    syllables=-0.83,
    forms=-20.06,
    places=-3.34,
    numbers=-5.57,
    numbered=-9.0,
    crossed=-27.86,
)
#: Legal forms that one company does not change between languages.
_FORMS = frozenset({"LLC", "JSC", "LP"})
_SATURATION = 13.0
#: Parts as alike as this, or less, say nothing together.
_UNLIKE = 0.5
#: A low-quality alias is a hint, not a name.
_WEAK = -4.0
#: The most that a birth date and a country speak for.
_SAME_DAY, _SAME_COUNTRY = 8.5, 3.0


@cache
def scorer() -> str:
    """Name this scorer by its code, tables and settings, for records of what it said."""
    settings = (PRIOR, SLOPE, INTERCEPT, *WEIGHTS)
    return f"enjoin-1/{edition(settings, 'score', 'align', 'similar', 'candidates')}"


def probability(log_odds: float) -> float:
    """Map log-odds to the calibrated score, rounded to four places."""
    return min(_HIGHEST, round(1 / (1 + math.exp(-(SLOPE * log_odds + INTERCEPT))), 4))


def score(party: Party, record: Record, names: Sequence[Name]) -> Score:
    """Weigh a party against a listed one, of whose names `names` came into question."""
    evidence = tuple(found for feature in FEATURES for found in feature(party, record, names))
    log_odds = PRIOR + sum(item.weight for item in evidence)
    return Score(probability(log_odds), PRIOR, evidence, scorer())


def compare(name: str, other: str, schema: str) -> Score:
    """Weigh two names against each other, as a query against a listed name."""
    split = parts(other, is_person(schema))
    record = Record("", schema, other, 0, (), (), (), ())
    return score(Party(names=(name,), schema=schema), record, [Name(0, "primary", split, other)])


def _name(party: Party, record: Record, names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare every name asked about with every listed name in question; the best pair counts."""
    person = is_person(party.schema)
    if person is None and record.schema == "Person":
        person = True
    compared = [
        _Compared(_name_weight(split, name, aligned), text, name.text, aligned, name.kind)
        for text in party.names
        if (split := parts(text, person))
        for name in names
        if name.parts
        for aligned in [align(split, name.parts)]
    ]
    if compared:
        best = max(compared, key=lambda found: found.weight)
        reason = _in_words(best.aligned) + ("; a weak alias" if best.kind == "weak" else "")
        yield Evidence("name", round(best.weight, 3), reason, best.query, best.candidate)


class _Compared(NamedTuple):
    weight: float
    query: str
    candidate: str
    aligned: Alignment
    kind: str


def _name_weight(query: Sequence[Part], name: Name, aligned: Alignment) -> float:
    features = name_features(query, name.parts, aligned)
    weight = sum(w * f for w, f in zip(WEIGHTS, features, strict=True))
    return weight + (_WEAK if name.kind == "weak" else 0)


def name_features(query: Sequence[Part], candidate: Sequence[Part], aligned: Alignment) -> Features:
    """Sum up how two names correspond."""
    pairs, (left_q, left_c) = aligned.pairs, (aligned.query_left, aligned.candidate_left)
    agreed = sum(pair.information * _credit(pair) for pair in pairs)
    told_q, told_c = _told(left_q), _told(left_c)
    some_q, some_c = sum(map(_tells, left_q)), sum(map(_tells, left_c))
    short_q, short_c = sum(map(_spelt, left_q)), sum(map(_spelt, left_c))
    total = _told(query) + _told(candidate) - _abbreviated(pairs, query, candidate)
    left_out = _syllables_left(query, candidate, aligned)
    numbered = [any(p.kind == "number" for p in left) for left in (left_q, left_c)]
    near = [pair for pair in pairs if pair.like.how == "near"]
    return Features(
        complete=float(
            not any(map(tells_alone, (*left_q, *left_c)))
            and not (some_q and some_c)
            and not left_out
        ),
        agreed=_SATURATION * (1 - math.exp(-agreed / _SATURATION)),
        share=2 * agreed / total if total else 0.0,
        changed=sum(pair.information * (1 - pair.like.value) for pair in pairs),
        blurred=_blurred(pairs, query, candidate),
        near=float(sum(pair.like.edits for pair in near)),
        another=float(any(map(_another, near))),
        contradicted=min(told_q, told_c),
        clashing=float(min(short_q, short_c)),
        omitted=abs(told_q - told_c),
        missing=float(abs(some_q - some_c)),
        syllables=left_out,
        forms=float(
            _forms(query) != _forms(candidate) and bool(_forms(query) and _forms(candidate))
        ),
        places=float(sum(is_place(p.text) for p in (*left_q, *left_c))),
        numbers=float(all(numbered) or any(map(_of_numbers, near))),
        numbered=float(any(numbered) and not all(numbered)),
        crossed=float(aligned.crossed),
    )


def _abbreviated(pairs: Iterable[Pair], query: Sequence[Part], candidate: Sequence[Part]) -> float:
    """Return what parts say beyond the initials that stand for them."""
    return sum(
        abs(query[p.query[0]].information - candidate[p.candidate[0]].information)
        for p in pairs
        if p.like.how == "initial"
    )


def _blurred(pairs: Iterable[Pair], query: Iterable[Part], candidate: Iterable[Part]) -> float:
    """Return the share of letters that are misspelt; known spellings and initials are not."""
    edits = sum(p.like.edits for p in pairs if p.like.how in {"spelling", "sound", "near"})
    letters = min(sum(len(p.text) for p in name if p.kind in SPELT) for name in (query, candidate))
    return edits / max(letters, 1)


def _syllables_left(query: Sequence[Part], candidate: Sequence[Part], aligned: Alignment) -> float:
    """Count what is left over where either is a name of syllables, as Chinese and Korean ones."""
    if not any(
        len(name) > 1 and all(is_syllable(p.text) for p in name) for name in (query, candidate)
    ):
        return 0.0
    return float(len(aligned.query_left) + len(aligned.candidate_left))


def _another(pair: Pair) -> bool:
    """Tell whether names correspond that both are known as they stand."""
    return pair.like.edits > 0 and both_established(pair.query_text, pair.candidate_text)


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
    left: Sequence[Numbers] | Numbers
    """Information left over on each side, one after the other: at least."""
    told: Numbers
    """Information of both names."""
    complete: Flags
    """Whether every part that tells something may have its like."""


def name_at_most(outline: Outline) -> Numbers:
    """Return the weights that the names of pairs can have at most: `name_features` at its best."""
    import numpy as np

    agreed, (ours, theirs), told, complete = outline
    return (
        WEIGHTS.complete * complete
        + WEIGHTS.agreed * _SATURATION * (1 - np.exp(-agreed / _SATURATION))
        + WEIGHTS.contradicted * np.minimum(ours, theirs)
        + WEIGHTS.omitted * np.abs(ours - theirs)
        + WEIGHTS.share * 2 * agreed / np.maximum(told, 1e-9)
    )


@cache
def name_at_least(threshold: float, *, dated: bool, placed: bool) -> float:
    """Return the weight a name must have for a score to reach a threshold, all else at its best.

    `dated` and `placed` tell whether a birth date and a country are asked about. An entry that
    shares an identifier with the party is found by that, not by its name.
    """
    if threshold <= 0:
        return -math.inf
    lowest = min(threshold, _HIGHEST) - _ROUNDED
    log_odds = (math.log(lowest / (1 - lowest)) - INTERCEPT) / SLOPE
    others = _SAME_DAY * dated + _SAME_COUNTRY * placed
    return log_odds - PRIOR - others - _ROUNDED


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


def _birth_date(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare dates of birth at the precision both sides have; the most favourable pair counts."""
    compared = [
        Evidence("birthDate", weight, f"birth date {ours}: {told} {theirs}", ours, theirs)
        for ours in party.birth_dates
        for theirs in record.birth_dates
        for weight, told in [_dates(ours, theirs)]
    ]
    if compared:
        yield max(compared, key=lambda found: found.weight)


def _dates(ours: str, theirs: str) -> tuple[float, str]:
    shared = min(len(ours), len(theirs))
    if ours[:shared] == theirs[:shared]:
        return {4: 3.0, 7: 5.5, 10: _SAME_DAY}.get(shared, 3.0), "agrees with"
    if shared == 10 and f"{ours[:4]}-{ours[8:]}-{ours[5:7]}" == theirs:
        return 5.5, "has day and month changed against"
    return _dates_apart(ours[:shared], theirs[:shared])


def _dates_apart(ours: str, theirs: str) -> tuple[float, str]:
    """Weigh dates of one precision that are not the same."""
    apart = abs(int(ours[:4]) - int(theirs[:4]))
    if apart == 1:
        return 0.8, "is within a year or so of"
    if len(ours) == 10 and (told := _slip_of_the_pen(ours, theirs)):
        return 2.8, told
    if apart == 0:
        return 1.2, "has the year of"
    if apart <= 4 or _slip_of_the_pen(ours[:4], theirs[:4]):
        return -9.0, "differs from"
    return -26.0, "is far from"


def _slip_of_the_pen(ours: str, theirs: str) -> str:
    """Tell dates of one precision that differ by a digit, or by two that change places."""
    differing = [n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(differing) == 1:
        return "is one digit off"
    if len(differing) == 2 and [ours[n] for n in differing] == [theirs[n] for n in differing[::-1]]:
        return "has two digits swapped against"
    return ""


def _country(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    if party.countries and record.countries:
        ours, theirs = ", ".join(party.countries), ", ".join(record.countries)
        shared = set(party.countries) & set(record.countries)
        weight, told = (_SAME_COUNTRY, "agrees with") if shared else (-3.5, "is none of")
        yield Evidence("country", weight, f"country {ours} {told} {theirs}", ours, theirs)


#: What an equal identifier speaks for, by how many could carry the same: a ship's number is hers
#: alone; a registration number means something within its register only.
_SAME_ID: Mapping[str, float] = {"registrationNumber": 30.0, "number": 30.0, "callSign": 30.0}
_SAME_ID_OTHERWISE = 45.0
#: What a different identifier speaks against. Two ships' numbers are two ships whatever their
#: names; people have several passports, companies several accounts, and these tell nothing.
_OTHER_ID: Mapping[str, float] = {
    "imoNumber": -60.0,
    "leiCode": -60.0,
    "serialNumber": -60.0,
    "mmsi": -6.0,
    "innCode": -12.0,
    "idNumber": -3.0,
    "registrationNumber": -3.0,
}


def _identifiers(party: Party, record: Record, _names: Sequence[Name]) -> Iterable[Evidence]:
    """Compare identifiers: an equal one decides, a different one speaks against by its kind.

    Only numbers that pass their check speak against: one that fails it may be a slip of the pen, or
    false, and clears nobody.
    """
    theirs = {_id_as_compared(kind, value): (kind, value) for kind, value in record.ids}
    for kind, value in party.ids:
        if listed := theirs.get(_id_as_compared(kind, value)):
            told = f"{kind} {value} is listed as {listed[0]}"
            yield Evidence(
                "identifier", _SAME_ID.get(kind, _SAME_ID_OTHERWISE), told, value, listed[1]
            )
            return
    against = [found for pair in party.ids for found in _other_id(*pair, record)]
    if against:
        yield min(against, key=lambda found: found.weight)
    yield from (found for pair in party.ids for found in _misprint(*pair, record))


def _id_as_compared(kind: str, value: str) -> str:
    """Return an identifier in the form it is compared in; a wallet's letters have their case."""
    return value.strip() if kind == "publicKey" else plain_id(value)


def _other_id(kind: str, value: str, record: Record) -> Iterable[Evidence]:
    if kind not in _OTHER_ID or not check(kind, value).valid:
        return
    if others := [v for k, v in record.ids if k == kind and check(k, v).valid]:
        told = f"{kind} {value} is not the listed {', '.join(others)}"
        yield Evidence("identifier", _OTHER_ID[kind], told, value, others[0])


def _misprint(kind: str, value: str, record: Record) -> Iterable[Evidence]:
    """Warn of a ship's number that fails its check, the nearest valid ones told."""
    checked = check(kind, value)
    if kind != "imoNumber" or checked.valid:
        return
    listed = [v for k, v in record.ids if k == kind and check(k, v).value in checked.near]
    weight = _NEAR_ID if listed else 0.0
    told = f"IMO number {value} {checked.why}"
    yield Evidence("identifier", weight, told, value, ", ".join(listed))


#: A listed ship's number a slip away from one that fails its check.
_NEAR_ID = 3.0

Feature = Callable[[Party, Record, Sequence[Name]], Iterable[Evidence]]

#: What counts, in the order in which it is told.
FEATURES: tuple[Feature, ...] = (_name, _birth_date, _country, _identifiers)
