"""What others may know of what came in, of what goes back, and of what is owed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit


@dataclass(frozen=True, slots=True)
class DeliveredLot:
    """What was kept of one line: `quantity` in `unit`, the item's base unit; `cost` in MXN as stock should carry it.

    The lot that comes of it takes the line's id. `lot_code` is what somebody wrote on it, if they did; `hold_reason` says
    that nobody may use it yet, and why.
    """

    line_id: Id
    item_id: Id
    item_name: str
    quantity: Decimal
    unit: BaseUnit
    cost: Decimal
    supplier_lot: str | None
    lot_code: str | None
    expires_on: date | None
    location_id: Id | None
    hold_reason: str | None


@dataclass(frozen=True, slots=True)
class GoodsReceived:
    """A delivery was counted, judged and posted; `lots` holds only what was kept of it."""

    NAME: ClassVar[str] = "purchasing.goods_received.v1"

    receipt_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    order_id: Id | None
    order_number: str | None
    invoice_number: str | None
    received_at: datetime
    lots: tuple[DeliveredLot, ...]

    @property
    def subject(self) -> str:
        """The receipt."""
        return str(self.receipt_id)


@dataclass(frozen=True, slots=True)
class ReturnedLot:
    """So much of a lot, in its item's base unit."""

    lot_id: Id
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ReturnRequested:
    """Lots should leave the stock: they go back to their supplier, or were received by mistake.

    Each request has an id of its own, which inventory answers once, all or nothing.
    """

    NAME: ClassVar[str] = "purchasing.return_requested.v1"

    request_id: Id
    return_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    lots: tuple[ReturnedLot, ...]

    @property
    def subject(self) -> str:
        """The return."""
        return str(self.return_id)


@dataclass(frozen=True, slots=True)
class PayableRecognized:
    """Goods were kept, so their price is owed; amounts in `currency`, and `exchange_rate` pesos are one of it."""

    NAME: ClassVar[str] = "purchasing.payable_recognized.v1"

    payable_id: Id
    receipt_id: Id
    receipt_number: str
    order_id: Id | None
    order_number: str | None
    supplier_id: Id
    supplier_name: str
    invoice_number: str | None
    net: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    exchange_rate: Decimal
    received_on: date
    due_on: date

    @property
    def subject(self) -> str:
        """The payable."""
        return str(self.payable_id)


@dataclass(frozen=True, slots=True)
class PayableCorrected:
    """Less is owed: the supplier credited what went back, or a receipt was taken back; amounts are below zero."""

    NAME: ClassVar[str] = "purchasing.payable_corrected.v1"

    payable_id: Id
    corrects_id: Id
    return_id: Id
    return_number: str
    supplier_id: Id
    supplier_name: str
    credit_note_number: str | None
    net: Decimal
    ieps: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    exchange_rate: Decimal
    corrected_on: date

    @property
    def subject(self) -> str:
        """The payable."""
        return str(self.payable_id)
