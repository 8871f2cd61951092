"""Brews on the wire."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.production import commands
from desertbrew.contexts.production.http.batches import BatchDetailOut, after
from desertbrew.contexts.production.http.permissions import BREW, routes
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Tx

Litres = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=3)]
Gravity = Annotated[Decimal, Field(ge=Decimal("0.98"), le=Decimal("1.2"), decimal_places=4)]


class KnockOutIn(BaseModel):
    """What went into the fermenter at 20 °C, and what the brew used.

    `vessel_id` null takes the fermenter that was planned, `hours` null the time since the brew's start.
    """

    model_config = ConfigDict(extra="forbid")

    volume_l: Litres
    vessel_id: Id | None = None
    blend: bool = False
    og: Gravity | None = None
    preboil_volume_l: Litres | None = None
    preboil_sg: Gravity | None = None
    postboil_volume_l: Litres | None = None
    hours: Decimal | None = Field(default=None, ge=0, le=48, decimal_places=2)
    energy_kwh: Decimal | None = Field(default=None, ge=0, le=100_000, decimal_places=3)
    at: AwareDatetime | None = None


@routes.command("POST", "/brews/{brew_id}/knock-outs", BREW)
def knock_out_brew(tx: Tx, brew_id: Id, body: KnockOutIn) -> BatchDetailOut:
    """The wort is in the fermenter; the last brew out begins the fermentation."""
    at: datetime | None = body.at
    return after(tx, commands.knock_out_brew(tx, brew_id, commands.KnockOut(**{**body.model_dump(), "at": at})))
