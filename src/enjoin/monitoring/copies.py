"""Copies and rewrites of one report, found among many without comparing each with each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from enjoin.model.report import Report

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

#: Words of a shingle. Sentences put in another order keep most of theirs: only those across a
#: boundary change.
_WIDTH = 4
#: A copy shares at least this part of its shingles with the longest version, and this many.
_SHARE, _LEAST = 0.5, 8
#: Days between the publications of a report and of its copy, at most.
_DAYS = 3
#: Of the reports that share a shingle each is compared with so many of the longest: a formula of
#: an agency may stand in all of them.
_LONGEST = 8

_WORD = re.compile(r"\w+")


def copies(reports: Sequence[Report], texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return groups of files whose main text is one report, cut, reordered or added to.

    A group holds the longest version and what was taken from it: copies of copies do not chain
    one story to the next. Texts that agree but are dated days apart, or quote nobody in common,
    are a formula that was used again, and no copies. The cost grows with the total length, not
    with the number of pairs.
    """
    sketches = _without_formulas(_sketches(reports, texts))
    order = sorted(range(len(reports)), key=lambda at: (-len(sketches[at]), reports[at].file))
    ranked = [sketches[at] for at in order]
    longest = list(range(len(order)))  # of each rank, the rank of the longest version
    for rank, others in _candidates(ranked):
        heads = dict.fromkeys(longest[other] for other in others)
        shares = {head: _shared(ranked[rank], ranked[head]) for head in heads}
        for head in sorted(shares, key=lambda head: (-shares[head], head)):
            if shares[head] >= max(_LEAST, _SHARE * len(ranked[rank])) and not _contradict(
                reports[order[rank]], reports[order[head]]
            ):
                longest[rank] = head
                break
    groups: dict[int, list[str]] = defaultdict(list)
    for rank, head in enumerate(longest):
        groups[head].append(reports[order[rank]].file)
    return [tuple(sorted(group)) for group in groups.values() if len(group) > 1]


def _sketches(reports: Sequence[Report], texts: Mapping[str, str]) -> list[Hashes]:
    """Return the hashes of the shingles of each report's main text, sorted, each once."""
    import numpy as np

    known: dict[str, int] = {}
    found = []
    for report in reports:
        words = [
            word
            for start, end in report.main_text
            for word in _WORD.findall(texts[report.file][start:end].lower())
        ]
        for word in words:
            if word not in known:
                known[word] = crc32(word.encode())
        codes = np.array([known[word] for word in words], dtype=np.uint64)
        found.append(_shingles(codes))
    return found


#: A shingle in more reports than this, and in more than a tenth of them, is a formula.
_COMMON = 50
#: A report that is less than this part its own is not told by it: it is taken whole.
_OWN = 0.25


def _without_formulas(sketches: list[Hashes]) -> list[Hashes]:
    """Drop the words that very many reports share, as those made from one form do."""
    import numpy as np

    most = max(_COMMON, len(sketches) // 10)
    if len(sketches) <= most:
        return sketches
    hashes, counts = np.unique(np.concatenate(sketches), return_counts=True)
    common = hashes[counts > most]
    own = [sketch[~np.isin(sketch, common, assume_unique=True)] for sketch in sketches]
    return [
        mine if len(mine) >= _OWN * len(whole) else whole
        for mine, whole in zip(own, sketches, strict=True)
    ]


def _shingles(codes: Hashes) -> Hashes:
    import numpy as np

    count = len(codes) - _WIDTH + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(_WIDTH):
        mixed = (mixed ^ codes[at : at + count]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _candidates(ranked: Sequence[Hashes]) -> Iterator[tuple[int, list[int]]]:
    """Yield each report with the longer ones that share several shingles with it.

    Reports are given, and told, by their rank: longest first.
    """
    import numpy as np

    if len(ranked) < 2:
        return
    hashes = np.concatenate(ranked)
    owners = np.repeat(np.arange(len(ranked)), [len(one) for one in ranked])
    by_hash = np.argsort(hashes, kind="stable")  # within a shingle the longest report stays first
    hashes, owners = hashes[by_hash], owners[by_hash]
    _, starts, runs = np.unique(hashes, return_index=True, return_counts=True)
    pairs = [np.empty(0, dtype=np.int64)]
    for step in range(_LONGEST):
        long = runs > step + 1
        first, rest = starts[long] + step, runs[long] - step - 1
        heads = np.repeat(owners[first], rest)
        offsets = np.arange(rest.sum()) - np.repeat(np.cumsum(rest) - rest, rest)
        members = owners[np.repeat(first + 1, rest) + offsets]
        pairs.append(members * len(ranked) + heads)
    codes, counts = np.unique(np.concatenate(pairs), return_counts=True)
    found: dict[int, list[int]] = defaultdict(list)
    for code in codes[counts >= _LEAST // 2].tolist():
        rank, other = divmod(code, len(ranked))
        found[rank].append(other)
    yield from sorted(found.items())


def _shared(one: Hashes, other: Hashes) -> int:
    """Return how many shingles two reports share; both are sorted."""
    import numpy as np

    places = np.minimum(np.searchsorted(other, one), len(other) - 1)
    return int((other[places] == one).sum())


def _contradict(one: Report, other: Report) -> bool:
    """Tell two uses of a formula: days apart, or with nobody quoted in common."""
    days = [_stated_day(report) for report in (one, other)]
    if days[0] and days[1] and abs((days[0] - days[1]).days) > _DAYS:
        return True
    ours, theirs = (
        {said.speaker for said in report.statements if said.speaker and said.quotes}
        for report in (one, other)
    )
    return bool(ours and theirs) and not ours & theirs


def _stated_day(report: Report) -> date | None:
    published = report.published
    if published is None or published.basis != "stated" or len(published.value) < 10:
        return None
    return date.fromisoformat(published.value[:10])
