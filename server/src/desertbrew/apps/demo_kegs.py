"""The demo's kegs through the year: washed, filled, driven to clients, brought home late, and some of them never."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from desertbrew.apps.demo_data.fleet import (
    CLIENTS,
    FLEET,
    FLEET_SIZE,
    FORGETFUL,
    GUEST,
    LINES,
    ONE_WAY,
    DemoClient,
    DemoKegs,
)
from desertbrew.apps.demo_data.people import NAMES
from desertbrew.apps.demo_world import RECALLED_DAYS_AGO, World
from desertbrew.contexts.inventory import commands as inventory
from desertbrew.contexts.inventory.commands.kegs import (
    KegKind,
    KegOrder,
    NewAdmission,
    NewFill,
    NewFilling,
    NewKegs,
    admit_kegs,
    fill_kegs,
    move_kegs,
    register_kegs,
)
from desertbrew.contexts.inventory.contract import KegMove, KegState, Need
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

ONE_WAY_AT_ONCE = 24


@dataclass
class DemoKeg:
    """A keg as the people who roll it know it."""

    serial: str
    size_l: Decimal
    one_way: bool
    state: KegState
    beer: str = ""
    batch: str = ""
    litres: Decimal = Decimal(0)
    client: str = ""
    home_on: date | None = None
    """The day on which it comes home, or came."""

    def is_home(self, day: date) -> bool:
        """Whether it stands in the yard in the morning of a day."""
        return self.home_on is None or self.home_on < day


@dataclass
class Kegs:
    """The fleet."""

    world: World
    fleet: list[DemoKeg] = field(default_factory=list)
    sellable: set[str] = field(default_factory=set)
    """Numbers of the batches that are completed: their kegs may go out."""

    def open(self) -> None:
        """Register the fleet and cue a round on every day that a van leaves."""
        many = FLEET_SIZE * self.world.size.batches_per_month / 8
        for kind in FLEET:
            self._register(self.world.opens, kind, 1, max(4, round(kind.share * many)))
        for kind in ONE_WAY:
            self._register(self.world.opens, kind, 1, ONE_WAY_AT_ONCE)
        day = self.world.opens + timedelta(days=1)
        while day <= self.world.today:
            self.world.stage.think(self.world.at(day, 6), partial(self._pour, day))
            if day.weekday() in {client.weekday for client in CLIENTS}:
                self.world.stage.think(self.world.at(day, 6), partial(self._drive, day))
            day += timedelta(days=1)
        self._cue_mishaps()
        self._invite()
        soon = self.world.stage.closes - timedelta(minutes=30)
        self.world.stage.think(soon, self._leave_on_the_road)

    def _invite(self) -> None:
        """A guest brewery's kegs: one of two is here, with its beer."""
        serials = [f"{GUEST.prefix}0001", f"{GUEST.prefix}0002"]
        what = KegKind(GUEST.size_l, GUEST.keg_type, GUEST.ownership, GUEST.owner_name)
        came = self.world.today - timedelta(days=4)
        content = inventory.Content("Gose de la Invitada Demo")

        def admit(tx: Tx) -> str:
            register_kegs(tx, NewKegs(serials, what, NAMES[Role.WAREHOUSE]))
            new = NewAdmission(serials[:1], NAMES[Role.WAREHOUSE], content, location="Cuarto frío de producto")
            return str(admit_kegs(tx, new).id)

        self.world.stage.cue(self.world.at(came, 10), "inventory", Role.WAREHOUSE, admit, deed="admit_kegs")

    def _register(self, day: date, kind: DemoKegs, first: int, count: int) -> None:
        serials = [f"{kind.prefix}{number:04d}" for number in range(first, first + count)]
        one_way = kind in ONE_WAY
        what = KegKind(kind.size_l, kind.keg_type, kind.ownership, kind.owner_name, one_way, kind.tare_kg)
        new = NewKegs(serials, what, NAMES[Role.WAREHOUSE], location="Patio de barriles")

        def work(tx: Tx) -> str:
            return str(register_kegs(tx, new).id)

        self.world.stage.cue(self.world.at(day, 9), "inventory", Role.WAREHOUSE, work, deed="register_many_kegs")
        state = KegState.CLEAN if one_way else KegState.DIRTY
        self.fleet += [DemoKeg(serial, kind.size_l, one_way, state, home_on=day) for serial in serials]

    # ------------------------------------------------------------------------------------------------------- filling

    def choose(self, day: date, litres: Decimal) -> list[DemoKeg]:
        """Kegs for about so many litres, steel before one-way, the biggest first; they are spoken for from now on."""
        ready = [keg for keg in self.fleet if keg.state in {KegState.DIRTY, KegState.CLEAN} and keg.is_home(day)]
        ready.sort(key=lambda keg: (keg.one_way, -keg.size_l, keg.serial))
        one_way = [keg for keg in ready if keg.one_way][:3]
        chosen = []
        for keg in [*one_way, *(keg for keg in ready if not keg.one_way)]:
            if keg.size_l <= litres:
                chosen.append(keg)
                litres -= keg.size_l
        return chosen

    def fill(self, day: date, hour: float, kegs: Sequence[DemoKeg], beer: str, number: str, run_id: Id) -> Decimal:
        """Wash what is dirty and fill all of them; answers the litres that went in."""
        dirty = [keg.serial for keg in kegs if keg.state is KegState.DIRTY]
        if dirty:
            self._move(day, hour, Role.CELLAR, KegMove.WASH, dirty)
        luck = self.world.chance(f"fill {number}")
        fills = []
        for keg in kegs:
            short = Decimal(f"{luck.choice((0, 0, 0, 0.1, 0.2)):.1f}")
            keg.state, keg.beer, keg.batch, keg.litres = KegState.FULL, beer, number, keg.size_l - short
            fills.append(NewFill(keg.serial, keg.litres))
        content = inventory.Content("", packaging_run_id=run_id)
        new = NewFilling(content, fills, NAMES[Role.CELLAR], location="Cuarto frío de producto")

        def work(tx: Tx) -> str:
            return str(fill_kegs(tx, new).id)

        self.world.stage.cue(self.world.at(day, hour + 1), "inventory", Role.CELLAR, work, deed="fill_kegs")
        return sum((keg.litres for keg in kegs), Decimal(0))

    # ------------------------------------------------------------------------------------------------------- the van

    def _drive(self, day: date) -> None:
        """Decide this morning who gets what, and what comes home."""
        self._buy_one_way(day)
        luck = self.world.chance(f"van {day}")
        out: dict[str, list[DemoKeg]] = {}
        home: list[DemoKeg] = []
        for client in CLIENTS:
            if client.weekday != day.weekday():
                continue
            home += self._come_home(client, day)
            wish = luck.randint(0, client.most + 1 + (1 if day.month in {4, 5, 6, 7, 8} else 0))
            going = self._pick(client, wish, luck.random())
            for keg in going:
                dwell = max(5, round(luck.lognormvariate(0.2, 0.4) * client.dwell_days))
                keg.home_on = day + timedelta(days=dwell) if client.name != FORGETFUL else None
                keg.state, keg.client = KegState.AT_CLIENT, client.name
            if going:
                out[client.name] = going
        if out:
            self._deliver(day, out)
        steel = [keg for keg in home if not keg.one_way]
        for client_name in sorted({keg.client for keg in steel}):
            serials = [keg.serial for keg in steel if keg.client == client_name]
            self._move(day, 12, Role.DRIVER, KegMove.COLLECT, serials)
        if steel:
            self._move(day, 17, Role.DRIVER, KegMove.RETURN, [keg.serial for keg in steel], location="Patio de barriles")
        thrown = [keg.serial for keg in home if keg.one_way]
        if thrown:
            self._move(day, 12, Role.DRIVER, KegMove.RETIRE, thrown, reason="Vacío, lo recicla el cliente")
        for keg in home:
            _is_home(keg, day)

    def _pour(self, day: date) -> None:
        """Our own bar: what ran empty yesterday is taken off, and another is put on."""
        empty = [keg for keg in self.fleet if keg.state is KegState.TAPPED and keg.home_on and keg.home_on <= day]
        if empty:
            self._move(day, 12, Role.BARTENDER, KegMove.EMPTY, [keg.serial for keg in empty])
        for keg in empty:
            _is_home(keg, day)
        luck = self.world.chance(f"bar {day}")
        free = LINES - sum(keg.state is KegState.TAPPED for keg in self.fleet)
        full = sorted(self._ready(one_way=False), key=lambda keg: (keg.size_l, keg.batch, keg.serial))
        sold: dict[str, Decimal] = defaultdict(Decimal)
        for line, keg in enumerate(full[:free], start=1):
            keg.state, keg.home_on = KegState.TAPPED, day + timedelta(days=luck.randint(3, 7))
            self._move(day, 12.5, Role.BARTENDER, KegMove.TAP, [keg.serial], location=f"Línea {line}")
            sold[keg.beer] += keg.litres
        if sold:
            self._sell(day, 18, f"Barra, {day:%d/%m/%Y}", sold)

    def _leave_on_the_road(self) -> None:
        """When somebody looks, kegs are on their way to a client, and others on their way home."""
        day = self.world.today
        soon = self.world.stage.closes - timedelta(minutes=20)
        for keg in self._ready(one_way=False)[:2]:
            keg.state = KegState.IN_TRANSIT
            self._scan(
                soon, Role.DRIVER, KegMove.DISPATCH, [keg.serial], client_name=CLIENTS[0].name, location="Camioneta 1"
            )
        there = [keg for keg in self.fleet if keg.state is KegState.AT_CLIENT and not keg.one_way and keg.home_on]
        for keg in sorted(there, key=lambda each: (each.home_on or day, each.serial))[:2]:
            keg.state = KegState.RETURNING
            self._scan(soon, Role.DRIVER, KegMove.COLLECT, [keg.serial], location="Camioneta 1")

    def _ready(self, *, one_way: bool) -> list[DemoKeg]:
        """Full kegs that may leave."""
        return [
            keg for keg in self.fleet if keg.state is KegState.FULL and keg.batch in self.sellable and keg.one_way is one_way
        ]

    def _come_home(self, client: DemoClient, day: date) -> list[DemoKeg]:
        return [
            keg
            for keg in self.fleet
            if keg.client == client.name and keg.state is KegState.AT_CLIENT and keg.home_on and keg.home_on <= day
        ]

    def _pick(self, client: DemoClient, wish: int, luck: float) -> list[DemoKeg]:
        """What a client gets of what is there, mostly of one beer; our own bar never runs dry for it."""
        full = self._ready(one_way=client.far)
        if client.name == FORGETFUL:
            wish = 2 if sum(keg.client == client.name for keg in self.fleet) < 4 else 0  # noqa: PLR2004 - a pair, twice
        beers = sorted({keg.beer for keg in full})
        first = beers[int(luck * len(beers))] if beers else ""
        full.sort(key=lambda keg: (keg.beer != first, keg.batch, keg.serial))
        return full[: wish if client.far else max(0, min(wish, len(full) - LINES))]

    def _deliver(self, day: date, out: dict[str, list[DemoKeg]]) -> None:
        serials = [keg.serial for kegs in out.values() for keg in kegs]
        self._move(day, 8.5, Role.DRIVER, KegMove.DISPATCH, serials, location="Camioneta 1")
        sold: dict[str, Decimal] = defaultdict(Decimal)
        for client, kegs in out.items():
            self._move(day, 11, Role.DRIVER, KegMove.DELIVER, [keg.serial for keg in kegs], client_name=client)
            for keg in kegs:
                sold[keg.beer] += keg.litres
        self._sell(day, 18, f"Entregas en barril del {day:%d/%m/%Y}", sold)

    def _sell(self, day: date, hour: float, reason: str, sold: dict[str, Decimal]) -> None:
        needs = [Need(self.world.ids[sku], litres, "L") for sku, litres in sorted(sold.items())]

        def work(tx: Tx) -> str:
            return str(inventory.issue(tx, reason, needs).id)

        self.world.stage.cue(self.world.at(day, hour), "inventory", Role.WAREHOUSE, work, deed="issue_stock")

    def _buy_one_way(self, day: date) -> None:
        for kind in ONE_WAY:
            there = [keg for keg in self.fleet if keg.serial.startswith(kind.prefix)]
            if sum(keg.state is KegState.CLEAN for keg in there) < ONE_WAY_AT_ONCE // 4:
                self._register(day, kind, len(there) + 1, ONE_WAY_AT_ONCE)

    # ------------------------------------------------------------------------------------------------------- mishaps

    def hold_recalled(self, numbers: Sequence[str]) -> None:
        """What is still here of recalled batches stays here."""
        held = [keg for keg in self.fleet if keg.state is KegState.FULL and keg.batch in numbers]
        if held:
            day = self.world.today - timedelta(days=RECALLED_DAYS_AGO)
            why = "Retiro de malta del productor"
            self._move(day, 12.5, Role.CELLAR, KegMove.QUARANTINE, [keg.serial for keg in held], reason=why)
        for keg in held:
            keg.state = KegState.QUARANTINE

    def _cue_mishaps(self) -> None:
        world = self.world
        span = (world.today - world.opens).days
        lost = world.today - timedelta(days=min(40, span // 3))
        world.stage.think(world.at(lost, 7), partial(self._lose, lost, found=True))
        lost = world.today - timedelta(days=6)
        world.stage.think(world.at(lost, 7), partial(self._lose, lost, found=False))
        held = world.today - timedelta(days=3)
        world.stage.think(world.at(held, 5), partial(self._hold, held))

    def _lose(self, day: date, *, found: bool) -> None:
        """A client has a keg no longer; one turns up again."""
        there = [keg for keg in self.fleet if keg.state is KegState.AT_CLIENT and not keg.one_way and keg.home_on]
        if not there:
            return
        keg = min(there, key=lambda each: (each.home_on or day, each.serial))
        keg.state = KegState.LOST
        self._move(day, 13, Role.WAREHOUSE, KegMove.LOSE, [keg.serial], reason="El cliente dice que ya no lo tiene")
        if found:
            back = day + timedelta(days=11)
            self._move(back, 12, Role.DRIVER, KegMove.FIND, [keg.serial], reason="Estaba en la bodega del vecino")
            clean = back + timedelta(days=2)
            why = "Sin golpes; se lava"
            self._move(clean, 9, Role.CELLAR, KegMove.RELEASE, [keg.serial], reason=why, to=KegState.DIRTY)
            self.world.stage.think(self.world.at(clean, 10), partial(_is_home, keg, clean))

    def _hold(self, day: date) -> None:
        """Somebody tasted a keg that is not as it should be."""
        full = [keg for keg in self.fleet if keg.state is KegState.FULL and keg.batch in self.sellable]
        if full:
            keg = max(full, key=lambda each: each.serial)
            keg.state = KegState.QUARANTINE
            self._move(day, 10, Role.CELLAR, KegMove.QUARANTINE, [keg.serial], reason="Sabor a cartón en la cata")

    def _move(self, day: date, hour: float, role: Role, kind: KegMove, serials: Sequence[str], **how: Any) -> None:  # noqa: ANN401 - as below
        self._scan(self.world.at(day, hour), role, kind, serials, **how)

    def _scan(self, at: datetime, role: Role, kind: KegMove, serials: Sequence[str], **how: Any) -> None:  # noqa: ANN401 - as its order has them
        """Cue a move; `how` are fields of its order."""
        order = KegOrder(kind, serials, NAMES[role], **how)

        def work(tx: Tx) -> str:
            return str(move_kegs(tx, order).id)

        self.world.stage.cue(at, "inventory", role, work, deed=f"{kind.value.lower()}_kegs")


def _is_home(keg: DemoKeg, day: date) -> None:
    """It stands in the yard from the next morning on, empty; a one-way one never comes."""
    keg.state = KegState.RETIRED if keg.one_way else KegState.DIRTY
    keg.home_on = day
    keg.batch = keg.client = keg.beer = ""
