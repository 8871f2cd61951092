"""What to suggest of an item, by which engine, and how a suggestion may go on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desertbrew.contexts.purchasing.rules import replenishment as rules
from desertbrew.contexts.purchasing.rules.replenishment import Engine, Priority

ZERO = Decimal(0)
LIVES_DAYS = 7
"""A suggestion that nobody decided in a week was made of figures that nobody should order by."""


class SuggestionState(StrEnum):
    """Where a suggestion stands."""

    PENDING = "PENDING"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    CONVERTED = "CONVERTED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


OPEN = frozenset({SuggestionState.PENDING, SuggestionState.REVIEWED, SuggestionState.APPROVED})
"""What a person may still edit, approve, reject or turn into an order. (INV-P21)"""


@dataclass(frozen=True, slots=True)
class Situation:
    """An item as it stands, in its base unit, and the pack that it would come in."""

    usable: Decimal
    on_order: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    daily: Decimal
    mean_30: Decimal
    projected_30: Decimal
    reserved: Decimal
    days_to_short: int | None
    lead_days: int
    pack: Decimal
    min_packs: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to order and every figure that says so; `asked` is before packs, by the engine that asked for the most."""

    engine: Engine
    quantity: Decimal
    asked: Decimal
    by_min_max: Decimal
    by_sma: Decimal
    by_brews: Decimal
    reorder_point: Decimal | None
    level: Decimal | None
    planning: Decimal
    days_left: Decimal | None
    priority: Priority
    urgency: int
    urgent: bool


def propose(now: Situation) -> Proposal | None:
    """What this item needs, or None where it needs nothing."""
    point = rules.reorder_point(now.daily or None, now.lead_days, now.minimum, now.maximum)
    position = now.usable + now.on_order
    by_min_max = by_sma = ZERO
    level = None
    if now.maximum is not None:
        reached = point is not None and position <= point
        if reached or rules.is_low(position, now.minimum):
            by_min_max = rules.missing_to(now.maximum, now.usable, now.on_order)
    else:
        # A minimum alone is a level too: below it nobody wants to be, whatever was used.
        level = max(rules.moving_average_level(now.mean_30, now.lead_days), now.minimum or ZERO)
        by_sma = rules.missing_to(level, now.usable, now.on_order)
    by_brews = rules.brew_shortage(now.reserved, now.usable, now.on_order)
    asked, engine = max(
        (by_brews, Engine.BREW_PLAN), (by_min_max, Engine.MIN_MAX), (by_sma, Engine.SMA), key=lambda pair: pair[0]
    )
    if asked <= ZERO:
        return None
    days_left = _days_left(now)
    return Proposal(
        engine=engine,
        quantity=rules.round_up_to_pack(asked, now.pack, now.min_packs),
        asked=asked,
        by_min_max=by_min_max,
        by_sma=by_sma,
        by_brews=by_brews,
        reorder_point=point,
        level=level,
        planning=rules.planning_quantity(asked, now.projected_30, now.daily),
        days_left=days_left,
        priority=rules.priority(now.usable, days_left),
        urgency=rules.service_urgency(now.usable, now.minimum, point),
        urgent=rules.is_urgent(now.usable, now.minimum, days_left),
    )


def _days_left(now: Situation) -> Decimal | None:
    found = [Decimal(now.days_to_short)] if now.days_to_short is not None else []
    if now.daily > ZERO:
        found.append((now.usable / now.daily).quantize(rules.FIGURE_STEP))
    return min(found, default=None)
