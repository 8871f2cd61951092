"""Money is `Decimal` pesos in code and integer centavos in the database; no float ever touches it."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENTAVO = Decimal("0.01")
UNIT_COST_STEP = Decimal("0.000001")
ZERO = Decimal("0.00")

# Ten thousand million pesos: a thousand times the yearly turnover of the brewery this is made for. A figure above it is
# a slipped finger, and 10**12 centavos of it still sum exactly in a BIGINT.
MOST_MONEY = Decimal("9999999999.99")


def share_down(cost: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """The share of `cost` that belongs to `part` of `whole`, rounded down to the centavo.

    The last part must take what is left instead of calling this, so that the shares add up to the cost. (INV-L4)
    """
    assert whole > 0, "a share of nothing has no meaning"
    return (cost * part / whole).quantize(CENTAVO, ROUND_DOWN)


def unit_cost(cost: Decimal, quantity: Decimal) -> Decimal:
    """Pesos per unit with six decimals: 10,000 over 850 L is 11.764706."""
    assert quantity > 0, "a cost per nothing has no meaning"
    return (cost / quantity).quantize(UNIT_COST_STEP, ROUND_HALF_UP)
