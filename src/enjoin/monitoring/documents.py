"""The report's own words apart from the menus, captions and footers of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from enjoin.model.report import Dated, Furniture, Span
from enjoin.monitoring.agencies import dateline
from enjoin.monitoring.extracted import Extracted, Hint, Told
from enjoin.monitoring.imprint import Imprint, Lines, imprint, looks_like_outlet
from enjoin.monitoring.rows import BULLET, QUOTE_MARK, TELLS, WORD, kinds_of
from enjoin.text import dates, prose


class Page(NamedTuple):
    """A text and what its stretches are; `body` holds the paragraphs of the report itself.

    The dateline ('SEOUL, March 3 (Agency) --') is part of `main` but not of `body`.
    """

    text: str
    body: tuple[Span, ...]
    main: tuple[Span, ...]
    captions: tuple[Span, ...]
    furniture: tuple[Furniture, ...]
    title: Span | None
    imprint: Imprint

    @property
    def published(self) -> Dated | None:
        """The day or instant of publication."""
        return self.imprint.published


_PREFIX = re.compile(
    r"(?:date|published|posted|updated)\s*:?\s*(?=\d{4}-\d\d-\d\d\s)", re.IGNORECASE
)


def lay_out(found: Extracted, today: date | None = None) -> Page:
    """Tell the report from the rest of its page; `today` bounds the day of publication."""
    text, hints = found.text, found.hints
    rows = prose.lines(text) if hints else _mended(text, prose.paragraphs(text))
    kinds = kinds_of(text, rows)
    kinds = _hinted(text, rows, kinds, hints) if hints else _reconsidered(text, rows, kinds)
    title = _told_title(text, rows, hints, found.told) or _title(text, rows, kinds)
    kinds = _placed(text, rows, kinds, title)
    main = [row for row, kind in zip(rows, kinds, strict=True) if kind == "prose"]
    whole = [row for row, kind in zip(rows, kinds, strict=True) if kind in {"prose", "inset"}]
    captions = tuple(row for row, kind in zip(rows, kinds, strict=True) if kind == "caption")
    prefix = _prefix(text, main)
    if prefix:
        whole[0] = main[0] = (prose.trimmed(text, prefix[1], main[0][1])[0], main[0][1])
    body, placed = _without_dateline(text, main)
    return Page(
        text,
        tuple(body),
        _joined(text, whole),
        captions,
        _grouped(text, rows, kinds, prefix),
        title,
        imprint(Lines(text, rows, kinds, body, captions, prefix, placed), found.told, today),
    )


_GOES_ON = re.compile(r"[a-zà-ÿа-яё,.;:)’”]")
_STOPS = '.!?…。:;"”»'
_PIECE = 30  #: characters from which a line that breaks off is part of a sentence, not of a menu


def _mended(text: str, rows: Sequence[Span]) -> list[Span]:
    """Join the pieces of a sentence broken at its links: the next goes on in small letters.

    A piece between two others ('Argus Leader') may begin with a capital.
    """
    mended: list[Span] = []
    for row in rows:
        if mended and _GOES_ON.match(text, row[0]) and _adjoins(text, mended[-1], row):
            before = mended[-2] if len(mended) > 1 else None
            if before and _adjoins(text, before, mended[-1]) and before[1] - before[0] >= _PIECE:
                mended[-2:] = [(before[0], row[1])]
                continue
            if mended[-1][1] - mended[-1][0] >= _PIECE:
                mended[-1] = (mended[-1][0], row[1])
                continue
        mended.append(row)
    return mended


def _adjoins(text: str, one: Span, other: Span) -> bool:
    """Tell whether one line breaks off and the other follows at once, in the next line."""
    gap = other[0] - one[1]
    return text[one[1] - 1] not in _STOPS and gap < 9 and text.count("\n", one[1], other[0]) == 1


def _hinted(
    text: str, rows: Sequence[Span], kinds: Sequence[str], hints: Sequence[Hint]
) -> list[str]:
    """Bring together what lines are by themselves and what the format says of them."""
    return [
        _with_hint(text[slice(*row)], kind, hint)
        for row, kind, hint in zip(rows, kinds, hints, strict=True)
    ]


def _with_hint(line: str, kind: str, hint: Hint) -> str:
    if kind in {"byline", "dateline"} and hint != "title":
        return kind
    if hint in {"side", "caption"}:
        return hint
    if hint == "title" or (hint == "heading" and kind != "tail"):
        return "label"
    if hint == "list" and kind == "label":
        return "inset"
    if hint == "body" and (kind == "label" or (kind == "notice" and len(line) > 300)):
        return "prose" if _has_words(line) and not _TIME.fullmatch(line) else "label"
    return kind


_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?", re.IGNORECASE)


def _told_title(text: str, rows: Sequence[Span], hints: Sequence[Hint], told: Told) -> Span | None:
    """Return the line that is the headline by what the page says, or by its place in the page."""
    if told.title:
        for row in rows:
            if row[1] - row[0] == len(told.title) and text[slice(*row)] == told.title:
                return row
    fit = [row for row, hint in zip(rows, hints, strict=False) if hint == "title"]
    return max(fit, key=lambda row: row[1] - row[0], default=None)


def _title(text: str, rows: Sequence[Span], kinds: Sequence[str]) -> Span | None:
    """Return the headline: the longest line that is nothing else before the first paragraph."""
    first = next((at for at, kind in enumerate(kinds) if kind == "prose"), len(rows))
    lines = [
        rows[at]
        for at in range(first)
        if kinds[at] == "label" and not BULLET.match(text[rows[at][0] : rows[at][0] + 3])
    ]
    fit = [s for s in lines if len(WORD.findall(text[s[0] : s[1]])) >= 4 and s[1] - s[0] <= 220]
    return max(fit, key=lambda span: span[1] - span[0], default=None)


def _reconsidered(text: str, rows: Sequence[Span], kinds: list[str]) -> list[str]:
    """Look again at what seemed the first paragraph: it may be a caption or a headline."""
    if "prose" not in kinds:  # a note without sentences: its lines are all there is
        return ["prose" if kind == "label" else kind for kind in kinds]
    first = kinds.index("prose")
    if first + 1 >= len(rows) or "prose" not in kinds[first + 1 :]:
        return kinds
    apart = kinds[first + 1] != "prose"
    kind = "prose"
    line = text[slice(*rows[first])]
    if kinds[first + 1] in {"dateline", "byline"} and _ends_in_day(line):
        kind = "caption"
    elif (kinds[first + 1] in {"dateline", "byline"} and _is_quoting_headline(line)) or (
        _is_headline(line, 140 if apart else 90) and (apart or first == 0)
    ):
        kind = "label"
    return [*kinds[:first], kind, *kinds[first + 1 :]]


def _is_headline(line: str, longest: int) -> bool:
    return len(line) < longest and not QUOTE_MARK.search(line) and not TELLS.search(line)


def _is_quoting_headline(line: str) -> bool:
    """Tell a headline that quotes ('Ministry: "no deal"'): no stop, no verb of speech."""
    return (
        len(line) < 140
        and line[-1] in "\"”»’'"
        and line[-2:-1] not in ".,"
        and not TELLS.search(line)
    )


def _ends_in_day(line: str) -> bool:
    """Tell a caption that opens a page: a sentence in the present that ends in its day."""
    days = [span for span in dates.expressions(line) if dates.day_and_month(line, span)]
    return bool(days) and not line[days[-1][1] :].strip(" .") and not TELLS.search(line)


def _placed(text: str, rows: Sequence[Span], kinds: list[str], title: Span | None) -> list[str]:
    """Give lines the kind their place on the page implies."""
    prose_at = [at for at, kind in enumerate(kinds) if kind == "prose"]
    if not prose_at:
        return kinds
    first, last = _extent(rows, kinds)
    placed = list(kinds)
    for at, kind in enumerate(kinds):
        if rows[at] == title:
            placed[at] = "title"
        elif at < first and kind in {"label", "notice", "tail", "side", "inset"}:
            menu = kind == "side"  # a masthead among menus is told by the page itself
            masthead = at < 3 and not menu and looks_like_outlet(text[slice(*rows[at])])
            placed[at] = "masthead" if masthead else "navigation"
        elif at > last and kind not in {"caption", "byline", "dateline"}:
            placed[at] = "footer"
        elif at < first and kind == "prose":
            placed[at] = "navigation"
        elif kind in {"label", "notice", "tail", "side"}:
            placed[at] = "heading" if kind == "label" else "navigation"
    return _with_insets(text, rows, placed)


#: Most lines that stand together between two paragraphs and are still the report's.
_INSET = 3


def _with_insets(text: str, rows: Sequence[Span], kinds: list[str]) -> list[str]:
    """Take cross-headings and items of a list between paragraphs for the report's, not its page's.

    They count as its text, but nothing is read from them.
    """
    placed, at = list(kinds), 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == "heading":
            end += 1
        if 0 < end - at <= _INSET and all(_has_words(text[slice(*row)]) for row in rows[at:end]):
            placed[at:end] = ["inset"] * (end - at)
        at = max(end, at + 1)
    return placed


def _has_words(line: str) -> bool:
    return len(WORD.findall(line)) >= 3


#: What a line of a kind is worth in the search for the report: as many characters against it.
_COSTS = {"label": 30, "notice": 60, "tail": 250, "inset": 5}
#: Characters of a paragraph that count: one long notice is not worth a report.
_WORTH = 700


def _extent(rows: Sequence[Span], kinds: Sequence[str]) -> tuple[int, int]:
    """Return the first and the last line of the report: the stretch with the most prose in it.

    Lone sentences beyond many menu lines, such as a teaser or a word on cookies, stay outside.
    What follows a heading such as 'Most read' is not the report, unless more follows than went
    before: then the heading belonged to a box at the side.
    """
    sizes = [
        end - start if kind == "prose" else 0
        for (start, end), kind in zip(rows, kinds, strict=True)
    ]
    best, sum_, start, found = 0, 0, 0, (0, len(rows) - 1)
    for at, kind in enumerate(kinds):
        if sum_ <= 0:
            sum_, start = 0, at
        sum_ += min(sizes[at], _WORTH) - _COSTS.get(kind, 0)
        if sum_ > best:
            best, found = sum_, (start, at)
    first, last = found
    total, before = sum(sizes[first : last + 1]), 0
    for at in range(first, last + 1):
        if kinds[at] == "tail" and before > total / 2:
            last = max(back for back in range(first, at) if sizes[back])
            break
        before += sizes[at]
    return first, last


def _prefix(text: str, main: Sequence[Span]) -> Span | None:
    """Return a 'date 2023-08-01' that stands before the first words of the report."""
    if not main or (found := _PREFIX.match(text, *main[0])) is None:
        return None
    day = next(dates.expressions(text, found.end(), found.end() + 12), None)
    return (found.start(), day[1]) if day else None


def _grouped(
    text: str, rows: Sequence[Span], kinds: Sequence[str], prefix: Span | None
) -> tuple[Furniture, ...]:
    """Return the furniture, neighbouring lines of one kind as one."""
    groups: list[tuple[str, int, int]] = [("dateline", *prefix)] if prefix else []
    previous = None
    for (start, end), kind in zip(rows, kinds, strict=True):
        if kind not in {"prose", "inset", "title"}:
            if kind == previous:
                groups[-1] = (kind, groups[-1][1], end)
            else:
                groups.append((kind, start, end))
        previous = kind
    return tuple(
        Furniture(kind, (start, end)) for kind, start, end in sorted(groups, key=lambda g: g[1])
    )


def _joined(text: str, main: Sequence[Span]) -> tuple[Span, ...]:
    """Join paragraphs with nothing but blanks between them."""
    joined: list[Span] = []
    for start, end in main:
        if joined and prose.trimmed(text, joined[-1][1], start)[0] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _without_dateline(text: str, main: Sequence[Span]) -> tuple[list[Span], re.Match[str] | None]:
    if not main or (found := dateline(text, main[0])) is None or found.end() >= main[0][1]:
        return list(main), None
    return [(found.end(), main[0][1]), *main[1:]], found
