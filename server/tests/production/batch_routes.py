"""The routes of a batch's life: what works and its status, what does not and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role

NOBODY = str(new_id())
Request = Callable[[Any], httpx.Response]

READING = {"gravity": "1.012", "sample_c": "24", "temperature_c": "19.5", "ph": "4.4"}
RATE = {
    "name": "Mano de obra",
    "kind": "LABOR",
    "basis": "BREW_HOUR",
    "amount": "125",
    "valid_from": "2026-11-01",
}

BATCH_ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("GET", "/v1/batches/{batch_id}/brew-plan"): (
        lambda at: at.client.get(f"/v1/batches/{at.planned.id}/brew-plan"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}/brew-plan"),
        "not-found",
    ),
    ("POST", "/v1/batches/{batch_id}/plans"): (
        lambda at: at.client.post(f"/v1/batches/{at.planned.id}/plans", {"planned_volume_l": "200", "brews": 2}),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/plans", {"planned_volume_l": "200"}),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/batches/{batch_id}/material-requests"): (
        lambda at: at.client.post(f"/v1/batches/{at.starting().id}/material-requests"),
        202,
        lambda at: at.client.post(f"/v1/batches/{at.planned.id}/material-requests"),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/brews/{brew_id}/knock-outs"): (
        lambda at: at.client.post(f"/v1/brews/{at.brew().id}/knock-outs", {"volume_l": "98", "og": "1.048"}),
        201,
        lambda at: at.client.post(f"/v1/brews/{NOBODY}/knock-outs", {"volume_l": "98"}),
        "not-found",
    ),
    ("POST", "/v1/batches/{batch_id}/fermentations"): (
        lambda at: at.client.post(f"/v1/batches/{at.half_brewed().id}/fermentations"),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/fermentations"),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/batches/{batch_id}/conditionings"): (
        lambda at: at.client.post(f"/v1/batches/{at.fermenting().id}/conditionings"),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/conditionings"),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/batches/{batch_id}/packagings"): (
        lambda at: at.client.post(f"/v1/batches/{at.fermenting().id}/packagings"),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.packaging.id}/packagings"),
        "batch-move-not-allowed",
    ),
    ("GET", "/v1/batches/{batch_id}/costs"): (
        lambda at: at.client.get(f"/v1/batches/{at.brewing.id}/costs"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}/costs"),
        "not-found",
    ),
    ("POST", "/v1/batches/{batch_id}/costs/{cost_id}/reversals"): (
        lambda at: at.client.post(
            f"/v1/batches/{at.brewing.id}/costs/{at.labor()}/reversals", {"reason": "se contó dos veces"}
        ),
        201,
        lambda at: at.client.post(
            f"/v1/batches/{at.brewing.id}/costs/{at.material()}/reversals", {"reason": "se contó dos veces"}
        ),
        "cost-not-reversible",
    ),
    ("GET", "/v1/brews/{brew_id}/sheet"): (
        lambda at: at.client.get(f"/v1/brews/{at.brew().id}/sheet"),
        200,
        lambda at: at.client.get(f"/v1/brews/{NOBODY}/sheet"),
        "not-found",
    ),
    ("POST", "/v1/brews/{brew_id}/entries"): (
        lambda at: at.client.post(f"/v1/brews/{at.brew().id}/entries", at.entry()),
        201,
        lambda at: at.client.post(f"/v1/brews/{at.brew().id}/entries", {**at.entry(), "step_id": NOBODY}),
        "not-found",
    ),
    ("GET", "/v1/batches/{batch_id}/fermentation"): (
        lambda at: at.client.get(f"/v1/batches/{at.brewing.id}/fermentation"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}/fermentation"),
        "not-found",
    ),
    ("POST", "/v1/batches/{batch_id}/fermentation-readings"): (
        lambda at: at.client.post(f"/v1/batches/{at.packaging.id}/fermentation-readings", READING),
        201,
        lambda at: at.client.post(
            f"/v1/batches/{at.packaging.id}/fermentation-readings", {"gravity": "-616.87", "gravity_unit": "PLATO"}
        ),
        "invalid-input",
    ),
    ("GET", "/v1/cost-rates"): (
        lambda at: at.client.get("/v1/cost-rates"),
        200,
        lambda at: at.client.acting_as(Role.WAITER).get("/v1/cost-rates"),
        "not-allowed",
    ),
    ("POST", "/v1/cost-rates"): (
        lambda at: at.client.post("/v1/cost-rates", RATE),
        201,
        lambda at: at.client.post("/v1/cost-rates", {**RATE, "kind": "MATERIAL"}),
        "invalid-input",
    ),
}
