"""What others may know of purchase orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line of an order; `quantity` in the item's base unit, `unit_price` for one of it, before taxes."""

    line_id: Id
    item_id: Id
    item_name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class PurchaseOrderCreated:
    """Somebody wrote an order; nobody has approved it yet."""

    NAME: ClassVar[str] = "purchasing.purchase_order_created.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    total: Decimal
    currency: str
    total_mxn: Decimal
    expected_on: date
    lines: tuple[OrderedLine, ...]
    created_by_name: str

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderRevised:
    """An order was written anew; what had been approved needs approval again."""

    NAME: ClassVar[str] = "purchasing.purchase_order_revised.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    revision: int
    total: Decimal
    currency: str
    total_mxn: Decimal
    expected_on: date
    lines: tuple[OrderedLine, ...]

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderApproved:
    """Somebody who may said yes: from now on these goods are expected."""

    NAME: ClassVar[str] = "purchasing.purchase_order_approved.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    total: Decimal
    currency: str
    total_mxn: Decimal
    expected_on: date
    lines: tuple[OrderedLine, ...]
    approved_by_name: str

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderSent:
    """The supplier has the order; `how` is EMAIL or HAND."""

    NAME: ClassVar[str] = "purchasing.purchase_order_sent.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    how: str
    expected_on: date

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderMailFailed:
    """The supplier's mail server will never take the order: somebody has to tell them otherwise."""

    NAME: ClassVar[str] = "purchasing.purchase_order_mail_failed.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    recipient: str

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderCancelled:
    """Nothing of it comes, or with `closed_short` nothing more than what came already."""

    NAME: ClassVar[str] = "purchasing.purchase_order_cancelled.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    reason: str
    closed_short: bool

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)


@dataclass(frozen=True, slots=True)
class PurchaseOrderReceived:
    """Goods came for it; `complete` says that nothing more is expected."""

    NAME: ClassVar[str] = "purchasing.purchase_order_received.v1"

    order_id: Id
    number: str
    supplier_id: Id
    supplier_name: str
    complete: bool

    @property
    def subject(self) -> str:
        """The order."""
        return str(self.order_id)
