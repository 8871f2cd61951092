"""What goes into kegs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class Content:
    """What beer it is."""

    beer_name: str
    batch_id: Id | None = None
    batch_number: str | None = None
    packaging_run_id: Id | None = None
    best_before: date | None = None
