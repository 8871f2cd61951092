"""What one can ask the brewhouse."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from desertbrew.contexts.inventory.contract import Available, ItemKind, MaterialAvailability, Need
from desertbrew.contexts.production import queries
from desertbrew.contexts.production.queries.recipes import suggest
from desertbrew.contexts.production.rules.batches import BatchState, normalize_name
from desertbrew.contexts.production.tables import ItemCopy
from desertbrew.kernel.errors import NotFound
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.ports import Ports
from production.brewhouse import Brewhouse, FixedAvailability, draft


def items_named(brewhouse: Brewhouse, *names: str, kind: ItemKind = ItemKind.MALT) -> list[ItemCopy]:
    ids = [brewhouse.know(name, kind) for name in names]
    with brewhouse.database.read() as tx:
        return [tx.session.get_one(ItemCopy, item_id) for item_id in ids]


def suggested(kind: str, written: str, items: Sequence[ItemCopy]) -> list[str]:
    return [item.name for item, _ in suggest(kind, written, items, [normalize_name(item.name) for item in items])]


def test_recipes_come_by_name_every_version_page_by_page(brewhouse: Brewhouse) -> None:
    for name in ("Velafrons", "Carnotaurus", "T-Rex"):
        brewhouse.import_recipe(draft(name))
    brewhouse.import_recipe(draft("Carnotaurus", efficiency_pct=Decimal(80)))
    seen: list[tuple[str, int]] = []
    after: tuple[str, Id] | None = None
    with brewhouse.database.read() as tx:
        while page := queries.recipes(tx, None, after, 2):
            seen += [(recipe.name, recipe.version) for recipe in page]
            after = (page[-1].name, page[-1].id)
        assert seen == [("Carnotaurus", 1), ("Carnotaurus", 2), ("T-Rex", 1), ("Velafrons", 1)]
        assert len(queries.recipes(tx, "carno", None, 10)) == 2
        assert queries.recipes(tx, "%", None, 10) == []


def test_a_recipe_shows_which_of_its_lines_are_matched(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe()
    saaz = brewhouse.know("Lúpulo Saaz", ItemKind.HOPS)
    brewhouse.alias("HOPS", "saaz", saaz)
    brewhouse.alias("YEAST", "W-34/70", None)
    with brewhouse.database.read() as tx:
        _, lines = queries.recipe(tx, recipe.id)
        assert [(line[0].name, line[1] is not None, line[2] and line[2].id) for line in lines] == [
            ("Malta Pilsner", False, None),
            ("Saaz", True, saaz),
            ("W-34/70", True, None),
        ]
        with pytest.raises(NotFound):
            queries.recipe(tx, new_id())


def test_an_alias_of_one_kind_is_none_of_another(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe()
    brewhouse.alias("YEAST", "Saaz", brewhouse.know("Levadura Saaz", ItemKind.YEAST))
    with brewhouse.database.read() as tx:
        assert all(line[1] is None for line in queries.recipe(tx, recipe.id)[1])


def test_every_name_is_asked_about_once_with_what_it_looks_like(brewhouse: Brewhouse) -> None:
    brewhouse.import_recipe()
    brewhouse.import_recipe(draft("Otra", efficiency_pct=Decimal(80)))
    pilsner = brewhouse.know("Malta Pilsner, saco")
    brewhouse.know("Lúpulo Cascade", ItemKind.HOPS)
    with brewhouse.database.read() as tx:
        matches = {match.name: match for match in queries.ingredient_matches(tx, None)}
    assert set(matches) == {"Malta Pilsner", "Saaz", "W-34/70"}
    assert [item.id for item, _ in matches["Malta Pilsner"].suggestions] == [pilsner]
    assert matches["Saaz"].suggestions == []
    brewhouse.alias("MALT", "Malta Pilsner", pilsner)
    with brewhouse.database.read() as tx:
        match = queries.ingredient_matches(tx, None)[-1]
    assert (match.name, match.suggestions, match.item and match.item.id) == ("Malta Pilsner", [], pilsner)


@pytest.mark.parametrize(
    "written, best",
    [
        ("Pale malta (2 hileras), EE. UU.", "Malta Pale 2 hileras"),
        ("Múnich", "Malta Munich"),
        ("caramelo", "Malta Caramelo 60L"),
        ("Zanahoria", None),
    ],
)
def test_suggestions(brewhouse: Brewhouse, written: str, best: str | None) -> None:
    items = items_named(brewhouse, "Malta Caramelo 60L", "Malta Munich", "Malta Pale 2 hileras")
    assert next(iter(suggested("MALT", written, items)), None) == best


def test_items_of_the_same_kind_are_suggested_before_all_others(brewhouse: Brewhouse) -> None:
    items = [*items_named(brewhouse, "Saaz"), *items_named(brewhouse, "Lúpulo Saaz", kind=ItemKind.HOPS)]
    assert suggested("HOPS", "Saaz", items) == ["Lúpulo Saaz"]
    assert suggested("YEAST", "Saaz", items) == ["Saaz", "Lúpulo Saaz"]


def test_batches_come_newest_first(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.matched_recipe()
    made = [brewhouse.plan(recipe) for _ in range(3)]
    brewhouse.start(made[1])
    with brewhouse.database.read() as tx:
        assert [batch.id for batch in queries.batches(tx, None, None, 2)] == [made[2].id, made[1].id]
        assert [batch.id for batch in queries.batches(tx, None, made[1].id, 2)] == [made[0].id]
        assert [batch.id for batch in queries.batches(tx, BatchState.STARTING, None, 9)] == [made[1].id]
        assert [batch.id for batch in queries.batches(tx, None, None, 9, q=made[2].number.lower())] == [made[2].id]
        assert queries.batches(tx, None, None, 9, q="sin tal cerveza") == []
        with pytest.raises(NotFound):
            queries.batch(tx, new_id())


def test_availability_is_asked_of_inventory_itself_for_what_is_stocked(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan(litres="50")
    brewhouse.alias("YEAST", "W-34/70", None)
    lines = [line.item.id for line in brewhouse.read(batch).ingredients if line.item]
    answer = Available(lines[0], "Malta", Decimal(10), Decimal(3), BaseUnit.KG, Decimal("30.00"), None)
    inventory = FixedAvailability([answer])
    ports = Ports()
    ports.bind(MaterialAvailability, inventory)
    with brewhouse.database.read() as tx:
        tx.ports = ports
        assert queries.batch_availability(tx, batch.id) == [answer]
        assert inventory.asked == [Need(lines[0], Decimal(10), "kg"), Need(lines[1], Decimal(100), "g")]
        with pytest.raises(NotFound):
            queries.batch_availability(tx, new_id())
