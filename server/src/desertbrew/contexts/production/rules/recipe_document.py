"""A recipe as a document: what the database keeps of it, and what an inspection prints."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from desertbrew.contexts.production.rules.recipe import RecipeDraft


@cache
def adapter() -> TypeAdapter[RecipeDraft]:
    """Built when the first recipe needs it: a start has none."""
    return TypeAdapter(RecipeDraft)


def document_of(recipe: RecipeDraft) -> str:
    """The whole recipe as JSON, decimals as text; without its repairs and its place in the file, which say how it came."""
    return adapter().dump_json(replace(recipe, repairs=(), line=None), exclude={"repairs", "line"}).decode()


def plain_document_of(recipe: RecipeDraft) -> dict[str, Any]:
    """The same as plain values."""
    return cast("dict[str, Any]", json.loads(document_of(recipe)))


def recipe_of(document: str) -> RecipeDraft:
    """The recipe that `document_of` wrote. Raises `ValueError` for anything else."""
    return adapter().validate_json(document)
