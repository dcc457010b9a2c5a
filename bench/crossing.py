"""Names across scripts: a name in Latin letters against the same name in another script.

Cyrillic and Arabic: pairs from official lists, of one party and of two. Chinese characters, Hangul
and foreign names transcribed in them: pairs written for this bench (`crossing_pairs/`) as those
who bear the names, the press and the published systems spell them; no table of the package made
them. Their misses were read when words and syllables were added to the tables, so their figures are
those of data at hand, and none of them is held out. Two parties there are pairs shuffled by a seed.

Recall is the share of pairs of one party above the score that one in a hundred pairs of two
reaches; beside it stands the share at or above the default threshold. Rules for Cyrillic and Arabic
were written with the errors of half of the pairs at hand (drawn by a seed); of the other half,
"held out", nobody read one.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.common import ROOT, Row
from enjoin.screening.score import THRESHOLD, compare

#: What is asked of each script: recall at one false match in a hundred.
ASKED = {"Cyrillic": 0.97, "Arabic": 0.93, "han": 0.90, "hangul": 0.90}
TOLD = {
    "han": "Chinese characters",
    "hangul": "Hangul",
    "foreign": "foreign names in Chinese characters, Hangul and kana",
}
#: Of a hundred pairs of two parties, so many may score higher.
FALSE = 0.01
#: How often each pair of our own is set against a name of another party.
SHUFFLED = 5
KINDS = {"P": "Person", "O": "Organization"}


class Compared(NamedTuple):
    """A pair of names: whether of one party, its kind, whether nobody read it, its score."""

    same: bool
    schema: str
    held_out: bool
    score: float


def measure(shared: Path) -> list[Row]:
    """Compare all pairs; one row a script, with people, organisations and what was held out."""
    listed = list(_listed(shared / "bench/cross_script_pairs.csv"))
    scripts = {
        told: [pair for script, pair in listed if script == told.upper()]
        for told in ("Cyrillic", "Arabic")
    }
    scripts |= {name: list(_own(name)) for name in TOLD}
    return [_row(name, pairs) for name, pairs in scripts.items()]


def _row(name: str, pairs: Sequence[Compared]) -> Row:
    of_two = sorted((pair.score for pair in pairs if not pair.same), reverse=True)
    bound = of_two[int(len(of_two) * FALSE)]
    same = [pair for pair in pairs if pair.same]
    found = _above(same, bound)
    said = [f"{found:.3f} of {len(same)}"]
    for told, some in (
        ("people", [pair for pair in same if pair.schema == "Person"]),
        ("organisations", [pair for pair in same if pair.schema != "Person"]),
        ("held out", [pair for pair in same if pair.held_out]),
    ):
        if some:
            said.append(f"{told} {_above(some, bound):.3f}")
    reached = sum(pair.score >= THRESHOLD for pair in same) / len(same)
    false = sum(score >= THRESHOLD for score in of_two) / len(of_two)
    said.append(f"at the threshold {reached:.3f}, false {false:.2%}")
    asked = ASKED.get(name)
    what = f"recall at {FALSE:.0%} false matches, {TOLD.get(name, name)}"
    return Row(what, "; ".join(said), f"{asked:.2f}" if asked else "", found >= (asked or 0))


def _above(pairs: Sequence[Compared], bound: float) -> float:
    return sum(pair.score > bound for pair in pairs) / len(pairs)


def _listed(path: Path) -> Iterator[tuple[str, Compared]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = {row["native_name"] for row in rows if _read(row)}
    for row in rows:
        schema = "Person" if row["type"] == "Individual" else "Organization"
        score = compare(row["latin_name"], row["native_name"], schema).score
        held_out = row["native_name"] not in read
        yield row["script"], Compared(row["label"] == "1", schema, held_out, score)


def _read(row: dict[str, str]) -> bool:
    """Tell, always alike, the half of the pairs whose errors were read."""
    return random.Random(f"{row['latin_name']}|{row['native_name']}").random() < 0.5


def _own(name: str) -> Iterator[Compared]:
    table = (ROOT / f"bench/crossing_pairs/{name}.txt").read_text("utf-8")
    lines = [line.partition("=") for line in table.splitlines() if line and line[0] != "#"]
    pairs = [
        (before[0], before[2:].strip(), latin.strip())
        for before, _, after in lines
        for latin in after.split("|")
    ]
    for kind, native, latin in pairs:
        yield Compared(True, KINDS[kind], False, compare(latin, native, KINDS[kind]).score)
    chance = random.Random(4)
    for kind, native, _ in pairs * SHUFFLED:
        other, theirs, latin = chance.choice(pairs)
        if other == kind and theirs != native:
            yield Compared(False, KINDS[kind], False, compare(latin, native, KINDS[kind]).score)
