"""Quantities carry their unit; three base units (kg, L, piece) and one table to reach them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

STEP = Decimal("0.000001")
"""Stock is kept to a millionth of a base unit: a milligram, a microlitre."""

MOST_QUANTITY = Decimal(100_000_000)
"""No lot of this trade reaches a hundred million kilos; a larger figure is a slipped finger."""


class BaseUnit(StrEnum):
    """What stock is kept in. Everything else converts to one of these."""

    KG = "kg"
    L = "L"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit people write, and how many base units one of it is."""

    code: str
    base: BaseUnit
    factor_to_base: Decimal
    exact: bool = True
    """False where the factor itself is an approximation (a cup), whatever the arithmetic."""


def _units(*rows: tuple[str, BaseUnit, str, bool]) -> dict[str, Unit]:
    return {code: Unit(code, base, Decimal(factor), exact) for code, base, factor, exact in rows}


# Exact factors: international pound and ounce (1959), US gallon of 231 cubic inches, US beer barrel of 31 gallons.
# Kitchen measures are approximations and say so.
UNITS: dict[str, Unit] = _units(
    ("kg", BaseUnit.KG, "1", True),
    ("g", BaseUnit.KG, "0.001", True),
    ("mg", BaseUnit.KG, "0.000001", True),
    ("t", BaseUnit.KG, "1000", True),
    ("lb", BaseUnit.KG, "0.45359237", True),
    ("oz", BaseUnit.KG, "0.028349523125", True),
    ("L", BaseUnit.L, "1", True),
    ("ml", BaseUnit.L, "0.001", True),
    ("hL", BaseUnit.L, "100", True),
    ("gal", BaseUnit.L, "3.785411784", True),
    ("floz", BaseUnit.L, "0.0295735295625", True),
    ("bbl", BaseUnit.L, "117.347765304", True),
    ("cup", BaseUnit.L, "0.24", False),
    ("tbsp", BaseUnit.L, "0.015", False),
    ("tsp", BaseUnit.L, "0.005", False),
    ("piece", BaseUnit.PIECE, "1", True),
    ("dozen", BaseUnit.PIECE, "12", True),
)


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in base units; `exact` is False where the factor or the millionth's rounding lost something."""

    amount: Decimal
    exact: bool


class UnitMismatch(ValueError):
    """No road leads from the unit to the base unit; the caller words the refusal."""

    def __init__(self, unit: str, base: BaseUnit) -> None:
        super().__init__(f"{unit} does not convert to {base}")
        self.unit = unit
        self.base = base


def to_base(amount: Decimal, unit: str, base: BaseUnit, own: dict[str, Decimal] | None = None) -> Converted:
    """`amount` of `unit` in the `base` unit, to a millionth, halves away from zero.

    `own` holds an item's own factors (a packet of this yeast is 0.0115 kg; a sack of this malt is 25 kg) and wins over
    the common table. Raises `UnitMismatch` where nothing converts: a packet of malt is nobody's guess to make.
    """
    if own and unit in own:
        return _rounded(amount * own[unit], exact=True)
    common = UNITS.get(unit)
    if common is None or common.base is not base:
        raise UnitMismatch(unit, base)
    return _rounded(amount * common.factor_to_base, exact=common.exact)


def _rounded(amount: Decimal, *, exact: bool) -> Converted:
    stepped = amount.quantize(STEP, ROUND_HALF_UP)
    return Converted(stepped, exact and stepped == amount)


def apportion(whole: Decimal, weights: Mapping[K, Decimal], step: Decimal) -> dict[K, Decimal]:
    """`whole` in proportion to `weights`, each share a multiple of `step`; the shares add up to `whole`, itself one.

    Each share is the difference of two running totals rounded down, so it is less than a `step` off its due, the last too.
    Rounding each alone and giving the last the rest could give it many steps more than it weighs.
    """
    total = sum(weights.values(), Decimal(0))
    assert total > 0, "a share of nothing has no meaning"
    running = given = Decimal(0)
    found: dict[K, Decimal] = {}
    for key, weight in weights.items():
        running += weight
        due = (whole * running / total).quantize(step, ROUND_DOWN)
        found[key] = due - given
        given = due
    return found
