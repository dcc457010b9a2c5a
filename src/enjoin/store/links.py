"""Entries that name each other: by id, or by a reference that both of them bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enjoin.model.entity import Entity
from enjoin.store import facts
from enjoin.store.door import Door
from enjoin.store.versions import Version


def bearing(
    door: Door, versions: Iterable[Version], value: str, schema: str | None = None
) -> Iterator[tuple[str, Entity]]:
    """Yield the entities of versions that have a value, letter for letter, with their subjects."""
    for version in versions:
        for subject, entity in facts.containing(door, version, value, schema):
            if any(value in values for values in entity.properties.values()):
                yield subject, entity


def sharing_reference(
    door: Door, versions: Iterable[Version], sanctions: Iterable[Entity]
) -> dict[str, str]:
    """Return the subjects listed under a UN reference of these Sanctions, with the reference.

    National lists repeat the reference of the Security Council's committee (QDi.001, KPe.004).
    Entries that bear the same one, and are of the same kind, are about the same party by their
    publishers' own word; a publisher may also name another party's reference.
    """
    versions = list(versions)
    found: dict[str, str] = {}
    for reference in {ref for each in sanctions for ref in each.get("unscId")}:
        for subject, entity in bearing(door, versions, reference, "Sanction"):
            if reference in entity.get("unscId"):
                found[subject] = reference
    return found
