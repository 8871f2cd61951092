"""What inventory tells of its cooled rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class ColdRoomOutOfLimits:
    """A room was read outside of what it must keep: temperature in °C, humidity in % RH."""

    NAME: ClassVar[str] = "inventory.cold_room_out_of_limits.v1"

    location_id: Id
    name: str
    temperature_c: Decimal
    humidity_pct: Decimal | None
    read_at: datetime

    @property
    def subject(self) -> str:
        """The room."""
        return str(self.location_id)


@dataclass(frozen=True, slots=True)
class ColdRoomBackInLimits:
    """The newest reading of a room that had been out of its limits is within them."""

    NAME: ClassVar[str] = "inventory.cold_room_back_in_limits.v1"

    location_id: Id
    name: str
    temperature_c: Decimal
    humidity_pct: Decimal | None
    read_at: datetime

    @property
    def subject(self) -> str:
        """The room."""
        return str(self.location_id)
