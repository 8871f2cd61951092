"""What purchasing asks before it suggests what to buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class StockFigure:
    """An active item as far as buying it goes; quantities in its base unit, docs/algorithms/rotation.md."""

    item_id: Id
    sku: str
    name: str
    kind: str
    unit: str
    on_hand: Decimal
    """By the ledger."""
    usable: Decimal
    """Of that, what may be drawn today: neither held nor expired."""
    minimum: Decimal | None
    maximum: Decimal | None
    days: int
    """That the use was measured over, 90 at most."""
    consumed: Decimal
    daily: Decimal
    """Mean use of a day over these days."""
    mean_30: Decimal
    """Mean use of a day over the last 30 of them."""
    projected_30: Decimal
    reserved: Decimal
    """What planned brews of the coming weeks wait for."""
    short_on: date | None
    """The first day on which one of them would miss something, if nothing is bought."""
    batches: tuple[str, ...] = ()


class StockFigures(Protocol):
    """Asked before anything is suggested or ordered: what was on hand yesterday is worth nothing, so it is a port."""

    def ask(self, item_ids: Sequence[Id] = ()) -> list[StockFigure]:
        """These active items, or all of them, by name."""
        ...
