"""Is this party on a list: an index, candidates, scores."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources


@cache
def edition(settings: object, *modules: str) -> str:
    """Name code by its content: modules of this package, all of `enjoin.text.names`' reading.

    What was made by other code is not mixed with what this code makes: an index is named by the
    edition that keyed it, a score by the edition that weighed it.
    """
    here, text = resources.files(__package__), resources.files("enjoin.text")
    files = [here.joinpath(f"{module}.py") for module in modules]
    files += [text.joinpath(f"{module}.py") for module in ("names", "scripts", "sound", "arabic")]
    tables = (
        "rarity",
        "variants",
        "legal_forms",
        "places",
        "arabic",
        "translations",
        "chinese",
        "learnt",
    )
    files += [text.joinpath(f"data/{name}.txt") for name in tables]
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + repr(settings).encode()).hexdigest()[:8]
