"""The demo's first morning: whom it buys from, what it keeps, where it keeps it, what it brews and in what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from importlib import resources
from typing import Any

from desertbrew.apps.demo_data import catalogue, kitchen, plant
from desertbrew.apps.demo_data.beers import BEERS
from desertbrew.apps.demo_data.brewhouse import BREWHOUSE
from desertbrew.apps.demo_world import World
from desertbrew.contexts.inventory import commands as inventory
from desertbrew.contexts.inventory.rules import Gas, GasUnit, LocationKind, Ownership
from desertbrew.contexts.production import commands as production
from desertbrew.contexts.production import queries as production_queries
from desertbrew.contexts.production.commands.packaging_material import NewFormat, NewMaterial, define_format
from desertbrew.contexts.production.commands.readings import set_strapping
from desertbrew.contexts.production.commands.vessels import register_vessel
from desertbrew.contexts.production.rules.batches import CostKind
from desertbrew.contexts.production.rules.cellar import VesselKind
from desertbrew.contexts.production.rules.costs import Basis
from desertbrew.contexts.production.rules.packaging import PackageKind
from desertbrew.contexts.production.rules.recipe_document import recipe_of
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
from desertbrew.contexts.production.rules.volume import strapping_of
from desertbrew.contexts.production.tables import Recipe
from desertbrew.contexts.purchasing import commands as purchasing
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx

PLACES = (
    ("ALM-1", "Almacén de maltas y envases", LocationKind.SHELF),
    ("CF-1", "Cuarto frío de producto", LocationKind.COLD_ROOM),
    ("CF-2", "Refrigerador de levaduras", LocationKind.COOLER),
    ("CONG-1", "Congelador de lúpulos", LocationKind.FREEZER),
)
CYLINDERS = ("CO2-01", "CO2-02", "CO2-03", "CO2-04")
CYLINDER_KG = Decimal(25)

RATES = (
    ("Mano de obra de cocción", CostKind.LABOR, Basis.BREW_HOUR, "118.00"),
    ("Gas LP", CostKind.ENERGY, Basis.BREW, "486.00"),
    ("Electricidad", CostKind.ENERGY, Basis.KWH, "3.15"),
    ("Agua y tratamiento", CostKind.WATER, Basis.LITRE, "0.11"),
    ("Gastos fijos de planta", CostKind.OVERHEAD, Basis.BATCH, "4850.00"),
)
DEARER = (("Gas LP", CostKind.ENERGY, Basis.BREW, "512.00"), ("Electricidad", CostKind.ENERGY, Basis.KWH, "3.28"))
"""New prices of the second half of the past."""

STRAPPED_EVERY_MM = 50


def open_brewery(world: World, then: Callable[[], None]) -> None:
    """Cue the first morning; `then` is called when everything is in the books."""
    stage, day = world.stage, world.opens
    stage.cue(world.at(day, 7), "purchasing", Role.MANAGER, _register_suppliers, world.know)
    stage.cue(world.at(day, 7.25), "inventory", Role.WAREHOUSE, partial(_stock_catalogue, day=day), world.know)

    def know_all(answer: dict[str, Any]) -> None:
        world.know(answer["ids"])
        world.recipes = answer["recipes"]
        then()

    def set_up(tx: Tx) -> dict[str, Any]:
        return _set_up_production(tx, world)

    stage.cue(world.at(day, 7.5), "production", Role.BREWER, set_up, know_all)
    middle = world.opens + (world.today - world.opens) / 2
    stage.cue(world.at(middle, 8), "production", Role.MANAGER, partial(_set_rates, rates=DEARER, day=middle))


def _register_suppliers(tx: Tx) -> dict[str, str]:
    found = {}
    for each in (*catalogue.SUPPLIERS, *kitchen.SUPPLIERS):
        new = purchasing.NewSupplier(each.name, each.rfc, each.email, each.phone, each.lead_time_days)
        found[each.name] = str(purchasing.register_supplier(tx, new).id)
    return found


def _stock_catalogue(tx: Tx, day: date) -> dict[str, str]:
    found = {}
    for each in catalogue.ITEMS:
        item = inventory.create_item(tx, inventory.NewItem(each.sku, each.name, each.kind, each.base_unit))
        for unit, factor in each.units.items():
            inventory.set_conversion(tx, item.id, unit, factor)
        found[each.sku] = str(item.id)
    for code, name, kind in PLACES:
        found[code] = str(inventory.create_location(tx, inventory.NewLocation(code, name, kind)).id)
    due = day + timedelta(days=400)
    for code in CYLINDERS:
        new = inventory.NewCylinder(code, Gas.CO2, GasUnit.KG, CYLINDER_KG, Ownership.DEPOSIT, Decimal(2800), due)
        found[code] = str(inventory.register_cylinder(tx, new).id)
    oxygen = inventory.NewCylinder("O2-01", Gas.O2, GasUnit.M3, Decimal(6), Ownership.RENTED, None, due)
    found["O2-01"] = str(inventory.register_cylinder(tx, oxygen).id)
    return found


def _set_up_production(tx: Tx, world: World) -> dict[str, Any]:
    production.create_equipment(tx, BREWHOUSE, default=True)
    ids = {}
    for new in (*plant.PLANT, *plant.tanks_for(world.size.batches_per_month)):
        vessel = register_vessel(tx, new)
        ids[new.code] = str(vessel.id)
        shape = {VesselKind.FERMENTER: plant.FERMENTER_SHAPE, VesselKind.BRITE: plant.BRITE_SHAPE}.get(new.kind)
        if shape is not None:
            set_strapping(tx, vessel.id, strapping_of(shape, STRAPPED_EVERY_MM))
    recipes = _import_recipes(tx)
    tx.session.flush()
    for match in production_queries.ingredient_matches(tx, None):
        if match.alias is None and match.name in catalogue.ALIASES:
            sku = catalogue.ALIASES[match.name]
            production.confirm_alias(tx, match.kind, match.name, None if sku is None else world.ids[sku], tx.origin.actor)
    _set_rates(tx, RATES, world.opens)
    for form in _formats(world):
        ids[form.code] = str(define_format(tx, form).id)
    return {"ids": ids, "recipes": recipes}


def _import_recipes(tx: Tx) -> dict[str, Any]:
    folder = resources.files("desertbrew.apps.demo_data")
    found = {}
    for name in catalogue.RECIPE_FILES:
        drafts = read_recipe_file(name, (folder / name).read_bytes()).recipes
        for made in production.import_recipes(tx, name, drafts):
            recipe: Recipe = made.recipe
            assert recipe.document is not None, "a recipe that was just imported has its document"
            # Without a yeast nobody can compute where it ends: the figures of the first version go along.
            draft = recipe_of(recipe.document)
            draft = replace(draft, yeasts=(), og=recipe.og, fg=recipe.fg, abv_pct=recipe.abv_pct)
            repitched = production.revise_recipe(tx, recipe.id, draft, "Con levadura cosechada: sin sobres nuevos")
            facts = {"id": recipe.id, "og": recipe.og, "fg": recipe.fg, "repitched": repitched.id}
            found[recipe.name] = {name: str(value) for name, value in facts.items()}
    return found


def _set_rates(tx: Tx, rates: tuple[tuple[str, CostKind, Basis, str], ...], day: date) -> None:
    for name, kind, basis, amount in rates:
        production.set_cost_rate(tx, production.NewRate(name, kind, basis, Decimal(amount), day))


def _formats(world: World) -> list[NewFormat]:
    """Every beer has a bottle with its own label; kegs of any size take a cap."""
    labels = {
        "BOT-COAHUILACERATOPS": "LABEL-IPA-COAHUILACERATOPS",
        "BOT-VELAFRONS": "LABEL-LAGER-VELAFRONS",
        "BOT-CARNOTAURUS": "LABEL-AMBER-CARNOTAURUS",
        "BOT-T-REX": "LABEL-STOUT-TREX",
    }
    one = Decimal(1)
    cap = NewMaterial(world.ids["KEG-CAP"], one, "piece")
    formats = [NewFormat("BARRIL", "Barril", PackageKind.KEG, Decimal(50), 120, (cap,))]
    for beer in BEERS:
        big = beer.bottle_format.startswith("B940")
        glass = "BOTTLE-940-AMBER" if big else "BOTTLE-355-AMBER"
        skus = (glass, "CAP-STANDARD-GOLD", labels[beer.bottle_sku])
        materials = [NewMaterial(world.ids[sku], one, "piece") for sku in skus]
        litres = Decimal("0.940") if big else Decimal("0.355")
        name = f"{beer.name}, botella {'940' if big else '355'} ml"
        formats.append(NewFormat(beer.bottle_format, name, PackageKind.BOTTLE, litres, 180, materials))
    return formats
