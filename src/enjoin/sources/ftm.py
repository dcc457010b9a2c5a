"""Data sets in FollowTheMoney's formats, as OpenSanctions gives them out: `ftm:NAME`.

Read are entities.ftm.json with the deltas that follow upon it, statements.csv and
targets.simple.csv, as OpenSanctions documents them (https://www.opensanctions.org/docs/bulk/).
An id becomes `ftm:NAME-ID` wherever it stands, also where it names what is not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from enjoin.model.entity import Entity
from enjoin.model.errors import WrongFormat
from enjoin.model.schema import MATCHABLE, TARGET_TOPICS
from enjoin.model.values import clean_date
from enjoin.sources.families import list_name
from enjoin.sources.followthemoney.entities import (
    Found,
    json_entities,
    ordered,
    version_in,
    with_deltas,
)
from enjoin.sources.followthemoney.rows import Statements, targets
from enjoin.sources.reading import Files, Format, ReadList, Source, SourceInfo, content

_ADDRESS = "https://data.opensanctions.org/datasets/latest"
_INDEX = "index.json"
_ENTITIES, _STATEMENTS, _TARGETS = "entities.ftm.json", "statements.csv", "targets.simple.csv"
_MARK = r"\A(?:\xef\xbb\xbf)?"
#: Each form: what it is called, its usual file, how that begins, whether a real one was read.
_FORMATS = (
    ("FollowTheMoney JSON", _ENTITIES, r'\s*\{\s*"(?:id|caption|schema|properties)"\s*:', True),
    ("statements CSV", _STATEMENTS, r"(?=[^\n]*\bcanonical_id\b)(?=[^\n]*\bprop\b)", False),
    ("simplified CSV", _TARGETS, r'"?id"?,"?schema"?,"?name"?,', False),
)
#: Names of files that tell what has changed since entities.ftm.json.
_CHANGES = r".+\.delta\.json|delta-.+\.json"

Stream = Callable[[], Iterator[Found]]


def source_of(name: str) -> Source:
    """Return the list `ftm:NAME`.

    Raises:
        InvalidInput: this can be no name of a data set.
    """
    info = SourceInfo(
        name=list_name("ftm", name),
        title=f"FollowTheMoney data set {name}",
        authority="OpenSanctions",
        formats=tuple(_format(name, *each) for each in _FORMATS),
        max_age_days=7,
        low=1,
        high=20_000_000,
    )
    return Source(info, partial(read, info))


def _format(name: str, title: str, file: str, begins: str, verified: bool) -> Format:
    return Format(
        name=title,
        files=((file, f"{_ADDRESS}/{name}/{file}"), (_INDEX, f"{_ADDRESS}/{name}/{_INDEX}")),
        optional=frozenset({_INDEX}),
        begins=_MARK + begins,
        verified=verified,
        further=_CHANGES if file == _ENTITIES else "",
    )


def read(info: SourceInfo, files: Files) -> ReadList:
    """Read a data set; its date is that of index.json, or of the last delta.

    Entries are what the file calls targets, or what has a topic of one; where it speaks of none,
    all that have names to be screened.

    Raises:
        WrongFormat: a line or row is none of this format, or an id comes twice.
        UnknownValue: FollowTheMoney has no such schema.
        UnreadFields: FollowTheMoney has no such property, or a line has a field nobody reads.
    """
    principal = info.format_of(files).principal
    later = {name: file for name, file in files.items() if re.fullmatch(_CHANGES, name)}
    changes = ordered(info.name, later)
    index = _index(info, files)
    newest = version_in(next(reversed(changes), ""))
    dates = [_exported(info.name, index), _day(info.name, newest)]
    countable = not changes and principal != _TARGETS
    whole = index.get("entity_count") if countable else None
    base = _base(info.name, principal, files[principal])
    stream = (lambda: with_deltas(info.name, base(), changes)) if changes else base
    published = max((date for date in dates if date), default=None)
    return ReadList(info.name, published, _entries(info.name, stream, whole))


def _base(source: str, principal: str, file: bytes | Path) -> Stream:
    if principal == _STATEMENTS:
        return Statements(source, principal, file)
    reader = targets if principal == _TARGETS else json_entities
    return partial(reader, source, principal, file)


def _entries(source: str, stream: Stream, whole: object) -> Iterator[Iterable[Entity]]:
    """Part the entities, as they come, into entries: a target, and what follows up to the next.

    Raises:
        WrongFormat: there is no target, or another number of entities than index.json states.
    """
    entries = count = 0
    is_entry = _rule(stream())

    def number(found: Found) -> int:
        nonlocal entries, count
        count += 1
        entries += is_entry(found)
        return max(entries, 1)  # what comes before the first target goes with it

    for _, group in groupby(_unique(source, stream()), number):
        yield (found.entity for found in group)
    if not entries:
        raise WrongFormat(source, "the files", "no entity in them is a target")
    if isinstance(whole, int) and whole != count:
        why = f"holds {count:,} entities where {_INDEX} states {whole:,}"
        raise WrongFormat(source, "the file", why)


def _rule(stream: Iterable[Found]) -> Callable[[Found], bool]:
    """Return what tells an entry: being a target, where any is said to be one or not."""
    if any(found.target is not None or _risky(found.entity) for found in stream):
        return _is_target
    return lambda found: found.entity.schema in MATCHABLE


def _is_target(found: Found) -> bool:
    told = _risky(found.entity) if found.target is None else found.target
    return told and found.entity.schema in MATCHABLE


def _risky(entity: Entity) -> bool:
    return not TARGET_TOPICS.isdisjoint(entity.get("topics"))


def _unique(source: str, stream: Iterable[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    for found in stream:
        if found.entity.id in seen:
            raise WrongFormat(source, found.where, f"{found.entity.id} is there a second time")
        seen.add(found.entity.id)
        yield found


def _index(info: SourceInfo, files: Files) -> dict[str, Any]:
    """Return what index.json says of this data set, or the catalogue of several does."""
    if _INDEX not in files:
        return {}
    try:
        found = msgspec.json.decode(content(files, _INDEX), type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WrongFormat(info.name, _INDEX, f"is no JSON object: {error}") from error
    several = found.get("datasets")
    for each in several if isinstance(several, list) else ():
        if isinstance(each, dict) and f"ftm:{each.get('name')}" == info.name:
            return each
    return found


def _exported(source: str, index: dict[str, Any]) -> str | None:
    for field in ("last_export", "updated_at", "version"):
        if isinstance(value := index.get(field), str) and value:
            return _day(source, version_in(value) or value)
    return None


def _day(source: str, text: str) -> str | None:
    """Return the day in '2024-06-13T02:50:02' or '20240613025002'; None of an empty text."""
    if not text:
        return None
    plain = f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text.isdigit() else text
    day = clean_date(plain)
    if day is None or len(day) != 10:
        raise WrongFormat(source, "its date", f"{text!r} is no day")
    return day
