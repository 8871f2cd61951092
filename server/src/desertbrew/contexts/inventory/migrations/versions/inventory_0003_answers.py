"""A refusal is remembered with what was missing, so that it can be told again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("issue", sa.Column("shortages", sa.Text, server_default="[]", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("issue", "shortages")
