"""Packaging runs on a real database: litres add up, material is asked, kegs count once, costs fall to the centavo."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.inventory.contract import ItemKind, KegsFilled
from desertbrew.contexts.production import commands
from desertbrew.contexts.production.commands import packaging_material
from desertbrew.contexts.production.contract import (
    MaterialsRequested,
    PackagesCosted,
    PackagingRunClosed,
    PackagingRunOpened,
)
from desertbrew.contexts.production.errors import (
    MaterialNotMissing,
    NotEnoughBeer,
    PackageNotPieces,
    PackagingUnsettled,
    RunNotOpen,
    VesselHasRun,
)
from desertbrew.contexts.production.queries.packaging import (
    package_formats,
    packaging_run,
    packaging_runs,
)
from desertbrew.contexts.production.rules.batches import Move
from desertbrew.contexts.production.rules.packaging import (
    PackageKind,
    Reconciliation,
    shares_of_cost,
    shares_of_material,
)
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.quantity import BaseUnit
from desertbrew.platform.db import Database, Origin
from production.brewhouse import issued, refused
from production.packing import Packaging
from support.letters import emitted


@pytest.fixture
def packing(production: Database, origin: Origin) -> Packaging:
    """An empty cellar with everything at hand."""
    return Packaging(production, origin)


def test_a_run_from_tank_to_packages_with_known_cost(packing: Packaging) -> None:
    packing.format("BARRIL", PackageKind.KEG, "60")
    form = packing.format()
    batch = packing.beer("400")
    run = packing.open()
    assert packing.cellar.brewhouse.state(batch) == "PACKAGING"
    assert emitted(packing.database, PackagingRunOpened)[-1].subject == str(run.id)
    packing.kegs(run, "58.5", "60")
    request = packing.bottles(run, form, 720, packing.beer_bottle)
    assert [(each.item_id, each.amount) for each in request.materials] == [(packing.bottle, Decimal(720))]
    packing.cellar.brewhouse.bring(request, "1440.00")
    packing.close(run, "25.5", "levadura", keeps=False)
    assert packing.read(run)[0].row.state == "CLOSING"
    with pytest.raises(PackagingUnsettled):
        packing.complete(batch)
    assert emitted(packing.database, PackagingRunClosed)[-1].subject == str(run.id)
    packing.count(run, 2, "118.5")
    view, lines = packing.read(run)
    assert (view.row.state, view.packaged_l, view.in_tank_l) == ("CLOSED", Decimal("374.1"), Decimal(0))
    assert view.row.difference_l == Decimal("0.4")
    assert [(line.row.kind, line.row.count, line.row.material_state) for line in lines] == [
        ("BOTTLE", 720, "ISSUED"),
        ("KEG", 2, "NONE"),
    ]
    done = packing.complete(batch)
    assert (done.total_cost, done.packaged_volume_l) == (Decimal("1940.00"), Decimal("374.1"))
    costed = emitted(packing.database, PackagesCosted)
    assert [(each.quantity, each.volume_l) for each in costed if isinstance(each, PackagesCosted)] == [
        (Decimal(720), Decimal("255.6"))
    ]
    with packing.database.read() as tx:
        _, lines = packaging_run(tx, run.id)
        assert sum((part.cost or Decimal(0) for line in lines for part, _ in line.parts), Decimal(0)) == done.total_cost
        assert packing.cellar.brewhouse.faults() == []


def test_inv_e1_one_run_a_tank(packing: Packaging) -> None:
    with pytest.raises(NotEnoughBeer):
        packing.open()
    packing.beer()
    packing.open()
    with pytest.raises(VesselHasRun):
        packing.open()


def test_inv_e2_a_run_is_closed_when_all_its_kegs_are_here_in_any_order(packing: Packaging) -> None:
    packing.beer("400")
    run = packing.open()
    packing.close(run, "340", keeps=True, note="contado")
    packing.count(run, 1, "60")
    assert packing.read(run)[0].row.state == "CLOSING"
    packing.kegs(run, "60")
    view, _ = packing.read(run)
    assert (view.row.state, view.in_tank_l, view.row.difference_l) == ("CLOSED", Decimal(340), Decimal(0))
    form = packing.format()
    with pytest.raises(RunNotOpen):
        packing.bottles(run, form, 1)
    assert packing.open().number != run.number


def test_inv_e3_a_filling_counts_once_and_is_taken_even_where_the_ledger_is_empty(packing: Packaging) -> None:
    batch = packing.beer("100")
    run = packing.open()
    filled = packing.kegs(run, "60", "60")
    packing.hear(filled)
    view, lines = packing.read(run)
    assert (view.packaged_l, view.in_tank_l, len(lines)) == (Decimal(120), Decimal(0), 1)
    packing.kegs(run, "20")
    volumes = packing.cellar.volumes(batch)
    assert (volumes.packaged_l, volumes.adjusted_l, volumes.adds_up) == (Decimal(140), Decimal(40), True)
    stranger = KegsFilled(new_id(), None, None, None, "Ajena", filled.fills, filled.filled_at)
    packing.hear(stranger)
    assert packing.read(run)[0].packaged_l == Decimal(140)


def test_what_the_books_lack_is_settled_by_a_person(packing: Packaging) -> None:
    form = packing.format()
    batch = packing.beer("100")
    run = packing.open()
    request = packing.bottles(run, form, 100)
    packing.write(lambda tx: commands.refuse_materials(tx, refused(request)))
    _, (line,) = packing.read(run)
    assert line.row.material_state == "REFUSED"
    packing.close(run, "64.5")
    packing.count(run)
    with pytest.raises(PackagingUnsettled):
        packing.complete(batch)
    packing.write(lambda tx: packaging_material.ask_for_material_again(tx, line.row.id))
    again = emitted(packing.database, MaterialsRequested)[-1]
    assert isinstance(again, MaterialsRequested)
    assert again.issue_id != request.issue_id
    with pytest.raises(MaterialNotMissing):
        packing.write(lambda tx: packaging_material.ask_for_material_again(tx, line.row.id))
    packing.write(lambda tx: commands.receive_materials(tx, issued(request, "9.00")))
    assert packing.read(run)[1][0].row.material_state == "REQUESTED", "an answer to an older request is history"
    packing.write(lambda tx: commands.refuse_materials(tx, refused(again)))
    packing.write(lambda tx: packaging_material.waive_material(tx, line.row.id, "botella regalada"))
    assert packing.complete(batch).packaged_volume_l == Decimal("35.5")


def test_a_difference_above_what_instruments_explain_needs_a_name(packing: Packaging) -> None:
    packing.beer("400")
    run = packing.open()
    packing.kegs(run, "60")
    with pytest.raises(InvalidInput):
        packing.close(run, "330")
    packing.close(run, "339", "")
    packing.count(run, 1, "60")
    assert packing.read(run)[0].row.difference_l == Decimal(1)


def test_inv_e4_a_blend_costs_each_of_its_batches_their_share(packing: Packaging) -> None:
    form = packing.format(litres="0.5")
    first, second = packing.beer("300"), packing.beer("100", blend=True)
    packing.cellar.brewhouse.spend(first, "100.01")
    run = packing.open()
    request = packing.bottles(run, form, 800, packing.beer_bottle)
    packing.cellar.brewhouse.bring(request, "800.02")
    packing.close(run, "0")
    packing.count(run)
    assert packing.complete(first).packaged_volume_l == Decimal(300)
    assert emitted(packing.database, PackagesCosted) == []
    done = packing.complete(second)
    (costed,) = emitted(packing.database, PackagesCosted)
    assert isinstance(costed, PackagesCosted)
    assert costed.total_cost == Decimal("500.00") * 2 + Decimal("100.01") + Decimal("800.02")
    assert (costed.quantity, len(costed.batch_numbers)) == (Decimal(800), 2)
    assert done.cost_per_litre is not None
    assert packing.cellar.brewhouse.faults() == []


def test_formats_are_changed_by_their_code_and_checked(packing: Packaging) -> None:
    first = packing.format()
    assert packing.format(litres="0.36").id == first.id
    with packing.database.read() as tx:
        (view,) = package_formats(tx)
    assert (view.row.volume_l, [name for _, name in view.materials]) == (Decimal("0.36"), ["Botella 355"])
    unknown = packaging_material.NewMaterial(new_id(), Decimal(1), "piece")
    wrong = packaging_material.NewFormat("X", "X", PackageKind.CAN, Decimal(1), 1, [unknown])
    with pytest.raises(NotFound):
        packing.write(lambda tx: packaging_material.define_format(tx, wrong))
    packing.beer()
    run = packing.open()
    litres = packing.cellar.brewhouse.know("A granel", ItemKind.BEER, BaseUnit.L)
    with pytest.raises(PackageNotPieces):
        packing.bottles(run, first, 1, litres)
    keg = packing.format("BARRIL", PackageKind.KEG, "60")
    with pytest.raises(InvalidInput):
        packing.bottles(run, keg, 1)
    with packing.database.read() as tx:
        assert [view.row.id for view in packaging_runs(tx, None, "OPEN", None, 5)] == [run.id]
        assert [view.row.id for view in packaging_runs(tx, run.batch_id, None, None, 5)] == [run.id]
        assert packaging_runs(tx, new_id(), None, run.id, 5) == []


def test_packaging_begins_from_fermenting_or_conditioning_alone(packing: Packaging) -> None:
    batch = packing.beer()
    packing.cellar.brewhouse.move(batch, Move.CONDITION)
    packing.open()
    assert packing.cellar.brewhouse.state(batch) == "PACKAGING"


LITRES = st.integers(1, 1_000_000).map(lambda ml: Decimal(ml) / 1000)
MONEY = st.integers(0, 10_000_000).map(lambda centavos: Decimal(centavos) / 100)


@given(MONEY, st.lists(LITRES, min_size=1, max_size=12))
def test_inv_e4_shares_of_a_cost_add_up_and_are_fair_to_the_centavo(total: Decimal, volumes: list[Decimal]) -> None:
    keyed = [(UUID(int=number), volume) for number, volume in enumerate(volumes)]
    shares = shares_of_cost(total, dict(keyed))
    assert sum(shares.values()) == total
    whole = sum(volumes, Decimal(0))
    for key, volume in keyed:
        assert shares[key] >= 0
        assert abs(shares[key] - total * volume / whole) < Decimal("0.01")


@given(MONEY, LITRES, st.lists(LITRES, min_size=1, max_size=6))
def test_shares_of_material_add_up(cost: Decimal, quantity: Decimal, volumes: list[Decimal]) -> None:
    shares = shares_of_material(quantity, cost, {UUID(int=number): volume for number, volume in enumerate(volumes)})
    assert sum(amount for amount, _ in shares.values()) == quantity
    assert sum(money for _, money in shares.values()) == cost


def test_litres_add_up_or_the_difference_says_by_how_much() -> None:
    fine = Reconciliation(Decimal(800), Decimal(780), Decimal(18))
    assert (fine.difference_l, fine.difference_pct, fine.is_close) == (Decimal(2), Decimal("0.25"), True)
    bad = Reconciliation(Decimal(800), Decimal(780), Decimal(10))
    assert (bad.difference_pct, bad.is_close) == (Decimal("1.25"), False)
