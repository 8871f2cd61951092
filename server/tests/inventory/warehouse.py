"""A warehouse to try things in: what people do there, one call each, straight to the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import Issued
from desertbrew.contexts.inventory.commands.carrying import Carried, carry
from desertbrew.contexts.inventory.commands.holds import locked_lot
from desertbrew.contexts.inventory.contract import ItemKind, LotStatus, Need
from desertbrew.contexts.inventory.rules import DrawPolicy, LocationKind
from desertbrew.contexts.inventory.tables import Item, Lot, Movement, Recall, Receipt, RoomReading, StockBalance
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin, Tx

T = TypeVar("T")

Wanted = tuple[Id, str, str]
"""Item, quantity, unit."""


class Warehouse:
    """Inventory's database, and one supplier who always delivers."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.database = database
        self.origin = origin
        self.supplier_id = new_id()
        self.write(lambda tx: commands.know_supplier(tx, self.supplier_id, "Maltas de prueba"))

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.database.write(work, self.origin)

    def item(
        self,
        sku: str = "",
        unit: BaseUnit = BaseUnit.KG,
        kind: ItemKind = ItemKind.MALT,
        policy: DrawPolicy | None = None,
        **known: Any,
    ) -> Id:
        """A new item of the catalogue."""
        sku = sku or f"ITEM-{str(new_id())[-12:]}"
        new = commands.NewItem(sku, f"Artículo {sku}", kind, unit, policy, **known)
        return self.write(lambda tx: commands.create_item(tx, new)).id

    def receive(self, *lines: commands.NewLine, at: datetime | None = None) -> Receipt:
        """A delivery."""
        new = commands.NewReceipt(self.supplier_id, lines, "F-1", at)
        receipt: Receipt = self.write(lambda tx: commands.receive_lots(tx, new)).receipt
        return receipt

    def stock(
        self,
        item_id: Id,
        quantity: str,
        cost: str,
        *,
        at: datetime | None = None,
        expires_on: date | None = None,
        supplier_lot: str | None = None,
        why: str | None = None,
    ) -> Lot:
        """One lot of an item, in its base unit."""
        unit = self.read_item(item_id).base_unit
        line = commands.NewLine(item_id, Decimal(quantity), unit, Decimal(cost), supplier_lot, expires_on, expiry_reason=why)
        receipt = self.receive(line, at=at)
        (lot,) = [lot for lot in self.lots(item_id) if lot.receipt_id == receipt.id]
        return lot

    def issue(self, *wanted: Wanted) -> Issued:
        """Take stock out by hand."""
        return self.write(lambda tx: commands.issue(tx, "prueba", needs(wanted)))

    def pick(self, lot_id: Id, quantity: str, unit: str = "kg", why: str | None = "el saco está abierto") -> Issued:
        """Take stock out of a lot chosen by hand."""
        picks = [commands.Pick(lot_id, Decimal(quantity), unit)]
        return self.write(lambda tx: commands.issue(tx, "prueba", [], picks, why))

    def carry(self, lot_id: Id, from_id: Id, to_id: Id, quantity: str) -> None:
        """Carry some of a lot from one place to another."""

        def work(tx: Tx) -> None:
            carry(tx, new_id(), "prueba", [Carried(locked_lot(tx, lot_id), from_id, to_id, Decimal(quantity))])

        self.write(work)

    def hold(self, lot_id: Id, kind: LotStatus, reason: str = "saco roto") -> None:
        """Keep everybody's hands off a lot."""
        self.write(lambda tx: commands.hold_lot(tx, lot_id, kind, reason))

    def release(self, lot_id: Id, reason: str = "revisado") -> None:
        """Let it be drawn again."""
        self.write(lambda tx: commands.release_lot(tx, lot_id, reason))

    def recall(self, supplier_lot: str, reason: str = "aviso del proveedor", item_id: Id | None = None) -> Recall:
        """Take a supplier's lot out of use."""
        criteria = commands.RecallCriteria(self.supplier_id, supplier_lot, item_id)
        return self.write(lambda tx: commands.recall_lots(tx, criteria, reason))[0]

    def location(self, kind: LocationKind = LocationKind.SHELF, code: str = "") -> Id:
        """A new place."""
        code = code or f"L-{str(new_id())[-12:]}"
        new = commands.NewLocation(code, f"Lugar {code}", kind)
        return self.write(lambda tx: commands.create_location(tx, new)).id

    def cold_room(self) -> Id:
        """A room that keeps 0 to 7 °C."""
        return self.location(LocationKind.COLD_ROOM)

    def read_room(
        self, room_id: Id, temperature: str, humidity: str | None = None, at: datetime | None = None
    ) -> RoomReading:
        """What its thermometer says."""
        new = commands.NewReading(Decimal(temperature), None if humidity is None else Decimal(humidity), at)
        return self.write(lambda tx: commands.record_reading(tx, room_id, new))

    def yeast_lot(self) -> Id:
        """A packet of yeast."""
        return self.stock(self.item(kind=ItemKind.YEAST), "1", "90.00").id

    def read_lot(self, lot_id: Id) -> Lot:
        with self.database.read() as tx:
            return tx.session.get_one(Lot, lot_id)

    def issue_for_batch(self, issue_id: Id, batch_id: Id, *wanted: Wanted) -> None:
        """Answer a brew's request."""
        self.write(lambda tx: commands.issue_for_batch(tx, issue_id, batch_id, "L-0001", needs(wanted)))

    def read_item(self, item_id: Id) -> Item:
        with self.database.read() as tx:
            return tx.session.get_one(Item, item_id)

    def lots(self, *item_ids: Id) -> Sequence[Lot]:
        """In the order in which they are drawn."""
        query = select(Lot).where(Lot.item_id.in_(item_ids)).order_by(Lot.received_at, Lot.id)
        return self._rows(query)

    def balance(self, item_id: Id) -> tuple[Decimal, Decimal]:
        """What there is, and its value."""
        (row,) = self._rows(select(StockBalance).where(StockBalance.item_id == item_id))
        return row.quantity, row.value

    def movements(self, item_id: Id) -> Sequence[Movement]:
        """The ledger's lines of an item, oldest first."""
        return self._rows(select(Movement).where(Movement.item_id == item_id).order_by(Movement.id))

    def faults(self) -> list[str]:
        """Where ledger, lots and balances differ."""
        with self.database.read() as tx:
            return queries.ledger_faults(tx) + queries.place_faults(tx)

    def _rows(self, query: Any) -> Sequence[Any]:
        with self.database.read() as tx:
            return tx.session.execute(query).scalars().all()


def needs(wanted: Sequence[Wanted]) -> list[Need]:
    """As a command takes them."""
    return [Need(item_id, Decimal(quantity), unit) for item_id, quantity, unit in wanted]
