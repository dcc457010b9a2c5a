"""What speaks for, and against, a party being a listed one: evidence in log-odds, a probability.

Evidence adds up: prior plus weights is the log-odds, and a fixed calibration maps it to the score.
Silence is no evidence: what either side does not tell weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from enjoin.model.match import Evidence, Party, Score
from enjoin.screening import edition
from enjoin.screening.index import Name, Record
from enjoin.screening.particulars import MODULES, particulars
from enjoin.screening.resemblance import WEIGHTS, name
from enjoin.text.names import is_person, parts

#: Log-odds that a party is a listed one before anything is compared: in the reference set, the
#: examples of `bench/calibrate.py`, one candidate in four is, by weight.
PRIOR = -1.04
#: Calibration: score = logistic(slope * log-odds + intercept). The slope makes log-odds what
#: held-out examples bear out; even log-odds give 0.70, the default threshold, which is the
#: probability where listed parties are 2.3 times as frequent as in the reference set.
SLOPE, INTERCEPT = 0.68, 0.847
THRESHOLD = 0.7
#: From these logits on, further evidence counts by its logarithm, on this scale: the more agrees,
#: the likelier is an error that no evidence tells of, and scores still rank.
_SURE, _SLOWER = 4.6, 1.2
#: What decides a score.
_CODE = ("score", "resemblance", "align", "similar", "candidates", "index")
_PARTICULARS = ("particulars/__init__", *(f"particulars/{module}" for module in MODULES))
#: No evidence of ours is certainty.
_HIGHEST = 0.9999
#: Log-odds against that no exponent needs to exceed: a name of thousands of parts has more.
_HOPELESS = 100.0
#: What rounding of weights and scores may come to.
_ROUNDED = 0.001


@cache
def scorer() -> str:
    """Name this scorer by its code, tables and settings, for records of what it said."""
    settings = (PRIOR, SLOPE, INTERCEPT, _SURE, _SLOWER, *WEIGHTS)
    return f"enjoin-1/{edition(settings, *_CODE, *_PARTICULARS)}"


def probability(log_odds: float) -> float:
    """Map log-odds to the calibrated score, rounded to four places."""
    logit = max(SLOPE * log_odds + INTERCEPT, -_HOPELESS)
    if logit > _SURE:
        logit = _SURE + _SLOWER * math.log1p((logit - _SURE) / _SLOWER)
    return min(_HIGHEST, round(1 / (1 + math.exp(-logit)), 4))


def _log_odds(probability: float) -> float:
    """Return the log-odds that the calibration maps to a probability."""
    logit = math.log(probability / (1 - probability))
    if logit > _SURE:
        logit = _SURE + _SLOWER * math.expm1((logit - _SURE) / _SLOWER)
    return (logit - INTERCEPT) / SLOPE


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


@cache
def name_at_least(threshold: float, others: float) -> float:
    """Return the weight a name must have for a score to reach a threshold, all else at its best.

    `others` is the most that all else speaks for (`enjoin.screening.particulars.at_most`).
    """
    if threshold <= 0:
        return -math.inf
    lowest = min(threshold, _HIGHEST) - _ROUNDED
    return _log_odds(lowest) - PRIOR - others - _ROUNDED


Feature = Callable[[Party, Record, Sequence[Name]], Iterable[Evidence]]

#: What counts, in the order in which it is told.
FEATURES: tuple[Feature, ...] = (name, particulars)
