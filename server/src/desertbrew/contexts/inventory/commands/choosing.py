"""Lots chosen by hand: what the policy would not have taken first, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, select

from desertbrew.contexts.inventory.commands.placing import holds_less
from desertbrew.contexts.inventory.contract import LotStatus
from desertbrew.contexts.inventory.errors import ItemInactive, LotNotDrawable, UnitDoesNotConvert
from desertbrew.contexts.inventory.queries import items_with_conversions
from desertbrew.contexts.inventory.queries.drawing import Assessed
from desertbrew.contexts.inventory.queries.places import standing
from desertbrew.contexts.inventory.rules import LotOnHand, Standing, draw_fifo, is_expired
from desertbrew.contexts.inventory.tables import Lot
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import UnitMismatch, to_base
from desertbrew.platform.db import Tx

_STATUS_WORDS = {
    "AVAILABLE": Text(es="disponible", en="available"),
    "QUARANTINE": Text(es="en cuarentena", en="in quarantine"),
    "BLOCKED": Text(es="bloqueado", en="blocked"),
    "RECALLED": Text(es="retirado", en="recalled"),
    "EXPIRED": Text(es="caducado", en="expired"),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """So much out of this very lot, in whatever unit its item can be counted in."""

    lot_id: Id
    amount: Decimal
    unit: str


def status_word(status: str) -> Text:
    """How a refusal names a lot's status."""
    return _STATUS_WORDS[status]


_ITEMS_OF_LOTS = select(Lot.item_id).where(Lot.id.in_(bindparam("sought", expanding=True)))
_CHOSEN = select(
    Lot.id, Lot.code, Lot.item_id, Lot.remaining_quantity, Lot.remaining_cost, Lot.status, Lot.expires_on
).where(Lot.id.in_(bindparam("sought", expanding=True)))


def items_of_picks(tx: Tx, picks: Sequence[Pick], override_reason: str | None) -> set[Id]:
    """Whose lots were picked, for their locks; refuses picks that nobody gave a reason for. (INV-L9)"""
    if not picks:
        return set()
    if override_reason is None or len(override_reason.strip()) < 3:  # noqa: PLR2004 - as every reason here
        raise InvalidInput(
            "/override_reason",
            Text(es="Di por qué eliges el lote a mano.", en="Say why the lot is chosen by hand."),
        )
    sought = {"sought": list({pick.lot_id for pick in picks})}
    return set(tx.connection.execute(_ITEMS_OF_LOTS, sought).scalars())


def choose(tx: Tx, picks: Sequence[Pick], location_id: Id | None = None) -> tuple[list[Assessed], dict[Id, LotOnHand]]:
    """The draws of `picks`, and what they leave in their lots; the lots' items are locked already.

    With a `location_id` only what stands there is taken. Raises `LotNotDrawable`, `LotHoldsLess`, `PlaceHoldsLess`,
    `UnitDoesNotConvert`.
    """
    if not picks:
        return [], {}
    sought = {"sought": list({pick.lot_id for pick in picks})}
    rows = {row.id: row for row in tx.connection.execute(_CHOSEN, sought)}
    known = items_with_conversions(tx, (row.item_id for row in rows.values()))
    stands = standing(tx, list(rows))
    left = {
        row.id: LotOnHand(row.id, row.code, row.remaining_quantity, row.remaining_cost, _asked(stands[row.id], location_id))
        for row in rows.values()
    }
    chosen = []
    for pick in picks:
        row = rows.get(pick.lot_id)
        if row is None:
            raise NotFound(what=Text("un lote", "lot"), id=pick.lot_id)
        item = known[row.item_id]
        if not item.active:
            raise ItemInactive(name=item.name)
        status = "EXPIRED" if is_expired(row.expires_on, tx.today) else row.status
        if status != LotStatus.AVAILABLE:
            raise LotNotDrawable(code=row.code, lot_status=status, state=status_word(status))
        try:
            amount = to_base(pick.amount, pick.unit, item.base_unit, item.own).amount
        except UnitMismatch as mismatch:
            raise UnitDoesNotConvert(item=item.name, base=item.base_unit, unit=mismatch.unit) from mismatch
        lot = left[pick.lot_id]
        if amount <= 0:
            raise InvalidInput("/lines", Text(es="Una cantidad es demasiado pequeña.", en="A quantity is too small."))
        if lot.drawable < amount:
            elsewhere = [place for place in stands[row.id] if location_id not in {None, place.location_id}]
            raise holds_less(tx, row.code, item.base_unit, lot.drawable, elsewhere)
        (draw,) = draw_fifo([lot], amount)
        left[pick.lot_id] = draw.rest
        chosen.append(Assessed(item.id, item, amount, item.base_unit, [draw], None, by_hand=True))
    return chosen, left


def _asked(places: Sequence[Standing], location_id: Id | None) -> tuple[Standing, ...]:
    return tuple(place for place in places if location_id in {None, place.location_id})
