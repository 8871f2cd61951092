"""The tables as they are declared: a throw-away context has no history."""

from __future__ import annotations

from alembic import op

from support.belfry.parish import METADATA

revision = "parish_0001"
down_revision = None
branch_labels = ("parish",)
depends_on = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    METADATA.drop_all(op.get_bind())
