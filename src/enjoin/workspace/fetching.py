"""Lists fetched from their publishers, with what is known of the last time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import msgspec

from enjoin.config import Config
from enjoin.model.errors import EnjoinError, InvalidInput, StoreUnwritable
from enjoin.sources import SourceInfo
from enjoin.sources.fetch import Fetched, Limits, fetch_list, silent
from enjoin.store.blobs import write_whole

#: What was fetched last of a list, beside its files.
_STATE = "fetched.json"


#: Lists fetched at a time: publishers' servers are slow, and each is another's.
_AT_ONCE = 4


def fetched_each(
    config: Config, infos: Iterable[SourceInfo], progress: Callable[[str, int], None]
) -> Iterator[tuple[str, dict[str, Path] | EnjoinError]]:
    """Fetch several lists in parallel; yield each, or why it failed, as it comes.

    `progress` is told the list and the bytes that came, from other threads.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = {
            pool.submit(fetched, config, info, None, partial(progress, info.name)): info.name
            for info in infos
        }
        for done in as_completed(asked):
            try:
                yield asked[done], done.result()
            except EnjoinError as error:
                yield asked[done], error


def fetched(
    config: Config,
    info: SourceInfo,
    url: str | None,
    progress: Callable[[int], None] = silent,
) -> dict[str, Path]:
    """Fetch a list's files from its publisher, or from another address; return where they lie.

    The files stay in the home, so that next time only what has changed is transferred. A server's
    date of a file becomes the file's own, which dates a list that carries none.

    Raises:
        InvalidInput: the list has no publisher.
        FetchFailed: a file could not be fetched whole; what was fetched before stays.
        StoreUnwritable: the home does not take the files.
    """
    if not info.formats[0].files[0][1]:
        raise InvalidInput(
            f"{info.name}: no publisher gives it out; nothing was loaded. Give its file with "
            f"`enjoin update {info.name} --from FILE`."
        )
    folder = config.home / "fetched" / (f"{info.name}.elsewhere" if url else info.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(str(folder), error.strerror or str(error)) from error
    urls = _moved(info, url) if url else dict(info.formats[0].files)
    limits = Limits(max_bytes=config.fetch_limit)
    found = fetch_list(info.name, urls, folder, _known(folder, urls), limits, progress)
    write_whole(folder / _STATE, msgspec.json.encode(found))
    for name, file in found.items():
        if file.modified and not file.unchanged:
            _date(folder / name, file.modified)
    return {name: folder / name for name in found}


def _moved(info: SourceInfo, url: str) -> dict[str, str]:
    """Expect a list's file at an address, or its files below it under their usual names."""
    usual, optional = info.formats[0].files, info.formats[0].optional
    if optional >= {name for name, _ in usual[1:]}:
        return {usual[0][0]: url}
    return {name: f"{url.rstrip('/')}/{address.rpartition('/')[2]}" for name, address in usual}


def _known(folder: Path, urls: Mapping[str, str]) -> Mapping[str, Fetched]:
    """Return what was fetched last, of the files that are still there from the same address."""
    try:
        found = msgspec.json.decode((folder / _STATE).read_bytes(), type=dict[str, Fetched])
    except (OSError, msgspec.DecodeError):
        return {}
    return {
        name: file
        for name, file in found.items()
        if urls.get(name) == file.url and (folder / name).exists()
    }


def _date(path: Path, modified: str) -> None:
    """Give a file the date that its server states; a date that is none is left alone."""
    try:
        moment = parsedate_to_datetime(modified).timestamp()
    except ValueError:
        return
    os.utime(path, (moment, moment))
