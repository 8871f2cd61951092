"""What people do in the brewhouse: rows, events and refusals, on a real database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desertbrew.contexts.inventory.contract import ItemKind
from desertbrew.contexts.production import commands
from desertbrew.contexts.production.contract import (
    BatchCompleted,
    BatchPlanned,
    MaterialsRequested,
    RecipeImported,
)
from desertbrew.contexts.production.errors import IngredientsUnmatched, MoveNotAllowed, ProductNotLitres
from desertbrew.contexts.production.rules.batches import CostKind, Move
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.money import MOST_MONEY
from desertbrew.kernel.quantity import BaseUnit
from production.brewhouse import Brewhouse, draft, refused
from support.letters import emitted

# ----------------------------------------------------------------------------------------------------------- recipes


def test_inv_b5_the_very_same_recipe_again_is_the_one_there_is(brewhouse: Brewhouse) -> None:
    first, again = brewhouse.import_recipe(), brewhouse.import_recipe(replace(draft(), line=7))
    assert (first.id, first.version) == (again.id, again.version)
    assert len(emitted(brewhouse.database, RecipeImported)) == 1


def test_inv_b5_a_recipe_that_changed_is_a_new_version_and_the_old_one_stays(brewhouse: Brewhouse) -> None:
    first = brewhouse.import_recipe()
    better = brewhouse.import_recipe(draft("VELAFRÓNS", efficiency_pct=Decimal(78)))
    assert (first.version, better.version, better.name) == (1, 2, "VELAFRÓNS")
    assert better.id != first.id


def test_inv_b5_a_recipe_that_many_import_at_once_is_imported_once(brewhouse: Brewhouse) -> None:
    with ThreadPoolExecutor(8) as hands:
        recipes = list(hands.map(lambda _: brewhouse.import_recipe(), range(8)))
    assert len({recipe.id for recipe in recipes}) == 1
    assert len(emitted(brewhouse.database, RecipeImported)) == 1


def test_versions_that_many_import_at_once_are_numbered_without_a_gap(brewhouse: Brewhouse) -> None:
    drafts = [draft(efficiency_pct=Decimal(60 + n)) for n in range(8)]
    with ThreadPoolExecutor(8) as hands:
        assert sorted(recipe.version for recipe in hands.map(brewhouse.import_recipe, drafts)) == list(range(1, 9))


def test_a_recipe_without_figures_gets_ours_and_a_stated_figure_stays(brewhouse: Brewhouse) -> None:
    ours = brewhouse.import_recipe()
    stated = brewhouse.import_recipe(draft("Otra", ibu=Decimal("18.5")))
    assert ours.og is not None
    assert Decimal("1.03") < ours.og < Decimal("1.05")
    assert stated.ibu == Decimal("18.5")
    assert json.loads(stated.computed)["ibu"] == json.loads(ours.computed)["ibu"]


def test_a_real_file_is_imported_whole(brewhouse: Brewhouse, shared_data: Path) -> None:
    content = (shared_data / "recipes/bsmx/jaklindq__kalaslager.bsmx").read_bytes()
    drafts = read_recipe_file("kalaslager.bsmx", content).recipes
    (imported,) = brewhouse.write(lambda tx: commands.import_recipes(tx, "kalaslager.bsmx", drafts))
    assert (imported.recipe.name, imported.known, imported.recipe.source_format) == ("Kalaslager", False, "bsmx")


def test_an_alias_needs_an_item_that_is_known_and_can_be_changed(brewhouse: Brewhouse) -> None:
    with pytest.raises(NotFound):
        brewhouse.alias("MALT", "Malta Pilsner", new_id())
    batch = brewhouse.plan()
    better = brewhouse.know("Otra malta")
    brewhouse.alias("MALT", "MALTA  pilsner", better)
    assert brewhouse.start(batch).materials[0].item_id == better


# ------------------------------------------------------------------------------------------------------------ planning


def test_a_plan_freezes_the_recipe_at_its_own_length(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan(litres="820")
    view = brewhouse.read(batch)
    assert (view.batch.number, view.batch.state, view.batch.total_cost) == ("L-0001", "PLANNED", Decimal(0))
    assert [(line.ingredient.amount, line.ingredient.unit) for line in view.ingredients] == [
        (Decimal(164), "kg"),
        (Decimal(1640), "g"),
        (Decimal("8.2"), "piece"),
    ]
    assert [event.what for event in view.history] == ["planned"]
    (told,) = emitted(brewhouse.database, BatchPlanned)
    assert isinstance(told, BatchPlanned)
    assert (told.batch_id, told.number, told.planned_volume_l) == (batch.id, "L-0001", Decimal(820))


def test_a_product_is_an_item_kept_in_litres(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.matched_recipe()
    with pytest.raises(ProductNotLitres):
        brewhouse.plan(recipe, product=brewhouse.know("Botella", ItemKind.PACKAGING, BaseUnit.PIECE))
    with pytest.raises(NotFound):
        brewhouse.plan(recipe, product=new_id())
    recipe.id = new_id()
    with pytest.raises(NotFound):
        brewhouse.plan(recipe)
    assert emitted(brewhouse.database, BatchPlanned) == []


def test_a_plan_that_would_take_more_than_there_is_in_the_world_is_refused(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe(replace(draft(), batch_volume_l=Decimal("0.000001")))
    with pytest.raises(InvalidInput, match="/planned_volume_l"):
        brewhouse.plan(recipe, litres="1000000")


# ------------------------------------------------------------------------------------------------------------ starting


def test_inv_b4_a_start_asks_for_everything_at_once(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan(litres="50")
    request = brewhouse.start(batch)
    assert [(each.name, each.amount, each.unit) for each in request.materials] == [
        ("Malta Pilsner", Decimal(10), "kg"),
        ("Saaz", Decimal(100), "g"),
        ("W-34/70", Decimal("0.5"), "piece"),
    ]
    assert brewhouse.state(batch) == "STARTING"


def test_inv_b4_each_start_is_a_request_of_its_own(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    first = brewhouse.start(batch)
    brewhouse.write(lambda tx: commands.refuse_materials(tx, refused(first)))
    assert brewhouse.start(batch).issue_id != first.issue_id


def test_inv_b4_starting_many_times_at_once_asks_once(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()

    def start(_: int) -> bool:
        try:
            brewhouse.start(batch)
        except MoveNotAllowed:
            return False
        return True

    with ThreadPoolExecutor(16) as hands:
        assert sum(hands.map(start, range(16))) == 1
    assert len(emitted(brewhouse.database, MaterialsRequested)) == 1


def test_what_nobody_matched_is_named_and_nothing_is_asked_for(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe()
    brewhouse.alias("HOPS", "Saaz", brewhouse.know("Lúpulo Saaz", ItemKind.HOPS))
    batch = brewhouse.plan(recipe)
    with pytest.raises(IngredientsUnmatched) as refusal:
        brewhouse.start(batch)
    assert refusal.value.facts["ingredients"] == ["Malta Pilsner", "W-34/70"]
    assert brewhouse.state(batch) == "PLANNED"


def test_what_is_not_stocked_is_not_asked_for(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.matched_recipe()
    brewhouse.alias("YEAST", "W-34/70", None)
    request = brewhouse.start(brewhouse.plan(recipe))
    assert [each.name for each in request.materials] == ["Malta Pilsner", "Saaz"]


# -------------------------------------------------------------------------------------------------- costs and the end


def test_inv_b3_ten_thousand_over_850_litres(brewhouse: Brewhouse) -> None:
    beer = brewhouse.know("Cerveza", ItemKind.BEER, BaseUnit.L)
    batch = brewhouse.plan(litres="1000", product=beer)
    brewhouse.bring(brewhouse.start(batch), "7500.00")
    brewhouse.knock_out(batch, "1000")
    brewhouse.move(batch, Move.PACKAGE)
    for kind, amount in ((CostKind.LABOR, "1250.00"), (CostKind.ENERGY, "1000.00"), (CostKind.OVERHEAD, "250.00")):
        brewhouse.spend(batch, amount, kind)
    brewhouse.complete(batch, "850")
    done = brewhouse.read(batch).batch
    assert (done.state, done.total_cost, done.cost_per_litre) == ("COMPLETED", Decimal(10_000), Decimal("11.764706"))
    (told,) = emitted(brewhouse.database, BatchCompleted)
    figures = (Decimal(850), Decimal(10_000), Decimal("11.764706"))
    assert isinstance(told, BatchCompleted)
    assert told == BatchCompleted(batch.id, "L-0001", beer, *figures, happened_at=told.happened_at)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.decimals(0, 100_000, places=2), max_size=6),
    st.decimals(Decimal("0.001"), 300, places=3),
)
def test_inv_b2_b3_whatever_is_spent_adds_up(brewhouse: Brewhouse, spent: Sequence[Decimal], packaged: Decimal) -> None:
    batch = brewhouse.packaging("123.45")
    for amount in spent:
        brewhouse.spend(batch, str(amount))
    brewhouse.complete(batch, str(packaged))
    view = brewhouse.read(batch)
    assert view.batch.total_cost == sum(spent, Decimal("123.45")) == sum(cost.amount for cost in view.costs)
    assert view.batch.cost_per_litre == (view.batch.total_cost / packaged).quantize(Decimal("0.000001"), "ROUND_HALF_UP")
    assert brewhouse.faults() == []


@pytest.mark.parametrize("litres", ["300.001", "0.000001"])
def test_a_packaged_volume_that_cannot_be_meant_is_refused(brewhouse: Brewhouse, litres: str) -> None:
    batch = brewhouse.packaging()
    brewhouse.spend(batch, str(MOST_MONEY - 1000))
    with pytest.raises(InvalidInput, match="/packaged_volume_l"):
        brewhouse.complete(batch, litres)
    assert brewhouse.state(batch) == "PACKAGING"


def test_material_is_recorded_by_its_issue_alone(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing()
    with pytest.raises(InvalidInput, match="/kind"):
        brewhouse.spend(batch, "1.00", CostKind.MATERIAL)
    with pytest.raises(InvalidInput, match="/amount"):
        brewhouse.spend(batch, str(MOST_MONEY))
    assert len(brewhouse.read(batch).costs) == 3


# ------------------------------------------------------------------------------------- what the database itself refuses


@pytest.mark.parametrize("statement", ["UPDATE batch_cost SET amount = 1", "DELETE FROM batch_cost"])
def test_inv_b2_the_cost_ledger_refuses_to_be_changed(brewhouse: Brewhouse, statement: str) -> None:
    brewhouse.brewing()
    with pytest.raises(DBAPIError):
        brewhouse.write(lambda tx: tx.session.execute(text(statement)))


@pytest.mark.parametrize(
    "statement", ["UPDATE batch SET state = 'COMPLETED'", "UPDATE batch SET packaged_volume_l = 1000000"]
)
def test_inv_b3_completed_and_packaged_are_one(brewhouse: Brewhouse, statement: str) -> None:
    brewhouse.brewing()
    with pytest.raises(IntegrityError):
        brewhouse.write(lambda tx: tx.session.execute(text(statement)))


def test_inv_b2_a_total_that_somebody_changed_is_noticed(brewhouse: Brewhouse) -> None:
    brewhouse.brewing()
    assert brewhouse.faults() == []
    brewhouse.write(lambda tx: tx.session.execute(text("UPDATE batch SET total_cost = total_cost + 1")))
    assert brewhouse.faults() == ["batch L-0001 does not cost what its ledger says"]
