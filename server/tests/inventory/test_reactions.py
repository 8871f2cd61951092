"""Others' facts become ours once, however often and in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import select

from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import IssuedDraw, ItemKind, MaterialsIssued, MaterialsRefused
from desertbrew.contexts.inventory.tables import SupplierCopy
from desertbrew.contexts.production.contract import (
    BatchCompleted,
    MaterialsReleased,
    MaterialsRequested,
    PackagesCosted,
    PackagingRunClosed,
    PackagingRunOpened,
    ReleasedMaterial,
    RequestedMaterial,
)
from desertbrew.contexts.purchasing.contract import GoodsReceived, ReturnRequested, SupplierChanged, SupplierRegistered
from desertbrew.kernel.events import Envelope, Event
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.inbox import RETRYING, count_held
from inventory.test_reservations import RESERVING
from inventory.warehouse import Warehouse
from support.letters import deliver, emitted, envelope_of


def suppliers(warehouse: Warehouse) -> dict[Id, str]:
    with warehouse.database.read() as tx:
        return {row.id: row.name for row in tx.session.execute(select(SupplierCopy)).scalars()}


def request(item_id: Id, amount: str, *, unit: str = "kg", issue_id: Id | None = None) -> MaterialsRequested:
    return MaterialsRequested(
        issue_id or new_id(), new_id(), "L-0001", (RequestedMaterial(item_id, "Malta", Decimal(amount), unit),)
    )


def bring(warehouse: Warehouse, *envelopes: Envelope) -> None:
    """Deliver them; a reaction that fails would be held, and tried again."""
    deliver(CONTEXT, warehouse.database, *envelopes)
    assert held(warehouse) == 0


def held(warehouse: Warehouse) -> int:
    with warehouse.database.read() as tx:
        return count_held(tx.session.connection(), RETRYING)


def test_every_reaction_is_tried_here() -> None:
    tried = {SupplierRegistered, SupplierChanged, MaterialsRequested, MaterialsReleased, BatchCompleted, *RESERVING}
    tried |= {PackagingRunOpened, PackagingRunClosed, PackagesCosted}  # in test_keg_runs
    tried |= {GoodsReceived, ReturnRequested}  # in test_deliveries
    assert {reaction.event for reaction in CONTEXT.reactions} == tried


# ---------------------------------------------------------------------------------------------------------- suppliers


def test_a_supplier_is_known_by_name(warehouse: Warehouse) -> None:
    supplier = SupplierRegistered(new_id(), "Lúpulos de prueba")
    letter = envelope_of(supplier)
    bring(warehouse, letter, letter, envelope_of(supplier))
    assert suppliers(warehouse)[supplier.supplier_id] == "Lúpulos de prueba"
    assert len(suppliers(warehouse)) == 2


def test_suppliers_may_come_in_any_order(warehouse: Warehouse) -> None:
    facts = [SupplierRegistered(new_id(), f"Proveedor {n}") for n in range(3)]
    letters = [envelope_of(fact) for fact in facts]
    bring(warehouse, *reversed(letters), *letters)
    assert set(suppliers(warehouse)) == {warehouse.supplier_id, *(fact.supplier_id for fact in facts)}


def test_a_supplier_is_called_as_it_was_last_told(warehouse: Warehouse) -> None:
    supplier_id = new_id()
    renamed = SupplierChanged(supplier_id, "Lúpulos del Norte", active=True)
    letter = envelope_of(renamed)
    bring(warehouse, envelope_of(SupplierRegistered(supplier_id, "Lúpulos de prueba")), letter, letter, envelope_of(renamed))
    assert suppliers(warehouse)[supplier_id] == "Lúpulos del Norte"
    assert len(suppliers(warehouse)) == 2


# ---------------------------------------------------------------------------------------------------------- materials


def test_inv_l5_a_request_that_is_delivered_again_takes_once(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "100.00")
    asked = request(item_id, "4000", unit="g")
    letter = envelope_of(asked)
    # The same event again, and the same request under another event's id, as a restored outbox might send it.
    bring(warehouse, letter, letter, envelope_of(asked))
    assert warehouse.balance(item_id) == (Decimal(6), Decimal("60.00"))
    told, again = emitted(warehouse.database, MaterialsIssued)
    assert told == again
    assert isinstance(told, MaterialsIssued)
    assert told.subject == str(asked.batch_id)
    assert [(draw.supplier_name, draw.invoice_number) for draw in told.draws] == [("Maltas de prueba", "F-1")]


def test_inv_l5_a_refusal_that_is_asked_for_again_is_told_as_it_was(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    asked = request(item_id, "4")
    letter = envelope_of(asked)
    bring(warehouse, letter, letter)
    # What has come in since does not change an answer that was given.
    warehouse.stock(item_id, "10", "100.00")
    bring(warehouse, envelope_of(asked))
    first, again = emitted(warehouse.database, MaterialsRefused)
    assert first == again
    assert warehouse.balance(item_id) == (Decimal(10), Decimal("100.00"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_requests_in_any_order_take_what_there_is_once(warehouse: Warehouse, order: tuple[int, ...]) -> None:
    # 10 kg, and three brews that want 6, 4 and 5: which are served depends on the order, that the sums fit does not.
    item_id = warehouse.item()
    warehouse.stock(item_id, "10", "100.00")
    letters = [envelope_of(request(item_id, amount)) for amount in ("6", "4", "5")]
    bring(warehouse, *(letters[n] for n in order), *letters)
    issued = [told for told in emitted(warehouse.database, MaterialsIssued) if isinstance(told, MaterialsIssued)]
    assert len(issued) + len(emitted(warehouse.database, MaterialsRefused)) == 3  # each letter brought its answer once
    left, value = warehouse.balance(item_id)
    assert left == 10 - sum(draw.quantity for told in issued for draw in told.draws)
    assert value == 100 - sum(told.total_cost for told in issued)
    assert warehouse.faults() == []


def released(batch_id: Id, *draws: IssuedDraw) -> MaterialsReleased:
    materials = tuple(ReleasedMaterial(draw.lot_id, draw.item_id, draw.quantity, draw.cost) for draw in draws)
    return MaterialsReleased(new_id(), batch_id, "L-0001", materials)


def test_inv_l20_material_comes_back_to_its_lots_once_at_its_cost(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    for quantity, cost in (("3", "10.00"), ("9", "100.00")):
        warehouse.stock(item_id, quantity, cost)
    asked = request(item_id, "7")
    bring(warehouse, envelope_of(asked))
    (told,) = emitted(warehouse.database, MaterialsIssued)
    assert isinstance(told, MaterialsIssued)
    fact = released(asked.batch_id, *told.draws)
    letter = envelope_of(fact)
    bring(warehouse, letter, letter, envelope_of(fact))
    assert warehouse.balance(item_id) == (Decimal(12), Decimal("110.00"))
    assert [(lot.remaining_quantity, lot.remaining_cost) for lot in warehouse.lots(item_id)] == [
        (Decimal(3), Decimal("10.00")),
        (Decimal(9), Decimal("100.00")),
    ]
    assert [line.kind for line in warehouse.movements(item_id)][-2:] == ["RETURN", "RETURN"]
    assert warehouse.faults() == []


def test_inv_l20_a_line_that_rounds_to_nothing_holds_up_nobody(warehouse: Warehouse) -> None:
    """Its centavos go with the next line of its lot; alone they are no stock's."""
    item_id, other = warehouse.item(), warehouse.item("LUPULO")
    lot, hops = warehouse.stock(item_id, "9", "100.00"), warehouse.stock(other, "1", "10.00")
    asked = request(item_id, "7")
    bring(warehouse, envelope_of(asked))
    (told,) = emitted(warehouse.database, MaterialsIssued)
    assert isinstance(told, MaterialsIssued)
    (draw,) = told.draws
    whole = replace(draw, cost=draw.cost - Decimal("0.01"))
    crumb = replace(draw, quantity=Decimal(0), cost=Decimal("0.01"))
    lost = replace(draw, lot_id=hops.id, item_id=other, quantity=Decimal(0), cost=Decimal("0.02"))
    bring(warehouse, envelope_of(released(asked.batch_id, crumb, whole, lost)), envelope_of(released(new_id(), lost)))
    assert held(warehouse) == 0
    assert warehouse.balance(item_id) == (Decimal(9), Decimal("100.00"))
    assert warehouse.balance(other) == (Decimal(1), Decimal("10.00"))
    assert warehouse.lots(item_id)[0].remaining_cost == Decimal("100.00")
    assert lot.id == draw.lot_id
    assert warehouse.faults() == []


def test_inv_l20_a_lot_never_holds_more_than_it_began_with(warehouse: Warehouse) -> None:
    item_id = warehouse.item()
    lot = warehouse.stock(item_id, "3", "10.00")
    more = IssuedDraw(lot.id, lot.code, item_id, "Malta", Decimal(1), BaseUnit.KG, Decimal("1.00"))
    deliver(CONTEXT, warehouse.database, envelope_of(released(new_id(), more)))
    assert held(warehouse) == 1
    assert warehouse.balance(item_id) == (Decimal(3), Decimal("10.00"))


# -------------------------------------------------------------------------------------------------------------- beer


def completed(product_item_id: Id | None) -> BatchCompleted:
    figures = (Decimal(850), Decimal(10_000), Decimal("11.764706"))
    return BatchCompleted(new_id(), "L-0001", product_item_id, *figures)


def test_beer_is_stocked_once(warehouse: Warehouse) -> None:
    beer = warehouse.item(unit=BaseUnit.L, kind=ItemKind.BEER)
    fact = completed(beer)
    letter = envelope_of(fact)
    bring(warehouse, letter, letter, envelope_of(fact))
    assert warehouse.balance(beer) == (Decimal(850), Decimal(10_000))


def test_beer_that_nobody_said_how_to_stock_is_not(warehouse: Warehouse) -> None:
    bring(warehouse, envelope_of(completed(None)))


def test_two_batches_of_one_beer_are_two_lots_in_any_order(warehouse: Warehouse) -> None:
    beer = warehouse.item(unit=BaseUnit.L, kind=ItemKind.BEER)
    letters: list[Envelope] = [envelope_of(completed(beer)) for _ in range(2)]
    bring(warehouse, letters[1], letters[0], letters[1])
    assert len(warehouse.lots(beer)) == 2
    assert warehouse.balance(beer)[0] == 1700


def test_beer_of_an_item_that_is_not_here_is_held_for_a_person(warehouse: Warehouse) -> None:
    fact: Event = completed(new_id())
    deliver(CONTEXT, warehouse.database, envelope_of(fact))
    assert held(warehouse) == 1
