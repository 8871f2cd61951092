"""How a batch ends: given up or packaged, with its material, its beer and its costs where they belong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desertbrew.contexts.production import commands
from desertbrew.contexts.production.contract import MaterialsReleased
from desertbrew.contexts.production.errors import BeerIsBlended, CostNotReversible
from desertbrew.contexts.production.rules.batches import CostKind, Fate, Move
from desertbrew.contexts.production.rules.costs import Basis
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from production.brewhouse import Brewhouse, issued, refused
from production.cellar import Cellar
from support.letters import emitted

# ------------------------------------------------------------------------------------------------------------ giving up


def test_inv_b7_material_goes_back_or_is_waste_line_by_line(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing("500.00")
    malt, hops, yeast = brewhouse.read(batch).costs
    brewhouse.spend(batch, "40.00")
    brewhouse.cancel(batch, Fate.RETURN, {yeast.id: Fate.WASTE})
    view = brewhouse.read(batch)
    assert (view.batch.state, view.batch.total_cost) == ("CANCELLED", Decimal(40))
    assert {line.reverses_id: line.amount for line in view.costs if line.reverses_id} == {
        malt.id: -malt.amount,
        hops.id: -hops.amount,
    }
    (told,) = emitted(brewhouse.database, MaterialsReleased)
    assert isinstance(told, MaterialsReleased)
    assert [(each.lot_id, each.quantity, each.cost) for each in told.materials] == [
        (line.lot_id, line.quantity, line.amount) for line in (malt, hops)
    ]
    assert brewhouse.faults() == []


def test_inv_b7_what_is_wasted_stays_as_the_cost_of_a_cancelled_batch(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing("500.00")
    brewhouse.cancel(batch)
    assert brewhouse.read(batch).batch.total_cost == Decimal(500)
    assert emitted(brewhouse.database, MaterialsReleased) == []


@pytest.mark.parametrize("fate, cost, released", [(Fate.RETURN, "0", 1), (Fate.WASTE, "500", 0)])
def test_inv_b7_material_that_comes_too_late_goes_where_it_was_said(
    brewhouse: Brewhouse, fate: Fate, cost: str, released: int
) -> None:
    batch = brewhouse.plan()
    request = brewhouse.start(batch)
    brewhouse.cancel(batch, fate)
    for _ in range(2):
        brewhouse.bring(request)
    assert brewhouse.read(batch).batch.total_cost == Decimal(cost)
    assert len(emitted(brewhouse.database, MaterialsReleased)) == released
    assert (brewhouse.state(batch), brewhouse.faults()) == ("CANCELLED", [])


def test_a_refusal_that_comes_too_late_says_nothing(brewhouse: Brewhouse) -> None:
    batch = brewhouse.plan()
    request = brewhouse.start(batch)
    brewhouse.cancel(batch, Fate.RETURN)
    brewhouse.write(lambda tx: commands.refuse_materials(tx, refused(request)))
    brewhouse.write(lambda tx: commands.receive_materials(tx, issued(request)))
    assert (brewhouse.state(batch), brewhouse.read(batch).costs) == ("CANCELLED", [])


def test_only_material_of_the_batch_can_go_back(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing()
    brewhouse.spend(batch, "40.00")
    for line in (new_id(), brewhouse.read(batch).costs[-1].id):
        with pytest.raises(NotFound):
            brewhouse.cancel(batch, lines={line: Fate.RETURN})
    assert brewhouse.state(batch) == "BREWING"


# ------------------------------------------------------------------------------------------------------------ the tanks


@pytest.fixture
def cellar(brewhouse: Brewhouse) -> Cellar:
    """The brewhouse's own cellar."""
    return Cellar(brewhouse.database, brewhouse.origin)


def test_brews_go_into_the_fermenter_that_was_planned(brewhouse: Brewhouse, cellar: Cellar) -> None:
    batch = brewhouse.brewing(recipe=cellar.recipe, litres="800", brews=2)
    brewhouse.knock_out(batch, "395", vessel_id=cellar.first)
    brewhouse.bring(brewhouse.start(batch))
    brewhouse.knock_out(batch, "398.5")
    assert cellar.contents(cellar.first) == {batch.number: Decimal("793.5")}
    assert [brew.vessel_id for brew in brewhouse.read(batch).brews] == [cellar.first, cellar.first]


def test_inv_b3_the_litres_are_those_that_left_the_tanks_for_packages(brewhouse: Brewhouse, cellar: Cellar) -> None:
    batch = brewhouse.brewing("10000.00", recipe=cellar.recipe, litres="800")
    brewhouse.knock_out(batch, "800", vessel_id=cellar.first)
    brewhouse.move(batch, Move.PACKAGE)
    cellar.package(cellar.first, "600")
    cellar.package(cellar.first, "150")
    with pytest.raises(InvalidInput, match="/packaged_volume_l"):
        brewhouse.complete(batch, "760")
    done = brewhouse.write(lambda tx: commands.complete_batch(tx, batch.id))
    assert (done.packaged_volume_l, done.cost_per_litre) == (Decimal(750), Decimal("13.333333"))
    assert cellar.volumes(batch).lost_l == {"PACKAGING": Decimal(50)}
    assert (cellar.state(cellar.first), cellar.faults()) == ("DIRTY", [])


def test_litres_that_no_packaging_run_took_are_taken_at_the_end(brewhouse: Brewhouse, cellar: Cellar) -> None:
    batch = brewhouse.brewing(recipe=cellar.recipe, litres="800")
    brewhouse.knock_out(batch, "800", vessel_id=cellar.first)
    cellar.transfer(cellar.first, cellar.second, "300")
    brewhouse.move(batch, Move.PACKAGE)
    with pytest.raises(InvalidInput, match="/packaged_volume_l"):
        brewhouse.write(lambda tx: commands.complete_batch(tx, batch.id))
    brewhouse.complete(batch, "700")
    volumes = cellar.volumes(batch)
    assert (volumes.packaged_l, volumes.in_tanks_l, volumes.adds_up) == (Decimal(700), Decimal(0), True)


def test_the_beer_of_a_batch_that_is_given_up_is_dumped_by_name(brewhouse: Brewhouse, cellar: Cellar) -> None:
    batch = brewhouse.brewing(recipe=cellar.recipe, litres="800")
    brewhouse.knock_out(batch, "800", vessel_id=cellar.first)
    brewhouse.cancel(batch)
    assert cellar.volumes(batch).lost_l == {"DUMPED": Decimal(800)}
    assert brewhouse.state(batch) == "CANCELLED"


def test_beer_that_is_blended_cannot_be_dumped_alone(brewhouse: Brewhouse, cellar: Cellar) -> None:
    one, other = (brewhouse.brewing(recipe=cellar.recipe, litres="400") for _ in range(2))
    brewhouse.knock_out(one, "400", vessel_id=cellar.first)
    brewhouse.knock_out(other, "390", vessel_id=cellar.first, blend=True)
    with pytest.raises(BeerIsBlended):
        brewhouse.cancel(one)
    assert brewhouse.state(one) == "FERMENTING"


# --------------------------------------------------------------------------------------------------- rates, corrections


def set_rate(brewhouse: Brewhouse, name: str, basis: Basis, amount: str, day: date = date(2026, 11, 1)) -> None:
    new = commands.NewRate(name, CostKind.ENERGY, basis, Decimal(amount), day)
    brewhouse.write(lambda tx: commands.set_cost_rate(tx, new))


def test_rates_are_charged_once_a_brew_and_once_a_batch(brewhouse: Brewhouse) -> None:
    set_rate(brewhouse, "Gas", Basis.BREW, "480")
    set_rate(brewhouse, "Agua", Basis.LITRE, "0.15")
    set_rate(brewhouse, "Luz", Basis.KWH, "3.5")
    set_rate(brewhouse, "Jornada", Basis.BREW_HOUR, "125")
    set_rate(brewhouse, "Planta", Basis.BATCH, "6250")
    batch = brewhouse.brewing("0.00", brews=2)
    brewhouse.knock_out(batch, "60", hours=Decimal(5), energy_kwh=Decimal("25.3"))
    brewhouse.bring(brewhouse.start(batch), "0.00")
    brewhouse.knock_out(batch, "40", hours=Decimal("4.5"))
    brewhouse.move(batch, Move.PACKAGE)
    brewhouse.complete(batch)
    charged = [(line.description, str(line.amount)) for line in brewhouse.read(batch).costs if line.rate_id]
    assert charged == [
        ("Agua", "9.00"),
        ("Gas", "480.00"),
        ("Jornada", "625.00"),
        ("Luz", "88.55"),
        ("Agua", "6.00"),
        ("Gas", "480.00"),
        ("Jornada", "562.50"),
        ("Planta", "6250.00"),
    ]
    assert brewhouse.faults() == []


def test_the_price_of_the_day_is_charged(brewhouse: Brewhouse) -> None:
    for amount, day in (("400", date(2026, 1, 1)), ("480", date(2026, 11, 20)), ("900", date(2027, 1, 1))):
        set_rate(brewhouse, "Gas", Basis.BREW, amount, day)
    batch = brewhouse.brewing("0.00")
    brewhouse.knock_out(batch)
    assert brewhouse.read(batch).batch.total_cost == Decimal(480)


def test_inv_b2_a_mistake_is_taken_back_once_by_a_line_of_its_own(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing("500.00")
    brewhouse.spend(batch, "40.00")
    wrong = brewhouse.read(batch).costs[-1]

    def take_back(cost_id: object) -> None:
        brewhouse.write(lambda tx: commands.reverse_cost(tx, batch.id, cost_id, "se contó dos veces"))  # type: ignore[arg-type]

    take_back(wrong.id)
    view = brewhouse.read(batch)
    assert (view.batch.total_cost, view.costs[-1].amount, view.costs[-1].reverses_id) == (
        Decimal(500),
        Decimal(-40),
        wrong.id,
    )
    for line in (wrong, view.costs[-1], view.costs[0]):
        with pytest.raises(CostNotReversible):
            take_back(line.id)
    with pytest.raises(NotFound):
        take_back(new_id())
    assert brewhouse.faults() == []
