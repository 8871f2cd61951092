"""Events as a courier would bring them."""

from __future__ import annotations

from decimal import Decimal

from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import new_id
from desertbrew.platform.outbox import encode
from support.belfry.tower import BellRung, RopeWorn


def letter(bell: str = "Angelus", weight_kg: Decimal = Decimal("312.500000")) -> Envelope:
    """A bell was rung, once."""
    return _enclose(BellRung(new_id(), bell, weight_kg))


def unheard_letter(bell: str = "Angelus") -> Envelope:
    """Something that no context reacts to."""
    return _enclose(RopeWorn(bell))


def _enclose(happened: BellRung | RopeWorn) -> Envelope:
    return Envelope(
        id=str(new_id()),
        name=happened.NAME,
        context="tower",
        subject=happened.subject,
        occurred_at="2026-11-20T15:00:00+00:00",
        request_id="request-of-the-ringer",
        payload=encode(happened),
    )
