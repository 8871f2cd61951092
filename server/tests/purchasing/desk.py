"""A buyer's desk: suppliers, packs, prices and orders, through the commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from desertbrew.contexts.purchasing import commands, queries
from desertbrew.contexts.purchasing.commands import (
    Approver,
    ArrivedLine,
    KnownItem,
    NewOrder,
    NewOrderLine,
    NewPack,
    NewPrice,
    NewSupplier,
)
from desertbrew.contexts.purchasing.tables import PurchaseOrder, Supplier, SupplierPack
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database, Origin, Tx

T = TypeVar("T")

MALT = KnownItem(Id("01900000-0000-7000-8000-000000000001"), "PILS", "Malta Pilsen", "MALT", "kg")
WATER = KnownItem(Id("01900000-0000-7000-8000-000000000002"), "AGUA", "Agua mineral", "RESALE", "L")
LABEL = KnownItem(Id("01900000-0000-7000-8000-000000000003"), "ETIQ", "Etiqueta", "PACKAGING", "piece")


@dataclass
class Desk:
    """Whoever buys; every call is a transaction of its own."""

    database: Database
    origin: Origin

    def write(self, work: Callable[[Tx], T]) -> T:
        """Do it, committed."""
        return self.database.write(work, self.origin)

    def as_person(self, person_id: str) -> Desk:
        """Somebody else at the same desk."""
        return Desk(self.database, Origin(person_id, "test-request-0002", person_id.title()))

    def know_items(self) -> None:
        """Hear of three items."""
        for item in (MALT, WATER, LABEL):
            self.write(lambda tx, known=item: commands.know_item(tx, known))  # type: ignore[misc]

    def supplier(self, name: str = "Malta del Norte", lead_time_days: int | None = 5) -> Supplier:
        """Somebody to buy from."""
        new = NewSupplier(name, lead_time_days=lead_time_days)
        return self.write(lambda tx: commands.register_supplier(tx, new))

    def pack(self, supplier_id: Id, item: KnownItem = MALT, name: str = "saco 25 kg", factor: str = "25") -> SupplierPack:
        """A way to buy it."""
        new = NewPack(supplier_id, item.item_id, name, Decimal(factor))
        return self.write(lambda tx: commands.add_pack(tx, new))

    def price(self, pack_id: Id, price: str, valid_from: date | None = None) -> None:
        """It costs something else from then on."""
        self.write(lambda tx: commands.set_price(tx, pack_id, NewPrice(Decimal(price), valid_from=valid_from)))

    def prices(self, pack_id: Id) -> list[tuple[str, date, date | None]]:
        """The history, the newest first: price, from, until before."""
        with self.database.read() as tx:
            views = queries.prices(tx, pack_id)
            return [(f"{view.price.price:.2f}", view.price.valid_from, view.price.valid_to) for view in views]

    def order(self, supplier_id: Id, *lines: NewOrderLine) -> PurchaseOrder:
        """Forty sacks' worth of malt in loose kilos, unless other lines are given."""
        asked = lines or (NewOrderLine(MALT.item_id, Decimal(1000), Decimal(20)),)
        return self.write(lambda tx: commands.create_order(tx, NewOrder(supplier_id, asked)))

    def approve(self, order: PurchaseOrder, person_id: str = "boss", *roles: Role) -> PurchaseOrder:
        """Somebody says yes: the owner, unless other roles are given."""
        approver = Approver(person_id, roles or (Role.OWNER,))
        who = self.as_person(person_id)
        return who.write(lambda tx: commands.approve_order(tx, order.id, order.revision, approver))

    def sent(self, supplier_id: Id, *lines: NewOrderLine) -> PurchaseOrder:
        """An order that the supplier knows of."""
        order = self.approve(self.order(supplier_id, *lines))
        return self.write(lambda tx: commands.send_by_hand(tx, order.id, "por teléfono"))

    def receive(self, order: PurchaseOrder, *received: str, closes: bool = False) -> PurchaseOrder:
        """So much came of each line, in base units."""
        with self.database.read() as tx:
            lines = queries.order(tx, order.id).lines
        arrived = [ArrivedLine(line.id, Decimal(came), closes=closes) for line, came in zip(lines, received, strict=True)]
        return self.write(lambda tx: commands.note_receipt(tx, order.id, arrived, "REC-1"))

    def view(self, order_id: Id) -> queries.OrderView:
        """The order, whole."""
        with self.database.read() as tx:
            return queries.order(tx, order_id)
