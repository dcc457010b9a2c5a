"""Bytes to text: encodings, pages, feeds, mail and PDF files, and what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enjoin.model.errors import DocumentError, EmptyDocument, NotText, TooLong
from enjoin.monitoring import feeds, mail, webpages
from enjoin.monitoring.extracted import Extracted, Hint
from enjoin.text import prose

#: Most bytes of a file and most characters of a report's text that are read. The longest reports
#: of this field, those of expert panels, have some 1.5 million characters.
MOST_BYTES = 32_000_000
MOST_CHARACTERS = 2_000_000
#: Most entries of one feed, and most messages within messages, that are read.
MOST_ENTRIES = 1_000
_DEEPEST = 3

_MAGIC = {
    b"\x89PNG": "a PNG picture",
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

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def documents(name: str, data: bytes, depth: int = 0) -> Iterator[Extracted | DocumentError]:
    """Yield the reports of a file: one, or one for each entry of a feed or attachment of a mail.

    What cannot be read is yielded as the error that says why; the others go on.
    """
    try:
        yield from _documents(name, data, depth)
    except DocumentError as error:
        yield error


def _documents(name: str, data: bytes, depth: int) -> Iterator[Extracted | DocumentError]:
    if not data.strip():
        raise EmptyDocument(name)
    if len(data) > MOST_BYTES:
        raise TooLong(name, len(data), MOST_BYTES, "bytes")
    if data.startswith(b"%PDF"):
        from enjoin.monitoring import pdf

        yield _checked(name, pdf.extract(name, data))
        return
    _refuse_binary(name, data)
    if feeds.is_feed(data):
        yield from _entries(name, data)
    elif mail.is_mail(name, data):
        yield from _letter(name, data, depth)
    else:
        yield _checked(name, _file(name, data))


def _checked(name: str, found: Extracted) -> Extracted:
    if not found.text.strip(prose.BLANK):
        raise EmptyDocument(name)
    if len(found.text) > MOST_CHARACTERS:
        raise TooLong(name, len(found.text), MOST_CHARACTERS, "characters")
    return found


def _file(name: str, data: bytes) -> Extracted:
    text, own, notes = _decoded(name, data)
    plain = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    if _HTML.match(plain) or (name.lower().endswith((".html", ".htm")) and b"<" in plain):
        page = _page(name, text)
        return page._replace(notes=(*notes, *page.notes))
    if plain.lstrip().startswith(b"<?xml"):
        raise NotText(name, "an XML file that is neither a feed nor a page")
    return Extracted(text, own, notes=notes)


def _page(name: str, markup: str) -> Extracted:
    found = webpages.extract(markup)
    if found is None:
        raise EmptyDocument(name)
    if webpages.CUT in found.notes and not found.text.strip(prose.BLANK):
        raise NotText(name, "a page nested deeper than any report's")
    return found


# --- a feed's entries --------------------------------------------------------------------------


def _entries(name: str, data: bytes) -> Iterator[Extracted | DocumentError]:
    number, count = 0, feeds.count(data)
    for number, entry in enumerate(feeds.entries(data, MOST_ENTRIES), 1):
        part = f"{name}#{number}"
        try:
            yield _checked(part, _entry(part, entry))._replace(part=part)
        except DocumentError as error:
            yield error
    if number == 0:
        raise EmptyDocument(name)
    if count > MOST_ENTRIES:
        yield TooLong(name, count, MOST_ENTRIES, "entries")


def _entry(part: str, entry: feeds.Entry) -> Extracted:
    """Read an entry: its title as the first line, then its words."""
    page = webpages.extract(f"<article>{entry.markup}</article>") if entry.markup else None
    notes = page.notes if page else ()
    if not entry.whole:
        notes = (*notes, "The feed gives a summary; the report itself was not read.")
    title = entry.told.title or ""
    text = page.text if page else ""
    hints: tuple[Hint, ...] = page.hints if page else ()
    if title and not text.startswith(title):
        text, hints = f"{title}\n\n{text}".rstrip(), ("title", *hints)
    return Extracted(text, False, hints, entry.told, notes, part)


# --- a message and what is attached ------------------------------------------------------------


def _letter(name: str, data: bytes, depth: int) -> Iterator[Extracted | DocumentError]:
    letter = mail.read(data)
    unread = tuple(f"The attachment {told} was not read." for told in letter.unread)
    try:
        yield _checked(name, _body(name, letter, unread))
    except DocumentError as error:
        if not letter.attached:
            raise
        yield error
    for at, (attached, given) in enumerate(letter.attached, 1):
        part = f"{name}#{at} {attached}"
        if depth >= _DEEPEST:
            yield NotText(part, "a message within messages within messages")
            continue
        for found in documents(part, given, depth + 1):
            yield (
                found
                if isinstance(found, DocumentError)
                else found._replace(own=False, part=found.part or part)
            )


def _body(name: str, letter: mail.Letter, notes: tuple[str, ...]) -> Extracted:
    """Read a message: its subject as the first line, then its words."""
    page = _page(name, letter.text) if letter.is_html and letter.text.strip() else None
    words = page.text if page else _printable(name, letter.text)
    notes = (*notes, *page.notes) if page else notes
    told = letter.told.over(page.told) if page else letter.told
    title = told.title or ""
    if not words.strip():
        raise EmptyDocument(name)
    text = f"{title}\n\n{words}" if title else words
    hints: tuple[Hint, ...] = ()
    if page:
        hints = ("title", *page.hints) if title else page.hints
    return Extracted(text, False, hints, told, notes)


# --- encodings ---------------------------------------------------------------------------------


def _refuse_binary(name: str, data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic) and not (magic == b"BM" and data[:400].isascii()):
            raise NotText(name, what)
    if b"\0" in data and not _wide(data):
        raise NotText(name, "binary data (it holds NUL bytes)")


def _wide(data: bytes) -> str | None:
    """Return the UTF-16 that a text is in: by its byte-order mark, or by every other byte NUL."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:400]
    for encoding, nul, other in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if len(sample) >= 20 and not any(sample[nul::2]) and all(sample[other::2]):
            return encoding
    return None


def _decoded(name: str, data: bytes) -> tuple[str, bool, tuple[str, ...]]:
    """Return the text, whether it is the file's own UTF-8 content, and what to say of it."""
    if wide := _wide(data):
        return _printable(name, data.decode(wide, "replace")), False, ()
    try:
        return _printable(name, data.decode("utf-8")), True, ()
    except UnicodeDecodeError:
        pass
    if repaired := _repaired(data):
        note = "Some bytes are no UTF-8; they stand as \N{REPLACEMENT CHARACTER} in the text."
        return _printable(name, repaired), False, (note,)
    for encoding in _guesses(data):
        try:
            text = _printable(name, data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
        return text, False, (f"Read as {encoding}.",)
    raise NotText(name, "text in an encoding that was not recognised")


def _repaired(data: bytes) -> str | None:
    """Return text in UTF-8 of which a few bytes are broken; None where it is something else."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = len(data) - len(text) + broken  # bytes beyond the first of each character
    return text if broken and whole > 10 * broken else None


_DECLARED = re.compile(
    rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,80}encoding\s*=\s*["'])([A-Za-z][\w.:-]{1,30})""",
    re.IGNORECASE,
)
#: What browsers read under these names (WHATWG Encoding): pages declare the narrower set.
_WIDER = {
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "windows-31j": "cp932",
}
_NO_TEXT = frozenset(
    "base64 hex bz2 zlib rot13 uu quopri punycode idna undefined utf-8 utf8".split()
)


def _guesses(data: bytes) -> Iterator[str]:
    """Yield encodings to try: the declared one, then what most of the high bytes would be."""
    if declared := _DECLARED.search(data[:2048]):
        label = declared[1].decode("ascii").lower()
        if label not in _NO_TEXT:
            yield _WIDER.get(label, label)
    sample = data[:20_000]
    high = sum(byte > 0x7F for byte in sample)
    hangul = len(re.findall("[가-힣]", sample.decode("cp949", "ignore")))
    if hangul * 2 > 0.8 * high and high > 0.1 * len(sample):
        yield "cp949"
    if high > 0.3 * len(sample):
        yield from _cyrillic(sample, high)
    yield "cp1252"


def _cyrillic(sample: bytes, high: int) -> Iterator[str]:
    """Yield the Cyrillic encodings in which most letters are small ones, likelier first."""
    small = {
        encoding: len(re.findall("[а-яё]", sample.decode(encoding, "ignore")))
        for encoding in ("cp1251", "koi8-r", "iso-8859-5")
    }
    yield from (e for e in sorted(small, key=lambda e: -small[e]) if small[e] > 0.6 * high)


def _printable(name: str, text: str) -> str:
    if len(_CONTROL.findall(text[:100_000])) > 0.01 * len(text[:100_000]):
        raise NotText(name, "binary data (it holds control characters)")
    return text
