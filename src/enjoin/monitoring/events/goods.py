"""Words for goods, and their classes in the contract."""

from __future__ import annotations

import re

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


def goods_in(words: str) -> tuple[str, ...]:
    """Return the classes of goods that some words name; 'military transfers' are of arms."""
    found = tuple(name for name, pattern in _CLASS if pattern.search(words))
    return found or (("arms",) if re.search(r"\bmilitary\b", words, re.IGNORECASE) else ())
