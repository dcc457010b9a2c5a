"""Matches that people cleared, and what became of the clearances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make both tables, empty."""
    told = {
        "at": "recorded instant, UTC",
        "customer": "the customer's own number, or empty",
        "name": "as it was asked",
        "about": "SHA-256 of what is known of the party",
        "entity_id": "the listed party it is not",
        "said": "SHA-256 of what the list says of that one",
    }
    later = {"until": "the last day on which it holds", "by_whom": None, "reason": None}
    op.create_table(
        "exclusions",
        sa.Column("number", sa.Integer, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False, comment=what) for name, what in told.items()),
        sa.Column("strong", sa.Integer, nullable=False, comment="1: it takes a second person"),
        *(sa.Column(name, sa.Text, nullable=False, comment=what) for name, what in later.items()),
        sa.PrimaryKeyConstraint("number", name="pk_exclusions"),
        sqlite_strict=True,
    )
    op.create_table(
        "exclusion_acts",
        sa.Column("seq", sa.Integer, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False, comment="recorded instant, UTC"),
        sa.Column("exclusion", sa.Integer, nullable=False),
        sa.Column("act", sa.Text, nullable=False, comment="confirm or withdraw"),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_exclusion_acts"),
        sa.ForeignKeyConstraint(
            ["exclusion"], ["exclusions.number"], name="fk_exclusion_acts_exclusion"
        ),
        sqlite_strict=True,
    )
