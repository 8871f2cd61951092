"""What goes out of date, on the wire."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ExpirySeverity
from desertbrew.contexts.inventory.http.holds import Reason
from desertbrew.contexts.inventory.http.permissions import CORRECT_EXPIRY, READ_STOCK, routes
from desertbrew.contexts.inventory.http.stock import LotOut, lot_out
from desertbrew.contexts.inventory.rules import WARNING_DAYS, expiry_priority, severity_of
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx

MOST_LOTS = 1000


class DatedLotOut(BaseModel):
    """A lot with its days left, below zero once it is out of date; priority from 5, first, to 1."""

    lot: LotOut
    days_left: int
    severity: ExpirySeverity | None
    priority: int


class DatedLotsOut(BaseModel):
    """What is out of date, and apart what soon will be; each the oldest date first, with its value in pesos."""

    expired: list[DatedLotOut]
    expiring: list[DatedLotOut]
    expired_value: Decimal
    expiring_value: Decimal
    more: bool
    """There are more than the first thousand."""


class ExpiryCorrectionIn(BaseModel):
    """What the last day of a lot is, null where it has none, and why it was written otherwise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    expires_on: date | None
    reason: Reason


class ExpiryChangeOut(BaseModel):
    """One correction of a last day."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    before: date | None
    after: date | None
    reason: str
    changed_at: datetime
    changed_by: str


class ExpiryChangesOut(BaseModel):
    """How the last day of a lot was corrected, the newest first."""

    items: list[ExpiryChangeOut]


Days = Annotated[int, Field(ge=0, le=3650), Query(description="How far ahead to look")]


@routes.query("/expiring-lots", READ_STOCK, refusals=())
def list_expiring_lots(tx: ReadTx, days: Days = WARNING_DAYS) -> DatedLotsOut:
    """Lots that hold something and are out of date, or will be within `days` days."""
    found = queries.expiring_lots(tx, days, MOST_LOTS + 1)
    rows = []
    for row in found[:MOST_LOTS]:
        days_left = (row[0].expires_on - tx.today).days
        lot, priority = lot_out(tx, row), expiry_priority(days_left)
        rows.append(DatedLotOut(lot=lot, days_left=days_left, severity=severity_of(days_left), priority=priority))
    expired = [row for row in rows if row.days_left < 0]
    expiring = [row for row in rows if row.days_left >= 0]
    return DatedLotsOut(
        expired=expired,
        expiring=expiring,
        expired_value=sum((row.lot.remaining_cost for row in expired), Decimal("0.00")),
        expiring_value=sum((row.lot.remaining_cost for row in expiring), Decimal("0.00")),
        more=len(found) > MOST_LOTS,
    )


@routes.command("POST", "/lots/{lot_id}/expiry-corrections", CORRECT_EXPIRY)
def correct_expiry(tx: Tx, lot_id: Id, body: ExpiryCorrectionIn) -> LotOut:
    """Write another last day over a wrong one; an expired lot may be used again, where its new day has not passed."""
    commands.correct_expiry(tx, lot_id, body.expires_on, body.reason)
    tx.session.flush()
    return lot_out(tx, queries.lot(tx, lot_id))


@routes.query("/lots/{lot_id}/expiry-corrections", READ_STOCK)
def list_expiry_corrections(tx: ReadTx, lot_id: Id) -> ExpiryChangesOut:
    """How the last day of a lot was corrected."""
    queries.lot(tx, lot_id)
    return ExpiryChangesOut(items=[ExpiryChangeOut.model_validate(row) for row in queries.expiry_changes(tx, lot_id)])
