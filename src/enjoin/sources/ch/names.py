"""Names on SECO's list: parts of a kind and an order, each with spellings in other scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enjoin.model.entity import Text
from enjoin.model.errors import UnknownValue, WrongFormat
from enjoin.sources.languages import iso_639_3
from enjoin.sources.xml import Node

#: Kinds of parts in the order in which a person's name is spoken.
_SPOKEN = (
    "given-name",
    "further-given-name",
    "father-name",
    "grand-father-name",
    "family-name",
    "tribal-name",
    "suffix",
    "other",
)
#: Kinds of parts that stand beside the name, not in it.
_BESIDE = ("title", "maiden-name")
_KINDS = frozenset({*_SPOKEN, *_BESIDE, "whole-name"})
_LATIN = frozenset({"", "LATN"})


class Spelling(NamedTuple):
    """Another spelling of a part, with its script (ISO 15924) and language, '' where not told."""

    text: str
    script: str
    lang: str


class Part(NamedTuple):
    """One part of a name: its kind, its place in the order that SECO prints, and its spellings."""

    kind: str
    order: int
    value: str
    spellings: tuple[Spelling, ...]


class Variant(NamedTuple):
    """A whole name in other spellings; not `whole` when a script has only some of its parts."""

    text: Text
    whole: bool


class Name(NamedTuple):
    """A name: its type and quality as SECO has them, its language, and its parts as spoken."""

    type: str
    quality: str
    lang: str | None
    parts: tuple[Part, ...]
    beside: tuple[Part, ...]

    @property
    def text(self) -> Text:
        """The name as it is spoken."""
        return Text(_joined(part.value for part in self.parts), self.lang)

    @property
    def maiden(self) -> Text | None:
        """The name with the maiden name in the family name's place, where there is one."""
        names = [part.value for part in self.beside if part.kind == "maiden-name"]
        others = [part.value for part in self.parts if part.kind != "family-name"]
        return Text(_joined([*others, *names]), self.lang) if names else None

    def values(self, kind: str) -> list[str]:
        """Return the parts of a kind."""
        return [part.value for part in (*self.parts, *self.beside) if part.kind == kind]

    def variants(self) -> Iterator[Variant]:
        """Yield the name in each of its other spellings.

        A spelling in Latin letters replaces its part alone, and together with the others in turn.
        In another script only what is spelled in that script makes up the name.
        """
        for script, lang in dict.fromkeys(_cultures(self.parts)):
            columns = [_spelled(part, script, lang) for part in self.parts]
            latin = script in _LATIN
            whole = latin or all(columns)
            for words in _rows(self.parts, columns) if latin else _columns(columns):
                yield Variant(Text(_joined(words), lang or None), whole)


def _cultures(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    return ((each.script, each.lang) for part in parts for each in part.spellings)


def _spelled(part: Part, script: str, lang: str) -> list[str]:
    return [s.text for s in part.spellings if (s.script, s.lang) == (script, lang)]


def _rows(parts: Sequence[Part], columns: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield a name once for each spelling of one part, and then with the spellings side by side."""
    base = [part.value for part in parts]
    for at, spellings in enumerate(columns):
        for spelling in spellings:
            yield [*base[:at], spelling, *base[at + 1 :]]
    yield from _columns([spelled or [value] for spelled, value in zip(columns, base, strict=True)])


def _columns(columns: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield the first spellings of all parts, the second ones, ...; the last of a part repeats."""
    for at in range(max(map(len, columns))):
        yield [spelled[min(at, len(spelled) - 1)] for spelled in columns if spelled]


def _joined(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word)


def read_name(node: Node, person: bool) -> Name:
    """Read a name; a person's is put into the order it is spoken in, others keep SECO's.

    Raises:
        UnknownValue: a part, or a language, is of a kind that is not known.
        UnreadFields: there is something that nobody reads here.
    """
    node.attribute("ssid")
    found = sorted((_part(part) for part in node.nodes("name-part")), key=lambda part: part.order)
    parts = [part for part in found if part.value and part.kind not in _BESIDE]
    if person and all(part.kind in _SPOKEN for part in parts):
        parts.sort(key=lambda part: _SPOKEN.index(part.kind))
    name = Name(
        node.attribute("name-type"),
        node.attribute("quality"),
        _language(node) or None,
        tuple(parts),
        tuple(part for part in found if part.value and part.kind in _BESIDE),
    )
    node.done()
    return name


def _part(node: Node) -> Part:
    kind, order = node.attribute("name-part-type"), node.attribute("order")
    if kind not in _KINDS:
        raise UnknownValue(node.source, node.where, "name-part-type", kind)
    if not (order.isascii() and order.isdigit()):
        raise WrongFormat(node.source, node.where, f"has a part of a name of order {order!r}")
    spellings = [_spelling(each) for each in node.nodes("spelling-variant")]
    part = Part(kind, int(order), node.text("value"), tuple(s for s in spellings if s.text))
    node.done()
    return part


def _spelling(node: Node) -> Spelling:
    node.attribute("spelling-variant-type")  # how it was transliterated; its text is what counts
    spelling = Spelling(node.own(), node.attribute("script").upper(), _language(node))
    node.done()
    return spelling


def _language(node: Node) -> str:
    code = node.attribute("lang")
    if code and iso_639_3(code) is None:
        raise UnknownValue(node.source, node.where, "lang", code)
    return iso_639_3(code) or ""
