"""Physical counts: how far the shelf is from the books, how grave that is, and what brings the books to the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.money import CENTAVO

IGNORED = Decimal("0.01")
"""A scale's last digit: a difference up to here is none."""
CRITICAL_PCT, HIGH_PCT, MEDIUM_PCT = Decimal(20), Decimal(10), Decimal(5)
PCT_STEP = Decimal("0.01")


class CountState(StrEnum):
    """Where a count stands."""

    DRAFT = "DRAFT"
    COUNTING = "COUNTING"
    COUNTED = "COUNTED"
    APPROVED = "APPROVED"
    CANCELLED = "CANCELLED"


class CountScope(StrEnum):
    """What is counted."""

    ALL = "ALL"
    CATEGORY = "CATEGORY"
    LOCATION = "LOCATION"
    ITEMS = "ITEMS"
    MOVED = "MOVED"
    """Only what moved since a day."""


class CountMove(StrEnum):
    """What people do with a count."""

    START = "START"
    TALLY = "TALLY"
    SUBMIT = "SUBMIT"
    RECOUNT = "RECOUNT"
    APPROVE = "APPROVE"
    CANCEL = "CANCEL"


COUNT_MOVES: Mapping[CountMove, tuple[frozenset[CountState], CountState]] = {
    CountMove.START: (frozenset({CountState.DRAFT}), CountState.COUNTING),
    CountMove.TALLY: (frozenset({CountState.COUNTING}), CountState.COUNTING),
    CountMove.SUBMIT: (frozenset({CountState.COUNTING}), CountState.COUNTED),
    CountMove.RECOUNT: (frozenset({CountState.COUNTED}), CountState.COUNTING),
    CountMove.APPROVE: (frozenset({CountState.COUNTED}), CountState.APPROVED),
    CountMove.CANCEL: (frozenset({CountState.DRAFT, CountState.COUNTING, CountState.COUNTED}), CountState.CANCELLED),
}
"""From where each may be done, and where it leads."""


class VarianceSeverity(StrEnum):
    """How grave a variance is, the mildest first."""

    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


def at_least(severity: VarianceSeverity, floor: VarianceSeverity) -> bool:
    """Whether it is as grave as `floor`, or graver."""
    order = list(VarianceSeverity)
    return order.index(severity) >= order.index(floor)


def severity_of(book: Decimal, counted: Decimal) -> VarianceSeverity:
    """By the share of the books that is missing or over; what the books do not have at all is critical."""
    difference = abs(counted - book)
    if difference <= IGNORED:
        return VarianceSeverity.NONE
    if book == 0:
        return VarianceSeverity.CRITICAL
    # Compared multiplied out: a quotient would be rounded, and 5 % exactly must be 5 %.
    for floor, severity in (
        (CRITICAL_PCT, VarianceSeverity.CRITICAL),
        (HIGH_PCT, VarianceSeverity.HIGH),
        (MEDIUM_PCT, VarianceSeverity.MEDIUM),
    ):
        if difference * 100 >= floor * book:
            return severity
    return VarianceSeverity.LOW


def variance_value(variance: Decimal, unit_cost: Decimal) -> Decimal:
    """What the variance is worth in pesos, signed as it is."""
    return (variance * unit_cost).quantize(CENTAVO, ROUND_HALF_UP)


def accuracy_pct(exact: int, counted: int) -> Decimal | None:
    """Of what was counted, how much agreed with the books, in percent; None where nothing was counted."""
    return None if counted == 0 else (Decimal(100 * exact) / counted).quantize(PCT_STEP, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a variance does to a lot: `change` of what remains in it, and `over` what cannot have come in it."""

    change: Decimal
    over: Decimal


def adjustment(remaining: Decimal, initial: Decimal, variance: Decimal) -> Adjustment | None:
    """Bring a lot by its variance from what remains of it now; None where more is missing than remains.

    What moved between the count and now stays moved: the variance is of the moment of the count. A lot holds no more than
    came in it (INV-L10), so what is over is a lot of its own.
    """
    if remaining + variance < 0:
        return None
    change = min(variance, initial - remaining)
    return Adjustment(change, variance - change)
