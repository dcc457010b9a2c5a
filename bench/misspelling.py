"""Names changed as people change them, by seeded rules: to fit the score, and to measure it."""

import random
import re
from collections.abc import Callable, Mapping, Sequence

from enjoin.text.names import PARTICLES

#: How romanisations differ, letters of a word: one rule, or several, of these apply.
_ROMANISED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("kh", ("h", "k")),
    ("gh", ("g",)),
    ("dh", ("d", "z")),
    ("th", ("t",)),
    ("sh", ("ch", "s")),
    ("zh", ("j", "z")),
    ("j", ("dj", "zh")),
    ("q", ("k", "g")),
    ("ou", ("u", "oo")),
    ("oo", ("u", "ou")),
    ("u", ("ou", "o")),
    ("o", ("u",)),
    ("ee", ("i",)),
    ("i", ("ee", "y", "e")),
    ("y", ("i",)),
    ("e", ("i",)),
    ("aa", ("a",)),
    ("ai", ("ay", "ei")),
    ("ay", ("ai",)),
    ("ei", ("ey",)),
    ("w", ("v", "ou")),
    ("v", ("w",)),
    ("ts", ("tz",)),
    ("iy", ("y", "i")),
    ("ll", ("l",)),
    ("ss", ("s",)),
    ("mm", ("m",)),
    ("dd", ("d",)),
    ("s", ("ss",)),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Words shorter than this keep their letters; a slip in them makes another name.
_LEAST = 4

Change = Callable[[list[str], random.Random], list[str] | None]


def keep(words: list[str], _: random.Random) -> list[str] | None:
    """Leave a name as it is."""
    return words


def slip(words: list[str], chance: random.Random) -> list[str] | None:
    """Write one letter wrong, leave it out, or write one too many."""
    at = _long(words, chance)
    if at is None:
        return None
    word, n, letter = words[at], chance.randrange(len(words[at])), chance.choice(_LETTERS)
    wrong = (
        word[:n] + letter + word[n + 1 :],
        word[:n] + word[n + 1 :],
        word[:n] + letter + word[n:],
    )
    return [*words[:at], chance.choice(wrong), *words[at + 1 :]]


def slips(words: list[str], chance: random.Random) -> list[str] | None:
    """Make two slips in a name."""
    once = slip(words, chance)
    return once and slip(once, chance)


def transpose(words: list[str], chance: random.Random) -> list[str] | None:
    """Let two neighbouring letters change places."""
    at = _long(words, chance)
    if at is None:
        return None
    word = words[at]
    differing = [n for n in range(len(word) - 1) if word[n] != word[n + 1]]
    if not differing:
        return None
    n = chance.choice(differing)
    turned = word[:n] + word[n + 1] + word[n] + word[n + 2 :]
    return [*words[:at], turned, *words[at + 1 :]]


def swap(words: list[str], chance: random.Random) -> list[str] | None:
    """Let two parts change places."""
    if len(words) < 2:
        return None
    one, other = chance.sample(range(len(words)), 2)
    turned = list(words)
    turned[one], turned[other] = words[other], words[one]
    return turned


def drop(words: list[str], chance: random.Random) -> list[str] | None:
    """Leave out a part of three or more."""
    if sum(word.lower() not in PARTICLES for word in words) < 3:
        return None
    at = chance.randrange(len(words))
    return [*words[:at], *words[at + 1 :]]


def glue(words: list[str], chance: random.Random) -> list[str] | None:
    """Write two neighbouring parts together."""
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def split(words: list[str], chance: random.Random) -> list[str] | None:
    """Write a long part as two."""
    long = [n for n, word in enumerate(words) if len(word) >= 7]
    if not long:
        return None
    at = chance.choice(long)
    word, n = words[at], chance.randrange(3, len(words[at]) - 2)
    return [*words[:at], word[:n], word[n:], *words[at + 1 :]]


def initial(words: list[str], chance: random.Random) -> list[str] | None:
    """Abbreviate a part of three or more that stands neither first nor last."""
    if len(words) < 3:
        return None
    at = chance.randrange(1, len(words) - 1)
    return [*words[:at], words[at][0], *words[at + 1 :]]


def romanise(words: list[str], chance: random.Random) -> list[str] | None:
    """Write a part or two by another romanisation."""
    able = [n for n, word in enumerate(words) if len(word) >= _LEAST and _rules(word)]
    if not able:
        return None
    changed = list(words)
    for at in chance.sample(able, min(len(able), chance.choice((1, 1, 2)))):
        written, others = chance.choice(_rules(words[at]))
        places = [found.start() for found in re.finditer(written, words[at].lower())]
        n = chance.choice(places)
        word, other = words[at], chance.choice(others)
        changed[at] = word[:n] + other + word[n + len(written) :]
    return changed


def _rules(word: str) -> list[tuple[str, tuple[str, ...]]]:
    return [rule for rule in _ROMANISED if rule[0] in word.lower()]


def _long(words: Sequence[str], chance: random.Random) -> int | None:
    long = [n for n, word in enumerate(words) if len(word) >= _LEAST]
    return chance.choice(long) if long else None


CHANGES: Mapping[str, Change] = {
    "slip": slip,
    "transpose": transpose,
    "swap": swap,
    "drop": drop,
    "glue": glue,
    "romanise": romanise,
}
#: Changes that a score is fitted on, the more frequent ones more than once. Parts are left out more
#: often than anything else happens to a name.
FITTED: Sequence[Change] = (
    *(keep, keep, keep, keep),
    *(slip, slip, transpose, swap, glue, romanise, romanise),
    *(drop, drop, drop, drop, drop, drop, drop),
    *(slips, split, initial),
)


def changed(name: str, how: Change, chance: random.Random) -> str | None:
    """Return a name changed by a rule; None where the rule does not apply to it."""
    words = how(name.replace(",", " ").split(), chance)
    return " ".join(words) if words else None
