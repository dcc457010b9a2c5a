"""What a list reader is given, what it gives back, and the checks every list goes through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from enjoin.model.countries import code_of, mention_code
from enjoin.model.entity import Entity
from enjoin.model.errors import CountOutOfRange, InvalidInput, ListShrank, WrongFormat

#: The publisher's files by their usual name in lower case, each as bytes or where they lie.
Files = Mapping[str, bytes | Path]

#: How much of a file is looked at to tell its format, in bytes.
_HEAD = 8_192


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One of the forms in which a publisher gives a list out.

    `files` maps each file's usual name, in lower case, to its address ('' where it has none), the
    principal file first; those in `optional` may be absent. `begins` is a pattern that is found in
    the first 8 KB of the principal file and in no other format's. `verified` tells that a real
    file of the publisher has been read; a reader written from a specification alone is not.
    `retired` tells since when the publisher no longer gives this form out, and what replaced it.

    `legend` names an optional file that says how to read the principal one: beside it, it may also
    be called as that is, with its own suffix. `further` is a pattern for names of more files of a
    folder, such as those that tell what has changed since the principal one.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    begins: str
    optional: frozenset[str] = frozenset()
    verified: bool = True
    retired: str | None = None
    legend: str = ""
    further: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, the principal one first."""
        return tuple(name for name, _ in self.files)

    @property
    def principal(self) -> str:
        """The name of the file that a list of this format cannot be without."""
        return self.files[0][0]


class SourceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a list before reading it.

    `formats` are the forms it is read in, first the one that is fetched. `low` and `high` bound
    the entries of a file that is taken at all; one with fewer than `whole` is taken for an
    excerpt, and every answer says so. `max_shrink` is the share of entries that may go from one
    version to the next. `retired` tells since when the publisher no longer keeps the list, and
    what replaced it.
    """

    name: str
    title: str
    authority: str
    formats: tuple[Format, ...]
    max_age_days: int
    low: int
    high: int
    whole: int = 0
    max_shrink: float = 0.1
    retired: str | None = None

    def format_of(self, files: Iterable[str]) -> Format:
        """Return the format whose principal file is among these names.

        Raises:
            WrongFormat: it is none.
        """
        names = set(files)
        for each in self.formats:
            if each.principal in names:
                return each
        raise WrongFormat(self.name, ", ".join(sorted(names)), "is no file of this list")


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

    A folder has to hold all files of one format. What format a single file is of is told by what
    it begins with, whatever it is called; its siblings are looked for beside it under the same
    naming, and may be absent (`ReadList.missing` tells): beside `SDN_2024.CSV`, `ALT_2024.CSV`.

    Raises:
        InvalidInput: there is nothing at the path.
        WrongFormat: the folder does not hold the list's files, the file is of no known format.
    """
    if path.is_dir():
        return _in_folder(info, path)
    if not path.is_file():
        raise InvalidInput(f"{path}: there is no such file or folder; check the path.")
    kind = told_by_content(info, path)
    wanted = _sibling_names(kind, path)
    near = {wanted[p.name.lower()]: p for p in path.parent.iterdir() if p.name.lower() in wanted}
    return {kind.principal: path, **near, **_legend(kind, path)}


def _legend(kind: Format, path: Path) -> dict[str, Path]:
    """Return the file that says how to read a principal file, if there is one beside it."""
    if not kind.legend:
        return {}
    beside = {p.name.lower(): p for p in path.parent.iterdir() if p.is_file()}
    names = (f"{path.stem.lower()}{Path(kind.legend).suffix}", kind.legend)
    found = next((beside[name] for name in names if name in beside), None)
    return {kind.legend: found} if found else {}


def told_by_content(info: SourceInfo, path: Path) -> Format:
    """Tell a file's format by its first bytes.

    Raises:
        WrongFormat: it begins like none of the list's formats.
    """
    for each in info.formats:
        if _begins_like(each, path):
            return each
    forms = "; ".join(each.name for each in info.formats)
    raise WrongFormat(info.name, str(path), f"begins like none of what is read ({forms})")


def _begins_like(kind: Format, path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.replace(b"\0", b"").decode("latin-1")  # letters of any encoding, for patterns only
    return re.search(kind.begins, text) is not None


def _sibling_names(kind: Format, path: Path) -> dict[str, str]:
    """Return how the other files of a format are called beside a file, to their usual names.

    What the given name has beyond the usual one, in front or behind, the others have as well.
    """
    usual, found = Path(kind.principal).stem, path.stem.lower()
    before, stem, after = found.partition(usual)
    if not stem:
        return {}
    others = (Path(name) for name in kind.names[1:])
    return {f"{before}{each.stem}{after}{each.suffix}": each.name for each in others}


def _in_folder(info: SourceInfo, folder: Path) -> dict[str, Path]:
    by_name = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    for kind in info.formats:
        found = {name: by_name[name] for name in kind.names if name in by_name}
        if found.keys() >= set(kind.names) - kind.optional:
            return found | _legend(kind, found[kind.principal]) | _further(kind, by_name)
    for kind in info.formats:
        alone = kind.optional >= set(kind.names[1:])
        if alone and (found := _one_like(info, kind, by_name.values())):
            return found | _legend(kind, found[kind.principal]) | _further(kind, by_name)
    missing = sorted(set(info.formats[0].names) - by_name.keys() - info.formats[0].optional)
    raise WrongFormat(info.name, str(folder), f"holds no {', no '.join(missing)}")


def _further(kind: Format, by_name: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files of a folder that belong to a format beyond those that it names."""
    if not kind.further:
        return {}
    return {name: path for name, path in by_name.items() if re.fullmatch(kind.further, name)}


def _one_like(info: SourceInfo, kind: Format, paths: Iterable[Path]) -> dict[str, Path]:
    """Return the one file that begins like a format; none where there is none.

    Raises:
        InvalidInput: there are several.
    """
    other = {Path(kind.legend).suffix} if kind.legend else set()
    like = [path for path in paths if path.suffix not in other and _begins_like(kind, path)]
    if len(like) > 1:
        names = ", ".join(path.name for path in like[:5])
        raise InvalidInput(
            f"{like[0].parent}: holds several files of {info.name} ({names}); nothing was loaded. "
            "Give one of them with --from FILE."
        )
    return {kind.principal: like[0]} if like else {}


def missing_files(kind: Format, files: Files) -> tuple[str, ...]:
    """Name the files of a format, other than optional ones, that are not there."""
    return tuple(n for n in kind.names if n not in files and n not in kind.optional)


def where_of(file: bytes | Path, name: str) -> str:
    """Name a file in messages: where it lies, or its usual name."""
    return name if isinstance(file, bytes) else str(file)


def content(files: Files, name: str) -> bytes:
    """Return the bytes of a file."""
    file = files[name]
    return file if isinstance(file, bytes) else file.read_bytes()


def excerpt(info: SourceInfo, found: int) -> tuple[str, ...]:
    """Tell what is missing from a list that has fewer entries than a whole one, if it does."""
    if found >= info.whole:
        return ()
    return (f"all but {found:,} of at least {info.whole:,} entries",)


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


@lru_cache(maxsize=4_096)  # lists name the same few hundred countries in every entry
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
