"""Litres are conserved from tank to packages plus named losses, whatever cellarmen do with them. (INV-V1)"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desertbrew.contexts.production.commands import cellar, vessels
from desertbrew.contexts.production.queries.cellar import beer_faults
from desertbrew.contexts.production.rules.cellar import LossReason, VesselState, shares
from desertbrew.contexts.production.tables import Batch, Vessel
from desertbrew.kernel.errors import DomainError
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Database, Origin, Tx
from production.cellar import Cellar

MOST_ML = 10_000_000

millilitres = st.integers(1, MOST_ML).map(lambda ml: Decimal(ml) / 1000)


@given(st.lists(millilitres, min_size=1, max_size=6), st.data())
def test_inv_v1_shares_add_up_and_nobody_gives_more_than_he_has(volumes: list[Decimal], data: st.DataObject) -> None:
    there = {UUID(int=n): volume for n, volume in enumerate(volumes)}
    total = sum(volumes, Decimal(0))
    asked = data.draw(st.integers(1, int(total * 1000)).map(lambda ml: Decimal(ml) / 1000))
    going = shares(there, asked)
    assert sum(going.values()) == asked
    for batch_id, share in going.items():
        assert 0 < share <= there[batch_id]
        assert share == share.quantize(Decimal("0.001"))
        assert abs(share - there[batch_id] * asked / total) < Decimal("0.001")


class NotKept(Exception):
    """Ends a transaction that was only tried."""


TANKS = st.integers(0, 3)
BATCHES = st.integers(0, 2)
LITRES = st.integers(1, 300_000).map(lambda ml: Decimal(ml) / 1000)
STEPS = st.one_of(
    st.tuples(st.just("knock_out"), BATCHES, TANKS, LITRES),
    st.tuples(st.just("transfer"), TANKS, TANKS, LITRES, st.one_of(st.just(Decimal(0)), LITRES)),
    st.tuples(st.just("lose"), TANKS, LITRES, st.sampled_from(LossReason)),
    st.tuples(st.just("package"), TANKS, LITRES),
    st.tuples(st.just("dilute"), TANKS, LITRES),
    st.tuples(st.just("empty"), TANKS),
    st.tuples(st.just("adjust"), TANKS, LITRES),
    st.tuples(st.just("clean"), TANKS),
)


def clean(tx: Tx, tank: Id) -> None:
    if tx.session.get_one(Vessel, tank).state == VesselState.DIRTY:
        vessels.move_vessel(tx, tank, VesselState.CLEANING)
        vessels.move_vessel(tx, tank, VesselState.AVAILABLE)


def do(tx: Tx, tanks: list[Id], batches: list[Batch], step: tuple[object, ...]) -> None:
    """One step of a cellar's day; a blend is always meant."""
    match step:
        case ("knock_out", int(batch), int(tank), Decimal() as litres):
            cellar.knock_out(tx, batches[batch].id, tanks[tank], litres, blend=True)
        case ("transfer", int(source), int(target), Decimal() as litres, Decimal() as loss):
            cellar.transfer(tx, tanks[source], tanks[target], litres, loss_l=loss, blend=True)
        case ("lose", int(tank), Decimal() as litres, LossReason() as reason):
            cellar.record_loss(tx, tanks[tank], litres, reason)
        case ("package", int(tank), Decimal() as litres):
            cellar.take_for_packaging(tx, tanks[tank], litres, new_id())
        case ("dilute", int(tank), Decimal() as litres):
            cellar.dilute(tx, tanks[tank], litres)
        case ("empty", int(tank)):
            cellar.empty_vessel(tx, tanks[tank], LossReason.DUMPED)
        case ("adjust", int(tank), Decimal() as litres):
            cellar.adjust_content(tx, tanks[tank], litres, "lectura")
        case ("clean", int(tank)):
            clean(tx, tanks[tank])


def day(tx: Tx, tanks: list[Id], batches: list[Batch], steps: list[tuple[object, ...]]) -> None:
    for n, batch in enumerate(batches):
        cellar.knock_out(tx, batch.id, tanks[n], Decimal(300))
    for step in steps:
        with suppress(DomainError), tx.session.begin_nested():
            do(tx, tanks, batches, step)
    tx.session.flush()
    assert beer_faults(tx) == []
    everything = [cellar.volumes_of_batch(tx, batch.id) for batch in batches]
    assert all(volumes.adds_up for volumes in everything)
    there = [cellar.contents(tx, tank) for tank in tanks]
    in_tanks = sum((each.row.volume_l for content in there for each in content), Decimal(0))
    assert in_tanks == sum((volumes.in_tanks_l for volumes in everything), Decimal(0))
    for tank, content in zip(tanks, there, strict=True):
        vessel = tx.session.get_one(Vessel, tank)
        assert (vessel.state == VesselState.IN_USE) == bool(content)
        assert sum((each.row.volume_l for each in content), Decimal(0)) <= vessel.nominal_volume_l
    raise NotKept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=4, max_size=25))
def test_inv_v1_litres_are_conserved_through_any_series(
    production: Database, origin: Origin, cast: tuple[list[Id], list[Batch]], steps: list[tuple[object, ...]]
) -> None:
    with pytest.raises(NotKept):
        production.write(partial(day, tanks=cast[0], batches=cast[1], steps=steps), origin)


@pytest.fixture
def cast(production: Database, origin: Origin) -> tuple[list[Id], list[Batch]]:
    room = Cellar(production, origin)
    return [room.first, room.second, room.brite, room.tank("FV-03", working_l="350")], [room.brew() for _ in range(3)]
