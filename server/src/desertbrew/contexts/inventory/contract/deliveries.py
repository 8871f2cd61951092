"""What others may know of deliveries that go into stock and of stock that goes back, and what they may ask before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from desertbrew.contexts.inventory.contract.stock import IssuedDraw
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit


@dataclass(frozen=True, slots=True)
class ReturnIssued:
    """Everything that goes back to a supplier has left the stock, out of exactly the lots that were named."""

    NAME: ClassVar[str] = "inventory.return_issued.v1"

    request_id: Id
    return_id: Id
    draws: tuple[IssuedDraw, ...]
    total_cost: Decimal
    happened_at: datetime

    @property
    def subject(self) -> str:
        """The return."""
        return str(self.return_id)


@dataclass(frozen=True, slots=True)
class MissingLot:
    """A lot that does not hold what should go back; `lot_code` is empty where there is no such lot."""

    lot_id: Id
    lot_code: str
    item_name: str
    wanted: Decimal
    remaining: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class ReturnRefused:
    """Nothing left the stock, because some of what should go back is gone."""

    NAME: ClassVar[str] = "inventory.return_refused.v1"

    request_id: Id
    return_id: Id
    missing: tuple[MissingLot, ...]

    @property
    def subject(self) -> str:
        """The return."""
        return str(self.return_id)


class DeliveryFault(StrEnum):
    """Why a line of a delivery could not go into stock as it stands."""

    UNKNOWN_ITEM = "UNKNOWN_ITEM"
    INACTIVE_ITEM = "INACTIVE_ITEM"
    OTHER_UNIT = "OTHER_UNIT"
    CODE_TAKEN = "CODE_TAKEN"
    CODE_RESERVED = "CODE_RESERVED"
    UNKNOWN_PLACE = "UNKNOWN_PLACE"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What somebody is about to take in."""

    item_id: Id
    unit: BaseUnit
    lot_code: str | None = None
    location_id: Id | None = None


class DeliveryCheck(Protocol):
    """Asked before a delivery is posted, so that what stock cannot take is refused while the person is at the scale."""

    def check(self, lines: Sequence[DeliveryLine]) -> list[tuple[DeliveryFault, ...]]:
        """What is wrong with each line, in their order; an empty tuple where nothing is."""
        ...
