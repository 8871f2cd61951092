"""What a line of the ledger is to its day: something that came, was used, was lost, or was put right."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desertbrew.contexts.inventory.rules.drawing import MovementKind

DAY_FIGURE: Mapping[MovementKind, tuple[str, int]] = {
    MovementKind.RECEIPT: ("received", 1),
    MovementKind.PRODUCTION: ("received", 1),
    MovementKind.OPENING: ("received", 1),
    MovementKind.ISSUE: ("consumed", -1),
    MovementKind.RETURN: ("consumed", -1),
    MovementKind.SUPPLIER_RETURN: ("received", 1),
    MovementKind.WASTE: ("wasted", -1),
    MovementKind.ADJUSTMENT: ("adjusted", 1),
}
"""The figure of the day that a kind of movement belongs to, and its sign there. Material that comes back was not used, and
what was carried from place to place belongs to none."""
DAY_FIGURES = ("received", "consumed", "wasted", "adjusted")


def day_figure(kind: str, quantity: Decimal) -> tuple[str, Decimal]:
    """Where a signed line of the ledger is counted, and as how much."""
    figure, sign = DAY_FIGURE[MovementKind(kind)]
    return figure, quantity * sign
