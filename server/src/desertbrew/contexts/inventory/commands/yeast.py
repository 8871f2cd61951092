"""Yeast is grown, harvested, counted, pitched again and discarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory.contract import ItemKind, LotStatus, YeastHarvested, YeastPitched
from desertbrew.contexts.inventory.errors import (
    CultureHoldsLess,
    CultureNotPitchedThere,
    CultureNotStored,
    LotNotDrawable,
    NotYeast,
    RepitchRefused,
)
from desertbrew.contexts.inventory.queries import strain_limits
from desertbrew.contexts.inventory.rules import (
    UNMEASURED_PCT,
    CultureState,
    StrainLimits,
    generation_after,
    repitch_faults,
    viability_now,
)
from desertbrew.contexts.inventory.tables import Item, Lot, StorageLocation, YeastCulture, YeastPitch, YeastStrain
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx

BEHIND_MAX = timedelta(days=60)
_STATE_WORDS = {
    CultureState.USED_UP: Text(es="agotado", en="used up"),
    CultureState.DISCARDED: Text(es="desechado", en="discarded"),
}


@dataclass(frozen=True, slots=True)
class NewCulture:
    """Yeast in a vessel: out of a lot or out of another culture, through a batch or grown beside one.

    Volumes in litres, cells in 10^9 per mL, viability in percent; what was not counted is taken to be fresh.
    """

    volume_l: Decimal
    source_lot_id: Id | None = None
    parent_id: Id | None = None
    from_batch_number: str | None = None
    from_batch_id: Id | None = None
    cells_per_ml_e9: Decimal | None = None
    viability_pct: Decimal | None = None
    location_id: Id | None = None
    harvested_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewPitch:
    """So many litres of a culture into a batch; `override_reason` where the rules speak against it."""

    batch_number: str
    volume_l: Decimal
    batch_id: Id | None = None
    override_reason: str | None = None


def set_strain_limits(tx: Tx, item_id: Id, limits: StrainLimits) -> YeastStrain:
    """Say how far a yeast of the catalogue may be repitched."""
    _yeast(tx, item_id)
    strain = tx.session.get(YeastStrain, item_id)
    if strain is None:
        strain = YeastStrain(item_id=item_id)
        tx.session.add(strain)
    strain.max_generation = limits.max_generation
    strain.min_viability_pct = limits.min_viability_pct
    return strain


def keep_culture(tx: Tx, new: NewCulture) -> YeastCulture:
    """Put yeast by: a starter grown from a lot (G1), or a harvest, one generation further than what was pitched."""
    item_id, before = _origin(tx, new)
    at = new.harvested_at or tx.now
    if not tx.now - BEHIND_MAX <= at <= tx.now + timedelta(minutes=5):
        raise InvalidInput("/harvested_at", Text(es="La fecha no puede ser esa.", en="That cannot be when it was."))
    if new.location_id is not None and tx.session.get(StorageLocation, new.location_id) is None:
        raise NotFound(what=Text("un lugar", "place"), id=new.location_id)
    culture = YeastCulture(
        id=new_id(),
        code=f"LEV-{next_numbers(tx, 'yeast_culture')[0]:04d}",
        item_id=item_id,
        generation=generation_after(before, through_batch=new.from_batch_number is not None),
        source_lot_id=new.source_lot_id,
        parent_id=new.parent_id,
        from_batch_id=new.from_batch_id,
        from_batch_number=new.from_batch_number,
        location_id=new.location_id,
        volume_l=new.volume_l,
        remaining_l=new.volume_l,
        cells_per_ml_e9=new.cells_per_ml_e9,
        viability_pct=UNMEASURED_PCT if new.viability_pct is None else new.viability_pct,
        viability_measured=new.viability_pct is not None,
        viability_at=at,
        state=CultureState.STORED.value,
        discard_reason=None,
        harvested_at=at,
        made_by=tx.origin.actor,
    )
    tx.session.add(culture)
    tx.emit(
        YeastHarvested(
            culture.id,
            culture.code,
            item_id,
            culture.generation,
            new.source_lot_id,
            new.parent_id,
            new.from_batch_id,
            new.from_batch_number,
        )
    )
    return culture


def _origin(tx: Tx, new: NewCulture) -> tuple[Id, int]:
    """The strain, and the generation of what was pitched or grown."""
    if (new.source_lot_id is None) == (new.parent_id is None):
        raise InvalidInput(
            "/source_lot_id",
            Text(
                es="Di de qué lote o de qué cultivo viene, uno de los dos.",
                en="Say which lot or which culture, one of them.",
            ),
        )
    if new.parent_id is not None:
        parent = _culture(tx, new.parent_id)
        if new.from_batch_number is not None:
            pitched = select(YeastPitch.id).where(
                YeastPitch.culture_id == parent.id, YeastPitch.batch_number == new.from_batch_number
            )
            if tx.session.execute(pitched.limit(1)).first() is None:
                raise CultureNotPitchedThere(code=parent.code, batch=new.from_batch_number)
        return parent.item_id, parent.generation
    lot = tx.session.get(Lot, new.source_lot_id)
    if lot is None:
        raise NotFound(what=Text("un lote", "lot"), id=new.source_lot_id)
    if lot.status == LotStatus.RECALLED:
        raise LotNotDrawable(code=lot.code, lot_status=lot.status, state=Text(es="retirado", en="recalled"))
    return _yeast(tx, lot.item_id).id, 1


def pitch_culture(tx: Tx, culture_id: Id, new: NewPitch) -> YeastPitch:
    """Pour some of a culture into a batch; too many generations or too few alive only with a reason. (INV-Y2)"""
    culture = _stored(tx, culture_id)
    if new.volume_l > culture.remaining_l:
        raise CultureHoldsLess(code=culture.code, left=format(culture.remaining_l, "f"))
    alive = viability_now(culture.viability_pct, culture.viability_at, tx.now)
    limits = strain_limits(tx, culture.item_id)
    faults = repitch_faults(culture.generation, alive, limits)
    why = (new.override_reason or "").strip()
    if faults and len(why) < 3:  # noqa: PLR2004 - as every reason here
        raise RepitchRefused(
            code=culture.code,
            generation=culture.generation,
            max_generation=limits.max_generation,
            viability=format(alive, "f"),
            min_viability=format(limits.min_viability_pct.normalize(), "f"),
            faults=[fault.value for fault in faults],
        )
    pitch = YeastPitch(
        id=new_id(),
        culture_id=culture.id,
        batch_id=new.batch_id,
        batch_number=new.batch_number,
        volume_l=new.volume_l,
        viability_pct=alive,
        override_reason=why if faults else None,
        pitched_at=tx.now,
        pitched_by=tx.origin.actor,
    )
    tx.session.add(pitch)
    culture.remaining_l -= new.volume_l
    if culture.remaining_l == 0:
        culture.state = CultureState.USED_UP.value
    tx.emit(
        YeastPitched(
            culture.id, culture.code, culture.item_id, culture.generation, new.batch_id, new.batch_number, new.volume_l
        )
    )
    return pitch


def count_viability(tx: Tx, culture_id: Id, viability_pct: Decimal, cells_per_ml_e9: Decimal | None = None) -> YeastCulture:
    """Write down what the microscope says; it ages from here on."""
    culture = _stored(tx, culture_id)
    culture.viability_pct = viability_pct
    culture.viability_measured = True
    culture.viability_at = tx.now
    if cells_per_ml_e9 is not None:
        culture.cells_per_ml_e9 = cells_per_ml_e9
    return culture


def discard_culture(tx: Tx, culture_id: Id, reason: str) -> YeastCulture:
    """Pour what is left away."""
    culture = _stored(tx, culture_id)
    culture.state = CultureState.DISCARDED.value
    culture.discard_reason = reason
    return culture


def _culture(tx: Tx, culture_id: Id) -> YeastCulture:
    culture = tx.session.get(YeastCulture, culture_id, with_for_update=True)
    if culture is None:
        raise NotFound(what=Text("un cultivo", "culture"), id=culture_id)
    return culture


def _stored(tx: Tx, culture_id: Id) -> YeastCulture:
    culture = _culture(tx, culture_id)
    state = CultureState(culture.state)
    if state is not CultureState.STORED:
        raise CultureNotStored(code=culture.code, state=_STATE_WORDS[state])
    return culture


def _yeast(tx: Tx, item_id: Id) -> Item:
    item = tx.session.get(Item, item_id)
    if item is None:
        raise NotFound(what=Text("un artículo", "item"), id=item_id)
    if item.kind != ItemKind.YEAST:
        raise NotYeast(item=item.name)
    return item
