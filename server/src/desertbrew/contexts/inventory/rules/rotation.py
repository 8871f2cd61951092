"""How fast stock turns, how long it lasts, and what will be asked of it; docs/algorithms/rotation.md has each by hand.

Figures are decimals and are rounded, halves away from zero, only where they are told: quantities to six places, indices,
days and coefficients to four. What is classified is the rounded figure: a reader who classifies what they see agrees.
`None` stands for what has no number: days that never end, a ratio to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.quantity import STEP

INDEX_STEP = Decimal("0.0001")
NORMAL_DAYS = 30
"""The classes are told for a month, whatever the period that was measured."""
SLOW_DAYS = 90
SLOW_BELOW = Decimal("2.0")
DELIST_BELOW = Decimal("0.5")
RISK_BELOW_DAYS, EXCESS_ABOVE_DAYS, PROMOTE_ABOVE_DAYS = 7, 60, 90
TREND_BAND = Decimal("0.10")
SEASONAL_ABOVE, MODERATE_ABOVE = Decimal("0.3"), Decimal("0.15")
FULL_SAMPLE = 30
MOST_CONFIDENCE, LEAST_STEADINESS = Decimal("0.7"), Decimal("0.3")
ZERO = Decimal(0)


class RotationClass(StrEnum):
    """How fast an item turns, by its index of thirty days."""

    VERY_FAST = "VERY_FAST"
    FAST = "FAST"
    MEDIUM = "MEDIUM"
    SLOW = "SLOW"
    VERY_SLOW = "VERY_SLOW"


class CoverageVerdict(StrEnum):
    """What to think of how long the stock lasts."""

    NO_USE = "NO_USE"
    RISK = "RISK"
    FINE = "FINE"
    EXCESS = "EXCESS"
    PROMOTE = "PROMOTE"


class Trend(StrEnum):
    """The second half of a period against the first."""

    UP = "UP"
    STABLE = "STABLE"
    DOWN = "DOWN"


class Seasonality(StrEnum):
    """How unevenly the weeks of a period asked."""

    HIGH = "HIGH"
    MODERATE = "MODERATE"
    LOW = "LOW"


@dataclass(frozen=True, slots=True)
class RotationLimits:
    """From which index of thirty days on an item is of a class; below the last it is VERY_SLOW."""

    very_fast: Decimal = Decimal(6)
    fast: Decimal = Decimal(4)
    medium: Decimal = Decimal(2)
    slow: Decimal = Decimal(1)

    def fall(self) -> bool:
        """Whether each class begins below the one before it: only then does every index have one class."""
        return self.very_fast > self.fast > self.medium > self.slow > ZERO


USUAL_LIMITS = RotationLimits()


@dataclass(frozen=True, slots=True)
class Projection:
    """What will be asked for in so many days, in the base unit, by four scenarios."""

    base: Decimal
    optimistic: Decimal
    conservative: Decimal
    pessimistic: Decimal


def average_daily(consumed: Decimal, days: int) -> Decimal:
    """ADC, what is used on a day: use over days. What came back beyond what left counts as no use."""
    assert days > 0, "a mean over no days has no meaning"
    return (max(consumed, ZERO) / days).quantize(STEP, ROUND_HALF_UP)


def mean_balance(closing: Decimal, later_changes: Sequence[tuple[int, Decimal]], days: int) -> Decimal:
    """The mean of a period's daily closings, days without movement included, from its last closing backwards.

    `later_changes` are (whole days of the period before that day, the day's change): before it the stock was less by it.
    """
    assert days > 0, "a mean over no days has no meaning"
    return mean_from_moment(closing, sum((before * change for before, change in later_changes), ZERO), days)


def mean_from_moment(closing: Decimal, moment: Decimal, days: int) -> Decimal:
    """As `mean_balance`, where the database has added up the products of days and changes already."""
    return (closing - moment / days).quantize(STEP, ROUND_HALF_UP)


def rotation_index(consumed: Decimal, mean_stock: Decimal) -> Decimal | None:
    """How often the mean stock was used up in the period; None where no stock ever stood overnight."""
    if mean_stock <= ZERO:
        return None
    return (max(consumed, ZERO) / mean_stock).quantize(INDEX_STEP, ROUND_HALF_UP)


def normalized_index(index: Decimal | None, days: int) -> Decimal | None:
    """The index of thirty days that goes on like these `days`."""
    return None if index is None else (index * NORMAL_DAYS / days).quantize(INDEX_STEP, ROUND_HALF_UP)


def rotation_class(normalized: Decimal | None, limits: RotationLimits = USUAL_LIMITS) -> RotationClass | None:
    """Which of the five classes; None where there is no index."""
    if normalized is None:
        return None
    for least, found in (
        (limits.very_fast, RotationClass.VERY_FAST),
        (limits.fast, RotationClass.FAST),
        (limits.medium, RotationClass.MEDIUM),
        (limits.slow, RotationClass.SLOW),
    ):
        if normalized >= least:
            return found
    return RotationClass.VERY_SLOW


def velocity_days(days: int, index: Decimal | None) -> Decimal | None:
    """Days a turn takes; None where nothing turns."""
    return (days / index).quantize(INDEX_STEP, ROUND_HALF_UP) if index else None


def coverage_days(stock: Decimal, daily: Decimal) -> Decimal | None:
    """Days that the stock lasts at this use; None, for ever, where there is none."""
    return (stock / daily).quantize(INDEX_STEP, ROUND_HALF_UP) if daily > ZERO else None


def coverage_verdict(coverage: Decimal | None) -> CoverageVerdict:
    """Below 7 days a risk, above 60 an excess, above 90 something to promote."""
    if coverage is None:
        return CoverageVerdict.NO_USE
    if coverage < RISK_BELOW_DAYS:
        return CoverageVerdict.RISK
    if coverage > PROMOTE_ABOVE_DAYS:
        return CoverageVerdict.PROMOTE
    return CoverageVerdict.EXCESS if coverage > EXCESS_ABOVE_DAYS else CoverageVerdict.FINE


def is_slow_mover(index: Decimal | None, stock: Decimal) -> bool:
    """By the index of 90 days, not of a month: fewer than two turns while money lies on the shelf."""
    return stock > ZERO and (index is None or index < SLOW_BELOW)


def consider_delisting(index: Decimal | None, stock: Decimal) -> bool:
    """By the index of 90 days: not even half a turn."""
    return stock > ZERO and (index is None or index < DELIST_BELOW)


def half_means(daily: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Mean use of a day in the first and in the second half of a period, oldest first; the second has the odd day."""
    first, second = daily[: len(daily) // 2], daily[len(daily) // 2 :]
    return average_daily(sum(first, ZERO), max(len(first), 1)), average_daily(sum(second, ZERO), max(len(second), 1))


def trend_factor(first_mean: Decimal, second_mean: Decimal) -> Decimal:
    """The second half over the first; 1 where the first half used nothing, for nothing has no multiple."""
    return (second_mean / first_mean).quantize(INDEX_STEP, ROUND_HALF_UP) if first_mean > ZERO else Decimal(1)


def trend(first_mean: Decimal, second_mean: Decimal) -> Trend:
    """More than a tenth above or below is a trend; what begins in the second half goes up."""
    if second_mean > first_mean * (1 + TREND_BAND):
        return Trend.UP
    return Trend.DOWN if second_mean < first_mean * (1 - TREND_BAND) else Trend.STABLE


def weekly_use(daily: Sequence[Decimal]) -> list[Decimal]:
    """Whole weeks up to the last day, oldest first; the days before the first whole week are left out."""
    left_out = len(daily) % 7
    return [sum(daily[start : start + 7], ZERO) for start in range(left_out, len(daily), 7)]


def variation(weeks: Sequence[Decimal]) -> Decimal | None:
    """CV: the deviation of all these weeks over their mean, by a root of 28 digits; None of one week, or of no use."""
    mean = sum(weeks, ZERO) / len(weeks) if weeks else ZERO
    if len(weeks) < 2 or mean <= ZERO:  # noqa: PLR2004 - one week varies from nothing
        return None
    variance = sum(((week - mean) ** 2 for week in weeks), ZERO) / len(weeks)
    return (variance.sqrt() / mean).quantize(INDEX_STEP, ROUND_HALF_UP)


def seasonality(cv: Decimal | None) -> Seasonality | None:
    """Above 0.3 high, above 0.15 moderate; None where the weeks cannot be compared."""
    if cv is None:
        return None
    if cv > SEASONAL_ABOVE:
        return Seasonality.HIGH
    return Seasonality.MODERATE if cv > MODERATE_ABOVE else Seasonality.LOW


def project(daily: Decimal, days: int, factor: Decimal) -> Projection:
    """Use of a day, times days, times how the second half grew, times what each scenario adds or takes."""
    expected = daily * days * factor
    scenarios = (Decimal(1), Decimal("1.2"), Decimal("1.1"), Decimal("0.8"))
    return Projection(*((expected * each).quantize(STEP, ROUND_HALF_UP) for each in scenarios))


def confidence(samples: int, cv: Decimal | None) -> Decimal:
    """How far to believe a projection, 0 to 0.7: by the days that used anything, and by how alike the weeks are.

    Weeks that cannot be compared count as unlike as can be.
    """
    sample = min(Decimal(samples) / FULL_SAMPLE, Decimal(1))
    steadiness = LEAST_STEADINESS if cv is None else max(LEAST_STEADINESS, 1 - cv)
    return min(Decimal(1), MOST_CONFIDENCE * sample * steadiness).quantize(INDEX_STEP, ROUND_HALF_UP)
