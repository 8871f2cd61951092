"""Every recipe file at hand: read whole, repaired in sight, or refused with a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desertbrew.contexts.production.rules.recipe import Hop, ImportResult, RecipeDraft
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file

FOLDERS = ("bsmx", "beerxml", "beerjson")


@pytest.fixture(scope="session")
def recipes_folder(shared_data: Path) -> Path:
    return shared_data / "recipes"


def files_in(folder: Path, *names: str) -> Iterator[Path]:
    for name in names or FOLDERS:
        yield from sorted(path for path in (folder / name).iterdir() if path.is_file())


def read(path: Path) -> ImportResult:
    return read_recipe_file(path.name, path.read_bytes())


def only_recipe(path: Path) -> RecipeDraft:
    result = read(path)
    assert result.refused == ()
    (recipe,) = result.recipes
    return recipe


def close(one: Decimal | None, other: Decimal | None, relative: str = "0.0005") -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= max(abs(one), abs(other)) * Decimal(relative)


def test_every_file_is_read_or_refused_with_a_reason(recipes_folder: Path) -> None:
    seen = 0
    for path in files_in(recipes_folder):
        result = read(path)
        seen += 1
        assert result.recipes or result.refused, path.name
        for refusal in result.refused:
            assert refusal.code != "reader-fault", f"{path.name}: {refusal}"
            assert refusal.name, path.name
            assert refusal.detail, path.name
        for recipe in result.recipes:
            assert recipe.name, path.name
            assert recipe.batch_volume_l > 0, path.name
            assert all(repair.code and repair.path for repair in recipe.repairs), path.name
    assert seen >= 160


def test_every_beersmith_recipe_is_read_through_folders_of_any_depth(recipes_folder: Path) -> None:
    for path in files_in(recipes_folder, "bsmx"):
        result = read(path)
        assert result.format == "bsmx", path.name
        assert result.refused == (), path.name
        assert len(result.recipes) == path.read_bytes().count(b"<F_R_NAME>"), path.name


def test_the_content_decides_the_format_and_not_the_extension(recipes_folder: Path) -> None:
    for folder in FOLDERS:
        for path in files_in(recipes_folder, folder):
            content = path.read_bytes()
            named = {read_recipe_file(f"file{end}", content).format for end in ("", ".txt", ".bsmx", ".xml", ".json")}
            assert len(named) == 1, path.name


def test_every_single_fault_file_is_repaired_in_sight_or_refused_with_its_line(recipes_folder: Path) -> None:
    faulty = [path for path in files_in(recipes_folder, "beerxml") if path.name.startswith("yob_invalid_")]
    assert len(faulty) > 50
    for path in faulty:
        result = read(path)
        if result.refused:
            assert result.recipes == (), path.name
            assert all(refusal.line is not None for refusal in result.refused), path.name
        else:
            assert any(recipe.repairs for recipe in result.recipes), f"{path.name}: the fault went unseen"


def test_valid_files_need_no_repair(recipes_folder: Path) -> None:
    for path in files_in(recipes_folder, "beerxml"):
        if path.name.startswith("yob_valid_"):
            assert only_recipe(path).repairs == (), path.name


@pytest.mark.parametrize(
    "name, code",
    [
        ("beerxmlcom_hops.xml", "only-ingredients"),
        ("beerxmlcom_grain.xml", "only-ingredients"),
        ("georgeh__hop-example.xml", "only-ingredients"),
        ("georgeh__yeast-culture-date.xml", "only-ingredients"),
        ("brewpoo__MedievalAle_v2draft.xml", "beerxml-2"),
        ("jaklindq__APA_provisorisk_180302.xml", "unknown-format"),
    ],
)
def test_what_is_no_recipe_says_what_it_is(recipes_folder: Path, name: str, code: str) -> None:
    result = read(recipes_folder / "beerxml" / name)
    assert result.recipes == ()
    assert [refusal.code for refusal in result.refused] == [code]


def test_one_recipe_in_two_formats_reads_the_same(recipes_folder: Path) -> None:
    own = only_recipe(recipes_folder / "bsmx" / "jaklindq__kalaslager.bsmx")
    exported = only_recipe(recipes_folder / "beerxml" / "jaklindq__kalaslager.xml")
    assert (own.name, own.style, own.recipe_kind) == (exported.name, exported.style, exported.recipe_kind)
    for field in ("batch_volume_l", "boil_volume_l", "boil_minutes", "efficiency_pct", "trub_loss_l", "top_up_l"):
        assert close(getattr(own, field), getattr(exported, field)), field
    ours, theirs = own.ingredient_lines(), exported.ingredient_lines()
    assert len(ours) == len(theirs) == 14
    for one, other in zip(ours, theirs, strict=True):
        assert (one.kind, one.name, one.unit, one.use) == (other.kind, other.name, other.unit, other.use)
        # The export rounds salts to the milligram.
        assert close(one.amount, other.amount, "0.002"), one.name
        assert close(one.time_minutes, other.time_minutes), one.name
    for malt, exported_malt in zip(own.fermentables, exported.fermentables, strict=True):
        assert close(malt.color_lovibond, exported_malt.color_lovibond)
        assert close(malt.yield_pct, exported_malt.yield_pct)
    for step, exported_step in zip(own.mash_steps, exported.mash_steps, strict=True):
        assert (step.name, step.kind) == (exported_step.name, exported_step.kind)
        assert close(step.step_temp_c, exported_step.step_temp_c)
        assert close(step.step_minutes, exported_step.step_minutes)
        assert close(step.infuse_volume_l, exported_step.infuse_volume_l)
    assert [hop.alpha_pct for hop in own.hops] == [hop.alpha_pct for hop in exported.hops]
    assert close(own.ibu, exported.ibu, "0.002")


def test_a_colour_in_ebc_is_told_by_the_display_of_its_unit(recipes_folder: Path) -> None:
    in_ebc = only_recipe(recipes_folder / "beerxml" / "stone__recipe.xml")
    in_lovibond = only_recipe(recipes_folder / "beerxml" / "jaklindq__testBeerSmith.xml")
    assert {repair.code for repair in in_ebc.repairs} >= {"ebc-in-lovibond-field"}
    assert "ebc-in-lovibond-field" not in {repair.code for repair in in_lovibond.repairs}
    for one, other in zip(in_ebc.fermentables, in_lovibond.fermentables, strict=True):
        assert close(one.color_lovibond, other.color_lovibond, "0.001"), one.name
    assert close(in_ebc.color_srm, in_lovibond.color_srm, "0.01")


def test_estimates_and_default_measurements_are_told_apart(recipes_folder: Path) -> None:
    recipe = only_recipe(recipes_folder / "beerxml" / "jaklindq__kalaslager.xml")
    assert (recipe.og, recipe.fg) == (Decimal("1.047"), Decimal("1.008"))
    assert (recipe.measured_og, recipe.measured_fg) == (None, None)
    brewed = only_recipe(recipes_folder / "beerxml" / "jaklindq__kalaslager_180304.xml")
    assert (brewed.og, brewed.measured_og) == (Decimal("1.047"), Decimal("1.05"))


def test_an_encoding_that_lies_is_put_right(recipes_folder: Path) -> None:
    wrong = only_recipe(recipes_folder / "beerxml" / "FreeBrewers__recipe.xml")
    assert "wrong-encoding" in {repair.code for repair in wrong.repairs}
    assert any("ã" in misc.name or "ó" in misc.name or "á" in misc.name for misc in wrong.miscs)
    unknown = only_recipe(recipes_folder / "beerxml" / "FreeBrewers__brewtarget-recipe.xml")
    assert "unknown-encoding" in {repair.code for repair in unknown.repairs}


def test_the_brewer_is_read_but_not_printed(recipes_folder: Path) -> None:
    recipe = only_recipe(recipes_folder / "bsmx" / "jaklindq__kalaslager.bsmx")
    assert recipe.brewer == "A Brewer"
    assert "A Brewer" not in repr(recipe)


def test_hops_carry_the_bitterness_that_beersmith_stored(recipes_folder: Path) -> None:
    hops: list[Hop] = []
    for path in files_in(recipes_folder, "bsmx"):
        hops += [hop for recipe in read(path).recipes for hop in recipe.hops]
    assert len(hops) > 200
    assert all(hop.stated_ibu is not None for hop in hops)


def test_a_typical_file_reads_in_a_moment(recipes_folder: Path) -> None:
    path = recipes_folder / "bsmx" / "jaklindq__kalaslager.bsmx"
    content = path.read_bytes()
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        read_recipe_file(path.name, content)
        durations.append(time.perf_counter() - start)
    # 3 ms here; the bound leaves room for a busy machine.
    assert min(durations) < 0.020
