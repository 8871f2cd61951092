"""What people do at the brewery, one call each; every story has items of its own, so that none meets another."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from desertbrew.kernel.ids import new_id
from support.running import Brewery
from support.waiting import eventually

ANSWERED_WITHIN_S = 20.0
"""How long a fact may take from one context to another; half a second is usual."""

RECIPE = """<?xml version="1.0" encoding="UTF-8"?>
<RECIPES><RECIPE>
  <NAME>Prueba {mark}</NAME><VERSION>1</VERSION><TYPE>All Grain</TYPE><BATCH_SIZE>100</BATCH_SIZE>
  <BOIL_TIME>60</BOIL_TIME><EFFICIENCY>75</EFFICIENCY>
  <FERMENTABLES><FERMENTABLE>
    <NAME>Malta {mark}</NAME><VERSION>1</VERSION><TYPE>Grain</TYPE><AMOUNT>20</AMOUNT><YIELD>80</YIELD><COLOR>2</COLOR>
  </FERMENTABLE></FERMENTABLES>
  <HOPS><HOP>
    <NAME>Lupulo {mark}</NAME><VERSION>1</VERSION><ALPHA>6</ALPHA><AMOUNT>0.2</AMOUNT><USE>Boil</USE><TIME>60</TIME>
  </HOP></HOPS>
  <YEASTS><YEAST><NAME>Levadura {mark}</NAME><VERSION>1</VERSION><TYPE>Ale</TYPE><FORM>Dry</FORM></YEAST></YEASTS>
</RECIPE></RECIPES>"""
"""20 kg of malt, 200 g of hops and, as the file does not say how much yeast, one packet; over 100 L."""


@dataclass
class SmallRecipe:
    """Malt, hops and a packet of yeast, whose items are in the catalogue and matched; nothing is in stock."""

    recipe_id: str
    items: dict[str, str]
    supplier_id: str


def import_recipe(brewery: Brewery, file_name: str, content: bytes) -> dict[str, Any]:
    """Import a file that holds one recipe, whole."""
    body = {"file_name": file_name, "content_base64": base64.b64encode(content).decode()}
    answer = brewery.post("/v1/recipe-imports", body)
    assert answer["refused"] == []
    (imported,) = answer["imported"]
    return dict(imported)


def match(brewery: Brewery, kind: str, name: str, item_id: str | None) -> None:
    """Confirm what a recipe's word means, as soon as production has heard of the item."""
    body = {"kind": kind, "name": name, "item_id": item_id}
    eventually(lambda: brewery.ask("PUT", "/v1/ingredient-aliases", body).is_success, ANSWERED_WITHIN_S)


def receive(brewery: Brewery, supplier_id: str, *lines: tuple[str, str, str, str]) -> dict[str, Any]:
    """Receive (item id, quantity, unit, total cost) lines, as soon as inventory has heard of the supplier."""
    named = [dict(zip(("item_id", "quantity", "unit", "total_cost"), line, strict=True)) for line in lines]
    body = {"supplier_id": supplier_id, "lines": named}
    return _as_soon_as_known(brewery, "/v1/receipts", body)


def _as_soon_as_known(brewery: Brewery, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Create it, once the context has heard of the others' things that `body` names: until then they are 404."""

    def create() -> dict[str, Any]:
        answer = brewery.ask("POST", path, body)
        assert answer.status_code in {httpx.codes.CREATED, httpx.codes.NOT_FOUND}, answer.text
        return dict(answer.json()) if answer.status_code == httpx.codes.CREATED else {}

    return eventually(create, ANSWERED_WITHIN_S)


def state_of(brewery: Brewery, batch_id: str) -> str:
    """Where the batch stands now."""
    return str(brewery.get(f"/v1/batches/{batch_id}")["state"])


def wait_for_state(brewery: Brewery, batch_id: str, state: str) -> dict[str, Any]:
    """The batch, once it stands there."""
    eventually(lambda: state_of(brewery, batch_id) == state, ANSWERED_WITHIN_S)
    return dict(brewery.get(f"/v1/batches/{batch_id}"))


def wait_for_refusal(brewery: Brewery, batch_id: str) -> dict[str, Any]:
    """The batch, once inventory has said what is missing for it."""
    eventually(lambda: brewery.get(f"/v1/batches/{batch_id}")["shortages"], ANSWERED_WITHIN_S)
    return wait_for_state(brewery, batch_id, "PLANNED")


def on_hand(brewery: Brewery, items: Mapping[str, str]) -> dict[str, Decimal]:
    """What there is of each item, in base units."""
    return {name: Decimal(brewery.get(f"/v1/items/{item_id}")["on_hand"]) for name, item_id in items.items()}


def small_recipe(brewery: Brewery, *, yeast_unit: str = "piece") -> SmallRecipe:
    """A brewery's smallest recipe, with items of its own; yeast is kept in `yeast_unit`."""
    mark = str(new_id())[-12:]
    supplier_id = brewery.post("/v1/suppliers", {"name": f"Proveedor {mark}"})["id"]
    recipe_id = import_recipe(brewery, f"prueba-{mark}.xml", RECIPE.format(mark=mark).encode())["recipe_id"]
    items = {}
    for name, kind, unit in (("Malta", "MALT", "kg"), ("Lupulo", "HOPS", "kg"), ("Levadura", "YEAST", yeast_unit)):
        item = {"sku": f"{name}-{mark}", "name": f"{name} {mark}", "kind": kind, "base_unit": unit}
        items[name] = brewery.post("/v1/items", item)["id"]
        match(brewery, kind, f"{name} {mark}", items[name])
    return SmallRecipe(recipe_id, items, supplier_id)


def plan(brewery: Brewery, recipe_id: str, litres: str = "100", product_item_id: str | None = None) -> str:
    """Plan a brew, as soon as production has heard of the product; the batch's id."""
    body = {"recipe_id": recipe_id, "planned_volume_l": litres, "planned_on": "2026-11-25"}
    body |= {"product_item_id": product_item_id} if product_item_id else {}
    return str(_as_soon_as_known(brewery, "/v1/batches", body)["id"])


def movements_of(brewery: Brewery, item_id: str, kind: str) -> list[dict[str, Any]]:
    """The ledger's lines of an item."""
    return [line for line in brewery.get("/v1/movements", item_id=item_id)["items"] if line["kind"] == kind]
