"""Original bytes, kept under the hash of their content; versions of a file share what is the same.

A file is kept as the chunks that its earlier version does not have, each compressed against the one
it replaces where that helps, followed by the table of all its chunks and where each lies: in this
file, or in that of a version before. Files that an earlier Enjoin kept, each compressed as a whole,
are read as well.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, StoreError, StoreUnwritable

#: First bytes of a file of chunks; the digit is the version of the layout.
MAGIC = b"ENJOIN-BLOB-1\n"
_DIGEST = 16
_LENGTH = 8


class _Place(NamedTuple):
    """Where compressed bytes lie: the file that holds them, their offset and length."""

    holder: bytes
    offset: int
    length: int


class _Chunk(NamedTuple):
    """Where a chunk lies, and what it was compressed against: an earlier chunk that stands alone.

    What stands alone is never compressed against another, so that two reads always do.
    """

    place: _Place
    base: _Place | None = None


class _Layout(msgspec.Struct, array_like=True):
    """The table of a file's chunks, column by column. The file itself is the first holder, b''.

    Places come first; chunks, in order, name theirs and that of their base by number, from 1.
    """

    holders: list[bytes]
    held_by: list[int]
    offsets: list[int]
    lengths: list[int]
    digests: bytes
    places: list[int]
    bases: list[int]


def put(folder: Path, content: bytes | Path, like: str | None = None) -> str:
    """Keep bytes, or those of a file; return their SHA-256. What is there already stays as it is.

    `like` names an original whose chunks are not kept again, such as the version before; it is
    checked first, and where it does not hold, all is kept anew.

    Raises:
        StoreUnwritable: there is no permission, or no room; nothing is left behind.
    """
    with _opened(content) as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        if has(folder, sha256):
            return sha256
        file.seek(0)
        earlier = _Earlier(folder, like if like and _shareable(folder, like) else None)
        write(_path(folder, sha256), lambda out: _write(file, earlier, out))
    return sha256


def get(folder: Path, sha256: str) -> bytes:
    """Return the bytes with this hash, checked.

    Raises:
        StoreError: they are absent, or no longer what they were.
    """
    return b"".join(_checked(folder, sha256))


def check(folder: Path, sha256: str) -> None:
    """Check that the bytes with this hash are there, without holding them all.

    Raises:
        StoreError: they are absent, or no longer what they were.
    """
    for _ in _checked(folder, sha256):
        pass


def has(folder: Path, sha256: str) -> bool:
    """Tell whether there are bytes with this hash."""
    return _path(folder, sha256).exists() or _whole(folder, sha256).exists()


def remove(folder: Path, sha256: str) -> None:
    """Remove the bytes with this hash, of which no other file holds a part; none is no error."""
    for path in (_path(folder, sha256), _whole(folder, sha256)):
        path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that others see all of it or none, also after a crash.

    Raises:
        StoreUnwritable: there is no permission, or no room; nothing is left behind.
    """
    write(path, lambda out: out.write(data))


def check_folder(file: Path) -> None:
    """Refuse to write a file into a folder that is not there: its name is mistyped.

    Raises:
        InvalidInput: it is not.
    """
    if not file.absolute().parent.is_dir():
        raise InvalidInput(
            f"{file}: there is no folder {file.absolute().parent}; nothing was written. "
            "Make it, or check the name."
        )


def write(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Have a file filled so that others see all of it or none, also after a crash.

    Raises:
        StoreUnwritable: there is no permission, or no room; nothing is left behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):  # where it could not be made it cannot be removed
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StoreUnwritable(str(path), error.strerror or str(error)) from error
        raise


def _opened(content: bytes | Path) -> IO[bytes]:
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def _path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.chunks"


def _whole(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.gz"


def _shareable(folder: Path, sha256: str) -> bool:
    """Tell whether an original is kept in chunks that hold: what is damaged is not built on."""
    try:
        check(folder, sha256)
    except StoreError:
        return False
    return _path(folder, sha256).exists()


class _Earlier:
    """The chunks of the version before, and which of them a new chunk seems to replace."""

    def __init__(self, folder: Path, sha256: str | None) -> None:
        self.table = dict(_listed(folder, sha256)) if sha256 else {}
        self._folder, self._order, self._next = folder, list(self.table), 0
        self._number = {digest: number for number, digest in enumerate(self._order)}

    def passed(self, digest: bytes) -> None:
        """Note that a chunk is there again: what is new after it replaces what came after it."""
        self._next = self._number.get(digest, self._next) + 1

    def replaced(self) -> tuple[_Place, bytes] | None:
        """Return the chunk to compress the next new one against: where it lies, and its bytes."""
        if self._next >= len(self._order):
            return None
        chunk = self.table[self._order[self._next]]
        self._next += 1
        place = chunk.base or chunk.place
        with _path(self._folder, place.holder.hex()).open("rb") as file:
            return place, _taken(file, place)


def _write(file: IO[bytes], earlier: _Earlier, out: IO[bytes]) -> None:
    """Write the chunks that are not known, then the table of all, then how long that is."""
    from enjoin.store.chunks import cut

    out.write(MAGIC)
    table, order = dict(earlier.table), list[bytes]()
    for chunk in cut(file):
        digest = hashlib.blake2b(chunk, digest_size=_DIGEST).digest()
        if digest in table:
            earlier.passed(digest)
        else:
            packed, base = _compressed(chunk, earlier.replaced())
            table[digest] = _Chunk(_Place(b"", out.tell(), len(packed)), base)
            out.write(packed)
        order.append(digest)
    layout = zlib.compress(msgspec.msgpack.encode(_laid_out(order, table)), 9)
    out.write(layout + len(layout).to_bytes(_LENGTH))


def _compressed(chunk: bytes, like: tuple[_Place, bytes] | None) -> tuple[bytes, _Place | None]:
    """Compress a chunk: against another where that halves it at least, otherwise alone."""
    alone = zlib.compress(chunk, 9)
    if like is None:
        return alone, None
    place, said = like
    against = zlib.compressobj(9, zdict=said)
    packed = against.compress(chunk) + against.flush()
    return (packed, place) if len(packed) * 2 <= len(alone) else (alone, None)


def _laid_out(order: list[bytes], table: Mapping[bytes, _Chunk]) -> _Layout:
    chunks = [table[digest] for digest in order]
    places = list(dict.fromkeys(place for chunk in chunks for place in chunk if place))
    holders = list(dict.fromkeys([b"", *(place.holder for place in places)]))
    holder = {each: number for number, each in enumerate(holders)}
    number = {each: number for number, each in enumerate(places, start=1)}
    return _Layout(
        holders,
        [holder[place.holder] for place in places],
        [place.offset for place in places],
        [place.length for place in places],
        b"".join(order),
        [number[chunk.place] for chunk in chunks],
        [number[chunk.base] if chunk.base else 0 for chunk in chunks],
    )


def _checked(folder: Path, sha256: str) -> Iterator[bytes]:
    """Yield an original in pieces; raise at the end if they are not what was kept."""
    found = hashlib.sha256()
    path = _path(folder, sha256)
    if not path.exists():
        path = _whole(folder, sha256)
    try:
        pieces = _chunks(folder, sha256) if path.suffix == ".chunks" else _inflated(path)
        for piece in pieces:
            found.update(piece)
            yield piece
    except (OSError, EOFError, ValueError, LookupError, zlib.error, msgspec.DecodeError) as error:
        raise StoreError(f"{path}: original cannot be read ({error}). Restore a backup.") from error
    if found.hexdigest() != sha256:
        raise StoreError(f"{path}: original was changed since it was kept. Restore a backup.")


def _inflated(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        while piece := file.read(1 << 20):
            yield piece


def _chunks(folder: Path, sha256: str) -> Iterator[bytes]:
    """Yield the chunks of a file in order, from the files that hold them."""
    with ExitStack() as stack:
        files: dict[bytes, IO[bytes]] = {}

        def taken(place: _Place, base: bytes = b"") -> bytes:
            if place.holder not in files:
                path = _path(folder, place.holder.hex())
                files[place.holder] = stack.enter_context(path.open("rb"))
            return _taken(files[place.holder], place, base)

        for _, chunk in _listed(folder, sha256):
            yield taken(chunk.place, taken(chunk.base) if chunk.base else b"")


def _taken(file: IO[bytes], place: _Place, base: bytes = b"") -> bytes:
    """Return the bytes of a place, which were compressed against others or alone."""
    file.seek(place.offset)
    against = zlib.decompressobj(zdict=base) if base else zlib.decompressobj()
    return against.decompress(file.read(place.length)) + against.flush()


def _listed(folder: Path, sha256: str) -> list[tuple[bytes, _Chunk]]:
    """Return the chunks of a file in order, each with its digest."""
    layout = _layout(_path(folder, sha256))
    holders = [holder or bytes.fromhex(sha256) for holder in layout.holders]
    columns = zip(layout.held_by, layout.offsets, layout.lengths, strict=True)
    places = [None, *(_Place(holders[holder], *where) for holder, *where in columns)]
    digests = [layout.digests[at : at + _DIGEST] for at in range(0, len(layout.digests), _DIGEST)]
    found = []
    for digest, place, base in zip(digests, layout.places, layout.bases, strict=True):
        if (lies := places[place]) is None:
            raise ValueError("a chunk of it lies nowhere")
        found.append((digest, _Chunk(lies, places[base])))
    return found


def _layout(path: Path) -> _Layout:
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError("is no file of chunks")
        end = file.seek(-_LENGTH, os.SEEK_END)
        length = int.from_bytes(file.read(_LENGTH))
        file.seek(end - length)
        return msgspec.msgpack.decode(zlib.decompress(file.read(length)), type=_Layout)
