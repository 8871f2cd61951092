"""Physical counts: how far the shelf is from the books, how grave that is, and what brings the books to the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.ids import Id
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
class Settlement:
    """What a lot's variances do to it, place by place; every quantity of `carried` is positive."""

    carried: Sequence[tuple[Id, Id, Decimal]]
    """From, to, how much: missing here and over there, it was carried and nobody wrote it down."""
    changes: Mapping[Id, Decimal]
    over: Mapping[Id, Decimal]
    """What the lot cannot have held."""


def beyond(here: Mapping[Id, Decimal], variances: Mapping[Id, Decimal]) -> set[Id]:
    """The places where more is missing than there is now."""
    return {place for place, variance in variances.items() if here.get(place, Decimal(0)) + variance < 0}


def settle(room: Decimal, variances: Mapping[Id, Decimal]) -> Settlement:
    """Bring a lot by what differed in each place, from what it is now.

    What moved between the count and now stays moved: a variance is of the moment of its count. A lot holds no more than came
    in it (INV-L10): it takes `room` at most, so what is over beyond that is a lot of its own.
    """
    left = {place: variance for place, variance in variances.items() if variance}
    carried: list[tuple[Id, Id, Decimal]] = []
    for source in [place for place, variance in left.items() if variance < 0]:
        for target in [place for place, variance in left.items() if variance > 0]:
            much = min(-left[source], left[target])
            if much > 0:
                carried.append((source, target, much))
                left[source] += much
                left[target] -= much
    changes, over = {}, {}
    for place, variance in left.items():
        change = min(variance, room)
        if change:
            changes[place] = change
        if variance > change:
            over[place] = variance - change
        room -= max(change, Decimal(0))
    return Settlement(carried, changes, over)
