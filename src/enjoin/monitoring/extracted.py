"""What a file gives before it is read: its text, and what the file itself says about it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from enjoin.model.report import Dated

#: What the format says of a line. `body` is the report's, `side` the page's; a `list` item and a
#: `heading` are the report's if they stand between its paragraphs; None where it says nothing.
Hint = Literal["title", "body", "heading", "list", "caption", "side"] | None


class Told(NamedTuple):
    """What a page, a feed or a mail says of itself outside its text."""

    outlet: str | None = None
    author: str | None = None
    title: str | None = None
    published: Dated | None = None
    link: str | None = None

    def over(self, other: Told) -> Told:
        """Return what this says, and where it is silent what `other` says."""
        return Told(
            self.outlet or other.outlet,
            self.author or other.author,
            self.title or other.title,
            self.published or other.published,
            self.link or other.link,
        )


class Extracted(NamedTuple):
    """One report's text.

    `own` tells that it is the file's own UTF-8 content as it stands. `hints` holds one hint for
    each line that is not blank, or is empty where the format has none. `part` tells which part of
    the file this is, where a file holds several.
    """

    text: str
    own: bool = False
    hints: tuple[Hint, ...] = ()
    told: Told = Told()
    notes: tuple[str, ...] = ()
    part: str | None = None


def instant_of(words: str | None, where: str) -> Dated | None:
    """Read an ISO 8601 date or instant as pages and feeds state it, its zone kept; else None."""
    from datetime import datetime

    stripped = (words or "").strip()
    try:
        found = datetime.fromisoformat(stripped)
    except ValueError:
        return None
    if len(stripped) <= 10:
        return Dated(found.date().isoformat(), "day", "stated", None, None, where)
    return Dated(found.isoformat(timespec="minutes"), "minute", "stated", None, None, where)


def mailed(words: str, where: str) -> Dated | None:
    """Read a date as mail and RSS state it ('Tue, 01 Aug 2023 09:09:00 +0900'); else None."""
    from email.utils import parsedate_to_datetime

    try:
        sent = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError):
        return None
    return Dated(sent.isoformat(timespec="minutes"), "minute", "stated", None, None, where)
