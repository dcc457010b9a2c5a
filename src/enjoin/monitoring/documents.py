"""Bytes to a page: the report's own words apart from menus, captions and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from enjoin.model.errors import EmptyDocument, NotText
from enjoin.model.report import Dated, Furniture, Span
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


# --- bytes to text ---------------------------------------------------------------------------

_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"%PDF": "a PDF file",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"RIFF": "a sound, film or picture",
    b"BM": "a BMP picture",
}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(name: str, data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether it is the file's own UTF-8 content as it stands.

    Raises:
        EmptyDocument: nothing but blanks.
        NotText: pictures, archives and other bytes that are no text.
    """
    if not data.strip():
        raise EmptyDocument(name)
    _refuse_binary(name, data)
    text, own = _decoded(name, data)
    if _HTML.match(data[3:] if data.startswith(b"\xef\xbb\xbf") else data):
        text, own = _visible(text), False
    if not text.strip(prose.BLANK):
        raise EmptyDocument(name)
    return text, own


def _refuse_binary(name: str, data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic) and not (magic == b"BM" and data[:400].isascii()):
            raise NotText(name, what)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotText(name, "binary data (it holds NUL bytes)")


def _decoded(name: str, data: bytes) -> tuple[str, bool]:
    try:
        return _printable(name, data.decode("utf-8")), True
    except UnicodeDecodeError:
        pass
    for encoding in _guesses(data):
        try:
            return _printable(name, data.decode(encoding)), False
        except UnicodeDecodeError:
            continue
    raise NotText(name, "text in an encoding that was not recognised")


def _guesses(data: bytes) -> Iterator[str]:
    """Yield encodings to try: by byte-order mark, else by what most of the high bytes would be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
        return
    sample = data[:20_000]
    high = sum(byte > 0x7F for byte in sample)
    hangul = len(re.findall("[가-힣]", sample.decode("cp949", "ignore")))
    cyrillic = len(re.findall("[а-яё]", sample.decode("cp1251", "ignore")))
    if hangul * 2 > 0.8 * high and high > 0.1 * len(sample):
        yield "cp949"
    if cyrillic > 0.6 * high and high > 0.3 * len(sample):
        yield "cp1251"
    yield "cp1252"


def _printable(name: str, text: str) -> str:
    if len(_CONTROL.findall(text[:100_000])) > 0.01 * len(text[:100_000]):
        raise NotText(name, "binary data (it holds control characters)")
    return text


_HIDDEN = "script style noscript template head nav footer button select svg iframe aside"
_BLOCKS = frozenset(
    "p div section article header h1 h2 h3 h4 h5 h6 li ul ol tr table blockquote figure "
    "figcaption br pre main body dd dt".split()
)


def _visible(markup: str) -> str:
    """Return the words a reader of an HTML page sees, a line for each block."""
    from lxml import etree, html  # only pages need them

    markup = re.sub(r"^\s*<\?xml[^>]*>", "", markup)
    root = html.document_fromstring(markup)
    pieces: list[str] = []
    for element in list(root.iter(*_HIDDEN.split())):
        tail = element.tail
        element.clear()
        element.tail = tail
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n")
        words = element.text if event == "start" else element.tail
        if (words and isinstance(element.tag, str)) or event == "end":
            pieces.append(re.sub(r"\s+", " ", words or ""))
    rows = (row.strip() for row in "".join(pieces).split("\n"))
    return "\n\n".join(row for row in rows if row)


# --- lines -----------------------------------------------------------------------------------

#: News agencies and how many hours their home is ahead of UTC.
AGENCIES = {
    "Yonhap": 9,
    "Reuters": 0,
    "AP": -5,
    "Associated Press": -5,
    "AFP": 1,
    "Agence France-Presse": 1,
    "Kyodo": 9,
    "Kyodo News": 9,
    "Jiji": 9,
    "Xinhua": 8,
    "TASS": 3,
    "Interfax": 3,
    "RIA Novosti": 3,
    "KCNA": 9,
    "dpa": 1,
    "DPA": 1,
    "UPI": -5,
    "Bloomberg": -5,
    "ANI": 5,
    "PTI": 5,
    "EFE": 1,
    "ANSA": 1,
    "Anadolu": 3,
    "CNA": 8,
}
_AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
_NAMED_AGENCY = re.compile(rf"\b(?:{_AGENCY})\b")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3})(?:, [A-Z][\w. ]{1,20}?)?"
    r"(?P<date>,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
    r"(?:, \d{4})?)?\s*(?:\((?P<agency>[A-Z][\w .&/-]{1,30})\))?\s*(?:--|[—–-])\s*"
)
_CREDIT = re.compile(r"\((?P<agency>[A-Z][\w .&/-]{1,30})\)\s*$")
_BYLINE = re.compile(
    r"(?:By|BY|Reporting by|Written by|Posted by|Story by)\s+(?P<who>[A-Z][^\n.!?]{1,80})$"
)
_PREFIX = re.compile(
    r"(?:date|published|posted|updated)\s*:?\s*(?=\d{4}-\d\d-\d\d\s)", re.IGNORECASE
)
_DATE_LABEL = re.compile(r"\b(?:published|updated|posted|date|modified|issued)\b", re.IGNORECASE)
_BULLET = re.compile(r"[•·*▪◦■▶►\-–—]\s|[-–—*•]$")
_TERMINAL = re.compile(r"[.!?…。:;][\"”»’')\]]*(?:\s?\([A-Z][\w .&/-]{1,30}\))?$|[\"”»]$")
_NOTICE = re.compile(
    r"cookies?\b.*\b(?:experience|policy|accept)|all rights reserved|©|\bcopyright\b|"
    r"privacy policy|terms of (?:use|service)|\bsubscribe\b|newsletter|\bsign (?:up|in)\b|"
    r"\blog ?in\b|^advertis|^sponsored|^read more\b|^read also\b|^click here|^follow us|"
    r"^share (?:this|on)|share button|download (?:our|the) app|font[- ]size|link copied|"
    r"^(?:also )?read:|^watch:|^listen:|^related:|^more:|^skip to",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\"“][^\"”]{1,60}[\"”]\s*)?(?:top \d+ \w+|popular (?:articles?|stories|posts|now)|"
    r"most (?:read|popular|viewed|shared|watched).*|related (?:articles?|stories|news|posts|topics|"
    r"content).*|recommended.*|trending.*|read next.*|more (?:from|on|stories|news|top|in)\b.*|"
    r"latest (?:news|stories|headlines).*|editor['’]?s['’]? (?:picks?|choice).*|"
    r"you (?:may|might) (?:also )?like.*|[\w ]{1,30} ranking|"
    r"(?:post a |view )?comments?(?: \(\d+\))?|about the author.*|tags?:?|topics?:?|"
    r"notes? (?:to|for) editors?.*|(?:media |press )?contacts?:?|ends?|-+ ?ends? ?-+|#{2,})$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\b(?:in this|file|undated|handout|captured|courtesy of|screen)\s(?:[\w.,]+\s){0,4}?"
    r"(?:photo|image|picture|photograph|file photo|captured image|video)|"
    r"\b(?:photo|image|picture|credit)s?\s?(?:by|:|credit)|\((?:file|pictured?|left|right|center|"
    r"centre|c|l|r)\)|\b(?:is|are|was) (?:seen|pictured|shown|photographed)\b|"
    r"\b(?:Getty Images|AP Photo|EPA-EFE|Shutterstock|Alamy)\b|^(?:photo|image|caption|pictured)\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"^[!\[\]()|\s]+$")
_OUTLET = re.compile(
    r"\b(?:Herald|Times|Post|News|Daily|Journal|Gazette|Tribune|Guardian|Mail|Sun|Mirror|Observer|"
    r"Telegraph|Chronicle|Standard|Courier|Press|Today|Agency|Globe|Star|Bulletin|Independent|"
    r"Express|Review|Ministry|Department|Examiner|Sentinel|Argus|Echo|Record|Dispatch|Inquirer|"
    r"Monitor|Wire|Broadcasting|Weekly|Magazine|Office|Online)\b"
)
_OWNER = re.compile(
    r"(?:©|\bcopyright\b)[\s\d–-]*(?:\(c\)\s*)?(?:by )?"
    r"(?P<who>[A-Z][\w .&'’-]{2,40}?)(?=[.,|]|\s-|$)",
    re.IGNORECASE,
)
_QUOTE_MARK = re.compile('["“”„«»]')
_TELLS = re.compile(
    r"\b(?:said|says|told|added|stated|announced|declined|warned|stressed|noted|reiterated|"
    r"insisted|claimed|argued|wrote)\b"
)
_INTRODUCES = re.compile(
    r"\b(?:said|says|told|added|continued|wrote|writes|reports|reported|tweeted|asked|replied|"
    r"answered|explained|follows|statement|noted)\b"
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def lay_out(text: str) -> Page:
    """Tell the report from the rest of its page."""
    rows = prose.paragraphs(text)
    kinds = _reconsidered(text, rows, _kinds(text, rows))
    title = _title(text, rows, kinds)
    kinds = _placed(text, rows, kinds, title)
    main = [row for row, kind in zip(rows, kinds, strict=True) if kind == "prose"]
    captions = tuple(row for row, kind in zip(rows, kinds, strict=True) if kind == "caption")
    prefix = _prefix(text, main)
    if prefix:
        main[0] = (prose.trimmed(text, prefix[1], main[0][1])[0], main[0][1])
    furniture = _grouped(text, rows, kinds, prefix)
    body, placed = _without_dateline(text, main)
    agency = _agency(text, rows, kinds, placed)
    published = _stated(text, rows, kinds, prefix) or _inferred(
        text, body, captions, placed, agency
    )
    outlet = _outlet(text, rows, kinds)
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


def _kinds(text: str, rows: Sequence[Span]) -> list[str]:
    """Say what each line is by itself; what is neither prose nor known is 'label'."""
    found = [_kind(text[start:end]) for start, end in rows]
    words = [text[start:end] for start, end in rows]
    for at in range(1, len(rows)):
        if words[at] == words[at - 1] and len(words[at]) > 40:  # a caption and its alt text
            found[at] = found[at - 1] = "caption"
    return found


def _kind(line: str) -> str:
    """Return the first kind whose test a line passes; long lines can only be prose or captions."""
    tests = (
        ("label", lambda: _TABLE.match(line[:400])),
        ("caption", lambda: len(line) < 1200 and _is_caption(line)),
        ("byline", lambda: len(line) < 90 and _BYLINE.match(line)),
        ("dateline", lambda: _is_date_line(line)),
        ("notice", lambda: len(line) < 250 and _is_notice(line)),
        ("tail", lambda: len(line) < 90 and _TAIL.match(line)),
        ("prose", lambda: _is_prose(line)),
    )
    return next((kind for kind, holds in tests if holds()), "label")


def _is_notice(line: str) -> bool:
    return bool(_NOTICE.search(line)) and not _QUOTE_MARK.search(line)


def _is_caption(line: str) -> bool:
    half = len(line) // 2
    if half > 30 and line[:half].strip() == line[half:].strip():
        return True
    if _QUOTE_MARK.search(line) or _TELLS.search(line):
        return False
    if _CAPTION.search(line):
        return True
    # A credit without a stop before it: no sentence of a report ends so.
    credit = re.search(rf"(?<![.!?])[\s/(|]+(?:{_AGENCY})[\s)|]*$", line)
    return bool(credit) and len(_WORD.findall(line)) > 6


def _is_date_line(line: str) -> bool:
    """Tell a line that holds a date and next to nothing else."""
    if len(line) > 120:
        return False
    found = [line[s:e] for s, e in dates.expressions(line) if dates.day_and_month(line, (s, e))]
    if not found:
        return False
    rest = len(_WORD.findall(line)) - sum(len(_WORD.findall(words)) for words in found)
    return rest <= 3 or (bool(_DATE_LABEL.search(line)) and rest <= 8)


def _is_prose(line: str) -> bool:
    words = _WORD.findall(line[:2000])
    small = sum(1 for word in words if not word[0].isupper())
    if len(words) >= 40 or (line.endswith(":") and _INTRODUCES.search(line)):
        return True
    if _BULLET.match(line) and len(words) < 12:
        return False
    if _QUOTE_MARK.search(line) and (_TELLS.search(line) or _TERMINAL.search(line)):
        return len(words) > 2 or bool(_TELLS.search(line))
    if re.fullmatch(r"['‘].{1,80}['’]", line):  # a cross-heading in quotation marks
        return False
    return bool(_TERMINAL.search(line)) and len(words) >= 3 and small >= 0.3 * len(words)


# --- from lines to a page --------------------------------------------------------------------


def _title(text: str, rows: Sequence[Span], kinds: Sequence[str]) -> Span | None:
    """Return the headline: the longest line that is nothing else before the first paragraph."""
    first = next((at for at, kind in enumerate(kinds) if kind == "prose"), len(rows))
    lines = [
        rows[at]
        for at in range(first)
        if kinds[at] == "label" and not _BULLET.match(text[rows[at][0] :][:3])
    ]
    fit = [s for s in lines if len(_WORD.findall(text[s[0] : s[1]])) >= 4 and s[1] - s[0] <= 220]
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
    return len(line) < longest and not _QUOTE_MARK.search(line) and not _TELLS.search(line)


def _ends_in_day(line: str) -> bool:
    """Tell a caption that opens a page: a sentence in the present that ends in its day."""
    days = [span for span in dates.expressions(line) if dates.day_and_month(line, span)]
    return bool(days) and not line[days[-1][1] :].strip(" .") and not _TELLS.search(line)


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


def _looks_like_outlet(line: str) -> bool:
    words = _WORD.findall(line)
    return 0 < len(words) <= 6 and (words[0] == "The" or bool(_OUTLET.search(line)))


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
    if not main or (found := _DATELINE.match(text, *main[0])) is None or found.end() >= main[0][1]:
        return list(main), None
    return [(found.end(), main[0][1]), *main[1:]], found


# --- outlet, agency, day ---------------------------------------------------------------------


def _outlet(text: str, rows: Sequence[Span], kinds: Sequence[str]) -> str | None:
    for row, kind in zip(rows, kinds, strict=True):
        if kind == "masthead":
            return text[slice(*row)]
    for row, kind in zip(rows, kinds, strict=True):
        owner = _OWNER.search(text[slice(*row)][:300]) if kind in {"footer", "navigation"} else None
        if owner:
            return owner["who"].strip()
    return None


def _agency(
    text: str, rows: Sequence[Span], kinds: Sequence[str], dateline: re.Match[str] | None
) -> str | None:
    """Return the agency of the dateline, of a byline, of the closing credit, or of a caption."""
    if dateline is not None and dateline["agency"]:
        return dateline["agency"]
    for row, kind in zip(rows, kinds, strict=True):
        found = _NAMED_AGENCY.search(text[slice(*row)]) if kind == "byline" else None
        if found:
            return found[0]
    bodies = [row for row, kind in zip(rows, kinds, strict=True) if kind == "prose"]
    credit = (
        _CREDIT.search(text, max(bodies[-1][0], bodies[-1][1] - 40), bodies[-1][1])
        if bodies
        else None
    )
    if credit and _NAMED_AGENCY.fullmatch(credit["agency"]):
        return credit["agency"]
    return None


def _stated(
    text: str, rows: Sequence[Span], kinds: Sequence[str], prefix: Span | None
) -> Dated | None:
    """Return the first whole date that stands on a date line, or before the first words."""
    spans = [prefix] if prefix else []
    spans += [row for row, kind in zip(rows, kinds, strict=True) if kind in {"dateline", "byline"}]
    for span in spans:
        for words in dates.expressions(text, *span):
            found = dates.resolve(text, words, None)
            if found and found.precision in {"day", "minute"}:
                return found
    return None


#: A report without a year is taken for the newest that fits, up to this one: reading asks no clock.
_LATEST_YEAR = 2026
_AMERICAS = re.compile(r"\b(?:Washington|New York|Ottawa|Pentagon|State Department)\b")


def _inferred(
    text: str,
    body: Sequence[Span],
    captions: Sequence[Span],
    dateline: re.Match[str] | None,
    agency: str | None,
) -> Dated | None:
    """Infer the day of publication from a day in a dateline, a caption or the first paragraphs.

    The year comes from the weekday that the opening names. An agency far to the east of the
    Americas reports an afternoon there on its own next day.
    """
    opening = [*captions[:1], *body[:3]]
    sources = [dateline.span("date")] if dateline and dateline["date"] else []
    found = _first_day([*sources, *opening], text)
    if found is None:
        return None
    span, month, day, year = found
    weekday = None if year else _first_weekday(body[:3], text)
    year = year or _year(text, month, day, weekday)
    if year is None:
        return None
    happened = date(year, month, day)
    place = any(_AMERICAS.search(text, *where) for where in opening)
    later = AGENCIES.get(agency or "", 0) >= 8 and place and not sources
    note = f"from the words '{text[slice(*span)]}'"
    note += (
        ", which fall on the weekday named in the newest such year" if weekday is not None else ""
    )
    note += f"; the day after, at the home of {agency}" if later else ""
    value = happened + timedelta(1) if later else happened
    return Dated(value.isoformat(), "day", "inferred", None, None, note)


def _first_day(spans: Sequence[Span], text: str) -> tuple[Span, int, int, int | None] | None:
    for span in spans:
        for words in dates.expressions(text, *span):
            month_and_day = dates.day_and_month(text, words)
            if month_and_day:
                stated = dates.resolve(text, words, None)
                year = int(stated.value[:4]) if stated else None
                return (words, *month_and_day, year)
    return None


def _first_weekday(spans: Sequence[Span], text: str) -> int | None:
    for span in spans:
        for words in dates.expressions(text, *span):
            found = dates.weekday(text, words)
            if found is not None:
                return found
    return None


def _year(text: str, month: int, day: int, weekday: int | None) -> int | None:
    """Return the newest year that fits the weekday, one that the text names before others."""
    fits = [
        year
        for year in range(_LATEST_YEAR, 1990, -1)
        if weekday is not None and _falls_on(year, month, day, weekday)
    ]
    named = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
    return next((year for year in fits if year in named), fits[0] if fits else None)


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return date(year, month, day).weekday() == weekday
    except ValueError:
        return False
