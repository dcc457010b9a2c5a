"""Is this party on a list: an index, candidates, scores."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

#: What reads names, and the tables it reads them by.
_READING = "names scripts sound arabic cyrillic hangul chinese".split()
_TABLES = (
    "rarity variants legal_forms places arabic arabic_words translations chinese korean learnt"
).split()


@cache
def edition(settings: object, *modules: str) -> str:
    """Name code by its content: modules of this package, all of `enjoin.text.names`' reading.

    What was made by other code is not mixed with what this code makes: an index is named by the
    edition that keyed it, a score by the edition that weighed it.
    """
    here, text = resources.files(__package__), resources.files("enjoin.text")
    files = [here.joinpath(f"{module}.py") for module in modules]
    files += [text.joinpath(f"{module}.py") for module in _READING]
    files += [text.joinpath(f"data/{name}.txt") for name in _TABLES]
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content + repr(settings).encode()).hexdigest()[:8]
