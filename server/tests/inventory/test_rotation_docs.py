"""docs/algorithms/rotation.md was worked by hand; the code gives every row of it, and every formula has its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from desertbrew.contexts.inventory.rules import rotation
from support.worked_examples import Example, examples, figure, number, yes

EXAMPLES = examples("rotation.md")
SCENARIOS = ("base", "optimistic", "conservative", "pessimistic")


def figures(cell: str) -> list[Decimal]:
    return [] if cell == "–" else [figure(each) for each in cell.replace(";", " ").split()]


def changes(cell: str) -> list[tuple[int, Decimal]]:
    pairs = [] if cell == "–" else [each.split(":") for each in cell.split(";")]
    return [(int(before), figure(change.strip())) for before, change in pairs]


FORMULAS: dict[str, Callable[..., tuple[Any, Any]]] = {
    "average_daily": lambda used, days, end: (rotation.average_daily(figure(used), int(days)), figure(end)),
    "mean_balance": lambda closing, moved, days, end: (
        rotation.mean_balance(figure(closing), changes(moved), int(days)),
        figure(end),
    ),
    "rotation_index": lambda used, mean, end: (rotation.rotation_index(figure(used), figure(mean)), number(end)),
    "normalized_index": lambda index, days, end: (rotation.normalized_index(number(index), int(days)), number(end)),
    "rotation_class": lambda index, end: (rotation.rotation_class(number(index)) or "–", end),
    "velocity_days": lambda days, index, end: (rotation.velocity_days(int(days), number(index)), number(end)),
    "coverage_days": lambda stock, daily, end: (rotation.coverage_days(figure(stock), figure(daily)), number(end)),
    "coverage_verdict": lambda coverage, end: (rotation.coverage_verdict(number(coverage)), end),
    "is_slow_mover": lambda index, stock, end: (rotation.is_slow_mover(number(index), figure(stock)), yes(end)),
    "consider_delisting": lambda index, stock, end: (rotation.consider_delisting(number(index), figure(stock)), yes(end)),
    "half_means": lambda daily, end: (list(rotation.half_means(figures(daily))), figures(end)),
    "trend_factor": lambda first, second, end: (rotation.trend_factor(figure(first), figure(second)), figure(end)),
    "trend": lambda first, second, end: (rotation.trend(figure(first), figure(second)), end),
    "weekly_use": lambda daily, end: (rotation.weekly_use(figures(daily)), figures(end)),
    "variation": lambda weeks, end: (rotation.variation(figures(weeks)), number(end)),
    "seasonality": lambda cv, end: (rotation.seasonality(number(cv)) or "–", end),
    "project": lambda daily, days, factor, end: (
        [getattr(rotation.project(figure(daily), int(days), figure(factor)), each) for each in SCENARIOS],
        figures(end),
    ),
    "confidence": lambda samples, cv, end: (rotation.confidence(int(samples), number(cv)), figure(end)),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_inv_l50_the_code_gives_what_was_worked_by_hand(example: Example) -> None:
    ours, by_hand = FORMULAS[example.formula](*example.given, example.result)
    assert ours == by_hand


def test_every_formula_has_a_table_of_several_rows() -> None:
    rows = Counter(example.formula for example in EXAMPLES)
    assert rows.keys() == FORMULAS.keys()
    assert min(rows.values()) >= 3
