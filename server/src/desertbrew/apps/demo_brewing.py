"""One batch of the demo from its plan to its last bottle, each step on its day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from desertbrew.apps.demo_calendar import Slot, Story
from desertbrew.apps.demo_data.catalogue import ITEMS
from desertbrew.apps.demo_fermenting import begin_sheet, fill_sheet, readings_of
from desertbrew.apps.demo_kegs import Kegs
from desertbrew.apps.demo_warehouse import Warehouse
from desertbrew.apps.demo_world import World
from desertbrew.apps.demo_yeast import Culture, Yeast
from desertbrew.contexts.production import commands as production
from desertbrew.contexts.production.commands import bookings, cellar, packaging, vessels
from desertbrew.contexts.production.commands.fermentation import NewReading, record_fermentation
from desertbrew.contexts.production.commands.moving import materials_of
from desertbrew.contexts.production.queries.cellar import contents
from desertbrew.contexts.production.rules.batches import BrewState, Fate, Move
from desertbrew.contexts.production.rules.cellar import LossReason, VesselState
from desertbrew.contexts.production.tables import Batch, Brew, PackageFormat
from desertbrew.kernel.ids import Id
from desertbrew.kernel.quantity import to_base
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

PLANNED_AHEAD = timedelta(days=13)
"""So that what a plan wants is bought on the Monday before."""
DUMPED_AFTER = timedelta(days=9)
OPEN_BEFORE = timedelta(minutes=80)
BREWING_SINCE = timedelta(hours=2)
IN_KEGS = Decimal("0.78")
"""Of a batch, as far as there are kegs."""
LITRE, MILLILITRE = Decimal(1), Decimal("0.001")
DOZEN = 12

_ITEMS = {item.sku: item for item in ITEMS}


class BrewWaits(Exception):
    """A brew has no material: the demo bought too little, and its story does not go on."""


@dataclass
class Brewing:
    """A slot of the calendar as it comes true."""

    world: World
    warehouse: Warehouse
    kegs: Kegs
    yeast: Yeast
    slot: Slot
    culture: Culture | None = None
    """The yeast that is pitched again; None takes new packets."""
    batch_id: Id | None = None
    number: str = ""

    def plan(self) -> None:
        """Cue the plan; everything else follows from it."""
        day = max(self.slot.brew_on - PLANNED_AHEAD, self.world.opens)
        self.world.stage.think(self.world.at(day, 8.5), self._claim)
        self._cue(day, 8.5, Role.BREWER, "plan_batch", self._plan, self._planned)

    def _claim(self) -> None:
        self.culture = self.yeast.claim(self.slot)

    def _plan(self, tx: Tx) -> dict[str, Any]:
        slot, ids = self.slot, self.world.ids
        recipe = self.world.recipes[slot.beer.recipe]
        recipe_id = Id(recipe["repitched" if self.culture else "id"])
        tank = ids[slot.fermenter]
        day = timedelta(days=1)
        new = production.NewBatch(
            recipe_id,
            Decimal(slot.volume_l),
            slot.brew_on,
            ids[slot.beer.sku],
            slot.brews,
            tank,
            (slot.rack_on + day - slot.brew_on).days,
        )
        batch = production.plan_batch(tx, new)
        bookings.book_vessel(tx, bookings.NewBooking(ids[slot.brite], slot.rack_on, slot.package_on + day, batch.id))
        needs: dict[str, Decimal] = defaultdict(Decimal)
        names = {item_id: sku for sku, item_id in ids.items()}
        for material in materials_of(tx, batch):
            sku = names[material.item_id]
            item = _ITEMS[sku]
            needs[sku] += to_base(material.amount, material.unit, item.base_unit, item.units).amount
        return {"id": batch.id, "number": batch.number, "needs": needs}

    def _planned(self, answer: dict[str, Any]) -> None:
        self.batch_id, self.number = Id(answer["id"]), answer["number"]
        self.warehouse.expect(self.number, answer["needs"])
        self._cue_brew_day()
        if self.slot.story not in {Story.BREWED_NOW, Story.CANCELLED}:
            self._cue_cellar()
            self._cue_readings()
            self.yeast.harvest(self.slot, self.number, self.batch_id, self.culture)
            if self.culture is not None:
                self.yeast.pitch(self.slot.brew_on, self.culture, self.number, self.batch_id)

    # ------------------------------------------------------------------------------------------------------ brew day

    def _cue_brew_day(self) -> None:
        slot, day = self.slot, self.slot.brew_on
        begins = self.world.at(day, 7)
        if slot.story is Story.BREWED_NOW:
            begins = self.world.stage.closes - BREWING_SINCE
        self._act(begins, Role.BREWER, "start_batch", self._start)
        if slot.story is Story.CANCELLED:
            self._cue(day, 10, Role.BREWER, "cancel_batch", self._cancel, lambda _: self.warehouse.forget(self.number))
            return
        luck = self.world.chance(f"brew {self.number}")
        for number in range(1, slot.brews + 1):
            out = begins + timedelta(minutes=345 * number + luck.randint(-15, 20))
            work = partial(self._knock_out, out=self._wort(luck))
            self._act(out, Role.BREWER, "knock_out_brew", work)
            if slot.story is Story.BREWED_NOW and number == 1:
                soon = begins + timedelta(minutes=30)
                self._act(soon, Role.BREWER, "record_entry", partial(self._begin_sheet, began=begins))
            if number < slot.brews:
                self._act(out + timedelta(minutes=10), Role.BREWER, "start_batch", self._start)
        last = begins + timedelta(hours=13)
        self.world.stage.think(last, lambda: self.warehouse.forget(self.number))

    def _start(self, tx: Tx) -> None:
        production.start_batch(tx, self._batch(tx).id)

    def _wort(self, luck: Any) -> production.KnockOut:  # noqa: ANN401 - a source of chance
        """What comes out of the kettle: about what was planned, and its gravity about the recipe's."""
        litres = Decimal(f"{self.slot.volume_l / self.slot.brews * luck.uniform(0.985, 1.02):.1f}")
        og = float(self.world.recipes[self.slot.beer.recipe]["og"]) + luck.gauss(0, 0.0008)
        full = litres * Decimal("1.04") / Decimal("0.88")
        return production.KnockOut(
            litres,
            og=Decimal(f"{og:.4f}"),
            preboil_volume_l=full.quantize(LITRE),
            preboil_sg=Decimal(f"{1 + (og - 1) * 0.88:.4f}"),
            postboil_volume_l=(litres * Decimal("1.04")).quantize(LITRE),
            energy_kwh=Decimal(f"{luck.uniform(52, 66):.1f}"),
            hours=Decimal(f"{luck.uniform(5.4, 6.6):.2f}"),
        )

    def _knock_out(self, tx: Tx, out: production.KnockOut) -> None:
        batch = self._batch(tx)
        query = select(Brew).where(Brew.batch_id == batch.id, Brew.state == BrewState.BREWING.value)
        brew = tx.session.execute(query).scalars().first()
        if brew is None:
            raise BrewWaits(f"{batch.number} {batch.recipe_name}: {batch.shortages}")
        assert brew.started_at is not None, "a brew in the kettle was started"
        assert out.og is not None, "the demo measures"
        figures = {
            "og": out.og,
            "preboil_sg": out.preboil_sg or out.og,
            "preboil_volume": out.preboil_volume_l or out.volume_l,
            "postboil_volume": out.postboil_volume_l or out.volume_l,
            "fermenter_volume": out.volume_l,
        }
        luck = self.world.chance(f"sheet {batch.number} {brew.number}")
        fill_sheet(tx, brew, figures, brew.started_at, tx.now, luck)
        production.knock_out_brew(tx, brew.id, out)

    def _begin_sheet(self, tx: Tx, began: datetime) -> None:
        query = select(Brew).where(Brew.batch_id == self.batch_id, Brew.state == BrewState.BREWING.value)
        begin_sheet(tx, tx.session.execute(query).scalar_one(), began)

    def _cancel(self, tx: Tx) -> None:
        why = "Falló el quemador de la olla; el material vuelve al almacén"
        production.cancel_batch(tx, self._batch(tx).id, production.Cancellation(why, Fate.RETURN))

    # -------------------------------------------------------------------------------------------------------- cellar

    def _cue_cellar(self) -> None:
        slot = self.slot
        day = timedelta(days=1)
        fermented = slot.brew_on + timedelta(days=slot.beer.ferments_days)
        luck = self.world.chance(f"cellar {self.number}")
        self.warehouse.clean(slot.brew_on - day, 15, slot.fermenter)
        if slot.story is Story.DUMPED:
            gone = slot.brew_on + DUMPED_AFTER
            self._cue(gone, 12, Role.BREWER, "cancel_batch", self._dump)
            self._wash(gone, 15, slot.fermenter)
            return
        yeast = Decimal(f"{luck.uniform(5, 9):.1f}")
        self._cue(fermented, 11, Role.CELLAR, "record_loss", partial(self._lose, litres=yeast, reason=LossReason.YEAST))
        self._cue(fermented, 16, Role.CELLAR, "condition_batch", partial(self._move, move=Move.CONDITION))
        left = Decimal(f"{luck.uniform(9, 15):.1f}")
        self._cue(slot.rack_on, 9, Role.CELLAR, "transfer", partial(self._rack, left=left), self._racked)
        self._wash(slot.rack_on, 14, slot.fermenter)
        if slot.story is Story.PACKAGED_NOW:
            at = self.world.stage.closes - OPEN_BEFORE
            self._act(at, Role.CELLAR, "open_packaging_run", self._open_run, self._run_open)
        else:
            self._cue(slot.package_on, 7.25, Role.CELLAR, "open_packaging_run", self._open_run, self._run_open)

    def _cue_readings(self) -> None:
        """Everything that will be read off the fermenter, until it is empty."""
        slot = self.slot
        recipe = self.world.recipes[slot.beer.recipe]
        luck = self.world.chance(f"readings {self.number}")
        og = float(recipe["og"]) + luck.gauss(0, 0.0006)
        fg = float(recipe["fg"]) + luck.gauss(0, 0.0008)
        last = slot.rack_on if slot.story is not Story.DUMPED else slot.brew_on + DUMPED_AFTER
        until = self.world.at(last, 8.9)
        for at, reading in readings_of(slot, og, fg, self.world.at(slot.brew_on, 20.5), luck):
            if at < until:
                work = partial(self._read, reading=reading)
                self._act(at, Role.CELLAR, "record_fermentation", work)

    def _read(self, tx: Tx, reading: NewReading) -> None:
        record_fermentation(tx, self._batch(tx).id, reading)

    def _lose(self, tx: Tx, litres: Decimal, reason: LossReason) -> None:
        cellar.record_loss(tx, self.world.ids[self.slot.fermenter], litres, reason)

    def _move(self, tx: Tx, move: Move) -> None:
        production.move_batch(tx, self._batch(tx).id, move)

    def _dump(self, tx: Tx) -> None:
        why = "Acidez y película: contaminada; se tira"
        production.cancel_batch(tx, self._batch(tx).id, production.Cancellation(why, Fate.WASTE))

    def _rack(self, tx: Tx, left: Decimal) -> str:
        """All but what clings to the cone goes to the brite tank."""
        source, target = self.world.ids[self.slot.fermenter], self.world.ids[self.slot.brite]
        there = sum((each.row.volume_l for each in contents(tx, source)), Decimal(0))
        cellar.transfer(tx, source, target, there - left, loss_l=left, loss_reason=LossReason.TRUB)
        return f"{there - left:f}"

    def _racked(self, litres: str) -> None:
        self.warehouse.carbonate(self.slot.rack_on + timedelta(days=1), self.number, Decimal(litres))

    def _wash(self, day: date, hour: float, code: str) -> None:
        """A dirty tank is cleaned, and clean the next morning."""

        def put(tx: Tx, state: VesselState) -> None:
            vessels.move_vessel(tx, self.world.ids[code], state)

        self._cue(day, hour, Role.CELLAR, "move_vessel", partial(put, state=VesselState.CLEANING))
        self._cue(day + timedelta(days=1), 6.5, Role.CELLAR, "move_vessel", partial(put, state=VesselState.AVAILABLE))
        self.warehouse.clean(day, hour, code)

    # ----------------------------------------------------------------------------------------------------- packaging

    def _open_run(self, tx: Tx) -> dict[str, Any]:
        run = packaging.open_run(tx, self.world.ids[self.slot.brite])
        return {"id": run.id, "litres": run.before_l}

    def _run_open(self, answer: dict[str, Any]) -> None:
        run_id, there = Id(answer["id"]), Decimal(answer["litres"])
        now, slot = self.world.stage.now, self.slot
        hour = _hour(now, self.world)
        day = now.astimezone(self.world.zone).date()
        share = IN_KEGS / 3 if slot.story is Story.PACKAGED_NOW else IN_KEGS
        kegs = self.kegs.choose(day, there * share)
        in_kegs = Decimal(0)
        if kegs:
            in_kegs = self.kegs.fill(day, hour + 0.25, kegs, slot.beer.sku, self.number, run_id)
        if slot.story is Story.PACKAGED_NOW:
            return
        luck = self.world.chance(f"run {self.number}")
        form_l = Decimal("0.940") if slot.beer.bottle_format.startswith("B940") else Decimal("0.355")
        rest = there - in_kegs - Decimal(f"{luck.uniform(4, 7):.3f}")
        bottles = int((rest / form_l / DOZEN).to_integral_value(ROUND_DOWN)) * DOZEN
        if bottles > 0:
            self._cue(day, 13, Role.CELLAR, "record_packages", partial(self._bottle, run_id=run_id, count=bottles))
        lost = (there * Decimal(f"{luck.uniform(0, 0.0025):.5f}")).quantize(MILLILITRE)
        left = there - in_kegs - max(bottles, 0) * form_l - lost
        closing = packaging.Closing(max(left, Decimal(0)), keeps_rest=False)
        self._cue(day, 15, Role.CELLAR, "close_packaging_run", partial(_close_run, run_id=run_id, closing=closing))
        self._cue(day, 17, Role.BREWER, "complete_batch", self._complete, lambda _: self._completed(bottles))
        self._wash(day, 16, slot.brite)

    def _bottle(self, tx: Tx, run_id: Id, count: int) -> None:
        form = self.world.ids[self.slot.beer.bottle_format]
        assert tx.session.get(PackageFormat, form) is not None, "the formats were defined on the first morning"
        packaging.record_packages(tx, run_id, packaging.NewPackages(form, count, self.world.ids[self.slot.beer.bottle_sku]))

    def _complete(self, tx: Tx) -> None:
        production.complete_batch(tx, self._batch(tx).id)

    def _completed(self, bottles: int) -> None:
        self.kegs.sellable.add(self.number)
        self.warehouse.sell_bottles(self.slot.package_on, self.slot.beer.bottle_sku, bottles)

    # ----------------------------------------------------------------------------------------------------------------

    def _batch(self, tx: Tx) -> Batch:
        return tx.session.get_one(Batch, self.batch_id)

    def _cue(self, day: date, hour: float, role: Role, deed: str, work: Any, then: Any = None) -> None:  # noqa: ANN401 - callbacks
        self._act(self.world.at(day, hour), role, deed, work, then)

    def _act(self, at: datetime, role: Role, deed: str, work: Any, then: Any = None) -> None:  # noqa: ANN401 - callbacks
        subject = self.batch_id or ""
        self.world.stage.cue(at, "production", role, work, then, deed=deed, subject=subject)


def _close_run(tx: Tx, run_id: Id, closing: packaging.Closing) -> None:
    packaging.close_run(tx, run_id, closing)


def _hour(now: datetime, world: World) -> float:
    local = now.astimezone(world.zone)
    return local.hour + local.minute / 60
