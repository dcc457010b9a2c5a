"""What a list reader is given, what it gives back, and the checks every list goes through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from enjoin.model.countries import code_of, mention_code
from enjoin.model.entity import Entity
from enjoin.model.errors import CountOutOfRange, InvalidInput, ListShrank, WrongFormat

#: The publisher's files by their usual name in lower case, each as bytes or where they lie.
Files = Mapping[str, bytes | Path]


class SourceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a list before reading it.

    `urls` maps each of the publisher's files to its address, the principal file first; those in
    `optional` may be absent. `low` and `high` bound the entries a whole list has; `max_shrink` is
    the share of them that may go from one version to the next.
    """

    name: str
    title: str
    authority: str
    urls: tuple[tuple[str, str], ...]
    max_age_days: int
    low: int
    high: int
    max_shrink: float = 0.1
    optional: frozenset[str] = frozenset()

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the publisher's files, the principal one first."""
        return tuple(name for name, _ in self.urls)


class ReadList:
    """A list being read: iterate it for its entities, once.

    `published` is the publisher's date (ISO 8601), None where the files carry none; `missing`
    names files of the list that were not given, so that what they hold is not known. `entries`,
    the number of listed subjects, is known when all entities have been taken, and None before.
    """

    def __init__(
        self,
        source: str,
        published: str | None,
        subjects: Iterable[Iterable[Entity]],
        missing: tuple[str, ...] = (),
    ) -> None:
        """Take the listed subjects in order, each with what belongs to it."""
        self.source, self.published, self.missing = source, published, missing
        self.entries: int | None = None
        self._subjects = subjects

    def __iter__(self) -> Iterator[Entity]:
        """Yield each subject and, after it, what belongs to it.

        Raises:
            WrongFormat: there is not one entry in the files, or what the reader finds wrong.
        """
        found = 0
        for subject in self._subjects:
            found += 1
            yield from subject
        if not found:
            raise WrongFormat(self.source, "the files", "there is not one entry in them")
        self.entries = found


class Source(NamedTuple):
    """A list: what is known of it, and the function that reads its files."""

    info: SourceInfo
    read: Callable[[Files], ReadList]


def find_files(info: SourceInfo, path: Path) -> dict[str, Path]:
    """Find a list's files at a path: a folder that holds them, or its principal file.

    Upper and lower case do not matter. Beside a principal file called, say, `SDN_2024.CSV` its
    siblings are looked for as `ALT_2024.CSV`; they may be absent (`ReadList.missing` tells),
    while a folder has to be complete.

    Raises:
        InvalidInput: there is nothing at the path.
        WrongFormat: the folder does not hold the list's files.
    """
    if path.is_dir():
        return _in_folder(info, path)
    if not path.is_file():
        raise InvalidInput(f"{path}: there is no such file or folder; check the path.")
    principal, *others = info.files
    tail = path.stem.lower().removeprefix(Path(principal).stem)
    if path.stem.lower() == tail:
        return {principal: path}
    wanted = {f"{Path(name).stem}{tail}{Path(name).suffix}": name for name in others}
    near = {wanted[p.name.lower()]: p for p in path.parent.iterdir() if p.name.lower() in wanted}
    return {principal: path, **near}


def _in_folder(info: SourceInfo, folder: Path) -> dict[str, Path]:
    by_name = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    found = {name: by_name[name] for name in info.files if name in by_name}
    if missing := set(info.files) - found.keys() - info.optional:
        raise WrongFormat(info.name, str(folder), f"holds no {', no '.join(sorted(missing))}")
    return found


def missing_files(info: SourceInfo, files: Files) -> tuple[str, ...]:
    """Name the files of a list, other than optional ones, that are not there."""
    return tuple(n for n in info.files if n not in files and n not in info.optional)


def content(files: Files, name: str) -> bytes:
    """Return the bytes of a file."""
    file = files[name]
    return file if isinstance(file, bytes) else file.read_bytes()


def check_count(
    info: SourceInfo,
    found: int,
    before: tuple[str, int] | None = None,
    accepted: int | None = None,
) -> None:
    """Refuse a list with too few or too many entries, unless a person accepted that number.

    `before` is the version this one follows by date, and its number of entries.

    Raises:
        CountOutOfRange: the number is not what the source is expected to have.
        ListShrank: more entries went since `before` than `max_shrink` allows.
    """
    if found == accepted:
        return
    if not info.low <= found <= info.high:
        raise CountOutOfRange(info.name, found, info.low, info.high)
    if before and found < before[1] * (1 - info.max_shrink):
        raise ListShrank(info.name, before[1], found, before[0])


_DOCUMENT = re.compile(r"\s+passport\.?$", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:/|;|\bor\b|\band\b)\s*")


def country_codes(text: str) -> tuple[str, ...]:
    """Return the codes of the country, or countries, that a field of a list names.

    Reads 'Korea, North', 'Pakistani', 'Tunisian passport' and 'Sudan/or South Sudan'; returns
    none when a part of it is no country, so that the reader can keep the words.
    """
    plain = _DOCUMENT.sub("", text.strip().removeprefix("Region:").strip())
    if whole := code_of(plain) or mention_code(plain):
        return (whole,)
    codes = [code_of(part) or mention_code(part) for part in _SEVERAL.split(plain) if part]
    return tuple(dict.fromkeys(code for code in codes if code)) if all(codes) else ()
