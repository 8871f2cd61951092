"""Orders, their lines, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.purchasing.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, RATIO, UNIT_COST


class PurchaseOrder(Row):
    """What we asked a supplier for; its totals are the sums of its lines. (INV-P4)"""

    __tablename__ = "purchase_order"
    __table_args__ = (
        CheckConstraint("exchange_rate > 0", name="exchange_rate"),
        Index("ix_purchase_order_state_expected_on", "state", "expected_on"),
        Index("ix_purchase_order_supplier_id_id", "supplier_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    supplier_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    exchange_rate: Mapped[Decimal] = mapped_column(RATIO)
    """Pesos for one of `currency`; 1 for pesos."""
    expected_on: Mapped[date]
    notes: Mapped[str] = mapped_column(String(1000))
    subtotal: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    total: Mapped[Decimal] = mapped_column(MONEY)
    total_mxn: Mapped[Decimal] = mapped_column(MONEY)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    created_by: Mapped[str] = mapped_column(String(64))
    created_by_name: Mapped[str] = mapped_column(String(120))
    approved_at: Mapped[datetime | None] = mapped_column(MOMENT)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_by_name: Mapped[str | None] = mapped_column(String(120))
    sent_at: Mapped[datetime | None] = mapped_column(MOMENT)
    sent_how: Mapped[str | None] = mapped_column(String(8))
    sent_note: Mapped[str] = mapped_column(String(200), server_default="")
    closed_at: Mapped[datetime | None] = mapped_column(MOMENT)
    """When it was received whole, closed short or cancelled."""
    closed_short: Mapped[bool] = mapped_column(server_default=false())
    cancel_reason: Mapped[str] = mapped_column(String(500), server_default="")


class PurchaseOrderLine(Row):
    """An item that was asked for: in packs as on paper, and in base units as in stock."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        CheckConstraint("packs > 0", name="packs"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("pack_price >= 0", name="pack_price"),
        CheckConstraint("received_quantity >= 0", name="received_quantity"),
        CheckConstraint("rejected_quantity >= 0", name="rejected_quantity"),
        UniqueConstraint("order_id", "position"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    order_id: Mapped[Id] = mapped_column(ForeignKey("purchase_order.id"))
    position: Mapped[int]
    item_id: Mapped[Id] = mapped_column(ForeignKey("item_copy.id"), index=True)
    item_sku: Mapped[str] = mapped_column(String(40))
    item_name: Mapped[str] = mapped_column(String(120))
    base_unit: Mapped[str] = mapped_column(String(8))
    pack_id: Mapped[Id | None] = mapped_column(ForeignKey("supplier_item.id"))
    pack_name: Mapped[str] = mapped_column(String(60))
    """As it was called then; the base unit where it was asked for loose."""
    supplier_sku: Mapped[str] = mapped_column(String(60))
    pack_factor: Mapped[Decimal] = mapped_column(QUANTITY)
    packs: Mapped[Decimal] = mapped_column(QUANTITY)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    pack_price: Mapped[Decimal] = mapped_column(UNIT_COST)
    unit_price: Mapped[Decimal] = mapped_column(UNIT_COST)
    """Of one base unit, rounded; what is paid is `packs` times `pack_price`."""
    vat_rate: Mapped[str] = mapped_column(String(6))
    ieps_pct: Mapped[Decimal | None] = mapped_column(RATIO)
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    note: Mapped[str] = mapped_column(String(200))
    received_quantity: Mapped[Decimal] = mapped_column(QUANTITY, server_default=text("0"))
    rejected_quantity: Mapped[Decimal] = mapped_column(QUANTITY, server_default=text("0"))
    closed: Mapped[bool] = mapped_column(server_default=false())
    """Nothing more is expected of it."""


class PurchaseOrderRevision(Row):
    """An order as it was written each time, as JSON; never changed. (INV-P5)"""

    __tablename__ = "purchase_order_revision"

    order_id: Mapped[Id] = mapped_column(ForeignKey("purchase_order.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(MOMENT)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    total: Mapped[Decimal] = mapped_column(MONEY)
    document: Mapped[str] = mapped_column(Text)


class PurchaseOrderEvent(Row):
    """What happened to an order, who did it, and what they were called then."""

    __tablename__ = "purchase_order_event"
    __table_args__ = (Index("ix_purchase_order_event_order_id_seq", "order_id", "seq"), {"sqlite_autoincrement": True})

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    order_id: Mapped[Id] = mapped_column(ForeignKey("purchase_order.id"))
    at: Mapped[datetime] = mapped_column(MOMENT)
    what: Mapped[str] = mapped_column(String(30))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int]
    detail: Mapped[str] = mapped_column(String(500))


class ApprovalLimitRow(Row):
    """What the owner lets a role approve; NULL is any amount. Roles without a row keep the default."""

    __tablename__ = "approval_limit"

    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    amount: Mapped[Decimal | None] = mapped_column(MONEY)
    own_amount: Mapped[Decimal | None] = mapped_column(MONEY)
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(String(64))
