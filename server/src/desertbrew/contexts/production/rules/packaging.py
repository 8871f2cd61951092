"""How a packaging run adds up, how long its beer keeps, and whose cost is in which package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import CENTAVO
from desertbrew.kernel.quantity import STEP, apportion

RECONCILED_WITHIN = Decimal("0.003")
"""Tank to packages after the correction to 20 °C: a difference above 0.3 % asks for a name of its own."""
PERCENT_STEP = Decimal("0.01")


class PackageKind(StrEnum):
    """What beer is sold in."""

    KEG = "KEG"
    BOTTLE = "BOTTLE"
    CAN = "CAN"
    GROWLER = "GROWLER"


class RunState(StrEnum):
    """Where a run stands. CLOSING lasts until inventory has told how many kegs it filled, and all are here."""

    OPEN = "OPEN"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


class MaterialState(StrEnum):
    """Where the packaging material of a line stands. What is missing in the books does not empty a bottle that is full."""

    NONE = "NONE"
    REQUESTED = "REQUESTED"
    ISSUED = "ISSUED"
    REFUSED = "REFUSED"
    WAIVED = "WAIVED"


UNSETTLED = frozenset({MaterialState.REQUESTED, MaterialState.REFUSED})


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A run's litres at 20 °C: what there was is what was packaged, what is left, and a difference that has a name."""

    before_l: Decimal
    packaged_l: Decimal
    left_l: Decimal
    """What the tank was found to hold afterwards."""

    @property
    def difference_l(self) -> Decimal:
        """What is missing (plus), or turned up (minus)."""
        return self.before_l - self.packaged_l - self.left_l

    @property
    def difference_pct(self) -> Decimal:
        """Of what there was, to a hundredth of a percent."""
        if not self.before_l:
            return Decimal(0)
        return (100 * self.difference_l / self.before_l).quantize(PERCENT_STEP, ROUND_HALF_UP)

    @property
    def is_close(self) -> bool:
        """Whether the difference is one that instruments explain."""
        return abs(self.difference_l) <= self.before_l * RECONCILED_WITHIN


def best_before(filled_on: date, shelf_life_days: int) -> date:
    """The last day on which the package tastes as it should."""
    return filled_on + timedelta(days=shelf_life_days)


def shares_of_cost(total: Decimal, volumes: Mapping[Id, Decimal]) -> dict[Id, Decimal]:
    """`total` over packages by their litres, to the centavo; the last takes what rounding left. (INV-E4)"""
    return apportion(total, volumes, CENTAVO)


def shares_of_material(quantity: Decimal, cost: Decimal, volumes: Mapping[Id, Decimal]) -> dict[Id, tuple[Decimal, Decimal]]:
    """How much of a drawn lot, and of its cost, each batch of a blend answers for; both add up."""
    costs = shares_of_cost(cost, volumes)
    return {batch_id: (share, costs[batch_id]) for batch_id, share in apportion(quantity, volumes, STEP).items()}
