"""The unit in which another program speaks of an item."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inventory_0012"
down_revision = "inventory_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("item", sa.Column("spoken_unit", sa.String(8), server_default="", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("item", "spoken_unit")
