"""The names that a field of the United Nations' list packs together, and its notes of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from enjoin.model.values import clean_text

LETTERED = re.compile(r"(?:^|[\s,;])\(?[a-z]\)\s*")
_OUTSIDE = re.compile(r";(?![^(]*\))")
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*)(?:\)\s*(.*)|$)$")
_SCRIPT_NOTE = re.compile(r"\s*\(\s*(?:in )?original script\s*\)", re.IGNORECASE)
_LABEL = re.compile(r"^(?:original script|in original script|arabic|الكنية)\s*:?\s*", re.IGNORECASE)
_DESCRIBES = re.compile(
    r"\b(?:combat|birth|given|previous|former|listed|known|believed|nom de guerre|name)\b",
    re.IGNORECASE,
)
_BORN = re.compile(r",?\s+(?:born|date of birth|DOB)\b.*$", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]{1,11}")


def split_aliases(text: str) -> list[tuple[str, str]]:
    """Split what a field of names packs together: (kind, text), kind 'alias', 'weakAlias', 'notes'.

    Splits 'a) X b) Y', 'X; Y' and a name with the same in another script, in brackets or behind
    it. An acronym in brackets is a weak alias, words about the name ('birth name', 'born 1960 ...')
    are notes. What else stands in brackets belongs to the name.
    """
    lettered = LETTERED.split(_SCRIPT_NOTE.sub("", clean_text(text)))
    pieces = [piece for part in lettered for piece in _OUTSIDE.split(part)]
    found = [each for piece in pieces if (plain := piece.strip(" ,;")) for each in _taken(plain)]
    return list(dict.fromkeys(found))


def _taken(piece: str) -> Iterator[tuple[str, str]]:
    if born := _BORN.search(piece):
        yield "notes", piece
        piece = piece[: born.start()]
    match = _BRACKETS.match(piece)
    kind = match and _kind_of_bracket(match[1] + (match[3] or ""), match[2])
    if match is None or kind is None:
        yield from _alias(piece)
        return
    yield from _alias(f"{match[1]} {match[3] or ''}")
    if kind == "notes":
        yield "notes", piece
    else:
        for inner in match[2].split(";"):
            yield from _alias(_LABEL.sub("", inner.strip()), kind)


def _alias(text: str, kind: str = "alias") -> Iterator[tuple[str, str]]:
    """Yield a name, without brackets that have lost their other half."""
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    for name in _by_script(text.split()):
        if any(c.isalnum() for c in name):
            yield kind, name.strip(" ,;")


def _by_script(words: list[str]) -> list[str]:
    """Part a name from the same name in another script, when both have two words or more."""
    latin = [_is_latin(word) for word in words]
    turn = next((n for n, is_latin in enumerate(latin) if is_latin != latin[0]), 0)
    if 2 <= turn <= len(words) - 2 and len(set(latin[turn:])) == 1:
        return [" ".join(words[:turn]), " ".join(words[turn:])]
    return [" ".join(words)]


def _kind_of_bracket(outside: str, inside: str) -> str | None:
    """Tell what brackets hold: another name, an acronym, words about the name, or part of it."""
    if not outside.strip():
        return None
    if _is_latin(_LABEL.sub("", inside)) != _is_latin(outside):
        return "alias"
    if _DESCRIBES.search(inside):
        return "notes"
    return "weakAlias" if _ACRONYM.fullmatch(inside.strip()) else None


def _is_latin(text: str) -> bool:
    """Tell whether the first letter is Latin; what has no letter counts as Latin."""
    letter = next((c for c in text if c.isalpha()), "a")
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))


_TRANSLITERATED = re.compile(r"\btransliterations?\b(?: of\b.*)?\s*:?", re.IGNORECASE)
_BRACKET = re.compile(r"[()]")
_LONGEST_NAME = 8  # words
_PARTICLES = frozenset("al el ul bin ben ibn bint abu ould ag son of de da van von the and".split())


def names_in_note(note: str) -> list[str]:
    """Return the names that a note on an alias lists; none where it is prose.

    Names are what stands in another script, and items of a list of names in Latin script: parted
    by ';' ('Abu X; Abou X', also in brackets), or by ',' where the note calls them
    transliterations. 'born 1972 in Mosul; nationality: Iraq' is prose.
    """
    note = clean_text(note)
    native = [run for text in _native(note) for run in [text.strip(" ,.;:")] if run]
    spelled = _TRANSLITERATED.search(note) is not None
    latin = [name for part in _BRACKET.split(note) for name in _listed(part, spelled)]
    return list(dict.fromkeys([*native, *latin]))


def _native(note: str) -> Iterator[str]:
    """Yield each run of words in another script, whatever words of ours stand around it."""
    run: list[str] = []
    for word in [*note.split(), "a"]:
        if not _is_latin(word):
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []


def _listed(part: str, spelled: bool) -> list[str]:
    """Split a list of names; [] where an item is none, or there is but one and no label."""
    plain = _TRANSLITERATED.sub("", part)
    items = [item for item in map(str.strip, re.split("[;,]" if spelled else ";", plain)) if item]
    if len(items) < (1 if plain != part else 2) or not all(map(_is_name, items)):
        return []
    return items


def _is_name(text: str) -> bool:
    """Tell whether words are a name: capitals, but for particles, and nothing but letters."""
    words = [word.strip("'’‘`.\"") for word in text.split()]
    return (
        0 < len(words) <= _LONGEST_NAME
        and _is_latin(text)
        and not _DESCRIBES.search(text)
        and not re.search(r"[\d:]", text)
        and any(word[:1].isupper() for word in words)
        and all(w[:1].isupper() or w.split("-")[0] in _PARTICLES for w in words)
    )
