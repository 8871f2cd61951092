"""The demo's yeast: harvested when a beer has fermented, pitched again into the next of its kind, or thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from desertbrew.apps.demo_calendar import Slot, Story
from desertbrew.apps.demo_world import World
from desertbrew.contexts.inventory import commands as inventory
from desertbrew.contexts.inventory.tables import Item, Lot, Movement
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

KEEPS = timedelta(days=14)
MOST_GENERATIONS = 5
HARVEST_L, PITCH_L = Decimal(18), Decimal(14)


@dataclass
class Culture:
    """Yeast that was harvested, or will be."""

    sku: str
    generation: int
    harvest_on: date
    spoken_for: bool = False
    culture_id: Id | None = None


@dataclass
class Yeast:
    """All that is kept, or will be."""

    world: World
    cultures: list[Culture] = field(default_factory=list)

    def claim(self, slot: Slot) -> Culture | None:
        """Yeast of the right kind that will be fresh on the brew day; spoken for from now on."""
        if slot.story is Story.BREWED_NOW:
            return None
        for culture in self.cultures:
            fresh = culture.harvest_on < slot.brew_on <= culture.harvest_on + KEEPS
            if culture.sku == slot.beer.yeast_sku and fresh and not culture.spoken_for:
                culture.spoken_for = True
                return culture
        return None

    def harvest(self, slot: Slot, number: str, batch_id: Id, pitched: Culture | None) -> None:
        """Keep what this batch's yeast became, where it is worth keeping."""
        generation = pitched.generation + 1 if pitched else 2
        if slot.story not in {Story.USUAL, Story.PACKAGED_NOW} or generation > MOST_GENERATIONS:
            return
        day = slot.brew_on + timedelta(days=slot.beer.ferments_days + 1)
        culture = Culture(slot.beer.yeast_sku, generation, day)
        self.cultures.append(culture)
        luck = self.world.chance(f"yeast {number}")
        cells, alive = Decimal(f"{luck.uniform(0.9, 1.4):.2f}"), Decimal(f"{luck.uniform(94, 98):.1f}")

        def keep(tx: Tx) -> str:
            parent = pitched.culture_id if pitched else None
            lot = None if parent else _lot_in(tx, slot.beer.yeast_sku, number)
            place = self.world.ids["CF-2"]
            new = inventory.NewCulture(HARVEST_L, lot, parent, number, batch_id, cells, alive, place)
            return str(inventory.keep_culture(tx, new).id)

        def kept(culture_id: str) -> None:
            culture.culture_id = Id(culture_id)
            self._cue(day + KEEPS + timedelta(days=1), 9, "discard_culture", partial(_discard, culture=culture))

        self._cue(day, 12, "keep_culture", keep, kept)

    def pitch(self, day: date, culture: Culture, number: str, batch_id: Id) -> None:
        """Pour a culture into the fermenter in the evening of a brew day."""

        def work(tx: Tx) -> str:
            assert culture.culture_id is not None, "it was harvested before the brew day"
            inventory.pitch_culture(tx, culture.culture_id, inventory.NewPitch(number, PITCH_L, batch_id))
            return str(culture.culture_id)

        self._cue(day, 20, "pitch_culture", work)

    def _cue(self, day: date, hour: float, deed: str, work: Any, then: Any = None) -> None:  # noqa: ANN401 - callbacks
        self.world.stage.cue(self.world.at(day, hour), "inventory", Role.CELLAR, work, then, deed=deed)


def _lot_in(tx: Tx, sku: str, number: str) -> Id:
    """The lot of a yeast that a batch took."""
    query = (
        select(Lot.id)
        .join(Movement, Movement.lot_id == Lot.id)
        .join(Item, Item.id == Lot.item_id)
        .where(Item.sku == sku, Movement.reference == number)
        .order_by(Lot.code)
        .limit(1)
    )
    return tx.session.execute(query).scalar_one()


def _discard(tx: Tx, culture: Culture) -> str:
    assert culture.culture_id is not None, "it was kept"
    return str(inventory.discard_culture(tx, culture.culture_id, "Más de dos semanas en frío").id)
