"""How long a beer keeps its fermenter: what is planned, and what its own readings say once it ferments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import log
from statistics import median_high

from desertbrew.contexts.production.rules.recipe import RecipeDraft

USUAL_DAYS = 14
USUAL_LAGER_DAYS = 28
LONGEST_DAYS = 366
RESTING_SHARE = 0.5
"""Of the days in the tank: after the final gravity the beer cleans up, is chilled and settles."""

THERE = 0.001
"""So near its final gravity a beer has reached it."""
STILL_SWEET = 0.003
"""A beer that stands this far above its final gravity has stopped too early."""
APART = timedelta(hours=18)
"""Two readings nearer to each other than this say more of the hydrometer than of the yeast."""
LAG = timedelta(days=3)
"""Until then wort may stand still: the yeast is only growing."""
LONGEST_FALL = timedelta(days=60)


class Basis(StrEnum):
    """What the day on which a tank frees up was told from."""

    PLAN = "PLAN"
    GRAVITY = "GRAVITY"
    STALLED = "STALLED"


@dataclass(frozen=True, slots=True)
class Forecast:
    """From which day on the fermenter is free, as far as its beer tells; never before tomorrow, for it is in it today."""

    frees_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gravity:
    """What was read, and when."""

    at: datetime
    sg: float


def planned_days(recipe: RecipeDraft, earlier: Sequence[int] = ()) -> int:
    """Days that a beer needs its fermenter: what its recipe says, or what its earlier batches took, or what is usual."""
    if recipe.fermenter_days is not None:
        return recipe.fermenter_days
    if earlier:
        return max(1, median_high(earlier))
    is_lager = any("lager" in yeast.kind.lower() for yeast in recipe.yeasts)
    return USUAL_LAGER_DAYS if is_lager else USUAL_DAYS


def forecast(began_on: date, days: int, target: float | None, gravities: Sequence[Gravity], today: date) -> Forecast:
    """When the tank frees up: from the plan until the gravity falls, then from how it falls.

    What is left above the final gravity shrinks by the same share a day (the curve of a fermentation's second half), so two
    readings tell when a thousandth is left; from there the beer rests as long as its plan leaves it. One that stands still
    too high is STALLED: its plan is all there is to go by, and somebody should look.
    """
    tomorrow = today + timedelta(days=1)
    by_plan = max(began_on + timedelta(days=days), tomorrow)
    if target is None or not gravities:
        return Forecast(by_plan, Basis.PLAN)
    rests = timedelta(days=round(days * RESTING_SHARE))
    arrived = next((each.at for each in gravities if each.sg <= target + THERE), None)
    if arrived is not None:
        return Forecast(max(arrived.date() + rests, tomorrow), Basis.GRAVITY)
    last = gravities[-1]
    before = next((each for each in reversed(gravities) if last.at - each.at >= APART), None)
    if before is None:
        return Forecast(by_plan, Basis.PLAN)
    if last.sg >= before.sg:
        began = datetime.combine(began_on, datetime.min.time(), last.at.tzinfo)
        is_stalled = last.sg > target + STILL_SWEET and last.at - began >= LAG
        return Forecast(by_plan, Basis.STALLED if is_stalled else Basis.PLAN)
    a_second = log((before.sg - target) / (last.sg - target)) / (last.at - before.at).total_seconds()
    falls = timedelta(seconds=min(log((last.sg - target) / THERE) / a_second, LONGEST_FALL.total_seconds()))
    return Forecast(max((last.at + falls).date() + rests, tomorrow), Basis.GRAVITY)
