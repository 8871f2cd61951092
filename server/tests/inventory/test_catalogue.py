"""The kitchen's catalogue: categories, how much there should be, what is told when it runs low."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.commands import CategoryDetails, ItemDetails
from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import (
    ItemChanged,
    ItemKind,
    LowStockCleared,
    LowStockDetected,
    MaterialsRefused,
    ShortageReason,
)
from desertbrew.contexts.inventory.errors import CategoryInactive, CategoryNameTaken, ItemInactive
from desertbrew.contexts.inventory.queries import ItemFilter
from desertbrew.contexts.inventory.rules import DrawPolicy, urgency_of
from desertbrew.contexts.production.contract import MaterialsReleased, ReleasedMaterial
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from inventory.warehouse import Warehouse
from support.letters import deliver, emitted, envelope_of

FOOD = ItemKind.FOOD


def category(warehouse: Warehouse, name: str = "Lácteos", **known: object) -> Id:
    new = CategoryDetails(name, **known)  # type: ignore[arg-type]
    return warehouse.write(lambda tx: commands.create_category(tx, new)).id


def edit(warehouse: Warehouse, item_id: Id, **changed: object) -> None:
    details = ItemDetails(**{"name": "Crema", "kind": FOOD, **changed})  # type: ignore[arg-type]
    warehouse.write(lambda tx: commands.edit_item(tx, item_id, details))


def cream(warehouse: Warehouse, minimum: str | None = "4", **known: Any) -> Id:
    """Cream, of which there should be something."""
    level = None if minimum is None else Decimal(minimum)
    return warehouse.item(unit=BaseUnit.L, kind=FOOD, min_quantity=level, **known)


def alarms(warehouse: Warehouse) -> list[tuple[str, int]]:
    """What was told of low stock: what is left, and how urgent that is."""
    told = emitted(warehouse.database, LowStockDetected)
    return [(format(each.on_hand.normalize(), "f"), each.urgency) for each in told if isinstance(each, LowStockDetected)]


# ---------------------------------------------------------------------------------------------------------- categories


@pytest.mark.parametrize("other", ["LÁCTEOS", "lacteos", "  Lacteos ", "LáCTEOS"])
def test_inv_i1_one_name_is_one_category(warehouse: Warehouse, other: str) -> None:
    """INV-I1."""
    first = category(warehouse)
    with pytest.raises(CategoryNameTaken):
        category(warehouse, other)
    warehouse.write(lambda tx: commands.edit_category(tx, first, CategoryDetails(other)))  # its own name, otherwise written
    with pytest.raises(NotFound):
        warehouse.write(lambda tx: commands.edit_category(tx, new_id(), CategoryDetails("Carnes")))


def test_inv_i1_a_closed_category_keeps_what_it_has_and_takes_nothing_new(warehouse: Warehouse) -> None:
    """INV-I1."""
    dairy, meat = category(warehouse), category(warehouse, "Carnes")
    item_id, other = warehouse.item(category_id=dairy), warehouse.item(category_id=meat)
    warehouse.write(lambda tx: commands.edit_category(tx, dairy, CategoryDetails("Lácteos", active=False)))
    with pytest.raises(CategoryInactive):
        warehouse.item(category_id=dairy)
    with pytest.raises(CategoryInactive):
        edit(warehouse, other, category_id=dairy)
    edit(warehouse, item_id, category_id=dairy, name="Crema ácida")
    with warehouse.database.read() as tx:
        assert [(row.name, items) for row, items in queries.categories(tx)] == [("Carnes", 1), ("Lácteos", 1)]
        assert queries.item(tx, item_id).category_name == "Lácteos"
    with pytest.raises(NotFound):
        warehouse.item(category_id=new_id())


@pytest.mark.parametrize(
    "kind, of_category, said, policy",
    [
        (ItemKind.MALT, None, None, "FIFO"),
        (ItemKind.FOOD, None, None, "FEFO"),
        (ItemKind.PREPARED, None, None, "FEFO"),
        (ItemKind.SUPPLY, None, None, "FIFO"),
        (ItemKind.SUPPLY, DrawPolicy.FEFO, None, "FEFO"),
        (ItemKind.FOOD, DrawPolicy.FIFO, None, "FIFO"),
        (ItemKind.FOOD, DrawPolicy.FIFO, DrawPolicy.FEFO, "FEFO"),
        (ItemKind.FOOD, None, DrawPolicy.FIFO, "FIFO"),
    ],
)
def test_which_lot_goes_first_is_said_by_the_person_else_the_category_else_the_kind(
    warehouse: Warehouse, kind: ItemKind, of_category: DrawPolicy | None, said: DrawPolicy | None, policy: str
) -> None:
    drawer = category(warehouse, draw_policy=of_category)
    item_id = warehouse.item(kind=kind, policy=said, category_id=drawer)
    assert warehouse.read_item(item_id).draw_policy == policy


# --------------------------------------------------------------------------------------------------------------- items


def test_an_edit_is_told_whole(warehouse: Warehouse) -> None:
    item_id = cream(warehouse)
    edit(warehouse, item_id, kind=ItemKind.RESALE, active=False)
    sku = warehouse.read_item(item_id).sku
    assert emitted(warehouse.database, ItemChanged) == [
        ItemChanged(item_id, sku, "Crema", ItemKind.RESALE, BaseUnit.L, active=False)
    ]
    with pytest.raises(NotFound):
        edit(warehouse, new_id())


@pytest.mark.parametrize("least, most", [("5", "5"), ("6", "5"), ("0.000002", "0.000001")])
def test_inv_i2_the_minimum_is_below_the_maximum(warehouse: Warehouse, least: str, most: str) -> None:
    """INV-I2."""
    item_id = warehouse.item()
    levels: dict[str, Any] = {"min_quantity": Decimal(least), "max_quantity": Decimal(most)}
    with pytest.raises(InvalidInput):
        warehouse.item(**levels)
    with pytest.raises(InvalidInput):
        edit(warehouse, item_id, **levels)
    assert warehouse.read_item(item_id).max_quantity is None


def test_inv_i3_what_is_inactive_neither_comes_nor_goes_but_can_be_counted_and_thrown_away(warehouse: Warehouse) -> None:
    """INV-I3."""
    item_id = cream(warehouse)
    lot = warehouse.stock(item_id, "10", "100.00")
    edit(warehouse, item_id, active=False)
    for refused in (
        lambda: warehouse.stock(item_id, "1", "1.00"),
        lambda: warehouse.issue((item_id, "1", "L")),
        lambda: warehouse.pick(lot.id, "1", "L"),
    ):
        with pytest.raises(ItemInactive):
            refused()
    warehouse.issue_for_batch(new_id(), new_id(), (item_id, "1", "L"))
    (refusal,) = emitted(warehouse.database, MaterialsRefused)
    assert isinstance(refusal, MaterialsRefused)
    assert refusal.shortages[0].reason is ShortageReason.INACTIVE_ITEM
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(6), "conteo"))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(6), "se tira"))
    assert warehouse.balance(item_id) == (Decimal(0), Decimal(0))
    assert alarms(warehouse) == []


# ----------------------------------------------------------------------------------------------------------- low stock


@given(st.decimals(0, 20, places=6), st.decimals(0, 20, places=6))
def test_urgency_by_the_table(on_hand: Decimal, minimum: Decimal) -> None:
    expected = 3 if on_hand == 0 else 2 if minimum and on_hand / minimum <= Decimal("0.5") else 1
    assert urgency_of(on_hand, minimum) == (0 if on_hand > minimum else expected)
    assert urgency_of(on_hand, None) == 0


@pytest.mark.parametrize(
    "taken, told",
    [
        (["5.999999"], []),
        (["6"], [("4", 1)]),
        (["6", "1.999999"], [("4", 1), ("2.000001", 1)]),
        (["8"], [("2", 2)]),
        (["9.999999"], [("0.000001", 2)]),
        (["10"], [("0", 3)]),
        (["6", "2", "2"], [("4", 1), ("2", 2), ("0", 3)]),
    ],
)
def test_inv_i4_each_consumption_that_leaves_it_low_is_told(
    warehouse: Warehouse, taken: Sequence[str], told: list[tuple[str, int]]
) -> None:
    """INV-I4."""
    item_id = cream(warehouse)
    warehouse.stock(item_id, "7", "70.00")
    warehouse.stock(item_id, "3", "30.00")
    levels = [warehouse.issue((item_id, quantity, "L")).levels[0] for quantity in taken]
    assert alarms(warehouse) == told
    assert [level.urgency for level in levels if level.urgency] == [urgency for _, urgency in told]


def test_inv_i4_whatever_takes_it_away_tells_it_once(warehouse: Warehouse) -> None:
    """INV-I4: a brew, a count, waste; one line of an issue, or three of one item."""
    item_id = cream(warehouse, "9")
    lot = warehouse.stock(item_id, "10", "100.00")
    warehouse.issue((item_id, "1", "L"), (item_id, "500", "ml"), (item_id, "1", "L"))
    warehouse.issue_for_batch(new_id(), new_id(), (item_id, "1", "L"))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal(5), "conteo"))
    warehouse.write(lambda tx: commands.waste_lot(tx, lot.id, Decimal(1), "se cayó"))
    warehouse.pick(lot.id, "4", "L")
    assert alarms(warehouse) == [("7.5", 1), ("6.5", 1), ("5", 1), ("4", 2), ("0", 3)]


def test_inv_i4_any_line_that_lifts_it_above_the_minimum_clears_it(warehouse: Warehouse) -> None:
    """INV-I4: a delivery, a count, material that comes back; neither before it is above nor twice."""
    item_id = cream(warehouse)
    lot = warehouse.stock(item_id, "10", "100.00")
    cleared: list[LowStockCleared] = []

    def expect(*more: str) -> None:
        cleared.extend(LowStockCleared(item_id, Decimal(each), Decimal(4)) for each in more)
        assert emitted(warehouse.database, LowStockCleared) == cleared

    expect("10")  # it begins with nothing
    batch_id, issue_id = new_id(), new_id()
    warehouse.issue_for_batch(issue_id, batch_id, (item_id, "7", "L"))
    warehouse.stock(item_id, "1", "10.00")
    expect()
    back = ReleasedMaterial(lot.id, item_id, Decimal(7), Decimal(70))
    envelope = envelope_of(MaterialsReleased(new_id(), batch_id, "L-0001", (back,)))
    deliver(CONTEXT, warehouse.database, envelope, envelope)
    expect("11")
    warehouse.issue((item_id, "8", "L"))
    warehouse.write(lambda tx: commands.count_lot(tx, lot.id, Decimal("3.000001"), "conteo"))
    expect("4.000001")
    warehouse.stock(item_id, "1", "10.00")
    expect()


def test_inv_i4_another_minimum_may_clear_it_too(warehouse: Warehouse) -> None:
    """INV-I4."""
    item_id = cream(warehouse)
    warehouse.stock(item_id, "3", "30.00")
    edit(warehouse, item_id, min_quantity=Decimal(3))
    assert emitted(warehouse.database, LowStockCleared) == []
    edit(warehouse, item_id, min_quantity=Decimal("2.999999"))
    assert emitted(warehouse.database, LowStockCleared) == [LowStockCleared(item_id, Decimal(3), Decimal(3))]
    edit(warehouse, item_id)
    assert len(emitted(warehouse.database, LowStockCleared)) == 1


def test_what_runs_low_is_listed_first_the_worst_at_the_top(warehouse: Warehouse) -> None:
    stocked = {
        "A-ENOUGH": ("5", "4"),
        "B-AT": ("4", "4"),
        "C-HALF": ("2", "4"),
        "D-OUT": (None, "4"),
        "E-FREE": (None, None),
    }
    for sku, (on_hand, minimum) in stocked.items():
        item_id = warehouse.item(sku, min_quantity=None if minimum is None else Decimal(minimum))
        if on_hand:
            warehouse.stock(item_id, on_hand, "1.00")
    gone = warehouse.item("F-GONE", min_quantity=Decimal(1))
    edit(warehouse, gone, min_quantity=Decimal(1), active=False, name="Artículo F")
    seen: list[tuple[str, int]] = []
    after = None
    with warehouse.database.read() as tx:
        while page := queries.items(tx, ItemFilter(low_first=True), after, 2):
            last = page[-1]
            assert len(page) <= 2
            urgencies = [urgency_of(view.on_hand, view.item.min_quantity) if view.item.active else 0 for view in page]
            seen += [(view.item.sku, urgency) for view, urgency in zip(page, urgencies, strict=True)]
            after = (urgencies[-1], last.item.name, last.item.id)
        low = queries.items(tx, ItemFilter(low_only=True, active=True), None, 10)
    assert seen == [("D-OUT", 3), ("C-HALF", 2), ("B-AT", 1), ("A-ENOUGH", 0), ("E-FREE", 0), ("F-GONE", 0)]
    assert sorted(view.item.sku for view in low) == ["B-AT", "C-HALF", "D-OUT"]
