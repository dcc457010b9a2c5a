"""Settings: one frozen value, read once from the environment and enjoin.toml, handed in."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from enjoin.model.errors import InvalidInput, StoreUnwritable


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How this Enjoin runs."""

    home: Path
    """The folder of the embedded store, the originals and the index."""
    database: str
    """URL of the records: sqlite:////path/enjoin.db or postgresql://user@host/name."""
    accept_stale: bool = False
    """Answer although a list is stale; every answer then says so."""
    threshold: float = 0.7
    """Score from which a candidate is a match."""
    fetch_limit: int = 500_000_000
    """Most bytes to take from a publisher for one file."""
    reader: str | None = None
    """The installed reader that reads reports; None, or `enjoin`: our own rules."""
    reader_seconds: float = 60.0
    """Seconds in which such a reader has to have read a report."""
    update_token: str | None = None
    """What opens `/updatez` of a service to a program without a key; None: nothing does."""

    @property
    def index(self) -> Path:
        """The folder of the screening snapshots."""
        return self.home / "index"

    @property
    def blobs(self) -> Path:
        """The folder of the original bytes."""
        return self.home / "blobs"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What enjoin.toml may say."""

    database: str | None = None
    accept_stale: bool | None = None
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    fetch_limit: Annotated[int, msgspec.Meta(gt=0)] | None = None
    reader: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    reader_seconds: Annotated[float, msgspec.Meta(gt=0)] | None = None
    update_token: Annotated[str, msgspec.Meta(min_length=16)] | None = None


def load(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration. The caller's home goes before ENJOIN_HOME, that before ~/.enjoin.

    In the home, enjoin.toml may set database, accept_stale, threshold, fetch_limit, reader,
    reader_seconds and update_token; ENJOIN_DATABASE goes before its database.

    Raises:
        InvalidInput: enjoin.toml is no TOML, or sets something unknown.
    """
    folder = home or Path(environ.get("ENJOIN_HOME") or Path.home() / ".enjoin")
    folder = folder.expanduser().absolute()
    said = {k: v for k, v in msgspec.structs.asdict(_file(folder)).items() if v is not None}
    said.setdefault("database", f"sqlite:///{folder / 'enjoin.db'}")
    if database := environ.get("ENJOIN_DATABASE"):
        said["database"] = database
    return Config(home=folder, **said)


def _file(folder: Path) -> _File:
    path = folder / "enjoin.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except (FileNotFoundError, NotADirectoryError):
        return _File()
    except PermissionError as error:
        raise StoreUnwritable(str(folder), error.strerror or str(error)) from error
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"{path}: cannot be used ({error}). Correct it, or remove it."
        ) from error
