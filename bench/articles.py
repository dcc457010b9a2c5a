"""How well the report is told from its page: 60 web pages, as HTML and as flattened text."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.common import Row
from enjoin.monitoring import decoding
from enjoin.monitoring.documents import lay_out
from enjoin.monitoring.extracted import Extracted

#: What starts a line where a page is flattened to text; menus, boxes and footers stay in it.
_BLOCKS = frozenset(
    "p div section article header footer nav aside main h1 h2 h3 h4 h5 h6 li ul ol tr td th table "
    "blockquote figure figcaption br pre body dd dt dl form fieldset button option select label "
    "address hr title".split()
)
_WORD = re.compile(r"\w+")


class Marked(NamedTuple):
    """A page and the body of its article as annotated."""

    data: bytes
    body: str


def rows(folder: Path) -> list[Row]:
    """Return F1 of the main text from HTML and flattened text, and CPU per page.

    Rules were made looking at every other page; the rest was held out and is told apart.
    """
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = [
        Marked(gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()), body)
        for key, body in ((key, truth[key]["articleBody"]) for key in sorted(truth))
    ]
    found = []
    for what, form in (
        ("flattened text", lambda data: main_of(Extracted(flattened(data)))),
        ("text, a line for each piece", lambda data: main_of(Extracted(in_pieces(data)))),
        ("HTML", main_of_page),
    ):
        scores = [_scored(page, form) for page in pages]
        whole, held = f1(scores), f1(scores[1::2])
        told = f"{whole:.3f} (held out: {held:.3f})"
        found.append(Row(f"article body from {what}, F1", told, "0.90", whole >= 0.90))
    start = time.process_time()
    for page in pages:
        main_of_page(page.data)
    cost = (time.process_time() - start) / len(pages) * 1000
    size = sum(len(page.data) for page in pages) / len(pages) / 1000
    what = f"CPU to tell the report from an HTML page of {size:.0f} kB (mean)"
    return [*found, Row(what, f"{cost:.1f} ms", "30 ms", cost <= 30)]


def main_of(found: Extracted) -> str:
    """Return the main text of a document."""
    return "\n".join(found.text[slice(*span)] for span in lay_out(found).main)


def main_of_page(data: bytes) -> str:
    """Return the main text of an HTML page."""
    found = next(decoding.documents("page.html", data))
    assert isinstance(found, Extracted), found
    return main_of(found)


def _pieces(data: bytes, blocks: frozenset[str] | None) -> str:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = html.document_fromstring(data, parser=parser)
    etree.strip_elements(root, "script", "style", "noscript", "template", with_tail=False)
    pieces = []
    for event, element in etree.iterwalk(root.find("body"), events=("start", "end")):
        if blocks is None or element.tag in blocks:
            pieces.append("\n")
        words = (element.text if event == "start" else element.tail) or ""
        pieces.append(re.sub(r"\s+", " ", words))
    return "".join(pieces)


def flattened(data: bytes) -> str:
    """Return a page as text, a line for each block, with blank lines between."""
    lines = (line.strip() for line in _pieces(data, _BLOCKS).split("\n"))
    return "\n\n".join(line for line in lines if line)


def in_pieces(data: bytes) -> str:
    """Return a page as text, a line for each piece of text: links break sentences."""
    lines = (line.strip() for line in _pieces(data, None).split("\n"))
    return "\n".join(line for line in lines if line)


def _scored(page: Marked, form: Callable[[bytes], str]) -> tuple[float, float]:
    """Return precision and recall of the four-word sequences of the body."""
    true, found = _shingles(page.body), _shingles(form(page.data))
    hits = sum((true & found).values())
    return (
        hits / found.total() if found.total() else float(not true),
        hits / true.total() if true.total() else 1.0,
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def f1(scores: Sequence[tuple[float, float]]) -> float:
    """Return F1 of mean precision and mean recall: every page weighs the same."""
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    return 2 * precision * recall / (precision + recall)
