"""The tables as they are declared: a throw-away context has no history."""

from __future__ import annotations

from alembic import op

from support.belfry.tower import METADATA

revision = "tower_0001"
down_revision = None
branch_labels = ("tower",)
depends_on = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    METADATA.drop_all(op.get_bind())
