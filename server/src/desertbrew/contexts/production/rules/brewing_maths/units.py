"""Units that the formulas were published in, and how a figure leaves them."""

from __future__ import annotations

from decimal import Decimal

POUND_KG = 0.45359237
OUNCE_KG = 0.028349523125
GALLON_L = 3.785411784
BARREL_L = 31 * GALLON_L
UK_BARREL_L = 163.65924
FLUID_OUNCE_L = 0.0295735295625
ZERO_C_IN_K = 273.15


def gallons(litres: Decimal) -> float:
    """Litres to US gallons."""
    return float(litres) / GALLON_L


def fahrenheit(celsius: float) -> float:
    """°C to °F."""
    return celsius * 9 / 5 + 32


def within(value: float, limit: float) -> float | None:
    """The value, or `None` when it is beyond any beer: the recipe has a slip that a figure would only hide."""
    return value if value <= limit else None


def rounded(value: float | None, places: int) -> Decimal | None:
    """A decimal with that many places."""
    return None if value is None else Decimal(f"{value:.{places}f}")
