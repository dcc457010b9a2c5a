"""Paragraphs, sentences and quotations as spans over an immutable text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

Span = tuple[int, int]

BLANK = " \t\r\n\f\v\u00a0\u200b\u2028\u2029\ufeff"  #: what stands around words but is none
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\n[ \t\r\u00a0]*\n")


class Quotation(NamedTuple):
    """Quoted words: `start:end` without the marks, `opened:closed` with them.

    `continues` says that the closing mark is left out because the speaker goes on in the next
    paragraph.
    """

    start: int
    end: int
    opened: int
    closed: int
    continues: bool = False


def trimmed(text: str, start: int, end: int) -> Span:
    """Shrink a span so that no blank stands at its ends."""
    # No slicing: a paragraph may be megabytes long and be trimmed once for each sentence.
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return (start, end)


def holds_any(words: str, stems: Iterable[str]) -> bool:
    """Tell whether one of some stems stands in words."""
    return any(map(words.__contains__, stems))


def lines(text: str) -> list[Span]:
    """Return the lines that are not blank, without the blanks around them."""
    spans = (trimmed(text, *found.span()) for found in _LINE.finditer(text))
    return [(start, end) for start, end in spans if start < end]


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs: lines, or blocks between blank lines where lines are wrapped."""
    rows = lines(text)
    if not _is_wrapped(text, rows):
        return rows
    blocks: list[Span] = []
    for start, end in rows:
        if blocks and not _BREAK.search(text, blocks[-1][1], start):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _is_wrapped(text: str, rows: Sequence[Span]) -> bool:
    """Tell whether lines were cut at a margin, as in mail and old wire copy.

    Then most lines that another line follows directly are about as long as the longest one,
    which is short, and end in the middle of a sentence.
    """
    widths = [end - start for start, end in rows]
    if len(rows) < 4 or (widest := max(widths)) > 100:
        return False
    inner = [
        end - start
        for (start, end), (following, _) in pairwise(rows)
        if not _BREAK.search(text, end, following)
    ]
    long_ones = [w for w in inner if w >= 0.7 * widest and w > 45]
    return len(inner) > 2 and len(long_ones) >= 0.7 * len(inner)


# --- quotations ------------------------------------------------------------------------------

#: Two single marks are one double mark, as old wires type it; of three, one stands for itself.
_DOUBLE = re.compile(r"""["“”„«»]|''(?!'(?!\w))|‘‘|’’(?!’)|``""")
_SINGLE = re.compile(r"['‘’](?<!['‘’].)(?!['‘’])")
_PARTNERS = {'"': '"”“', "“": '”"', "„": '“”"', "«": "»", "”": '”"'}
_BEFORE_OPENING = frozenset(BLANK + "([{—–-/:")
_STOPS = ",.?!…;:"


def quotations(text: str, spans: Sequence[Span]) -> list[Quotation]:
    """Find the outermost quotations in paragraphs, in order.

    Double marks (straight, curly, low, angled, two single ones) may be mixed. Single marks count
    only in texts that quote with them throughout, as British papers do; an apostrophe never does.
    A mark that finds no partner in its paragraph quotes nothing, unless the next paragraph opens
    with one.
    """
    double = _doubles(text, spans)
    single = [found for span in spans for found in _singles(text, span)]
    speech = sum(1 for q in single if text[q.end - 1] in _STOPS)
    if speech == 0 or speech < len(_outside(double, single)):
        return double
    return sorted(_outermost([*single, *_outside(double, single)]))


def _outside(inner: Sequence[Quotation], outer: Sequence[Quotation]) -> list[Quotation]:
    """Return those quotations of `inner` that none of `outer` holds; both are in order."""
    starts = [q.opened for q in outer]
    kept = []
    for quotation in inner:
        at = bisect_right(starts, quotation.opened) - 1
        if at < 0 or outer[at].closed < quotation.closed:
            kept.append(quotation)
    return kept


def _outermost(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in sorted(found, key=lambda q: (q.opened, -q.closed)):
        if not kept or quotation.opened >= kept[-1].closed:
            kept.append(quotation)
    return kept


def _doubles(text: str, spans: Sequence[Span]) -> list[Quotation]:
    found: list[Quotation] = []
    for here, (start, end) in enumerate(spans):
        pairs, unmatched = _paired(text, start, end)
        goes_on = here + 1 < len(spans) and _opens_paragraph(text, spans[here + 1][0])
        if unmatched and goes_on:
            opened, begins = unmatched[-1].span()
            pairs.append(Quotation(begins, end, opened, end, continues=True))
        found += _outermost(pairs)
    return [q for q in found if q.start < q.end]


def _opens_paragraph(text: str, start: int) -> bool:
    first = _DOUBLE.match(text, start)
    return first is not None and _kind(first) in '"“„«'


def _kind(mark: re.Match[str]) -> str:
    """Return a mark as the double one it stands for."""
    return _STANDS_FOR.get(mark[0], mark[0])


_STANDS_FOR = {"''": '"', "``": "“", "‘‘": "“", "’’": "”"}


def _paired(text: str, start: int, end: int) -> tuple[list[Quotation], list[re.Match[str]]]:
    """Pair the double marks of one paragraph; return the pairs and the marks left open."""
    open_marks: list[re.Match[str]] = []
    pairs: list[Quotation] = []
    for mark in _DOUBLE.finditer(text, start, end):
        if open_marks and _closes(text, open_marks[-1], mark, end):
            opened = open_marks.pop()
            inner = trimmed(text, opened.end(), mark.start())
            pairs.append(Quotation(*inner, opened.start(), mark.end()))
        elif _opens(text, mark, start, end):
            open_marks.append(mark)
    return pairs, open_marks


def _closes(text: str, opened: re.Match[str], mark: re.Match[str], end: int) -> bool:
    kind = _kind(mark)
    if kind not in _PARTNERS[_kind(opened)]:
        return False
    if kind in "”»":
        return True
    after = text[mark.end()] if mark.end() < end else " "
    before = text[mark.start() - 1]
    return before not in _BEFORE_OPENING or not (after.isalnum() or after in "([$€£'‘")


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    kind, (at, after) = _kind(mark), mark.span()
    if kind in "“„«":
        return True
    if kind == "»" or after >= end or text[after] in BLANK:
        return False
    # A straight mark, or a closing one typed where an opening one belongs.
    before_ok = at == start or text[at - 1] in _BEFORE_OPENING or text[at - 1] in "'‘"
    return before_ok and (kind == '"' or text[after].isalnum())


def _singles(text: str, span: Span) -> list[Quotation]:
    """Pair single marks in one paragraph, leaving apostrophes alone."""
    start, end = span
    opened: int | None = None
    candidates: list[int] = []
    found: list[Quotation] = []
    for mark in _SINGLE.finditer(text, start, end):
        at = mark.start()
        if _opens_single(text, at, start, end):
            found += _closed_at(text, opened, candidates)
            opened, candidates = at, []
        elif opened is not None and _may_close_single(text, at, end):
            candidates.append(at)
    return found + _closed_at(text, opened, candidates)


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before_ok = at == start or text[at - 1] in _BEFORE_OPENING or text[at - 1] in '"“'
    after = text[at + 1] if at + 1 < end else " "
    # '90s and 'em are elisions, not quotations.
    return before_ok and text[at] != "’" and after.isalpha()


def _may_close_single(text: str, at: int, end: int) -> bool:
    after = text[at + 1] if at + 1 < end else " "
    return text[at] != "‘" and text[at - 1] not in BLANK and not after.isalnum()


def _closed_at(text: str, opened: int | None, candidates: list[int]) -> list[Quotation]:
    """Choose the closing mark: after a stop, else not after an s (the states' view)."""
    if opened is None or not candidates:
        return []
    by_stop = [at for at in candidates if text[at - 1] in _STOPS]
    by_letter = [at for at in candidates if text[at - 1] not in "sS"]
    at = (by_stop or by_letter or candidates[-1:])[0]
    return [Quotation(opened + 1, at, opened, at + 1)]


# --- sentences -------------------------------------------------------------------------------

_END = re.compile(r"(?:[.!?…]+|(?<=[^\W\d_])\.)[\"”»’'\)\]]*(?=[\s\u200b]|$)|[。！？]+[」』”]?")
#: Abbreviations that no sentence ends with: a name, number or date follows.
_LEADING = frozenset(
    "mr mrs ms dr prof rev hon gen brig maj col lt sgt capt cmdr adm sen rep gov pres st mt ft no "
    "nos vs v fig art sec dept jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed "
    "thu thur thurs fri sat sun n s e w amb atty insp supt messrs est approx cf al e.g i.e".split()
)
#: Abbreviations that may end a sentence: only a word that opens sentences tells.
_EITHER = re.compile(
    r"(?:\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|etc|Ph\.D|Bros|dept))$"
)
_OPENERS = re.compile(
    r"[\"“'‘(\[]*(?:The|A|An|In|On|At|He|She|It|They|We|I|But|And|So|This|That|These|Those|As|"
    r"When|If|While|After|Before|However|There|His|Her|Its|Their|Our|For|With|Yet|Meanwhile)\b"
)
_LAST_WORD = re.compile(r"[\w.]+$")


def sentences(text: str, paragraph: Span, quoted: Sequence[Quotation] = ()) -> list[Span]:
    """Cut a paragraph into sentences; a stop inside a quotation does not cut."""
    return list(_cut(text, paragraph, quoted))


def _cut(text: str, paragraph: Span, quoted: Sequence[Quotation]) -> Iterator[Span]:
    start, end = paragraph
    inside = iter([q for q in quoted if start <= q.opened < end])
    quotation = next(inside, None)
    for stop in _END.finditer(text, start, end):
        while quotation is not None and quotation.closed < stop.end():
            quotation = next(inside, None)
        within = quotation is not None and quotation.opened < stop.start()
        if within and quotation is not None and stop.end() < quotation.closed:
            continue
        if stop.start() >= start and _is_end(text, start, stop, end):
            yield (start, stop.end())
            start = trimmed(text, stop.end(), end)[0]
    if start < end:
        yield (start, end)


def _is_end(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if text[stop.start()] in "。！？":
        return True
    following = text[stop.end() : stop.end() + 40].lstrip(BLANK)
    if not following or stop.end() >= end:
        return True
    if following[0].islower():
        return False
    if stop[0][0] in "?!…" or len(stop[0].rstrip("\"”»’')]")) > 1:
        return not _ATTRIBUTION_FOLLOWS.match(following) or stop[0][-1] not in "\"”»’'"
    return not _is_abbreviation(text[max(start, stop.start() - 20) : stop.start()], following)


#: `"Why now?" Miller asked` is one sentence though a stop stands inside.
_ATTRIBUTION_FOLLOWS = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|tells|added|adds|wrote|writes|replied|cried|demanded|"
    r"shouted|yelled|exclaimed|answered|responded|continued|insisted|wondered|tweeted|joked)\b"
)


def _is_abbreviation(before: str, following: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word[0].rsplit(".", 1)[-1]
    if word[0].lower() in _LEADING:
        # 'dept.' and 'No.' may also end a sentence, if plainly another one opens.
        return not _OPENERS.match(following) or last[0].isupper()
    if len(last) == 1 and last.isupper() and "." not in word[0]:
        return True
    return bool(_EITHER.search(before)) and not _OPENERS.match(following)
