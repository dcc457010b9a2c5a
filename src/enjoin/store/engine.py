"""Opens a store: SQLite in WAL mode or PostgreSQL, brought to this version's schema."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from enjoin.model.errors import StoreError, StoreTooNew, StoreUnwritable
from enjoin.store.door import HEAD, LOCK, PRAGMAS, Door, Driven, sqlite_path


class Store:
    """A database of records. Reads see one state; a write is one transaction, or nothing.

    `kept` is the copy of an older store that was made before upgrading it; None where none was: a
    new store, or PostgreSQL, whose upgrade is one transaction and whose copies are its operator's.
    """

    def __init__(self, url: str, *, upgrade: bool = True) -> None:
        """Open the store at a URL, such as sqlite:////data/enjoin.db, and upgrade its schema.

        Raises:
            StoreUnwritable: there is no permission, or no room.
            StoreTooNew: a later Enjoin wrote it.
        """
        self.url = url
        self.kept: Path | None = None
        self.engine = _engine(url)
        if upgrade:
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
            migration = _Migration(connection, self.name, revision)
            if revision and (path := sqlite_path(self.url)):
                self.kept = _keep_before(path)
            migration.run()
        if revision:
            self._tell(revision)

    def _tell(self, revision: str) -> None:
        """Say what an upgrade did, and give back the room that the older tables took."""
        kept = f"as it was, it is kept in {self.kept}" if self.kept else "nothing of it was lost"
        told = "%s: upgraded from schema %s to %s; %s"
        logging.getLogger(__name__).warning(told, self.name, revision, HEAD, kept)
        if path := sqlite_path(self.url):
            with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.Error):
                connection.execute("VACUUM")  # where there is no room, it stays large

    @property
    def name(self) -> str:
        """The URL, without a password."""
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
                raise StoreUnwritable(self.name, why) from error
            raise StoreError(
                f"{self.name}: the database refused ({why}); nothing was changed. "
                "Check that it runs and that this address and its permissions are right."
            ) from error


def create(url: str, revision: str, fill: Callable[[Door], None]) -> None:
    """Make a store of a revision where there is none and have it filled, whole or not at all.

    Raises:
        StoreTooNew: a later Enjoin made the revision.
        StoreError: there is a store already.
        StoreUnwritable: there is no permission, or no room.
    """
    store = Store(url, upgrade=False)
    with store.write() as connection:
        if _revision(connection) is not None:
            raise StoreError(
                f"{store.name}: holds a store already; it was left as it is, and nothing was "
                "restored. Name another place with --home DIR or ENJOIN_DATABASE."
            )
        _Migration(connection, store.name, revision).run(revision)
        fill(door_of(connection))
    store.close()


def door_of(connection: Connection) -> Door:
    """Speak plain SQL within a connection's transaction, as processes that only screen do."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    driven: Driven = connection.connection.driver_connection  # type: ignore[assignment]
    return Door(driven, mark)


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


class _Migration:
    """The scripts that bring a store from its revision to this version's."""

    def __init__(self, connection: Connection, name: str, revision: str | None) -> None:
        """Find the scripts.

        Raises:
            StoreTooNew: they do not know the revision.
        """
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        self._config = Config(attributes={"connection": connection})
        self._config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        self._config.set_main_option("path_separator", "os")
        scripts = ScriptDirectory.from_config(self._config).walk_revisions()
        if revision is not None and revision not in {script.revision for script in scripts}:
            raise StoreTooNew(name, revision)

    def run(self, until: str = HEAD) -> None:
        """Run those up to a revision within the connection's transaction."""
        from alembic.command import upgrade

        upgrade(self._config, until)


def _keep_before(path: Path) -> Path:
    """Copy a SQLite store beside itself, as it was committed last, before it is upgraded."""
    kept = path.with_name(f"{path.name}.before-{HEAD}")
    part = kept.with_name(f".{kept.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(kept)
    return kept


def _no_room(why: str) -> bool:
    words = ("disk is full", "readonly", "unable to open", "permission denied", "disk i/o error")
    return any(word in why.lower() for word in words)
