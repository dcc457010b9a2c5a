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
    Column("missing", Text, nullable=False, comment="what it is without, each on a line"),
    Column("seal", Text, nullable=False, comment="SHA-256 over all it says"),
    Column("reader", Text, nullable=False, comment="version of the reader's code"),
    Column("names", Integer, nullable=False, server_default="0", comment="how many it knows"),
    Column("format", Text, comment="the form it was read in; null: not recorded"),
    Column("origin", Text, comment="publisher, address or file; null: not recorded"),
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

entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False, unique=True, comment="BLAKE2b of all the rest"),
    Column("source", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="id of the listed subject"),
    Column("part", Text, nullable=False, comment="what the entity's own id adds to it, or empty"),
    Column("schema", Text, nullable=False),
    Column("properties", Text, nullable=False, comment="JSON: values, or [value, lang, original]"),
    Index(None, "subject"),
    sqlite_strict=True,
)

presence = Table(
    "presence",
    metadata,
    Column(
        "entity", Integer, ForeignKey("entities.id"), primary_key=True, comment="what is said of it"
    ),
    Column(
        "first",
        Integer,
        ForeignKey("list_versions.id"),
        primary_key=True,
        comment="the first version that says so",
    ),
    Column(
        "until",
        Integer,
        ForeignKey("list_versions.id"),
        comment="the first later version that does not; null: none",
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

judgements = Table(
    "judgements",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="recorded instant, UTC"),
    Column("left_id", Text, nullable=False),
    Column("right_id", Text, nullable=False),
    Column("act", Text, nullable=False, comment="propose, confirm or withdraw"),
    Column("verdict", Text, nullable=False, comment="same, different or open"),
    Column("by_whom", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_strict=True,
)

exclusions = Table(
    "exclusions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="recorded instant, UTC"),
    Column("customer", Text, nullable=False, comment="the customer's own number, or empty"),
    Column("name", Text, nullable=False, comment="as it was asked"),
    Column("about", Text, nullable=False, comment="SHA-256 of what is known of the party"),
    Column("entity_id", Text, nullable=False, comment="the listed party it is not"),
    Column("said", Text, nullable=False, comment="SHA-256 of what the list says of that one"),
    Column("strong", Integer, nullable=False, comment="1: it takes a second person"),
    Column("until", Text, nullable=False, comment="the last day on which it holds"),
    Column("by_whom", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_strict=True,
)

exclusion_acts = Table(
    "exclusion_acts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False, comment="recorded instant, UTC"),
    Column("exclusion", Integer, ForeignKey("exclusions.number"), nullable=False),
    Column("act", Text, nullable=False, comment="confirm or withdraw"),
    Column("by_whom", Text, nullable=False),
    Column("reason", Text, nullable=False),
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


people = Table(
    "people",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, comment="argon2's own notation; null: signs in by link only"),
    Column("made", Text, nullable=False, comment="recorded instant, UTC"),
    Column("ended", Text, comment="since when the person may no longer sign in"),
    sqlite_strict=True,
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the key, which is kept nowhere"),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("rate", Integer, nullable=False, comment="requests a second"),
    Column("made", Text, nullable=False, comment="recorded instant, UTC"),
    Column("ended", Text, comment="since when it opens nothing"),
    sqlite_strict=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the token, which is kept nowhere"),
    Column("kind", Text, nullable=False, comment="link: good for one sign-in; session"),
    Column("person", Text, ForeignKey("people.name"), nullable=False),
    Column("made", Text, nullable=False, comment="recorded instant, UTC"),
    Column("until", Text, nullable=False, comment="recorded instant, UTC"),
    sqlite_strict=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Text, nullable=False, comment="who asked for it"),
    Column("asked", Text, nullable=False, comment="JSON: on what terms"),
    Column("state", Text, nullable=False, comment="waiting, running, done or failed"),
    Column("done", Integer, nullable=False, comment="rows so far"),
    Column("total", Integer, comment="rows in all; null: not counted"),
    Column("result", Text, comment="JSON: how it went"),
    Column("error", Text, comment="why it failed, and what to do"),
    Column("made", Text, nullable=False, comment="recorded instant, UTC"),
    Column("seen", Text, nullable=False, comment="when it last told how far it is"),
    sqlite_strict=True,
)
