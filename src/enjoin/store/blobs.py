"""Original bytes, kept under the hash of their content."""

from __future__ import annotations

import gzip
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from enjoin.model.errors import StoreError, StoreUnwritable


def put(folder: Path, data: bytes) -> str:
    """Keep bytes; return their SHA-256 in hexadecimal. What is there already stays as it is."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(folder, sha256)
    if not path.exists():
        write_whole(path, gzip.compress(data, compresslevel=6, mtime=0))
    return sha256


def get(folder: Path, sha256: str) -> bytes:
    """Return the bytes with this hash, checked.

    Raises:
        StoreError: they are absent, or no longer what they were.
    """
    path = _path(folder, sha256)
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(f"{path}: original cannot be read ({error}). Restore a backup.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"{path}: original was changed since it was kept. Restore a backup.")
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that others see all of it or none, also after a crash.

    Raises:
        StoreUnwritable: there is no permission, or no room; nothing is left behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):  # where it could not be made it cannot be removed
            part.unlink(missing_ok=True)
        raise StoreUnwritable(str(path), error.strerror or str(error)) from error


def _path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.gz"
