"""Lists that an organisation names itself, `FAMILY:NAME`: their names and their own numbers."""

from __future__ import annotations

import re

from enjoin.model.errors import InvalidInput, WrongFormat

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")


def list_name(family: str, name: str) -> str:
    """Return `FAMILY:NAME`.

    Raises:
        InvalidInput: a list cannot have this name. (With '-' in it, ids of two lists could meet.)
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"{family}:{name}: a list cannot have this name; use up to 64 of a-z, 0-9 and _, as in "
            f"{family}:watch_list."
        )
    return f"{family}:{name}"


def own_id(source: str, where: str, number: str) -> str:
    """Return the id of an entity in a list: `SOURCE-NUMBER` with the list's own number.

    Raises:
        WrongFormat: the number is blank, has blanks around it, or what cannot be printed.
    """
    if not number or number != " ".join(number.split()) or not number.isprintable():
        raise WrongFormat(source, where, f"{number!r} is no number for an entry")
    return f"{source}-{number}"
