"""An entry with its neighbours: its parts, what its list joins it with, what is the same party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from enjoin.model.entity import Entity, subject_id, to_ftm
from enjoin.model.errors import NotFound
from enjoin.model.schema import REFERENCES
from enjoin.store import facts, identity
from enjoin.store.door import Door
from enjoin.store.links import bearing
from enjoin.store.opening import opened
from enjoin.store.seen import Seen, seen
from enjoin.store.versions import Version, in_force, source_of
from enjoin.workspace.values import ALWAYS

if TYPE_CHECKING:
    from enjoin.workspace import Workspace

#: What an entity calls those that name it, as FollowTheMoney does: by their schema and property.
REVERSES = MappingProxyType(
    {
        ("Sanction", "entity"): "sanctions",
        ("Risk", "entity"): "risks",
        ("Passport", "holder"): "identification",
        ("Identification", "holder"): "identification",
        ("CryptoWallet", "holder"): "cryptoWallets",
        ("Ownership", "owner"): "ownershipOwner",
        ("Ownership", "asset"): "ownershipAsset",
        ("Directorship", "director"): "directorshipDirector",
        ("Directorship", "organization"): "directorshipOrganization",
        ("Membership", "member"): "membershipMember",
        ("Membership", "organization"): "membershipOrganization",
        ("Employment", "employee"): "employers",
        ("Employment", "employer"): "employees",
        ("Family", "person"): "familyPerson",
        ("Family", "relative"): "familyRelative",
        ("Associate", "person"): "associates",
        ("Associate", "associate"): "associations",
        ("Representation", "agent"): "agencyClient",
        ("Representation", "client"): "agentRepresentation",
        ("Succession", "predecessor"): "successors",
        ("Succession", "successor"): "predecessors",
        ("Occupancy", "holder"): "positionOccupancies",
        ("UnknownLink", "subject"): "unknownLinkTo",
        ("UnknownLink", "object"): "unknownLinkFrom",
        ("Documentation", "entity"): "documentedBy",
        ("Vessel", "owner"): "ownedVehicles",
        ("Vessel", "operator"): "operatedVehicles",
        ("Airplane", "owner"): "ownedVehicles",
        ("Airplane", "operator"): "operatedVehicles",
    }
)


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, those judged to be the same party with it, and all that has to do with them."""

    id: str
    """The first of the ids of the party: the one it is asked for by."""
    referents: tuple[str, ...]
    subject: Entity
    datasets: tuple[str, ...]
    seen: Seen
    version: str
    others: dict[str, Entity]
    """Every entity that names the party or that it names, and the far ends of those, by id."""

    @property
    def ids(self) -> frozenset[str]:
        """All ids of the party."""
        return frozenset({self.id, *self.referents})

    def neighbours(self) -> dict[str, list[Entity]]:
        """Return what the party is joined with, by the property that says so."""
        found: dict[str, list[Entity]] = {}
        for prop in REFERENCES[self.subject.schema]:
            if near := [self.others[id_] for id_ in self.subject.get(prop) if id_ in self.others]:
                found[prop] = near
        for other in self.others.values():
            for prop in REFERENCES[other.schema]:
                name = REVERSES.get((other.schema, prop))
                if name and self.ids.intersection(other.get(prop)):
                    found.setdefault(name, []).append(other)
        return dict(sorted(found.items()))


def whole(workspace: Workspace, id_: str) -> Whole:
    """Return an entry in force today with its neighbours.

    Raises:
        NoLists: nothing is loaded.
        NotFound: no list in force has such an entry.
    """
    with opened(workspace.config.database) as door:
        versions = in_force(door, workspace.as_of().on.isoformat(), ALWAYS)
        if source_of(door, id_) is None:
            raise NotFound(f"{id_}: is no id of a loaded list; ids look like un_sc-6908048.")
        group = sorted({id_, *identity.same_as(door, id_)})
        members = [(each, *found) for each in group if (found := _entry(door, versions, each))]
        if not members:
            raise NotFound(
                f"{id_}: no list in force has such an entry. If one had, its history is at "
                f"/api/v1/entities/{id_}."
            )
        return _joined(door, versions, members)


def to_json(of: Whole) -> dict[str, Any]:
    """Write an entry as FollowTheMoney's JSON object with its neighbours inside it."""
    made = to_ftm(of.subject, of.datasets)
    for prop, near in of.neighbours().items():
        made["properties"][prop] = [nested(of, each) for each in near]
    return made


def nested(of: Whole, near: Entity) -> dict[str, Any]:
    """Write a neighbour; in it stands what it joins the party with, but not the party again."""
    made = to_ftm(near, of.datasets)
    for prop in REFERENCES[near.schema] & near.properties.keys():
        ends = [id_ for id_ in near.get(prop) if id_ not in of.ids]
        made["properties"][prop] = [
            to_ftm(of.others[id_], of.datasets) if id_ in of.others else id_ for id_ in ends
        ]
    made["properties"] = {prop: values for prop, values in made["properties"].items() if values}
    return made


def _entry(
    door: Door, versions: Sequence[Version], id_: str
) -> tuple[Version, Seen, list[Entity]] | None:
    subject = subject_id(id_)
    for version in versions:
        if id_.startswith(f"{version.source}-"):
            found = facts.entity(door, version, subject)
            own = [entity for entity in found if entity.id == id_]
            if own:
                rest = [entity for entity in found if entity.id != id_]
                return version, seen(door, version, [subject])[subject], [*own, *rest]
    return None


def _joined(
    door: Door,
    versions: Sequence[Version],
    members: Sequence[tuple[str, Version, Seen, list[Entity]]],
) -> Whole:
    ids = [id_ for id_, *_ in members]
    near = {part.id: part for *_, found in members for part in found[1:]}
    for id_ in ids:
        near |= {e.id: e for _, e in bearing(door, versions, id_) if e.id not in ids}
    far = {end for each in [*near.values(), *(m[3][0] for m in members)] for end in _ends(each)}
    for id_ in far - near.keys() - set(ids):
        if found := _entry(door, versions, id_):
            near[id_] = found[2][0]
    return Whole(
        id=ids[0],
        referents=tuple(ids[1:]),
        subject=_merged([found[0] for *_, found in members]),
        datasets=tuple(dict.fromkeys(version.source for _, version, _, _ in members)),
        seen=Seen(
            min(each.first for _, _, each, _ in members),
            max(each.changed for _, _, each, _ in members),
        ),
        version=max(version.version for _, version, _, _ in members),
        others=near,
    )


def _ends(entity: Entity) -> Iterator[str]:
    for prop in REFERENCES[entity.schema]:
        yield from entity.get(prop)


def _merged(subjects: Sequence[Entity]) -> Entity:
    """Put together what several lists say of one party; the first names what it is."""
    first = subjects[0]
    return Entity(
        first.id, first.schema, {prop: _values(subjects, prop) for prop in _props(subjects)}
    )


def _props(subjects: Iterable[Entity]) -> dict[str, None]:
    return {prop: None for subject in subjects for prop in subject.properties}


def _values(subjects: Iterable[Entity], prop: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for subject in subjects for value in subject.get(prop)))
