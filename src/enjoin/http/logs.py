"""The service's log: one JSON object a line; no name, query or body ever stands in it."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import msgspec

from enjoin.model.time import instant, system_clock

log = logging.getLogger("enjoin.http")


class Lines(logging.Formatter):
    """Writes a record as one line of JSON; only what was handed in as `told` is written."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = getattr(record, "told", None) or _foreign(record)
        line = {"at": instant(system_clock()), "level": record.levelname.lower(), **told}
        return msgspec.json.encode(line).decode()


def _foreign(record: logging.LogRecord) -> dict[str, str]:
    """Tell what we and the server below say; of other libraries that they spoke: they quote."""
    if record.name.startswith(("_granian", "enjoin")):
        return {"said": record.getMessage()}
    error = record.exc_info[0] if record.exc_info else None
    return {"event": "library", "of": record.name, **({"error": error.__name__} if error else {})}


#: The log, and that of the server below, go to standard error as JSON lines.
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "enjoin.http.logs.Lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "enjoin": {"handlers": ["lines"], "level": "INFO", "propagate": False},
        "_granian": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
    },
}


def tell(event: str, **told: object) -> None:
    """Log an event."""
    log.info(event, extra={"told": {"event": event, **told}})


def log_failure(scope: Mapping[str, Any], error: BaseException) -> None:
    """Log where something failed: what it said may hold personal data, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    told = {"event": "failure", "id": scope.get("enjoin_id"), "error": type(error).__name__}
    log.error("failure", extra={"told": told | {"where": where[-8:]}})


def told_who(scope: MutableMapping[str, Any]) -> str | None:
    """Name who asked: a program by its name, a person by a hash of theirs."""
    who = scope.get("user")
    if who is None:
        return None
    if who.kind != "person":
        return f"{who.kind}:{who.name}"
    return f"person:{hashlib.sha256(who.name.encode()).hexdigest()[:12]}"
