"""Physical counts with the book of each line's own moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, QUANTITY, UNIT_COST
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0013"
down_revision = "inventory_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "stock_count",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("scope_ids", sa.Text(), nullable=False),
        sa.Column("moved_since", sa.Date()),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("submitted_at", MOMENT),
        sa.Column("submitted_by", sa.String(64)),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stock_count"),
        sa.UniqueConstraint("number", name="uq_stock_count_number"),
    )
    op.create_index("ix_stock_count_state", "stock_count", ["state"])
    op.create_table(
        "count_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("count_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("lot_id", ID),
        sa.Column("location_id", ID),
        sa.Column("supplier_lot", sa.String(60)),
        sa.Column("expires_on", sa.Date()),
        sa.Column("unit_cost", UNIT_COST, nullable=False),
        sa.Column("counted_quantity", QUANTITY),
        sa.Column("book_quantity", QUANTITY),
        sa.Column("counted_at", MOMENT),
        sa.Column("counted_by", sa.String(64)),
        sa.Column("recount", sa.Boolean(), nullable=False),
        sa.CheckConstraint("counted_quantity >= 0", name=op.f("ck_count_line_counted_quantity")),
        sa.CheckConstraint(
            "(counted_quantity IS NULL) = (book_quantity IS NULL)", name=op.f("ck_count_line_book_of_its_moment")
        ),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name="fk_count_line_count_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_count_line_item_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_count_line_lot_id"),
        sa.ForeignKeyConstraint(["location_id"], ["storage_location.id"], name="fk_count_line_location_id"),
        sa.PrimaryKeyConstraint("id", name="pk_count_line"),
        sa.CheckConstraint("lot_id IS NULL OR location_id IS NOT NULL", name=op.f("ck_count_line_lot_somewhere")),
        sa.UniqueConstraint("count_id", "lot_id", "location_id", name="uq_count_line_count_id_lot_id_location_id"),
    )
    op.create_table(
        "count_tally",
        sa.Column("id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("entered_quantity", QUANTITY, nullable=False),
        sa.Column("entered_unit", sa.String(20), nullable=False),
        sa.Column("counted_quantity", QUANTITY, nullable=False),
        sa.Column("book_quantity", QUANTITY, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("counted_by", sa.String(64), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["count_line.id"], name="fk_count_tally_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_count_tally"),
    )
    op.create_index("ix_count_tally_line_id_id", "count_tally", ["line_id", "id"])
    forbid_changes("count_tally")


def downgrade() -> None:
    """Take back."""
    allow_changes("count_tally")
    for table in ("count_tally", "count_line", "stock_count"):
        op.drop_table(table)
