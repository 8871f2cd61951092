"""Production's packaging runs, as inventory knows of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID

revision = "inventory_0006"
down_revision = "inventory_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "packaging_run_copy",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("batch_number", sa.String(20), nullable=False),
        sa.Column("beer_name", sa.String(200), nullable=False),
        sa.Column("vessel_code", sa.String(20), nullable=False),
        sa.Column("kegs_best_before", sa.Date()),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_run_copy")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("packaging_run_copy")
