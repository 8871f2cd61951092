"""Whatever bytes come in, an answer comes out: whole recipes or refusals, in good time, and never an exception."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desertbrew.contexts.production.rules.brew_sheet import sheet_of
from desertbrew.contexts.production.rules.brewing_maths import figures_of
from desertbrew.contexts.production.rules.equipment import Equipment
from desertbrew.contexts.production.rules.recipe import ImportResult, RecipeDraft
from desertbrew.contexts.production.rules.recipe_document import document_of, recipe_of
from desertbrew.contexts.production.rules.recipe_files import (
    MAX_FILE_BYTES,
    ExportFormat,
    read_recipe_file,
    write_recipe_file,
)
from desertbrew.contexts.production.rules.recipe_scaling import scaled_recipe

FRAGMENTS = [
    "<RECIPES>", "</RECIPES>", "<RECIPE>", "</RECIPE>", "<Recipe>", "</Recipe>", "<Data>", "</Data>", "<Table>",
    "<NAME>", "</NAME>", "<HOPS>", "<HOP>", "</HOP>", "<F_R_NAME>", "</F_R_NAME>", "<AMOUNT>", "</AMOUNT>", "1,5",
    "1e99", "-3", "NaN", "&ouml;", "&#0;", "&#x110000;", "&", ";", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ", "?>",
    "<!DOCTYPE", "<!ENTITY a 'b'>", "\x00", "\x0b", "\ufffe", "ñ", "\n", '{"beerjson":', '{"recipes":[', "]}", "}",
    '"batch_size":{"value":1,"unit":"l"}', "1" * 50, "<EST_FG><EST_FG>",
]  # fmt: skip

SEED = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<RECIPES><RECIPE><NAME>Semilla</NAME><BATCH_SIZE>20.0</BATCH_SIZE><BOIL_TIME>60</BOIL_TIME><EFFICIENCY>70</EFFICIENCY>
<FERMENTABLES><FERMENTABLE><NAME>Malta</NAME><TYPE>Grain</TYPE><AMOUNT>5</AMOUNT><YIELD>80</YIELD><COLOR>2</COLOR>
</FERMENTABLE></FERMENTABLES><HOPS><HOP><NAME>L\xfapulo</NAME><ALPHA>5</ALPHA><AMOUNT>0.05</AMOUNT><USE>Boil</USE>
<TIME>60</TIME></HOP></HOPS></RECIPE></RECIPES>
"""

FORMATS: tuple[ExportFormat, ...] = ("beerxml", "beerjson")

KEYS = st.sampled_from(
    [
        "style",
        "equipments",
        "equipment_items",
        "form",
        "loss",
        "boil_steps",
        "step",
        "ibu_estimate",
        "minimum",
        "color",
        "grain_temperature",
        "desertbrew_not_known",
        "name",
        "amount",
        "value",
        "unit",
        "timing",
        "use",
        "ingredients",
        "batch_size",
        "hop_additions",
        "yield",
        "boil",
        "fermentable_additions",
        "culture_additions",
        "mash",
        "mash_steps",
        "efficiency",
        "brewhouse",
        "potential",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["l", "kg", "%"])
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


def check(result: ImportResult) -> None:
    assert result.recipes or result.refused
    assert all(refusal.code != "reader-fault" for refusal in result.refused), result.refused
    for recipe in result.recipes:
        assert recipe.name
        assert recipe.batch_volume_l > 0
        figures_of(recipe)
        recipe.ingredient_lines()
        assert recipe_of(document_of(recipe)).name == recipe.name
        for leaf in leaves(recipe):
            if isinstance(leaf, Decimal):
                assert leaf.is_finite()
                assert leaf == leaf.quantize(Decimal("0.000001"))
            elif isinstance(leaf, str):
                assert "\x00" not in leaf
                leaf.encode()
    for recipe in result.recipes[:2]:
        comes_back(recipe)
    for refusal in result.refused:
        assert refusal.name
        (refusal.name + refusal.detail).encode()


def comes_back(recipe: RecipeDraft) -> None:
    """Whatever was read can be scaled, put on a sheet, and given back as a file that is read again."""
    kit = Equipment("k", Decimal(100), Decimal(75), altitude_m=Decimal(1600))
    for one in (recipe, scaled_recipe(recipe, Decimal(50), kit, kit.conventions())):
        sheet_of(one, kit.conventions(), kit)
        for kind in FORMATS:
            again = read_recipe_file("f", write_recipe_file(one, kind))
            assert again.refused == (), again.refused
            assert again.recipes[0].hops == one.hops


def leaves(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@given(st.text(max_size=40), st.binary(max_size=400))
def test_any_bytes(name: str, content: bytes) -> None:
    check(read_recipe_file(name, content))


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_sequence_of_fragments(text: str, encoding: str) -> None:
    check(read_recipe_file("f", text.encode(encoding, "replace")))


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.sampled_from(FRAGMENTS)), max_size=4))
def test_a_sound_file_cut_and_spliced(cuts: list[tuple[int, int, str]]) -> None:
    content = SEED
    for place, length, fragment in cuts:
        content = content[:place] + fragment.encode("utf-8", "replace") + content[place + length :]
    check(read_recipe_file("f", content))


@settings(max_examples=300)
@given(st.integers(0, len(SEED) - 1), st.binary(max_size=3))
def test_a_sound_file_with_a_few_bytes_replaced(place: int, patch: bytes) -> None:
    check(read_recipe_file("f", SEED[:place] + patch + SEED[place + len(patch) :]))


@settings(max_examples=150)
@given(st.dictionaries(KEYS, JSON, max_size=8), JSON)
def test_any_json_in_the_shape_of_beerjson(recipe: dict[str, object], other: object) -> None:
    whole = {"name": "x", "batch_size": {"value": 20, "unit": "l"}, **recipe}
    check(read_recipe_file("f", json.dumps({"beerjson": {"version": 1, "recipes": [whole, recipe]}}).encode()))
    check(read_recipe_file("f", json.dumps({"beerjson": other}).encode()))
    check(read_recipe_file("f", json.dumps({"beerjson": {"recipes": other}}).encode()))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_real_files_cut_anywhere(shared_data: Path, data: st.DataObject) -> None:
    names = ("bsmx/jaklindq__kalaslager.bsmx", "beerxml/beerxmlcom_recipes.xml", "beerjson/real_KettleSour.json")
    content = (shared_data / "recipes" / data.draw(st.sampled_from(names))).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 200))
    check(read_recipe_file("f", content[:start] + content[start + length :]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "latin-1", "mac-roman", "cp037"])
def test_real_files_in_encodings_that_they_do_not_declare(shared_data: Path, encoding: str) -> None:
    for name in ("bsmx/jaklindq__kalaslager.bsmx", "beerxml/stone__recipe.xml", "beerjson/real_KettleSour.json"):
        text = (shared_data / "recipes" / name).read_bytes().decode("utf-8", "replace")
        check(read_recipe_file("f", text.encode(encoding, "replace")))


WHOLE = MAX_FILE_BYTES
LARGEST: dict[str, tuple[bytes, bytes, bytes]] = {
    # name: what it begins with, what fills it, what it ends with
    "ampersands": (b"", b"&", b""),
    "loose ampersands": (b"<a>", b"&", b""),
    "named characters": (b"<a>", b"&ouml;", b""),
    "angles": (b"", b"<", b""),
    "depth": (b"", b"<a>", b""),
    "depth in lines": (b"<RECIPES>", b"<A>\n", b""),
    "nested recipes": (b"<RECIPES>", b"<RECIPE>", b""),
    "empty recipes": (b"<RECIPES>", b"<RECIPE/>", b"</RECIPES>"),
    "fields twice": (b"<RECIPES><RECIPE><BATCH_SIZE>1</BATCH_SIZE>", b"<OG>1</OG>x", b"</RECIPE></RECIPES>"),
    "empty hops": (b"<RECIPES><RECIPE><BATCH_SIZE>1</BATCH_SIZE><HOPS>", b"<HOP/>", b"</HOPS></RECIPE></RECIPES>"),
    "spaces in a number": (b"<RECIPES><RECIPE><BATCH_SIZE>1", b" ", b"x</BATCH_SIZE></RECIPE></RECIPES>"),
    "digits": (b"<RECIPES><RECIPE><BATCH_SIZE>", b"1", b"</BATCH_SIZE></RECIPE></RECIPES>"),
    "declaration": (b"<?xml ", b" ", b""),
    "lines": (b"<?xml version='1.0'?>", b"\n", b"<a>\x01"),
    "control characters": (b"<RECIPES>", b"\x01", b""),
    "attributes": (b"<RECIPES ", b"a='1' ", b"/>"),
    "opened twice": (b"<RECIPES>", b"<AA><AA>", b"</RECIPES>"),
    "braces": (b"", b"{", b""),
    "brackets": (b"", b"[", b""),
    "digits in json": (b'{"beerjson":{"recipes":[', b"1", b"]}}"),
    "refused recipes": (b'{"beerjson":{"recipes":[', b'{"name":"x"},\n', b"{}]}}"),
    "objects": (b'{"beerjson":{"recipes":[', b"{},", b"{}]}}"),
}


def test_two_thousand_refusals_are_found_in_one_reading() -> None:
    content = b'{"beerjson":{"recipes":[' + b",".join([b'{"name":"x","notes":"' + b"y" * 900 + b'"}\n'] * 2000) + b"]}}"
    start = time.process_time()
    refused = read_recipe_file("f", content).refused
    assert [refusal.line for refusal in refused] == list(range(1, 2001))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("name", list(LARGEST))
def test_the_largest_files_take_no_more_than_their_time(name: str) -> None:
    begin, filling, end = LARGEST[name]
    content = begin + filling * ((WHOLE - len(begin) - len(end)) // len(filling)) + end
    start = time.process_time()
    result = read_recipe_file("grande", content)
    took = time.process_time() - start
    assert result.recipes or result.refused
    assert [refusal.code for refusal in result.refused if refusal.code == "reader-fault"] == []
    # A few seconds at most; a reader whose work grows with the square would take hours.
    assert took < 20, took
