"""Suppliers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT

revision = "purchasing_0001"
down_revision = None
branch_labels = ("purchasing",)
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "supplier",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("rfc", sa.String(13)),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(30)),
        sa.Column("lead_time_days", sa.Integer),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_supplier_lead_time_days")),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
        sa.UniqueConstraint("rfc", name="uq_supplier_rfc"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("supplier")
