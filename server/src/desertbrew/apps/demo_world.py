"""What everybody at the demo knows: the day, who is called how in which book, and how much chance there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from desertbrew.apps.demo_stage import Stage
from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How long a past the demo gets, how busy it was, and which of the possible ones."""

    months: int = 12
    batches_per_month: int = 8
    seed: int = 7


QUICK = DemoSize(months=2)
"""What `up --demo` loads: seconds, and every screen has something to show."""


RECALLED_DAYS_AGO = 5
"""When a lot of malt was recalled."""


@dataclass
class World:
    """The brewery as its people know it by heart; everything else is in its books."""

    stage: Stage
    size: DemoSize
    zone: ZoneInfo
    opens: date
    today: date
    ids: dict[str, Id] = field(default_factory=dict)
    """Of items by SKU, and of suppliers, vessels, places, cylinders, formats by name or code."""
    recipes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By name: `id`, `og`, `fg`, and `repitched`, the version that takes no packet of yeast."""

    def at(self, day: date, hour: float) -> datetime:
        """That hour of that day at the brewery, in UTC."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (midnight + timedelta(minutes=round(hour * 60))).astimezone(UTC)

    def chance(self, what: str) -> Random:
        """A source of chance of its own: what is drawn for one thing changes nothing for another."""
        return Random(f"{self.size.seed} {what}")  # noqa: S311 - nobody's secret

    def know(self, found: dict[str, str]) -> None:
        """Remember ids."""
        self.ids |= {name: Id(found_id) for name, found_id in found.items()}
