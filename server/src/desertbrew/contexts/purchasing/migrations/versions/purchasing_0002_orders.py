"""Suppliers in full, what they sell in which packs at which prices, and orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, RATIO, UNIT_COST
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "purchasing_0002"
down_revision = "purchasing_0001"
branch_labels = None
depends_on = None

PRICE = ["id", "pack_id", "price", "currency", "valid_from", "note", "by", "by_name", "recorded_at"]
HISTORIES = ("purchase_order_revision", "purchase_order_event")


def upgrade() -> None:
    """Apply."""
    _widen_supplier()
    _create_packs()
    _create_orders()
    op.create_table(
        "approval_limit",
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("amount", MONEY),
        sa.Column("own_amount", MONEY),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("role", name="pk_approval_limit"),
    )
    # Of a price only its end may still be written. (INV-P3)
    forbid_changes("supplier_price", erasable=["valid_to"], columns=PRICE)
    for table in HISTORIES:
        forbid_changes(table)


def _widen_supplier() -> None:
    with op.batch_alter_table("supplier") as supplier:
        supplier.add_column(sa.Column("tax_id", sa.String(40)))
        for name, length in (("contact_name", 120), ("street", 160), ("city", 80), ("state", 80), ("postal_code", 12)):
            supplier.add_column(sa.Column(name, sa.String(length), server_default="", nullable=False))
        supplier.add_column(sa.Column("country", sa.String(60), server_default="México", nullable=False))
        supplier.add_column(sa.Column("national", sa.Boolean, server_default=sa.true(), nullable=False))
        supplier.add_column(sa.Column("credit_days", sa.Integer, server_default=sa.text("0"), nullable=False))
        supplier.add_column(sa.Column("tolerance_pct", RATIO, server_default=sa.text("5000000"), nullable=False))
        supplier.add_column(sa.Column("currency", sa.String(3), server_default="MXN", nullable=False))
        supplier.add_column(sa.Column("notes", sa.String(500), server_default="", nullable=False))
        supplier.add_column(sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False))
        supplier.create_unique_constraint("uq_supplier_tax_id", ["tax_id"])
        supplier.create_check_constraint(op.f("ck_supplier_credit_days"), "credit_days >= 0")
        supplier.create_check_constraint(op.f("ck_supplier_tolerance_pct"), "tolerance_pct BETWEEN 0 AND 100000000")


def _create_packs() -> None:
    op.create_table(
        "item_copy",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_copy"),
    )
    op.create_index("ix_item_copy_name", "item_copy", ["name"])
    op.create_table(
        "supplier_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("supplier_sku", sa.String(60), server_default="", nullable=False),
        sa.Column("pack_name", sa.String(60), nullable=False),
        sa.Column("factor_to_base", QUANTITY, nullable=False),
        sa.Column("min_packs", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("lead_time_days", sa.Integer),
        sa.Column("preferred", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("factor_to_base > 0", name=op.f("ck_supplier_item_factor")),
        sa.CheckConstraint("min_packs > 0", name=op.f("ck_supplier_item_min_packs")),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_supplier_item_lead_time_days")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_supplier_item_supplier_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item_copy.id"], name="fk_supplier_item_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_item"),
        sa.UniqueConstraint("supplier_id", "item_id", "pack_name", name="uq_supplier_item_supplier_id_item_id_pack_name"),
    )
    op.create_index("ix_supplier_item_item_id", "supplier_item", ["item_id"])
    preferred = sa.text("preferred")
    op.create_index(
        "uq_supplier_item_preferred",
        "supplier_item",
        ["item_id"],
        unique=True,
        postgresql_where=preferred,
        sqlite_where=preferred,
    )
    op.create_table(
        "supplier_price",
        sa.Column("id", ID, nullable=False),
        sa.Column("pack_id", ID, nullable=False),
        sa.Column("price", UNIT_COST, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_supplier_price_price")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_supplier_price_validity")),
        sa.ForeignKeyConstraint(["pack_id"], ["supplier_item.id"], name="fk_supplier_price_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_price"),
    )
    op.create_index("ix_supplier_price_pack_id", "supplier_price", ["pack_id"])
    spans = sa.text("valid_to IS NULL OR valid_to > valid_from")
    runs_on = sa.text("valid_to IS NULL")
    for name, columns, which in (
        ("uq_supplier_price_valid_from", ["pack_id", "valid_from"], spans),
        ("uq_supplier_price_open", ["pack_id"], runs_on),
    ):
        op.create_index(name, "supplier_price", columns, unique=True, postgresql_where=which, sqlite_where=which)


def _create_orders() -> None:
    op.create_table(
        "purchase_order",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("supplier_id", ID, nullable=False),
        sa.Column("supplier_name", sa.String(120), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("exchange_rate", RATIO, nullable=False),
        sa.Column("expected_on", sa.Date, nullable=False),
        sa.Column("notes", sa.String(1000), nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in ("subtotal", "ieps", "vat", "total", "total_mxn")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_by_name", sa.String(120), nullable=False),
        sa.Column("approved_at", MOMENT),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_by_name", sa.String(120)),
        sa.Column("sent_at", MOMENT),
        sa.Column("sent_how", sa.String(8)),
        sa.Column("sent_note", sa.String(200), server_default="", nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_short", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("cancel_reason", sa.String(500), server_default="", nullable=False),
        sa.CheckConstraint("exchange_rate > 0", name=op.f("ck_purchase_order_exchange_rate")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_purchase_order_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_order"),
        sa.UniqueConstraint("number", name="uq_purchase_order_number"),
    )
    op.create_index("ix_purchase_order_state_expected_on", "purchase_order", ["state", "expected_on"])
    op.create_index("ix_purchase_order_supplier_id_id", "purchase_order", ["supplier_id", "id"])
    _create_lines()
    op.create_table(
        "purchase_order_revision",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("total", MONEY, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_purchase_order_revision_order_id"),
        sa.PrimaryKeyConstraint("order_id", "revision", name="pk_purchase_order_revision"),
    )
    op.create_table(
        "purchase_order_event",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_purchase_order_event_order_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_purchase_order_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_purchase_order_event_order_id_seq", "purchase_order_event", ["order_id", "seq"])


def _create_lines() -> None:
    op.create_table(
        "purchase_order_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("item_sku", sa.String(40), nullable=False),
        sa.Column("item_name", sa.String(120), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.Column("pack_id", ID),
        sa.Column("pack_name", sa.String(60), nullable=False),
        sa.Column("supplier_sku", sa.String(60), nullable=False),
        *(sa.Column(name, QUANTITY, nullable=False) for name in ("pack_factor", "packs", "quantity")),
        *(sa.Column(name, UNIT_COST, nullable=False) for name in ("pack_price", "unit_price")),
        sa.Column("vat_rate", sa.String(6), nullable=False),
        sa.Column("ieps_pct", RATIO),
        *(sa.Column(name, MONEY, nullable=False) for name in ("net", "ieps", "vat")),
        sa.Column("note", sa.String(200), nullable=False),
        *(
            sa.Column(name, QUANTITY, server_default=sa.text("0"), nullable=False)
            for name in ("received_quantity", "rejected_quantity")
        ),
        sa.Column("closed", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.CheckConstraint("packs > 0", name=op.f("ck_purchase_order_line_packs")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_order_line_quantity")),
        sa.CheckConstraint("pack_price >= 0", name=op.f("ck_purchase_order_line_pack_price")),
        sa.CheckConstraint("received_quantity >= 0", name=op.f("ck_purchase_order_line_received_quantity")),
        sa.CheckConstraint("rejected_quantity >= 0", name=op.f("ck_purchase_order_line_rejected_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"], name="fk_purchase_order_line_order_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item_copy.id"], name="fk_purchase_order_line_item_id"),
        sa.ForeignKeyConstraint(["pack_id"], ["supplier_item.id"], name="fk_purchase_order_line_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_order_line"),
        sa.UniqueConstraint("order_id", "position", name="uq_purchase_order_line_order_id_position"),
    )
    op.create_index("ix_purchase_order_line_item_id", "purchase_order_line", ["item_id"])


def downgrade() -> None:
    """Take back."""
    for table in (*HISTORIES, "supplier_price"):
        allow_changes(table)
    for table in ("approval_limit", *HISTORIES, "purchase_order_line", "purchase_order"):
        op.drop_table(table)
    for table in ("supplier_price", "supplier_item", "item_copy"):
        op.drop_table(table)
    with op.batch_alter_table("supplier") as supplier:
        supplier.drop_constraint("uq_supplier_tax_id", type_="unique")
        supplier.drop_constraint(op.f("ck_supplier_credit_days"), type_="check")
        supplier.drop_constraint(op.f("ck_supplier_tolerance_pct"), type_="check")
        for name in ("active", "notes", "currency", "tolerance_pct", "credit_days", "national", "country"):
            supplier.drop_column(name)
        for name in ("postal_code", "state", "city", "street", "contact_name", "tax_id"):
            supplier.drop_column(name)
