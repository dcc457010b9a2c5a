"""Stores of every version become this version's; later ones are refused."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from enjoin.model.errors import StoreTooNew
from enjoin.store.door import HEAD
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.store.tables import metadata


def test_migrations_make_exactly_the_tables(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_opening_again_changes_nothing(store: Store) -> None:
    Store(store.url).close()
    test_migrations_make_exactly_the_tables(store)


def test_a_store_of_a_newer_enjoin_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew, match="newer Enjoin"):
        Store(store.url)
    with pytest.raises(StoreTooNew, match="newer Enjoin"), opened(store.url):
        pass
    with store.read() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
