"""People, API keys and sessions; jobs that run on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = "recorded instant, UTC"


def upgrade() -> None:
    """Make the tables of those who may ask, and of what they asked for that takes long."""
    _people()
    _api_keys()
    _sessions()
    _jobs()


def _text(name: str, comment: str | None = None, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null, comment=comment)


def _people() -> None:
    op.create_table(
        "people",
        _text("name"),
        _text("role"),
        _text("password", "argon2's own notation; null: signs in by link only", null=True),
        _text("made", _INSTANT),
        _text("ended", "since when the person may no longer sign in", null=True),
        sa.PrimaryKeyConstraint("name", name="pk_people"),
        sqlite_strict=True,
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        _text("sha256", "of the key, which is kept nowhere"),
        _text("name"),
        _text("role"),
        sa.Column("rate", sa.Integer, nullable=False, comment="requests a second"),
        _text("made", _INSTANT),
        _text("ended", "since when it opens nothing", null=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_api_keys"),
        sa.UniqueConstraint("name", name="uq_api_keys_name"),
        sqlite_strict=True,
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        _text("sha256", "of the token, which is kept nowhere"),
        _text("kind", "link: good for one sign-in; session"),
        _text("person"),
        _text("made", _INSTANT),
        _text("until", _INSTANT),
        sa.PrimaryKeyConstraint("sha256", name="pk_sessions"),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name="fk_sessions_person"),
        sqlite_strict=True,
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        _text("id"),
        _text("kind"),
        _text("owner", "who asked for it"),
        _text("asked", "JSON: on what terms"),
        _text("state", "waiting, running, done or failed"),
        sa.Column("done", sa.Integer, nullable=False, comment="rows so far"),
        sa.Column("total", sa.Integer, comment="rows in all; null: not counted"),
        _text("result", "JSON: how it went", null=True),
        _text("error", "why it failed, and what to do", null=True),
        _text("made", _INSTANT),
        _text("seen", "when it last told how far it is"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sqlite_strict=True,
    )
