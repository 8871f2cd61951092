"""Every move from every state, and the brews of a batch: rows, events and refusals on a real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desertbrew.contexts.production import commands
from desertbrew.contexts.production.contract import (
    BatchMoved,
    BatchPlanned,
    BatchReplanned,
    MaterialsRequested,
)
from desertbrew.contexts.production.errors import MoveNotAllowed
from desertbrew.contexts.production.rules.batches import BatchState, Move, may
from desertbrew.contexts.production.tables import Batch
from desertbrew.kernel.errors import InvalidInput
from desertbrew.platform.db import Origin
from production.brewhouse import Brewhouse, refused
from production.cellar import Cellar
from support.letters import emitted


def ask_again(brewhouse: Brewhouse, batch: Batch) -> None:
    if brewhouse.state(batch) == "BREWING":
        brewhouse.start(batch)
    brewhouse.ask_again(batch)


def ferment(brewhouse: Brewhouse, batch: Batch) -> None:
    if brewhouse.state(batch) == "BREWING":
        brewhouse.knock_out(batch, "50")
    brewhouse.move(batch, Move.FERMENT)


def knock_out(brewhouse: Brewhouse, batch: Batch) -> None:
    brew = brewhouse.read(batch).brews[0]
    brewhouse.write(lambda tx: commands.knock_out_brew(tx, brew.id, commands.KnockOut(Decimal(50))))


LAST = {BatchState.COMPLETED, BatchState.CANCELLED}

MOVES: dict[Move, Callable[[Brewhouse, Batch], object]] = {
    Move.REPLAN: lambda brewhouse, batch: brewhouse.replan(batch, planned_volume_l=Decimal(90)),
    Move.START: Brewhouse.start,
    Move.ASK_AGAIN: ask_again,
    Move.KNOCK_OUT: knock_out,
    Move.FERMENT: ferment,
    Move.CONDITION: lambda brewhouse, batch: brewhouse.move(batch, Move.CONDITION),
    Move.PACKAGE: lambda brewhouse, batch: brewhouse.move(batch, Move.PACKAGE),
    Move.RECORD_COST: lambda brewhouse, batch: brewhouse.spend(batch, "1.00"),
    Move.COMPLETE: Brewhouse.complete,
    Move.CANCEL: Brewhouse.cancel,
}


def in_state(brewhouse: Brewhouse, state: BatchState) -> Batch:
    """A batch of two brews that stands there; the second brew is still to come while it is brewing."""
    batch = brewhouse.plan(brews=2)
    ways: list[tuple[BatchState, Callable[[], object]]] = [
        (BatchState.PLANNED, lambda: None),
        (BatchState.STARTING, lambda: brewhouse.start(batch)),
        (BatchState.BREWING, lambda: brewhouse.bring(brewhouse.ask_again(batch))),
        (BatchState.FERMENTING, lambda: ferment(brewhouse, batch)),
        (BatchState.CONDITIONING, lambda: brewhouse.move(batch, Move.CONDITION)),
        (BatchState.PACKAGING, lambda: brewhouse.move(batch, Move.PACKAGE)),
        (BatchState.COMPLETED, lambda: brewhouse.complete(batch)),
    ]
    if state is BatchState.CANCELLED:
        brewhouse.cancel(batch)
        return batch
    for reached, go in ways:
        go()
        if reached is state:
            break
    assert brewhouse.state(batch) == state
    return batch


@pytest.mark.parametrize("state", BatchState)
def test_inv_b1_what_the_table_does_not_allow_is_refused_and_nothing_moves(brewhouse: Brewhouse, state: BatchState) -> None:
    batch = in_state(brewhouse, state)
    moved = len(emitted(brewhouse.database, BatchMoved))
    for move, go in MOVES.items():
        if may(state, move):
            continue
        with pytest.raises(MoveNotAllowed) as refusal:
            go(brewhouse, batch)
        assert (refusal.value.facts["state"], refusal.value.facts["move"]) == (state, move)
    assert brewhouse.state(batch) == state
    assert len(emitted(brewhouse.database, BatchMoved)) == moved


@pytest.mark.parametrize("state", [state for state in BatchState if state not in LAST])
def test_inv_b1_what_the_table_allows_happens(brewhouse: Brewhouse, state: BatchState) -> None:
    for move, go in MOVES.items():
        if may(state, move):
            go(brewhouse, in_state(brewhouse, state))


def test_every_move_is_tried_here() -> None:
    assert set(MOVES) == set(Move) - {Move.RECORD_READING}


# -------------------------------------------------------------------------------------------------------------- plans


def test_a_plan_tells_what_it_will_take_as_far_as_that_is_known(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe()
    malt = brewhouse.know("Malta de aquí")
    brewhouse.alias("MALT", "Malta Pilsner", malt)
    batch = brewhouse.plan(recipe, "50")
    (told,) = emitted(brewhouse.database, BatchPlanned)
    assert isinstance(told, BatchPlanned)
    assert told.planned_on == date(2026, 11, 25)
    assert [(each.item_id, each.amount, each.unit) for each in told.materials] == [(malt, Decimal(10), "kg")]

    # Somebody matches the hops, and it is told anew; the word of another recipe changes nothing.
    brewhouse.alias("HOPS", "Saaz", brewhouse.know("Saaz de aquí"))
    brewhouse.alias("HOPS", "Cascade", brewhouse.know("Cascade de aquí"))
    (again,) = emitted(brewhouse.database, BatchReplanned)
    assert isinstance(again, BatchReplanned)
    assert (again.batch_id, [each.amount for each in again.materials]) == (batch.id, [Decimal(10), Decimal(100)])


def test_a_batch_is_planned_again_and_its_recipe_scaled_anew(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan(litres="100")
    tank = Cellar(brewhouse.database, brewhouse.origin).tank("FV-09")
    brewhouse.replan(batch, planned_volume_l=Decimal(300), planned_on=date(2026, 12, 1), brews=3, fermenter_id=tank)
    view = brewhouse.read(batch)
    assert [brew.number for brew in view.brews] == [1, 2, 3]
    assert view.ingredients[0].ingredient.amount == Decimal(60)
    assert (view.batch.planned_on, view.batch.fermenter_id) == (date(2026, 12, 1), tank)
    told = emitted(brewhouse.database, BatchReplanned)[-1]
    assert isinstance(told, BatchReplanned)
    assert (told.planned_volume_l, told.materials[0].amount) == (Decimal(300), Decimal(60))
    # What is left out stays.
    brewhouse.replan(batch)
    assert brewhouse.read(batch).batch.brews_planned == 3


# ------------------------------------------------------------------------------------------------------- several brews


def test_inv_b6_each_brew_asks_for_its_share_under_its_own_id(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan(litres="100", brews=3)
    asked: list[MaterialsRequested] = []
    for _ in range(3):
        asked.append(brewhouse.start(batch))
        brewhouse.bring(asked[-1], "100.00")
    assert len({request.issue_id for request in asked}) == 3
    totals = [sum(request.materials[n].amount for request in asked) for n in range(3)]
    assert totals == [Decimal(20), Decimal(200), Decimal(1)]
    assert brewhouse.read(batch).batch.total_cost == Decimal(300)
    assert brewhouse.state(batch) == "BREWING"
    with pytest.raises(MoveNotAllowed):
        brewhouse.start(batch)


def test_the_last_brew_into_the_fermenter_begins_the_fermentation(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing(litres="1600", brews=2)
    brewhouse.knock_out(batch, "790", og=Decimal("1.050"))
    assert brewhouse.state(batch) == "BREWING"
    brewhouse.bring(brewhouse.start(batch))
    brewhouse.knock_out(batch, "805", og=Decimal("1.052"), preboil_volume_l=Decimal(900))
    view = brewhouse.read(batch)
    assert view.batch.state == "FERMENTING"
    assert [(brew.state, brew.fermenter_volume_l) for brew in view.brews] == [
        ("KNOCKED_OUT", Decimal(790)),
        ("KNOCKED_OUT", Decimal(805)),
    ]


def test_a_brew_that_was_planned_and_never_begun_holds_nothing_up(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing(brews=2)
    with pytest.raises(MoveNotAllowed):
        brewhouse.move(batch, Move.FERMENT)
    brewhouse.knock_out(batch, "50")
    brewhouse.move(batch, Move.FERMENT)
    assert [brew.state for brew in brewhouse.read(batch).brews] == ["KNOCKED_OUT", "CANCELLED"]


def test_a_second_brew_that_lacks_material_waits_while_the_first_goes_on(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing(brews=2)
    request = brewhouse.start(batch)
    brewhouse.write(lambda tx: commands.refuse_materials(tx, refused(request)))
    view = brewhouse.read(batch)
    assert (view.batch.state, [brew.state for brew in view.brews]) == ("BREWING", ["BREWING", "PLANNED"])
    assert "Malta Pilsner" in view.batch.shortages


def test_more_wort_than_can_be_meant_is_refused(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing()
    with pytest.raises(InvalidInput, match="/volume_l"):
        brewhouse.knock_out(batch, "200.001")


def test_inv_b4_asking_again_is_the_same_request(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    first = brewhouse.start(batch)
    assert brewhouse.ask_again(batch) == first
    brewhouse.bring(first)
    brewhouse.bring(first)
    assert brewhouse.read(batch).batch.total_cost == Decimal(500)


def test_the_history_keeps_the_name_that_somebody_had(brewhouse: Brewhouse) -> None:
    brewhouse.origin = Origin("7", "peticion", "Ana de la Cava")
    batch = brewhouse.plan()
    assert [(event.by, event.by_name) for event in brewhouse.read(batch).history] == [("7", "Ana de la Cava")]
