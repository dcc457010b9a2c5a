"""What the endpoints of yente's API share: datasets, algorithms, limits, entities written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from enjoin.http.yente.shapes import EntityOut, Feature
from enjoin.model.entity import to_ftm
from enjoin.model.errors import InvalidInput, NotFound
from enjoin.model.match import DETAILS
from enjoin.model.schema import SCHEMATA
from enjoin.workspace.datasets import ALIASES, ALL, lists_of
from enjoin.workspace.live import Entry, Live, Ready

ALGORITHM = "enjoin-1"
#: Names of algorithms that programs written for yente ask for: all get ours.
_NAMES = frozenset(
    "best default logic-v1 logic-v2 name-based name-qualified ofac-249 regression-v1 regression-v2 "
    "regression-v3 er-unstable er-unstable-v2 svm-v1".split()
) | {ALGORITHM}
FEATURES = MappingProxyType(
    {
        "name": Feature("How alike the names are, part by part.", 1.0),
        "birthDate": Feature("Dates of birth, at the precision both sides have.", 1.0),
        "gender": Feature("Genders.", 1.0),
        "country": Feature("Countries, nationalities, flags.", 1.0),
        "address": Feature("Addresses: street and number, street, town.", 1.0),
        **{prop: Feature(f"A ship's or an aircraft's {prop}.", 1.0) for prop in DETAILS},
        "identifier": Feature("Numbers: an equal one decides.", 1.0),
    }
)
#: Results of a match, of a page, and the last place a page may begin at.
MATCHES, PAGE, OFFSET = 500, 500, 9_499
_SINCE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")


def check_algorithm(name: str) -> None:
    """Refuse an algorithm that nobody knows.

    Raises:
        InvalidInput: it is none of yente's names nor ours.
    """
    if name not in _NAMES:
        raise InvalidInput(f"algorithm: unknown; there is one, {ALGORITHM}, see /algorithms.")


def scope_of(
    live: Live, ready: Ready, dataset: str, include: Sequence[str], exclude: Sequence[str]
) -> tuple[str, ...]:
    """Return the lists that a request is about.

    Raises:
        NotFound: a name is nobody's.
        NoLists: a list is not loaded.
        InvalidInput: nothing is left.
    """
    known = {*live.workspace.sources(), *ALIASES.values()}
    loaded = ready.cited.keys()
    of = lists_of([dataset], loaded, known)
    if include:
        of &= lists_of(include, loaded, known)
    of -= {ALIASES.get(name, name) for name in exclude}
    if any(name in ALL for name in exclude) or not of:
        raise InvalidInput("include_dataset and exclude_dataset leave no list to look at.")
    return tuple(sorted(of))


def check_schemata(names: Iterable[str]) -> frozenset[str]:
    """Return schemata.

    Raises:
        InvalidInput: one is none.
    """
    found = frozenset(names)
    if found - SCHEMATA.keys():
        raise InvalidInput("schema: is none of FollowTheMoney's; write it as Person or Vessel.")
    return found


def since_day(text: str | None) -> str | None:
    """Return the day of `changed_since`.

    Raises:
        InvalidInput: it is no day or instant.
    """
    if text is not None and not _SINCE.fullmatch(text):
        raise InvalidInput("changed_since: write it as 2023-09-01 or 2023-09-01T12:00:00Z.")
    return text[:10] if text else None


def entity_out(entry: Entry) -> dict[str, Any]:
    """Write an entry as the fields of `EntityOut`."""
    return {
        **to_ftm(entry.subject, [entry.version.source]),
        "first_seen": f"{entry.seen.first}T00:00:00",
        "last_seen": f"{entry.version.version}T00:00:00",
        "last_change": f"{entry.seen.changed}T00:00:00",
    }


def written(entry: Entry) -> EntityOut:
    """Write an entry as yente does."""
    return EntityOut(**entity_out(entry))


def known(entries: dict[str, Entry], id_: str) -> Entry:
    """Return the entry of an id.

    Raises:
        NotFound: no list in force has it.
    """
    if id_ not in entries:
        raise NotFound(f"{id_}: no list in force has such an entry.")
    return entries[id_]
