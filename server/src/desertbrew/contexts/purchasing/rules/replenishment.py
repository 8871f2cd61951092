"""When to buy, how much, how soon and from whom; docs/algorithms/replenishment.md has each of these worked by hand.

Figures are decimals, rounded as in docs/algorithms/rotation.md. `None` stands for what nobody set or knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import STEP

FIGURE_STEP = Decimal("0.0001")
USUAL_LEAD_DAYS = 7
SAFETY = Decimal("1.5")
"""What lasts for the way here, and half as much again."""
RANGE_SHARE = Decimal("0.25")
SAFETY_DAYS = 7
MEAN_DAYS = 30
PLANNING_DAYS = 30
URGENT_DAYS, HIGH_DAYS, NORMAL_DAYS = 1, 3, 7
ATTENTION_DAYS = 3
CANCEL_WEIGHT = Decimal("0.5")
NATIONAL_BONUS = Decimal(10)
UNKNOWN_SCORE = Decimal(50)
"""What a supplier counts as that has not proved itself either way."""
ZERO = Decimal(0)


class Engine(StrEnum):
    """What asked for a suggestion."""

    MIN_MAX = "MIN_MAX"
    SMA = "SMA"
    BREW_PLAN = "BREW_PLAN"


class Priority(StrEnum):
    """How soon a suggestion has to become an order."""

    URGENT = "URGENT"
    HIGH = "HIGH"
    NORMAL = "NORMAL"
    LOW = "LOW"


def reorder_point(daily: Decimal | None, lead_days: int, minimum: Decimal | None, maximum: Decimal | None) -> Decimal | None:
    """At which stock to order: use of the way here and half as much; without history, a quarter up from minimum to maximum.

    `daily` is None or 0 without history. None where neither is known: nothing says when to order.
    """
    if daily:
        return (daily * lead_days * SAFETY).quantize(STEP, ROUND_HALF_UP)
    if minimum is None or maximum is None:
        return minimum
    return (minimum + RANGE_SHARE * (maximum - minimum)).quantize(STEP, ROUND_HALF_UP)


def round_up_to_pack(quantity: Decimal, pack: Decimal, min_packs: int) -> Decimal:
    """Whole packs that hold at least `quantity`, and no fewer than the supplier sells; nothing stays nothing."""
    assert pack > ZERO, "a pack holds something"
    if quantity <= ZERO:
        return ZERO
    packs = max((quantity / pack).to_integral_value(ROUND_CEILING), Decimal(min_packs))
    return (packs * pack).quantize(STEP, ROUND_HALF_UP)


def missing_to(level: Decimal, on_hand: Decimal, on_order: Decimal) -> Decimal:
    """What fills the stock up to `level` once what is on order has come: never below nothing, never above the level."""
    return max(ZERO, level - on_hand - on_order)


def order_quantity(maximum: Decimal, on_hand: Decimal, on_order: Decimal, pack: Decimal, min_packs: int) -> Decimal:
    """What to order to be full once everything has come, in whole packs."""
    return round_up_to_pack(missing_to(maximum, on_hand, on_order), pack, min_packs)


def planning_quantity(missing: Decimal, projected_30: Decimal, daily: Decimal) -> Decimal:
    """What a month would take: what is missing, a month's projection and a week's use. To plan money by, never to order."""
    return (missing + projected_30 + daily * SAFETY_DAYS).quantize(STEP, ROUND_HALF_UP)


def moving_average_level(mean_30: Decimal, lead_days: int) -> Decimal:
    """SMA: what the way here and a week of safety use, at the mean of the last 30 days."""
    return (mean_30 * (lead_days + SAFETY_DAYS)).quantize(STEP, ROUND_HALF_UP)


def brew_shortage(needed: Decimal, on_hand: Decimal, on_order: Decimal) -> Decimal:
    """What planned brews need beyond what is here or comes."""
    return missing_to(needed, on_hand, on_order)


def is_low(on_hand: Decimal, minimum: Decimal | None) -> bool:
    """At the minimum is low already."""
    return minimum is not None and on_hand <= minimum


def is_urgent(on_hand: Decimal, minimum: Decimal | None, days_left: Decimal | None) -> bool:
    """Low, or gone within three days."""
    return is_low(on_hand, minimum) or (days_left is not None and days_left <= ATTENTION_DAYS)


def service_urgency(on_hand: Decimal, minimum: Decimal | None, point: Decimal | None) -> int:
    """1 to 5: how near to running out by the item's own levels."""
    if is_low(on_hand, minimum):
        return 5
    if point is None:
        return 1
    for share, urgency in ((Decimal("0.5"), 4), (Decimal("0.8"), 3), (Decimal(1), 2)):
        if on_hand <= point * share:
            return urgency
    return 1


def priority(on_hand: Decimal, days_left: Decimal | None) -> Priority:
    """By the days that are left; `days_left` is None where the item is not used."""
    if on_hand <= ZERO:
        return Priority.URGENT
    if days_left is None:
        return Priority.LOW
    for most, found in (
        (URGENT_DAYS, Priority.URGENT),
        (HIGH_DAYS, Priority.HIGH),
        (NORMAL_DAYS, Priority.NORMAL),
    ):
        if days_left <= most:
            return found
    return Priority.LOW


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """What a supplier's orders of six months came to: `due` are those whose day has come or that came whole."""

    due: int
    on_time: int
    cancelled: int
    orders: int
    national: bool


def percentage(part: int, whole: int) -> Decimal | None:
    """Of a hundred; None of nothing."""
    return (Decimal(100) * part / whole).quantize(FIGURE_STEP, ROUND_HALF_UP) if whole else None


def supplier_score(record: SupplierRecord) -> Decimal | None:
    """On-time % - half of cancelled % + 10 for a supplier of the country; None before the first order that says anything."""
    on_time = percentage(record.on_time, record.due)
    cancelled = percentage(record.cancelled, record.orders)
    if on_time is None and not record.cancelled:
        return None
    score = (on_time or ZERO) - CANCEL_WEIGHT * (cancelled or ZERO) + (NATIONAL_BONUS if record.national else ZERO)
    return score.quantize(FIGURE_STEP, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier's pack of an item: `unit_price` in pesos a base unit, None where nobody wrote one down."""

    supplier_id: Id
    unit_price: Decimal | None
    score: Decimal | None
    preferred: bool


def cost_per_merit(unit_price: Decimal, score: Decimal | None) -> Decimal:
    """Pesos a base unit for each hundred of score: the cheaper for what it is worth. A score below 1 counts as 1."""
    merit = max(UNKNOWN_SCORE if score is None else score, Decimal(1))
    return (unit_price * 100 / merit).quantize(STEP, ROUND_HALF_UP)


def choose_offer(offers: Sequence[Offer]) -> Offer | None:
    """The preferred one; else the best by score and price; one without a price only where none has any."""
    if not offers:
        return None

    def rank(offer: Offer) -> tuple[bool, bool, Decimal, str]:
        worth = ZERO if offer.unit_price is None else cost_per_merit(offer.unit_price, offer.score)
        return not offer.preferred, offer.unit_price is None, worth, str(offer.supplier_id)

    return min(offers, key=rank)
