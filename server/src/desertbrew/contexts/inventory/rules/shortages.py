"""What will be missing for the planned batches, if nothing is bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desertbrew.contexts.inventory.rules.lots import is_expired
from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class ShelfLot:
    """A lot that may be drawn today; `quantity` in the base unit."""

    quantity: Decimal
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Demand:
    """What a batch will ask for on a day; the day is today where it is past or unknown."""

    batch_id: Id
    on: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """A demand, and how much of it nothing covers."""

    demand: Demand
    missing: Decimal


def cover_demands(lots: Sequence[ShelfLot], demands: Sequence[Demand]) -> list[Cover]:
    """Give each demand, in the order of its day, what the lots still hold, in the order in which they will be drawn.

    A lot that has expired by the day covers nothing then. Nobody buys in between: this is what has to be bought.
    """
    left = [lot.quantity for lot in lots]
    covers = []
    for demand in sorted(demands, key=lambda each: each.on):
        missing = demand.quantity
        for index, lot in enumerate(lots):
            if missing and left[index] and not is_expired(lot.expires_on, demand.on):
                taken = min(missing, left[index])
                left[index] -= taken
                missing -= taken
        covers.append(Cover(demand, missing))
    return covers


def monday_of(day: date) -> date:
    """The week that a day is in, by its Monday."""
    return day - timedelta(days=day.weekday())
