"""What inventory tells when stock runs low or goes out of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit


@dataclass(frozen=True, slots=True)
class LowStockDetected:
    """Something left the stock, and what is left of the item is at or below its minimum; told each time."""

    NAME: ClassVar[str] = "inventory.low_stock_detected.v1"

    item_id: Id
    sku: str
    name: str
    on_hand: Decimal
    minimum: Decimal
    unit: BaseUnit
    urgency: int
    """1 at or below the minimum, 2 at or below half of it, 3 nothing left."""

    @property
    def subject(self) -> str:
        """The item."""
        return str(self.item_id)


@dataclass(frozen=True, slots=True)
class LowStockCleared:
    """The item is above its minimum again, or no minimum is asked of it any more."""

    NAME: ClassVar[str] = "inventory.low_stock_cleared.v1"

    item_id: Id
    on_hand: Decimal
    minimum: Decimal

    @property
    def subject(self) -> str:
        """The item."""
        return str(self.item_id)


class ExpirySeverity(StrEnum):
    """How soon a lot goes out of date."""

    WARNING = "WARNING"
    """Within seven days."""
    CRITICAL = "CRITICAL"
    """Within three."""


@dataclass(frozen=True, slots=True)
class LotExpiring:
    """A lot that still holds something goes out of date soon; told once for each severity."""

    NAME: ClassVar[str] = "inventory.lot_expiring.v1"

    lot_id: Id
    code: str
    item_id: Id
    item_name: str
    expires_on: date
    days_left: int
    available: Decimal
    unit: BaseUnit
    severity: ExpirySeverity

    @property
    def subject(self) -> str:
        """The lot."""
        return str(self.lot_id)


@dataclass(frozen=True, slots=True)
class LotExpired:
    """The last day of a lot has passed with so much left in it; `value` is what that cost, in pesos."""

    NAME: ClassVar[str] = "inventory.lot_expired.v1"

    lot_id: Id
    code: str
    item_id: Id
    item_name: str
    expires_on: date
    available: Decimal
    unit: BaseUnit
    value: Decimal

    @property
    def subject(self) -> str:
        """The lot."""
        return str(self.lot_id)
