"""Enjoin beside its peers, on the same machine in the same run: `make bench-peers`.

What each gets: the labelled pairs; the UN's own names, each perturbed once by a seeded rule, alone
and with birth date and country; and people who are on no list. A peer runs in an environment of its
own (`build/peers`); one that cannot be installed is told as such. Writes docs/benchmarks.md.
"""

import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench import crossing, growth, screening
from bench.common import ROOT, Row, enjoin, loaded, machine, shared_folder
from enjoin.model.countries import code_of
from enjoin.model.match import ListCited, Party
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import THRESHOLD, compare, score

PYTHON = ROOT / "build" / "peers" / "bin" / "python"
PAGE = ROOT / "docs" / "benchmarks.md"
GROWTH = ROOT / "docs" / "pictures" / "growth.svg"
#: People of each file whom every peer is asked about: the slowest takes a minute for a thousand.
PEOPLE = 500
_SEED = 41


class Query(NamedTuple):
    """A person to find, or not: `expected` holds the ids of the listed ones it is."""

    id: str
    kind: str
    name: str
    born: str
    country: str
    expected: frozenset[str] = frozenset()


class Measured(NamedTuple):
    """What a program made of the task: scores of the pairs, what it found, CPU seconds."""

    title: str
    threshold: float
    pairs: list[float]
    found: dict[str, list[tuple[str, float]]]
    cpu: dict[str, float]
    pairs_cpu: float
    alone: dict[str, float]
    """Of queries that are listed: the best score against the entries they are, found or not."""


def main() -> None:
    """Measure all, print the tables, and write the page."""
    shared = shared_folder()
    with loaded(shared) as home, tempfile.TemporaryDirectory() as folder:
        pairs, queries = _pairs(shared), [*_perturbed(shared), *_strangers(shared)]
        _write_task(home, Path(folder), pairs, queries)
        measured = [_ours(home, pairs, queries)]
        peers = [_peer(peer, Path(folder), pairs) for peer in ("nomenklatura", "rapidfuzz")]
        measured += [found for found in peers if isinstance(found, Measured)]
        missing = [found for found in peers if isinstance(found, str)]
    grown = growth.points()
    GROWTH.write_text(growth.picture(grown), "utf-8")
    figures = [growth.told(grown), screening.measure(shared), crossing.measure(shared)]
    page = _page(measured, missing, pairs, queries, figures)
    PAGE.write_text(page, "utf-8")
    print(page)


def _pairs(shared: Path) -> list[dict[str, str]]:
    with (shared / "bench/name_pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _perturbed(shared: Path) -> Iterator[Query]:
    """Yield the UN's names, each changed once: alone, and with birth date and country."""
    chance = random.Random(_SEED)
    with (shared / "bench/un_names.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            name = perturbed(row["full_name"], chance)
            born, year_off = row["date_of_birth"], chance.random() < 0.1
            if year_off and born:
                born = f"{int(born[:4]) + chance.choice((-1, 1))}{born[4:]}"
            wanted = frozenset(f"un_sc-{n}" for n in re.findall(r"\d+", row["dataids"]))
            yield Query(f"un-name-{number}", "UN, name only", name, "", "", wanted)
            country = code_of(row["nationality"]) or ""
            yield Query(f"un-full-{number}", "UN, full record", name, born, country, wanted)


def perturbed(name: str, chance: random.Random) -> str:
    """Change a name once: a letter wrong, lost, doubled, swapped; parts moved, glued, left out."""
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) > 3]
    rules = ["move", *(["slip"] * 4 if long else []), *(["glue"] if len(words) > 1 else [])]
    rule = chance.choice([*rules, *(["drop"] if len(words) > 2 else [])])
    if rule == "slip":
        _slip(words, chance.choice(long), chance)
    elif rule == "glue":
        words[:2] = ["".join(words[:2])]
    elif rule == "drop":
        del words[chance.randrange(1, len(words) - 1)]
    else:
        words.append(words.pop(0))
    return " ".join(words)


def _slip(words: list[str], at: int, chance: random.Random) -> None:
    word, n = words[at], chance.randrange(1, len(words[at]) - 1)
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    words[at] = chance.choice(
        (
            word[:n] + other + word[n + 1 :],
            word[:n] + word[n + 1 :],
            word[:n] + word[n] + word[n:],
            word[:n] + word[n + 1] + word[n] + word[n + 2 :],
        )
    )


def _strangers(shared: Path) -> Iterator[Query]:
    for table in ("people_us", "people_global"):
        with (shared / f"bench/{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(random.Random(_SEED).sample(rows, PEOPLE)):
            name, country = row["full_name"], code_of(row["nationality"]) or ""
            yield Query(f"{table}-name-{number}", "people, name only", name, "", "")
            born = row["date_of_birth"]
            yield Query(f"{table}-full-{number}", "people, full record", name, born, country)


def _write_task(
    home: Path, folder: Path, pairs: Sequence[dict[str, str]], queries: Sequence[Query]
) -> None:
    out = str(folder / "listed.ftm.json")
    if enjoin(home, "export", "-o", out, "--accept-stale").code:
        sys.exit("could not export the lists for the peers")
    for name, header, rows in (
        ("pairs", list(pairs[0]), [list(pair.values()) for pair in pairs]),
        (
            "queries",
            list(Query._fields),
            [[*query[:-1], " ".join(query.expected)] for query in queries],
        ),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])


def _ours(home: Path, pairs: Sequence[dict[str, str]], queries: Sequence[Query]) -> Measured:
    snapshots = map(Snapshot, (home / "index").glob("*.snapshot"))
    snapshot = next(each for each in snapshots if len(each.lists) > 1)
    cited = {of.source: ListCited(of.source, of.version, 1) for of in snapshot.lists}
    start = time.process_time()
    scores = [compare(pair["name1"], pair["name2"], pair["schema"]).score for pair in pairs]
    pairs_cpu, found, cpu = time.process_time() - start, {}, {}
    for kind in dict.fromkeys(query.kind for query in queries):
        asked = [query for query in queries if query.kind == kind]
        start = time.process_time()
        screener = Screener(snapshot, cited)
        answers = screener.screen_many([_party(query) for query in asked], Terms())
        for query, matches in zip(asked, answers, strict=True):
            found[query.id] = [(match.entity_id, match.score) for match in matches]
        cpu[kind] = time.process_time() - start
    alone = {query.id: _alone(snapshot, query) for query in queries if query.expected}
    return Measured("Enjoin", THRESHOLD, scores, found, cpu, pairs_cpu, alone)


def _alone(snapshot: Snapshot, query: Query) -> float:
    numbers = snapshot.numbers_of(query.expected)
    each = (score(_party(query), snapshot.record(n), snapshot.names_of(n)) for n in numbers)
    return max((found.score for found in each), default=0.0)


def _party(query: Query) -> Party:
    return Party(
        names=(query.name,),
        schema="Person",
        birth_dates=(query.born,) if query.born else (),
        countries=(query.country,) if query.country else (),
    )


def _peer(peer: str, folder: Path, pairs: Sequence[dict[str, str]]) -> Measured | str:
    """Run a peer; return what it found, or why it could not be run."""
    if not PYTHON.exists():
        return f"{peer}: its environment is not there; `make bench-peers` makes it"
    command = [str(PYTHON), str(ROOT / "bench" / "peer.py"), peer, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["no reason told"]
        return f"{peer}: could not be run here ({why[0]})"
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    title = f"{peer} {told['version']}"
    threshold = 0.7 if peer == "nomenklatura" else _best(told["pairs"], pairs)
    found = {id_: [(of, score) for of, score in each] for id_, each in told["found"].items()}
    return Measured(
        title, threshold, told["pairs"], found, told["cpu"], told["pairs_cpu"], told["alone"]
    )


def _best(scores: Sequence[float], pairs: Sequence[dict[str, str]]) -> float:
    """Return the threshold that suits a peer without a default best, which favours it."""
    return max((n / 100 for n in range(50, 100)), key=lambda least: _f1(scores, pairs, least))


def _f1(scores: Iterable[float], pairs: Iterable[dict[str, str]], least: float) -> float:
    labels = (pair["is_match"] == "true" for pair in pairs)
    said = [(score >= least, same) for score, same in zip(scores, labels, strict=True)]
    right = sum(ours and theirs for ours, theirs in said)
    wrong = sum(ours != theirs for ours, theirs in said)
    return 2 * right / (2 * right + wrong) if right else 0.0


def _page(
    measured: Sequence[Measured],
    missing: Sequence[str],
    pairs: Sequence[dict[str, str]],
    queries: Sequence[Query],
    figures: Sequence[list[Row]],
) -> str:
    grown, ours, scripts = figures
    counts = {
        "machine": machine(),
        "listed": f"{_count(queries, 'UN, name only'):,}",
        "people": f"{_count(queries, 'people, name only'):,}",
    }
    return _TEXT.format(
        **counts,
        compared="\n".join(
            [
                f"| measure | {' | '.join(of.title for of in measured)} |",
                f"|---|{'---|' * len(measured)}",
                *_compared(measured, pairs, queries),
            ]
        ),
        missing="".join(f"\nNot measured: {why}.\n" for why in missing),
        growth=_table(grown),
        ours=_table(ours),
        scripts=_table(scripts),
    )


_TEXT = """\
# Benchmarks

Measured on: {machine}.

Written by `make bench-peers`, which needs the folder of real lists and labelled data. All figures
of a table come from one run; CPU time, not wall time.

## Beside peers

Lists: OFAC's SDN of 2021-07-07 and the UN's list of 2023-03-09, handed to the peers as
`enjoin export` writes them. UN: {listed} listed people, each name changed once by a seeded rule (a
letter wrong, lost, doubled or swapped; parts moved, glued, left out; in the full record one birth
year in ten off by one). People: {people} who are on no list, drawn from both files.

nomenklatura: its blocker and logic-v2 as they come, threshold 0.7. rapidfuzz: every name against
every listed one by the ratio of sorted parts; it has no threshold of its own, so it gets the one
that suits it best on the labelled pairs, and it knows names only. Recall is that of the whole way,
candidates and score; below it stands that of the score alone.

{compared}
{missing}
## Growth

Names made from a seed; index and batch each in a process of its own.

![How speed and memory grow with the list](pictures/growth.svg)

{growth}

## Our own

On OFAC and the UN; `make bench` shows these and all others, with what was asked for.

{ours}

## Across scripts

A name in Latin letters against the same name in another script; `python -m bench crossing`. Pairs
of Chinese characters, Hangul and foreign names are our own, all others from official lists. What is
"held out" nobody read while rules were written; of our own pairs the misses were read.

{scripts}
"""


def _compared(
    measured: Sequence[Measured], pairs: Sequence[dict[str, str]], queries: Sequence[Query]
) -> Iterator[str]:
    everyone = list(range(len(pairs)))
    persons = [n for n in everyone if pairs[n]["schema"] == "Person"]
    for told, chosen in (("F1, labelled pairs", everyone), ("F1, pairs of persons", persons)):
        yield _line(told, (f"{_f1_of(of, pairs, chosen):.3f}" for of in measured))
    strong = [n for n, pair in enumerate(pairs) if pair["quality"] == "STRONG"]
    yield _line("STRONG pairs right", (f"{_right(of, pairs, strong):.3f}" for of in measured))
    yield _line("µs a pair", (f"{of.pairs_cpu / len(pairs) * 1e6:,.0f}" for of in measured))
    for kind in dict.fromkeys(query.kind for query in queries):
        asked = [query for query in queries if query.kind == kind]
        share = _found if asked[0].expected else _raised
        told = f"{'recall' if asked[0].expected else 'false positives'}, {kind}"
        shown = (share(of, asked) for of in measured)
        yield _line(told, (f"{s:.3f}" if asked[0].expected else f"{s:.2%}" for s in shown))
        if asked[0].expected:
            told = f"the same, the right entry handed to the scorer, {kind}"
            yield _line(told, (f"{_alone_found(of, asked):.3f}" for of in measured))
    kind = "people, name only"
    speeds = (_count(queries, kind) / of.cpu[kind] for of in measured)
    yield _line("names per CPU-second, name only", (f"{speed:,.0f}" for speed in speeds))


def _f1_of(of: Measured, pairs: Sequence[dict[str, str]], chosen: Sequence[int]) -> float:
    return _f1([of.pairs[n] for n in chosen], [pairs[n] for n in chosen], of.threshold)


def _right(of: Measured, pairs: Sequence[dict[str, str]], chosen: Sequence[int]) -> float:
    right = sum((of.pairs[n] >= of.threshold) == (pairs[n]["is_match"] == "true") for n in chosen)
    return right / len(chosen)


def _reached(of: Measured, query: Query) -> set[str]:
    return {id_ for id_, score in of.found.get(query.id, ()) if score >= of.threshold}


def _found(of: Measured, asked: Sequence[Query]) -> float:
    return sum(bool(_reached(of, query) & query.expected) for query in asked) / len(asked)


def _alone_found(of: Measured, asked: Sequence[Query]) -> float:
    return sum(of.alone[query.id] >= of.threshold for query in asked) / len(asked)


def _raised(of: Measured, asked: Sequence[Query]) -> float:
    return sum(bool(_reached(of, query)) for query in asked) / len(asked)


def _count(queries: Iterable[Query], kind: str) -> int:
    return sum(query.kind == kind for query in queries)


def _line(told: str, values: Iterable[str]) -> str:
    return f"| {told} | {' | '.join(values)} |"


def _table(rows: Iterable[Row]) -> str:
    lines = [f"| {row.what} | {row.measured} |" for row in rows]
    return "\n".join(["| what | measured |", "|---|---|", *lines])


if __name__ == "__main__":
    main()
