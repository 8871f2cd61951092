"""What inventory tells when stock runs low or goes out of date."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
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
