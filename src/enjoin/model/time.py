"""Valid days and recorded instants, and a clock that is handed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from enjoin.model.errors import InvalidInput

Clock = Callable[[], datetime]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def system_clock() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC)


def instant(moment: datetime) -> str:
    """Write an instant as ISO 8601 in UTC to the microsecond, so that text sorts as time does.

    Raises:
        InvalidInput: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise InvalidInput(f"{moment.isoformat()}: has no time zone; add one, such as Z.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> str:
    """Read an ISO 8601 instant, or a day (which means its end, in UTC), as `instant` writes it.

    Raises:
        InvalidInput: it is neither.
    """
    if _DAY.fullmatch(text):
        return f"{parse_day(text)}T23:59:59.999999Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            f"{text!r}: is no instant; write 2023-09-01T12:00:00Z or 2023-09-01."
        ) from error
    return instant(moment)


def parse_day(text: str) -> date:
    """Read a whole day, such as 2023-08-08.

    Raises:
        InvalidInput: it is no such day.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput(f"{text!r}: is no day; write it as 2023-08-08.")
