"""How the weights of names were found: logistic regression on list names misspelt by rule.

`python -m bench.calibrate` prints what is fitted beside what `enjoin.screening.score` uses. What it
learns from: names of the lists misspelt, shortened, glued and reordered (the same party); synthetic
people against the candidates they raise, and neighbours on one list born in other years (others);
and a random half of the labelled pairs. The other half is held out and shown.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.common import loaded, shared_folder
from enjoin.screening.align import align
from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Name, Snapshot
from enjoin.screening.resemblance import WEIGHTS, Features, name_features
from enjoin.screening.score import PRIOR, SLOPE
from enjoin.text.names import Part, is_person, parts

#: Weights set by hand, on the fitted scale: what numbers and crossed fathers say is known from the
#: field, and the labels forgive it.
BY_HAND = {"numbers": -1.0, "crossed": -5.0, "forms": -3.6, "places": -0.6, "numbered": -1.6}
#: Features that speak for a match; all others speak against it.
FOR = frozenset({"complete", "agreed", "share"})
#: What a labelled pair, and a synthetic person's, weigh against one made by rule.
WORTH, STRANGE = 20.0, 4.0
RIDGE = 0.01


class Example(NamedTuple):
    """A pair of names: whether they are one party's, what the pair weighs, its features."""

    same: bool
    weight: float
    features: Features


def main() -> None:
    """Fit, and print weights and held-out figures."""
    shared, chance = shared_folder(), random.Random(7)
    with loaded(shared) as home:
        (path,) = sorted((home / "index").glob("*.snapshot"))[-1:]
        snapshot = Snapshot(path)
        made = list(
            chain(
                _misspelt(snapshot, chance),
                _strangers(snapshot, shared, chance),
                _neighbours(snapshot, chance),
            )
        )
    pairs = list(_labelled(shared))
    chance.shuffle(pairs)
    half = len(pairs) // 2
    fitted, bias = fit([*made, *pairs[:half]])
    scale = PRIOR / bias
    for name, weight, used in zip(Features._fields, fitted, WEIGHTS, strict=True):
        print(f"{name:>13}  fitted {weight * scale:7.2f}  used {used:7.2f}")
    print(f"{'slope':>13}  fitted {bias / PRIOR:7.2f}  used {SLOPE:7.2f}")
    for told, examples in (("fitted on", pairs[:half]), ("held out", pairs[half:])):
        print(f"F1 at even odds, labelled pairs {told}: {f1(examples, fitted, bias):.3f}")


def fit(examples: Sequence[Example], steps: int = 60) -> tuple[list[float], float]:
    """Fit by Newton's method within the signs that features have; return weights and intercept.

    Weights set by hand are held; what speaks for a match may not speak against it, nor the other
    way round, so that a score never falls when two names become more alike.
    """
    names = Features._fields
    given = np.array([[*example.features, 1.0] for example in examples])
    wanted = np.array([example.same for example in examples], dtype=float)
    worth = np.array([example.weight for example in examples])
    found = np.array([*(BY_HAND.get(name, 0.0) for name in names), 0.0])
    lowest = np.array([*(0.0 if name in FOR else -np.inf for name in names), -np.inf])
    highest = np.array([*(np.inf if name in FOR else 0.0 for name in names), np.inf])
    held = np.array([*(name in BY_HAND for name in names), False])
    ridge = RIDGE * 1e-3 * len(given) * np.append(np.ones(len(names)), 0.0)
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(given @ found, -30, 30)))
        slope = given.T @ (worth * (chance - wanted)) + ridge * found
        stuck = ((found <= lowest) & (slope > 0)) | ((found >= highest) & (slope < 0))
        free = ~(held | stuck)
        some = given[:, free]
        spread = worth * (chance * (1 - chance) + 1e-6)
        curve = (some * spread[:, None]).T @ some + np.diag(ridge[free] + 1e-6)
        step = np.zeros(len(found))
        step[free] = np.linalg.solve(curve, slope[free])
        found = np.where(held, found, np.clip(found - step, lowest, highest))
    return found[:-1].tolist(), float(found[-1])


def f1(examples: Sequence[Example], weights: Sequence[float], bias: float) -> float:
    """Return the F1 of calling a pair the same when its log-odds are even or better."""
    given = np.array([example.features for example in examples]) @ np.array(weights) + bias >= 0
    same = np.array([example.same for example in examples])
    return float(2 * (given & same).sum() / (given.sum() + same.sum()))


def _example(one: Sequence[Part], other: Sequence[Part], same: bool, weight: float) -> Example:
    return Example(same, weight, name_features(one, other, align(one, other)))


def _sampled(snapshot: Snapshot, chance: random.Random, count: int) -> Iterator[Name]:
    for number in chance.sample(range(snapshot.names), min(count, snapshot.names)):
        name = snapshot.name(number)
        if name.kind != "weak" and len(name.parts) > 1:
            yield name


def _misspelt(snapshot: Snapshot, chance: random.Random) -> Iterator[Example]:
    for name in _sampled(snapshot, chance, 6000):
        person = is_person(snapshot.record(name.entity).schema)
        if changed := parts(perturb(name.text, chance), person):
            yield _example(changed, name.parts, True, 1.0)


def perturb(name: str, chance: random.Random) -> str:
    """Change a name as people do: a slip or two, another order, a part dropped, glued or cut."""
    words = name.replace(",", " ").split()
    how = chance.choice(["slip", "slip", "slips", "order", "drop", "glue", "initial", "as it is"])
    longest = max(range(len(words)), key=lambda n: len(words[n]) * chance.random())
    if how == "slip":
        words[longest] = _slip(words[longest], chance)
    elif how == "slips":
        words = [_slip(word, chance) if chance.random() < 0.6 else word for word in words]
    elif how == "order":
        chance.shuffle(words)
    elif how == "drop" and len(words) > 2:
        words.pop(chance.randrange(len(words)))
    elif how == "glue" and len(words) > 1:
        at = chance.randrange(len(words) - 1)
        words[at : at + 2] = ["".join(words[at : at + 2])]
    elif how == "initial" and len(words) > 2:
        at = chance.randrange(1, len(words) - 1)
        words[at] = words[at][0]
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice("aeioulnrst")
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def _strangers(snapshot: Snapshot, shared: Path, chance: random.Random) -> Iterator[Example]:
    candidates = Candidates(snapshot)
    for table in ("people_us", "people_global"):
        for row in chance.sample(_rows(shared / f"bench/{table}.csv"), 3000):
            asked = parts(row["full_name"], True)
            for number in candidates.find(asked)[:6]:
                name = snapshot.name(number)
                if snapshot.record(name.entity).schema == "Person":
                    yield _example(asked, name.parts, False, STRANGE)


def _neighbours(snapshot: Snapshot, chance: random.Random) -> Iterator[Example]:
    candidates = Candidates(snapshot)
    for name in _sampled(snapshot, chance, 5000):
        others = [snapshot.name(number) for number in candidates.find(name.parts)]
        apart = [
            other for other in others if other.kind != "weak" and _apart(snapshot, name, other)
        ]
        for other in apart[:3]:
            yield _example(name.parts, other.parts, False, 0.3)


def _apart(snapshot: Snapshot, one: Name, other: Name) -> bool:
    """Tell whether two names are of two entries of one list that share no year of birth."""
    a, b = snapshot.record(one.entity), snapshot.record(other.entity)
    if a.id == b.id or (a.schema, a.source) != (b.schema, b.source):
        return False
    return not {date[:4] for date in a.birth_dates} & {date[:4] for date in b.birth_dates}


def _labelled(shared: Path) -> Iterator[Example]:
    for row in _rows(shared / "bench/name_pairs.csv"):
        person = is_person(row["schema"])
        one, other = parts(row["name1"], person), parts(row["name2"], person)
        yield _example(one, other, row["is_match"] == "true", WORTH)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
