"""The demo's warehouse through the year: it buys by what is left and what is planned, and looks after gas and cold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select

from desertbrew.apps.demo_data.catalogue import ITEMS
from desertbrew.apps.demo_data.prices import A_YEAR_DEARER, INVOICES, MALTSTER, PRICES, DemoPrice
from desertbrew.apps.demo_opening import CYLINDERS
from desertbrew.apps.demo_world import RECALLED_DAYS_AGO, World
from desertbrew.contexts.inventory import commands as inventory
from desertbrew.contexts.inventory.contract import LotStatus, Need
from desertbrew.contexts.inventory.rules import GasPurpose, MovementKind
from desertbrew.contexts.inventory.tables import GasCylinder, Item, Lot, Movement
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

MONDAY, TUESDAY = 0, 1
CENTAVO = Decimal("0.01")
DRY = "MALT-BLACK-PATENT"
"""What runs short in the end."""
FORGOTTEN = "YEAST-WLP001"
"""What was bought once, and expired."""
RECALLED_AFTER = timedelta(days=28)
"""A lot that came so long before its recall is in kegs that are out."""
CO2_LEFT_KG = Decimal("2.8")
CO2_PER_LITRE_KG = Decimal("0.006")


@dataclass(frozen=True, slots=True)
class Bought:
    """A lot as the warehouse remembers it."""

    day: date
    sku: str
    supplier: str
    supplier_lot: str


@dataclass
class Warehouse:
    """What is asked for and not brewed yet, and what was bought."""

    world: World
    asked: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """By batch number, then by SKU, in base units."""
    bought: list[Bought] = field(default_factory=list)
    invoices: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 2200))

    def open(self) -> None:
        """Cue the year: the first order on the first morning, then one a week; readings every day."""
        world = self.world
        self._look(world.opens, 8.75, lambda orders: self._receive(world.opens, 9.5, orders))
        day = world.opens + timedelta(days=1)
        while day <= world.today:
            world.stage.think(world.at(day, 7.9), partial(self._begin_day, day))
            day += timedelta(days=1)
        world.stage.cue(world.stage.closes, "inventory", Role.WAREHOUSE, self._run_dry, deed="waste_lot", subject=DRY)

    def expect(self, number: str, needs: dict[str, str]) -> None:
        """A batch is planned and will ask for this."""
        self.asked[number] = {sku: Decimal(amount) for sku, amount in needs.items()}

    def forget(self, number: str) -> None:
        """A batch asks for nothing more."""
        self.asked.pop(number, None)

    # ------------------------------------------------------------------------------------------------------- buying

    def _begin_day(self, day: date) -> None:
        if day.weekday() == MONDAY:
            self._look(day, 8, partial(self._deliver_orders, day))
        if day.weekday() == TUESDAY:
            self.world.stage.cue(self.world.at(day, 10), "inventory", Role.WAREHOUSE, self._refill, deed="refill_cylinder")
        self._read_rooms(day)

    def _look(self, day: date, hour: float, then: Any) -> None:  # noqa: ANN401 - a callback
        def decide(answer: dict[str, str]) -> None:
            then(self._orders(day, {sku: Decimal(amount) for sku, amount in answer.items()}))

        self.world.stage.cue(self.world.at(day, hour), "inventory", Role.WAREHOUSE, drawable, decide)

    def _orders(self, day: date, there: dict[str, Decimal]) -> dict[str, list[tuple[str, int]]]:
        """By supplier: what to buy and how many packs of it."""
        wanted: dict[str, Decimal] = defaultdict(Decimal)
        for needs in self.asked.values():
            for sku, amount in needs.items():
                wanted[sku] += amount
        busy = max(Decimal(1), Decimal(self.world.size.batches_per_month) / 8)
        orders: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for sku, price in PRICES.items():
            least = price.least * busy
            wish = wanted[sku] * Decimal("1.03") + least
            have = there.get(sku, Decimal(0))
            late = sku == DRY and day > self.world.today - timedelta(days=7)
            again = sku == FORGOTTEN and day > self.world.opens
            if have >= wish or late or again:
                continue
            # What no recipe asks for is bought ahead, or somebody would fetch bottles every week.
            until = wish if wanted[sku] else least * 3
            packs = int(((until - have) / price.base_units).to_integral_value(ROUND_CEILING))
            orders[price.supplier].append((sku, packs))
        return orders

    def _deliver_orders(self, day: date, orders: dict[str, list[tuple[str, int]]]) -> None:
        for place, (supplier, lines) in enumerate(sorted(orders.items())):
            self._receive(day + timedelta(days=1 + place % 2), 10 + place / 2, {supplier: lines})

    def _receive(self, day: date, hour: float, orders: dict[str, list[tuple[str, int]]]) -> None:
        for supplier, lines in sorted(orders.items()):
            self.invoices[supplier] += 7
            invoice = f"{INVOICES[supplier]}-{self.invoices[supplier]}"
            new = [self._line(day, sku, packs) for sku, packs in lines]
            receipt = inventory.NewReceipt(self.world.ids[supplier], new, invoice)
            self.world.stage.cue(
                self.world.at(day, hour), "inventory", Role.WAREHOUSE, partial(_receive, new=receipt), deed="receive_lots"
            )
            self.bought += [
                Bought(day, sku, supplier, line.supplier_lot or "") for (sku, _), line in zip(lines, new, strict=True)
            ]

    def _line(self, day: date, sku: str, packs: int) -> inventory.NewLine:
        price = PRICES[sku]
        keeps = day + timedelta(days=price.keeps_days) if price.keeps_days else None
        lot = f"{price.lot_prefix}-{day:%y%m%d}"
        cost = (packs * self._price_on(day, sku, price)).quantize(CENTAVO, ROUND_HALF_UP)
        place = self.world.ids[price.place]
        return inventory.NewLine(self.world.ids[sku], Decimal(packs), price.unit, cost, lot, keeps, place)

    def _price_on(self, day: date, sku: str, price: DemoPrice) -> Decimal:
        years = Decimal((day - self.world.opens).days) / 365
        luck = Decimal(f"{self.world.chance(f'price {sku} {day}').uniform(-0.015, 0.015):.4f}")
        return price.price * (1 + A_YEAR_DEARER * years + luck)

    def sell_bottles(self, day: date, sku: str, count: int) -> None:
        """A batch's bottles go out in the weeks after it was packaged, a share each week; the last dozens stay."""
        for week, share in enumerate((20, 30, 25, 15), start=1):
            pieces = Decimal(count * share // 100)
            if pieces:
                on = day + timedelta(days=7 * week)
                needs = [Need(self.world.ids[sku], pieces, "piece")]
                work = partial(issue, reason=f"Venta de botellas, semana del {on:%d/%m/%Y}", needs=needs)
                self.world.stage.cue(self.world.at(on, 18.5), "inventory", Role.WAREHOUSE, work, deed="issue_stock")

    # ------------------------------------------------------------------------------------------- cleaning, gas and cold

    def clean(self, at_day: date, hour: float, code: str) -> None:
        """What a cleaning in place takes."""
        ids = self.world.ids
        amounts = {"CHEM-DET-CAUSTIC": "4", "CHEM-DET-ACID": "2", "CHEM-PERACETIC": "0.6"}
        needs = [Need(ids[sku], Decimal(amount), "L") for sku, amount in amounts.items()]
        work = partial(issue, reason=f"Limpieza CIP de {code}", needs=needs)
        self.world.stage.cue(self.world.at(at_day, hour), "inventory", Role.CELLAR, work, deed="issue_stock")

    def carbonate(self, day: date, number: str, litres: Decimal) -> None:
        """CO2 for a batch, out of the first cylinder with enough."""
        use = inventory.GasUse(GasPurpose.CARBONATION, (litres * CO2_PER_LITRE_KG).quantize(Decimal("0.1")), number)
        work = partial(_use_gas, use=use)
        self.world.stage.cue(self.world.at(day, 11), "inventory", Role.CELLAR, work, deed="use_gas")

    def _refill(self, tx: Tx) -> str:
        low = [cylinder for cylinder in _cylinders(tx) if cylinder.level < cylinder.capacity / 4]
        for cylinder in low:
            inventory.refill_cylinder(tx, cylinder.id, None, "Gases Demo")
        return ", ".join(cylinder.code for cylinder in low)

    def _read_rooms(self, day: date) -> None:
        luck = self.world.chance(f"rooms {day}")
        said = {"CF-1": (3.9, 0.5, 74.0), "CF-2": (3.6, 0.4, 66.0), "CONG-1": (-18.4, 0.7, None)}
        for code, (usual, spread, humidity) in said.items():
            celsius = Decimal(f"{luck.gauss(usual, spread):.1f}")
            damp = None if humidity is None else Decimal(f"{luck.uniform(humidity - 4, humidity + 4):.0f}")
            new = inventory.NewReading(celsius, damp)
            self._read_room(day, 8, code, new)
        if day == self.world.today - timedelta(days=9):
            self._read_room(day, 13, "CF-1", inventory.NewReading(Decimal("11.4"), Decimal(86), note="Puerta mal cerrada"))
            self._read_room(day, 14.5, "CF-1", inventory.NewReading(Decimal("5.1"), Decimal(78), note="Ya cerró; baja"))

    def _read_room(self, day: date, hour: float, code: str, new: inventory.NewReading) -> None:
        def work(tx: Tx) -> str:
            return str(inventory.record_reading(tx, self.world.ids[code], new).id)

        self.world.stage.cue(self.world.at(day, hour), "inventory", Role.WAREHOUSE, work, deed="record_reading")

    # ------------------------------------------------------------------------------------------------------- mishaps

    def recall(self, then: Any) -> None:  # noqa: ANN401 - a callback
        """The maltster takes a lot back whose beer is out; `then` is told the numbers of the batches that it is in."""
        day = self.world.today - timedelta(days=RECALLED_DAYS_AGO)

        def declare() -> None:
            lots = [each for each in self.bought if each.sku == "MALT-PALE-2ROW" and each.supplier == MALTSTER]
            early = [each for each in lots if each.day <= day - RECALLED_AFTER]
            lot = max(early or lots[:1], key=lambda each: each.day).supplier_lot
            criteria = inventory.RecallCriteria(self.world.ids[MALTSTER], lot)
            work = partial(_recall, criteria=criteria)
            self.world.stage.cue(
                self.world.at(day, 10), "inventory", Role.MANAGER, work, then, deed="recall_lots", subject=lot
            )
            # What is blocked is missing: the same maltster brings other sacks in the afternoon.
            self._look(day, 11, partial(self._receive, day, 15))

        self.world.stage.think(self.world.at(day, 9), declare)

    def _run_dry(self, tx: Tx) -> None:
        """Water came through the roof onto the black malt, and a cylinder is nearly empty."""
        lots = select(Lot.id, Lot.remaining_quantity).where(
            Lot.item_id == self.world.ids[DRY], Lot.remaining_quantity > Decimal("0.5"), Lot.status == LotStatus.AVAILABLE
        )
        for lot_id, left in tx.session.execute(lots.order_by(Lot.id)).all():
            inventory.waste_lot(tx, lot_id, left - Decimal("0.5"), "Costal mojado por una gotera")
        cylinder = next((each for each in _cylinders(tx) if each.level > 2 * CO2_LEFT_KG), None)
        if cylinder is not None:
            use = inventory.GasUse(GasPurpose.PUSHING, cylinder.level - CO2_LEFT_KG, note="Barra y purgas del mes")
            inventory.use_gas(tx, cylinder.id, use)


_SKUS = tuple(item.sku for item in ITEMS)


def drawable(tx: Tx) -> dict[str, str]:
    """What could be issued today, by SKU in base units."""
    query = (
        select(Item.sku, func.sum(Lot.remaining_quantity))
        .join(Lot, Lot.item_id == Item.id)
        .where(
            Item.sku.in_(_SKUS),
            Lot.remaining_quantity > 0,
            Lot.status == LotStatus.AVAILABLE.value,
            or_(Lot.expires_on.is_(None), Lot.expires_on >= tx.today),
        )
        .group_by(Item.sku)
        .order_by(Item.sku)
    )
    return {sku: f"{amount:f}" for sku, amount in tx.session.execute(query)}


def issue(tx: Tx, reason: str, needs: Sequence[Need]) -> str:
    """Take stock out for something else than a batch."""
    return str(inventory.issue(tx, reason, needs).id)


def _receive(tx: Tx, new: inventory.NewReceipt) -> str:
    return str(inventory.receive_lots(tx, new).receipt.id)


def _cylinders(tx: Tx) -> Sequence[GasCylinder]:
    query = select(GasCylinder).where(GasCylinder.code.in_(CYLINDERS)).order_by(GasCylinder.code)
    return tx.session.execute(query).scalars().all()


def _use_gas(tx: Tx, use: inventory.GasUse) -> str:
    there = next((each for each in _cylinders(tx) if each.level >= use.amount), None)
    return str(inventory.use_gas(tx, there.id, use).id) if there is not None else ""


def _recall(tx: Tx, criteria: inventory.RecallCriteria) -> list[str]:
    _, lots = inventory.recall_lots(tx, criteria, "Micotoxinas fuera de norma en el análisis del productor")
    used = select(Movement.reference).where(
        Movement.lot_id.in_([lot.id for lot in lots]), Movement.kind == MovementKind.ISSUE.value
    )
    return sorted(set(tx.session.execute(used).scalars()))
