"""Statements packed by entity, presence by version; names, format and origin; judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from enjoin.model.entity import Statement, assemble
from enjoin.model.schema import NAME_KINDS
from enjoin.store.packing import Packed, pack

revision = "0002"
down_revision = "0001"

_BATCH = 5_000


class _Stood(NamedTuple):
    """A statement and an interval of versions, by their numbers in the order of positions."""

    statement: Statement
    first: int
    until: int


def upgrade() -> None:
    """Make the new tables, move what the old ones hold, drop those."""
    _versions()
    _tables()
    connection = op.get_bind()
    numbers = _Numbers()
    sources = connection.scalars(sa.text("SELECT DISTINCT source FROM list_versions"))
    for source in sources.all():
        _move(connection, source, numbers)
    op.drop_table("presence_0001")
    op.drop_table("statements")


def _versions() -> None:
    op.execute("ALTER TABLE list_versions RENAME COLUMN statements TO seal")
    op.add_column(
        "list_versions",
        sa.Column(
            "names", sa.Integer, nullable=False, server_default="0", comment="how many it knows"
        ),
    )
    told = "the form it was read in; null: not recorded"
    op.add_column("list_versions", sa.Column("format", sa.Text, comment=told))
    told = "publisher, address or file; null: not recorded"
    op.add_column("list_versions", sa.Column("origin", sa.Text, comment=told))
    lines = sa.text("UPDATE list_versions SET missing = replace(missing, ' ', :line)")
    op.execute(lines.bindparams(line="\n"))
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        for column, told in (
            ("missing", "what it is without, each on a line"),
            ("seal", "SHA-256 over all it says"),
        ):
            op.alter_column("list_versions", column, existing_type=sa.Text(), comment=told)


def _tables() -> None:
    op.rename_table("presence", "presence_0001")
    if op.get_context().dialect.name == "postgresql":  # names of constraints are the schema's
        for kept in ("pk_presence", "fk_presence_statement_id"):
            op.execute(f"ALTER TABLE presence_0001 RENAME CONSTRAINT {kept} TO {kept}_0001")
    _entities()
    op.create_table(
        "judgements",
        sa.Column("seq", sa.Integer, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False, comment="recorded instant, UTC"),
        sa.Column("left_id", sa.Text, nullable=False),
        sa.Column("right_id", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False, comment="propose, confirm or withdraw"),
        sa.Column("verdict", sa.Text, nullable=False, comment="same, different or open"),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_judgements"),
        sqlite_strict=True,
    )


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, comment="BLAKE2b of all the rest"),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False, comment="id of the listed subject"),
        sa.Column(
            "part",
            sa.Text,
            nullable=False,
            comment="what the entity's own id adds to it, or empty",
        ),
        sa.Column("schema", sa.Text, nullable=False),
        sa.Column(
            "properties",
            sa.Text,
            nullable=False,
            comment="JSON: values, or [value, lang, original]",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("digest", name="uq_entities_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_entities_subject", "entities", ["subject"])
    op.create_table(
        "presence",
        sa.Column("entity", sa.Integer, comment="what is said of it"),
        sa.Column("first", sa.Integer, comment="the first version that says so"),
        sa.Column("until", sa.Integer, comment="the first later version that does not; null: none"),
        sa.PrimaryKeyConstraint("entity", "first", name="pk_presence"),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name="fk_presence_entity"),
        sa.ForeignKeyConstraint(["first"], ["list_versions.id"], name="fk_presence_first"),
        sa.ForeignKeyConstraint(["until"], ["list_versions.id"], name="fk_presence_until"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


class _Numbers:
    """Gives each saying its number, in the order in which they first come."""

    def __init__(self) -> None:
        self._known: dict[bytes, int] = {}

    def of(self, digest: bytes) -> tuple[int, bool]:
        """Return the number of a saying, and whether it is new."""
        new = digest not in self._known
        return self._known.setdefault(digest, len(self._known) + 1), new


def _move(connection: sa.Connection, source: str, numbers: _Numbers) -> None:
    """Pack the statements of a source by entity, one row for each set that once stood together."""
    rows = connection.execute(
        sa.text("SELECT id, position FROM list_versions WHERE source = :s ORDER BY position"),
        {"s": source},
    ).all()
    ids, order = [row.id for row in rows], {row.position: n for n, row in enumerate(rows)}
    said: list[dict[str, Any]] = []
    stood: list[dict[str, Any]] = []
    names = [0] * len(ids)
    for parts in _by_entity(connection, source, order):
        for part in parts:
            if part.statement.prop in NAME_KINDS:
                for n in range(part.first, part.until):
                    names[n] += 1
        for packed, first, until in _stretches(source, parts):
            number, new = numbers.of(packed.digest)
            if new:
                said.append({"id": number, "source": source, **packed._asdict()})
            end = ids[until] if until < len(ids) else None
            stood.append({"entity": number, "first": ids[first], "until": end})
        if len(said) >= _BATCH:
            _insert(connection, said, stood)
    _insert(connection, said, stood)
    for id_, count in zip(ids, names, strict=True):
        told = sa.text("UPDATE list_versions SET names = :n WHERE id = :id")
        connection.execute(told, {"n": count, "id": id_})


def _by_entity(
    connection: sa.Connection, source: str, order: dict[str, int]
) -> Iterator[list[_Stood]]:
    rows = connection.execute(
        sa.text(
            "SELECT s.entity_id, s.schema, s.prop, s.value, s.lang, s.original, p.first, p.until "
            "FROM statements s JOIN presence_0001 p ON p.statement_id = s.id "
            "WHERE p.source = :s ORDER BY s.entity_id, s.schema, s.id, p.first"
        ),
        {"s": source},
    )
    for _, group in groupby(rows, key=itemgetter(0, 1)):
        yield [
            _Stood(Statement(*said), order[first], order[until] if until else len(order))
            for *said, first, until in group
        ]


def _stretches(source: str, parts: Sequence[_Stood]) -> Iterator[tuple[Packed, int, int]]:
    """Yield what was said of one entity, with the versions between which nothing of it changed."""
    edges = sorted({edge for part in parts for edge in (part.first, part.until)})
    told = ((_packed(source, parts, first), first, until) for first, until in pairwise(edges))
    for _, same in groupby(told, key=lambda each: each[0] and each[0].digest):
        several = list(same)
        if packed := several[0][0]:
            yield packed, several[0][1], several[-1][2]


def _packed(source: str, parts: Iterable[_Stood], at: int) -> Packed | None:
    standing = [part.statement for part in parts if part.first <= at < part.until]
    return next((pack(source, entity) for entity in assemble(standing)), None)


def _insert(
    connection: sa.Connection, said: list[dict[str, Any]], stood: list[dict[str, Any]]
) -> None:
    for table, rows in (("entities", said), ("presence", stood)):
        if rows:
            columns = ", ".join(f'"{name}"' for name in rows[0])
            marks = ", ".join(f":{name}" for name in rows[0])
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  (our own words)
            connection.execute(sa.text(sql), rows)
            rows.clear()
