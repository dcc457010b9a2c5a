"""Bytes to text: encodings, web pages, and what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enjoin.model.errors import EmptyDocument, NotText
from enjoin.text import prose

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
