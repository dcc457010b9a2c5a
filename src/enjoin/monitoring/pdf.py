"""PDF files: the words on their pages."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from enjoin.model.errors import DocumentError, NotText
from enjoin.model.report import Dated
from enjoin.monitoring.extracted import Extracted, Told

#: A file with more pages is a book, not a report.
_MOST_PAGES = 2_000
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿа-яё])")


def extract(name: str, data: bytes) -> Extracted:
    """Return the words of a PDF file, without the lines that stand on most of its pages.

    Raises:
        NotText: it is encrypted, damaged, or holds only pictures of its pages.
    """
    from pypdf import PdfReader  # only PDF files need it

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it could mend is no news to a reader
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotText(name, "an encrypted PDF file")
        if len(reader.pages) > _MOST_PAGES:
            raise NotText(name, f"a PDF file of {len(reader.pages):,} pages")
        pages = [page.extract_text().replace("\x00", "") for page in reader.pages]
        told = _told(reader.metadata or {})
    except DocumentError:
        raise
    except Exception as error:  # a damaged file breaks its reader in many ways
        raise NotText(name, f"a PDF file that cannot be read ({type(error).__name__})") from error
    text = _HYPHEN.sub("", "\n\n".join(_without_repeated(pages)))
    if len(re.findall(r"\w{2,}", text)) < 3:
        raise NotText(name, "a PDF file without text: its pages seem to be scanned")
    return Extracted(text, told=told)


def _without_repeated(pages: Sequence[str]) -> list[str]:
    """Drop head and foot lines, which stand on most pages with other numbers."""
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    if len(split) < 3:
        return ["\n".join(lines) for lines in split]
    edges = Counter(_shape(line) for lines in split for line in {*lines[:2], *lines[-2:]})
    often = {shape for shape, count in edges.items() if count > len(split) / 2}
    return [
        "\n".join(
            line
            for at, line in enumerate(lines)
            if not (_shape(line) in often and (at < 2 or at >= len(lines) - 2))
        )
        for lines in split
    ]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def _told(given: object) -> Told:
    """Return author and day of a PDF's own properties; the day it was made is no stated date."""
    get = getattr(given, "get", lambda _key: None)
    made = _MADE.match(str(get("/CreationDate") or ""))
    day = f"{made[1]}-{made[2]}-{made[3]}" if made else None
    published = (
        Dated(day, "day", "inferred", None, None, "the day the PDF file was made") if day else None
    )
    author = str(get("/Author") or "").strip()
    is_name = re.search(r"[^\W\d_]{2} [^\W\d_]", author)  # not the account of a computer
    return Told(author=author if is_name else None, published=published)
