"""Deliveries, their photos, what goes back of them and what is owed for them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, RATIO, UNIT_COST
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "purchasing_0004"
down_revision = "purchasing_0003"
branch_labels = None
depends_on = None

AMOUNTS = ("net", "ieps", "vat", "total")
SEALED = ("receipt_photo", "payable", "supplier_return_event", "supplier_return_line")


def upgrade() -> None:
    """Apply."""
    _create_draft()
    receipt = _create_receipt()
    line = _create_lines()
    _create_photos()
    _create_payable()
    _create_returns()
    for table in SEALED:
        forbid_changes(table)
    # A receipt learns who took it back; its lines, what inventory calls their lots and what went back of them.
    forbid_changes("goods_receipt", erasable=["corrected_by"], columns=receipt)
    forbid_changes("goods_receipt_line", erasable=["stocked_code", "returned"], columns=line)


def _create_draft() -> None:
    op.create_table(
        "receiving_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(64), nullable=False),
        sa.Column("saved_by_name", sa.String(120), nullable=False),
        sa.Column("override_sha256", sa.String(64)),
        sa.Column("override_reason", sa.String(300)),
        sa.Column("overridden_by", sa.String(64)),
        sa.Column("overridden_by_name", sa.String(120)),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_receiving_draft_order_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_receiving_draft_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receiving_draft"),
    )
    op.create_index("ix_receiving_draft_order_id", "receiving_draft", ["order_id"])
    op.create_table(
        "receiving_limit",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("low_c", RATIO),
        sa.Column("high_c", RATIO),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.CheckConstraint("low_c <= high_c", name=op.f("ck_receiving_limit_limits")),
        sa.CheckConstraint("low_c IS NOT NULL OR high_c IS NOT NULL", name=op.f("ck_receiving_limit_says_something")),
        sa.PrimaryKeyConstraint("subject", name="pk_receiving_limit"),
    )


def _create_receipt() -> list[str]:
    sealed: list[sa.Column[Any]] = [
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("order_id", ID),
        sa.Column("order_number", sa.String(20)),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("exchange_rate", RATIO, nullable=False),
        sa.Column("invoice_number", sa.String(60)),
        sa.Column("delivery_note", sa.String(60)),
        sa.Column("notes", sa.String(500), nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in AMOUNTS),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("posted_by", sa.String(64), nullable=False),
        sa.Column("posted_by_name", sa.String(120), nullable=False),
        sa.Column("override_reason", sa.String(300)),
        sa.Column("overridden_by_name", sa.String(120)),
    ]
    op.create_table(
        "goods_receipt",
        *sealed,
        sa.Column("corrected_by", ID),
        sa.CheckConstraint("exchange_rate > 0", name=op.f("ck_goods_receipt_exchange_rate")),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_goods_receipt_order_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_goods_receipt_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_receipt"),
        sa.UniqueConstraint("number", name="uq_goods_receipt_number"),
    )
    op.create_index("ix_goods_receipt_order_id", "goods_receipt", ["order_id"])
    op.create_index("ix_goods_receipt_supplier_id_id", "goods_receipt", ["supplier_id", "id"])
    return [column.name for column in sealed]


def _create_lines() -> list[str]:
    sealed: list[sa.Column[Any]] = [
        sa.Column("id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("order_line_id", ID),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("item_name", sa.String(120), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.Column("pack_name", sa.String(60), nullable=False),
        *(sa.Column(name, QUANTITY, nullable=False) for name in ("pack_factor", "delivered", "accepted", "rejected")),
        sa.Column("rejection", sa.String(16)),
        sa.Column("rejection_note", sa.String(200), nullable=False),
        sa.Column("supplier_lot", sa.String(60)),
        sa.Column("lot_code", sa.String(20)),
        sa.Column("expires_on", sa.Date),
        sa.Column("hold_reason", sa.String(200)),
        sa.Column("temperature_c", RATIO),
        sa.Column("temperature_reason", sa.String(200), nullable=False),
        sa.Column("location_id", ID),
        sa.Column("pack_price", UNIT_COST, nullable=False),
        sa.Column("ordered_price", UNIT_COST),
        sa.Column("vat_rate", sa.String(6), nullable=False),
        sa.Column("ieps_pct", RATIO),
        *(sa.Column(name, MONEY, nullable=False) for name in ("net", "ieps", "vat", "stock_cost")),
    ]
    op.create_table(
        "goods_receipt_line",
        *sealed,
        sa.Column("stocked_code", sa.String(20)),
        sa.Column("returned", QUANTITY, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("delivered > 0", name=op.f("ck_goods_receipt_line_delivered")),
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_goods_receipt_line_accepted")),
        sa.CheckConstraint("rejected >= 0", name=op.f("ck_goods_receipt_line_rejected")),
        sa.CheckConstraint("accepted + rejected = delivered", name=op.f("ck_goods_receipt_line_adds_up")),
        sa.CheckConstraint("returned BETWEEN 0 AND accepted", name=op.f("ck_goods_receipt_line_returned")),
        sa.CheckConstraint("rejected = 0 OR rejection IS NOT NULL", name=op.f("ck_goods_receipt_line_rejection")),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.id"], name="fk_goods_receipt_line_receipt_id"),
        sa.ForeignKeyConstraint(["order_line_id"], ["purchase_order_line.id"], name="fk_goods_receipt_line_order_line_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item_copy.id"], name="fk_goods_receipt_line_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_receipt_line"),
        sa.UniqueConstraint("receipt_id", "position", name="uq_goods_receipt_line_receipt_id_position"),
    )
    op.create_index("ix_goods_receipt_line_item_id", "goods_receipt_line", ["item_id"])
    op.create_index("ix_goods_receipt_line_order_line_id", "goods_receipt_line", ["order_line_id"])
    return [column.name for column in sealed]


def _create_photos() -> None:
    op.create_table(
        "receipt_photo",
        sa.Column("id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_by_name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_photo"),
        sa.UniqueConstraint("receipt_id", "sha256", name="uq_receipt_photo_receipt_id_sha256"),
    )


def _create_payable() -> None:
    op.create_table(
        "payable",
        sa.Column("id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=False),
        sa.Column("return_id", ID),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in AMOUNTS),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("exchange_rate", RATIO, nullable=False),
        sa.Column("recorded_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.id"], name="fk_payable_receipt_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_payable_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payable"),
    )
    op.create_index("ix_payable_receipt_id", "payable", ["receipt_id"])
    op.create_index("ix_payable_supplier_id", "payable", ["supplier_id"])


def _create_returns() -> None:
    op.create_table(
        "supplier_return",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("receipt_id", ID, nullable=False),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("request_id", ID),
        sa.Column("missing", sa.Text, server_default="[]", nullable=False),
        sa.Column("stock_cost", MONEY),
        sa.Column("credit_note_number", sa.String(60)),
        *(sa.Column(name, MONEY, nullable=False) for name in AMOUNTS),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.id"], name="fk_supplier_return_receipt_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_supplier_return_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_return"),
        sa.UniqueConstraint("number", name="uq_supplier_return_number"),
    )
    op.create_index("ix_supplier_return_receipt_id", "supplier_return", ["receipt_id"])
    op.create_index("ix_supplier_return_state_id", "supplier_return", ["state", "id"])
    op.create_table(
        "supplier_return_line",
        sa.Column("return_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("quantity", QUANTITY, nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in ("net", "ieps", "vat")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_supplier_return_line_quantity")),
        sa.ForeignKeyConstraint(["return_id"], ["supplier_return.id"], name="fk_supplier_return_line_return_id"),
        sa.ForeignKeyConstraint(["line_id"], ["goods_receipt_line.id"], name="fk_supplier_return_line_line_id"),
        sa.PrimaryKeyConstraint("return_id", "line_id", name="pk_supplier_return_line"),
    )
    op.create_table(
        "supplier_return_event",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("return_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("detail", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["supplier_return.id"], name="fk_supplier_return_event_return_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_supplier_return_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_supplier_return_event_return_id_seq", "supplier_return_event", ["return_id", "seq"])


def downgrade() -> None:
    """Take back."""
    for table in (*SEALED, "goods_receipt_line", "goods_receipt"):
        allow_changes(table)
    for table in (
        "supplier_return_event",
        "supplier_return_line",
        "supplier_return",
        "payable",
        "receipt_photo",
        "goods_receipt_line",
        "goods_receipt",
        "receiving_limit",
        "receiving_draft",
    ):
        op.drop_table(table)
