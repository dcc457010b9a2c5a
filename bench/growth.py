"""How speed and memory grow with the list: 10,000, 100,000, 1,000,000 names made from a seed."""

import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from bench.common import Row

SIZES = (10_000, 100_000, 1_000_000)
ASKED = 5_000
_SEED = 20_240_531

_ONSETS = "b br ch d dr f g gr h j k kh kr l m n p r s sh st t tr v y z zh".split()
_VOWELS = "a a a e e i i o o u ai ou".split()
_CODAS = ["", "", "", "n", "r", "l", "m", "s", "k", "d", "ng", "sh", "v"]
_ENDINGS = ["", "", "ov", "ev", "in", "son", "ez", "ian", "i", "adeh", "uk", "sky", "er", "ini"]
_GIVEN = (
    "mohammed ali ahmed maria jose wei li jun kim john james david michael robert anna olga ivan "
    "sergei elena hassan hussein omar yusuf fatima carlos juan ana peter paul mary nguyen van sara"
).split()
_FAMILY = (
    "wang zhang chen liu smith johnson brown garcia rodriguez martinez khan singh kumar kim lee "
    "park ivanov petrov hassan hussein ahmed ali nguyen tran silva santos muller schmidt hansen"
).split()
_TRADES = (
    "trading shipping industries technology investment construction bank oil steel energy export "
    "logistics aviation chemical marine group holding international general engineering"
).split()
_FORMS = "Ltd LLC JSC GmbH Co. Inc S.A. FZE".split()


class Names:
    """Draws names of persons and companies whose parts are as unevenly common as real ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        words = random.Random(_SEED)  # the same words whatever is drawn
        self._given = _weighted([*_GIVEN, *_words(words, 20_000, "")])
        self._family = _weighted([*_FAMILY, *_words(words, 150_000, "family")])

    def draw(self) -> tuple[str, str]:
        """Return a schema and a name of it."""
        if self._chance.random() < 0.3:
            return "Company", self._company()
        given = [self._one(self._given) for _ in range(self._chance.choice((1, 1, 2)))]
        return "Person", " ".join([*given, self._one(self._family)]).title()

    def _company(self) -> str:
        trades = self._chance.sample(_TRADES, self._chance.choice((1, 2)))
        return " ".join([self._one(self._family), *trades, self._chance.choice(_FORMS)]).title()

    def _one(self, of: tuple[list[str], list[float]]) -> str:
        words, weights = of
        return self._chance.choices(words, cum_weights=weights)[0]


def distinct(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Draw names until so many different ones have come."""
    names, seen = Names(seed), set[str]()
    while len(seen) < count:
        schema, name = names.draw()
        if name not in seen:
            seen.add(name)
            yield schema, name


def _weighted(words: list[str]) -> tuple[list[str], list[float]]:
    """Weigh words by their rank, as Zipf and Mandelbrot found."""
    return words, list(accumulate(1 / (rank + 8) for rank in range(len(words))))


def _words(chance: random.Random, count: int, kind: str) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        made = (
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)
            for _ in range(chance.choice((1, 2, 2, 3)))
        )
        words["".join(made) + (chance.choice(_ENDINGS) if kind else "")] = None
    return list(words)


class Point(NamedTuple):
    """What was measured with a list of one size: CPU seconds, MB, names per CPU-second."""

    size: int
    built: dict[str, float]
    screened: dict[str, float]


def measure(_shared: Path) -> list[Row]:
    """Build an index and screen against it, each size in processes of their own."""
    return told(points())


def points() -> list[Point]:
    """Measure every size."""
    measured = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "growth.snapshot")
            measured.append(Point(size, _apart("build", size, path), _apart("screen", size, path)))
    return measured


def told(measured: list[Point]) -> list[Row]:
    """Tell what was measured, with what was asked for."""
    return [row for point in measured for row in _told(*point)]


#: Panels of the picture: what they show, and of which measurement.
_PANELS = (
    ("names per CPU-second, batch", "screened", "speed"),
    ("one name, p50, ms", "screened", "p50"),
    ("index built, CPU seconds", "built", "cpu"),
    ("index built, MB at most", "built", "peak"),
)
_WIDTH, _HEIGHT = 170, 110


def picture(measured: list[Point]) -> str:
    """Draw the curves as SVG; both axes are logarithmic."""
    panels = [
        _panel(at, title, [(p.size, getattr(p, side)[what]) for p in measured])
        for at, (title, side, what) in enumerate(_PANELS)
    ]
    said = "How speed and memory grow with the list"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(_PANELS) * (_WIDTH + 40)} 190" '
        f'font-family="sans-serif" font-size="11" role="img"><title>{said}</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(at: int, title: str, values: list[tuple[int, float]]) -> str:
    """Draw one curve in its own frame, each point with its figure."""
    logs = [math.log10(max(value, 1e-3)) for _, value in values]
    low, high = min(logs), max(*logs, min(logs) + 1)
    dots = [
        (20 + n * (_WIDTH - 40) / (len(values) - 1), _HEIGHT - (log - low) / (high - low) * 80)
        for n, log in enumerate(logs)
    ]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in dots)
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="#1f5a8a"/>'
        f'<text x="{x:.0f}" y="{y - 8:.0f}" text-anchor="middle">{_short(value)}</text>'
        f'<text x="{x:.0f}" y="{_HEIGHT + 30}" text-anchor="middle" fill="#555">{size:,}</text>\n'
        for (x, y), (size, value) in zip(dots, values, strict=True)
    )
    return (
        f'<g transform="translate({at * (_WIDTH + 40) + 20},35)">'
        f'<text x="0" y="-15" font-weight="bold">{title}</text>\n'
        f'<path d="M0 {_HEIGHT + 12}H{_WIDTH}" stroke="#999"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5a8a" stroke-width="2"/>\n{marks}</g>\n'
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _told(size: int, built: dict[str, float], screened: dict[str, float]) -> list[Row]:
    largest = size == max(SIZES)
    return [
        Row(
            f"index of {size:,} names built",
            f"{built['cpu']:.0f} s CPU, {built['peak']:,.0f} MB; file {built['file']:.0f} MB",
            "120 s CPU, 2,000 MB at 1,000,000",
            not largest or (built["cpu"] <= 120 and built["peak"] <= 2000),
        ),
        Row(
            f"batch of {ASKED:,} names against {size:,}",
            f"{screened['speed']:,.0f} names per CPU-second, {screened['peak']:,.0f} MB",
            "3,000, 2,000 MB at 1,000,000",
            not largest or (screened["speed"] >= 3000 and screened["peak"] <= 2000),
        ),
        Row(
            f"one name against {size:,}, warm",
            f"p50 {screened['p50']:.2f} ms, p99 {screened['p99']:.2f} ms",
            "(issue 4: 0.5 ms, 3 ms at 25,000)",
            True,
        ),
    ]


def _apart(what: str, size: int, path: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.growth", what, str(size), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _build(size: int, path: Path) -> dict[str, float]:
    """Build the index; what making the names costs is not counted."""
    from enjoin.model.entity import Entity
    from enjoin.screening.building import build
    from enjoin.screening.index import Sourced

    listed = [
        ("made", Entity(f"made-{number}", schema, {"name": (name,)}))
        for number, (schema, name) in enumerate(distinct(size, 1))
    ]
    start = time.process_time()
    path.write_bytes(build(iter(listed), [Sourced("made", "2024-05-31", "1", "0" * 64, 9999)]))
    cpu = time.process_time() - start
    return {"cpu": cpu, "peak": _peak(), "file": path.stat().st_size / 2**20}


def _screen(path: Path) -> dict[str, float]:
    """Screen names drawn alike: in one batch, in a process that has seen none; then one by one."""
    from enjoin.model.match import ListCited, Party
    from enjoin.screening.index import Snapshot
    from enjoin.screening.parties import Screener

    asked = [Party(names=(name,), schema=schema) for schema, name in distinct(ASKED, 2)]
    start = time.process_time()
    screener = Screener(Snapshot(path), {"made": ListCited("made", "2024-05-31", 1)})
    matched = sum(1 for found in screener.screen_many(asked) if found)
    speed = len(asked) / (time.process_time() - start)
    alone = []
    for schema, name in distinct(500, 3):
        start = time.process_time()
        screener.screen(Party(names=(name,), schema=schema))
        alone.append((time.process_time() - start) * 1000)
    alone.sort()
    return {
        "speed": speed,
        "matched": matched,
        "p50": alone[len(alone) // 2],
        "p99": alone[len(alone) * 99 // 100],
        "peak": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    made = _build(int(sys.argv[2]), Path(sys.argv[3])) if sys.argv[1] == "build" else None
    print(json.dumps(made or _screen(Path(sys.argv[3]))))
