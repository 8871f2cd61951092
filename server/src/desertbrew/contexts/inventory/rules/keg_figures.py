"""How a fleet of kegs does: dwell, cycle, turns, loss. Figures for decisions, so floats are welcome; no money here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

YEAR = timedelta(days=365)
SHORTEST_WINDOW = timedelta(days=30)
"""A rate a year out of less than a month would be a guess."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in days: how many there were, the middle one, and the one that nine of ten stay below."""

    count: int
    p50_days: float
    p90_days: float


def spread_of(durations: Sequence[timedelta]) -> Spread | None:
    """The spread of `durations`, None where there are none; percentiles interpolate between neighbours."""
    if not durations:
        return None
    days = sorted(each / timedelta(days=1) for each in durations)
    return Spread(len(days), round(_percentile(days, 0.5), 1), round(_percentile(days, 0.9), 1))


def _percentile(ordered: Sequence[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def a_year(count: int, fleet: int, window: timedelta) -> float | None:
    """`count` happenings a keg and year, from what was seen in `window`; None where that says nothing."""
    if fleet == 0 or window < SHORTEST_WINDOW:
        return None
    return round(count / fleet * (YEAR / window), 3)


def gaps(moments: Sequence[tuple[object, datetime]]) -> list[timedelta]:
    """The time from each keg's fill to its next; `moments` is (keg, filled at) in that order."""
    return [later - earlier for (one, earlier), (other, later) in pairwise(moments) if one == other]
