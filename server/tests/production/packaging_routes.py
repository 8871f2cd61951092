"""Every route of packaging: a request that works with its status, and one that is refused with its slug."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from desertbrew.contexts.production.tables import PackageFormat, PackagingRun
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from production.packing import Packaging
from support.client import Client

NOBODY = str(new_id())


@dataclass
class PackagingDoor:
    """A cellar with a run open on its first tank and a line that lacks its bottles, and somebody at its door."""

    client: Client
    packing: Packaging
    form: PackageFormat
    run: PackagingRun
    line_id: Id

    def format(self, **changed: Any) -> dict[str, Any]:
        whole = {"code": "LATA473", "name": "Lata 473", "kind": "CAN", "volume_l": "0.473", "shelf_life_days": 120}
        return {**whole, "materials": [{"item_id": str(self.packing.bottle), "amount": "1", "unit": "piece"}], **changed}

    def packages(self, **changed: Any) -> dict[str, Any]:
        return {"format_id": str(self.form.id), "count": 24, "product_item_id": str(self.packing.beer_bottle), **changed}

    def at(self, noun: str, run: object = None) -> str:
        return f"/v1/packaging-runs/{run or self.run.id}{noun}"

    def line(self, noun: str, line: object = None) -> str:
        return f"/v1/packaging-lines/{line or self.line_id}/{noun}"


Request = Callable[[PackagingDoor], httpx.Response]

PACKAGING_ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("GET", "/v1/package-formats"): (
        lambda at: at.client.get("/v1/package-formats"),
        200,
        lambda at: at.client.acting_as(Role.WAITER).get("/v1/package-formats"),
        "not-allowed",
    ),
    ("POST", "/v1/package-formats"): (
        lambda at: at.client.post("/v1/package-formats", at.format()),
        201,
        lambda at: at.client.post(
            "/v1/package-formats", at.format(materials=[{"item_id": NOBODY, "amount": "1", "unit": "piece"}])
        ),
        "not-found",
    ),
    ("GET", "/v1/packaging-runs"): (
        lambda at: at.client.get("/v1/packaging-runs", state="OPEN"),
        200,
        lambda at: at.client.get("/v1/packaging-runs", state="DREAMT"),
        "malformed-request",
    ),
    ("GET", "/v1/packaging-runs/{run_id}"): (
        lambda at: at.client.get(at.at("")),
        200,
        lambda at: at.client.get(at.at("", NOBODY)),
        "not-found",
    ),
    ("POST", "/v1/packaging-runs"): (
        lambda at: at.client.post("/v1/packaging-runs", {"vessel_id": str(at.packing.cellar.second)}),
        201,
        lambda at: at.client.post("/v1/packaging-runs", {"vessel_id": str(at.packing.cellar.first)}),
        "vessel-has-packaging-run",
    ),
    ("POST", "/v1/packaging-runs/{run_id}/packages"): (
        lambda at: at.client.post(at.at("/packages"), at.packages()),
        201,
        lambda at: at.client.post(at.at("/packages"), at.packages(count=100_000)),
        "not-enough-beer",
    ),
    ("POST", "/v1/packaging-runs/{run_id}/closings"): (
        lambda at: at.client.post(at.at("/closings"), {"left_l": "364.5"}),
        201,
        lambda at: at.client.post(at.at("/closings"), {"left_l": "100"}),
        "invalid-input",
    ),
    ("POST", "/v1/packaging-lines/{line_id}/material-requests"): (
        lambda at: at.client.post(at.line("material-requests")),
        201,
        lambda at: at.client.post(at.line("material-requests", NOBODY)),
        "not-found",
    ),
    ("POST", "/v1/packaging-lines/{line_id}/material-waivers"): (
        lambda at: at.client.post(at.line("material-waivers"), {"reason": "botella regalada"}),
        201,
        lambda at: at.client.post(at.line("material-waivers"), {"reason": "."}),
        "malformed-request",
    ),
}
