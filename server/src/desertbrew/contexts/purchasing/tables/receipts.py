"""Deliveries as they were counted, what goes back of them, and what is owed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.purchasing.tables.rows import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, RATIO, UNIT_COST


class ReceivingDraft(Row):
    """A delivery that is being counted: the device's own document, as JSON, until it is posted."""

    __tablename__ = "receiving_draft"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the document: an override is good for what was looked at, and for nothing else."""
    begun_at: Mapped[datetime] = mapped_column(MOMENT)
    saved_at: Mapped[datetime] = mapped_column(MOMENT)
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_by_name: Mapped[str] = mapped_column(String(120))
    override_sha256: Mapped[str | None] = mapped_column(String(64))
    override_reason: Mapped[str | None] = mapped_column(String(300))
    overridden_by: Mapped[str | None] = mapped_column(String(64))
    overridden_by_name: Mapped[str | None] = mapped_column(String(120))


class GoodsReceipt(Row):
    """A delivery that was posted; never edited, at most taken back by another document. (INV-P47)"""

    __tablename__ = "goods_receipt"
    __table_args__ = (
        CheckConstraint("exchange_rate > 0", name="exchange_rate"),
        Index("ix_goods_receipt_supplier_id_id", "supplier_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    order_number: Mapped[str | None] = mapped_column(String(20))
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    supplier_name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))
    exchange_rate: Mapped[Decimal] = mapped_column(RATIO)
    invoice_number: Mapped[str | None] = mapped_column(String(60))
    delivery_note: Mapped[str | None] = mapped_column(String(60))
    notes: Mapped[str] = mapped_column(String(500))
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    total: Mapped[Decimal] = mapped_column(MONEY)
    received_at: Mapped[datetime] = mapped_column(MOMENT)
    """When it was counted, by the device's clock."""
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_by: Mapped[str] = mapped_column(String(64))
    posted_by_name: Mapped[str] = mapped_column(String(120))
    override_reason: Mapped[str | None] = mapped_column(String(300))
    overridden_by_name: Mapped[str | None] = mapped_column(String(120))
    corrected_by: Mapped[Id | None] = mapped_column(ID)
    """The counter-document that took it back."""


class GoodsReceiptLine(Row):
    """What came of one lot: all of it is accepted or rejected; its lot in stock has the line's id. (INV-P41)"""

    __tablename__ = "goods_receipt_line"
    __table_args__ = (
        CheckConstraint("delivered > 0", name="delivered"),
        CheckConstraint("accepted >= 0", name="accepted"),
        CheckConstraint("rejected >= 0", name="rejected"),
        CheckConstraint("accepted + rejected = delivered", name="adds_up"),
        CheckConstraint("returned BETWEEN 0 AND accepted", name="returned"),
        CheckConstraint("rejected = 0 OR rejection IS NOT NULL", name="rejection"),
        UniqueConstraint("receipt_id", "position"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    receipt_id: Mapped[Id] = mapped_column(ForeignKey("goods_receipt.id"))
    position: Mapped[int]
    order_line_id: Mapped[Id | None] = mapped_column(ForeignKey("purchase_order_line.id"), index=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("item_copy.id"), index=True)
    item_name: Mapped[str] = mapped_column(String(120))
    base_unit: Mapped[str] = mapped_column(String(8))
    pack_name: Mapped[str] = mapped_column(String(60))
    pack_factor: Mapped[Decimal] = mapped_column(QUANTITY)
    delivered: Mapped[Decimal] = mapped_column(QUANTITY)
    accepted: Mapped[Decimal] = mapped_column(QUANTITY)
    rejected: Mapped[Decimal] = mapped_column(QUANTITY)
    rejection: Mapped[str | None] = mapped_column(String(16))
    rejection_note: Mapped[str] = mapped_column(String(200))
    supplier_lot: Mapped[str | None] = mapped_column(String(60))
    lot_code: Mapped[str | None] = mapped_column(String(20))
    """As somebody wrote it on the lot."""
    stocked_code: Mapped[str | None] = mapped_column(String(20))
    """As inventory says that the lot is called; nothing until it has said so."""
    expires_on: Mapped[date | None]
    hold_reason: Mapped[str | None] = mapped_column(String(200))
    temperature_c: Mapped[Decimal | None] = mapped_column(RATIO)
    temperature_reason: Mapped[str] = mapped_column(String(200))
    location_id: Mapped[Id | None] = mapped_column(ID)
    pack_price: Mapped[Decimal] = mapped_column(UNIT_COST)
    ordered_price: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    vat_rate: Mapped[str] = mapped_column(String(6))
    ieps_pct: Mapped[Decimal | None] = mapped_column(RATIO)
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    stock_cost: Mapped[Decimal] = mapped_column(MONEY)
    """Pesos that went into stock with it."""
    returned: Mapped[Decimal] = mapped_column(QUANTITY, server_default=text("0"))
    """What was promised back to the supplier, whether it has left or not."""


class ReceiptPhoto(Row):
    """What somebody saw, byte for byte; of a draft too, whose id the receipt keeps."""

    __tablename__ = "receipt_photo"
    __table_args__ = (UniqueConstraint("receipt_id", "sha256"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    receipt_id: Mapped[Id] = mapped_column(ID)
    file_name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(MOMENT)
    added_by: Mapped[str] = mapped_column(String(64))
    added_by_name: Mapped[str] = mapped_column(String(120))


class ReceivingLimit(Row):
    """Between what temperatures goods of a kind, or one item, must arrive; °C."""

    __tablename__ = "receiving_limit"
    __table_args__ = (
        CheckConstraint("low_c <= high_c", name="limits"),
        CheckConstraint("low_c IS NOT NULL OR high_c IS NOT NULL", name="says_something"),
    )

    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    """An item's kind, or an item's id."""
    low_c: Mapped[Decimal | None] = mapped_column(RATIO)
    high_c: Mapped[Decimal | None] = mapped_column(RATIO)
    changed_at: Mapped[datetime] = mapped_column(MOMENT)
    changed_by: Mapped[str] = mapped_column(String(64))


class Payable(Row):
    """What is owed for a receipt, or below zero what of it is not: one line of a ledger. (INV-P42)"""

    __tablename__ = "payable"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    receipt_id: Mapped[Id] = mapped_column(ForeignKey("goods_receipt.id"), index=True)
    return_id: Mapped[Id | None] = mapped_column(ID)
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"), index=True)
    supplier_name: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(60))
    """The invoice, or the credit note, as the supplier numbered it."""
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    total: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str] = mapped_column(String(3))
    exchange_rate: Mapped[Decimal] = mapped_column(RATIO)
    recorded_on: Mapped[date]
    due_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(MOMENT)


class SupplierReturn(Row):
    """What goes back of a receipt, or a receipt taken back whole; its cost is what its lots left stock with."""

    __tablename__ = "supplier_return"
    __table_args__ = (Index("ix_supplier_return_state_id", "state", "id"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    receipt_id: Mapped[Id] = mapped_column(ForeignKey("goods_receipt.id"), index=True)
    supplier_id: Mapped[Id] = mapped_column(ForeignKey("supplier.id"))
    supplier_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(300))
    request_id: Mapped[Id | None] = mapped_column(ID)
    """What inventory was asked, while nobody has answered; then what it answered."""
    missing: Mapped[str] = mapped_column(Text, server_default="[]")
    """Why it could not leave, as inventory said it last, as JSON."""
    stock_cost: Mapped[Decimal | None] = mapped_column(MONEY)
    credit_note_number: Mapped[str | None] = mapped_column(String(60))
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)
    total: Mapped[Decimal] = mapped_column(MONEY)
    """What should be credited, and once it was, what the supplier credited."""
    created_at: Mapped[datetime] = mapped_column(MOMENT)


class SupplierReturnLine(Row):
    """So much of a receipt's line."""

    __tablename__ = "supplier_return_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    return_id: Mapped[Id] = mapped_column(ForeignKey("supplier_return.id"), primary_key=True)
    line_id: Mapped[Id] = mapped_column(ForeignKey("goods_receipt_line.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    net: Mapped[Decimal] = mapped_column(MONEY)
    ieps: Mapped[Decimal] = mapped_column(MONEY)
    vat: Mapped[Decimal] = mapped_column(MONEY)


class SupplierReturnEvent(Row):
    """What happened to a return, and who did it."""

    __tablename__ = "supplier_return_event"
    __table_args__ = (
        Index("ix_supplier_return_event_return_id_seq", "return_id", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    return_id: Mapped[Id] = mapped_column(ForeignKey("supplier_return.id"))
    at: Mapped[datetime] = mapped_column(MOMENT)
    what: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(String(300))
