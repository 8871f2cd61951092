"""Kegs, cellarmen and managers at the same tank in the same moment: no litre is lost, doubled, or left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial

import pytest

from desertbrew.contexts.inventory.contract import FilledKeg, KegsFilled
from desertbrew.contexts.production.commands import cellar
from desertbrew.contexts.production.errors import PackagingUnsettled
from desertbrew.contexts.production.rules.cellar import LossReason
from desertbrew.contexts.production.tables import PackagingRun
from desertbrew.kernel.errors import DomainError, InvalidInput
from desertbrew.kernel.ids import new_id
from desertbrew.platform.db import Database, Origin, Tx
from production.packing import Packaging


@pytest.fixture
def packing(production: Database, origin: Origin) -> Packaging:
    """An empty cellar with everything at hand."""
    return Packaging(production, origin)


def at_once(works: Sequence[Callable[[], object]]) -> list[bool]:
    """Do them all in the same moment; whether each was accepted."""

    def attempt(work: Callable[[], object]) -> bool:
        try:
            work()
        except DomainError:
            return False
        return True

    with ThreadPoolExecutor(len(works)) as hands:
        return list(hands.map(attempt, works))


def told(run: PackagingRun, litres: str, packing: Packaging) -> KegsFilled:
    """One keg for the run, as inventory tells it."""
    fill = FilledKeg(new_id(), "B-1", new_id(), Decimal(litres), Decimal(60))
    with packing.database.read() as tx:
        return KegsFilled(new_id(), run.id, run.batch_id, run.batch_number, run.beer_name, (fill,), tx.now)


def test_inv_v1_kegs_and_losses_of_one_tank_in_the_same_moment_add_up(packing: Packaging) -> None:
    batch = packing.beer("800")
    run = packing.open()
    kegs = [told(run, "20", packing) for _ in range(12)]
    works: list[Callable[[], object]] = []
    for filled in kegs:
        works.append(partial(packing.hear, filled))
        works.append(lambda: packing.cellar.lose(packing.cellar.first, "10", LossReason.YEAST))
    assert all(at_once(works))
    volumes = packing.cellar.volumes(batch)
    assert (volumes.packaged_l, volumes.in_tanks_l, volumes.adds_up) == (Decimal(240), Decimal(440), True)
    assert packing.cellar.faults() == []


def test_inv_v1_a_batch_that_is_given_up_while_its_beer_moves_leaves_no_litre(packing: Packaging) -> None:
    there = packing.cellar
    batch = packing.beer("600")
    moves: list[Callable[[], object]] = [lambda: there.transfer(there.first, there.second, "150") for _ in range(2)]
    gave_up = lambda: there.brewhouse.cancel(batch)  # noqa: E731
    assert at_once([*moves, gave_up])[-1]
    assert (there.volumes(batch).in_tanks_l, there.faults()) == (Decimal(0), [])


def test_inv_e1_no_run_is_open_for_a_batch_that_was_given_up(packing: Packaging) -> None:
    for _ in range(4):
        batch = packing.beer("100")
        give_up = partial(packing.cellar.brewhouse.cancel, batch)
        opened, cancelled = at_once([packing.open, give_up])
        assert opened != cancelled
        if opened:
            return
        packing.cellar.clean(packing.cellar.first)


def test_a_batch_is_not_given_up_under_its_own_packaging_run(packing: Packaging) -> None:
    batch = packing.beer("100")
    run = packing.open()
    with pytest.raises(PackagingUnsettled):
        packing.cellar.brewhouse.cancel(batch)
    packing.close(run, "100", keeps=True)
    packing.count(run)
    assert packing.cellar.brewhouse.cancel(batch).state == "CANCELLED"


def test_a_run_is_not_closed_on_more_than_its_tank_can_hold(packing: Packaging) -> None:
    """Else inventory's count could never be taken, and the run would stay half closed for ever."""
    packing.beer("100")
    run = packing.open()
    with pytest.raises(InvalidInput):
        packing.close(run, "826.001", "marcador roto", keeps=True)
    packing.close(run, "826", "marcador roto", keeps=True)
    packing.count(run)
    assert packing.read(run)[0].row.state == "CLOSED"


def test_inv_e3_more_kegs_than_the_tank_holds_are_taken_all_the_same(packing: Packaging) -> None:
    batch = packing.beer("100")
    run = packing.open()
    packing.kegs(run, *["60"] * 14)
    volumes = packing.cellar.volumes(batch)
    assert (volumes.packaged_l, volumes.adjusted_l, volumes.adds_up) == (Decimal(840), Decimal(740), True)


def test_what_was_read_before_the_lock_decides_nothing(packing: Packaging) -> None:
    """A rival empties the tank between a look and the lock; only PostgreSQL lets anybody in between."""
    packing.beer("100")
    if packing.database.is_sqlite:
        assert packing.database.workers._max_workers == 1, "SQLite has one writer"
        return

    def rival() -> None:
        packing.cellar.lose(packing.cellar.first, "40")

    def look_then_take(tx: Tx) -> None:
        seen = cellar.contents(tx, packing.cellar.first)
        with ThreadPoolExecutor(1) as other:
            other.submit(rival).result()
        cellar.record_loss(tx, packing.cellar.first, Decimal(10), LossReason.YEAST)
        assert seen[0].row.volume_l == Decimal(50)

    packing.write(look_then_take)
    assert sum(packing.cellar.contents(packing.cellar.first).values()) == Decimal(50)
