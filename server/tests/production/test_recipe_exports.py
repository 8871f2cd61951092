"""Recipes out: valid where the format has a schema, and the same recipe when they come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from desertbrew.contexts.production.rules.recipe import (
    Fermentable,
    Hop,
    MashStep,
    Misc,
    RecipeDraft,
    StyleRanges,
    Water,
    Yeast,
)
from desertbrew.contexts.production.rules.recipe_files import ExportFormat, read_recipe_file, write_recipe_file
from desertbrew.contexts.production.rules.recipe_files.values import NOT_KNOWN

FORMATS: tuple[ExportFormat, ...] = ("beerxml", "beerjson")
SCHEMA = "https://raw.githubusercontent.com/beerjson/beerjson/master/json/"

DEMANDED = {
    # BeerXML 1.0's required fields of each record.
    "RECIPE": (
        "NAME VERSION TYPE STYLE BREWER BATCH_SIZE BOIL_SIZE BOIL_TIME EFFICIENCY HOPS FERMENTABLES MISCS YEASTS WATERS MASH"
    ),
    "STYLE": (
        "NAME CATEGORY VERSION CATEGORY_NUMBER STYLE_LETTER STYLE_GUIDE TYPE OG_MIN OG_MAX FG_MIN FG_MAX IBU_MIN IBU_MAX"
        " COLOR_MIN COLOR_MAX"
    ),
    "EQUIPMENT": "NAME VERSION BOIL_SIZE BATCH_SIZE",
    "HOP": "NAME VERSION ALPHA AMOUNT USE TIME",
    "FERMENTABLE": "NAME VERSION TYPE AMOUNT YIELD COLOR",
    "MISC": "NAME VERSION TYPE USE TIME AMOUNT",
    "YEAST": "NAME VERSION TYPE FORM AMOUNT",
    "WATER": "NAME VERSION AMOUNT CALCIUM BICARBONATE SULFATE CHLORIDE SODIUM MAGNESIUM",
    "MASH": "NAME VERSION GRAIN_TEMP MASH_STEPS",
    "MASH_STEP": "NAME VERSION TYPE STEP_TEMP STEP_TIME",
}


@pytest.fixture(scope="session")
def schema(shared_data: Path) -> jsonschema_rs.Validator:
    folder = shared_data / "recipes" / "beerjson_schema"
    registry = jsonschema_rs.Registry(
        [(SCHEMA + path.name, json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]
    )
    return jsonschema_rs.Draft7Validator({"$ref": SCHEMA + "beer.json"}, registry=registry)


@pytest.fixture(scope="session")
def every_recipe(shared_data: Path) -> list[RecipeDraft]:
    found: list[RecipeDraft] = []
    for folder in ("bsmx", "beerxml", "beerjson"):
        for path in sorted((shared_data / "recipes" / folder).iterdir()):
            found += read_recipe_file(path.name, path.read_bytes()).recipes
    return found


def faults_of_beerxml(content: bytes) -> Iterator[str]:
    for element in etree.fromstring(content).iter():
        for tag in DEMANDED.get(str(element.tag), "").split():
            if element.find(tag) is None:
                yield f"{element.tag} without {tag}"


def back(recipe: RecipeDraft, kind: ExportFormat) -> RecipeDraft:
    result = read_recipe_file("salida", write_recipe_file(recipe, kind))
    assert result.refused == ()
    (found,) = result.recipes
    return found


def bare(recipe: RecipeDraft) -> RecipeDraft:
    """What a recipe is made of; where it came from, and figures that an export states when the recipe does not, apart.

    The grain's temperature belongs to the mash: without one, BeerJSON has no place for it.
    """
    return replace(
        recipe,
        grain_temp_c=recipe.grain_temp_c if recipe.mash_steps else None,
        repairs=(),
        line=None,
        source_format="unknown",
        version="",
        og=None,
        fg=None,
        abv_pct=None,
        ibu=None,
        color_srm=None,
        measured_og=None,
        measured_fg=None,
    )


def test_every_export_is_valid_and_comes_back_the_same(
    every_recipe: list[RecipeDraft], schema: jsonschema_rs.Validator
) -> None:
    assert len(every_recipe) > 100
    for recipe in every_recipe:
        assert list(faults_of_beerxml(write_recipe_file(recipe, "beerxml"))) == [], recipe.name
        found = [str(error) for error in schema.iter_errors(json.loads(write_recipe_file(recipe, "beerjson")))]
        assert found == [], recipe.name
        for kind in FORMATS:
            again = back(recipe, kind)
            assert bare(again) == bare(recipe), (kind, recipe.name)
            for figure in ("og", "fg", "abv_pct", "ibu", "color_srm"):
                stated = getattr(recipe, figure)
                assert stated is None or getattr(again, figure) == stated, (kind, recipe.name, figure)
            zeros = {repair.code for repair in again.repairs} - {"zero-amount", "blank-efficiency", "missing-value"}
            assert zeros == set(), (kind, recipe.name)


def test_an_export_of_an_export_is_the_same_to_the_byte(every_recipe: list[RecipeDraft]) -> None:
    for recipe in every_recipe[:60]:
        for kind in FORMATS:
            first = back(recipe, kind)
            assert write_recipe_file(first, kind) == write_recipe_file(back(first, kind), kind), recipe.name


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
AMOUNTS = st.decimals("0.000001", "99999", places=6)
SMALL = st.decimals("0.000001", "99", places=6)
MINUTES = st.integers(0, 500).map(Decimal)
MAYBE = st.none() | SMALL


def lists(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


RECIPES = st.builds(
    RecipeDraft,
    name=TEXTS,
    batch_volume_l=AMOUNTS,
    source_format=st.just("app"),
    style=TEXTS,
    style_ranges=st.builds(
        StyleRanges, og_min=st.none(), og_max=st.sampled_from([None, Decimal("1.06")]), ibu_min=SMALL, ibu_max=SMALL
    ),
    brewer=TEXTS,
    recipe_kind=st.sampled_from(["all_grain", "partial_mash", "extract", None]),
    boil_volume_l=st.none() | AMOUNTS,
    boil_minutes=st.none() | MINUTES,
    efficiency_pct=MAYBE,
    trub_loss_l=SMALL,
    top_up_l=SMALL,
    grain_temp_c=MAYBE,
    hop_utilization_pct=SMALL,
    fermentables=lists(
        st.builds(
            Fermentable,
            TEXTS,
            st.sampled_from(["grain", "extract", "dry_extract", "sugar", "adjunct", "fruit", "honey"]),
            AMOUNTS,
            MAYBE,
            MAYBE,
            st.booleans(),
            TEXTS,
            TEXTS,
        )
    ),
    hops=lists(
        st.builds(
            Hop,
            TEXTS,
            AMOUNTS,
            MAYBE,
            st.sampled_from(["boil", "first_wort", "mash", "whirlpool", "dry_hop"]),
            st.none() | MINUTES,
            st.sampled_from([None, "pellet", "plug", "leaf", "extract"]),
            MAYBE,
            TEXTS,
        )
    ),
    yeasts=lists(
        st.builds(
            Yeast,
            TEXTS,
            AMOUNTS,
            st.sampled_from(["piece", "g", "ml"]),
            st.sampled_from(["", "ale", "lager", "wheat", "wine", "champagne", "kveik", "brett"]),
            st.sampled_from(["", "liquid", "dry", "slant", "culture", "dregs"]),
            TEXTS,
            TEXTS,
            MAYBE,
            st.booleans(),
        )
    ),
    miscs=lists(
        st.builds(
            Misc,
            TEXTS,
            st.sampled_from(["spice", "fining", "herb", "flavor", "other", "water_agent"]),
            st.sampled_from(["mash", "boil", "primary", "secondary", "packaging"]),
            AMOUNTS,
            st.sampled_from(["piece", "g", "ml"]),
            st.none() | MINUTES,
        )
    ),
    waters=lists(st.builds(Water, TEXTS, st.none() | AMOUNTS, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)),
    mash_steps=lists(
        st.builds(MashStep, TEXTS, st.sampled_from(["infusion", "temperature", "decoction", "sparge", ""]), SMALL, MINUTES)
    ),
    notes=TEXTS,
)


@settings(max_examples=40, deadline=None)
@given(recipe=RECIPES)
def test_any_recipe_survives_both_formats(recipe: RecipeDraft, schema: jsonschema_rs.Validator) -> None:
    content = write_recipe_file(recipe, "beerjson")
    assert [str(error) for error in schema.iter_errors(json.loads(content))] == []
    assert list(faults_of_beerxml(write_recipe_file(recipe, "beerxml"))) == []
    assert bare(back(recipe, "beerjson")) == bare(recipe)
    assert bare(back(recipe, "beerxml")) == bare(recipe)


def test_what_is_not_known_is_a_named_placeholder_and_never_a_figure() -> None:
    hop = Hop("Saaz", Decimal("0.1"), None, "boil", None)
    recipe = RecipeDraft("Sin alfa", Decimal(20), "app", hops=(hop,))
    content = write_recipe_file(recipe, "beerxml").decode()
    assert f"<NOTES>{NOT_KNOWN}ALPHA, TIME</NOTES>" in content
    for kind in FORMATS:
        assert back(recipe, kind).hops == (hop,)
