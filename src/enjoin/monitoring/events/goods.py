"""Words for goods, and their classes in the contract."""

from __future__ import annotations

import re

from enjoin.text.prose import holds_any

#: Words for goods, and their class in the contract. Ammunition and rockets are arms.
_GOODS = {
    "small-arms": "small arms|rifles?|pistols?|light weapons",
    "missile": r"(?:ballistic |cruise |intercontinental )*missiles?|icbms?",
    "nuclear": "uranium|plutonium|nuclear (?:material|technology|equipment)|centrifuges?",
    "arms": "arms|weapons?|weaponry|ammunition|munitions?|artillery(?: shells| rounds)?|rockets?|"
    "shells|military (?:equipment|hardware|supplies)|drones?|tanks?",
    "coal": "coal",
    "iron": "iron ore|iron",
    "crude-oil": "crude(?: oil)?",
    "refined-petroleum": "refined petroleum|fuel|diesel|petroleum products",
    "luxury": "luxury (?:goods|cars|items)",
    "seafood": "seafood",
    "textiles": "textiles?",
    "dual-use": "dual-use (?:goods|items|technology)",
    "machinery": "machine tools?|machinery",
    "helicopter": "helicopters?",
}

ITEM = "(?:" + "|".join(f"(?:{words})" for words in _GOODS.values()) + ")"

_CLASS = [(name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _GOODS.items()]
#: No words without one of these name goods of the class; most classes are passed over so.
_STEMS = {
    "small-arms": ("small arms", "rifle", "pistol", "light weapons"),
    "missile": ("missile", "icbm"),
    "nuclear": ("uranium", "plutonium", "nuclear ", "centrifuge"),
    "arms": (
        "military ",
        *"arms weapon ammunition munition artillery rocket shells drone tank".split(),
    ),
    "coal": ("coal",),
    "iron": ("iron",),
    "crude-oil": ("crude",),
    "refined-petroleum": ("petroleum", "fuel", "diesel"),
    "luxury": ("luxury ",),
    "seafood": ("seafood",),
    "textiles": ("textile",),
    "dual-use": ("dual-use ",),
    "machinery": ("machine",),
    "helicopter": ("helicopter",),
}


def goods_in(words: str) -> tuple[str, ...]:
    """Return the classes of goods that some words name; 'military transfers' are of arms."""
    low = words.lower()
    found = tuple(
        name for name, pattern in _CLASS if holds_any(low, _STEMS[name]) and pattern.search(words)
    )
    return found or (("arms",) if re.search(r"\bmilitary\b", words, re.IGNORECASE) else ())
