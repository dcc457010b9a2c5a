"""Mail messages: a body, what its headers say, and the documents attached."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from typing import NamedTuple

from enjoin.monitoring.extracted import Told, mailed

_HEADERS = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To):",
    re.IGNORECASE,
)
#: Attachments that are documents; others are told, not read.
_DOCUMENTS = frozenset({"text/plain", "text/html", "application/pdf", "message/rfc822"})


class Letter(NamedTuple):
    """A message: its text (words or markup), what its headers say, its attachments by name."""

    text: str
    is_html: bool
    told: Told
    attached: tuple[tuple[str, bytes], ...]
    unread: tuple[str, ...]


def is_mail(name: str, data: bytes) -> bool:
    """Tell a message by the name of its file, or by headers that only a message has."""
    head = data[:20_000].replace(b"\r\n", b"\n")
    return name.lower().endswith(".eml") or bool(_HEADERS.match(head))


def read(data: bytes) -> Letter:
    """Take a message apart; a part that cannot be decoded is read as far as it goes."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    body = body if isinstance(body, EmailMessage) else None
    try:
        attached = list(_attached(message, body))
    except (AttributeError, TypeError, ValueError):  # a message cut off in the middle
        attached = []
    return Letter(
        _words(body) if body is not None else "",
        body is not None and body.get_content_type() == "text/html",
        _told(message),
        tuple((name, given) for name, kind, given in attached if kind in _DOCUMENTS),
        tuple(f"{name} ({kind})" for name, kind, _ in attached if kind not in _DOCUMENTS),
    )


def _words(part: EmailMessage) -> str:
    """Return a part's words; a charset nobody knows is read as UTF-8 as far as it goes."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    except LookupError:
        return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _attached(message: EmailMessage, body: EmailMessage | None) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, kind and bytes of each attachment; pictures inside the text are none."""
    for number, part in enumerate(message.iter_attachments(), 1):
        if part is body or part.get_content_disposition() == "inline":
            continue
        kind = part.get_content_type()
        name = (part.get_filename() or f"attachment {number}").replace("\n", " ")[:200]
        if kind == "message/rfc822":
            inner = part.get_payload(0)
            yield name, kind, inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            continue
        payload = part.get_payload(decode=True)
        yield name, kind, payload if isinstance(payload, bytes) else b""


def _told(message: EmailMessage) -> Told:
    name, _ = parseaddr(str(message.get("From", "")))
    subject = " ".join(str(message.get("Subject", "")).split())
    sent = mailed(str(message.get("Date", "")), "the mail's Date")
    return Told(author=name or None, title=subject or None, published=sent)
