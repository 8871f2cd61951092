"""Gas cylinders, yeast by generation, cold rooms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.inventory import commands, queries
from desertbrew.contexts.inventory.contract import ColdRoomOutOfLimits, YeastHarvested, YeastPitched
from desertbrew.contexts.inventory.errors import (
    CultureHoldsLess,
    CultureNotPitchedThere,
    CultureNotStored,
    CylinderCodeTaken,
    CylinderHoldsLess,
    CylinderNotAtHand,
    CylinderNotEmpty,
    CylinderTooFull,
    LocationCodeTaken,
    NotAColdRoom,
    ReadingImpossible,
    RepitchRefused,
)
from desertbrew.contexts.inventory.rules import (
    CylinderState,
    Gas,
    GasPurpose,
    GasUnit,
    LocationKind,
    Ownership,
    RepitchFault,
    RoomLimits,
    StrainLimits,
    may_return,
    repitch_faults,
    state_at,
    viability_now,
    viable_cells_e9,
)
from desertbrew.contexts.inventory.tables import YeastCulture
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from inventory.warehouse import Warehouse
from support.letters import emitted

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

# -------------------------------------------------------------------------------------------------------------- gases


def cylinder(warehouse: Warehouse, code: str = "CO2-1", capacity: str = "10") -> Id:
    new = commands.NewCylinder(code, Gas.CO2, GasUnit.KG, Decimal(capacity), Ownership.DEPOSIT, Decimal(1500))
    return warehouse.write(lambda tx: commands.register_cylinder(tx, new)).id


def use(warehouse: Warehouse, cylinder_id: Id, amount: str) -> str:
    wish = commands.GasUse(GasPurpose.PUSHING, Decimal(amount), "L-0001")
    return warehouse.write(lambda tx: commands.use_gas(tx, cylinder_id, wish)).state


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_cylinder_is_empty_below_a_tenth_and_only_then_goes_back_unasked(capacity: int, level: int) -> None:
    whole, left = Decimal(capacity), Decimal(min(level, capacity))
    state = state_at(left, whole)
    assert (state is CylinderState.FULL) == (left == whole)
    assert (state is CylinderState.EMPTY) == (left * 10 < whole)
    assert may_return(left, whole, " ") == (left * 10 <= whole)
    assert may_return(left, whole, "válvula rota")


def test_inv_g1_a_cylinder_goes_its_round_and_every_step_is_kept(warehouse: Warehouse) -> None:
    one = cylinder(warehouse)
    assert [use(warehouse, one, amount) for amount in ("4", "5", "0.5")] == ["IN_USE", "IN_USE", "EMPTY"]
    with pytest.raises(CylinderHoldsLess):
        use(warehouse, one, "0.6")
    assert warehouse.write(lambda tx: commands.return_cylinder(tx, one)).state == "RETURNED"
    for act in (commands.return_cylinder, lambda tx, its: commands.maintain_cylinder(tx, its, "fuga")):
        with pytest.raises(CylinderNotAtHand):
            warehouse.write(lambda tx, act=act: act(tx, one))  # type: ignore[misc]
    assert warehouse.write(lambda tx: commands.refill_cylinder(tx, one, None)).state == "FULL"
    with pytest.raises(CylinderTooFull):
        warehouse.write(lambda tx: commands.refill_cylinder(tx, one, Decimal(1)))
    with pytest.raises(CylinderNotEmpty):
        warehouse.write(lambda tx: commands.return_cylinder(tx, one))
    with warehouse.database.read() as tx:
        story = [(row.kind, row.amount, row.level_after) for row in reversed(queries.gas_events(tx, one, None, 50))]
        (view,) = queries.cylinders(tx)
    assert [(kind, str(amount.normalize()), str(level.normalize())) for kind, amount, level in story] == [
        ("ARRIVAL", "1E+1", "1E+1"),
        ("USE", "-4", "6"),
        ("USE", "-5", "1"),
        ("USE", "-0.5", "0.5"),
        ("RETURN", "-0.5", "0"),
        ("REFILL", "1E+1", "1E+1"),
    ]
    assert sum((amount for _, amount, _ in story), Decimal(0)) == view.cylinder.level
    with pytest.raises(DBAPIError, match="append-only"):
        warehouse.write(lambda tx: tx.connection.execute(text("UPDATE gas_event SET amount = 0")))


def test_low_cylinders_and_due_inspections_are_seen(warehouse: Warehouse, clock: FixedClock) -> None:
    one, two = cylinder(warehouse, "A"), cylinder(warehouse, "B")
    use(warehouse, one, "7.6")
    due = clock.now().date() + timedelta(days=30)
    warehouse.write(lambda tx: commands.inspect_cylinder(tx, two, due))
    with warehouse.database.read() as tx:
        seen = [(view.cylinder.code, view.low, view.inspection_soon) for view in queries.cylinders(tx)]
    assert seen == [("A", True, False), ("B", False, True)]
    warehouse.write(lambda tx: commands.maintain_cylinder(tx, one, "fuga"))
    with pytest.raises(CylinderNotAtHand):
        use(warehouse, one, "1")
    after = warehouse.write(lambda tx: commands.inspect_cylinder(tx, one, due + timedelta(days=900)))
    assert after.state == "IN_USE"
    with pytest.raises(CylinderCodeTaken):
        cylinder(warehouse, "a")


# -------------------------------------------------------------------------------------------------------------- yeast


def harvest(warehouse: Warehouse, parent: Id, batch: str, viability: str | None = "95") -> YeastCulture:
    counted = None if viability is None else Decimal(viability)
    new = commands.NewCulture(Decimal(3), parent_id=parent, from_batch_number=batch, viability_pct=counted)
    return warehouse.write(lambda tx: commands.keep_culture(tx, new))


def starter(warehouse: Warehouse) -> YeastCulture:
    new = commands.NewCulture(Decimal(3), source_lot_id=warehouse.yeast_lot())
    return warehouse.write(lambda tx: commands.keep_culture(tx, new))


def pitch(warehouse: Warehouse, culture_id: Id, batch: str, volume: str = "1", why: str | None = None) -> None:
    new = commands.NewPitch(batch, Decimal(volume), override_reason=why)
    warehouse.write(lambda tx: commands.pitch_culture(tx, culture_id, new))


@given(st.decimals(0, 100, places=2), st.integers(0, 400), st.integers(0, 400))
def test_viability_only_falls_by_seven_tenths_a_day_and_never_below_nothing(start: Decimal, some: int, more: int) -> None:
    first = viability_now(start, NOON, NOON + timedelta(days=some))
    second = viability_now(start, NOON, NOON + timedelta(days=some + more))
    assert 0 <= second <= first <= start
    assert first == max(Decimal(0), start - Decimal("0.7") * some)
    assert viability_now(start, NOON, NOON - timedelta(hours=1)) == start


def test_living_cells_are_litres_times_count_times_the_living_share() -> None:
    assert viable_cells_e9(Decimal(2), Decimal("1.5"), Decimal(90)) == Decimal(2700)
    assert viable_cells_e9(Decimal(2), None, Decimal(90)) is None


@pytest.mark.parametrize(
    "generation, viability, faults",
    [
        (5, "80", []),
        (6, "80", [RepitchFault.TOO_OLD]),
        (5, "79.99", [RepitchFault.TOO_WEAK]),
        (6, "0", [RepitchFault.TOO_OLD, RepitchFault.TOO_WEAK]),
    ],
)
def test_inv_y2_limits_are_kept_to_the_hundredth(generation: int, viability: str, faults: list[RepitchFault]) -> None:
    assert repitch_faults(generation, Decimal(viability), StrainLimits(5, Decimal(80))) == faults


def test_inv_y1_each_batch_makes_a_generation_and_the_line_can_be_read_both_ways(warehouse: Warehouse) -> None:
    first = starter(warehouse)
    pitch(warehouse, first.id, "L-0001")
    second = harvest(warehouse, first.id, "L-0001")
    pitch(warehouse, second.id, "L-0002")
    third, twin = harvest(warehouse, second.id, "L-0002"), harvest(warehouse, second.id, "L-0002")
    assert [culture.generation for culture in (first, second, third, twin)] == [1, 2, 3, 3]
    with warehouse.database.read() as tx:
        line = queries.genealogy(tx, second.id)
    assert [row[0].code for row in line.ancestors] == [first.code]
    assert [row[0].code for row in line.descendants] == [third.code, twin.code]
    assert line.source_lot is not None
    assert line.source_lot.id == first.source_lot_id
    assert [each.batch_number for each in line.pitches] == ["L-0002"]
    told = [(each.generation, each.from_batch_number) for each in emitted(warehouse.database, YeastHarvested)]  # type: ignore[attr-defined]
    assert told == [(1, None), (2, "L-0001"), (3, "L-0002"), (3, "L-0002")]
    assert len(emitted(warehouse.database, YeastPitched)) == 2
    with pytest.raises(CultureNotPitchedThere):
        harvest(warehouse, first.id, "L-0002")


def test_inv_y2_old_or_weak_yeast_is_pitched_only_with_a_reason(warehouse: Warehouse, clock: FixedClock) -> None:
    culture = starter(warehouse)
    limits = StrainLimits(1, Decimal(90))
    warehouse.write(lambda tx: commands.set_strain_limits(tx, culture.item_id, limits))
    pitch(warehouse, culture.id, "L-0001")
    clock.advance(timedelta(days=11))  # 97 - 7.7
    with pytest.raises(RepitchRefused) as refusal:
        pitch(warehouse, culture.id, "L-0002")
    assert (refusal.value.facts["faults"], refusal.value.facts["viability"]) == (["TOO_WEAK"], "89.30")
    pitch(warehouse, culture.id, "L-0002", why="no hay otra")
    counted = warehouse.write(lambda tx: commands.count_viability(tx, culture.id, Decimal(92)))
    assert counted.viability_measured
    pitch(warehouse, culture.id, "L-0003", why="no hacía falta")
    with warehouse.database.read() as tx:
        reasons = [each.override_reason for each in queries.genealogy(tx, culture.id).pitches]
    assert reasons == [None, "no hay otra", None]
    with pytest.raises(CultureNotStored):
        pitch(warehouse, culture.id, "L-0004")


def test_a_culture_holds_what_it_holds_and_is_gone_when_discarded(warehouse: Warehouse) -> None:
    culture = starter(warehouse)
    with pytest.raises(CultureHoldsLess):
        pitch(warehouse, culture.id, "L-0001", "3.001")
    warehouse.write(lambda tx: commands.discard_culture(tx, culture.id, "huele a huevo"))
    with pytest.raises(CultureNotStored):
        warehouse.write(lambda tx: commands.discard_culture(tx, culture.id, "otra vez"))
    nothing = commands.NewCulture(Decimal(1))
    with pytest.raises(InvalidInput):
        warehouse.write(lambda tx: commands.keep_culture(tx, nothing))


# --------------------------------------------------------------------------------------------------------- cold rooms


@pytest.mark.parametrize(
    "temperature, humidity, fine",
    [("0", "80", True), ("7", None, True), ("7.01", None, False), ("-0.01", "50", False), ("4", "80.1", False)],
)
def test_inv_c1_a_reading_is_judged_by_the_limits(
    warehouse: Warehouse, temperature: str, humidity: str | None, fine: bool
) -> None:
    room = warehouse.cold_room()
    assert warehouse.read_room(room, temperature, humidity).in_limits is fine
    assert len(emitted(warehouse.database, ColdRoomOutOfLimits)) == (0 if fine else 1)


@pytest.mark.parametrize(
    "temperature, kind, possible",
    [
        ("-10", LocationKind.COLD_ROOM, True),
        ("-10.01", LocationKind.COLD_ROOM, False),
        ("20.01", LocationKind.COLD_ROOM, False),
        ("-18", LocationKind.FREEZER, True),
        ("-40.01", LocationKind.FREEZER, False),
    ],
)
def test_a_reading_that_cannot_be_is_refused(
    warehouse: Warehouse, temperature: str, kind: LocationKind, possible: bool
) -> None:
    room = warehouse.location(kind)
    if possible:
        warehouse.read_room(room, temperature)
        return
    with pytest.raises(ReadingImpossible):
        warehouse.read_room(room, temperature)


def test_inv_c1_an_alert_lasts_half_an_hour_and_silence_is_seen(warehouse: Warehouse, clock: FixedClock) -> None:
    room = warehouse.cold_room()
    warehouse.location(LocationKind.SILO)

    def seen() -> tuple[bool, bool]:
        with warehouse.database.read() as tx:
            (view,) = queries.rooms(tx)
        return view.alert, view.silent

    assert seen() == (False, True)
    warehouse.read_room(room, "9")
    assert seen() == (True, False)
    clock.advance(timedelta(minutes=20))
    warehouse.read_room(room, "5")
    assert seen() == (True, False)
    clock.advance(timedelta(minutes=10))
    assert seen() == (False, False)
    clock.advance(timedelta(minutes=20))
    assert seen() == (False, True)
    with warehouse.database.read() as tx:
        found = queries.readings(tx, room, clock.now() - timedelta(hours=1), clock.now(), 10)
    assert [str(reading.temperature_c.normalize()) for reading in found] == ["9", "5"]


def test_limits_change_from_now_on(warehouse: Warehouse) -> None:
    room, silo = warehouse.cold_room(), warehouse.location(LocationKind.SILO, "SILO-A")
    warehouse.read_room(room, "6")
    strict = RoomLimits(Decimal(1), Decimal(5), Decimal(3), None)
    warehouse.write(lambda tx: commands.set_limits(tx, room, strict))
    assert not warehouse.read_room(room, "6").in_limits
    with pytest.raises(NotAColdRoom):
        warehouse.read_room(silo, "6")
    with pytest.raises(NotFound):
        warehouse.read_room(new_id(), "6")
    with pytest.raises(LocationCodeTaken):
        warehouse.location(LocationKind.SILO, "silo a")
    with pytest.raises(InvalidInput):
        warehouse.read_room(room, "4", at=NOON + timedelta(days=2))
