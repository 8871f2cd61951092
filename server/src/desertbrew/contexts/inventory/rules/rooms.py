"""What a cooled room must keep, and which readings can be meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class LocationKind(StrEnum):
    """What kind of place; readers must expect kinds that they do not know."""

    SILO = "SILO"
    SHELF = "SHELF"
    COLD_ROOM = "COLD_ROOM"
    FREEZER = "FREEZER"
    COOLER = "COOLER"
    TAPROOM = "TAPROOM"
    YARD = "YARD"


ALERT_FOR = timedelta(minutes=30)
"""An alert stands while a reading out of limits is this young."""


class HasLimits(Protocol):
    """A row that may have limits."""

    temperature_min_c: Decimal | None
    temperature_max_c: Decimal | None
    temperature_target_c: Decimal | None
    humidity_max_pct: Decimal | None


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """What a room must keep, in °C; humidity in % RH, None where nobody cares."""

    temperature_min_c: Decimal
    temperature_max_c: Decimal
    temperature_target_c: Decimal
    humidity_max_pct: Decimal | None

    @classmethod
    def of(cls, row: HasLimits) -> RoomLimits | None:
        """The row's limits; None for a place that is not cooled."""
        low, high, target = row.temperature_min_c, row.temperature_max_c, row.temperature_target_c
        if low is None or high is None or target is None:
            return None
        return cls(low, high, target, row.humidity_max_pct)

    def hold(self, temperature_c: Decimal, humidity_pct: Decimal | None) -> bool:
        """Whether a reading is within them; the limits themselves are."""
        dry = self.humidity_max_pct is None or humidity_pct is None or humidity_pct <= self.humidity_max_pct
        return dry and self.temperature_min_c <= temperature_c <= self.temperature_max_c


COLD = RoomLimits(Decimal(0), Decimal(7), Decimal(4), Decimal(80))
FROZEN = RoomLimits(Decimal(-25), Decimal(-15), Decimal(-18), None)
_USUAL = {LocationKind.COLD_ROOM: COLD, LocationKind.COOLER: COLD, LocationKind.FREEZER: FROZEN}

_COLD_READABLE = (Decimal(-10), Decimal(20))
_FROZEN_READABLE = (Decimal(-40), Decimal(20))


def default_limits(kind: LocationKind) -> RoomLimits | None:
    """What is usual for the kind: 0 to 7 °C, aiming at 4, and 80 % RH at the most; hops freeze at -18 °C."""
    return _USUAL.get(kind)


def readable_range(limits: RoomLimits) -> tuple[Decimal, Decimal]:
    """Between what a reading has to lie to be believed: beyond it is a slipped finger, not a broken compressor."""
    return _FROZEN_READABLE if limits.temperature_min_c < _COLD_READABLE[0] else _COLD_READABLE
