"""Transfers between places: asked for, sent off, received or called off; the ledger says it all. (INV-L16)

Locks in this order: the transfer, the balances of its items, its places shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from desertbrew.contexts.inventory import queries
from desertbrew.contexts.inventory.commands.carrying import Carried, carry
from desertbrew.contexts.inventory.commands.correcting import lose_on_the_way
from desertbrew.contexts.inventory.commands.holds import lock_items
from desertbrew.contexts.inventory.commands.placing import holds_less, require_locations
from desertbrew.contexts.inventory.errors import LossNeedsManager, TransferMoveRefused
from desertbrew.contexts.inventory.rules import TRANSIT
from desertbrew.contexts.inventory.rules.transfers import (
    TRANSFER_MOVES,
    Remainder,
    TransferMove,
    TransferState,
    is_grave,
    settle,
)
from desertbrew.contexts.inventory.tables import Item, Lot, StockTransfer, StockTransferEvent, StockTransferLine
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.counters import next_numbers
from desertbrew.platform.db import Tx


@dataclass(frozen=True, slots=True)
class TransferredPart:
    """So much of a lot, in its item's base unit."""

    lot_id: Id
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class NewStockTransfer:
    """What shall go from where to where."""

    from_id: Id
    to_id: Id
    parts: Sequence[TransferredPart]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How much of a lot arrived, and what became of the rest."""

    lot_id: Id
    received: Decimal
    remainder: Remainder = Remainder.LOST


def request_transfer(tx: Tx, new: NewStockTransfer) -> StockTransfer:
    """Write down what shall be carried; nothing leaves its place before it is dispatched."""
    _known_lots(tx, new)
    require_locations(tx, {new.from_id, new.to_id})
    return _created(tx, new, TransferState.REQUESTED)


def transfer_at_once(tx: Tx, new: NewStockTransfer) -> StockTransfer:
    """Carry parts of lots from one place to another in one step, for whoever carries them in their own hands."""
    lots = _locked_lots(tx, _known_lots(tx, new))
    require_locations(tx, {new.from_id, new.to_id})
    _require_there(tx, lots, new.from_id, new.parts)
    row = _created(tx, new, TransferState.RECEIVED)
    for line in queries.transfer_lines(tx, row.id):
        line.received_quantity, line.lost_quantity, line.returned_quantity = line.quantity, Decimal(0), Decimal(0)
    for move in (TransferMove.DISPATCH, TransferMove.RECEIVE):
        _note(tx, row, move, "")
    tx.session.flush()
    carry(tx, row.id, row.number, [Carried(lots[p.lot_id], new.from_id, new.to_id, p.quantity) for p in new.parts])
    return row


def dispatch_transfer(tx: Tx, transfer_id: Id) -> StockTransfer:
    """Send it off: it leaves its place and is on its way, where nobody draws from it."""
    row = _moved(tx, transfer_id, TransferMove.DISPATCH)
    lines = queries.transfer_lines(tx, row.id)
    lots = _locked_lots(tx, {line.lot_id for line in lines})
    require_locations(tx, {row.from_location_id, row.to_location_id})
    _require_there(tx, lots, row.from_location_id, [TransferredPart(line.lot_id, line.quantity) for line in lines])
    carried = [Carried(lots[line.lot_id], row.from_location_id, TRANSIT, line.quantity) for line in lines]
    carry(tx, row.id, row.number, carried)
    return row


def receive_transfer(tx: Tx, transfer_id: Id, arrivals: Sequence[Arrival], reason: str, *, may_lose: bool) -> StockTransfer:
    """Take in what arrived; the rest of each line is lost, as waste with a reason, or goes back where it came from.

    Lots that are not among `arrivals` arrived whole. Raises `LossNeedsManager` where more than 3 % of a line was lost and
    the caller may not say so. (INV-L17, INV-L18)
    """
    row = _moved(tx, transfer_id, TransferMove.RECEIVE, reason)
    lines = queries.transfer_lines(tx, row.id)
    told = _told(lines, arrivals)
    lots = _locked_lots(tx, {line.lot_id for line in lines})
    require_locations(tx, {row.from_location_id, row.to_location_id})
    carried: list[Carried] = []
    for line in lines:
        arrival = told.get(line.lot_id, Arrival(line.lot_id, line.quantity))
        end = settle(line.quantity, arrival.received, arrival.remainder)
        if end.lost and not reason:
            raise InvalidInput("/reason", Text(es="Di qué pasó con lo que falta.", en="Say what became of what is missing."))
        if is_grave(line.quantity, end.lost) and not may_lose:
            raise LossNeedsManager(number=row.number, code=lots[line.lot_id].code)
        line.received_quantity, line.lost_quantity, line.returned_quantity = end.received, end.lost, end.returned
        ends = ((row.to_location_id, end.received), (row.from_location_id, end.returned))
        carried += [Carried(lots[line.lot_id], TRANSIT, place, much) for place, much in ends if much]
    tx.session.flush()
    carry(tx, row.id, row.number, carried)
    for line in lines:
        if line.lost_quantity:
            lose_on_the_way(tx, lots[line.lot_id], line.lost_quantity, f"{row.number} {reason}"[:200], row.id)
    return row


def cancel_transfer(tx: Tx, transfer_id: Id, reason: str) -> StockTransfer:
    """Call it off; what is on its way already goes back where it came from."""
    row = _moved(tx, transfer_id, TransferMove.CANCEL, reason)
    last = queries.transfer_events(tx, row.id)
    if not any(event.move == TransferMove.DISPATCH for event in last):
        return row
    lines = queries.transfer_lines(tx, row.id)
    lots = _locked_lots(tx, {line.lot_id for line in lines})
    require_locations(tx, {row.from_location_id})
    for line in lines:
        line.received_quantity, line.lost_quantity, line.returned_quantity = Decimal(0), Decimal(0), line.quantity
    tx.session.flush()
    carried = [Carried(lots[line.lot_id], TRANSIT, row.from_location_id, line.quantity) for line in lines]
    carry(tx, row.id, row.number, carried)
    return row


STATE_WORDS = {
    TransferState.REQUESTED: Text("solicitado", "requested"),
    TransferState.IN_TRANSIT: Text("en camino", "on its way"),
    TransferState.RECEIVED: Text("recibido", "received"),
    TransferState.CANCELLED: Text("cancelado", "cancelled"),
}


def _moved(tx: Tx, transfer_id: Id, move: TransferMove, reason: str = "") -> StockTransfer:
    row = tx.session.get(StockTransfer, transfer_id, with_for_update=True)
    if row is None:
        raise NotFound(what=Text("un traspaso", "transfer"), id=transfer_id)
    origins, target = TRANSFER_MOVES[move]
    state = TransferState(row.state)
    if state not in origins:
        raise TransferMoveRefused(number=row.number, transfer_state=state.value, state=STATE_WORDS[state])
    row.state = target.value
    _note(tx, row, move, reason)
    return row


def _note(tx: Tx, row: StockTransfer, move: TransferMove, reason: str) -> None:
    event = StockTransferEvent(
        id=new_id(), transfer_id=row.id, move=move.value, reason=reason, happened_at=tx.now, done_by=tx.origin.actor
    )
    tx.session.add(event)
    tx.session.flush()


def _created(tx: Tx, new: NewStockTransfer, state: TransferState) -> StockTransfer:
    row = StockTransfer(
        id=new_id(),
        number=f"TRA-{next_numbers(tx, 'stock_transfer')[0]:05d}",
        from_location_id=new.from_id,
        to_location_id=new.to_id,
        note=new.note,
        state=state.value,
    )
    tx.session.add(row)
    tx.session.flush()
    for part in new.parts:
        line = StockTransferLine(id=new_id(), transfer_id=row.id, lot_id=part.lot_id, quantity=part.quantity)
        tx.session.add(line)
    _note(tx, row, TransferMove.REQUEST, new.note)
    return row


def _known_lots(tx: Tx, new: NewStockTransfer) -> set[Id]:
    """The lots of a transfer that can be: between two places, each lot once, and something of each."""
    if new.from_id == new.to_id:
        raise InvalidInput("/to_id", Text(es="Elige otro lugar de destino.", en="Choose another place to go to."))
    wanted = {part.lot_id for part in new.parts}
    if not wanted or len(wanted) != len(new.parts) or any(part.quantity <= 0 for part in new.parts):
        raise InvalidInput("/lines", Text(es="Cada lote va una vez, con su cantidad.", en="Each lot once, with a quantity."))
    missing = wanted - set(tx.session.execute(select(Lot.id).where(Lot.id.in_(wanted))).scalars())
    if missing:
        raise NotFound(what=Text("un lote", "lot"), id=min(missing))
    return wanted


def _locked_lots(tx: Tx, lot_ids: set[Id]) -> Mapping[Id, Lot]:
    """The lots as they are once nobody else can draw from them."""
    lock_items(tx, set(tx.session.execute(select(Lot.item_id).where(Lot.id.in_(lot_ids))).scalars()))
    return {lot.id: lot for lot in tx.session.execute(select(Lot).where(Lot.id.in_(lot_ids))).scalars()}


def _require_there(tx: Tx, lots: Mapping[Id, Lot], from_id: Id, parts: Sequence[TransferredPart]) -> None:
    stands = queries.standing(tx, list(lots))
    for part in parts:
        found = stands[part.lot_id]
        there = sum((place.quantity for place in found if place.location_id == from_id), Decimal(0))
        if there < part.quantity:
            lot = lots[part.lot_id]
            unit = tx.session.get_one(Item, lot.item_id).base_unit
            raise holds_less(tx, lot.code, unit, there, [place for place in found if place.location_id != from_id])


def _told(lines: Sequence[StockTransferLine], arrivals: Sequence[Arrival]) -> Mapping[Id, Arrival]:
    sent = {line.lot_id: line.quantity for line in lines}
    told = {arrival.lot_id: arrival for arrival in arrivals}
    if len(told) != len(arrivals) or any(not 0 <= each.received <= sent.get(each.lot_id, -1) for each in arrivals):
        raise InvalidInput(
            "/lines", Text(es="No puede llegar más de lo que se envió.", en="No more can arrive than was sent.")
        )
    return told
