"""Write docs/rules from the register: `python docs/write_rules.py` after a change of the law."""

from __future__ import annotations

from pathlib import Path

from enjoin.law.register import load
from enjoin.pages.rules import REGIMES, book

FOLDER = Path(__file__).parent / "rules"


def books() -> dict[str, str]:
    """Return the text of each file by its name."""
    register = load()
    return {f"{regime.lower()}.md": book(regime, register) for regime in REGIMES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in books().items():
        (FOLDER / name).write_text(text, "utf-8")
