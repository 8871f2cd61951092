"""The beer in the vessels on the wire: it comes, goes on, and is lost with a reason. Litres at 20 °C throughout."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands import cellar
from desertbrew.contexts.production.http.permissions import READ_BATCHES, READ_CELLAR, WORK_CELLAR, routes
from desertbrew.contexts.production.http.vessels import Litres, VesselOut, vessel_after
from desertbrew.contexts.production.queries.vessels import MovementView
from desertbrew.contexts.production.rules.cellar import LossReason, MovementKind
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.http.pages import Cursor, Limit, Page, decode_cursor, page_of

Note = Annotated[str, Field(max_length=200)]


class Happening(BaseModel):
    """`happened_at` is now unless it says otherwise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    happened_at: AwareDatetime | None = None


class BeerTransferIn(Happening):
    """`volume_l` arrive in the other tank, `loss_l` leave this one besides; `blend` means that batches may be mixed."""

    to_vessel_id: Id
    volume_l: Litres
    loss_l: Decimal = Field(default=Decimal(0), ge=0, le=1_000_000, decimal_places=3)
    loss_reason: LossReason | None = None
    blend: bool = False


class BeerLossIn(Happening):
    """So much is gone, and why."""

    volume_l: Litres
    reason: LossReason
    note: Note = ""


class BeerDilutionIn(Happening):
    """So much water into the tank."""

    volume_l: Litres
    note: Note = ""


class VesselEmptyingIn(Happening):
    """Why what is left goes down the drain."""

    reason: LossReason
    note: Note = ""


class BeerPartOut(BaseModel):
    """How much of a movement was of which batch."""

    batch_id: Id
    batch_number: str
    volume_l: Decimal


class BeerMovementOut(BaseModel):
    """A line of the beer ledger."""

    id: Id
    kind: MovementKind
    from_vessel_id: Id | None
    from_code: str | None
    to_vessel_id: Id | None
    to_code: str | None
    volume_l: Decimal
    loss_reason: LossReason | None
    document_id: Id | None
    note: str
    happened_at: datetime
    posted_at: datetime
    by: str
    parts: list[BeerPartOut]


class BatchLossOut(BaseModel):
    """So much was lost for one reason."""

    reason: LossReason
    volume_l: Decimal


class BatchVolumesOut(BaseModel):
    """Where a batch's litres came from and where they are now; what came in is what left and what is there."""

    knocked_out_l: Decimal
    diluted_l: Decimal
    adjusted_l: Decimal = Field(description="What readings of tanks found over (plus) or under (minus) the ledger")
    packaged_l: Decimal
    lost: list[BatchLossOut]
    in_tanks_l: Decimal
    adds_up: bool


def _movement_out(view: MovementView) -> BeerMovementOut:
    row = view.row
    columns = {name: getattr(row, name) for name in BeerMovementOut.model_fields if hasattr(row, name)}
    parts = [BeerPartOut(batch_id=batch.id, batch_number=batch.number, volume_l=part.volume_l) for part, batch in view.parts]
    return BeerMovementOut(**columns, from_code=view.from_code, to_code=view.to_code, parts=parts)


@routes.command("POST", "/vessels/{vessel_id}/transfers", WORK_CELLAR)
def transfer(tx: Tx, vessel_id: Id, body: BeerTransferIn) -> VesselOut:
    """Beer goes from this tank to another one."""
    cellar.transfer(
        tx,
        vessel_id,
        body.to_vessel_id,
        body.volume_l,
        loss_l=body.loss_l,
        loss_reason=body.loss_reason,
        blend=body.blend,
        happened_at=body.happened_at,
    )
    return vessel_after(tx, vessel_id)


@routes.command("POST", "/vessels/{vessel_id}/losses", WORK_CELLAR)
def record_loss(tx: Tx, vessel_id: Id, body: BeerLossIn) -> VesselOut:
    """So much of the tank is gone, and why."""
    cellar.record_loss(tx, vessel_id, body.volume_l, body.reason, body.note, body.happened_at)
    return vessel_after(tx, vessel_id)


@routes.command("POST", "/vessels/{vessel_id}/dilutions", WORK_CELLAR)
def dilute(tx: Tx, vessel_id: Id, body: BeerDilutionIn) -> VesselOut:
    """Water comes to the beer."""
    cellar.dilute(tx, vessel_id, body.volume_l, body.note, body.happened_at)
    return vessel_after(tx, vessel_id)


@routes.command("POST", "/vessels/{vessel_id}/emptyings", WORK_CELLAR)
def empty_vessel(tx: Tx, vessel_id: Id, body: VesselEmptyingIn) -> VesselOut:
    """What is left goes down the drain; the tank is dirty."""
    cellar.empty_vessel(tx, vessel_id, body.reason, body.note, body.happened_at)
    return vessel_after(tx, vessel_id)


@routes.query("/beer-movements", READ_CELLAR, refusals=())
def list_beer_movements(
    tx: ReadTx, vessel_id: Id | None = None, batch_id: Id | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[BeerMovementOut]:
    """The beer ledger, the newest line first."""
    after = decode_cursor(cursor, [Id])
    found = queries.movements(tx, vessel_id, batch_id, after[0] if after else None, limit + 1)
    rows, following = page_of(found, limit, lambda view: (str(view.row.id),))
    return Page(items=[_movement_out(view) for view in rows], next_cursor=following)


@routes.query("/batches/{batch_id}/volumes", READ_BATCHES)
def read_batch_volumes(tx: ReadTx, batch_id: Id) -> BatchVolumesOut:
    """Where the litres of a batch went."""
    queries.batch(tx, batch_id)
    found = queries.volumes_of_batch(tx, batch_id)
    return BatchVolumesOut(
        knocked_out_l=found.knocked_out_l,
        diluted_l=found.diluted_l,
        adjusted_l=found.adjusted_l,
        packaged_l=found.packaged_l,
        lost=[BatchLossOut(reason=LossReason(reason), volume_l=volume) for reason, volume in sorted(found.lost_l.items())],
        in_tanks_l=found.in_tanks_l,
        adds_up=found.adds_up,
    )
