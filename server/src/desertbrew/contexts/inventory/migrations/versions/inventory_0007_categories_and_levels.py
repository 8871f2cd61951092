"""Drawers of the catalogue; how much of an item there should be, and whether it is still used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT

revision = "inventory_0007"
down_revision = "inventory_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "item_category",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_key", sa.String(60), nullable=False),
        sa.Column("description", sa.String(300), nullable=False),
        sa.Column("draw_policy", sa.String(4)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_category")),
        sa.UniqueConstraint("name_key", name=op.f("uq_item_category_name_key")),
    )
    drawer = sa.ForeignKey("item_category.id", name="fk_item_category_id")
    op.add_column("item", sa.Column("category_id", ID, drawer), inline_references=True)
    op.add_column("item", sa.Column("description", sa.String(500), server_default="", nullable=False))
    # Written out: a rebuilt table would pull the lots' references from under them on SQLite.
    op.execute("ALTER TABLE item ADD COLUMN min_quantity BIGINT CONSTRAINT ck_item_min_quantity CHECK (min_quantity >= 0)")
    op.execute(
        "ALTER TABLE item ADD COLUMN max_quantity BIGINT CONSTRAINT ck_item_max_quantity CHECK (max_quantity > 0) "
        "CONSTRAINT ck_item_min_below_max CHECK (min_quantity < max_quantity)"
    )
    op.add_column("item", sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False))
    op.create_index("ix_item_category_id", "item", ["category_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_item_category_id", "item")
    for column in ("active", "max_quantity", "min_quantity", "description", "category_id"):
        op.drop_column("item", column)
    op.drop_table("item_category")
