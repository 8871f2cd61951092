"""Prices have a beginning and an end, and no day has two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

JUMP_PCT = Decimal(10)
"""A change from here on, up or down, is marked for whoever buys."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `valid_from` on, before `valid_to` if there is one. An empty span was corrected the day it began."""

    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether the price was, is or will be in force that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Where a new price goes: the span that it cuts short (by place), and where it ends itself."""

    cuts: int | None
    valid_to: date | None


def fit(spans: Sequence[Span], starts: date) -> Fitting:
    """Fit a price that begins on `starts` among `spans`: it ends the one in force that day and runs to the next. (INV-P3)"""
    cuts = next((place for place, span in enumerate(spans) if span.holds(starts)), None)
    if cuts is not None:
        return Fitting(cuts, spans[cuts].valid_to)
    later = [span.valid_from for span in spans if span.valid_from > starts and span.valid_to != span.valid_from]
    return Fitting(None, min(later, default=None))


def change_pct(before: Decimal, after: Decimal) -> Decimal | None:
    """By how many per cent a price moved, one decimal; None where the thing cost nothing before."""
    if before == 0:
        return None
    return ((after - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP)


def is_jump(before: Decimal, after: Decimal) -> bool:
    """Whether it moved so much that a person should look: 10 % or more, in either direction."""
    if before == 0:
        return after > 0
    return abs(after - before) * 100 >= JUMP_PCT * before
