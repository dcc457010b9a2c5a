"""Identifiers and their check digits: ships, companies, accounts, securities.

A number that fails its check is kept and marked: a misprint on a list is still the list's, and a
false number on a bill of lading is a red flag. Which kinds are checked is `CHECKED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, Protocol


class _Kind(NamedTuple):
    label: str
    module: str


class _Standard(Protocol):
    compact: Callable[[str], str]
    validate: Callable[[str], str]


#: FollowTheMoney's property (and `iban`, `imoCompany`, which it lacks) → its name and standard.
CHECKED = MappingProxyType(
    {
        "imoNumber": _Kind("IMO ship number", "stdnum.imo"),
        "imoCompany": _Kind("IMO company number", ""),
        "leiCode": _Kind("LEI", "stdnum.lei"),
        "iban": _Kind("IBAN", "stdnum.iban"),
        "swiftBic": _Kind("BIC", "stdnum.bic"),
        "isinCode": _Kind("ISIN", "stdnum.isin"),
        "innCode": _Kind("INN", "stdnum.ru.inn"),
        "ogrnCode": _Kind("OGRN", "stdnum.ru.ogrn"),
    }
)
_SHIP_WEIGHTS = (7, 6, 5, 4, 3, 2)  # IMO resolution A.1117(30)
_COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)  # IMO company and registered owner numbers
_IMO = re.compile(r"(?:IMO)?[\s.:#-]*(\d{7})", re.IGNORECASE)
_MMSI = re.compile(r"[2-7]\d{8}")  # a ship station begins with its country's digits, 201 to 775


class Checked(NamedTuple):
    """An identifier as it is compared, whether its check holds, and if not, why.

    `near` holds the valid numbers one slip of the pen away (one digit, or two neighbours swapped),
    for IMO ship numbers only.
    """

    value: str
    valid: bool
    why: str = ""
    near: tuple[str, ...] = ()


def check(kind: str, value: str) -> Checked:
    """Normalise and check an identifier; what has no check digit is valid as it stands.

    `kind` is a FollowTheMoney property such as imoNumber, leiCode, swiftBic, isinCode.
    """
    if kind == "imoNumber":
        return _check_ship(value)
    if kind == "imoCompany":
        return _check_company(value)
    if kind == "mmsi":
        return _check_mmsi(value)
    if kind in CHECKED:
        return _check_standard(CHECKED[kind], value)
    return Checked(" ".join(value.split()), True)


def _check_standard(kind: _Kind, value: str) -> Checked:
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    standard = _standard(kind.module)
    try:
        return Checked(standard.validate(value), True)
    except InvalidChecksum:
        why = f"is no {kind.label}: its check digits do not hold"
    except InvalidLength:
        why = f"is no {kind.label}: it has the wrong length"
    except ValidationError:
        why = f"is no {kind.label}: it has characters or a country that none has"
    return Checked(re.sub(r"\s", "", value).upper(), False, why)


@cache
def _standard(module: str) -> _Standard:
    """Import a module of python-stdnum when first asked: most runs need none."""
    found: _Standard = import_module(module)
    return found


def _digits(value: str) -> str | None:
    match = _IMO.fullmatch(value.strip())
    return match[1] if match and match[1].isascii() else None


def _ship_digit(digits: str) -> int:
    return sum(w * int(d) for w, d in zip(_SHIP_WEIGHTS, digits, strict=False)) % 10


def _company_digit(digits: str) -> int:
    total = sum(w * int(d) for w, d in zip(_COMPANY_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 10


def _check_ship(value: str) -> Checked:
    digits = _digits(value)
    if digits is None:
        return Checked(" ".join(value.split()), False, "is no IMO ship number: it needs 7 digits")
    expected = _ship_digit(digits)
    if int(digits[6]) == expected:
        return Checked(digits, True)
    near = _near(digits)
    why = (
        f"is no IMO ship number: its last digit would be {expected}; "
        f"one slip away are {', '.join(near)}"
    )
    return Checked(digits, False, why, near)


def _check_company(value: str) -> Checked:
    digits = _digits(value)
    if digits is None:
        why = "is no IMO company number: it needs 7 digits"
        return Checked(" ".join(value.split()), False, why)
    expected = _company_digit(digits)
    if int(digits[6]) == expected:
        return Checked(digits, True)
    return Checked(digits, False, f"is no IMO company number: its last digit would be {expected}")


def _check_mmsi(value: str) -> Checked:
    digits = re.sub(r"\s", "", value)
    if _MMSI.fullmatch(digits):
        return Checked(digits, True)
    return Checked(digits, False, "is no MMSI of a ship: it needs 9 digits, the first 2 to 7")


def _near(digits: str) -> tuple[str, ...]:
    """List the valid ship numbers one changed digit or one swap of neighbours away, in order."""
    changed = {
        digits[:place] + new + digits[place + 1 :] for place in range(7) for new in "0123456789"
    }
    swapped = {
        digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        for place in range(6)
    }
    near = (n for n in changed | swapped if n[0] != "0" and int(n[6]) == _ship_digit(n))
    return tuple(sorted(near))
