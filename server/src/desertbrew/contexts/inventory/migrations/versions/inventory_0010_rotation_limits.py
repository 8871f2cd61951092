"""Where the classes of rotation begin, where the brewery sets it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import MOMENT, RATIO

revision = "inventory_0010"
down_revision = "inventory_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rotation_limits",
        sa.Column("name", sa.String(5), nullable=False),
        *(sa.Column(name, RATIO, nullable=False) for name in ("very_fast", "fast", "medium", "slow")),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.CheckConstraint("name = 'HOUSE'", name=op.f("ck_rotation_limits_one_row")),
        sa.PrimaryKeyConstraint("name", name="pk_rotation_limits"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("rotation_limits")
