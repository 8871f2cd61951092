"""Versions that never change, what differs between two, other brew lengths and brewhouses: on a real database."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from desertbrew.contexts.production import commands, queries
from desertbrew.contexts.production.errors import EquipmentNameTaken, NothingChanged
from desertbrew.contexts.production.queries.recipes import from_lines
from desertbrew.contexts.production.rules.brew_sheet import sheet_of, style_comparison, verdict_of
from desertbrew.contexts.production.rules.brewing_maths import convention_of, figures_of
from desertbrew.contexts.production.rules.equipment import Equipment, Ions
from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    Hop,
    MashStep,
    Misc,
    RecipeDraft,
    StyleRanges,
)
from desertbrew.contexts.production.rules.recipe_differences import differences
from desertbrew.contexts.production.rules.recipe_files import ExportFormat, read_recipe_file, write_recipe_file
from desertbrew.contexts.production.rules.recipe_scaling import scaled_recipe
from desertbrew.contexts.production.tables import EquipmentProfile, Recipe
from production.brewhouse import Brewhouse, draft
from production.recipe_routes import DOCUMENT
from support.client import Client, answered, slug_of

RICH = draft(
    style="Pilsner",
    style_ranges=StyleRanges(og_min=Decimal("1.044"), og_max=Decimal("1.06"), ibu_min=Decimal(22), ibu_max=Decimal(40)),
    boil_volume_l=Decimal(115),
    trub_loss_l=Decimal(3),
    mash_steps=(MashStep("Sacarificación", "infusion", Decimal(66), Decimal(60)),),
    hops=(
        Hop("Saaz", Decimal("0.2"), Decimal("3.5"), "boil", Decimal(60), "pellet"),
        Hop("Saaz", Decimal("0.1"), Decimal("3.5"), "boil", Decimal(5), "pellet"),
        Hop("Saaz", Decimal("0.1"), Decimal("3.5"), "dry_hop", Decimal(5760), "pellet"),
    ),
    miscs=(Misc("Whirlfloc", "fining", "boil", Decimal(5), "g", Decimal(10)),),
)
PLANT = Equipment(
    "Sala de cocción",
    batch_volume_l=Decimal(410),
    efficiency_pct=Decimal(80),
    boil_off_pct=Decimal(12),
    trub_loss_l=Decimal(12),
    altitude_m=Decimal(1600),
)


def revise(brewhouse: Brewhouse, recipe: Recipe, changed: RecipeDraft, note: str = "más malta") -> Recipe:
    return brewhouse.write(lambda tx: commands.revise_recipe(tx, recipe.id, changed, note))


def whole(brewhouse: Brewhouse, recipe: Recipe) -> RecipeDraft:
    with brewhouse.database.read() as tx:
        return queries.recipe_draft(tx, recipe.id)[1]


# --------------------------------------------------------------------------------------------------------------- versions


def test_inv_r1_a_version_is_made_and_the_one_before_stays(brewhouse: Brewhouse) -> None:
    first = brewhouse.import_recipe(RICH)
    more = replace(whole(brewhouse, first), efficiency_pct=Decimal(70), name="otro nombre")
    second = revise(brewhouse, first, more)
    assert (second.name, second.version, second.based_on, second.change_note) == (first.name, 2, first.id, "más malta")
    assert whole(brewhouse, first).efficiency_pct == 75
    assert whole(brewhouse, second).efficiency_pct == 70
    with brewhouse.database.read() as tx:
        assert [each.version for each in queries.recipe_versions(tx, first.id, None, 10)] == [2, 1]
        assert [each.version for each in queries.recipe_versions(tx, first.id, 2, 10)] == [1]


def test_a_version_that_changes_nothing_is_refused(brewhouse: Brewhouse) -> None:
    first = brewhouse.import_recipe(RICH)
    with pytest.raises(NothingChanged):
        revise(brewhouse, first, whole(brewhouse, first))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recipe SET og = NULL",
        "DELETE FROM recipe",
        "UPDATE recipe_ingredient SET amount = 1",
        "DELETE FROM recipe_ingredient",
    ],
)
def test_inv_r1_the_database_refuses_to_change_a_version(brewhouse: Brewhouse, statement: str) -> None:
    brewhouse.import_recipe(RICH)
    with pytest.raises(DBAPIError, match="append-only"):
        brewhouse.write(lambda tx: tx.session.execute(text(statement)))


def test_the_whole_recipe_is_kept(brewhouse: Brewhouse) -> None:
    kept = whole(brewhouse, brewhouse.import_recipe(RICH))
    assert kept == replace(RICH, repairs=(), line=None)


def test_a_recipe_without_a_document_is_put_together_from_its_lines(brewhouse: Brewhouse) -> None:
    recipe = brewhouse.import_recipe(RICH)
    with brewhouse.database.read() as tx:
        row, lines = queries.recipe(tx, recipe.id)
        found = from_lines(row, [line for line, _, _ in lines])
    assert [(malt.name, malt.amount_kg, malt.yield_pct) for malt in found.fermentables] == [
        ("Malta Pilsner", Decimal(20), None)
    ]
    assert [hop.amount_kg for hop in found.hops] == [Decimal("0.2"), Decimal("0.1"), Decimal("0.1")]
    assert figures_of(found).og is None


# ------------------------------------------------------------------------------------------------------------ differences


def changed_lines(before: RecipeDraft, after: RecipeDraft) -> list[tuple[str, ...]]:
    found = differences(before, after)
    return [(each.section, each.what, each.line, each.field, each.before or "", each.after or "") for each in found]


def test_a_recipe_does_not_differ_from_itself() -> None:
    assert differences(RICH, RICH) == []


def test_what_was_added_removed_and_changed_is_told_line_by_line() -> None:
    later = replace(
        RICH,
        boil_minutes=Decimal(90),
        fermentables=(*RICH.fermentables, Fermentable("Múnich", "grain", Decimal(2), Decimal(78), Decimal(9))),
        hops=(RICH.hops[0], replace(RICH.hops[1], amount_kg=Decimal("0.15"))),
    )
    found = changed_lines(RICH, later)
    assert ("recipe", "changed", "", "boil_minutes", "60", "90") in found
    assert ("fermentables", "added", "Múnich", "", "", "2 kg · mash") in found
    assert ("hops", "changed", "Saaz", "amount_kg", "0.1", "0.15") in found
    assert ("hops", "removed", "Saaz", "", "0.1 kg · dry_hop · 5760 min", "") in found
    assert [line for line in found if line[0] == "hops"] == [
        line for line in found if line[0] == "hops" and line[2] == "Saaz"
    ]
    assert any(line[0] == "figures" and line[3] == "og" for line in found)


NAMES = st.sampled_from(["Saaz", "Cascade", "Citra"])
HOPS = st.builds(
    Hop,
    NAMES,
    st.decimals("0.001", 9, places=3),
    st.just(Decimal(5)),
    st.sampled_from(["boil", "dry_hop"]),
    st.integers(0, 90).map(Decimal),
)


@given(before=st.lists(HOPS, max_size=4), after=st.lists(HOPS, max_size=4))
def test_added_less_removed_is_what_there_is_more(before: list[Hop], after: list[Hop]) -> None:
    found = differences(replace(RICH, hops=tuple(before)), replace(RICH, hops=tuple(after)))
    of_hops = [each.what for each in found if each.section == "hops"]
    assert of_hops.count("added") - of_hops.count("removed") == len(after) - len(before)
    back = differences(replace(RICH, hops=tuple(after)), replace(RICH, hops=tuple(before)))
    assert [each.what for each in back if each.section == "hops"].count("added") == of_hops.count("removed")


# ---------------------------------------------------------------------------------------------------------------- scaling


def test_in_proportion_no_figure_changes() -> None:
    made = scaled_recipe(RICH, Decimal(410), None, convention_of())
    assert made.batch_volume_l == 410
    assert made.fermentables[0].amount_kg == 82
    assert made.yeasts[0].amount == 5, "packets are whole"
    before, after = figures_of(RICH), figures_of(made)
    assert (before.og, before.fg, before.color_srm) == (after.og, after.fg, after.color_srm)
    assert before.ibu == pytest.approx(after.ibu, abs=Decimal("0.02"))


def test_on_a_brewhouse_gravity_and_bitterness_are_kept() -> None:
    plant = PLANT.conventions()
    made = scaled_recipe(RICH, Decimal(410), PLANT, plant)
    wanted, got = figures_of(RICH), figures_of(made, plant)
    assert (made.efficiency_pct, made.trub_loss_l) == (Decimal(80), Decimal(12))
    assert got.og == pytest.approx(wanted.og, abs=Decimal("0.0001"))
    assert got.ibu == pytest.approx(wanted.ibu, abs=Decimal("0.05"))
    assert made.fermentables[0].amount_kg < 82, "a better brewhouse needs less malt"
    assert made.hops[0].amount_kg > Decimal("0.82"), "up there hops give less"
    assert made.hops[2].amount_kg == Decimal("0.41"), "dry hops are not bitter"
    assert made.boil_volume_l == pytest.approx(Decimal(422) / Decimal("0.96") / Decimal("0.88"), abs=Decimal("0.01"))


@given(litres=st.decimals(1, 10_000, places=3))
def test_scaling_there_and_back_is_the_same_recipe(litres: Decimal) -> None:
    back = scaled_recipe(scaled_recipe(RICH, litres, None, convention_of()), Decimal(100), None, convention_of())
    assert back.fermentables[0].amount_kg == pytest.approx(Decimal(20), abs=Decimal("0.0001"))
    assert back.hops[0].amount_kg == pytest.approx(Decimal("0.2"), abs=Decimal("0.0001"))


def test_a_recipe_that_says_little_scales_all_the_same() -> None:
    bare = RecipeDraft("x", Decimal(20), "app", hops=(Hop("Saaz", Decimal("0.1"), None, "boil", None),))
    made = scaled_recipe(bare, Decimal(40), PLANT, PLANT.conventions())
    assert made.hops[0].amount_kg == Decimal("0.2")
    assert sheet_of(made, PLANT.conventions(), PLANT).figures.og is None


def test_a_scaled_recipe_is_exported_and_comes_back() -> None:
    made = scaled_recipe(RICH, Decimal(410), PLANT, PLANT.conventions())
    formats: tuple[ExportFormat, ...] = ("beerxml", "beerjson")
    for kind in formats:
        (again,) = read_recipe_file("x", write_recipe_file(made, kind)).recipes
        assert (again.fermentables, again.hops, again.batch_volume_l) == (made.fermentables, made.hops, Decimal(410))


# --------------------------------------------------------------------------------------------------------- sheet and style


def test_altitude_lowers_bitterness_and_nothing_else() -> None:
    sea, plant = figures_of(RICH, convention_of()), figures_of(RICH, convention_of(altitude_m=1600))
    assert sea.ibu is not None
    assert plant.ibu is not None
    assert Decimal("0.65") < plant.ibu / sea.ibu < Decimal("0.95")
    assert (sea.og, sea.color_srm) == (plant.og, plant.color_srm)


def test_a_sheet_says_what_each_hop_gives_and_where_the_water_goes() -> None:
    sheet = sheet_of(RICH, PLANT.conventions(), PLANT)
    assert sum((hop.ibu or Decimal(0) for hop in sheet.hops), Decimal(0)) == pytest.approx(
        sheet.figures.ibu, abs=Decimal("0.03")
    )
    assert [share.share_pct for share in sheet.grist] == [100]
    assert sheet.volumes is not None
    assert sheet.rests[0].water_c is not None
    assert sheet.pitch is not None
    assert sheet.more.color_ebc is not None
    assert sheet_of(RICH, convention_of(), None).volumes is None


@pytest.mark.parametrize(
    "value, low, high, verdict",
    [
        ("1.050", "1.044", "1.060", "within"),
        ("1.040", "1.044", "1.060", "below"),
        ("1.070", "1.044", "1.060", "above"),
        ("1.070", "1.044", None, "within"),
        (None, "1.044", "1.060", "unknown"),
        ("1.050", None, None, "unknown"),
    ],
)
def test_a_figure_lies_somewhere(value: str | None, low: str | None, high: str | None, verdict: str) -> None:
    of = [None if each is None else Decimal(each) for each in (value, low, high)]
    assert verdict_of(*of) == verdict


def test_the_style_is_the_recipes_own() -> None:
    lines = {line.figure: line for line in style_comparison(RICH, figures_of(RICH))}
    assert (lines["og"].minimum, lines["og"].maximum) == (Decimal("1.044"), Decimal("1.06"))
    assert lines["color_srm"].verdict == "unknown"


# ------------------------------------------------------------------------------------------------------------- brewhouses


def profiles(brewhouse: Brewhouse) -> list[EquipmentProfile]:
    with brewhouse.database.read() as tx:
        return list(tx.session.execute(select(EquipmentProfile).order_by(EquipmentProfile.name)).scalars())


def test_inv_r2_there_is_always_one_default(brewhouse: Brewhouse) -> None:
    first = brewhouse.write(lambda tx: commands.create_equipment(tx, PLANT, default=False))
    assert [each.is_default for each in profiles(brewhouse)] == [True], "the first is the default whatever is asked"
    pilot = replace(PLANT, name="Piloto", batch_volume_l=Decimal(20))
    second = brewhouse.write(lambda tx: commands.create_equipment(tx, pilot, default=True))
    assert [(each.name, each.is_default) for each in profiles(brewhouse)] == [("Piloto", True), ("Sala de cocción", False)]
    brewhouse.write(lambda tx: commands.change_equipment(tx, second.id, pilot, default=False))
    assert profiles(brewhouse)[0].is_default, "a default is taken over, never given up"
    brewhouse.write(lambda tx: commands.change_equipment(tx, first.id, PLANT, default=True))
    assert [each.is_default for each in profiles(brewhouse)] == [False, True]


def test_two_brewhouses_have_two_names(brewhouse: Brewhouse) -> None:
    brewhouse.write(lambda tx: commands.create_equipment(tx, PLANT, default=False))
    with pytest.raises(EquipmentNameTaken):
        brewhouse.write(lambda tx: commands.create_equipment(tx, PLANT, default=False))


def test_a_brewhouse_comes_back_as_it_was_told(brewhouse: Brewhouse) -> None:
    kit = replace(PLANT, water=Ions(calcium=5, bicarbonate=12.5), kettle_volume_l=Decimal(450))
    made = brewhouse.write(lambda tx: commands.create_equipment(tx, kit, default=False))
    with brewhouse.database.read() as tx:
        assert queries.kit_of(queries.equipment_profile(tx, made.id)) == kit


# --------------------------------------------------------------------------------------------------------------- the wire


@pytest.fixture
def recipe(brewhouse: Brewhouse) -> Recipe:
    return brewhouse.import_recipe(RICH)


def test_a_document_comes_out_changed_goes_in_and_the_difference_is_told(recipe: Recipe, client: Client) -> None:
    at = f"/v1/recipes/{recipe.id}"
    document: dict[str, Any] = answered(client.get(f"{at}/document"))
    document["hops"][0]["amount_kg"] = "0.25"
    made = answered(client.post(f"{at}/versions", {**document, "change_note": "más amarga"}), 201)
    assert made["version"] == 2
    found = answered(client.get(f"{at}/differences", to=made["id"]))
    told = [(each["section"], each["field"], each["before"], each["after"]) for each in found["items"]]
    assert ("hops", "amount_kg", "0.2", "0.25") in told
    assert slug_of(client.post(f"{at}/versions", {**document, "change_note": "otra vez"})) == "nothing-changed"
    versions = answered(client.get(f"{at}/versions", limit="1"))
    assert [each["change_note"] for each in versions["items"]] == ["más amarga"]
    following = answered(client.get(f"{at}/versions", limit="1", cursor=versions["next_cursor"]))
    assert [each["version"] for each in following["items"]] == [1]


@pytest.mark.parametrize("kind, media", [("beerxml", "application/xml"), ("beerjson", "application/json")])
def test_an_export_is_a_file(recipe: Recipe, client: Client, kind: str, media: str) -> None:
    answer = client.get(f"/v1/recipes/{recipe.id}/export", format=kind, volume_l="50")
    assert answer.headers["content-type"].startswith(media)
    assert f"velafrons-v1.{'xml' if kind == 'beerxml' else 'json'}" in answer.headers["content-disposition"]
    (again,) = read_recipe_file("x", answer.content).recipes
    assert again.fermentables[0].amount_kg == 10


def test_conventions_are_chosen_by_question_or_by_brewhouse(recipe: Recipe, client: Client) -> None:
    at = f"/v1/recipes/{recipe.id}/figures"
    plain = answered(client.get(at))
    rager = answered(client.get(at, formula="rager"))
    assert (plain["convention"], plain["formula"], plain["equipment"]) == ("beersmith-2", "tinseth", None)
    assert plain["figures"]["ibu"] != rager["figures"]["ibu"]
    kit = {"name": "Sala", "batch_volume_l": "410", "efficiency_pct": "80", "altitude_m": "1600", "convention": "standard"}
    answered(client.post("/v1/equipment-profiles", kit), 201)
    there = answered(client.get(at))
    assert (there["convention"], there["equipment"]["name"]) == ("standard", "Sala")
    assert Decimal(there["isomerisation"]) == pytest.approx(Decimal("0.69"), abs=Decimal("0.01"))
    assert Decimal(there["volumes"]["total_water_l"]) > 100
    scaled = answered(client.get(f"/v1/recipes/{recipe.id}/scaled", volume_l="410"))
    assert scaled["recipe"]["fermentables"][0]["amount_kg"] == "82.000000"
    assert scaled["sheet"]["volumes"] is not None


def test_the_water_of_a_brew_gets_its_salts(recipe: Recipe, client: Client) -> None:
    found = answered(client.get(f"/v1/recipes/{recipe.id}/water", target="ipa", volume_l="100", sulfate="0"))
    assert found["target"]["sulfate"] == "0.00"
    assert {each["salt"] for each in found["salts"]} >= {"calcium_chloride"}
    assert all(Decimal(each["grams"]) > 0 for each in found["salts"])


def test_a_version_that_makes_no_sense_is_refused(recipe: Recipe, client: Client) -> None:
    wrong = json.loads(json.dumps(DOCUMENT))
    wrong["fermentables"][0]["amount_kg"] = "-1"
    assert slug_of(client.post(f"/v1/recipes/{recipe.id}/versions", wrong)) == "malformed-request"
