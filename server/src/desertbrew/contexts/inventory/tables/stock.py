"""Items, lots, balances and the ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, and_, literal_column, true
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.inventory.tables.rows import ACTOR, Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import ID, MOMENT, MONEY, QUANTITY, RATIO


class ItemCategory(Row):
    """A drawer of the catalogue; `name_key` is the name without case and accents."""

    __tablename__ = "item_category"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(60), unique=True)
    description: Mapped[str] = mapped_column(String(300))
    draw_policy: Mapped[str | None] = mapped_column(String(4))
    """What its new items begin with, where it says."""
    active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(MOMENT)


class Item(Row):
    """Something that is kept in stock; the whole company shares one catalogue."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("min_quantity >= 0", name="min_quantity"),
        CheckConstraint("max_quantity > 0", name="max_quantity"),
        CheckConstraint("min_quantity < max_quantity", name="min_below_max"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    sku: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    base_unit: Mapped[str] = mapped_column(String(8))
    draw_policy: Mapped[str] = mapped_column(String(4), server_default="FIFO")
    category_id: Mapped[Id | None] = mapped_column(ForeignKey("item_category.id"), index=True)
    description: Mapped[str] = mapped_column(String(500), server_default="")
    min_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    max_quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    active: Mapped[bool] = mapped_column(server_default=true())
    spoken_unit: Mapped[str] = mapped_column(String(8), server_default="")
    """The unit that another program speaks of it in, where that is not the base unit."""
    created_at: Mapped[datetime] = mapped_column(MOMENT)


class ItemConversion(Row):
    """How many base units of this item one such unit is: a sack of 25 kg, a packet of 11.5 g."""

    __tablename__ = "item_conversion"
    __table_args__ = (CheckConstraint("factor_to_base > 0", name="factor"),)

    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    factor_to_base: Mapped[Decimal] = mapped_column(QUANTITY)


class SupplierCopy(Row):
    """Purchasing's suppliers as we heard of them."""

    __tablename__ = "supplier_copy"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class Receipt(Row):
    """One delivery, or one finished batch: the document behind its lots."""

    __tablename__ = "receipt"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    source: Mapped[str] = mapped_column(String(12))
    supplier_id: Mapped[Id | None] = mapped_column(ID)
    supplier_name: Mapped[str] = mapped_column(String(120))
    invoice_number: Mapped[str | None] = mapped_column(String(60))
    received_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
    total_cost: Mapped[Decimal] = mapped_column(MONEY)


class Lot(Row):
    """What came at once and is the same; its cost leaves with its kilos to the centavo. (INV-L4)"""

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("initial_quantity > 0", name="initial_quantity"),
        CheckConstraint("remaining_quantity BETWEEN 0 AND initial_quantity", name="remaining_quantity"),
        CheckConstraint("remaining_cost BETWEEN 0 AND initial_cost", name="remaining_cost"),
        CheckConstraint("remaining_quantity > 0 OR remaining_cost = 0", name="empty_costs_nothing"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"))
    receipt_id: Mapped[Id] = mapped_column(ForeignKey("receipt.id"), index=True)
    supplier_name: Mapped[str] = mapped_column(String(120))
    supplier_lot: Mapped[str | None] = mapped_column(String(60))
    received_at: Mapped[datetime] = mapped_column(MOMENT)
    expires_on: Mapped[date | None]
    initial_quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    remaining_quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    initial_cost: Mapped[Decimal] = mapped_column(MONEY)
    remaining_cost: Mapped[Decimal] = mapped_column(MONEY)
    status: Mapped[str] = mapped_column(String(12), server_default="AVAILABLE")
    location_id: Mapped[Id | None] = mapped_column(ForeignKey("storage_location.id"))
    """Where all of it stands; None where that may be several places, and `lot_place` says which. Drawing reads it first."""
    currency: Mapped[str] = mapped_column(String(3), server_default="MXN")
    original_cost: Mapped[Decimal | None] = mapped_column(MONEY)
    """What was paid for all of it, where that was not in pesos."""
    exchange_rate: Mapped[Decimal | None] = mapped_column(RATIO)
    """Pesos for one unit of `currency` that day."""


# Spelt out, not bound: a planner uses a partial index only where it can read that the question is within it.
DRAWABLE = and_(Lot.remaining_quantity > literal_column("0"), Lot.status == literal_column("'AVAILABLE'"))

# Drawing reads only lots that may be drawn, oldest first or soonest to expire first: these indexes are those questions.
Index("ix_lot_on_hand", Lot.item_id, Lot.received_at, Lot.id, postgresql_where=DRAWABLE, sqlite_where=DRAWABLE)
Index(
    "ix_lot_by_expiry",
    Lot.item_id,
    Lot.expires_on,
    Lot.received_at,
    Lot.id,
    postgresql_where=DRAWABLE,
    sqlite_where=DRAWABLE,
)
DATED = and_(Lot.remaining_quantity > literal_column("0"), Lot.expires_on.is_not(None))
Index("ix_lot_dated", Lot.expires_on, Lot.id, postgresql_where=DATED, sqlite_where=DATED)
Index("ix_lot_item_id_received_at_id", Lot.item_id, Lot.received_at, Lot.id)


class LotPlace(Row):
    """So much of a lot stands there; over its places it adds up to what remains of the lot. (INV-L15)"""

    __tablename__ = "lot_place"
    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)

    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    since: Mapped[datetime] = mapped_column(MOMENT)
    """When it was first put there: within a lot, what stands longest in its place goes first."""


HERE = LotPlace.quantity > literal_column("0")
Index("ix_lot_place_standing", LotPlace.location_id, LotPlace.lot_id, postgresql_where=HERE, sqlite_where=HERE)


class StockBalance(Row):
    """What there is of an item: the ledger's sum, kept beside it, and the row that is locked before its lots change."""

    __tablename__ = "stock_balance"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint("value >= 0", name="value"),
    )

    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    value: Mapped[Decimal] = mapped_column(MONEY)


class Issue(Row):
    """A request for material that was fulfilled or refused; its id is the request's, so a retry finds it."""

    __tablename__ = "issue"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200))
    batch_id: Mapped[Id | None] = mapped_column(ID, index=True)
    total_cost: Mapped[Decimal] = mapped_column(MONEY)
    notes: Mapped[str] = mapped_column(String(500), server_default="")
    posted_by: Mapped[str | None] = mapped_column(ACTOR)
    shortages: Mapped[str] = mapped_column(Text, server_default="[]")
    """What was missing, so that a refusal can be told again as it was."""
    posted_at: Mapped[datetime] = mapped_column(MOMENT)


class Movement(Row):
    """One line of the stock ledger: signed, and never changed or deleted. (INV-L1)"""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity"),
        Index("ix_movement_item_id_posted_at_id", "item_id", "posted_at", "id"),
        Index("ix_movement_posted_at_id", "posted_at", "id"),
        Index("ix_movement_document_id", "document_id"),
        Index("ix_movement_lot_id_id", "lot_id", "id"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[Id] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Id] = mapped_column(ForeignKey("lot.id"))
    location_id: Mapped[Id] = mapped_column(ForeignKey("storage_location.id"))
    quantity: Mapped[Decimal] = mapped_column(QUANTITY)
    cost: Mapped[Decimal] = mapped_column(MONEY)
    document_id: Mapped[Id] = mapped_column(ID)
    reference: Mapped[str] = mapped_column(String(200))
    override_reason: Mapped[str | None] = mapped_column(String(200))
    waste_class: Mapped[str | None] = mapped_column(String(12))
    posted_by: Mapped[str | None] = mapped_column(ACTOR)
    """Who; none of what was written before this was kept."""
    happened_at: Mapped[datetime] = mapped_column(MOMENT)
    posted_at: Mapped[datetime] = mapped_column(MOMENT)
