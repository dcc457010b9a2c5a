"""A list between reading and recording: on disk, so that no lock waits and no memory fills."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from enjoin.model.entity import Entity
from enjoin.model.errors import StoreUnwritable
from enjoin.store.packing import Packed, names_of, pack

_LENGTH = 4
_decoder = msgspec.msgpack.Decoder(Packed)


class Spool:
    """What a source says, in a file without a name: gone with the process, however that ends.

    Add entities first, then iterate as often as needed. `names` counts the names added.
    """

    def __init__(self, folder: Path, source: str) -> None:
        """Open a spool in a folder, which is made.

        Raises:
            StoreUnwritable: there is no permission, or no room (also while adding).
        """
        self.source, self.names, self._folder = source, 0, folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (kept open)
        except OSError as error:
            raise StoreUnwritable(str(folder), error.strerror or str(error)) from error

    def __enter__(self) -> Spool:
        """Use it in a `with` statement, which closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the file go."""
        self._file.close()

    def add(self, entity: Entity) -> None:
        """Add what the source says of an entity."""
        self.names += names_of(entity)
        row = msgspec.msgpack.encode(pack(self.source, entity))
        try:
            self._file.write(len(row).to_bytes(_LENGTH) + row)
        except OSError as error:
            raise StoreUnwritable(str(self._folder), error.strerror or str(error)) from error

    def __iter__(self) -> Iterator[Packed]:
        """Yield all that was added, from the first."""
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield _decoder.decode(self._file.read(int.from_bytes(length)))
