"""Publishers' files over HTTP: whole, within a size, and only when they have changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from enjoin.model.errors import FetchFailed

if TYPE_CHECKING:
    import httpx


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a publisher, as it was fetched; keep it to ask next time whether it has changed.

    `etag` and `modified` are the server's marks of its version, where it gives any. `unchanged`
    tells that it is the file already known; where the server said so itself, `path` was not
    written again.
    """

    url: str
    path: str
    sha256: str
    size: int
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is fetched, how long is waited (seconds) and how often is tried."""

    max_bytes: int = 500_000_000
    timeout: float = 60.0
    attempts: int = 4
    wait: float = 1.0


#: Told how many bytes came, each time some do.
Progress = Callable[[int], None]
_NOTHING_KNOWN: Mapping[str, Fetched] = MappingProxyType({})


#: Some publishers' servers drop programs that do not name themselves in the way browsers do.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Enjoin; sanctions lists)"}


def silent(_size: int) -> None:
    """Take no notice of progress."""


def fetch_list(
    source: str,
    urls: Mapping[str, str],
    into: Path,
    known: Mapping[str, Fetched] = _NOTHING_KNOWN,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> dict[str, Fetched]:
    """Fetch all files of a list into a folder.

    The files of a list belong together: when one has changed, all are fetched.

    Args:
        source: The list, for messages.
        urls: Address of each of its files, by the name the file gets.
        into: An existing folder.
        known: What was fetched last, by name of file.
        limits: Sizes and times; see `Limits`.
        progress: Told the bytes that came, as they come.

    Raises:
        FetchFailed: a file could not be fetched whole.
    """
    asked = known if known.keys() >= urls.keys() else _NOTHING_KNOWN
    found = _all(source, urls, into, asked, limits, progress)
    if asked and not all(file.unchanged for file in found.values()):
        found = _all(source, urls, into, _NOTHING_KNOWN, limits, progress)
    return found


def _all(
    source: str,
    urls: Mapping[str, str],
    into: Path,
    known: Mapping[str, Fetched],
    limits: Limits | None,
    progress: Progress,
) -> dict[str, Fetched]:
    return {
        name: fetch(source, url, into / name, known.get(name), limits, progress)
        for name, url in urls.items()
    }


def fetch(
    source: str,
    url: str,
    to: Path,
    known: Fetched | None = None,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> Fetched:
    """Fetch one file; what is half fetched never stands at `to`.

    Tried again, with growing waits: a broken connection, 429 and 5xx. Everything else fails at
    once.

    Raises:
        FetchFailed: it could not be fetched whole within the limits.
    """
    import httpx
    import stamina

    stamina.instrumentation.set_on_retry_hooks(())  # what fails at last is told; tries are not
    limits = limits or Limits()
    part = _part(to)
    try:
        with httpx.Client(
            follow_redirects=True, timeout=limits.timeout, headers=_HEADERS
        ) as client:
            for attempt in stamina.retry_context(
                on=_worth_another_try,
                attempts=limits.attempts,
                timeout=None,
                wait_initial=limits.wait,
                wait_jitter=limits.wait,
            ):
                with attempt:
                    return _once(client, source, url, to, known, limits, progress)
    except httpx.HTTPStatusError as error:
        raise FetchFailed(source, url, f"the server answers {_status(error.response)}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = str(error) or type(error).__name__
        raise FetchFailed(source, url, f"{why} ({limits.attempts} attempts at most)") from error
    except OSError as error:
        raise FetchFailed(source, url, f"{to} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    raise AssertionError("the last attempt returns or raises")


def _worth_another_try(error: Exception) -> bool:
    import httpx

    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        return status == httpx.codes.TOO_MANY_REQUESTS or status >= 500
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.UnsupportedProtocol
    )


def _once(
    client: httpx.Client,
    source: str,
    url: str,
    to: Path,
    known: Fetched | None,
    limits: Limits,
    progress: Progress,
) -> Fetched:
    with client.stream("GET", url, headers=_conditions(known)) as response:
        _check_way(source, url, response)
        if known and response.status_code == 304:
            return msgspec.structs.replace(known, unchanged=True)
        if response.status_code != 200:
            response.raise_for_status()
            raise FetchFailed(source, url, f"the server answers {_status(response)}")
        digest, size = _save(source, response, _part(to), limits, progress)
        _part(to).replace(to)
        return Fetched(
            url=url,
            path=str(to),
            sha256=digest,
            size=size,
            etag=response.headers.get("etag"),
            modified=response.headers.get("last-modified"),
            unchanged=known is not None and known.sha256 == digest,
        )


def _part(to: Path) -> Path:
    """Name the file that is written until it is whole: each process has its own."""
    return to.with_name(f".{to.name}.{os.getpid()}.part")


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _conditions(known: Fetched | None) -> dict[str, str]:
    """Ask for the file only if it is another than the one that still lies where it was put."""
    if known is None or not Path(known.path).is_file():
        return {}
    marks = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {header: mark for header, mark in marks.items() if mark}


def _check_way(source: str, url: str, response: httpx.Response) -> None:
    """Refuse a redirect from https to http: on the way anybody could have changed the list."""
    way = [*(hop.url for hop in response.history), response.url]
    if way[0].scheme == "https" and any(step.scheme != "https" for step in way):
        raise FetchFailed(source, url, f"it redirects to unprotected {way[-1].host}")


def _save(
    source: str, response: httpx.Response, part: Path, limits: Limits, progress: Progress
) -> tuple[str, int]:
    """Write the body to a file; return its SHA-256 and its size in bytes.

    Raises:
        FetchFailed: it is larger than allowed, or shorter than announced.
    """
    url, digest, size = str(response.url), hashlib.sha256(), 0
    with part.open("wb") as file:
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > limits.max_bytes:
                raise FetchFailed(source, url, f"it is larger than {limits.max_bytes:,} bytes")
            digest.update(chunk)
            file.write(chunk)
            progress(len(chunk))
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) != response.num_bytes_downloaded:
        why = f"{response.num_bytes_downloaded:,} of {announced} bytes came: it is cut"
        raise FetchFailed(source, url, why)
    if not size:
        raise FetchFailed(source, url, "it is empty")
    return digest.hexdigest(), size
