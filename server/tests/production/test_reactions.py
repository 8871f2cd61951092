"""Inventory's answers move a batch once, however often and in whatever order they come, and only if it waits for them."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from desertbrew.contexts.inventory.contract import (
    ItemCreated,
    ItemKind,
    KegsCounted,
    KegsFilled,
    MaterialsIssued,
    MaterialsRefused,
)
from desertbrew.contexts.production import commands
from desertbrew.contexts.production.context import CONTEXT
from desertbrew.contexts.production.contract import BatchMoved
from desertbrew.contexts.production.rules.batches import Move
from desertbrew.contexts.production.tables import ItemCopy
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.inbox import RETRYING, count_held
from production.brewhouse import Brewhouse, issued, refused
from support.letters import deliver, emitted, envelope_of


def bring(brewhouse: Brewhouse, *envelopes: Envelope) -> None:
    deliver(CONTEXT, brewhouse.database, *envelopes)
    with brewhouse.database.read() as tx:
        assert count_held(tx.session.connection(), RETRYING) == 0


def test_every_reaction_is_tried_here() -> None:
    assert {reaction.event for reaction in CONTEXT.reactions} == {
        ItemCreated,
        MaterialsIssued,
        MaterialsRefused,
        KegsFilled,
        KegsCounted,
    }


def test_an_item_is_known_once_in_any_order(brewhouse: Brewhouse) -> None:
    facts = [ItemCreated(new_id(), f"SKU-{n}", f"Malta {n}", ItemKind.MALT, BaseUnit.KG) for n in range(3)]
    letters = [envelope_of(fact) for fact in facts]
    bring(brewhouse, *reversed(letters), *letters, *(envelope_of(fact) for fact in facts))
    with brewhouse.database.read() as tx:
        for fact in facts:
            assert tx.session.get_one(ItemCopy, fact.item_id).name == fact.name


def test_inv_b4_material_that_is_told_again_counts_once(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    answer = issued(brewhouse.start(batch), "500.00")
    letter = envelope_of(answer)
    bring(brewhouse, letter, letter, envelope_of(answer))
    view = brewhouse.read(batch)
    assert (view.batch.state, view.batch.total_cost) == ("BREWING", Decimal(500))
    assert [cost.lot_code for cost in view.costs] == ["LOTE-000001", "LOTE-000002", "LOTE-000003"]
    moved = [told.state for told in emitted(brewhouse.database, BatchMoved) if isinstance(told, BatchMoved)]
    assert moved == ["STARTING", "BREWING"]
    assert brewhouse.faults() == []


def test_a_refusal_that_is_told_again_counts_once_and_the_batch_can_start_again(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    first = brewhouse.start(batch)
    letter = envelope_of(refused(first))
    bring(brewhouse, letter, letter)
    view = brewhouse.read(batch)
    assert view.batch.state == "PLANNED"
    assert "Malta Pilsner" in view.batch.shortages
    assert [event.what for event in view.history] == ["planned", "starting", "materials_refused"]

    # The old refusal comes a third time while the second start waits: it is not the answer to that.
    second = brewhouse.start(batch)
    bring(brewhouse, envelope_of(refused(first)))
    assert brewhouse.state(batch) == "STARTING"
    bring(brewhouse, envelope_of(issued(second)))
    view = brewhouse.read(batch)
    assert (view.batch.state, view.batch.shortages) == ("BREWING", "[]")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_inv_b4_only_the_answer_that_is_waited_for_moves_the_batch(brewhouse: Brewhouse, order: tuple[int, ...]) -> None:
    batch = brewhouse.plan()
    first = brewhouse.start(batch)
    brewhouse.write(lambda tx: commands.refuse_materials(tx, refused(first)))
    second = brewhouse.start(batch)
    # An answer to a request that nobody made, one to the request before, and the right one.
    stranger = issued(second, "999.00")
    letters = [
        envelope_of(MaterialsIssued(new_id(), batch.id, stranger.draws, stranger.total_cost)),
        envelope_of(issued(first, "888.00")),
        envelope_of(issued(second, "500.00")),
    ]
    bring(brewhouse, *(letters[n] for n in order), *letters)
    view = brewhouse.read(batch)
    assert (view.batch.state, view.batch.total_cost) == ("BREWING", Decimal(500))
    assert len(view.costs) == 3
    assert brewhouse.faults() == []


def test_an_answer_about_a_batch_that_is_not_here_is_nobodys(brewhouse: Brewhouse) -> None:
    request = brewhouse.start(brewhouse.plan())
    elsewhere = issued(request)
    bring(brewhouse, envelope_of(MaterialsIssued(new_id(), new_id(), elsewhere.draws, elsewhere.total_cost)))
    bring(brewhouse, envelope_of(MaterialsRefused(new_id(), new_id(), ())))


def test_an_answer_that_comes_after_the_end_changes_nothing(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    answer = issued(brewhouse.start(batch), "500.00")
    bring(brewhouse, envelope_of(answer))
    brewhouse.knock_out(batch)
    brewhouse.move(batch, Move.PACKAGE)
    brewhouse.complete(batch)
    bring(brewhouse, envelope_of(answer))
    done = brewhouse.read(batch).batch
    assert (done.state, done.total_cost) == ("COMPLETED", Decimal(500))
