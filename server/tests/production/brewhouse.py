"""A brewhouse to try things in: what people do there, one call each, straight to the commands.

Inventory is not here. What it would answer is brought as its events are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from desertbrew.contexts.inventory.contract import (
    Available,
    IssuedDraw,
    ItemCreated,
    ItemKind,
    MaterialsIssued,
    MaterialsRefused,
    Need,
    Shortage,
    ShortageReason,
)
from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.commands.moving import brews_of, materials_of
from desertbrew.contexts.production.contract import MaterialsRequested
from desertbrew.contexts.production.queries import BatchView
from desertbrew.contexts.production.rules.batches import CostKind, Fate, Move
from desertbrew.contexts.production.rules.recipe import Fermentable, Hop, RecipeDraft, Yeast
from desertbrew.contexts.production.tables import Batch, Recipe
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin, Tx
from support.letters import emitted

T = TypeVar("T")


WORDS = {"MALT": "Malta Pilsner", "HOPS": "Saaz", "YEAST": "W-34/70"}
"""What the recipe below calls its ingredients."""


def draft(name: str = "Velafrons", **changed: object) -> RecipeDraft:
    """A recipe over 100 L: 20 kg of malt, 200 g of hops, a packet of yeast."""
    fields: dict[str, object] = {
        "fermentables": (Fermentable("Malta Pilsner", "grain", Decimal(20), Decimal(80), Decimal(2)),),
        "hops": (Hop("Saaz", Decimal("0.2"), Decimal("3.5"), "boil", Decimal(60)),),
        "yeasts": (Yeast("W-34/70", Decimal(1), "piece", attenuation_pct=Decimal(76)),),
        "efficiency_pct": Decimal(75),
        "boil_minutes": Decimal(60),
    }
    return RecipeDraft(name, Decimal(100), "beerxml", **{**fields, **changed})  # type: ignore[arg-type]


@dataclass
class FixedAvailability:
    """Answers production's question with what it was told; remembers what it was asked."""

    answers: list[Available] = field(default_factory=list)
    asked: list[Need] = field(default_factory=list)

    def check(self, needs: Sequence[Need]) -> list[Available]:
        self.asked = list(needs)
        return self.answers


class Brewhouse:
    """Production's database, and the items that it has heard of."""

    def __init__(self, database: Database, origin: Origin) -> None:
        self.database = database
        self.origin = origin

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.database.write(work, self.origin)

    def know(self, name: str = "Malta", kind: ItemKind = ItemKind.MALT, unit: BaseUnit = BaseUnit.KG) -> Id:
        """Hear of an item of the catalogue."""
        item = ItemCreated(new_id(), f"SKU-{name}".upper(), name, kind, unit)
        self.write(lambda tx: commands.know_item(tx, item))
        return item.item_id

    def import_recipe(self, recipe: RecipeDraft | None = None) -> Recipe:
        """As a new version, unless it is here."""
        (imported,) = self.write(lambda tx: commands.import_recipes(tx, "archivo.xml", [recipe or draft()]))
        return imported.recipe

    def alias(self, kind: str, name: str, item_id: Id | None) -> None:
        """Confirm what a word means."""
        self.write(lambda tx: commands.confirm_alias(tx, kind, name, item_id, "alguien"))

    def matched_recipe(self) -> Recipe:
        """A recipe whose three ingredients are matched."""
        recipe = self.import_recipe()
        for kind, name in WORDS.items():
            self.alias(kind, name, self.know(f"Artículo {name}", ItemKind(kind)))
        return recipe

    def plan(self, recipe: Recipe | None = None, litres: str = "100", product: Id | None = None, brews: int = 1) -> Batch:
        """A beer of a recipe, by default one that is matched."""
        recipe = recipe or self.matched_recipe()
        new = commands.NewBatch(recipe.id, Decimal(litres), date(2026, 11, 25), product, brews)
        return self.write(lambda tx: commands.plan_batch(tx, new))

    def replan(self, batch: Batch, **changed: object) -> Batch:
        """Another day, volume or number of brews."""
        new = commands.NewPlan(**changed)  # type: ignore[arg-type]
        return self.write(lambda tx: commands.replan_batch(tx, batch.id, new))

    def start(self, batch: Batch) -> MaterialsRequested:
        """Ask for its next brew's material; the request that inventory will hear."""
        self.write(lambda tx: commands.start_batch(tx, batch.id))
        request = emitted(self.database, MaterialsRequested)[-1]
        assert isinstance(request, MaterialsRequested)
        return request

    def ask_again(self, batch: Batch) -> MaterialsRequested:
        """The same request once more."""
        self.write(lambda tx: commands.ask_again(tx, batch.id))
        request = emitted(self.database, MaterialsRequested)[-1]
        assert isinstance(request, MaterialsRequested)
        return request

    def bring(self, request: MaterialsRequested, cost: str = "500.00") -> None:
        """Inventory says yes."""
        self.write(lambda tx: commands.receive_materials(tx, issued(request, cost)))

    def brewing(self, cost: str = "500.00", recipe: Recipe | None = None, litres: str = "100", brews: int = 1) -> Batch:
        """A batch whose (first) material has come."""
        batch = self.plan(recipe, litres, brews=brews)

        def start(tx: Tx) -> None:
            # Asked and answered at once: an inventory that runs beside would say that it knows none of this.
            started = commands.start_batch(tx, batch.id)
            (brew,) = (brew for brew in brews_of(tx, started) if brew.issue_id)
            assert brew.issue_id is not None
            request = MaterialsRequested(brew.issue_id, batch.id, batch.number, materials_of(tx, started, brew))
            commands.receive_materials(tx, issued(request, cost))

        self.write(start)
        return self.read(batch).batch

    def knock_out(self, batch: Batch, litres: str = "100", **measured: object) -> Batch:
        """The wort of the brew in the kettle goes into the fermenter."""
        brew = next(brew for brew in self.read(batch).brews if brew.state == "BREWING")
        out = commands.KnockOut(Decimal(litres), **measured)  # type: ignore[arg-type]
        return self.write(lambda tx: commands.knock_out_brew(tx, brew.id, out))

    def move(self, batch: Batch, move: Move) -> Batch:
        """Ferment, condition or package it."""
        return self.write(lambda tx: commands.move_batch(tx, batch.id, move))

    def packaging(self, cost: str = "500.00", recipe: Recipe | None = None, litres: str = "100") -> Batch:
        """A batch whose beer goes into packages."""
        batch = self.brewing(cost, recipe, litres)
        self.knock_out(batch, litres)
        return self.move(batch, Move.PACKAGE)

    def spend(self, batch: Batch, amount: str, kind: CostKind = CostKind.LABOR) -> None:
        """Record a cost."""
        new = commands.NewCost(kind, "Un gasto", Decimal(amount))
        self.write(lambda tx: commands.record_cost(tx, batch.id, new))

    def complete(self, batch: Batch, litres: str = "85") -> Batch:
        """Package it."""
        return self.write(lambda tx: commands.complete_batch(tx, batch.id, Decimal(litres)))

    def cancel(self, batch: Batch, fate: Fate = Fate.WASTE, lines: Mapping[Id, Fate] | None = None) -> Batch:
        """Give it up."""
        why = commands.Cancellation("no hay tanque", fate, lines or {})
        return self.write(lambda tx: commands.cancel_batch(tx, batch.id, why))

    def read(self, batch: Batch) -> BatchView:
        """As its page shows it now."""
        with self.database.read() as tx:
            return queries.batch(tx, batch.id)

    def state(self, batch: Batch) -> str:
        """Where it stands now."""
        return self.read(batch).batch.state

    def faults(self) -> list[str]:
        """Where a batch's total is not the sum of its costs."""
        with self.database.read() as tx:
            return queries.cost_faults(tx)


def issued(request: MaterialsRequested, cost: str = "500.00") -> MaterialsIssued:
    """Inventory's yes: one lot an item, the whole cost on the first."""
    draws = tuple(
        IssuedDraw(new_id(), f"LOTE-{n:06d}", material.item_id, material.name, material.amount, BaseUnit.KG, Decimal(amount))
        for n, (material, amount) in enumerate(zip(request.materials, [cost, "0.00", "0.00"], strict=False), start=1)
    )
    return MaterialsIssued(request.issue_id, request.batch_id, draws, Decimal(cost))


def refused(request: MaterialsRequested) -> MaterialsRefused:
    """Inventory's no: of the first item there is nothing."""
    material = request.materials[0]
    shortage = Shortage(
        material.item_id, material.name, material.amount, Decimal(0), material.unit, ShortageReason.NOT_ENOUGH
    )
    return MaterialsRefused(request.issue_id, request.batch_id, (shortage,))
