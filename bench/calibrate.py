"""How the weights of names are found: logistic regression on listed names and made-up people.

`python -m bench.calibrate` makes examples from a seed, fits, and prints what is fitted beside what
`enjoin.screening` uses, with figures on examples held out. What it learns from:

- the same party: names of OFAC's list misspelt by rule (`bench.misspelling`), and aliases of one
  entry that are spellings of one name;
- others: made-up people (`bench.strangers`) and names put together from words of the lists, against
  the candidates they raise; neighbours on one list that were born in other years;
- half of the labelled pairs; the other half is held out.

The names of the UN's list, on which recall is measured, are no examples of the same party; the
files of people on which false alarms are measured are not looked at.
"""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bench.common import loaded, shared_folder
from bench.misspelling import FITTED, changed
from bench.strangers import recombined, strangers
from enjoin.screening.align import align
from enjoin.screening.candidates import Candidates
from enjoin.screening.index import Name, Snapshot
from enjoin.screening.resemblance import UNRELATED, WEIGHTS, Features, name_features
from enjoin.screening.score import INTERCEPT, PRIOR, SLOPE
from enjoin.text.names import Part, is_person, parts

#: Weights set by hand: what numbers, places, legal forms and crossed fathers say is known from the
#: field, and the labels forgive it; so does what they say of other names, and of leftovers on both
#: sides. Made-up people are too few to tell it.
BY_HAND = {
    "another": -3.0,
    "clashing": -5.0,
    "several": -1.5,
    "forms": -3.6,
    "places": -3.5,
    "numbers": -9.0,
    "numbered": -4.5,
    "crossed": -14.0,
}
#: Features that speak for a match; all others speak against it.
FOR = frozenset({"complete", "agreed"})
#: How many names of the list are misspelt, how many people are made up, how many names put
#: together, and how many have their neighbours looked at.
COUNTS = {"misspelt": 9000, "strangers": 12_000, "recombined": 6000, "neighbours": 4000}
#: What an example weighs by where it comes from. Strangers weigh as much as makes the reference set
#: that `PRIOR` states.
WORTH = {
    "misspelt": 1.0,
    "aliases": 0.3,
    "strangers": 3.0,
    "recombined": 0.5,
    "neighbours": 0.05,
    "labelled": 30.0,
}
#: Candidates of a made-up person that are looked at, best covered first.
RAISED = 8
RIDGE = 3e-4
#: Of the examples made by rule one in so many is held out.
HELD = 4
#: Aliases whose sorted letters differ by no more than this share are spellings of one name.
_SPELLING = 0.25
#: Pairs of aliases of one entry, at most.
_ALIASES = 6
SEED = 7


class Example(NamedTuple):
    """A pair of names: where it is from, who is asked about, whether they are one, its features."""

    origin: str
    asked: int
    same: bool
    features: Features


class Fitted(NamedTuple):
    """What a fit comes to: a weight for each feature, and what two names weigh without any."""

    weights: NDArray[np.float64]
    bias: float

    def log_odds(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return the log-odds of each example."""
        return np.array([example.features for example in examples]) @ self.weights + self.bias


def main() -> None:
    """Fit, and print weights and held-out figures."""
    examples = list(gathered(shared_folder(), random.Random(SEED)))
    seen, held = halves(examples)
    fitted = fit(seen)
    used = Fitted(np.array(WEIGHTS), PRIOR + UNRELATED)
    for name, weight, now in zip(Features._fields, fitted.weights, WEIGHTS, strict=True):
        print(f"{name:>13}  fitted {weight:7.2f}  used {now:7.2f}")
    print(f"{'prior':>13}  sample {prior(seen):7.2f}  used {PRIOR:7.2f}")
    print(f"{'unrelated':>13}  fitted {fitted.bias - PRIOR:7.2f}  used {UNRELATED:7.2f}")
    print(f"{'slope':>13}  fitted {slope(held, fitted):7.2f}  used {SLOPE:7.2f}")
    for told, model in (("fitted", fitted), ("used", used)):
        for kind, some in (("seen", seen), ("held out", held)):
            print(f"{told}, {kind}: {'; '.join(figures(some, model))}")
    print("score   weight of examples   share that is the same, held out")
    for row in reliability(held, used):
        print(row)


def gathered(shared: Path, chance: random.Random) -> Iterator[Example]:
    """Make all examples."""
    with loaded(shared) as home:
        snapshot = in_force(home)
        yield from _misspelt(snapshot, chance)
        yield from _aliases(snapshot)
        yield from _strangers(snapshot, chance)
        yield from _neighbours(snapshot, chance)
    yield from _labelled(shared, chance)


def in_force(home: Path) -> Snapshot:
    """Return the snapshot that holds most lists: those before it are of the updates in between."""
    return max(map(Snapshot, (home / "index").glob("*.snapshot")), key=lambda each: len(each.lists))


def halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Part examples into those to fit on and those held out: half of the labelled, else a share.

    All pairs of one who is asked about are on one side.
    """

    def is_held(example: Example) -> bool:
        return example.asked % (2 if example.origin == "labelled" else HELD) == 0

    return (
        [example for example in examples if not is_held(example)],
        [example for example in examples if is_held(example)],
    )


def fit(examples: Sequence[Example], rounds: int = 150) -> Fitted:
    """Fit within the signs that features have, one weight after the other by Newton's steps.

    Weights set by hand are held; what speaks for a match may not speak against it, nor the other
    way round, so that a score never falls when two names become more alike. The penalty of a
    weight is on the scale of its feature's spread.
    """
    names = Features._fields
    given = np.array([[*example.features, 1.0] for example in examples])
    wanted = np.array([example.same for example in examples], dtype=float)
    worth = _worth(examples)
    found = np.array([*(BY_HAND.get(name, 0.0) for name in names), 0.0])
    bounds = [*((0.0, np.inf) if name in FOR else (-np.inf, 0.0) for name in names)]
    bounds.append((-np.inf, np.inf))
    ridge = RIDGE * worth.sum() * np.append(given[:, :-1].var(axis=0), 0.0) + 1e-6
    told = given @ found
    for _ in range(rounds):
        for n in (n for n in range(len(found)) if n == len(names) or names[n] not in BY_HAND):
            column, likely = given[:, n], 1 / (1 + np.exp(-np.clip(told, -30, 30)))
            gradient = column @ (worth * (likely - wanted)) + ridge[n] * found[n]
            curve = (column * column) @ (worth * likely * (1 - likely)) + ridge[n]
            before, found[n] = found[n], np.clip(found[n] - gradient / curve, *bounds[n])
            told += (found[n] - before) * column
    return Fitted(found[:-1], float(found[-1]))


def prior(examples: Sequence[Example]) -> float:
    """Return the log-odds that an example is of the same party, before anything is compared."""
    worth, same = _worth(examples), np.array([example.same for example in examples])
    return float(np.log(worth[same].sum() / worth[~same].sum()))


def slope(examples: Sequence[Example], fitted: Fitted) -> float:
    """Return by how much to multiply log-odds so that held-out examples bear them out (Platt)."""
    told, worth = fitted.log_odds(examples), _worth(examples)
    same = np.array([example.same for example in examples], dtype=float)

    def loss(by: float) -> float:
        signed = np.where(same > 0, -by * told, by * told)
        return float((worth * np.logaddexp(0, signed)).sum())

    return min((n / 100 for n in range(5, 200)), key=loss)


def figures(examples: Sequence[Example], fitted: Fitted) -> Iterator[str]:
    """Yield what calling examples the same at even log-odds comes to, by where they are from."""
    called = fitted.log_odds(examples) >= 0
    for origin in dict.fromkeys(example.origin for example in examples):
        some = [(e, c) for e, c in zip(examples, called, strict=True) if e.origin == origin]
        if origin == "labelled":
            yield f"F1 of labelled pairs {f1(some):.3f}"
        elif some[0][0].same:
            yield f"{origin} found {sum(c for _, c in some) / len(some):.2%}"
        else:
            people = sum(
                (n % HELD == 0) == (some[0][0].asked % HELD == 0) for n in range(COUNTS[origin])
            )
            alarms = len({e.asked for e, c in some if c}) / people
            yield f"{origin} who raise an alarm {alarms:.2%}"


def f1(called: Iterable[tuple[Example, bool]]) -> float:
    """Return the F1 of examples called the same or not."""
    told = [(example.same, bool(call)) for example, call in called]
    both = sum(same and call for same, call in told)
    return 2 * both / (sum(same for same, _ in told) + sum(call for _, call in told))


def reliability(examples: Sequence[Example], fitted: Fitted) -> Iterator[str]:
    """Yield a line per band of scores: how much is in it, and how much of that is the same.

    Examples of the same party weigh more by the odds that the score is calibrated for.
    """
    same = np.array([example.same for example in examples])
    worth = _worth(examples) * np.where(same, np.exp(INTERCEPT), 1.0)
    scores = 1 / (1 + np.exp(-(SLOPE * fitted.log_odds(examples) + INTERCEPT)))
    bands = (0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1)
    for low, high in pairwise(bands):
        within = (scores >= low) & (scores < high)
        total = worth[within].sum()
        share = worth[within & same].sum() / total if total else float("nan")
        mean = (worth * scores)[within].sum() / total if total else float("nan")
        yield f"{low:4.2f} to {high:4.2f}: {total:9.0f}   said {mean:.3f}   are {share:.3f}"


def _worth(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([WORTH[example.origin] for example in examples])


def _example(
    origin: str, asked: int, one: Sequence[Part], other: Sequence[Part], same: bool
) -> Example:
    return Example(origin, asked, same, name_features(one, other, align(one, other)))


def _of_ofac(snapshot: Snapshot) -> list[Name]:
    """Return the names of OFAC's list that are no weak aliases and have several parts."""
    names = map(snapshot.name, range(snapshot.names))
    return [
        name
        for name in names
        if name.kind != "weak"
        and len(name.parts) > 1
        and snapshot.lists[snapshot.record(name.entity).source].source == "us_ofac_sdn"
    ]


def _misspelt(snapshot: Snapshot, chance: random.Random) -> Iterator[Example]:
    for asked, name in enumerate(chance.sample(_of_ofac(snapshot), COUNTS["misspelt"])):
        person = is_person(snapshot.record(name.entity).schema)
        text = changed(name.text, chance.choice(FITTED), chance)
        if text and (split := parts(text, person)):
            yield _example("misspelt", asked, split, name.parts, True)


def _aliases(snapshot: Snapshot) -> Iterator[Example]:
    """Pair names of one entry: spellings of one name, and a name that lacks parts of another."""
    by_entity: dict[int, list[Name]] = {}
    for name in _of_ofac(snapshot):
        by_entity.setdefault(name.entity, []).append(name)
    for entity, names in by_entity.items():
        near = [pair for pair in permutations(names, 2) if _spellings(*pair) or _within(*pair)]
        for one, other in near[:_ALIASES]:
            yield _example("aliases", entity, one.parts, other.parts, True)


def _spellings(one: Name, other: Name) -> bool:
    """Tell whether two names in Latin letters differ by few letters, whatever their order."""
    if not (one.text.isascii() and other.text.isascii()):
        return False
    a, b = ("".join(sorted(part.text for part in name.parts)) for name in (one, other))
    return 0 < OSA.distance(a, b) <= _SPELLING * max(len(a), len(b))


def _within(one: Name, other: Name) -> bool:
    """Tell whether one name is the other with parts left out, two at least being left."""
    a, b = ({part.text for part in name.parts if part.kind == "part"} for name in (one, other))
    return len(a) > 1 and a < b


def _strangers(snapshot: Snapshot, chance: random.Random) -> Iterator[Example]:
    """Pair people on no list with the candidates they raise."""
    people = [n for n in _of_ofac(snapshot) if snapshot.record(n.entity).schema == "Person"]
    words = [[part.text for part in name.parts if part.kind == "part"] for name in people]
    made = {
        "strangers": strangers(COUNTS["strangers"], chance),
        "recombined": recombined([w for w in words if w], COUNTS["recombined"], chance),
    }
    candidates = Candidates(snapshot)
    for origin, texts in made.items():
        for asked, split in enumerate(parts(text, True) for text in texts):
            for name in map(snapshot.name, candidates.find(split)[:RAISED]):
                if snapshot.record(name.entity).schema == "Person" and name.kind != "weak":
                    yield _example(origin, asked, split, name.parts, False)


def _neighbours(snapshot: Snapshot, chance: random.Random) -> Iterator[Example]:
    candidates = Candidates(snapshot)
    for asked, name in enumerate(chance.sample(_of_ofac(snapshot), COUNTS["neighbours"])):
        others = [snapshot.name(number) for number in candidates.find(name.parts)]
        apart = [
            other for other in others if other.kind != "weak" and _apart(snapshot, name, other)
        ]
        for other in apart[:3]:
            yield _example("neighbours", asked, name.parts, other.parts, False)


def _apart(snapshot: Snapshot, one: Name, other: Name) -> bool:
    """Tell whether two names are of two entries of one list that share no year of birth."""
    a, b = snapshot.record(one.entity), snapshot.record(other.entity)
    if a.id == b.id or (a.schema, a.source) != (b.schema, b.source):
        return False
    return not {date[:4] for date in a.birth_dates} & {date[:4] for date in b.birth_dates}


def _labelled(shared: Path, chance: random.Random) -> Iterator[Example]:
    with (shared / "bench/name_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for asked, row in enumerate(chance.sample(rows, len(rows))):
        person = is_person(row["schema"])
        one, other = parts(row["name1"], person), parts(row["name2"], person)
        yield _example("labelled", asked, one, other, row["is_match"] == "true")


if __name__ == "__main__":
    main()
