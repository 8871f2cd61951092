"""Suggestions to buy, and how far the daily job may go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY, UNIT_COST

revision = "purchasing_0003"
down_revision = "purchasing_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "suggestion",
        sa.Column("id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("item_sku", sa.String(40), nullable=False),
        sa.Column("item_name", sa.String(120), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.Column("supplier_id", ID),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("pack_id", ID),
        sa.Column("pack_name", sa.String(60), nullable=False),
        sa.Column("pack_factor", QUANTITY, nullable=False),
        sa.Column("pack_price", UNIT_COST),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("packs", QUANTITY, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("engine", sa.String(10), nullable=False),
        sa.Column("priority", sa.String(8), nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_by_name", sa.String(120), nullable=False),
        sa.Column("reject_reason", sa.String(200), nullable=False),
        sa.Column("order_id", ID),
        sa.CheckConstraint("packs > 0", name=op.f("ck_suggestion_packs")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_suggestion_quantity")),
        sa.ForeignKeyConstraint(["item_id"], ["item_copy.id"], name="fk_suggestion_item_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_suggestion_supplier_id"),
        sa.ForeignKeyConstraint(["pack_id"], ["supplier_item.id"], name="fk_suggestion_pack_id"),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_suggestion_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
    )
    op.create_index("ix_suggestion_state_supplier_id", "suggestion", ["state", "supplier_id"])
    still_open = sa.text("state IN ('PENDING', 'REVIEWED', 'APPROVED')")
    op.create_index(
        "uq_suggestion_open",
        "suggestion",
        ["item_id"],
        unique=True,
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
    op.create_table(
        "replenishment_rules",
        sa.Column("name", sa.String(5), nullable=False),
        sa.Column("auto_order_below", MONEY),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.CheckConstraint("name = 'HOUSE'", name=op.f("ck_replenishment_rules_one_row")),
        sa.CheckConstraint("auto_order_below > 0", name=op.f("ck_replenishment_rules_auto_order_below")),
        sa.PrimaryKeyConstraint("name", name="pk_replenishment_rules"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("replenishment_rules")
    op.drop_table("suggestion")
