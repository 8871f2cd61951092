"""Transfers between places, with what happened to each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0015"
down_revision = "inventory_0014"
branch_labels = None
depends_on = None

ADDS_UP = (
    "received_quantity >= 0 AND lost_quantity >= 0 AND returned_quantity >= 0"
    " AND received_quantity + lost_quantity + returned_quantity = quantity"
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "stock_transfer",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("from_location_id", ID, nullable=False),
        sa.Column("to_location_id", ID, nullable=False),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.CheckConstraint("from_location_id <> to_location_id", name=op.f("ck_stock_transfer_two_places")),
        sa.ForeignKeyConstraint(["from_location_id"], ["storage_location.id"], name="fk_stock_transfer_from_location_id"),
        sa.ForeignKeyConstraint(["to_location_id"], ["storage_location.id"], name="fk_stock_transfer_to_location_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_transfer"),
        sa.UniqueConstraint("number", name="uq_stock_transfer_number"),
    )
    op.create_index("ix_stock_transfer_state", "stock_transfer", ["state"])
    op.create_table(
        "stock_transfer_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("transfer_id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        sa.Column("received_quantity", QUANTITY),
        sa.Column("lost_quantity", QUANTITY),
        sa.Column("returned_quantity", QUANTITY),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_transfer_line_quantity")),
        sa.CheckConstraint(ADDS_UP, name=op.f("ck_stock_transfer_line_adds_up")),
        sa.ForeignKeyConstraint(["transfer_id"], ["stock_transfer.id"], name="fk_stock_transfer_line_transfer_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_stock_transfer_line_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_transfer_line"),
        sa.UniqueConstraint("transfer_id", "lot_id", name="uq_stock_transfer_line_transfer_id_lot_id"),
    )
    op.create_table(
        "stock_transfer_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("transfer_id", ID, nullable=False),
        sa.Column("move", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("done_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["transfer_id"], ["stock_transfer.id"], name="fk_stock_transfer_event_transfer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_transfer_event"),
    )
    op.create_index("ix_stock_transfer_event_transfer_id_id", "stock_transfer_event", ["transfer_id", "id"])
    forbid_changes("stock_transfer_event")


def downgrade() -> None:
    """Take back."""
    allow_changes("stock_transfer_event")
    for table in ("stock_transfer_event", "stock_transfer_line", "stock_transfer"):
        op.drop_table(table)
