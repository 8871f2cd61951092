"""Gas cylinders: when one is empty, and when it may go back."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Gas(StrEnum):
    """What is in it."""

    CO2 = "CO2"
    O2 = "O2"
    N2 = "N2"
    MIXED = "MIXED"


class GasUnit(StrEnum):
    """Liquid CO2 is weighed, compressed gases are told in cubic metres."""

    KG = "kg"
    M3 = "m3"


class CylinderState(StrEnum):
    """Where a cylinder is in its round."""

    FULL = "FULL"
    IN_USE = "IN_USE"
    EMPTY = "EMPTY"
    RETURNED = "RETURNED"
    MAINTENANCE = "MAINTENANCE"


class Ownership(StrEnum):
    """Whose it is; a deposit comes back with the bottle."""

    RENTED = "RENTED"
    DEPOSIT = "DEPOSIT"
    OWNED = "OWNED"


class GasPurpose(StrEnum):
    """What gas was used for."""

    CARBONATION = "CARBONATION"
    PUSHING = "PUSHING"
    AERATION = "AERATION"


class GasEventKind(StrEnum):
    """What happened to a cylinder."""

    ARRIVAL = "ARRIVAL"
    USE = "USE"
    REFILL = "REFILL"
    RETURN = "RETURN"
    INSPECTION = "INSPECTION"
    MAINTENANCE = "MAINTENANCE"


EMPTY_BELOW = Decimal("0.10")
"""Under a tenth a cylinder counts as empty; above it, it does not go back without a reason."""
LOW_BELOW = Decimal("0.25")
INSPECTION_WARNING_DAYS = 30
AT_HAND = frozenset({CylinderState.FULL, CylinderState.IN_USE, CylinderState.EMPTY})


def state_at(level: Decimal, capacity: Decimal) -> CylinderState:
    """What a cylinder in service is at a level."""
    if level == capacity:
        return CylinderState.FULL
    return CylinderState.EMPTY if level < capacity * EMPTY_BELOW else CylinderState.IN_USE


def is_low(state: CylinderState, level: Decimal, capacity: Decimal) -> bool:
    """Whether somebody should order a refill."""
    return state in AT_HAND and level < capacity * LOW_BELOW


def may_return(level: Decimal, capacity: Decimal, reason: str) -> bool:
    """Gas that was paid for goes back only with a reason."""
    return level <= capacity * EMPTY_BELOW or bool(reason.strip())
