"""Which lots are drawn, and what leaves with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desertbrew.contexts.inventory.rules.places import Part, Standing, spread, without
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import ZERO, share_down


class MovementKind(StrEnum):
    """Why stock moved; the sign of the quantity says which way."""

    RECEIPT = "RECEIPT"
    PRODUCTION = "PRODUCTION"
    OPENING = "OPENING"
    ISSUE = "ISSUE"
    ADJUSTMENT = "ADJUSTMENT"
    WASTE = "WASTE"
    RETURN = "RETURN"
    SUPPLIER_RETURN = "SUPPLIER_RETURN"
    TRANSFER_OUT = "TRANSFER_OUT"
    TRANSFER_IN = "TRANSFER_IN"


class DrawPolicy(StrEnum):
    """Which lot of an item goes first: the oldest, or the one that expires soonest."""

    FIFO = "FIFO"
    FEFO = "FEFO"


@dataclass(frozen=True, slots=True)
class LotOnHand:
    """A lot as far as drawing from it goes."""

    lot_id: Id
    code: str
    quantity: Decimal
    cost: Decimal
    places: tuple[Standing, ...] | None = None
    """Where it may be taken from, in that order; None in a question that is not about places."""

    @property
    def drawable(self) -> Decimal:
        """What may be taken of it: not what is on its way, nor what stands where nobody asked."""
        if self.places is None:
            return self.quantity
        return sum((place.quantity for place in self.places), Decimal(0))


@dataclass(frozen=True, slots=True)
class Draw:
    """So much out of one lot, and what stays behind in it."""

    lot: LotOnHand
    quantity: Decimal
    cost: Decimal

    @property
    def quantity_left(self) -> Decimal:
        """What the lot still holds."""
        return self.lot.quantity - self.quantity

    @property
    def cost_left(self) -> Decimal:
        """What the rest of the lot still costs."""
        return self.lot.cost - self.cost

    @property
    def parts(self) -> list[Part]:
        """What left which place."""
        assert self.lot.places is not None, "whoever takes stock has looked where it stands"
        return spread(self.lot.places, self.quantity, self.cost)

    @property
    def rest(self) -> LotOnHand:
        """The lot as this draw leaves it."""
        places = None if self.lot.places is None else without(self.lot.places, self.quantity)
        return LotOnHand(self.lot.lot_id, self.lot.code, self.quantity_left, self.cost_left, places)


def draw_fifo(lots: Iterable[LotOnHand], wanted: Decimal) -> list[Draw]:
    """Take `wanted` base units from `lots` in the order they come, oldest first, and price what was taken.

    Each draw carries its share of the lot's cost, rounded down to the centavo; what is lost to rounding stays in the lot
    and leaves with its last gram, so the sum of all draws of a lot is always the cost of the lot. (INV-L4)

    Returns less than `wanted` where the lots hold less; the caller decides whether that is a refusal. `lots` is read no
    further than needed, so it may be a cursor over thousands.
    """
    assert wanted > 0, "the caller validates quantities; zero here is a bug"
    draws: list[Draw] = []
    missing = wanted
    for lot in lots:
        drawable = lot.drawable
        assert drawable > 0, "an empty lot is not on hand"
        taken = min(missing, drawable)
        cost = lot.cost if taken == lot.quantity else share_down(lot.cost, taken, lot.quantity)
        draws.append(Draw(lot, taken, cost))
        missing -= taken
        if not missing:
            break
    return draws


def quantity_of(draws: Iterable[Draw]) -> Decimal:
    """What the draws take together."""
    return sum((draw.quantity for draw in draws), Decimal(0))


def cost_of(draws: Iterable[Draw]) -> Decimal:
    """What the draws cost together, in pesos."""
    return sum((draw.cost for draw in draws), ZERO)


def normalize_sku(written: str) -> str:
    """Upper case, with single hyphens for whatever is neither letter nor digit: `malt pale 2row` is MALT-PALE-2ROW."""
    return re.sub(r"[^A-Z0-9]+", "-", written.upper()).strip("-")
