"""Opens a store: SQLite in WAL mode or PostgreSQL, brought to this version's schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from enjoin.model.errors import StoreError, StoreTooNew, StoreUnwritable
from enjoin.store.door import HEAD, LOCK, PRAGMAS, Door, sqlite_path


class Store:
    """A database of records. Reads see one state; a write is one transaction, or nothing."""

    def __init__(self, url: str) -> None:
        """Open the store at a URL, such as sqlite:////data/enjoin.db, and upgrade its schema.

        Raises:
            StoreUnwritable: there is no permission, or no room.
            StoreTooNew: a later Enjoin wrote it.
        """
        self.url = url
        self.engine = _engine(url)
        with self._told():
            self._upgrade()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Hand out a connection that sees one state throughout."""
        with self._told(), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Hand out a connection whose work is kept whole, or not at all; writers take turns."""
        with self._told(), self.engine.connect() as connection:
            connection.execution_options(enjoin_writes=True)
            with connection.begin():
                if self.engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(LOCK)
                yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def _upgrade(self) -> None:
        with self.write() as connection:
            revision = _revision(connection)
            if revision == HEAD:
                return
            _migrate(connection, self._name, revision)

    @property
    def _name(self) -> str:
        return make_url(self.url).render_as_string(hide_password=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the database's own errors into ours, which say what to do."""
        try:
            yield
        except (DBAPIError, self.engine.dialect.loaded_dbapi.Error) as error:
            # the driver's own error where plain SQL went through `door_of`
            why = str(getattr(error, "orig", error)).strip().splitlines()[0]
            if _no_room(why):
                raise StoreUnwritable(self._name, why) from error
            raise StoreError(
                f"{self._name}: the database refused ({why}); nothing was changed. "
                "Check that it runs and that this address and its permissions are right."
            ) from error


def door_of(connection: Connection) -> Door:
    """Speak plain SQL within a connection's transaction, as processes that only screen do."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    return Door(connection.connection.cursor(), mark)


def _engine(url: str) -> Engine:
    if path := sqlite_path(url):
        _make_folder(path.parent)
        engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(str(folder), error.strerror or str(error)) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("enjoin_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _migrate(connection: Connection, name: str, revision: str | None) -> None:
    from alembic.command import upgrade
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreTooNew(name, revision)
    upgrade(config, "head")


def _no_room(why: str) -> bool:
    words = ("disk is full", "readonly", "unable to open", "permission denied", "disk i/o error")
    return any(word in why.lower() for word in words)
