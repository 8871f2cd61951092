"""One door for every recipe file: what is it, and what is in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from desertbrew.contexts.production.rules.recipe import ImportResult, RecipeDraft, RecipeFormat, Refusal, Repair
from desertbrew.contexts.production.rules.recipe_files import beerjson, beerxml, bsmx
from desertbrew.contexts.production.rules.recipe_files.beerjson_lines import Lines
from desertbrew.contexts.production.rules.recipe_files.records import line_of
from desertbrew.contexts.production.rules.recipe_files.text import decode, parse_xml
from desertbrew.contexts.production.rules.recipe_files.values import RecipeRefused, RepairLog, clean_text, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE_BYTES = 8 * 1024 * 1024
"""The largest backup at hand, 29 recipes, is 0.5 MiB."""

MOST_RECIPES = 2000
MOST_FILE_REPAIRS = 20

Parts = tuple[list[RecipeDraft], list[Refusal]]


def read_recipe_file(file_name: str, content: bytes) -> ImportResult:
    """Read every recipe of a file of any supported format, by what it holds and not by its extension.

    Never raises. A recipe comes whole, with its repairs listed, or is refused with a reason; the others of the file are
    not affected. `file_name` only names what has no name of its own.
    """
    stem = clean_text(PurePath(clean_text(file_name)).stem) or "recipe"
    kind: RecipeFormat = "unknown"
    try:
        if len(content) > MAX_FILE_BYTES:
            raise RecipeRefused("too-large", f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB")
        text, repairs = decode(content)
        head = text.lstrip()[:1]
        if head == "<":
            root, mended = parse_xml(text)
            kind = "bsmx" if bsmx.is_bsmx(root) else "beerxml"
            elements = recipes_of(root, kind)
            recipes, refused = read_xml(stem, elements, kind, [*repairs, *mended])
        elif head in {"{", "["}:
            kind = "beerjson"
            recipes, refused = read_json(stem, text, repairs)
        else:
            raise RecipeRefused("unknown-format", "neither BeerSmith, BeerXML nor BeerJSON", 1)
    except RecipeRefused as error:
        return ImportResult(kind, (), (refusal(stem, error),))
    except Exception as error:  # noqa: BLE001 - a hostile file must not take the request down; the fuzz tests keep this idle
        fault = Refusal("reader-fault", stem, None, f"the reader failed: {type(error).__name__}")
        return ImportResult(kind, (), (fault,))
    return ImportResult(kind, tuple(recipes), tuple(refused))


def recipes_of(root: _Element, kind: RecipeFormat) -> list[_Element]:
    """The recipes of an XML document. Raises `RecipeRefused` when it holds none, with what it is instead."""
    elements = list(bsmx.recipes_in(root) if kind == "bsmx" else beerxml.recipes_in(root))
    if not elements:
        raise RecipeRefused("no-recipe", "there is no recipe inside", 1) if kind == "bsmx" else beerxml.why_none(root)
    if len(elements) > MOST_RECIPES:
        raise RecipeRefused("too-large", f"more than {MOST_RECIPES} recipes in one file")
    return elements


def read_xml(stem: str, elements: list[_Element], kind: RecipeFormat, mended: list[Repair]) -> Parts:
    """Read each recipe on its own, and give it the repairs of form that fell within its lines."""
    name_of, read = (bsmx.recipe_name, bsmx.read_recipe) if kind == "bsmx" else (beerxml.recipe_name, beerxml.read_recipe)
    starts = [line_of(element) or 1 for element in elements]
    shares = share_out(mended, starts)
    recipes: list[RecipeDraft] = []
    refused: list[Refusal] = []
    for place, element in enumerate(elements, start=1):
        log = RepairLog()
        name = clean_text(name_of(element)) or nameless(stem, place, len(elements))
        try:
            draft = read(element, log)
            if not draft.name:
                log.note("no-name", "Recipe", "", name, line_of(element))
        except RecipeRefused as error:
            refused.append(refusal(name, error))
            continue
        share = shares[place - 1]
        recipes.append(replace(draft, name=name, line=line_of(element), repairs=(*share, *log.entries)))
    return recipes, refused


def read_json(stem: str, text: str, repairs: list[Repair]) -> Parts:
    """Read each recipe of a BeerJSON document."""
    recipes: list[RecipeDraft] = []
    refused: list[Refusal] = []
    found, kettle = beerjson.recipes_in(text)
    lines = Lines(text)
    if len(found) > MOST_RECIPES:
        raise RecipeRefused("too-large", f"more than {MOST_RECIPES} recipes in one file")
    for place, item in enumerate(found, start=1):
        log = RepairLog()
        name = clean_text(beerjson.recipe_name(item)) or nameless(stem, place, len(found))
        try:
            draft = beerjson.read_recipe(item, log, kettle if len(found) == 1 else None)
            if not draft.name:
                log.note("no-name", "recipe", "", name)
        except RecipeRefused as error:
            line = error.line if error.line is not None else lines.of_fault(place, error.detail)
            refused.append(refusal(name, RecipeRefused(error.code, error.detail, line)))
            continue
        recipes.append(replace(draft, name=name, repairs=(*repairs, *log.entries)))
    return recipes, refused


def share_out(mended: list[Repair], starts: list[int]) -> list[list[Repair]]:
    """The repairs of form for each recipe: those of its own lines, and those above the first recipe for all of them.

    A named character that comes many times in one recipe is listed once, with its first line.
    """
    ordered = sorted(mended, key=lambda repair: repair.line or 0)
    lines = [repair.line or 0 for repair in ordered]
    first = bisect_left(lines, starts[0])
    common = once(ordered[:first])[:MOST_FILE_REPAIRS]
    bounds = [bisect_left(lines, start) for start in starts] + [len(ordered)]
    return [[*common, *once(ordered[low:high])] for low, high in pairwise(bounds)]


def once(repairs: list[Repair]) -> list[Repair]:
    """Repairs of form without repetition of what was found and used."""
    seen: set[tuple[str, str, str]] = set()
    kept: list[Repair] = []
    for repair in repairs:
        key = (repair.code, repair.found, repair.used)
        if key not in seen:
            seen.add(key)
            kept.append(repair)
    return kept


def nameless(stem: str, place: int, count: int) -> str:
    """A name for a recipe that has none: its file, and its place when there are several."""
    return stem if count == 1 else f"{stem} {place}"


def refusal(name: str, error: RecipeRefused) -> Refusal:
    """The refusal that a reader raised, in the words of the result."""
    return Refusal(error.code, re.sub(r"\s+", " ", name), error.line, shown(error.detail))
