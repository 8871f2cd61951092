"""A loading dock between purchasing and inventory, both real: orders are counted in, stocked, and partly sent back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select

from desertbrew.apps import registry
from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.inventory.tables import Lot
from desertbrew.contexts.purchasing.commands import NewOrderLine
from desertbrew.contexts.purchasing.commands.counting import allow_difference, save_counting
from desertbrew.contexts.purchasing.commands.posting import post_receipt
from desertbrew.contexts.purchasing.queries.receipts import receiving_faults
from desertbrew.contexts.purchasing.rules.orders import Vat
from desertbrew.contexts.purchasing.rules.receipts import Counting, LineEntry, Rejection
from desertbrew.contexts.purchasing.tables import (
    GoodsReceipt,
    GoodsReceiptLine,
    Payable,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    SupplierReturn,
)
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.tables import outbox
from inventory.warehouse import Warehouse
from purchasing.desk import Desk

T = TypeVar("T")


class Dock:
    """Both databases, a supplier who always delivers, and the courier's cart between them."""

    def __init__(self, databases: dict[str, Database], origin: Origin) -> None:
        self.desk = Desk(databases["purchasing"], origin)
        self.warehouse = Warehouse(databases["inventory"], origin)
        self._databases = {name: databases[name] for name in ("purchasing", "inventory")}
        self._carried = dict.fromkeys(self._databases, 0)
        self.supplier: Supplier = self.desk.supplier(f"Maltas {str(new_id())[-6:]}")

    def item(self, name: str = "", kind: ItemKind = ItemKind.MALT) -> Id:
        """Something that inventory keeps and purchasing has heard of."""
        item_id = self.warehouse.item(name, kind=kind)
        self.carry()
        return item_id

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.desk.write(work)

    def carry(self, times: int = 2) -> None:
        """Bring every new event to whom it concerns, each of them `times` over, until nobody has anything to say."""
        while batch := self._fresh():
            for name, database in self._databases.items():
                receiver = Receiver(registry.context_named(name), database)
                for envelope in [*batch, *reversed(batch)][: len(batch) * times]:
                    receiver.receive(envelope)

    def _fresh(self) -> list[Envelope]:
        found = []
        for name, database in self._databases.items():
            with database.read() as tx:
                query = outbox.select().where(outbox.c.seq > self._carried[name]).order_by(outbox.c.seq)
                for row in tx.connection.execute(query):
                    self._carried[name] = row.seq
                    at = row.occurred_at.isoformat()
                    found.append(Envelope(row.id, row.name, name, row.subject, at, row.request_id, row.payload))
        return found

    def ordered(self, *wanted: tuple[Id, str, str]) -> PurchaseOrder:
        """An approved order of (item, kilos, price a kilo), without taxes."""
        lines = [NewOrderLine(item, Decimal(kilos), Decimal(price), vat_rate=Vat.V0) for item, kilos, price in wanted]
        return self.desk.approve(self.desk.order(self.supplier.id, *lines))

    def order_lines(self, order_id: Id) -> Sequence[PurchaseOrderLine]:
        query = select(PurchaseOrderLine).where(PurchaseOrderLine.order_id == order_id)
        return self.rows(query.order_by(PurchaseOrderLine.position))

    def entry(self, line: PurchaseOrderLine, delivered: str, rejected: str = "0", **more: Any) -> LineEntry:
        """What came of a line, in kilos."""
        why = Rejection.DAMAGED if Decimal(rejected) else None
        entry = LineEntry(line.item_id, Decimal(delivered), order_line_id=line.id, rejected=Decimal(rejected), rejection=why)
        return replace(entry, **more)

    def count(self, order: PurchaseOrder | None, *entries: LineEntry, draft_id: Id | None = None, **more: Any) -> Id:
        """Save what was counted; returns the draft's id."""
        draft_id = draft_id or new_id()

        def work(tx: Tx) -> None:
            supplier_id = None if order else self.supplier.id
            counting = Counting(tx.now, tuple(entries), order.id if order else None, supplier_id, "F-9")
            save_counting(tx, draft_id, replace(counting, **more))

        self.write(work)
        return draft_id

    def allow(self, draft_id: Id, reason: str = "lo acordamos por teléfono") -> None:
        self.write(lambda tx: allow_difference(tx, draft_id, reason))

    def post(self, draft_id: Id) -> GoodsReceipt:
        return self.write(lambda tx: post_receipt(tx, draft_id))

    def receive(self, order: PurchaseOrder | None, *entries: LineEntry, **more: Any) -> GoodsReceipt:
        """Counted, allowed whatever the difference, posted, and in stock."""
        draft_id = self.count(order, *entries, **more)
        self.allow(draft_id)
        receipt = self.post(draft_id)
        self.carry()
        return receipt

    def lines(self, receipt_id: Id) -> Sequence[GoodsReceiptLine]:
        query = select(GoodsReceiptLine).where(GoodsReceiptLine.receipt_id == receipt_id)
        return self.rows(query.order_by(GoodsReceiptLine.position))

    def payables(self) -> Sequence[Payable]:
        return self.rows(select(Payable).order_by(Payable.id))

    def order(self, order_id: Id) -> PurchaseOrder:
        (order,) = self.rows(select(PurchaseOrder).where(PurchaseOrder.id == order_id))
        assert isinstance(order, PurchaseOrder)
        return order

    def back(self, return_id: Id) -> SupplierReturn:
        (back,) = self.rows(select(SupplierReturn).where(SupplierReturn.id == return_id))
        assert isinstance(back, SupplierReturn)
        return back

    def lots(self, receipt_id: Id) -> Sequence[Lot]:
        with self.warehouse.database.read() as tx:
            query = select(Lot).where(Lot.receipt_id == receipt_id).order_by(Lot.id)
            return tx.session.execute(query).scalars().all()

    def faults(self) -> list[str]:
        """Where anything does not add up, on either side."""
        with self.desk.database.read() as tx:
            return receiving_faults(tx) + self.warehouse.faults()

    def rows(self, query: Any) -> Sequence[Any]:
        with self.desk.database.read() as tx:
            return tx.session.execute(query).scalars().all()
