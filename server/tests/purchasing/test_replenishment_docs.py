"""docs/algorithms/replenishment.md was worked by hand; the code gives every row of it, and every formula has its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from desertbrew.contexts.purchasing.rules import replenishment
from support.worked_examples import Example, examples, figure, number, yes

EXAMPLES = examples("replenishment.md")


def score(due: str, on_time: str, cancelled: str, orders: str, national: str, end: str) -> tuple[Any, Any]:
    record = replenishment.SupplierRecord(int(due), int(on_time), int(cancelled), int(orders), yes(national))
    return replenishment.supplier_score(record), number(end)


FORMULAS: dict[str, Callable[..., tuple[Any, Any]]] = {
    "reorder_point": lambda daily, lead, least, most, end: (
        replenishment.reorder_point(number(daily), int(lead), number(least), number(most)),
        number(end),
    ),
    "missing_to": lambda level, here, coming, end: (
        replenishment.missing_to(figure(level), figure(here), figure(coming)),
        figure(end),
    ),
    "round_up_to_pack": lambda quantity, pack, least, end: (
        replenishment.round_up_to_pack(figure(quantity), figure(pack), int(least)),
        figure(end),
    ),
    "order_quantity": lambda most, here, coming, pack, least, end: (
        replenishment.order_quantity(figure(most), figure(here), figure(coming), figure(pack), int(least)),
        figure(end),
    ),
    "planning_quantity": lambda missing, projected, daily, end: (
        replenishment.planning_quantity(figure(missing), figure(projected), figure(daily)),
        figure(end),
    ),
    "moving_average_level": lambda mean, lead, end: (
        replenishment.moving_average_level(figure(mean), int(lead)),
        figure(end),
    ),
    "brew_shortage": lambda needed, here, coming, end: (
        replenishment.brew_shortage(figure(needed), figure(here), figure(coming)),
        figure(end),
    ),
    "is_urgent": lambda here, least, left, end: (
        replenishment.is_urgent(figure(here), number(least), number(left)),
        yes(end),
    ),
    "service_urgency": lambda here, least, point, end: (
        replenishment.service_urgency(figure(here), number(least), number(point)),
        int(end),
    ),
    "priority": lambda here, left, end: (replenishment.priority(figure(here), number(left)), end),
    "supplier_score": score,
    "cost_per_merit": lambda price, merit, end: (
        replenishment.cost_per_merit(figure(price), number(merit)),
        figure(end),
    ),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_inv_p20_the_code_gives_what_was_worked_by_hand(example: Example) -> None:
    ours, by_hand = FORMULAS[example.formula](*example.given, example.result)
    assert ours == by_hand


def test_every_formula_has_a_table_of_several_rows() -> None:
    rows = Counter(example.formula for example in EXAMPLES)
    assert rows.keys() == FORMULAS.keys()
    assert min(rows.values()) >= 3
