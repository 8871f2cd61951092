"""How an item's stock stands against what should be there, and which of its lots goes first unless somebody says."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.rules.drawing import DrawPolicy

SPOILS = frozenset({ItemKind.FOOD, ItemKind.PREPARED})
"""What goes bad on the shelf leaves by its date, not by its age."""


def urgency_of(on_hand: Decimal, minimum: Decimal | None) -> int:
    """0 enough, 1 at or below the minimum, 2 at or below half of it, 3 nothing left; without a minimum always enough."""
    if minimum is None or on_hand > minimum:
        return 0
    if on_hand <= 0:
        return 3
    return 2 if on_hand * 2 <= minimum else 1


def usual_policy(kind: ItemKind, of_category: DrawPolicy | None) -> DrawPolicy:
    """By the category where it says, else by the kind."""
    if of_category is not None:
        return of_category
    return DrawPolicy.FEFO if kind in SPOILS else DrawPolicy.FIFO
