"""What is taken of a delivery, what it is asked about, and what is owed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.contexts.purchasing.rules.orders import LineTotals, Vat, base_quantity, line_totals
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import CENTAVO

SHORTEST_LIFE = timedelta(days=1)
"""What is taken into use has to be good tomorrow too."""


class Rejection(StrEnum):
    """Why something was not taken."""

    DAMAGED = "DAMAGED"
    EXPIRED = "EXPIRED"
    TEMPERATURE = "TEMPERATURE"
    QUALITY = "QUALITY"
    WRONG_ITEM = "WRONG_ITEM"
    EXCESS = "EXCESS"
    NO_PAPERS = "NO_PAPERS"
    OTHER = "OTHER"


class Doubt(StrEnum):
    """What a line of a delivery still has to answer before it can be posted."""

    NOTHING_DELIVERED = "NOTHING_DELIVERED"
    REJECTED_ABOVE_DELIVERED = "REJECTED_ABOVE_DELIVERED"
    REJECTION_WITHOUT_REASON = "REJECTION_WITHOUT_REASON"
    EXPIRES_TOO_SOON = "EXPIRES_TOO_SOON"
    TEMPERATURE_MISSING = "TEMPERATURE_MISSING"
    TEMPERATURE_OUT_OF_LIMITS = "TEMPERATURE_OUT_OF_LIMITS"


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One line as somebody fills it in on the tablet; what it leaves open, the order or the supplier's pack says."""

    item_id: Id
    delivered: Decimal
    order_line_id: Id | None = None
    pack_id: Id | None = None
    in_base: bool = False
    pack_price: Decimal | None = None
    rejected: Decimal = Decimal(0)
    rejection: Rejection | None = None
    rejection_note: str = ""
    supplier_lot: str | None = None
    lot_code: str | None = None
    expires_on: date | None = None
    hold_reason: str | None = None
    temperature_c: Decimal | None = None
    temperature_reason: str = ""
    location_id: Id | None = None
    vat_rate: Vat | None = None
    ieps_pct: Decimal | None = None
    ieps_creditable: bool = False
    closes: bool = False
    """Nothing more of this line of the order will come."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A delivery as it is being counted: for an order, or without one from a supplier."""

    received_at: datetime
    lines: tuple[LineEntry, ...]
    order_id: Id | None = None
    supplier_id: Id | None = None
    invoice_number: str | None = None
    delivery_note: str | None = None
    notes: str = ""
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CountedLine:
    """An entry with its pack, price and taxes: in packs of `pack_factor` base units, or `in_base` units.

    The price is of a whole pack before taxes.
    """

    entry: LineEntry
    pack_name: str
    pack_factor: Decimal
    pack_price: Decimal
    vat_rate: Vat
    ieps_pct: Decimal | None

    @property
    def delivered_base(self) -> Decimal:
        """What came, in the item's base unit."""
        return base_quantity(self.entry.delivered, self._factor)

    @property
    def accepted_base(self) -> Decimal:
        """What is kept, in the item's base unit."""
        return self.delivered_base - base_quantity(self.entry.rejected, self._factor)

    @property
    def _factor(self) -> Decimal:
        return Decimal(1) if self.entry.in_base else self.pack_factor

    def totals(self) -> LineTotals:
        """What is owed for what is kept. (INV-P42)"""
        packs = (self.entry.delivered - self.entry.rejected) * self._factor / self.pack_factor
        return line_totals(packs, self.pack_price, self.vat_rate, self.ieps_pct)

    def stock_cost(self) -> Decimal:
        """What stock carries it at, in the receipt's currency: IVA is credited, IEPS only where somebody says so."""
        owed = self.totals()
        return owed.net if self.entry.ieps_creditable else owed.net + owed.ieps


@dataclass(frozen=True, slots=True)
class TemperatureLimits:
    """Between what goods must arrive, in °C; either end may be open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, celsius: Decimal) -> bool:
        """Whether it is within."""
        return (self.low is None or celsius >= self.low) and (self.high is None or celsius <= self.high)


def doubts(line: LineEntry, today: date, limits: TemperatureLimits | None) -> list[Doubt]:
    """What the line still has to answer; what is rejected whole is asked nothing but why. (INV-P43)"""
    found = []
    if line.delivered <= 0:
        found.append(Doubt.NOTHING_DELIVERED)
    if line.rejected > line.delivered:
        found.append(Doubt.REJECTED_ABOVE_DELIVERED)
    if line.rejected > 0 and (line.rejection is None or (line.rejection is Rejection.OTHER and not line.rejection_note)):
        found.append(Doubt.REJECTION_WITHOUT_REASON)
    if line.delivered <= line.rejected:
        return found
    if line.expires_on is not None and line.expires_on < today + SHORTEST_LIFE and not line.hold_reason:
        found.append(Doubt.EXPIRES_TOO_SOON)
    if limits is not None:
        if line.temperature_c is None:
            found.append(Doubt.TEMPERATURE_MISSING)
        elif not limits.holds(line.temperature_c) and not line.temperature_reason:
            found.append(Doubt.TEMPERATURE_OUT_OF_LIMITS)
    return found


def difference_pct(ordered: Decimal, received: Decimal) -> Decimal:
    """By how many per cent of what was ordered more (or, below zero, less) was taken."""
    return (received - ordered) * 100 / ordered


def is_beyond(ordered: Decimal, received: Decimal, tolerance_pct: Decimal) -> bool:
    """Whether the difference is more than is taken without asking; exactly the tolerance is. (INV-P44)"""
    return abs(received - ordered) * 100 > tolerance_pct * ordered


def outstanding(ordered: Decimal, received: Decimal, *, closed: bool) -> Decimal:
    """What is still expected of a line; ordered = outstanding + received + cancelled, while no more came. (INV-P41)"""
    return Decimal(0) if closed else max(Decimal(0), ordered - received)


def cancelled(ordered: Decimal, received: Decimal, *, closed: bool) -> Decimal:
    """What was ordered and is not expected any more. (INV-P41)"""
    return max(Decimal(0), ordered - received) if closed else Decimal(0)


def share(whole: Decimal, before: Decimal, now: Decimal, of: Decimal) -> Decimal:
    """What `now` of `of` carries of an amount, where `before` went already: all the shares add up to it. (INV-P45)"""
    return _part(whole, before + now, of) - _part(whole, before, of)


def _part(whole: Decimal, part: Decimal, of: Decimal) -> Decimal:
    return (whole * part / of).quantize(CENTAVO, ROUND_HALF_UP)


class ReturnState(StrEnum):
    """Where a return stands; SHIPPING waits for stock to let go."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    SHIPPING = "SHIPPING"
    SHIPPED = "SHIPPED"
    CREDITED = "CREDITED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class ReturnMove(StrEnum):
    """What one may do to a return."""

    APPROVE = "approve"
    SHIP = "ship"
    CREDIT = "credit"
    CLOSE = "close"
    CANCEL = "cancel"


RETURN_MOVES: Mapping[ReturnState, frozenset[ReturnMove]] = {
    ReturnState.DRAFT: frozenset({ReturnMove.APPROVE, ReturnMove.CANCEL}),
    ReturnState.APPROVED: frozenset({ReturnMove.SHIP, ReturnMove.CANCEL}),
    ReturnState.SHIPPING: frozenset(),
    ReturnState.SHIPPED: frozenset({ReturnMove.CREDIT}),
    ReturnState.CREDITED: frozenset({ReturnMove.CLOSE}),
    ReturnState.CLOSED: frozenset(),
    ReturnState.CANCELLED: frozenset(),
}
"""The whole table: what has left is never cancelled, and what is owed changes only by a credit note. (INV-P46)"""


class ReturnKind(StrEnum):
    """Goods that go back, or a receipt that should never have been posted."""

    RETURN = "RETURN"
    CORRECTION = "CORRECTION"


def photo_media_type(content: bytes) -> str | None:
    """What a file is by its first bytes, whatever it is called; None for what is neither JPEG, PNG, WebP nor PDF."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return None
