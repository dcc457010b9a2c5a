"""Stakes from files that others publish: GLEIF's relationships (level 2) and the BODS standard.

Neither says all that a stake needs, and what is missing is not guessed: a holding without a
percentage is anything from 0 to 100, so that whatever hangs on it stays undetermined.
"""

from __future__ import annotations

from typing import Any

from enjoin.law.ownership import bods, gleif
from enjoin.law.ownership.stakes import Read
from enjoin.model.errors import InvalidInput


def read_stakes(data: bytes, name: str) -> Read:
    """Read a file by its content: XML is GLEIF's, JSON is GLEIF's or BODS.

    Raises:
        InvalidInput: it is neither; `name` stands for the file.
    """
    if data.lstrip()[:1] == b"<":
        return gleif.read_xml(data, name)
    records = _json(data, name)
    first = records[0] if records else {}
    if {"statementId", "statementID"} & first.keys():
        return bods.read(records, name)
    if "Relationship" in first or "relationship" in first:
        return gleif.read_json(records, name)
    raise InvalidInput(
        f"{name}: is neither GLEIF level 2 nor BODS: its first record has the fields "
        f"{', '.join(sorted(first)) or 'none'}."
    )


def _json(data: bytes, name: str) -> list[dict[str, Any]]:
    """Read JSON with its numbers as they are written: no share is rounded on the way."""
    import json

    try:
        read = json.loads(data, parse_float=str, parse_int=str)
    except ValueError as error:
        raise InvalidInput(f"{name}: is neither XML nor JSON ({error}).") from error
    records = read.get("relations", read.get("data", [])) if isinstance(read, dict) else read
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise InvalidInput(f"{name}: is no list of records.")
    return records
