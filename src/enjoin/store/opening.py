"""Opens the narrow door, of a store that an earlier Enjoin wrote after bringing it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from enjoin.model.errors import NoLists
from enjoin.store.door import HEAD, Door, entered


@contextmanager
def opened(url: str, *, write: bool = False) -> Iterator[Door]:
    """Open the door for one transaction.

    Raises:
        NoLists: there is no store yet.
        StoreUnwritable: what must be recorded cannot be.
        StoreTooNew: a later Enjoin wrote it.
        StoreError: the database is not there, or refuses.
    """
    with entered(url, write=write) as door:
        current = is_current(door)
        if current:
            yield door
    if not current:
        from enjoin.store.engine import Store

        Store(url).close()
        with entered(url, write=write) as door:
            yield door


def made(url: str) -> None:
    """Make the store, or bring it up to date, unless it is as it should be.

    Raises:
        As `opened` does, but for NoLists.
    """
    try:
        with opened(url):
            return
    except NoLists:
        from enjoin.store.engine import Store

        Store(url).close()


def is_current(door: Door) -> bool:
    """Tell whether a store is of this version's schema."""
    return door.all("SELECT version_num FROM alembic_version") == [(HEAD,)]
