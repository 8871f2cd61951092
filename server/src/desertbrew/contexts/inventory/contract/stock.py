"""What others may know of lots and stock, and the one question that is answered at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit


class ItemKind(StrEnum):
    """What an item is for; readers must expect kinds that they do not know."""

    MALT = "MALT"
    HOPS = "HOPS"
    YEAST = "YEAST"
    ADJUNCT = "ADJUNCT"
    WATER_AGENT = "WATER_AGENT"
    CHEMICAL = "CHEMICAL"
    PACKAGING = "PACKAGING"
    BEER = "BEER"
    FOOD = "FOOD"
    """An ingredient of the kitchen."""
    PREPARED = "PREPARED"
    """What the kitchen made to use later: a sauce, a dough."""
    RESALE = "RESALE"
    """Sold as it was bought."""
    SUPPLY = "SUPPLY"
    """Used up without being sold: gloves, napkins, soap."""
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class ItemCreated:
    """The catalogue has a new item."""

    NAME: ClassVar[str] = "inventory.item_created.v1"

    item_id: Id
    sku: str
    name: str
    kind: ItemKind
    base_unit: BaseUnit
    spoken_unit: str = ""
    """The unit that another program speaks of it in, where that is not the base unit."""

    @property
    def subject(self) -> str:
        """The item."""
        return str(self.item_id)


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """An item is called, measured out or used otherwise than before; all of it as it is now."""

    NAME: ClassVar[str] = "inventory.item_changed.v1"

    item_id: Id
    sku: str
    name: str
    kind: ItemKind
    base_unit: BaseUnit
    active: bool
    spoken_unit: str = ""

    @property
    def subject(self) -> str:
        """The item."""
        return str(self.item_id)


@dataclass(frozen=True, slots=True)
class ReceivedLot:
    """One lot that came in; `quantity` in the item's base unit, `cost` in pesos for all of it."""

    lot_id: Id
    code: str
    item_id: Id
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal
    item_name: str = ""
    item_kind: str = ""
    """An `ItemKind`; empty in what was told before it was added."""
    supplier_lot: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LotsReceived:
    """A delivery, or a finished batch, went into stock."""

    NAME: ClassVar[str] = "inventory.lots_received.v1"

    receipt_id: Id
    lots: tuple[ReceivedLot, ...]
    source: str = ""
    """SUPPLIER, or BATCH, whose receipt has the batch's own id."""
    supplier_id: Id | None = None
    supplier_name: str = ""
    invoice_number: str | None = None
    received_at: datetime | None = None

    @property
    def subject(self) -> str:
        """The receipt."""
        return str(self.receipt_id)


@dataclass(frozen=True, slots=True)
class IssuedDraw:
    """What was taken out of one lot, and the share of its cost that left with it."""

    lot_id: Id
    lot_code: str
    item_id: Id
    item_name: str
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal
    supplier_name: str = ""
    invoice_number: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialsIssued:
    """Everything that a batch asked for has left the stock."""

    NAME: ClassVar[str] = "inventory.materials_issued.v1"

    issue_id: Id
    batch_id: Id
    draws: tuple[IssuedDraw, ...]
    total_cost: Decimal
    happened_at: datetime | None = None

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


class ShortageReason(StrEnum):
    """Why something could not be issued."""

    NOT_ENOUGH = "NOT_ENOUGH"
    UNIT_DOES_NOT_CONVERT = "UNIT_DOES_NOT_CONVERT"
    UNKNOWN_ITEM = "UNKNOWN_ITEM"
    INACTIVE_ITEM = "INACTIVE_ITEM"


@dataclass(frozen=True, slots=True)
class Shortage:
    """What is missing; `needed` and `available` are in `unit`."""

    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    reason: ShortageReason


@dataclass(frozen=True, slots=True)
class MaterialsRefused:
    """Nothing was issued, because something of what was asked for is missing."""

    NAME: ClassVar[str] = "inventory.materials_refused.v1"

    issue_id: Id
    batch_id: Id
    shortages: tuple[Shortage, ...]

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class StockIssued:
    """Somebody took stock out by hand."""

    NAME: ClassVar[str] = "inventory.stock_issued.v1"

    issue_id: Id
    reason: str
    total_cost: Decimal
    happened_at: datetime

    @property
    def subject(self) -> str:
        """The issue."""
        return str(self.issue_id)


class LotStatus(StrEnum):
    """Whether a lot may be drawn: only AVAILABLE ones are, and of those only what has not expired."""

    AVAILABLE = "AVAILABLE"
    QUARANTINE = "QUARANTINE"
    BLOCKED = "BLOCKED"
    RECALLED = "RECALLED"
    EXPIRED = "EXPIRED"
    """Set by the night's job the day after its last; nobody draws it in the hours before either."""


@dataclass(frozen=True, slots=True)
class LotStatusChanged:
    """Somebody held a lot, released it, or recalled it."""

    NAME: ClassVar[str] = "inventory.lot_status_changed.v1"

    lot_id: Id
    lot_code: str
    item_id: Id
    before: LotStatus
    after: LotStatus
    reason: str

    @property
    def subject(self) -> str:
        """The lot."""
        return str(self.lot_id)


@dataclass(frozen=True, slots=True)
class RecalledLot:
    """One of our lots that a recall is about; `remaining` in the item's base unit, the rest was used or sold."""

    lot_id: Id
    lot_code: str
    item_id: Id
    item_name: str
    remaining: Decimal
    unit: BaseUnit


@dataclass(frozen=True, slots=True)
class LotRecalled:
    """Lots must not be used any more: what holds them, and what was made of them, has to be found."""

    NAME: ClassVar[str] = "inventory.lot_recalled.v1"

    recall_id: Id
    number: str
    reason: str
    supplier_name: str
    supplier_lot: str | None
    lots: tuple[RecalledLot, ...]

    @property
    def subject(self) -> str:
        """The recall."""
        return str(self.recall_id)


class CorrectionKind(StrEnum):
    """Why the books were brought to what is on the shelf."""

    ADJUSTMENT = "ADJUSTMENT"
    WASTE = "WASTE"


class WasteClass(StrEnum):
    """Why something was thrown away or given away; readers must expect classes that they do not know."""

    PROCESS = "PROCESS"
    """Trimmings and what preparing costs."""
    SPOILAGE = "SPOILAGE"
    EXPIRY = "EXPIRY"
    BREAKAGE = "BREAKAGE"
    STAFF_MEAL = "STAFF_MEAL"
    TASTING = "TASTING"
    THEFT = "THEFT"
    TRANSIT = "TRANSIT"
    """Lost between two places."""


@dataclass(frozen=True, slots=True)
class StockCorrected:
    """A count differed from the books, or something was thrown away; quantity and cost are signed."""

    NAME: ClassVar[str] = "inventory.stock_corrected.v1"

    lot_id: Id
    lot_code: str
    item_id: Id
    kind: CorrectionKind
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal
    reason: str
    waste_class: str = ""
    """A `WasteClass` where it is waste; empty in what was told before it was added."""

    @property
    def subject(self) -> str:
        """The lot."""
        return str(self.lot_id)


@dataclass(frozen=True, slots=True)
class Need:
    """So much of an item, in whatever unit the asker thinks in."""

    item_id: Id
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Available:
    """What of a need could be issued now: amounts in the item's base unit, and what FIFO would charge for it."""

    item_id: Id
    item_name: str
    needed: Decimal
    available: Decimal
    unit: str
    cost: Decimal
    reason: ShortageReason | None


class MaterialAvailability(Protocol):
    """Asked before a brew is planned or started; an answer of yesterday is worth nothing, so it is a port."""

    def check(self, needs: Sequence[Need]) -> list[Available]:
        """One answer an item, needs of the same item added up first."""
        ...
