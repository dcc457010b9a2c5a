"""Marks over a text that stays as it is: overlapping spans become properly nested elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.errors import InvalidInput
from enjoin.model.report import Span

if TYPE_CHECKING:
    from markupsafe import Markup


class Mark(NamedTuple):
    """A stretch of text to highlight; `refs` are the labels of the facts that rest on it.

    The label of a fact is, in lower case, the id of its row. A mark without `anchor` cannot be
    linked to.
    """

    span: Span
    kinds: tuple[str, ...]
    anchor: str | None = None
    refs: tuple[str, ...] = ()


def highlight(text: str, marks: Iterable[Mark]) -> Markup:
    """Write a text as HTML with its marks; without the tags it is the text, to the character.

    Spans may nest, touch, cross and be empty. Where two cross, the one that ends later is
    closed and opened again, and its anchor stays on the first piece. Labels of facts are shown
    by the style sheet and are not part of the text.

    Raises:
        InvalidInput: a span reaches beyond the text.
    """
    from markupsafe import Markup

    marks = sorted(marks, key=lambda mark: (mark.span[0], -mark.span[1]))
    starting: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        _check(mark, len(text))
        starting[mark.span[0]].append(mark)
    points = sorted({0, len(text), *(at for mark in marks for at in mark.span)})
    written: list[str] = []
    open_: list[Mark] = []
    for here, there in pairwise([*points, len(text)]):
        written += _close(open_, here)
        written += _open(open_, starting[here], here)
        written.append(_text(text[here:there]))
    return Markup("".join(written))  # noqa: S704 - escaped above


def _check(mark: Mark, length: int) -> None:
    start, end = mark.span
    if not 0 <= start <= end <= length:
        raise InvalidInput(
            f"[{start}, {end}): is no place in a text of {length:,} characters, so a fact would "
            "rest on nothing. Read the report again, and give the text that was read."
        )


def _close(open_: list[Mark], here: int) -> list[str]:
    """Close what ends here; what crosses it is closed too, and opened again."""
    ending = [at for at, mark in enumerate(open_) if mark.span[1] == here]
    if not ending:
        return []
    inner = open_[ending[0] :]
    del open_[ending[0] :]
    tags = [_end(mark, over=mark.span[1] == here) for mark in reversed(inner)]
    again = sorted((mark for mark in inner if mark.span[1] > here), key=lambda m: -m.span[1])
    open_ += again
    return tags + [_start(mark, again=True) for mark in again]


def _open(open_: list[Mark], starting: Sequence[Mark], here: int) -> list[str]:
    tags = []
    for mark in starting:
        tags.append(_start(mark))
        if mark.span[1] == here:
            tags.append(_end(mark, over=True))
        else:
            open_.append(mark)
    return tags


def _start(mark: Mark, *, again: bool = False) -> str:
    tag = "mark" if mark.anchor else "span"
    anchor = f' id="{escape(mark.anchor)}"' if mark.anchor and not again else ""
    return f'<{tag}{anchor} class="{escape(" ".join(mark.kinds))}">'


def _end(mark: Mark, *, over: bool) -> str:
    refs = "".join(_back(ref) for ref in mark.refs) if over else ""
    return ("</mark>" if mark.anchor else "</span>") + refs


def _back(ref: str) -> str:
    """Link back to a fact; its label is an attribute, so the text of the report stays its own."""
    label = escape(ref)
    return (
        f'<a class="back" href="#{label.lower()}" data-ref="{label}" '
        f'aria-label="back to {label}"></a>'
    )


def _text(text: str) -> str:
    """Escape text; a carriage return needs a reference, or a browser makes it a line feed."""
    return escape(text).replace("\r", "&#13;").replace("\0", "\N{SYMBOL FOR NULL}")
