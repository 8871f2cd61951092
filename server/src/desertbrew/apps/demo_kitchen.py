"""The demo's kitchen and its buying: packs and prices, what it keeps, and purchase orders of every state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from desertbrew.apps.demo_data.catalogue import ITEMS
from desertbrew.apps.demo_data.kitchen import BUTCHER, CATEGORIES, DAIRY, FOODS, GROCER, PLACES
from desertbrew.apps.demo_data.prices import HOPSTER, MALTSTER, PACKER, PRICES
from desertbrew.apps.demo_warehouse import issue
from desertbrew.apps.demo_world import World
from desertbrew.contexts.inventory import commands as inventory
from desertbrew.contexts.inventory.contract import Need
from desertbrew.contexts.purchasing import commands as purchasing
from desertbrew.contexts.purchasing.commands.posting import receive_at_once
from desertbrew.contexts.purchasing.rules.orders import Vat
from desertbrew.contexts.purchasing.rules.receipts import Counting, LineEntry
from desertbrew.kernel.ids import Id
from desertbrew.kernel.money import CENTAVO
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

DEARER = Decimal("1.06")
"""What the kitchen's prices became in the middle of the past."""
BOUGHT = {food.sku: food for food in FOODS}
EATEN = {"FOOD-CHEESE": "4.5", "FOOD-CREAM": "2", "FOOD-BEEF": "6", "FOOD-BUN": "40", "FOOD-SAUSAGE": "3"}
"""A day's cooking; after three of them cream and sausages run low."""

Told = Callable[[Tx, Id], object]


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """An order of so many packs of some items, written so many days ago."""

    name: str
    supplier: str
    days_ago: int
    writer: Role
    packs: Mapping[str, int]


RECEIVED = DemoOrder("lácteos", DAIRY, 6, Role.COOK, {"FOOD-CHEESE": 4, "FOOD-CREAM": 2, "FOOD-BUTTER": 1})
GROCERIES = DemoOrder(
    "abarrotes",
    GROCER,
    6,
    Role.COOK,
    {"FOOD-POTATO": 3, "FOOD-ONION": 2, "FOOD-BUN": 4, "FOOD-FRY-OIL": 2, "FOOD-NAPKIN": 3},
)
PARTIAL = DemoOrder("carnes", BUTCHER, 5, Role.COOK, {"FOOD-BEEF": 6, "FOOD-SAUSAGE": 4, "FOOD-WINGS": 3})
CANCELLED = DemoOrder("etiquetas", PACKER, 8, Role.WAREHOUSE, {"LABEL-STOUT-TREX": 2})
SENT = DemoOrder("maltas", MALTSTER, 4, Role.WAREHOUSE, {"MALT-PALE-2ROW": 16, "MALT-PILSNER": 8})
APPROVED = DemoOrder("crema", DAIRY, 2, Role.COOK, {"FOOD-CREAM": 3})
DRAFT = DemoOrder("lúpulos", HOPSTER, 1, Role.BREWER, {"HOPS-CITRA": 4, "HOPS-MOSAIC": 4, "HOPS-SIMCOE": 4})


class Kitchen:
    """What the cook keeps, and every order of the house."""

    def __init__(self, world: World) -> None:
        self.world = world

    def open(self) -> None:
        """Cue the first morning, the dearer prices, and the orders of the last days."""
        world = self.world
        stage, day = world.stage, world.opens
        stage.cue(world.at(day, 7.25), "inventory", Role.WAREHOUSE, _stock_kitchen, world.know)
        stage.cue(world.at(day, 7.75), "purchasing", Role.MANAGER, partial(_list_packs, world=world), world.know)
        middle = world.opens + (world.today - world.opens) / 2
        stage.cue(world.at(middle, 8), "purchasing", Role.MANAGER, partial(_raise_prices, world=world))
        for order in (CANCELLED, RECEIVED, GROCERIES, PARTIAL, SENT, APPROVED, DRAFT):
            self._write(order)
        for order in (RECEIVED, GROCERIES, PARTIAL, SENT, APPROVED, CANCELLED):
            self._tell(order, 12, Role.MANAGER, _approve)
        for order in (RECEIVED, GROCERIES, PARTIAL, SENT):
            self._tell(order, 12.5, order.writer, partial(_send, note="Por teléfono, confirmado"))
        self._tell(CANCELLED, 16, Role.MANAGER, partial(_cancel, reason="El diseño de la etiqueta cambia"))
        self._take(RECEIVED, 1, RECEIVED.packs)
        self._take(GROCERIES, 1, GROCERIES.packs)
        self._take(PARTIAL, 1, {"FOOD-BEEF": 6, "FOOD-SAUSAGE": 2}, why="Las alas y el resto llegan después")
        for days_ago in (3, 2, 1):
            self._cook(world.today - timedelta(days=days_ago))

    def _write(self, order: DemoOrder) -> None:
        world = self.world
        on = world.today - timedelta(days=order.days_ago)
        work = partial(_write_order, order=order, world=world)

        def know(answer: dict[str, str]) -> None:
            world.know({_key(order): answer["id"]})

        world.stage.cue(world.at(on, 11), "purchasing", order.writer, work, know, deed="create_purchase_order")

    def _tell(self, order: DemoOrder, hour: float, who: Role, told: Told) -> None:
        """Something becomes of an order on the day it was written."""

        def work(tx: Tx) -> None:
            told(tx, self.world.ids[_key(order)])

        on = self.world.today - timedelta(days=order.days_ago)
        self.world.stage.cue(self.world.at(on, hour), "purchasing", who, work)

    def _take(self, order: DemoOrder, days_later: int, packs: Mapping[str, int], why: str | None = None) -> None:
        on = self.world.today - timedelta(days=order.days_ago - days_later)
        work = partial(_receive, order=order, packs=packs, why=why, on=on, world=self.world)
        who = Role.COOK if why is None else Role.MANAGER
        self.world.stage.cue(self.world.at(on, 9), "purchasing", who, work, deed="post_goods_receipt", subject=order.name)

    def _cook(self, on: date) -> None:
        def work(tx: Tx) -> str:
            ids = self.world.ids
            eaten = [Need(ids[sku], Decimal(amount), BOUGHT[sku].base_unit.value) for sku, amount in EATEN.items()]
            return issue(tx, f"Cocina, {on:%d/%m/%Y}", eaten)

        self.world.stage.cue(self.world.at(on, 20), "inventory", Role.COOK, work, deed="issue_stock")


def _key(order: DemoOrder) -> str:
    return f"order {order.name}"


def _stock_kitchen(tx: Tx) -> dict[str, str]:
    found = {}
    for code, name, kind in PLACES:
        found[code] = str(inventory.create_location(tx, inventory.NewLocation(code, name, kind)).id)
    drawers = {name: inventory.create_category(tx, inventory.CategoryDetails(name)).id for name in CATEGORIES}
    tx.session.flush()
    for food in FOODS:
        new = inventory.NewItem(
            food.sku,
            food.name,
            food.kind,
            food.base_unit,
            category_id=drawers[food.category],
            min_quantity=food.least,
            max_quantity=food.most,
        )
        found[food.sku] = str(inventory.create_item(tx, new).id)
    return found


def _list_packs(tx: Tx, world: World) -> dict[str, str]:
    """What everybody sells in which pack, at the price of the first day."""
    units = {item.sku: item.base_unit.value for item in ITEMS}
    offers = [(food.supplier, food.sku, food.pack, food.holds, food.price) for food in FOODS]
    for sku, sold in PRICES.items():
        name = sold.unit if sold.base_units == 1 else f"{sold.unit} {sold.base_units.normalize():f} {units[sku]}"
        offers.append((sold.supplier, sku, name, sold.base_units, sold.price))
    found = {}
    for supplier, sku, name, holds, price in offers:
        new = purchasing.NewPack(world.ids[supplier], world.ids[sku], name, holds, preferred=True)
        pack = purchasing.add_pack(tx, new)
        tx.session.flush()
        purchasing.set_price(tx, pack.id, purchasing.NewPrice(price))
        found[f"pack {sku}"] = str(pack.id)
    return found


def _raise_prices(tx: Tx, world: World) -> None:
    for food in FOODS:
        purchasing.set_price(tx, world.ids[f"pack {food.sku}"], purchasing.NewPrice(_dearer(food.price)))


def _dearer(price: Decimal) -> Decimal:
    return (price * DEARER).quantize(CENTAVO, ROUND_HALF_UP)


def _write_order(tx: Tx, order: DemoOrder, world: World) -> dict[str, str]:
    lines = [
        purchasing.NewOrderLine(
            world.ids[sku],
            Decimal(packs),
            _dearer(BOUGHT[sku].price) if sku in BOUGHT else PRICES[sku].price,
            world.ids[f"pack {sku}"],
            vat_rate=Vat.V0 if sku in BOUGHT and sku != "FOOD-NAPKIN" else Vat.V16,
        )
        for sku, packs in order.packs.items()
    ]
    made = purchasing.create_order(tx, purchasing.NewOrder(world.ids[order.supplier], lines))
    return {"id": str(made.id)}


def _approve(tx: Tx, order_id: Id) -> None:
    purchasing.approve_order(tx, order_id, 1, purchasing.Approver(tx.origin.actor, (Role.MANAGER,)))


def _send(tx: Tx, order_id: Id, note: str) -> None:
    purchasing.send_by_hand(tx, order_id, note)


def _cancel(tx: Tx, order_id: Id, reason: str) -> None:
    purchasing.cancel_order(tx, order_id, reason)


def _receive(tx: Tx, order: DemoOrder, packs: Mapping[str, int], why: str | None, on: date, world: World) -> str:
    """Count what came of an order: a lot a line, with its expiry and where it stands."""
    order_id = world.ids[_key(order)]
    ordered = {line.item_id: line.id for line in purchasing.lines_of(tx, order_id)}
    entries = []
    for sku, many in packs.items():
        food, item_id = BOUGHT[sku], world.ids[sku]
        entries.append(
            LineEntry(
                item_id,
                Decimal(many),
                order_line_id=ordered[item_id],
                supplier_lot=f"{sku.removeprefix('FOOD-')[:4]}-{on:%y%m%d}",
                expires_on=on + timedelta(days=food.keeps_days) if food.keeps_days else None,
                location_id=world.ids[food.place],
            )
        )
    counting = Counting(tx.now, tuple(entries), order_id=order_id, invoice_number=f"F-{on:%m%d}")
    return str(receive_at_once(tx, counting, why).id)
