"""What a file of others holds of use to an ownership graph."""

from __future__ import annotations

import msgspec

from enjoin.law.ownership.graph import Control, Stake


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds: stakes, control, and how many relationships give neither, by kind."""

    stakes: tuple[Stake, ...]
    control: tuple[Control, ...]
    skipped: dict[str, int]
