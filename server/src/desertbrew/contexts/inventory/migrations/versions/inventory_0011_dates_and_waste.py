"""Lots go out of date and say so; waste has classes, movements a person, deliveries a currency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT, MONEY, RATIO
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "inventory_0011"
down_revision = "inventory_0010"
branch_labels = None
depends_on = None

LEDGERS = ("lot_expiry_change", "lot_expiry_notice")


def upgrade() -> None:
    """Apply."""
    op.add_column("lot", sa.Column("currency", sa.String(3), server_default="MXN", nullable=False))
    op.add_column("lot", sa.Column("original_cost", MONEY))
    op.add_column("lot", sa.Column("exchange_rate", RATIO))
    dated = sa.text("remaining_quantity > 0 AND expires_on IS NOT NULL")
    op.create_index("ix_lot_dated", "lot", ["expires_on", "id"], postgresql_where=dated, sqlite_where=dated)
    op.add_column("issue", sa.Column("notes", sa.String(500), server_default="", nullable=False))
    op.add_column("issue", sa.Column("posted_by", sa.String(64)))
    op.add_column("movement", sa.Column("waste_class", sa.String(12)))
    op.add_column("movement", sa.Column("posted_by", sa.String(64)))
    op.drop_index("ix_movement_item_id_id", "movement")
    op.create_index("ix_movement_item_id_posted_at_id", "movement", ["item_id", "posted_at", "id"])
    op.create_index("ix_movement_posted_at_id", "movement", ["posted_at", "id"])
    op.create_index("ix_movement_document_id", "movement", ["document_id"])
    _create_notices()
    for table in LEDGERS:
        forbid_changes(table)


def _create_notices() -> None:
    op.create_table(
        "lot_expiry_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("before", sa.Date),
        sa.Column("after", sa.Date),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_expiry_change_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_expiry_change")),
    )
    op.create_index("ix_lot_expiry_change_lot_id_id", "lot_expiry_change", ["lot_id", "id"])
    op.create_table(
        "lot_expiry_notice",
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_expiry_notice_lot_id")),
        sa.PrimaryKeyConstraint("lot_id", "step", "expires_on", name=op.f("pk_lot_expiry_notice")),
    )


def downgrade() -> None:
    """Take back."""
    for table in LEDGERS:
        allow_changes(table)
        op.drop_table(table)
    op.drop_index("ix_movement_document_id", "movement")
    op.drop_index("ix_movement_posted_at_id", "movement")
    op.drop_index("ix_movement_item_id_posted_at_id", "movement")
    op.create_index("ix_movement_item_id_id", "movement", ["item_id", "id"])
    op.drop_column("movement", "posted_by")
    op.drop_column("movement", "waste_class")
    op.drop_column("issue", "posted_by")
    op.drop_column("issue", "notes")
    op.drop_index("ix_lot_dated", "lot")
    for column in ("exchange_rate", "original_cost", "currency"):
        op.drop_column("lot", column)
