"""Which way an order may go, what it adds up to, and when it should arrive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.money import CENTAVO, UNIT_COST_STEP, ZERO
from desertbrew.kernel.quantity import STEP


class OrderState(StrEnum):
    """Where an order stands."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    SENT = "SENT"
    PARTIALLY_RECEIVED = "PARTIALLY_RECEIVED"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


class OrderMove(StrEnum):
    """What one may do to an order."""

    EDIT = "edit"
    APPROVE = "approve"
    SEND = "send"
    RECEIVE = "receive"
    CANCEL = "cancel"
    CLOSE_SHORT = "close_short"


class SentHow(StrEnum):
    """How the supplier got to know of the order."""

    EMAIL = "EMAIL"
    HAND = "HAND"


ALLOWED: dict[OrderState, frozenset[OrderMove]] = {
    OrderState.DRAFT: frozenset({OrderMove.EDIT, OrderMove.APPROVE, OrderMove.CANCEL}),
    OrderState.APPROVED: frozenset({OrderMove.EDIT, OrderMove.SEND, OrderMove.RECEIVE, OrderMove.CANCEL}),
    OrderState.SENT: frozenset({OrderMove.SEND, OrderMove.RECEIVE, OrderMove.CANCEL}),
    OrderState.PARTIALLY_RECEIVED: frozenset({OrderMove.SEND, OrderMove.RECEIVE, OrderMove.CLOSE_SHORT}),
    OrderState.RECEIVED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}
"""The whole table. (INV-P5) Editing what was approved takes the approval back. What was phoned through and approved may
arrive before anybody wrote down that it was sent; and an order may be sent again."""

OPEN = frozenset({OrderState.DRAFT, OrderState.APPROVED, OrderState.SENT, OrderState.PARTIALLY_RECEIVED})
"""Orders from which something is still expected."""

AWAITED = OPEN - {OrderState.DRAFT}
"""Orders that can be late: a draft is nobody's promise."""

DEFAULT_LEAD_DAYS = 7
"""Where neither the pack nor the supplier says how long it takes."""


def may(state: OrderState, move: OrderMove) -> bool:
    """Whether an order in `state` may be moved so. (INV-P5)"""
    return move in ALLOWED[state]


def state_after_receipt(state: OrderState, received: Iterable[Decimal], *, complete: bool) -> OrderState:
    """Where an order stands once goods came: `complete` says that nothing more is expected of any line.

    A delivery that was rejected whole is nothing received: the order is one that the supplier has, and no more. (INV-P5)
    """
    if complete:
        return OrderState.RECEIVED
    if any(quantity > 0 for quantity in received):
        return OrderState.PARTIALLY_RECEIVED
    return OrderState.SENT if state is OrderState.APPROVED else state


def add_business_days(start: date, days: int) -> date:
    """The day that lies `days` working days (Monday to Friday) after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:  # noqa: PLR2004 - Saturday
            days -= 1
    return day


def number_of(day: date, mark: str) -> str:
    """What people call the order: OC, the day it was begun, and eight characters of its id."""
    return f"OC-{day:%Y%m%d}-{mark[-8:].upper()}"


class Vat(StrEnum):
    """What IVA a line carries: LIVA art. 1, the border stimulus of 8 %, art. 2-A at nought, and what is exempt."""

    V16 = "16"
    V8 = "8"
    V0 = "0"
    EXEMPT = "EXEMPT"


_VAT_RATE = {Vat.V16: Decimal("0.16"), Vat.V8: Decimal("0.08"), Vat.V0: Decimal(0), Vat.EXEMPT: Decimal(0)}


@dataclass(frozen=True, slots=True)
class LineTotals:
    """What one line costs in its order's currency, each figure to the centavo."""

    net: Decimal
    ieps: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        """What is paid for it."""
        return self.net + self.ieps + self.vat


def line_totals(packs: Decimal, pack_price: Decimal, vat: Vat, ieps_pct: Decimal | None = None) -> LineTotals:
    """What `packs` at `pack_price` cost; IEPS is part of what IVA is due on (LIVA art. 12). (INV-P4)"""
    net = _centavos(packs * pack_price)
    ieps = _centavos(net * ieps_pct / 100) if ieps_pct else ZERO
    return LineTotals(net, ieps, _centavos((net + ieps) * _VAT_RATE[vat]))


def order_totals(lines: Sequence[LineTotals]) -> LineTotals:
    """The sums of the lines as they stand on paper: nothing is rounded again. (INV-P4)"""
    return LineTotals(
        sum((line.net for line in lines), ZERO),
        sum((line.ieps for line in lines), ZERO),
        sum((line.vat for line in lines), ZERO),
    )


def in_pesos(amount: Decimal, exchange_rate: Decimal) -> Decimal:
    """`amount` of the order's currency in pesos, to the centavo."""
    return _centavos(amount * exchange_rate)


def per_base_unit(pack_price: Decimal, factor_to_base: Decimal) -> Decimal:
    """The price of one base unit, six decimals: 1,087.50 a sack of 25 kg is 43.5 a kilo."""
    return (pack_price / factor_to_base).quantize(UNIT_COST_STEP, ROUND_HALF_UP)


def base_quantity(packs: Decimal, factor_to_base: Decimal) -> Decimal:
    """How many base units that is: three boxes of 12 x 1.2 L are 43.2 L."""
    return (packs * factor_to_base).quantize(STEP, ROUND_HALF_UP)


def _centavos(amount: Decimal) -> Decimal:
    return amount.quantize(CENTAVO, ROUND_HALF_UP)
