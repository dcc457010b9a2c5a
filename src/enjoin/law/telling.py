"""A measure in plain values: what `enjoin measures` tells of it, each fact with its mark."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from enjoin.law.measures import Criterion, Exemption, Exposure, Limit, Measure
from enjoin.law.records import Record
from enjoin.law.register import Register


def as_dict(measure: Measure, register: Register, on: date | None = None) -> dict[str, Any]:
    """Write a measure as JSON's types: facts in words, their marks beside them, sources in full.

    With `on`, exemptions and exposure are those of that day; without, all there ever were.
    """
    exemptions = measure.exemptions if on is None else measure.exemptions_on(on)
    exposure = [one for one in measure.exposure if on is None or one.on(on)]
    sources = sorted({source for _, fact in measure.facts() for source in fact.sources})
    return {
        **_what(measure),
        **_when(measure),
        **_who(measure),
        "exemptions": [_exemption(one) for one in exemptions],
        "no_exemption": _text(measure.no_exemption),
        "limits": [_limit(one) for one in measure.limits],
        "criteria": [_criterion(one) for one in measure.criteria],
        "exposure": [_exposure(one) for one in exposure],
        "executable": measure.executable,
        "tests": list(measure.tests),
        "confidence": {name: fact.confidence for name, fact in measure.facts()},
        "to_verify": list(measure.to_verify),
        "notes": [note.text for note in measure.notes],
        "sources": [msgspec.to_builtins(register.sources[source]) for source in sources],
    }


def _what(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "regime": measure.regime,
        "instrument": measure.instrument,
        "title": measure.title,
        "target": measure.targets[0],
        "targets": list(measure.targets),
        "types": list(measure.types),
        "paragraph": measure.paragraph.text,
        "prohibits": measure.prohibits.text,
        "flow": measure.flow,
        "goods": list(measure.goods),
    }


def _when(measure: Measure) -> dict[str, Any]:
    ended = measure.ended
    return {
        "valid_from": measure.valid_from.day.isoformat(),
        "valid_from_basis": measure.valid_from.basis,
        "valid_until": _day(measure.valid_until),
        "ended_by": f"{ended.by}{ended.mark}" if ended else None,
        "expires": _day(measure.expires.day) if measure.expires else None,
        "default_on_silence": measure.default_on_silence,
        "on_silence": _text(measure.silence),
        "contested_by": list(measure.contested_by),
        "contested": _text(measure.contested),
    }


def _who(measure: Measure) -> dict[str, Any]:
    return {
        "binds": measure.binds.text,
        "nexus": list(measure.nexus),
        "authority": measure.authority,
        "lift_authority": list(measure.lift_authority),
        "listing_authority": list(measure.listing_authority),
        "blocks": plain(measure.blocks),
        "reports": _text(measure.reports),
    }


def _text(fact: Any) -> str | None:
    return fact.text if fact else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain(record: Record | None) -> Any:
    """Write a record of the register as JSON's types."""
    return msgspec.to_builtins(record)


def _exemption(one: Exemption) -> dict[str, Any]:
    return {
        "says": one.text,
        "from": one.from_.isoformat(),
        "until": _day(one.until),
        "excepts": list(one.excepts),
    }


def _limit(one: Limit) -> dict[str, Any]:
    return {"amount": one.amount, "unit": one.unit, "period": f"{one.period}{one.mark}"}


def _criterion(one: Criterion) -> dict[str, Any]:
    return {"id": one.id, "says": one.text, "elements": [each.says for each in one.elements]}


def _exposure(one: Exposure) -> dict[str, Any]:
    return {
        "who": one.who,
        "conduct": f"{one.conduct}{one.mark}",
        "from": one.from_.isoformat(),
        "until": _day(one.until),
        "knowledge": one.knowledge,
        "significant": _text(one.significant),
    }
