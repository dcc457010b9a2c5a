"""The narrow door into a store, for processes that only screen: no SQL toolkit, milliseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from enjoin.model.errors import NoLists, StoreError, StoreUnwritable

#: The newest migration. A store that names another is upgraded, or refused as too new.
HEAD = "0004"

PRAGMAS = (
    "PRAGMA busy_timeout=30000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an answer that was given must be in the journal after a crash
    "PRAGMA foreign_keys=ON",
)
#: PostgreSQL: writers of one store take turns, so that the journal has one head.
LOCK = "SELECT pg_advisory_xact_lock(7236828)"


class Driven(Protocol):
    """What both drivers' connections offer: a cursor of its own for every statement."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Any:
        """Run one statement; return its cursor."""
        ...

    def cursor(self) -> Any:
        """Return a new cursor."""
        ...


class Door:
    """A connection that speaks plain SQL, with `?` for parameters, to either database."""

    def __init__(self, driven: Driven, mark: str) -> None:
        self._driven, self._mark = driven, mark

    def all(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        return list(self.each(sql, *parameters))

    def each(self, sql: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        """Run a query and yield its rows; other statements may run meanwhile."""
        yield from self._driven.execute(sql.replace("?", self._mark), parameters)

    def run(self, sql: str, *parameters: object) -> None:
        """Run a statement that returns nothing."""
        self._driven.execute(sql.replace("?", self._mark), parameters)

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row of parameters."""
        self._driven.cursor().executemany(sql.replace("?", self._mark), rows)


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for another database."""
    if not url.startswith("sqlite:///"):
        return None
    return Path(url.removeprefix("sqlite:///")).absolute()


def entered(url: str, *, write: bool) -> AbstractContextManager[Door]:
    """Open the door for one transaction, to a store of this version's schema.

    Raises:
        NoLists: there is no store yet.
        StoreUnwritable: what must be recorded cannot be.
        StoreError: the database is not there, or refuses.
    """
    path = sqlite_path(url)
    return _postgresql(url, write=write) if path is None else _sqlite(path, write=write)


@contextmanager
def _sqlite(path: Path, *, write: bool) -> Iterator[Door]:
    with _told_sqlite(path):
        connection = _connected(path)
        try:
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            yield Door(connection, "?")
            connection.execute("COMMIT")
        finally:
            connection.close()  # rolls back what was not committed


def _connected(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise NoLists(f"{path.parent}: holds no lists yet")
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


@contextmanager
def _told_sqlite(path: Path) -> Iterator[None]:
    """Turn SQLite's own errors into ours, which say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise NoLists(f"{path.parent}: holds no lists yet") from error
        if "locked" in str(error):
            raise StoreError(
                f"{path}: is busy with another writer, such as an update; nothing was changed and "
                "nothing was answered. Try again."
            ) from error
        raise StoreUnwritable(str(path), str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path}: is damaged or no Enjoin store ({error}); nothing was changed. "
            "Restore a backup, or name another place with --home DIR."
        ) from error


class Kept:
    """A door that is held open, for one thread of a process that answers all day.

    A connection that broke is opened again for the next transaction, and so is one to a file that
    is no longer the one at its place: what is written to that would be lost.
    """

    def __init__(self, url: str, *, wait: bool = True) -> None:
        """Take a URL; with `wait` a writer waits for others, without it is refused at once."""
        self._url, self._wait = url, wait
        self._path = sqlite_path(url)
        self._driven: Any = None
        self._file: tuple[int, int] | None = None

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[Door]:
        """Hand out the door for one transaction, kept whole or not at all.

        Raises:
            As `entered` does.
        """
        told = _told_postgresql() if self._path is None else _told_sqlite(self._path)
        with told:
            try:
                file = self._at_its_place()
                if self._driven is None or self._file != file:
                    self.close()
                    self._driven, self._file = self._open(), file
                yield from self._within(write=write)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Let the connection go, and what was not committed with it."""
        if self._driven is not None:
            self._driven.close()
            self._driven = None

    def _at_its_place(self) -> tuple[int, int] | None:
        """Name the file that stands there, None where there is none or it is no file."""
        try:
            told = self._path.stat() if self._path else None
        except FileNotFoundError:
            return None
        return (told.st_dev, told.st_ino) if told else None

    def _open(self) -> Any:
        if self._path is not None:
            connection = _connected(self._path)
            if not self._wait:
                connection.execute("PRAGMA busy_timeout=0")
            return connection
        return _driver().connect(_plain(self._url), autocommit=True)

    def _within(self, *, write: bool) -> Iterator[Door]:
        if self._path is not None:
            self._driven.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            yield Door(self._driven, "?")
        else:
            self._driven.execute("BEGIN" if write else "BEGIN ISOLATION LEVEL REPEATABLE READ")
            if write:
                self._driven.execute(LOCK)
            yield Door(self._driven, "%s")
        self._driven.execute("COMMIT")


def _plain(url: str) -> str:
    """Return a URL as the driver itself takes it: 'postgresql+psycopg' names the toolkit's way."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _driver() -> Any:
    """Return PostgreSQL's driver, which is installed only where it is asked for.

    Raises:
        StoreError: it is not.
    """
    try:
        import psycopg
    except ImportError as error:
        raise StoreError(
            "the database is PostgreSQL, whose driver is not installed; nothing was changed. "
            "Install it with `pip install 'enjoin[postgresql]'`."
        ) from error
    return psycopg


@contextmanager
def _postgresql(url: str, *, write: bool) -> Iterator[Door]:
    psycopg = _driver()
    with _told_postgresql(), psycopg.connect(_plain(url)) as connection:
        if write:
            connection.execute(LOCK)
        else:  # one state throughout, as SQLite's readers have it
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield Door(connection, "%s")


@contextmanager
def _told_postgresql() -> Iterator[None]:
    """Turn PostgreSQL's own errors into ours, which say what to do."""
    psycopg = _driver()
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        raise NoLists("the database holds no lists yet") from error
    except psycopg.Error as error:
        raise StoreError(
            f"PostgreSQL refused ({str(error).strip().splitlines()[0]}); nothing was changed. "
            "Check that it runs and that its address and permissions are right."
        ) from error
