"""Readings of a fermentation: what they mean at 20 °C, which cannot be, and which are probably slips."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands.fermentation import NewReading, record_fermentation
from desertbrew.contexts.production.contract import FermentationRead
from desertbrew.contexts.production.errors import MoveNotAllowed, ReadingSuperseded
from desertbrew.contexts.production.queries import FermentationView
from desertbrew.contexts.production.rules.fermentation import GravityUnit, gravity_at_20, plato, progress, steps_up
from desertbrew.contexts.production.tables import Batch, FermentationReading
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import new_id
from production.brewhouse import Brewhouse
from support.letters import emitted

MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
SG, PLATO = GravityUnit.SG, GravityUnit.PLATO


# --------------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    "value, unit, sample_c, gravity",
    [
        ("1.050", SG, None, "1.050000"),
        ("1.050", SG, "20", "1.050000"),
        ("1.050", SG, "35", "1.054279"),
        ("1.010", SG, "4", "1.008155"),
        ("12.5", PLATO, None, "1.050480"),
        ("0", SG, None, None),
        ("-616.87", PLATO, None, None),
        ("999999", SG, None, None),
        ("1.21", SG, None, None),
    ],
)
def test_inv_b9_a_gravity_at_20_degrees(value: str, unit: GravityUnit, sample_c: str | None, gravity: str | None) -> None:
    found = gravity_at_20(Decimal(value), unit, None if sample_c is None else Decimal(sample_c))
    assert (found is None) == (gravity is None)
    if found is not None and gravity is not None:
        assert abs(found - Decimal(gravity)) < Decimal("0.00003")


@given(st.decimals(Decimal("0.99"), Decimal("1.15"), places=4))
def test_a_gravity_there_and_back(gravity: Decimal) -> None:
    back = gravity_at_20(plato(gravity), PLATO, None)
    assert back is not None
    assert abs(back - gravity) < Decimal("0.00003")


@given(st.decimals(Decimal("1.0"), Decimal("1.12"), places=4), st.decimals(21, 60, places=1))
def test_a_warm_sample_reads_too_low(read: Decimal, sample_c: Decimal) -> None:
    corrected = gravity_at_20(read, SG, sample_c)
    assert corrected is not None
    assert corrected > read


def test_inv_b9_only_more_than_half_a_degree_is_a_step_up() -> None:
    assert not steps_up(None, Decimal("1.05"))
    assert not steps_up(Decimal("1.010"), Decimal("1.0119"))
    assert steps_up(Decimal("1.010"), Decimal("1.0121"))
    assert not steps_up(Decimal("1.05"), Decimal("1.01"))


def test_progress_is_attenuation_and_alcohol() -> None:
    found = progress(Decimal("1.050"), Decimal("1.010"))
    assert found is not None
    assert (found.attenuation_pct, found.abv_pct) == (Decimal("79.3"), Decimal("5.25"))
    assert progress(None, Decimal("1.01")) is None
    assert progress(Decimal(1), Decimal("1.01")) is None


# -------------------------------------------------------------------------------------------------------- on a database


@pytest.fixture
def batch(brewhouse: Brewhouse) -> Batch:
    """A batch that ferments from 1.050."""
    return brewhouse.knock_out(brewhouse.brewing(), og=Decimal("1.050"))


def read(brewhouse: Brewhouse, batch: Batch, gravity: str | None, hour: int = 0, **more: object) -> FermentationReading:
    figure = None if gravity is None else Decimal(gravity)
    new = NewReading(figure, happened_at=MONDAY + timedelta(hours=hour), **more)  # type: ignore[arg-type]
    return brewhouse.write(lambda tx: record_fermentation(tx, batch.id, new))


def shown(brewhouse: Brewhouse, batch: Batch) -> FermentationView:
    with brewhouse.database.read() as tx:
        return queries.fermentation(tx, batch.id)


def test_the_readings_come_in_the_order_in_which_they_were_taken(brewhouse: Brewhouse, batch: Batch) -> None:
    for gravity, hour in (("1.030", 48), ("1.048", 6), ("1.012", 96)):
        read(brewhouse, batch, gravity, hour, temperature_c=Decimal("18.5"), ph=Decimal("4.6"))
    view = shown(brewhouse, batch)
    assert [each.row.gravity for each in view.readings] == [Decimal("1.048"), Decimal("1.030"), Decimal("1.012")]
    assert view.og == Decimal("1.050")
    assert view.latest is not None
    assert view.latest.progress == progress(Decimal("1.050"), Decimal("1.012"))


def test_inv_b9_a_step_up_is_marked_until_somebody_confirms_it(brewhouse: Brewhouse, batch: Batch) -> None:
    read(brewhouse, batch, "1.020", 0)
    slip = read(brewhouse, batch, "1.042", 12)
    read(brewhouse, batch, "1.016", 24)
    view = shown(brewhouse, batch)
    assert [each.suspect for each in view.readings] == [False, True, False]
    assert view.latest is not None
    assert view.latest.row.gravity == Decimal("1.016")

    # She looked again: it was 1.0142. The slip stays on record, and nothing is suspect any more.
    read(brewhouse, batch, "1.0182", 12, supersedes_id=slip.id)
    view = shown(brewhouse, batch)
    assert [(each.superseded, each.suspect) for each in view.readings] == [(False, False), (True, False)] + [
        (False, False)
    ] * 2
    told = emitted(brewhouse.database, FermentationRead)[-1]
    assert isinstance(told, FermentationRead)
    assert (told.gravity_sg, told.replaces_at) == (Decimal("1.0182"), slip.happened_at)
    with pytest.raises(ReadingSuperseded):
        read(brewhouse, batch, "1.0183", 12, supersedes_id=slip.id)


def test_inv_b9_a_step_up_that_is_confirmed_stands(brewhouse: Brewhouse, batch: Batch) -> None:
    read(brewhouse, batch, "1.020", 0)
    read(brewhouse, batch, "1.042", 12, confirmed=True)
    view = shown(brewhouse, batch)
    assert not any(each.suspect for each in view.readings)
    assert view.latest is not None
    assert view.latest.row.gravity == Decimal("1.042")


def test_what_cannot_be_is_refused_in_words(brewhouse: Brewhouse, batch: Batch) -> None:
    for gravity, unit in (("-616.87", PLATO), ("0", SG), (None, SG)):
        with pytest.raises(InvalidInput, match="/gravity"):
            read(brewhouse, batch, gravity, gravity_unit=unit)
    with pytest.raises(InvalidInput, match="/happened_at"):
        read(brewhouse, batch, "1.02", 24 * 365)
    with pytest.raises(NotFound):
        read(brewhouse, batch, "1.02", supersedes_id=new_id())
    with pytest.raises(MoveNotAllowed):
        read(brewhouse, brewhouse.plan(), "1.02")
    assert shown(brewhouse, batch).readings == []


def test_a_reading_that_comes_after_the_end_is_kept(brewhouse: Brewhouse) -> None:
    batch = brewhouse.complete(brewhouse.packaging())
    read(brewhouse, batch, "1.010")
    assert len(shown(brewhouse, batch).readings) == 1


def test_the_worts_gravity_is_weighed_over_the_brews(brewhouse: Brewhouse) -> None:
    batch = brewhouse.brewing(brews=2)
    brewhouse.knock_out(batch, "60", og=Decimal("1.050"))
    brewhouse.bring(brewhouse.start(batch))
    brewhouse.knock_out(batch, "40", og=Decimal("1.055"))
    assert shown(brewhouse, batch).og == Decimal("1.052")


def test_inv_b9_the_database_refuses_to_change_a_reading(brewhouse: Brewhouse, batch: Batch) -> None:
    read(brewhouse, batch, "1.020")
    with pytest.raises(DBAPIError):
        brewhouse.write(lambda tx: tx.session.execute(text("UPDATE fermentation_reading SET gravity = 1")))
