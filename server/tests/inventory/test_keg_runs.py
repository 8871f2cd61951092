"""Kegs for production's packaging runs, and packages that come into stock at what they cost. (INV-K9)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import select

from desertbrew.contexts.inventory import commands
from desertbrew.contexts.inventory.context import CONTEXT
from desertbrew.contexts.inventory.contract import ItemKind, KegMove, KegsCounted, KegsFilled
from desertbrew.contexts.inventory.errors import PackagingRunNotOpen
from desertbrew.contexts.inventory.tables import Lot
from desertbrew.contexts.production.contract import PackagesCosted, PackagingRunClosed, PackagingRunOpened
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.quantity import BaseUnit
from inventory.cooperage import Cooperage
from inventory.warehouse import Warehouse
from support.letters import deliver, emitted, envelope_of

OPENED = PackagingRunOpened(new_id(), "ENV-0001", new_id(), "L-0104", "Cerro del Pueblo", "BT-01", date(2027, 3, 1))
CLOSED = PackagingRunClosed(OPENED.run_id, OPENED.number, OPENED.batch_id)
FOR_THE_RUN = commands.Content("lo que sea", packaging_run_id=OPENED.run_id)


def hear(cooperage: Cooperage, *envelopes: Envelope) -> None:
    deliver(CONTEXT, cooperage.database, *envelopes)


def test_what_is_filled_for_a_run_is_its_beer(cooperage: Cooperage) -> None:
    codes = cooperage.register("A-1", "A-2")
    cooperage.move(KegMove.WASH, *codes)
    with pytest.raises(PackagingRunNotOpen):
        cooperage.fill(*codes, content=FOR_THE_RUN)
    hear(cooperage, envelope_of(OPENED))
    cooperage.fill(*codes, volume="48.5", content=FOR_THE_RUN)
    (filled,) = emitted(cooperage.database, KegsFilled)
    assert isinstance(filled, KegsFilled)
    assert (filled.packaging_run_id, filled.batch_id, filled.beer_name) == (
        OPENED.run_id,
        OPENED.batch_id,
        OPENED.beer_name,
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_inv_k9_a_run_is_counted_once_and_takes_none_afterwards(cooperage: Cooperage, order: Sequence[int]) -> None:
    opened, closed = envelope_of(OPENED), envelope_of(CLOSED)
    hear(cooperage, *([opened, closed, closed][index] for index in order))
    (counted,) = emitted(cooperage.database, KegsCounted)
    assert counted == KegsCounted(OPENED.run_id, 0, Decimal(0))
    codes = cooperage.register("A-1")
    cooperage.move(KegMove.WASH, *codes)
    with pytest.raises(PackagingRunNotOpen):
        cooperage.fill(*codes, content=FOR_THE_RUN)


def test_inv_k9_racked_kegs_are_not_counted_twice(cooperage: Cooperage) -> None:
    hear(cooperage, envelope_of(OPENED))
    first, second = cooperage.register("A-1", "A-2")
    cooperage.move(KegMove.WASH, first, second)
    cooperage.fill(first, volume="40", content=FOR_THE_RUN)
    cooperage.transfer(first, (second, "40"))
    hear(cooperage, envelope_of(CLOSED))
    (counted,) = emitted(cooperage.database, KegsCounted)
    assert counted == KegsCounted(OPENED.run_id, 1, Decimal(40))


def test_packages_come_into_stock_once_with_their_cost_and_best_before(warehouse: Warehouse) -> None:
    bottles = warehouse.item("VELA-355", BaseUnit.PIECE, ItemKind.BEER)
    costed = PackagesCosted(
        line_id=new_id(),
        run_number="ENV-0001",
        batch_numbers=("L-0104", "L-0105"),
        product_item_id=bottles,
        quantity=Decimal(720),
        volume_l=Decimal("255.6"),
        total_cost=Decimal("1234.56"),
        best_before=date(2027, 3, 1),
    )
    deliver(CONTEXT, warehouse.database, envelope_of(costed), envelope_of(costed))
    with warehouse.database.read() as tx:
        (lot,) = tx.session.execute(select(Lot).where(Lot.item_id == bottles)).scalars()
    assert (lot.initial_quantity, lot.initial_cost, lot.expires_on) == (Decimal(720), Decimal("1234.56"), date(2027, 3, 1))
    assert lot.supplier_lot == "L-0104, L-0105 ENV-0001"
