"""How cold goods have to arrive, on the wire."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.purchasing.commands import counting as commands
from desertbrew.contexts.purchasing.http.permissions import EDIT_RECEIVING_LIMITS, RECEIVE_GOODS, routes
from desertbrew.contexts.purchasing.queries import receipts as queries
from desertbrew.platform.db import ReadTx, Tx

Celsius = Annotated[Decimal, Field(ge=-90, le=150, decimal_places=2)]


class ReceivingLimitsIn(BaseModel):
    """Between what goods must arrive, in °C; either end may be open, and both open forgets them."""

    model_config = ConfigDict(extra="forbid")

    low_c: Celsius | None = None
    high_c: Celsius | None = None


class ReceivingLimitsOut(ReceivingLimitsIn):
    """The limits of an item's kind, or of an item."""

    subject: str


class ReceivingLimitListOut(BaseModel):
    """All limits."""

    items: list[ReceivingLimitsOut]


@routes.query("/receiving-limits", RECEIVE_GOODS, refusals=())
def list_receiving_limits(tx: ReadTx) -> ReceivingLimitListOut:
    """How cold what has to arrive."""
    rows = queries.receiving_limits(tx).values()
    return ReceivingLimitListOut(
        items=[ReceivingLimitsOut(subject=row.subject, low_c=row.low_c, high_c=row.high_c) for row in rows]
    )


@routes.command("PUT", "/receiving-limits/{subject}", EDIT_RECEIVING_LIMITS, status=200, refusals=())
def set_receiving_limits(tx: Tx, subject: str, body: ReceivingLimitsIn) -> ReceivingLimitsOut:
    """Say how cold a kind of item, or one item, has to arrive from now on."""
    commands.set_receiving_limits(tx, commands.NewLimits(subject[:40], body.low_c, body.high_c))
    return ReceivingLimitsOut(subject=subject, low_c=body.low_c, high_c=body.high_c)
