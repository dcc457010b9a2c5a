"""BODS, the Beneficial Ownership Data Standard (0.2 to 0.4): statements of who holds what interest.

A direct shareholding is a stake, exact or between two bounds. An indirect one is the sum of stakes
further up, so it is none of its own. Seats on a board and other influence are control. Votes,
rights to profit and the like are neither, and counted as skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from enjoin.law.ownership.graph import Control, ControlKind, Share, Stake
from enjoin.law.ownership.stakes import Read
from enjoin.model.errors import InvalidInput

#: Interests that are control, by their name without capitals and hyphens.
_CONTROL: Mapping[str, ControlKind] = {
    "boardmember": "director",
    "boardchair": "president",
    "seniormanagingofficial": "president",
    "appointmentofboard": "de-facto",
    "otherinfluenceorcontrol": "de-facto",
    "controlviacompanyrulesorarticles": "de-facto",
    "controlbylegalframework": "de-facto",
}


class _Link(NamedTuple):
    """A relationship: who is interested in whom, through what, stated on which day."""

    owner: str
    asset: str
    interests: Sequence[Mapping[str, Any]]
    stated: str
    closed: bool


def read(statements: Iterable[Mapping[str, Any]], name: str) -> Read:
    """Read statements of either generation.

    Raises:
        InvalidInput: a statement lacks what makes it one.
    """
    stakes: list[Stake] = []
    control: list[Control] = []
    skipped: Counter[str] = Counter()
    try:
        links = list(_links(list(statements), skipped))
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"{name}: a relationship lacks {error}.") from error
    for link in links:
        for interest in link.interests:
            kind = str(interest.get("type", "unknown"))
            if _plain(kind) == "shareholding" and _direct(interest):
                stakes.append(_stake(link, interest))
            elif _plain(kind) in _CONTROL:
                control.append(_control(link, interest, _CONTROL[_plain(kind)]))
            else:
                skipped[kind] += 1
    return Read(stakes=tuple(stakes), control=tuple(control), skipped=dict(skipped))


def _plain(kind: str) -> str:
    return kind.replace("-", "").lower()


def _links(statements: Sequence[Mapping[str, Any]], skipped: Counter[str]) -> Iterator[_Link]:
    """Yield the relationships: of a record that was stated several times, the last word."""
    last: dict[str, Mapping[str, Any]] = {}
    for one in statements:
        if one.get("recordType") == "relationship":
            before = last.get(one["recordId"])
            if before is None or one.get("statementDate", "") >= before.get("statementDate", ""):
                last[one["recordId"]] = one
        elif one.get("statementType") == "ownershipOrControlStatement":
            last[one["statementID"]] = one
    replaced = {old for one in last.values() for old in one.get("replacesStatements", ())}
    for key, one in last.items():
        owner = _owner(one)
        if owner is None or key in replaced:
            skipped["interested party not named" if owner is None else "replaced"] += 1
        else:
            details = one.get("recordDetails", one)
            closed = one.get("recordStatus") == "closed"
            interests = details.get("interests") or [{"type": "unknown"}]
            yield _Link(owner, _asset(details), interests, one.get("statementDate", ""), closed)


def _owner(statement: Mapping[str, Any]) -> str | None:
    party = statement.get("recordDetails", statement).get("interestedParty")
    if isinstance(party, str):
        return party
    described = (party or {}).keys() & {"describedByPersonStatement", "describedByEntityStatement"}
    return next((str(party[key]) for key in sorted(described)), None) if party else None


def _asset(details: Mapping[str, Any]) -> str:
    subject = details["subject"]
    return subject if isinstance(subject, str) else str(subject["describedByEntityStatement"])


def _direct(interest: Mapping[str, Any]) -> bool:
    return bool(interest.get("directOrIndirect", interest.get("interestLevel")) != "indirect")


def _stake(link: _Link, interest: Mapping[str, Any]) -> Stake:
    return Stake(
        owner=link.owner,
        asset=link.asset,
        share=_share(interest.get("share") or {}),
        from_=_day(interest.get("startDate")),
        until=_until(link, interest),
        recorded=link.stated[:10],
    )


def _control(link: _Link, interest: Mapping[str, Any], kind: ControlKind) -> Control:
    return Control(
        person=link.owner,
        asset=link.asset,
        kind=kind,
        from_=_day(interest.get("startDate")),
        until=_until(link, interest),
        recorded=link.stated[:10],
    )


def _share(share: Mapping[str, Any]) -> Share:
    """Return a share as it is written; a bound that is not stated is the widest there is."""
    if share.get("exact") is not None:
        return str(share["exact"])
    low = share.get("minimum", share.get("exclusiveMinimum", "0"))
    high = share.get("maximum", share.get("exclusiveMaximum", "100"))
    ends = [str(end) if str(end)[:1].isdigit() else None for end in (low, high)]
    return (ends[0] or "0", ends[1] or "100")


def _until(link: _Link, interest: Mapping[str, Any]) -> date | None:
    return _day(interest.get("endDate")) or (_day(link.stated) if link.closed else None)


def _day(text: str | None) -> date | None:
    """Read a day; of a month or a year alone, its first."""
    if not text:
        return None
    return date.fromisoformat(text[:10] if len(text) >= 10 else text + "-01-01"[len(text) - 4 :])
