"""Messages to people: stored in the commit that decided them, sent afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import MOMENT
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "platform_0002"
down_revision = "platform_0001"
branch_labels = None
depends_on = None

SEALED = ("id", "kind", "about", "recipient", "title", "request_id", "posted_at")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "message",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("send_before", MOMENT),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", MOMENT),
        sa.Column("settled_at", MOMENT),
        sa.Column("last_error", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_about", "message", ["about"])
    queued = sa.text("state = 'QUEUED'")
    op.create_index(
        "ix_message_queued", "message", ["kind", "next_attempt_at"], postgresql_where=queued, sqlite_where=queued
    )
    # What was said to whom stays on record; only the words themselves are forgotten after a while.
    forbid_changes("message", erasable=("content",), columns=SEALED)


def downgrade() -> None:
    """Take back."""
    allow_changes("message")
    op.drop_table("message")
