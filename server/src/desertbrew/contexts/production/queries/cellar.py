"""What is where in the cellar, and where a batch's litres went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from desertbrew.contexts.production.rules.cellar import MovementKind
from desertbrew.contexts.production.tables import Batch, BeerMovement, BeerMovementPart, Recipe, Vessel, VesselContent
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

NOTHING = Decimal(0)
VESSEL = Text("un tanque", "vessel")


@dataclass(frozen=True, slots=True)
class Content:
    """So much of one batch in a vessel, in litres at 20 °C."""

    row: VesselContent
    batch: Batch
    color_srm: Decimal | None
    """What the recipe says the beer looks like."""


@dataclass(frozen=True, slots=True)
class BatchVolumes:
    """Where a batch's litres came from and where they are now, at 20 °C; it always adds up. (INV-V1)"""

    knocked_out_l: Decimal = NOTHING
    diluted_l: Decimal = NOTHING
    adjusted_l: Decimal = NOTHING
    """What readings of tanks found over (plus) or under (minus) the ledger."""
    packaged_l: Decimal = NOTHING
    lost_l: dict[str, Decimal] = field(default_factory=dict)
    """By `LossReason`."""
    in_tanks_l: Decimal = NOTHING

    @property
    def into_tanks_l(self) -> Decimal:
        """All that ever came in."""
        return self.knocked_out_l + self.diluted_l + self.adjusted_l

    @property
    def adds_up(self) -> bool:
        """Whether what came in is what left and what is there."""
        return self.into_tanks_l == self.packaged_l + sum(self.lost_l.values(), NOTHING) + self.in_tanks_l


_CONTENTS = (
    select(VesselContent, Batch, Recipe.color_srm)
    .join(Batch, Batch.id == VesselContent.batch_id)
    .join(Recipe, Recipe.id == Batch.recipe_id)
    .where(VesselContent.vessel_id == bindparam("vessel"))
    .order_by(VesselContent.since, Batch.number)
)
_IN_TANKS = select(func.sum(VesselContent.volume_l)).where(VesselContent.batch_id == bindparam("batch"))
_SUMS = (
    select(
        BeerMovement.kind,
        BeerMovement.loss_reason,
        BeerMovement.to_vessel_id.is_not(None).label("comes"),
        func.sum(BeerMovementPart.volume_l),
    )
    .join(BeerMovement, BeerMovement.id == BeerMovementPart.movement_id)
    .where(BeerMovementPart.batch_id == bindparam("batch"))
    .group_by(BeerMovement.kind, BeerMovement.loss_reason, BeerMovement.to_vessel_id.is_not(None))
)


def contents(tx: ReadTx, vessel_id: Id) -> Sequence[Content]:
    """What is in a vessel now, batch by batch, the first to come first."""
    if tx.session.get(Vessel, vessel_id) is None:
        raise NotFound(what=VESSEL, id=vessel_id)
    return [Content(*row) for row in tx.session.execute(_CONTENTS, {"vessel": vessel_id})]


def volumes_of_batch(tx: ReadTx, batch_id: Id) -> BatchVolumes:
    """Where the litres of a batch went, from the ledger, and what is still in tanks. (INV-V1)"""
    sums: dict[str, Decimal] = {}
    lost: dict[str, Decimal] = {}
    adjusted = NOTHING
    for kind, reason, comes, volume in tx.session.execute(_SUMS, {"batch": batch_id}):
        if kind == MovementKind.LOSS:
            lost[str(reason)] = volume
        elif kind == MovementKind.ADJUSTMENT:
            adjusted += volume if comes else -volume
        else:
            sums[kind] = volume
    return BatchVolumes(
        sums.get(MovementKind.KNOCK_OUT, NOTHING),
        sums.get(MovementKind.DILUTION, NOTHING),
        adjusted,
        sums.get(MovementKind.PACKAGED, NOTHING),
        lost,
        tx.session.execute(_IN_TANKS, {"batch": batch_id}).scalar() or NOTHING,
    )


_PARTS_IN = (
    select(BeerMovement.to_vessel_id, BeerMovementPart.batch_id, func.sum(BeerMovementPart.volume_l))
    .join(BeerMovement, BeerMovement.id == BeerMovementPart.movement_id)
    .where(BeerMovement.to_vessel_id.is_not(None))
    .group_by(BeerMovement.to_vessel_id, BeerMovementPart.batch_id)
)
_PARTS_OUT = (
    select(BeerMovement.from_vessel_id, BeerMovementPart.batch_id, func.sum(BeerMovementPart.volume_l))
    .join(BeerMovement, BeerMovement.id == BeerMovementPart.movement_id)
    .where(BeerMovement.from_vessel_id.is_not(None))
    .group_by(BeerMovement.from_vessel_id, BeerMovementPart.batch_id)
)
_MOVED = (
    select(BeerMovement.id, BeerMovement.volume_l, func.sum(BeerMovementPart.volume_l).label("parts_l"))
    .outerjoin(BeerMovementPart, BeerMovementPart.movement_id == BeerMovement.id)
    .group_by(BeerMovement.id, BeerMovement.volume_l)
)


def beer_faults(tx: ReadTx) -> list[str]:
    """Vessels that do not hold what the ledger says, and movements that their parts do not add up to. (INV-V1, INV-V2)"""
    said: dict[tuple[Id | None, Id], Decimal] = {}
    for statement, sign in ((_PARTS_IN, 1), (_PARTS_OUT, -1)):
        for vessel_id, batch_id, volume in tx.session.execute(statement):
            said[vessel_id, batch_id] = said.get((vessel_id, batch_id), NOTHING) + sign * volume
    there: dict[tuple[Id | None, Id], Decimal] = {
        (row.vessel_id, row.batch_id): row.volume_l for row in tx.session.execute(select(VesselContent)).scalars()
    }
    faults = []
    for key in sorted(said.keys() | there.keys(), key=str):
        holds, should = there.get(key, NOTHING), said.get(key, NOTHING)
        if holds != should:
            faults.append(f"vessel {key[0]} holds {holds} L of batch {key[1]}; the ledger says {should} L")
    moved = tx.session.execute(_MOVED).all()
    wrong = [row for row in moved if row.parts_l != row.volume_l]
    return faults + [f"beer movement {row.id} of {row.volume_l} L is not the sum of its parts" for row in wrong]
