"""What others may know of living yeast."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class YeastHarvested:
    """A culture was grown from a lot, or harvested from a batch; behind it is either a lot or another culture."""

    NAME: ClassVar[str] = "inventory.yeast_harvested.v1"

    culture_id: Id
    code: str
    item_id: Id
    generation: int
    source_lot_id: Id | None
    parent_id: Id | None
    from_batch_id: Id | None
    from_batch_number: str | None

    @property
    def subject(self) -> str:
        """The culture."""
        return str(self.culture_id)


@dataclass(frozen=True, slots=True)
class YeastPitched:
    """So many litres of a culture went into a batch."""

    NAME: ClassVar[str] = "inventory.yeast_pitched.v1"

    culture_id: Id
    code: str
    item_id: Id
    generation: int
    batch_id: Id | None
    batch_number: str
    volume_l: Decimal

    @property
    def subject(self) -> str:
        """The culture."""
        return str(self.culture_id)
