"""What befell a party on lists: when it was listed, amended, changed and taken off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from enjoin.workspace.histories.befell import Befell
from enjoin.workspace.values import AsOf, Shown

if TYPE_CHECKING:
    from enjoin.workspace import Workspace


def listed(workspace: Workspace, shown: Shown, as_of: AsOf) -> Iterator[Befell]:
    """Yield when an entry was listed, amended, changed and taken off, as far as it is told."""
    last = _last_on_list(workspace, shown, as_of)
    sanctions = [part["properties"] for part in last.parts if part["schema"] == "Sanction"]
    by = {authority for of in sanctions for authority in of.get("authority", ())}
    lane = by.pop() if len(by) == 1 else shown.source
    for of in sanctions:
        yield from _sanctioned(of, shown, lane)
    if last.entity:
        for on in last.entity["properties"].get("modifiedAt", ()):
            if not any(on in of.get("modifiedAt", ()) for of in sanctions):
                yield _of_list(shown, lane, on, "amended", "amended by its publisher")
    for _, until in shown.periods:
        if until:
            told = f"no longer on {shown.source}, by its version of that day"
            yield _of_list(shown, lane, until, "off the list", told)
    yield from _changed(shown, lane)


def _last_on_list(workspace: Workspace, shown: Shown, as_of: AsOf) -> Shown:
    """Return an entry as it stands on its list, or as it last did before it was taken off."""
    gone = [until for _, until in shown.periods if until and until <= as_of.on.isoformat()]
    if shown.listed or not gone:
        return shown
    day = date.fromisoformat(max(gone)) - timedelta(days=1)
    return workspace.entity(shown.id, AsOf(day, as_of.known))


def _sanctioned(of: Mapping[str, Sequence[str]], shown: Shown, lane: str) -> Iterator[Befell]:
    """Yield a listing by an authority; one that it does not date began by our first version."""
    authority = _first(of, "authority") or shown.source
    under = dict.fromkeys([*of.get("program", ()), *of.get("authorityId", ())])
    dated = _first(of, "listingDate") or _first(of, "startDate")
    ended = _first(of, "endDate")
    by_version = min((since for since, _ in shown.periods), default=None)
    off = shown.periods[-1][1] if shown.periods else None
    told = f"listed by {authority}" + (f" ({', '.join(under)})" if under else "")
    told += f": {'; '.join(of['provisions'])}" if of.get("provisions") else ""
    yield Befell(
        on=dated or by_version,
        until=ended or off,
        at_latest=not dated,
        kind="listing",
        lane=lane if lane == shown.source else authority,
        what=told if dated else f"{told}; by that day at the latest, {shown.source} has no date",
        short=", ".join(under) or "listed",
        entity_id=shown.id,
    )
    for on in of.get("modifiedAt", ()):
        yield _of_list(shown, lane, on, "amended", f"listing amended by {authority}")
    if ended:
        yield _of_list(shown, lane, ended, "ended", f"listing by {authority} ended")


def _changed(shown: Shown, lane: str) -> Iterator[Befell]:
    """Yield the fields in which versions differ; an entry's first version is no change."""
    for dated in shown.history:
        if any(field == "listed" for field, _ in (*dated.came, *dated.went)):
            continue
        fields = dict.fromkeys(field for field, _ in (*dated.went, *dated.came))
        told = f"{shown.source} changed {', '.join(fields)}"
        yield _of_list(shown, lane, dated.on, "changed", told)


def _of_list(shown: Shown, lane: str, on: str, short: str, told: str) -> Befell:
    return Befell(on=on, kind="list", lane=lane, what=told, short=short, entity_id=shown.id)


def _first(of: Mapping[str, Sequence[str]], prop: str) -> str | None:
    return next(iter(of.get(prop, ())), None)
