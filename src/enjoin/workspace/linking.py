"""What lists say of entries that go together: who stays open reads a version through once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from enjoin.store.door import Door
from enjoin.store.links import Links, links
from enjoin.store.versions import Version

#: Versions remembered, those read last: more than there are lists in force on a day.
_MOST = 32


class Linking:
    """The links of versions of one store, of which some are remembered; any thread may ask."""

    def __init__(self) -> None:
        self._remembered: OrderedDict[Version, Links] = OrderedDict()
        self._lock = Lock()

    def of(self, door: Door, version: Version, about: Iterable[str]) -> Links:
        """Return what a version says goes together, all of it or what is about these."""
        return self._remembered.get(version) or links(door, version, about)

    def remember(self, door: Door, version: Version) -> None:
        """Read a version through, for all who ask from now on; what it says never changes."""
        if version not in self._remembered:
            found = links(door, version)
            with self._lock:
                self._remembered[version] = found
                while len(self._remembered) > _MOST:
                    self._remembered.popitem(last=False)
