"""What datasets are called: our lists, all of them together, and OpenSanctions' names for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from types import MappingProxyType

from enjoin.model.errors import NoLists, NotFound

#: Every list that is loaded.
ALL = ("default", "sanctions")
#: What OpenSanctions calls a publisher's list → what we call it.
ALIASES = MappingProxyType(
    {
        "un_sc_sanctions": "un_sc",
        "gb_fcdo_sanctions": "gb_sanctions",
        "gb_hmt_sanctions": "gb_sanctions",
        "eu_fsf": "eu_fsf",
        "ch_seco_sanctions": "ch_seco",
        "ca_dfatd_sema_sanctions": "ca_sema",
        "au_dfat_sanctions": "au_dfat",
        "us_trade_csl": "us_csl",
        "us_bis_denied": "us_bis_dpl",
    }
)


def lists_of(names: Iterable[str], loaded: Collection[str], known: Collection[str]) -> set[str]:
    """Return the loaded lists that dataset names stand for.

    Raises:
        NotFound: a name is nobody's.
        NoLists: it is that of a list which is not loaded: nothing is known of what it says.
    """
    found: set[str] = set()
    for name in names:
        if name in ALL:
            found.update(loaded)
            continue
        source = ALIASES.get(name, name)
        if source not in loaded:
            if source not in known:
                told = ", ".join([*ALL, *sorted(loaded)])
                raise NotFound(f"{name!r}: no such dataset. Loaded: {told}.")
            raise NoLists(f"{source}: is not loaded")
        found.add(source)
    return found


def title_of(source: str) -> tuple[str, str]:
    """Return what a list is called, and who publishes it."""
    from enjoin.sources import source as known

    info = known(source).info
    return info.title, info.authority
