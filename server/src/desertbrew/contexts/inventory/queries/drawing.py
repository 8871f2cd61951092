"""What could be drawn, and at what cost, without drawing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlalchemy import Date, bindparam, or_, select, tuple_

from desertbrew.contexts.inventory.contract import Available, Need, Shortage, ShortageReason
from desertbrew.contexts.inventory.queries.places import standing
from desertbrew.contexts.inventory.rules import (
    TRANSIT,
    Draw,
    DrawPolicy,
    LotOnHand,
    Standing,
    cost_of,
    draw_fifo,
    quantity_of,
)
from desertbrew.contexts.inventory.tables import DRAWABLE, HERE, Item, ItemConversion, Lot, LotPlace
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import BaseUnit, UnitMismatch, to_base
from desertbrew.platform.columns import ID, MOMENT
from desertbrew.platform.db import ReadTx

LOTS_AT_ONCE = 64
"""Most issues need one or two lots; an item with thousands must not be read whole."""

UNKNOWN_ITEM_NAME = "?"


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item as receiving and issuing need it; `own` holds its own units' factors to the base unit."""

    id: Id
    sku: str
    name: str
    kind: str
    base_unit: BaseUnit
    draw_policy: DrawPolicy
    own: dict[str, Decimal]
    active: bool = True
    """Else it is neither received nor consumed."""
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """What FIFO would take for one item, and why it would not be enough where it would not."""

    item_id: Id
    item: KnownItem | None
    needed: Decimal
    unit: str
    draws: list[Draw]
    reason: ShortageReason | None
    by_hand: bool = False
    """A person chose the lot, against or beside the policy."""

    @property
    def available(self) -> Decimal:
        """How much of what is needed there is."""
        return quantity_of(self.draws)

    def as_shortage(self) -> Shortage:
        """The same, as a refusal lists it."""
        assert self.reason is not None, "only what is missing is a shortage"
        name = self.item.name if self.item else UNKNOWN_ITEM_NAME
        return Shortage(self.item_id, name, self.needed, self.available, self.unit, self.reason)


# Asked at every receipt and every issue, so they are written once: building one again costs more than running it.
_ITEMS = select(
    Item.id, Item.sku, Item.name, Item.kind, Item.base_unit, Item.draw_policy, Item.active, Item.min_quantity
).where(Item.id.in_(bindparam("sought", expanding=True)))
_UNITS_OF_ITEMS = select(ItemConversion.__table__).where(ItemConversion.item_id.in_(bindparam("sought", expanding=True)))


def items_with_conversions(tx: ReadTx, item_ids: Iterable[Id]) -> Mapping[Id, KnownItem]:
    """The items among `item_ids` that exist, each with its own unit factors."""
    sought = {"sought": list(set(item_ids))}
    found = {
        row.id: KnownItem(
            row.id,
            row.sku,
            row.name,
            row.kind,
            BaseUnit(row.base_unit),
            DrawPolicy(row.draw_policy),
            {},
            row.active,
            row.min_quantity,
        )
        for row in tx.connection.execute(_ITEMS, sought)
    }
    for row in tx.connection.execute(_UNITS_OF_ITEMS, sought):
        found[row.item_id].own[row.unit] = row.factor_to_base
    return found


def assess(
    tx: ReadTx,
    needs: Sequence[Need],
    chosen: Mapping[Id, LotOnHand] | None = None,
    location_id: Id | None = None,
) -> list[Assessed]:
    """What issuing `needs` would take, without taking it; an item asked for twice is added up first.

    `chosen` says what is left of lots from which a person has already picked some in this same issue; with a `location_id`
    only what stands there is taken.
    """
    known = items_with_conversions(tx, (need.item_id for need in needs))
    totals: dict[Id, Decimal] = {}
    faults: list[Assessed] = []
    for need in needs:
        item = known.get(need.item_id)
        if item is None:
            faults.append(Assessed(need.item_id, None, need.amount, need.unit, [], ShortageReason.UNKNOWN_ITEM))
            continue
        if not item.active:
            faults.append(Assessed(item.id, item, need.amount, need.unit, [], ShortageReason.INACTIVE_ITEM))
            continue
        try:
            amount = to_base(need.amount, need.unit, item.base_unit, item.own).amount
        except UnitMismatch:
            reason = ShortageReason.UNIT_DOES_NOT_CONVERT
            faults.append(Assessed(item.id, item, need.amount, need.unit, [], reason))
            continue
        totals[item.id] = totals.get(item.id, Decimal(0)) + amount
    found = []
    for item_id, needed in sorted(totals.items()):
        if needed <= 0:
            continue
        item = known[item_id]
        lots = _lots_on_hand(tx, item_id, item.draw_policy, location_id)
        draws = draw_fifo(_without(lots, chosen) if chosen else lots, needed)
        reason_short = None if quantity_of(draws) == needed else ShortageReason.NOT_ENOUGH
        found.append(Assessed(item_id, item, needed, item.base_unit, draws, reason_short))
    return [*faults, *found]


def _without(lots: Iterable[LotOnHand], chosen: Mapping[Id, LotOnHand]) -> Iterator[LotOnHand]:
    return (left for lot in lots if (left := chosen.get(lot.lot_id, lot)).drawable)


_ITS_LOTS = select(
    Lot.id, Lot.code, Lot.received_at, Lot.expires_on, Lot.remaining_quantity, Lot.remaining_cost, Lot.location_id
).where(Lot.item_id == bindparam("item"), DRAWABLE)
# The same where somebody asked for what stands in one place.
_ITS_LOTS_THERE = _ITS_LOTS.add_columns(LotPlace.quantity.label("there")).where(
    LotPlace.lot_id == Lot.id, LotPlace.location_id == bindparam("place"), HERE
)
_LAST_RECEIVED, _LAST_LOT = bindparam("received_at", type_=MOMENT), bindparam("lot", type_=ID)
_LAST_EXPIRY, _TODAY = bindparam("expires_on", type_=Date), bindparam("today", type_=Date)


def _by_age(lots: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a select of lots
    """The first page, oldest first, and each that follows it."""
    first = lots.order_by(Lot.received_at, Lot.id).limit(LOTS_AT_ONCE)
    return first, first.where(tuple_(Lot.received_at, Lot.id) > tuple_(_LAST_RECEIVED, _LAST_LOT))


def _by_expiry(lots: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a select of lots
    """The first page, soonest to expire first, and each that follows it."""
    dated = lots.where(Lot.expires_on >= _TODAY)
    first = dated.order_by(Lot.expires_on, Lot.received_at, Lot.id).limit(LOTS_AT_ONCE)
    last = tuple_(_LAST_EXPIRY, _LAST_RECEIVED, _LAST_LOT)
    return first, first.where(tuple_(Lot.expires_on, Lot.received_at, Lot.id) > last)


def _in_order(lots: Any) -> dict[DrawPolicy, tuple[tuple[Any, Any], ...]]:  # noqa: ANN401 - a select of lots
    """FIFO is by receipt, then id. FEFO is by expiry, then as FIFO; what never expires goes last. (INV-L7)"""
    fresh = lots.where(or_(Lot.expires_on.is_(None), Lot.expires_on >= _TODAY))
    return {
        DrawPolicy.FIFO: (_by_age(fresh),),
        DrawPolicy.FEFO: (_by_expiry(lots), _by_age(lots.where(Lot.expires_on.is_(None)))),
    }


_ANYWHERE, _THERE = _in_order(_ITS_LOTS), _in_order(_ITS_LOTS_THERE)


def _lots_on_hand(tx: ReadTx, item_id: Id, policy: DrawPolicy, location_id: Id | None) -> Iterator[LotOnHand]:
    """What can be drawn of the item in the order of its policy, read a few lots at a time; nothing held or expired.

    Nothing that is on its way either, nor what stands elsewhere than in `location_id`, where that is asked for.
    """
    orders = (_ANYWHERE if location_id is None else _THERE)[policy]
    return chain.from_iterable(_paged(tx, item_id, pages, location_id) for pages in orders)


def _on_hand(row: Any, places: tuple[Standing, ...]) -> LotOnHand:  # noqa: ANN401 - a row of `_ITS_LOTS`
    return LotOnHand(row.id, row.code, row.remaining_quantity, row.remaining_cost, places)


def _whole(tx: ReadTx, page: Sequence[Any]) -> Iterator[LotOnHand]:
    """Each lot of a page with its places; only for lots that stand in several are those asked for."""
    spread_out: dict[Id, list[Standing]] | None = None
    for row in page:
        if row.location_id is not None:
            places: Sequence[Standing] = [Standing(row.location_id, row.remaining_quantity)]
        else:
            if spread_out is None:
                spread_out = standing(tx, [each.id for each in page if each.location_id is None])
            places = spread_out[row.id]
        if row.location_id != TRANSIT and places:
            yield _on_hand(row, tuple(places))


def _paged(tx: ReadTx, item_id: Id, pages: tuple[Any, Any], location_id: Id | None) -> Iterator[LotOnHand]:
    first, following = pages
    sought: dict[str, Any] = {"item": item_id, "today": tx.today, "place": location_id}
    page = tx.connection.execute(first, sought).all()
    while page:
        if location_id is None:
            yield from _whole(tx, page)
        else:
            yield from (_on_hand(row, (Standing(location_id, row.there),)) for row in page)
        if len(page) < LOTS_AT_ONCE:
            return
        last = {"expires_on": page[-1].expires_on, "received_at": page[-1].received_at, "lot": page[-1].id}
        page = tx.connection.execute(following, sought | last).all()


def availability(tx: ReadTx, needs: Sequence[Need]) -> list[Available]:
    """The same as a neighbour reads it: amounts, and what FIFO would charge."""
    return [
        Available(
            entry.item_id,
            entry.item.name if entry.item else UNKNOWN_ITEM_NAME,
            entry.needed,
            entry.available,
            entry.unit,
            cost_of(entry.draws),
            entry.reason,
        )
        for entry in assess(tx, needs)
    ]
