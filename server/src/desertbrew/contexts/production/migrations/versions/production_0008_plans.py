"""A plan has its tank for so many days, its brewhouse, and a revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID

revision = "production_0008"
down_revision = "production_0007"
branch_labels = None
depends_on = None

ADDED = ("plan_revision", "kettle", "equipment_id", "fermenter_days")


def upgrade() -> None:
    """Apply."""
    op.add_column("batch", sa.Column("fermenter_days", sa.Integer, server_default="14", nullable=False))
    op.add_column("batch", sa.Column("equipment_id", ID))
    op.add_column("batch", sa.Column("kettle", sa.Text))
    op.add_column("batch", sa.Column("plan_revision", sa.Integer, server_default="1", nullable=False))
    op.add_column("vessel_booking", sa.Column("by_plan", sa.Boolean, server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take back; the bookings stay, nobody knows any longer which of them were plans."""
    op.drop_column("vessel_booking", "by_plan")
    for name in ADDED:
        op.drop_column("batch", name)
