"""How well copies are found: 10,000 reports with seeded cuts, reorderings, captions, footers."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from bench.common import Row
from enjoin.model.report import Report
from enjoin.monitoring import read
from enjoin.monitoring.copies import copies
from enjoin.monitoring.documents import lay_out
from enjoin.monitoring.extracted import Extracted
from enjoin.monitoring.stories import together
from enjoin.text import prose

_STORIES, _COPIES, _SEED = 2_500, 3, 20230801
_PEOPLE = ("Ada Fenn", "Orvan Pell", "Mira Holt", "Jon Karst", "Lea Brandt", "Rosa Quill")
_PLACES = ("Porto", "Riga", "Accra", "Busan", "Lima", "Turku", "Izmir", "Davao")


def rows(files: Sequence[Path]) -> list[Row]:
    """Return the share of copies found, of false pairs, and the CPU of 10,000 and 1,000 reports.

    Every story is made of words of its own choice; a third of its sentences stand in others too,
    as the background paragraphs of an agency do.
    """
    texts = dict(_reports(_sentences(files), random.Random(_SEED)))
    laid = [_laid_out(name, text) for name, text in texts.items()]
    start = time.process_time()
    groups = copies(laid, texts)
    seconds = time.process_time() - start
    found = {pair for group in groups for pair in combinations(sorted(group), 2)}
    wanted = {
        pair
        for story in range(_STORIES)
        for pair in combinations([f"{story:05}-{n}" for n in range(_COPIES + 1)], 2)
    }
    hit, false = len(found & wanted) / len(wanted), len(found - wanted) / max(1, len(found))
    return [
        Row("near-duplicates of 10,000 reports: found", f"{hit:.4f}", "0.98", hit >= 0.98),
        Row("near-duplicates: false of those found", f"{false:.4f}", "0.001", false <= 0.001),
        Row("CPU for near-duplicates of 10,000", f"{seconds:.1f} s", "20 s", seconds <= 20),
        _brief_row(texts),
    ]


def _sentences(files: Sequence[Path]) -> list[str]:
    texts = [path.read_text("utf-8") for path in files]
    return [
        words
        for text in texts
        for paragraph in prose.paragraphs(text)
        for start, end in prose.sentences(text, paragraph)
        if 60 < len(words := " ".join(text[start:end].split())) < 400
    ]


def _reports(sentences: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    for story in range(_STORIES):
        count = chance.randint(8, 22)
        told = [_own(sentences, chance) for _ in range(count - count // 3)]
        told += chance.sample(sentences, count // 3)
        chance.shuffle(told)
        yield f"{story:05}-0", _page(told, chance)
        for number in range(1, _COPIES + 1):
            yield f"{story:05}-{number}", _page(_changed(told, chance), chance)


def _own(sentences: Sequence[str], chance: random.Random) -> str:
    """Return a sentence of no other story: words drawn from many, in the shape of one."""
    length = len(chance.choice(sentences).split())
    words = [chance.choice(chance.choice(sentences).split()).strip('.,"“”') for _ in range(length)]
    return f"{' '.join(words).capitalize()}."


def _changed(told: Sequence[str], chance: random.Random) -> list[str]:
    """Cut up to half of a report, anywhere, and put some of what remains in another order."""
    kept = [one for one in told if chance.random() > 0.25]
    kept = kept[: max(4, len(kept) - chance.randint(0, len(kept) // 3))] or list(told[:4])
    for _ in range(chance.randint(0, 4)):
        at, to = chance.randrange(len(kept)), chance.randrange(len(kept))
        kept.insert(to, kept.pop(at))
    return kept


def _page(told: Sequence[str], chance: random.Random) -> str:
    """Put a report on a page with a caption and a footer of its own."""
    who, where = chance.choice(_PEOPLE), chance.choice(_PLACES)
    caption = f"{who} is seen at a meeting in {where} in this file photo. Picture: {who}"
    footer = f"Most read\nTen things to do in {where} this week\n© {who} Media."
    paragraphs = [" ".join(told[at : at + 2]) for at in range(0, len(told), 2)]
    return "\n\n".join([caption, *paragraphs, footer])


def _laid_out(name: str, text: str) -> Report:
    """Return a report of which only the main text was told from its page."""
    return Report(
        file=name,
        sha256="",
        outlet=None,
        agency=None,
        title=None,
        published=None,
        main_text=lay_out(Extracted(text)).main,
        furniture=(),
        people=(),
        statements=(),
        events=(),
    )


def _brief_row(texts: dict[str, str]) -> Row:
    """Read 1,000 reports and bring them together, as a brief does."""
    some = dict(list(texts.items())[:1000])
    start = time.process_time()
    reports = [read(name, text.encode(), date(2026, 11, 22)) for name, text in some.items()]
    reading = time.process_time() - start
    together(reports, some)
    seconds = time.process_time() - start
    told = f"{seconds:.1f} s ({reading:.1f} s of it reading)"
    return Row("CPU to read 1,000 reports and bring them together", told, "20 s", seconds <= 20)
