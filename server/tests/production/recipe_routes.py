"""What works and what does not on every route of recipes: their sheets, versions, files, and the brewhouses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from desertbrew.kernel.ids import new_id

NOBODY = str(new_id())

EQUIPMENT = {"name": "Sala de cocción", "batch_volume_l": "410", "efficiency_pct": "80", "altitude_m": "1600"}
DOCUMENT = {
    "batch_volume_l": "100",
    "efficiency_pct": "75",
    "boil_minutes": "60",
    "change_note": "más malta",
    "fermentables": [
        {"name": "Malta Pilsner", "kind": "grain", "amount_kg": "22", "yield_pct": "80", "color_lovibond": "2"}
    ],
    "hops": [{"name": "Saaz", "amount_kg": "0.2", "alpha_pct": "3.5", "use": "boil", "time_minutes": "60"}],
    "yeasts": [{"name": "W-34/70", "amount": "1", "unit": "piece", "attenuation_pct": "76"}],
}

Request = Callable[[Any], httpx.Response]


def asked(tail: str, **query: str) -> tuple[Request, int, Request, str]:
    """A question about a recipe that is there, and one about a recipe that is not."""
    return (
        lambda at: at.client.get(f"/v1/recipes/{at.recipe.id}{tail}", **query),
        200,
        lambda at: at.client.get(f"/v1/recipes/{NOBODY}{tail}", **query),
        "not-found",
    )


def sums(path: str, refused: dict[str, str], **given: str) -> tuple[Request, int, Request, str]:
    """A calculator with figures that it knows, and with one that no brewery has."""
    return (
        lambda at: at.client.get(f"/v1/calculators/{path}", **given),
        200,
        lambda at: at.client.get(f"/v1/calculators/{path}", **(given | refused)),
        "malformed-request",
    )


RECIPE_ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("GET", "/v1/calculators/carbonation"): sums("carbonation", {"volumes": "0"}, volumes="2.5", celsius="2"),
    ("GET", "/v1/calculators/priming"): sums("priming", {"beer_l": "0"}, volumes="2.4", celsius="20", beer_l="100"),
    ("GET", "/v1/calculators/yeast-starter"): sums(
        "yeast-starter", {"og": "0.9"}, wort_l="20", og="1.050", cells_b="100", starter_l="2"
    ),
    ("GET", "/v1/calculators/refractometer"): sums("refractometer", {"correction": "2"}, initial_brix="13", final_brix="7"),
    ("GET", "/v1/recipes/{recipe_id}/figures"): asked("/figures", formula="rager"),
    ("GET", "/v1/recipes/{recipe_id}/scaled"): asked("/scaled", volume_l="820"),
    ("GET", "/v1/recipes/{recipe_id}/style-comparison"): asked("/style-comparison"),
    ("GET", "/v1/recipes/{recipe_id}/water"): asked("/water", target="ipa", osmosis_pct="50"),
    ("GET", "/v1/recipes/{recipe_id}/brew-plan"): asked("/brew-plan", volume_l="820", brews="2"),
    ("GET", "/v1/recipes/{recipe_id}/document"): asked("/document"),
    ("GET", "/v1/recipes/{recipe_id}/versions"): asked("/versions"),
    ("GET", "/v1/recipes/{recipe_id}/export"): asked("/export", format="beerjson"),
    ("GET", "/v1/recipes/{recipe_id}/differences"): (
        lambda at: at.client.get(f"/v1/recipes/{at.recipe.id}/differences", to=at.recipe.id),
        200,
        lambda at: at.client.get(f"/v1/recipes/{at.recipe.id}/differences", to=NOBODY),
        "not-found",
    ),
    ("POST", "/v1/recipes/{recipe_id}/versions"): (
        lambda at: at.client.post(f"/v1/recipes/{at.recipe.id}/versions", DOCUMENT),
        201,
        lambda at: at.client.post(f"/v1/recipes/{NOBODY}/versions", DOCUMENT),
        "not-found",
    ),
    ("GET", "/v1/equipment-profiles"): (
        lambda at: at.client.get("/v1/equipment-profiles"),
        200,
        lambda at: at.client.get("/v1/equipment-profiles", cursor="???"),
        "invalid-input",
    ),
    ("POST", "/v1/equipment-profiles"): (
        lambda at: at.client.post("/v1/equipment-profiles", EQUIPMENT),
        201,
        lambda at: at.client.post("/v1/equipment-profiles", {**EQUIPMENT, "efficiency_pct": "0"}),
        "malformed-request",
    ),
    ("GET", "/v1/equipment-profiles/{equipment_id}"): (
        lambda at: at.client.get(f"/v1/equipment-profiles/{at.equip()}"),
        200,
        lambda at: at.client.get(f"/v1/equipment-profiles/{NOBODY}"),
        "not-found",
    ),
    ("PUT", "/v1/equipment-profiles/{equipment_id}"): (
        lambda at: at.client.put(f"/v1/equipment-profiles/{at.equip()}", {**EQUIPMENT, "efficiency_pct": "82"}),
        200,
        lambda at: at.client.put(f"/v1/equipment-profiles/{NOBODY}", EQUIPMENT),
        "not-found",
    ),
}
