"""What others may know of physical counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class StockCountSubmitted:
    """A count was handed in and waits for approval."""

    NAME: ClassVar[str] = "inventory.stock_count_submitted.v1"

    count_id: Id
    number: str
    lines: int
    counted: int
    critical: int

    @property
    def subject(self) -> str:
        """The count."""
        return str(self.count_id)


@dataclass(frozen=True, slots=True)
class StockCountApproved:
    """The books were brought to a count; `missing` and `over` in pesos, both positive."""

    NAME: ClassVar[str] = "inventory.stock_count_approved.v1"

    count_id: Id
    number: str
    counted: int
    differing: int
    accuracy_pct: Decimal | None
    missing: Decimal
    over: Decimal

    @property
    def subject(self) -> str:
        """The count."""
        return str(self.count_id)
