"""GLEIF level 2: which company consolidates which, from the LEI register's relationship records.

A direct parent consolidates its child's accounts: that is control, and a stake whose percentage is
rarely told. An ultimate parent stands further up, so it holds no direct stake. That a fund is
managed, fed or has parts says nothing of who owns it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from enjoin.law.ownership.graph import Control, Share, Stake
from enjoin.law.ownership.stakes import Read
from enjoin.model.errors import InvalidInput

_DIRECT, _ULTIMATE = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"
#: Kinds of relationship that say nothing of ownership.
_OTHERS = frozenset(
    {"IS_FUND-MANAGED_BY", "IS_SUBFUND_OF", "IS_FEEDER_TO", "IS_INTERNATIONAL_BRANCH_OF"}
)
#: Records that were withdrawn, or are not yet published.
_NOT_IN_USE = frozenset({"ANNULLED", "DUPLICATE", "PENDING_VALIDATION", "PENDING_ARCHIVAL"})


def read_xml(data: bytes, name: str) -> Read:
    """Read the XML form.

    Raises:
        InvalidInput: it is not well-formed, has a DTD, or a relationship nobody knows.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidInput(f"{name}: is not well-formed XML ({error}).") from error
    if b"<!DOCTYPE" in data[:4096]:
        raise InvalidInput(f"{name}: has a DTD, which GLEIF's files have not; it was not read.")
    found = [
        _tree(one)
        for one in root.iter("{*}RelationshipRecord")
        if one.find(".//{*}Deletion") is None
    ]
    if not found:
        raise InvalidInput(f"{name}: has no relationship records of GLEIF level 2.")
    return _read(found, name)


def read_json(records: Iterable[Mapping[str, Any]], name: str) -> Read:
    """Read the JSON form.

    Raises:
        InvalidInput: there is a relationship nobody knows.
    """
    return _read(records, name)


def _tree(element: Any) -> dict[str, Any]:
    """Turn an element into the JSON form: lists for what GLEIF repeats."""
    plain: dict[str, Any] = {}
    for child in element:
        key = child.tag.rpartition("}")[2]
        if key in {"RelationshipPeriods", "RelationshipQuantifiers"}:
            plain[key] = [_tree(one) for one in child]
        else:
            plain[key] = _tree(child) if len(child) else (child.text or "").strip()
    return plain


def _read(records: Iterable[Mapping[str, Any]], name: str) -> Read:
    stakes: list[Stake] = []
    control: list[Control] = []
    skipped: Counter[str] = Counter()
    for record in records:
        relationship, registration = record["Relationship"], record.get("Registration", {})
        kind = relationship["RelationshipType"]
        if kind not in {_DIRECT, _ULTIMATE, *_OTHERS}:
            raise InvalidInput(f"{name}: RelationshipType {kind!r} is not known.")
        unused = relationship.get("RelationshipStatus") == "NULL"
        if unused or registration.get("RegistrationStatus") in _NOT_IN_USE or kind in _OTHERS:
            skipped[kind] += 1
            continue
        if kind == _DIRECT:
            stakes.append(_stake(relationship, registration))
        control.append(_control(relationship, registration))
    return Read(stakes=tuple(stakes), control=tuple(control), skipped=dict(skipped))


def _stake(relationship: Mapping[str, Any], registration: Mapping[str, Any]) -> Stake:
    child, parent = _sides(relationship)
    start, end = _period(relationship)
    return Stake(
        owner=parent,
        asset=child,
        share=_share(relationship),
        from_=start,
        until=end,
        recorded=registration.get("InitialRegistrationDate", ""),
    )


def _control(relationship: Mapping[str, Any], registration: Mapping[str, Any]) -> Control:
    child, parent = _sides(relationship)
    start, end = _period(relationship)
    return Control(
        person=parent,
        asset=child,
        kind="de-facto",
        from_=start,
        until=end,
        recorded=registration.get("InitialRegistrationDate", ""),
    )


def _sides(relationship: Mapping[str, Any]) -> tuple[str, str]:
    return relationship["StartNode"]["NodeID"], relationship["EndNode"]["NodeID"]


def _period(relationship: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return the days from and until which a relationship holds."""
    for one in relationship.get("RelationshipPeriods", ()):
        if one.get("PeriodType") == "RELATIONSHIP_PERIOD":
            return _day(one.get("StartDate")), _day(one.get("EndDate"))
    return None, None


def _day(instant: str | None) -> date | None:
    return date.fromisoformat(instant[:10]) if instant else None


def _share(relationship: Mapping[str, Any]) -> Share:
    """Return the percentage where it is told. Of 1 or less nobody knows if it means the whole."""
    for one in relationship.get("RelationshipQuantifiers", ()):
        amount = one.get("QuantifierAmount")
        if amount and one.get("QuantifierUnits") == "PERCENTAGE":
            return (amount, "100") if Decimal(amount) <= 1 else amount
    return ("0", "100")
