"""Items, lots, and the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0001"
down_revision = None
branch_labels = ("inventory",)
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "item",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.UniqueConstraint("sku", name="uq_item_sku"),
    )
    op.create_table(
        "item_conversion",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("factor_to_base", QUANTITY, nullable=False),
        sa.CheckConstraint("factor_to_base > 0", name=op.f("ck_item_conversion_factor")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_item_conversion_item_id"),
        sa.PrimaryKeyConstraint("item_id", "unit", name="pk_item_conversion"),
    )
    op.create_table(
        "supplier_copy",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_copy"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("supplier_id", ID),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("invoice_number", sa.String(60)),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("total_cost", MONEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("number", name="uq_receipt_number"),
    )
    _create_lots()
    op.create_table(
        "stock_balance",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        sa.Column("value", MONEY, nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_balance_quantity")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_stock_balance_value")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_stock_balance_item_id"),
        sa.PrimaryKeyConstraint("item_id", name="pk_stock_balance"),
    )
    op.create_table(
        "issue",
        sa.Column("id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("batch_id", ID),
        sa.Column("total_cost", MONEY, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
    )
    op.create_index("ix_issue_batch_id", "issue", ["batch_id"])
    _create_ledger()


def _create_lots() -> None:
    op.create_table(
        "lot",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=False),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("supplier_lot", sa.String(60)),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("initial_quantity", QUANTITY, nullable=False),
        sa.Column("remaining_quantity", QUANTITY, nullable=False),
        sa.Column("initial_cost", MONEY, nullable=False),
        sa.Column("remaining_cost", MONEY, nullable=False),
        sa.CheckConstraint("initial_quantity > 0", name=op.f("ck_lot_initial_quantity")),
        sa.CheckConstraint("remaining_quantity BETWEEN 0 AND initial_quantity", name=op.f("ck_lot_remaining_quantity")),
        sa.CheckConstraint("remaining_cost BETWEEN 0 AND initial_cost", name=op.f("ck_lot_remaining_cost")),
        sa.CheckConstraint("remaining_quantity > 0 OR remaining_cost = 0", name=op.f("ck_lot_empty_costs_nothing")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_lot_item_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name="fk_lot_receipt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
        sa.UniqueConstraint("code", name="uq_lot_code"),
    )
    on_hand = sa.text("remaining_quantity > 0")
    columns = ["item_id", "received_at", "id"]
    op.create_index("ix_lot_on_hand", "lot", columns, postgresql_where=on_hand, sqlite_where=on_hand)
    op.create_index("ix_lot_item_id_received_at_id", "lot", columns)
    op.create_index("ix_lot_receipt_id", "lot", ["receipt_id"])


def _create_ledger() -> None:
    op.create_table(
        "movement",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        sa.Column("cost", MONEY, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_movement_quantity")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_movement_item_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_movement_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
    )
    op.create_index("ix_movement_item_id_id", "movement", ["item_id", "id"])
    op.create_index("ix_movement_lot_id_id", "movement", ["lot_id", "id"])
    forbid_changes("movement")


def downgrade() -> None:
    """Take back."""
    allow_changes("movement")
    for table in (
        "movement",
        "issue",
        "stock_balance",
        "lot",
        "receipt",
        "supplier_copy",
        "item_conversion",
        "item",
    ):
        op.drop_table(table)
