"""One entry of a list: what it says as of a day, its history, and what it goes with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enjoin.model.entity import Entity, to_ftm
from enjoin.model.errors import InvalidInput, NoLists
from enjoin.model.schema import REFERENCES, alike
from enjoin.store import facts, identity, journal
from enjoin.store.door import Door
from enjoin.store.history import Told, history
from enjoin.store.identity import Verdict as Verdict  # noqa: PLC0414  (a door)
from enjoin.store.links import Links, joined, sharing_reference
from enjoin.store.opening import opened
from enjoin.store.versions import Version, all_of, in_force, loaded, source_of
from enjoin.workspace.listing import field_of
from enjoin.workspace.values import ALWAYS, AsOf, Dated, Linked, Shown

if TYPE_CHECKING:
    from enjoin.workspace import Workspace
    from enjoin.workspace.linking import Linking


def entity(workspace: Workspace, id_: str, as_of: AsOf, *, alone: bool = False) -> Shown:
    """Return an entry as of a day, with all that was ever said of it by then.

    What it goes with is looked for, unless it is asked for `alone`.

    Raises:
        NoLists: nothing is loaded, or nothing that old of the entry's list.
        InvalidInput: no version ever loaded has such an entry.
    """
    with opened(workspace.config.database) as door:
        name = _source_of(door, id_)
        told = history(door, name, id_, as_of.known)
        if not told:
            raise InvalidInput(
                f"{id_}: no version of {name} that is loaded has such an entry; "
                f"`enjoin screen NAME --list {name}` shows ids."
            )
        versions = in_force(door, as_of.on.isoformat(), as_of.known)
        version = next((v for v in versions if v.source == name), None)
        if version is None:
            raise NoLists(f"{name}: no version of {as_of.on} or before is loaded")
        found = facts.entity(door, version, id_)
        of = _Of(id_, version, versions, as_of.known)
        linked = () if alone else tuple(_linked(door, workspace.linking, of, found))
    return _shown(id_, name, version if found else None, found, told, linked)


def judge(
    workspace: Workspace, one: str, other: str, verdict: Verdict | None, by: str, reason: str
) -> identity.State:
    """Propose that two entries are the same party, or are not; or confirm what is proposed.

    Without a verdict the proposal that waits is confirmed, which takes another person. Both are
    journaled. Returns what holds of the two now.

    Raises:
        InvalidInput: an entry is not known, or the person may not do that.
    """
    of = identity.pair(one, other)
    with opened(workspace.config.database, write=True) as door:
        for id_ in of:
            if not history(door, _source_of(door, id_), id_, ALWAYS):
                raise InvalidInput(f"{id_}: no version that is loaded has such an entry.")
        at = workspace.now()
        if verdict is None:
            act = identity.confirm(door, at, of, by)
        else:
            act = identity.propose(door, at, of, verdict, by, reason)
        journal.append(door, at, "judgement", _sealed(act))
        return identity.state_of(door, of)


def withdraw(workspace: Workspace, one: str, other: str, by: str, reason: str) -> identity.State:
    """Take back what was proposed of two entries and is not confirmed; journaled.

    Raises:
        InvalidInput: nothing is proposed.
    """
    of = identity.pair(one, other)
    with opened(workspace.config.database, write=True) as door:
        at = workspace.now()
        act = identity.withdraw(door, at, of, by, reason)
        journal.append(door, at, "judgement", _sealed(act))
        return identity.state_of(door, of)


class Proposed(NamedTuple):
    """What is proposed of two entries, which wait for another person, and their names."""

    judgement: identity.Judgement
    left: str
    right: str


def proposals(workspace: Workspace, most: int) -> list[Proposed]:
    """Return what is proposed of two entries and waits for another person, oldest first."""
    try:
        with opened(workspace.config.database) as door:
            as_of = workspace.as_of()
            versions = in_force(door, as_of.on.isoformat(), as_of.known)
            return [
                Proposed(of, *(_caption(door, versions, id_) for id_ in (of.left, of.right)))
                for of in identity.proposals(door)[:most]
            ]
    except NoLists:
        return []


def _sealed(act: identity.Act) -> dict[str, object]:
    """What the journal keeps of an act: the entries it is about, and a hash over all it says."""
    of = [act.left, act.right]
    return {"act": act.act, "seq": act.seq, "of": of, "seal": identity.seal(act)}


def _source_of(door: Door, id_: str) -> str:
    """Return the list an id belongs to.

    Raises:
        InvalidInput: it belongs to none that is loaded.
    """
    name = source_of(door, id_)
    if name is None:
        known = ", ".join(loaded(door)) or "none"
        raise InvalidInput(
            f"{id_}: is no id of a loaded list; ids look like un_sc-6908048. Loaded: {known}."
        )
    return name


def _shown(
    id_: str,
    name: str,
    version: Version | None,
    found: Sequence[Entity],
    told: Sequence[Told],
    linked: tuple[Linked, ...],
) -> Shown:
    own = next(of for of in told if of.statement.entity_id == id_ and of.statement.prop == "id")
    return Shown(
        id=id_,
        source=name,
        version=version.version if version else None,
        listed=bool(found),
        entity=to_ftm(found[0], [name]) if found else None,
        parts=tuple(to_ftm(part, [name]) for part in found[1:]),
        periods=tuple((each.since, each.until) for each in own.periods),
        history=tuple(_days(id_, told)),
        linked=linked,
    )


def _days(id_: str, told: Iterable[Told]) -> Iterator[Dated]:
    """Turn statements with their periods into days, each with what came and what went."""
    came: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    went: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for statement, periods in told:
        said = statement.prop, statement.value
        if said[0] in REFERENCES[statement.schema]:
            continue
        own = statement.entity_id == id_
        if said[0] == "id":
            if not own:
                continue
            said = ("listed", statement.schema)
        else:
            said = (field_of(statement.schema, statement.prop, own=own), statement.value)
        for each in periods:
            came[each.since, each.recorded].append(said)
            if each.until and each.ended:
                went[each.until, each.ended].append(said)
    for on, recorded in sorted(came.keys() | went.keys()):
        yield Dated(on, recorded, tuple(came[on, recorded]), tuple(went[on, recorded]))


class _Of(NamedTuple):
    """Whose links are looked for: of an entry, as its list's version and others stand on a day."""

    id: str
    own: Version
    versions: Sequence[Version]
    known: str


def _linked(door: Door, linking: Linking, of: _Of, found: Sequence[Entity]) -> Iterator[Linked]:
    """Yield the entries that go with one: by their publishers, by judgements, by what lists say."""
    versions, id_ = of.versions, of.id
    references = sorted(
        {ref for part in found if part.schema == "Sanction" for ref in part.get("unscId")}
    )
    others = (linking.of(door, version, references) for version in versions if references)
    for other, reference in sorted(sharing_reference(list(others), references).items()):
        if other != id_:
            theirs = _schema(door, versions, other)
            told = f"both bear the UN reference {reference}"
            same = not (found and theirs) or alike(found[0].schema, theirs)
            if not same:
                told += f", but it is of another kind ({theirs}): not the same party"
            yield Linked(other, _caption(door, versions, other), told, "publishers", same)
    for (left, right), state in sorted(identity.states_with(door, id_, of.known).items()):
        other = right if left == id_ else left
        caption = _caption(door, versions, other)
        if held := state.in_force:
            people: tuple[str, ...] = (held.proposed_by, str(held.confirmed_by))
            told = f"{held.verdict}, by {' and '.join(people)}: {held.reason}"
            same = held.verdict == "same"
            yield Linked(other, caption, told, "judgement", same, held.verdict, people)
        if waits := state.proposed:
            told = f"{waits.verdict}, proposed by {waits.proposed_by}: {waits.reason}"
            people = (waits.proposed_by,)
            yield Linked(other, caption, told, "proposal", None, waits.verdict, people)
    for other, role in sorted(_joined(linking.of(door, of.own, [id_]), id_, found)):
        yield Linked(other, _caption(door, versions, other), role, "list")


def _schema(door: Door, versions: Sequence[Version], id_: str) -> str | None:
    """Return the schema of an entry as of the day, None where it is not on its list."""
    name = source_of(door, id_)
    entities = (facts.entity(door, v, id_) for v in versions if v.source == name)
    return next((found[0].schema for found in entities if found), None)


def _joined(own: Links, id_: str, found: Sequence[Entity]) -> set[tuple[str, str]]:
    """Return the entries that its list joins with one, either way, with the kind of the link."""
    joins = [join for part in found[1:] if (join := joined(part))]
    return {
        (end, f"{join.schema}{': ' if join.roles else ''}{'; '.join(join.roles)}")
        for join in (*joins, *own.joins.get(id_, ()))
        for end in join.ends
        if end != id_
    }


def _caption(door: Door, versions: Sequence[Version], id_: str) -> str:
    """Return the name of an entry as of the day, or as it was last named; the id of none."""
    if (name := source_of(door, id_)) is None:
        return id_
    in_force_ = [v for v in versions if v.source == name]
    for version in [*in_force_, *reversed(all_of(door, name))]:
        if found := facts.entity(door, version, id_):
            return found[0].caption
    return id_
