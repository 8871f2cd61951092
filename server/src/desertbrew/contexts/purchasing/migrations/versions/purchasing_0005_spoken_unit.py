"""The unit in which another program speaks of an item."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "purchasing_0005"
down_revision = "purchasing_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("item_copy", sa.Column("spoken_unit", sa.String(8), server_default="", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("item_copy", "spoken_unit")
