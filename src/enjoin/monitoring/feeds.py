"""RSS and Atom feeds: one report for each entry."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from enjoin.model.report import Dated
from enjoin.monitoring.extracted import Told, instant_of, mailed

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:html|body|!doctype html)\b", re.IGNORECASE)


class Entry(NamedTuple):
    """An entry: its own number or address, its markup or words, what the feed says of it.

    `whole` tells that the feed gives more than a summary.
    """

    key: str
    markup: str
    told: Told
    whole: bool


def is_feed(data: bytes) -> bool:
    """Tell a feed by its first elements."""
    head = data[:4096]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(
        (found := _FEED.search(head)) and not _PAGE.search(head[: found.start()])
    )


_OPENS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def count(data: bytes) -> int:
    """Return how many entries a feed opens."""
    return sum(1 for _ in _OPENS.finditer(data))


def entries(data: bytes, most: int) -> Iterator[Entry]:
    """Yield the first entries of a feed; one cut off in the middle yields what it holds."""
    import feedparser  # only feeds need it

    beyond = next(islice(_OPENS.finditer(data), most, None), None)
    data = data[: beyond.start()] if beyond else data
    # Markup goes through our own reading of pages, which drops scripts and hidden words.
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    outlet = _words(feed.feed.get("title")) or None
    for number, entry in enumerate(feed.entries, 1):
        yield _entry(entry, outlet, number)


def _entry(entry: Any, outlet: str | None, number: int) -> Entry:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    whole = max(contents, key=len, default="")
    summary = entry.get("summary") or ""
    markup = whole if len(whole) >= len(summary) else summary
    source = _words((entry.get("source") or {}).get("title"))
    link = entry.get("link") or None
    told = Told(
        source or outlet,
        _words(entry.get("author")) or None,
        _words(entry.get("title")) or None,
        _published(entry),
        link,
    )
    return Entry(entry.get("id") or link or f"entry {number}", markup, told, bool(whole))


def _words(markup: object) -> str:
    """Return the words of a title, which may hold markup."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^<>]{0,500}>", " ", str(markup or ""))).split())[:500]


def _published(entry: Any) -> Dated | None:
    """Return the instant an entry states, in its own zone where that can be read, else in UTC."""
    for name in ("published", "updated"):
        words = str(entry.get(name) or "")
        stated = instant_of(words, f"the feed's {name}") or mailed(words, f"the feed's {name}")
        if stated:
            return stated
        parsed = entry.get(f"{name}_parsed")
        if parsed:
            moment = datetime.fromtimestamp(timegm(parsed), UTC).isoformat(timespec="minutes")
            return Dated(moment, "minute", "stated", None, None, f"the feed's {name}, in UTC")
    return None
