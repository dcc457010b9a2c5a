"""The first schema: list versions, statements with presence intervals, the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _versions()
    _facts()
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False, comment="recorded instant, UTC"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column(
            "body", sa.Text, nullable=False, comment="canonical JSON: hashes and references only"
        ),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal"),
        sqlite_strict=True,
    )


def _versions() -> None:
    op.create_table(
        "list_versions",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False, comment="the publisher's date, YYYY-MM-DD"),
        sa.Column("basis", sa.Text, nullable=False, comment="publisher, stated or inferred"),
        sa.Column("published", sa.Text, comment="the publisher's own instant or date, as written"),
        sa.Column(
            "position", sa.Text, nullable=False, comment="version and recorded instant, in digits"
        ),
        sa.Column("fetched", sa.Text, nullable=False, comment="recorded instant, UTC"),
        sa.Column(
            "sha256", sa.Text, nullable=False, comment="of the names and hashes of its files"
        ),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column(
            "missing", sa.Text, nullable=False, comment="files not given, separated by spaces"
        ),
        sa.Column(
            "statements", sa.Text, nullable=False, comment="SHA-256 over the keys of what it says"
        ),
        sa.Column("reader", sa.Text, nullable=False, comment="version of the reader's code"),
        sa.PrimaryKeyConstraint("id", name="pk_list_versions"),
        sa.UniqueConstraint("source", "position", name="uq_list_versions_source_position"),
        sqlite_strict=True,
    )
    op.create_table(
        "list_files",
        sa.Column("version_id", sa.Integer),
        sa.Column("name", sa.Text),
        sa.Column(
            "sha256", sa.Text, nullable=False, comment="of the original bytes, kept in blobs"
        ),
        sa.Column("size", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "name", name="pk_list_files"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["list_versions.id"], name="fk_list_files_version_id"
        ),
        sqlite_strict=True,
    )


def _facts() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("entity_id", sa.Text, nullable=False),
        sa.Column("schema", sa.Text, nullable=False),
        sa.Column("prop", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("lang", sa.Text),
        sa.Column("original", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint("digest", name="uq_statements_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_statements_entity_id", "statements", ["entity_id"])
    op.create_table(
        "presence",
        sa.Column("source", sa.Text),
        sa.Column("statement_id", sa.Integer),
        sa.Column("first", sa.Text, comment="position of the first version that says so"),
        sa.Column(
            "until",
            sa.Text,
            comment="position of the first later version that does not; null: none",
        ),
        sa.PrimaryKeyConstraint("source", "statement_id", "first", name="pk_presence"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_presence_statement_id"
        ),
        sqlite_strict=True,
    )
