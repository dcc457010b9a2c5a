"""The report's own words apart from the menus, captions and footers of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from enjoin.model.report import Dated, Furniture, Span
from enjoin.monitoring.agencies import DATELINE
from enjoin.monitoring.imprint import agency_of, inferred_day, outlet_of, stated_day
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
    outlet: str | None
    agency: str | None
    published: Dated | None


_PREFIX = re.compile(
    r"(?:date|published|posted|updated)\s*:?\s*(?=\d{4}-\d\d-\d\d\s)", re.IGNORECASE
)

_OUTLET = re.compile(
    r"\b(?:Herald|Times|Post|News|Daily|Journal|Gazette|Tribune|Guardian|Mail|Sun|Mirror|Observer|"
    r"Telegraph|Chronicle|Standard|Courier|Press|Today|Agency|Globe|Star|Bulletin|Independent|"
    r"Express|Review|Ministry|Department|Examiner|Sentinel|Argus|Echo|Record|Dispatch|Inquirer|"
    r"Monitor|Wire|Broadcasting|Weekly|Magazine|Office|Online)\b"
)


def lay_out(text: str, today: date | None = None) -> Page:
    """Tell the report from the rest of its page; `today` bounds the day of publication."""
    rows = prose.paragraphs(text)
    kinds = _reconsidered(text, rows, kinds_of(text, rows))
    title = _title(text, rows, kinds)
    kinds = _placed(text, rows, kinds, title)
    main = [row for row, kind in zip(rows, kinds, strict=True) if kind == "prose"]
    captions = tuple(row for row, kind in zip(rows, kinds, strict=True) if kind == "caption")
    prefix = _prefix(text, main)
    if prefix:
        main[0] = (prose.trimmed(text, prefix[1], main[0][1])[0], main[0][1])
    furniture = _grouped(text, rows, kinds, prefix)
    body, placed = _without_dateline(text, main)
    agency = agency_of(text, rows, kinds, placed)
    published = stated_day(text, rows, kinds, prefix, placed) or inferred_day(
        text, body, captions, placed, agency, today
    )
    outlet = outlet_of(text, rows, kinds)
    return Page(
        text,
        tuple(body),
        _joined(text, main),
        captions,
        furniture,
        title,
        outlet,
        agency,
        published,
    )


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
    if kinds[first + 1] in {"dateline", "byline"} and _ends_in_day(text[slice(*rows[first])]):
        kind = "caption"
    elif _is_headline(text[slice(*rows[first])], 140 if apart else 90) and (apart or first == 0):
        kind = "label"
    return [*kinds[:first], kind, *kinds[first + 1 :]]


def _is_headline(line: str, longest: int) -> bool:
    return len(line) < longest and not QUOTE_MARK.search(line) and not TELLS.search(line)


def _ends_in_day(line: str) -> bool:
    """Tell a caption that opens a page: a sentence in the present that ends in its day."""
    days = [span for span in dates.expressions(line) if dates.day_and_month(line, span)]
    return bool(days) and not line[days[-1][1] :].strip(" .") and not TELLS.search(line)


def _placed(text: str, rows: Sequence[Span], kinds: list[str], title: Span | None) -> list[str]:
    """Give lines the kind their place on the page implies."""
    prose_at = [at for at, kind in enumerate(kinds) if kind == "prose"]
    if not prose_at:
        return kinds
    first, last = prose_at[0], _last(text, rows, kinds, prose_at)
    placed = list(kinds)
    for at, kind in enumerate(kinds):
        if rows[at] == title:
            placed[at] = "title"
        elif at < first and kind in {"label", "notice", "tail"}:
            masthead = at < 3 and _looks_like_outlet(text[slice(*rows[at])])
            placed[at] = "masthead" if masthead else "navigation"
        elif at > last and kind not in {"caption", "byline", "dateline"}:
            placed[at] = "footer"
        elif kind in {"label", "notice", "tail"}:
            placed[at] = "heading" if kind == "label" else "navigation"
    return placed


def _last(text: str, rows: Sequence[Span], kinds: Sequence[str], prose_at: Sequence[int]) -> int:
    """Return the last line of the report: what follows a heading such as 'Most read' is not it.

    Unless more follows than went before: then the heading belonged to a box at the side.
    """
    sizes = {at: rows[at][1] - rows[at][0] for at in prose_at}
    total, before = sum(sizes.values()), 0
    last = prose_at[0]
    for at in range(prose_at[0], len(rows)):
        if kinds[at] == "tail" and before > total / 2:
            break
        if at in sizes:
            last, before = at, before + sizes[at]
    return last


_NO_OUTLET = re.compile(r"\b(?:briefing|transcript|remarks|statement|release)\b", re.IGNORECASE)


def _looks_like_outlet(line: str) -> bool:
    words = WORD.findall(line)
    return (
        0 < len(words) <= 6
        and not _NO_OUTLET.search(line)
        and (words[0] == "The" or bool(_OUTLET.search(line)))
    )


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
        if kind not in {"prose", "title"}:
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
    if not main or (found := DATELINE.match(text, *main[0])) is None or found.end() >= main[0][1]:
        return list(main), None
    return [(found.end(), main[0][1]), *main[1:]], found
