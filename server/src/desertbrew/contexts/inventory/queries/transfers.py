"""Transfers between places, and what stands in each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select, type_coerce

from desertbrew.contexts.inventory.rules.transfers import TransferState
from desertbrew.contexts.inventory.tables import (
    HERE,
    Item,
    Lot,
    LotPlace,
    StockTransfer,
    StockTransferEvent,
    StockTransferLine,
    StorageLocation,
)
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import ReadTx

OPEN_TRANSFERS = (TransferState.REQUESTED.value, TransferState.IN_TRANSIT.value)


def transfer(tx: ReadTx, transfer_id: Id) -> StockTransfer:
    """One transfer."""
    found = tx.session.get(StockTransfer, transfer_id)
    if found is None:
        raise NotFound(what=Text("un traspaso", "transfer"), id=transfer_id)
    return found


def transfers(tx: ReadTx, state: str | None, after: Id | None, limit: int) -> Sequence[StockTransfer]:
    """Transfers, the newest first."""
    query = select(StockTransfer).order_by(StockTransfer.id.desc()).limit(limit)
    if state:
        query = query.where(StockTransfer.state == state)
    if after:
        query = query.where(StockTransfer.id < after)
    return tx.session.execute(query).scalars().all()


def transfer_lines(tx: ReadTx, transfer_id: Id) -> Sequence[StockTransferLine]:
    """What goes, in the order in which it was written down."""
    query = select(StockTransferLine).where(StockTransferLine.transfer_id == transfer_id).order_by(StockTransferLine.id)
    return tx.session.execute(query).scalars().all()


def transferred(tx: ReadTx, transfer_ids: Sequence[Id]) -> Sequence[Any]:
    """(StockTransferLine, Lot, Item) of these transfers."""
    query = (
        select(StockTransferLine, Lot, Item)
        .join(Lot, Lot.id == StockTransferLine.lot_id)
        .join(Item, Item.id == Lot.item_id)
        .where(StockTransferLine.transfer_id.in_(transfer_ids))
        .order_by(StockTransferLine.id)
    )
    return tx.session.execute(query).all()


def transfer_events(tx: ReadTx, *transfer_ids: Id) -> Sequence[StockTransferEvent]:
    """Who did what with these transfers, the oldest first."""
    query = select(StockTransferEvent).where(StockTransferEvent.transfer_id.in_(transfer_ids))
    return tx.session.execute(query.order_by(StockTransferEvent.id)).scalars().all()


def open_transfer_of(tx: ReadTx, location_id: Id) -> str | None:
    """The number of a transfer that still comes from a place or goes there."""
    ends = or_(StockTransfer.from_location_id == location_id, StockTransfer.to_location_id == location_id)
    query = select(StockTransfer.number).where(ends, StockTransfer.state.in_(OPEN_TRANSFERS)).limit(1)
    return tx.session.execute(query).scalar_one_or_none()


def stock_in(tx: ReadTx, location_id: Id) -> Sequence[Any]:
    """(Item, how much of it, in how many lots) that stands in a place, by name."""
    if tx.session.get(StorageLocation, location_id) is None:
        raise NotFound(what=Text("un lugar", "place"), id=location_id)
    much = type_coerce(func.sum(LotPlace.quantity), LotPlace.quantity.type)
    query = (
        select(Item, much, func.count())
        .join(Lot, Lot.item_id == Item.id)
        .join(LotPlace, LotPlace.lot_id == Lot.id)
        .where(LotPlace.location_id == location_id, HERE)
        .group_by(Item.id)
        .order_by(Item.name, Item.id)
    )
    return tx.session.execute(query).all()
