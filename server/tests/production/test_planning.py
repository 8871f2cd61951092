"""Plans: a tank that nobody else has, a recipe as the plant's brewhouse brews it, and when a fermenter frees up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.commands import bookings
from desertbrew.contexts.production.commands.fermentation import NewReading, record_fermentation
from desertbrew.contexts.production.contract import BatchReplanned
from desertbrew.contexts.production.errors import FermenterNotFree, OverCapacity, VesselNotReady
from desertbrew.contexts.production.queries.brew_day import sheet_drafts
from desertbrew.contexts.production.rules.batches import Move
from desertbrew.contexts.production.rules.brew_plan import Kettle, brew_plan, in_proportion
from desertbrew.contexts.production.rules.cellar import VesselKind
from desertbrew.contexts.production.rules.equipment import Equipment
from desertbrew.contexts.production.rules.recipe import Water, Yeast
from desertbrew.contexts.production.rules.tank_time import APART, Basis, Gravity, forecast, planned_days
from desertbrew.contexts.production.tables import Batch, VesselBooking
from desertbrew.kernel.ids import Id
from desertbrew.platform.db import Database, Origin
from production.brewhouse import draft
from production.cellar import TODAY, Cellar
from support.letters import emitted

DAY = timedelta(days=1)
KIT = Equipment(
    "Sala de cocción",
    batch_volume_l=Decimal(410),
    efficiency_pct=Decimal(80),
    boil_off_pct=Decimal(12),
    trub_loss_l=Decimal(10),
    lauter_deadspace_l=Decimal(8),
    altitude_m=Decimal(1600),
)


@pytest.fixture
def room(production: Database, origin: Origin) -> Cellar:
    return Cellar(production, origin)


def planned(
    room: Cellar, tank: Id | None = None, after: int = 3, days: int | None = 10, litres: str = "400", brews: int = 1
) -> Batch:
    """So many days after today, for so many days."""
    new = commands.NewBatch(
        room.recipe.id, Decimal(litres), TODAY + after * DAY, None, brews, tank or room.first, fermenter_days=days
    )
    return room.write(lambda tx: commands.plan_batch(tx, new))


def booked(room: Cellar) -> list[tuple[str, int, int]]:
    """Every booking: tank, and its days from today."""
    with room.database.read() as tx:
        rows = queries.calendar(tx, TODAY - 30 * DAY, TODAY + 90 * DAY)
        return [
            (row.view.vessel.code, (each.row.from_on - TODAY).days, (each.row.to_on - TODAY).days)
            for row in rows
            for each in row.bookings
        ]


# -------------------------------------------------------------------------------------------------------------- booking


def test_inv_v4_a_plan_books_its_fermenter_and_is_refused_where_somebody_has_it(room: Cellar) -> None:
    first = planned(room)
    assert booked(room) == [("FV-01", 3, 13)]
    small = room.tank("FV-00", working_l="300")
    with pytest.raises(FermenterNotFree) as refused:
        planned(room, after=12)
    assert refused.value.facts["whose"] == first.number
    assert [each["code"] for each in refused.value.facts["free"]] == ["FV-02"], "no brite tank, and none too small"
    assert "FV-02" in str(refused.value)
    room.book(room.second, 12, 14, note="Mantto")
    with pytest.raises(FermenterNotFree) as refused:
        planned(room, room.second, after=12)
    assert (refused.value.facts["whose"], refused.value.facts["free"]) == ("Mantto", [])
    with pytest.raises(OverCapacity):
        planned(room, small)
    with pytest.raises(VesselNotReady):
        planned(room, room.tank("HLT", VesselKind.HLT))
    assert booked(room) == [("FV-01", 3, 13), ("FV-02", 12, 14)], "what was refused left nothing behind"
    planned(room, after=13)


def test_inv_v4_two_who_plan_into_one_tank_at_once_do_not_both_get_it(room: Cellar) -> None:
    def attempt(after: int) -> bool:
        try:
            planned(room, after=after)
        except FermenterNotFree:
            return False
        return True

    with ThreadPoolExecutor(4) as hands:
        won = list(hands.map(attempt, [3, 5, 8, 12]))
    assert sum(won) == 1, "the 3rd to the 13th, or any day in it until ten days later"
    assert len(booked(room)) == 1


def test_a_plan_takes_its_booking_along_and_leaves_it_when_it_is_given_up(room: Cellar) -> None:
    batch = planned(room)
    room.brewhouse.replan(batch, planned_on=TODAY + 5 * DAY)
    assert booked(room) == [("FV-01", 5, 15)]
    room.brewhouse.replan(batch, fermenter_id=room.second, fermenter_days=12)
    assert booked(room) == [("FV-02", 5, 17)]
    other = planned(room)
    with pytest.raises(FermenterNotFree):
        room.brewhouse.replan(batch, fermenter_id=room.first)
    assert room.brewhouse.read(batch).batch.fermenter_id == room.second, "refused whole"
    told = emitted(room.database, BatchReplanned)
    assert [each.revision for each in told if isinstance(each, BatchReplanned)] == [2, 3]
    assert room.brewhouse.read(batch).batch.plan_revision == 3
    room.brewhouse.cancel(batch)
    assert booked(room) == [("FV-01", 3, 13)]
    assert room.brewhouse.read(other).batch.plan_revision == 1


def test_the_booking_follows_the_wort_and_ends_with_the_batch(room: Cellar) -> None:
    batch = room.brewhouse.brewing(recipe=room.recipe, litres="400")
    room.book(room.second, 4, 6)
    room.brewhouse.knock_out(batch, "400", vessel_id=room.first)
    assert booked(room) == [("FV-01", 0, 14), ("FV-02", 4, 6)]
    later = planned(room, after=14)
    room.write(lambda tx: bookings.settle_plan(tx, tx.session.get_one(Batch, batch.id), room.second))
    assert ("FV-02", 0, 4) in booked(room), "not into another's days"
    room.write(lambda tx: bookings.settle_plan(tx, tx.session.get_one(Batch, batch.id), room.first))
    room.brewhouse.move(batch, Move.PACKAGE)
    room.brewhouse.complete(batch, "390")
    assert booked(room) == [("FV-01", 14, 24), ("FV-02", 4, 6)]
    assert later.number != batch.number


def test_beer_that_nobody_booked_for_holds_its_tank_as_long_as_it_ferments(room: Cellar) -> None:
    batch = room.brew()
    room.knock_out(batch, room.first)
    with pytest.raises(FermenterNotFree) as refused:
        planned(room, after=13)
    assert refused.value.facts["whose"] == batch.number
    assert refused.value.facts["to_on"] == (TODAY + 14 * DAY).isoformat()
    planned(room, after=14)


# ------------------------------------------------------------------------------------------------------------- forecast


def read(room: Cellar, batch: Batch, sg: str, hours_ago: int) -> None:
    at = datetime(2026, 11, 20, 15, tzinfo=UTC) - timedelta(hours=hours_ago)
    room.write(lambda tx: record_fermentation(tx, batch.id, NewReading(gravity=Decimal(sg), happened_at=at)))


def test_the_calendar_hears_from_the_beer_when_its_tank_frees_up(room: Cellar) -> None:
    batch = room.brewhouse.brewing(recipe=room.recipe, litres="400")
    room.brewhouse.knock_out(batch, "400", vessel_id=room.first, og=Decimal("1.048"))
    follower = planned(room, after=14)

    def row() -> tuple[object, object, object]:
        with room.database.read() as tx:
            found = next(each for each in queries.calendar(tx, TODAY, TODAY + DAY) if each.view.vessel.code == "FV-01")
            assert found.forecast is not None
            late = found.late_for.batch.number if found.late_for and found.late_for.batch else None
            return found.forecast.basis, (found.forecast.frees_on - TODAY).days, late

    assert row() == (Basis.PLAN, 14, None)
    read(room, batch, "1.046", 60)
    read(room, batch, "1.0445", 30)
    basis, days, late = row()
    assert basis is Basis.GRAVITY
    assert isinstance(days, int)
    assert days > 14, "so slow a beer is not out in time"
    assert late == follower.number


@given(
    st.floats(1.035, 1.09),
    st.floats(0.15, 1.2),
    st.integers(4, 40),
    st.lists(st.floats(0.8, 20), min_size=2, max_size=6),
    st.integers(0, 60),
)
def test_a_forecast_is_after_today_and_finds_the_curve_again(
    og: float, a_day: float, days: int, at: list[float], passed: int
) -> None:
    began, target = date(2026, 11, 1), 1.0 + (og - 1) * 0.22
    midnight = datetime(2026, 11, 1, tzinfo=UTC)
    read_at = sorted(at)
    gravities = [Gravity(midnight + timedelta(days=d), target + (og - target) * exp(-a_day * d)) for d in read_at]
    today = began + timedelta(days=passed)
    told = forecast(began, days, target, gravities, today)
    assert told.frees_on > today
    reached = next((d for d, each in zip(read_at, gravities, strict=True) if each.sg <= target + 0.001), None)
    before = [each for each in gravities if gravities[-1].at - each.at >= APART]
    if reached is None and not before:
        assert told.basis is Basis.PLAN
        return
    assert told.basis is Basis.GRAVITY
    falls = reached if reached is not None else min(_days_to_fall(og - target, a_day), read_at[-1] + 60)
    expected = began + timedelta(days=int(falls)) + timedelta(days=round(days * 0.5))
    assert abs((told.frees_on - max(expected, today + DAY)).days) <= 1


def _days_to_fall(span: float, a_day: float) -> float:
    return log(span / 0.001) / a_day


def test_a_beer_that_stands_still_too_high_is_stalled_and_one_that_begins_is_not() -> None:
    began, noon = date(2026, 11, 1), datetime(2026, 11, 1, 12, tzinfo=UTC)

    def told(*readings: tuple[float, float]) -> Basis:
        gravities = [Gravity(noon + timedelta(days=day), sg) for day, sg in readings]
        return forecast(began, 14, 1.010, gravities, date(2026, 11, 8)).basis

    assert told((0.1, 1.050), (1.2, 1.050)) is Basis.PLAN, "the yeast is growing"
    assert told((4, 1.024), (6, 1.024)) is Basis.STALLED
    assert told((4, 1.024), (4.2, 1.023)) is Basis.PLAN, "two readings of one morning"
    assert told((4, 1.012), (6, 1.0125)) is Basis.PLAN, "as good as there"
    assert told((4, 1.024), (6, 1.0105)) is Basis.GRAVITY


def test_days_in_the_tank_are_the_recipes_or_what_the_beer_took_or_what_is_usual(room: Cellar) -> None:
    assert planned_days(draft()) == 14
    assert planned_days(draft(yeasts=(Yeast("W-34/70", Decimal(1), "piece", kind="Lager"),))) == 28
    assert planned_days(draft(), [9, 12, 11]) == 11
    assert planned_days(draft(fermenter_days=21), [9, 12, 11]) == 21
    assert planned(room, days=None).fermenter_days == 14


# ------------------------------------------------------------------------------------------------------- the brewhouse


def test_a_plan_is_scaled_for_the_brewhouse_and_the_sheet_has_its_volumes(room: Cellar) -> None:
    kit = room.write(lambda tx: commands.create_equipment(tx, KIT, default=True))
    batch = planned(room, litres="800", brews=2)
    with room.database.read() as tx:
        view = queries.plan_of_batch(tx, tx.session.get_one(Batch, batch.id))
        steps = {step.code: step for step in sheet_drafts(tx, tx.session.get_one(Batch, batch.id), 1)}
    malt, hops, yeast = view.lines
    assert batch.equipment_id == kit.id
    assert malt.in_proportion == Decimal(160)
    assert malt.amount == Decimal(150), "75 % there, 80 % here"
    assert hops.amount > hops.in_proportion, "water boils cooler at 1 600 m"
    assert yeast.amount == Decimal(8)
    assert view.kettle is not None
    assert steps["preboil_volume"].target == view.kettle.preboil_l
    # (400 + 10 L of trub) cold, 4 % more when hot, and 12 % an hour off the full kettle.
    assert view.kettle.postboil_l == Decimal("427.1")
    assert view.kettle.preboil_l == Decimal("485.3")
    assert steps["strike_water"].target == view.kettle.strike_l == Decimal(225), "3 L a kilogram of a brew's 75 kg"
    assert steps["sparge_water"].target == view.kettle.sparge_l
    assert Kettle.from_text(view.kettle.to_text()) == view.kettle
    room.write(lambda tx: commands.change_equipment(tx, kit.id, Equipment("Otra", Decimal(400), Decimal(60)), default=True))
    with room.database.read() as tx:
        frozen = queries.plan_of_batch(tx, tx.session.get_one(Batch, batch.id))
    assert frozen.kettle == view.kettle, "what was planned stays"


def test_one_brew_or_two_take_the_same_grist_but_each_has_its_own_kettle() -> None:
    recipe = draft(waters=(Water("Agua", Decimal(150)),))
    one, two = brew_plan(recipe, Decimal(400), 1, KIT), brew_plan(recipe, Decimal(400), 2, KIT)
    assert one.amounts[1] == two.amounts[1]
    assert two.amounts[4] > one.amounts[4], "twice the dead space"
    assert one.amounts[4] == one.kettle.total_water_l or abs(one.amounts[4] - one.kettle.total_water_l) < Decimal("0.1")
    assert two.kettle.preboil_l < one.kettle.preboil_l


@given(st.integers(20, 2000), st.integers(1, 6))
def test_a_brewhouse_like_the_recipes_own_changes_no_malt(litres: int, brews: int) -> None:
    kit = Equipment("Igual", Decimal(100), Decimal(75), boil_off_pct=Decimal(10))
    made = brew_plan(draft(), Decimal(litres), brews, kit)
    straight = in_proportion(draft(), Decimal(litres))
    assert abs(made.amounts[1] - straight[1]) <= Decimal("0.00001") * brews
    assert made.amounts[3] == made.amounts[3].to_integral_value()
    assert made.amounts[3] >= straight[3] - Decimal("0.02")


def test_a_plan_that_is_made_anew_keeps_its_brewhouse_unless_another_is_named(room: Cellar) -> None:
    batch = planned(room)
    assert batch.equipment_id is None
    kit = room.write(lambda tx: commands.create_equipment(tx, KIT, default=True))
    room.brewhouse.replan(batch, planned_on=TODAY + 4 * DAY)
    assert room.brewhouse.read(batch).ingredients[0].ingredient.amount == Decimal(80)
    room.brewhouse.replan(batch, equipment_id=kit.id)
    assert room.brewhouse.read(batch).ingredients[0].ingredient.amount == Decimal(75)
    room.brewhouse.replan(batch, brews=2)
    assert room.brewhouse.read(batch).batch.brews_planned == 2


def test_a_booking_by_hand_on_the_plans_days_becomes_the_plans(room: Cellar) -> None:
    new = commands.NewBatch(room.recipe.id, Decimal(400), TODAY + 3 * DAY)
    batch = room.write(lambda tx: commands.plan_batch(tx, new))
    room.book(room.first, 2, 6, batch)
    room.brewhouse.replan(batch, fermenter_id=room.first, fermenter_days=10)
    assert booked(room) == [("FV-01", 3, 13)]
    with room.database.read() as tx:
        assert tx.session.query(VesselBooking).one().by_plan
