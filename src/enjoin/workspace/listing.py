"""Which lists are in force, and what changed between their versions."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from enjoin.model.entity import Entity, statements
from enjoin.model.errors import InvalidInput, NoLists
from enjoin.model.match import ListVersion
from enjoin.model.schema import REFERENCES
from enjoin.model.time import parse_day
from enjoin.sources import source
from enjoin.store import facts
from enjoin.store.door import Door
from enjoin.store.opening import opened
from enjoin.store.versions import Version, all_of, in_force
from enjoin.workspace.values import ALWAYS, AsOf, Delta, EntryChange, FieldChange

if TYPE_CHECKING:
    from enjoin.sources import SourceInfo
    from enjoin.workspace import Workspace


def lists(workspace: Workspace, as_of: AsOf) -> list[ListVersion]:
    """Return the version in force of every list, with its age on the day asked for."""
    try:
        with opened(workspace.config.database) as door:
            versions = in_force(door, as_of.on.isoformat(), as_of.known)
    except NoLists:
        return []
    return [_shown(version, as_of.on) for version in versions]


def _shown(version: Version, on: date) -> ListVersion:
    info = source(version.source).info
    age = (on - date.fromisoformat(version.version)).days
    return ListVersion(
        source=version.source,
        version=version.version,
        basis=version.basis,
        published=version.published,
        fetched=version.fetched,
        age_days=age,
        max_age_days=info.max_age_days,
        stale=age > info.max_age_days,
        entries=version.entries,
        sha256=version.sha256,
        missing=version.lacking,
        format=version.format,
        origin=version.origin,
        unverified=_unverified(info, version),
        retired=_retired(info, version),
    )


def _unverified(info: SourceInfo, version: Version) -> bool:
    """Tell whether no real file was read yet: what the publisher itself gave is one."""
    known = any(each.name == version.format and each.verified for each in info.formats)
    return version.format is not None and not known and version.origin != "publisher"


def _retired(info: SourceInfo, version: Version) -> str | None:
    forms = (each.retired for each in info.formats if each.name == version.format)
    return info.retired or next(forms, None)


def about(name: str) -> SourceInfo:
    """Return what is known of a list before reading it: title, authority, how old it may be."""
    return source(name).info


def versions(workspace: Workspace, name: str) -> list[ListVersion]:
    """Return every version of a list, newest first, with its age today.

    Raises:
        NoLists: none is loaded.
    """
    with opened(workspace.config.database) as door:
        found = all_of(door, name)
    if not found:
        raise NoLists(f"{name}: no version is loaded")
    on = workspace.as_of().on
    return [_shown(version, on) for version in reversed(found)]


def delta(
    workspace: Workspace,
    name: str,
    since: str | None,
    until: str | None,
    known: str,
    *,
    part: tuple[int, int] | None = None,
) -> Delta:
    """Return what changed between two versions of a list, entry by entry and field by field.

    `known` is the instant by which a version had to be recorded. `part` is the stretch of
    entries of which the details are told, counted over those added, removed and changed, in this
    order; without it they are told of all.

    Raises:
        InvalidInput: a version asked for is not loaded, or they are in the wrong order.
        NoLists: the list is not loaded.
    """
    source(name)
    with opened(workspace.config.database) as door:
        versions = [v for v in all_of(door, name) if v.fetched <= known]
        if not versions:
            raise NoLists(f"{name}: is not loaded")
        newer = _chosen(name, versions, until)
        older = _chosen(name, versions, since) if since else _before(name, versions, newer)
        if older.position > newer.position:
            raise InvalidInput(f"{name}: --since {since} is after --until {newer.version}.")
        change = _difference(door, workspace.config.database, older, newer)
        added, removed, changed = (_numbers(name, ids) for ids in change)
        details = tuple(_details(door, older, newer, _stretch((added, removed, changed), part)))
    return Delta(added, removed, changed, older.version, newer.version, details)


def _chosen(name: str, versions: list[Version], day: str | None) -> Version:
    """Return the newest version of a day, or the newest of all."""
    of_day = [v for v in versions if day is None or v.version == parse_day(day).isoformat()]
    if not of_day:
        days = ", ".join(dict.fromkeys(v.version for v in versions))
        raise InvalidInput(f"{name}: no version of {day} is loaded; loaded are those of {days}.")
    return of_day[-1]


def _before(name: str, versions: list[Version], newer: Version) -> Version:
    earlier = [v for v in versions if v.position < newer.position]
    if not earlier:
        raise InvalidInput(
            f"{name}: only the version of {newer.version} is loaded, and none before it to compare "
            "with; load an older one, which goes into history in its place."
        )
    return earlier[-1]


def _numbers(name: str, ids: frozenset[str]) -> tuple[str, ...]:
    numbers = (id_.removeprefix(f"{name}-") for id_ in ids)
    return tuple(sorted(numbers, key=lambda number: (len(number), number)))


#: Differences remembered, oldest first: what two versions say never changes.
_remembered: OrderedDict[tuple[str, Version, Version], facts.Change] = OrderedDict()
_MOST = 16


def _difference(door: Door, database: str, older: Version, newer: Version) -> facts.Change:
    """Return what changed between two versions; looked up once, as pages ask for parts of it."""
    key = (database, older, newer)
    if key not in _remembered:
        _remembered[key] = facts.difference(door, older, newer)
        while len(_remembered) > _MOST:
            _remembered.popitem(last=False)
    return _remembered[key]


#: Entries told of what came on a list and of what went, where only the newest change is asked for.
_CAME, _GONE = 5, 3
#: The newest changes remembered, oldest first: what two versions say never changes.
_latest: OrderedDict[tuple[str, str, str, str], Delta] = OrderedDict()
_MOST_LATEST = 64


def latest(workspace: Workspace, version: ListVersion) -> Delta | None:
    """Return what a version changed against the one before; None where it is the first.

    Details are told of the first entries that came and that went. Looked up once.
    """
    older = [each for each in versions(workspace, version.source) if each.version < version.version]
    if not older:
        return None
    key = (version.source, older[0].fetched, version.fetched, workspace.config.database)
    if key not in _latest:
        try:
            found = _with_first(workspace, version.source, older[0].version, version.version)
        except NoLists:  # a version was loaded in between: it is told the next time
            return None
        _latest[key] = found
        while len(_latest) > _MOST_LATEST:
            _latest.popitem(last=False)
    return _latest[key]


def _with_first(workspace: Workspace, name: str, since: str, until: str) -> Delta:
    """Return what changed, with details of the first entries that came and that went."""
    found = delta(workspace, name, since, until, ALWAYS, part=(0, _CAME))
    if len(found.added) < _CAME or not found.removed:
        return found
    gone = len(found.added), len(found.added) + _GONE
    more = delta(workspace, name, since, until, ALWAYS, part=gone)
    return msgspec.structs.replace(found, details=found.details + more.details)


def _stretch(
    groups: Iterable[tuple[str, ...]], part: tuple[int, int] | None
) -> list[tuple[str, ...]]:
    """Keep of groups that follow each other what lies within [first, end)."""
    if part is None:
        return list(groups)
    kept, before = [], 0
    for group in groups:
        kept.append(group[max(part[0] - before, 0) : max(part[1] - before, 0)])
        before += len(group)
    return kept


def _details(
    door: Door, older: Version, newer: Version, numbers: Iterable[tuple[str, ...]]
) -> Iterator[EntryChange]:
    added, removed, changed = numbers
    for number in added:
        (subject, *_) = facts.entity(door, newer, f"{newer.source}-{number}")
        yield EntryChange(number, subject.id, subject.caption, subject.schema, "added")
    for number in removed:
        (subject, *_) = facts.entity(door, older, f"{older.source}-{number}")
        yield EntryChange(number, subject.id, subject.caption, subject.schema, "removed")
    for number in changed:
        id_ = f"{newer.source}-{number}"
        was, is_ = facts.entity(door, older, id_), facts.entity(door, newer, id_)
        fields = tuple(changed_fields(was, is_))
        yield EntryChange(number, id_, is_[0].caption, is_[0].schema, "changed", fields)


def changed_fields(was: Iterable[Entity], now: Iterable[Entity]) -> Iterator[FieldChange]:
    """Yield what differs between what was and is said of an entry and its parts, by field.

    A field of a part is named with it: 'Passport number', 'Sanction program'. What is in another
    order only, and ids of parts, which follow from their content, make no difference.
    """
    before, after = _values(was), _values(now)
    for field in [*before, *(field for field in after if field not in before)]:
        had, has = before.get(field, {}), after.get(field, {})
        gone = tuple(value for value in had if value not in has)
        come = tuple(value for value in has if value not in had)
        if gone or come:
            yield FieldChange(field, gone, come)


def _values(entities: Iterable[Entity]) -> dict[str, dict[str, None]]:
    """Return the values of an entry by field, its own fields first."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for number, entity in enumerate(entities):
        for said in statements(entity):
            if said.prop != "id" and said.prop not in REFERENCES[entity.schema]:
                found[field_of(entity.schema, said.prop, own=number == 0)][said.value] = None
    return dict(found)


def field_of(schema: str, prop: str, *, own: bool) -> str:
    """Name a field: a property of the entry itself, or of a part of it."""
    return prop if own else f"{schema} {prop}"
