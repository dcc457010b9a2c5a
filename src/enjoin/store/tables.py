"""Every table, once; STRICT, so that SQLite checks types as PostgreSQL does."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


list_versions = Table(
    "list_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("version", Text, nullable=False, comment="the publisher's date, YYYY-MM-DD"),
    Column("basis", Text, nullable=False, comment="publisher, stated or inferred"),
    Column("published", Text, comment="the publisher's own instant or date, as written"),
    Column("position", Text, nullable=False, comment="version and recorded instant, in digits"),
    Column("fetched", Text, nullable=False, comment="recorded instant, UTC"),
    Column("sha256", Text, nullable=False, comment="of the names and hashes of its files"),
    Column("entries", Integer, nullable=False),
    Column("missing", Text, nullable=False, comment="files not given, separated by spaces"),
    Column("statements", Text, nullable=False, comment="SHA-256 over the keys of what it says"),
    Column("reader", Text, nullable=False, comment="version of the reader's code"),
    UniqueConstraint("source", "position"),
    sqlite_strict=True,
)

list_files = Table(
    "list_files",
    metadata,
    Column("version_id", Integer, ForeignKey("list_versions.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", Text, nullable=False, comment="of the original bytes, kept in blobs"),
    Column("size", Integer, nullable=False),
    sqlite_strict=True,
)

statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("schema", Text, nullable=False),
    Column("prop", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("lang", Text),
    Column("original", Text),
    Index(None, "entity_id"),
    sqlite_strict=True,
)

presence = Table(
    "presence",
    metadata,
    Column("source", Text, primary_key=True),
    Column("statement_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("first", Text, primary_key=True, comment="position of the first version that says so"),
    Column("until", Text, comment="position of the first later version that does not; null: none"),
    sqlite_strict=True,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="recorded instant, UTC"),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON: hashes and references only"),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)
