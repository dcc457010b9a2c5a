"""What a listing imposes, as its publisher words it, and whether that blocks property."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Words of publishers for measures under which all dealings in a party's property stop: freezing
#: (UN, EU, UK, Switzerland, Australia), blocking (US), dealings prohibition (Canada).
_BLOCKS = re.compile(
    r"\bfreez|\bfrozen\b|\bblock(?:ed|ing)?\b|\bdealings prohibit|\btargeted financial sanction",
    re.IGNORECASE,
)


def blocks(provisions: Iterable[str]) -> bool | None:
    """Tell whether measures block property; None where the publisher names no measure.

    A travel ban, an export control or a limit on new debt is a measure, and blocks nothing.
    """
    named = list(provisions)
    return any(_BLOCKS.search(each) for each in named) if named else None
