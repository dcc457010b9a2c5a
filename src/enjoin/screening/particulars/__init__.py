"""What speaks for, and against, a party besides its name, one feature a module.

Agreement raises, conflict lowers, silence is silent: what either side does not tell weighs nothing.
The weights are set by hand, on the scale of `enjoin.screening.score`. What the lists themselves say
bears on them: how often two random parties agree, and how often one party does whom two lists name
with the same document (`python -m bench.particulars` counts both).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from enjoin.model.match import Evidence, Party
from enjoin.screening.index import Name, Record
from enjoin.screening.particulars import addresses, birth, countries, craft, gender, identifiers

#: What counts beside the name, in the order in which it is told.
PARTICULARS = (
    birth.birth_date,
    gender.gender,
    countries.country,
    addresses.address,
    craft.craft,
    identifiers.identifiers,
)
#: What each counts of what it would alone: names, countries, towns and dates of one party depend on
#: each other, and customers' files are worse than lists.
TRUST = 0.8
#: An identifier of this weight, or more, tells who it is by itself.
DECISIVE = TRUST * identifiers.DECISIVE
#: Modules of this package, whose code decides a score.
MODULES = ("addresses", "birth", "countries", "craft", "gender", "identifiers")


def particulars(party: Party, record: Record, names: Sequence[Name]) -> Iterable[Evidence]:
    """Yield what speaks for, and against, a party beside its name."""
    for feature in PARTICULARS:
        for found in feature(party, record, names):
            yield msgspec.structs.replace(found, weight=round(TRUST * found.weight, 3))


def at_most(party: Party) -> float:
    """Return what speaks for a party at most, going by what is asked about it beside its name.

    Equal identifiers are left out: an entry that shares one is found by it and not by its name.
    """
    told = party.birth_dates, party.gender, party.countries, party.addresses, party.details
    if not (any(told) or party.ids):
        return 0.0
    return TRUST * (
        birth.SAME_DAY * bool(party.birth_dates)
        + gender.SAME * bool(party.gender)
        + countries.SAME * bool(party.countries)
        + addresses.SAME * bool(party.addresses)
        + craft.at_most(party)
        + identifiers.NEAR * any(kind == "imoNumber" for kind, _ in party.ids)
    )
