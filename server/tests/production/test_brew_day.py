"""The brew day's sheet: what it says, and that nothing anybody says of it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.production import queries
from desertbrew.contexts.production.commands.brew_day import NewEntry, record_entry
from desertbrew.contexts.production.queries import SheetView
from desertbrew.contexts.production.rules.brew_day import Aims, EntryKind, Rest, Share, Step, StepKind, deviates, sheet_of
from desertbrew.contexts.production.rules.recipe import Hop, MashStep
from desertbrew.contexts.production.tables import Batch
from desertbrew.kernel.errors import InvalidInput, NotFound
from desertbrew.kernel.ids import Id, new_id
from production.brewhouse import Brewhouse, draft

NINE = datetime(2026, 11, 20, 15, tzinfo=UTC)


@dataclass
class Line:
    """A line of a frozen recipe."""

    kind: str
    name: str
    amount: Decimal
    unit: str
    use: str
    time_minutes: Decimal | None = None


LINES = [
    Line("MALT", "Pilsner", Decimal(200), "kg", "mash"),
    Line("WATER_AGENT", "Yeso", Decimal(80), "g", "mash"),
    Line("OTHER", "Agua osmotizada", Decimal(1100), "L", "boil", Decimal(0)),
    Line("HOPS", "Saaz", Decimal(400), "g", "boil", Decimal(60)),
    Line("HOPS", "Mosaic", Decimal(500), "g", "boil", Decimal(10)),
    Line("HOPS", "Citra", Decimal(600), "g", "whirlpool", Decimal(20)),
    Line("HOPS", "Galaxy", Decimal(900), "g", "dry_hop", Decimal(4320)),
    Line("YEAST", "W-34/70", Decimal(3), "piece", "primary"),
]
RESTS = [Rest("Proteica", Decimal(52), Decimal(15)), Rest("Sacarificación", Decimal(66), Decimal(60))]


def sheet(brews: int = 1, number: int = 1, og: str | None = "1.0500") -> list[Step]:
    aims = Aims(Decimal(90), None if og is None else Decimal(og))
    return sheet_of(LINES, RESTS, aims, Share(Decimal(800), brews, number))


def test_the_sheet_goes_from_the_mash_to_the_pitch() -> None:
    assert [step.code for step in sheet()] == [
        "add_water",
        "add_mash",
        "add_mash",
        "mash_rest",
        "mash_rest",
        "mash_ph",
        "sparge",
        "preboil_volume",
        "preboil_sg",
        "boil",
        "add_boil",
        "add_boil",
        "postboil_volume",
        "whirlpool",
        "add_whirlpool",
        "cooled_temp",
        "og",
        "fermenter_volume",
        "pitch",
    ]


def test_hops_are_due_so_many_minutes_after_the_boil_began() -> None:
    assert [(step.detail, step.due_min) for step in sheet() if step.code == "add_boil"] == [
        ("Saaz", Decimal(30)),
        ("Mosaic", Decimal(80)),
    ]


def test_the_full_kettle_holds_what_will_boil_off_and_shrink() -> None:
    steps = {step.code: step for step in sheet()}
    # 90 minutes at 12 % an hour leave 82 %; boiling wort is 4 % more than cold wort.
    assert steps["preboil_volume"].target == Decimal("1014.6")
    assert steps["preboil_sg"].target == Decimal("1.0410")
    assert steps["postboil_volume"].target == Decimal("832.0")
    assert steps["fermenter_volume"].target == Decimal("800.0")
    assert (steps["mash_ph"].target, steps["mash_ph"].tolerance) == (Decimal("5.40"), Decimal("0.20"))


def test_without_a_gravity_in_the_recipe_none_is_aimed_at() -> None:
    steps = {step.code: step for step in sheet(og=None)}
    assert "preboil_sg" not in steps
    assert (steps["og"].target, steps["og"].tolerance) == (None, None)


@given(st.integers(1, 6))
def test_inv_b6_the_sheets_of_all_brews_weigh_what_the_recipe_says(brews: int) -> None:
    weighed: dict[str, Decimal] = {}
    for number in range(1, brews + 1):
        for step in sheet(brews, number):
            if step.kind is StepKind.ADDITION:
                assert step.target is not None
                weighed[step.detail] = weighed.get(step.detail, Decimal(0)) + step.target
    assert weighed == {line.name: line.amount for line in LINES if line.use != "dry_hop"}


@pytest.mark.parametrize("measured, outside", [("66", False), ("67", False), ("67.01", True), ("65", False), ("64.9", True)])
def test_the_edge_of_a_tolerance_is_inside(measured: str, outside: bool) -> None:
    assert deviates(Decimal(66), Decimal(1), Decimal(measured)) is outside
    assert not deviates(None, Decimal(1), Decimal(measured))
    assert not deviates(Decimal(66), Decimal(1), None)


# -------------------------------------------------------------------------------------------------------- on a database


@pytest.fixture
def batch(brewhouse: Brewhouse) -> Batch:
    """A batch whose brew is in the kettle, of a recipe with a rest."""
    rest = MashStep("Sacarificación", "infusion", Decimal(66), Decimal(60))
    hops = (Hop("Saaz", Decimal("0.2"), Decimal("3.5"), "boil", Decimal(60)),)
    brewhouse.matched_recipe()
    recipe = brewhouse.import_recipe(draft("Con reposo", mash_steps=(rest,), hops=hops))
    return brewhouse.brewing(recipe=recipe)


def seen(brewhouse: Brewhouse, batch: Batch) -> SheetView:
    brew_id = brewhouse.read(batch).brews[0].id
    with brewhouse.database.read() as tx:
        return queries.brew_sheet(tx, brew_id)


def say(brewhouse: Brewhouse, view: SheetView, code: str, kind: EntryKind, at: datetime = NINE, **what: object) -> None:
    step = next(step for step in view.steps if step.code == code)
    new = NewEntry(step.id, kind, at, **what)  # type: ignore[arg-type]
    brewhouse.write(lambda tx: record_entry(tx, view.brew.id, new))


def test_the_sheet_is_written_when_the_material_comes(brewhouse: Brewhouse, batch: Batch) -> None:
    view = seen(brewhouse, batch)
    assert [step.position for step in view.steps] == list(range(1, len(view.steps) + 1))
    rest = next(step for step in view.steps if step.code == "mash_rest")
    assert (rest.detail, rest.target, rest.duration_min) == ("Sacarificación", Decimal(66), Decimal(60))
    planned = brewhouse.plan()
    assert seen(brewhouse, planned).steps == []


def test_inv_b8_what_disagrees_and_what_comes_late_is_all_kept(brewhouse: Brewhouse, batch: Batch) -> None:
    view = seen(brewhouse, batch)
    say(brewhouse, view, "mash_ph", EntryKind.MEASURED, NINE, value=Decimal("5.45"))
    # Another tablet, offline since the morning; and the batch has moved on meanwhile.
    brewhouse.knock_out(batch)
    say(brewhouse, view, "mash_ph", EntryKind.MEASURED, NINE - timedelta(minutes=5), value=Decimal("5.6"))
    say(brewhouse, view, "sparge", EntryKind.DONE, NINE, note="se atoró el lavado")
    entries = seen(brewhouse, batch).entries
    assert [entry.value for entry in entries if entry.kind == "MEASURED"] == [Decimal("5.6"), Decimal("5.45")]
    assert all(entry.posted_at >= entry.happened_at for entry in entries)


def test_only_steps_of_the_brew_are_spoken_of_and_a_measurement_has_a_figure(brewhouse: Brewhouse, batch: Batch) -> None:
    view = seen(brewhouse, batch)
    with pytest.raises(InvalidInput, match="/value"):
        say(brewhouse, view, "mash_ph", EntryKind.MEASURED)
    stranger: Id = new_id()
    with pytest.raises(NotFound):
        brewhouse.write(lambda tx: record_entry(tx, view.brew.id, NewEntry(stranger, EntryKind.DONE, NINE)))
    with pytest.raises(NotFound):
        brewhouse.write(lambda tx: record_entry(tx, stranger, NewEntry(view.steps[0].id, EntryKind.DONE, NINE)))


@pytest.mark.parametrize("table", ["brew_step", "brew_step_entry"])
def test_inv_b8_the_database_refuses_to_change_it(brewhouse: Brewhouse, batch: Batch, table: str) -> None:
    say(brewhouse, seen(brewhouse, batch), "sparge", EntryKind.DONE)
    with pytest.raises(DBAPIError):
        brewhouse.write(lambda tx: tx.session.execute(text(f"DELETE FROM {table}")))
