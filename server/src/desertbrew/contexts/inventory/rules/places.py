"""Where a lot's parts stand, and from which of them it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import share_down

UNPLACED: Id = UUID("00000000-0000-7000-8000-000000000001")
"""The built-in location of what nobody put anywhere: every kilo is somewhere."""
TRANSIT: Id = UUID("00000000-0000-7000-8000-000000000002")
"""The built-in location of what was dispatched and not received: nobody draws from it."""
BUILT_IN = frozenset({UNPLACED, TRANSIT})


@dataclass(frozen=True, slots=True)
class Standing:
    """So much of a lot stands there."""

    location_id: Id
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What of a draw left one place; quantity and cost positive."""

    location_id: Id
    quantity: Decimal
    cost: Decimal


def spread(places: Sequence[Standing], quantity: Decimal, cost: Decimal) -> list[Part]:
    """Take `quantity` out of `places` in their order, and share `cost` among the parts.

    Each part takes its share rounded down, the last the rest: what a draw costs does not depend on where its lot stands.
    (INV-L4)
    """
    if places[0].quantity >= quantity:
        return [Part(places[0].location_id, quantity, cost)]
    parts = []
    for place in places:
        taken = min(place.quantity, quantity)
        share = cost if taken == quantity else share_down(cost, taken, quantity)
        parts.append(Part(place.location_id, taken, share))
        quantity, cost = quantity - taken, cost - share
        if not quantity:
            return parts
    raise AssertionError("the caller never takes more than the places hold")


def without(places: Sequence[Standing], quantity: Decimal) -> tuple[Standing, ...]:
    """What stays where, once `quantity` was taken out of `places` in their order."""
    left = []
    for place in places:
        taken = min(place.quantity, quantity)
        quantity -= taken
        if place.quantity > taken:
            left.append(Standing(place.location_id, place.quantity - taken))
    return tuple(left)
